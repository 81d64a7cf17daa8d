package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Things that no file of a journal may hold.
const (
	aToken = "v3ryS3cretT0kenOfForty3Characters_abcDEF-12"
	anEIN  = "12-3456789"
	aMail  = "dana@heron-bakery.example"
)

func TestMain(m *testing.M) {
	if data := os.Getenv("JOURNAL_TEST_CRASH"); data != "" {
		dieUnexpectedly(data)
	}
	os.Exit(m.Run())
}

// dieUnexpectedly is a program whose goroutine panics with what it should not say.
func dieUnexpectedly(data string) {
	if _, err := Open(data, Options{Version: "9.9"}); err != nil {
		panic(err)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		panic("no page for token=" + aToken + " of " + aMail)
	}()
	<-over
	select {}
}

func open(t *testing.T, data string, o Options) *Journal {
	t.Helper()
	j, err := Open(data, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func content(t *testing.T, j *Journal) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(j.Folder(), FileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type pair struct{ Access, Refresh string }

func TestNoSecretReachesTheLogWhicheverWayItComes(t *testing.T) {
	j := open(t, t.TempDir(), Options{Level: slog.LevelDebug})
	log := j.Log()
	log.Info("a struct", "pair", pair{aToken, aToken}, "pointer", &pair{aToken, aToken}, "list", []string{aToken}, "bytes", []byte(aToken))
	log.Info("an error", "error", fmt.Errorf("GET https://api.gusto.com/oauth/authorize?code=%s&state=x: %w", aToken, errors.New("bearer "+aToken)))
	log.Info("in the message "+aToken, "refresh_token", "short1", "clientSecret", "short2", "plain", "password: short3")
	log.With("cookie", "short4", "owner", aMail).WithGroup("g").Debug("a group", slog.Group("in", "ein", anEIN, "of", aMail))
	log.Info("several lines\n"+aToken, "text", "user:short5@proxy http://me:short6@proxy.example:3128/ "+anEIN+" 123456789")
	text := content(t, j)
	for _, unwanted := range []string{aToken, anEIN, aMail, "short1", "short2", "short3", "short4", "short6", "123456789"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("the log holds %s:\n%s", unwanted, text)
		}
	}
	if got := strings.Count(text, "\n"); got != 6 {
		t.Errorf("%d lines, want the first and five", got)
	}
}

func TestWhatSupportNeedsIsKept(t *testing.T) {
	for _, text := range []string{
		"GET /v1/companies/6b1a1c66-6f0c-4d64-a53c-2b1f3e1d8a0f: Gusto answered 403 missing_oauth_scopes, request 0b8ef1a2-90b4-4a5e-8f5a-7d9a2f1c3e4d",
		"needs_reconnecting_withdrawn", "dial tcp 127.0.0.1:38517: connect: connection refused", "2026-11-24T10:43:48Z", "took 1.203s",
		"/home/dana/.local/share/crosswalk/crosswalk.db: disk is full", "token: not found", "api.gusto-demo.com", "crosswalk/internal/desk.(*Desk).Verify(0xc000123456)",
		"certificate of Example Inspection Authority", "company_admin:read companies:read", "exit code 2", "[redacted]", "2026-06-15",
	} {
		if got := Clean(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestCleaningTwiceChangesNothingMore(t *testing.T) {
	for _, text := range []string{
		"token=" + aToken, "Authorization: Bearer " + aToken, aMail + " " + anEIN, anEIN + " " + anEIN + " " + anEIN,
		`{"access_token":"` + aToken + `","state":"abc"}`, "https://x.example/cb?code=" + aToken + "#frag",
	} {
		once := Clean(text)
		if again := Clean(once); again != once {
			t.Errorf("%q, then %q", once, again)
		}
		for _, unwanted := range []string{aToken, anEIN, aMail} {
			if strings.Contains(once, unwanted) {
				t.Errorf("%q is still in %q", unwanted, once)
			}
		}
	}
}

// A text that a pass does not look at is one that it would not have changed.
func TestWhatIsNotSearchedHasNothingInIt(t *testing.T) {
	parts := []string{"token", "=", ":", "://", "http", "user", "@", "example.com", " ", "bearer", "Basic ", "12345678", "123", "-", "4567890", "/", "?q", "abcdefgh", "ABC_9", "\n", "é", "code", "{", "\"", "12-3456789", aToken[:12], aToken}
	dice := rand.New(rand.NewPCG(5, 6))
	passed := make([]int, len(passes))
	for range 40000 {
		var text strings.Builder
		for range 1 + dice.IntN(7) {
			text.WriteString(parts[dice.IntN(len(parts))])
		}
		for i, p := range passes {
			if p.may(text.String()) {
				continue
			}
			passed[i]++
			if got := p.clean(text.String()); got != text.String() {
				t.Fatalf("pass %d does not look at %q, which would become %q", i, text.String(), got)
			}
		}
	}
	if slices.Min(passed) < 1000 {
		t.Errorf("texts that were passed by: %v", passed)
	}
}

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // the profile's own rights cover it there
	}
	j := open(t, t.TempDir(), Options{})
	j.Log().Info("something")
	err := filepath.WalkDir(j.Folder(), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLogIsRotatedBySizeAndCount(t *testing.T) {
	j := open(t, t.TempDir(), Options{Limit: 2000, Keep: 3})
	for i := range 400 {
		j.Log().Info("line", "number", i)
	}
	files, _ := filepath.Glob(filepath.Join(j.Folder(), "crosswalk*.log"))
	if len(files) != 4 {
		t.Fatalf("kept: %v", files)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Size() > 2000 {
			t.Errorf("%s: %v %v", f, info.Size(), err)
		}
	}
	if !strings.Contains(content(t, j), "number=399") {
		t.Error("the newest line is not in the newest file")
	}
	recent := j.Recent(3000)
	if len(recent) != 1 || !strings.HasSuffix(recent[0].Text, "number=399\n") || len(recent[0].Text) < 2000 || !strings.HasPrefix(recent[0].Text, "time=") {
		t.Errorf("recent: %d files, %d bytes", len(recent), len(recent[0].Text))
	}
}

func TestSeveralProgramsWriteWithoutLosingLines(t *testing.T) {
	data := t.TempDir()
	const writers, lines = 4, 200
	var all sync.WaitGroup
	for w := range writers {
		j := open(t, data, Options{Limit: 4000, Keep: 100})
		all.Go(func() {
			for i := range lines {
				j.Log().Info("line", "writer", w, "number", i)
			}
		})
	}
	all.Wait()
	files, _ := filepath.Glob(filepath.Join(data, FolderName, "crosswalk*.log"))
	seen := map[string]bool{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)writer=\d+ number=\d+$`).FindAllString(string(text), -1) {
			seen[found] = true
		}
	}
	if len(files) < 3 || len(seen) != writers*lines {
		t.Errorf("%d different lines in %d files, want %d", len(seen), len(files), writers*lines)
	}
}

func TestAPanicOfAnyGoroutineIsPutAsideWithoutSecrets(t *testing.T) {
	data := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "JOURNAL_TEST_CRASH="+data)
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "panic: ") {
		t.Fatalf("it did not die: %v\n%s", err, out)
	}
	j := open(t, data, Options{})
	crashes := j.Crashes()
	if len(crashes) != 1 {
		t.Fatalf("put aside: %v", crashes)
	}
	text, err := os.ReadFile(crashes[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{"crosswalk 9.9, ", "panic: ", "dieUnexpectedly", "goroutine "} {
		if !strings.Contains(string(text), wanted) {
			t.Errorf("the crash file lacks %q:\n%s", wanted, text)
		}
	}
	for _, unwanted := range []string{aToken, aMail} {
		if strings.Contains(string(text), unwanted) {
			t.Errorf("the crash file holds %s", unwanted)
		}
	}
	if !strings.Contains(content(t, j), "ended unexpectedly") {
		t.Error("the log does not tell of it")
	}
	if left, _ := filepath.Glob(filepath.Join(j.Folder(), armedPrefix+"*")); len(left) != 1 {
		t.Errorf("armed: %v", left)
	}
}

func TestAProgramThatEndsWellLeavesNoCrashFile(t *testing.T) {
	j := open(t, t.TempDir(), Options{})
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, filepath.Dir(j.Folder()), Options{})
	if crashes := again.Crashes(); len(crashes) != 0 {
		t.Errorf("put aside: %v", crashes)
	}
}

func TestOldCrashFilesGo(t *testing.T) {
	data := t.TempDir()
	dir := filepath.Join(data, FolderName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for day := range 9 {
		name := fmt.Sprintf("%s2026-01-%02dT000000-1.txt", crashedPrefix, day+1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	left := open(t, data, Options{}).Crashes()
	if len(left) != crashesKept || !strings.Contains(left[0], "2026-01-09") {
		t.Errorf("left: %v", left)
	}
}

func TestAJournalThatCannotBeWrittenKeepsNothingFromWorking(t *testing.T) {
	data := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var also bytes.Buffer
	j, err := Open(data, Options{Also: &also})
	if err == nil {
		t.Fatal("opened below a file")
	}
	j.Log().Info("still told", "token", aToken)
	if !strings.Contains(also.String(), "still told") || strings.Contains(also.String(), aToken) {
		t.Errorf("%q", also.String())
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
}

func TestALockThatADeadProgramLeftIsNotInTheWayForEver(t *testing.T) {
	now := time.Now()
	j := open(t, t.TempDir(), Options{Limit: 500, Now: func() time.Time { return now }})
	lock := filepath.Join(j.Folder(), "rotating")
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		j.Log().Info("while it is locked")
	}
	if _, err := os.Stat(j.path(1)); err == nil {
		t.Error("rotated in spite of the lock")
	}
	now = now.Add(2 * staleLock)
	j.Log().Info("later")
	if _, err := os.Stat(j.path(1)); err != nil {
		t.Errorf("not rotated: %v", err)
	}
}
