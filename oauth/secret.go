package oauth

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// errRedacted is what decoding into a Secret answers: what was printed was never
// the secret, so reading it back would silently replace the secret by a word.
var errRedacted = errors.New("a secret is not read back from where it was printed")

// Secret is a string that must not be seen: a token, a code, a client secret.
// It prints as [redacted] under every verb of fmt, in JSON, text, gob and slog.
// The zero Secret is empty.
//
// The string is held by a function: printers that walk unexported fields of
// other people's structs, or follow pointers with methods switched off, find an
// address and stop there. For the same reason two Secrets do not compare with
// ==; use [Secret.Equal].
type Secret struct {
	reveal func() string
}

// NewSecret wraps s.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return s }}
}

// Reveal returns the clear text, for the one place that sends or seals it.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero says whether there is no secret.
func (s Secret) IsZero() bool { return s.reveal == nil }

// Equal compares in a time that does not depend on where the texts differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// Fingerprint is 12 hexadecimal digits that tell two secrets apart in a journal
// without giving either away. It is "" for no secret. Only for random secrets:
// a guessable one could be confirmed by it.
func (s Secret) Fingerprint() string {
	if s.IsZero() {
		return ""
	}
	sum := sha256.Sum256([]byte("crosswalk fingerprint\x00" + s.Reveal()))
	return hex.EncodeToString(sum[:6])
}

// Format implements [fmt.Formatter], which fmt asks before every other method.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String implements [fmt.Stringer].
func (Secret) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (Secret) GoString() string { return redacted }

// LogValue implements [slog.LogValuer].
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText implements [encoding.TextMarshaler].
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalBinary implements [encoding.BinaryMarshaler].
func (Secret) MarshalBinary() ([]byte, error) { return []byte(redacted), nil }

// GobEncode implements gob.GobEncoder.
func (Secret) GobEncode() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalJSON always fails: see [Secret.UnmarshalText].
func (*Secret) UnmarshalJSON([]byte) error { return errRedacted }

// UnmarshalText always fails: a secret is built by [NewSecret] alone.
func (*Secret) UnmarshalText([]byte) error { return errRedacted }

// UnmarshalBinary always fails: see [Secret.UnmarshalText].
func (*Secret) UnmarshalBinary([]byte) error { return errRedacted }

// GobDecode always fails: see [Secret.UnmarshalText].
func (*Secret) GobDecode([]byte) error { return errRedacted }
