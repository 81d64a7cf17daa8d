package storetest

import (
	"errors"
	"testing"
	"time"

	"crosswalk/storage"
)

// put stores one client.
func (r *room) put(h *Handle, k storage.Client) storage.Client {
	r.Helper()
	stored, err := h.PutClients(r.ctx, []storage.Client{k})
	r.must(err)
	return stored[0]
}

func (r *room) clients(h *Handle) []storage.Client {
	r.Helper()
	all, err := h.Clients(r.ctx)
	r.must(err)
	return all
}

// sealedEIN is how an EIN comes from whoever has the key: the store never sees what is in it.
func sealedEIN(k storage.Client, lastFour string) storage.SealedEIN {
	return storage.SealedEIN{LastFour: lastFour, Sealed: []byte("sealed " + lastFour), Gen: k.EIN.Gen + 1}
}

func clientsRoundTrip(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	want := storage.Client{ID: storage.NewID(), Number: "1004", Name: "zinnia", Group: "Food", Tags: []string{"vip", "a,b"}, Notes: "two\nlines"}
	want.EIN = sealedEIN(want, "4821")
	stored := r.put(a, want)
	want.Rev = 1
	r.same(stored, want)
	r.put(b, storage.Client{Name: "Acme"})
	all := r.clients(b)
	r.same([]string{all[0].Name, all[1].Name}, []string{"Acme", "zinnia"}) // by name without regard to case
	r.same(all[1], want)
	h := r.open("a")
	r.same(r.clients(h)[1], want)
}

func clientNumbersAreUnique(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	first := r.put(a, storage.Client{Number: "Ä-1", Name: "Acme"})
	r.put(a, storage.Client{Name: "No number"})
	r.put(a, storage.Client{Name: "Nor this one"})
	_, err := b.PutClients(r.ctx, []storage.Client{{Name: "Other"}, {Number: " a\u0308-1", Name: "Zinnia"}})
	var taken *storage.TakenError
	if !errors.As(err, &taken) || taken.Client != first.ID || taken.Name != "Acme" {
		t.Fatalf("got %v, want a *TakenError", err)
	}
	r.same(len(r.clients(a)), 3) // all or nothing
	first.Number = "ä-1"
	r.put(a, first) // its own number, written differently
}

func clientsByRev(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	k := r.put(a, storage.Client{Number: "1", Name: "Acme"})
	mine, theirs := k, k
	mine.Group = "Food"
	mine = r.put(a, mine)
	r.same(mine.Rev, k.Rev+1)
	theirs.Name = "Late"
	_, err := b.PutClients(r.ctx, []storage.Client{theirs})
	r.wants(err, storage.ErrConflict)
	r.same(r.put(b, mine).Rev, mine.Rev) // nothing new is not written
	r.must(a.RemoveClients(r.ctx, []string{k.ID}))
	_, err = b.PutClients(r.ctx, []storage.Client{mine})
	r.wants(err, storage.ErrNotFound)
	_, err = b.PutClients(r.ctx, []storage.Client{{ID: k.ID, Name: "Again"}})
	r.wants(err, storage.ErrConflict) // an ID is used once
	r.must(b.RemoveClients(r.ctx, []string{k.ID}))
}

func clientEINIsKeptByGeneration(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	k := r.put(a, storage.Client{Name: "Acme"})
	k.EIN = sealedEIN(k, "4821")
	k = r.put(a, k)
	kept := k
	kept.Notes, kept.EIN.Sealed = "new", nil // keeps it
	kept = r.put(b, kept)
	r.same(kept.EIN, k.EIN)
	stale := kept
	stale.EIN = storage.SealedEIN{LastFour: "9999", Sealed: []byte("other"), Gen: k.EIN.Gen}
	_, err := b.PutClients(r.ctx, []storage.Client{stale})
	r.wants(err, storage.ErrConflict) // a generation is sealed once
	gone := kept
	gone.EIN = storage.SealedEIN{Gen: kept.EIN.Gen}
	gone = r.put(a, gone)
	r.same(gone.EIN, storage.SealedEIN{Gen: 1})
	gone.EIN = sealedEIN(gone, "1111")
	r.same(r.put(b, gone).EIN.Gen, int64(2))
	bare := storage.Client{Name: "Bare", EIN: storage.SealedEIN{LastFour: "1234"}}
	if _, err := a.PutClients(r.ctx, []storage.Client{bare}); err == nil {
		r.Fatal("an EIN was stored that nobody sealed")
	}
}

