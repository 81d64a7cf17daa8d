package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOneConsentReachesOneCompany(t *testing.T) {
	b := open(t, Options{})
	bakery, ok := b.gusto.CompanyNamed(Dana, "Blue Heron Bakery LLC")
	if !ok {
		t.Fatal("Dana has no bakery")
	}
	got := b.connect(AutoConsent{Person: Dana, Company: bakery.UUID})
	info := b.get("/v1/token_info", got.access)
	var shape tokenInfoBody
	if err := json.Unmarshal([]byte(info.text), &shape); err != nil {
		t.Fatal(err)
	}
	if shape.Resource == nil || *shape.Resource != (ref{"Company", bakery.UUID}) {
		t.Errorf("resource is %+v", shape.Resource)
	}
	if shape.ResourceOwner == nil || *shape.ResourceOwner != (ref{"CompanyAdmin", b.gusto.AdminUUID(Dana, bakery.UUID)}) {
		t.Errorf("owner is %+v", shape.ResourceOwner)
	}
	if a := b.get("/v1/companies/"+bakery.UUID, got.access); a.status != 200 || a.json(t)["name"] != "Blue Heron Bakery LLC" {
		t.Errorf("company: %d %s", a.status, a.text)
	}
	other, _ := b.gusto.CompanyNamed(Dana, "Juniper Books LLC")
	wantAPI(t, b.get("/v1/companies/"+other.UUID, got.access), 404, "not_found")
	wantAPI(t, b.get("/v1/me", got.access), 404, "not_found")
}

func (b *bench) bakery() Company {
	b.t.Helper()
	c, ok := b.gusto.CompanyNamed(Dana, "Blue Heron Bakery LLC")
	if !ok {
		b.t.Fatal("Dana has no bakery")
	}
	return c
}

func TestClassicConsentReachesEveryCompanyOfThePerson(t *testing.T) {
	b := open(t, Options{})
	got := b.connect(AutoConsent{Person: Dana, Access: Classic})
	var me struct {
		UUID, Email string
		Roles       map[string]struct {
			Companies []struct {
				UUID, Name string
				TradeName  *string `json:"trade_name"`
				Managed    *bool   `json:"is_partner_managed"`
				Locations  []map[string]any
			}
		}
	}
	a := b.get("/v1/me", got.access)
	if err := json.Unmarshal([]byte(a.text), &me); err != nil || a.status != 200 {
		t.Fatalf("me: %d %v", a.status, err)
	}
	list := me.Roles["payroll_admin"].Companies
	if len(list) != 12 || me.Email != "dana@whitfieldbooks.example" || me.UUID == "" {
		t.Fatalf("%d companies of %s", len(list), me.Email)
	}
	for _, c := range list {
		if c.Managed == nil || len(c.Locations) == 0 || c.Locations[0]["country"] != "USA" || c.Locations[0]["active"] != true {
			t.Errorf("%s: %+v", c.Name, c)
		}
		if a := b.get("/v1/companies/"+c.UUID, got.access); a.status != 200 {
			t.Errorf("%s: %d", c.Name, a.status)
		}
	}
	info := b.get("/v1/token_info", got.access)
	if info.status != 200 || info.json(t)["resource"] != nil || info.json(t)["resource_owner"] != nil {
		t.Errorf("token_info: %d %s", info.status, info.text)
	}
}

func TestAHiddenTokenInfoUsesNoToken(t *testing.T) {
	b := open(t, Options{})
	b.gusto.Faults().HideTokenInfo(true)
	r0 := b.connect(AutoConsent{Person: Dana, Access: Classic})
	r1 := b.refresh(r0.refresh)
	wantAPI(t, b.get("/v1/token_info", r1.access), 404, "not_found")
	if !b.gusto.RefreshTokenAlive(r0.refresh) {
		t.Error("an endpoint that is not there retired the old token")
	}
	if a := b.get("/v1/me", r1.access); a.status != 200 {
		t.Fatalf("me: %d", a.status)
	}
	if b.gusto.RefreshTokenAlive(r0.refresh) {
		t.Error("the use of the new token did not retire the old one")
	}
	strict := b.connect(AutoConsent{Person: Tomas})
	if a := b.get("/v1/token_info", strict.access); a.status != 200 {
		t.Errorf("token_info of a strict token: %d", a.status)
	}
}

