package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestRedirectsMatchToTheLetterExceptTheLoopbackPort(t *testing.T) {
	for _, c := range []struct {
		registered, requested string
		want                  bool
	}{
		{"http://127.0.0.1/callback", "http://127.0.0.1/callback", true},
		{"http://127.0.0.1/callback", "http://127.0.0.1:41234/callback", true},
		{"http://127.0.0.1:38517/callback", "http://127.0.0.1:41234/callback", true},
		{"http://127.0.0.1:38517/callback", "http://127.0.0.1/callback", true},
		{"http://[::1]/callback", "http://[::1]:41234/callback", true},
		{"http://127.0.0.1/callback", "http://[::1]:41234/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.2:41234/callback", false},
		{"http://127.0.0.1/callback", "http://localhost:41234/callback", false},
		{"http://127.0.0.1/callback", "https://127.0.0.1:41234/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:41234/callback/", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:41234/Callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:41234/callback?a=b", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:41234/callback#x", false},
		{"http://127.0.0.1/callback", "http://user@127.0.0.1:41234/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1.example/callback", false},
		{"http://localhost:38517/callback", "http://localhost:38517/callback", true},
		{"http://localhost:38517/callback", "http://localhost:41234/callback", false},
		{"http://localhost/callback", "http://localhost:41234/callback", false},
		{"https://books.example/gusto", "https://books.example/gusto", true},
		{"https://books.example/gusto", "https://books.example:444/gusto", false},
		{"https://books.example/gusto", "https://books.example/gusto/", false},
		{"https://books.example/gusto", "https://BOOKS.example/gusto", false},
		{"https://books.example/gusto?firm=1", "https://books.example/gusto?firm=1", true},
		{"https://books.example/gusto?firm=1", "https://books.example/gusto", false},
		{"https://books.example/gusto", "", false},
		{"https://books.example/gusto", "/gusto", false},
		{"https://books.example/gusto", "https://evil.example/gusto", false},
	} {
		b := open(t, Options{Redirects: []string{"https://other.example/cb", c.registered}})
		b.gusto.Faults().AutoConsent(&AutoConsent{Person: Tomas})
		q := authorizeQuery()
		q.Set("redirect_uri", c.requested)
		got := b.must(b.request("GET", "/oauth/authorize?"+q.Encode(), "", ""))
		if called := got.status == http.StatusFound && strings.HasPrefix(got.header.Get("Location"), c.requested); called != c.want {
			t.Errorf("registered %s, requested %s: %d %s, want a redirect: %v", c.registered, c.requested, got.status, got.header.Get("Location"), c.want)
		}
		if !c.want && got.header.Get("Location") != "" {
			t.Errorf("registered %s, requested %s: redirected to %s", c.registered, c.requested, got.header.Get("Location"))
		}
	}
}

func TestNewRefusesRedirectsThatNobodyCouldRegister(t *testing.T) {
	for _, uri := range []string{"/callback", "http://127.0.0.1/callback#x", "://", "callback"} {
		if _, err := New(Options{Redirects: []string{uri}}); err == nil {
			t.Errorf("%q was registered", uri)
		}
	}
}

func TestAWrongRequestEndsOnAPageAndNeverCallsBack(t *testing.T) {
	b := open(t, Options{})
	b.gusto.Faults().AutoConsent(&AutoConsent{Person: Dana})
	for _, c := range []struct{ name, value, text string }{
		{"client_id", "", "Missing required parameter: client_id."},
		{"client_id", "stranger", "unknown client"},
		{"redirect_uri", "", "Missing required parameter: redirect_uri."},
		{"redirect_uri", "https://evil.example/", "redirect uri is malformed"},
		{"response_type", "", "Missing required parameter: response_type."},
		{"response_type", "token", "does not support this response type"},
		{"code_challenge_method", "plain", "must be S256"},
		{"code_challenge_method", "", "must be S256"},
		{"scope", "payrolls:run", "scope is invalid"},
	} {
		q := authorizeQuery()
		q.Set(c.name, c.value)
		got := b.must(b.request("GET", "/oauth/authorize?"+q.Encode(), "", ""))
		if got.status != http.StatusBadRequest || got.header.Get("Location") != "" || !strings.Contains(got.text, c.text) {
			t.Errorf("%s=%q: %d %s, want a page that says %q", c.name, c.value, got.status, got.header.Get("Location"), c.text)
		}
		form := q
		form.Set("decision", "deny")
		if got := b.post("/oauth/authorize", form); got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
			t.Errorf("posted %s=%q: %d %s", c.name, c.value, got.status, got.header.Get("Location"))
		}
	}
}

