//go:build conformance

package conformance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/reach"
	"crosswalk/oauth"
	"crosswalk/oauth/oauthtest"
)

// peer is an authorization server that runs.
type peer struct {
	name   string
	issuer string
	secret string
	paths  paths
	scopes []string // asked for; none where the server decides, as Gusto does
	// Pages of its own that the browser goes through.
	allow, deny func(*tab)
}

type paths struct{ authorize, token, revoke, protected string }

const peerSecret = "canary-peer-secret-20c4"

// doorkeeper starts Doorkeeper from the system's packages, lenient or strict.
func doorkeeper(t *testing.T, rotation string) *peer {
	t.Helper()
	p := &peer{name: "Doorkeeper", secret: peerSecret, paths: paths{"/oauth/authorize", "/oauth/token", "/oauth/revoke", "/oauth/token/info"}}
	p.issuer = oauthtest.Doorkeeper(t, "testdata/doorkeeper", p.secret, rotation)
	p.allow = func(b *tab) { b.at(p.issuer + "/oauth/authorize").click(`input[value="Authorize"]`) }
	p.deny = func(b *tab) { b.at(p.issuer + "/oauth/authorize").click(`input[value="Deny"]`) }
	return p
}

// oidcProvider starts oidc-provider; its packages are installed once, outside the repository's files.
func oidcProvider(t *testing.T) *peer {
	t.Helper()
	dir := installed(t)
	node := runtimeIn(t, dir)
	// This one grants nothing to who asks for nothing.
	p := &peer{name: "oidc-provider", scopes: []string{"openid", "companies:read"}, secret: peerSecret, paths: paths{"/auth", "/token", "/token/revocation", "/me"}}
	p.issuer = oauthtest.Start(t, dir, p.secret, []string{"NODE_ENV=production"}, node, "provider.mjs")
	signIn := func(b *tab) *tab {
		if strings.Contains(b.at(p.issuer+"/interaction/").html(), `name="password"`) {
			b.fill(`input[name="login"]`, "dana").fill(`input[name="password"]`, "anything").click(`button[type="submit"]`)
		}
		return b.shows("Authorize")
	}
	p.allow = func(b *tab) { signIn(b).click(`button[type="submit"]`) }
	p.deny = func(b *tab) { signIn(b).click(`a[href*="/abort"]`) }
	return p
}

// runtimeIn is the Node.js that was installed with the package, which asks for a newer one than Debian 12 has; elsewhere
// than on Linux the system's own.
func runtimeIn(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "node_modules", "node-*", "bin", "node"))
	if err != nil || len(found) == 0 {
		return oauthtest.Tool(t, "node", "nodejs")
	}
	return found[0]
}

// installed puts the packages that provider.mjs needs beside a copy of it.
func installed(t *testing.T) string {
	t.Helper()
	npm := oauthtest.Tool(t, "npm")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, name := range []string{"package.json", "package-lock.json"} {
		b, err := os.ReadFile(filepath.Join("testdata/oidc-provider", name))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = sum.Write(b)
	}
	dir := filepath.Join(root, "build", "peers", "oidc-provider-"+hex.EncodeToString(sum.Sum(nil))[:12])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "package-lock.json", "provider.mjs"} {
		b, err := os.ReadFile(filepath.Join("testdata/oidc-provider", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		return dir
	}
	cmd := exec.Command(npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		oauthtest.Missing(t, "the npm package oidc-provider", fmt.Errorf("%w: %.600s", err, out))
	}
	if err := os.WriteFile(filepath.Join(dir, "complete"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (p *peer) provider() oauth.Provider {
	return oauth.Provider{
		Name: p.name, AuthorizeURL: p.issuer + p.paths.authorize, TokenURL: p.issuer + p.paths.token, RevokeURL: p.issuer + p.paths.revoke,
		ClientID: "client0", ClientSecret: oauth.NewSecret(p.secret), Redirects: []string{"http://127.0.0.1/callback"}, Scopes: p.scopes,
	}
}

// client is the program's own client of this server, over the program's own transport.
func (p *peer) client(t *testing.T, provider oauth.Provider) *oauth.Client {
	t.Helper()
	hc, err := reach.New(reach.Options{UserAgent: "Crosswalk conformance"})
	if err != nil {
		t.Fatal(err)
	}
	c := oauth.New(provider, hc, oauth.Options{})
	t.Cleanup(c.Close)
	return c
}

// spend presents a refresh token behind the program's back, as a thief or a copy of
// the profile would, and returns the status and the error code, or the new refresh token.
func (p *peer) spend(t *testing.T, refresh oauth.Secret) (status int, code string, next oauth.Secret) {
	t.Helper()
	resp, err := http.PostForm(p.issuer+p.paths.token, url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {refresh.Reveal()}, "client_id": {"client0"}, "client_secret": {p.secret},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body struct {
		Error   string `json:"error"`
		Refresh string `json:"refresh_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Fatalf("%s answered %d without JSON", p.name, resp.StatusCode)
	}
	return resp.StatusCode, body.Error, oauth.NewSecret(body.Refresh)
}

// use presents an access token where the server protects something.
func (p *peer) use(ctx context.Context, tok oauth.Token) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.issuer+p.paths.protected, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+tok.Access.Reveal())
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}
