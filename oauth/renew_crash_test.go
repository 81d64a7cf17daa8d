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
	"crosswalk/internal/vault"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// These tests run the protocol in processes of their own, over the real store and the practice Gusto, and kill them.

// work is what a process is told to do, in an environment variable: it holds no secret but the practice ones.
type work struct {
	Dir    string // of the store and its key
	Peer   peer
	Grants []string
	Crash  string // where to die; empty: nowhere
	Rounds int    // how often to renew each grant; 0: whichever is due, until killed
	Name   string // by which the ledger knows whose request it is
	Race   bool   // wait until the input closes, then want each grant once, as it is
}

// peer is where tokens come from.
type peer struct {
	URL, ID, Secret string
	Info            string // where an access token is used
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

// bookVault keeps pairs in the real store, as the program does.
type bookVault struct {
	*vault.Vault
	book *storage.Local
}

func openBook(ctx context.Context, dir string) (*bookVault, error) {
	return openBookAt(ctx, filepath.Join(dir, "data"), filepath.Join(dir, "key"))
}

func openBookAt(ctx context.Context, data, key string) (*bookVault, error) {
	book, err := storage.OpenLocal(ctx, data, storage.Options{})
	if err != nil {
		return nil, err
	}
	keys, err := storage.OpenKeys(ctx, book, storage.FileKeeper{Dir: key})
	if err != nil {
		return nil, err
	}
	return &bookVault{Vault: vault.New(book, keys), book: book}, nil
}

func (p peer) provider() oauth.Provider {
	return oauth.Provider{
		Name: "peer", TokenURL: p.URL + "/oauth/token", RevokeURL: p.URL + "/oauth/revoke",
		ClientID: p.ID, ClientSecret: oauth.NewSecret(p.Secret),
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
	switch {
	case w.Race:
		race(t.Context(), r, w.Grants)
		return
	case w.Rounds == 0:
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
	use := func(ctx context.Context, token oauth.Token) error {
		return callVersioned(ctx, hc, w.Peer.URL+w.Peer.Info, token)
	}
	first := func(ctx context.Context, token oauth.Token) error {
		at(ctx, "read back, not used")
		return use(ctx, token)
	}
	own := *hc
	own.Transport = mortalTransport{RoundTripper: hc.Transport, at: at}
	return oauth.New(w.Peer.provider(), &own, oauth.Options{}).NewRenewer(&mortal{bookVault: v, at: at}, first, oauth.RenewerOptions{}), use
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

func callVersioned(ctx context.Context, hc *http.Client, address string, t oauth.Token) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
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

// race wants every grant as soon as it may.
func race(ctx context.Context, r *oauth.Renewer, grants []string) {
	_, _ = io.Copy(io.Discard, os.Stdin)
	var all sync.WaitGroup
	for _, grant := range grants {
		all.Go(func() {
			token, err := r.Token(ctx, grant)
			if err != nil {
				report(grant, err)
				return
			}
			fmt.Println("RESULT", grant, token.Access.Fingerprint())
		})
	}
	all.Wait()
}

// scene is an authorization server with grants in a store on disk.
type scene struct {
	t       *testing.T
	gusto   *sandbox.Gusto // nil where it is another
	posts   *ledger
	peer    peer
	consent func() oauth.Token // of a person who has decided
	dir     string
	open    func(ctx context.Context, dir string) (*bookVault, error)
	grants  []string
}

func newScene(t *testing.T, o sandbox.Options, grants int) *scene {
	t.Helper()
	o.ClientID, o.ClientSecret, o.Redirects = practiceID, practiceSecret, []string{practiceReturn}
	g, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := stage(t, g, peer{ID: practiceID, Secret: practiceSecret, Info: "/v1/token_info"})
	s.gusto, s.consent = g, func() oauth.Token { return s.practiceConsent() }
	if grants > 0 {
		s.fill(grants)
	}
	return s
}

// stage puts a ledger before an authorization server.
func stage(t *testing.T, server http.Handler, p peer) *scene {
	s := &scene{t: t, posts: &ledger{Handler: server, sent: map[string][]presentation{}, counted: map[string]int{}}, peer: p, dir: t.TempDir(), open: openBook}
	front := httptest.NewUnstartedServer(s.posts)
	front.Config.ErrorLog = log.New(io.Discard, "", 0)
	front.Start()
	t.Cleanup(front.Close)
	s.peer.URL = front.URL
	return s
}

func (s *scene) fill(grants int) {
	s.t.Helper()
	s.withBook(func(v *bookVault) {
		for range grants {
			s.grants = append(s.grants, s.hold(v))
		}
	})
}

// withBook opens the store for a moment only: a process that dies is to leave it to the next as it is.
func (s *scene) withBook(do func(*bookVault)) {
	s.t.Helper()
	v, err := s.open(s.t.Context(), s.dir)
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
	return s.holdFor(v, s.consent())
}

func (s *scene) holdFor(v *bookVault, token oauth.Token) string {
	s.t.Helper()
	token.Expiry = time.Now().Add(-time.Minute)
	id := storage.NewID()
	sealed, err := v.Seal(id, 1, oauth.Pair{Current: token, Used: true, RedirectURI: practiceReturn, ClientID: s.peer.ID})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := v.book.Hold(s.t.Context(), storage.Grant{ID: id, Environment: "practice", ClientID: s.peer.ID}, sealed, time.Now().Add(time.Hour)); err != nil {
		s.t.Fatal(err)
	}
	return id
}

// practiceConsent is a person who has already decided, at the practice Gusto.
func (s *scene) practiceConsent() oauth.Token {
	s.t.Helper()
	return s.consentOf(sandbox.AutoConsent{Person: sandbox.Dana})
}

func (s *scene) consentOf(person sandbox.AutoConsent) oauth.Token {
	s.t.Helper()
	s.gusto.Faults().AutoConsent(&person)
	hc := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := hc.Get(s.askingForConsent())
	if err != nil {
		s.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return s.exchange(resp)
}

func (s *scene) askingForConsent() string {
	return s.peer.URL + "/oauth/authorize?" + url.Values{
		"client_id": {s.peer.ID}, "redirect_uri": {practiceReturn}, "response_type": {"code"}, "state": {"x"},
	}.Encode()
}

// exchange takes the code from where a consent leads.
func (s *scene) exchange(back *http.Response) oauth.Token {
	s.t.Helper()
	to, err := back.Location()
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.PostForm(s.peer.URL+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {to.Query().Get("code")}, "redirect_uri": {practiceReturn},
		"client_id": {s.peer.ID}, "client_secret": {s.peer.Secret},
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
	hold   io.WriteCloser // a race begins when it is closed
	ready  chan struct{}  // closed when its store is open
	said   chan struct{}  // a result
	done   chan struct{}  // closed when it has ended
}

func (s *scene) start(w work) *process {
	s.t.Helper()
	w.Dir, w.Peer, w.Grants = s.dir, s.peer, s.grants
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
	if p.hold, err = p.StdinPipe(); err != nil {
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
				newScene(t, sandbox.Options{Rotation: rotation}, 1).diesAt(point.name, point.lost && rotation != sandbox.Lenient)
			})
		}
	}
}

// diesAt has a process die at a point of its renewal, and says that the next one ends as it must.
func (s *scene) diesAt(point string, lost bool) {
	s.t.Helper()
	died := s.run(work{Crash: point, Rounds: 1})
	if died.ProcessState.Success() || len(died.lines) != 0 {
		s.t.Fatalf("it did not die there: %v %q", died.ProcessState, died.lines)
	}
	want := "ok"
	if lost {
		want = fmt.Sprint("reauth ", int(oauth.ReauthLostAnswer))
	}
	if next := s.run(work{Rounds: 1}); len(next.lines) != 1 || !strings.HasSuffix(next.lines[0], " "+want) {
		s.t.Errorf("the next start ends with %q, want %s", next.lines, want)
	}
}

// racesFor has processes want the same grants at the same moment, several times.
func (s *scene) racesFor(processes, rounds int) {
	s.t.Helper()
	for range rounds {
		var all []*process
		for range processes {
			all = append(all, s.start(work{Race: true, Name: fmt.Sprint("window ", len(all))}))
		}
		for _, p := range all {
			select {
			case <-p.ready:
			case <-p.done:
				s.t.Fatalf("a process ended by itself: %q", p.words)
			}
		}
		for _, p := range all {
			_ = p.hold.Close()
		}
		got := map[string]string{}
		for _, p := range all {
			<-p.done
			for _, line := range p.lines {
				grant, token, _ := strings.Cut(line, " ")
				if first, ok := got[grant]; ok && first != token {
					s.t.Errorf("one process ends with %s, another with %s", first, token)
				}
				got[grant] = token
			}
			if len(p.lines) != len(s.grants) {
				s.t.Errorf("%d results for %d grants: %q", len(p.lines), len(s.grants), p.words)
			}
		}
		s.withBook(s.expire)
	}
	if len(s.posts.sent) != rounds*len(s.grants) {
		s.t.Errorf("%d tokens were presented in %d rounds for %d grants", len(s.posts.sent), rounds, len(s.grants))
	}
	for token, sent := range s.posts.sent {
		for _, before := range sent[:len(sent)-1] {
			// A server that fails is asked again. Doorkeeper's database in a file does fail when several write.
			if before.status < http.StatusInternalServerError {
				s.t.Errorf("%s was presented %d times, though the answer was %d", token, len(sent), before.status)
			}
		}
	}
}

// expire makes every grant due.
func (s *scene) expire(v *bookVault) {
	for _, grant := range s.grants {
		p, gen, err := v.Load(s.t.Context(), grant)
		if err != nil {
			s.t.Fatal(err)
		}
		if !p.Used || p.Previous != nil || p.Intent != nil {
			s.t.Error("a renewal did not come to its end")
		}
		p.Current.Expiry = time.Now().Add(-time.Minute)
		if err := v.Mark(s.t.Context(), grant, gen, p); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestFault15FourProcessesThatWantTheSameAtOnceRenewItOnce(t *testing.T) {
	rotations := []sandbox.Rotation{sandbox.Lenient, sandbox.StrictRotation, sandbox.Family}
	if underRace {
		rotations = rotations[:1]
	}
	for _, rotation := range rotations {
		newScene(t, sandbox.Options{Rotation: rotation}, 6).racesFor(4, 2)
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
