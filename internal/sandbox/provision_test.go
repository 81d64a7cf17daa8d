package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const moss = `{"user":{"first_name":"Ada","last_name":"Moss","email":"ada@moss.example","phone":"5415550111"},
"company":{"name":"Moss Pottery LLC","trade_name":"Moss","ein":"00-1234567","states":["OR"],"number_employees":3,
"addresses":[{"street_1":"1 Mill Road","city":"Bend","state":"OR","zip":"97701","phone":"5415550112","is_primary":"true"},{"street_1":"2 Mill Road","city":"Bend","state":"OR","zip":"97701-1234","is_primary":false}]}}`

func (b *bench) provision(body, token string) answer {
	b.t.Helper()
	return b.must(b.apiRequest("POST", "/v1/provision", body, token))
}

func TestProvisionGivesNothingButAClaimAddress(t *testing.T) {
	b := open(t, Options{})
	a := b.provision(moss, b.systemToken())
	m := a.json(t)
	link, _ := m["account_claim_url"].(string)
	if a.status != http.StatusCreated || len(m) != 1 || !strings.HasPrefix(link, b.server.URL+"/claim_account/") {
		t.Fatalf("provision: %d %s", a.status, a.text)
	}
	made := b.gusto.Provisions()
	if len(made) != 1 || made[0].Company != "Moss Pottery LLC" || made[0].Email != "ada@moss.example" || made[0].Claimed || made[0].ClaimURL != link {
		t.Errorf("provisions %+v", made)
	}
	if b.gusto.companyByID(made[0].CompanyUUID) != nil {
		t.Error("the company is there before anybody has claimed it")
	}
}

func TestTheClaimAddressFollowsBaseURL(t *testing.T) {
	b := open(t, Options{BaseURL: "https://practice.example/"})
	if link := b.provision(moss, b.systemToken()).json(t)["account_claim_url"].(string); !strings.HasPrefix(link, "https://practice.example/claim_account/") {
		t.Errorf("claim address %s", link)
	}
}

func TestARepeatedProvisionMakesASecondCompany(t *testing.T) {
	b := open(t, Options{})
	token := b.systemToken()
	for range 2 {
		if a := b.provision(moss, token); a.status != http.StatusCreated {
			t.Fatalf("provision: %d %s", a.status, a.text)
		}
	}
	made := b.gusto.Provisions()
	if len(made) != 2 || made[0].CompanyUUID == made[1].CompanyUUID {
		t.Errorf("provisions %+v", made)
	}
	b.gusto.Faults().RefuseRepeats(true)
	wantAPI(t, b.provision(moss, token), 422, "invalid_attribute_value")
	if n := len(b.gusto.Provisions()); n != 2 {
		t.Errorf("%d provisions", n)
	}
}

func TestProvisionRefusesTheEmailOrEINOfWhatExists(t *testing.T) {
	b := open(t, Options{})
	token := b.systemToken()
	e := wantAPI(t, b.provision(strings.Replace(moss, "ada@moss.example", "Dana@WhitfieldBooks.example", 1), token), 422, "invalid_attribute_value")
	if e.Key != "base" {
		t.Errorf("error %+v", e)
	}
	e = wantAPI(t, b.provision(strings.Replace(moss, "00-1234567", b.bakery().EIN, 1), token), 422, "nested_errors")
	if e.Key != "company" || len(e.Errors) != 1 || e.Errors[0].Key != "ein" {
		t.Errorf("error %+v", e)
	}
	b.provision(moss, token)
	newBrowser(b).claim(b.gusto.Provisions()[0].ClaimURL)
	wantAPI(t, b.provision(moss, token), 422, "invalid_attribute_value")
}

func TestProvisionValidatesInGustosShapes(t *testing.T) {
	b := open(t, Options{})
	token := b.systemToken()
	type bad struct{ path, category string }
	flatten := func(text string) []bad {
		var shape struct{ Errors []apiError }
		if err := json.Unmarshal([]byte(text), &shape); err != nil {
			t.Fatal(err)
		}
		var out []bad
		var walk func(string, []apiError)
		walk = func(prefix string, list []apiError) {
			for _, e := range list {
				if e.Category == "nested_errors" {
					walk(prefix+e.Key+".", e.Errors)
				} else {
					out = append(out, bad{prefix + e.Key, e.Category})
				}
			}
		}
		walk("", shape.Errors)
		return out
	}
	for _, c := range []struct {
		from, to string
		want     []bad
	}{
		{moss, `{}`, []bad{{"user", "missing_parameter"}, {"company", "missing_parameter"}}},
		{moss, `{"user":{},"company":{}}`, []bad{{"user.first_name", "missing_parameter"}, {"user.last_name", "missing_parameter"}, {"user.email", "missing_parameter"}, {"company.name", "missing_parameter"}}},
		{"Ada", " ", []bad{{"user.first_name", "missing_parameter"}}},
		{"ada@moss.example", "ada", []bad{{"base", "invalid_attribute_value"}}},
		{"ada@moss.example", "ada@moss", []bad{{"base", "invalid_attribute_value"}}},
		{"5415550111", "541555011", []bad{{"user.phone", "invalid_attribute_value"}}},
		{"Moss Pottery LLC", "M", []bad{{"company.name", "invalid_attribute_value"}}},
		{"00-1234567", "12345678", []bad{{"company.ein", "invalid_attribute_value"}}},
		{`["OR"]`, `["Oregon"]`, []bad{{"company.states", "invalid_attribute_value"}}},
		{`"number_employees":3`, `"number_employees":-3`, []bad{{"company.number_employees", "invalid_attribute_value"}}},
		{"97701-1234", "9770", []bad{{"company.addresses.zip", "invalid_attribute_value"}}},
		{"5415550112", "1", []bad{{"company.addresses.phone", "invalid_attribute_value"}}},
		{`"state":"OR"`, `"state":"Ore"`, []bad{{"company.addresses.state", "invalid_attribute_value"}}},
		{`"is_primary":false`, `"is_primary":true`, []bad{{"company.addresses", "invalid_attribute_value"}}},
		{`"is_primary":false`, `"is_primary":"no"`, []bad{{"company.addresses.is_primary", "invalid_attribute_value"}}},
		{`"number_employees":3`, `"number_employees":"three"`, []bad{{"base", "invalid_attribute_value"}}},
		{moss, `not JSON`, []bad{{"base", "invalid_attribute_value"}}},
	} {
		a := b.provision(strings.Replace(moss, c.from, c.to, 1), token)
		if got := flatten(a.text); a.status != 422 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d %v, want %v", c.to, a.status, got, c.want)
		}
	}
	e := wantAPI(t, b.provision(`{"company":{"name":"Moss"}}`, token), 422, "missing_parameter")
	if e.Message != "user is required." {
		t.Errorf("message %q", e.Message)
	}
	e = wantAPI(t, b.provision(strings.Replace(moss, "97701-1234", "9", 1), token), 422, "nested_errors")
	if e.Errors[0].Metadata["index"] != 1.0 {
		t.Errorf("the wrong address is not named: %+v", e)
	}
	if n := len(b.gusto.Provisions()); n != 0 {
		t.Errorf("%d companies were made of refused requests", n)
	}
}

