package oauth_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/reach"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// These tests run the protocol in processes of their own, over the real store and the practice Gusto, and kill them.

// work is what a process is told to do, in an environment variable: it holds no secret but the practice ones.
type work struct {
	Dir    string // of the store and its key
	Gusto  string
	Grants []string
	Crash  string // where to die; empty: nowhere
	Rounds int    // how often to renew each grant; 0: until killed
}

const (
	workVariable   = "CROSSWALK_RENEWAL_WORK"
	practiceID     = "practice-client"
	practiceSecret = "practice-secret"
	practiceReturn = "http://127.0.0.1/callback"
)

// The points at which a process can die, in the order in which a renewal passes them.
var crashPoints = []struct {
	name string
	lost bool // with a provider that ends the old token at once, the answer is lost for good
}{
	{"before the lease", false},
	{"lease taken", false},
	{"intent about to be written", false},
	{"intent written", false},
	{"about to post", false},
	{"answer's head received", true},
	{"answer read, nothing stored", true},
	{"stored, not read back", false},
	{"read back, not used", false},
	{"used, not marked", false},
	{"marked", false},
	{"handed out", false},
}

// die ends the process as a power cut does: nothing is closed, nothing written.
func die() {
	p, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		os.Exit(99)
	}
	select {}
}

// mortal is a store that dies at a point.
type mortal struct {
	*bookVault
	at    func(string)
	loads func() // after a commit
}

func (m *mortal) Load(ctx context.Context, grant string) (oauth.Pair, int64, error) {
	p, gen, err := m.bookVault.Load(ctx, grant)
	m.loads()
	return p, gen, err
}

func (m *mortal) Begin(ctx context.Context, grant string, gen int64) (oauth.Lease, error) {
	m.at("before the lease")
	l, err := m.bookVault.Begin(ctx, grant, gen)
	m.at("lease taken")
	return l, err
}

func (m *mortal) Intend(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	m.at("intent about to be written")
	err := m.bookVault.Intend(ctx, l, p)
	m.at("intent written")
	return err
}

func (m *mortal) Commit(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	m.at("answer read, nothing stored")
	err := m.bookVault.Commit(ctx, l, p)
	m.at("stored, not read back")
	m.loads = func() {
		m.loads = func() {}
		m.at("read back, not used")
	}
	return err
}

func (m *mortal) Mark(ctx context.Context, grant string, gen int64, p oauth.Pair) error {
	m.at("used, not marked")
	err := m.bookVault.Mark(ctx, grant, gen, p)
	m.at("marked")
	return err
}

type mortalTransport struct {
	http.RoundTripper
	at func(string)
}

func (m mortalTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		m.at("about to post")
	}
	resp, err := m.RoundTripper.RoundTrip(r)
	if r.Method == http.MethodPost && err == nil {
		m.at("answer's head received")
	}
	return resp, err
}

// bookVault keeps pairs in the real store.
type bookVault struct {
	book *storage.Local
	keys *storage.Keys
}

func (v *bookVault) sealed(grant string, gen int64, p oauth.Pair) []byte {
	return v.keys.Seal(grant, storage.PairColumn, gen, p.Encode())
}

func (v *bookVault) Load(ctx context.Context, grant string) (oauth.Pair, int64, error) {
	sealed, gen, err := v.book.Sealed(ctx, grant)
	if err != nil {
		return oauth.Pair{}, 0, translated(err)
	}
	plain, err := v.keys.Open(grant, storage.PairColumn, gen, sealed)
	if err != nil {
		return oauth.Pair{}, 0, err
	}
	p, err := oauth.DecodePair(plain)
	return p, gen, err
}

func (v *bookVault) Begin(ctx context.Context, grant string, gen int64) (oauth.Lease, error) {
	l, err := v.book.BeginRefresh(ctx, grant, gen)
	return oauth.Lease{InDoubt: l.InDoubt, Handle: l}, translated(err)
}

func (v *bookVault) Intend(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	return translated(v.book.Intend(ctx, l.Handle.(storage.Lease), v.sealed(l.Grant, l.Gen, p)))
}

func (v *bookVault) Commit(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	return translated(v.book.CommitRefresh(ctx, l.Handle.(storage.Lease), v.sealed(l.Grant, l.Gen+1, p)))
}

