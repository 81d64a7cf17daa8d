package queue_test

import (
	"slices"
	"testing"
	"time"

	"crosswalk/internal/queue"
)

// trial is a sitting under test: three clients, the last of which is linked already and needs a person.
type trial struct {
	t *testing.T
	s queue.Sitting
}

func begin(t *testing.T, kind queue.Kind) *trial {
	wanted := []queue.Wanted{{Client: "ash", Name: "Ash Bakery"}, {Client: "birch", Name: "Birch Framing"}, {
		Client: "cedar", Link: "link-c", Name: "Cedar Dental", Company: "uuid-c", Owner: "dana", OwnerName: "Dana", Scopes: []string{"companies:read", "payrolls:read"},
	}}
	b := &trial{t, queue.Begin(kind, "", wanted, time.Unix(0, 0))}
	b.tell(queue.Resume{})
	return b
}

func (b *trial) tell(events ...queue.Event) {
	for _, e := range events {
		b.s = b.s.After(e, time.Unix(1, 0))
	}
}

func (b *trial) states(want ...queue.State) {
	b.t.Helper()
	var have []queue.State
	for _, i := range b.s.Items {
		have = append(have, i.State)
	}
	if !slices.Equal(have, want) {
		b.t.Fatalf("the items are %v, want %v", have, want)
	}
}

func company(id, client string) queue.Company {
	return queue.Company{ID: "uuid-" + id, Name: id, For: queue.Match{Client: client}}
}

var full = []string{"companies:read", "payrolls:read"}

// comes has the item's consent go out and come back.
func (b *trial) comes(item int, grant, person string, scopes []string, companies ...queue.Company) {
	b.tell(queue.Started{Item: item, Grant: grant}, queue.Arrived{Item: item, Grant: grant, Companies: companies, Person: person, Scopes: scopes})
}

func TestTheRightCompanyIsLinkedAndTheNextOneFollowsByItself(t *testing.T) {
	b := begin(t, queue.Links)
	b.comes(0, "g1", "dana", full, company("a", "ash"))
	b.states(queue.Linking, queue.Next, queue.Waiting)
	due := b.s.Due()
	if a, ok := due[0].(queue.Attach); len(due) != 1 || !ok || a.Grant != "g1" || a.Client != "ash" || a.Company.ID != "uuid-a" {
		t.Fatalf("due is %+v", due)
	}
	b.tell(queue.Attached{Item: 0, Link: "l1"})
	b.states(queue.Linked, queue.Next, queue.Waiting)
	if !b.s.Leads() || len(b.s.Due()) != 0 || b.s.Items[0].Link != "l1" {
		t.Errorf("it does not go on: %+v", b.s)
	}
}

func TestAnotherCompanyIsNotLinkedBeforeThePersonHasSaidSo(t *testing.T) {
	for choice, want := range map[queue.Choice][]queue.State{
		queue.Here:  {queue.Linking, queue.Next, queue.Waiting},
		queue.There: {queue.Next, queue.Linking, queue.Waiting}, // B was next anyway
		queue.Alone: {queue.Next, queue.Waiting, queue.Waiting, queue.Linking},
		queue.Again: {queue.Next, queue.Waiting, queue.Waiting},
	} {
		b := begin(t, queue.Links)
		b.comes(0, "g1", "dana", full, company("b", "birch"))
		b.states(queue.Asking, queue.Next, queue.Waiting)
		if b.s.Leads() || len(b.s.Due()) != 0 || b.s.Items[0].Came.Doubt != queue.WrongCompany {
			t.Fatalf("it goes on without an answer: %+v", b.s)
		}
		if m, queued := b.s.There(0); m.Client != "birch" || queued != 1 {
			t.Errorf("the company belongs to %+v, line %d", m, queued)
		}
		b.tell(queue.Answered{Item: 0, Choice: choice})
		b.states(want...)
		back := slices.Contains(b.s.Due(), queue.Effect(queue.GiveBack{Grant: "g1"}))
		if back != (choice == queue.Again) || len(b.s.Due()) != 1 {
			t.Errorf("after %s, due is %+v", choice, b.s.Due())
		}
	}
}

