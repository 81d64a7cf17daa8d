package gusto

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/reach"
)

const (
	version = "2025-11-15"
	token   = "canary-access-token"
	company = "3f6b1c52-07a4-4d9f-9d7b-2f0a5cbb8e11"
	admin   = "a1b2c3d4-0000-4000-8000-000000000001"
)

// answering serves one handler as Gusto and returns a client of it.
func answering(t *testing.T, h http.HandlerFunc) *API {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	hc, err := reach.New(reach.Options{UserAgent: "Crosswalk/test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hc.CloseIdleConnections)
	return New(s.URL+"/", version, hc)
}

// saying answers every request with one reply.
func saying(t *testing.T, status int, body string, headers ...string) *API {
	t.Helper()
	return answering(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEveryCallShowsItsTokenItsVersionAndNothingInTheAddress(t *testing.T) {
	var got []string
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("Authorization")+" "+r.Header.Get("X-Gusto-API-Version")+" "+r.Header.Get("Accept")+" "+r.Header.Get("Content-Type"))
		if strings.Contains(r.URL.String()+string(body), token) {
			t.Errorf("the token is in %s or its body", r.URL)
		}
		if strings.HasSuffix(r.URL.Path, "disconnect_app_integration") {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.WriteHeader(http.StatusInternalServerError)
	})
	ctx := t.Context()
	_, _ = a.TokenInfo(ctx, token)
	_, _ = a.Me(ctx, token)
	_, _ = a.Company(ctx, token, company)
	_, _ = a.Admins(ctx, token, company)
	_, _ = a.Locations(ctx, token, company)
	_, _ = a.Provision(ctx, Bearer(token), NewCompany{})
	_, _ = a.Provision(ctx, OrganizationToken(token), NewCompany{})
	if err := a.DisconnectApp(ctx, token, company); err != nil {
		t.Error(err)
	}
	tail := " Bearer " + token + " " + version + " application/json "
	equal(t, got, []string{
		"GET /v1/token_info" + tail,
		"GET /v1/me" + tail,
		"GET /v1/companies/" + company + tail,
		"GET /v1/companies/" + company + "/admins" + tail,
		"GET /v1/companies/" + company + "/locations" + tail,
		"POST /v1/provision" + tail + "application/json",
		"POST /v1/provision Token " + token + " " + version + " application/json application/json",
		"POST /v1/companies/" + company + "/disconnect_app_integration" + tail,
	})
}

func TestTokenInfoOfEveryKind(t *testing.T) {
	for name, c := range map[string]struct {
		body    string
		want    TokenInfo
		company string
		system  bool
	}{
		"company": {
			`{"scope":"companies:read public","resource":{"type":"Company","uuid":"` + company + `"},"resource_owner":{"type":"CompanyAdmin","uuid":"` + admin + `"}}`,
			TokenInfo{[]string{"companies:read", "public"}, &Reference{"Company", company}, &Reference{"CompanyAdmin", admin}}, company, false,
		},
		"system": {
			`{"scope":"accounts:write","resource":{"type":"Oauth::Application","uuid":"x"},"resource_owner":null}`,
			TokenInfo{[]string{"accounts:write"}, &Reference{"Oauth::Application", "x"}, nil}, "", true,
		},
		"both null, no scope":  {`{"scope":null,"resource":null,"resource_owner":null}`, TokenInfo{}, "", false},
		"nothing in it":        {` {} `, TokenInfo{}, "", false},
		"scopes as a list":     {`{"scope":["a","b"]}`, TokenInfo{Scopes: []string{"a", "b"}}, "", false},
		"a company without id": {`{"resource":{"type":"Company","uuid":null}}`, TokenInfo{Resource: &Reference{Type: "Company"}}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := saying(t, 200, c.body).TokenInfo(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, c.want)
			id, ok := got.Company()
			if id != c.company || ok != (c.company != "") || got.System() != c.system {
				t.Errorf("company %q %v, system %v", id, ok, got.System())
			}
		})
	}
	info := TokenInfo{Scopes: []string{"companies:read"}}
	if !info.Has("companies:read") || info.Has("companies") {
		t.Error("scopes are compared wrongly")
	}
}

func TestMeListsCompaniesByUuidOrNumber(t *testing.T) {
	body := `{"uuid":"` + admin + `","email":"dana@whitfield.test","roles":{"payroll_admin":{"companies":[
		{"uuid":"` + company + `","name":"Blue Heron Bakery LLC","trade_name":null,"tier":"simple","is_partner_managed":false,
		 "locations":[{"street_1":"1 Main St","street_2":null,"city":"Portland","state":"OR","zip":"97201","country":"USA","active":true},
		              {"city":"Salem","active":false}]},
		{"id":7757616923612345,"name":"Cedar Street Dental Group, Inc.","trade_name":"Cedar Street"},
		{"id":12,"uuid":"other-uuid","name":null},
		{"id":12,"uuid":"other-uuid","name":"said twice"}]}}}`
	got, err := saying(t, 200, body).Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, Me{ID: admin, Email: "dana@whitfield.test", Admin: true, Companies: []MyCompany{
		{ID: company, Name: "Blue Heron Bakery LLC", Tier: "simple", Locations: []Location{
			{Street1: "1 Main St", City: "Portland", State: "OR", Zip: "97201", Country: "USA", Active: true}, {City: "Salem"},
		}},
		{ID: "7757616923612345", Name: "Cedar Street Dental Group, Inc.", TradeName: "Cedar Street"},
		{ID: "other-uuid"},
	}})
	for name, c := range map[string]struct {
		body string
		want Me
	}{
		"no administrator":         {`{"uuid":"u","email":"e@x.test","roles":{}}`, Me{ID: "u", Email: "e@x.test"}},
		"roles absent":             {`{"id":5}`, Me{ID: "5"}},
		"roles null":               {`{"id":5,"uuid":null,"roles":null}`, Me{ID: "5"}},
		"role null":                {`{"uuid":"u","roles":{"payroll_admin":null}}`, Me{ID: "u"}},
		"administrator of nothing": {`{"uuid":"u","roles":{"payroll_admin":{"companies":null}}}`, Me{ID: "u", Admin: true}},
	} {
		got, err := saying(t, 200, c.body).Me(t.Context(), token)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		equal(t, got, c.want)
	}
	_, err = saying(t, 200, `{"roles":{"payroll_admin":{"companies":[{"name":"No Id LLC"}]}}}`).Me(t.Context(), token)
	var odd *MalformedError
	if !errors.As(err, &odd) {
		t.Errorf("a company without any id: %v", err)
	}
}

