package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func (b *bench) refreshRequest(token string) *http.Request {
	b.t.Helper()
	return b.request("POST", "/oauth/token", refreshForm(token).Encode(), "application/x-www-form-urlencoded")
}

func TestAFaultMeetsOnlyWhatItMatchesAndOnlySoOften(t *testing.T) {
	b := open(t, Options{})
	got := b.connect(AutoConsent{Person: Dana, Company: b.bakery().UUID})
	company := "/v1/companies/" + b.bakery().UUID
	status := func(path string) int { return b.get(path, got.access).status }
	remove := b.gusto.Faults().Add(Fault{Kind: Status, Path: "/v1/companies/*", Skip: 1, Times: 2})
	for i, want := range []int{200, 500, 500, 200} {
		if s := status(company); s != want {
			t.Errorf("request %d: %d, want %d", i, s, want)
		}
	}
	remove()
	remove = b.gusto.Faults().Add(Fault{Kind: Status, Path: "/v1/companies/*"})
	if status(company+"/admins") != 200 || status("/v1/token_info") != 200 {
		t.Error("the pattern matches deeper or other paths")
	}
	for range 5 {
		if status(company) != 500 {
			t.Error("a fault without a number ended by itself")
		}
	}
	remove()
	if status(company) != 200 {
		t.Error("a removed fault goes on")
	}
	b.gusto.Faults().Add(Fault{Kind: Status, GrantType: "refresh_token"})
	b.gusto.Faults().Add(Fault{Kind: Status, Method: "PUT"})
	if b.systemAccess().status != 200 || b.post("/oauth/token", refreshForm(got.refresh)).status != 500 {
		t.Error("the grant type does not count")
	}
	b.gusto.Faults().Clear()
	b.refresh(got.refresh)
}

func TestServerErrorsSpeakAsWhoSendsThem(t *testing.T) {
	b := open(t, Options{})
	ask := func(f Fault) answer {
		defer b.gusto.Faults().Add(f)()
		return b.get("/v1/token_info", "")
	}
	wantAPI(t, ask(Fault{Kind: Status}), 500, "internal_error")
	a := ask(Fault{Kind: Status, Status: 503, RetryAfter: 7 * time.Second})
	if a.status != 503 || !strings.Contains(a.text, "Service Unavailable") || a.header.Get("Retry-After") != "7" {
		t.Errorf("503: %d %s %v", a.status, a.text, a.header)
	}
	wantOAuth(t, ask(Fault{Kind: Status, Status: 400, Value: "invalid_request"}), 400, "invalid_request")
	wantOAuth(t, ask(Fault{Kind: Status, Status: 503, Value: "temporarily_unavailable"}), 503, "temporarily_unavailable")
	a = ask(Fault{Kind: TooMany, RetryAfter: 12 * time.Second})
	wantAPI(t, a, 429, "rate_limit_exceeded")
	if a.header.Get("Retry-After") != "12" {
		t.Errorf("Retry-After %s", a.header.Get("Retry-After"))
	}
	if a := ask(Fault{Kind: TooMany}); a.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %s", a.header.Get("Retry-After"))
	}
	e := wantAPI(t, ask(Fault{Kind: MissingScope, Value: "companies:read"}), 403, "missing_oauth_scopes")
	if e.Metadata["missing_scope_name"] != "companies:read" {
		t.Errorf("metadata %v", e.Metadata)
	}
	if a := ask(Fault{Kind: HTML}); a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("html: %d %v", a.status, a.header)
	}
}

