package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asOfSchema1 makes a store as the program before clients left it: with one linked company.
func asOfSchema1(t *testing.T, dir string) {
	t.Helper()
	l := openAt(t, dir, Options{})
	holdLinked(t, l, "acme")
	path := l.Path()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	execRaw(t, path, afterSchema2+`
		DROP TABLE farewells; DROP TABLE sitting_items; DROP TABLE sittings; DROP TABLE views; DROP INDEX links_by_client;
		CREATE TABLE before (id, grant_id, environment, company, name, trade_name, place, linked, linked_by, verified, verdict, rev, lines);
		INSERT INTO before SELECT id, grant_id, environment, company, name, trade_name, place, linked, linked_by, verified, verdict, rev, lines FROM links;
		DROP TABLE links; DROP TABLE clients;`)
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	_, links, _ := strings.Cut(steps[0], "CREATE TABLE links") // what the first step says about links, word for word
	links, _, _ = strings.Cut("CREATE TABLE links"+links, "-- A row stays behind")
	execRaw(t, path, links+" INSERT INTO links SELECT * FROM before; DROP TABLE before; PRAGMA user_version = 1")
}

// afterSchema2 takes away what the third step makes.
const afterSchema2 = `DROP TABLE batch_rows; DROP TABLE batches; DROP TABLE attempts; DROP TABLE drafts;`

func TestAStoreFromBeforeNewCompaniesIsBroughtAlong(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{})
	holdLinked(t, l, "acme")
	path := l.Path()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	execRaw(t, path, afterSchema2+`PRAGMA user_version = 2`)
	l = openAt(t, dir, Options{})
	if links, err := l.Links(t.Context()); err != nil || len(links) != 1 {
		t.Fatalf("got %+v, %v", links, err)
	}
	if _, err := l.WriteAttempt(t.Context(), Attempt{ID: NewID(), Environment: "demo", Application: []byte("x")}, 0, ""); err != nil {
		t.Error(err)
	}
	if copies := backups(path); len(copies) != 1 {
		t.Errorf("copies from before: %v", copies)
	}
}

func TestAStoreFromBeforeClientsIsBroughtAlong(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	asOfSchema1(t, dir)
	l := openAt(t, dir, Options{})
	links, err := l.Links(t.Context())
	if err != nil || len(links) != 1 || links[0].Name != "acme" || links[0].Client != "" {
		t.Fatalf("got %+v, %v", links, err)
	}
	if entries, err := l.Audit(t.Context(), links[0].ID); err != nil || len(entries) != 1 {
		t.Fatalf("its history: %v, %v", entries, err)
	}
	stored, err := l.PutClients(t.Context(), []Client{{Name: "Acme"}})
	if err == nil {
		err = l.Assign(t.Context(), []string{links[0].ID}, stored[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	if copies := backups(l.Path()); len(copies) != 1 {
		t.Errorf("copies from before: %v", copies)
	}
}

func TestReplacingTheDataKeySealsEINsAgain(t *testing.T) {
	l := newStore(t)
	keeper, next := FileKeeper{Dir: t.TempDir()}, FileKeeper{Dir: t.TempDir()}
	keys, err := OpenKeys(t.Context(), l, keeper)
	if err != nil {
		t.Fatal(err)
	}
	k := Client{ID: NewID(), Name: "Acme", EIN: SealedEIN{LastFour: "4821", Gen: 1}}
	k.EIN.Sealed = keys.Seal(k.ID, EINColumn, 1, []byte("123454821"))
	if _, err := l.PutClients(t.Context(), []Client{k}); err != nil {
		t.Fatal(err)
	}
	if err := Rotate(t.Context(), l, keys, keeper, next); err != nil {
		t.Fatal(err)
	}
	fresh, err := OpenKeys(t.Context(), l, next)
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Clients(t.Context())
	if err != nil || string(all[0].EIN.Sealed) == string(k.EIN.Sealed) {
		t.Fatalf("not sealed again: %v", err)
	}
	if ein, err := fresh.Open(k.ID, EINColumn, all[0].EIN.Gen, all[0].EIN.Sealed); err != nil || string(ein) != "123454821" {
		t.Errorf("%q, %v", ein, err)
	}
}

func TestTheHistoryOfAClientShowsACutTail(t *testing.T) {
	l := newStore(t)
	holdLinked(t, l, "acme")
	stored, err := l.PutClients(t.Context(), []Client{{Name: "Acme"}, {Name: "Zinnia"}})
	if err != nil {
		t.Fatal(err)
	}
	stored[0].Notes = "new"
	if _, err := l.PutClients(t.Context(), stored[:1]); err != nil {
		t.Fatal(err)
	}
	if err := l.RemoveClients(t.Context(), []string{stored[1].ID}); err != nil {
		t.Fatal(err)
	}
	if all, err := l.AuditAll(t.Context()); err != nil || len(all) != 7 {
		t.Fatalf("%d lines, %v", len(all), err)
	}
	for i, cut := range []string{"action = 'edited'", "action = 'removed'"} {
		execRaw(t, l.Path(), "DROP TRIGGER IF EXISTS audit_is_not_removed; DELETE FROM audit WHERE "+cut)
		var tampered *TamperError
		if _, err := l.Audit(t.Context(), stored[i].ID); !errors.As(err, &tampered) || tampered.Seq != 2 {
			t.Errorf("%s: got %v, want a *TamperError at line 2", cut, err)
		}
		if all, err := l.AuditAll(t.Context()); !errors.As(err, &tampered) || len(all) != 6-i {
			t.Errorf("%s: %d lines and %v, want the rest and a *TamperError", cut, len(all), err)
		}
	}
}

// An import is one transaction, and must end before another program gives up waiting to write. This is a twentieth
// of the largest list, for computers that are slow or watched by a race detector.
func TestALongListIsStoredBeforeAnotherWriterGivesUp(t *testing.T) {
	l := newStore(t)
	all := make([]Client, 1000)
	for i := range all {
		all[i] = Client{Number: fmt.Sprint(i), Name: fmt.Sprintf("Client %d LLC", i), Group: "A", Tags: []string{"x"}}
	}
	begun := time.Now()
	stored, err := l.PutClients(t.Context(), all)
	took := time.Since(begun)
	if err != nil || len(stored) != len(all) || took > lockWait {
		t.Fatalf("stored %d in %v: %v", len(stored), took, err)
	}
	begun = time.Now()
	read, err := l.Clients(t.Context())
	if err != nil || len(read) != len(all) {
		t.Fatalf("read %d: %v", len(read), err)
	}
	t.Logf("stored in %v, read in %v", took.Round(time.Millisecond), time.Since(begun).Round(time.Millisecond))
}