func TestStateComesBackAndTheRedirectKeepsItsQuery(t *testing.T) {
	b := open(t, Options{Redirects: []string{"https://books.example/gusto?firm=7"}})
	for _, deny := range []bool{false, true} {
		b.gusto.Faults().AutoConsent(&AutoConsent{Person: Tomas, Deny: deny})
		q := authorizeQuery()
		q.Set("redirect_uri", "https://books.example/gusto?firm=7")
		q.Set("state", "a&b=c d")
		u, err := url.Parse(b.must(b.request("GET", "/oauth/authorize?"+q.Encode(), "", "")).header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		got := u.Query()
		if got.Get("state") != "a&b=c d" || got.Get("firm") != "7" {
			t.Errorf("deny=%v: came back to %s", deny, u)
		}
		if deny && (got.Get("error") != "access_denied" || got.Get("error_description") != "The resource owner or authorization server denied the request." || got.Has("code")) {
			t.Errorf("denial came back as %s", u)
		}
		if !deny && (len(got.Get("code")) != 43 || got.Has("error")) {
			t.Errorf("success came back as %s", u)
		}
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	b := open(t, Options{})
	code := b.code(AutoConsent{Person: Tomas})
	b.tokensOf(b.post("/oauth/token", redeemForm(code)))
	wantOAuth(t, b.post("/oauth/token", redeemForm(code)), 400, "invalid_grant")
	if n := b.gusto.PostsOfCode(code); n != 2 {
		t.Errorf("%d posts of the code were counted, want 2", n)
	}
}

func TestACodeLivesTenMinutes(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	early, late := b.code(AutoConsent{Person: Tomas}), b.code(AutoConsent{Person: Tomas})
	c.advance(10*time.Minute - time.Second)
	b.tokensOf(b.post("/oauth/token", redeemForm(early)))
	c.advance(time.Second)
	wantOAuth(t, b.post("/oauth/token", redeemForm(late)), 400, "invalid_grant")
}

func TestCodeTTLCanBeShortened(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now, CodeTTL: time.Second})
	code := b.code(AutoConsent{Person: Tomas})
	c.advance(time.Second)
	wantOAuth(t, b.post("/oauth/token", redeemForm(code)), 400, "invalid_grant")
}

func TestAWrongVerifierDoesNotBurnTheCode(t *testing.T) {
	b := open(t, Options{})
	form := redeemForm(b.code(AutoConsent{Person: Tomas}))
	form.Set("code_verifier", verifier+"x")
	wantOAuth(t, b.post("/oauth/token", form), 400, "invalid_grant")
	form.Del("code_verifier")
	got := b.post("/oauth/token", form)
	wantOAuth(t, got, 400, "invalid_request")
	if text := got.json(t)["error_description"]; text != "Missing required parameter: code_verifier." {
		t.Errorf("description is %q", text)
	}
	form.Set("code_verifier", verifier)
	b.tokensOf(b.post("/oauth/token", form))
}

func TestAVerifierWithoutAChallengeIsRefused(t *testing.T) {
	b := open(t, Options{})
	b.gusto.Faults().AutoConsent(&AutoConsent{Person: Tomas})
	q := authorizeQuery()
	q.Del("code_challenge")
	q.Del("code_challenge_method")
	u, _ := url.Parse(b.must(b.request("GET", "/oauth/authorize?"+q.Encode(), "", "")).header.Get("Location"))
	form := redeemForm(u.Query().Get("code"))
	wantOAuth(t, b.post("/oauth/token", form), 400, "invalid_grant")
	form.Del("code_verifier")
	b.tokensOf(b.post("/oauth/token", form))
}

func TestTheExchangeWantsTheSameRedirect(t *testing.T) {
	b := open(t, Options{})
	form := redeemForm(b.code(AutoConsent{Person: Tomas}))
	form.Set("redirect_uri", "http://127.0.0.1/other")
	wantOAuth(t, b.post("/oauth/token", form), 400, "invalid_grant")
	form.Del("redirect_uri")
	wantOAuth(t, b.post("/oauth/token", form), 400, "invalid_request")
	form.Set("redirect_uri", "http://127.0.0.1:5555/callback") // another port is the same address
	b.tokensOf(b.post("/oauth/token", form))
}

func TestAutoConsentRefusesWhoMayNotAuthorize(t *testing.T) {
	b := open(t, Options{})
	b.gusto.Faults().AutoConsent(&AutoConsent{Person: Lena})
	if got := b.must(b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", "")); got.status != http.StatusBadRequest {
		t.Errorf("Lena's consent: %d", got.status)
	}
	other, _ := b.gusto.CompanyNamed(Dana, "Juniper Books LLC")
	b.gusto.Faults().AutoConsent(&AutoConsent{Person: Tomas, Company: other.UUID})
	if got := b.must(b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", "")); got.status != http.StatusBadRequest {
		t.Errorf("Tomás consented for a company of Dana: %d", got.status)
	}
}
