package oauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/reach"
	"crosswalk/oauth"
	"crosswalk/oauth/oauthtest"
)

// mode is what a refresh does to the old refresh token.
type mode int

const (
	lenient mode = iota // Gusto's documented rule: alive until the new access token is first used
	strict              // dead at once
	family              // strict, and showing a dead one ends everything that came of the same consent
)

const (
	clientID     = "the-application"
	clientSecret = "canary-client-secret"
)

// row is one token pair at the provider, as Doorkeeper keeps it.
type row struct {
	access, refresh           string
	accessAlive, refreshAlive bool
	previous                  *row
	consent                   int
}

// provider is a token endpoint written for these tests alone. Its faults are queued: each request to the token
// endpoint takes one, and none means that all is well.
type provider struct {
	t    testing.TB
	url  string
	mode mode
	life time.Duration

	mu      sync.Mutex
	rows    []*row
	index   map[string]*row // by either token
	secret  string
	faults  []fault
	change  func(map[string]any) // edits a token answer
	posts   map[string]int       // by refresh token
	total   int                  // posts with grant_type refresh_token
	atOnce  int
	most    int
	revoked int
	probes  int
	issued  int
	useless bool // every access token is refused
}

// fault is what happens to one request: before it is worked on, or after.
type fault struct {
	after bool
	do    func(w http.ResponseWriter, r *http.Request) // answers in the provider's place
}

func newProvider(t testing.TB, m mode) *provider {
	p := &provider{t: t, mode: m, life: 2 * time.Hour, secret: clientSecret, posts: map[string]int{}, index: map[string]*row{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", p.token)
	mux.HandleFunc("POST /oauth/revoke", p.revoke)
	mux.HandleFunc("GET /v1/token_info", p.info)
	s := httptest.NewUnstartedServer(mux)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	p.url = s.URL
	return p
}

// consent makes a grant and gives its first token.
func (p *provider) consent(now time.Time) oauth.Token {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.issued++
	r := p.add(nil, p.issued)
	return tokenOf(r, now.Add(p.life))
}

func tokenOf(r *row, expiry time.Time) oauth.Token {
	return oauth.Token{
		Access: oauth.NewSecret(r.access), Refresh: oauth.NewSecret(r.refresh), Type: "bearer", Expiry: expiry.Round(0).UTC(), Scope: "companies:read",
	}
}

func (p *provider) add(previous *row, consent int) *row {
	p.issued++
	r := &row{
		access: fmt.Sprintf("canary-access-%04d", p.issued), refresh: fmt.Sprintf("canary-refresh-%04d", p.issued),
		accessAlive: true, refreshAlive: true, previous: previous, consent: consent,
	}
	p.rows = append(p.rows, r)
	p.index[r.access], p.index[r.refresh] = r, r
	return r
}

func (p *provider) find(by func(*row) string, text string) *row {
	if r := p.index[text]; r != nil && by(r) == text {
		return r
	}
	return nil
}

func byRefresh(r *row) string { return r.refresh }
func byAccess(r *row) string  { return r.access }

func (p *provider) next() (f fault) {
	if len(p.faults) > 0 {
		f, p.faults = p.faults[0], p.faults[1:]
	}
	return f
}

// meets queues a fault for the next n posts to the token endpoint.
func (p *provider) meets(n int, f fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range n {
		p.faults = append(p.faults, f)
	}
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	if r.URL.RawQuery != "" || r.Header.Get("Authorization") != "" {
		p.t.Error("a secret may be in the address or in a header")
	}
	p.mu.Lock()
	f := fault{}
	if r.PostForm.Get("grant_type") == "refresh_token" {
		f = p.next()
		p.total++
		if got := r.PostForm.Get("redirect_uri"); got != "http://127.0.0.1/callback" {
			p.t.Errorf("redirect_uri of the consent is %q", got)
		}
		p.posts[r.PostForm.Get("refresh_token")]++
	}
	p.atOnce++
	p.most = max(p.most, p.atOnce)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.atOnce--
		p.mu.Unlock()
	}()
	if f.do != nil && !f.after {
		f.do(w, r)
		return
	}
	p.mu.Lock()
	status, body := p.answer(r)
	p.mu.Unlock()
	if f.do != nil {
		w = &answered{ResponseWriter: w, status: status, body: body}
		f.do(w, r)
		return
	}
	send(w, status, body)
}

// answered lets a fault after the fact see what would have been said.
type answered struct {
	http.ResponseWriter
	status int
	body   []byte
}

func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func failing(status int, code string) (int, []byte) {
	return status, []byte(`{"error":"` + code + `","error_description":"no"}`)
}

// answer looks at the token before it looks at the client, as Doorkeeper does.
func (p *provider) answer(r *http.Request) (int, []byte) {
	form := r.PostForm
	keys := form.Get("client_id") == clientID && form.Get("client_secret") == p.secret
	switch form.Get("grant_type") {
	case "refresh_token":
		old := p.find(byRefresh, form.Get("refresh_token"))
		if old == nil || !old.refreshAlive {
			if old != nil && p.mode == family {
				for _, o := range p.rows {
					if o.consent == old.consent {
						o.accessAlive, o.refreshAlive = false, false
					}
				}
			}
			return failing(400, "invalid_grant")
		}
		if !keys {
			return failing(401, "invalid_client")
		}
		made := p.add(old, old.consent)
		if p.mode != lenient {
			old.accessAlive, old.refreshAlive = false, false
		}
		return p.grantBody(made.access, made.refresh)
	case "authorization_code":
		p.probes++
	case "system_access":
		if keys {
			return p.grantBody("canary-system-token", "")
		}
	}
	if !keys {
		return failing(401, "invalid_client")
	}
	return failing(400, "invalid_grant")
}

func (p *provider) grantBody(access, refresh string) (int, []byte) {
	body := map[string]any{"access_token": access, "token_type": "bearer", "expires_in": int(p.life.Seconds()), "scope": "companies:read"}
	if refresh != "" {
		body["refresh_token"] = refresh
	}
	if p.change != nil {
		p.change(body)
	}
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Error(err)
	}
	return 200, text
}

