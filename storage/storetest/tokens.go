package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"crosswalk/storage"
)

func refreshHappyPath(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	r.Advance(time.Hour)
	lease := r.begin(a, g.ID, 1)
	r.same([]any{string(lease.Sealed), lease.Gen, lease.Holder, lease.InDoubt}, []any{"R1", int64(1), "a", false})
	r.same(lease.Until.Sub(r.Now().Round(0)).Round(time.Second), r.LeaseFor)
	r.must(a.Intend(r.ctx, lease, []byte("R1 intent")))
	pair, gen := r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R1 intent", int64(1)})
	r.must(a.CommitRefresh(r.ctx, lease, []byte("R2 unused")))
	pair, gen = r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R2 unused", int64(2)})
	r.must(a.Mark(r.ctx, g.ID, 2, []byte("R2 used")))
	pair, gen = r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R2 used", int64(2)})
	now := r.grant(b, g.ID)
	r.same([]any{now.Gen, now.State, now.Renewed}, []any{int64(2), storage.Active, r.Now().UTC().Truncate(time.Millisecond)})
	r.begin(b, g.ID, 2) // free for anybody
}

func oneWinnerOf64(_ *testing.T, r *room) {
	first := r.open("first")
	g, _ := r.linked(first, "R1", "Acme")
	const contenders = 64
	handles := make([]*Handle, contenders)
	for i := range handles {
		handles[i] = r.open(fmt.Sprint("contender ", i))
	}
	errs := make([]error, contenders)
	start := make(chan struct{})
	var done sync.WaitGroup
	for i, h := range handles {
		done.Go(func() {
			<-start
			_, errs[i] = h.BeginRefresh(r.ctx, g.ID, 1)
		})
	}
	close(start)
	done.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			r.busy(err)
		}
	}
	r.same(won, 1)
}

func staleGeneration(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	r.must(a.CommitRefresh(r.ctx, r.begin(a, g.ID, 1), []byte("R2")))
	_, err := b.BeginRefresh(r.ctx, g.ID, 1)
	r.wants(err, storage.ErrStale)
	_, err = b.BeginRefresh(r.ctx, g.ID, 3)
	r.wants(err, storage.ErrStale)
	r.begin(b, g.ID, 2)
}

func busyTellsHolder(_ *testing.T, r *room) {
	a, b := r.open("desk one"), r.open("desk two")
	g, _ := r.linked(a, "R1", "Acme")
	lease := r.begin(a, g.ID, 1)
	_, err := b.BeginRefresh(r.ctx, g.ID, 1)
	r.same(*r.busy(err), storage.BusyError{Holder: "desk one", Until: lease.Until})
	other, _ := r.linked(a, "S1", "Birch")
	r.begin(b, other.ID, 1) // another grant is another matter
}

func notSentFreesAtOnce(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	r.must(a.EndRefresh(r.ctx, r.begin(a, g.ID, 1), false))
	lease := r.begin(b, g.ID, 1)
	r.same([]any{string(lease.Sealed), lease.InDoubt}, []any{"R1", false})
	r.same(r.grant(a, g.ID).State, storage.Active)
}

func rejectedThenLateSuccess(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, links := r.linked(a, "R1", "Acme")
	asleep := r.begin(a, g.ID, 1)
	r.Advance(r.LeaseFor + r.Grace + time.Second)
	r.must(b.EndRefresh(r.ctx, r.begin(b, g.ID, 1), true))
	r.same(r.grant(a, g.ID).State, storage.NeedsReauth)
	pair, _ := r.sealed(b, g.ID)
	r.same(pair, "R1") // kept
	// The first one's answer was a success: it is the only living pair.
	r.must(a.CommitRefresh(r.ctx, asleep, []byte("R2")))
	r.same(r.grant(b, g.ID).State, storage.Active)
	pair, gen := r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R2", int64(2)})
	r.same(len(links), 1)
	// A grant that no link names yet is healed to where it was.
	held := r.hold(a, "S1")
	lease := r.begin(a, held.ID, 1)
	r.must(a.EndRefresh(r.ctx, lease, true))
	r.must(a.CommitRefresh(r.ctx, lease, []byte("S2")))
	r.same(r.grant(b, held.ID).State, storage.Held)
}

func inDoubtAfterDeath(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	lease := r.begin(a, g.ID, 1) // and never ended
	r.Advance(r.LeaseFor + time.Second)
	_, err := b.BeginRefresh(r.ctx, g.ID, 1)
	r.same(*r.busy(err), storage.BusyError{Holder: "a", Until: lease.Until, InDoubt: true})
	r.Advance(r.Grace)
	taken := r.begin(b, g.ID, 1)
	r.same([]any{taken.InDoubt, string(taken.Sealed), taken.Holder}, []any{true, "R1", "b"})
	_, err = a.BeginRefresh(r.ctx, g.ID, 1)
	r.same(r.busy(err).Holder, "b")
}

