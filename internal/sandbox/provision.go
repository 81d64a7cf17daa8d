package sandbox

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// provision is a company that was made and is waiting to be claimed, or has been.
type provision struct {
	Claim     string // digest of the last part of the claim address
	At        time.Time
	CompanyID string
	Claimed   bool `json:",omitempty"`
	Name      string
	Trade     string `json:",omitempty"`
	EIN       string `json:",omitempty"` // as Gusto shows it
	User      provisionUser
	Addresses []provisionAddress
	link      string // in memory only: it is as good as a password
}

type provisionAddress struct {
	Street1 string `json:"street_1"`
	Street2 string `json:"street_2"`
	City    string `json:"city"`
	State   string `json:"state"`
	ZIP     string `json:"zip"`
	Phone   string `json:"phone"`
	Primary any    `json:"is_primary"` // "true" or "false" in the description; a boolean was accepted too
}

type provisionUser struct {
	First string `json:"first_name"`
	Last  string `json:"last_name"`
	Email string `json:"email"`
	Phone string `json:"phone"`
}

type provisionCompany struct {
	Name      string             `json:"name"`
	Trade     string             `json:"trade_name"`
	EIN       string             `json:"ein"`
	States    []string           `json:"states"`
	Employees *float64           `json:"number_employees"`
	Addresses []provisionAddress `json:"addresses"`
}

type provisionRequest struct {
	User    *provisionUser    `json:"user"`
	Company *provisionCompany `json:"company"`
}

// provisionEntry takes the older organization-wide token as well as a system token.
func (g *Gusto) provisionEntry(w http.ResponseWriter, r *http.Request) {
	old, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Token ")
	if !ok {
		g.api("accounts:write", systemToken, g.provision)(w, r)
		return
	}
	if !g.rightVersion(w, r) {
		return
	}
	if g.opt.APIToken == "" || digest(old) != digest(g.opt.APIToken) {
		g.unauthorized(w, "The access token is invalid")
		return
	}
	if g.limits.admit(w, "", g.now()) {
		g.provision(w, r, bearer{})
	}
}

func (g *Gusto) provision(w http.ResponseWriter, r *http.Request, _ bearer) {
	var in provisionRequest
	if err := json.Unmarshal(callOf(r).body, &in); err != nil {
		fail(w, http.StatusUnprocessableEntity, apiError{Key: "base", Category: "invalid_attribute_value", Message: "The request cannot be read: a value has the wrong type."})
		return
	}
	if bad := in.check(); len(bad) > 0 {
		fail(w, http.StatusUnprocessableEntity, bad...)
		return
	}
	v := g.newProvision(in)
	secret := newSecret()
	v.Claim = digest(secret)
	v.link = g.base(r) + "/claim_account/" + secret
	taken := g.book.taken(v.User.Email, v.EIN)
	err := g.store.update(func(d *data) bool {
		if len(taken) == 0 {
			taken = d.taken(v.User.Email, v.EIN, g.faults.on(refuseRepeats))
		}
		if len(taken) > 0 {
			return false
		}
		d.Provisions = append(d.Provisions, v)
		return true
	})
	switch {
	case err != nil:
		cannotSave(w)
	case len(taken) > 0:
		fail(w, http.StatusUnprocessableEntity, taken...)
	default:
		writeJSON(w, http.StatusCreated, map[string]string{"account_claim_url": v.link})
	}
}

func (g *Gusto) newProvision(in provisionRequest) *provision {
	v := &provision{At: g.now().Round(0), CompanyID: uuid.NewString(), Name: strings.TrimSpace(in.Company.Name), Trade: in.Company.Trade,
		User: *in.User, Addresses: in.Company.Addresses}
	v.User.Phone = digits(v.User.Phone)
	if ein := digits(in.Company.EIN); ein != "" {
		v.EIN = ein[:2] + "-" + ein[2:]
	}
	return v
}

