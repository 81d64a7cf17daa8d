package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be another process: one that the tests kill.
func TestMain(m *testing.M) {
	if role := os.Getenv("STORAGE_TEST_ROLE"); role != "" {
		if err := act(context.Background(), role, os.Args[1:], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// act is what the other process does. It prints a line only after the store has
// acknowledged what the line says.
func act(ctx context.Context, role string, args []string, out io.Writer) error {
	if role == "hold and renew hastily" {
		durability = [][3]string{{"journal_mode", "wal", "wal"}, {"synchronous", "normal", "1"}}
	}
	l, err := OpenLocal(ctx, args[0], Options{})
	if err != nil {
		return err
	}
	defer l.Close()
	switch role {
	case "renew without end":
		return renew(ctx, l, args[1], math.MaxInt64, out)
	case "hold and renew", "hold and renew hastily":
		last, err := strconv.ParseInt(args[1], 10, 64)
		if err != nil {
			return err
		}
		keys, err := OpenKeys(ctx, l, FileKeeper{Dir: args[0]})
		if err != nil {
			return err
		}
		if err := NewSafe(keys, l).Put(ctx, "profile", "client secret", []byte("hush")); err != nil {
			return err
		}
		g, err := l.Hold(ctx, Grant{Environment: "demo"}, []byte("R1"), time.Now().Add(time.Hour))
		if err != nil {
			return err
		}
		fmt.Fprintln(out, 1)
		return renew(ctx, l, g.ID, last, out)
	case "hold a lease":
		lease, err := l.BeginRefresh(ctx, args[1], 1)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, lease.Holder)
		_, err = io.Copy(io.Discard, os.Stdin) // until killed or told to end
		return err
	case "link and leave":
		g, err := l.Hold(ctx, Grant{Environment: "demo"}, []byte("R1"), time.Now().Add(time.Hour))
		if err != nil {
			return err
		}
		_, err = l.Attach(ctx, g.ID, []Link{{Company: args[1], Name: args[1]}}, nil)
		return err
	case "rotate without end":
		keeper := FileKeeper{Dir: args[0]}
		keys, err := OpenKeys(ctx, l, keeper)
		for err == nil {
			if err = Rotate(ctx, l, keys, keeper, keeper); err == nil {
				fmt.Fprintln(out, keys.ID())
			}
		}
		return err
	}
	return errors.New("unknown role " + role)
}

// renew renews one grant until it has a generation.
func renew(ctx context.Context, l *Local, grant string, last int64, out io.Writer) error {
	for {
		_, gen, err := l.Sealed(ctx, grant)
		if err != nil || gen >= last {
			return err
		}
		lease, err := l.BeginRefresh(ctx, grant, gen)
		var busy *BusyError
		if errors.Is(err, ErrStale) || errors.As(err, &busy) {
			continue
		}
		if err != nil {
			return err
		}
		pair := fmt.Appendf(nil, "R%d", gen+1)
		if err := l.CommitRefresh(ctx, lease, pair); err != nil {
			return err
		}
		fmt.Fprintln(out, gen+1)
	}
}

// process is the test binary in a role.
type process struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	stdin io.WriteCloser
}

func start(t *testing.T, role string, args ...string) *process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), "STORAGE_TEST_ROLE="+role)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &process{cmd: cmd, lines: bufio.NewScanner(out), stdin: stdin}
}

// kill ends it without warning and returns the lines it printed until then.
func (p *process) kill(t *testing.T) (lines []string) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for p.lines.Scan() {
		lines = append(lines, p.lines.Text())
	}
	p.cmd.Wait()
	return lines
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	if !p.lines.Scan() {
		t.Fatal("the other process ended: ", p.cmd.Wait())
	}
	return p.lines.Text()
}

func TestAcknowledgedPairSurvivesAKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{})
	g, _ := holdLinked(t, l, "acme")
	acknowledged := int64(1)
	for round := range 12 {
		workers := []*process{start(t, "renew without end", dir, g.ID)}
		if round%3 == 0 { // and two at once
			workers = append(workers, start(t, "renew without end", dir, g.ID))
		}
		for range 1 + rand.IntN(20) {
			workers[0].line(t)
		}
		for _, w := range workers {
			for _, line := range w.kill(t) {
				gen, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
				if err == nil { // the last one can be cut
					acknowledged = max(acknowledged, gen)
				}
			}
		}
		pair, gen, err := l.Sealed(t.Context(), g.ID)
		if err != nil {
			t.Fatal(err)
		}
		if gen < acknowledged || string(pair) != fmt.Sprint("R", gen) {
			t.Fatalf("round %d: stored is %s at generation %d, acknowledged was %d", round, pair, gen, acknowledged)
		}
	}
	var integrity string
	if err := l.db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&integrity); err != nil || integrity != "ok" {
		t.Fatalf("integrity: %s, %v", integrity, err)
	}
	if _, err := l.Audit(t.Context(), g.ID); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d renewals acknowledged", acknowledged)
}