func (v *bookVault) Mark(ctx context.Context, grant string, gen int64, p oauth.Pair) error {
	return translated(v.book.Mark(ctx, grant, gen, v.sealed(grant, gen, p)))
}

func (v *bookVault) End(ctx context.Context, l oauth.Lease, rejected bool) error {
	return translated(v.book.EndRefresh(ctx, l.Handle.(storage.Lease), rejected))
}

func translated(err error) error {
	var busy *storage.BusyError
	switch {
	case errors.As(err, &busy):
		return &oauth.BusyError{Holder: busy.Holder, Until: busy.Until, InDoubt: busy.InDoubt}
	case errors.Is(err, storage.ErrStale):
		return oauth.ErrStale
	case errors.Is(err, storage.ErrSuperseded):
		return oauth.ErrSuperseded
	case errors.Is(err, storage.ErrNeedsReauth):
		return oauth.ErrQuarantined
	case errors.Is(err, storage.ErrNotFound), errors.Is(err, storage.ErrEnding):
		return oauth.ErrGone
	}
	return err
}

func openBook(ctx context.Context, dir string) (*bookVault, error) {
	book, err := storage.OpenLocal(ctx, filepath.Join(dir, "data"), storage.Options{LeaseFor: 2 * time.Second, Grace: time.Second})
	if err != nil {
		return nil, err
	}
	keys, err := storage.OpenKeys(ctx, book, storage.FileKeeper{Dir: filepath.Join(dir, "key")})
	if err != nil {
		return nil, err
	}
	return &bookVault{book: book, keys: keys}, nil
}

func practice(gusto string) oauth.Provider {
	return oauth.Provider{
		Name: "practice", TokenURL: gusto + "/oauth/token", RevokeURL: gusto + "/oauth/revoke",
		ClientID: practiceID, ClientSecret: oauth.NewSecret(practiceSecret),
	}
}

