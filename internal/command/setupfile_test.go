package command_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/command"
	"crosswalk/internal/desk"
	"crosswalk/internal/handover"
	"crosswalk/storage"
)

const (
	dataPhrase = "four words of mine"          // guards the data key, where there is no key store
	filePhrase = "correct horse battery stays" // opens the setup file
)

// written makes a file with one line, for this account alone.
func written(t *testing.T, name, line string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// guarded is a place whose data key is under a passphrase; with keys, also with a Gusto that is set up.
func guarded(t *testing.T, setUp bool) (p *place, key string) {
	t.Helper()
	p = newPlace(t)
	p.secrets = append(p.secrets, dataPhrase, filePhrase)
	keeper, err := storage.NewPassphraseKeeper(filepath.Join(p.folder, "keys"), []byte(dataPhrase))
	if err != nil {
		t.Fatal(err)
	}
	if setUp {
		p.registered(keeper)
	} else {
		book, err := storage.OpenLocal(t.Context(), p.folder, storage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if _, err := storage.OpenKeys(t.Context(), book, keeper); err != nil {
			t.Fatal(err)
		}
	}
	return p, written(t, "key", dataPhrase)
}

// failed runs a command that fails, and gives why.
func (p *place) failed(args ...string) desk.Cause {
	p.t.Helper()
	s := p.run(append(args, "--json")...)
	var told struct{ Cause desk.Cause }
	valid(p.t, "error", s.out, &told)
	if s.code == command.ExitFine || !strings.Contains(s.err, string(told.Cause)) {
		p.t.Errorf("%v: exit code %d\n%s", args, s.code, s.err)
	}
	return told.Cause
}

func TestASetupFileTakesTheKeysToAnotherComputerByCommand(t *testing.T) {
	from, key := guarded(t, true)
	phrase, wrong := written(t, "phrase", filePhrase), written(t, "wrong", "another horse battery")
	file := filepath.Join(t.TempDir(), "Whitfield")
	var made struct{ File string }
	out := from.want(command.ExitFine, "setup-file", "make", file, "--days", "3", "--setup-passphrase-file", phrase, "--passphrase-file", key, "--json").out
	valid(t, "setup-file-make", out, &made)
	info, err := os.Stat(made.File)
	if err != nil || info.Mode().Perm() != 0o600 || made.File != file+".crosswalk" {
		t.Fatalf("%q: %v %v", made.File, info, err)
	}
	if cause := from.failed("setup-file", "make", file, "--setup-passphrase-file", phrase, "--passphrase-file", key); cause != desk.FileExists {
		t.Errorf("over a file: %s", cause)
	}
	short := written(t, "short", "too short")
	if cause := from.failed("setup-file", "make", file+"2", "--setup-passphrase-file", short, "--passphrase-file", key); cause != desk.BadSetup {
		t.Errorf("a short passphrase: %s", cause)
	}

	to, key := guarded(t, false)
	if cause := to.failed("setup-file", "open", made.File, "--setup-passphrase-file", wrong, "--passphrase-file", key); cause != desk.PassphraseWrong {
		t.Errorf("a wrong passphrase: %s", cause)
	}
	text, err := os.ReadFile(made.File)
	if err != nil || strings.Contains(string(text), firmSecret) {
		t.Fatalf("the secret stands in the file, or %v", err)
	}
	cut := written(t, "cut.crosswalk", string(text[:len(text)/2]))
	if cause := to.failed("setup-file", "open", cut, "--setup-passphrase-file", phrase, "--passphrase-file", key); cause != desk.SetupFileDamaged {
		t.Errorf("a file that was cut: %s", cause)
	}
	cmd := to.command("setup-file", "open", made.File, "--setup-passphrase-file", "-", "--passphrase-file", key, "--json")
	cmd.Stdin = strings.NewReader(filePhrase + "\n")
	s := to.finish(cmd, nil)
	if valid(t, "setup-file-open", s.out, nil); s.code != command.ExitFine {
		t.Errorf("open: %d\n%s", s.code, s.err)
	}
	if s := to.want(command.ExitFine, "environments"); !strings.Contains(s.out, "* ") || !strings.Contains(s.out, from.address) {
		t.Errorf("environments: %q", s.out)
	}
}

// late is an office whose clock is a month back.
type late struct{ handover.Office }

func (late) MayExport() error { return nil }
func (late) Now() time.Time   { return time.Now().AddDate(0, -1, 0) }
func (late) Registered(context.Context, string) (desk.Registration, error) {
	return desk.Registration{Environment: desk.Demo, ClientID: "id", Secret: desk.NewSecret(firmSecret), Redirects: []string{"http://127.0.0.1/callback"}}, nil
}

func TestASetupFileThatHasExpiredSetsNothingUp(t *testing.T) {
	file := filepath.Join(t.TempDir(), "old.crosswalk")
	if err := handover.Save(t.Context(), late{}, file, handover.Wish{Passphrase: desk.NewSecret(filePhrase), Days: 7}); err != nil {
		t.Fatal(err)
	}
	p, key := guarded(t, false)
	if cause := p.failed("setup-file", "open", file, "--setup-passphrase-file", written(t, "phrase", filePhrase), "--passphrase-file", key); cause != desk.SetupFileExpired {
		t.Errorf("%s", cause)
	}
	if s := p.run("environments"); strings.Contains(s.out, "demo") {
		t.Errorf("set up all the same: %s", s.out)
	}
}

func TestThePassphraseOfASetupFileIsNotTypedOnTheCommandLineNorAskedWithoutATerminal(t *testing.T) {
	p, key := guarded(t, true)
	for _, args := range [][]string{
		{"setup-file", "make", filepath.Join(t.TempDir(), "x")}, {"setup-file", "make"}, {"setup-file", "open"}, {"setup-file", "make", "x", "--days", "91"},
		{"setup-file", "make", "x", "--passphrase", filePhrase}, {"setup-file", "open", "x", "--setup-passphrase-file", filepath.Join(t.TempDir(), "none")},
	} {
		p.want(command.ExitUsage, append(args, "--passphrase-file", key)...)
	}
	for _, name := range []string{"make", "open"} {
		if s := p.want(command.ExitFine, "setup-file", name, "--help"); len(s.out) < 200 {
			t.Errorf("%s --help: %q", name, s.out)
		}
	}
	if s := p.want(command.ExitFine, "__complete", "setup-file", ""); !strings.Contains(s.out, "make") || !strings.Contains(s.out, "open") {
		t.Errorf("completion: %q", s.out)
	}
	if s := p.want(command.ExitFine, "__complete", "setup-file", "open", ""); !strings.HasPrefix(s.out, "crosswalk\n") {
		t.Errorf("completing a file: %q", s.out)
	}
}
