//go:build conformance

package conformance

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"crosswalk/oauth"
)

// consent runs one attempt in the browser: go is what the person does on the server's pages.
func consent(t *testing.T, c *oauth.Client, b *tab, name string, person func(*tab)) (oauth.Token, string, error) {
	t.Helper()
	a, err := c.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got oauth.Token
	done := make(chan error, 1)
	go func() {
		done <- a.Wait(t.Context(), func(_ context.Context, tok oauth.Token) (oauth.Landing, error) {
			got = tok
			return oauth.Landing{Names: []string{"Blue Heron Bakery LLC"}}, nil
		})
	}()
	b.open(a.StartURL())
	if person != nil {
		person(b)
	}
	page := b.landed(name)
	select {
	case err = <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("Wait did not return")
	}
	if a.OtherBrowser() {
		t.Error("the cookie set by the start address did not come back from another site")
	}
	for _, entry := range b.history() {
		if strings.Contains(entry, "code=") || strings.Contains(entry, "error=") {
			t.Error("the answer stays in the browser's history")
		}
	}
	return got, page, err
}

// connectAndDeny is what holds for every server.
func connectAndDeny(t *testing.T, p *peer, provider oauth.Provider) (*oauth.Client, *tab, oauth.Token) {
	t.Helper()
	c, b := p.client(t, provider), chromium(t)

	_, page, err := consent(t, c, b, "denied-"+p.name, p.deny)
	var denied *oauth.DeniedError
	if !errors.As(err, &denied) || denied.Description == "" {
		t.Fatalf("denied: %v", err)
	}
	if !strings.Contains(page, "You chose not to give access") {
		t.Errorf("denied: page %.400q", page)
	}

	tok, page, err := consent(t, c, b, "ready-"+p.name, p.allow)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	if !strings.Contains(page, "Blue Heron Bakery LLC is ready to link") {
		t.Errorf("connected: page %.400q", page)
	}
	if tok.Access.IsZero() || tok.Refresh.IsZero() || time.Until(tok.Expiry) < 119*time.Minute {
		t.Errorf("token %v", tok.LogValue())
	}
	if status, err := p.use(t.Context(), tok); err != nil || status >= 400 {
		t.Errorf("the access token is not taken: %d, %v", status, err)
	}
	return c, b, tok
}

// wrongKeys says that keys that are wrong are told from a grant that is dead.
func wrongKeys(t *testing.T, p *peer, b *tab) {
	t.Helper()
	provider := p.provider()
	provider.ClientSecret = oauth.NewSecret("wrong")
	var refused *oauth.RefusedError
	_, page, err := consent(t, p.client(t, provider), b, "keys-"+p.name, p.again(b))
	if !errors.As(err, &refused) || refused.Kind != oauth.KeysRefused || refused.Status != 401 {
		t.Errorf("wrong keys: %v", err)
	}
	if !strings.Contains(page, "The sign-in was not accepted") {
		t.Errorf("wrong keys: page %.400q", page)
	}
}

// again is what a person does who gave access before: some servers do not ask twice.
func (p *peer) again(*tab) func(*tab) {
	if p.name == "Doorkeeper" {
		return nil
	}
	return p.allow
}

