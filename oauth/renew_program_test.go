package oauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// The soak of the built program: crosswalk-cli verifies 200 links, each with a grant of its own, in one, two and eight
// processes at once, and is killed at random moments.

const (
	programReach = 20              // a program is killed after fewer exchanges than this
	answerToKill = 2 * time.Second // an answer that is not stored after this was not on its way any more
)

// programs is a soak of built programs over one data folder.
type programs struct {
	*soak
	built     string
	env       []string
	folder    string
	companies []sandbox.Company

	mu       sync.Mutex
	exchange map[string]chan struct{} // by the program's name, one for each arrival
	waited   time.Duration            // the longest from an answer that was lost to the kill
}

func newPrograms(t *testing.T, built string, o sandbox.Options) *programs {
	s := &programs{soak: newSoak(newScene(t, o, 0)), built: built, folder: filepath.Join(t.TempDir(), "data"), exchange: map[string]chan struct{}{}}
	links := soakGrants
	if os.Getenv(soakVariable) == "" {
		links /= 5 // the short run is not to spend its time on making them
	}
	s.companies = s.gusto.Companies(sandbox.Morgan)[:links]
	s.soak.signIn, s.soak.inFlight, s.posts.heard = s.signInAgain, s.shortlyBefore, s.heard
	practice := filepath.Join(s.folder, "practice")
	s.scene.open = func(ctx context.Context, _ string) (*bookVault, error) { return openBookAt(ctx, practice, practice) }
	if err := os.MkdirAll(practice, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(practice, "address"), []byte(s.peer.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = []string{"CROSSWALK_DATA=" + s.folder, "HOME=" + s.folder, "PATH=", "SystemRoot=" + os.Getenv("SystemRoot"),
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(s.folder, "no-bus")}
	if out, err := s.command("setup", "use", "practice").CombinedOutput(); err != nil {
		t.Fatalf("use practice: %v\n%s", err, out)
	}
	s.withBook(func(v *bookVault) {
		for _, c := range s.companies {
			grant := s.holdFor(v, s.consentOf(sandbox.AutoConsent{Person: sandbox.Morgan, Company: c.UUID}))
			if _, err := v.book.Attach(t.Context(), grant, []storage.Link{{Company: c.UUID, Name: c.Name}}, nil); err != nil {
				t.Fatal(err)
			}
			s.grants = append(s.grants, grant)
		}
	})
	return s
}

func (s *programs) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(s.built, args...)
	cmd.Env = append(slices.Clone(s.env), "CROSSWALK_STAGE_NAME="+name)
	return cmd
}

// signInAgain is a person who gives access to a company once more. The link stays.
func (s *programs) signInAgain(v *bookVault, lost string) string {
	links, err := v.book.Links(s.t.Context())
	if err != nil {
		s.t.Error(err)
	}
	i := slices.IndexFunc(links, func(l storage.Link) bool { return l.Grant == lost })
	if i < 0 {
		s.t.Error("a lost grant had no link")
		return lost
	}
	grant := s.holdFor(v, s.consentOf(sandbox.AutoConsent{Person: sandbox.Morgan, Company: links[i].Company}))
	if err := v.book.Move(s.t.Context(), []string{links[i].ID}, grant); err != nil {
		s.t.Error(err)
	}
	return grant
}

// shortlyBefore is that an answer had only just been given, or was still to come.
func (s *programs) shortlyBefore(_ string, who *process, sent presentation) bool {
	if sent.to.IsZero() {
		return true
	}
	waited := who.killed.Sub(sent.to)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waited = max(s.waited, waited)
	return waited < answerToKill
}

// heard is told of each exchange as it arrives.
func (s *programs) heard(by string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.exchange[by] <- struct{}{}:
	default: // the last, or more than anybody counts
	}
}

// begin starts one program. Some go through the links in the list's order, and so want the same ones at once.
func (s *programs) begin() (p *process, arrivals <-chan struct{}) {
	args := []string{"verify", "--all", "--json"}
	if rand.IntN(2) == 0 {
		args = []string{"verify", "--json"}
		for _, i := range rand.Perm(len(s.companies)) {
			args = append(args, s.companies[i].UUID)
		}
	}
	s.soak.mu.Lock()
	s.begun++
	name := strconv.Itoa(s.begun)
	p = &process{Cmd: s.command(name, args...), name: name, done: make(chan struct{})}
	s.all[name] = p
	s.soak.mu.Unlock()
	c := make(chan struct{}, 4*soakGrants)
	s.mu.Lock()
	s.exchange[name] = c
	s.mu.Unlock()
	if err := p.Start(); err != nil {
		s.t.Error(err)
		close(p.done)
		return p, c
	}
	go func() {
		defer close(p.done)
		_ = p.Wait()
	}()
	s.t.Cleanup(func() { _ = p.Process.Kill(); <-p.done })
	return p, c
}

// killPrograms runs programs one after the other until the time is up, each killed at a random moment.
func (s *programs) killPrograms(until time.Time) {
	for time.Now().Before(until) || s.nothingYet() && time.Now().Before(until.Add(time.Minute)) {
		p, arrivals := s.begin()
		late := time.After(20 * time.Second) // that nothing is due, or the computer busy, is no reason to wait for ever
		for range rand.IntN(programReach) {
			select {
			case <-arrivals:
				continue
			case <-p.done:
			case <-late:
			}
			break
		}
		select {
		case <-time.After(time.Duration(rand.IntN(50)) * time.Millisecond):
		case <-p.done:
		}
		select {
		case <-p.done:
			s.ended(p)
			continue
		default:
		}
		s.soak.mu.Lock()
		p.killed = time.Now()
		s.soak.mu.Unlock()
		_ = p.Process.Kill()
		<-p.done
		s.soak.mu.Lock()
		s.row.kills++
		s.soak.mu.Unlock()
	}
}

