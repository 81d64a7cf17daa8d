package oauth

import (
	"errors"
	"fmt"
	"time"
)

// ErrAccessRefused is what a use of an access token returns, wrapped or not, when the API answered 401 to it. A
// [Renewer] returns it when even a token that was just renewed is refused.
var ErrAccessRefused = errors.New("the access token is refused")

// ReauthCause is the likely reason why a person has to sign in again.
type ReauthCause int

// Why a person has to sign in again.
const (
	// ReauthRefused: the provider does not take the refresh token any more, without anything on this side to explain it: access
	// was revoked, the person left the company, or the token was used by another computer.
	ReauthRefused ReauthCause = iota
	// ReauthLostAnswer: an earlier renewal's answer was lost, and with it the only living pair. Under Gusto's
	// documented rule that cannot happen.
	ReauthLostAnswer
	// ReauthBefore: it was found out earlier, here or in another window.
	ReauthBefore
)

// ReauthError says that a grant needs its person: the provider refused its refresh token. The pair is kept.
type ReauthError struct {
	Grant  string
	Likely ReauthCause
	Err    error // *RefusedError, or ErrQuarantined
}

func (e *ReauthError) Error() string {
	return "renew: the sign-in has to be done again: " + e.Err.Error()
}

// Unwrap returns what the provider or the vault said.
func (e *ReauthError) Unwrap() error { return e.Err }

// PausedError says that no grant is renewed until a person looks: see [Renewer.Resume]. No grant is condemned.
type PausedError struct {
	// Many says that several grants in a row were refused, which rather has one common reason. Otherwise the
	// application's id or secret was refused.
	Many bool
	Err  error // *RefusedError
}

func (e *PausedError) Error() string {
	if e.Many {
		return "renewing is paused, several sign-ins in a row were refused: " + e.Err.Error()
	}
	return "renewing is paused: " + e.Err.Error()
}

// Unwrap returns the refusal.
func (e *PausedError) Unwrap() error { return e.Err }

// OtherClientError says that a grant was given to another application than the one whose keys are set up. Nothing was sent.
type OtherClientError struct{ Grant, Want, Have string }

func (e *OtherClientError) Error() string {
	return fmt.Sprintf("renew: the sign-in was given to application %s, set up is %s", e.Want, e.Have)
}

// UnsavedError says that a grant was renewed and its new pair could not be stored. It is kept in memory, is not
// used, and storing it is tried again until it is in or the program ends.
type UnsavedError struct {
	Grant string
	Since time.Time
	Err   error // why the latest try to store it did not work
}

func (e *UnsavedError) Error() string { return "renewed, not yet saved: " + e.Err.Error() }

// Unwrap returns why it could not be stored.
func (e *UnsavedError) Unwrap() error { return e.Err }

// NotSentError says that a renewal ended before anything was sent, because of this computer: the intent could not
// be written down, or it took too long to get that far.
type NotSentError struct{ Err error }

func (e *NotSentError) Error() string { return "renew: nothing was sent: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *NotSentError) Unwrap() error { return e.Err }

// errTooLate stops a request when the lease has grown old before it could be sent: the computer slept, or a disk did.
var errTooLate = errors.New("too much time passed before it could be sent")

// DelayedError says that a renewal did not work and is not tried again before a time: the provider asked for that, or has
// given answers that do not get better by asking at once.
type DelayedError struct {
	Until time.Time
	Err   error // what the last try came to
}

func (e *DelayedError) Error() string {
	return "renew: not before " + e.Until.UTC().Format(time.TimeOnly) + " UTC: " + e.Err.Error()
}

// Unwrap returns what the last try came to.
func (e *DelayedError) Unwrap() error { return e.Err }
