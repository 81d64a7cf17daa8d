package oauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Pair is what is kept of one grant, as one record, sealed by its keeper: the token pair in use, the one before
// as long as that may still be needed, and what is known of a renewal under way.
type Pair struct {
	Current Token
	// Since is when Current was got, by this computer's clock; zero when not known. It tells a short life from
	// one that is nearly over.
	Since time.Time
	// Used says that Current's access token was used with success. Gusto's documentation: "The previous
	// refresh_token will be revoked on the first usage of the new access_token."
	Used bool
	// Refused says that the API answered 401 to Current's access token.
	Refused bool
	// Previous is what Current was exchanged from, until Current was used.
	Previous *Token
	// Intent is the request that was last about to be sent and whose end is not known; nil when there is none.
	Intent *Intent
	// RedirectURI is the one of the consent. It is sent with a renewal: Gusto's older versions require it.
	RedirectURI string
	// ClientID is the application that the grant was given to. A renewal by another would be refused as if the
	// grant were dead. Empty when not known.
	ClientID string
}

// Intent is written down before a refresh token is sent, so that whoever finds it knows that the token may be
// spent.
type Intent struct {
	Token string // the refresh token's Fingerprint
	At    time.Time
	Sent  int // how often this token was about to be sent, this time included
}

// pairRecord is the sealed form of a Pair.
type pairRecord struct {
	Version  int             `json:"v"`
	Current  json.RawMessage `json:"cur"`
	Previous json.RawMessage `json:"prev,omitempty"`
	Since    time.Time       `json:"since,omitzero"`
	Used     bool            `json:"used,omitempty"`
	Refused  bool            `json:"refused,omitempty"`
	Intent   *intentRecord   `json:"intent,omitempty"`
	Redirect string          `json:"redirect,omitempty"`
	Client   string          `json:"client,omitempty"`
}

type intentRecord struct {
	Token string    `json:"token"`
	At    time.Time `json:"at"`
	Sent  int       `json:"sent"`
}

const (
	pairVersion = 1
	// A record keeps its size when a pair is replaced or an intent added, so that the write after a renewal
	// needs no room that the write before it did not need.
	pairBlock = 2048
)

// Encode returns the pair in clear for its keeper to seal at once; see [Token.Encode]. Its length is a multiple
// of 2048 bytes.
func (p Pair) Encode() []byte {
	r := pairRecord{
		Version: pairVersion, Current: p.Current.Encode(), Used: p.Used, Refused: p.Refused,
		Since: p.Since.Round(0).UTC(), Redirect: p.RedirectURI, Client: p.ClientID,
	}
	if p.Previous != nil {
		r.Previous = p.Previous.Encode()
	}
	if p.Intent != nil {
		r.Intent = &intentRecord{Token: p.Intent.Token, At: p.Intent.At.Round(0).UTC(), Sent: p.Intent.Sent}
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic("oauth: a pair that cannot be written down")
	}
	whole := (len(b) + pairBlock - 1) / pairBlock * pairBlock
	return append(b, bytes.Repeat([]byte{' '}, whole-len(b))...)
}

// DecodePair reads what [Pair.Encode] wrote. A record that is damaged or of a later version is an error that
// repeats nothing of it.
func DecodePair(b []byte) (Pair, error) {
	var r pairRecord
	if json.Unmarshal(b, &r) != nil {
		return Pair{}, errors.New("read a sealed pair: not a pair record")
	}
	if r.Version != pairVersion {
		return Pair{}, fmt.Errorf("read a sealed pair: version %d is not known here", r.Version)
	}
	current, err := DecodeToken(r.Current)
	if err != nil {
		return Pair{}, err
	}
	p := Pair{Current: current, Since: r.Since, Used: r.Used, Refused: r.Refused, RedirectURI: r.Redirect, ClientID: r.Client}
	if len(r.Previous) > 0 {
		previous, err := DecodeToken(r.Previous)
		if err != nil {
			return Pair{}, err
		}
		p.Previous = &previous
	}
	if r.Intent != nil {
		p.Intent = &Intent{Token: r.Intent.Token, At: r.Intent.At, Sent: r.Intent.Sent}
	}
	return p, nil
}
