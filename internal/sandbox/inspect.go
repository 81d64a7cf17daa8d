package sandbox

import (
	"slices"
	"time"
)

// Company is a company as tests and practice tools see it.
type Company struct {
	UUID, Name, TradeName, EIN string
	City, State, Status        string
	PrimaryAdmin               string // e-mail address
}

// Companies gives the companies for which a person may authorize, by name; without a person, none.
func (g *Gusto) Companies(person string) []Company {
	var list []Company
	for _, c := range g.companiesOf(person) {
		one := Company{UUID: c.id, Name: c.name, TradeName: c.trade, EIN: c.ein, Status: c.status, PrimaryAdmin: c.admins[0].email}
		if len(c.places) > 0 {
			one.City, one.State = c.places[0].city, c.places[0].state
		}
		list = append(list, one)
	}
	return list
}

// CompanyNamed gives the company of a person with this legal name.
func (g *Gusto) CompanyNamed(person, name string) (Company, bool) {
	for _, c := range g.Companies(person) {
		if c.Name == name {
			return c, true
		}
	}
	return Company{}, false
}

// People gives everybody whom one can be, those who have claimed an account included.
func (g *Gusto) People() []Person {
	var list []Person
	for _, p := range g.everybody() {
		list = append(list, *p)
	}
	return list
}

// AdminUUID gives the uuid of a person's administrator record at a company, which is the resource owner of their tokens; empty: none.
func (g *Gusto) AdminUUID(person, company string) string {
	if c := g.companyByID(company); c != nil {
		a, _ := c.adminFor(person)
		return a.id
	}
	return ""
}

// Grant is one consent of which at least one refresh token is good.
type Grant struct {
	ID, Person string
	Companies  []string // uuids
	Access     Access
	At         time.Time
	Alive      int // refresh tokens that are good; with lenient rotation, more than one until a new access token is used
}

// Grants gives the consents that still reach something, oldest first.
func (g *Gusto) Grants() []Grant {
	var list []Grant
	g.store.view(func(d *data) {
		alive := map[string]int{}
		for _, t := range d.Tokens {
			if !t.Revoked && t.Refresh != "" {
				alive[t.Grant]++
			}
		}
		for _, held := range d.Grants {
			if n := alive[held.ID]; n > 0 {
				list = append(list, Grant{ID: held.ID, Person: held.Person, Companies: slices.Clone(held.Companies), Access: held.Access, At: held.At, Alive: n})
			}
		}
	})
	return list
}

// RefreshTokenAlive tells whether a refresh token would be accepted now.
func (g *Gusto) RefreshTokenAlive(secret string) (alive bool) {
	g.store.view(func(d *data) {
		row := d.byRefresh(secret)
		alive = row != nil && !row.Revoked
	})
	return alive
}

// AccessTokenAlive tells whether an access token would be accepted now. Asking does not count as use.
func (g *Gusto) AccessTokenAlive(secret string) (alive bool) {
	g.store.view(func(d *data) {
		row := d.byAccess(secret)
		alive = row != nil && !row.Revoked && g.now().Before(row.Expires)
	})
	return alive
}

// RevokeGrant ends one consent, and tells whether there was anything to end.
func (g *Gusto) RevokeGrant(id string) (ended bool, err error) {
	err = g.store.update(func(d *data) bool {
		ended = d.endGrant(id)
		return ended
	})
	return ended, err
}

// Provisioned is one company that /v1/provision made.
type Provisioned struct {
	At          time.Time
	Company     string // legal name
	Email       string
	ClaimURL    string // known only to the process that made it
	Claimed     bool
	CompanyUUID string // the company exists for others once it is claimed
}

// Provisions gives what /v1/provision made, oldest first.
func (g *Gusto) Provisions() []Provisioned {
	var list []Provisioned
	g.store.view(func(d *data) {
		for _, v := range d.Provisions {
			list = append(list, Provisioned{At: v.At, Company: v.Name, Email: v.User.Email, ClaimURL: v.link, Claimed: v.Claimed, CompanyUUID: v.CompanyID})
		}
	})
	return list
}
