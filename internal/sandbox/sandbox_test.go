package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// bench is a pretend Gusto behind a real loopback server, and a client that follows no redirect.
type bench struct {
	t      *testing.T
	gusto  *Gusto
	server *httptest.Server
	client *http.Client
}

const testRedirect = "http://127.0.0.1/callback"

func open(t *testing.T, o Options) *bench {
	t.Helper()
	if o.Redirects == nil {
		o.Redirects = []string{testRedirect}
	}
	g, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	c := s.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &bench{t: t, gusto: g, server: s, client: c}
}

// answer is a reply that has been read.
type answer struct {
	status int
	header http.Header
	text   string
}

func (a answer) json(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(a.text), &m); err != nil {
		t.Fatalf("reply %d %q is not a JSON object: %v", a.status, a.text, err)
	}
	return m
}

func (b *bench) do(r *http.Request) (answer, error) {
	b.t.Helper()
	res, err := b.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(text)}, err
}

func (b *bench) must(r *http.Request) answer {
	b.t.Helper()
	a, err := b.do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func (b *bench) request(method, path, body, kind string) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r
}

func (b *bench) post(path string, form url.Values) answer {
	b.t.Helper()
	return b.must(b.request("POST", path, form.Encode(), "application/x-www-form-urlencoded"))
}

func (b *bench) get(path, token string) answer {
	b.t.Helper()
	return b.must(b.apiRequest("GET", path, "", token))
}

func (b *bench) apiRequest(method, path, body, token string) *http.Request {
	b.t.Helper()
	r := b.request(method, path, body, "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("X-Gusto-API-Version", newestVersion)
	return r
}

const verifier = "a-verifier-of-more-than-forty-three-characters-0123456789"

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func authorizeQuery() url.Values {
	return url.Values{"client_id": {"practice-client"}, "redirect_uri": {testRedirect}, "response_type": {"code"}, "state": {"s1"},
		"code_challenge": {challengeOf(verifier)}, "code_challenge_method": {"S256"}}
}

// code gets a code for a person and company without pages.
func (b *bench) code(a AutoConsent) string {
	b.t.Helper()
	b.gusto.Faults().AutoConsent(&a)
	defer b.gusto.Faults().AutoConsent(nil)
	got := b.must(b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", ""))
	u, err := url.Parse(got.header.Get("Location"))
	if err != nil || got.status != http.StatusFound {
		b.t.Fatalf("authorize: %d %v", got.status, err)
	}
	return u.Query().Get("code")
}

func redeemForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "client_id": {"practice-client"}, "client_secret": {"practice-secret"},
		"code": {code}, "redirect_uri": {testRedirect}, "code_verifier": {verifier}}
}

func refreshForm(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {"practice-client"}, "client_secret": {"practice-secret"}, "refresh_token": {token}}
}

// tokens are one token reply.
type tokens struct{ access, refresh string }

func (b *bench) tokensOf(a answer) tokens {
	b.t.Helper()
	if a.status != http.StatusOK {
		b.t.Fatalf("token endpoint: %d %s", a.status, a.text)
	}
	m := a.json(b.t)
	refresh, _ := m["refresh_token"].(string)
	return tokens{m["access_token"].(string), refresh}
}

func (b *bench) connect(a AutoConsent) tokens {
	b.t.Helper()
	return b.tokensOf(b.post("/oauth/token", redeemForm(b.code(a))))
}

func (b *bench) refresh(token string) tokens {
	b.t.Helper()
	return b.tokensOf(b.post("/oauth/token", refreshForm(token)))
}

// wantError checks status and the name of an OAuth error.
func wantOAuth(t *testing.T, a answer, status int, name string) {
	t.Helper()
	if a.status != status || a.json(t)["error"] != name {
		t.Errorf("got %d %s, want %d %s", a.status, a.text, status, name)
	}
}

// wantAPI checks status and category of the first API error.
func wantAPI(t *testing.T, a answer, status int, category string) apiError {
	t.Helper()
	var shape struct{ Errors []apiError }
	if err := json.Unmarshal([]byte(a.text), &shape); err != nil || len(shape.Errors) == 0 {
		t.Fatalf("got %d %s, want Gusto's error shape", a.status, a.text)
	}
	if a.status != status || shape.Errors[0].Category != category {
		t.Errorf("got %d %s, want %d %s", a.status, a.text, status, category)
	}
	return shape.Errors[0]
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
