package queue

import (
	"slices"
	"strings"
	"time"
)

// Choice is what the person says about an item in doubt.
type Choice string

// The choices.
const (
	Here  Choice = "here"  // link it to the client that was asked for
	There Choice = "there" // link it to the client that it matches; the one that was asked for is next again
	Alone Choice = "alone" // link it without a client; the one that was asked for is next again
	To    Choice = "to"    // link it to the client that the person names; the one that was asked for is next again
	Again Choice = "again" // give it back; the one that was asked for is next again
)

// Event is something that happened. One that does not fit the item's state changes nothing, except that access which
// nobody waits for any more is given back.
type Event interface {
	on(s Sitting) Sitting
}

type (
	// Started: a consent for the next item is about to go out; its access will be kept under this grant.
	Started struct {
		Item  int
		Grant string
	}
	// Arrived: access is kept under this grant, and this is what it reaches.
	Arrived struct {
		Item         int
		Grant        string
		Companies    []Company
		Person       string // uuid at the provider; "" where it does not tell
		PersonName   string
		Scopes       []string
		OtherBrowser bool
	}
	// Unread: access is kept under this grant, and what it reaches could not be read.
	Unread struct {
		Item  int
		Grant string
		Cause string
	}
	// Gone: there is no access under this grant (any more).
	Gone struct{ Grant string }
	// Refused: the person denied access at the provider.
	Refused struct{ Item int }
	// Lapsed: nobody came back in time, or the consent was called off here.
	Lapsed struct {
		Item  int
		Cause string
	}
	// Broke: the consent ended without access, for a reason that the next one would meet as well.
	Broke struct {
		Item  int
		Cause string
	}
	// Attached: the item is linked; Link is its link.
	Attached struct {
		Item int
		Link string
	}
	// NotAttached: it could not be linked. Again says that another consent will do, since what it was to be linked with
	// is not there any more.
	NotAttached struct {
		Item  int
		Cause string
		Again bool
	}
	// GaveBack: this access is over.
	GaveBack struct{ Grant string }
	// Answered: the person has chosen.
	Answered struct {
		Item   int
		Choice Choice
		For    Match // the client that was named, with To
	}
	// Skip: the person passes over an item, whatever it is at.
	Skip struct{ Item int }
	// Retry: a skipped, denied or failed item waits again.
	Retry struct{ Item int }
	// Pause: the consent that is out may come back, and nothing begins by itself.
	Pause struct{}
	// Resume: the person goes on.
	Resume struct{}
	// Stop: the sitting is over; what is not linked is given back.
	Stop struct{}
	// Restarted: the program was started anew, and no consent is out.
	Restarted struct{}
)

// After gives the sitting that follows when something has happened.
func (s Sitting) After(e Event, at time.Time) Sitting {
	before := s.Items
	s.Items, s.Back = slices.Clone(s.Items), slices.Clone(s.Back)
	s = e.on(s).turn()
	for n := range s.Items {
		if n >= len(before) || s.Items[n].State != before[n].State {
			s.Items[n].Changed = at
		}
	}
	return s
}

// in gives the item when it is in one of these states, else nil.
func (s Sitting) in(item int, states ...State) *Item {
	if item < 0 || item >= len(s.Items) || !slices.Contains(states, s.Items[item].State) {
		return nil
	}
	return &s.Items[item]
}

// holds says whether some item is, or is about to be, linked through this grant, or asks about it.
func (s Sitting) holds(grant string) bool {
	return slices.ContainsFunc(s.Items, func(i Item) bool { return i.Grant == grant && i.State != Skipped })
}

// release takes an item's access away and has it given back, unless another item is linked through it.
func (s Sitting) release(i *Item) Sitting {
	grant := i.Grant
	i.Grant, i.Came = "", nil
	return s.drop(grant)
}

// drop has an access given back that no item holds.
func (s Sitting) drop(grant string) Sitting {
	if grant != "" && !s.holds(grant) && !slices.Contains(s.Back, grant) {
		s.Back = append(s.Back, grant)
	}
	return s
}

func (s Sitting) stand(cause string) Sitting {
	s.Paused, s.Cause = true, cause
	return s
}

func (e Started) on(s Sitting) Sitting {
	if i := s.in(e.Item, Next); i != nil && !s.Stopped {
		i.State, i.Grant, i.Cause = AtGusto, e.Grant, ""
	}
	return s
}