func TestLeaseOfAKilledProcessIsTakenOverAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{})
	g, _ := holdLinked(t, l, "acme")
	other := start(t, "hold a lease", dir, g.ID)
	holder := other.line(t)
	var busy *BusyError
	if _, err := l.BeginRefresh(t.Context(), g.ID, 1); !errors.As(err, &busy) || busy.Holder != holder {
		t.Fatalf("got %v, want it busy with %s", err, holder)
	}
	other.kill(t)
	lease, err := l.BeginRefresh(t.Context(), g.ID, 1)
	if err != nil || !lease.InDoubt {
		t.Fatalf("got %+v, %v, want a lease in doubt", lease, err)
	}
}

func TestAnotherProcessIsHeard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{Poll: 5 * time.Millisecond})
	wake := l.Wake(t.Context())
	<-wake // the first look
	before, cursor, err := l.Changes(t.Context(), "")
	if err != nil || len(before) != 0 {
		t.Fatalf("got %v, %v", before, err)
	}
	other := start(t, "link and leave", dir, "acme")
	for {
		if _, open := <-wake; !open {
			t.Fatal("never heard")
		}
		ids, next, err := l.Changes(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		before, cursor = append(before, ids...), next
		if links, err := l.Links(t.Context()); err != nil {
			t.Fatal(err)
		} else if len(links) == 1 {
			break
		}
	}
	if err := other.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestKeyRotationSurvivesAKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	keeper := FileKeeper{Dir: dir}
	l := openAt(t, dir, Options{})
	keys, err := OpenKeys(t.Context(), l, keeper)
	if err != nil {
		t.Fatal(err)
	}
	id := NewID()
	_, err = l.Hold(t.Context(), Grant{ID: id, Environment: "demo"}, keys.Seal(id, PairColumn, 1, []byte("R1")), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	safe := NewSafe(keys, l)
	if err := safe.Put(t.Context(), "profile", "client secret", []byte("hush")); err != nil {
		t.Fatal(err)
	}
	for round := range 10 {
		other := start(t, "rotate without end", dir)
		for range 1 + rand.IntN(5) {
			other.line(t)
		}
		other.kill(t)
		keys, err := OpenKeys(t.Context(), l, keeper)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		sealed, gen, err := l.Sealed(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if pair, err := keys.Open(id, PairColumn, gen, sealed); err != nil || string(pair) != "R1" {
			t.Fatalf("round %d: got %q, %v", round, pair, err)
		}
		if secret, err := NewSafe(keys, l).Get(t.Context(), "profile", "client secret"); err != nil || string(secret) != "hush" {
			t.Fatalf("round %d: got %q, %v", round, secret, err)
		}
	}
}

func TestLeftoversOfKilledProcessesAreSweptAndTheLivingAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{})
	g, _ := holdLinked(t, l, "acme")
	killed := start(t, "hold a lease", dir, g.ID)
	killed.line(t)
	killed.kill(t)
	other, _ := holdLinked(t, l, "birch")
	alive := start(t, "hold a lease", dir, other.ID)
	alive.line(t)
	files := func() []string {
		found, err := filepath.Glob(filepath.Join(dir, "running", "*.lock"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if len(files()) != 3 {
		t.Fatalf("got %v, want this one's, the killed one's and the living one's", files())
	}
	for _, path := range files() {
		old := time.Now().Add(-48 * time.Hour)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	again := openAt(t, dir, Options{})
	if len(files()) != 3 { // without the killed one's, with the new one's
		t.Fatalf("got %v", files())
	}
	var busy *BusyError
	if _, err := again.BeginRefresh(t.Context(), other.ID, 1); !errors.As(err, &busy) {
		t.Fatalf("got %v, want it busy", err)
	}
	alive.kill(t)
	if _, err := again.BeginRefresh(t.Context(), other.ID, 1); err != nil {
		t.Fatal(err)
	}
}

func TestStoreInMemoryEndsWithItsLastHandle(t *testing.T) {
	open := func() *Local {
		l, err := OpenMemoryNamed(t.Context(), t.Name(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	a, b := open(), open()
	holdLinked(t, a, "acme")
	id := a.ID()
	// A canceled statement may cost the connection, not the store.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a.Links(ctx)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if links, err := b.Links(t.Context()); err != nil || len(links) != 1 {
		t.Fatalf("got %v, %v", links, err)
	}
	if path, err := b.Backup(t.Context()); err != nil || path != "" {
		t.Fatalf("backed up to %q, %v", path, err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	c := open()
	defer c.Close()
	if links, err := c.Links(t.Context()); err != nil || len(links) != 0 || c.ID() == id {
		t.Fatalf("it is still there: %v, %v", links, err)
	}
}