func TestACompanyMayBeAllNullButItsUuid(t *testing.T) {
	full := `{"uuid":"` + company + `","name":"Blue Heron Bakery LLC","trade_name":"Blue Heron","ein":"12-3456789","entity_type":"LLC","tier":"plus",
		"is_suspended":true,"company_status":"Suspended","is_partner_managed":true,"join_date":"2024-02-01","locations":[{"city":"Portland"}],
		"primary_payroll_admin":{"first_name":"Dana","last_name":"Whitfield","phone":"5035550100","email":"dana@whitfield.test"},"primary_signatory":{"first_name":"X"},"compensations":{}}`
	got, err := saying(t, 200, full).Company(t.Context(), token, company)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, Company{
		UUID: company, Name: "Blue Heron Bakery LLC", TradeName: "Blue Heron", EIN: "12-3456789", EntityType: "LLC", Tier: "plus",
		Suspended: true, Status: "Suspended", PartnerManaged: true, Joined: "2024-02-01", Locations: []Location{{City: "Portland", Active: true}},
		PrimaryAdmin: &Admin{FirstName: "Dana", LastName: "Whitfield", Phone: "5035550100", Email: "dana@whitfield.test"},
	})
	nulls := `{"uuid":"` + company + `","name":null,"trade_name":null,"ein":null,"entity_type":null,"tier":null,"is_suspended":null,"company_status":null,"is_partner_managed":null,"join_date":null,"locations":null,"primary_payroll_admin":null}`
	for _, body := range []string{nulls, `{"uuid":"` + company + `"}`} {
		got, err := saying(t, 200, body).Company(t.Context(), token, company)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, Company{UUID: company})
	}
}

func TestAnEINPrintsHidden(t *testing.T) {
	for n, want := range map[EIN]string{"12-3456789": "••-•••6789", "123456789": "••-•••6789", "": "", "12": "••"} {
		if n.String() != want {
			t.Errorf("got %s, want %s", n, want)
		}
	}
	c := Company{EIN: "12-3456789"}
	if text := fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.EIN, c.EIN); strings.Contains(text, "345") {
		t.Errorf("the number is in %s", text)
	}
}

