// Package match says which client a company is: by its tax number, else by its names.
//
// Rules: it is pure, and imports nothing of ours. It would rather say nothing than something wrong: a near name is
// proposed only when no word speaks against it and no other client is about as near. What differs between two
// businesses of one family (the trade, the branch, the number, "Holdings") always speaks against it; what people
// write in two ways (case, accents, punctuation, legal form, common abbreviations, order) never does.
package match

import (
	"cmp"
	"slices"
)

// Kind is how a company was recognized, from surest to least sure.
type Kind string

// The kinds.
const (
	EIN   Kind = "ein"   // the same tax number
	Exact Kind = "exact" // the same name, but for how it is written
	Near  Kind = "near"  // nearly the same name
)

// Company is what is known about a company that came back.
type Company struct {
	Name, TradeName string
	EIN             string // digits, or as people write it; "" while unknown
}

// Client is one that a company may be.
type Client struct {
	ID, Name string
	EIN      string // digits, or as people write it; "" while unknown
}

// Proposal is a client that a company may be, and how sure that is.
type Proposal struct {
	ID    string
	Kind  Kind
	Score float64 // from 0 to 1
}

const (
	floor = 0.80 // below it a name is another name
	gap   = 0.06 // two that are nearer to each other than this are about as near
)

// Index holds clients, ready to be compared with many companies. It never changes and may be used by several
// goroutines.
type Index struct {
	clients []entry
	byEIN   map[string][]int
}

type entry struct {
	id, ein string
	names   []name
}

// New reads the clients once.
func New(clients []Client) *Index {
	x := &Index{clients: make([]entry, len(clients)), byEIN: map[string][]int{}}
	for i, c := range clients {
		e := entry{id: c.ID, ein: taxNumber(c.EIN), names: read(c.Name)}
		if e.ein != "" {
			x.byEIN[e.ein] = append(x.byEIN[e.ein], i)
		}
		x.clients[i] = e
	}
	return x
}

// taxNumber is nine digits, or "" for what is none.
func taxNumber(text string) string {
	digits := make([]byte, 0, 9)
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' {
			digits = append(digits, c)
		}
	}
	if len(digits) != 9 || string(digits) == "000000000" {
		return ""
	}
	return string(digits)
}

// Match ranks the clients that the company may be, the surest first.
func (x *Index) Match(c Company) []Proposal {
	ein := taxNumber(c.EIN)
	names := slices.Concat(read(c.Name), read(c.TradeName))
	var all []Proposal
	for i := range x.clients {
		e := &x.clients[i]
		if ein != "" && e.ein != "" && e.ein != ein {
			continue // whatever it is called, it is another company
		}
		score, exact := compare(names, e.names)
		p := Proposal{ID: e.id, Kind: Near, Score: score}
		switch {
		case ein != "" && e.ein == ein:
			p.Kind = EIN
		case exact:
			p.Kind = Exact
		case score < floor:
			continue
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Kind.rank(), b.Kind.rank()), cmp.Compare(b.Score, a.Score))
	})
	return all
}

func (k Kind) rank() int { return slices.Index([]Kind{EIN, Exact, Near}, k) }

// Like compares a company with one client: whether they are called alike, and whether both have a tax number and it is
// not the same one, so that they are two companies all the same.
func (x *Index) Like(id string, c Company) (alike, otherEIN bool) {
	i := slices.IndexFunc(x.clients, func(e entry) bool { return e.id == id })
	if i < 0 {
		return false, false
	}
	e, ein := &x.clients[i], taxNumber(c.EIN)
	score, exact := compare(slices.Concat(read(c.Name), read(c.TradeName)), e.names)
	return exact || score >= floor, ein != "" && e.ein != "" && e.ein != ein
}

// Best is the one client that the company is, if there is exactly one: false when nothing is near enough, and when
// several are about as near.
func (x *Index) Best(c Company) (Proposal, bool) {
	all := x.Match(c)
	switch {
	case len(all) == 0:
		return Proposal{}, false
	case len(all) == 1 || all[1].Kind != all[0].Kind || all[0].Score-all[1].Score >= gap:
		return all[0], true
	}
	return Proposal{}, false
}