func TestACompanyHasTheDocumentedMembers(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	m := b.get("/v1/companies/"+c.UUID, got.access).json(t)
	for _, name := range []string{"uuid", "name", "trade_name", "ein", "entity_type", "tier", "is_suspended", "company_status", "is_partner_managed",
		"join_date", "locations", "primary_payroll_admin", "primary_signatory"} {
		if _, there := m[name]; !there {
			t.Errorf("%s is not there", name)
		}
	}
	if m["ein"] != c.EIN || m["company_status"] != "Approved" || m["is_suspended"] != false || m["trade_name"] != "Blue Heron Bakery" {
		t.Errorf("company %v", m)
	}
	primary := m["primary_payroll_admin"].(map[string]any)
	if primary["email"] != c.PrimaryAdmin || primary["first_name"] == "" || primary["last_name"] == "" {
		t.Errorf("primary admin %v", primary)
	}
	place := m["locations"].([]any)[0].(map[string]any)
	if place["city"] != "Portland" || place["state"] != "OR" {
		t.Errorf("location %v", place)
	}
}

func TestASuspendedCompanySaysSo(t *testing.T) {
	b := open(t, Options{})
	c, _ := b.gusto.CompanyNamed(Dana, "Larkspur Landscaping Inc.")
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	if m := b.get("/v1/companies/"+c.UUID, got.access).json(t); m["is_suspended"] != true || m["company_status"] != "Suspended" {
		t.Errorf("company %v", m)
	}
}

func TestTheAdminsIncludeWhoAuthorized(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	var info tokenInfoBody
	if err := json.Unmarshal([]byte(b.get("/v1/token_info", got.access).text), &info); err != nil {
		t.Fatal(err)
	}
	var admins []adminBody
	if err := json.Unmarshal([]byte(b.get("/v1/companies/"+c.UUID+"/admins", got.access).text), &admins); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(admins, func(a adminBody) bool { return a.UUID == info.ResourceOwner.UUID })
	if i < 0 || admins[i].First+" "+admins[i].Last != "Dana Whitfield" {
		t.Errorf("%s is not Dana among %+v", info.ResourceOwner.UUID, admins)
	}
}

func TestLocationsAreListed(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	a := b.get("/v1/companies/"+c.UUID+"/locations", got.access)
	var list []map[string]any
	if err := json.Unmarshal([]byte(a.text), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0]["company_uuid"] != c.UUID || list[0]["filing_address"] != true || list[1]["filing_address"] != false || list[0]["street_1"] == "" {
		t.Errorf("locations %v", list)
	}
	if a.header.Get("X-Total-Count") != "2" {
		t.Errorf("headers %v", a.header)
	}
}

func TestListsComeInPages(t *testing.T) {
	b := open(t, Options{})
	var crowd *company
	for _, c := range b.gusto.companiesOf(Morgan) {
		if len(c.admins) == 30 {
			crowd = c
		}
	}
	if crowd == nil {
		t.Fatal("no company has 30 admins")
	}
	got := b.connect(AutoConsent{Person: Morgan, Company: crowd.id})
	seen := map[string]bool{}
	for _, c := range []struct {
		query, page, per, pages string
		want                    int
	}{
		{"", "1", "25", "2", 25}, {"?page=2", "2", "25", "2", 5}, {"?page=3", "3", "25", "2", 0}, {"?per=10&page=3", "3", "10", "3", 10},
		{"?per=1000", "1", "100", "1", 30}, {"?page=x&per=-1", "1", "25", "2", 25},
	} {
		a := b.get("/v1/companies/"+crowd.id+"/admins"+c.query, got.access)
		var list []adminBody
		if err := json.Unmarshal([]byte(a.text), &list); err != nil {
			t.Fatal(err)
		}
		h := a.header
		if len(list) != c.want || h.Get("X-Page") != c.page || h.Get("X-Per-Page") != c.per || h.Get("X-Total-Pages") != c.pages || h.Get("X-Total-Count") != "30" {
			t.Errorf("%q: %d of them, headers %v", c.query, len(list), h)
		}
		for _, one := range list {
			seen[one.UUID] = true
		}
	}
	if len(seen) != 30 {
		t.Errorf("%d different admins were seen", len(seen))
	}
}

