package desk

import (
	"strings"
	"time"

	"crosswalk/storage"
)

// Stage is how far the program has come with opening.
type Stage int

const (
	Starting Stage = iota // the database is being opened
	NotSetUp              // no Gusto was ever chosen
	Shut                  // the database cannot be used; Snapshot.Trouble says why
	Open                  // an environment is open
)

// Snapshot is what the desk knows at one moment. It is never changed, only replaced.
type Snapshot struct {
	Stage        Stage
	Environment  Environment
	Links        []Link // by name
	Elsewhere    []Link // links of other environments in the same database, by name: they can be seen, and are worked with once theirs is open
	OnePerClient bool   // each sign-in links one company, and a client has one at most
	Trouble      *Trouble
	Folder       string // where the database of the open environment stands
	Tally
	Underway
	Keyed
	Roster
}

// Keyed is what the snapshot knows of the data key.
type Keyed struct {
	KeyWait time.Time // since when the key store has been asked and has not answered; zero when it is not asked
	Keys    *Trouble  // why nothing sealed can be used right now; nil when it can
	Kept    string    // where the data key is kept, in storage's word for the kind
	Lock    LockState // whether the desk is locked: nothing is shown then
}

// Underway is what is not settled yet.
type Underway struct {
	Unread  *Unread  // nil once everything has been read
	Unsaved int      // renewed accesses that could not be stored yet: quitting now may lose them
	Sitting *Sitting // nil when there is none
	// ClockOff is how far this computer's clock is ahead of Gusto's (negative: behind), as [Desk.ClockOff] says.
	ClockOff time.Duration
}

// Link is one linked company as the window shows it.
type Link struct {
	ID           string
	Company      string // Gusto's uuid
	Name         string // legal name
	TradeName    string
	Place        string // "Portland, OR"
	AuthorizedBy string // the name where Gusto tells it, else the uuid
	Access       []string
	Since        time.Time
	Renewed      time.Time
	Verdict      Verdict
	Checking     bool
	Ties
}

// Ties are what a link belongs to.
type Ties struct {
	Client      string   // the client's ID; "" while nobody said which
	Siblings    []string // names of the companies that the same sign-in reaches
	Environment string   // the name of another environment that it belongs to; "" is the one that is open
}

// find gives the link with this ID.
func (s *Snapshot) find(id string) (Link, bool) {
	for _, l := range s.Links {
		if l.ID == id {
			return l, true
		}
	}
	return Link{}, false
}

// linked gives the link of a company.
func (s *Snapshot) linked(company string) (Link, bool) {
	for _, l := range s.Links {
		if l.Company == company {
			return l, true
		}
	}
	return Link{}, false
}

// passing is what is so with links and grants for the moment: link IDs that are being checked, and grant IDs whose
// renewed pair is not stored yet.
type passing struct{ checking, unsaved map[string]bool }

// arrange joins links with their grants as the window shows them: those of the environment, and those of others.
func arrange(environment string, links []storage.Link, grants []storage.Grant, now passing) (here, elsewhere []Link) {
	byID := map[string]storage.Grant{}
	for _, g := range grants {
		byID[g.ID] = g
	}
	reached := map[string][]string{}
	for _, l := range links {
		reached[l.Grant] = append(reached[l.Grant], l.Name)
	}
	here = make([]Link, 0, len(links))
	verdicts := map[string]Verdict{} // most links have the same one
	for _, l := range links {
		v, known := verdicts[l.Verdict]
		if !known {
			v = decodeVerdict(l.Verdict, time.Time{})
			verdicts[l.Verdict] = v
		}
		if v.Cause != Unchecked {
			v.At = l.Verified
		}
		r := row(l, v, byID[l.Grant], reached[l.Grant], now)
		if l.Environment != environment {
			r.Environment = l.Environment
			elsewhere = append(elsewhere, r)
			continue
		}
		here = append(here, r)
	}
	return here, elsewhere
}

func row(l storage.Link, v Verdict, g storage.Grant, names []string, now passing) Link {
	r := Link{
		ID: l.ID, Company: l.Company, Name: l.Name, TradeName: l.TradeName, Place: l.Place,
		AuthorizedBy: firstOf(g.OwnerName, l.LinkedBy, g.Owner), Access: strings.Fields(g.Scope),
		Since: l.Linked, Renewed: g.Renewed, Verdict: v, Checking: now.checking[l.ID],
		Ties: Ties{Client: l.Client},
	}
	switch {
	case g.State == storage.NeedsReauth && r.Verdict.Cause != LostInRenewal && r.Verdict.Cause != Withdrawn:
		r.Verdict.Cause = NeedsReconnecting
	case now.unsaved[g.ID]:
		r.Verdict.Cause = NotSaved
	}
	for _, name := range names {
		if name != l.Name {
			r.Siblings = append(r.Siblings, name)
		}
	}
	return r
}