func (e Arrived) on(s Sitting) Sitting {
	i := s.in(e.Item, AtGusto, Reading)
	if i == nil || i.Grant != e.Grant {
		return s.drop(e.Grant)
	}
	i.Cause = ""
	at := slices.IndexFunc(e.Companies, func(c Company) bool { return right(i.Wanted, c) })
	along := s.along(e, at)
	switch {
	case at >= 0:
		i.Came = s.judge(e, i.Wanted, e.Companies[at])
	case along || len(e.Companies) == 0:
		i.State, i.Cause, i.Grant = Failed, string(WrongCompany), ""
		return s.drop(e.Grant).stand("")
	default:
		i.Came = s.judge(e, i.Wanted, e.Companies[0])
		i.Came.Doubt = WrongCompany
	}
	if i.Came.Doubt != "" {
		i.State = Asking
		return s.stand("")
	}
	i.State = Linking
	return s
}

// right says whether a company is the one that was asked for.
func right(w Wanted, c Company) bool {
	switch {
	case w.Company != "":
		return strings.EqualFold(w.Company, c.ID)
	case w.Client == "":
		return false
	}
	return c.owner() == w.Client
}

// judge says what came back for an item, and whether the person has to be asked about it.
func (s Sitting) judge(e Arrived, w Wanted, c Company) *Arrival {
	a := &Arrival{Company: c, Person: e.Person, PersonName: e.PersonName}
	for _, scope := range w.Scopes {
		if !slices.Contains(e.Scopes, scope) {
			a.Lost = append(a.Lost, scope)
		}
	}
	known := w.Owner != "" && e.Person != ""
	switch {
	case e.OtherBrowser:
		a.Doubt = OtherBrowser
	case known && (w.Owner == e.Person) == (s.Kind == Leaving):
		a.Doubt = WrongPerson
	case len(a.Lost) > 0:
		a.Doubt = LostReach
	}
	return a
}

// along takes the companies that other items wait for out of a consent that reaches several, and says whether there
// was one. Only one without a doubt comes along: the person is asked about the one that is out.
func (s Sitting) along(e Arrived, asked int) bool {
	any := false
	for n, c := range e.Companies {
		if n == asked || len(e.Companies) == 1 {
			continue
		}
		for k := range s.Items {
			i := &s.Items[k]
			if (i.State != Waiting && i.State != Next) || !right(i.Wanted, c) {
				continue
			}
			if came := s.judge(e, i.Wanted, c); came.Doubt == "" {
				i.State, i.Grant, i.Came, any = Linking, e.Grant, came, true
				break
			}
		}
	}
	return any
}

func (e Unread) on(s Sitting) Sitting {
	i := s.in(e.Item, AtGusto, Reading)
	if i == nil || i.Grant != e.Grant {
		return s.drop(e.Grant)
	}
	i.State, i.Cause = Reading, e.Cause
	return s.stand(e.Cause)
}

func (e Gone) on(s Sitting) Sitting {
	s.Back = slices.DeleteFunc(s.Back, func(grant string) bool { return grant == e.Grant })
	for n := range s.Items {
		if i := s.in(n, AtGusto, Reading, Asking, Linking); i != nil && i.Grant == e.Grant {
			i.State, i.Grant, i.Came, i.Cause = Waiting, "", nil, ""
		}
	}
	return s
}

func (e Refused) on(s Sitting) Sitting {
	if i := s.in(e.Item, AtGusto); i != nil {
		i.State = Denied
		return s.release(i)
	}
	return s
}

func (e Lapsed) on(s Sitting) Sitting {
	if i := s.in(e.Item, AtGusto); i != nil {
		i.State = Next
		return s.release(i).stand(e.Cause)
	}
	return s
}

func (e Broke) on(s Sitting) Sitting {
	if i := s.in(e.Item, AtGusto); i != nil {
		i.State, i.Cause = Failed, e.Cause
		return s.release(i).stand(e.Cause)
	}
	return s
}

func (e Attached) on(s Sitting) Sitting {
	i := s.in(e.Item, Linking)
	if i == nil {
		return s
	}
	i.State = Linked
	if i.Came.Company.Link != "" {
		i.State = LinkedAgain
	}
	i.Link = e.Link
	return s
}

func (e NotAttached) on(s Sitting) Sitting {
	if i := s.in(e.Item, Linking); i != nil {
		i.State, i.Cause = Failed, e.Cause
		if e.Again {
			i.State, i.Cause = Waiting, ""
		}
		return s.release(i).stand(e.Cause)
	}
	return s
}

func (e GaveBack) on(s Sitting) Sitting { return Gone(e).on(s) }
