package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func openAt(t *testing.T, dir string, opts Options) *Local {
	t.Helper()
	l, err := OpenLocal(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func newStore(t *testing.T) *Local {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "data"), Options{})
}

// holdLinked stores a grant with one link.
func holdLinked(t *testing.T, l *Local, company string) (Grant, Link) {
	t.Helper()
	g, err := l.Hold(t.Context(), Grant{Environment: "demo"}, []byte("R1"), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	links, err := l.Attach(t.Context(), g.ID, []Link{{Company: company, Name: company}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g, links[0]
}

func TestOpenSetsWhatMakesACommitDurable(t *testing.T) {
	l := newStore(t)
	for name, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "fullfsync": "1", "checkpoint_fullfsync": "1",
		"foreign_keys": "1", "secure_delete": "1", "trusted_schema": "0", "temp_store": "2", "busy_timeout": "15000",
	} {
		var got string
		if err := l.db.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want)
		}
	}
}

func TestOpenRefusesWhenDurabilityCannotBeHad(t *testing.T) {
	defer func(was [][3]string) { durability = was }(durability)
	// SQLite ignores a value that it does not know, without an error.
	durability = [][3]string{{"synchronous", "nonsense", "7"}}
	_, err := OpenLocal(t.Context(), filepath.Join(t.TempDir(), "data"), Options{})
	var file *FileError
	if !errors.As(err, &file) || file.Kind != FileUnsafe {
		t.Fatalf("got %v, want a *FileError of kind FileUnsafe", err)
	}
}

func TestOnlyTheOwnerCanReadAnyFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the profile folder's access list does this on Windows")
	}
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{})
	holdLinked(t, l, "acme")
	if _, err := l.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKeys(t.Context(), newStore(t), FileKeeper{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	check := func() {
		t.Helper()
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			seen[d.Name()] = true
			if info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s is open to others (%v)", path, info.Mode())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	check()
	for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm", backupFolder} {
		if !seen[name] {
			t.Errorf("%s was not there to be checked", name)
		}
	}
	// Somebody restored the files with other rights.
	for _, path := range []string{dir, filepath.Join(dir, FileName), filepath.Join(dir, FileName+"-wal"), filepath.Join(dir, FileName+"-shm")} {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	openAt(t, dir, Options{})
	check()
}

func TestASharedFolderIsRefusedAndLeftAsItIs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the profile folder's access list does this on Windows")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "somebody's"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := OpenLocal(t.Context(), dir, Options{})
	var folder *FolderError
	if !errors.As(err, &folder) || folder.Kind != FolderShared {
		t.Fatalf("got %v, want a *FolderError of kind FolderShared", err)
	}
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o755 {
		t.Errorf("its rights were changed to %v", info.Mode())
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("something was written into it: %v", left)
	}
}

// raw opens the file past this package.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func execRaw(t *testing.T, path, statements string) {
	t.Helper()
	db := raw(t, path)
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestNewerSchemaIsRefusedAndLeftAsItIs(t *testing.T) {
	l := newStore(t)
	holdLinked(t, l, "acme")
	l.Close()
	execRaw(t, l.Path(), "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99")
	before, err := os.ReadFile(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	_, err = OpenLocal(t.Context(), filepath.Dir(l.Path()), Options{})
	var tooNew *TooNewError
	if !errors.As(err, &tooNew) || !errors.Is(err, ErrTooNew) || tooNew.Have != 99 || tooNew.Path != l.Path() {
		t.Fatalf("got %v, want a *TooNewError", err)
	}
	if after, _ := os.ReadFile(l.Path()); string(after) != string(before) {
		t.Error("the file was changed")
	}
}

func TestFilesThatAreNotOursAreRefusedAndLeftAsTheyAre(t *testing.T) {
	foreign := func(t *testing.T, path string) { execRaw(t, path, "CREATE TABLE theirs (x); PRAGMA user_version = 3") }
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		want FileKind
	}{
		{"another program's database", foreign, FileForeign},
		{"not a database", func(t *testing.T, path string) {
			write(t, path, strings.Repeat("This is a letter to a client. ", 200))
		}, FileDamaged},
		{"emptied", func(t *testing.T, path string) {
			write(t, path, "")
			if err := os.Mkdir(filepath.Join(filepath.Dir(path), backupFolder), 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(filepath.Dir(path), backupFolder, "2026-01-01T000000-daily.db"), "x")
		}, FileDamaged},
		{"gone, with its journal left", func(t *testing.T, path string) { write(t, path+"-wal", "journal") }, FileDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, FileName)
			c.make(t, path)
			before := contents(t, dir)
			_, err := OpenLocal(t.Context(), dir, Options{})
			var file *FileError
			if !errors.As(err, &file) || file.Kind != c.want || file.Path != path {
				t.Fatalf("got %v (%+v), want a *FileError of kind %d", err, file, c.want)
			}
			if after := contents(t, dir); after != before {
				t.Errorf("was changed from\n%.200q\nto\n%.200q", before, after)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&all, "%s:%s\n", d.Name(), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestTruncatedDatabaseIsNamedAsDamaged(t *testing.T) {
	l := newStore(t)
	holdLinked(t, l, "acme")
	l.Close()
	if err := os.Truncate(l.Path(), 4096+100); err != nil {
		t.Fatal(err)
	}
	again, err := OpenLocal(t.Context(), filepath.Dir(l.Path()), Options{})
	if err == nil {
		_, err = again.Links(t.Context())
		again.Close()
	}
	var file *FileError
	if !errors.As(err, &file) || file.Kind != FileDamaged || file.Path != l.Path() {
		t.Fatalf("got %v, want a *FileError of kind FileDamaged", err)
	}
}

func TestFullDiskIsToldAndChangesNothing(t *testing.T) {
	l := newStore(t)
	g, _ := holdLinked(t, l, "acme")
	lease, err := l.BeginRefresh(t.Context(), g.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.db.ExecContext(t.Context(), "PRAGMA max_page_count = 1"); err != nil { // it stays at what is used
		t.Fatal(err)
	}
	err = l.CommitRefresh(t.Context(), lease, make([]byte, 1<<16))
	var file *FileError
	if !errors.As(err, &file) || file.Kind != FileFull {
		t.Fatalf("got %v, want a *FileError of kind FileFull", err)
	}
	sealed, gen, err := l.Sealed(t.Context(), g.ID)
	if err != nil || string(sealed) != "R1" || gen != 1 {
		t.Fatalf("got %q, %d, %v", sealed, gen, err)
	}
	if _, err := l.db.ExecContext(t.Context(), "PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	if err := l.CommitRefresh(t.Context(), lease, make([]byte, 1<<16)); err != nil {
		t.Fatal("with room again:", err)
	}
}

func TestAnotherWriterForTooLongIsToldAsLocked(t *testing.T) {
	l := openAt(t, filepath.Join(t.TempDir(), "data"), Options{Wait: 20 * time.Millisecond})
	g, _ := holdLinked(t, l, "acme")
	other := raw(t, l.Path())
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	_, err := l.BeginRefresh(t.Context(), g.ID, 1)
	var file *FileError
	if !errors.As(err, &file) || file.Kind != FileLocked {
		t.Fatalf("got %v, want a *FileError of kind FileLocked", err)
	}
	var wait int
	if err := l.db.QueryRowContext(t.Context(), "PRAGMA busy_timeout").Scan(&wait); err != nil || wait != 20 {
		t.Errorf("other statements wait %d ms now (%v), want 20", wait, err)
	}
	if _, err := l.Links(t.Context()); err != nil {
		t.Errorf("reading waits for a writer: %v", err)
	}
}

func TestMigrationIsAllOrNothingAndKeepsACopy(t *testing.T) {
	l := newStore(t)
	holdLinked(t, l, "acme")
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	good := append(steps, "CREATE TABLE extra (x); INSERT INTO extra VALUES (1)")
	bad := append(good, "INSERT INTO no_such_table VALUES (1)")
	if err := l.migrate(t.Context(), bad); err == nil {
		t.Fatal("a broken step went through")
	}
	version := func() (have int) {
		if err := l.db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&have); err != nil {
			t.Fatal(err)
		}
		return have
	}
	if version() != len(steps) {
		t.Fatalf("schema %d after a failure, want %d", version(), len(steps))
	}
	if err := l.migrate(t.Context(), good); err != nil {
		t.Fatal("nothing of the failed attempt should be left:", err)
	}
	if version() != len(good) {
		t.Fatalf("schema %d, want %d", version(), len(good))
	}
	links, err := l.Links(t.Context())
	if err != nil || len(links) != 1 {
		t.Fatalf("got %v, %v", links, err)
	}
	copies := backups(l.Path())
	if len(copies) == 0 || !strings.Contains(copies[0], fmt.Sprintf("-schema-%d.db", len(steps))) {
		t.Fatalf("no copy from before the change: %v", copies)
	}
}

func TestManyWindowsCanMakeTheStoreAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	const windows = 8
	ids := make([]string, windows)
	errs := make([]error, windows)
	var done sync.WaitGroup
	for i := range windows {
		done.Go(func() {
			l, err := OpenLocal(t.Context(), dir, Options{})
			if err != nil {
				errs[i] = err
				return
			}
			ids[i] = l.ID()
			errs[i] = l.Close()
		})
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if id != ids[0] || len(id) != 32 {
			t.Fatalf("ids differ: %v", ids)
		}
	}
}

func TestBackupIsDailySealedWholeAndSevenAreKept(t *testing.T) {
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.Local)
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{Now: func() time.Time { return now }})
	holdLinked(t, l, "acme")
	if err := os.MkdirAll(filepath.Join(dir, backupFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	leftover := filepath.Join(dir, backupFolder, "part-1")
	write(t, leftover, "of a killed process")
	if err := os.Chtimes(leftover, now, now.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	var last string
	for range 10 {
		path, err := l.Backup(t.Context())
		if err != nil || path == "" {
			t.Fatalf("got %q, %v", path, err)
		}
		last = path
		if path, err := l.Backup(t.Context()); err != nil || path != "" {
			t.Fatalf("a second one on the same day: %q, %v", path, err)
		}
		now = now.AddDate(0, 0, 1)
	}
	all, err := os.ReadDir(filepath.Join(dir, backupFolder))
	if err != nil || len(all) != backupsKept {
		t.Fatalf("got %v, %v", all, err)
	}
	if all[len(all)-1].Name() != filepath.Base(last) {
		t.Errorf("the newest is %s, want %s", all[len(all)-1].Name(), last)
	}
	var name string
	if err := raw(t, last).QueryRowContext(t.Context(), "SELECT name FROM links").Scan(&name); err != nil || name != "acme" {
		t.Errorf("the copy has %q, %v", name, err)
	}
}

func TestClosedStoreSaysSo(t *testing.T) {
	l := newStore(t)
	wake := l.Wake(t.Context())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for range wake { // ends
	}
	if err := l.Close(); err != nil {
		t.Error("a second time:", err)
	}
	if _, err := l.Links(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	if err := l.PutSetting(t.Context(), "a", "b"); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	if _, open := <-l.Wake(t.Context()); open {
		t.Error("a closed store wakes")
	}
}

func TestAuditShowsTampering(t *testing.T) {
	for _, c := range []struct{ name, how string }{
		{"a line changed", "UPDATE audit SET detail = 'nothing to see' WHERE seq = 1"},
		{"an actor changed", "UPDATE audit SET actor = 'somebody else' WHERE seq = 2"},
		{"a time changed", "UPDATE audit SET at = at + 1 WHERE seq = 2"},
		{"a line taken out", "DELETE FROM audit WHERE seq = 2"},
		{"the tail cut off", "DELETE FROM audit WHERE seq = 3"},
		{"all of it gone", "DELETE FROM audit"},
		{"lines of another subject", "UPDATE audit SET subject = 'other' WHERE subject = $S; INSERT INTO audit SELECT $S, seq, at, actor, action, detail, gen, hash FROM audit WHERE subject = 'second'"},
		{"the pair rolled back", "UPDATE pairs SET gen = 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newStore(t)
			g, _ := holdLinked(t, l, "acme")
			lease, err := l.BeginRefresh(t.Context(), g.ID, 1)
			if err == nil {
				err = l.CommitRefresh(t.Context(), lease, []byte("R2"))
			}
			if err != nil {
				t.Fatal(err)
			}
			if entries, err := l.Audit(t.Context(), g.ID); err != nil || len(entries) != 3 {
				t.Fatalf("untouched: %v, %v", entries, err)
			}
			if _, err := l.db.ExecContext(t.Context(), "DELETE FROM audit"); err == nil {
				t.Fatal("the history can simply be removed")
			}
			if _, err := l.db.ExecContext(t.Context(), "UPDATE audit SET detail = 'x'"); err == nil {
				t.Fatal("the history can simply be changed")
			}
			execRaw(t, l.Path(), "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed; "+
				strings.ReplaceAll(c.how, "$S", "'"+g.ID+"'"))
			_, err = l.Audit(t.Context(), g.ID)
			var tampered *TamperError
			if !errors.As(err, &tampered) || tampered.Subject != g.ID {
				t.Fatalf("got %v, want a *TamperError", err)
			}
		})
	}
}

func TestAuditOfALinkShowsACutTail(t *testing.T) {
	l := newStore(t)
	_, link := holdLinked(t, l, "acme")
	link.Verdict = "revoked"
	if _, err := l.Update(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if entries, err := l.Audit(t.Context(), link.ID); err != nil || len(entries) != 2 {
		t.Fatalf("got %v, %v", entries, err)
	}
	execRaw(t, l.Path(), "DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE action = 'changed'")
	var tampered *TamperError
	if _, err := l.Audit(t.Context(), link.ID); !errors.As(err, &tampered) || tampered.Seq != 2 {
		t.Fatalf("got %v, want a *TamperError at line 2", err)
	}
}

func TestAuditOfWhatIsGoneShowsACutTail(t *testing.T) {
	l := newStore(t)
	_, link := holdLinked(t, l, "acme")
	if _, err := l.Detach(t.Context(), link.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Audit(t.Context(), link.ID); err != nil {
		t.Fatal(err)
	}
	execRaw(t, l.Path(), "DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE action = 'unlinked'")
	var tampered *TamperError
	if _, err := l.Audit(t.Context(), link.ID); !errors.As(err, &tampered) {
		t.Fatalf("got %v, want a *TamperError", err)
	}
}

func fill(t testing.TB, l *Local, grant string, many int) {
	t.Helper()
	if err := l.write(t.Context(), "fill", func(c *change) error {
		_, err := c.ExecContext(t.Context(), `
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO links (id, grant_id, environment, company, name, trade_name, place, linked, linked_by, verified, verdict, rev, lines)
			SELECT printf('id-%06d', i), ?, 'demo', printf('company-%06d', i), printf('Client %06d LLC', i * 7919 % 20011),
				'trade', 'Denver, CO', 1, 'Dana', 0, '', 1, 0 FROM n`, many, grant)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestLinksAreListedByNameWithoutRegardToCase(t *testing.T) {
	l := newStore(t)
	g, _ := holdLinked(t, l, "client 010000a llc")
	fill(t, l, g.ID, 20000)
	links, err := l.Links(t.Context())
	if err != nil || len(links) != 20001 {
		t.Fatalf("got %d, %v", len(links), err)
	}
	for i := 1; i < len(links); i++ {
		if strings.ToLower(links[i-1].Name) > strings.ToLower(links[i].Name) {
			t.Fatalf("%s comes before %s", links[i-1].Name, links[i].Name)
		}
	}
}

func BenchmarkLoad20000Links(b *testing.B) {
	l, err := OpenLocal(b.Context(), filepath.Join(b.TempDir(), "data"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	g, err := l.Hold(b.Context(), Grant{Environment: "demo"}, []byte("R1"), time.Now())
	if err != nil {
		b.Fatal(err)
	}
	fill(b, l, g.ID, 20000)
	for b.Loop() {
		if _, err := l.Links(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStoreARenewal(b *testing.B) {
	l, err := OpenLocal(b.Context(), filepath.Join(b.TempDir(), "data"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	g, err := l.Hold(b.Context(), Grant{Environment: "demo"}, make([]byte, 500), time.Now())
	if err != nil {
		b.Fatal(err)
	}
	gen := int64(1)
	for b.Loop() {
		lease, err := l.BeginRefresh(b.Context(), g.ID, gen)
		if err == nil {
			err = l.Intend(b.Context(), lease, make([]byte, 500))
		}
		if err == nil {
			err = l.CommitRefresh(b.Context(), lease, make([]byte, 500))
		}
		if err == nil {
			err = l.Mark(b.Context(), g.ID, gen+1, make([]byte, 500))
		}
		if err != nil {
			b.Fatal(err)
		}
		gen++
	}
}

func TestAnyFolderNameWillDo(t *testing.T) {
	name := "Dana's data #1, 100% Žižkov"
	if runtime.GOOS != "windows" {
		name += " ?&_txlock=deferred"
	}
	dir := filepath.Join(t.TempDir(), name)
	l := openAt(t, dir, Options{})
	holdLinked(t, l, "acme")
	if path, err := l.Backup(t.Context()); err != nil || filepath.Dir(filepath.Dir(path)) != dir {
		t.Fatalf("got %q, %v", path, err)
	}
	if info, err := os.Stat(filepath.Join(dir, FileName)); err != nil || info.Size() == 0 {
		t.Fatalf("got %v, %v", info, err)
	}
}

func TestASettingThatIsSoAlreadyWaitsForNoDisk(t *testing.T) {
	l, err := OpenLocal(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	journal := func() int64 {
		info, err := os.Stat(l.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	put := func(value string) {
		if err := l.PutSetting(t.Context(), "environment", value); err != nil {
			t.Fatal(err)
		}
	}
	put("practice")
	written := journal()
	put("practice")
	if now := journal(); now != written {
		t.Errorf("the same again wrote %d bytes", now-written)
	}
	put("production")
	if value, _, err := l.Setting(t.Context(), "environment"); err != nil || value != "production" || journal() == written {
		t.Errorf("another value: %q, %v, %d bytes", value, err, journal()-written)
	}
}
