package desk_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

// seat is a person in front of a sitting, with one browser tab.
type seat struct {
	*bench
	opened chan string // what the program has opened in the browser
	tab    *http.Client
	next   string // where the page in the tab leads on to; "" for nowhere
}

func newSeat(t *testing.T, clients ...string) *seat {
	t.Helper()
	s := &seat{bench: newBench(t)}
	s.sit()
	s.practice()
	for n, name := range clients {
		_, err := s.desk.AddClient(t.Context(), desk.Draft{Number: string(rune('A' + n)), Name: name})
		s.must(err)
	}
	return s
}

// sit starts the program, as after a kill: what was before is not closed.
func (s *seat) sit() {
	s.t.Helper()
	s.opened = make(chan string, 9)
	s.start(s.opened)
}

func (s *seat) start(opened chan string) {
	o := s.options()
	o.Browser = func(address string) error { opened <- address; return nil }
	d := desk.New(o)
	s.desk = d
	s.t.Cleanup(func() { d.Close(context.Background()) })
	s.must(d.Start(s.t.Context()))
	jar, _ := cookiejar.New(nil)
	s.tab, s.next = &http.Client{Jar: jar}, ""
}

var leadsTo = regexp.MustCompile(`<a href="(http://127\.0\.0\.1:\d+/start/[^"]+)" autofocus>`)

// show goes to an address in the tab, through Gusto's page, and gives the page on which that ends.
func (s *seat) show(address string, as sandbox.AutoConsent) string {
	s.t.Helper()
	s.gusto.Faults().AutoConsent(&as)
	resp, err := s.tab.Get(address)
	s.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	s.must(err)
	s.next = ""
	if m := leadsTo.FindStringSubmatch(string(body)); m != nil {
		s.next = m[1]
	}
	return string(body)
}

// open clicks Open Gusto and goes through the page.
func (s *seat) open(as sandbox.AutoConsent) string {
	s.t.Helper()
	s.must(s.desk.OpenNext(s.t.Context()))
	return s.show(<-s.opened, as)
}

// on clicks Go on in the tab.
func (s *seat) on(as sandbox.AutoConsent) string {
	s.t.Helper()
	if s.next == "" {
		s.t.Fatal("the page leads nowhere")
	}
	return s.show(s.next, as)
}

func (s *seat) as(company string) sandbox.AutoConsent {
	s.t.Helper()
	return sandbox.AutoConsent{Person: sandbox.Dana, Company: s.company(company).UUID}
}

func (s *seat) begin(wish desk.SittingWish) {
	s.t.Helper()
	s.must(s.desk.BeginSitting(s.t.Context(), wish))
}

func (s *seat) sitting() *desk.Sitting { return s.desk.Snapshot().Sitting }

func (s *seat) states() (all []desk.ItemState) {
	for _, i := range s.sitting().Items {
		all = append(all, i.State)
	}
	return all
}

func (s *seat) want(states ...desk.ItemState) {
	s.t.Helper()
	if got := s.states(); !slices.Equal(got, states) {
		s.t.Fatalf("the lines are %v, want %v", got, states)
	}
}

// crosswalk says which companies are linked to which client's name.
func (s *seat) crosswalk() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	s.eventually("the links are read again", func() bool {
		now := s.desk.Snapshot()
		clear(all)
		for _, l := range now.Links {
			c, _ := now.Client(l.Client)
			all[l.Name] = c.Name
		}
		linked := 0
		if now.Sitting != nil {
			for _, i := range now.Sitting.Items {
				if i.State == desk.ItemLinked {
					linked++
				}
			}
		}
		return len(all) >= linked
	})
	return all
}

func (s *seat) eventually(what string, so func() bool) {
	s.t.Helper()
	tick, limit := time.NewTicker(5*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-limit:
			s.t.Fatalf("not in time: %s", what)
		}
	}
}

// alive waits until Gusto has so many grants.
func (s *seat) alive(n int) {
	s.t.Helper()
	s.eventually("grants at Gusto", func() bool { return len(s.gusto.Grants()) == n })
}

