//go:build conformance

package conformance

import (
	"context"
	"errors"
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

func TestDoorkeeperLenient(t *testing.T) {
	p := doorkeeper(t, "lenient")
	c, b, first := connectAndDeny(t, p, p.provider())

	// Refresh: the old token lives until the new access token is used.
	_, code, second := p.spend(t, first.Refresh)
	_, again, third := p.spend(t, first.Refresh)
	if code != "" || again != "" || second.IsZero() || third.IsZero() {
		t.Fatalf("refresh twice: %q, %q", code, again)
	}
	_ = c
	wrongKeys(t, p, b)
	errorPage(t, p, b, "redirect uri")
}

func TestDoorkeeperStrict(t *testing.T) {
	p := doorkeeper(t, "strict")
	_, _, first := connectAndDeny(t, p, p.provider())
	_, code, second := p.spend(t, first.Refresh)
	status, again, _ := p.spend(t, first.Refresh)
	if code != "" || status != 400 || again != "invalid_grant" {
		t.Errorf("refresh %q, reuse %d %q", code, status, again)
	}
	if _, code, _ := p.spend(t, second); code != "" {
		t.Errorf("after the reuse: %q", code)
	}
}

func TestOIDCProvider(t *testing.T) {
	p := oidcProvider(t)
	provider := p.provider()
	provider.Issuer, provider.IssuerRequired = p.issuer, true
	_, b, first := connectAndDeny(t, p, provider)
	_, code, second := p.spend(t, first.Refresh)
	if code != "" {
		t.Fatalf("refresh: %q", code)
	}
	// Reuse revokes the family.
	if _, code, _ := p.spend(t, first.Refresh); code != "invalid_grant" {
		t.Errorf("reuse: %q", code)
	}
	if _, code, _ := p.spend(t, second); code != "invalid_grant" {
		t.Errorf("after the reuse: %q", code)
	}
	wrongKeys(t, p, b)
	errorPage(t, p, b, "redirect_uri")

	// Another issuer than the one asked: nothing is exchanged.
	provider.Issuer = "http://localhost:1"
	var wrong *oauth.IssuerError
	if _, _, err := consent(t, p.client(t, provider), b, "issuer", p.allow); !errors.As(err, &wrong) || wrong.Got != p.issuer {
		t.Errorf("another issuer: %v", err)
	}
}