func TestTheVersionHeaderIsChecked(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	token := b.connect(AutoConsent{Person: Tomas}).access
	ask := func(version string) answer {
		r := b.apiRequest("GET", "/v1/token_info", "", token)
		if version == "" {
			r.Header.Del("X-Gusto-API-Version")
		} else {
			r.Header.Set("X-Gusto-API-Version", version)
		}
		return b.must(r)
	}
	for _, version := range []string{"", "2024-04-01", "2025-06-15", "tomorrow"} {
		wantAPI(t, ask(version), 406, "invalid_api_version")
	}
	for _, version := range []string{"2025-11-15", "2026-02-01", "2026-06-15"} {
		a := ask(version)
		if a.status != 200 || a.header.Get("X-Gusto-API-Version") != version {
			t.Errorf("%s: %d %v", version, a.status, a.header)
		}
		warned := a.header.Get("Deprecation") != "" && a.header.Get("Link") != "" && a.header.Get("Sunset") == "Mon, 01 Feb 2027 00:00:00 GMT"
		if warned != (version == "2025-11-15") {
			t.Errorf("%s: headers %v", version, a.header)
		}
	}
	link := regexp.MustCompile(`<(.+)>`).FindStringSubmatch(ask("2025-11-15").header.Get("Link"))
	if u, err := url.Parse(link[1]); err != nil || b.must(b.request("GET", u.Path, "", "")).status != 200 {
		t.Errorf("the link %v leads nowhere", link)
	}
	c.advance(time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC).Sub(c.now()))
	if a := ask("2025-11-15"); a.status != 406 {
		t.Errorf("a retired version: %d", a.status)
	}
}

func TestAMissingScopeIsNamed(t *testing.T) {
	b := open(t, Options{Scopes: "public companies:read"})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	e := wantAPI(t, b.get("/v1/companies/"+c.UUID+"/admins", got.access), 403, "missing_oauth_scopes")
	if e.Metadata["missing_scope_name"] != "company_admin:read" {
		t.Errorf("metadata %v", e.Metadata)
	}
	m := b.get("/v1/companies/"+c.UUID, got.access).json(t)
	if _, there := m["primary_payroll_admin"]; there {
		t.Error("the primary admin is shown without company_admin:read")
	}
	if _, there := m["primary_signatory"]; there {
		t.Error("the signatory is shown without signatories:read")
	}
	if scope := b.get("/v1/token_info", got.access).json(t)["scope"]; scope != "public companies:read" {
		t.Errorf("scope %v", scope)
	}
}

func TestSystemTokensReadNoCompanyAndCompanyTokensDoNotDisconnect(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	got := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	for _, path := range []string{"", "/admins", "/locations"} {
		wantAPI(t, b.get("/v1/companies/"+c.UUID+path, b.systemToken()), 403, "missing_permissions")
	}
	wantAPI(t, b.must(b.apiRequest("POST", "/v1/companies/"+c.UUID+"/disconnect_app_integration", "", got.access)), 403, "missing_permissions")
	wantAPI(t, b.get("/v1/me", b.systemToken()), 404, "not_found")
}

func TestUnknownThingsAre404InGustosShape(t *testing.T) {
	b := open(t, Options{})
	got := b.connect(AutoConsent{Person: Tomas})
	for _, path := range []string{"/v1/companies/not-a-uuid", "/v1/companies/" + madeID("nobody"), "/v1/employees", "/v1/companies/x/payrolls"} {
		wantAPI(t, b.get(path, got.access), 404, "not_found")
	}
	if a := b.must(b.request("GET", "/nowhere", "", "")); a.status != 404 || !strings.Contains(a.text, "<html") {
		t.Errorf("a page that is not there: %d", a.status)
	}
	if a := b.must(b.request("GET", "/oauth/token", "", "")); a.status != 404 {
		t.Errorf("GET of the token endpoint: %d", a.status)
	}
}

func TestARequestWithoutATokenIs401(t *testing.T) {
	b := open(t, Options{})
	for _, header := range []string{"", "Bearer ", "Bearer nonsense", "Basic eDp5", "Token x"} {
		r := b.request("GET", "/v1/token_info", "", "")
		r.Header.Set("X-Gusto-API-Version", newestVersion)
		if header != "" {
			r.Header.Set("Authorization", header)
		}
		a := b.must(r)
		wantAPI(t, a, 401, "invalid_token")
		if !strings.Contains(a.header.Get("WWW-Authenticate"), "The access token is invalid") {
			t.Errorf("%q: %v", header, a.header)
		}
	}
	b.gusto.Faults().EmptyUnauthorized(true)
	if a := b.get("/v1/token_info", "nonsense"); a.status != 401 || a.text != "" || a.header.Get("WWW-Authenticate") == "" {
		t.Errorf("empty 401: %d %q %v", a.status, a.text, a.header)
	}
}

