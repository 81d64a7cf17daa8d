package gusto

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// TokenInfo is what a token is good for (GET /v1/token_info). There is no name in it.
type TokenInfo struct {
	Scopes   []string
	Resource *Reference // the company, or the application itself for a system token; nil where Gusto says null
	Owner    *Reference // who gave the access; nil for a system token
}

// Reference names something at Gusto.
type Reference struct {
	Type string
	UUID string
}

// Company returns the uuid of the one company that the token reaches, and whether there is such a one. Under
// the older access, where one consent covers several, there may be none.
func (i TokenInfo) Company() (uuid string, ok bool) {
	if i.Resource == nil || i.Resource.Type != "Company" || i.Resource.UUID == "" {
		return "", false
	}
	return i.Resource.UUID, true
}

// System tells whether the token is the application's own.
func (i TokenInfo) System() bool {
	return i.Resource != nil && strings.EqualFold(i.Resource.Type, "Oauth::Application")
}

// Has tells whether a scope was granted.
func (i TokenInfo) Has(scope string) bool { return slices.Contains(i.Scopes, scope) }

// Me is the person behind a token and, in the older access, the companies that this person administers (GET /v1/me).
type Me struct {
	ID        string // uuid, or the number of oldest replies in decimal
	Email     string
	Admin     bool // whether the person administers payroll anywhere
	Companies []MyCompany
}

// MyCompany is a company in the list of a person.
type MyCompany struct {
	ID             string // uuid, or the number of oldest replies in decimal
	Name           string // legal name
	TradeName      string
	Tier           string
	PartnerManaged bool
	Locations      []Location
}

// Location is a place of a company.
type Location struct {
	UUID                                        string
	Street1, Street2, City, State, Zip, Country string
	Active                                      bool // true unless Gusto says otherwise
}

// Company is what Gusto tells about a company (GET /v1/companies/{uuid}). All but UUID may be empty.
type Company struct {
	UUID           string
	Name           string // legal name
	TradeName      string
	EIN            EIN
	EntityType     string
	Tier           string
	Status         string // "Approved", "Not Approved", "Suspended"
	Suspended      bool
	PartnerManaged bool
	Joined         string // a date, 2006-01-02
	Locations      []Location
	PrimaryAdmin   *Admin // nil without the scope company_admin:read
}

// Admin is a person who administers a company.
type Admin struct {
	UUID      string
	Email     string
	FirstName string
	LastName  string
	Phone     string
}

// Name returns the person's name as one would write it; empty where Gusto knows none.
func (a Admin) Name() string { return strings.TrimSpace(a.FirstName + " " + a.LastName) }

// EIN is an employer's tax number. It prints with all but its last four digits hidden; convert it to a string
// where the whole number is meant.
type EIN string

// String hides all but the last four digits.
func (n EIN) String() string {
	d := digits(string(n))
	if len(d) < 9 {
		return strings.Repeat("•", len(d))
	}
	return "••-•••" + d[len(d)-4:]
}

// GoString hides what String hides.
func (n EIN) GoString() string { return n.String() }

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

var errNoUUID = errors.New("the id is missing")

// id takes a uuid or a number, and keeps a number's digits as they came.
type id string

func (i *id) UnmarshalJSON(text []byte) error {
	text = bytes.TrimSpace(text)
	switch {
	case bytes.Equal(text, []byte("null")):
		return nil
	case len(text) > 0 && text[0] == '"':
		return json.Unmarshal(text, (*string)(i))
	case digits(string(text)) == string(text):
		*i = id(text)
		return nil
	}
	return errors.New("not an id")
}

// words takes scopes as Gusto sends them, one string, and as Doorkeeper does, a list.
type words []string

func (w *words) UnmarshalJSON(text []byte) error {
	var one *string
	if json.Unmarshal(text, &one) == nil {
		if one != nil {
			*w = strings.Fields(*one)
		}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(w))
}
