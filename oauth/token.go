package oauth

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// Token is what one answer of the token endpoint gave (RFC 6749 section 5.1).
type Token struct {
	Access  Secret
	Refresh Secret // empty when the answer had none, as for a system token
	Type    string // as answered, usually "bearer" or "Bearer"
	// Expiry is this computer's time at the answer plus expires_in, in UTC and
	// without a monotonic reading, so that sleep counts. Zero when the answer
	// did not say: then only a 401 tells.
	Expiry time.Time
	Scope  string // space-separated, as granted
}

// Fresh says whether the access token can be used at now, taking it for expired
// early before it is. A token whose expiry was not stated is fresh until a 401.
func (t Token) Fresh(now time.Time, early time.Duration) bool {
	if t.Access.IsZero() {
		return false
	}
	return t.Expiry.IsZero() || now.Round(0).Add(early).Before(t.Expiry)
}

// MissingScopes returns those of wanted that were not granted (RFC 6749 section
// 3.3: the server may grant less than was asked for). Without a stated scope
// nothing is known to be missing.
func (t Token) MissingScopes(wanted []string) []string {
	if t.Scope == "" {
		return nil
	}
	granted := strings.Fields(t.Scope)
	var missing []string
	for _, s := range wanted {
		if !slices.Contains(granted, s) {
			missing = append(missing, s)
		}
	}
	return missing
}

// Equal compares all fields; tokens do not compare with ==.
func (t Token) Equal(o Token) bool {
	return t.Access.Equal(o.Access) && t.Refresh.Equal(o.Refresh) &&
		t.Type == o.Type && t.Expiry.Equal(o.Expiry) && t.Scope == o.Scope
}

// LogValue implements [slog.LogValuer]: which secrets there are, never what they are.
func (t Token) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Bool("access", !t.Access.IsZero()),
		slog.Bool("refresh", !t.Refresh.IsZero()),
		slog.Time("expiry", t.Expiry),
		slog.String("scope", t.Scope))
}

// tokenRecord is the sealed form of a Token. Fields are only ever added; a
// change of meaning takes a new version.
type tokenRecord struct {
	Version int       `json:"v"`
	Access  string    `json:"a"`
	Refresh string    `json:"r,omitempty"`
	Type    string    `json:"t,omitempty"`
	Expiry  time.Time `json:"x,omitzero"`
	Scope   string    `json:"s,omitempty"`
}

const tokenVersion = 1

// Encode returns the token in clear for its caller to seal at once; it must
// reach no disk, log or wire as it is. [DecodeToken] reads it.
func (t Token) Encode() []byte {
	b, err := json.Marshal(tokenRecord{
		Version: tokenVersion, Access: t.Access.Reveal(), Refresh: t.Refresh.Reveal(),
		Type: t.Type, Expiry: t.Expiry.Round(0).UTC(), Scope: t.Scope,
	})
	if err != nil {
		// Only a year beyond 9999 can get here, and expiries are capped.
		panic("oauth: a token that cannot be written down")
	}
	return b
}

// DecodeToken reads what [Token.Encode] wrote. A record that is damaged or from
// a later version is an error that repeats nothing of the record.
func DecodeToken(b []byte) (Token, error) {
	var r tokenRecord
	if err := json.Unmarshal(b, &r); err != nil {
		// The decoder's own error can quote what it was reading.
		return Token{}, errors.New("read a sealed token: not a token record")
	}
	if r.Version != tokenVersion {
		return Token{}, fmt.Errorf("read a sealed token: version %d is not known here", r.Version)
	}
	if r.Access == "" && r.Refresh == "" {
		return Token{}, errors.New("read a sealed token: no token in the record")
	}
	return Token{
		Access: NewSecret(r.Access), Refresh: NewSecret(r.Refresh),
		Type: r.Type, Expiry: r.Expiry.Round(0), Scope: r.Scope,
	}, nil
}
