package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"crosswalk/storage"
)

func roundTrip(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g := r.hold(a, "pair")
	r.same(g.State, storage.Held)
	r.same(g.Gen, int64(1))
	links, err := a.Attach(r.ctx, g.ID, companyLinks("Zinnia", "apple"), nil)
	r.must(err)
	seen, err := b.Links(r.ctx)
	r.must(err)
	r.same(r.names(b), "apple,Zinnia")
	r.same(seen[1], links[0])
	want := companyLinks("Zinnia")[0]
	want.ID, want.Grant, want.Environment, want.Rev = links[0].ID, g.ID, env, 1
	want.Linked = r.Now().UTC().Truncate(time.Millisecond)
	r.same(seen[1], want)
	g.State, g.Rev = storage.Active, seen[1].Rev+1
	r.same(r.grant(b, g.ID), g)
}

func duplicate(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	first, links := r.linked(a, "pair", "Acme")
	second := r.hold(b, "other")
	again := companyLinks("Acme")
	again[0].Company = "UUID-ACME" // the same uuid, written differently
	_, err := b.Attach(r.ctx, second.ID, again, nil)
	var dup *storage.DuplicateError
	if !errors.As(err, &dup) {
		t.Fatalf("got %v, want a *DuplicateError", err)
	}
	r.same(*dup, storage.DuplicateError{Company: "uuid-acme", Name: "Acme", Link: links[0].ID, Grant: first.ID})
	r.same(r.grant(b, second.ID).State, storage.Held)

	elsewhere, err := b.Hold(r.ctx, storage.Grant{Environment: "production"}, []byte("x"), r.Now().Add(time.Hour))
	r.must(err)
	_, err = b.Attach(r.ctx, elsewhere.ID, companyLinks("Acme"), nil)
	r.must(err) // once per environment
}

func optimisticUpdate(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	_, links := r.linked(a, "pair", "Acme")
	mine, theirs := links[0], links[0]
	mine.Verdict, mine.Verified = "reachable", r.Now().UTC().Truncate(time.Millisecond)
	mine.Company, mine.Grant = "forged", "forged" // not what Update is for
	stored, err := a.Update(r.ctx, mine)
	r.must(err)
	r.same(stored.Rev, links[0].Rev+1)
	r.same(stored.Company, links[0].Company)
	r.same(stored.Grant, links[0].Grant)
	theirs.Verdict = "revoked"
	_, err = b.Update(r.ctx, theirs)
	r.wants(err, storage.ErrConflict)
	seen, err := b.Links(r.ctx)
	r.must(err)
	r.same(seen[0], stored)
}

func deleteAndRelink(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, links := r.linked(a, "pair", "Acme")
	ended, err := a.Detach(r.ctx, links[0].ID)
	r.must(err)
	if ended == nil {
		t.Fatal("the last link went and no grant came back")
	}
	_, err = b.Update(r.ctx, links[0])
	r.wants(err, storage.ErrNotFound)
	r.must(a.Forget(r.ctx, g.ID, 1))
	again, relinked := r.linked(b, "newer", "Acme")
	if relinked[0].ID == links[0].ID || again.ID == g.ID {
		t.Fatal("an ID was used twice")
	}
	r.same(r.names(a), "Acme")
}

func notFound(_ *testing.T, r *room) {
	h := r.open("a")
	nobody := storage.Lease{Grant: "nobody", Gen: 1}
	_, err := h.Attach(r.ctx, "nobody", companyLinks("Acme"), nil)
	r.wants(err, storage.ErrNotFound)
	r.wants(h.Move(r.ctx, nil, "nobody"), storage.ErrNotFound)
	_, err = h.Update(r.ctx, storage.Link{ID: "nobody"})
	r.wants(err, storage.ErrNotFound)
	_, err = h.Detach(r.ctx, "nobody")
	r.wants(err, storage.ErrNotFound)
	_, err = h.Describe(r.ctx, storage.Grant{ID: "nobody"})
	r.wants(err, storage.ErrNotFound)
	r.wants(h.Extend(r.ctx, "nobody", r.Now()), storage.ErrNotFound)
	r.wants(h.Reinstate(r.ctx, "nobody"), storage.ErrNotFound)
	_, _, err = h.End(r.ctx, "nobody")
	r.wants(err, storage.ErrNotFound)
	r.must(h.Forget(r.ctx, "nobody", 1)) // gone is what was wanted
	_, _, err = h.Sealed(r.ctx, "nobody")
	r.wants(err, storage.ErrNotFound)
	_, err = h.BeginRefresh(r.ctx, "nobody", 1)
	r.wants(err, storage.ErrNotFound)
	r.wants(h.Intend(r.ctx, nobody, []byte("x")), storage.ErrNotFound)
	r.wants(h.CommitRefresh(r.ctx, nobody, []byte("x")), storage.ErrNotFound)
	r.wants(h.Mark(r.ctx, "nobody", 1, []byte("x")), storage.ErrNotFound)
	r.wants(h.EndRefresh(r.ctx, nobody, true), storage.ErrNotFound)
	_, _, err = h.Secret(r.ctx, "nobody", "x")
	r.wants(err, storage.ErrNotFound)
	g := r.hold(h, "pair")
	_, err = h.Attach(r.ctx, g.ID, companyLinks("Acme"), []string{"nobody"})
	r.wants(err, storage.ErrNotFound)
	r.wants(h.Move(r.ctx, []string{"nobody"}, g.ID), storage.ErrNotFound)
}