var (
	emailForm = compiled(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
	stateForm = compiled(`^[A-Z]{2}$`)
	zipForm   = compiled(`^\d{5}(-\d{4})?$`)
)

// compiled has a regular expression made when it is first asked for: a program that starts plays Gusto seldom.
func compiled(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// check gives what is wrong, in Gusto's shapes: the two whole parts and the e-mail address flat, the rest nested under their part.
func (in provisionRequest) check() []apiError {
	var bad []apiError
	if in.User == nil {
		bad = append(bad, required("user"))
	} else {
		bad = append(bad, in.User.check()...)
	}
	if in.Company == nil {
		bad = append(bad, required("company"))
	} else if inside := in.Company.check(); len(inside) > 0 {
		bad = append(bad, nested("company", nil, inside))
	}
	return bad
}

func (u *provisionUser) check() []apiError {
	var bad, inside []apiError
	for _, one := range [][2]string{{"first_name", u.First}, {"last_name", u.Last}, {"email", u.Email}} {
		if strings.TrimSpace(one[1]) == "" {
			inside = append(inside, required(one[0]))
		}
	}
	if n := len(digits(u.Phone)); u.Phone != "" && n != 10 {
		inside = append(inside, invalid("phone", "Phone number must be 10 digits."))
	}
	if len(inside) > 0 {
		bad = append(bad, nested("user", nil, inside))
	}
	if u.Email != "" && !emailForm().MatchString(u.Email) {
		bad = append(bad, invalid("base", "Invalid email address."))
	}
	return bad
}

func (c *provisionCompany) check() []apiError {
	var bad []apiError
	switch name := strings.TrimSpace(c.Name); {
	case name == "":
		bad = append(bad, required("name"))
	case len([]rune(name)) < 2:
		bad = append(bad, invalid("name", "Name is too short (minimum is 2 characters)."))
	}
	if c.EIN != "" && len(digits(c.EIN)) != 9 {
		bad = append(bad, invalid("ein", "EIN must be 9 digits."))
	}
	for _, state := range c.States {
		if !stateForm().MatchString(state) {
			bad = append(bad, invalid("states", "State must be a two-letter code."))
			break
		}
	}
	if c.Employees != nil && *c.Employees < 0 {
		bad = append(bad, invalid("number_employees", "Number of employees must not be negative."))
	}
	primaries := 0
	for i, a := range c.Addresses {
		if a.primary() {
			primaries++
		}
		if inside := a.check(); len(inside) > 0 {
			bad = append(bad, nested("addresses", map[string]any{"index": i}, inside))
		}
	}
	if primaries > 1 {
		bad = append(bad, invalid("addresses", "Only one address can be primary."))
	}
	return bad
}

func (a provisionAddress) primary() bool { return a.Primary == true || a.Primary == "true" }

func (a provisionAddress) check() []apiError {
	var bad []apiError
	if a.State != "" && !stateForm().MatchString(a.State) {
		bad = append(bad, invalid("state", "State must be a two-letter code."))
	}
	if a.ZIP != "" && !zipForm().MatchString(a.ZIP) {
		bad = append(bad, invalid("zip", "Zip must be 5 or 9 digits."))
	}
	if a.Phone != "" && len(digits(a.Phone)) != 10 {
		bad = append(bad, invalid("phone", "Phone number must be 10 digits."))
	}
	if a.Primary != nil && !slices.Contains([]any{true, false, "true", "false"}, a.Primary) {
		bad = append(bad, invalid("is_primary", "Is primary must be true or false."))
	}
	return bad
}

func required(key string) apiError {
	return apiError{Key: key, Category: "missing_parameter", Message: key + " is required."}
}

func invalid(key, text string) apiError {
	return apiError{Key: key, Category: "invalid_attribute_value", Message: text}
}

func nested(key string, where map[string]any, inside []apiError) apiError {
	return apiError{Key: key, Category: "nested_errors", Metadata: where, Errors: inside}
}

// digits leaves the digits of a number that people write with dashes.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