// What a fault before the request does: nothing has happened. After it: the token has been rotated, and only the reply is lost.
func TestFaultsBeforeLeaveTheTokenAloneAndFaultsAfterRotateIt(t *testing.T) {
	for _, f := range []Fault{{Kind: Drop}, {Kind: Status}, {Kind: Status, Status: 502}, {Kind: TooMany}, {Kind: HTML}, {Kind: Redirect}, {Kind: Cut}, {Kind: Malformed}} {
		for _, after := range []bool{false, true} {
			if !after && (f.Kind == Cut || f.Kind == Malformed) {
				continue // half of a reply needs a reply
			}
			f.After = after
			f.Times = 1
			b := open(t, Options{Rotation: StrictRotation})
			r0 := b.connect(AutoConsent{Person: Tomas})
			b.gusto.Faults().Add(f)
			a, err := b.do(b.refreshRequest(r0.refresh))
			if broken := f.Kind == Drop || f.Kind == Cut; broken != (err != nil) {
				t.Errorf("%v after=%v: %v", f.Kind, after, err)
			}
			if f.Kind == Cut && !(errors.Is(err, io.ErrUnexpectedEOF) && strings.HasPrefix(a.text, `{"access_token"`)) {
				t.Errorf("cut: %q %v", a.text, err)
			}
			if f.Kind == Drop && !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("drop: %v", err)
			}
			if f.Kind == Malformed && (a.status != 200 || json.Valid([]byte(a.text))) {
				t.Errorf("malformed: %d %s", a.status, a.text)
			}
			if f.Kind == Status && a.status < 500 {
				t.Errorf("status: %d", a.status)
			}
			if alive := b.gusto.RefreshTokenAlive(r0.refresh); alive == after {
				t.Errorf("%v after=%v: the old token is alive: %v", f.Kind, after, alive)
			}
			if n := b.gusto.PostsOfRefreshToken(r0.refresh); n != 1 {
				t.Errorf("%v after=%v: %d posts", f.Kind, after, n)
			}
		}
	}
}

func TestARedirectFromTheTokenEndpointTellsWhoFollows(t *testing.T) {
	b := open(t, Options{})
	r0 := b.connect(AutoConsent{Person: Tomas})
	b.gusto.Faults().Add(Fault{Kind: Redirect, Path: "/oauth/token"})
	a, err := b.do(b.refreshRequest(r0.refresh))
	if err != nil || a.status != http.StatusTemporaryRedirect || a.header.Get("Location") != b.server.URL+"/practice/elsewhere" {
		t.Fatalf("%d %v %v", a.status, a.header, err)
	}
	if n := b.gusto.Count("POST", "/practice/elsewhere"); n != 0 {
		t.Errorf("%d posts elsewhere", n)
	}
	follower := *b.client
	follower.CheckRedirect = nil
	res, err := follower.Do(b.refreshRequest(r0.refresh))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if n := b.gusto.Count("POST", "/practice/elsewhere"); n != 1 {
		t.Errorf("%d posts elsewhere by a client that follows", n)
	}
	b.gusto.Faults().Clear()
	b.gusto.Faults().Add(Fault{Kind: Redirect, Value: "https://evil.example/"})
	if a := b.post("/oauth/token", nil); a.header.Get("Location") != "https://evil.example/" {
		t.Errorf("Location %s", a.header.Get("Location"))
	}
}

func TestAGateHoldsRequestsUntilItOpens(t *testing.T) {
	for _, after := range []bool{false, true} {
		b := open(t, Options{Rotation: StrictRotation})
		r0 := b.connect(AutoConsent{Person: Tomas})
		gate := NewGate()
		b.gusto.Faults().Add(Fault{Kind: Delay, Gate: gate, After: after, Path: "/oauth/token"})
		done := make(chan answer, 1)
		go func() {
			a, err := b.do(b.refreshRequest(r0.refresh))
			if err != nil {
				t.Error(err)
			}
			done <- a
		}()
		<-gate.Reached()
		if alive := b.gusto.RefreshTokenAlive(r0.refresh); alive == after {
			t.Errorf("after=%v: at the gate the old token is alive: %v", after, alive)
		}
		select {
		case <-done:
			t.Error("the gate let the request through")
		default:
		}
		gate.Open()
		gate.Open()
		if a := <-done; a.status != 200 {
			t.Errorf("after=%v: %d", after, a.status)
		}
		b.systemAccess() // an open gate stays open
	}
}