func TestListsAreReadToTheirLastPage(t *testing.T) {
	var asked []string
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RequestURI())
		w.Header().Set("X-Total-Pages", "3")
		page := r.URL.Query().Get("page")
		if page == "" {
			page = "1"
		}
		_, _ = io.WriteString(w, `[{"uuid":"`+page+`","email":null,"first_name":"Ann","last_name":null,"phone":null,"city":"Salem"}]`)
	})
	admins, err := a.Admins(t.Context(), token, company)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, admins, []Admin{{UUID: "1", FirstName: "Ann"}, {UUID: "2", FirstName: "Ann"}, {UUID: "3", FirstName: "Ann"}})
	if admins[0].Name() != "Ann" {
		t.Errorf("name %q", admins[0].Name())
	}
	places, err := a.Locations(t.Context(), token, company)
	if err != nil || len(places) != 3 || places[2] != (Location{UUID: "3", City: "Salem", Active: true}) {
		t.Errorf("%+v %v", places, err)
	}
	path := "/v1/companies/" + company + "/admins"
	equal(t, asked[:3], []string{path, path + "?page=2", path + "?page=3"})
}

func TestAListThatNeverEndsIsLeft(t *testing.T) {
	asked := 0
	a := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("X-Total-Pages", "1000000")
		_, _ = io.WriteString(w, `[{}]`)
	})
	if _, err := a.Admins(t.Context(), token, company); err != nil || asked != pageLimit {
		t.Errorf("asked %d times, %v", asked, err)
	}
	if _, err := saying(t, 200, `[]`, "X-Total-Pages", "9").Admins(t.Context(), token, company); err != nil {
		t.Errorf("an empty page: %v", err)
	}
}

func TestProvisionSendsGustosFieldsOnly(t *testing.T) {
	var got map[string]any
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"account_claim_url":"https://app.gusto.com/claim_account/abc"}`)
	})
	made, err := a.Provision(t.Context(), Bearer(token), NewCompany{
		User: NewUser{FirstName: "June", LastName: "Park", Email: "june@juniper.test", Phone: "(503) 555-0100"},
		Name: "Juniper Books LLC", TradeName: "Juniper", EIN: "12-3456789", States: []string{"OR", "WA"}, Employees: 4,
		Addresses: []Address{{Street1: "1 Main St", City: "Portland", State: "OR", Zip: "97201", Phone: "503.555.0100", Primary: true}, {Street1: "2", Street2: "B"}},
	})
	if err != nil || made.ClaimURL != "https://app.gusto.com/claim_account/abc" {
		t.Fatal(made, err)
	}
	equal(t, got, map[string]any{
		"user": map[string]any{"first_name": "June", "last_name": "Park", "email": "june@juniper.test", "phone": "5035550100"},
		"company": map[string]any{
			"name": "Juniper Books LLC", "trade_name": "Juniper", "ein": "123456789", "states": []any{"OR", "WA"}, "number_employees": 4.0,
			"addresses": []any{
				map[string]any{"street_1": "1 Main St", "city": "Portland", "state": "OR", "zip": "97201", "phone": "5035550100", "is_primary": "true"},
				map[string]any{"street_1": "2", "street_2": "B", "city": "", "state": "", "zip": "", "is_primary": "false"},
			},
		},
	})
	_, err = a.Provision(t.Context(), Bearer(token), NewCompany{User: NewUser{FirstName: "A", LastName: "B", Email: "c@d.test"}, Name: "Least LLC"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, map[string]any{
		"user":    map[string]any{"first_name": "A", "last_name": "B", "email": "c@d.test"},
		"company": map[string]any{"name": "Least LLC"},
	})
}

func TestProvisioningIsToldApartDoneNotDoneAndUnknown(t *testing.T) {
	drop := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		c, _, _ := http.NewResponseController(w).Hijack()
		_ = c.Close()
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, c := range map[string]struct {
		api  *API
		want Outcome
	}{
		"created":                       {saying(t, 201, `{"account_claim_url":"https://app.gusto.com/claim_account/1"}`), Done},
		"ok in older versions":          {saying(t, 200, `{"account_claim_url":"https://app.gusto.com/claim_account/1"}`), Done},
		"practice on this computer":     {saying(t, 201, `{"account_claim_url":"http://127.0.0.1:4000/claim_account/1"}`), Done},
		"created, address unreadable":   {saying(t, 201, `{"account_claim_url":null}`), Done},
		"created, address no web one":   {saying(t, 201, `{"account_claim_url":"javascript:alert(1)"}`), Done},
		"created, reply is cut":         {saying(t, 201, `{"account_claim_url":"htt`), Done},
		"refused":                       {saying(t, 422, `{"errors":[{"error_key":"user","category":"missing_parameter","message":"user is required."}]}`), NotDone},
		"too many":                      {saying(t, 429, ``), NotDone},
		"server fault":                  {saying(t, 502, `<html>`), Unsure},
		"redirect":                      {saying(t, 307, ``, "Location", "/elsewhere"), Unsure},
		"line dropped":                  {answering(t, drop), Unsure},
		"nobody there":                  {New(gone.URL, version, http.DefaultClient), Unsure}, // this client says nothing about what was sent
		"nobody there, by our own ways": {New(gone.URL, version, ownClient(t)), NotDone},
		"cut, by a client of others":    {answering(t, halfAnswer).with(http.DefaultClient), Unsure},
		"no base":                       {New("http://api.test", version, http.DefaultClient), NotDone},
	} {
		_, err := c.api.Provision(t.Context(), Bearer(token), NewCompany{})
		if c.want != Done && err == nil {
			t.Errorf("%s: no error", name)
		}
		if got := OutcomeOf(err); got != c.want {
			t.Errorf("%s: %v is %v, want %v", name, err, got, c.want)
		}
	}
}

