//go:build e2e && linux

package stage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to be in the program's way

	"crosswalk/internal/command"
	"crosswalk/internal/sandbox"
)

// Access that is never lost, as a person and a second program meet it.

// run carries out one command beside the window, over the same data, and gives its exit code and all that it printed.
func (s *Stage) run(env []string, args ...string) (code int, out string) {
	s.t.Helper()
	cmd := exec.Command("timeout", append([]string{"60"}, s.command(args...).Args...)...)
	cmd.Env = append(append([]string{}, s.env...), env...)
	text, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		s.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(text)
}

// database is the file that the firm's window keeps its data in.
func (f *firm) database() (path string) {
	f.s.t.Helper()
	err := filepath.WalkDir(filepath.Join(f.stage.dir, "data"), func(at string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "crosswalk.db" && filepath.Base(filepath.Dir(at)) != "practice" {
			path = at
		}
		return err
	})
	if err != nil || path == "" {
		f.s.t.Fatalf("the database is not there: %v", err)
	}
	return path
}

// wantSpentOnce holds that no refresh token came to Gusto twice.
func (f *firm) wantSpentOnce() {
	f.s.t.Helper()
	if different, repeated := f.gusto.RefreshTokensPresented(); repeated != 0 || different == 0 {
		f.s.t.Errorf("%d refresh tokens were presented, %d of them again", different, repeated)
	}
}

// held lets Gusto renew and keeps the answer until the gate is opened.
func (f *firm) held() (gate *sandbox.Gate, remove func()) {
	gate = sandbox.NewGate()
	return gate, f.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, GrantType: "refresh_token", After: true, Gate: gate})
}

func (f *firm) awaitGate(gate *sandbox.Gate) {
	f.s.t.Helper()
	select {
	case <-gate.Reached():
	case <-time.After(Patience):
		f.s.t.Fatal("no renewal came to Gusto")
	}
}

// A firm whose access is kept through trouble: each part goes on where the one before it ended.
func TestAccessIsKeptThroughTrouble(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.linkStrict(f.goToGusto(), bakery)
	for _, act := range []struct {
		name string
		play func(*testing.T, *firm)
	}{
		{"another session of the same home says that the key is not there", anotherSession},
		{"a key store that says nothing is waited for with words and a way out", silentKeyStore},
		{"quitting lets a renewal come to its end and says so", quitDuringRenewal},
		{"a recovery file brings back the key that the key store lost", recoveryFile},
		{"the window and a command share one renewal and one truth", windowAndCommand},
	} {
		f.stage.Act(act.name, func(t *testing.T) { act.play(t, f) })
	}
}

func windowAndCommand(t *testing.T, f *firm) {
	f.restart() // so that the verdict on screen is not the one before
	f.wantLinked(bakery)
	f.choose("…" + bakery + "…")

	// Both want the same access at the same moment: the command has asked, the window comes while the answer is on its way.
	f.gusto.expire()
	gate, remove := f.held()
	type said struct {
		code int
		out  string
	}
	done := make(chan said, 1)
	go func() {
		code, out := f.stage.run(nil, "verify", "--all", "--json")
		done <- said{code, out}
	}()
	f.awaitGate(gate)
	f.Click("button:Verify")
	gate.Open()
	remove()
	if got := <-done; got.code != command.ExitFine {
		t.Errorf("the command ends with %d: %s", got.code, got.out)
	}
	f.SeeText(bakery + ": working.")
	f.wantSpentOnce()

	// What the command finds out, the window shows, without a hand on it.
	company, _ := f.gusto.CompanyNamed(sandbox.Dana, bakery)
	if n, err := f.gusto.Faults().RevokeCompany(company.UUID); err != nil || n != 1 {
		t.Fatalf("revoked %d grants: %v", n, err)
	}
	if code, out := f.stage.run(nil, "verify", "--all"); code != command.ExitAttention {
		t.Errorf("the command ends with %d: %s", code, out)
	}
	f.See("button:Needs you 1")
	f.SeeText("Gusto no longer accepts this access")
}

func TestASecondStartRaisesTheWindowThatIsOpen(t *testing.T) {
	t.Parallel()
	s := New(t)
	a := s.Start()
	a.See("button:Start practicing")
	if out, err := s.output("xdotool", "windowminimize", "--sync", a.window); err != nil {
		t.Fatalf("minimize: %v %s", err, out)
	}
	if code, out := s.run([]string{"CROSSWALK_STAGE="}); code != 0 {
		t.Errorf("the second start ends with %d: %s", code, out)
	}
	s.eventually("the first window to be in front", func() (bool, string) {
		out, err := s.output("xdotool", "getactivewindow")
		return err == nil && strings.TrimSpace(out) == a.window, out
	})
	a.Quit()
}

