// Package roll says which rows of the crosswalk are shown, and in which order.
//
// Rules: it reads a snapshot and changes nothing; what takes long (folding names, sorting) is done once for a snapshot,
// and once for an order, so that each typed letter is a walk over texts that are ready; it knows no window.
package roll

import (
	"slices"
	"strings"

	"crosswalk/internal/desk"
)

// Row is a client with one of its companies. A client without a company has no link; a company that belongs to no
// client has no client.
type Row struct {
	Client *desk.Client
	Link   *desk.Link
}

// Counts is how many rows each [desk.Show] has in the environment that is open, without any other filter.
type Counts struct{ All, Linked, NotLinked, NeedsYou, NoClient int }

// Roll is one snapshot, ready to be searched and sorted. It is not for several goroutines at once.
type Roll struct {
	rows   []Row
	texts  []string // what is searched, folded, its parts apart by a line break
	orders map[order][]int32
	keys   map[desk.Column][]string
	counts Counts
	groups []string
	tags   []string
	people []string
}

// New makes a roll of a snapshot. What is unchanged since the roll before, nil for none, is taken over from it.
func New(before *Roll, s *desk.Snapshot) *Roll {
	r := &Roll{rows: rowsOf(s), orders: map[order][]int32{}, keys: map[desk.Column][]string{}}
	r.fold(before)
	r.count()
	r.collect(s)
	r.inherit(before)
	return r
}

// rowsOf lists the clients with their companies, then the companies without a client, each by name.
func rowsOf(s *desk.Snapshot) []Row {
	byClient := make(map[string][]*desk.Link, len(s.Links))
	known := make(map[string]bool, len(s.Clients))
	for i := range s.Clients {
		known[s.Clients[i].ID] = true
	}
	var free []*desk.Link
	for i := range s.Links {
		l := &s.Links[i]
		if l.Client == "" || !known[l.Client] {
			free = append(free, l)
			continue
		}
		byClient[l.Client] = append(byClient[l.Client], l)
	}
	rows := make([]Row, 0, len(s.Clients)+len(free))
	for i := range s.Clients {
		c := &s.Clients[i]
		links := byClient[c.ID]
		if len(links) == 0 {
			rows = append(rows, Row{Client: c})
		}
		for _, l := range links {
			rows = append(rows, Row{Client: c, Link: l})
		}
	}
	for _, l := range free {
		rows = append(rows, Row{Link: l})
	}
	return append(rows, elsewhere(s)...)
}

// elsewhere lists the companies of other environments, each with its client.
func elsewhere(s *desk.Snapshot) []Row {
	if len(s.Elsewhere) == 0 {
		return nil
	}
	clients := make(map[string]*desk.Client, len(s.Clients))
	for i := range s.Clients {
		clients[s.Clients[i].ID] = &s.Clients[i]
	}
	rows := make([]Row, 0, len(s.Elsewhere))
	for i := range s.Elsewhere {
		l := &s.Elsewhere[i]
		rows = append(rows, Row{Client: clients[l.Client], Link: l})
	}
	return rows
}

// Elsewhere says that a row's company belongs to another environment than the one that is open.
func (r Row) Elsewhere() bool { return r.Link != nil && r.Link.Environment != "" }

// environment is the name of the one that a row is in; "" is the one that is open.
func (r *Row) environment() string {
	if r.Link == nil {
		return ""
	}
	return r.Link.Environment
}

// fold makes the rows' texts ready, and takes over those that are the same as before.
func (r *Roll) fold(before *Roll) {
	r.texts, r.keys[desk.ByName] = make([]string, len(r.rows)), make([]string, len(r.rows))
	for i, row := range r.rows {
		if before != nil && i < len(before.rows) && sameText(before.rows[i], row) {
			r.texts[i], r.keys[desk.ByName][i] = before.texts[i], before.keys[desk.ByName][i]
			continue
		}
		r.texts[i], r.keys[desk.ByName][i] = textOf(row), keyOf(row, desk.ByName)
	}
}

func (r *Roll) count() {
	for _, row := range r.rows {
		if row.Elsewhere() {
			continue
		}
		r.counts.All++
		if row.Link == nil {
			r.counts.NotLinked++
			continue
		}
		r.counts.Linked++
		if row.Client == nil {
			r.counts.NoClient++
		}
		if row.Link.Verdict.NeedsYou() {
			r.counts.NeedsYou++
		}
	}
}

// Counts gives how many rows there are.
func (r *Roll) Counts() Counts { return r.counts }

// Groups lists the groups that occur, by name; "" comes last, for clients in none, when others are in one.
func (r *Roll) Groups() []string { return r.groups }

// Tags lists the tags that occur, by name.
func (r *Roll) Tags() []string { return r.tags }

// People lists who authorized something, by name.
func (r *Roll) People() []string { return r.people }

func (r *Roll) collect(s *desk.Snapshot) {
	groups, tags, people := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range s.Clients {
		groups[c.Group] = true
		for _, tag := range c.Tags {
			tags[tag] = true
		}
	}
	for _, l := range s.Links {
		people[l.AuthorizedBy] = true
	}
	none := groups[""]
	delete(groups, "")
	delete(people, "")
	r.groups, r.tags, r.people = byFolded(groups), byFolded(tags), byFolded(people)
	if none && len(r.groups) > 0 {
		r.groups = append(r.groups, "")
	}
}

func byFolded(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for text := range set {
		list = append(list, text)
	}
	slices.SortFunc(list, func(a, b string) int { return strings.Compare(Fold(a)+"\n"+a, Fold(b)+"\n"+b) })
	return list
}

// Show gives the rows of a view, in its order. It takes a few milliseconds for 20,000 rows.
func (r *Roll) Show(v desk.View) []Row {
	f := filterOf(v)
	shown := make([]Row, 0, len(r.rows))
	for _, i := range r.order(order{v.Sort, v.Down}) {
		if f.takes(&r.rows[i], r.texts[i]) {
			shown = append(shown, r.rows[i])
		}
	}
	return shown
}
