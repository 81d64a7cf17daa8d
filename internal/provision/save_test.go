package provision_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"
	"crosswalk/storage"
)

// full is an office whose disk is full at times.
type full struct {
	*desk.Desk
	write, end atomic.Bool
}

func (f *full) Counter(ctx context.Context) (desk.Counter, error) {
	c, err := f.Desk.Counter(ctx)
	if err == nil {
		c.Book = &fullBook{c.Book, f}
	}
	return c, err
}

type fullBook struct {
	storage.Provisions
	full *full
}

var errFull = &storage.FileError{Path: "crosswalk.db", Kind: storage.FileFull, Err: errors.New("no room")}

func (b *fullBook) WriteAttempt(ctx context.Context, a storage.Attempt, seen int64, row string) (storage.Attempt, error) {
	if b.full.write.Load() {
		return a, errFull
	}
	return b.Provisions.WriteAttempt(ctx, a, seen, row)
}

func (b *fullBook) EndAttempt(ctx context.Context, a storage.Attempt) (storage.Attempt, error) {
	if b.full.end.Load() {
		return a, errFull
	}
	return b.Provisions.EndAttempt(ctx, a)
}

func newFull(t *testing.T) (*bench, *full) {
	b := newBench(t)
	f := &full{Desk: b.desk}
	b.over.SaveAgain = 20 * time.Millisecond
	b.Registrar = provision.New(f, b.over)
	return b, f
}

func TestWhatCannotBeWrittenDownIsNotSent(t *testing.T) {
	b, f := newFull(t)
	f.write.Store(true)
	_, err := b.send(maya())
	b.wants(err, desk.CannotSave)
	b.wantRequests(0)
	if all, err := b.Attempts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	f.write.Store(false)
	b.prepared(3)
	f.write.Store(true)
	b.must(b.Run(t.Context(), nil))
	if now := b.batch(); now.State != provision.BatchPaused || now.Why == nil || now.Why.Cause != desk.CannotSave || now.Left() != 3 {
		t.Errorf("%+v, %+v", now, now.Why)
	}
	b.wantRequests(0)
}

func TestAnAnswerThatCannotBeWrittenDownIsKeptUntilItCan(t *testing.T) {
	b, f := newFull(t)
	f.end.Store(true)
	a, err := b.send(maya())
	b.must(err)
	if a.State != provision.Created || !a.Unsaved || !a.HasLink || b.Unsaved() != 1 {
		t.Errorf("%+v", a)
	}
	if link, err := b.ClaimLink(t.Context(), a.ID); err != nil || link.Reveal() != b.gusto.Provisions()[0].ClaimURL {
		t.Errorf("the link is not here: %v", err)
	}
	_, err = b.Settle(t.Context(), a.ID, false, "")
	b.wants(err, desk.ChangedMeanwhile)
	_, err = b.send(form("Another LLC", "", "maya@okaforceramics.com"))
	b.wants(err, desk.SettleFirst)
	closed := make(chan error, 1)
	go func() { closed <- b.desk.Close(t.Context()) }() // waits for it
	f.end.Store(false)
	b.must(<-closed)
	if b.Unsaved() != 0 {
		t.Error("closing has not waited")
	}
	b.Registrar, b.desk = b.another()
	if again := b.only(); again.State != provision.Created || !again.HasLink || again.Unsaved {
		t.Errorf("after a restart: %+v", again)
	}
	b.wantRequests(1)
}

// Another program took the attempt for one whose outcome nobody knows, and a person settled it wrongly: the answer is the truth.
func TestALateAnswerIsBelievedBeforeADoubt(t *testing.T) {
	b, f := newFull(t)
	f.end.Store(true)
	a, err := b.send(maya())
	b.must(err)
	b.pass(time.Hour) // nobody can be waiting any more
	other, _ := b.another()
	settled, err := other.Settle(t.Context(), a.ID, false, "I see nothing")
	b.must(err)
	if settled.State != provision.SettledNot {
		t.Errorf("%+v", settled)
	}
	told := make(chan struct{}, 10)
	b.Watch(func() {
		select {
		case told <- struct{}{}:
		default:
		}
	})
	f.end.Store(false)
	for b.Unsaved() > 0 {
		<-told
	}
	if now := b.only(); now.State != provision.Created || !now.HasLink {
		t.Errorf("%+v", now)
	}
}