func linksBelongToClients(t *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	k, other := r.put(a, storage.Client{Number: "1", Name: "Acme"}), r.put(a, storage.Client{Name: "Other"})
	g := r.hold(a, "pair")
	add := companyLinks("Apple", "Pear")
	add[0].Client = k.ID
	links, err := a.Attach(r.ctx, g.ID, add, nil)
	r.must(err)
	seen, err := b.Links(r.ctx)
	r.must(err)
	r.same(seen, links)
	r.same(links[0].Client, k.ID)

	// Several links may name one client; what belongs there already is no news.
	r.must(b.Assign(r.ctx, []string{links[0].ID, links[1].ID}, k.ID))
	r.must(b.Assign(r.ctx, []string{links[1].ID}, other.ID))
	r.same(r.did(a, links[0].ID), "linked assigned")
	r.same(r.did(a, links[1].ID), "linked assigned assigned")
	_, err = a.Update(r.ctx, links[1])
	r.wants(err, storage.ErrConflict)

	var used *storage.InUseError
	if err := a.RemoveClients(r.ctx, []string{k.ID, other.ID}); !errors.As(err, &used) || used.Client != k.ID {
		t.Fatalf("got %v, want an *InUseError", err)
	}
	r.must(a.Assign(r.ctx, []string{links[0].ID}, ""))
	r.must(a.RemoveClients(r.ctx, []string{k.ID}))
	r.same(r.did(a, k.ID), "added removed")
	r.same(len(r.clients(b)), 1)
	r.wants(a.Assign(r.ctx, []string{links[0].ID}, k.ID), storage.ErrNotFound)
	r.wants(a.Assign(r.ctx, []string{"nobody"}, other.ID), storage.ErrNotFound)
	unknown := companyLinks("Plum")
	unknown[0].Client = k.ID
	_, err = a.Attach(r.ctx, g.ID, unknown, nil)
	r.wants(err, storage.ErrNotFound)

	// The client stays when its company goes, and a newer sign-in changes nothing of it.
	newer := r.hold(b, "newer")
	r.must(b.Move(r.ctx, []string{links[1].ID}, newer.ID))
	seen, err = a.Links(r.ctx)
	r.must(err)
	r.same(seen[1].Client, other.ID)
	_, err = a.Detach(r.ctx, links[1].ID)
	r.must(err)
	r.same(len(r.clients(a)), 1)
}

// did is the history of a subject in short.
func (r *room) did(h *Handle, subject string) string {
	r.Helper()
	entries, err := h.Audit(r.ctx, subject)
	r.must(err)
	text := ""
	for i, e := range entries {
		if i > 0 {
			text += " "
		}
		text += string(e.Action)
	}
	return text
}

func clientsAreInTheFeed(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	_, cursor, err := b.Changes(r.ctx, "")
	r.must(err)
	k := r.put(a, storage.Client{Name: "Acme"})
	ids, cursor, err := b.Changes(r.ctx, cursor)
	r.must(err)
	r.same(ids, []string{k.ID})
	r.must(a.RemoveClients(r.ctx, []string{k.ID}))
	ids, _, err = b.Changes(r.ctx, cursor)
	r.must(err)
	r.same(ids, []string{k.ID})
}

func historyOfAllIsListed(_ *testing.T, r *room) {
	a := r.open("a")
	k := r.put(a, storage.Client{Name: "Acme"})
	g, links := r.linked(a, "pair", "Apple")
	_, err := a.Detach(r.ctx, links[0].ID)
	r.must(err)
	all, err := a.AuditAll(r.ctx)
	r.must(err)
	lines := map[string]int{}
	for _, e := range all {
		lines[e.Subject]++
	}
	r.same(lines, map[string]int{k.ID: 1, links[0].ID: 2, g.ID: 3})
}

func viewsAreKept(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	r.must(a.PutView(r.ctx, storage.View{Name: "Mine", Body: "1"}))
	r.must(a.PutView(r.ctx, storage.View{Name: "Another", Body: "2"}))
	r.must(b.PutView(r.ctx, storage.View{Name: "MINE", Body: "3"}))
	views, err := a.Views(r.ctx)
	r.must(err)
	r.same(views, []storage.View{{Name: "MINE", Body: "3"}, {Name: "Another", Body: "2"}})
	r.must(a.DropView(r.ctx, "mine"))
	r.must(a.DropView(r.ctx, "mine"))
	views, err = b.Views(r.ctx)
	r.must(err)
	r.same(len(views), 1)
}

