package storetest

import (
	"testing"
	"time"

	"crosswalk/storage"
)

// What is written down before a company is asked for, and what keeps it from being asked for twice.

func (r *room) written(h *Handle, what string, seen int64) storage.Attempt {
	r.Helper()
	a, err := h.WriteAttempt(r.ctx, storage.Attempt{ID: storage.NewID(), Environment: env, Application: []byte(what)}, seen, "")
	r.must(err)
	return a
}

func (r *room) attempts(h *Handle) []storage.Attempt {
	r.Helper()
	all, err := h.Attempts(r.ctx, env)
	r.must(err)
	return all
}

func draftsAreKeptByRev(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	d, err := a.PutDraft(r.ctx, storage.Draft{Environment: env, Sealed: []byte("typed")})
	r.must(err)
	r.Advance(time.Minute)
	other, err := a.PutDraft(r.ctx, storage.Draft{ID: storage.NewID(), Environment: env, Sealed: []byte("other")})
	r.must(err)
	all, err := b.Drafts(r.ctx, env)
	r.must(err)
	r.same(all, []storage.Draft{other, d}) // the newest first
	none, err := b.Drafts(r.ctx, "elsewhere")
	r.must(err)
	r.same(len(none), 0)
	d.Sealed = []byte("typed more")
	r.Advance(time.Minute)
	more, err := b.PutDraft(r.ctx, d)
	r.must(err)
	r.same([]any{more.Rev, more.Changed}, []any{int64(2), r.Now()})
	_, err = a.PutDraft(r.ctx, d)
	r.wants(err, storage.ErrConflict)
	all, err = a.Drafts(r.ctx, env)
	r.must(err)
	r.same(all, []storage.Draft{more, other})
	r.must(a.DropDraft(r.ctx, d.ID))
	r.must(b.DropDraft(r.ctx, d.ID))
	_, err = b.PutDraft(r.ctx, more)
	r.wants(err, storage.ErrNotFound)
	if _, _, err := a.Secret(r.ctx, d.ID, storage.DraftColumn); err == nil {
		t.Fatal("a discarded draft is still there, sealed")
	}
}

func attemptIsWrittenBeforeItIsSent(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	w := r.written(a, "Acme", 0)
	r.same([]any{w.State, w.Holder, string(w.Application), w.Answer == nil, w.Rev, w.Written}, []any{storage.AttemptWritten, "a", "Acme", true, int64(1), r.Now()})
	r.same(r.attempts(b), []storage.Attempt{w})

	w.State, w.Answer = storage.AttemptCreated, []byte("claim link")
	done, err := a.EndAttempt(r.ctx, w)
	r.must(err)
	r.same([]any{done.State, string(done.Answer), done.AnswerGen, done.Rev}, []any{storage.AttemptCreated, "claim link", int64(2), int64(2)})
	_, err = b.EndAttempt(r.ctx, w)
	r.wants(err, storage.ErrConflict)
	done.State, done.Link, done.Answer = storage.AttemptClaimed, "link-1", nil // the answer stays
	done, err = b.EndAttempt(r.ctx, done)
	r.must(err)
	r.same([]any{done.State, done.Link, string(done.Answer), done.AnswerGen, done.Rev}, []any{storage.AttemptClaimed, "link-1", "claim link", int64(2), int64(3)})
	r.same(r.attempts(a), []storage.Attempt{done})
	_, err = a.EndAttempt(r.ctx, storage.Attempt{ID: "nothing"})
	r.wants(err, storage.ErrNotFound)
}

func attemptWaitsForWhoLookedAtAllOthers(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	first := r.written(a, "Acme", 0)
	// b has looked before the first was written down: it may be the same company.
	_, err := b.WriteAttempt(r.ctx, storage.Attempt{ID: storage.NewID(), Environment: env, Application: []byte("Acme")}, 0, "")
	r.wants(err, storage.ErrConflict)
	r.same(len(r.attempts(b)), 1)
	second := r.written(b, "Birch", first.Seq)
	if second.Seq <= first.Seq {
		r.Fatalf("%d comes after %d", second.Seq, first.Seq)
	}
	// What is asked for elsewhere stands in nobody's way.
	_, err = b.WriteAttempt(r.ctx, storage.Attempt{ID: storage.NewID(), Environment: "elsewhere", Application: []byte("x")}, 0, "")
	r.must(err)
	_, err = a.WriteAttempt(r.ctx, storage.Attempt{ID: first.ID, Environment: env, Application: []byte("x")}, second.Seq, "")
	if err == nil {
		r.Fatal("what an attempt asked for was changed")
	}
	r.same(string(r.attempts(a)[0].Application), "Acme")
}