func TestAClientOutsideTheSittingJoinsItWhenItsCompanyComes(t *testing.T) {
	b := begin(t, queue.Links)
	c := company("z", "zinnia")
	c.For.Name = "Zinnia Florists"
	b.comes(0, "g1", "dana", full, c)
	b.tell(queue.Answered{Item: 0, Choice: queue.There})
	b.states(queue.Next, queue.Waiting, queue.Waiting, queue.Linking)
	if i := b.s.Items[3]; i.Client != "zinnia" || i.Name != "Zinnia Florists" {
		t.Errorf("what joined is %+v", i)
	}
}

func TestTheClientThatThePersonNamesGetsTheCompany(t *testing.T) {
	for client, want := range map[string][]queue.State{
		"birch":  {queue.Next, queue.Linking, queue.Waiting},
		"ash":    {queue.Linking, queue.Next, queue.Waiting},
		"cedar":  {queue.Next, queue.Waiting, queue.Waiting, queue.Linking}, // its line is about another company of its own
		"zinnia": {queue.Next, queue.Waiting, queue.Waiting, queue.Linking},
		"":       {queue.Asking, queue.Next, queue.Waiting},
	} {
		b := begin(t, queue.Links)
		b.comes(0, "g1", "dana", full, company("x", ""))
		b.tell(queue.Answered{Item: 0, Choice: queue.To, For: queue.Match{Client: client, Name: "Named"}})
		b.states(want...)
		if due := b.s.Due(); client != "" && (len(due) != 1 || due[0].(queue.Attach).Client != client || due[0].(queue.Attach).Grant != "g1") {
			t.Errorf("for %s, due is %+v", client, due)
		}
	}
}

func TestACompanyWithoutAClientIsNotCountedAsOneThatWasAskedFor(t *testing.T) {
	b := begin(t, queue.Links)
	for _, id := range []string{"x", "y"} {
		b.comes(0, "g"+id, "dana", full, company(id, ""))
		b.tell(queue.Answered{Item: 0, Choice: queue.Alone})
		if total, settled := b.s.Asked(); total != 3 || settled != 0 {
			t.Errorf("%d of %d", settled, total)
		}
	}
	b.tell(queue.Attached{Item: 3, Link: "l1"}, queue.NotAttached{Item: 4, Again: true})
	if total, settled := b.s.Asked(); total != 4 || settled != 0 { // the one that needs another consent is something to do
		t.Errorf("%d of %d", settled, total)
	}
	b.tell(queue.Skip{Item: 0}, queue.Skip{Item: 4})
	if total, settled := b.s.Asked(); total != 3 || settled != 1 || b.s.Settled() != 3 {
		t.Errorf("%d of %d, %d in all", settled, total, b.s.Settled())
	}
}

func TestACompanyThatIsLinkedToAnotherClientIsAWrongOne(t *testing.T) {
	b := begin(t, queue.Links)
	c := company("a", "ash") // it is called like the client that was asked for
	c.Link, c.LinkClient = "link-b", "birch"
	b.comes(0, "g1", "dana", full, c)
	if b.s.Items[0].Came.Doubt != queue.WrongCompany {
		t.Fatalf("it is taken away from its client: %+v", b.s.Items[0])
	}
	if m, _ := b.s.There(0); m.Client != "birch" {
		t.Errorf("it belongs to %+v", m)
	}
}

func TestAnotherPersonIsToldAndNeedsAWord(t *testing.T) {
	for person, want := range map[string]queue.Doubt{"dana": "", "lena": queue.WrongPerson, "": ""} {
		b := begin(t, queue.Reconnects)
		b.tell(queue.Skip{Item: 0}, queue.Skip{Item: 1})
		b.comes(2, "g1", person, full, company("c", ""))
		if b.s.Items[2].Came.Doubt != want {
			t.Errorf("%q gave it: doubt %q, want %q", person, b.s.Items[2].Came.Doubt, want)
		}
	}
}

func TestWhoLeavesMustNotAuthorizeAgain(t *testing.T) {
	for person, want := range map[string]queue.Doubt{"dana": queue.WrongPerson, "lena": ""} {
		b := begin(t, queue.Leaving)
		b.tell(queue.Skip{Item: 0}, queue.Skip{Item: 1})
		b.comes(2, "g1", person, full, company("c", ""))
		if b.s.Items[2].Came.Doubt != want {
			t.Errorf("%q gave it: doubt %q, want %q", person, b.s.Items[2].Came.Doubt, want)
		}
	}
}

