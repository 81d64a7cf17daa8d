//go:build bench

package desk_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/pace"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// Verifying many links, each with an access of its own, at a Gusto that answers after 50 ms: beside the time that the
// polite pace alone would take. The pace is five times the usual one.
func TestNumbersOfARound(t *testing.T) {
	const links, aSecond = 2000, 100
	b := newBench(t)
	b.practice()
	b.plant(b.gusto.Companies(sandbox.Morgan)[:links])
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Delay: 50 * time.Millisecond})
	g := &gauge{next: b.gusto}
	b.server.Config.Handler = g
	b.desk.SetLimits(pace.Limits{Overall: aSecond})
	runtime.GC()
	before := resident(t)
	peak, stop := watchResident(t)
	begun := time.Now()
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	took := time.Since(begun)
	stop()
	b.must(err)
	if r.Fine+r.NeedYou != links {
		t.Errorf("%+v", r.Count)
	}
	ideal := time.Duration(len(g.real)-aSecond) * time.Second / aSecond // the first second's may go at once
	t.Logf("%d links, %d requests: %v, the pace alone %v: %.2f times (aim 1.15)", links, len(g.real), took.Round(time.Millisecond), ideal.Round(time.Millisecond), float64(took)/float64(ideal))
	t.Logf("memory (RSS, with the pretend Gusto in it): %d MB before, %d MB at most: %.2f times (aim 1.5)", before>>20, peak()>>20, float64(peak())/float64(before))
}

// plant links companies, each by a consent of its own that the pretend Gusto knows, without the desk: it would read all of
// its list again after each.
func (b *bench) plant(companies []sandbox.Company) {
	b.t.Helper()
	ctx := b.t.Context()
	b.must(b.desk.Close(ctx))
	folder := filepath.Join(b.folder, "practice")
	book, err := storage.OpenLocal(ctx, folder, storage.Options{})
	b.must(err)
	defer b.open()
	defer book.Close()
	keys, err := storage.OpenKeys(ctx, book, storage.FileKeeper{Dir: folder})
	b.must(err)
	defer keys.Drop()
	for _, c := range companies {
		g := storage.Grant{ID: storage.NewID(), Environment: desk.Practice.Name, ClientID: "firm", RedirectURI: "http://127.0.0.1/callback"}
		t := b.granted(sandbox.AutoConsent{Person: sandbox.Morgan, Company: c.UUID}, g.RedirectURI)
		g.Scope = t.Scope
		pair := oauth.Pair{Current: t, RedirectURI: g.RedirectURI, ClientID: g.ClientID, Since: time.Now(), Used: true}
		_, err := book.Hold(ctx, g, keys.Seal(g.ID, storage.PairColumn, 1, pair.Encode()), time.Now().Add(time.Hour))
		b.must(err)
		_, err = book.Attach(ctx, g.ID, []storage.Link{{Company: c.UUID, Name: c.Name}}, nil)
		b.must(err)
	}
}

// granted goes through one consent as a browser and the firm's application do.
func (b *bench) granted(as sandbox.AutoConsent, redirect string) oauth.Token {
	b.t.Helper()
	b.gusto.Faults().AutoConsent(&as)
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	sent, err := stay.Get(b.server.URL + "/oauth/authorize?" + url.Values{
		"client_id": {"firm"}, "redirect_uri": {redirect}, "response_type": {"code"}, "state": {"any"},
	}.Encode())
	b.must(err)
	sent.Body.Close()
	back, err := sent.Location()
	b.must(err)
	resp, err := http.PostForm(b.server.URL+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {redirect}, "client_id": {"firm"}, "client_secret": {"firm-secret"},
	})
	b.must(err)
	defer resp.Body.Close()
	var got struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Scope   string `json:"scope"`
	}
	b.must(json.NewDecoder(resp.Body).Decode(&got))
	if got.Access == "" || got.Refresh == "" {
		b.t.Fatalf("no access for %s: status %d", as.Company, resp.StatusCode)
	}
	return oauth.Token{Access: oauth.NewSecret(got.Access), Refresh: oauth.NewSecret(got.Refresh), Type: "bearer", Scope: got.Scope, Expiry: time.Now().Add(2 * time.Hour)}
}

// resident is the memory of this process, in bytes (proc_pid_status(5)).
func resident(t *testing.T) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			n, err := strconv.ParseInt(f[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

// watchResident looks at the memory ten times a second until stop.
func watchResident(t *testing.T) (peak func() int64, stop func()) {
	most := resident(t)
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				most = max(most, resident(t))
			case <-over:
				return
			}
		}
	}()
	return func() int64 { return most }, func() { close(over); <-done }
}