func sittingGoesOnWhereItWasLeft(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	_, err := a.Sitting(r.ctx, env)
	r.wants(err, storage.ErrNotFound)
	s, err := a.PutSitting(r.ctx, storage.Sitting{Environment: env, Body: "begun", Items: []string{"one", "two", "three"}})
	r.must(err)
	_, err = b.PutSitting(r.ctx, storage.Sitting{Environment: env, Body: "another"})
	r.wants(err, storage.ErrConflict) // one at a time
	elsewhere, err := b.PutSitting(r.ctx, storage.Sitting{Environment: "production"})
	r.must(err)
	s.Body, s.Items[1], s.Items[2] = "going on", "two, linked", "not said to be changed"
	old := s
	s, err = a.PutSitting(r.ctx, s, 1)
	r.must(err)
	_, err = b.PutSitting(r.ctx, old, 0)
	r.wants(err, storage.ErrConflict)
	seen, err := b.Sitting(r.ctx, env)
	r.must(err)
	want := s
	want.Items = []string{"one", "two, linked", "three"}
	r.same(seen, want)
	r.same(seen.Begun, r.Now().UTC().Truncate(time.Millisecond))
	if _, err := a.PutSitting(r.ctx, s, 3); err == nil {
		r.Fatal("there is no fourth place")
	}
	r.wants(b.DropSitting(r.ctx, old), storage.ErrConflict)
	r.must(b.DropSitting(r.ctx, s))
	r.must(b.DropSitting(r.ctx, s))
	next, err := a.PutSitting(r.ctx, storage.Sitting{Environment: env, Items: []string{"four"}})
	r.must(err)
	r.must(a.DropSitting(r.ctx, s)) // the one before: the next is not touched
	seen, err = a.Sitting(r.ctx, env)
	r.must(err)
	r.same(seen, next)
	_, err = a.Sitting(r.ctx, elsewhere.Environment)
	r.must(err)
}

func farewellIsToldOnceAndAfterItsTime(_ *testing.T, r *room) {
	a, b := r.open("a"), r.open("b")
	g, links := r.linked(a, "pair", "Apple", "Pear")
	asked := storage.Farewell{Environment: env, Company: links[0].Company, Name: "Apple", Due: r.Now().Add(time.Minute).UTC().Truncate(time.Millisecond)}
	f, err := a.AskFarewell(r.ctx, asked)
	r.must(err)
	asked.Asked, asked.Actor = r.Now().UTC().Truncate(time.Millisecond), f.Actor
	r.same(f, asked)
	later := asked
	later.Due = later.Due.Add(time.Hour)
	again, err := b.AskFarewell(r.ctx, later)
	r.must(err)
	r.same(again, f) // asked twice it is not put off
	until := r.Now().Add(5 * time.Minute)
	r.wants(b.Claim(r.ctx, env, f.Company, until), storage.ErrConflict)
	r.Advance(time.Minute)
	r.must(b.Claim(r.ctx, env, f.Company, until))
	r.wants(a.Claim(r.ctx, env, f.Company, until), storage.ErrConflict)
	r.wants(a.TakeBack(r.ctx, env, f.Company), storage.ErrConflict)
	r.Advance(5 * time.Minute) // whoever claimed it died
	r.wants(a.TakeBack(r.ctx, env, f.Company), storage.ErrConflict)
	r.must(a.Claim(r.ctx, env, f.Company, r.Now().Add(time.Minute)))
	ended, err := a.Leave(r.ctx, env, f.Company)
	r.must(err)
	if ended != nil {
		r.Fatal("the sign-in still has a company")
	}
	r.same(r.names(b), "Pear")
	r.same(r.did(b, links[0].ID), "linked left")
	r.same(r.grant(b, g.ID).State, storage.Active)
	all, err := b.Farewells(r.ctx)
	r.must(err)
	r.same(len(all), 0)
	r.wants(b.TakeBack(r.ctx, env, f.Company), storage.ErrNotFound)
	r.wants(b.Claim(r.ctx, env, f.Company, r.Now()), storage.ErrNotFound)
	ended, err = b.Leave(r.ctx, env, links[1].Company) // asked for or not
	r.must(err)
	r.same(ended.ID, g.ID)
	_, err = b.Leave(r.ctx, env, links[1].Company)
	r.must(err)
}

func farewellThatCouldNotBeTold(_ *testing.T, r *room) {
	a := r.open("a")
	_, links := r.linked(a, "pair", "Apple", "Pear")
	for _, k := range links {
		_, err := a.AskFarewell(r.ctx, storage.Farewell{Environment: env, Company: k.Company, Name: k.Name, Due: r.Now()})
		r.must(err)
		r.must(a.Claim(r.ctx, env, k.Company, r.Now().Add(time.Minute)))
		r.must(a.Release(r.ctx, env, k.Company, r.Now().Add(time.Hour), k.Name == "Pear"))
		r.wants(a.Claim(r.ctx, env, k.Company, r.Now().Add(time.Minute)), storage.ErrConflict)
	}
	all, err := a.Farewells(r.ctx)
	r.must(err)
	r.same([]bool{all[0].Claimed, all[1].Claimed}, []bool{false, true})
	r.must(a.TakeBack(r.ctx, env, links[0].Company))
	r.wants(a.TakeBack(r.ctx, env, links[1].Company), storage.ErrConflict) // the provider may have heard
	r.Advance(time.Hour)
	r.must(a.Claim(r.ctx, env, links[1].Company, r.Now().Add(time.Minute)))
}