// info is an API call: the first with a new access token ends the pair before.
func (p *provider) info(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := p.find(byAccess, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if found == nil || !found.accessAlive || p.useless {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if old := found.previous; old != nil {
		old.accessAlive, old.refreshAlive = false, false
		found.previous = nil
	}
	send(w, 200, []byte(`{"scope":"companies:read","resource":null,"resource_owner":null}`))
}

func (p *provider) revoke(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.PostForm.Get("client_secret") != p.secret {
		status, body := failing(403, "unauthorized_client")
		send(w, status, body)
		return
	}
	p.revoked++
	for _, by := range []func(*row) string{byRefresh, byAccess} {
		if found := p.find(by, r.PostForm.Get("token")); found != nil {
			found.accessAlive, found.refreshAlive = false, false
		}
	}
	send(w, 200, []byte("{}"))
}

// living counts the pairs whose refresh token the provider would take.
func (p *provider) living() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, r := range p.rows {
		if r.refreshAlive {
			n++
		}
	}
	return n
}

func (p *provider) asked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total
}

func (p *provider) aliveRefresh(t oauth.Token) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.find(byRefresh, t.Refresh.Reveal())
	return r != nil && r.refreshAlive
}

// The faults.

func saying(after bool, status int, kind, body string, headers ...string) fault {
	return fault{after: after, do: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}}
}

func dropped(after bool) fault {
	return fault{after: after, do: func(w http.ResponseWriter, _ *http.Request) {
		if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = c.Close()
		}
	}}
}

// cut sends the head and a part of the body.
func cut(after bool) fault {
	return fault{after: after, do: func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		body := `{"access_token":"canary-cut`
		if a, ok := w.(*answered); ok {
			body = string(a.body[:len(a.body)/2])
		}
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"+body)
		_ = c.Close()
	}}
}

// held waits for the gate before it answers well.
func held(arrived chan<- struct{}, gate <-chan struct{}, then *provider) fault {
	return fault{after: true, do: func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		select {
		case <-gate:
		case <-r.Context().Done():
		}
		if a, ok := w.(*answered); ok {
			send(w, a.status, a.body)
		}
	}}
}

// holds lets the next request wait at the provider until gate is closed; arrived tells that it is there.
func (r *rig) holds() (arrived, gate chan struct{}) {
	arrived, gate = make(chan struct{}, 1), make(chan struct{})
	r.provider.meets(1, held(arrived, gate, r.provider))
	return arrived, gate
}

// asks wants access on a goroutine of its own, and tells how that ended.
func (r *rig) asks(ctx context.Context) <-chan error {
	done := make(chan error, 1)
	go func() { _, err := r.Token(ctx, grant); done <- err }()
	return done
}

// lateBy has this process sleep with its request under way, until its lease has run out.
func (r *rig) lateBy(arrived <-chan struct{}) <-chan error {
	done := r.asks(r.t.Context())
	<-arrived
	r.clock.pass(leaseTime + leaseGrace + time.Second)
	return done
}

