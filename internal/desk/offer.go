package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/storage"
)

// Offer is what one consent reaches and the person may link.
type Offer struct {
	Grant        string // the stored access
	Person       string // who gave it: a name or an e-mail address; "" where Gusto does not tell
	Several      bool   // one consent reaches several companies (older applications)
	Companies    []Candidate
	OtherBrowser bool // it came from a browser that this program did not start: ask before linking
}

// Candidate is a company that can be linked.
type Candidate struct {
	Company   string // Gusto's uuid
	Name      string
	TradeName string
	Place     string
	Linked    string // the link that exists already; "" for none
}

func (o Offer) names() []string {
	names := make([]string, 0, len(o.Companies))
	for _, c := range o.Companies {
		names = append(names, c.Name)
	}
	return names
}

// linkedAlready says that there is nothing new to link.
func (o Offer) linkedAlready() bool {
	for _, c := range o.Companies {
		if c.Linked == "" {
			return false
		}
	}
	return true
}

// holdTime is how long access without a link is kept for the person to choose.
const holdTime = time.Hour

// Read reads again what a stored, unlinked access reaches: for when the first reading failed.
// Trouble as for Wait, once access is stored.
func (d *Desk) Read(ctx context.Context, grant string) (Offer, error) {
	o, a, err := d.working(ctx)
	if err != nil {
		return Offer{}, err
	}
	if err := o.book.Extend(ctx, grant, d.now().Add(holdTime)); err != nil {
		return Offer{}, explain(err)
	}
	offer, err := d.read(ctx, o, a, grant)
	return offer, explain(err)
}

// read asks Gusto which world this access lives in (token_info first), and which companies it reaches.
func (d *Desk) read(ctx context.Context, o *office, a *access, grant string) (Offer, error) {
	info, err := ask(ctx, a, grant, a.payroll.TokenInfo)
	var offer Offer
	var owner string
	switch {
	case err == nil && hasCompany(info):
		company, _ := info.Company()
		if info.Owner != nil {
			owner = info.Owner.UUID
		}
		offer, err = readOne(ctx, a, grant, company, owner)
	case err == nil || answered(err, http.StatusNotFound):
		offer, owner, err = readSeveral(ctx, a, grant)
	}
	if err != nil {
		return Offer{}, err
	}
	if len(offer.Companies) == 0 {
		return Offer{}, &Trouble{Cause: NoCompanies}
	}
	if err := describe(ctx, o, grant, owner, offer.Person, strings.Join(info.Scopes, " ")); err != nil {
		return Offer{}, err
	}
	now := d.Snapshot()
	for i := range offer.Companies {
		if l, ok := now.linked(offer.Companies[i].Company); ok {
			offer.Companies[i].Linked = l.ID
		}
	}
	return offer, nil
}

// readOne is the present world: one consent, one company.
func readOne(ctx context.Context, a *access, grant, uuid, owner string) (Offer, error) {
	offer := Offer{Grant: grant, Companies: []Candidate{{Company: uuid, Name: uuid}}}
	company, err := ask(ctx, a, grant, func(ctx context.Context, access string) (gusto.Company, error) {
		return a.payroll.Company(ctx, access, uuid)
	})
	switch {
	case err == nil:
		offer.Companies[0] = Candidate{Company: uuid, Name: firstOf(company.Name, company.TradeName, uuid), TradeName: company.TradeName, Place: place(company.Locations)}
	case !answered(err, http.StatusForbidden): // without the scope, the uuid has to do
		return Offer{}, err
	}
	offer.Person = personName(ctx, a, grant, uuid, func(who gusto.Admin) bool { return owner != "" && who.UUID == owner })
	return offer, nil
}

// personName finds a person among a company's admins; "" where Gusto does not tell.
func personName(ctx context.Context, a *access, grant, company string, is func(gusto.Admin) bool) string {
	admins, err := ask(ctx, a, grant, func(ctx context.Context, access string) ([]gusto.Admin, error) {
		return a.payroll.Admins(ctx, access, company)
	})
	if err != nil {
		return ""
	}
	for _, admin := range admins {
		if is(admin) {
			return firstOf(admin.Name(), admin.Email)
		}
	}
	return ""
}

// readSeveral is the older world: /v1/me lists all the companies of the person.
func readSeveral(ctx context.Context, a *access, grant string) (Offer, string, error) {
	me, err := ask(ctx, a, grant, a.payroll.Me)
	if err != nil {
		return Offer{}, "", err
	}
	offer := Offer{Grant: grant, Person: me.Email, Several: true}
	for _, c := range me.Companies {
		offer.Companies = append(offer.Companies, Candidate{Company: c.ID, Name: firstOf(c.Name, c.TradeName, c.ID), TradeName: c.TradeName, Place: place(c.Locations)})
	}
	slices.SortFunc(offer.Companies, func(x, y Candidate) int { return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	if len(offer.Companies) > 0 {
		// An admin's uuid is a company's own: the same person has another one at each company.
		is := func(who gusto.Admin) bool {
			return who.UUID == me.ID || me.Email != "" && strings.EqualFold(who.Email, me.Email)
		}
		offer.Person = firstOf(personName(ctx, a, grant, offer.Companies[0].Company, is), offer.Person)
	}
	return offer, me.ID, nil
}

func hasCompany(info gusto.TokenInfo) bool {
	_, ok := info.Company()
	return ok
}

// answered says whether Gusto answered with this status.
func answered(err error, status int) bool {
	var refused *gusto.Error
	return errors.As(err, &refused) && refused.Status == status
}

// place is the town of the first active location.
func place(locations []gusto.Location) string {
	for _, l := range locations {
		if l.Active && l.City != "" {
			return strings.TrimSuffix(l.City+", "+l.State, ", ")
		}
	}
	return ""
}

// describe writes down who gave an access and what it may do.
func describe(ctx context.Context, o *office, grant, owner, name, scope string) error {
	grants, err := o.book.Grants(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(grants, func(g storage.Grant) bool { return g.ID == grant })
	if i < 0 {
		return storage.ErrNotFound
	}
	g := grants[i]
	g.Owner, g.OwnerName, g.Scope = firstOf(owner, g.Owner), firstOf(name, g.OwnerName), firstOf(scope, g.Scope)
	_, err = o.book.Describe(ctx, g)
	return err
}
