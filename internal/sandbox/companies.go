package sandbox

import (
	"fmt"
	"strings"
)

// company is one employer as Gusto knows it. Empty strings are sent as null.
type company struct {
	id, name, trade, ein string
	entity, tier, joined string
	status               string // Approved, Not Approved, Suspended
	partnerManaged       bool
	places               []place
	admins               []admin // the first is the primary payroll admin
}

type place struct {
	id, street1, street2, city, state, zip, phone string
	active                                        bool
}

// admin is one person's administrator record at one company: the same person has another uuid at the next company.
type admin struct {
	id, person                string // person is empty when nobody here can sign in as them
	first, last, email, phone string
	authorizes                bool // primary or full-access admin
}

const (
	approved    = "Approved"
	notApproved = "Not Approved"
	suspended   = "Suspended"
)

// spec is what is not drawn about a company.
type spec struct {
	name, trade, city, state string
	entity                   string
	status                   string
	noEIN                    bool
	places, admins           int // 0: drawn
}

// firmSize is how many companies the largest practice firm has.
const firmSize = 2000

// danas are the clients of the bookkeeper, in the order of a client list that has grown over the years.
var danas = []spec{
	{name: "Blue Heron Bakery LLC", trade: "Blue Heron Bakery", city: "Portland", state: "OR", entity: "LLC", places: 2},
	{name: "Cedar Street Dental Group, Inc.", trade: "Cedar Street Dental", city: "Eugene", state: "OR", entity: "S-Corporation"},
	{name: "Eastgate Yoga LLC", city: "Bend", state: "OR", entity: "LLC", places: 1},
	{name: "Foxglove Florists LLC", trade: "Foxglove", city: "Portland", state: "OR", entity: "LLC"},
	{name: "Juniper Books LLC", city: "Boise", state: "ID", entity: "LLC", places: 1},
	{name: "Whitfield Holdings LLC", city: "Portland", state: "OR", entity: "LLC", places: 1, admins: 1},
	{name: "Alder and Finch Architects LLP", trade: "Alder & Finch", city: "Seattle", state: "WA", entity: "LLP"},
	{name: "Garnet Hill Café, LLC", trade: "Garnet Hill Café", city: "Tacoma", state: "WA", entity: "LLC"},
	{name: "Harbor Light Charters Inc.", city: "Portland", state: "ME", entity: "C-Corporation", places: 3},
	{name: "Kestrel Plumbing & Heating Co.", trade: "Kestrel Plumbing", city: "Spokane", state: "WA", entity: "C-Corporation"},
	{name: "Oak and Ember Grill LLC", trade: "Oak & Ember", city: "Missoula", state: "MT", entity: "LLC", status: notApproved, noEIN: true},
	{name: "Larkspur Landscaping Inc.", trade: "Larkspur", city: "Reno", state: "NV", entity: "S-Corporation", status: suspended},
}

// build makes a company and makes boss one of its admins: the primary one of the companies that are the boss's own.
func build(s spec, boss *Person, own bool) *company {
	c := &company{id: madeID("company|" + boss.ID + "|" + s.name), name: s.name, trade: s.trade, entity: s.entity, status: s.status}
	if c.status == "" {
		c.status = approved
	}
	if !s.noEIN {
		c.ein = fmt.Sprintf("%s-%07d", pick("prefix|"+c.id, neverIssued), 1_000_000+draw("ein|"+c.id, 9_000_000))
	}
	c.tier = pick("tier|"+c.id, []string{"simple", "plus", "plus", "premium", ""})
	if draw("joined|"+c.id, 8) > 0 {
		c.joined = fmt.Sprintf("%d-%02d-%02d", 2016+draw("year|"+c.id, 10), 1+draw("month|"+c.id, 12), 1+draw("day|"+c.id, 28))
	}
	c.partnerManaged = draw("managed|"+c.id, 6) == 0
	c.places = buildPlaces(c.id, s)
	c.admins = buildAdmins(c, boss, own, s.admins)
	return c
}