func TestASittingGoesFromCompanyToCompanyInOneTab(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga", "Juniper Books")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	if at := s.sitting(); at.State != desk.SittingStands || at.At != 0 || at.Count.Total != 3 || len(s.opened) != 0 {
		t.Fatalf("before a click: %+v", at)
	}
	s.want(desk.ItemNext, desk.ItemWaiting, desk.ItemWaiting)
	page := s.open(s.as(bakery))
	if !strings.Contains(page, bakery+" is linked") || !strings.Contains(page, "<h2>Eastgate Yoga</h2>") {
		t.Errorf("the page is %s", page)
	}
	s.want(desk.ItemLinked, desk.ItemNext, desk.ItemWaiting)
	if at := s.sitting(); at.State != desk.SittingRuns || at.At != 1 {
		t.Errorf("after the first: %+v", at)
	}
	s.on(s.as(yoga))
	page = s.on(s.as(books))
	if s.next != "" || !strings.Contains(page, "go back to Crosswalk") {
		t.Errorf("the last page leads on: %s", page)
	}
	s.want(desk.ItemLinked, desk.ItemLinked, desk.ItemLinked)
	if at := s.sitting(); at.State != desk.SittingDone || at.Count.Settled != 3 {
		t.Errorf("at the end: %+v", at)
	}
	if got := s.crosswalk(); len(got) != 3 || got[bakery] != "Blue Heron Bakery" || got[yoga] != "Eastgate Yoga" || got[books] != "Juniper Books" {
		t.Errorf("the crosswalk is %v", got)
	}
	s.must(s.desk.StopSitting(t.Context()))
	if s.sitting() != nil || len(s.opened) != 0 {
		t.Error("it is still there, or a browser was opened by itself")
	}
	s.alive(3)
}

func TestACompanyThatGustoHasNotApprovedIsNotCalledWorkingOnceLinked(t *testing.T) {
	const grill = "Oak and Ember Grill LLC"
	s := newSeat(t, "Oak and Ember Grill")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(grill))
	s.want(desk.ItemLinked)
	s.crosswalk()
	if first := s.desk.Snapshot().Links[0].Verdict; first.Cause != desk.NotApproved {
		t.Errorf("it begins with the verdict %+v", first)
	}
}

func TestAWrongCompanyIsNotLinkedBeforeAnAnswer(t *testing.T) {
	for answer, want := range map[desk.Answer]map[string]string{
		desk.AnswerHere:  {yoga: "Blue Heron Bakery"},
		desk.AnswerThere: {yoga: "Eastgate Yoga"},
		desk.AnswerAlone: {yoga: ""},
		desk.AnswerAgain: {},
	} {
		t.Run(string(answer), func(t *testing.T) {
			s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
			s.begin(desk.SittingWish{Kind: desk.SittingLinks})
			page := s.open(s.as(yoga))
			if !strings.Contains(page, yoga+" is not linked yet") || s.next != "" {
				t.Errorf("the page is %s", page)
			}
			s.want(desk.ItemWrongCompany, desk.ItemNext)
			at := s.sitting()
			q := at.Items[0].Question
			if at.State != desk.SittingStands || at.Asked != 0 || q.CompanyName != yoga || q.There == nil || q.There.Name != "Eastgate Yoga" || !q.There.Queued {
				t.Fatalf("the question is %+v of %+v", q, at)
			}
			if got := s.crosswalk(); len(got) != 0 {
				t.Fatalf("linked without an answer: %v", got)
			}
			s.must(s.desk.AnswerSitting(t.Context(), 0, answer))
			if got := s.crosswalk(); len(got) != len(want) || got[yoga] != want[yoga] {
				t.Errorf("the crosswalk is %v, want %v", got, want)
			}
			s.alive(len(want))
			if CauseOf(s.desk.AnswerSitting(t.Context(), 0, answer)) != desk.ChangedMeanwhile {
				t.Error("the answer counts twice")
			}
			before := s.states()
			s.sit()
			s.want(before...)
			s.must(s.desk.StopSitting(t.Context()))
			s.alive(len(want))
		})
	}
}

// CauseOf is the cause of an error of the desk.
func CauseOf(err error) desk.Cause { return desk.CauseOf(err) }

func TestADeniedConsentIsWrittenDownAndTheTabGoesOn(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	page := s.open(sandbox.AutoConsent{Person: sandbox.Dana, Deny: true})
	if !strings.Contains(page, "Nothing was linked") {
		t.Errorf("the page is %s", page)
	}
	s.on(s.as(yoga))
	s.want(desk.ItemDenied, desk.ItemLinked)
	s.must(s.desk.RetryItem(t.Context(), 0))
	s.open(s.as(bakery))
	s.want(desk.ItemLinked, desk.ItemLinked)
}

