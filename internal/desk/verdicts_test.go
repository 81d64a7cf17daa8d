package desk_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/internal/words"
)

// reply is one answer of Gusto, and the verdict that it has to lead to. The table is read by the tests of the command
// as well: docs and both faces of the program follow it.
type reply struct {
	Name    string            `json:"name"`
	At      string            `json:"at"` // token, token_info, company or admins
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Cause   desk.Cause        `json:"cause"`
	Fixer   desk.Fixer        `json:"fixer"`
	Step    string            `json:"step"`
	Detail  string            `json:"detail"`
	Until   string            `json:"until"`
	Request string            `json:"request"`
}

func replies(t *testing.T) []reply {
	t.Helper()
	text, err := os.ReadFile("testdata/verdicts.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []reply
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// front stands before the pretend Gusto and answers one endpoint in its place.
type front struct {
	gusto   http.Handler
	company sandbox.Company
	now     func() time.Time
	mu      sync.Mutex
	reply   *reply
}

func (f *front) answer(r *reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reply = r
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	at := f.reply
	f.mu.Unlock()
	path := map[string]string{
		"/oauth/token": "token", "/v1/token_info": "token_info", "/v1/companies/" + f.company.UUID: "company", "/v1/companies/" + f.company.UUID + "/admins": "admins",
	}[r.URL.Path]
	if at == nil || path != at.At {
		f.gusto.ServeHTTP(w, r)
		return
	}
	if at.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	fill := strings.NewReplacer("{company}", f.company.UUID, "{name}", f.company.Name,
		"{soon}", f.now().AddDate(0, 2, 0).UTC().Format(http.TimeFormat), "{years}", f.now().AddDate(2, 0, 0).UTC().Format(http.TimeFormat),
		"{reset}", f.now().Add(40*time.Second).Format("2006-01-02 15:04:05 -0700"))
	w.Header().Set("Content-Type", "application/json")
	for name, value := range at.Headers {
		w.Header().Set(name, fill.Replace(value))
	}
	w.Header().Set("Date", f.now().UTC().Format(http.TimeFormat))
	w.WriteHeader(at.Status)
	w.Write([]byte(fill.Replace(at.Body)))
}

func TestEveryReplyOfGustoHasItsVerdict(t *testing.T) {
	for _, want := range replies(t) {
		t.Run(want.Name, func(t *testing.T) {
			b := newBench(t)
			f := &front{gusto: b.gusto, company: b.company(bakery), now: b.clock.now}
			b.server.Config.Handler = f
			b.practice()
			b.link(sandbox.Strict, bakery)
			f.answer(&want)
			if want.At == "token" {
				b.clock.add(3 * time.Hour)
			}
			before := time.Now()
			v, err := b.desk.Verify(t.Context(), b.id(bakery))
			b.must(err)
			if v.Cause != want.Cause || v.Cause.Fixer() != want.Fixer {
				t.Fatalf("%s, for %s; want %s, for %s (%+v)", v.Cause, v.Cause.Fixer(), want.Cause, want.Fixer, v)
			}
			m := words.ForVerdict(v)
			if m.Step.Label() != want.Step {
				t.Errorf("the button is %q, want %q", m.Step.Label(), want.Step)
			}
			if v.NeedsYou() && m.Step == words.NoStep && v.Cause != desk.Suspended && v.Cause != desk.NotApproved {
				t.Error("somebody has to act, and there is no button")
			}
			if want.Detail != "" && !strings.Contains(v.Detail, want.Detail) {
				t.Errorf("detail %q, want %q", v.Detail, want.Detail)
			}
			if want.Request != "" && v.RequestID != want.Request {
				t.Errorf("request %q, want %q", v.RequestID, want.Request)
			}
			checkUntil(t, want.Until, v.Until, before, b.clock.now())
			if l := b.desk.Snapshot().Links[0]; l.Verdict.Cause != v.Cause {
				t.Errorf("the list says %s", l.Verdict.Cause)
			}
		})
	}
}

// checkUntil holds the moment against a duration from now, or "soon": in two months.
func checkUntil(t *testing.T, want string, got, before, now time.Time) {
	t.Helper()
	switch want {
	case "":
	case "soon":
		if d := got.Sub(now.AddDate(0, 2, 0)).Abs(); d > 2*time.Second {
			t.Errorf("until %v", got)
		}
	default:
		wait, err := time.ParseDuration(want)
		if d := got.Sub(before) - wait; err != nil || d < -2*time.Second || d > 5*time.Second {
			t.Errorf("until %v, want in %v", got, wait)
		}
	}
}