// clock is this computer's clock under a test's hand. Waiting moves it on.
type clock struct {
	gate chan struct{} // when set, waits of a second and more end by it alone

	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func (c *clock) wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.waits = append(c.waits, d)
	c.at = c.at.Add(d)
	c.mu.Unlock()
	if c.gate != nil && d >= time.Second {
		select {
		case <-c.gate:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

func (c *clock) waited() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.waits...)
}

// rig is one process: a Renewer over a handle of a store.
type rig struct {
	*oauth.Renewer
	t        testing.TB
	client   *oauth.Client
	provider *provider
	vault    *handle
	clock    *clock
	log      *oauthtest.Buffer

	mu     sync.Mutex
	events []oauth.RenewalEvent
	errs   []error
	uses   int
	useErr []error // taken by the next uses
}

const grant = "grant-1"

type rigOption func(*oauth.RenewerOptions, *oauth.Provider)

// newRig makes a provider with one grant, and a process that keeps its pair.
func newRig(t testing.TB, m mode, options ...rigOption) *rig {
	t.Helper()
	p, c := newProvider(t, m), newClock()
	s := newStore(c)
	r := joinRig(t, p, s, c, "this window", options...)
	r.keep(grant, oauth.Pair{Current: p.consent(c.now()), Used: true})
	return r
}

// joinRig is one more process on the same store.
func joinRig(t testing.TB, p *provider, s *store, c *clock, holder string, options ...rigOption) *rig {
	t.Helper()
	hc, err := reach.New(reach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, provider: p, vault: &handle{store: s, holder: holder}, clock: c, log: &oauthtest.Buffer{}}
	o := oauth.RenewerOptions{Wait: c.wait, Rand: func() float64 { return 0 }, Event: r.note}
	reg := oauth.Provider{
		Name: "test", TokenURL: p.url + "/oauth/token", RevokeURL: p.url + "/oauth/revoke", ClientID: clientID, ClientSecret: oauth.NewSecret(clientSecret),
	}
	for _, change := range options {
		change(&o, &reg)
	}
	r.client = oauth.New(reg, hc, oauth.Options{Now: c.now, Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	r.Renewer = r.client.NewRenewer(r.vault, r.use(hc), o)
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_ = r.Close(ctx)
		hc.CloseIdleConnections()
		r.checkSecrets()
	})
	return r
}

// use is what Crosswalk does with a new token: one call that says nothing.
func (r *rig) use(hc *http.Client) func(context.Context, oauth.Token) error {
	return func(ctx context.Context, t oauth.Token) error {
		r.mu.Lock()
		r.uses++
		var planned error
		if len(r.useErr) > 0 {
			planned, r.useErr = r.useErr[0], r.useErr[1:]
		}
		r.mu.Unlock()
		if planned != nil {
			return planned
		}
		return call(ctx, hc, r.provider.url, t)
	}
}

// call is an API call with a token.
func call(ctx context.Context, hc *http.Client, base string, t oauth.Token) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/v1/token_info", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+t.Access.Reveal())
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusUnauthorized:
		return fmt.Errorf("ask for the token's scope: %w", oauth.ErrAccessRefused)
	}
	return fmt.Errorf("status %d", resp.StatusCode)
}

func (r *rig) note(e oauth.RenewalEvent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
	if e.Err != nil {
		r.errs = append(r.errs, e.Err)
	}
}

func (r *rig) saw(kind oauth.RenewalKind) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, e := range r.events {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// keep stores a grant as its consent did.
func (r *rig) keep(id string, p oauth.Pair) {
	if p.ClientID == "" {
		p.ClientID, p.RedirectURI = clientID, "http://127.0.0.1/callback"
	}
	r.vault.store.put(id, p)
}

// get asks for a token and keeps the error for the search for secrets.
func (r *rig) get() (oauth.Token, error) {
	r.t.Helper()
	t, err := r.Token(r.t.(*testing.T).Context(), grant)
	r.remember(err)
	return t, err
}

func (r *rig) remember(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.errs = append(r.errs, err)
	}
}

// mustWork wants a token that the provider accepts.
func (r *rig) mustWork() oauth.Token {
	r.t.Helper()
	t, err := r.get()
	if err != nil {
		r.t.Fatalf("no token: %v", err)
	}
	if err := call(r.t.(*testing.T).Context(), http.DefaultClient, r.provider.url, t); err != nil {
		r.t.Fatalf("the token does not work: %v", err)
	}
	return t
}

// fails wants an error of a type and returns it.
func fails[E error](r *rig) E {
	r.t.Helper()
	_, err := r.get()
	var e E
	if !errors.As(err, &e) {
		r.t.Fatalf("got %T %v, want %T", err, err, e)
	}
	return e
}

// expire lets the stored token's life pass.
func (r *rig) expire() { r.clock.pass(r.provider.life + time.Minute) }

// asked wants so many posts with a refresh token so far.
func (r *rig) posted(want int) {
	r.t.Helper()
	if got := r.provider.asked(); got != want {
		r.t.Errorf("%d posts to the token endpoint, want %d", got, want)
	}
}

// checkSecrets looks for every token and the client secret in all that was logged and in every error.
func (r *rig) checkSecrets() {
	r.mu.Lock()
	defer r.mu.Unlock()
	texts := []string{r.log.String()}
	for _, err := range r.errs {
		texts = append(texts, fmt.Sprintf("%v %+v %#v %q", err, err, err, err.Error()))
	}
	for _, text := range texts {
		if i := strings.Index(text, "canary"); i >= 0 {
			r.t.Errorf("a secret shows: …%s…", text[max(0, i-60):min(len(text), i+60)])
		}
	}
}