func TestLessAccessThanBeforeNeedsAWordAndKeepsTheLink(t *testing.T) {
	b := begin(t, queue.Reconnects)
	b.tell(queue.Skip{Item: 0}, queue.Skip{Item: 1})
	c := company("c", "")
	c.Link, c.LinkClient = "link-c", "cedar"
	b.comes(2, "g1", "dana", []string{"companies:read"}, c)
	if came := b.s.Items[2].Came; came.Doubt != queue.LostReach || !slices.Equal(came.Lost, []string{"payrolls:read"}) {
		t.Fatalf("what came is %+v", came)
	}
	b.tell(queue.Answered{Item: 2, Choice: queue.Here}, queue.Attached{Item: 2, Link: "link-c"})
	b.states(queue.Skipped, queue.Skipped, queue.LinkedAgain)
}

func TestAnAnswerFromAnotherBrowserNeedsAWord(t *testing.T) {
	b := begin(t, queue.Links)
	b.tell(queue.Started{Item: 0, Grant: "g1"},
		queue.Arrived{Item: 0, Grant: "g1", Companies: []queue.Company{company("a", "ash")}, OtherBrowser: true})
	if b.s.Items[0].State != queue.Asking || b.s.Items[0].Came.Doubt != queue.OtherBrowser {
		t.Errorf("it is linked without a look: %+v", b.s.Items[0])
	}
}

func TestDeniedGoesOnAndWhatTheNextWouldMeetStands(t *testing.T) {
	b := begin(t, queue.Links)
	b.tell(queue.Started{Item: 0, Grant: "g1"}, queue.Refused{Item: 0})
	if b.states(queue.Denied, queue.Next, queue.Waiting); !b.s.Leads() {
		t.Error("one denial stops the sitting")
	}
	b.tell(queue.Started{Item: 1, Grant: "g2"}, queue.Broke{Item: 1, Cause: "provider_fault"})
	if b.states(queue.Denied, queue.Failed, queue.Next); b.s.Leads() || b.s.Cause != "provider_fault" {
		t.Errorf("it goes on against a wall: %+v", b.s)
	}
	b.tell(queue.Resume{}, queue.Started{Item: 2, Grant: "g3"}, queue.Lapsed{Item: 2, Cause: "late"})
	if b.states(queue.Denied, queue.Failed, queue.Next); b.s.Leads() {
		t.Error("it goes on with nobody there")
	}
}

func TestOneConsentForSeveralCompaniesLinksAllThatWereAskedFor(t *testing.T) {
	b := begin(t, queue.Links)
	b.comes(0, "g1", "dana", full, company("x", ""), company("b", "birch"), company("a", "ash"))
	b.states(queue.Linking, queue.Linking, queue.Next)
	b = begin(t, queue.Links)
	b.comes(0, "g1", "dana", full, company("x", ""), company("b", "birch"))
	b.states(queue.Failed, queue.Linking, queue.Next)
	if len(b.s.Due()) != 1 {
		t.Errorf("access that a link needs is given back: %+v", b.s.Due())
	}
}

func TestALateAnswerIsNotTakenForTheNewerOne(t *testing.T) {
	b := begin(t, queue.Links)
	b.tell(queue.Started{Item: 0, Grant: "g1"}, queue.Skip{Item: 0}, queue.GaveBack{Grant: "g1"}, queue.Retry{Item: 0}, queue.Skip{Item: 1},
		queue.Started{Item: 0, Grant: "g2"}, queue.Arrived{Item: 0, Grant: "g1", Companies: []queue.Company{company("a", "ash")}})
	b.states(queue.AtGusto, queue.Skipped, queue.Waiting)
	if due := b.s.Due(); len(due) != 1 || due[0] != queue.Effect(queue.GiveBack{Grant: "g1"}) {
		t.Errorf("due is %+v", due)
	}
}

func TestWhatWasOutWhenTheProgramDiedIsLookedFor(t *testing.T) {
	b := begin(t, queue.Links)
	b.tell(queue.Started{Item: 0, Grant: "g1"}, queue.Restarted{})
	b.states(queue.Reading, queue.Next, queue.Waiting)
	if due := b.s.Due(); len(due) != 1 || due[0] != queue.Effect(queue.Read{Item: 0, Grant: "g1"}) {
		t.Fatalf("due is %+v", due)
	}
	b.tell(queue.Gone{Grant: "g1"})
	b.states(queue.Next, queue.Waiting, queue.Waiting)
}
