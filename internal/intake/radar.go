package intake

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"crosswalk/internal/match"
)

// foldName leaves the letters and digits of a name, small and without accents.
func foldName(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Fingerprint gives what tells this application from others.
func (a Application) Fingerprint() Fingerprint {
	return Fingerprint{EIN: a.EIN, Email: strings.ToLower(a.Person.Email), Phone: a.Person.Phone, Name: foldName(a.Legal)}
}

// Fingerprint gives what can be read already of what tells this form from others.
func (f Form) Fingerprint() Fingerprint { return f.application().Fingerprint() }

// Shares lists in what two fingerprints are the same, but for what is unknown.
func (p Fingerprint) Shares(other Fingerprint) []Trait {
	var on []Trait
	for _, t := range []struct {
		trait Trait
		a, b  string
	}{{SharesEIN, p.EIN, other.EIN}, {SharesEmail, p.Email, other.Email}, {SharesPhone, p.Phone, other.Phone}, {SharesName, p.Name, other.Name}} {
		if t.a != "" && t.a == t.b {
			on = append(on, t.trait)
		}
	}
	return on
}

func (k Known) fingerprint() Fingerprint {
	ein, _ := ParseEIN(k.EIN)
	email, ok := ParseEmail(k.Email)
	if !ok {
		email = strings.TrimSpace(k.Email)
	}
	phone, _ := ParsePhone(k.Phone)
	return Fingerprint{EIN: string(ein), Email: strings.ToLower(email), Phone: phone, Name: foldName(k.Name)}
}

// Index holds known companies, ready to be compared with many forms. It never changes and may be used by several
// goroutines.
type Index struct {
	known  []Known
	prints []Fingerprint
	by     map[string][]int // of an EIN, an e-mail address, a phone or a folded name, with the trait in front
	names  *match.Index
}

// NewIndex reads the known companies once.
func NewIndex(known []Known) *Index {
	x := &Index{known: slices.Clone(known), prints: make([]Fingerprint, len(known)), by: map[string][]int{}}
	clients := make([]match.Client, len(known))
	for i, k := range known {
		p := k.fingerprint()
		x.prints[i] = p
		for _, key := range p.keys() {
			x.by[key] = append(x.by[key], i)
		}
		name := k.Name
		if k.Trade != "" {
			name += " dba " + k.Trade
		}
		// Without the EIN, since a namesake with another one may be a slip in either.
		clients[i] = match.Client{ID: strconv.Itoa(i), Name: name}
	}
	x.names = match.New(clients)
	return x
}

func (p Fingerprint) keys() []string {
	var all []string
	for _, t := range p.Shares(p) {
		value := map[Trait]string{SharesEIN: p.EIN, SharesEmail: p.Email, SharesPhone: p.Phone, SharesName: p.Name}[t]
		all = append(all, string(t)+":"+value)
	}
	return all
}

// Like gives the known companies that the new one may be, the likest first. The client that the form is for is none
// of them. A near name counts unless the tax numbers speak against it; the same name always does.
func (x *Index) Like(f Form) []Likeness {
	print := f.Fingerprint()
	found := map[int]*Likeness{}
	at := func(i int) *Likeness {
		if found[i] == nil {
			other := x.prints[i].EIN
			found[i] = &Likeness{Known: x.known[i], On: x.prints[i].Shares(print), OtherEIN: other != "" && print.EIN != "" && other != print.EIN}
		}
		return found[i]
	}
	for _, key := range print.keys() {
		for _, i := range x.by[key] {
			at(i)
		}
	}
	for _, p := range x.names.Match(match.Company{Name: tidy(f.Company.Legal), TradeName: tidy(f.Company.Trade)}) {
		i, err := strconv.Atoi(p.ID)
		if err != nil {
			continue
		}
		l := at(i)
		switch {
		case slices.Contains(l.On, SharesName):
		case p.Kind == match.Exact:
			l.On = append(l.On, SharesName)
		case !l.OtherEIN || len(l.On) > 0:
			l.On = append(l.On, SharesNearName)
		}
	}
	var all []Likeness
	for _, i := range slices.Sorted(maps.Keys(found)) {
		l := found[i]
		if len(l.On) > 0 && !(l.Known.Kind == KnownClient && l.Known.ID == f.Client && f.Client != "") {
			all = append(all, *l)
		}
	}
	slices.SortStableFunc(all, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(rank(a.On[0]), rank(b.On[0])), cmp.Compare(len(b.On), len(a.On)))
	})
	return all
}

func rank(t Trait) int {
	return slices.Index([]Trait{SharesEIN, SharesEmail, SharesPhone, SharesName, SharesNearName}, t)
}

// Radar compares one form with the known companies; see [Index.Like]. For many forms, [NewIndex] reads them once.
func Radar(f Form, known []Known) []Likeness { return NewIndex(known).Like(f) }
