package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"crosswalk/storage"
)

func TestAnAttemptOfWhoIsGoneIsInDoubt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	open := func(holder string) *storage.Local {
		l, err := storage.OpenLocal(t.Context(), dir, storage.Options{Holder: holder})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return l
	}
	a, b := open("a"), open("b")
	batch, err := a.BeginBatch(t.Context(), storage.Batch{ID: "batch", Environment: "demo", Rows: []storage.BatchRow{{ID: "row", Sealed: []byte("x")}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SetBatch(t.Context(), "demo", batch.ID, storage.BatchRunning); err != nil {
		t.Fatal(err)
	}
	written, err := a.WriteAttempt(t.Context(), storage.Attempt{ID: "attempt", Environment: "demo", Application: []byte("Acme")}, 0, "row")
	if err != nil {
		t.Fatal(err)
	}
	look := func() (storage.AttemptState, storage.BatchState) {
		all, err := b.Attempts(t.Context(), "demo")
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		now, err := b.Batch(t.Context(), "demo")
		if err != nil {
			t.Fatal(err)
		}
		return all[0].State, now.State
	}
	if s, of := look(); s != storage.AttemptWritten || of != storage.BatchRunning {
		t.Errorf("while it is under way: %s, %s", s, of)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if s, of := look(); s != storage.AttemptUnknown || of != storage.BatchPaused {
			t.Errorf("after its program ended: %s, %s", s, of)
		}
	}
	written.State = storage.AttemptCreated
	if _, err := b.EndAttempt(t.Context(), written); err == nil {
		t.Error("what came of it is written over a doubt that its writer has not seen")
	}
}

func TestWhatIsAskedForIsSealedAgainUnderANewKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	l, err := storage.OpenLocal(t.Context(), dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keeper := storage.FileKeeper{Dir: dir}
	keys, err := storage.OpenKeys(t.Context(), l, keeper)
	if err != nil {
		t.Fatal(err)
	}
	secret := []byte("84-1234567 maya@okafor.example")
	a, err := l.WriteAttempt(t.Context(), storage.Attempt{ID: "a", Environment: "demo", Application: keys.Seal("a", storage.ApplicationColumn, 1, secret)}, 0, "")
	if err != nil {
		t.Fatal(err)
	}
	a.State, a.Answer = storage.AttemptCreated, keys.Seal("a", storage.AnswerColumn, 2, secret)
	if _, err = l.EndAttempt(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := storage.Rotate(t.Context(), l, keys, keeper, keeper); err != nil {
		t.Fatal(err)
	}
	again, err := storage.OpenKeys(t.Context(), l, keeper)
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Attempts(t.Context(), "demo")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	for column, sealed := range map[string][]byte{storage.ApplicationColumn: all[0].Application, storage.AnswerColumn: all[0].Answer} {
		gen := int64(1)
		if column == storage.AnswerColumn {
			gen = all[0].AnswerGen
		}
		if plain, err := again.Open("a", column, gen, sealed); err != nil || !bytes.Equal(plain, secret) {
			t.Errorf("%s: %q, %v", column, plain, err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "crosswalk.db*"))
	for _, file := range files {
		if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("okafor")) {
			t.Errorf("%s tells who was asked for (%v)", file, err)
		}
	}
}
