package desk_test

import (
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
)

func TestAQuestionWaitsUntilTheNextMorning(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(yoga))
	s.clock.add(16 * time.Hour)
	s.sit()
	s.want(desk.ItemWrongCompany, desk.ItemNext)
	s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerThere))
	s.want(desk.ItemNext, desk.ItemLinked)
	if got := s.crosswalk(); got[yoga] != "Eastgate Yoga" {
		t.Errorf("the crosswalk is %v", got)
	}
	s.alive(1)
}

func TestAccessThatWaitedTooLongIsGivenBackAndAskedForAgain(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(yoga))
	s.clock.add(72 * time.Hour)
	s.sit()
	s.alive(0) // nobody has answered in time
	s.want(desk.ItemWrongCompany, desk.ItemNext)
	s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerHere))
	s.want(desk.ItemNext, desk.ItemWaiting)
	if at := s.sitting(); at.Trouble == nil || at.Trouble.Cause != desk.ChangedMeanwhile {
		t.Errorf("it does not say why: %+v", at)
	}
	s.open(s.as(bakery))
	s.want(desk.ItemLinked, desk.ItemNext)
}

func TestAnAnswerFromAnotherBrowserIsAskedAbout(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.must(s.desk.OpenNext(t.Context()))
	here := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := here.Get(<-s.opened)
	s.must(err)
	resp.Body.Close()
	jar, _ := cookiejar.New(nil)
	s.tab = &http.Client{Jar: jar} // the address was carried into another one
	page := s.show(resp.Header.Get("Location"), s.as(bakery))
	if !strings.Contains(page, "not linked yet") || s.next != "" {
		t.Errorf("the page is %s", page)
	}
	s.want(desk.ItemOtherBrowser, desk.ItemNext)
	s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerHere))
	s.want(desk.ItemLinked, desk.ItemNext)
}

func TestOfTwoProgramsTheOneThatWentOnIsBelieved(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga", "Juniper Books")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	first := s.desk
	s.sit()
	s.open(s.as(bakery))
	if err := first.SkipItem(t.Context(), 0); CauseOf(err) != desk.ChangedMeanwhile {
		t.Errorf("the one that lags behind: %v", err)
	}
	if got := first.Snapshot().Sitting.Items[0].State; got != desk.ItemLinked {
		t.Errorf("it does not see what has happened: %s", got)
	}
	s.on(s.as(yoga))
	s.on(s.as(books))
	s.want(desk.ItemLinked, desk.ItemLinked, desk.ItemLinked)
	s.alive(3)
}

func TestAClientThatWasLinkedElsewhereMeanwhileIsNotLinkedTwice(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	first, tab, opened := s.desk, s.tab, s.opened
	s.sit() // another program links the same company in the same moment
	c, err := s.desk.Connect(t.Context(), false)
	s.must(err)
	offers := make(chan desk.Offer, 1)
	go func() {
		offer, _ := c.Wait(t.Context(), func(desk.Step) {})
		offers <- offer
	}()
	s.show(c.Address(), s.as(bakery))
	offer := <-offers
	s.must(s.desk.LinkTo(t.Context(), offer, []desk.Choice{{Company: offer.Companies[0].Company, Client: offer.Companies[0].There.Client}}))
	s.desk, s.tab, s.opened = first, tab, opened
	s.open(s.as(bakery))
	if got := s.states()[0]; got != desk.ItemLinkedAgain && got != desk.ItemFailed {
		t.Errorf("the line is %s", got)
	}
	s.alive(1)
}