func (s *programs) nothingYet() bool {
	s.soak.mu.Lock()
	defer s.soak.mu.Unlock()
	return s.row.kills < s.row.processes
}

// ended looks at a program that was quicker than its killer: its exit code is 0, 1 or 2.
func (s *programs) ended(p *process) {
	if code := p.ProcessState.ExitCode(); code < 0 || code > 2 {
		s.t.Errorf("a program ended by itself with %d", code)
	}
}

// makeDue lets the access of some grants end, as time does: those that nobody is renewing.
func (s *programs) makeDue(v *bookVault, share float64) {
	for _, grant := range s.grants {
		if rand.Float64() >= share {
			continue
		}
		p, gen, err := v.Load(s.t.Context(), grant)
		if err != nil {
			s.t.Errorf("a grant cannot be read: %v", err)
			continue
		}
		if !p.Used || p.Previous != nil || p.Intent != nil {
			continue // on its way: to write it back as it was read would undo what a program has marked meanwhile
		}
		p.Current.Expiry = time.Now().Add(-time.Minute)
		if err := v.Mark(s.t.Context(), grant, gen, p); err != nil && !errors.Is(err, oauth.ErrSuperseded) {
			s.t.Errorf("make a grant due: %v", err)
		}
	}
}

// people sign in again for the grants that are lost, as long as ctx lives, and time goes by.
func (s *programs) people(ctx context.Context) {
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		s.soak.mu.Lock()
		s.withBook(func(v *bookVault) {
			s.look(v)
			s.makeDue(v, 0.1)
		})
		s.soak.mu.Unlock()
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// look finds the grants that the programs have given up, and the links that they say need a person.
func (s *programs) look(v *bookVault) {
	grants, err := v.book.Grants(s.t.Context())
	if err != nil {
		s.t.Error(err)
		return
	}
	for _, g := range grants {
		if g.State == storage.NeedsReauth {
			s.judgeLoss(g.ID)
		}
	}
}

// wantFine verifies every link once more, in one program that is left alone.
func (s *programs) wantFine() {
	s.t.Helper()
	out, err := s.command("last", "verify", "--all", "--json").Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		s.t.Fatal(err)
	}
	var got struct {
		Links []struct {
			Company string
			Verdict struct{ Cause string }
		}
	}
	if err := json.Unmarshal(out, &got); err != nil || len(got.Links) != len(s.companies) {
		s.t.Fatalf("%d links, %v", len(got.Links), err)
	}
	s.soak.mu.Lock()
	defer s.soak.mu.Unlock()
	lost := map[string]bool{} // companies whose grant the last kills have cost
	s.withBook(func(v *bookVault) {
		links, err := v.book.Links(s.t.Context())
		if err != nil {
			s.t.Error(err)
		}
		for _, l := range links {
			p, _, err := v.Load(s.t.Context(), l.Grant)
			lost[l.Company] = err == nil && !s.alive(p)
		}
		s.look(v)
	})
	for _, l := range got.Links {
		word := l.Verdict.Cause
		if strings.HasPrefix(word, "needs_reconnecting") && !lost[l.Company] || strings.HasPrefix(word, "unreachable") || word == "unforeseen" {
			s.t.Errorf("%s: at last, a link ends with %s", s.row.rule, word)
		}
	}
	s.check()
}

// buildProgram builds crosswalk-cli with the names of processes in it.
func buildProgram(t *testing.T) string {
	t.Helper()
	built := filepath.Join(t.TempDir(), "crosswalk-cli")
	if runtime.GOOS == "windows" {
		built += ".exe"
	}
	build := exec.Command("go", "build", "-tags", "e2e", "-o", built, "../internal/command/crosswalk-cli")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return built
}

func TestProgramsKilledAtRandomLoseNoGrant(t *testing.T) {
	rules, sizes := []string{gustosRule, "strict"}, []int{1, 2, 8}
	if os.Getenv(soakVariable) == "" { // the strict rule and eight at once take minutes to mean something: make soak
		rules, sizes = rules[:1], sizes[1:2]
	}
	built := buildProgram(t)
	each := soakTime(t, len(rules)*len(sizes))
	var rows []*counts
	var waited time.Duration
	for _, rule := range rules {
		var o sandbox.Options
		if rule != gustosRule {
			o.Rotation = sandbox.StrictRotation
		}
		s := newPrograms(t, built, o)
		for _, n := range sizes {
			s.row = &counts{rule: rule, processes: n}
			rows = append(rows, s.row)
			s.withBook(func(v *bookVault) { s.makeDue(v, 1) })
			ctx, cancel := context.WithCancel(t.Context())
			signing := make(chan struct{})
			go func() { defer close(signing); s.people(ctx) }()
			s.run(n, each, s.killPrograms)
			cancel()
			<-signing
			s.soak.mu.Lock()
			s.withBook(s.look)
			s.soak.mu.Unlock()
			s.check()
		}
		s.wantFine()
		waited = max(waited, s.waited)
	}
	fmt.Println("\nThe built program:\n" + countsHead)
	for _, row := range rows {
		fmt.Println(row)
	}
	fmt.Printf("\nThe longest time from a lost answer to the kill: %s\n", waited.Round(time.Millisecond))
}
