package provision

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crosswalk/internal/gusto"
	"crosswalk/internal/intake"
)

// described is Gusto's table of what POST /v1/provision takes, field by field: the JSON type, what a value looks like,
// and whether it has to be there.
var described = map[string]struct {
	kind   string // of JSON: string, number or strings
	looks  *regexp.Regexp
	needed bool
}{
	"user.first_name":                {"string", anything, true},
	"user.last_name":                 {"string", anything, true},
	"user.email":                     {"string", regexp.MustCompile(`^[^\s@<>]+@[a-z0-9.-]+\.[a-z]+$`), true},
	"user.phone":                     {"string", regexp.MustCompile(`^[2-9][0-9]{2}[2-9][0-9]{6}$`), true}, // optional in the description; the FAQ counts it in the least that is sent
	"company.name":                   {"string", regexp.MustCompile(`^.{2,}$`), true},
	"company.trade_name":             {"string", anything, false},
	"company.ein":                    {"string", regexp.MustCompile(`^[0-9]{9}$`), false},
	"company.states":                 {"strings", regexp.MustCompile(`^[A-Z]{2}(?:, [A-Z]{2})*$`), false},
	"company.number_employees":       {"number", regexp.MustCompile(`^[1-9][0-9]*$`), false},
	"company.addresses[].street_1":   {"string", anything, true},
	"company.addresses[].street_2":   {"string", anything, false},
	"company.addresses[].city":       {"string", anything, true},
	"company.addresses[].state":      {"string", regexp.MustCompile(`^[A-Z]{2}$`), true},
	"company.addresses[].zip":        {"string", regexp.MustCompile(`^[0-9]{5}(?:-[0-9]{4})?$`), true},
	"company.addresses[].phone":      {"string", regexp.MustCompile(`^[2-9][0-9]{2}[2-9][0-9]{6}$`), false},
	"company.addresses[].is_primary": {"string", regexp.MustCompile(`^(?:true|false)$`), true},
}

var anything = regexp.MustCompile(`^\S(?:.*\S)?$`)

// asTyped are forms as people fill them in, from the least to all of it.
var asTyped = map[string]intake.Form{
	"the least": {Person: intake.Person{First: "Maya", Last: "Okafor", Email: "maya@okafor.com", Phone: "503-555-0142"}, Company: intake.Company{Legal: "Xi"}},
	"everything": {
		Person: intake.Person{First: " Maya ", Last: "O’Kafor-Ruiz", Email: "Maya O <Maya@Okafor.COM>", Phone: "+1 (503) 555-0142"},
		Company: intake.Company{Legal: "Okafor \"C\" & Sons <LLC>", Trade: "Maya’s Mügs", EIN: "EIN 84-1234567", Employees: "1,200",
			States: []string{"Washington", "or", "OR"}},
		Addresses: []intake.Address{
			{Street1: "118 NE Alder St", Street2: "Suite 2", City: "Portland", State: "Oregon", ZIP: "972121234", Phone: "503.555.0143"},
			{Street1: "5 Pine\u00a0St", Street2: "#4", City: "Seattle", State: "wa", ZIP: "98101", Phone: "206-555-0144", Primary: true},
		},
		Reasons: map[intake.Field]string{intake.Employees: "They have."},
	},
	"nobody yet": {
		Person:    intake.Person{First: "Maya", Last: "Okafor", Email: "maya@okafor.com", Phone: "5035550142"},
		Company:   intake.Company{Legal: "Okafor LLC", Employees: "0", States: []string{"DC"}},
		Addresses: []intake.Address{{Street1: "1200 N St NW", City: "Washington", State: "D.C.", ZIP: "20005", Primary: true}},
	},
}