func anotherSession(t *testing.T, f *firm) {
	kept := f.stage.KeysOf("Crosswalk")
	other := New(t)
	code, out := other.run([]string{"CROSSWALK_DATA=" + filepath.Dir(f.database())}, "verify", "--all", "--json")
	if code == command.ExitFine || !strings.Contains(out, "key_missing") {
		t.Errorf("the other session ends with %d: %s", code, out)
	}
	if made := other.KeysOf("Crosswalk"); len(made) != 0 {
		t.Errorf("it has made %v", made)
	}
	if now := f.stage.KeysOf("Crosswalk"); strings.Join(now, "\n") != strings.Join(kept, "\n") {
		t.Errorf("the first session's key store holds %v, held %v", now, kept)
	}
	f.restart()
	f.wantLinked(bakery)
	f.wantVerified(bakery)
}

func silentKeyStore(t *testing.T, f *firm) {
	f.Kill()
	if err := f.stage.keys.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	f.App = f.stage.Start()
	f.See("Waiting for your computer to unlock its key store")
	f.Shot("key-store-silent")
	f.See("row:…" + bakery + "…") // what is kept in clear is there all the same
	f.Click("button:Cancel")
	f.Gone("Waiting for your computer to unlock its key store")
	if err := f.stage.keys.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	f.wantLinked(bakery)
	f.wantVerified(bakery)
}

func quitDuringRenewal(t *testing.T, f *firm) {
	f.wantLinked(bakery)
	f.gusto.expire()
	f.choose("…" + bakery + "…")
	gate, remove := f.held()
	f.Click("button:Verify")
	f.awaitGate(gate)
	f.Key("alt+F4")
	f.See("One moment")
	f.Shot("quit-during-renewal")
	if !f.Running() {
		t.Fatal("it quit with a renewal under way")
	}
	gate.Open()
	remove()
	f.s.eventually("the program to end", func() (bool, string) { return !f.Running(), "it still runs" })
	if !f.cmd.ProcessState.Success() {
		t.Errorf("the program ended with %v\n%s", f.cmd.ProcessState, f.words())
	}
	f.App = f.stage.Start()
	f.wantLinked(bakery)
	f.wantVerified(bakery)
	f.wantSpentOnce()
}

// inTheWay keeps the database from being written to until it is left alone.
func (f *firm) inTheWay() (leave func()) {
	f.s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+f.database()+"?_txlock=immediate&_pragma=busy_timeout(5000)")
	if err != nil {
		f.s.t.Fatal(err)
	}
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		f.s.t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			f.s.t.Error(err)
		}
	}
}

const notSaved = "could not be saved here"

func says(screen []Element, text string) bool {
	return slices.ContainsFunc(screen, func(e Element) bool { return strings.Contains(e.Label, text) })
}

func TestRenewedAndNotSavedIsSaidAndQuittingWarns(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.linkStrict(f.goToGusto(), bakery)
	f.wantLinked(bakery)
	f.gusto.expire()
	f.choose("…" + bakery + "…")
	gate, remove := f.held()
	f.Click("button:Verify")
	f.awaitGate(gate)
	leave := f.inTheWay()
	gate.Open()
	remove()
	// Three tries to store it, each of which waits a quarter of a minute for whoever is in the way.
	f.s.within(2*time.Minute, "the words that it is not saved", func() (bool, string) {
		screen := f.Map()
		return says(screen, notSaved), "on screen are" + describe(screen)
	})
	f.Shot("renewed-not-saved")
	f.Key("alt+F4")
	f.See("Quit with 1 renewed access not saved?")
	f.Shot("quit-not-saved")
	f.Click("button:Stay")
	leave()
	f.Gone("Quit with 1 renewed access not saved?")
	f.s.within(2*time.Minute, "the access to be saved", func() (bool, string) {
		screen := f.Map()
		return !says(screen, notSaved), "on screen are" + describe(screen)
	})
	f.wantVerified(bakery)
	f.wantSpentOnce()
	f.Quit()
}

func recoveryFile(t *testing.T, f *firm) {
	const phrase = "seven ducks in a paper boat"
	file := filepath.Join(f.stage.dir, "home", "recovery.age")
	f.Click("link:Settings")
	f.Scroll("text:Companies per client", 30)
	f.Click("button:Save a recovery file…")
	f.Fill("textbox:File", file)
	f.Fill("textbox:Passphrase", phrase)
	f.Fill("textbox:Passphrase once more", phrase)
	f.Shot("recovery-save")
	f.Click("button:Save")
	f.SeeText("The recovery file is saved.")
	f.Kill()
	if out, err := f.stage.output("timeout", "10", "secret-tool", "clear", "service", "Crosswalk"); err != nil {
		t.Fatalf("clear the key store: %v %s", err, out)
	}
	if kept := f.stage.KeysOf("Crosswalk"); len(kept) != 0 {
		t.Fatalf("the key store still holds %v", kept)
	}
	f.App = f.stage.Start()
	f.Click("button:Use a recovery file…")
	f.Fill("textbox:File", file)
	f.Fill("textbox:Passphrase", phrase)
	f.Shot("recovery-use")
	f.Click("button:Use it")
	f.SeeText("The key is back.")
	f.wantLinked(bakery)
	f.wantVerified(bakery)
	if kept := f.stage.KeysOf("Crosswalk"); len(kept) == 0 {
		t.Error("the key is not back in the key store")
	}
	f.wantNoSecretsOutside()
}