func TestADelayEndsWithTheClient(t *testing.T) {
	b := open(t, Options{})
	gate := NewGate()
	b.gusto.Faults().Add(Fault{Kind: Delay, Gate: gate, Delay: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := b.do(b.request("GET", "/", "", "").WithContext(ctx))
		done <- err
	}()
	<-gate.Reached()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	b.server.Close() // waits for the handler: an hour, unless it has noticed
}

func TestADelayIsALimitOfItsGateAndAddsToOtherFaults(t *testing.T) {
	b := open(t, Options{})
	b.gusto.Faults().Add(Fault{Kind: Delay, Gate: NewGate(), Delay: time.Millisecond})
	b.gusto.Faults().Add(Fault{Kind: Status, Status: 503})
	started := time.Now()
	if a := b.get("/v1/token_info", ""); a.status != 503 || time.Since(started) < time.Millisecond {
		t.Errorf("%d after %v", a.status, time.Since(started))
	}
	lines := b.gusto.Requests()
	if last := lines[len(lines)-1]; last.Fault != "delay+status" {
		t.Errorf("journal %+v", last)
	}
}

func TestARevokedCompanyEndsItsGrants(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	one := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	other := b.connect(AutoConsent{Person: Tomas})
	if n, err := b.gusto.Faults().RevokeCompany(c.UUID); n != 1 || err != nil {
		t.Errorf("%d grants, %v", n, err)
	}
	wantAPI(t, b.get("/v1/token_info", one.access), 401, "invalid_token")
	wantOAuth(t, b.post("/oauth/token", refreshForm(one.refresh)), 400, "invalid_grant")
	b.refresh(other.refresh)
	left := b.gusto.Grants()
	if len(left) != 1 || left[0].Alive != 2 {
		t.Fatalf("grants %+v", left)
	}
	if ended, err := b.gusto.RevokeGrant(left[0].ID); !ended || err != nil {
		t.Errorf("revoke grant: %v %v", ended, err)
	}
	wantAPI(t, b.get("/v1/token_info", other.access), 401, "invalid_token")
	if ended, _ := b.gusto.RevokeGrant(left[0].ID); ended {
		t.Error("a dead grant was ended again")
	}
}

func TestACompanyCanBeGoneAndComeBack(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	for _, gone := range []bool{true, true, false} {
		if err := b.gusto.Faults().CompanyGone(c.UUID, gone); err != nil {
			t.Fatal(err)
		}
		a := b.get("/v1/companies/"+c.UUID, got.access)
		if gone != (a.status == 404) {
			t.Errorf("gone=%v: %d", gone, a.status)
		}
		if info := b.get("/v1/token_info", got.access); info.status != 200 {
			t.Errorf("token_info: %d", info.status)
		}
	}
}

func TestLostScopesAreMissingEverywhere(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	b.gusto.Faults().WithoutScopes("companies:read", "company_admin:read")
	wantAPI(t, b.get("/v1/companies/"+c.UUID, got.access), 403, "missing_oauth_scopes")
	if scope := b.get("/v1/token_info", got.access).json(t)["scope"].(string); strings.Contains(scope, "companies:read") || !strings.Contains(scope, "public") {
		t.Errorf("scope %s", scope)
	}
	b.gusto.Faults().WithoutScopes()
	if a := b.get("/v1/companies/"+c.UUID, got.access); a.status != 200 {
		t.Errorf("with its scopes back: %d", a.status)
	}
}

func TestAnotherSecretRefusesTheApplicationAndNoGrant(t *testing.T) {
	b := open(t, Options{})
	got := b.connect(AutoConsent{Person: Tomas})
	b.gusto.Faults().ClientSecret("new-secret")
	wantOAuth(t, b.post("/oauth/token", refreshForm(got.refresh)), 401, "invalid_client")
	form := refreshForm(got.refresh)
	form.Set("client_secret", "new-secret")
	b.tokensOf(b.post("/oauth/token", form))
	b.gusto.Faults().ClientSecret("")
	b.refresh(got.refresh)
}

func TestTheDateHeaderCanBeOff(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	for _, skew := range []time.Duration{0, 2 * time.Hour, -2 * time.Hour} {
		b.gusto.Faults().ClockSkew(skew)
		if got, want := b.get("/", "").header.Get("Date"), c.now().Add(skew).Format(http.TimeFormat); got != want {
			t.Errorf("Date %s, want %s", got, want)
		}
	}
}

func TestAReplyWithoutARefreshTokenKeepsTheOldOne(t *testing.T) {
	b := open(t, Options{Rotation: StrictRotation})
	r0 := b.connect(AutoConsent{Person: Tomas})
	b.gusto.Faults().OmitRefreshToken(true)
	r1 := b.refresh(r0.refresh)
	if r1.refresh != "" {
		t.Fatal("there is a refresh token")
	}
	if a := b.get("/v1/token_info", r1.access); a.status != 200 {
		t.Errorf("token_info: %d", a.status)
	}
	b.gusto.Faults().OmitRefreshToken(false)
	b.refresh(r0.refresh)
}

func TestATokenReplyCanBeEdited(t *testing.T) {
	b := open(t, Options{})
	got := b.connect(AutoConsent{Person: Tomas})
	for _, value := range []any{"7200", 0, nil, 1e12} {
		b.gusto.Faults().EditTokenReply(func(m map[string]any) {
			m["expires_in"] = value
			m["token_type"] = "Bearer"
			delete(m, "created_at")
		})
		text := b.post("/oauth/token", refreshForm(got.refresh)).text
		want, _ := json.Marshal(value)
		if !strings.Contains(text, `"expires_in":`+string(want)) || !strings.Contains(text, `"token_type":"Bearer"`) || strings.Contains(text, "created_at") {
			t.Errorf("%v: the reply does not show it", value)
		}
	}
	b.gusto.Faults().EditTokenReply(nil)
	if m := b.post("/oauth/token", refreshForm(got.refresh)).json(t); m["expires_in"] != 7200.0 {
		t.Errorf("expires_in %v", m["expires_in"])
	}
}

func TestAutoConsentNeedsNoPage(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	if m := b.get("/v1/token_info", got.access).json(t); m["resource"].(map[string]any)["uuid"] != c.UUID {
		t.Errorf("token_info %v", m)
	}
	if a := b.must(b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", "")); a.status != 200 || !strings.Contains(a.text, "page-signin") {
		t.Errorf("people no longer answer: %d", a.status)
	}
}

func TestTheJournalHoldsNoSecret(t *testing.T) {
	b := open(t, Options{})
	code := b.code(AutoConsent{Person: Tomas})
	got := b.tokensOf(b.post("/oauth/token", redeemForm(code)))
	next := b.refresh(got.refresh)
	b.get("/v1/token_info", next.access)
	b.provision(moss, b.systemToken())
	link := b.gusto.Provisions()[0].ClaimURL
	b.get(strings.TrimPrefix(link, b.server.URL), "")
	text, err := json.Marshal(b.gusto.Requests())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{code, got.access, got.refresh, next.access, next.refresh, "practice-secret", verifier, link[strings.LastIndex(link, "/")+1:]} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the journal holds a secret: %s", text)
		}
	}
	lines := b.gusto.Requests()
	grant := b.gusto.Grants()[0].ID
	if lines[1].GrantType != "authorization_code" || lines[1].Grant != grant || lines[2].Grant != grant || lines[3].Path != "/v1/token_info" {
		t.Errorf("journal %+v", lines)
	}
	if b.gusto.Count("POST", "/oauth/token") != 3 || b.gusto.Count("GET", "/v1/token_info") != 1 {
		t.Error("the requests are miscounted")
	}
}
