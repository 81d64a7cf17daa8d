package ui

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// reply is a row of the table that the tests of the desk and of the command read as well.
type reply struct {
	Name, At, Body string
	Status         int
	Headers        map[string]string
	Cause          desk.Cause
	Fixer          desk.Fixer
}

// table reads it, without the replies that spend the access; those that ask for a pause come last, since the desk keeps it.
func table(t *testing.T) []reply {
	t.Helper()
	text, err := os.ReadFile("../internal/desk/testdata/verdicts.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []reply
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(r reply) bool { return r.At == "token" })
	pauses := func(r reply) int {
		if r.Cause == desk.RateLimited {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b reply) int { return pauses(a) - pauses(b) })
	return all
}

// put answers in Gusto's place where a row says so.
func (h *whole) put(at *atomic.Pointer[reply]) {
	company, _ := h.gusto.CompanyNamed(sandbox.Dana, "Blue Heron Bakery LLC")
	inner := h.server.Config.Handler
	h.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		place := map[string]string{"/v1/token_info": "token_info", "/v1/companies/" + company.UUID: "company", "/v1/companies/" + company.UUID + "/admins": "admins"}[r.URL.Path]
		row := at.Load()
		if row == nil || row.At != place {
			inner.ServeHTTP(w, r)
			return
		}
		if row.Status == 0 {
			panic(http.ErrAbortHandler)
		}
		fill := strings.NewReplacer("{company}", company.UUID, "{name}", company.Name, "{soon}", time.Now().AddDate(0, 2, 0).UTC().Format(http.TimeFormat),
			"{years}", time.Now().AddDate(2, 0, 0).UTC().Format(http.TimeFormat), "{reset}", time.Now().Add(time.Hour).Format("2006-01-02 15:04:05 -0700"))
		w.Header().Set("Content-Type", "application/json")
		for name, value := range row.Headers {
			w.Header().Set(name, fill.Replace(value))
		}
		w.WriteHeader(row.Status)
		_, _ = io.WriteString(w, fill.Replace(row.Body))
	})
}

// The window and the command read one table: what Gusto answers is on the page of verdicts what the command says of it.
func TestThePageOfVerdictsShowsTheVerdictsOfTheTable(t *testing.T) {
	h := linkOne(t, "Blue Heron Bakery", "Blue Heron Bakery LLC")
	for h.Busy("sitting") {
		<-h.wake
		h.queue.drain()
	}
	var at atomic.Pointer[reply]
	h.put(&at)
	h.press("link", "Verify")
	h.await("text", "Dana Whitfield")
	id := h.shell.desk.Snapshot().Links[0].ID
	for h.shell.desk.Snapshot().Links[0].Checking { // the look right after linking: it is not asked beside another
		<-h.wake
		h.queue.drain()
	}
	for _, row := range table(t) {
		at.Store(&row)
		h.typed('v')
		if !h.Busy("verify/" + id) {
			t.Fatalf("%s: nothing is asked", row.Name)
		}
		for h.Busy("verify/"+id) || h.shell.desk.Snapshot().Links[0].Checking {
			<-h.wake
			h.queue.drain()
		}
		h.queue.drain()
		v := h.shell.desk.Snapshot().Links[0].Verdict
		if v.Cause != row.Cause {
			t.Errorf("%s: the verdict is %s, want %s", row.Name, v.Cause, row.Cause)
			continue
		}
		h.press("button", "Copy as text")
		if text := h.clipboard(); !strings.Contains(text, string(row.Cause)) {
			t.Errorf("%s: the card lacks the code:\n%s", row.Name, text)
		}
		screen := ""
		for _, e := range kit.Map(h.window.window.Canvas()) {
			screen += e.Label + "\n"
		}
		said := []string{words.ForVerdict(v).Title}
		if row.Cause != desk.Working {
			said = append(said, "Who can fix it: "+words.Whose(row.Fixer))
		}
		if v.NeedsYou() {
			said = append(said, "0 fine, 1 needs you", "Blue Heron Bakery LLC: "+words.ForVerdict(v).Title, "Verify, 1 needs you")
		}
		for _, text := range said {
			if !strings.Contains(screen, text) {
				t.Errorf("%s: the page does not say %q", row.Name, text)
			}
		}
	}
}
