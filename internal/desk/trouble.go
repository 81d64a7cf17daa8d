package desk

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"crosswalk/internal/reach"
	"crosswalk/oauth"
)

// rule turns one kind of error into trouble, nil for any other.
type rule func(error) *Trouble

// rules are asked in their order: the more telling ones come first.
type rules []rule

func (rs rules) tell(err error) *Trouble {
	for _, r := range rs {
		if t := r(err); t != nil {
			return t
		}
	}
	return nil
}

// when is the rule for errors of one type.
func when[E error](say func(E) *Trouble) rule {
	return func(err error) *Trouble {
		if e, ok := errors.AsType[E](err); ok {
			return say(e)
		}
		return nil
	}
}

// is is the rule for errors that need no detail.
func is(cause Cause, targets ...error) rule {
	return func(err error) *Trouble {
		for _, target := range targets {
			if errors.Is(err, target) {
				return &Trouble{Cause: cause}
			}
		}
		return nil
	}
}

// translators turn one room's errors into trouble each; the more telling room comes first.
func translators() rules {
	return rules{fromDesk, fromRenewal().tell, fromClients, fromStorage.tell, fromConsent.tell, fromToken.tell, fromPayroll, fromReach.tell}
}

// explain turns any error of the rooms below into trouble. Giving up (context.Canceled) and nil stay as they are.
func explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if t := translators().tell(err); t != nil {
		t.Err = err
		return t
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &Trouble{Cause: NoAnswer, Err: err}
	}
	return &Trouble{Cause: Unforeseen, Detail: err.Error(), Err: err}
}

// CauseOf gives the cause of an error that the desk returned; "" for nil and for giving up.
func CauseOf(err error) Cause {
	if err = explain(err); err == nil {
		return ""
	}
	var t *Trouble
	if errors.As(err, &t) {
		return t.Cause
	}
	return ""
}

// fromDesk keeps what was told already.
var fromDesk = when(func(t *Trouble) *Trouble { known := *t; return &known })

// fromConsent knows what can happen between the browser and the answer.
var fromConsent = rules{
	is(ChangedMeanwhile, oauth.ErrGone),
	is(DeskLocked, oauth.ErrClosed), // or it is being closed, when nobody reads it
	is(TimedOut, oauth.ErrTimedOut),
	when(func(e *oauth.PortBusyError) *Trouble {
		return &Trouble{Cause: PortBusy, Detail: strings.Join(e.Addresses, ", ")}
	}),
	when(func(*oauth.DeniedError) *Trouble { return &Trouble{Cause: Denied} }),
	when(func(e *oauth.AnswerError) *Trouble {
		return &Trouble{Cause: AnswerRefused, Detail: firstOf(e.Description, e.Code)}
	}),
	when(func(e *oauth.IssuerError) *Trouble { return &Trouble{Cause: AnswerRefused, Detail: e.Error()} }),
	when(func(e *oauth.RedirectError) *Trouble { return &Trouble{Cause: BadSetup, Detail: "The " + e.Error()} }),
	when(func(e *oauth.PasteError) *Trouble { return &Trouble{Cause: pasteCauses[e.Kind]} }),
}

var pasteCauses = map[oauth.PasteKind]Cause{
	oauth.PasteNoAddress: PastedNonsense, oauth.PasteOtherAddress: PastedNoCode, oauth.PasteStillThere: PastedTooEarly,
	oauth.PasteNoAnswer: PastedNoCode, oauth.PasteOtherAttempt: PastedForeign, oauth.PasteOver: PastedTooLate,
}

// fromRenewal knows how a renewal can end. What it wraps of the provider and of the network is told by their own.
func fromRenewal() rules {
	return rules{
		when(func(e *oauth.ReauthError) *Trouble {
			if e.Likely == oauth.ReauthLostAnswer {
				return &Trouble{Cause: LostInRenewal}
			}
			return &Trouble{Cause: NeedsReconnecting}
		}),
		is(NeedsReconnecting, oauth.ErrQuarantined),
		is(Withdrawn, oauth.ErrAccessRefused),
		when(func(*oauth.PausedError) *Trouble { return &Trouble{Cause: KeysRefused} }),
		when(func(*oauth.OtherClientError) *Trouble { return &Trouble{Cause: KeysRefused} }),
		when(func(*oauth.UnsavedError) *Trouble { return &Trouble{Cause: NotSaved} }),
		when(func(e *oauth.DelayedError) *Trouble {
			t := &Trouble{Cause: Unreachable}
			errors.As(explain(e.Err), &t)
			return &Trouble{Cause: t.Cause, Detail: t.Detail, RequestID: t.RequestID, Until: e.Until}
		}),
		when(func(e *oauth.BusyError) *Trouble {
			return &Trouble{Cause: BusyElsewhere, Detail: e.Holder, Until: e.Until}
		}),
	}
}

var refusedCauses = map[oauth.RefusedKind]Cause{
	oauth.KeysRefused: KeysRefused, oauth.GrantRefused: GrantRefused, oauth.NotAccepted: NotAccepted,
}

// fromToken knows what the token endpoint answers.
var fromToken = rules{
	when(func(e *oauth.RefusedError) *Trouble {
		return &Trouble{Cause: refusedCauses[e.Kind], Detail: firstOf(e.Description, e.Code), RequestID: e.RequestID}
	}),
	when(func(e *oauth.ServerError) *Trouble {
		cause := ProviderFault
		if e.Status == http.StatusTooManyRequests {
			cause = RateLimited
		}
		return &Trouble{Cause: cause, RequestID: e.RequestID, Until: later(e.RetryAfter)}
	}),
	when(func(e *oauth.AmbiguousError) *Trouble { return &Trouble{Cause: AnswerLost, RequestID: e.RequestID} }),
}

var reachCauses = map[reach.Cause]Cause{
	reach.Unknown: Unreachable, reach.Timeout: NoAnswer, reach.DNS: NoName, reach.ConnectionRefused: ConnectionRefused,
	reach.NoRoute: NoRoute, reach.Proxy: ProxyBroken, reach.ProxyAuth: ProxySignIn, reach.TLSIntercepted: Intercepted,
	reach.TLSOther: TLSBroken, reach.ClockWrong: ClockWrong, reach.CaptivePortal: CaptivePortal, reach.Cut: Unreachable,
}

// fromReach knows why a request did not arrive.
var fromReach = rules{
	when(func(e *reach.CAFileError) *Trouble { return &Trouble{Cause: BadCertificate, Detail: e.Error()} }),
	when(func(e *reach.Error) *Trouble {
		cause := reachCauses[e.Cause]
		detail := e.Host
		if e.Detail != "" && (cause == Intercepted || cause == ClockWrong || cause == TLSBroken || cause == ProxyBroken || cause == ProxySignIn) {
			detail = e.Detail
		}
		return &Trouble{Cause: cause, Detail: detail}
	}),
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// later is the moment that a Retry-After points to; zero when there was none.
func later(wait time.Duration) time.Time {
	if wait <= 0 {
		return time.Time{}
	}
	return time.Now().Add(wait)
}
