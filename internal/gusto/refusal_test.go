package gusto

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// refused makes one call that is answered so and returns the error.
func refused(t *testing.T, status int, body string, headers ...string) *Error {
	t.Helper()
	_, err := saying(t, status, body, headers...).Company(t.Context(), token, company)
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%d %s: got %v, want *Error", status, body, err)
	}
	if e.Status != status {
		t.Errorf("status %d, want %d", e.Status, status)
	}
	return e
}

func TestEveryShapeOfAnErrorIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		status   int
		body     string
		header   []string
		category string
		key      string
		message  string
		scope    string
		leaves   int
	}{
		"an expired token": {401, `{"errors":[{"error_key":"request","category":"invalid_token","message":"Token expired."}]}`, nil, InvalidToken, "request", "Token expired.", "", 1},
		"an empty 401":     {401, ``, nil, InvalidToken, "", "", "", 0},
		"an empty 401 that says why in its header": {401, ``, []string{"WWW-Authenticate", `Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token was revoked"`}, InvalidToken, "", "The access token was revoked", "", 1},
		"a bare error":                  {401, `{"error":"The access token is invalid"}`, nil, InvalidToken, "", "The access token is invalid", "", 1},
		"a bare code":                   {401, `{"error":"invalid_token","error_description":"The access token is invalid","state":"unauthorized"}`, nil, InvalidToken, "", "The access token is invalid", "", 1},
		"a missing scope":               {403, `{"errors":[{"error_key":"request","category":"missing_oauth_scopes","message":"Missing.","metadata":{"missing_scope_name":"company_admin:read"}}]}`, nil, MissingScopes, "request", "Missing.", "company_admin:read", 1},
		"a missing scope, list":         {403, `{"errors":[{"category":"missing_oauth_scopes","metadata":[{},{"missing_scope_name":"a:b"}]}]}`, nil, MissingScopes, "", "", "a:b", 1},
		"a missing scope in the header": {403, ``, []string{"WWW-Authenticate", `Bearer error="insufficient_scope", scope="accounts:write"`}, MissingScopes, "", "", "accounts:write", 1},
		"a missing permission":          {403, `{"errors":[{"error_key":"base","category":"missing_permissions","message":"No."}]}`, nil, MissingPermissions, "base", "No.", "", 1},
		"an empty 403":                  {403, ``, nil, "", "", "", "", 0},
		"not found":                     {404, `{"errors":[{"error_key":"request","category":"not_found","message":"The requested resource was not found."}]}`, nil, NotFound, "request", "The requested resource was not found.", "", 1},
		"an old version":                {406, `{"errors":[{"error_key":"base","category":"invalid_api_version","message":"Gone."}]}`, nil, InvalidVersion, "base", "Gone.", "", 1},
		"an empty 406":                  {406, ``, nil, InvalidVersion, "", "", "", 0},
		"a stale resource":              {409, `{"errors":[{"error_key":"base","category":"invalid_resource_version","message":"Stale."}]}`, nil, InvalidResourceVersion, "base", "Stale.", "", 1},
		"a missing parameter":           {422, `{"errors":[{"error_key":"user","category":"missing_parameter","message":"user is required."}]}`, nil, MissingParameter, "user", "user is required.", "", 1},
		"two of them":                   {422, `{"errors":[{"error_key":"base","category":"invalid_attribute_value","message":"Invalid email address."},{"error_key":"ein","category":"duplicate_operation","message":"Taken."}]}`, nil, InvalidAttribute, "base", "Invalid email address.", "", 2},
		"nested, one of several":        {422, `{"errors":[{"error_key":"company","category":"nested_errors","errors":[{"error_key":"addresses","category":"nested_errors","metadata":{"index":1},"errors":[{"error_key":"zip","category":"invalid_attribute_value","message":"Zip is invalid."}]}]}]}`, nil, InvalidAttribute, "company.addresses[1].zip", "Zip is invalid.", "", 1},
		"nested":                        {422, `{"errors":[{"error_key":"company","category":"nested_errors","errors":[{"error_key":"addresses","category":"nested_errors","errors":[{"error_key":"zip","category":"invalid_attribute_value","message":"Zip is invalid."},{"error_key":"state","category":"missing_parameter","message":"State."}]}]}]}`, nil, InvalidAttribute, "company.addresses.zip", "Zip is invalid.", "", 2},
		"nested by their other name":    {422, `{"errors":[{"error_key":"user","nested_errors":[{"error_key":"email","category":"invalid_attribute_value","message":"Taken."}]}]}`, nil, InvalidAttribute, "user.email", "Taken.", "", 1},
		"strings":                       {422, `{"errors":["Email is taken"," ","EIN is taken"]}`, nil, "", "", "Email is taken", "", 2},
		"one string":                    {422, `{"errors":"Email is taken"}`, nil, "", "", "Email is taken", "", 1},
		"strings and objects":           {422, `{"errors":["Odd",{"error_key":"ein","category":"invalid_attribute_value","message":"EIN"}]}`, nil, "", "", "Odd", "", 2},
		"a map of fields":               {422, `{"errors":{"ein":["is invalid","is taken"],"email":"is odd"}}`, nil, "", "ein", "is invalid", "", 3},
		"an error that is an object":    {422, `{"error":{"error_key":"ein","category":"invalid_attribute_value","message":"EIN"}}`, nil, InvalidAttribute, "ein", "EIN", "", 1},
		"a bare list":                   {422, `["Email is taken"]`, nil, "", "", "Email is taken", "", 1},
		"a message":                     {400, `{"message":"Bad request"}`, nil, "", "", "Bad request", "", 1},
		"nothing known":                 {400, `{"status":400}`, nil, "", "", "", "", 0},
		"nulls":                         {400, `{"errors":null,"error":null}`, nil, "", "", "", "", 0},
		"an empty list":                 {422, `{"errors":[]}`, nil, "", "", "", "", 0},
		"HTML":                          {502, `<html><h1>Bad gateway</h1>`, nil, "", "", "", "", 0},
		"JSON that ends early":          {500, `{"errors":[{"categ`, nil, InternalError, "", "", "", 0},
		"a server fault":                {500, `{"errors":[{"error_key":"base","category":"internal_error","message":"Oh."}]}`, nil, InternalError, "base", "Oh.", "", 1},
		"too many requests":             {429, `Retry later`, nil, RateLimited, "", "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			e := refused(t, c.status, c.body, c.header...)
			if e.Category != c.category || e.Key != c.key || e.Message != c.message || e.MissingScope != c.scope || len(e.Leaves()) != c.leaves {
				t.Errorf("got category %q key %q message %q scope %q, %d leaves: %+v", e.Category, e.Key, e.Message, e.MissingScope, len(e.Leaves()), e.Details)
			}
			if c.message != "" && strings.Contains(e.Error(), c.message) {
				t.Errorf("what Gusto wrote is in the error's text: %v", e)
			}
		})
	}
}

