package oauth

import (
	"net/url"
	"strings"
)

const (
	maxParameter  = 4 << 10  // bytes of one parameter
	maxQuery      = 16 << 10 // bytes of a whole query
	maxParameters = 24
)

// reply is an authorization response (RFC 6749 section 4.1.2) as it came back
// through the browser, or was pasted.
type reply struct {
	state       Secret
	code        Secret
	errorCode   string // as sent; cleaned where it is shown
	description string
	issuer      string // iss, RFC 9207
	hasIssuer   bool
	other       bool // not from the browser that was started
}

// parseReply reads a query and refuses what no server sends: repeated
// parameters (RFC 6749 section 3.1), oversized ones, broken escapes, a code
// together with an error.
func parseReply(rawQuery string) (reply, bool) {
	if len(rawQuery) > maxQuery {
		return reply{}, false
	}
	q, err := url.ParseQuery(rawQuery)
	if err != nil || len(q) > maxParameters {
		return reply{}, false
	}
	for name, values := range q {
		if len(values) != 1 || len(name) > maxParameter || len(values[0]) > maxParameter {
			return reply{}, false
		}
	}
	r := reply{
		state: NewSecret(q.Get("state")), code: NewSecret(q.Get("code")),
		errorCode: q.Get("error"), description: q.Get("error_description"),
		issuer: q.Get("iss"), hasIssuer: q.Has("iss"),
	}
	return r, r.code.IsZero() || r.errorCode == ""
}

// empty says that there is neither a code nor an error in it.
func (r reply) empty() bool { return r.code.IsZero() && r.errorCode == "" }

// same says that two replies carry the same answer.
func (r reply) same(o reply) bool { return r.code.Equal(o.code) && r.errorCode == o.errorCode }

// refusal is the outcome of a reply that has no code to exchange. The issuer
// comes first: what another server says about this sign-in counts for nothing.
func (a *Attempt) refusal() (outcome, bool) {
	r := a.reply
	missing := !r.hasIssuer && a.client.provider.IssuerRequired
	switch {
	case a.issuer != "" && (missing || r.hasIssuer && r.issuer != a.issuer):
		return outcome{err: &IssuerError{Want: a.issuer, Got: cleanText(r.issuer)}, page: page{kind: pageRefused}}, true
	case r.errorCode == "access_denied":
		return outcome{err: &DeniedError{Description: cleanText(r.description)}, page: page{kind: pageDenied}}, true
	case r.errorCode != "":
		return outcome{
			err:  &AnswerError{Code: cleanCode(r.errorCode), Description: cleanText(r.description)},
			page: page{kind: pageRefused},
		}, true
	}
	return outcome{}, false
}

// verdict is what became of a reply.
type verdict int

const (
	taken     verdict = iota // it is the answer, or the answer again
	noAnswer                 // right state, nothing in it
	spent                    // right state, but another answer came first
	foreign                  // not this attempt's
	afterward                // the attempt had ended before any answer
)

// accept takes the answer of this attempt, once. The state was compared before.
func (a *Attempt) accept(r reply) verdict {
	if r.empty() {
		return noAnswer
	}
	a.mu.Lock()
	if a.phase != waiting {
		again := a.reply.same(r)
		never := a.reply.empty()
		a.mu.Unlock()
		switch {
		case never:
			return afterward
		case again:
			return taken
		default:
			return spent
		}
	}
	a.phase, a.reply, a.other = answered, r, r.other
	a.expiry.Stop()
	a.mu.Unlock()
	if r.other {
		a.notify(Notice{Kind: OtherBrowser})
	}
	close(a.answered)
	return taken
}

func joinScopes(scopes []string) string { return strings.Join(scopes, " ") }