func buildPlaces(id string, s spec) []place {
	n := s.places
	if n == 0 {
		n = 1 + draw("places|"+id, 3)/2
	}
	home := cityOf(s.city, s.state)
	list := make([]place, 0, n)
	for i := range n {
		key := fmt.Sprintf("place|%s|%d", id, i)
		p := place{id: madeID(key), street1: fmt.Sprintf("%d %s", 10+draw(key, 980)*5, pick(key+"street", streets)),
			city: home.name, state: home.state, zip: home.zip, phone: phoneIn(home.area, key), active: i < 2}
		if draw(key+"unit", 3) == 0 {
			p.street2 = pick(key+"which", units)
		}
		if draw(key+"phone", 5) == 0 {
			p.phone = ""
		}
		list = append(list, p)
	}
	return list
}

func buildAdmins(c *company, boss *Person, own bool, n int) []admin {
	if n == 0 {
		n = 1 + draw("admins|"+c.id, 3)
		if !own {
			n++
		}
	}
	host := domainOf(c.name)
	var list []admin
	for i := range n - 1 {
		key := fmt.Sprintf("admin|%s|%d", c.id, i)
		a := admin{id: madeID(key), first: pick(key+"first", firstNames), last: pick(key+"last", lastNames), authorizes: i == 0,
			phone: phoneIn(cityOf(c.places[0].city, c.places[0].state).area, key)}
		a.email = strings.ToLower(plain(a.first)+"."+plain(a.last)) + "@" + host
		if i > 0 {
			a.email = strings.ToLower(plain(a.first)+"."+plain(a.last)) + fmt.Sprintf(".%d@%s", i+1, host)
		}
		if draw(key+"phone", 4) == 0 {
			a.phone = ""
		}
		list = append(list, a)
	}
	mine := admin{id: madeID("admin|" + c.id + "|" + boss.ID), person: boss.ID, first: boss.First, last: boss.Last,
		email: boss.Email, phone: boss.Phone, authorizes: true}
	if own || len(list) == 0 {
		return append([]admin{mine}, list...)
	}
	return append(list, mine)
}

// firmSpecs gives the companies of the largest firm: as many different names as there are companies.
func firmSpecs() []spec {
	seen := map[string]bool{}
	list := make([]spec, 0, firmSize)
	for i := 0; len(list) < firmSize; i++ {
		key := fmt.Sprintf("firm|%d", i)
		stem := pick(key+"word", firmWords) + " " + pick(key+"trade", trades)
		if seen[stem] {
			continue
		}
		seen[stem] = true
		suffix := pick(key+"suffix", suffixes)
		home := pick(key+"city", cities)
		s := spec{name: stem + " " + suffix, city: home.name, state: home.state, entity: entityOf(suffix, key)}
		if draw(key+"alias", 4) == 0 {
			s.trade = stem
		}
		switch draw(key+"status", 60) {
		case 0:
			s.status = suspended
		case 1:
			s.status, s.noEIN = notApproved, true
		}
		if len(list) == 0 {
			s.admins = 30 // more than one page of the list
		}
		list = append(list, s)
	}
	return list
}

func entityOf(suffix, key string) string {
	switch suffix {
	case "LLC", "LLP":
		return suffix
	case "PC":
		return "S-Corporation"
	}
	return pick(key+"entity", []string{"C-Corporation", "S-Corporation"})
}

func cityOf(name, state string) city {
	for _, c := range cities {
		if c.name == name && c.state == state {
			return c
		}
	}
	return city{name: name, state: state, area: "503"}
}

// phoneIn gives a number of the block 555-0100 to 555-0199, which is kept for fiction.
func phoneIn(area, key string) string {
	return fmt.Sprintf("%s55501%02d", area, draw(key+"number", 100))
}

func domainOf(name string) string {
	name = strings.ToLower(plain(name))
	for _, tail := range []string{" llc", " inc", " llp", " co", " corp", " pc"} {
		name = strings.TrimSuffix(name, tail)
	}
	return strings.ReplaceAll(name, " ", "") + ".example"
}

var unaccented = strings.NewReplacer("é", "e", "á", "a", "ó", "o")

// plain leaves letters, digits and spaces without marks.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == ' ' {
			return r
		}
		return -1
	}, unaccented.Replace(s)))
}

func (c *company) home() string {
	if len(c.places) == 0 {
		return ""
	}
	return c.places[0].city + ", " + c.places[0].state
}

func (c *company) adminFor(person string) (admin, bool) {
	for _, a := range c.admins {
		if a.person == person && person != "" {
			return a, true
		}
	}
	return admin{}, false
}
