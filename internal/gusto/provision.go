package gusto

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
)

// NewCompany is what Gusto needs to open an account for a company (POST /v1/provision).
type NewCompany struct {
	User      NewUser   // becomes the company's primary payroll administrator; Gusto writes to this address
	Name      string    // legal name, as in the IRS's record
	TradeName string    // empty for none
	EIN       string    // nine digits, with or without the dash; empty when not known
	States    []string  // two-letter codes of where people work
	Employees int       // how many; 0 when not known
	Addresses []Address // at most one of them Primary
}

// NewUser is the client's own person at the new company.
type NewUser struct {
	FirstName, LastName, Email string
	Phone                      string // ten digits in any punctuation
}

// Address is a place of the new company.
type Address struct {
	Street1, Street2, City, State, Zip string
	Phone                              string
	Primary                            bool
}

// Provisioned is all that Gusto answers: where the person claims the account. There is no id of the company in it.
type Provisioned struct{ ClaimURL string }

var errClaimURL = errors.New("the address to claim the account at is missing or no web address")

// Provision opens an account for a company. auth is a system token with the scope accounts:write, or
// an organization token. Gusto offers no way to make a repeat harmless: write the attempt down
// before the call, and look at OutcomeOf before another.
func (a *API) Provision(ctx context.Context, auth Authorization, c NewCompany) (Provisioned, error) {
	r, err := a.ask(ctx, question{method: http.MethodPost, path: "/v1/provision", auth: auth, body: provisionBody(c)})
	if err != nil {
		return Provisioned{}, err
	}
	var w struct {
		ClaimURL string `json:"account_claim_url"`
	}
	if err := decode(r, '{', &w); err != nil {
		return Provisioned{}, err
	}
	u, err := url.Parse(w.ClaimURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !onThisComputer(u.Hostname())) {
		return Provisioned{}, r.malformed(errClaimURL)
	}
	return Provisioned{ClaimURL: w.ClaimURL}, nil
}

// DisconnectApp ends the application's access to a company for every person who gave it (system token with the
// scope companies:disconnect_app_integration). Revoking one grant is another act, and not of this package.
func (a *API) DisconnectApp(ctx context.Context, system, company string) error {
	path, err := companyPath(company, "/disconnect_app_integration")
	if err != nil {
		return err
	}
	_, err = a.ask(ctx, question{method: http.MethodPost, path: path, auth: Bearer(system)})
	return err
}

type wireUser struct {
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Email     string `json:"email"`
	Phone     string `json:"phone,omitempty"`
}

type wireNewCompany struct {
	Name      string        `json:"name"`
	TradeName string        `json:"trade_name,omitempty"`
	EIN       string        `json:"ein,omitempty"`
	States    []string      `json:"states,omitempty"`
	Employees int           `json:"number_employees,omitempty"`
	Addresses []wireAddress `json:"addresses,omitempty"`
}

type wireAddress struct {
	Street1 string `json:"street_1"`
	Street2 string `json:"street_2,omitempty"`
	City    string `json:"city"`
	State   string `json:"state"`
	Zip     string `json:"zip"`
	Phone   string `json:"phone,omitempty"`
	Primary string `json:"is_primary"` // a string in Gusto's description
}

type wireProvision struct {
	User    wireUser       `json:"user"`
	Company wireNewCompany `json:"company"`
}

func provisionBody(c NewCompany) wireProvision {
	w := wireProvision{
		User: wireUser{FirstName: c.User.FirstName, LastName: c.User.LastName, Email: c.User.Email, Phone: digits(c.User.Phone)},
		Company: wireNewCompany{
			Name: c.Name, TradeName: c.TradeName, EIN: digits(c.EIN), States: c.States, Employees: max(0, c.Employees),
		},
	}
	for _, p := range c.Addresses {
		w.Company.Addresses = append(w.Company.Addresses, wireAddress{
			Street1: p.Street1, Street2: p.Street2, City: p.City, State: p.State, Zip: p.Zip,
			Phone: digits(p.Phone), Primary: strconv.FormatBool(p.Primary),
		})
	}
	return w
}
