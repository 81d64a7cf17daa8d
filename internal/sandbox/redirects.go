package sandbox

import (
	"errors"
	"net"
	"net/url"
)

var errBadRedirect = errors.New("a redirect URI is absolute and has no fragment")

func parseRedirect(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "" || u.Host == "" || u.Fragment != "" {
		return nil, errBadRedirect
	}
	return u, nil
}

// sameRedirect is Doorkeeper's rule: equal to the letter, except that the port does not count when both hosts are loopback addresses
// written as numbers (RFC 8252, section 7.3). The name localhost has no such freedom.
func sameRedirect(requested, registered string) bool {
	a, err := parseRedirect(requested)
	if err != nil {
		return false
	}
	b, err := parseRedirect(registered)
	if err != nil {
		return false
	}
	if loopback(a) && loopback(b) {
		a.Host, b.Host = a.Hostname(), b.Hostname()
		return a.String() == b.String()
	}
	return requested == registered
}

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback()
}

func (g *Gusto) registered(redirect string) bool {
	for _, uri := range g.opt.Redirects {
		if sameRedirect(redirect, uri) {
			return true
		}
	}
	return false
}

// withQuery adds members to the query of a redirect address and keeps what it has.
func withQuery(redirect string, members url.Values) string {
	u, err := url.Parse(redirect)
	if err != nil {
		return redirect
	}
	if u.RawQuery != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += members.Encode()
	return u.String()
}
