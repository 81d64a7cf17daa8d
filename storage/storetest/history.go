package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"crosswalk/storage"
)

func feedSeesOtherHandle(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	ctx, cancel := context.WithTimeout(r.ctx, time.Minute)
	defer cancel()
	wake := b.Wake(ctx)
	_, cursor, err := b.Changes(r.ctx, "")
	r.must(err)
	g, links := r.linked(a, "pair", "Acme")
	want := []string{g.ID, links[0].ID}
	slices.Sort(want)
	// Hints may come for nothing; what counts is that one comes after the change.
	for {
		if _, open := <-wake; !open {
			t.Fatal("another handle's change was never announced")
		}
		ids, _, err := b.Changes(r.ctx, cursor)
		r.must(err)
		slices.Sort(ids)
		if slices.Equal(ids, want) {
			break
		}
	}
	_, cursor, err = b.Changes(r.ctx, cursor)
	r.must(err)
	_, err = a.Detach(r.ctx, links[0].ID)
	r.must(err)
	ids, _, err := b.Changes(r.ctx, cursor)
	r.must(err)
	slices.Sort(ids)
	r.same(ids, want) // the removed link too
	cancel()
	for range wake { // it is closed
	}
}

func feedWakesOnOwnChanges(t *testing.T, r *room) {
	h := r.open("a")
	ctx, cancel := context.WithTimeout(r.ctx, 10*time.Second)
	defer cancel()
	wake, second := h.Wake(ctx), h.Wake(ctx)
	<-wake // the one that comes by itself
	<-second
	for range 3 { // more than a store may announce for nothing at the start
		r.hold(h, "pair")
		for i, ear := range []<-chan struct{}{wake, second} {
			if _, open := <-ear; !open {
				t.Fatalf("listener %d was not told of this window's own change", i+1)
			}
		}
	}
}

func feedNeverSkips(_ *testing.T, r *room) {
	const writers, each = 4, 15
	watcher := r.open("watcher")
	seen := map[string]bool{}
	var mu sync.Mutex
	written := map[string]bool{}
	var done sync.WaitGroup
	errs := make(chan error, writers)
	for i := range writers {
		h := r.open(fmt.Sprint("writer ", i))
		done.Go(func() {
			for range each {
				g, err := h.Hold(r.ctx, storage.Grant{Environment: env}, []byte("x"), r.Now().Add(time.Hour))
				if err != nil {
					errs <- err
					return
				}
				mu.Lock()
				written[g.ID] = true
				mu.Unlock()
			}
			errs <- nil
		})
	}
	cursor, running := "", writers
	for running > 0 {
		select {
		case err := <-errs:
			r.must(err)
			running--
		default:
		}
		ids, next, err := watcher.Changes(r.ctx, cursor)
		r.must(err)
		for _, id := range ids {
			seen[id] = true
		}
		cursor = next
	}
	done.Wait()
	ids, next, err := watcher.Changes(r.ctx, cursor)
	r.must(err)
	for _, id := range ids {
		seen[id] = true
	}
	r.same(len(written), writers*each)
	r.same(seen, written)
	ids, again, err := watcher.Changes(r.ctx, next)
	r.must(err)
	r.same([]any{len(ids), again}, []any{0, next})
	all, _, err := watcher.Changes(r.ctx, "a cursor that no store ever gave")
	r.must(err)
	r.same(len(all), writers*each)
}

func auditChain(_ *testing.T, r *room) {
	h := r.open("a")
	g, links := r.linked(h, "R1", "Acme")
	lease := r.begin(h, g.ID, 1)
	r.must(h.EndRefresh(r.ctx, lease, true))
	r.must(h.CommitRefresh(r.ctx, lease, []byte("R2")))
	r.must(h.CommitRefresh(r.ctx, r.begin(h, g.ID, 2), []byte("R3")))
	same := links[0]
	same.Verified = r.Now()
	same, err := h.Update(r.ctx, same) // verified, nothing new
	r.must(err)
	same.Verdict = "revoked"
	_, err = h.Update(r.ctx, same)
	r.must(err)
	_, err = h.Detach(r.ctx, links[0].ID)
	r.must(err)
	r.must(h.Forget(r.ctx, g.ID, 3))
	lines := func(subject string) (actions []storage.Action, last storage.Entry) {
		entries, err := h.Audit(r.ctx, subject)
		r.must(err)
		for i, e := range entries {
			if e.Seq != int64(i+1) || e.Actor == "" || e.At.IsZero() {
				r.Fatalf("line %d is %+v", i+1, e)
			}
			actions, last = append(actions, e.Action), e
		}
		return actions, last
	}
	actions, last := lines(g.ID)
	r.same(actions, []storage.Action{storage.ActHeld, storage.ActActive, storage.ActRejected, storage.ActHealed,
		storage.ActRenewed, storage.ActEnding, storage.ActForgotten})
	r.same(last.Gen, int64(3))
	actions, _ = lines(links[0].ID)
	r.same(actions, []storage.Action{storage.ActLinked, storage.ActChanged, storage.ActUnlinked})
	none, err := h.Audit(r.ctx, "nobody")
	r.must(err)
	r.same(len(none), 0)
}

