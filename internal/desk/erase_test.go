package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

// leftovers lists what is in the data folder, but for the test's own key store.
func (b *bench) leftovers() []string {
	var all []string
	filepath.WalkDir(b.folder, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, filepath.Base(p))
		}
		return nil
	})
	return all
}

func TestErasingEndsEverySignInAndLeavesNothing(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, yoga)
	b.firm()
	b.link(sandbox.Strict, books)
	var steps []desk.EraseStep
	done, err := b.desk.Erase(t.Context(), desk.EraseWish{}, func(s desk.EraseStep) { steps = append(steps, s) })
	b.must(err)
	if done.Revoked != 2 || len(done.Owed) != 0 || len(done.Left) != 0 {
		t.Errorf("%+v", done)
	}
	if left := b.leftovers(); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
	if len(steps) != 3 || steps[0].Stage != desk.Revoking || steps[0].Total != 2 || steps[2].Stage != desk.Erasing {
		t.Errorf("steps %+v", steps)
	}
	b.open()
	if now := b.desk.Snapshot(); now.Stage != desk.NotSetUp || len(now.Links) != 0 {
		t.Errorf("the next start: %+v", now)
	}
}

func TestWhatGustoCouldNotBeToldIsNamedAndErasedAllTheSame(t *testing.T) {
	b := newBench(t)
	b.firm()
	b.link(sandbox.Strict, books)
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 503, Path: "/oauth/revoke", Skip: 2})
	done, err := b.desk.Erase(t.Context(), desk.EraseWish{}, nil)
	b.must(err)
	if done.Revoked != 1 || len(done.Owed) != 1 || done.Owed[0].Cause != desk.ProviderFault || len(done.Owed[0].Companies) != 1 {
		t.Fatalf("%+v", done)
	}
	if left := b.leftovers(); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
}

func TestErasingCanBeGivenUpUntilTheFirstFileGoes(t *testing.T) {
	b := newBench(t)
	b.firm()
	b.link(sandbox.Strict, books)
	ctx, cancel := context.WithCancel(t.Context())
	done, err := b.desk.Erase(ctx, desk.EraseWish{}, func(s desk.EraseStep) {
		if s.Done == 1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || b.desk.UnfinishedErase() != nil {
		t.Errorf("%v, unfinished %+v", err, b.desk.UnfinishedErase())
	}
	if done.Revoked+len(done.Owed) == 0 {
		t.Error("nothing had begun: this test gives up nothing")
	}
	b.must(b.desk.Close(t.Context()))
	b.open()
	if now := b.desk.Snapshot(); now.Stage != desk.Open {
		t.Errorf("stage %v", now.Stage)
	}
}

func TestErasingThatWasKilledGoesOnWhereItWas(t *testing.T) {
	type killed struct{}
	// A program that dies leaves what is on the disk: a panic out of what hears of progress ends it there.
	die := func(b *bench, at desk.EraseStage, n int) {
		defer func() {
			if got := recover(); got != (killed{}) {
				b.t.Fatalf("it did not come to %s: %v", at, got)
			}
		}()
		b.desk.Erase(b.t.Context(), desk.EraseWish{}, func(s desk.EraseStep) {
			if s.Stage == at && s.Done == n {
				panic(killed{})
			}
		})
	}
	t.Run("while sign-ins are ended", func(t *testing.T) {
		b := newBench(t)
		b.firm()
		b.link(sandbox.Strict, books)
		b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 503, Path: "/oauth/revoke", Times: 1})
		die(b, desk.Revoking, 1)
		b.desk.Close(t.Context())
		b.open()
		note := b.desk.UnfinishedErase()
		if note == nil || note.Stage != desk.Revoking || note.Revoked != 0 || len(note.Owed) == 0 {
			t.Fatalf("noted %+v", note)
		}
		done, err := b.desk.Erase(t.Context(), desk.EraseWish{}, nil)
		b.must(err)
		if done.Revoked != 2 || len(done.Owed) != 0 {
			t.Errorf("%+v", done)
		}
	})
	t.Run("while files are removed", func(t *testing.T) {
		b := newBench(t)
		b.firm()
		b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 503, Path: "/oauth/revoke"})
		func() {
			defer func() { _ = recover() }()
			b.desk.Erase(t.Context(), desk.EraseWish{Before: func() { panic(killed{}) }}, nil)
		}()
		b.desk = desk.New(b.options())
		t.Cleanup(func() { b.desk.Close(context.Background()) })
		if err := b.desk.Start(t.Context()); desk.CauseOf(err) != desk.EraseUnfinished {
			t.Fatalf("it starts as if nothing was: %v", err)
		}
		b.must(b.desk.KeepRest())
		if b.desk.UnfinishedErase() == nil {
			t.Error("what was removed in part is taken for whole")
		}
		done, err := b.desk.Erase(t.Context(), desk.EraseWish{}, nil)
		b.must(err)
		if done.Revoked != 0 || len(done.Owed) != 1 || !slices.Equal(done.Owed[0].Companies, []string{bakery}) {
			t.Errorf("it claims %+v", done)
		}
		if left := b.leftovers(); len(left) != 0 {
			t.Errorf("still there: %v", left)
		}
	})
}

func TestALockedDeskIsErasedOnlyWithoutGusto(t *testing.T) {
	b := newBench(t)
	b.firm()
	b.must(b.desk.Lock(t.Context()))
	if _, err := b.desk.Erase(t.Context(), desk.EraseWish{}, nil); desk.CauseOf(err) != desk.DeskLocked {
		t.Fatalf("%v", err)
	}
	done, err := b.desk.Erase(t.Context(), desk.EraseWish{WithoutGusto: true}, nil)
	b.must(err)
	if done.Revoked != 0 || len(done.Owed) != 1 || strings.Join(done.Owed[0].Companies, "") != bakery {
		t.Errorf("%+v", done)
	}
}

func TestAFileOfSomebodyElsesStays(t *testing.T) {
	b := newBench(t)
	b.firm()
	mine := filepath.Join(b.folder, "my own.txt")
	b.must(os.WriteFile(mine, []byte("mine"), 0o600))
	_, err := b.desk.Erase(t.Context(), desk.EraseWish{}, nil)
	b.must(err)
	if left := b.leftovers(); !slices.Equal(left, []string{"my own.txt"}) {
		t.Errorf("left are %v", left)
	}
}
