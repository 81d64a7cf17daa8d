package sandbox

import (
	"net/http"
	"strings"
)

var (
	emailTaken = invalid("base", "Email has already been taken.")
	einTaken   = nested("company", nil, []apiError{invalid("ein", "EIN has already been taken.")})
)

func (d *directory) taken(email, ein string) (bad []apiError) {
	for _, p := range d.people {
		if strings.EqualFold(p.Email, email) {
			bad = append(bad, emailTaken)
		}
	}
	for _, c := range d.all() {
		if ein != "" && c.ein == ein {
			bad = append(bad, einTaken)
		}
	}
	return bad
}

func (d *data) taken(email, ein string, unclaimedToo bool) (bad []apiError) {
	mail, number := false, false
	for _, v := range d.Provisions {
		if v.Claimed || unclaimedToo {
			mail = mail || strings.EqualFold(v.User.Email, email)
			number = number || ein != "" && v.EIN == ein
		}
	}
	if mail {
		bad = append(bad, emailTaken)
	}
	if number {
		bad = append(bad, einTaken)
	}
	return bad
}

func (v *provision) personID() string {
	return "claimed-" + madeID("claimed|"+strings.ToLower(v.User.Email))
}

func (v *provision) person() *Person {
	return &Person{ID: v.personID(), UUID: madeID("person|" + v.personID()), First: v.User.First, Last: v.User.Last, Email: v.User.Email, Phone: v.User.Phone,
		About: "Claimed the account of " + v.Name, Admin: true}
}

// company is what the account holds once it is claimed: a company that Gusto has not approved yet, with one admin.
func (v *provision) company() *company {
	c := &company{id: v.CompanyID, name: v.Name, trade: v.Trade, ein: v.EIN, status: notApproved, joined: v.At.Format("2006-01-02"), partnerManaged: true}
	for _, a := range v.Addresses {
		c.places = append(c.places, place{id: madeID("place|" + v.CompanyID + "|" + a.Street1), street1: a.Street1, street2: a.Street2, city: a.City,
			state: a.State, zip: a.ZIP, phone: digits(a.Phone), active: true})
	}
	c.admins = []admin{{id: madeID("admin|" + v.CompanyID + "|" + v.personID()), person: v.personID(), first: v.User.First, last: v.User.Last,
		email: v.User.Email, phone: v.User.Phone, authorizes: true}}
	return c
}

// claimView is what the claim page shows.
type claimView struct {
	Path          string
	Company, Home string
	Person, Email string
	Claimed       bool
}

func (g *Gusto) claimOf(r *http.Request) (found *provision) {
	want := digest(r.PathValue("claim"))
	g.store.view(func(d *data) {
		for _, v := range d.Provisions {
			if v.Claim == want {
				one := *v
				found = &one
			}
		}
	})
	return found
}

func (g *Gusto) showClaim(w http.ResponseWriter, r *http.Request) {
	v := g.claimOf(r)
	if v == nil {
		g.showMissing(w, r)
		return
	}
	g.renderClaim(w, r, v)
}

func (g *Gusto) renderClaim(w http.ResponseWriter, r *http.Request, v *provision) {
	view := &claimView{Path: r.URL.Path, Company: v.Name, Home: v.company().home(), Person: v.User.First + " " + v.User.Last, Email: v.User.Email, Claimed: v.Claimed}
	title := "Claim the account of " + v.Name
	if v.Claimed {
		title = v.Name + " is claimed"
	}
	g.render(w, r, http.StatusOK, "claim", page{Title: title, Claim: view})
}

// claim makes the company exist and signs its admin in. Claiming again changes nothing.
func (g *Gusto) claim(w http.ResponseWriter, r *http.Request) {
	v := g.claimOf(r)
	if v == nil {
		g.showMissing(w, r)
		return
	}
	if !g.fresh(w, r) {
		return
	}
	err := g.store.update(func(d *data) bool {
		for _, one := range d.Provisions {
			if one.Claim == v.Claim && !one.Claimed {
				one.Claimed = true
				return true
			}
		}
		return false
	})
	if err == nil && !v.Claimed {
		err = g.enter(w, r, v.personID(), g.opt.Access)
	}
	if err != nil {
		g.showBroken(w, r)
		return
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
}

func (g *Gusto) showVersions(w http.ResponseWriter, r *http.Request) {
	var text strings.Builder
	text.WriteString("Served here: ")
	for i, v := range g.living() {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString(v.name)
		if v.retires != "" {
			text.WriteString(" (retires " + v.retires + ")")
		}
	}
	g.render(w, r, http.StatusOK, "message", page{Title: "API versions", Text: text.String() + "."})
}
