package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"crosswalk/storage"
)

// begun stores a sitting of three places.
func (r *room) begun(h *Handle) storage.Sitting {
	r.Helper()
	s, err := h.PutSitting(r.ctx, storage.Sitting{Environment: env, Body: "begun", Items: []string{"one", "two", "three"}})
	r.must(err)
	return s
}

func (r *room) sitting(h *Handle) storage.Sitting {
	r.Helper()
	s, err := h.Sitting(r.ctx, env)
	r.must(err)
	return s
}

func sittingOutlivesARestart(_ *testing.T, r *room) {
	r.open("keeps a store in memory alive")
	a := r.open("a")
	s := r.begun(a)
	s.Body, s.Items = "going on", []string{"one, linked", "two", "three", "four"}
	s, err := a.PutSitting(r.ctx, s, 0, 3)
	r.must(err)
	before := s
	r.must(a.Close())
	b := r.open("a")
	r.same(r.sitting(b), s)
	s.Items[1] = "two, linked"
	s, err = b.PutSitting(r.ctx, s, 1)
	r.must(err)
	_, err = b.PutSitting(r.ctx, before, 1) // whoever has not seen it yet
	r.wants(err, storage.ErrConflict)
	r.same(r.sitting(b), s)
	r.must(b.DropSitting(r.ctx, s))
	r.must(b.Close())
	_, err = r.open("a").Sitting(r.ctx, env)
	r.wants(err, storage.ErrNotFound)
}

func sittingThatIsGoneIsNotGoneOnWith(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	s := r.begun(a)
	r.must(b.DropSitting(r.ctx, s))
	_, err := a.PutSitting(r.ctx, s, 0)
	r.wants(err, storage.ErrConflict)
	_, err = a.Sitting(r.ctx, env)
	r.wants(err, storage.ErrNotFound)
	next := r.begun(b)
	r.same(next.Rev, s.Rev) // the number alone does not tell them apart
	s.Items[0] = "of the one before"
	_, err = a.PutSitting(r.ctx, s, 0)
	r.wants(err, storage.ErrConflict)
	r.same(r.sitting(a), next)
}

func sittingThatCouldNotBeStoredIsAsItWas(_ *testing.T, r *room) {
	a := r.open("a")
	was := r.begun(a)
	s := was
	s.Body, s.Items = "going on", []string{"one, linked", "two", "three"}
	for _, places := range [][]int{{0, 7}, {0, -1}} {
		if _, err := a.PutSitting(r.ctx, s, places...); err == nil {
			r.Fatalf("there is no place %d", places[1])
		}
		r.same(r.sitting(a), was)
	}
	_, err := a.PutSitting(r.ctx, s, 0) // its revision is still the one to go on with
	r.must(err)
}

func oneOfManyGoesOnWithASitting(_ *testing.T, r *room) {
	handles := make([]*Handle, 8)
	for i := range handles {
		handles[i] = r.open(fmt.Sprint("window ", i))
	}
	s := r.begun(handles[0])
	var all sync.WaitGroup
	won, failed := make(chan string, len(handles)), make(chan error, len(handles))
	for i, h := range handles {
		mine := s
		mine.Body = fmt.Sprint("by ", i)
		mine.Items = []string{mine.Body, "two", "three"}
		all.Go(func() {
			if _, err := h.PutSitting(r.ctx, mine, 0); err == nil {
				won <- mine.Body
			} else if !errors.Is(err, storage.ErrConflict) {
				failed <- err
			}
		})
	}
	all.Wait()
	if len(failed) > 0 {
		r.Fatal(<-failed)
	}
	r.same(len(won), 1)
	seen, winner := r.sitting(handles[1]), <-won
	r.same([]any{seen.Body, seen.Items[0], seen.Rev}, []any{winner, winner, s.Rev + 1})
}