func TestASittingIsThereAgainAfterTheProgramWasKilled(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga", "Juniper Books")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(bakery))
	s.next = "" // the next one's consent is prepared, and dies with the program
	s.sit()
	if at := s.sitting(); at == nil || at.State != desk.SittingStands || len(s.opened) != 0 {
		t.Fatalf("after the restart: %+v", at)
	}
	s.want(desk.ItemLinked, desk.ItemNext, desk.ItemWaiting)
	s.open(s.as(yoga))
	s.want(desk.ItemLinked, desk.ItemLinked, desk.ItemNext)
	s.on(s.as(books))
	if got := s.crosswalk(); len(got) != 3 || got[yoga] != "Eastgate Yoga" {
		t.Errorf("the crosswalk is %v", got)
	}
	s.alive(3)
}

func TestAccessThatCameInTheLastMomentIsFoundAgain(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	remove := s.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: http.StatusBadGateway, Path: "/v1/token_info"})
	page := s.open(s.as(bakery)) // stored, and its company cannot be read
	if !strings.Contains(page, "Nothing was linked") {
		t.Errorf("the page is %s", page)
	}
	s.eventually("the line is to be read", func() bool { return s.states()[0] == desk.ItemReading })
	if at := s.sitting(); at.State != desk.SittingStands || at.Items[0].Cause != desk.ProviderFault || at.Trouble == nil {
		t.Errorf("it stands as %+v", at)
	}
	s.sit() // killed
	remove()
	s.must(s.desk.OpenNext(t.Context()))
	s.want(desk.ItemLinked, desk.ItemNext)
	if got := s.crosswalk(); got[bakery] != "Blue Heron Bakery" {
		t.Errorf("the crosswalk is %v", got)
	}
	s.alive(1)
}

func TestStoppingGivesBackWhatIsNotLinked(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga", "Juniper Books")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(bakery))
	s.on(s.as(books)) // a wrong one
	s.alive(2)
	s.must(s.desk.OpenNext(t.Context())) // and one is out
	<-s.opened
	s.must(s.desk.StopSitting(t.Context()))
	s.alive(1)
	if s.sitting() != nil || s.desk.SittingConsent() != nil {
		t.Error("it is still there")
	}
	if got := s.crosswalk(); len(got) != 1 {
		t.Errorf("the crosswalk is %v", got)
	}
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	if n := s.sitting().Count.Total; n != 2 {
		t.Errorf("the next sitting has %d lines", n)
	}
}

func TestSkippingCallsTheConsentOffAndGivesBackWhatComesLate(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.must(s.desk.OpenNext(t.Context()))
	address := <-s.opened
	s.must(s.desk.SkipItem(t.Context(), 0))
	s.want(desk.ItemSkipped, desk.ItemNext)
	resp, err := s.tab.Get(address)
	if err == nil { // the port may be closed by now
		resp.Body.Close()
	}
	s.open(s.as(yoga))
	s.want(desk.ItemSkipped, desk.ItemLinked)
	s.alive(1)
}

func TestPausedTheTabDoesNotLeadOn(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.must(s.desk.OpenNext(t.Context()))
	s.must(s.desk.PauseSitting(t.Context()))
	page := s.show(<-s.opened, s.as(bakery))
	if s.next != "" || !strings.Contains(page, bakery+" is linked") {
		t.Errorf("the page is %s", page)
	}
	s.want(desk.ItemLinked, desk.ItemNext)
}

func TestReconnectingAllMovesEachLinkInPlace(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(bakery))
	s.on(s.as(yoga))
	s.must(s.desk.StopSitting(t.Context()))
	before := s.crosswalk()
	for _, name := range []string{bakery, yoga} {
		_, err := s.gusto.Faults().RevokeCompany(s.company(name).UUID)
		s.must(err)
		_, err = s.desk.Verify(t.Context(), s.id(name))
		s.must(err)
	}
	id := s.id(bakery)
	s.begin(desk.SittingWish{Kind: desk.SittingReconnects})
	if n := s.sitting().Count.Total; n != 2 {
		t.Fatalf("%d lines", n)
	}
	s.open(s.as(bakery))
	s.on(s.as(yoga))
	s.want(desk.ItemLinkedAgain, desk.ItemLinkedAgain)
	s.eventually("the links work again", func() bool {
		return s.desk.Snapshot().NeedYou == 0 && s.id(bakery) == id
	})
	if after := s.crosswalk(); len(after) != len(before) || after[bakery] != before[bakery] {
		t.Errorf("the crosswalk was %v and is %v", before, after)
	}
	s.alive(2)
}