func TestNestedErrorsKeepTheirTree(t *testing.T) {
	e := refused(t, 422, `{"errors":[{"error_key":"company","category":"nested_errors","errors":[{"error_key":"ein","category":"invalid_attribute_value","message":"EIN"},{"message":"No key"}]}]}`)
	equal(t, e.Details, []Detail{{Key: "company", Category: NestedErrors, Nested: []Detail{
		{Key: "ein", Category: InvalidAttribute, Message: "EIN"}, {Message: "No key"},
	}}})
	equal(t, e.Leaves(), []Detail{{Key: "company.ein", Category: InvalidAttribute, Message: "EIN"}, {Key: "company", Message: "No key"}})
}

func TestAHostileErrorIsCutToSize(t *testing.T) {
	long := refused(t, 422, `{"errors":[{"error_key":"`+strings.Repeat("k", 5000)+`","message":"line\nbreak\u001b[31m`+strings.Repeat("m", 5000)+`"}]}`, "X-Request-Id", strings.Repeat("r", 5000))
	if len(long.Message) > 400 || len(long.Key) > 400 || len(long.RequestID) > 400 || strings.ContainsAny(long.Message, "\n\x1b") {
		t.Errorf("%d %d %d %q", len(long.Message), len(long.Key), len(long.RequestID), long.Message[:20])
	}
	many := refused(t, 422, `{"errors":[`+strings.TrimSuffix(strings.Repeat(`"x",`, 5000), ",")+`]}`)
	if n := len(many.Details); n != detailLimit {
		t.Errorf("%d details", n)
	}
	deep := refused(t, 422, `{"errors":`+strings.Repeat(`[{"error_key":"a","errors":`, 500)+`"x"`+strings.Repeat(`}]`, 500)+`}`)
	depth := 0
	for list := deep.Details; len(list) > 0; list = list[0].Nested {
		depth++
	}
	if depth == 0 || depth > depthLimit {
		t.Errorf("%d levels", depth)
	}
}