func secretsByGeneration(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	r.must(a.PutSecret(r.ctx, "profile-1", "client secret", 1, []byte("one")))
	r.wants(b.PutSecret(r.ctx, "profile-1", "client secret", 1, []byte("other")), storage.ErrConflict)
	r.wants(b.PutSecret(r.ctx, "profile-1", "client secret", 3, []byte("other")), storage.ErrConflict)
	r.must(b.PutSecret(r.ctx, "profile-1", "client secret", 2, []byte("two")))
	r.must(b.PutSecret(r.ctx, "profile-0", "client secret", 1, []byte("zero")))
	r.must(b.PutSecret(r.ctx, "profile-1", "older token", 1, []byte("x")))
	got, gen, err := a.Secret(r.ctx, "profile-1", "client secret")
	r.must(err)
	r.same([]any{string(got), gen}, []any{"two", int64(2)})
	rows, err := a.SecretRows(r.ctx, "client secret")
	r.must(err)
	r.same(rows, []string{"profile-0", "profile-1"})
	r.must(a.DeleteSecret(r.ctx, "profile-1", "client secret"))
	r.must(a.DeleteSecret(r.ctx, "nobody", "client secret"))
	_, gen, err = b.Secret(r.ctx, "profile-1", "client secret")
	r.wants(err, storage.ErrNotFound)
	// A generation is never used twice for a place: an old ciphertext put back
	// would open there.
	r.same(gen, int64(2))
	r.wants(b.PutSecret(r.ctx, "profile-1", "client secret", 1, []byte("again")), storage.ErrConflict)
	r.must(b.PutSecret(r.ctx, "profile-1", "client secret", 3, []byte("again")))
	rows, err = a.SecretRows(r.ctx, "older token")
	r.must(err)
	r.same(rows, []string{"profile-1"})
}

func settingsAndProfiles(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	_, ok, err := a.Setting(r.ctx, "linking")
	r.must(err)
	r.same(ok, false)
	r.must(a.PutSetting(r.ctx, "linking", "several"))
	r.must(a.PutSetting(r.ctx, "linking", "one"))
	value, ok, err := b.Setting(r.ctx, "linking")
	r.must(err)
	r.same([]any{value, ok}, []any{"one", true})

	p, err := a.PutProfile(r.ctx, storage.Profile{Environment: env, Label: "Gusto demo", BaseURL: "https://api.gusto-demo.com",
		APIVersion: "2025-06-15", ClientID: "id", Redirects: []string{"http://127.0.0.1/callback", "http://localhost:38517/x"}, Scopes: "public"})
	r.must(err)
	all, err := b.Profiles(r.ctx)
	r.must(err)
	r.same(all, []storage.Profile{p})
	older := p
	p.Label = "Demo"
	p, err = a.PutProfile(r.ctx, p)
	r.must(err)
	_, err = b.PutProfile(r.ctx, older)
	r.wants(err, storage.ErrConflict)
	r.must(a.PutSecret(r.ctx, p.ID, "client secret", 1, []byte("sealed")))
	r.must(b.DeleteProfile(r.ctx, p.ID))
	all, err = a.Profiles(r.ctx)
	r.must(err)
	r.same(len(all), 0)
	_, _, err = a.Secret(r.ctx, p.ID, "client secret")
	r.wants(err, storage.ErrNotFound)
}

func keyReplacedInOneTransaction(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	first := storage.KeyRecord{Kind: "test", KeyID: "k1", Canary: []byte("c1")}
	r.must(a.ReplaceKey(r.ctx, "", first, nil))
	r.wants(b.ReplaceKey(r.ctx, "", storage.KeyRecord{Kind: "test", KeyID: "k2"}, nil), storage.ErrConflict)
	g := r.hold(a, "pair")
	r.must(a.PutSecret(r.ctx, "p", "c", 1, []byte("secret")))
	r.must(a.PutSecret(r.ctx, "gone", "c", 1, []byte("deleted")))
	r.must(a.DeleteSecret(r.ctx, "gone", "c"))
	rec, err := b.KeyRecord(r.ctx)
	r.must(err)
	r.same([]any{rec.Kind, rec.KeyID, string(rec.Canary), rec.Sealed}, []any{"test", "k1", "c1", 2})
	second := storage.KeyRecord{Kind: "test", KeyID: "k2", Canary: []byte("c2"), Retired: map[string][]byte{"k1": []byte("old")}}
	r.wants(b.ReplaceKey(r.ctx, "k1", second, nil), storage.ErrConflict) // sealed rows would be left behind
	places := map[string]string{}
	r.must(b.ReplaceKey(r.ctx, "k1", second, func(row, column string, gen int64, sealed []byte) []byte {
		places[fmt.Sprint(row, " ", column, " ", gen)] = string(sealed)
		return append([]byte("again "), sealed...)
	}))
	r.same(places, map[string]string{g.ID + " pair 1": "pair", "p c 1": "secret"})
	pair, gen := r.sealed(a, g.ID)
	r.same([]any{pair, gen}, []any{"again pair", int64(1)})
	secret, gen, err := a.Secret(r.ctx, "p", "c")
	r.must(err)
	r.same([]any{string(secret), gen}, []any{"again secret", int64(1)})
	rec, err = a.KeyRecord(r.ctx)
	r.must(err)
	r.same([]any{rec.KeyID, rec.Retired}, []any{"k2", second.Retired})
}
