package oauth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"crosswalk/oauth/oauthtest"
)

const (
	canarySecret = "canary-client-secret-5d1c"
	canaryCode   = "canary-code-88f2"
	canaryAccess = "canary-access-19aa"
	canaryFresh  = "canary-refresh-7b3e"
	anyPort      = "http://127.0.0.1/callback"
)

// authServer is an authorization server of the test's own: it keeps every post
// to its token endpoint and answers as it is told.
type authServer struct {
	*httptest.Server
	mu        sync.Mutex
	posts     []url.Values
	revoked   []string
	headers   []http.Header
	answer    http.HandlerFunc
	elsewhere int
}

func newAuthServer(t *testing.T) *authServer {
	t.Helper()
	s := &authServer{answer: tokenAnswer(`{"access_token":"` + canaryAccess + `","token_type":"bearer","expires_in":7200,"refresh_token":"` + canaryFresh + `"}`)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		s.mu.Lock()
		s.posts, s.headers = append(s.posts, form), append(s.headers, r.Header.Clone())
		answer := s.answer
		s.mu.Unlock()
		answer(w, r)
	})
	mux.HandleFunc("POST /oauth/revoke", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.revoked = append(s.revoked, r.FormValue("token"))
	})
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.elsewhere++
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *authServer) answers(h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = h
}

// holds answers when hold is closed, and closes arrived when the one request is there.
func (s *authServer) holds(answer http.HandlerFunc) (arrived, hold chan struct{}) {
	arrived, hold = make(chan struct{}), make(chan struct{})
	s.answers(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-hold
		answer(w, r)
	})
	return arrived, hold
}

func (s *authServer) posted() []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]url.Values(nil), s.posts...)
}

func tokenAnswer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = io.WriteString(w, body)
	}
}

// consent is a client under test with all that it wrote into its log.
type consent struct {
	*Client
	server *authServer
	log    *oauthtest.Buffer
}

