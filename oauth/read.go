package oauth

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"crosswalk/internal/reach"
)

const (
	// maxExpiry caps expires_in: a longer stay is a slip of the server, and time
	// arithmetic overflows at 292 years.
	maxExpiry     = 10 * 365 * 24 * time.Hour
	maxRetryAfter = 24 * time.Hour
)

// transportError turns what an [http.Client] answered into an error without
// addresses: *reach.Error when certainly nothing was sent, *AmbiguousError around
// it when the request may have arrived.
func transportError(err error) error {
	err = reach.Explain(err)
	var re *reach.Error
	if errors.As(err, &re) && !re.Sent {
		return re
	}
	return &AmbiguousError{Reason: "none came", Err: err}
}

// wireToken is an answer of the token endpoint, good or bad (RFC 6749 sections
// 5.1 and 5.2). What servers are known to write in several ways stays raw.
type wireToken struct {
	Access      string          `json:"access_token"`
	Refresh     string          `json:"refresh_token"`
	Type        string          `json:"token_type"`
	ExpiresIn   json.RawMessage `json:"expires_in"`
	Scope       json.RawMessage `json:"scope"`
	Error       string          `json:"error"`
	Description string          `json:"error_description"`
}

// token reads the answer. Errors: *ServerError, *RefusedError, *AmbiguousError.
func (a *answer) token() (Token, error) {
	w, err := a.read()
	if err != nil {
		return Token{}, err
	}
	switch {
	case w.Access == "":
		return Token{}, a.ambiguous("there is no access token in it")
	case !printable(w.Access) || !printable(w.Refresh):
		return Token{}, a.ambiguous("its token is malformed")
	case w.Type != "" && !strings.EqualFold(w.Type, "bearer"):
		// RFC 6749 section 7.1: a token of a type not understood must not be used.
		return Token{}, a.ambiguous("its token is of an unknown type")
	}
	t := Token{Access: NewSecret(w.Access), Refresh: NewSecret(w.Refresh), Type: w.Type, Scope: scopeOf(w.Scope)}
	if d := lifetimeOf(w.ExpiresIn); d > 0 {
		t.Expiry = a.at.Add(d).Round(0).UTC()
	}
	return t, nil
}

// read sorts an answer into good ones and the three kinds of bad ones.
func (a *answer) read() (wireToken, error) {
	var w wireToken
	later := a.status >= 500 || a.status == http.StatusTooManyRequests ||
		a.status == http.StatusRequestTimeout || a.status == http.StatusTooEarly
	good := a.status >= 200 && a.status <= 299
	parse := json.Unmarshal(a.body, &w)
	code := cleanCode(w.Error)
	switch {
	case later, a.err == nil && (code == "temporarily_unavailable" || code == "server_error"):
		return w, &ServerError{Status: a.status, Code: code, RequestID: a.requestID(), RetryAfter: a.retryAfter()}
	case a.err != nil:
		e := a.ambiguous("it was cut short")
		var re *reach.Error
		if errors.As(a.err, &re) {
			e.Err = re
		}
		return w, e
	case len(a.body) > maxAnswer:
		return w, a.ambiguous("it is too long")
	case parse == nil && w.Error != "":
		return w, &RefusedError{Kind: refusedKind(code), Code: code, Description: cleanText(w.Description),
			Status: a.status, RequestID: a.requestID()}
	case !good:
		return w, &RefusedError{Kind: NotAccepted, Status: a.status, RequestID: a.requestID()}
	case parse != nil && reach.WebPage(a.header):
		return w, a.ambiguous("it is a web page")
	case parse != nil:
		return w, a.ambiguous("it is malformed")
	}
	return w, nil
}

// refusedKind sorts the codes of RFC 6749 section 5.2. Only invalid_grant
// condemns what was sent and only the two client codes condemn the keys: some
// servers answer invalid_request to a used refresh token, and that proves nothing.
func refusedKind(code string) RefusedKind {
	switch code {
	case "invalid_grant":
		return GrantRefused
	case "invalid_client", "unauthorized_client":
		return KeysRefused
	default:
		return NotAccepted
	}
}

func (a *answer) ambiguous(reason string) *AmbiguousError {
	return &AmbiguousError{Status: a.status, Reason: reason, RequestID: a.requestID()}
}

// requestID is x-request-id, once: Gusto is seen to send it twice joined by a comma.
func (a *answer) requestID() string {
	id, _, _ := strings.Cut(a.header.Get("X-Request-Id"), ",")
	return capRunes(strings.Map(visible, strings.TrimSpace(id)), 80)
}

// retryAfter reads Retry-After, in seconds or as a date (RFC 9110 section 10.2.3).
func (a *answer) retryAfter() time.Duration {
	v := strings.TrimSpace(a.header.Get("Retry-After"))
	var d time.Duration
	if n, err := strconv.Atoi(v); err == nil {
		d = time.Duration(min(max(n, 0), int(maxRetryAfter/time.Second))) * time.Second
	} else if t, err := http.ParseTime(v); err == nil {
		d = t.Sub(a.at)
	}
	return min(max(d, 0), maxRetryAfter)
}

// lifetimeOf reads expires_in: a number, a number in quotes, or 0 when it is
// missing, not positive, or no number. A token is not thrown away for that.
func lifetimeOf(raw json.RawMessage) time.Duration {
	f, err := strconv.ParseFloat(strings.TrimSpace(strings.Trim(string(raw), `"`)), 64)
	if err != nil || math.IsNaN(f) || f <= 0 {
		return 0
	}
	return time.Duration(min(f, maxExpiry.Seconds()) * float64(time.Second))
}

// scopeOf reads scope: a string (RFC 6749 section 3.3), or the list that some
// servers write.
func scopeOf(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return strings.Join(strings.Fields(one), " ")
	}
	var many []string
	if json.Unmarshal(raw, &many) == nil {
		return strings.Join(many, " ")
	}
	return ""
}

// printable says whether s can stand in a header: RFC 6749 appendix A.12 without the space.
func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// cleanCode makes an error code fit for a log: the characters of RFC 6749 section 5.2, capped.
func cleanCode(s string) string {
	return capRunes(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, s), 64)
}

// cleanText makes a server's words fit for a label: one line, no control or
// direction-changing characters, capped.
func cleanText(s string) string {
	return capRunes(strings.Join(strings.Fields(strings.Map(visible, s)), " "), 240)
}

func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == unicode.ReplacementChar, !unicode.IsPrint(r):
		return -1
	}
	return r
}

func capRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