func batchRowsAreSentOnce(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	rows := []storage.BatchRow{{ID: storage.NewID(), Sealed: []byte("1")}, {ID: storage.NewID(), Sealed: []byte("2")}}
	kept, err := a.BeginBatch(r.ctx, storage.Batch{ID: storage.NewID(), Environment: env, Rows: rows})
	r.must(err)
	read, err := b.Batch(r.ctx, env)
	r.must(err)
	r.same(read, kept)
	send := func(h *Handle, row string) error {
		all := r.attempts(h)
		seen := int64(0)
		if len(all) > 0 {
			seen = all[len(all)-1].Seq
		}
		_, err := h.WriteAttempt(r.ctx, storage.Attempt{ID: storage.NewID(), Environment: env, Application: []byte("x")}, seen, row)
		return err
	}
	r.wants(send(a, rows[0].ID), storage.ErrConflict) // nobody runs it yet
	r.must(a.SetBatch(r.ctx, env, kept.ID, storage.BatchRunning))
	r.busy(b.SetBatch(r.ctx, env, kept.ID, storage.BatchRunning))
	r.wants(send(b, rows[0].ID), storage.ErrConflict) // another one runs it
	r.must(send(a, rows[0].ID))
	r.wants(send(a, rows[0].ID), storage.ErrConflict)
	r.wants(send(a, "no row"), storage.ErrConflict)

	ended := r.attempts(a)[0]
	for _, state := range []storage.AttemptState{storage.AttemptUnknown, storage.AttemptCreated, storage.AttemptRefused, storage.AttemptSettledCreated, storage.AttemptClaimed} {
		ended.State = state
		ended, err = a.EndAttempt(r.ctx, ended)
		r.must(err)
		r.wants(send(a, rows[0].ID), storage.ErrConflict)
	}
	ended.State = storage.AttemptSettledNot
	_, err = a.EndAttempt(r.ctx, ended)
	r.must(err)
	r.must(send(a, rows[0].ID)) // certainly in vain
	r.same(len(r.attempts(b)), 2)
}

func batchIsPausedStoppedAndReplaced(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	_, err := a.Batch(r.ctx, env)
	r.wants(err, storage.ErrNotFound)
	r.wants(a.SetBatch(r.ctx, env, "none", storage.BatchRunning), storage.ErrNotFound)
	row := storage.BatchRow{ID: storage.NewID(), Sealed: []byte("1")}
	first, err := a.BeginBatch(r.ctx, storage.Batch{ID: storage.NewID(), Environment: env, Rows: []storage.BatchRow{row}})
	r.must(err)
	_, err = b.BeginBatch(r.ctx, storage.Batch{ID: storage.NewID(), Environment: env})
	r.wants(err, storage.ErrConflict)
	r.wants(b.DropBatch(r.ctx, env, first.ID), storage.ErrConflict)
	r.must(a.SetBatch(r.ctx, env, first.ID, storage.BatchRunning))
	r.must(b.SetBatch(r.ctx, env, first.ID, storage.BatchPaused)) // by anybody
	_, err = a.WriteAttempt(r.ctx, storage.Attempt{ID: storage.NewID(), Environment: env, Application: []byte("x")}, 0, row.ID)
	r.wants(err, storage.ErrConflict)
	r.must(b.SetBatch(r.ctx, env, first.ID, storage.BatchRunning))
	read, err := a.Batch(r.ctx, env)
	r.must(err)
	r.same([]any{read.State, read.Holder}, []any{storage.BatchRunning, "b"})
	r.must(a.SetBatch(r.ctx, env, first.ID, storage.BatchStopped))
	r.wants(b.SetBatch(r.ctx, env, first.ID, storage.BatchRunning), storage.ErrConflict)
	second, err := b.BeginBatch(r.ctx, storage.Batch{ID: storage.NewID(), Environment: env, Rows: []storage.BatchRow{{ID: storage.NewID(), Sealed: []byte("2")}}})
	r.must(err)
	read, err = a.Batch(r.ctx, env)
	r.must(err)
	r.same(read, second)
	_, _, err = a.Secret(r.ctx, row.ID, storage.RowColumn)
	r.wants(err, storage.ErrNotFound)
	r.must(a.SetBatch(r.ctx, env, second.ID, storage.BatchDone))
	r.must(a.DropBatch(r.ctx, env, first.ID)) // long gone
	r.must(a.DropBatch(r.ctx, env, second.ID))
	_, err = b.Batch(r.ctx, env)
	r.wants(err, storage.ErrNotFound)
}

func stampTellsThatSomethingHasChanged(t *testing.T, r *room) {
	h := r.open("a")
	last := ""
	news := func(what string) {
		t.Helper()
		stamp, err := h.ProvisionStamp(r.ctx, env)
		r.must(err)
		if stamp == last {
			t.Errorf("nothing tells of %s", what)
		}
		if again, err := h.ProvisionStamp(r.ctx, env); err != nil || again != stamp {
			t.Errorf("%s: without a change it is another one", what)
		}
		last = stamp
	}
	news("the beginning")
	d, err := h.PutDraft(r.ctx, storage.Draft{Environment: env, Sealed: []byte("x")})
	r.must(err)
	news("a draft")
	d, err = h.PutDraft(r.ctx, d)
	r.must(err)
	news("a changed draft")
	r.must(h.DropDraft(r.ctx, d.ID))
	news("a dropped draft")
	a := r.written(h, "x", 0)
	news("an attempt")
	a.State = storage.AttemptUnknown
	_, err = h.EndAttempt(r.ctx, a)
	r.must(err)
	news("an outcome")
	b, err := h.BeginBatch(r.ctx, storage.Batch{ID: storage.NewID(), Environment: env})
	r.must(err)
	news("a batch")
	r.must(h.SetBatch(r.ctx, env, b.ID, storage.BatchRunning))
	news("a batch that runs")
}
