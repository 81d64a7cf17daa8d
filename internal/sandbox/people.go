package sandbox

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Ids of the people whom one can be.
const (
	Dana   = "dana"   // a bookkeeper with twelve companies
	Tomas  = "tomas"  // the owner of a single company
	Lena   = "lena"   // an accountant without the right to authorize
	Morgan = "morgan" // a firm with two thousand companies
	Robin  = "robin"  // Morgan's partner, who may authorize forty of them as well
)

// Person is somebody whom one can be on the sign-in page.
type Person struct {
	ID, UUID           string
	First, Last, Email string
	Phone              string
	About              string // one line for the sign-in page
	Admin              bool   // may authorize
}

// Name is the person's first and last name.
func (p *Person) Name() string { return p.First + " " + p.Last }

// directory is who and what there is before anybody has done anything. It never changes.
type directory struct {
	people    []*Person
	companies map[string]*company
	clients   map[string][]*company // person → companies
	firm      func() *directory     // Morgan's, built when first asked for: a start should not wait for two thousand companies
}

// seeded is built once for all the pretend Gustos of a process.
var seeded = sync.OnceValue(func() *directory {
	d := newDirectory()
	dana := d.person(Person{ID: Dana, First: "Dana", Last: "Whitfield", Email: "dana@whitfieldbooks.example", Phone: "5035550142",
		About: "Bookkeeper with 12 client companies", Admin: true})
	tomas := d.person(Person{ID: Tomas, First: "Tomás", Last: "Rivera", Email: "tomas@riveraroofing.example", Phone: "5205550117",
		About: "Owner of one company, Rivera Roofing Inc.", Admin: true})
	lena := d.person(Person{ID: Lena, First: "Lena", Last: "Ortiz", Email: "lena@ortizcpa.example", Phone: "5035550163",
		About: "Accountant access only: may look, may not authorize"})
	morgan := d.person(Person{ID: Morgan, First: "Morgan", Last: "Hale", Email: "morgan@halepartners.example", Phone: "3125550188",
		About: "Hale & Partners, a firm with 2,000 companies", Admin: true})
	robin := d.person(Person{ID: Robin, First: "Robin", Last: "Castle", Email: "robin@halepartners.example", Phone: "3125550191",
		About: "Morgan’s partner, for 40 of the companies", Admin: true})
	for _, s := range danas {
		d.add(dana, build(s, dana, s.name == "Whitfield Holdings LLC"))
	}
	d.add(tomas, build(spec{name: "Rivera Roofing Inc.", city: "Tucson", state: "AZ", entity: "S-Corporation", places: 1, admins: 2}, tomas, true))
	d.firm = sync.OnceValue(func() *directory {
		firm := newDirectory()
		for _, s := range firmSpecs() {
			firm.add(morgan, build(s, morgan, false))
		}
		for _, c := range firm.clients[Morgan][1:41] {
			c.admins = append(c.admins, admin{id: madeID("admin|" + c.id + "|" + robin.ID), person: robin.ID,
				first: robin.First, last: robin.Last, email: robin.Email, phone: robin.Phone, authorizes: true})
			firm.clients[robin.ID] = append(firm.clients[robin.ID], c)
		}
		return firm
	})
	// Lena sees one of Dana's companies and administers none.
	clients := d.clients[Dana]
	juniper := clients[slices.IndexFunc(clients, func(c *company) bool { return c.name == "Juniper Books LLC" })]
	juniper.admins = append(juniper.admins, admin{id: madeID("admin|" + juniper.id + "|" + lena.ID), person: lena.ID,
		first: lena.First, last: lena.Last, email: lena.Email, phone: lena.Phone})
	return d
})

func newDirectory() *directory {
	return &directory{companies: map[string]*company{}, clients: map[string][]*company{}}
}

func (d *directory) person(p Person) *Person {
	p.UUID = madeID("person|" + p.ID)
	d.people = append(d.people, &p)
	return &p
}

func (d *directory) add(p *Person, c *company) {
	d.companies[c.id] = c
	d.clients[p.ID] = append(d.clients[p.ID], c)
}

func (d *directory) of(person string) []*company {
	if person == Morgan || person == Robin {
		d = d.firm()
	}
	return d.clients[person]
}

// company gives nil for one that is not in the directory.
func (d *directory) company(id string) *company {
	if c := d.companies[id]; c != nil {
		return c
	}
	return d.firm().companies[id]
}

// all gives every company of the directory.
func (d *directory) all() []*company {
	return slices.AppendSeq(slices.Collect(maps.Values(d.companies)), maps.Values(d.firm().companies))
}

func byName(a, b *company) int {
	return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
}

// everybody gives the people of the directory, then those who have claimed an account.
func (g *Gusto) everybody() []*Person {
	people := slices.Clone(g.book.people)
	g.store.view(func(d *data) {
		for _, v := range d.Provisions {
			if v.Claimed && !slices.ContainsFunc(people, func(p *Person) bool { return p.ID == v.personID() }) {
				people = append(people, v.person())
			}
		}
	})
	return people
}

func (g *Gusto) personByID(id string) *Person {
	for _, p := range g.everybody() {
		if p.ID == id && id != "" {
			return p
		}
	}
	return nil
}

// companiesOf gives the companies for which a person may authorize, by name, without those that are gone.
func (g *Gusto) companiesOf(person string) []*company {
	list := slices.Clone(g.book.of(person))
	g.store.view(func(d *data) {
		for _, v := range d.Provisions {
			if v.Claimed && v.personID() == person {
				list = append(list, v.company())
			}
		}
		list = slices.DeleteFunc(list, func(c *company) bool { return slices.Contains(d.Gone, c.id) })
	})
	slices.SortFunc(list, byName)
	return list
}

// companyByID gives nil for one that does not exist or is gone.
func (g *Gusto) companyByID(id string) *company {
	var found *company
	gone := false
	g.store.view(func(d *data) {
		for _, v := range d.Provisions {
			if v.Claimed && v.CompanyID == id {
				found = v.company()
			}
		}
		gone = slices.Contains(d.Gone, id)
	})
	if gone {
		return nil
	}
	if found == nil {
		found = g.book.company(id)
	}
	return found
}

// Initials stand in the place of a portrait.
func (p *Person) Initials() string {
	var out []rune
	for _, name := range []string{p.First, p.Last} {
		for _, r := range name {
			out = append(out, r)
			break
		}
	}
	return string(out)
}
