package oauth

import (
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// StartURL returns a new short address on this computer for the browser. It
// works once, until the attempt ends, and leads to the authorization server; each
// way to open a browser takes one of its own. It is "" after the end.
func (a *Attempt) StartURL() string {
	l := a.listener
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	return l.add(start{attempt: a})
}

// RemoteURL is the authorization server's own address, for a browser on another computer: this one's start addresses
// lead nowhere there, and the answer is brought by [Attempt.Paste]. Its state is worth nothing without this program.
func (a *Attempt) RemoteURL() string { return a.authorizeURL() }

// leadURL is the start address for pages that lead on to this attempt. Unlike one
// for a process's argument it works until the attempt ends: people click twice, and
// go back. It is "" after the end.
func (a *Attempt) leadURL() string {
	l := a.listener
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	if a.ended() {
		return ""
	}
	if a.onward.start == "" {
		a.onward.start = l.add(start{attempt: a, lasts: true})
	}
	return a.onward.start
}

func (a *Attempt) ended() bool {
	select {
	case <-a.over:
		return true
	default:
		return false
	}
}

// add makes a start address. The client's mutex is held.
func (l *listener) add(s start) string {
	if s.attempt.ended() {
		return ""
	}
	mine := 0
	for _, other := range l.starts {
		if other.attempt == s.attempt && !other.lasts {
			mine++
		}
	}
	for old, other := range l.starts {
		if mine >= maxStarts && other.attempt == s.attempt && !other.lasts {
			delete(l.starts, old)
			mine--
		}
	}
	nonce := random()[:22] // 128 bits
	l.starts[nonce] = s
	return "http://" + l.host + startPath + nonce
}

// authorizeURL is the authorization request (RFC 6749 section 4.1.1, RFC 7636
// section 4.3). It is shown to nobody but the browser that fetched a start address.
func (a *Attempt) authorizeURL() string {
	return a.client.config(a.redirectURI).AuthCodeURL(
		a.secrets.state.Reveal(), oauth2.S256ChallengeOption(a.secrets.verifier.Reveal()))
}

// cookieName is different for each attempt, so that several in one browser do
// not overwrite one another. Browsers give a cookie to every port of a host.
func (a *Attempt) cookieName() string { return "crosswalk_" + hex.EncodeToString(a.secrets.key[:6]) }

// startedIn says whether r comes from a browser that fetched one of the
// attempt's start addresses.
func (a *Attempt) startedIn(r *http.Request) bool {
	c, err := r.Cookie(a.cookieName())
	return err == nil && NewSecret(c.Value).Equal(a.secrets.cookie)
}

// Paste takes the address that the person's browser landed on, with the same
// checks as if it had come by itself. It does not block; [Attempt.Wait] goes on
// with the answer. Errors: *PasteError, after which the attempt still waits.
func (a *Attempt) Paste(address string) error {
	u, kind, ok := a.landedOn(address)
	if !ok {
		return &PasteError{Kind: kind}
	}
	r, ok := parseReply(u.RawQuery)
	if !ok || r.state.IsZero() {
		return &PasteError{Kind: PasteNoAnswer}
	}
	if !a.secrets.state.Equal(r.state) {
		return &PasteError{Kind: PasteOtherAttempt}
	}
	switch a.accept(r) {
	case taken:
		return nil
	case noAnswer:
		return &PasteError{Kind: PasteNoAnswer}
	case spent, afterward:
		return &PasteError{Kind: PasteOver}
	default:
		return &PasteError{Kind: PasteOtherAttempt}
	}
}

// landedOn reads a pasted address and says whether it is this attempt's redirect URI.
func (a *Attempt) landedOn(address string) (*url.URL, PasteKind, bool) {
	// Mail and chat programs break lines and put brackets or quotes around.
	address = strings.Trim(strings.Join(strings.Fields(address), ""), `<>"'“”‘’`)
	want, err := url.Parse(a.redirectURI)
	if err != nil {
		return nil, PasteOtherAddress, false
	}
	if !strings.Contains(address, "://") && strings.Contains(address, "/") {
		address = want.Scheme + "://" + address // some address bars leave it out
	}
	got, err := url.Parse(address)
	if len(address) > maxQuery+1024 || err != nil || got.Host == "" {
		return nil, PasteNoAddress, false
	}
	if sameOrigin(got, want) && samePath(got, want) {
		return got, 0, true
	}
	if server, err := url.Parse(a.client.provider.AuthorizeURL); err == nil && sameOrigin(got, server) {
		return nil, PasteStillThere, false
	}
	if got.Host == a.listener.host && strings.HasPrefix(got.Path, startPath) {
		return nil, PasteStillThere, false
	}
	if got.Host == a.listener.host && strings.HasPrefix(got.Path, donePath) {
		return nil, PasteOver, false
	}
	if a.answersAnother(got, want) {
		return nil, PasteOtherAttempt, false
	}
	return nil, PasteOtherAddress, false
}

// answersAnother says whether an address is the answer to another sign-in of this computer, whose port was another:
// an old page of the browser, most likely.
func (a *Attempt) answersAnother(got, want *url.URL) bool {
	r, ok := parseReply(got.RawQuery)
	ip := net.ParseIP(got.Hostname())
	return ok && samePath(got, want) && ip != nil && ip.IsLoopback() && !r.state.IsZero() && !a.secrets.state.Equal(r.state)
}

func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

func samePath(a, b *url.URL) bool {
	return a.User == nil && strings.TrimSuffix(a.EscapedPath(), "/") == strings.TrimSuffix(b.EscapedPath(), "/")
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
}
