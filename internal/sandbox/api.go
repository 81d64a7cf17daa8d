package sandbox

import (
	"net/http"
	"slices"
	"strconv"
)

// ref names a thing in token_info.
type ref struct {
	Type string `json:"type"`
	UUID string `json:"uuid"`
}

type tokenInfoBody struct {
	Scope         string `json:"scope"`
	Resource      *ref   `json:"resource"`
	ResourceOwner *ref   `json:"resource_owner"`
}

func (g *Gusto) tokenInfo(w http.ResponseWriter, r *http.Request) {
	if g.faults.on(hideTokenInfo) && g.classicToken(r) {
		notFound(w)
		return
	}
	g.api("", anyToken, g.describeToken)(w, r)
}

// classicToken looks without recognizing: an endpoint that does not exist uses no token.
func (g *Gusto) classicToken(r *http.Request) (classic bool) {
	g.store.view(func(d *data) {
		if row := d.byAccess(bearerOf(r)); row != nil {
			held := d.grant(row.Grant)
			classic = held != nil && held.Access == Classic
		}
	})
	return classic
}

func (g *Gusto) describeToken(w http.ResponseWriter, _ *http.Request, b bearer) {
	out := tokenInfoBody{Scope: b.scope}
	switch {
	case b.token.Grant == "":
		out.Resource = &ref{"Oauth::Application", madeID("application|" + g.opt.ClientID)}
	case b.grant.Access == Strict && len(b.grant.Companies) == 1:
		id := b.grant.Companies[0]
		out.Resource = &ref{"Company", id}
		if c := g.companyByID(id); c != nil {
			if a, ok := c.adminFor(b.grant.Person); ok {
				out.ResourceOwner = &ref{"CompanyAdmin", a.id}
			}
		}
	}
	writeJSON(w, http.StatusOK, out)
}

// location is an address as it stands in a company and in /v1/me.
type location struct {
	Street1 string  `json:"street_1"`
	Street2 *string `json:"street_2"`
	City    string  `json:"city"`
	State   string  `json:"state"`
	ZIP     string  `json:"zip"`
	Country string  `json:"country"`
	Active  bool    `json:"active"`
}

// office is an address as it stands in the list of locations.
type office struct {
	UUID        string  `json:"uuid"`
	CompanyUUID string  `json:"company_uuid"`
	Phone       *string `json:"phone_number"`
	location
	Mailing bool `json:"mailing_address"`
	Filing  bool `json:"filing_address"`
}

type contact struct {
	First string  `json:"first_name"`
	Last  string  `json:"last_name"`
	Phone *string `json:"phone"`
	Email string  `json:"email"`
}

type adminBody struct {
	UUID  string  `json:"uuid"`
	Email string  `json:"email"`
	First string  `json:"first_name"`
	Last  string  `json:"last_name"`
	Phone *string `json:"phone"`
}

// companyFacts are the scalar members of a company.
type companyFacts struct {
	UUID           string  `json:"uuid"`
	Name           string  `json:"name"`
	TradeName      *string `json:"trade_name"`
	EIN            *string `json:"ein"`
	EntityType     *string `json:"entity_type"`
	Tier           *string `json:"tier"`
	Suspended      bool    `json:"is_suspended"`
	Status         string  `json:"company_status"`
	PartnerManaged bool    `json:"is_partner_managed"`
	JoinDate       *string `json:"join_date"`
}

type companyBody struct {
	companyFacts
	Locations []location `json:"locations"`
	Primary   *contact   `json:"primary_payroll_admin,omitempty"`
	Signatory *contact   `json:"primary_signatory,omitempty"`
}

// orNull sends an empty string as null.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func locationsOf(c *company) []location {
	list := make([]location, 0, len(c.places))
	for _, p := range c.places {
		list = append(list, location{Street1: p.street1, Street2: orNull(p.street2), City: p.city, State: p.state, ZIP: p.zip, Country: "USA", Active: p.active})
	}
	return list
}

// reached gives the company in the path when the token reaches it, and answers 404 otherwise.
func (g *Gusto) reached(w http.ResponseWriter, r *http.Request, b bearer) *company {
	id := r.PathValue("uuid")
	c := g.companyByID(id)
	if c == nil || !slices.Contains(b.grant.Companies, id) {
		notFound(w)
		return nil
	}
	return c
}

