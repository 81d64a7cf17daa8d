package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestATokenReplyHasDoorkeepersMembers(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	got := b.post("/oauth/token", redeemForm(b.code(AutoConsent{Person: Tomas})))
	m := got.json(t)
	if got.status != 200 || m["token_type"] != "bearer" || m["expires_in"] != 7200.0 || m["scope"] != DefaultScopes || m["created_at"] != float64(c.now().Unix()) {
		t.Errorf("reply is %d %v", got.status, m)
	}
	for _, name := range []string{"access_token", "refresh_token"} {
		if s, _ := m[name].(string); len(s) != 43 {
			t.Errorf("%s is %d characters long", name, len(s))
		}
	}
	if got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control is %q", got.header.Get("Cache-Control"))
	}
}

func TestTheTokenEndpointTakesFormsAndJSON(t *testing.T) {
	b := open(t, Options{})
	form := redeemForm(b.code(AutoConsent{Person: Tomas}))
	object := map[string]string{}
	for name := range form {
		object[name] = form.Get(name)
	}
	body, _ := json.Marshal(object)
	got := b.tokensOf(b.must(b.request("POST", "/oauth/token", string(body), "application/json; charset=utf-8")))
	object = map[string]string{"grant_type": "refresh_token", "client_id": "practice-client", "client_secret": "practice-secret", "refresh_token": got.refresh}
	body, _ = json.Marshal(object)
	b.tokensOf(b.must(b.request("POST", "/oauth/token", string(body), "application/json")))
	wantOAuth(t, b.must(b.request("POST", "/oauth/token", `{"grant_type":`, "application/json")), 400, "invalid_request")
	wantOAuth(t, b.must(b.request("POST", "/oauth/token", "grant_type=%zz", "application/x-www-form-urlencoded")), 400, "invalid_request")
}

func TestASecretInTheURLIsRefused(t *testing.T) {
	b := open(t, Options{})
	for _, path := range []string{"/oauth/token", "/oauth/revoke"} {
		got := b.post(path+"?client_secret=practice-secret", redeemForm(b.code(AutoConsent{Person: Tomas})))
		wantOAuth(t, got, 400, "invalid_request")
	}
	q := redeemForm(b.code(AutoConsent{Person: Tomas}))
	q.Del("client_secret")
	wantOAuth(t, b.must(b.request("POST", "/oauth/token?"+q.Encode(), "client_secret=practice-secret", "application/x-www-form-urlencoded")), 400, "invalid_request")
}

func TestTheTokenEndpointAnswersInDoorkeepersWords(t *testing.T) {
	b := open(t, Options{})
	live := b.connect(AutoConsent{Person: Tomas})
	dead := b.connect(AutoConsent{Person: Tomas})
	b.get("/v1/token_info", b.refresh(dead.refresh).access)
	with := func(form url.Values, name, value string) url.Values {
		out := maps.Clone(form)
		out.Set(name, value)
		return out
	}
	unused := b.code(AutoConsent{Person: Tomas})
	for _, c := range []struct {
		what   string
		form   url.Values
		status int
		name   string
		text   string
	}{
		{"no grant type", url.Values{}, 400, "invalid_request", textMissing + "grant_type."},
		{"strange grant type", url.Values{"grant_type": {"password"}}, 400, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server."},
		{"no code", url.Values{"grant_type": {"authorization_code"}}, 400, "invalid_request", textMissing + "code."},
		{"no refresh token", url.Values{"grant_type": {"refresh_token"}}, 400, "invalid_request", textMissing + "refresh_token."},
		{"unknown code", redeemForm("nonsense"), 400, "invalid_grant", textInvalidGrant},
		{"unknown code, wrong secret", with(redeemForm("nonsense"), "client_secret", "x"), 401, "invalid_client", textInvalidClient},
		{"good code, wrong secret", with(redeemForm(unused), "client_secret", "x"), 401, "invalid_client", textInvalidClient},
		{"good code, wrong client", with(redeemForm(unused), "client_id", "x"), 401, "invalid_client", textInvalidClient},
		{"live token, wrong secret", with(refreshForm(live.refresh), "client_secret", "x"), 401, "invalid_client", textInvalidClient},
		{"dead token, wrong secret", with(refreshForm(dead.refresh), "client_secret", "x"), 400, "invalid_grant", textInvalidGrant},
		{"unknown token", refreshForm("nonsense"), 400, "invalid_grant", textInvalidGrant},
		{"access token as refresh token", refreshForm(live.access), 400, "invalid_grant", textInvalidGrant},
		{"system access, wrong secret", url.Values{"grant_type": {"system_access"}, "client_id": {"practice-client"}, "client_secret": {"x"}}, 401, "invalid_client", textInvalidClient},
	} {
		got := b.post("/oauth/token", c.form)
		if got.status != c.status || got.json(t)["error"] != c.name || got.json(t)["error_description"] != c.text {
			t.Errorf("%s: %d %s", c.what, got.status, got.text)
		}
		if !strings.Contains(got.header.Get("WWW-Authenticate"), `error="`+c.name+`"`) || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", c.what, got.header)
		}
	}
	b.tokensOf(b.post("/oauth/token", redeemForm(unused)))
	b.refresh(live.refresh)
}

