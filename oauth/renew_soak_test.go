package oauth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
)

// The soak: processes that renew the same grants are killed at random moments, by the hundred, and everything that
// went over the wire is counted.

const (
	soakVariable = "CROSSWALK_SOAK_MINUTES" // how long; without it the run is short
	soakGrants   = 200
	soakLife     = 2 * time.Second // of an access token, so that every grant is due again and again
	soakReach    = 20              // a process is killed after fewer results than this
	soakHands    = 6               // grants that a process is asked for at a time; more than it renews at a time
)

// presentation is one arrival of a refresh token at the token endpoint.
type presentation struct {
	by       string // the process
	from, to time.Time
	status   int    // of the answer; 0: none
	given    string // the fingerprint of the refresh token in the answer; "" for none
}

// ledger notes which refresh token comes when, and from which process.
type ledger struct {
	http.Handler
	mu      sync.Mutex
	sent    map[string][]presentation // by the token's fingerprint
	heard   func(by string)           // told of each as it arrives; nil: nobody
	counted map[string]int            // how many of them are in a row of the table
	inner   sync.WaitGroup
}

func (l *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.inner.Add(1)
	defer l.inner.Done()
	if r.Method == http.MethodPost {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // a process that died while it sent
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if form, err := url.ParseQuery(string(body)); err == nil && form.Get("refresh_token") != "" {
			noted := &noted{ResponseWriter: w}
			by := strings.TrimPrefix(r.UserAgent(), "Crosswalk/")
			defer l.note(oauth.NewSecret(form.Get("refresh_token")).Fingerprint(), by, noted)()
			w = noted
		}
	}
	l.Handler.ServeHTTP(w, r)
}

// noted keeps an answer.
type noted struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (n *noted) Write(b []byte) (int, error) {
	n.body.Write(b)
	return n.ResponseWriter.Write(b)
}

// given is the fingerprint of the refresh token in the answer.
func (n *noted) given() string {
	var answer struct {
		RefreshToken string `json:"refresh_token"`
	}
	if json.Unmarshal(n.body.Bytes(), &answer) != nil || answer.RefreshToken == "" {
		return ""
	}
	return oauth.NewSecret(answer.RefreshToken).Fingerprint()
}

func (n *noted) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

func (l *ledger) note(token, by string, answer *noted) (end func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := len(l.sent[token])
	l.sent[token] = append(l.sent[token], presentation{by: by, from: time.Now()})
	if l.heard != nil {
		l.heard(by)
	}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		p := &l.sent[token][i]
		p.to, p.status, p.given = time.Now(), answer.status, answer.given()
	}
}

// counts is a row of the table.
type counts struct {
	rule                 string
	processes            int
	took                 time.Duration
	kills, renewals      int
	good                 int // grants that were renewed or used
	lost, inFlight       int // grants lost, and how many of them had an answer on its way at a kill
	falsely              int // asked to sign in again for a grant that was alive
	twice, overlapping   int // tokens that were presented more than once, and of them at the same time
	unprovoked, repeated int // presented again while the process before lived; by the same process
	found                [12]int
}

func (c *counts) String() string {
	return fmt.Sprintf("| %s | %d | %.1f min | %d | %d | %d | %d | %d | %d | %d | %d | %d |", c.rule, c.processes, c.took.Minutes(), c.kills, c.renewals,
		c.lost, c.inFlight, c.falsely, c.twice, c.overlapping, c.unprovoked, c.repeated)
}

const countsHead = `| provider's rule | processes | time | kills | tokens exchanged | grants lost | of them, answer on its way at a kill | falsely asked to sign in | tokens presented twice | at the same time | while the one before lived | twice by one process |
|---|---|---|---|---|---|---|---|---|---|---|---|`

// soak is a scene in which processes die.
type soak struct {
	*scene
	mu    sync.Mutex
	all   map[string]*process // by name
	judge map[string]bool     // grants that are known to be lost
	begun int                 // processes
	row   *counts

	signIn   func(v *bookVault, lost string) (fresh string)        // what a person does about a lost grant
	inFlight func(grant string, who *process, s presentation) bool // whether an answer was on its way when a process was killed
}