func TestProvisionTakesTheOlderTokenAndNothingElseDoes(t *testing.T) {
	b := open(t, Options{APIToken: "organization-wide"})
	with := func(method, path, header string) answer {
		r := b.apiRequest(method, path, moss, "")
		r.Header.Set("Authorization", header)
		return b.must(r)
	}
	if a := with("POST", "/v1/provision", "Token organization-wide"); a.status != http.StatusCreated {
		t.Errorf("older token: %d %s", a.status, a.text)
	}
	wantAPI(t, with("POST", "/v1/provision", "Token wrong"), 401, "invalid_token")
	wantAPI(t, with("POST", "/v1/provision", "Bearer organization-wide"), 401, "invalid_token")
	wantAPI(t, with("GET", "/v1/token_info", "Token organization-wide"), 401, "invalid_token")
	none := open(t, Options{})
	r := none.apiRequest("POST", "/v1/provision", moss, "")
	r.Header.Set("Authorization", "Token ")
	wantAPI(t, none.must(r), 401, "invalid_token")
	r = b.apiRequest("POST", "/v1/provision", moss, "")
	r.Header.Set("Authorization", "Token organization-wide")
	r.Header.Del("X-Gusto-API-Version")
	wantAPI(t, b.must(r), 406, "invalid_api_version")
}

func TestProvisionNeedsASystemTokenWithItsScope(t *testing.T) {
	b := open(t, Options{})
	wantAPI(t, b.provision(moss, b.connect(AutoConsent{Person: Tomas}).access), 403, "missing_permissions")
	b.gusto.Faults().WithoutScopes("accounts:write")
	e := wantAPI(t, b.provision(moss, b.systemToken()), 403, "missing_oauth_scopes")
	if e.Metadata["missing_scope_name"] != "accounts:write" {
		t.Errorf("metadata %v", e.Metadata)
	}
	b.gusto.Faults().WithoutScopes()
	if a := b.provision(moss, b.systemToken()); a.status != http.StatusCreated {
		t.Errorf("with the scope: %d", a.status)
	}
}

func TestAClaimedCompanyCanBeConsentedTo(t *testing.T) {
	b := open(t, Options{})
	b.provision(strings.ReplaceAll(moss, "ada@moss", "bea@moss"), b.systemToken())
	b.provision(moss, b.systemToken())
	made := b.gusto.Provisions()[1]
	w := newBrowser(b)
	w.claim(made.ClaimURL)
	if !strings.Contains(w.text, "Ada Moss is its primary payroll admin now") {
		t.Fatalf("after the claim: %s", w.text)
	}
	if all := b.gusto.Provisions(); all[0].Claimed || !all[1].Claimed {
		t.Fatalf("the claim is not written down: %+v", all)
	}
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	w.mustBe("page-consent")
	back := w.submit("consent-form", url.Values{"company": {made.CompanyUUID}, "decision": {"authorize"}})
	got := b.tokensOf(b.post("/oauth/token", redeemForm(back.Query().Get("code"))))
	m := b.get("/v1/companies/"+made.CompanyUUID, got.access).json(t)
	if m["name"] != "Moss Pottery LLC" || m["ein"] != "00-1234567" || m["company_status"] != "Not Approved" || m["is_partner_managed"] != true {
		t.Errorf("company %v", m)
	}
	if m["primary_payroll_admin"].(map[string]any)["email"] != "ada@moss.example" || len(m["locations"].([]any)) != 2 {
		t.Errorf("company %v", m)
	}
	w.open(strings.TrimPrefix(made.ClaimURL, b.server.URL)) // a second visit says so and offers nothing
	if !strings.Contains(w.text, "is claimed") || w.form("claim-form") != nil {
		t.Errorf("second visit: %s", w.text)
	}
	if a := b.must(b.request("GET", "/claim_account/nonsense", "", "")); a.status != 404 {
		t.Errorf("unknown claim: %d", a.status)
	}
}

func (w *browser) claim(link string) {
	w.b.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		w.b.t.Fatal(err)
	}
	w.open(u.Path)
	w.mustBe("page-claim")
	w.submit("claim-form", nil)
}