// newConsent returns a client; change may alter its provider and options first.
func newConsent(t *testing.T, change func(*Provider, *Options)) *consent {
	t.Helper()
	s, log := newAuthServer(t), &oauthtest.Buffer{}
	p := Provider{
		Name: "test", AuthorizeURL: s.URL + "/oauth/authorize", TokenURL: s.URL + "/oauth/token", RevokeURL: s.URL + "/oauth/revoke",
		ClientID: "client0", ClientSecret: NewSecret(canarySecret), Redirects: []string{anyPort},
	}
	o := Options{Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	if change != nil {
		change(&p, &o)
	}
	c := &consent{Client: New(p, &http.Client{Transport: s.Client().Transport}, o), server: s, log: log}
	t.Cleanup(func() {
		c.Close()
		for _, secret := range []string{canarySecret, canaryCode, canaryAccess, canaryFresh} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
	return c
}

func redirects(list ...string) func(*Provider, *Options) {
	return func(p *Provider, _ *Options) { p.Redirects = list }
}

func (c *consent) begin(t *testing.T) *Attempt {
	t.Helper()
	a, err := c.Begin(t.Context())
	if err != nil {
		t.Fatalf("begin: %v", err)
	}
	return a
}

// atGusto begins an attempt and follows its start address as a browser does; q is what the page at Gusto was asked.
func (c *consent) atGusto(t *testing.T) (a *Attempt, b *browser, q url.Values) {
	t.Helper()
	a, b = c.begin(t), newBrowser(t)
	return a, b, b.start(a)
}

// waitFor runs Wait in the background.
func waitFor(t *testing.T, a *Attempt, settle func(context.Context, Token) (Landing, error)) <-chan error {
	t.Helper()
	if settle == nil {
		settle = func(context.Context, Token) (Landing, error) {
			return Landing{Names: []string{"Blue Heron Bakery LLC"}}, nil
		}
	}
	done := make(chan error, 1)
	go func() { done <- a.Wait(t.Context(), settle) }()
	return done
}

// result waits for what Wait returns.
func result(t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(10 * time.Second):
		t.Fatal("Wait did not return")
		return nil
	}
}

func stillWaiting(t *testing.T, a *Attempt) {
	t.Helper()
	select {
	case <-a.over:
		t.Fatalf("the wait has ended: %v", a.outcome.err)
	case <-a.answered:
		t.Fatal("an answer was taken")
	default:
	}
}

// browser is a person's browser: it keeps cookies, says what it is doing as
// browsers do, and shows each redirect.
type browser struct {
	t *testing.T
	c *http.Client
}

func newBrowser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{DisableKeepAlives: true}
	return &browser{t: t, c: &http.Client{Jar: jar, Transport: tr, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type shown struct {
	status int
	header http.Header
	body   string
}

// try does one request.
func (b *browser) try(method, address string, header map[string]string) (shown, error) {
	r, err := http.NewRequestWithContext(b.t.Context(), method, address, nil)
	if err != nil {
		return shown{}, err
	}
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	for k, v := range header {
		if k == "Host" {
			r.Host = v
		} else {
			r.Header.Set(k, v)
		}
	}
	resp, err := b.c.Do(r)
	if err != nil {
		return shown{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return shown{resp.StatusCode, resp.Header, string(body)}, err
}

func (b *browser) get(address string) shown {
	b.t.Helper()
	s, err := b.try(http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatalf("get %s: %v", strings.SplitN(address, "?", 2)[0], err)
	}
	return s
}

// start goes to a start address and returns the authorization request it leads to.
func (b *browser) start(a *Attempt) url.Values {
	b.t.Helper()
	s := b.get(a.StartURL())
	if s.status != http.StatusFound {
		b.t.Fatalf("start address: status %d", s.status)
	}
	u, err := url.Parse(s.header.Get("Location"))
	if err != nil {
		b.t.Fatal(err)
	}
	return u.Query()
}

// land comes back to the redirect URI, follows the 303 and returns the page.
func (b *browser) land(q url.Values, more string) shown {
	b.t.Helper()
	return b.follow(q.Get("redirect_uri"), b.get(q.Get("redirect_uri")+"?state="+url.QueryEscape(q.Get("state"))+more))
}

// follow goes where a callback's answer sends it.
func (b *browser) follow(from string, s shown) shown {
	b.t.Helper()
	if s.status != http.StatusSeeOther {
		b.t.Fatalf("callback: status %d, want 303", s.status)
	}
	u, _ := url.Parse(from)
	return b.get("http://" + u.Host + s.header.Get("Location"))
}

// eventually polls until ok, for five seconds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick, limit := time.NewTicker(3*time.Millisecond), time.After(5*time.Second)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("not within five seconds: %s", what)
		}
	}
}

func portClosed(address string) func() bool {
	return func() bool {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return true
		}
		_ = c.Close()
		return false
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func take(t *testing.T, address string) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
}

func imports(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			all[strings.Trim(i.Path.Value, `"`)] = true
		}
	}
	return all
}

func TestA1E3NothingHereOpensABrowserOrShowsAWebView(t *testing.T) {
	all := imports(t)
	if !all["golang.org/x/oauth2"] {
		t.Fatal("the imports of this package were not read")
	}
	for path := range all {
		for _, no := range []string{"os/exec", "github.com/pkg/browser", "fyne.io", "webview", "syscall/js"} {
			if strings.Contains(path, no) {
				t.Errorf("imports %s", path)
			}
		}
	}
}

func TestA2TheLoopbackLiteralIsTheRedirect(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	q := newBrowser(t).start(a)
	want := "http://" + a.listener.host + "/callback"
	if q.Get("redirect_uri") != want || a.RedirectURI() != want || !strings.HasPrefix(want, "http://127.0.0.1:") {
		t.Errorf("redirect %q and %q, want %q", q.Get("redirect_uri"), a.RedirectURI(), want)
	}
	if q.Get("response_type") != "code" || q.Get("client_id") != "client0" {
		t.Errorf("authorization request %v", q)
	}
}

func TestA3LocalhostListensOnBothFamilies(t *testing.T) {
	port := freePort(t)
	c := newConsent(t, redirects("http://localhost:"+port+"/callback"))
	a := c.begin(t)
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		s, err := newBrowser(t).try("GET", "http://"+host+":"+port+"/nothing", map[string]string{"Host": "localhost:" + port})
		if err != nil || s.status != http.StatusNotFound {
			t.Errorf("%s: status %d, %v", host, s.status, err)
		}
	}
	if want := "http://localhost:" + port + "/callback"; a.RedirectURI() != want {
		t.Errorf("redirect %q, want %q", a.RedirectURI(), want)
	}
}