func halfAnswer(w http.ResponseWriter, _ *http.Request) {
	c, _, _ := http.NewResponseController(w).Hijack()
	_, _ = io.WriteString(c, "HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{")
	_ = c.Close()
}

func (a *API) with(hc *http.Client) *API { return New(a.base, a.version, hc) }

func ownClient(t *testing.T) *http.Client {
	t.Helper()
	hc, err := reach.New(reach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return hc
}

func TestATokenGoesToTheBaseAndNowhereElse(t *testing.T) {
	var elsewhere int
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, _ *http.Request) { elsewhere++ }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		a := saying(t, status, "", "Location", other.URL+"/v1/token_info", "Set-Cookie", "a=b")
		_, err := a.TokenInfo(t.Context(), token)
		var odd *MalformedError
		if !errors.As(err, &odd) || odd.Status != status {
			t.Errorf("%d: %v", status, err)
		}
	}
	if elsewhere != 0 {
		t.Error("a redirect was followed")
	}
	for _, base := range []string{"http://api.gusto.com", "ftp://127.0.0.1", "https://user@api.gusto.com", "https://api.gusto.com/v1", "https://api.gusto.com?x", "api.gusto.com", "", "://"} {
		if _, err := New(base, version, http.DefaultClient).TokenInfo(t.Context(), token); !errors.Is(err, ErrBase) {
			t.Errorf("base %q: %v", base, err)
		}
	}
	for _, id := range []string{"", "..", "a/b", "a?b", "a%2fb", "a#b", " ", strings.Repeat("a", 65)} {
		a := answering(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%q was sent to %s", id, r.URL) })
		_, one := a.Company(t.Context(), token, id)
		_, two := a.Admins(t.Context(), token, id)
		_, three := a.Locations(t.Context(), token, id)
		if one == nil || two == nil || three == nil || a.DisconnectApp(t.Context(), token, id) == nil {
			t.Errorf("id %q was accepted", id)
		}
	}
	if _, err := saying(t, 200, "{}").TokenInfo(t.Context(), " "); !errors.Is(err, errNoToken) {
		t.Errorf("an empty token: %v", err)
	}
}