type grantKey struct{}

// tell says which point of a renewal is passed, so that a kill is known to have come after it.
func tell(ctx context.Context, point string) {
	grant, _ := ctx.Value(grantKey{}).(string)
	for i, p := range crashPoints {
		if p.name == point && grant != "" {
			fmt.Println("AT", grant, i)
		}
	}
}

// renewWhatIsDue is the life of a process of the soak: it wants one grant after the other until it is killed.
func renewWhatIsDue(ctx context.Context, r *oauth.Renewer, grants []string, use func(context.Context, oauth.Token) error) {
	for range soakHands {
		go func() {
			for {
				grant := grants[rand.IntN(len(grants))]
				ctx := context.WithValue(ctx, grantKey{}, grant)
				token, err := r.Token(ctx, grant)
				tell(ctx, "handed out")
				if err == nil && errors.Is(use(ctx, token), oauth.ErrAccessRefused) {
					_, err = r.Refused(ctx, grant, token) // its short life has ended, or another process has renewed it
				}
				tell(ctx, "handed out")
				if !errors.Is(err, oauth.ErrAccessRefused) {
					report(grant, err)
				}
			}
		}()
	}
	<-ctx.Done()
}

// kill runs processes one after the other until the time is up, each killed at a random moment.
func (s *soak) kill(until time.Time) {
	for time.Now().Before(until) || s.idle() && time.Now().Before(until.Add(time.Minute)) {
		s.mu.Lock()
		s.begun++
		p := s.scene.start(work{Name: strconv.Itoa(s.begun)})
		s.all[p.name] = p
		s.mu.Unlock()
		p.awaitRandomMoment()
		select {
		case <-p.done:
			s.t.Errorf("a process ended by itself: %q", p.words)
			return
		default:
		}
		s.mu.Lock()
		p.killed = time.Now()
		s.mu.Unlock()
		_ = p.Process.Kill()
		<-p.done
		s.mu.Lock()
		s.row.kills++
		for _, point := range p.last {
			s.row.found[point]++
		}
		for _, line := range p.lines {
			switch grant, word, _ := strings.Cut(line, " "); {
			case word == "ok":
				s.row.good++
			case strings.HasPrefix(word, "reauth"):
				s.judgeLoss(grant)
			default:
				s.t.Log(word)
			}
		}
		s.mu.Unlock()
	}
}

// idle says that on this busy computer every process was killed before it got to anything.
func (s *soak) idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.row.good == 0
}

