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
	Rounds int    // how often to renew each grant; 0: whichever is due, until killed
	Name   string // by which the practice Gusto knows whose request it is
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
	at func(context.Context, string)
}

func (m *mortal) Begin(ctx context.Context, grant string, gen int64) (oauth.Lease, error) {
	m.at(ctx, "before the lease")
	l, err := m.bookVault.Begin(ctx, grant, gen)
	m.at(ctx, "lease taken")
	return l, err
}

func (m *mortal) Intend(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	m.at(ctx, "intent about to be written")
	err := m.bookVault.Intend(ctx, l, p)
	m.at(ctx, "intent written")
	return err
}

func (m *mortal) Commit(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	m.at(ctx, "answer read, nothing stored")
	err := m.bookVault.Commit(ctx, l, p)
	m.at(ctx, "stored, not read back")
	return err
}

func (m *mortal) Mark(ctx context.Context, grant string, gen int64, p oauth.Pair) error {
	m.at(ctx, "used, not marked")
	err := m.bookVault.Mark(ctx, grant, gen, p)
	m.at(ctx, "marked")
	return err
}

type mortalTransport struct {
	http.RoundTripper
	at func(context.Context, string)
}

func (m mortalTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		m.at(r.Context(), "about to post")
	}
	resp, err := m.RoundTripper.RoundTrip(r)
	if r.Method == http.MethodPost && err == nil {
		m.at(r.Context(), "answer's head received")
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
	book, err := storage.OpenLocal(ctx, filepath.Join(dir, "data"), storage.Options{})
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
	at := func(_ context.Context, point string) {
		if point == w.Crash {
			die()
		}
	}
	if w.Rounds == 0 {
		at = tell
	}
	r, use := w.renewer(t, v, at)
	if w.Rounds == 0 {
		renewWhatIsDue(t.Context(), r, w.Grants, use)
	}
	for range w.Rounds {
		order := rand.Perm(len(w.Grants))
		var all sync.WaitGroup
		for _, i := range order {
			all.Go(func() { renewOnce(t.Context(), r, v, w.Grants[i], use, at) })
		}
		all.Wait()
	}
}

// renewer is what the program has, with a word at every point of a renewal.
func (w work) renewer(t *testing.T, v *bookVault, at func(context.Context, string)) (*oauth.Renewer, func(context.Context, oauth.Token) error) {
	hc, err := reach.New(reach.Options{UserAgent: w.Name})
	if err != nil {
		t.Fatal(err)
	}
	use := func(ctx context.Context, token oauth.Token) error { return callVersioned(ctx, hc, w.Gusto, token) }
	first := func(ctx context.Context, token oauth.Token) error {
		at(ctx, "read back, not used")
		return use(ctx, token)
	}
	own := *hc
	own.Transport = mortalTransport{RoundTripper: hc.Transport, at: at}
	return oauth.New(practice(w.Gusto), &own, oauth.Options{}).NewRenewer(&mortal{bookVault: v, at: at}, first, oauth.RenewerOptions{}), use
}

// renewOnce makes a grant due, renews it, uses the token and says how that ended.
func renewOnce(ctx context.Context, r *oauth.Renewer, v *bookVault, grant string, use func(context.Context, oauth.Token) error, at func(context.Context, string)) {
	p, _, err := v.Load(ctx, grant)
	if err != nil {
		fmt.Printf("RESULT %s failed %v\n", grant, err)
		return
	}
	token, err := r.Token(ctx, grant)
	if err == nil && token.Access.Equal(p.Current.Access) {
		token, err = r.Refused(ctx, grant, token) // as if its time had come
	}
	at(ctx, "handed out")
	for try := 0; err == nil && try < 4; try++ {
		// Another process may have renewed it since, which ends this token.
		if err = use(ctx, token); !errors.Is(err, oauth.ErrAccessRefused) {
			break
		}
		token, err = r.Refused(ctx, grant, token)
	}
	report(grant, err)
}

func report(grant string, err error) {
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
	posts  *ledger
	url    string
	dir    string
	grants []string
}

func newScene(t *testing.T, o sandbox.Options, grants int) *scene {
	t.Helper()
	o.ClientID, o.ClientSecret, o.Redirects = practiceID, practiceSecret, []string{practiceReturn}
	g, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t: t, gusto: g, posts: &ledger{Handler: g, sent: map[string][]presentation{}, counted: map[string]int{}}, dir: t.TempDir()}
	server := httptest.NewUnstartedServer(s.posts)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	s.url = server.URL
	s.withBook(func(v *bookVault) {
		for range grants {
			s.grants = append(s.grants, s.hold(v))
		}
	})
	return s
}

// withBook opens the store for a moment only: a process that dies is to leave it to the next as it is.
func (s *scene) withBook(do func(*bookVault)) {
	s.t.Helper()
	v, err := openBook(s.t.Context(), s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	do(v)
	if err := v.book.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// hold stores a new grant whose token is due.
func (s *scene) hold(v *bookVault) string {
	s.t.Helper()
	token := s.consent()
	token.Expiry = time.Now().Add(-time.Minute)
	id := storage.NewID()
	sealed := v.sealed(id, 1, oauth.Pair{Current: token, Used: true, RedirectURI: practiceReturn, ClientID: practiceID})
	if _, err := v.book.Hold(s.t.Context(), storage.Grant{ID: id, Environment: "practice", ClientID: practiceID}, sealed, time.Now().Add(time.Hour)); err != nil {
		s.t.Fatal(err)
	}
	return id
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

// process is one that renews, and what it said.
type process struct {
	*exec.Cmd
	name   string
	killed time.Time      // just before
	lines  []string       // results
	words  []string       // whatever else it said
	last   map[string]int // the last of the crash points that each grant passed
	ready  chan struct{}  // closed when its store is open
	said   chan struct{}  // a result
	done   chan struct{}  // closed when it has ended
}

func (s *scene) start(w work) *process {
	s.t.Helper()
	w.Dir, w.Gusto, w.Grants = s.dir, s.url, s.grants
	text, err := json.Marshal(w)
	if err != nil {
		s.t.Fatal(err)
	}
	p := &process{
		Cmd: exec.Command(os.Args[0], "-test.run=^TestRenewalProcess$", "-test.timeout=5m"), name: w.Name, last: map[string]int{},
		ready: make(chan struct{}), said: make(chan struct{}, 1), done: make(chan struct{}),
	}
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
			p.hear(scan.Text())
		}
		_ = p.Wait()
	}()
	s.t.Cleanup(func() { _ = p.Process.Kill(); <-p.done })
	return p
}

func (p *process) hear(line string) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "READY":
		close(p.ready)
	case "RESULT":
		p.lines = append(p.lines, rest)
		select {
		case p.said <- struct{}{}:
		default:
		}
	case "AT":
		var grant string
		var point int
		if n, err := fmt.Sscan(rest, &grant, &point); n == 2 && err == nil {
			p.last[grant] = point
		}
	default:
		p.words = append(p.words, line)
	}
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
				s := newScene(t, sandbox.Options{Rotation: rotation}, 1)
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
	s := newScene(t, sandbox.Options{}, 1)
	for range 3 {
		if died := s.run(work{Crash: "answer read, nothing stored", Rounds: 1}); died.ProcessState.Success() {
			t.Fatal("it did not die")
		}
	}
	if next := s.run(work{Rounds: 1}); len(next.lines) != 1 || !strings.HasSuffix(next.lines[0], " ok") {
		t.Errorf("the next start ends with %q", next.lines)
	}
}