func TestA3LocalhostIsNotUsedWhenOneFamilyIsTaken(t *testing.T) {
	for _, family := range []string{"[::1]:", "127.0.0.1:"} {
		taken, next := freePort(t), freePort(t)
		take(t, family+taken)
		c := newConsent(t, redirects("http://localhost:"+taken+"/callback", "http://localhost:"+next+"/callback"))
		a := c.begin(t)
		if want := "http://localhost:" + next + "/callback"; a.RedirectURI() != want {
			t.Errorf("%s taken: redirect %q, want %q", family, a.RedirectURI(), want)
		}
		// The half that was bound before the other failed is free again.
		for _, f := range []string{"[::1]:", "127.0.0.1:"} {
			if f != family && !portClosed(f+taken)() {
				t.Errorf("%s is still bound", f+taken)
			}
		}
	}
}

func TestA4EachRegisteredFormIsServed(t *testing.T) {
	fixed := freePort(t)
	for _, test := range []struct{ registered, want string }{
		{"http://127.0.0.1/callback", "http://127.0.0.1:%s/callback"},
		{"http://127.0.0.1:0/callback", "http://127.0.0.1:%s/callback"},
		{"http://127.0.0.1", "http://127.0.0.1:%s"},
		{"http://[::1]/back", "http://[::1]:%s/back"},
		{"http://127.0.0.1:" + fixed + "/demo/callback", "http://127.0.0.1:%s/demo/callback"},
		{"http://127.0.0.1/callback?app=1", "http://127.0.0.1:%s/callback?app=1"},
	} {
		c := newConsent(t, redirects(test.registered))
		a := c.begin(t)
		if want := fmt.Sprintf(test.want, a.listener.port()); a.RedirectURI() != want {
			t.Errorf("%s: redirect %q, want %q", test.registered, a.RedirectURI(), want)
		}
		done := waitFor(t, a, nil)
		b := newBrowser(t)
		q := b.start(a)
		joint := "?"
		if strings.Contains(a.RedirectURI(), "?") {
			joint = "&"
		}
		s := b.get(a.RedirectURI() + joint + "code=" + canaryCode + "&state=" + q.Get("state"))
		if page := b.follow(a.RedirectURI(), s); page.status != http.StatusOK {
			t.Errorf("%s: status %d", test.registered, page.status)
		}
		if err := result(t, done); err != nil {
			t.Errorf("%s: %v", test.registered, err)
		}
		if got := c.server.posted()[0].Get("redirect_uri"); got != a.RedirectURI() {
			t.Errorf("%s: exchanged with %q", test.registered, got)
		}
	}
}

