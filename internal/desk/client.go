package desk

import (
	"slices"
	"time"
)

// Client is an entry of the firm's own system, as the window shows it.
type Client struct {
	ID       string
	Number   string // up to 100 characters, unique without regard to case; "" when it has none
	Name     string
	LastFour string // of the EIN; "" when there is none. The whole number is sealed: see [Desk.EIN]
	Group    string
	Tags     []string
	Notes    string
	Links    []string // the links of this environment that belong to it
	Rev      int64
}

// Draft is a client as somebody types, pastes or imports it.
type Draft struct {
	Number, Name, Group, Notes string

	EIN    string // nine digits, with or without the dash; "" keeps the one that is stored
	NoEIN  bool   // removes the one that is stored
	Tags   []string
	Tagged bool // Tags replaces the tags that are stored; false keeps them
}

// Roster is what the snapshot knows beside links: the firm's own entries, and what was arranged about them.
type Roster struct {
	Clients   []Client // by name
	Views     []View   // saved ways to look at the list
	Farewells []Farewell
}

// Client gives the client with this ID.
func (r *Roster) Client(id string) (Client, bool) {
	i := slices.IndexFunc(r.Clients, func(c Client) bool { return id != "" && c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return r.Clients[i], true
}

// Conflicts lists the clients that have more than one company, which "one company for each client" does not foresee.
// Choosing that policy changes none of them.
func (r *Roster) Conflicts() []Client {
	var several []Client
	for _, c := range r.Clients {
		if len(c.Links) > 1 {
			several = append(several, c)
		}
	}
	return several
}

// View is a way to look at the list that can be saved: what is searched for, what is filtered, and the order. Fields
// that are empty filter nothing.
type View struct {
	Name   string   `json:"name"`
	Search string   `json:"search,omitempty"`
	Show   Show     `json:"show,omitempty"`
	Causes []Cause  `json:"causes,omitempty"` // any of these verdicts
	People []string `json:"people,omitempty"` // authorized by any of them
	Groups []string `json:"groups,omitempty"` // in any of them; "" is "in no group"
	Tags   []string `json:"tags,omitempty"`   // with all of them
	// In any of these environments, by name; "" is the one that is open, and the only one where none is named.
	Environments []string `json:"environments,omitempty"`

	Sort Column `json:"sort,omitempty"`
	Down bool   `json:"down,omitempty"` // the other way around
}

// Show is the first, coarse filter.
type Show string

// What can be shown.
const (
	ShowAll       Show = ""
	ShowLinked    Show = "linked"
	ShowNotLinked Show = "not_linked" // clients without a company
	ShowNeedsYou  Show = "needs_you"
	ShowNoClient  Show = "no_client" // companies that belong to no client
)

// Column is what the list can be sorted by.
type Column string

// The columns.
const (
	ByName     Column = ""
	ByNumber   Column = "number"
	ByCompany  Column = "company"
	ByState    Column = "state" // the worst first
	ByVerified Column = "verified"
	ByPerson   Column = "person"
	ByGroup    Column = "group"
)

// Farewell is a company that the firm's application is about to leave for everyone. Gusto is not told before Until.
type Farewell struct {
	Company string // Gusto's uuid
	Name    string
	Asked   time.Time
	Until   time.Time // [Desk.TakeBack] is possible until then
	Telling bool      // Gusto is being told, or may have heard: it cannot be taken back
	Owed    *Trouble  // why Gusto could not be told so far; it is tried again at Until
}
