//go:build e2e && linux

package stage

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/sandbox"
)

// provider is a practice Gusto that runs in the test, so that the test can look behind its counter.
type provider struct {
	*sandbox.Gusto
	address, id, secret string
	busy                *busyTimes
	ahead               atomic.Int64 // nanoseconds by which its clock is ahead
}

// expire lets every access token end, at Gusto alone: the program finds out by being refused.
func (p *provider) expire() { p.ahead.Add(int64(3 * time.Hour)) }

// firmPage is a redirect address on a page of the firm's own, from which no answer reaches this computer.
const firmPage = "https://books.example/landed"

func openProvider(t *testing.T, access sandbox.Access) *provider {
	t.Helper()
	p := &provider{id: "e2e-client", secret: "e2e-secret-" + strings.Repeat("x", 24)}
	g, err := sandbox.New(sandbox.Options{
		ClientID: p.id, ClientSecret: p.secret, Access: access, Redirects: []string{"http://127.0.0.1/callback", firmPage},
		Now: func() time.Time { return time.Now().Add(time.Duration(p.ahead.Load())) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p.busy = &busyTimes{next: g}
	server := httptest.NewServer(p.busy)
	t.Cleanup(server.Close)
	p.Gusto, p.address = g, server.URL
	return p
}

// busyTimes remembers when the provider was at work on a request.
type busyTimes struct {
	next  http.Handler
	mu    sync.Mutex
	spans [][2]time.Time
}

func (b *busyTimes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	b.next.ServeHTTP(w, r)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spans = append(b.spans, [2]time.Time{began, time.Now()})
}

// between is how long the provider was at work between two moments; work at the same time counts once.
func (b *busyTimes) between(from, to time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	slices.SortFunc(b.spans, func(x, y [2]time.Time) int { return x[0].Compare(y[0]) })
	var sum time.Duration
	for _, span := range b.spans {
		if span[0].Before(from) {
			span[0] = from
		}
		if span[1].After(to) {
			span[1] = to
		}
		if span[1].After(span[0]) {
			sum += span[1].Sub(span[0])
			from = span[1]
		}
	}
	return sum
}

// signIn goes through the sign-in page as one of the practice people, if the page comes: a browser that has
// signed in before is asked only for consent.
func (tab *Tab) signIn(person string, access sandbox.Access) {
	tab.s.t.Helper()
	if tab.arriveAt("page-signin", "page-consent", "page-refused") != "page-signin" {
		return
	}
	tab.ClickOn(`label[for="person-` + person + `"]`)
	if access == sandbox.Classic {
		tab.ClickOn(`label[for="access-classic"]`)
	} else {
		tab.ClickOn(`label[for="access-strict"]`)
	}
	tab.ClickOn("#continue")
	tab.arriveAt("page-consent", "page-refused")
}

// authorize gives consent: under strict access for one company, by its name.
func (tab *Tab) authorize(company string) {
	tab.s.t.Helper()
	tab.arriveAt("page-consent")
	if company != "" {
		tab.ClickOn(`//label[.//input[@data-name=` + quote(company) + `]]`)
	}
	tab.ClickOn("#authorize")
}

// deny refuses consent on Gusto's page.
func (tab *Tab) deny() {
	tab.s.t.Helper()
	tab.arriveAt("page-consent")
	tab.ClickOn("#deny")
}

// arriveAt waits for one of the practice Gusto's pages and says which it is.
func (tab *Tab) arriveAt(pages ...string) string {
	tab.s.t.Helper()
	var at string
	tab.s.eventually("one of Gusto's pages "+strings.Join(pages, ", "), func() (bool, string) {
		at = tab.mark()
		for _, page := range pages {
			if at == page {
				return true, ""
			}
		}
		return false, "it is " + at + ":\n" + tab.Text()
	})
	return at
}