func (g *Gusto) readCompany(w http.ResponseWriter, r *http.Request, b bearer) {
	c := g.reached(w, r, b)
	if c == nil {
		return
	}
	out := companyBody{Locations: locationsOf(c), companyFacts: companyFacts{UUID: c.id, Name: c.name, TradeName: orNull(c.trade), EIN: orNull(c.ein),
		EntityType: orNull(c.entity), Tier: orNull(c.tier), Suspended: c.status == suspended, Status: c.status,
		PartnerManaged: c.partnerManaged, JoinDate: orNull(c.joined)}}
	boss := c.admins[0]
	person := &contact{First: boss.first, Last: boss.last, Phone: orNull(boss.phone), Email: boss.email}
	if hasScope(b.scope, "company_admin:read") {
		out.Primary = person
	}
	if hasScope(b.scope, "signatories:read") && c.status != notApproved {
		out.Signatory = person
	}
	writeJSON(w, http.StatusOK, out)
}

func (g *Gusto) listAdmins(w http.ResponseWriter, r *http.Request, b bearer) {
	c := g.reached(w, r, b)
	if c == nil {
		return
	}
	list := make([]adminBody, 0, len(c.admins))
	for _, a := range c.admins {
		list = append(list, adminBody{UUID: a.id, Email: a.email, First: a.first, Last: a.last, Phone: orNull(a.phone)})
	}
	writeList(w, r, list)
}

func (g *Gusto) listLocations(w http.ResponseWriter, r *http.Request, b bearer) {
	c := g.reached(w, r, b)
	if c == nil {
		return
	}
	list := make([]office, 0, len(c.places))
	for i, l := range locationsOf(c) {
		list = append(list, office{UUID: c.places[i].id, CompanyUUID: c.id, Phone: orNull(c.places[i].phone), location: l, Mailing: i == 0, Filing: i == 0})
	}
	writeList(w, r, list)
}

// Pages of a list, by default and at most.
const (
	listPage    = 25
	listPageMax = 100
)

func writeList[T any](w http.ResponseWriter, r *http.Request, all []T) {
	per := number(r, "per", listPage)
	per = min(per, listPageMax)
	at := number(r, "page", 1)
	pages := max(1, (len(all)+per-1)/per)
	start := len(all)
	if at <= pages {
		start = (at - 1) * per
	}
	h := w.Header()
	h.Set("X-Page", strconv.Itoa(at))
	h.Set("X-Per-Page", strconv.Itoa(per))
	h.Set("X-Total-Count", strconv.Itoa(len(all)))
	h.Set("X-Total-Pages", strconv.Itoa(pages))
	writeJSON(w, http.StatusOK, all[start:min(start+per, len(all))])
}

// number reads a whole number above zero from the query.
func number(r *http.Request, name string, otherwise int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 1 {
		return otherwise
	}
	return n
}

// meCompany is a company as /v1/me lists it.
type meCompany struct {
	UUID           string     `json:"uuid"`
	Name           string     `json:"name"`
	TradeName      *string    `json:"trade_name"`
	Tier           *string    `json:"tier"`
	PartnerManaged bool       `json:"is_partner_managed"`
	Locations      []location `json:"locations"`
}

// me is the old world's list of everything that the person administers; under strict access it is not there.
func (g *Gusto) me(w http.ResponseWriter, _ *http.Request, b bearer) {
	person := g.personByID(b.grant.Person)
	if b.grant.Access != Classic || person == nil {
		notFound(w)
		return
	}
	list := []meCompany{}
	for _, id := range b.grant.Companies {
		if c := g.companyByID(id); c != nil {
			list = append(list, meCompany{UUID: c.id, Name: c.name, TradeName: orNull(c.trade), Tier: orNull(c.tier),
				PartnerManaged: c.partnerManaged, Locations: locationsOf(c)})
		}
	}
	type payrollAdmin struct {
		Companies []meCompany `json:"companies"`
	}
	writeJSON(w, http.StatusOK, struct {
		UUID  string                  `json:"uuid"`
		Email string                  `json:"email"`
		Roles map[string]payrollAdmin `json:"roles"`
	}{person.UUID, person.Email, map[string]payrollAdmin{"payroll_admin": {list}}})
}

// disconnect ends the application's access to a company for everybody.
func (g *Gusto) disconnect(w http.ResponseWriter, r *http.Request, _ bearer) {
	id := r.PathValue("uuid")
	if g.companyByID(id) == nil {
		notFound(w)
		return
	}
	if _, err := g.disconnectCompany(id); err != nil {
		cannotSave(w)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (g *Gusto) disconnectCompany(id string) (touched int, err error) {
	err = g.store.update(func(d *data) bool {
		for _, held := range d.Grants {
			if !slices.Contains(held.Companies, id) {
				continue
			}
			if len(held.Companies) > 1 {
				held.Companies = slices.DeleteFunc(held.Companies, func(other string) bool { return other == id })
				touched++
			} else if d.endGrant(held.ID) {
				touched++
			}
		}
		return touched > 0
	})
	return touched, err
}