func TestA4UnusableRedirectsSayWhy(t *testing.T) {
	for _, uri := range []string{
		"", "callback", "http://", "ftp://127.0.0.1/x", "http://example.com/callback", "http://127.0.0.2/callback", "http://0.0.0.0/callback",
		"http://127.0.0.1/callback#x", "http://me:secret@127.0.0.1/callback", "http://127.0.0.1:70000/callback",
		"http://127.0.0.1/start/x", "http://127.0.0.1/done/", "http://127.0.0.1/favicon.ico", "custom:/callback",
	} {
		var bad *RedirectError
		if err := CheckRedirect(uri); !errors.As(err, &bad) || bad.Problem == "" {
			t.Errorf("%q: %v", uri, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error repeats a password", uri)
		}
		c := newConsent(t, redirects(uri))
		if _, err := c.Begin(t.Context()); !errors.As(err, &bad) {
			t.Errorf("%q: begin: %v", uri, err)
		}
	}
	c := newConsent(t, redirects())
	var bad *RedirectError
	if _, err := c.Begin(t.Context()); !errors.As(err, &bad) {
		t.Errorf("without redirects: %v", err)
	}
	// One that cannot be used does not keep the next from being used.
	c = newConsent(t, redirects("http://example.com/callback", anyPort))
	c.begin(t)
}

func TestA5AReservedPortCountsAsBusy(t *testing.T) {
	c := newConsent(t, redirects("http://127.0.0.1:38517/callback", anyPort))
	c.bind = func(ctx context.Context, address string) (net.Listener, error) {
		if address == "127.0.0.1:38517" {
			// What Windows answers inside a range reserved for its own use.
			return nil, &bindError{address: address, err: os.NewSyscallError("bind", syscall.EACCES)}
		}
		return bind(ctx, address)
	}
	if a := c.begin(t); strings.Contains(a.RedirectURI(), "38517") {
		t.Errorf("redirect %q", a.RedirectURI())
	}
}

func TestA6ThePortIsBoundBeforeAnyAddressAndStays(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	if portClosed(a.listener.host)() {
		t.Fatal("nothing listens after Begin")
	}
	// A server that redirects instantly, before anybody waits: the answer is kept.
	b := newBrowser(t)
	q := b.start(a)
	page := make(chan shown, 1)
	go func() { page <- b.land(q, "&code="+canaryCode) }()
	<-a.answered
	if err := result(t, waitFor(t, a, nil)); err != nil {
		t.Fatal(err)
	}
	if s := <-page; !strings.Contains(s.body, "Blue Heron Bakery LLC is ready to link") {
		t.Errorf("page %q", s.body)
	}
}

func TestA7TheStateIsLongRandomAndUsedOnce(t *testing.T) {
	c := newConsent(t, nil)
	a, other := c.begin(t), c.begin(t)
	b := newBrowser(t)
	q, q2 := b.start(a), b.start(other)
	if raw, err := base64.RawURLEncoding.DecodeString(q.Get("state")); err != nil || len(raw) < 32 {
		t.Errorf("state of %d bytes, %v", len(raw), err)
	}
	if q.Get("state") == q2.Get("state") || b.start(a).Get("state") != q.Get("state") {
		t.Error("a state is not bound to its attempt")
	}
	done := waitFor(t, a, nil)
	b.land(q, "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	// Another code under a used state changes nothing.
	if s := b.get(q.Get("redirect_uri") + "?code=another&state=" + q.Get("state")); s.status != http.StatusBadRequest {
		t.Errorf("second answer: status %d", s.status)
	}
	if n := len(c.server.posted()); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestA8PKCEWithS256IsAlwaysSent(t *testing.T) {
	c := newConsent(t, nil)
	seen := map[string]bool{}
	for range 3 {
		a, b, q := c.atGusto(t)
		done := waitFor(t, a, nil)
		b.land(q, "&code="+canaryCode)
		if err := result(t, done); err != nil {
			t.Fatal(err)
		}
		posts := c.server.posted()
		verifier := posts[len(posts)-1].Get("code_verifier")
		sum := sha256.Sum256([]byte(verifier))
		if q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
			t.Errorf("challenge %q by %q does not fit the verifier", q.Get("code_challenge"), q.Get("code_challenge_method"))
		}
		if raw, err := base64.RawURLEncoding.DecodeString(verifier); err != nil || len(raw) < 32 || len(verifier) < 43 || len(verifier) > 128 {
			t.Errorf("verifier of %d characters, %d bytes", len(verifier), len(raw))
		}
		if seen[verifier] {
			t.Error("a verifier came twice")
		}
		seen[verifier] = true
	}
}

func TestA9AnAnswerOnAnotherRedirectIsNotTaken(t *testing.T) {
	c := newConsent(t, redirects("http://127.0.0.1/demo"))
	prod := newConsent(t, redirects("http://127.0.0.1/production"))
	a, p := c.begin(t), prod.begin(t)
	b := newBrowser(t)
	qa, qp := b.start(a), b.start(p)
	for name, address := range map[string]string{
		"the other listener":             qp.Get("redirect_uri") + "?code=x&state=" + qa.Get("state"),
		"the right port, the wrong path": "http://" + a.listener.host + "/production?code=x&state=" + qa.Get("state"),
		"a slash more":                   qa.Get("redirect_uri") + "/?code=x&state=" + qa.Get("state"),
		"another spelling":               "http://" + a.listener.host + "/%64emo?code=x&state=" + qa.Get("state"),
	} {
		if s := b.get(address); s.status != http.StatusBadRequest && s.status != http.StatusNotFound {
			t.Errorf("%s: status %d", name, s.status)
		}
	}
	stillWaiting(t, a)
	stillWaiting(t, p)
	_ = qp
}

func TestA10TheIssuerIsComparedExactly(t *testing.T) {
	for _, test := range []struct {
		issuer   string
		required bool
		sent     string
		ok       bool
	}{
		{"https://as.example", false, "", true},
		{"https://as.example", false, "&iss=https%3A%2F%2Fas.example", true},
		{"https://as.example", true, "&iss=https%3A%2F%2Fas.example", true},
		{"https://as.example", false, "&iss=https%3A%2F%2Fas.example%2F", false},
		{"https://as.example", false, "&iss=https%3A%2F%2Fevil.example", false},
		{"https://as.example", false, "&iss=", false},
		{"https://as.example", true, "", false},
		{"", false, "&iss=https%3A%2F%2Fas.example", true},
	} {
		c := newConsent(t, func(p *Provider, _ *Options) { p.Issuer, p.IssuerRequired = test.issuer, test.required })
		a, b, q := c.atGusto(t)
		done := waitFor(t, a, nil)
		page := b.land(q, "&code="+canaryCode+test.sent)
		err := result(t, done)
		var wrong *IssuerError
		switch {
		case test.ok && err != nil:
			t.Errorf("%+v: %v", test, err)
		case !test.ok && (!errors.As(err, &wrong) || wrong.Want != test.issuer):
			t.Errorf("%+v: %v, want an *IssuerError", test, err)
		case !test.ok && len(c.server.posted()) != 0:
			t.Errorf("%+v: the code was exchanged", test)
		case !test.ok && !strings.Contains(page.body, "Nothing was linked"):
			t.Errorf("%+v: page %q", test, page.body)
		}
	}
	// What another server says about a denial counts for nothing either.
	c := newConsent(t, func(p *Provider, _ *Options) { p.Issuer = "https://as.example" })
	a := c.begin(t)
	done := waitFor(t, a, nil)
	b := newBrowser(t)
	b.land(b.start(a), "&error=access_denied&iss=https%3A%2F%2Fevil.example")
	var wrong *IssuerError
	if err := result(t, done); !errors.As(err, &wrong) {
		t.Errorf("denied by another issuer: %v", err)
	}
}

func TestA11ScopesAreAskedForAndCompared(t *testing.T) {
	c := newConsent(t, nil)
	if q := newBrowser(t).start(c.begin(t)); q.Has("scope") {
		t.Errorf("scope %q is sent though none is set", q.Get("scope"))
	}
	for _, test := range []struct{ answer, scope, missing string }{
		{`{"access_token":"a","token_type":"bearer"}`, "companies:read company_admin:read", ""},
		{`{"access_token":"a","token_type":"bearer","scope":"companies:read"}`, "companies:read", "company_admin:read"},
		{`{"access_token":"a","token_type":"bearer","scope":["companies:read","company_admin:read","public"]}`, "companies:read company_admin:read public", ""},
	} {
		asked := []string{"companies:read", "company_admin:read"}
		c := newConsent(t, func(p *Provider, _ *Options) { p.Scopes = asked })
		c.server.answers(tokenAnswer(test.answer))
		a := c.begin(t)
		var got Token
		done := waitFor(t, a, func(_ context.Context, tok Token) (Landing, error) { got = tok; return Landing{}, nil })
		b := newBrowser(t)
		q := b.start(a)
		if q.Get("scope") != "companies:read company_admin:read" {
			t.Errorf("scope asked %q", q.Get("scope"))
		}
		b.land(q, "&code="+canaryCode)
		if err := result(t, done); err != nil {
			t.Fatal(err)
		}
		if got.Scope != test.scope || strings.Join(got.MissingScopes(asked), " ") != test.missing {
			t.Errorf("%s: scope %q, missing %v", test.answer, got.Scope, got.MissingScopes(asked))
		}
	}
}

func TestA12TheStartAddressIsShortTellsNothingAndWorksOnce(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	b := newBrowser(t)
	first, second := a.StartURL(), a.StartURL()
	if first == second {
		t.Error("two start addresses are the same")
	}
	q := b.start(a)
	for _, secret := range []string{"client0", q.Get("state"), q.Get("code_challenge"), "oauth"} {
		if strings.Contains(first, secret) {
			t.Errorf("the start address holds %q", secret)
		}
	}
	if len(first) > 70 || !strings.HasPrefix(first, "http://127.0.0.1:") {
		t.Errorf("start address of %d characters", len(first))
	}
	if s := b.get(first); s.status != http.StatusFound || !strings.HasPrefix(s.header.Get("Location"), c.server.URL+"/oauth/authorize?") {
		t.Errorf("first use: %d", s.status)
	}
	if s := b.get(first); s.status != http.StatusGone || !strings.Contains(s.body, "This link works once") || s.header.Get("Location") != "" {
		t.Errorf("second use: %d", s.status)
	}
	if s := b.get(second); s.status != http.StatusFound {
		t.Errorf("the other address: %d", s.status)
	}
	if s := b.get("http://" + a.listener.host + "/start/guess"); s.status != http.StatusGone {
		t.Errorf("a guess: %d", s.status)
	}
	last := a.StartURL()
	c.begin(t) // keeps the port open
	a.Cancel()
	if s := b.get(last); s.status != http.StatusGone {
		t.Errorf("after the end: %d", s.status)
	}
	if a.StartURL() != "" {
		t.Error("an attempt that has ended hands out start addresses")
	}
}

func TestA12OldStartAddressesGiveWay(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	for range 3 * maxStarts {
		a.StartURL()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(a.listener.starts); n > maxStarts {
		t.Errorf("%d start addresses work at the same time", n)
	}
}

func TestA13TheCookieBindsTheAnswerToTheBrowser(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	s := newBrowser(t).get(a.StartURL())
	cookies := (&http.Response{Header: s.header}).Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode || cookies[0].Path != "/callback" ||
		cookies[0].MaxAge != 0 || !cookies[0].Expires.IsZero() || len(cookies[0].Value) < 43 {
		t.Fatalf("cookies %v", s.header["Set-Cookie"])
	}
	other := c.begin(t)
	if a.cookieName() == other.cookieName() {
		t.Error("two attempts overwrite each other's cookie")
	}
	if state := a.secrets.state.Reveal(); strings.Contains(cookies[0].Value, state) || cookies[0].Value == state {
		t.Error("the cookie holds the state")
	}
}

func TestA13AnAnswerFromAnotherBrowserIsToldAndNotSilent(t *testing.T) {
	for _, test := range []struct {
		name  string
		other bool
	}{{"the same browser", false}, {"another browser", true}} {
		c := newConsent(t, nil)
		a := c.begin(t)
		var known bool
		done := waitFor(t, a, func(context.Context, Token) (Landing, error) { known = a.OtherBrowser(); return Landing{}, nil })
		b := newBrowser(t)
		q := b.start(a)
		if test.other {
			b = newBrowser(t)
		}
		s := b.get(q.Get("redirect_uri") + "?code=" + canaryCode + "&state=" + q.Get("state"))
		b.follow(q.Get("redirect_uri"), s)
		if err := result(t, done); err != nil {
			t.Fatal(err)
		}
		told := false
		for n := range a.Notices() {
			told = told || n.Kind == OtherBrowser
		}
		if told != test.other || known != test.other || a.OtherBrowser() != test.other {
			t.Errorf("%s: told %v, known while settling %v, afterwards %v", test.name, told, known, a.OtherBrowser())
		}
		if cleared := s.header.Get("Set-Cookie"); !strings.Contains(cleared, "Max-Age=0") {
			t.Errorf("%s: the cookie stays: %q", test.name, cleared)
		}
	}
}

func TestA14NothingIsDoneWithATokenButToHandItToSettle(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	var got Token
	done := waitFor(t, a, func(_ context.Context, tok Token) (Landing, error) { got = tok; return Landing{}, nil })
	b := newBrowser(t)
	b.land(b.start(a), "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	if got.Access.Reveal() != canaryAccess || got.Refresh.Reveal() != canaryFresh || got.Type != "bearer" {
		t.Error("settle got another token than the server gave")
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if len(c.server.posts) != 1 || c.server.elsewhere != 0 || len(c.server.revoked) != 0 {
		t.Errorf("%d posts, %d other requests, %d revocations", len(c.server.posts), c.server.elsewhere, len(c.server.revoked))
	}
}

func TestSettleThatFailsIsToldInTheBrowserToo(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	full := errors.New("disk full")
	done := waitFor(t, a, func(context.Context, Token) (Landing, error) { return Landing{}, full })
	b := newBrowser(t)
	page := b.land(b.start(a), "&code="+canaryCode)
	var settle *SettleError
	if err := result(t, done); !errors.As(err, &settle) || !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	if !strings.Contains(page.body, "Nothing was linked") || !strings.Contains(page.body, "You gave access") || strings.Contains(page.body, "disk") {
		t.Errorf("page %q", page.body)
	}
}

func TestSecondWaitGetsTheSameOutcome(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	settled := 0
	settle := func(context.Context, Token) (Landing, error) { settled++; return Landing{}, nil }
	first := waitFor(t, a, settle)
	b := newBrowser(t)
	b.land(b.start(a), "&code="+canaryCode)
	if err := result(t, first); err != nil {
		t.Fatal(err)
	}
	if err := a.Wait(t.Context(), settle); err != nil || settled != 1 {
		t.Errorf("second wait: %v, settled %d times", err, settled)
	}
}

func TestNoticesTellTheStepsInOrder(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	done := waitFor(t, a, nil)
	b.get(q.Get("redirect_uri") + "?code=x&state=wrong")
	b.land(q, "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	var kinds []NoticeKind
	for n := range a.Notices() {
		kinds = append(kinds, n.Kind)
	}
	got, _ := json.Marshal(kinds)
	want, _ := json.Marshal([]NoticeKind{BrowserStarted, StrayPage, Exchanging, Settling})
	if !bytes.Equal(got, want) {
		t.Errorf("notices %s, want %s", got, want)
	}
}