// TestRenewalProcess is the process that the other tests start; run by itself it has no work.
func TestRenewalProcess(t *testing.T) {
	text := os.Getenv(workVariable)
	if text == "" {
		return
	}
	var w work
	if err := json.Unmarshal([]byte(text), &w); err != nil {
		t.Fatal(err)
	}
	v, err := openBook(t.Context(), w.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer v.book.Close()
	fmt.Println("READY")
	at := func(point string) {
		if point == w.Crash {
			die()
		}
	}
	hc, err := reach.New(reach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	use := func(ctx context.Context, token oauth.Token) error { return callVersioned(ctx, hc, w.Gusto, token) }
	own := *hc
	own.Transport = mortalTransport{RoundTripper: hc.Transport, at: at}
	r := oauth.New(practice(w.Gusto), &own, oauth.Options{}).NewRenewer(&mortal{bookVault: v, at: at, loads: func() {}}, use, oauth.RenewerOptions{Guard: time.Second})
	for round := 0; w.Rounds == 0 || round < w.Rounds; round++ {
		order := rand.Perm(len(w.Grants))
		var all sync.WaitGroup
		for _, i := range order {
			all.Go(func() { renewOnce(t.Context(), r, v, w.Grants[i], use, at) })
		}
		all.Wait()
	}
}

// renewOnce makes a grant due, renews it, uses the token and says how that ended.
func renewOnce(ctx context.Context, r *oauth.Renewer, v *bookVault, grant string, use func(context.Context, oauth.Token) error, at func(string)) {
	p, _, err := v.Load(ctx, grant)
	if err != nil {
		fmt.Printf("RESULT %s failed %v\n", grant, err)
		return
	}
	token, err := r.Token(ctx, grant)
	if err == nil && token.Access.Equal(p.Current.Access) {
		token, err = r.Refused(ctx, grant, token) // as if its time had come
	}
	at("handed out")
	for try := 0; err == nil && try < 4; try++ {
		// Another process may have renewed it since, which ends this token.
		if err = use(ctx, token); !errors.Is(err, oauth.ErrAccessRefused) {
			break
		}
		token, err = r.Refused(ctx, grant, token)
	}
	var again *oauth.ReauthError
	switch {
	case err == nil:
		fmt.Printf("RESULT %s ok\n", grant)
	case errors.As(err, &again):
		fmt.Printf("RESULT %s reauth %d\n", grant, again.Likely)
	default:
		fmt.Printf("RESULT %s later %v\n", grant, err)
	}
}

func callVersioned(ctx context.Context, hc *http.Client, base string, t oauth.Token) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/v1/token_info", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+t.Access.Reveal())
	req.Header.Set("X-Gusto-API-Version", "2026-06-15")
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	switch resp.StatusCode {
	case http.StatusOK, http.StatusTooManyRequests:
		return nil
	case http.StatusUnauthorized:
		return oauth.ErrAccessRefused
	}
	return fmt.Errorf("status %d", resp.StatusCode)
}

// scene is a practice Gusto with grants in a store on disk.
type scene struct {
	t      *testing.T
	gusto  *sandbox.Gusto
	url    string
	dir    string
	grants []string
}

func newScene(t *testing.T, rotation sandbox.Rotation, grants int) *scene {
	t.Helper()
	g, err := sandbox.New(sandbox.Options{ClientID: practiceID, ClientSecret: practiceSecret, Redirects: []string{practiceReturn}, Rotation: rotation})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(g)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	s := &scene{t: t, gusto: g, url: server.URL, dir: t.TempDir()}
	v, err := openBook(t.Context(), s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer v.book.Close()
	for range grants {
		token := s.consent()
		token.Expiry = time.Now().Add(-time.Minute) // due
		id := storage.NewID()
		sealed := v.sealed(id, 1, oauth.Pair{Current: token, Used: true, RedirectURI: practiceReturn, ClientID: practiceID})
		if _, err := v.book.Hold(t.Context(), storage.Grant{ID: id, Environment: "practice", ClientID: practiceID}, sealed, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		s.grants = append(s.grants, id)
	}
	return s
}

// consent is a person who has already decided.
func (s *scene) consent() oauth.Token {
	s.t.Helper()
	s.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana})
	hc := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := hc.Get(s.url + "/oauth/authorize?" + url.Values{
		"client_id": {practiceID}, "redirect_uri": {practiceReturn}, "response_type": {"code"}, "state": {"x"},
	}.Encode())
	if err != nil {
		s.t.Fatal(err)
	}
	_ = resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err = hc.PostForm(s.url+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {practiceReturn},
		"client_id": {practiceID}, "client_secret": {practiceSecret},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.Refresh == "" {
		s.t.Fatalf("no token: %v", err)
	}
	return oauth.Token{Access: oauth.NewSecret(got.Access), Refresh: oauth.NewSecret(got.Refresh), Type: "bearer"}
}

// process starts one and returns what it printed when it has ended.
type process struct {
	*exec.Cmd
	lines []string
	ready chan struct{} // closed when its store is open
	said  chan struct{} // a result
	done  chan struct{} // closed when it has ended
}

// awaitRandomMoment counts by results, so that a slow computer gets as far as a fast one.
func (p *process) awaitRandomMoment() {
	select {
	case <-p.ready:
	case <-p.done:
	}
	for range rand.IntN(20) {
		select {
		case <-p.said:
		case <-p.done:
		}
	}
	select {
	case <-time.After(time.Duration(rand.IntN(50)) * time.Millisecond):
	case <-p.done:
	}
}

func (s *scene) start(w work) *process {
	s.t.Helper()
	w.Dir, w.Gusto, w.Grants = s.dir, s.url, s.grants
	text, err := json.Marshal(w)
	if err != nil {
		s.t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(os.Args[0], "-test.run=^TestRenewalProcess$", "-test.timeout=5m"), ready: make(chan struct{}), said: make(chan struct{}, 1), done: make(chan struct{})}
	p.Env = append(os.Environ(), workVariable+"="+string(text))
	out, err := p.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			if line, ok := strings.CutPrefix(scan.Text(), "RESULT "); ok {
				p.lines = append(p.lines, line)
				select {
				case p.said <- struct{}{}:
				default:
				}
			} else if scan.Text() == "READY" {
				close(p.ready)
			}
		}
		_ = p.Wait()
	}()
	s.t.Cleanup(func() { _ = p.Process.Kill(); <-p.done })
	return p
}

// run lets a process come to its end, of whatever kind.
func (s *scene) run(w work) *process {
	p := s.start(w)
	<-p.done
	return p
}