func holderResumesOwnLease(_ *testing.T, r *room) {
	r.open("keeps a store in memory alive")
	a := r.open("a")
	g, _ := r.linked(a, "R1", "Acme")
	first := r.begin(a, g.ID, 1)
	r.must(a.Close())
	again := r.open("a")
	r.Advance(time.Second)
	lease := r.begin(again, g.ID, 1)
	if !lease.InDoubt || lease.Token == first.Token || !lease.Until.After(first.Until) {
		r.Fatalf("got %+v after %+v, want it prolonged and in doubt", lease, first)
	}
	r.wants(again.Intend(r.ctx, first, []byte("late")), storage.ErrSuperseded)
	r.must(again.Intend(r.ctx, lease, []byte("R1 intent")))
}

func lateCommitBeatsTakeover(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	late := r.begin(a, g.ID, 1)
	r.Advance(r.LeaseFor + r.Grace + time.Second)
	takeover := r.begin(b, g.ID, 1)
	r.must(a.CommitRefresh(r.ctx, late, []byte("R2 of a")))
	r.wants(b.Intend(r.ctx, takeover, []byte("intent")), storage.ErrSuperseded)
	r.wants(b.CommitRefresh(r.ctx, takeover, []byte("R2 of b")), storage.ErrSuperseded)
	pair, gen := r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R2 of a", int64(2)})
	r.must(b.EndRefresh(r.ctx, takeover, false)) // nothing left to end
	r.begin(b, g.ID, 2)
}

func takeoverBeatsLateCommit(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	late := r.begin(a, g.ID, 1)
	r.Advance(r.LeaseFor + r.Grace + time.Second)
	r.must(b.CommitRefresh(r.ctx, r.begin(b, g.ID, 1), []byte("R2 of b")))
	r.wants(a.CommitRefresh(r.ctx, late, []byte("R2 of a")), storage.ErrSuperseded)
	r.wants(a.Intend(r.ctx, late, []byte("intent")), storage.ErrSuperseded)
	pair, gen := r.sealed(a, g.ID)
	r.same([]any{pair, gen}, []any{"R2 of b", int64(2)})
}

func commitIsIdempotent(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	lease := r.begin(a, g.ID, 1)
	r.must(a.CommitRefresh(r.ctx, lease, []byte("R2")))
	r.must(a.CommitRefresh(r.ctx, lease, []byte("R2")))
	r.must(a.Mark(r.ctx, g.ID, 2, []byte("R2 used")))
	r.must(b.CommitRefresh(r.ctx, lease, []byte("R2"))) // replayed from a journal
	pair, gen := r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R2 used", int64(2)})
	r.wants(b.CommitRefresh(r.ctx, lease, []byte("another R2")), storage.ErrSuperseded)
	r.must(a.CommitRefresh(r.ctx, r.begin(a, g.ID, 2), []byte("R3")))
	r.wants(a.CommitRefresh(r.ctx, lease, []byte("R2")), storage.ErrSuperseded)
	lines, err := a.Audit(r.ctx, g.ID)
	r.must(err)
	r.same(lines[len(lines)-1].Gen, int64(3))
}

func exactlyOneExchangePerGeneration(_ *testing.T, r *room) {
	first := r.open("first")
	g, _ := r.linked(first, "R1", "Acme")
	const workers, until = 6, 25
	var mu sync.Mutex
	exchanged := map[int64]int{}
	work := func(h *Handle) error {
		for {
			pair, gen, err := h.Sealed(r.ctx, g.ID)
			if err != nil || gen >= until {
				return err
			}
			if string(pair) != fmt.Sprint("R", gen) {
				return fmt.Errorf("generation %d has pair %s", gen, pair)
			}
			lease, err := h.BeginRefresh(r.ctx, g.ID, gen)
			var busy *storage.BusyError
			if errors.As(err, &busy) || errors.Is(err, storage.ErrStale) {
				continue
			}
			if err != nil {
				return err
			}
			mu.Lock()
			exchanged[gen]++
			mu.Unlock()
			if err := h.CommitRefresh(r.ctx, lease, []byte(fmt.Sprint("R", gen+1))); err != nil {
				return err
			}
		}
	}
	errs := make([]error, workers)
	var done sync.WaitGroup
	for i := range workers {
		h := r.open(fmt.Sprint("worker ", i))
		done.Go(func() { errs[i] = work(h) })
	}
	done.Wait()
	r.must(errors.Join(errs...))
	for gen := int64(1); gen < until; gen++ {
		if exchanged[gen] != 1 {
			r.Fatalf("generation %d was exchanged %d times", gen, exchanged[gen])
		}
	}
}