// awaitRandomMoment counts by results, so that a slow computer gets as far as a fast one.
func (p *process) awaitRandomMoment() {
	select {
	case <-p.ready:
	case <-p.done:
	}
	for range rand.IntN(soakReach) {
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

// judgeLoss says what became of a grant for which a person was asked to sign in again, and has the person do it.
// Call it with the lock held.
func (s *soak) judgeLoss(grant string) {
	if s.judge[grant] {
		return
	}
	s.judge[grant] = true
	s.withBook(func(v *bookVault) {
		p, _, err := v.Load(s.t.Context(), grant)
		if err != nil {
			s.t.Errorf("a grant cannot be read: %v", err)
			return
		}
		switch {
		case s.alive(p):
			s.row.falsely++
		case s.wasInFlight(grant, p):
			s.row.lost, s.row.inFlight = s.row.lost+1, s.row.inFlight+1
		default:
			s.row.lost++
		}
		for i, g := range s.grants {
			if g == grant {
				// Processes that run have their list already.
				s.grants = append(append(append([]string{}, s.grants[:i]...), s.signIn(v, grant)), s.grants[i+1:]...)
			}
		}
	})
}

func (s *soak) alive(p oauth.Pair) bool {
	return s.gusto.RefreshTokenAlive(p.Current.Refresh.Reveal()) ||
		!p.Used && p.Previous != nil && s.gusto.RefreshTokenAlive(p.Previous.Refresh.Reveal())
}

// wasInFlight says whether a process that presented the stored token was killed before it could store the answer.
func (s *soak) wasInFlight(grant string, p oauth.Pair) bool {
	s.posts.mu.Lock()
	defer s.posts.mu.Unlock()
	for _, sent := range s.posts.sent[p.Current.Refresh.Fingerprint()] {
		who := s.all[sent.by]
		if who == nil || who.killed.IsZero() {
			continue
		}
		<-who.done
		if s.inFlight(grant, who, sent) {
			return true
		}
	}
	return false
}

// betweenPostAndStore is that by its own words a process had got as far as posting, and not as far as having stored.
func betweenPostAndStore(grant string, who *process, _ presentation) bool {
	point, ok := who.last[grant]
	return ok && point >= 4 && point <= 6
}

// settle waits until the practice Gusto has nothing to do any more, and counts what was presented since the last time.
func (s *soak) settle() {
	s.posts.inner.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.withBook(func(v *bookVault) {
		for _, grant := range s.grants {
			if p, _, err := v.Load(s.t.Context(), grant); err != nil {
				s.t.Errorf("a grant cannot be read: %v", err)
			} else if !s.alive(p) && !s.judge[grant] {
				defer s.judgeLoss(grant)
			}
		}
	})
	s.posts.mu.Lock()
	defer s.posts.mu.Unlock()
	for token, sent := range s.posts.sent {
		before := s.posts.counted[token]
		s.posts.counted[token] = len(sent)
		if before == 0 {
			s.row.renewals++
		}
		if before < len(sent) {
			s.countAgain(sent, max(before, 1))
		}
	}
}

func (c *counts) strict() bool { return c.rule != gustosRule }

// countAgain looks at the presentations of one token after the first ones. Call it with both locks held.
func (s *soak) countAgain(sent []presentation, first int) {
	if len(sent) <= first {
		return
	}
	c := s.row
	c.twice++
	overlap, unprovoked, repeated := false, false, false
	for i := first; i < len(sent); i++ {
		for _, before := range sent[:i] {
			overlap = overlap || sent[i].from.Before(before.to)
			unprovoked = unprovoked || !s.provoked(before, sent[i])
			repeated = repeated || sent[i].by == before.by && !s.provoked(before, sent[i])
		}
	}
	for n, is := range map[*int]bool{&c.overlapping: overlap, &c.unprovoked: unprovoked, &c.repeated: repeated} {
		if is {
			*n++
		}
	}
	if overlap || unprovoked || repeated {
		for _, p := range sent {
			killed := time.Time{}
			if who := s.all[p.by]; who != nil {
				killed = who.killed
			}
			s.t.Logf("one token: by process %s (killed %v) from %v to %v, answered %d; what it was given: %+v", p.by, killed, p.from, p.to, p.status, s.posts.sent[p.given])
		}
	}
}

// provoked says whether there was a reason to present a token that had been presented before: whoever did so was killed;
// it was refused (after five refusals in a row nothing more is condemned); or the token that came back, never used, was
// refused, and the one before it is the last hope.
func (s *soak) provoked(before, again presentation) bool {
	if who := s.all[before.by]; who != nil && !who.killed.IsZero() && !who.killed.After(again.from) {
		return true
	}
	if before.refusedBefore(again.from) {
		return true
	}
	return slices.ContainsFunc(s.posts.sent[before.given], func(p presentation) bool {
		return before.given != "" && p.by == again.by && p.refusedBefore(again.from)
	})
}

func (p presentation) refusedBefore(t time.Time) bool {
	return p.status == http.StatusBadRequest && !p.to.After(t)
}

const gustosRule = "Gusto's"

// soakTests is how many tests share the time.
const soakTests = 2

// soakTime is how long each of the runs takes.
func soakTime(t *testing.T, runs int) time.Duration {
	text := os.Getenv(soakVariable)
	if text == "" {
		return 1500 * time.Millisecond
	}
	minutes, err := strconv.ParseFloat(text, 64)
	if err != nil || minutes <= 0 {
		t.Fatalf("%s is %q", soakVariable, text)
	}
	return time.Duration(minutes * float64(time.Minute) / float64(runs*soakTests))
}

func TestProcessesKilledAtRandomLoseNoGrant(t *testing.T) {
	rules, sizes := []string{gustosRule, "strict"}, []int{1, 2, 8}
	if underRace && os.Getenv(soakVariable) == "" {
		rules, sizes = rules[:1], sizes[1:2]
	}
	each := soakTime(t, len(rules)*len(sizes))
	var rows []*counts
	for _, rule := range rules {
		o := sandbox.Options{AccessTTL: soakLife}
		if rule != gustosRule {
			o.Rotation = sandbox.StrictRotation
		}
		s := newSoak(newScene(t, o, soakGrants))
		s.signIn = func(v *bookVault, _ string) string { return s.hold(v) }
		s.inFlight = betweenPostAndStore
		for _, n := range sizes {
			s.row = &counts{rule: rule, processes: n}
			rows = append(rows, s.row)
			s.run(n, each, s.kill)
			s.check()
		}
		s.checkLast()
	}
	fmt.Println(countsHead)
	for _, row := range rows {
		fmt.Println(row)
	}
	fmt.Println("\nThe last point that a grant had passed at a kill (the last of them: nothing was under way):")
	for i, point := range crashPoints {
		n := 0
		for _, row := range rows {
			n += row.found[i]
		}
		fmt.Printf("%7d  %s\n", n, point.name)
	}
}

func newSoak(s *scene) *soak {
	for _, fault := range []sandbox.Fault{{Delay: 2 * time.Millisecond}, {Delay: 4 * time.Millisecond, After: true}} {
		fault.Kind, fault.GrantType = sandbox.Delay, "refresh_token"
		s.gusto.Faults().Add(fault)
	}
	return &soak{scene: s, all: map[string]*process{}, judge: map[string]bool{}}
}

func (s *soak) run(processes int, d time.Duration, kill func(until time.Time)) {
	began := time.Now()
	var all sync.WaitGroup
	for range processes {
		all.Go(func() { kill(began.Add(d)) })
	}
	all.Wait()
	s.row.took = time.Since(began)
	s.settle()
}

// check says what must hold.
func (s *soak) check() {
	c := s.row
	switch {
	case c.kills < c.processes || c.renewals == 0:
		s.t.Errorf("nothing was renewed, or nobody killed: %v", c)
	case !c.strict() && c.lost != 0, c.lost != c.inFlight:
		s.t.Errorf("grants were lost that need not have been: %v", c)
	case c.falsely != 0:
		s.t.Errorf("a person was asked to sign in for nothing: %v", c)
	case c.unprovoked != 0, c.repeated != 0:
		s.t.Errorf("a token was presented again without a reason: %v", c)
	}
}

// checkLast renews every grant once more, in a process that is left alone. On a computer so busy that a short-lived
// access token ends before its first use, the answer is "later": then a later process has to do better.
func (s *soak) checkLast() {
	words := map[string]string{}
	for try := 0; try == 0 || try < 5 && slices.ContainsFunc(slices.Collect(maps.Values(words)), later); try++ {
		last := s.scene.run(work{Rounds: 1, Name: fmt.Sprint("last", try)})
		if len(last.lines) != soakGrants {
			s.t.Fatalf("%d of %d grants were looked at: %q", len(last.lines), soakGrants, last.words)
		}
		for _, line := range last.lines {
			grant, word, _ := strings.Cut(line, " ")
			words[grant] = word
		}
	}
	for grant, word := range words {
		if word != "ok" && !s.judge[grant] {
			s.t.Errorf("%s: at last, %s", s.row.rule, word)
		}
	}
}

func later(word string) bool { return strings.HasPrefix(word, "later") }
