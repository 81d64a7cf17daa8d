package oauth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"crosswalk/internal/reach"
)

// ErrNoRevocation: the provider has no address to give access back at.
var ErrNoRevocation = errors.New("the provider has no address to give access back at")

// Revoke gives a grant up at the provider (RFC 7009): both tokens of the pair, and those of the one before as long as it
// may be alive. The provider answers the same for a token that it does not know, so a repeat is
// harmless. It blocks until ctx ends at the latest, 30 seconds for each token. All tokens are tried; the error is the first
// one: those of the token endpoint, with *AmbiguousError when it is not known whether the token ended.
func (c *Client) Revoke(ctx context.Context, p Pair) error {
	if c.provider.RevokeURL == "" {
		return ErrNoRevocation
	}
	tokens := []Secret{p.Current.Refresh, p.Current.Access}
	if p.Previous != nil && !p.Used {
		tokens = append(tokens, p.Previous.Refresh, p.Previous.Access)
	}
	var first error
	done := map[string]bool{"": true}
	for _, s := range tokens {
		if done[s.Fingerprint()] {
			continue
		}
		done[s.Fingerprint()] = true
		if err := c.revokeOne(ctx, s); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// giveBack revokes a pair that nobody holds any more: it came after Cancel, or its grant has gone while it was renewed.
func (c *Client) giveBack(ctx context.Context, p Pair) {
	err := c.Revoke(ctx, p)
	c.log.Info("a pair that nobody holds any more is revoked", "worked", err == nil)
}

func (c *Client) revokeOne(ctx context.Context, s Secret) error {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	a, err := c.post(ctx, c.provider.RevokeURL, url.Values{"token": {s.Reveal()}})
	if err != nil {
		return err
	}
	if a.status == http.StatusOK && !reach.WebPage(a.header) {
		return nil // RFC 7009 section 2.2: the body says nothing
	}
	if _, err = a.read(); err == nil {
		err = a.ambiguous("it does not say whether access ended")
	}
	return err
}

// SystemToken gets a token of the application itself (grant type system_access, Gusto's documentation). It has
// no refresh token; ask for one when needed and do not store it. It blocks until ctx ends, 30 seconds at most.
// Errors are those of the token endpoint; asking again is harmless.
func (c *Client) SystemToken(ctx context.Context) (Token, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	a, err := c.post(ctx, c.provider.TokenURL, url.Values{"grant_type": {"system_access"}})
	if err != nil {
		return Token{}, err
	}
	return a.token()
}

// refresh sends a refresh token, once (RFC 6749 section 6). redirectURI may be empty.
func (c *Client) refresh(ctx context.Context, refresh Secret, redirectURI string, patience time.Duration) (Token, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh.Reveal()}}
	if redirectURI != "" {
		form.Set("redirect_uri", redirectURI)
	}
	a, err := c.post(ctx, c.provider.TokenURL, form)
	if err != nil {
		return Token{}, err
	}
	return a.token()
}

// probe asks whether the provider takes the application's keys, with a code that cannot exist. nil means that
// nothing speaks against the keys.
func (c *Client) probe(ctx context.Context) *RefusedError {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	a, err := c.post(ctx, c.provider.TokenURL, url.Values{
		"grant_type": {"authorization_code"}, "code": {"no-such-code"}, "redirect_uri": {"http://127.0.0.1/"},
	})
	if err != nil {
		return nil
	}
	var refused *RefusedError
	if _, err = a.read(); errors.As(err, &refused) && refused.Kind == KeysRefused {
		return refused
	}
	return nil
}