func pausedStaysPaused(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, links := r.linked(a, "R1", "Acme")
	r.must(a.EndRefresh(r.ctx, r.begin(a, g.ID, 1), true))
	r.Advance(1000 * time.Hour)
	for _, h := range []*Handle{a, b, r.open("c")} {
		_, err := h.BeginRefresh(r.ctx, g.ID, 1)
		r.wants(err, storage.ErrNeedsReauth)
	}
	links[0].Verdict = "sign in again"
	_, err := b.Update(r.ctx, links[0])
	r.must(err)
	_, err = b.Attach(r.ctx, g.ID, companyLinks("Birch"), nil)
	r.wants(err, storage.ErrNeedsReauth)
	r.same(r.grant(b, g.ID).State, storage.NeedsReauth)
	orphans, err := b.Orphans(r.ctx, r.Now())
	r.must(err)
	r.same(len(orphans), 0) // nothing is given up for it
	r.must(b.Reinstate(r.ctx, g.ID))
	r.same(r.grant(a, g.ID).State, storage.Active)
	r.begin(a, g.ID, 1)
}

func staleEndIsIgnored(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	late := r.begin(a, g.ID, 1)
	r.Advance(r.LeaseFor + r.Grace + time.Second)
	takeover := r.begin(b, g.ID, 1)
	r.wants(a.EndRefresh(r.ctx, late, true), storage.ErrSuperseded)
	r.must(a.EndRefresh(r.ctx, late, false))
	r.must(b.Intend(r.ctx, takeover, []byte("R1 intent"))) // it still has its lease
	r.must(b.CommitRefresh(r.ctx, takeover, []byte("R2")))
	r.wants(a.EndRefresh(r.ctx, late, true), storage.ErrSuperseded)
	r.wants(b.EndRefresh(r.ctx, takeover, true), storage.ErrSuperseded)
	r.same(r.grant(a, g.ID).State, storage.Active)
}

func intentNeedsTheLease(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	lease := r.begin(a, g.ID, 1)
	r.must(a.EndRefresh(r.ctx, lease, false))
	r.wants(a.Intend(r.ctx, lease, []byte("intent")), storage.ErrSuperseded)
	other := r.begin(b, g.ID, 1)
	r.wants(a.Intend(r.ctx, lease, []byte("intent")), storage.ErrSuperseded)
	lease.Token = other.Token
	lease.Gen = 2
	r.wants(a.Intend(r.ctx, lease, []byte("intent")), storage.ErrSuperseded)
	pair, _ := r.sealed(b, g.ID)
	r.same(pair, "R1")
}

func markNeverOverwritesAnIntent(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	r.must(a.CommitRefresh(r.ctx, r.begin(a, g.ID, 1), []byte("R2")))
	lease := r.begin(b, g.ID, 2)
	r.must(b.Intend(r.ctx, lease, []byte("R2 intent")))
	r.wants(a.Mark(r.ctx, g.ID, 2, []byte("R2 used")), storage.ErrSuperseded)
	r.must(b.Mark(r.ctx, g.ID, 2, []byte("R2 intent used"))) // its own it may
	r.must(b.CommitRefresh(r.ctx, lease, []byte("R3")))
	r.wants(a.Mark(r.ctx, g.ID, 2, []byte("R2 used")), storage.ErrSuperseded)
	pair, _ := r.sealed(a, g.ID)
	r.same(pair, "R3")
}

func endingGrantIsNotRenewed(_ *testing.T, r *room) {
	h := r.open("a")
	g, links := r.linked(h, "R1", "Acme")
	lease := r.begin(h, g.ID, 1)
	_, err := h.Detach(r.ctx, links[0].ID)
	r.must(err)
	_, err = h.BeginRefresh(r.ctx, g.ID, 1)
	r.wants(err, storage.ErrEnding)
	r.must(h.EndRefresh(r.ctx, lease, true))
	r.same(r.grant(h, g.ID).State, storage.Ending) // a refusal does not bring it back
	r.wants(h.Reinstate(r.ctx, g.ID), storage.ErrEnding)
}

func clockSetBackFreesTheLease(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	r.Advance(24 * time.Hour)
	g, _ := r.linked(a, "R1", "Acme")
	r.begin(a, g.ID, 1)
	r.Advance(-24 * time.Hour)
	r.begin(b, g.ID, 1) // not only after a day
}