func TestFaults1To12AKillAtEveryPointOfARenewal(t *testing.T) {
	rotations := map[string]sandbox.Rotation{"lenient": sandbox.Lenient, "strict": sandbox.StrictRotation, "family": sandbox.Family}
	if underRace {
		rotations = map[string]sandbox.Rotation{"lenient": sandbox.Lenient}
	}
	for name, rotation := range rotations {
		for i, point := range crashPoints {
			t.Run(fmt.Sprintf("%s/%d %s", name, i+1, point.name), func(t *testing.T) {
				s := newScene(t, rotation, 1)
				died := s.run(work{Crash: point.name, Rounds: 1})
				if died.ProcessState.Success() || len(died.lines) != 0 {
					t.Fatalf("it did not die there: %v %q", died.ProcessState, died.lines)
				}
				want := "ok"
				if point.lost && rotation != sandbox.Lenient {
					want = fmt.Sprint("reauth ", int(oauth.ReauthLostAnswer))
				}
				if next := s.run(work{Rounds: 1}); len(next.lines) != 1 || !strings.HasSuffix(next.lines[0], " "+want) {
					t.Errorf("the next start ends with %q, want %s", next.lines, want)
				}
			})
		}
	}
}

func TestFault13ThreeKillsInARowAfterTheAnswer(t *testing.T) {
	s := newScene(t, sandbox.Lenient, 1)
	for range 3 {
		if died := s.run(work{Crash: "answer read, nothing stored", Rounds: 1}); died.ProcessState.Success() {
			t.Fatal("it did not die")
		}
	}
	if next := s.run(work{Rounds: 1}); len(next.lines) != 1 || !strings.HasSuffix(next.lines[0], " ok") {
		t.Errorf("the next start ends with %q", next.lines)
	}
}

// soakTime is how long processes are killed at random: two seconds, or as CROSSWALK_SOAK says.
func soakTime(t *testing.T) time.Duration {
	if text := os.Getenv("CROSSWALK_SOAK"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	return 2 * time.Second
}

func TestProcessesKilledAtRandomLoseNoGrant(t *testing.T) {
	for name, rotation := range map[string]sandbox.Rotation{"lenient": sandbox.Lenient, "strict": sandbox.StrictRotation} {
		t.Run(name, func(t *testing.T) {
			const processes, grants = 3, 12
			s := newScene(t, rotation, grants)
			until := time.Now().Add(soakTime(t))
			var mu sync.Mutex
			kills := 0
			results := map[string]int{}
			count := func(p *process) {
				mu.Lock()
				defer mu.Unlock()
				for _, line := range p.lines {
					_, word, _ := strings.Cut(line, " ")
					if strings.HasPrefix(word, "later") || strings.HasPrefix(word, "failed") {
						t.Log(word)
						word, _, _ = strings.Cut(word, " ")
					}
					results[word]++
				}
			}
			// On a busy computer processes may be killed before they get to anything.
			enough := func() bool {
				mu.Lock()
				defer mu.Unlock()
				return results["ok"] > 0 && kills >= processes || time.Now().After(until.Add(time.Minute))
			}
			var all sync.WaitGroup
			for range processes {
				all.Go(func() {
					for time.Now().Before(until) || !enough() {
						p := s.start(work{})
						p.awaitRandomMoment()
						mu.Lock()
						kills++
						mu.Unlock()
						_ = p.Process.Kill()
						<-p.done
						count(p)
					}
				})
			}
			all.Wait()
			last := s.run(work{Rounds: 1})
			lost := 0
			for _, line := range last.lines {
				if !strings.HasSuffix(line, " ok") {
					lost++
					t.Log(line)
				}
			}
			different, repeated := s.gusto.RefreshTokensPresented()
			t.Logf("%s: %d kills, %d renewals, results %v, tokens sent more than once %d, grants lost %d", name, kills, different, results, repeated, lost)
			switch {
			case len(last.lines) != grants:
				t.Errorf("%d of %d grants were looked at", len(last.lines), grants)
			case rotation == sandbox.Lenient && (lost != 0 || asked(results) != 0):
				t.Errorf("%d lost, asked to sign in again %d times", lost, asked(results))
			case lost > repeated || results[fmt.Sprint("reauth ", int(oauth.ReauthRefused))] != 0:
				t.Errorf("%d lost, %d answers were on their way at a kill", lost, repeated)
			case results["ok"] == 0:
				t.Error("nothing was renewed at all")
			}
		})
	}
}

// asked counts how often a person was told to sign in again.
func asked(results map[string]int) (n int) {
	for word, k := range results {
		if strings.HasPrefix(word, "reauth") {
			n += k
		}
	}
	return n
}
