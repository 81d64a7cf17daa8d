package reach

import (
	"strings"
	"unicode"
)

// Cause is why a request did not arrive, or its answer did not.
type Cause int

// The causes. Each asks for something different from the person.
const (
	Unknown           Cause = iota
	Canceled                // the caller gave up; errors.Is(err, context.Canceled) holds
	Timeout                 // no connection, or no answer, in the time that the context or the dialer allows
	DNS                     // the name of the host was not found, or no name server answered
	ConnectionRefused       // the host is there and nothing listens, or a firewall says so
	NoRoute                 // no network, or no way to the host
	Proxy                   // the proxy could not be reached or would not connect
	ProxyAuth               // the proxy wants a name and password (407)
	TLSIntercepted          // the certificate is signed by an authority that is not trusted here; Detail names it
	TLSOther                // another fault of the encrypted connection
	ClockWrong              // the certificate is not valid yet by this computer's clock
	CaptivePortal           // the network wants somebody to sign in first (511)
	Cut                     // the connection ended in the middle
)

var causeWords = [...]string{
	Unknown:           "request did not succeed",
	Canceled:          "canceled",
	Timeout:           "no answer in time",
	DNS:               "name not found",
	ConnectionRefused: "connection refused",
	NoRoute:           "no way to the host",
	Proxy:             "proxy not usable",
	ProxyAuth:         "proxy wants a name and password",
	TLSIntercepted:    "certificate signed by an authority not trusted here",
	TLSOther:          "encrypted connection not possible",
	ClockWrong:        "certificate not valid yet by this computer's clock",
	CaptivePortal:     "network wants a sign-in",
	Cut:               "connection cut",
}

// String returns a short technical phrase, for logs and folded details.
func (c Cause) String() string {
	if c < 0 || int(c) >= len(causeWords) {
		return causeWords[Unknown]
	}
	return causeWords[c]
}

// Error says that a request did not arrive or that its answer did not.
type Error struct {
	Cause  Cause
	Host   string // whom the request was for, without port
	Sent   bool   // bytes of the request may have reached the peer; false is certain
	Detail string // what is known beyond the cause: an issuer, a date; cleaned and capped, free of addresses with queries
	Err    error  // what net, crypto/tls or net/http said; nil where an answer said it
}

func (e *Error) Error() string {
	s := "reach " + e.Host + ": " + e.Cause.String()
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap gives access to context.Canceled and context.DeadlineExceeded, among others.
func (e *Error) Unwrap() error { return e.Err }

// Timeout makes an Error usable as a net.Error.
func (e *Error) Timeout() bool { return e.Cause == Timeout }

// Temporary completes net.Error.
func (e *Error) Temporary() bool { return e.Cause == Timeout || e.Cause == Cut }

const detailLimit = 160

// clean is Clean at the length of a Detail.
func clean(s string) string { return Clean(s, detailLimit) }

// Clean makes text that came from elsewhere fit for one line on a screen: no control characters, no runs of white
// space, and no longer than limit characters.
func Clean(s string, limit int) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)), " ")
	if r := []rune(s); len(r) > limit {
		s = string(r[:limit]) + "…"
	}
	return s
}