func sealedBytesAreOpaque(t *testing.T, r *room) {
	h := r.open("a")
	odd := bytes.Repeat([]byte{0, 0xff, '\'', '\n', 0x80, '%'}, 20000)
	g := r.hold(h, string(odd))
	got, _ := r.sealed(r.open("b"), g.ID)
	if got != string(odd) {
		t.Fatal("the pair did not come back as it was stored")
	}
	r.must(h.CommitRefresh(r.ctx, r.begin(h, g.ID, 1), odd[1:]))
	if got, _ := r.sealed(h, g.ID); got != string(odd[1:]) {
		t.Fatal("the renewed pair did not come back as it was stored")
	}
	r.must(h.PutSecret(r.ctx, "p", "c", 1, odd))
	secret, _, err := h.Secret(r.ctx, "p", "c")
	r.must(err)
	if !bytes.Equal(secret, odd) {
		t.Fatal("the secret did not come back as it was stored")
	}
}

func describeByRev(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g := r.hold(a, "pair")
	mine, theirs := g, g
	mine.Owner, mine.OwnerName, mine.Scope = "owner-9", "Priya Shah", "public"
	mine.Environment, mine.State = "production", storage.Active // not what Describe is for
	stored, err := a.Describe(r.ctx, mine)
	r.must(err)
	r.same(stored, r.grant(b, g.ID))
	g.Owner, g.OwnerName, g.Scope, g.Rev = "owner-9", "Priya Shah", "public", stored.Rev
	r.same(stored, g)
	_, err = b.Describe(r.ctx, theirs)
	r.wants(err, storage.ErrConflict)
}

func attachIsAllOrNothing(_ *testing.T, r *room) {
	h := r.open("a")
	g, links := r.linked(h, "pair", "Acme", "Birch")
	other := r.hold(h, "other")
	_, err := h.Attach(r.ctx, other.ID, companyLinks("Cedar", "Birch"), []string{links[0].ID})
	var dup *storage.DuplicateError
	if !errors.As(err, &dup) {
		r.Fatalf("got %v, want a *DuplicateError", err)
	}
	r.same(r.names(h), "Acme,Birch")
	r.same(r.grant(h, other.ID).State, storage.Held)
	r.same(r.grant(h, g.ID).State, storage.Active)
	_, err = h.Hold(r.ctx, storage.Grant{ID: g.ID, Environment: env}, []byte("forged"), r.Now())
	r.wants(err, storage.ErrConflict)
	pair, _ := r.sealed(h, g.ID)
	r.same(pair, "pair")
}

func reopen(_ *testing.T, r *room) {
	r.open("keeps a store in memory alive")
	a := r.open("a")
	g, _ := r.linked(a, "R1", "Acme", "Birch")
	r.must(a.CommitRefresh(r.ctx, r.begin(a, g.ID, 1), []byte("R2")))
	id, links := a.ID(), r.names(a)
	_, cursor, err := a.Changes(r.ctx, "")
	r.must(err)
	r.must(a.Close())
	b := r.open("a")
	r.same([]string{b.ID(), r.names(b)}, []string{id, links})
	pair, gen := r.sealed(b, g.ID)
	r.same([]any{pair, gen}, []any{"R2", int64(2)})
	missed, _, err := b.Changes(r.ctx, cursor)
	r.must(err)
	r.same(len(missed), 0)
}

func cancelledContext(_ *testing.T, r *room) {
	h := r.open("a")
	g, links := r.linked(h, "R1", "Acme")
	lease := r.begin(h, g.ID, 1)
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	_, err := h.Links(ctx)
	r.wants(err, context.Canceled)
	_, err = h.Hold(ctx, storage.Grant{Environment: env}, []byte("x"), r.Now())
	r.wants(err, context.Canceled)
	_, err = h.Detach(ctx, links[0].ID)
	r.wants(err, context.Canceled)
	r.wants(h.CommitRefresh(ctx, lease, []byte("R2")), context.Canceled)
	r.wants(h.EndRefresh(ctx, lease, true), context.Canceled)
	r.same(r.names(h), "Acme")
	pair, gen := r.sealed(h, g.ID)
	r.same([]any{pair, gen}, []any{"R1", int64(1)})
	r.must(h.CommitRefresh(r.ctx, lease, []byte("R2"))) // nothing was changed
}