func TestTwoHundredRequestsAMinutePerGrant(t *testing.T) {
	c := newClock()
	b := open(t, Options{Now: c.now})
	one, two := b.connect(AutoConsent{Person: Tomas}), b.connect(AutoConsent{Person: Tomas})
	for i := range 200 {
		if i == 50 {
			c.advance(10 * time.Second)
		}
		a := b.get("/v1/token_info", one.access)
		if a.status != 200 || a.header.Get("X-RateLimit-Limit") != "200" || a.header.Get("X-RateLimit-Remaining") != fmt.Sprint(199-i) {
			t.Fatalf("request %d: %d, remaining %s", i, a.status, a.header.Get("X-RateLimit-Remaining"))
		}
	}
	a := b.get("/v1/token_info", one.access)
	wantAPI(t, a, 429, "rate_limit_exceeded")
	if a.header.Get("Retry-After") != "50" || a.header.Get("X-RateLimit-Remaining") != "0" || a.header.Get("X-RateLimit-Reset") != "2026-11-24 09:01:00 +0000" {
		t.Errorf("headers %v", a.header)
	}
	if a := b.get("/v1/token_info", two.access); a.status != 200 {
		t.Errorf("another grant is held up too: %d", a.status)
	}
	refreshed := b.refresh(one.refresh)
	if a := b.get("/v1/token_info", refreshed.access); a.status != 429 {
		t.Errorf("a new token of the same grant gets a new minute: %d", a.status)
	}
	c.advance(50 * time.Second) // the first fifty leave the window
	for i := range 50 {
		if a := b.get("/v1/token_info", refreshed.access); a.status != 200 {
			t.Fatalf("request %d after the wait: %d", i, a.status)
		}
	}
	if a := b.get("/v1/token_info", refreshed.access); a.status != 429 || a.header.Get("Retry-After") != "10" {
		t.Errorf("the window does not roll: %d, retry after %s", a.status, a.header.Get("Retry-After"))
	}
}

func TestEveryReplyHasARequestID(t *testing.T) {
	b := open(t, Options{})
	seen := map[string]bool{}
	for _, path := range []string{"/", "/nowhere", "/v1/token_info", "/v1/nowhere", "/oauth/authorize"} {
		id := b.get(path, "").header.Get("X-Request-Id")
		if id == "" || seen[id] {
			t.Errorf("%s: request id %q", path, id)
		}
		seen[id] = true
	}
	b.gusto.Faults().DoubleRequestID(true)
	a, second, found := strings.Cut(b.get("/v1/token_info", "").header.Get("X-Request-Id"), ", ")
	if !found || a != second {
		t.Errorf("doubled id: %q, %q", a, second)
	}
	lines := b.gusto.Requests()
	if last := lines[len(lines)-1]; last.ID != a || last.Path != "/v1/token_info" || last.Status != 401 {
		t.Errorf("journal: %+v", last)
	}
}

func TestDisconnectEndsTheApplicationsAccessForEverybody(t *testing.T) {
	b := open(t, Options{})
	c := b.bakery()
	one, two := b.connect(AutoConsent{Person: Dana, Company: c.UUID}), b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	classic := b.connect(AutoConsent{Person: Dana, Access: Classic})
	other := b.connect(AutoConsent{Person: Tomas})
	path := "/v1/companies/" + c.UUID + "/disconnect_app_integration"
	a := b.must(b.apiRequest("POST", path, "", b.systemToken()))
	if a.status != http.StatusNoContent || a.text != "" {
		t.Fatalf("disconnect: %d %s", a.status, a.text)
	}
	for _, dead := range []tokens{one, two} {
		wantAPI(t, b.get("/v1/token_info", dead.access), 401, "invalid_token")
		wantOAuth(t, b.post("/oauth/token", refreshForm(dead.refresh)), 400, "invalid_grant")
	}
	wantAPI(t, b.get("/v1/companies/"+c.UUID, classic.access), 404, "not_found")
	if n := len(b.get("/v1/me", classic.access).json(t)["roles"].(map[string]any)["payroll_admin"].(map[string]any)["companies"].([]any)); n != 11 {
		t.Errorf("the classic grant reaches %d companies", n)
	}
	b.refresh(other.refresh)
	wantAPI(t, b.must(b.apiRequest("POST", "/v1/companies/"+madeID("nobody")+"/disconnect_app_integration", "", b.systemToken())), 404, "not_found")
	b.gusto.Faults().WithoutScopes("companies:disconnect_app_integration")
	wantAPI(t, b.must(b.apiRequest("POST", path, "", b.systemToken())), 403, "missing_oauth_scopes")
}