func TestBasicAuthenticationComesBeforeTheBody(t *testing.T) {
	b := open(t, Options{})
	got := b.connect(AutoConsent{Person: Tomas})
	form := refreshForm(got.refresh)
	form.Set("client_secret", "wrong")
	r := b.request("POST", "/oauth/token", form.Encode(), "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("practice-client:practice-secret")))
	b.tokensOf(b.must(r))
}

func TestTheOldRefreshTokenLivesUntilAChildIsUsed(t *testing.T) {
	b := open(t, Options{})
	r0 := b.connect(AutoConsent{Person: Tomas})
	r1 := b.refresh(r0.refresh)
	r1b := b.refresh(r0.refresh)
	b.refresh(r1.refresh) // a child's refresh token works although nobody has used the child
	if got := b.get("/v1/token_info", r0.access); got.status != 200 {
		t.Errorf("the old access token died before a child was used: %d", got.status)
	}
	if got := b.get("/v1/token_info", r1b.access); got.status != 200 {
		t.Fatalf("child: %d %s", got.status, got.text)
	}
	wantOAuth(t, b.post("/oauth/token", refreshForm(r0.refresh)), 400, "invalid_grant")
	got := b.get("/v1/token_info", r0.access)
	wantAPI(t, got, 401, "invalid_token")
	if want := `Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token was revoked"`; got.header.Get("WWW-Authenticate") != want {
		t.Errorf("WWW-Authenticate is %s", got.header.Get("WWW-Authenticate"))
	}
	b.refresh(r1b.refresh)
	b.refresh(r1.refresh) // presenting the spent one has harmed nobody else
}

func TestEightParallelRefreshesAllSucceedWhileNoChildIsUsed(t *testing.T) {
	b := open(t, Options{})
	r0 := b.connect(AutoConsent{Person: Tomas})
	var wg sync.WaitGroup
	got := make([]tokens, 8)
	for i := range got {
		wg.Go(func() {
			a, err := b.do(b.request("POST", "/oauth/token", refreshForm(r0.refresh).Encode(), "application/x-www-form-urlencoded"))
			if err != nil || a.status != 200 {
				t.Errorf("refresh %d: %d %v", i, a.status, err)
				return
			}
			var m map[string]any
			_ = json.Unmarshal([]byte(a.text), &m)
			got[i].access, _ = m["access_token"].(string)
			got[i].refresh, _ = m["refresh_token"].(string)
		})
	}
	wg.Wait()
	if n := b.gusto.PostsOfRefreshToken(r0.refresh); n != 8 {
		t.Errorf("%d posts were counted", n)
	}
	b.get("/v1/token_info", got[3].access)
	wantOAuth(t, b.post("/oauth/token", refreshForm(r0.refresh)), 400, "invalid_grant")
	if b.gusto.AccessTokenAlive(r0.access) || b.gusto.RefreshTokenAlive(r0.refresh) {
		t.Error("the old pair outlived the use of a child")
	}
	for i, child := range got {
		if !b.gusto.RefreshTokenAlive(child.refresh) {
			t.Errorf("child %d died with its parent", i)
		}
	}
}

func TestRevokingDoesNotCountAsUseOfAChild(t *testing.T) {
	b := open(t, Options{})
	r0 := b.connect(AutoConsent{Person: Tomas})
	r1 := b.refresh(r0.refresh)
	b.post("/oauth/revoke", url.Values{"client_id": {"practice-client"}, "client_secret": {"practice-secret"}, "token": {r1.access}})
	if b.gusto.RefreshTokenAlive(r1.refresh) {
		t.Error("revoking the access token left its refresh token alive")
	}
	b.refresh(r0.refresh)
}

func TestADeadChildStillEndsItsParent(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	r0 := b.connect(AutoConsent{Person: Tomas})
	r1 := b.refresh(r0.refresh)
	c.advance(2 * time.Hour)
	got := b.get("/v1/token_info", r1.access)
	if got.status != 401 || !strings.Contains(got.header.Get("WWW-Authenticate"), "The access token expired") {
		t.Errorf("expired token: %d %v", got.status, got.header)
	}
	wantOAuth(t, b.post("/oauth/token", refreshForm(r0.refresh)), 400, "invalid_grant")
	b.refresh(r1.refresh)
}

func TestStrictRotationEndsTheOldPairAtOnce(t *testing.T) {
	b := open(t, Options{Rotation: StrictRotation})
	r0 := b.connect(AutoConsent{Person: Tomas})
	r1 := b.refresh(r0.refresh)
	wantAPI(t, b.get("/v1/token_info", r0.access), 401, "invalid_token")
	wantOAuth(t, b.post("/oauth/token", refreshForm(r0.refresh)), 400, "invalid_grant")
	b.refresh(r1.refresh)
}

func TestStrictRotationLetsOneOfEightParallelRefreshesThrough(t *testing.T) {
	b := open(t, Options{Rotation: StrictRotation})
	r0 := b.connect(AutoConsent{Person: Tomas})
	var wg sync.WaitGroup
	var mu sync.Mutex
	counts := map[int]int{}
	for range 8 {
		wg.Go(func() {
			a, err := b.do(b.request("POST", "/oauth/token", refreshForm(r0.refresh).Encode(), "application/x-www-form-urlencoded"))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			counts[a.status]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if counts[200] != 1 || counts[400] != 7 {
		t.Errorf("statuses %v", counts)
	}
}

func TestFamilyRotationEndsTheGrantWhenASpentTokenComesBack(t *testing.T) {
	b := open(t, Options{Rotation: Family})
	r0 := b.connect(AutoConsent{Person: Tomas})
	other := b.connect(AutoConsent{Person: Tomas})
	r1 := b.refresh(r0.refresh)
	if got := b.get("/v1/token_info", r1.access); got.status != 200 {
		t.Fatalf("child: %d", got.status)
	}
	wantOAuth(t, b.post("/oauth/token", refreshForm(r0.refresh)), 400, "invalid_grant")
	wantAPI(t, b.get("/v1/token_info", r1.access), 401, "invalid_token")
	wantOAuth(t, b.post("/oauth/token", refreshForm(r1.refresh)), 400, "invalid_grant")
	b.refresh(other.refresh)
}

func TestASecondConsentLeavesTheFirstAlone(t *testing.T) {
	b := open(t, Options{})
	one, two := b.connect(AutoConsent{Person: Tomas}), b.connect(AutoConsent{Person: Tomas})
	b.get("/v1/token_info", two.access)
	if !b.gusto.RefreshTokenAlive(one.refresh) || len(b.gusto.Grants()) != 2 {
		t.Error("the second consent ended the first")
	}
}

func TestRevokeEndsThePairAndIsKindToUnknownTokens(t *testing.T) {
	b := open(t, Options{})
	form := url.Values{"client_id": {"practice-client"}, "client_secret": {"practice-secret"}, "token": {"nonsense"}}
	if got := b.post("/oauth/revoke", form); got.status != 200 || got.text != "{}" {
		t.Errorf("unknown token: %d %s", got.status, got.text)
	}
	got := b.connect(AutoConsent{Person: Tomas})
	form.Set("token", got.refresh)
	wrong := maps.Clone(form)
	wrong.Set("client_secret", "x")
	for _, token := range []string{got.refresh, "nonsense"} {
		wrong.Set("token", token)
		a := b.post("/oauth/revoke", wrong)
		wantOAuth(t, a, 403, "unauthorized_client")
		if a.json(t)["error_description"] != "You are not authorized to revoke this token" {
			t.Errorf("description: %s", a.text)
		}
	}
	if !b.gusto.RefreshTokenAlive(got.refresh) {
		t.Fatal("a wrong secret revoked the token")
	}
	for range 2 {
		if a := b.post("/oauth/revoke", form); a.status != 200 || a.text != "{}" {
			t.Errorf("revoke: %d %s", a.status, a.text)
		}
	}
	wantAPI(t, b.get("/v1/token_info", got.access), 401, "invalid_token")
	wantOAuth(t, b.post("/oauth/token", refreshForm(got.refresh)), 400, "invalid_grant")
	if n := len(b.gusto.Grants()); n != 0 {
		t.Errorf("%d grants are left", n)
	}
}

func TestASystemTokenHasNoRefreshTokenAndExpires(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	got := b.systemAccess()
	m := got.json(t)
	if m["refresh_token"] != nil || m["expires_in"] != 7200.0 || m["created_at"] == nil {
		t.Errorf("reply %v", m)
	}
	token := m["access_token"].(string)
	var info tokenInfoBody
	if err := json.Unmarshal([]byte(b.get("/v1/token_info", token).text), &info); err != nil {
		t.Fatal(err)
	}
	if info.Resource == nil || info.Resource.Type != "Oauth::Application" || info.ResourceOwner != nil {
		t.Errorf("token_info %+v", info)
	}
	c.advance(7200 * time.Second)
	wantAPI(t, b.get("/v1/token_info", token), 401, "invalid_token")
}

func (b *bench) systemAccess() answer {
	b.t.Helper()
	a := b.post("/oauth/token", url.Values{"grant_type": {"system_access"}, "client_id": {"practice-client"}, "client_secret": {"practice-secret"}})
	if a.status != http.StatusOK {
		b.t.Fatalf("system access: %d %s", a.status, a.text)
	}
	return a
}

func (b *bench) systemToken() string {
	b.t.Helper()
	return b.systemAccess().json(b.t)["access_token"].(string)
}

func TestRefreshTokensThatComeTwiceAreCounted(t *testing.T) {
	b := open(t, Options{})
	r0 := b.connect(AutoConsent{Person: Tomas})
	r1 := b.refresh(r0.refresh)
	b.refresh(r1.refresh)
	b.refresh(r1.refresh)
	if different, repeated := b.gusto.RefreshTokensPresented(); different != 2 || repeated != 1 {
		t.Errorf("%d different, %d repeated", different, repeated)
	}
}
