// Package queue is a sitting: many consents, one after another, and a person who may turn away at any moment.
//
// Rules: it is pure. A [Sitting] is a value that is never changed, only followed by the next one ([Sitting.After]);
// what has to be done can be read from it at any time ([Sitting.Due]) and may be done twice. Whoever drives it stores
// each value before doing what it asks for; then a program that is killed between any two steps goes on where it was,
// and leaves no access behind that is neither linked nor given back. It knows no network, no database and no window,
// and holds no secret.
package queue

import (
	"slices"
	"time"
)

// Kind is what a sitting is for.
type Kind string

// The kinds of sittings.
const (
	Links      Kind = "link"      // clients that have no company yet
	Reconnects Kind = "reconnect" // links that need a person
	Leaving    Kind = "leaving"   // links that somebody authorized who leaves
)

// State is where an item stands.
type State string

// The states of an item.
const (
	Waiting     State = "waiting"
	Next        State = "next"         // its turn; no consent is out
	AtGusto     State = "at_gusto"     // its consent is out, under the grant that was chosen for it
	Reading     State = "reading"      // its access may be here: what it reaches has to be read
	Asking      State = "asking"       // it came back, and the person has to say
	Linking     State = "linking"      // decided; it is being linked
	Linked      State = "linked"       // a new link
	LinkedAgain State = "linked_again" // the same link, with the newer access
	Denied      State = "denied"
	Failed      State = "failed"
	Skipped     State = "skipped"
)

// Settled says that nothing is open about an item in this state.
func (s State) Settled() bool {
	return s == Linked || s == LinkedAgain || s == Denied || s == Failed || s == Skipped
}

// Doubt is why the person is asked.
type Doubt string

// The doubts, the gravest first: an item has the first that holds.
const (
	WrongCompany Doubt = "wrong_company" // another company than the one that was asked for
	OtherBrowser Doubt = "other_browser" // the answer came from a browser that this program did not start
	WrongPerson  Doubt = "wrong_person"  // somebody else than before, or the one who leaves
	LostReach    Doubt = "lost_reach"    // the access before could do more
)

// Wanted is what an item is to become: a client's company, or an existing link's new access.
type Wanted struct {
	Client    string   `json:"client,omitempty"` // "" for a link without one
	Link      string   `json:"link,omitempty"`   // the link that gets new access; "" for a new one
	Number    string   `json:"number,omitempty"`
	Name      string   `json:"name"`
	Company   string   `json:"company,omitempty"` // the uuid that has to come back; "" while unknown
	Owner     string   `json:"owner,omitempty"`   // who gave the access before; "" while unknown
	OwnerName string   `json:"owner_name,omitempty"`
	Scopes    []string `json:"scopes,omitempty"` // what the access before could do
}

// Match is the client that a company was recognized as.
type Match struct {
	Client string `json:"client,omitempty"` // "" for none, and when several are about as near
	Number string `json:"number,omitempty"`
	Name   string `json:"name,omitempty"`
	Kind   string `json:"kind,omitempty"` // how: the caller's word
}

// Company is one that came back.
type Company struct {
	ID         string `json:"id"` // uuid
	Name       string `json:"name"`
	TradeName  string `json:"trade_name,omitempty"`
	Place      string `json:"place,omitempty"`
	Standing   string `json:"standing,omitempty"`    // how it stands at Gusto: the caller's word
	Link       string `json:"link,omitempty"`        // the link that it has already
	LinkClient string `json:"link_client,omitempty"` // the client of that link
	For        Match  `json:"for,omitzero"`
	Against    string `json:"against,omitempty"` // why it was not taken for the client that was asked for: the caller's word
}

// owner is the client that the company belongs to, as far as is known.
func (c Company) owner() string {
	if c.LinkClient != "" {
		return c.LinkClient
	}
	return c.For.Client
}

// Arrival is what came back for an item.
type Arrival struct {
	Company    Company  `json:"company"`
	Person     string   `json:"person,omitempty"` // who gave it: a uuid at the provider
	PersonName string   `json:"person_name,omitempty"`
	Lost       []string `json:"lost,omitempty"` // scopes that the access before had and this one has not
	Doubt      Doubt    `json:"doubt,omitempty"`
}

// Item is one line of a sitting.
type Item struct {
	Wanted
	State   State     `json:"state"`
	Grant   string    `json:"grant,omitempty"` // the access that is out, held or linked for this item
	Came    *Arrival  `json:"came,omitempty"`  // never changed once it is set
	Cause   string    `json:"cause,omitempty"` // why it failed, or could not be read: the caller's word
	Changed time.Time `json:"changed,omitzero"`
	Beside  bool      `json:"beside,omitempty"` // a company without a client, which nobody had asked for
}