func TestTheRequestIdIsShownOnce(t *testing.T) {
	for sent, want := range map[string]string{"abc-1": "abc-1", "abc-1, abc-1": "abc-1", " abc-1,abc-2 ": "abc-1", "": ""} {
		if e := refused(t, 500, "", "X-Request-Id", sent); e.RequestID != want {
			t.Errorf("%q is shown as %q", sent, e.RequestID)
		}
	}
	if text := refused(t, 404, "", "X-Request-Id", "abc-1").Error(); text != "GET /v1/companies/"+company+": Gusto answered 404 not_found, request abc-1" {
		t.Error(text)
	}
}

func TestRetryAfterIsReadInEveryForm(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	date := at.Format(http.TimeFormat)
	for name, c := range map[string]struct {
		header []string
		want   time.Duration
	}{
		"seconds":              {[]string{"Retry-After", "37"}, 37 * time.Second},
		"a date":               {[]string{"Retry-After", at.Add(90 * time.Second).Format(http.TimeFormat)}, 90 * time.Second},
		"a date that is over":  {[]string{"Retry-After", at.Add(-time.Hour).Format(http.TimeFormat)}, 0},
		"negative":             {[]string{"Retry-After", "-5"}, 0},
		"nonsense":             {[]string{"Retry-After", "soon"}, 0},
		"Gusto's reset":        {[]string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "2026-11-03 01:00:42 -0800"}, 42 * time.Second},
		"reset with some left": {[]string{"X-RateLimit-Remaining", "5", "X-RateLimit-Reset", "2026-11-03 01:00:42 -0800"}, 0},
		"seconds before reset": {[]string{"Retry-After", "3", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "2026-11-03 01:00:42 -0800"}, 3 * time.Second},
		"nothing":              {nil, 0},
		"an absurd number":     {[]string{"Retry-After", "99999999999999999999"}, 0},
	} {
		if e := refused(t, 429, "", append(c.header, "Date", date)...); e.RetryAfter != c.want {
			t.Errorf("%s: %v, want %v", name, e.RetryAfter, c.want)
		}
	}
}

func TestEveryErrorSaysItsEndpoint(t *testing.T) {
	for _, err := range []error{
		refused(t, 500, ""),
		&MalformedError{Path: "/v1/companies/" + company, Status: 200, Err: errNoUUID},
	} {
		if !strings.Contains(err.Error(), "/v1/companies/"+company) {
			t.Error(err)
		}
	}
}

func FuzzErrorBodies(f *testing.F) {
	f.Add(`{"errors":[{"error_key":"a","category":"nested_errors","errors":[{"error_key":"b"}]}]}`)
	f.Add(`{"errors":{"ein":["x"]}}`)
	f.Add(`{"error":"x","error_description":"y"}`)
	f.Add(`[[[["x"]]]]`)
	f.Fuzz(func(t *testing.T, body string) {
		e := refusal(question{}, reply{status: 422, header: http.Header{}, body: []byte(body)}, time.Time{})
		if n := len(e.Leaves()); n > detailLimit {
			t.Errorf("%d details", n)
		}
	})
}