// errorPage says that a redirect that is not registered ends on the server's own
// page, does not come back, and does not end the wait (row L21).
func errorPage(t *testing.T, p *peer, b *tab, says string) {
	t.Helper()
	provider := p.provider()
	provider.Redirects = []string{"http://127.0.0.1/elsewhere"}
	c := p.client(t, provider)
	a, err := c.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.open(a.StartURL()).at(p.issuer).shows(says)
	var still *oauth.PasteError
	if err := a.Paste(b.address()); !errors.As(err, &still) || still.Kind != oauth.PasteStillThere {
		t.Errorf("pasting the error page's address: %v", err)
	}
	a.Cancel()
	if err := a.Wait(t.Context(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// renewer keeps a grant at this server alive, as the program does.
func renewer(t *testing.T, p *peer, c *oauth.Client, tok oauth.Token) (*oauth.Renewer, *vault) {
	t.Helper()
	v := &vault{pair: oauth.Pair{Current: tok, ClientID: "client0"}}
	r := c.NewRenewer(v, func(ctx context.Context, tok oauth.Token) error {
		status, err := p.use(ctx, tok)
		if err == nil && status == http.StatusUnauthorized {
			err = oauth.ErrAccessRefused
		}
		return err
	}, oauth.RenewerOptions{})
	t.Cleanup(func() {
		if err := r.Close(context.Background()); err != nil {
			t.Errorf("close the renewer: %v", err)
		}
	})
	return r, v
}

// renew makes the access token's time run out, and says that the next one is another that works.
func renew(t *testing.T, p *peer, r *oauth.Renewer, v *vault) {
	t.Helper()
	old := v.now().Current
	v.expire()
	tok, err := r.Token(t.Context(), grant)
	if err != nil {
		t.Fatalf("renew: %v", err)
	}
	if tok.Access.Equal(old.Access) || tok.Refresh.Equal(old.Refresh) || !v.now().Used || v.now().Previous != nil {
		t.Error("renewing did not end with a new pair that was used")
	}
	if status, err := p.use(t.Context(), tok); err != nil || status != http.StatusOK {
		t.Errorf("the new access token: %d, %v", status, err)
	}
}

// over says that the grant needs its person, and that nothing is sent for it any more.
func over(t *testing.T, r *oauth.Renewer, v *vault) {
	t.Helper()
	v.expire()
	var again *oauth.ReauthError
	var refused *oauth.RefusedError
	if _, err := r.Token(t.Context(), grant); !errors.As(err, &again) || !errors.As(err, &refused) || refused.Kind != oauth.GrantRefused {
		t.Errorf("renew with a dead token: %v", err)
	}
	if _, err := r.Token(t.Context(), grant); !errors.As(err, &again) || again.Likely != oauth.ReauthBefore {
		t.Errorf("renew after that: %v", err)
	}
}

func revoke(t *testing.T, p *peer, c *oauth.Client, v *vault) {
	t.Helper()
	pair := v.now()
	if err := c.Revoke(t.Context(), pair); err != nil {
		t.Errorf("revoke: %v", err)
	}
	if status, err := p.use(t.Context(), pair.Current); err != nil || status != http.StatusUnauthorized {
		t.Errorf("the revoked access token: %d, %v", status, err)
	}
	if _, code, _ := p.spend(t, pair.Current.Refresh); code != "invalid_grant" {
		t.Errorf("the revoked refresh token: %q", code)
	}
}

func TestDoorkeeperLenient(t *testing.T) {
	p := doorkeeper(t, "lenient")
	c, b, first := connectAndDeny(t, p, p.provider())

	// The old token lives until the new access token is used: a lost answer costs nothing.
	status, code, lost := p.spend(t, first.Refresh)
	if status != http.StatusOK || code != "" || lost.IsZero() {
		t.Fatalf("refresh: %d %q", status, code)
	}
	r, v := renewer(t, p, c, first)
	renew(t, p, r, v)
	if _, code, _ := p.spend(t, first.Refresh); code != "invalid_grant" {
		t.Errorf("reuse after the new token was used: %q", code)
	}
	renew(t, p, r, v)

	provider := p.provider()
	provider.ClientSecret = oauth.NewSecret("wrong")
	paused, pv := renewer(t, p, p.client(t, provider), v.now().Current)
	pv.expire()
	var keys *oauth.PausedError
	if _, err := paused.Token(t.Context(), grant); !errors.As(err, &keys) || pv.rejected {
		t.Errorf("renew with wrong keys: %v", err)
	}

	wrongKeys(t, p, b)
	errorPage(t, p, b, "redirect uri")
	revoke(t, p, c, v)
	over(t, r, v)
}

func TestDoorkeeperStrict(t *testing.T) {
	p := doorkeeper(t, "strict")
	c, _, first := connectAndDeny(t, p, p.provider())
	r, v := renewer(t, p, c, first)
	renew(t, p, r, v)
	if status, code, _ := p.spend(t, first.Refresh); status != http.StatusBadRequest || code != "invalid_grant" {
		t.Errorf("reuse: %d %q", status, code)
	}
	renew(t, p, r, v) // reuse does not end the others

	// Somebody else was first, as with a copied profile.
	if _, code, _ := p.spend(t, v.now().Current.Refresh); code != "" {
		t.Errorf("refresh by somebody else: %q", code)
	}
	over(t, r, v)
}

func TestOIDCProvider(t *testing.T) {
	p := oidcProvider(t)
	provider := p.provider()
	provider.Issuer, provider.IssuerRequired = p.issuer, true
	c, b, first := connectAndDeny(t, p, provider)
	if missing := first.MissingScopes(p.scopes); missing != nil {
		t.Errorf("not granted: %q", missing)
	}
	r, v := renewer(t, p, c, first)
	renew(t, p, r, v)
	renew(t, p, r, v)

	// Reuse revokes the family, the living pair included.
	if _, code, _ := p.spend(t, first.Refresh); code != "invalid_grant" {
		t.Errorf("reuse: %q", code)
	}
	over(t, r, v)

	tok, _, err := consent(t, c, b, "again-"+p.name, p.allow)
	if err != nil {
		t.Fatalf("connect again: %v", err)
	}
	_, v = renewer(t, p, c, tok)
	revoke(t, p, c, v)

	wrongKeys(t, p, b)
	errorPage(t, p, b, "redirect_uri")

	// Another issuer than the one asked: nothing is exchanged.
	provider.Issuer = "http://localhost:1"
	var wrong *oauth.IssuerError
	if _, _, err := consent(t, p.client(t, provider), b, "issuer", p.allow); !errors.As(err, &wrong) || wrong.Got != p.issuer {
		t.Errorf("another issuer: %v", err)
	}
}
