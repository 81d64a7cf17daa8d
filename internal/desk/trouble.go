package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"crosswalk/internal/reach"
	"crosswalk/oauth"
)

// translators turn one room's errors into trouble each, nil for "not mine"; the more telling room comes first.
func translators() []func(error) *Trouble {
	return []func(error) *Trouble{fromDesk, fromRenewal, fromStorage, fromConsent, fromToken, fromPayroll, fromReach}
}

// explain turns any error of the rooms below into trouble. Giving up (context.Canceled) and nil stay as they are.
func explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	for _, translate := range translators() {
		if t := translate(err); t != nil {
			t.Err = err
			return t
		}
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

func fromDesk(err error) *Trouble {
	var t *Trouble
	if errors.As(err, &t) {
		known := *t
		return &known
	}
	return nil
}

// fromConsent knows what can happen between the browser and the answer.
func fromConsent(err error) *Trouble {
	var (
		busy     *oauth.PortBusyError
		denied   *oauth.DeniedError
		answer   *oauth.AnswerError
		issuer   *oauth.IssuerError
		redirect *oauth.RedirectError
		paste    *oauth.PasteError
	)
	switch {
	case errors.Is(err, oauth.ErrGone):
		return &Trouble{Cause: ChangedMeanwhile}
	case errors.Is(err, oauth.ErrTimedOut):
		return &Trouble{Cause: TimedOut}
	case errors.As(err, &busy):
		return &Trouble{Cause: PortBusy, Detail: strings.Join(busy.Addresses, ", ")}
	case errors.As(err, &denied):
		return &Trouble{Cause: Denied}
	case errors.As(err, &answer):
		return &Trouble{Cause: AnswerRefused, Detail: firstOf(answer.Description, answer.Code)}
	case errors.As(err, &issuer):
		return &Trouble{Cause: AnswerRefused, Detail: issuer.Error()}
	case errors.As(err, &redirect):
		return &Trouble{Cause: BadSetup, Detail: "The " + redirect.Error()}
	case errors.As(err, &paste):
		return &Trouble{Cause: pasteCauses[paste.Kind]}
	}
	return nil
}

var pasteCauses = map[oauth.PasteKind]Cause{
	oauth.PasteNoAddress: PastedNonsense, oauth.PasteOtherAddress: PastedNoCode, oauth.PasteStillThere: PastedTooEarly,
	oauth.PasteNoAnswer: PastedNoCode, oauth.PasteOtherAttempt: PastedForeign, oauth.PasteOver: PastedTooLate,
}

// fromRenewal knows how a renewal can end. What it wraps of the provider and of the network is told by their own.
func fromRenewal(err error) *Trouble {
	var (
		reauth  *oauth.ReauthError
		paused  *oauth.PausedError
		other   *oauth.OtherClientError
		unsaved *oauth.UnsavedError
		delayed *oauth.DelayedError
		busy    *oauth.BusyError
	)
	switch {
	case errors.As(err, &reauth) && reauth.Likely == oauth.ReauthLostAnswer:
		return &Trouble{Cause: LostInRenewal}
	case errors.As(err, &reauth), errors.Is(err, oauth.ErrQuarantined):
		return &Trouble{Cause: NeedsReconnecting}
	case errors.Is(err, oauth.ErrAccessRefused):
		return &Trouble{Cause: Withdrawn}
	case errors.As(err, &paused), errors.As(err, &other):
		return &Trouble{Cause: KeysRefused}
	case errors.As(err, &unsaved):
		return &Trouble{Cause: NotSaved}
	case errors.As(err, &delayed):
		t := &Trouble{Cause: Unreachable}
		errors.As(explain(delayed.Err), &t)
		return &Trouble{Cause: t.Cause, Detail: t.Detail, RequestID: t.RequestID, Until: delayed.Until}
	case errors.As(err, &busy):
		return &Trouble{Cause: BusyElsewhere, Detail: busy.Holder, Until: busy.Until}
	}
	return nil
}

// fromToken knows what the token endpoint answers.
func fromToken(err error) *Trouble {
	var (
		refused   *oauth.RefusedError
		server    *oauth.ServerError
		ambiguous *oauth.AmbiguousError
	)
	switch {
	case errors.As(err, &refused):
		cause := map[oauth.RefusedKind]Cause{
			oauth.KeysRefused: KeysRefused, oauth.GrantRefused: GrantRefused, oauth.NotAccepted: NotAccepted,
		}[refused.Kind]
		return &Trouble{Cause: cause, Detail: firstOf(refused.Description, refused.Code), RequestID: refused.RequestID}
	case errors.As(err, &server) && server.Status == 429:
		return &Trouble{Cause: RateLimited, RequestID: server.RequestID, Until: later(server.RetryAfter)}
	case errors.As(err, &server):
		return &Trouble{Cause: ProviderFault, RequestID: server.RequestID, Until: later(server.RetryAfter)}
	case errors.As(err, &ambiguous):
		return &Trouble{Cause: AnswerLost, RequestID: ambiguous.RequestID}
	}
	return nil
}

var reachCauses = map[reach.Cause]Cause{
	reach.Unknown: Unreachable, reach.Timeout: NoAnswer, reach.DNS: NoName, reach.ConnectionRefused: ConnectionRefused,
	reach.NoRoute: NoRoute, reach.Proxy: ProxyBroken, reach.ProxyAuth: ProxySignIn, reach.TLSIntercepted: Intercepted,
	reach.TLSOther: TLSBroken, reach.ClockWrong: ClockWrong, reach.CaptivePortal: CaptivePortal, reach.Cut: Unreachable,
}

// fromReach knows why a request did not arrive.
func fromReach(err error) *Trouble {
	var (
		lost *reach.Error
		file *reach.CAFileError
	)
	switch {
	case errors.As(err, &file):
		return &Trouble{Cause: BadCertificate, Detail: file.Error()}
	case errors.As(err, &lost):
		cause := reachCauses[lost.Cause]
		detail := lost.Host
		if lost.Detail != "" && (cause == Intercepted || cause == ClockWrong || cause == TLSBroken || cause == ProxyBroken || cause == ProxySignIn) {
			detail = lost.Detail
		}
		return &Trouble{Cause: cause, Detail: detail}
	}
	return nil
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