func TestNoTokenIsEverPrinted(t *testing.T) {
	for _, z := range []Authorization{Bearer(token), OrganizationToken(token)} {
		nested := struct{ z Authorization }{z}
		text := fmt.Sprintf("%v %+v %#v %s %q %x %v %+v %#v", z, z, z, z, z, z, nested, nested, nested)
		if strings.Contains(text, token) || strings.Contains(text, fmt.Sprintf("%x", token)) {
			t.Errorf("printed: %s", text)
		}
	}
	for name, a := range map[string]*API{
		"refused": saying(t, 401, `{"error":"`+token+`"}`), "malformed": saying(t, 200, token),
		"cut": answering(t, func(w http.ResponseWriter, _ *http.Request) {
			c, _, _ := http.NewResponseController(w).Hijack()
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")
			_ = c.Close()
		}),
	} {
		_, err := a.TokenInfo(t.Context(), token)
		if err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAWebPageInPlaceOfAnAnswerIsTheNetworksNotGustos(t *testing.T) {
	for name, a := range map[string]*API{
		"page":                saying(t, 200, "<!DOCTYPE html><p>Sign in to Wi-Fi", "Content-Type", "text/html; charset=utf-8"),
		"page of another age": saying(t, 200, "<html/>", "Content-Type", "application/xhtml+xml"),
		"way to the page":     saying(t, 302, "<p>Moved", "Content-Type", "text/html", "Location", "http://10.0.0.1/login"),
		"page that is JSON":   saying(t, 200, `{"uuid":"x"}`, "Content-Type", "text/html"),
	} {
		_, err := a.Company(t.Context(), token, company)
		var portal *reach.Error
		if !errors.As(err, &portal) || portal.Cause != reach.CaptivePortal || portal.Host != "127.0.0.1" || OutcomeOf(err) != Unsure {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Gusto's own proxy answers its faults with pages, and those are Gusto's.
	var fault *Error
	if _, err := saying(t, 503, "<html>", "Content-Type", "text/html").Company(t.Context(), token, company); !errors.As(err, &fault) {
		t.Errorf("a page with a fault: %v", err)
	}
	var odd *MalformedError
	if _, err := saying(t, 302, "", "Location", "/elsewhere").Company(t.Context(), token, company); !errors.As(err, &odd) {
		t.Errorf("a redirect without a page: %v", err)
	}
}

func TestMalformedIsToldFromFine(t *testing.T) {
	for name, body := range map[string]string{
		"empty": "", "blank": " \n", "cut": `{"uuid":"` + company, "text": "ok", "null": "null",
		"more behind it": `{"uuid":"x"} {"uuid":"y"}`, "a list": `[{"uuid":"x"}]`, "a number for a name": `{"uuid":"x","name":5}`,
		"no uuid": `{"name":"Blue Heron"}`, "empty uuid": `{"uuid":""}`, "a list for a flag": `{"uuid":"x","is_suspended":[]}`,
	} {
		_, err := saying(t, 200, body, "X-Request-Id", "r-1").Company(t.Context(), token, company)
		var odd *MalformedError
		if !errors.As(err, &odd) || odd.Status != 200 || odd.RequestID != "r-1" {
			t.Errorf("%s: %v", name, err)
		}
		if odd != nil && strings.Contains(odd.Error(), "Blue Heron") {
			t.Errorf("%s: the answer is quoted: %v", name, odd)
		}
	}
	for _, body := range []string{`{}`, `null`, `"x"`, ``} {
		var odd *MalformedError
		if _, err := saying(t, 200, body).Admins(t.Context(), token, company); !errors.As(err, &odd) {
			t.Errorf("admins from %q: %v", body, err)
		}
	}
	var odd *MalformedError
	_, err := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		block := strings.Repeat(" ", 1<<20)
		for range bodyLimit>>20 + 1 {
			_, _ = io.WriteString(w, block)
		}
	}).TokenInfo(t.Context(), token)
	if !errors.As(err, &odd) || !errors.Is(err, errTooLong) {
		t.Errorf("an endless answer: %v", err)
	}
}

func TestWhatDoesNotArriveIsReachs(t *testing.T) {
	release := make(chan struct{})
	slow := answering(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer stop()
	_, err := slow.TokenInfo(ctx, token)
	var lost *reach.Error
	if !errors.As(err, &lost) || lost.Cause != reach.Timeout || !lost.Sent {
		t.Errorf("late: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := slow.TokenInfo(gone, token); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	cut := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		c, _, _ := http.NewResponseController(w).Hijack()
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"scope\"")
		_ = c.Close()
	})
	if _, err := cut.TokenInfo(t.Context(), token); !errors.As(err, &lost) || lost.Cause != reach.Cut {
		t.Errorf("cut: %v", err)
	}
}

func TestEveryCallIsTold(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	a := saying(t, 200, `{"uuid":"x"}`,
		"X-Request-Id", "req-1, req-1", "Date", at.Format(http.TimeFormat), "X-RateLimit-Remaining", "173",
		"Deprecation", "@1798761600", "Sunset", "Mon, 01 Feb 2027 00:00:00 GMT")
	clock := at.Add(-10 * time.Minute)
	a.now = func() time.Time { clock = clock.Add(3 * time.Second); return clock }
	var calls []Call
	a.OnCall(func(c Call) { calls = append(calls, c) })
	var watched []Call
	if _, err := a.Company(Watch(t.Context(), func(c Call) { watched = append(watched, c) }), token, company); err != nil {
		t.Fatal(err)
	}
	equal(t, watched, calls)
	equal(t, calls, []Call{{
		At: clock, Method: "GET", Path: "/v1/companies/" + company, Status: 200, RequestID: "req-1", Took: 3 * time.Second, Remaining: 173,
		Skew: -10*time.Minute + 6*time.Second, Deprecation: "@1798761600", Sunset: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC),
	}})
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	b := New(gone.URL, version, ownClient(t))
	b.OnCall(func(c Call) { calls = append(calls, c) })
	_, _ = b.TokenInfo(t.Context(), token)
	if len(calls) != 2 || calls[1].Status != 0 || calls[1].Path != "/v1/token_info" || calls[1].Remaining != -1 {
		t.Errorf("a call that did not arrive: %+v", calls)
	}
}
