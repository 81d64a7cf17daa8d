// Package gusto is Gusto's HTTP API in Go: a method for each endpoint that Crosswalk uses, and Gusto's errors as a type.
//
// Rules:
//   - A token goes to the configured base and nowhere else; redirects are never followed.
//   - No call is repeated here. Whoever calls decides, by the typed error.
//   - A method returns a value, an *Error (Gusto answered and refused), a *MalformedError (something
//     answered that makes no sense) or a *reach.Error (nothing answered, or not to the end).
//   - Every method blocks until its context ends, at the latest.
//   - Wire types hold what Crosswalk uses. Whatever Gusto documents as optional may be null or absent.
//   - Errors say which endpoint and what kind; what Gusto wrote in prose is in their fields only, because it
//     may quote a person's data.
package gusto

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// API speaks to one Gusto: demo, production or practice. It is safe for concurrent use once OnCall was called.
type API struct {
	base    string
	invalid error
	version string
	hc      *http.Client
	now     func() time.Time
	onCall  func(Call)
}

// ErrBase is what every call returns when the base is no origin that a token may be sent to: https, or http on
// this computer, and nothing but scheme and host.
var ErrBase = errors.New("base address is not an https origin")

// New prepares calls to base, for example "https://api.gusto-demo.com", in the given version of the API
// (a date; Gusto's documentation, "API versioning"). It sends nothing.
func New(base, version string, hc *http.Client) *API {
	own := *hc
	own.Jar = nil
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	base = strings.TrimRight(base, "/")
	return &API{base: base, invalid: checkBase(base), version: version, hc: &own, now: time.Now}
}

// OnCall has f told of every call after its answer was read. f must not block. Call it before the first call.
func (a *API) OnCall(f func(Call)) { a.onCall = f }

func checkBase(base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return ErrBase
	}
	if u.Scheme == "https" || u.Scheme == "http" && onThisComputer(u.Hostname()) {
		return nil
	}
	return ErrBase
}

func onThisComputer(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Authorization is what a call shows to be let in.
type Authorization struct {
	scheme string
	value  *string // a pointer, so that no verb of fmt prints it
}

// Bearer is an access token: a company's or the application's own (a system token).
func Bearer(token string) Authorization { return Authorization{scheme: "Bearer", value: &token} }

// OrganizationToken is the older token of a whole organization, which Gusto takes for provisioning only
// (Gusto's developer FAQ, "API Token").
func OrganizationToken(token string) Authorization {
	return Authorization{scheme: "Token", value: &token}
}

// String hides the token.
func (z Authorization) String() string { return z.scheme + " [redacted]" }

// GoString hides the token.
func (z Authorization) GoString() string { return z.String() }

func (z Authorization) header() (string, error) {
	if z.value == nil || strings.TrimSpace(*z.value) == "" {
		return "", errNoToken
	}
	return z.scheme + " " + *z.value, nil
}
