package desk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/oauth"
)

// Payroll is what the desk reads at Gusto with a company's token. Every method may block on the network.
//
// Errors: *gusto.Error (answered and refused), *gusto.MalformedError, *reach.Error (no answer).
type Payroll interface {
	TokenInfo(ctx context.Context, access string) (gusto.TokenInfo, error)
	Me(ctx context.Context, access string) (gusto.Me, error)
	Company(ctx context.Context, access, company string) (gusto.Company, error)
	Admins(ctx context.Context, access, company string) ([]gusto.Admin, error)
}

// ask calls Gusto with the current access of a grant. When Gusto answers 401, access is renewed once (or somebody
// else's newer one is read) and the call is made once more: a 401 means that it was not carried out.
func ask[T any](ctx context.Context, a *access, grant string, call func(ctx context.Context, access string) (T, error)) (T, error) {
	token, err := a.grants.Token(ctx, grant)
	if err != nil {
		var none T
		return none, err
	}
	value, err := call(ctx, token.Access.Reveal())
	if !answered(err, http.StatusUnauthorized) {
		return value, err
	}
	token, err = a.grants.Refused(ctx, grant, token)
	if err != nil {
		var none T
		return none, err
	}
	return call(ctx, token.Access.Reveal())
}

// fromPayroll knows what Gusto's API answers.
func fromPayroll(err error) *Trouble {
	var (
		refused *gusto.Error
		odd     *gusto.MalformedError
	)
	if errors.As(err, &odd) {
		return &Trouble{Cause: Garbled, RequestID: odd.RequestID}
	}
	if !errors.As(err, &refused) {
		return nil
	}
	t := &Trouble{Detail: refused.Message, RequestID: refused.RequestID, Cause: NotAccepted}
	switch {
	case refused.Status == http.StatusUnauthorized:
		t.Cause = Withdrawn // ask has renewed it, and the renewed one is refused as well
	case refused.Status == http.StatusForbidden:
		t.Cause, t.Detail = MissingPermission, firstOf(refused.MissingScope, refused.Message)
	case refused.Status == http.StatusNotFound:
		t.Cause = CompanyGone
	case refused.Status == http.StatusNotAcceptable:
		t.Cause = VersionRefused
	case refused.Status == http.StatusTooManyRequests:
		t.Cause, t.Until = RateLimited, later(refused.RetryAfter)
	case refused.Status >= http.StatusInternalServerError:
		t.Cause = ProviderFault
	}
	return t
}

// check asks Gusto whether a link works, and gives the verdict. Giving up (a canceled context) is an error.
func (a *access) check(ctx context.Context, grant, company string, now func() time.Time) (Verdict, gusto.Company, error) {
	details, err := a.examine(ctx, grant, company)
	if err = explain(err); err == nil {
		return Verdict{Cause: standing(details), At: now()}, details, nil
	}
	var t *Trouble
	if errors.As(err, &t) {
		return Verdict{Cause: t.Cause, At: now(), Detail: t.Detail, RequestID: t.RequestID, Until: t.Until}, details, nil
	}
	return Verdict{}, details, err
}

// examine compares the company that the access names with the linked one, then reads it.
func (a *access) examine(ctx context.Context, grant, company string) (gusto.Company, error) {
	info, err := ask(ctx, a, grant, a.payroll.TokenInfo)
	if err != nil && !answered(err, http.StatusNotFound) {
		return gusto.Company{}, err
	}
	if reached, ok := info.Company(); ok && reached != company {
		return gusto.Company{}, &Trouble{Cause: WrongCompany, Detail: reached}
	}
	return ask(ctx, a, grant, func(ctx context.Context, access string) (gusto.Company, error) {
		return a.payroll.Company(ctx, access, company)
	})
}

// standing is what Gusto says about the company itself (Gusto's documentation, company_status and is_suspended).
func standing(c gusto.Company) Cause {
	switch {
	case c.Suspended || c.Status == "Suspended":
		return Suspended
	case c.Status == "Not Approved":
		return NotApproved
	}
	return Working
}

// Grants hands out access that works, and is where single-use refresh tokens are spent: see package oauth.
//
// Resume lets renewing go on after a pause: a person asks to try now.
// Token and Refused block on the network when access has to be renewed; giving up does not stop a renewal.
type Grants interface {
	Token(ctx context.Context, grant string) (oauth.Token, error)
	Refused(ctx context.Context, grant string, refused oauth.Token) (oauth.Token, error)
	Resume()
	Close(ctx context.Context) error
}
