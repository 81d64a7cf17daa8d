package oauth

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrTimedOut ends a wait whose deadline passed without an answer.
var ErrTimedOut = errors.New("no answer came from the browser in time")

// ErrClosed is the answer of a Client that was closed.
var ErrClosed = errors.New("no new sign-in after closing")

// RedirectError says that a redirect URI cannot be used as it is registered.
type RedirectError struct {
	URI     string
	Problem string // in words, lower case
}

func (e *RedirectError) Error() string {
	if e.URI == "" {
		return "redirect address: " + e.Problem
	}
	return fmt.Sprintf("redirect address %s: %s", e.URI, e.Problem)
}

// PortBusyError says that none of the registered redirect addresses can be
// listened on: their ports are taken by other programs or, on Windows, reserved
// by the system.
type PortBusyError struct {
	Addresses []string // each address tried, as host:port
	Err       error    // the last reason
}

func (e *PortBusyError) Error() string {
	return fmt.Sprintf("listen on %s: %v", strings.Join(e.Addresses, ", "), e.Err)
}
func (e *PortBusyError) Unwrap() error { return e.Err }

// DeniedError says that the person, or the server for them, did not give access:
// error=access_denied (RFC 6749 section 4.1.2.1).
type DeniedError struct{ Description string }

func (e *DeniedError) Error() string { return "access was not given" }

// AnswerError is any other error that the server sent back through the browser
// (RFC 6749 section 4.1.2.1). Both texts are cleaned of control characters and capped.
type AnswerError struct{ Code, Description string }

func (e *AnswerError) Error() string {
	return "the server answered the sign-in with " + withDescription(e.Code, e.Description)
}

// IssuerError says that the answer named another issuer than the one asked, or
// none where one is promised (RFC 9207 section 2.4). Nothing was exchanged.
type IssuerError struct{ Want, Got string }

func (e *IssuerError) Error() string {
	if e.Got == "" {
		return "the answer does not say that it comes from " + e.Want
	}
	return fmt.Sprintf("the answer comes from %s, asked was %s", e.Got, e.Want)
}

// RefusedKind says what the token endpoint did not accept.
type RefusedKind int

// What the token endpoint refused.
const (
	// NotAccepted: refused for a reason that proves nothing about the grant or
	// the keys (invalid_request, an unknown code, a redirect, a 4xx page). What
	// was sent is not proven dead.
	NotAccepted RefusedKind = iota
	// KeysRefused: invalid_client or unauthorized_client. The application's id
	// or secret is wrong; every grant is untouched.
	KeysRefused
	// GrantRefused: invalid_grant. The code or refresh token that was sent is
	// used up, expired or revoked.
	GrantRefused
)

func (k RefusedKind) String() string {
	switch k {
	case KeysRefused:
		return "keys refused"
	case GrantRefused:
		return "grant refused"
	default:
		return "not accepted"
	}
}

// RefusedError is a clear refusal by the token or revocation endpoint (RFC 6749
// section 5.2).
type RefusedError struct {
	Kind        RefusedKind
	Code        string // error, cleaned and capped; may be empty
	Description string // error_description, cleaned and capped; may be empty
	Status      int
	RequestID   string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("%v (HTTP %d)", e.Kind, e.Status) + suffix(withDescription(e.Code, e.Description))
}

// ServerError says that the server could not do it now: 5xx, 429, 408, or
// temporarily_unavailable. The grant is untouched as far as anybody knows.
type ServerError struct {
	Status     int
	Code       string // error, cleaned and capped; usually empty
	RequestID  string
	RetryAfter time.Duration // as the server asked; 0 when it did not
}

func (e *ServerError) Error() string {
	return fmt.Sprintf("the server could not answer (HTTP %d)", e.Status) + suffix(e.Code)
}

// Untouched says that the request was turned away before it was worked on
// (429, 503). With any other status it may have been processed.
func (e *ServerError) Untouched() bool { return e.Status == 429 || e.Status == 503 }

// AmbiguousError says that the request may have been processed but its answer
// is lost, cut short or unreadable: a code may be used up, a refresh token may
// be rotated. When the line broke, Err is the transport's *reach.Error.
type AmbiguousError struct {
	Status    int    // 0 when there was no status line
	Reason    string // in words, lower case; never a part of the body
	RequestID string
	Err       error
}

func (e *AmbiguousError) Error() string {
	s := "the answer cannot be used: " + e.Reason
	if e.Status != 0 {
		s += fmt.Sprintf(" (HTTP %d)", e.Status)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}
func (e *AmbiguousError) Unwrap() error { return e.Err }

// SettleError says that access was given and exchanged, but what the caller did
// with it (keep it, read the company) went wrong.
type SettleError struct{ Err error }

func (e *SettleError) Error() string { return "settle the new access: " + e.Err.Error() }
func (e *SettleError) Unwrap() error { return e.Err }

// PasteKind says why a pasted address is not the answer that is waited for.
type PasteKind int

// Why a pasted address was not accepted.
const (
	// PasteNoAddress: the text is no address.
	PasteNoAddress PasteKind = iota
	// PasteOtherAddress: an address, but not the one that the sign-in returns to.
	PasteOtherAddress
	// PasteStillThere: an address of the sign-in server or of the start link;
	// the sign-in has not come to its end yet.
	PasteStillThere
	// PasteNoAnswer: the right address without a code in it, for example with
	// its end cut off.
	PasteNoAnswer
	// PasteOtherAttempt: an answer to another or an earlier sign-in.
	PasteOtherAttempt
	// PasteOver: this attempt has its answer or has ended.
	PasteOver
)

// PasteError refuses a pasted address; the wait goes on. It never repeats the address.
type PasteError struct{ Kind PasteKind }

func (e *PasteError) Error() string {
	switch e.Kind {
	case PasteOtherAddress:
		return "the pasted address is not the one that the sign-in returns to"
	case PasteStillThere:
		return "the pasted address is a page of the sign-in itself"
	case PasteNoAnswer:
		return "the pasted address has no answer in it"
	case PasteOtherAttempt:
		return "the pasted address answers another sign-in"
	case PasteOver:
		return "the sign-in has ended already"
	default:
		return "the pasted text is not an address"
	}
}

func withDescription(code, description string) string {
	switch {
	case description == "":
		return code
	case code == "":
		return description
	default:
		return code + " (" + description + ")"
	}
}

func suffix(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}
