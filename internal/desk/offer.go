package desk

import (
	"cmp"
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

	owner  string   // who gave it: a uuid at Gusto
	scopes []string // what it may do
}

// Candidate is a company that can be linked.
type Candidate struct {
	Company   string // Gusto's uuid
	Name      string
	TradeName string
	Place     string
	Linked    string    // the link that exists already; "" for none
	There     *Proposal // the client that it is, by its tax number or name; nil when it is none, or several are about as near

	ein      string
	standing Cause // what Gusto said of it: Working, or what keeps payroll from running; "" when it was not asked
}

// begins is the verdict that a link to a company begins with, whose access was used a moment ago: how the company stood
// then, "" where it was not asked.
func begins(standing Cause, now time.Time) Verdict {
	return Verdict{Cause: cmp.Or(standing, Working), At: now}
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
	grants, err := o.book.Grants(ctx)
	if err != nil {
		return Offer{}, explain(err)
	}
	i := slices.IndexFunc(grants, func(g storage.Grant) bool { return g.ID == grant })
	if i < 0 {
		return Offer{}, &Trouble{Cause: ChangedMeanwhile}
	}
	offer, err := d.read(ctx, o, a, grants[i])
	return offer, explain(err)
}

// read asks Gusto which world this access lives in (token_info first), and which companies it reaches.
func (d *Desk) read(ctx context.Context, o *office, a *access, held storage.Grant) (Offer, error) {
	grant := held.ID
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
	held.Owner, held.OwnerName = firstOf(owner, held.Owner), firstOf(offer.Person, held.OwnerName)
	held.Scope = firstOf(strings.Join(info.Scopes, " "), held.Scope)
	offer.owner, offer.scopes = held.Owner, strings.Fields(held.Scope)
	if _, err := o.book.Describe(ctx, held); err != nil {
		return Offer{}, err
	}
	return offer, d.recognize(ctx, o, a, &offer)
}

// readOne is the present world: one consent, one company.
func readOne(ctx context.Context, a *access, grant, uuid, owner string) (Offer, error) {
	offer := Offer{Grant: grant, Companies: []Candidate{{Company: uuid, Name: uuid}}}
	company, err := ask(ctx, a, grant, func(ctx context.Context, access string) (gusto.Company, error) {
		return a.payroll.Company(ctx, access, uuid)
	})
	switch {
	case err == nil:
		offer.Companies[0] = Candidate{
			Company: uuid, Name: firstOf(company.Name, company.TradeName, uuid), TradeName: company.TradeName, Place: place(company.Locations), ein: string(company.EIN),
			standing: standing(company),
		}
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
