package provision

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/gusto"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// accountsWrite is the permission that making companies needs (Gusto's documentation, "Create a partner managed company").
const accountsWrite = "accounts:write"

// judge says what came of the one request. Whatever leaves a doubt is unknown: to take a company for not made that was
// made is what must not happen.
func judge(c desk.Counter, p gusto.Provisioned, err error, places int, now time.Time) ending {
	if err == nil {
		return ending{State: storage.AttemptCreated, Claim: ownPlace(p.ClaimURL, c.Environment.BaseURL)}
	}
	var refused *gusto.Error
	vain := gusto.OutcomeOf(err) == gusto.NotDone
	if errors.As(err, &refused) && vain {
		return answered(c, refused, places, now)
	}
	e := ending{State: storage.AttemptUnknown, Cause: desk.OutcomeUnknown}
	if t := desk.Explained(err); t != nil {
		e.Detail, e.RequestID = t.Detail, t.RequestID
		if e.Detail == "" {
			e.Detail = string(t.Cause)
		}
		if vain { // it never left this computer
			e.State, e.Cause, e.Detail, e.Until = storage.AttemptNotSent, t.Cause, t.Detail, t.Until
		}
	}
	return e
}

// answered is what an answer of Gusto means that says no.
func answered(c desk.Counter, refused *gusto.Error, places int, now time.Time) ending {
	e := ending{State: storage.AttemptNotSent, Detail: refused.Message, RequestID: refused.RequestID}
	switch refused.Status {
	case http.StatusUnauthorized:
		e.Cause = desk.KeysRefused
		if c.OldToken {
			e.Cause = desk.OldTokenRefused
		}
	case http.StatusForbidden:
		e.Cause = desk.NotAccepted
		if refused.Category == gusto.MissingScopes || refused.Category == gusto.MissingPermissions {
			e.Cause, e.Detail = desk.MayNotProvision, cmp.Or(refused.MissingScope, accountsWrite)
		}
	case http.StatusNotAcceptable:
		e.Cause = desk.VersionRefused
	case http.StatusTooManyRequests:
		e.Cause, e.Until = desk.RateLimited, now.Add(refused.RetryAfter)
	default:
		e.State, e.Cause, e.Errors = storage.AttemptRefused, desk.CompanyRefused, fieldErrors(refused, places)
	}
	return e
}

// company is an application as it is sent.
func company(a intake.Application) gusto.NewCompany {
	n := gusto.NewCompany{
		User: gusto.NewUser{FirstName: a.Person.First, LastName: a.Person.Last, Email: a.Person.Email, Phone: a.Person.Phone},
		Name: a.Legal, TradeName: a.Trade, EIN: a.EIN, States: a.States, Employees: a.Employees,
	}
	for _, p := range a.Addresses {
		n.Addresses = append(n.Addresses, gusto.Address{
			Street1: p.Street1, Street2: p.Street2, City: p.City, State: p.State, Zip: p.ZIP, Phone: p.Phone, Primary: p.Primary,
		})
	}
	return n
}
