package storetest

import (
	"testing"
	"time"

	"crosswalk/storage"
)

// What becomes of a grant when links share it, move to another, or go.

func severalLinksRenewOnce(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, links := r.linked(a, "R1", "Acme", "Birch", "Cedar")
	for _, k := range links {
		r.same(k.Grant, g.ID)
	}
	// Each link's grant is the same row: the second to come finds it leased,
	// and after that renewed.
	lease := r.begin(a, links[0].Grant, 1)
	_, err := b.BeginRefresh(r.ctx, links[1].Grant, 1)
	r.busy(err)
	r.must(a.CommitRefresh(r.ctx, lease, []byte("R2")))
	_, err = b.BeginRefresh(r.ctx, links[2].Grant, 1)
	r.wants(err, storage.ErrStale)
	pair, gen := r.sealed(b, links[2].Grant)
	r.same([]any{pair, gen}, []any{"R2", int64(2)})
}

func unlinkOneOfThree(t *testing.T, r *room) {
	h := r.open("a")
	g, links := r.linked(h, "pair", "Acme", "Birch", "Cedar")
	ended, err := h.Detach(r.ctx, links[1].ID)
	r.must(err)
	if ended != nil {
		t.Fatal("the grant was ended although two companies use it")
	}
	r.same(r.names(h), "Acme,Cedar")
	r.same(r.grant(h, g.ID).State, storage.Active)
	orphans, err := h.Orphans(r.ctx, r.Now().Add(1000*time.Hour))
	r.must(err)
	r.same(len(orphans), 0)
}

func lastLinkEndsTheGrant(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, links := r.linked(a, "pair", "Acme", "Birch")
	_, err := a.Detach(r.ctx, links[0].ID)
	r.must(err)
	ended, err := a.Detach(r.ctx, links[1].ID)
	r.must(err)
	if ended == nil || ended.ID != g.ID || ended.State != storage.Ending {
		t.Fatalf("got %+v, want the grant, ending", ended)
	}
	// The one who removed it died here: the next start finds it, with its pair.
	orphans, err := b.Orphans(r.ctx, r.Now())
	r.must(err)
	r.same(orphans, []storage.Grant{*ended})
	pair, gen := r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"pair", int64(1)})
	_, err = b.Attach(r.ctx, g.ID, companyLinks("Cedar"), nil)
	r.wants(err, storage.ErrEnding)
	r.must(b.Forget(r.ctx, g.ID, gen))
	_, _, err = a.Sealed(r.ctx, g.ID)
	r.wants(err, storage.ErrNotFound)
	orphans, err = b.Orphans(r.ctx, r.Now())
	r.must(err)
	r.same(len(orphans), 0)
}

func linksMove(_ *testing.T, r *room) {
	h := r.open("a")
	older, links := r.linked(h, "older", "Acme", "Birch", "Cedar")
	newer := r.hold(h, "newer")
	r.must(h.Move(r.ctx, []string{links[0].ID, links[1].ID}, newer.ID))
	r.same(r.grant(h, newer.ID).State, storage.Active)
	r.same(r.grant(h, older.ID).State, storage.Active) // Cedar still uses it
	r.must(h.Move(r.ctx, []string{links[2].ID, links[1].ID}, newer.ID))
	r.same(r.grant(h, older.ID).State, storage.Ending)
	seen, err := h.Links(r.ctx)
	r.must(err)
	for i, k := range seen {
		r.same([]string{k.ID, k.Grant}, []string{links[i].ID, newer.ID})
	}
	_, err = h.Update(r.ctx, links[0])
	r.wants(err, storage.ErrConflict) // moving is a change like any other
	r.wants(h.Move(r.ctx, []string{links[0].ID}, older.ID), storage.ErrEnding)
	elsewhere, err := h.Hold(r.ctx, storage.Grant{Environment: "production"}, []byte("x"), r.Now().Add(time.Hour))
	r.must(err)
	if err := h.Move(r.ctx, []string{links[0].ID}, elsewhere.ID); err == nil {
		r.Fatal("a link was moved to another environment's grant")
	}
}

func oneToOneReplaces(_ *testing.T, r *room) {
	h := r.open("a")
	older, links := r.linked(h, "older", "Acme")
	newer := r.hold(h, "newer")
	added, err := h.Attach(r.ctx, newer.ID, companyLinks("Birch"), []string{links[0].ID})
	r.must(err)
	r.same(r.names(h), "Birch")
	r.same(r.grant(h, older.ID).State, storage.Ending)
	// On the same grant, and even the same company: it replaces itself.
	_, err = h.Attach(r.ctx, newer.ID, companyLinks("Birch"), []string{added[0].ID})
	r.must(err)
	r.same(r.names(h), "Birch")
	r.same(r.grant(h, newer.ID).State, storage.Active)
}

func orphanIsFoundAtStart(_ *testing.T, r *room) {
	r.open("keeps a store in memory alive")
	a := r.open("a")
	g := r.hold(a, "pair")
	r.must(a.Close()) // killed between consent and link

	b := r.open("b")
	orphans, err := b.Orphans(r.ctx, r.Now())
	r.must(err)
	r.same(len(orphans), 0) // its consent may still be in progress
	r.must(b.Extend(r.ctx, g.ID, r.Now().Add(3*time.Hour)))
	r.Advance(2 * time.Hour)
	orphans, err = b.Orphans(r.ctx, r.Now())
	r.must(err)
	r.same(len(orphans), 0)
	r.Advance(2 * time.Hour)
	orphans, err = b.Orphans(r.ctx, r.Now())
	r.must(err)
	r.same(len(orphans), 1)
	r.same([]any{orphans[0].ID, orphans[0].State}, []any{g.ID, storage.Ending})
	_, err = b.Attach(r.ctx, g.ID, companyLinks("Acme"), nil)
	r.wants(err, storage.ErrEnding)
	r.wants(b.Extend(r.ctx, g.ID, r.Now().Add(time.Hour)), storage.ErrEnding)
}

func endTakesAllLinks(_ *testing.T, r *room) {
	h := r.open("a")
	g, links := r.linked(h, "pair", "Birch", "Acme")
	_, other := r.linked(h, "other", "Cedar")
	ended, went, err := h.End(r.ctx, g.ID)
	r.must(err)
	r.same([]any{ended.ID, ended.State}, []any{g.ID, storage.Ending})
	r.same(went, []storage.Link{links[1], links[0]})
	r.same(r.names(h), other[0].Name)
	held := r.hold(h, "given up before any company was chosen")
	ended, went, err = h.End(r.ctx, held.ID)
	r.must(err)
	r.same([]any{ended.State, len(went)}, []any{storage.Ending, 0})
}

func forgetWaitsForTheLastPair(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, _ := r.linked(a, "R1", "Acme")
	r.wants(b.Forget(r.ctx, g.ID, 1), storage.ErrConflict) // still in use
	lease := r.begin(a, g.ID, 1)
	_, _, err := b.End(r.ctx, g.ID)
	r.must(err)
	r.busy(b.Forget(r.ctx, g.ID, 1)) // an answer is under way
	r.must(a.CommitRefresh(r.ctx, lease, []byte("R2")))
	r.wants(b.Forget(r.ctx, g.ID, 1), storage.ErrStale)
	pair, gen := r.sealed(b, g.ID)
	r.same(pair, "R2")
	r.same(r.grant(b, g.ID).State, storage.Ending)
	r.must(b.Forget(r.ctx, g.ID, gen))
	r.wants(a.CommitRefresh(r.ctx, storage.Lease{Grant: g.ID, Gen: 2}, []byte("R3")), storage.ErrNotFound)
}