func TestLessAccessThanBeforeIsAskedAbout(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(bakery))
	s.must(s.desk.StopSitting(t.Context()))
	s.crosswalk()
	access := s.desk.Snapshot().Links[0].Access
	s.gusto.Faults().WithoutScopes(access[len(access)-1])
	s.begin(desk.SittingWish{Kind: desk.SittingReconnects, Links: []string{s.id(bakery)}})
	s.open(s.as(bakery))
	s.want(desk.ItemLostReach)
	if q := s.sitting().Items[0].Question; len(q.Lost) != 1 || q.Lost[0] != access[len(access)-1] || !q.Linked {
		t.Errorf("the question is %+v", q)
	}
	s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerAgain))
	s.want(desk.ItemNext)
	s.alive(1)
	s.open(s.as(bakery))
	s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerHere))
	s.want(desk.ItemLinkedAgain)
	s.alive(1)
}

func TestASittingIsOneAtATimeAndAboutSomething(t *testing.T) {
	s := newSeat(t)
	if err := s.desk.BeginSitting(t.Context(), desk.SittingWish{Kind: desk.SittingLinks}); CauseOf(err) != desk.NothingToLink {
		t.Errorf("about nothing: %v", err)
	}
	if err := s.desk.OpenNext(t.Context()); CauseOf(err) != desk.ChangedMeanwhile {
		t.Errorf("without a sitting: %v", err)
	}
	s.must(s.desk.StopSitting(t.Context()))
	_, err := s.desk.AddClient(t.Context(), desk.Draft{Name: "Blue Heron Bakery"})
	s.must(err)
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	if err := s.desk.BeginSitting(t.Context(), desk.SittingWish{Kind: desk.SittingLinks}); CauseOf(err) != desk.SittingOpen {
		t.Errorf("a second one: %v", err)
	}
}

func TestTheTabGoesOnByItselfOnceThePersonHasChosenSo(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga", "Juniper Books")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	const said = "goes on by itself in 3 seconds"
	if page := s.open(s.as(bakery)); strings.Contains(page, said) {
		t.Error("nobody has chosen that the tab goes on by itself")
	}
	s.must(s.desk.SetOnward(t.Context(), true))
	if !s.sitting().Onward {
		t.Error("the choice does not show")
	}
	s.sit() // also after a restart
	if !s.sitting().Onward {
		t.Error("the choice is forgotten")
	}
	if page := s.open(s.as(yoga)); !strings.Contains(page, said) {
		t.Errorf("the tab waits for a click: %s", page)
	}
}

func TestANextConsentIsCarriedToAnotherBrowserAndItsAnswerPasted(t *testing.T) {
	for name, pasted := range map[string]bool{"the port is ours": false, "nothing is listened for": true} {
		t.Run(name, func(t *testing.T) {
			s := newSeat(t, "Blue Heron Bakery", "Eastgate Yoga")
			s.begin(desk.SittingWish{Kind: desk.SittingLinks})
			s.must(s.desk.CarryNext(t.Context(), pasted))
			if len(s.opened) != 0 {
				t.Fatal("a browser was opened")
			}
			c := s.desk.SittingConsent()
			if c == nil || s.sitting().State != desk.SittingRuns {
				t.Fatalf("the sitting is %+v", s.sitting())
			}
			remote, err := url.Parse(c.Remote())
			if err != nil || remote.Host != s.server.Listener.Addr().String() {
				t.Errorf("the link for another computer is %v (%v)", remote, err)
			}
			as := s.as(bakery)
			s.gusto.Faults().AutoConsent(&as)
			elsewhere := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
				if r.URL.Query().Has("code") {
					return http.ErrUseLastResponse // there is no Crosswalk on that computer
				}
				return nil
			}}
			resp, err := elsewhere.Get(c.Remote())
			s.must(err)
			resp.Body.Close()
			s.must(c.Paste(resp.Header.Get("Location")))
			s.eventually("the answer is read", func() bool {
				return s.sitting().Items[0].State != desk.ItemReading && s.sitting().Items[0].State != desk.ItemAtGusto
			})
			if s.sitting().Items[0].State == desk.ItemOtherBrowser {
				s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerHere))
			}
			s.eventually("it is linked", func() bool { return s.sitting().Items[0].State == desk.ItemLinked })
			if runs := s.sitting().State == desk.SittingRuns; pasted && runs {
				t.Error("another consent waits behind a page that nobody sees")
			}
		})
	}
}