func TestTheRequestIsWhatGustoDescribesFieldByField(t *testing.T) {
	covered := map[string]bool{}
	for name, f := range asTyped {
		app, found := f.Ready(intake.Firm{})
		if intake.Stopped(found) {
			t.Fatalf("%s: %+v", name, found)
		}
		sent := sentFor(t, app)
		if top := slices.Sorted(maps.Keys(sent)); !slices.Equal(top, []string{"company", "user"}) {
			t.Errorf("%s: %q at the top", name, top)
		}
		flat := map[string]any{}
		flatten(flat, "", sent)
		primary := 0
		for path, value := range flat {
			entry := number.ReplaceAllString(path, "[]")
			covered[entry] = true
			hold(t, name, path, entry, value)
			if strings.HasSuffix(path, ".is_primary") && value == "true" {
				primary++
			}
		}
		if primary > 1 {
			t.Errorf("%s: %d primary addresses", name, primary)
		}
		for entry, d := range described {
			before, part, inAddress := strings.Cut(entry, "[].")
			if !inAddress && d.needed && flat[entry] == nil {
				t.Errorf("%s: %s is missing", name, entry)
			}
			for i := range app.Addresses {
				if path := fmt.Sprintf("%s[%d].%s", before, i, part); inAddress && d.needed && flat[path] == nil {
					t.Errorf("%s: %s is missing", name, path)
				}
			}
		}
		sameAsShown(t, name, app, flat)
	}
	for entry := range described {
		if !covered[entry] {
			t.Errorf("%s is never sent", entry)
		}
	}
}

var number = regexp.MustCompile(`\[[0-9]+\]`)

// hold holds one value against the table.
func hold(t *testing.T, name, path, entry string, value any) {
	t.Helper()
	d, known := described[entry]
	kind, text := "", fmt.Sprint(value)
	switch value := value.(type) {
	case string:
		kind = "string"
	case json.Number:
		kind = "number"
	case []string:
		kind, text = "strings", strings.Join(value, ", ")
	}
	switch {
	case !known:
		t.Errorf("%s: Gusto describes no %s (%q)", name, path, text)
	case kind != d.kind:
		t.Errorf("%s: %s is a %T instead of a %s", name, path, value, d.kind)
	case !d.looks.MatchString(text):
		t.Errorf("%s: %s is %q", name, path, text)
	}
}

// sameAsShown compares what was sent with what the review shows: neither may have what the other has not.
func sameAsShown(t *testing.T, name string, app intake.Application, flat map[string]any) {
	t.Helper()
	shown := map[string]string{}
	for _, l := range app.Lines() {
		if _, twice := shown[string(l.Field)]; twice {
			t.Errorf("%s: %s is shown twice", name, l.Field)
		}
		shown[string(l.Field)] = l.Value
	}
	sent := map[string]string{}
	for path, value := range flat {
		sent[path] = fmt.Sprint(value)
		if list, ok := value.([]string); ok {
			sent[path] = strings.Join(list, ", ")
		}
	}
	if !maps.Equal(shown, sent) {
		t.Errorf("%s:\nshown %v\nsent  %v", name, shown, sent)
	}
}

// sentFor sends an application to a Gusto that keeps what it was sent, once.
func sentFor(t *testing.T, app intake.Application) map[string]any {
	t.Helper()
	var bodies [][]byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost || r.URL.String() != "/v1/provision" || r.Header.Get("Content-Type") != "application/json" ||
			r.Header.Get("X-Gusto-API-Version") != "2026-06-15" || r.Header.Get("Authorization") != "Bearer system" {
			t.Errorf("%s %s %v: %v", r.Method, r.URL, r.Header, err)
		}
		bodies = append(bodies, body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"account_claim_url":"https://app.gusto.com/claim_account/x"}`)
	}))
	defer server.Close()
	if _, err := gusto.New(server.URL, "2026-06-15", server.Client()).Provision(t.Context(), gusto.Bearer("system"), company(app)); err != nil {
		t.Fatal(err)
	}
	server.Close()
	if len(bodies) != 1 {
		t.Fatalf("%d requests", len(bodies))
	}
	decoder := json.NewDecoder(strings.NewReader(string(bodies[0])))
	decoder.UseNumber()
	var sent map[string]any
	if err := decoder.Decode(&sent); err != nil {
		t.Fatal(err)
	}
	return sent
}

// flatten names each value by its path; a list of strings is one value.
func flatten(into map[string]any, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			flatten(into, strings.TrimPrefix(path+"."+key, "."), inner)
		}
	case []any:
		var texts []string
		for i, inner := range value {
			if text, ok := inner.(string); ok {
				texts = append(texts, text)
				continue
			}
			flatten(into, fmt.Sprintf("%s[%d]", path, i), inner)
		}
		if texts != nil {
			into[path] = texts
		}
	default:
		into[path] = value
	}
}