// Sitting is everything about one sitting.
type Sitting struct {
	Kind    Kind     `json:"kind"`
	Person  string   `json:"person,omitempty"` // leaving: the name of who leaves
	Items   []Item   `json:"items"`
	Paused  bool     `json:"paused,omitempty"`
	Stopped bool     `json:"stopped,omitempty"`
	Back    []string `json:"back,omitempty"`  // grants to be given back
	Cause   string   `json:"cause,omitempty"` // why it stands: the caller's word; "" when a person wanted it so
}

// Begin makes a sitting that stands: nothing is out before a person says so.
func Begin(kind Kind, person string, wanted []Wanted, at time.Time) Sitting {
	s := Sitting{Kind: kind, Person: person, Paused: true}
	for _, w := range wanted {
		s.Items = append(s.Items, Item{Wanted: w, State: Waiting, Changed: at})
	}
	return s.turn()
}

// turn makes the first waiting item the next one, unless a consent is out.
func (s Sitting) turn() Sitting {
	if s.Stopped || s.find(AtGusto) >= 0 {
		return s
	}
	for n := range s.Items {
		if s.Items[n].State == Next {
			s.Items[n].State = Waiting
		}
	}
	if i := s.find(Waiting); i >= 0 {
		s.Items[i].State = Next
	}
	return s
}

// find gives the first item that is in one of these states, or -1.
func (s Sitting) find(states ...State) int {
	return slices.IndexFunc(s.Items, func(i Item) bool { return slices.Contains(states, i.State) })
}

// At is the item that is next or out; -1 for none.
func (s Sitting) At() int { return s.find(Next, AtGusto) }

// Leads says that the next consent may begin without the person's coming back to the window.
func (s Sitting) Leads() bool { return !s.Paused && !s.Stopped && s.find(Next) >= 0 }

// Settled counts the items that nothing is open about.
func (s Sitting) Settled() int {
	n := 0
	for _, i := range s.Items {
		if i.State.Settled() {
			n++
		}
	}
	return n
}

// Asked counts the items that the sitting is about, and those of them that nothing is open about. A company that was
// linked without a client was not asked for: it counts only while it needs another consent.
func (s Sitting) Asked() (total, settled int) {
	for _, i := range s.Items {
		switch {
		case i.Beside && (i.State == Linking || i.State.Settled()):
		case i.State.Settled():
			total, settled = total+1, settled+1
		default:
			total++
		}
	}
	return total, settled
}

// Over says that a stopped sitting has nothing left to do.
func (s Sitting) Over() bool { return s.Stopped && len(s.Due()) == 0 }

// There is the client that the company of an item in doubt belongs to, and that client's item in this sitting (-1 for
// none). It is none when it is the item's own client.
func (s Sitting) There(item int) (m Match, queued int) {
	i := s.Items[item]
	if i.Came == nil || i.Came.Company.owner() == i.Client {
		return Match{}, -1
	}
	m = i.Came.Company.For
	if c := i.Came.Company.LinkClient; c != "" && c != m.Client {
		m = Match{Client: c}
	}
	if m.Client == "" {
		return m, -1
	}
	return m, s.queued(m.Client, i.Came.Company.ID)
}

// queued is the line of a client that may get this company; -1 for none.
func (s Sitting) queued(client, company string) int {
	return slices.IndexFunc(s.Items, func(i Item) bool {
		return i.Client == client && (i.Company == "" || i.Company == company)
	})
}

// Effect is something that has to be done. Doing it again does no harm.
type Effect interface{ effect() }

type (
	// Attach links what came back for an item, and tells [Attached] or [NotAttached].
	Attach struct {
		Item    int
		Grant   string
		Client  string // "" for none
		Came    Arrival
		Company Company
	}
	// GiveBack ends an access that nothing is linked to, and tells [GaveBack]. There may be no such access.
	GiveBack struct{ Grant string }
	// Read finds out what an access reaches, and tells [Arrived], [Gone] or [Unread].
	Read struct {
		Item  int
		Grant string
	}
)

func (Attach) effect()   {}
func (GiveBack) effect() {}
func (Read) effect()     {}

// Due is what has to be done now. It can be read from the sitting alone, also after the program was killed.
func (s Sitting) Due() []Effect {
	var due []Effect
	for n, i := range s.Items {
		switch {
		case i.State == Linking:
			due = append(due, Attach{Item: n, Grant: i.Grant, Client: i.Client, Came: *i.Came, Company: i.Came.Company})
		case i.State == Reading && i.Cause == "":
			due = append(due, Read{Item: n, Grant: i.Grant})
		}
	}
	for _, grant := range s.Back {
		due = append(due, GiveBack{Grant: grant})
	}
	return due
}
