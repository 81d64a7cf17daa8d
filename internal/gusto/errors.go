package gusto

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"crosswalk/internal/reach"
)

// The categories of Gusto's errors that somebody decides on (Gusto's documentation, "Errors").
const (
	InvalidToken           = "invalid_token"            // 401: expired, revoked or unknown
	MissingScopes          = "missing_oauth_scopes"     // 403: the application lacks a scope; see MissingScope
	MissingPermissions     = "missing_permissions"      // 403: the person lacks a permission
	NotFound               = "not_found"                // 404
	InvalidVersion         = "invalid_api_version"      // 406: this version of the API has ended
	InvalidResourceVersion = "invalid_resource_version" // 409
	InvalidAttribute       = "invalid_attribute_value"  // 422
	MissingParameter       = "missing_parameter"        // 422
	InvalidOperation       = "invalid_operation"        // 422
	DuplicateOperation     = "duplicate_operation"      // 422
	InternalError          = "internal_error"           // 500
	RateLimited            = "rate_limited"             // 429; Gusto names no category for it, this one is ours
	NestedErrors           = "nested_errors"            // what is wrong is in Nested
)

// Error says that Gusto answered, and refused.
type Error struct {
	Method, Path string
	Status       int           // 400 and more
	Category     string        // of the first thing said; where Gusto said nothing, the one that the status implies, or empty
	Key          string        // the field it is about, as a path with dots; empty for the request as a whole
	Message      string        // Gusto's sentence, cleaned and capped; may quote what a person typed
	Details      []Detail      // everything Gusto said, in its order
	RequestID    string        // to be shown to Gusto's support
	RetryAfter   time.Duration // how long Gusto wants to be left alone; 0 when not said
	MissingScope string        // which scope is missing, where Gusto says so
}

// Detail is one thing that Gusto found wrong.
type Detail struct {
	Key      string
	Category string
	Message  string
	Scope    string // metadata.missing_scope_name
	At       string // metadata.index: which of several it is about, counted from 0; "" where not said
	Nested   []Detail
}

func (e *Error) Error() string {
	s := fmt.Sprintf("%s %s: Gusto answered %d", e.Method, e.Path, e.Status)
	if e.Category != "" {
		s += " " + e.Category
	}
	if e.Key != "" {
		s += " (" + e.Key + ")"
	}
	if e.RequestID != "" {
		s += ", request " + e.RequestID
	}
	return s
}

// Leaves returns the details that nest no others, each with the whole path of its field as Key
// ("company.addresses.zip", or "company.addresses[1].zip" where Gusto says which), which is how a form finds the field that a sentence belongs to.
func (e *Error) Leaves() []Detail { return leaves("", e.Details) }

func leaves(under string, list []Detail) []Detail {
	var all []Detail
	for _, d := range list {
		switch {
		case under == "" || d.Key == "":
			d.Key = under + d.Key
		default:
			d.Key = under + "." + d.Key
		}
		if d.At != "" && d.Key != under {
			d.Key += "[" + d.At + "]"
		}
		if len(d.Nested) > 0 {
			all = append(all, leaves(d.Key, d.Nested)...)
			continue
		}
		all = append(all, d)
	}
	return all
}

// MalformedError says that something answered in a form that is not Gusto's: JSON that ends early, a field of
// another type, a redirect. (A web page is the network's: a *reach.Error with cause CaptivePortal.) With a status of 2xx the request was carried out all the same.
type MalformedError struct {
	Path      string
	Status    int
	RequestID string
	Err       error // quotes nothing of the answer but the names of fields
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("%s: answer with status %d makes no sense: %v", e.Path, e.Status, e.Err)
}

// Unwrap returns what was wrong with the answer.
func (e *MalformedError) Unwrap() error { return e.Err }

// Outcome is what an error means for a request that must not be sent twice.
type Outcome int

// The outcomes. A nil error is Done.
const (
	Done    Outcome = iota // it was carried out
	NotDone                // certainly not carried out; sending again is safe
	Unsure                 // nobody here can tell; the person has to look
)

// OutcomeOf tells what is known about a request from the error that its call returned. Gusto's provisioning
// has no key to make a repeat harmless, so a caller writes Unsure down and asks the person.
func OutcomeOf(err error) Outcome {
	var refused *Error
	var odd *MalformedError
	var lost *reach.Error
	switch {
	case err == nil:
		return Done
	case errors.As(err, &refused):
		if refused.Status >= 500 || refused.Status == http.StatusRequestTimeout || refused.Status == 499 { // a gateway's patience says nothing about what is behind it
			return Unsure
		}
		return NotDone
	case errors.As(err, &odd):
		if odd.Status >= 200 && odd.Status < 300 {
			return Done
		}
		return Unsure
	case errors.As(err, &lost):
		if lost.Sent {
			return Unsure
		}
		return NotDone
	case errors.Is(err, ErrBase), errors.Is(err, errNoToken), errors.Is(err, errBadID):
		return NotDone
	}
	return Unsure
}

const textLimit = 300

// clean makes text from an answer fit for one line on a screen.
func clean(s string) string { return reach.Clean(s, textLimit) }
