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
	OnePerClient bool   // each sign-in links one company
	Trouble      *Trouble
	KeyWait      time.Time // since when the key store has been asked and has not answered; zero when it is not asked
	Keys         *Trouble  // why nothing sealed can be used right now; nil when it can
	Kept         string    // where the data key is kept, in storage's word for the kind
	Folder       string    // where the database stands
	Checked      time.Time
	NeedYou      int
	Unsaved      int // renewed accesses that could not be stored yet: quitting now may lose them
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
	Siblings     []string // names of the companies that the same sign-in reaches
	Checking     bool
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

// arrange joins links with their grants as the window shows them.
func arrange(environment string, links []storage.Link, grants []storage.Grant, now passing) []Link {
	byID := map[string]storage.Grant{}
	for _, g := range grants {
		byID[g.ID] = g
	}
	reached := map[string][]string{}
	for _, l := range links {
		reached[l.Grant] = append(reached[l.Grant], l.Name)
	}
	rows := make([]Link, 0, len(links))
	for _, l := range links {
		if l.Environment != environment {
			continue
		}
		rows = append(rows, row(l, byID[l.Grant], reached[l.Grant], now))
	}
	return rows
}

func row(l storage.Link, g storage.Grant, names []string, now passing) Link {
	r := Link{
		ID: l.ID, Company: l.Company, Name: l.Name, TradeName: l.TradeName, Place: l.Place,
		AuthorizedBy: firstOf(g.OwnerName, l.LinkedBy, g.Owner), Access: strings.Fields(g.Scope),
		Since: l.Linked, Renewed: g.Renewed, Verdict: decodeVerdict(l.Verdict, l.Verified), Checking: now.checking[l.ID],
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

// tally counts who needs a person, and finds the newest check.
func tally(links []Link) (needYou int, checked time.Time) {
	for _, l := range links {
		if l.Verdict.NeedsYou() {
			needYou++
		}
		if l.Verdict.At.After(checked) {
			checked = l.Verdict.At
		}
	}
	return needYou, checked
}
