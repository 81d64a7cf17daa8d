package desk

import (
	"context"
	"errors"
	"net/http"

	"crosswalk/internal/gusto"
	"crosswalk/internal/pace"
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
	// DisconnectApp is asked with a system token.
	DisconnectApp(ctx context.Context, system, company string) error
}

// ask calls Gusto with the current access of a grant. When Gusto answers 401, access is renewed once (or somebody
// else's newer one is read) and the call is made once more: a 401 means that it was not carried out. What ended on the
// way, because the computer slept, proves nothing, and is renewed again.
//
// Gusto's limit of requests is kept: see [pace.Pace]. Whoever waits for nothing gets RateLimited at once.
func ask[T any](ctx context.Context, a *access, grant string, call func(ctx context.Context, access string) (T, error)) (T, error) {
	token, err := a.grants.Token(ctx, grant)
	for renewed := false; err == nil; renewed = true {
		value, err := paced(ctx, a, grant, token, call)
		if !answered(err, http.StatusUnauthorized) || renewed && token.Fresh(a.now(), 0) {
			return value, err
		}
		if token, err = a.grants.Refused(ctx, grant, token); err != nil {
			return value, lostRenewal(err)
		}
	}
	var none T
	return none, lostRenewal(err)
}

// lostRenewal says of a renewal whose answer got lost why it did: the renewal is made again by itself, and no consent has
// to be gone through again, as after the lost answer to one.
func lostRenewal(err error) error {
	var (
		lost    *oauth.AmbiguousError
		again   *oauth.ReauthError
		delayed *oauth.DelayedError
	)
	if !errors.As(err, &lost) || errors.As(err, &again) {
		return err
	}
	t := fromReach.tell(err)
	if t == nil {
		t = &Trouble{Cause: Garbled}
	}
	t.RequestID, t.Err = lost.RequestID, err
	if errors.As(err, &delayed) {
		t.Until = delayed.Until
	}
	return t
}

// turn takes a place for one request of a grant: see [pace.Pace.Turn].
func (a *access) turn(ctx context.Context, grant string) error {
	err := a.pace.Turn(ctx, grant)
	var late *pace.LateError
	if errors.As(err, &late) {
		return &Trouble{Cause: RateLimited, Until: late.Until}
	}
	return err
}

// paced makes one call when its turn has come, and hears how long Gusto wants to be left alone.
func paced[T any](ctx context.Context, a *access, grant string, t oauth.Token, call func(ctx context.Context, access string) (T, error)) (T, error) {
	if err := a.turn(ctx, grant); err != nil {
		var none T
		return none, err
	}
	ctx, cancel := pace.Limited(ctx)
	defer cancel()
	pages := 0
	value, err := call(gusto.Watch(ctx, func(gusto.Call) { pages++ }), t.Access.Reveal())
	a.pace.More(grant, pages-1) // a list of several pages is several requests
	var refused *gusto.Error
	if errors.As(err, &refused) && refused.Status == http.StatusTooManyRequests {
		a.pace.Hold(grant, refused.RetryAfter)
	}
	return value, err
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
