package oauth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/reach"
	"crosswalk/oauth"
)

// The numbered tests are the study of faults that docs/decisions/renewal.md lists. Those that kill a process are in renew_crash_test.go.

var errDisk = errors.New("no space left on device")

func TestAFreshTokenIsHandedOutAtOnce(t *testing.T) {
	r := newRig(t, lenient)
	r.mustWork()
	r.posted(0)
	if n := r.vault.calls("Begin") + r.vault.calls("Intend"); n != 0 {
		t.Errorf("%d writes for a fresh token", n)
	}
}

func TestAnExpiredTokenIsRenewedStoredUsedAndThenHandedOut(t *testing.T) {
	for _, m := range []mode{lenient, strict, family} {
		r := newRig(t, m)
		first := r.vault.pair(grant).Current
		r.expire()
		got := r.mustWork()
		r.posted(1)
		kept := r.vault.pair(grant)
		if got.Access.Equal(first.Access) || !kept.Current.Equal(got) || !kept.Used || kept.Previous != nil || kept.Intent != nil {
			t.Errorf("mode %d: stored %+v, handed out %+v", m, kept, got)
		}
		if row := r.vault.row(grant); row.gen != 2 || row.holder != "" {
			t.Errorf("mode %d: generation %d, lease of %q", m, row.gen, row.holder)
		}
		if r.provider.aliveRefresh(first) || r.provider.living() != 1 {
			t.Errorf("mode %d: %d pairs are alive", m, r.provider.living())
		}
		if kept.RedirectURI != "http://127.0.0.1/callback" || kept.ClientID != clientID {
			t.Error("what the consent said is lost")
		}
	}
}

func TestTheOrderIsIntentThenPostThenStoreThenUse(t *testing.T) {
	r := newRig(t, lenient)
	r.expire()
	var order []string
	for _, method := range []string{"Begin", "Intend", "Commit", "Mark"} {
		r.vault.hook(method, func() {
			order = append(order, fmt.Sprintf("%s after %d posts, %d uses", method, r.provider.asked(), r.uses))
		})
	}
	r.mustWork()
	want := []string{"Begin after 0 posts, 0 uses", "Intend after 0 posts, 0 uses", "Commit after 1 posts, 0 uses", "Mark after 1 posts, 1 uses"}
	if fmt.Sprint(order) != fmt.Sprint(want) {
		t.Errorf("got %q", order)
	}
}

func TestARenewalIsAheadOfItsTimeAndTheOldTokenServesWhenItFails(t *testing.T) {
	r := newRig(t, lenient)
	old := r.vault.pair(grant).Current
	r.clock.pass(r.provider.life - 3*time.Minute) // within Ahead, before Early
	r.provider.meets(1, saying(false, 503, "text/plain", ""))
	got, err := r.get()
	if err != nil || !got.Equal(old) {
		t.Fatalf("%v %v", got, err)
	}
	r.posted(1)
	r.clock.pass(11 * time.Second)
	if got := r.mustWork(); got.Equal(old) {
		t.Error("it was not renewed ahead of its time")
	}
}

func TestARefusalAheadOfTimeIsToldThoughTheOldTokenHasSomeMinutes(t *testing.T) {
	r := newRig(t, strict)
	p := r.vault.pair(grant)
	p.Current.Refresh = oauth.NewSecret("canary-dead")
	r.keep(grant, p)
	r.clock.pass(r.provider.life - 3*time.Minute)
	fails[*oauth.ReauthError](r)
}

func TestATokenOfShortLifeIsNotRenewedAllTheTime(t *testing.T) {
	r := newRig(t, lenient)
	r.provider.life = 20 * time.Second
	r.expire()
	r.clock.pass(2 * time.Hour)
	r.mustWork()
	for range 5 {
		r.clock.pass(2 * time.Second)
		r.mustWork()
	}
	r.posted(1)
	r.clock.pass(7 * time.Second)
	r.mustWork()
	r.posted(2)
}

func TestANewPairOfAConsentNeedsNoUseOnPurpose(t *testing.T) {
	r := newRig(t, lenient)
	r.keep(grant, oauth.Pair{Current: r.provider.consent(r.clock.now())})
	r.mustWork()
	if r.uses != 0 {
		t.Error("used on purpose though nothing is to be retired")
	}
}

func TestFault14TwoCallersShareOneRenewal(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := r.Token(t.Context(), grant); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	r.posted(1)
}

// real waits for real time, a hundredth of what was asked.
func real(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d / 100)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestFault15FourProcessesNeverSpendOneTokenTwice(t *testing.T) {
	for _, m := range []mode{lenient, strict, family} {
		p, c := newProvider(t, m), newClock()
		s := newStore(c)
		var rigs []*rig
		for i := range 4 {
			rigs = append(rigs, joinRig(t, p, s, c, fmt.Sprint("window ", i), func(o *oauth.RenewerOptions, _ *oauth.Provider) { o.Wait = real }))
		}
		rigs[0].keep(grant, oauth.Pair{Current: p.consent(c.now()), Used: true})
		for range 10 {
			c.pass(p.life + time.Minute)
			var all sync.WaitGroup
			for _, r := range rigs {
				for range 6 {
					all.Go(func() {
						if _, err := r.Token(t.Context(), grant); err != nil {
							t.Error(err)
						}
					})
				}
			}
			all.Wait()
		}
		if p.asked() != 10 {
			t.Errorf("mode %d: %d posts for 10 renewals", m, p.asked())
		}
		for token, n := range p.posts {
			if n != 1 {
				t.Errorf("mode %d: %s was sent %d times", m, token, n)
			}
		}
	}
}

func TestFault16ALeaseOfSomebodyWhoDiedIsTakenOver(t *testing.T) {
	r := newRig(t, lenient)
	r.expire()
	r.vault.change(grant, func(s *stored) { s.holder, s.until = "dead window", r.clock.now().Add(5*time.Second) })
	r.mustWork()
	r.posted(1)
	if w := r.clock.waited(); len(w) == 0 {
		t.Error("it did not wait for the lease")
	}
}

func TestFault17ALeaseThatIsNotGivenBackIsNotWaitedForForEver(t *testing.T) {
	r := newRig(t, lenient)
	r.expire()
	r.vault.change(grant, func(s *stored) { s.holder, s.until = "other window", r.clock.now().Add(time.Hour) })
	if e := fails[*oauth.BusyError](r); e.Holder != "other window" {
		t.Errorf("held by %q", e.Holder)
	}
	r.posted(0)
	var total time.Duration
	for _, d := range r.clock.waited() {
		total += d
	}
	if total < 30*time.Second || total > 40*time.Second {
		t.Errorf("waited %v", total)
	}
}

func TestWhatAnotherProcessRenewedIsUsed(t *testing.T) {
	r := newRig(t, strict)
	other := joinRig(t, r.provider, r.vault.store, r.clock, "other window")
	r.expire()
	r.vault.hook("Begin", func() { // between the first look and the lease
		r.vault.hook("Begin", nil)
		if _, err := other.Token(t.Context(), grant); err != nil {
			t.Error(err)
		}
	})
	r.mustWork()
	r.posted(1)
}

func TestALateAnswerThatIsStoredAfterTheLeaseWasTakenIsUsed(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	late := oauth.Pair{Current: r.provider.consent(r.clock.now()), Used: true}
	r.vault.hook("Began", func() {
		r.vault.change(grant, func(s *stored) { s.gen, s.sealed, s.holder = 2, late.Encode(), "" })
	})
	if got := r.mustWork(); !got.Equal(late.Current) {
		t.Error("not the pair that was stored")
	}
	r.posted(0)
	if n := r.vault.calls("Intend"); n != 0 {
		t.Error("an intent for a pair that was replaced")
	}
}

func TestASuccessMakesTheNextDelayShortAgain(t *testing.T) {
	r := newRig(t, lenient)
	for range 3 {
		r.expire()
		r.provider.meets(1, saying(false, 503, "text/plain", ""))
		fails[*oauth.ServerError](r)
		if e := fails[*oauth.DelayedError](r); e.Until.Sub(r.clock.now()) > 10*time.Second {
			t.Errorf("delayed by %v", e.Until.Sub(r.clock.now()))
		}
		r.clock.pass(11 * time.Second)
		r.mustWork()
	}
}

func TestFault18LostAnswers(t *testing.T) {
	t.Run("once, lenient: the same token again", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		r.provider.meets(1, dropped(true))
		r.mustWork()
		r.posted(2)
		if w := r.clock.waited(); len(w) != 1 || w[0] != 200*time.Millisecond {
			t.Errorf("waited %v", w)
		}
		if r.vault.pair(grant).Intent != nil {
			t.Error("the intent outlives its end")
		}
	})
	t.Run("nine times, lenient: three tries, then later", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		r.provider.meets(9, dropped(true))
		fails[*oauth.AmbiguousError](r)
		r.posted(3)
		if i := r.vault.pair(grant).Intent; i == nil || i.Sent != 3 {
			t.Errorf("intent %+v", i)
		}
		if e := fails[*oauth.DelayedError](r); !e.Until.After(r.clock.now()) {
			t.Error("the delay is over already")
		}
		r.posted(3)
		r.clock.pass(11 * time.Second)
		fails[*oauth.AmbiguousError](r)
		r.clock.pass(21 * time.Second)
		fails[*oauth.AmbiguousError](r)
		r.posted(9)
		r.clock.pass(41 * time.Second)
		r.mustWork()
		r.posted(10)
		if n := r.saw(oauth.Quarantined); n != 0 {
			t.Error("a grant was condemned")
		}
	})
	t.Run("once, strict: signing in again, and the reason is named", func(t *testing.T) {
		r := newRig(t, strict)
		r.expire()
		r.provider.meets(1, dropped(true))
		if e := fails[*oauth.ReauthError](r); e.Likely != oauth.ReauthLostAnswer {
			t.Errorf("likely cause %v", e.Likely)
		}
		r.posted(2)
	})
}

func TestARefusalAfterAnEarlierLostAnswerNamesItAsTheReason(t *testing.T) {
	r := newRig(t, strict)
	p := r.vault.pair(grant)
	if err := r.client.Revoke(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	p.Intent = &oauth.Intent{Token: p.Current.Refresh.Fingerprint(), At: r.clock.now(), Sent: 1} // of a process that is no more
	r.keep(grant, p)
	r.expire()
	if e := fails[*oauth.ReauthError](r); e.Likely != oauth.ReauthLostAnswer {
		t.Errorf("likely cause %v", e.Likely)
	}
	t.Run("and one that was turned away in between does not hide it", func(t *testing.T) {
		r := newRig(t, strict)
		r.expire()
		r.provider.meets(1, dropped(true))
		r.provider.meets(1, saying(false, 503, "text/plain", ""))
		fails[*oauth.ServerError](r)
		r.clock.pass(time.Minute)
		if e := fails[*oauth.ReauthError](r); e.Likely != oauth.ReauthLostAnswer {
			t.Errorf("likely cause %v", e.Likely)
		}
	})
}

func TestFault19GatewayErrorsAfterTheFact(t *testing.T) {
	for _, status := range []int{500, 502, 504, 408} {
		r := newRig(t, lenient)
		r.expire()
		r.provider.meets(1, saying(true, status, "text/html", "<h1>Bad gateway</h1>"))
		r.mustWork()
		r.posted(2)
	}
}

func TestFault20TurnedAwayBeforeTheFact(t *testing.T) {
	for _, m := range []mode{lenient, strict, family} {
		for _, status := range []int{429, 503} {
			r := newRig(t, m)
			r.expire()
			r.provider.meets(1, saying(false, status, "text/plain", "", "Retry-After", "90"))
			if e := fails[*oauth.ServerError](r); e.RetryAfter != 90*time.Second {
				t.Errorf("to wait: %v", e.RetryAfter)
			}
			if r.vault.pair(grant).Intent != nil {
				t.Error("the intent stays though nothing was processed")
			}
			r.clock.pass(80 * time.Second)
			fails[*oauth.DelayedError](r)
			r.posted(1)
			r.clock.pass(11 * time.Second)
			r.mustWork()
			r.posted(2)
		}
	}
}

func TestFault21ConnectionsThatBreak(t *testing.T) {
	for _, m := range []mode{lenient, strict, family} {
		r := newRig(t, m)
		r.expire()
		r.provider.meets(1, dropped(false)) // arrived, and not worked on: nobody here can know that
		r.mustWork()
		r.posted(2)
	}
	r := newRig(t, strict, func(_ *oauth.RenewerOptions, p *oauth.Provider) { p.TokenURL = "http://127.0.0.1:1/oauth/token" })
	r.expire()
	e := fails[*reach.Error](r)
	if e.Sent || e.Cause != reach.ConnectionRefused || r.vault.pair(grant).Intent != nil {
		t.Errorf("%v, sent %v, intent %v", e, e.Sent, r.vault.pair(grant).Intent)
	}
	fails[*reach.Error](r) // no delay: asking again costs nobody anything
}

func TestFault22AWebPageInPlaceOfAnAnswer(t *testing.T) {
	r := newRig(t, lenient)
	r.expire()
	r.provider.meets(1, saying(true, 200, "text/html", "<html>canary-page: sign in to the Wi-Fi"))
	r.mustWork()
	r.posted(2)
}

func TestFault23AnAnswerThatIsCut(t *testing.T) {
	for _, after := range []bool{true, false} {
		r := newRig(t, lenient)
		r.expire()
		r.provider.meets(1, cut(after))
		r.mustWork()
		r.posted(2)
	}
	for _, body := range []string{"", "{", `{"access_token":`, `{"access_token":"canary-x"`, `[]`, `{"access_token":"canary bad"}`, `{"token_type":"bearer"}`, `{"access_token":"canary-x","token_type":"mac"}`} {
		r := newRig(t, lenient)
		r.expire()
		r.provider.meets(1, saying(true, 200, "application/json", body))
		r.mustWork()
	}
}

func TestFault24AnAnswerThatDoesNotCome(t *testing.T) {
	r := newRig(t, lenient, func(o *oauth.RenewerOptions, _ *oauth.Provider) { o.Patience = 50 * time.Millisecond })
	r.expire()
	_, gate := r.holds()
	defer close(gate)
	r.mustWork()
	r.posted(2)
}

func TestFault25ACallerThatGivesUpDoesNotEndTheRenewal(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	arrived, gate := r.holds()
	ctx, cancel := context.WithCancel(t.Context())
	done := r.asks(ctx)
	<-arrived
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller got %v", err)
	}
	close(gate)
	r.mustWork() // waits for the renewal that goes on, or finds its result
	r.posted(1)
}

func TestFault26NothingIsSentWhenTheIntentCannotBeWritten(t *testing.T) {
	for _, err := range []error{errDisk, errors.New("read-only file system"), errors.New("permission denied"), oauth.ErrGone} {
		r := newRig(t, strict)
		r.expire()
		r.vault.failing("Intend", err)
		if e := fails[*oauth.NotSentError](r); !errors.Is(e, err) {
			t.Errorf("the reason is lost: %v", e)
		}
		r.posted(0)
		if r.vault.row(grant).holder != "" {
			t.Error("the lease is kept")
		}
		r.mustWork()
		r.posted(1)
	}
}

func TestFault27ANewPairThatCannotBeStored(t *testing.T) {
	t.Run("once and three times: in the same renewal", func(t *testing.T) {
		for n := 1; n <= 2; n++ {
			r := newRig(t, strict)
			r.expire()
			for range n {
				r.vault.failing("Commit", errDisk)
			}
			r.mustWork()
			r.posted(1)
		}
	})
	for _, m := range []mode{lenient, strict} {
		t.Run(fmt.Sprintf("for a while, mode %d: kept unused, stored later", m), func(t *testing.T) {
			r := newRig(t, m)
			r.clock.gate = make(chan struct{})
			r.expire()
			r.vault.broken("Commit", errDisk)
			e := fails[*oauth.UnsavedError](r)
			if !errors.Is(e, errDisk) || r.Unsaved(grant) == nil || len(r.UnsavedGrants()) != 1 {
				t.Errorf("state %v, %v", e, r.Unsaved(grant))
			}
			if r.uses != 0 {
				t.Error("the new token was used before it was stored")
			}
			if m == lenient && !r.provider.aliveRefresh(r.vault.pair(grant).Current) {
				t.Error("the stored pair is not alive")
			}
			fails[*oauth.UnsavedError](r)
			r.clock.gate <- struct{}{} // the next try fails too
			r.clock.gate <- struct{}{}
			r.vault.working()
			r.mustWork() // saves what is in hand first
			r.posted(1)
			if r.Unsaved(grant) != nil || r.saw(oauth.NotYetSaved) != 1 || r.saw(oauth.SavedLate) != 1 {
				t.Errorf("events %v", r.events)
			}
		})
	}
	t.Run("stored later by itself", func(t *testing.T) {
		r := newRig(t, strict)
		r.clock.gate = make(chan struct{})
		r.expire()
		r.vault.broken("Commit", errDisk)
		fails[*oauth.UnsavedError](r)
		r.vault.working()
		r.clock.gate <- struct{}{}
		if err := r.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if row := r.vault.row(grant); row.gen != 2 {
			t.Errorf("generation %d", row.gen)
		}
	})
	t.Run("until its grant is given up: then it is revoked", func(t *testing.T) {
		r := newRig(t, strict)
		r.clock.gate = make(chan struct{})
		r.expire()
		r.vault.broken("Commit", errDisk)
		fails[*oauth.UnsavedError](r)
		r.vault.mu.Lock()
		delete(r.vault.rows, grant)
		r.vault.mu.Unlock()
		r.clock.gate <- struct{}{}
		if err := r.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if n := r.provider.living(); n != 0 {
			t.Errorf("%d pairs are alive that nobody holds", n)
		}
	})
	t.Run("never: the stored pair still works at Gusto", func(t *testing.T) {
		r := newRig(t, lenient)
		r.clock.gate = make(chan struct{})
		r.expire()
		r.vault.broken("Commit", errDisk)
		fails[*oauth.UnsavedError](r)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var e *oauth.UnsavedError
		if err := r.Close(ctx); !errors.As(err, &e) || e.Grant != grant {
			t.Errorf("closing says %v", err)
		}
		r.vault.working()
		next := joinRig(t, r.provider, r.vault.store, r.clock, "after a restart")
		r.clock.pass(2 * leaseTime)
		next.mustWork()
	})
}

func TestAnUnsavedPairLeavesTheOldTokenInUseUntilItExpires(t *testing.T) {
	r := newRig(t, lenient)
	r.clock.gate = make(chan struct{})
	old := r.vault.pair(grant).Current
	r.clock.pass(r.provider.life - 3*time.Minute)
	r.vault.broken("Commit", errDisk)
	for range 2 {
		if got := r.mustWork(); !got.Equal(old) {
			t.Error("not the old token")
		}
	}
	r.posted(1)
}

func TestFault28WhatDoesNotReadBackIsWrittenAgain(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	old := r.vault.pair(grant)
	r.vault.hook("Commit", func() {})
	wrong := true
	r.vault.hook("Load", func() {
		if row := r.vault.row(grant); wrong && row.gen == 2 {
			wrong = false
			r.vault.change(grant, func(s *stored) { s.sealed = old.Encode() })
		}
	})
	r.mustWork()
	r.posted(1)
	if wrong {
		t.Error("the fault did not happen")
	}
	t.Run("and kept in memory when that does not help", func(t *testing.T) {
		r := newRig(t, strict)
		r.clock.gate = make(chan struct{})
		r.expire()
		old := r.vault.pair(grant)
		r.vault.hook("Load", func() {
			if r.vault.row(grant).gen == 2 {
				r.vault.change(grant, func(s *stored) { s.sealed = old.Encode() })
			}
		})
		fails[*oauth.UnsavedError](r)
		r.vault.hook("Load", nil)
		r.mustWork()
		r.posted(1)
	})
}

func TestFault29AStoreThatIsBusyForAMomentIsAskedAgain(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	r.vault.failing("Commit", errors.New("sharing violation"))
	r.vault.failing("Mark", errors.New("sharing violation"))
	r.mustWork()
	r.posted(1)
	r.mustWork() // used on purpose once more, and marked
	if p := r.vault.pair(grant); !p.Used || p.Previous != nil || r.uses != 2 {
		t.Errorf("used %v after %d uses", p.Used, r.uses)
	}
	r.posted(1)
}

func TestFault30AKeyStoreThatIsLocked(t *testing.T) {
	locked := errors.New("the key store is locked")
	r := newRig(t, strict)
	r.expire()
	r.vault.broken("Load", locked)
	if _, err := r.get(); !errors.Is(err, locked) {
		t.Errorf("got %v", err)
	}
	r.posted(0)
	r.vault.working()
	r.mustWork()
}

func TestFault31And32ARecordThatCannotBeReadIsNeverOverwritten(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	good := r.vault.row(grant).sealed
	bad := bytes.Clone(good)
	bad[40] ^= 1
	cutOff := good[:100]
	later := bytes.Replace(good, []byte(`"v":1`), []byte(`"v":9`), 1)
	for _, sealed := range [][]byte{cutOff, later, {}, []byte("null"), []byte("[]"), []byte(`{"v":1}`), []byte(`{"v":1,"cur":{"v":1,"a":"canary"},"prev":5}`)} {
		r.vault.change(grant, func(s *stored) { s.sealed = sealed })
		if _, err := r.get(); err == nil {
			t.Errorf("a token from %q", sealed)
		}
		if !bytes.Equal(r.vault.row(grant).sealed, sealed) {
			t.Error("the record was overwritten")
		}
	}
	r.posted(0)
	r.vault.change(grant, func(s *stored) { s.sealed = good })
	r.mustWork()
}

func TestFault33ARefusalWhenSomebodyElseHasRenewedIsNoRefusal(t *testing.T) {
	r := newRig(t, strict)
	other := joinRig(t, r.provider, r.vault.store, r.clock, "a window that slept")
	r.expire()
	// The other's request is under way when its lease runs out and this one takes over.
	arrived, gate := r.holds()
	late := other.lateBy(arrived)
	r.provider.meets(1, fault{after: true, do: func(w http.ResponseWriter, _ *http.Request) {
		// This one's refusal is on its way when the other's answer comes and is stored.
		close(gate)
		if err := <-late; err != nil {
			t.Error(err)
		}
		a := w.(*answered)
		send(w, a.status, a.body)
	}})
	r.mustWork()
	r.posted(2)
	if r.saw(oauth.Quarantined) != 0 || r.vault.calls("rejected") != 0 {
		t.Error("a grant was condemned though its other window had the new pair")
	}
}

func TestFault34ThePreviousTokenIsTriedOnceWhenTheCurrentWasNeverUsed(t *testing.T) {
	r := newRig(t, lenient)
	previous := r.vault.pair(grant).Current
	lostForGood := oauth.Token{Access: oauth.NewSecret("canary-lost"), Refresh: oauth.NewSecret("canary-gone"), Expiry: r.clock.now().Add(time.Hour)}
	r.keep(grant, oauth.Pair{Current: lostForGood, Previous: &previous})
	r.expire()
	r.mustWork()
	r.posted(2)
	if n := r.saw(oauth.Quarantined); n != 0 {
		t.Error("condemned")
	}
	t.Run("and no more than once", func(t *testing.T) {
		r := newRig(t, lenient)
		dead := oauth.Token{Access: oauth.NewSecret("canary-x"), Refresh: oauth.NewSecret("canary-y")}
		r.keep(grant, oauth.Pair{Current: lostForGood, Previous: &dead})
		r.expire()
		if e := fails[*oauth.ReauthError](r); e.Likely != oauth.ReauthRefused {
			t.Errorf("likely cause %v", e.Likely)
		}
		r.posted(2)
	})
	t.Run("and never when the current was used", func(t *testing.T) {
		r := newRig(t, lenient)
		living := r.vault.pair(grant).Current
		r.keep(grant, oauth.Pair{Current: lostForGood, Previous: &living, Used: true})
		r.expire()
		fails[*oauth.ReauthError](r)
		r.posted(1)
	})
}

func TestFault35ARefusedGrantIsKeptAndNeverAskedForAgain(t *testing.T) {
	for _, m := range []mode{lenient, strict, family} {
		r := newRig(t, m)
		before := r.vault.pair(grant)
		if err := r.client.Revoke(t.Context(), before); err != nil {
			t.Fatal(err)
		}
		r.expire()
		e := fails[*oauth.ReauthError](r)
		var refused *oauth.RefusedError
		if e.Grant != grant || e.Likely != oauth.ReauthRefused || !errors.As(e, &refused) || refused.Code != "invalid_grant" {
			t.Errorf("%+v", e)
		}
		r.posted(1)
		if kept := r.vault.pair(grant); !kept.Current.Equal(before.Current) || !r.vault.row(grant).dead {
			t.Error("the pair is not kept in quarantine")
		}
		for range 5 {
			r.clock.pass(24 * time.Hour)
			if e := fails[*oauth.ReauthError](r); e.Likely != oauth.ReauthBefore {
				t.Errorf("likely cause %v", e.Likely)
			}
		}
		r.posted(1)
		if r.saw(oauth.Quarantined) != 1 {
			t.Errorf("events %v", r.events)
		}
	}
}

func TestARefusedAccessTokenOfARefusedGrantIsNotHandedOutAgain(t *testing.T) {
	r := newRig(t, lenient)
	token := r.mustWork()
	if err := r.client.Revoke(t.Context(), r.vault.pair(grant)); err != nil {
		t.Fatal(err)
	}
	_, err := r.Refused(t.Context(), grant, token)
	var e *oauth.ReauthError
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	fails[*oauth.ReauthError](r) // though its time is not over
	r.posted(1)
}

func TestFault36RefusedKeysPauseEverythingAndCondemnNothing(t *testing.T) {
	for _, m := range []mode{lenient, strict, family} {
		r := newRig(t, m)
		r.keep("grant-2", oauth.Pair{Current: r.provider.consent(r.clock.now()), Used: true})
		r.provider.secret = "another"
		r.expire()
		e := fails[*oauth.PausedError](r)
		var refused *oauth.RefusedError
		if e.Many || !errors.As(e, &refused) || refused.Kind != oauth.KeysRefused {
			t.Errorf("%+v", e)
		}
		var other *oauth.PausedError
		if _, err := r.Token(t.Context(), "grant-2"); !errors.As(err, &other) {
			t.Errorf("the other grant: %v", err)
		}
		r.posted(1)
		if r.vault.row(grant).dead || r.vault.row("grant-2").dead || r.vault.pair(grant).Intent != nil {
			t.Error("a grant is the worse for it")
		}
		r.provider.secret = clientSecret
		r.Resume()
		r.mustWork()
	}
}

func TestFault37AnUnknownRefusalProvesNothing(t *testing.T) {
	for _, c := range []struct {
		status int
		kind   string
		body   string
	}{
		{400, "application/json", `{"error":"invalid_request"}`}, {400, "application/json", `{"error":"something_new"}`},
		{400, "text/plain", "Bad Request"}, {404, "text/html", "<p>not here"}, {403, "text/html", "<p>blocked by your network"},
	} {
		r := newRig(t, strict)
		r.expire()
		r.provider.meets(1, saying(false, c.status, c.kind, c.body))
		if e := fails[*oauth.RefusedError](r); e.Kind != oauth.NotAccepted {
			t.Errorf("%s: %v", c.body, e.Kind)
		}
		if r.vault.row(grant).dead {
			t.Errorf("%s: condemned", c.body)
		}
		fails[*oauth.DelayedError](r) // no loop
		r.posted(1)
		r.clock.pass(time.Minute)
		r.mustWork()
	}
}

func TestFault38AnAnswerWithoutARefreshTokenKeepsTheOldOne(t *testing.T) {
	r := newRig(t, lenient)
	old := r.vault.pair(grant).Current
	r.expire()
	r.provider.change = func(body map[string]any) { delete(body, "refresh_token"); delete(body, "scope") }
	got, err := r.get()
	if err != nil || !got.Refresh.Equal(old.Refresh) || got.Access.Equal(old.Access) || got.Scope != old.Scope {
		t.Errorf("%v %v", got, err)
	}
	if kept := r.vault.pair(grant).Current; !kept.Refresh.Equal(old.Refresh) {
		t.Error("the old refresh token is lost")
	}
}

func TestFault39OddLivesOfATokenDoNotLoseIt(t *testing.T) {
	for _, odd := range []any{nil, 0, -5, "7200", "soon", 1e30, true, []int{1}} {
		r := newRig(t, lenient)
		r.expire()
		r.provider.change = func(body map[string]any) {
			body["expires_in"] = odd
			if odd == nil {
				delete(body, "expires_in")
			}
		}
		r.mustWork()
		r.mustWork()
		r.posted(1)
	}
}

func TestFault40TheTypeOfATokenIsComparedWithoutCase(t *testing.T) {
	for _, kind := range []any{"bearer", "Bearer", "BEARER", nil} {
		r := newRig(t, lenient)
		r.expire()
		r.provider.change = func(body map[string]any) { body["token_type"] = kind }
		r.mustWork()
		r.posted(1)
	}
}

func TestFault41ClocksThatAreWrongOrJump(t *testing.T) {
	t.Run("two hours behind: the API's 401 tells", func(t *testing.T) {
		r := newRig(t, strict)
		token := r.mustWork()
		r.provider.mu.Lock()
		r.provider.find(byAccess, token.Access.Reveal()).accessAlive = false
		r.provider.mu.Unlock()
		r.clock.pass(-2 * time.Hour)
		next, err := r.Refused(t.Context(), grant, token)
		if err != nil || call(t.Context(), http.DefaultClient, r.provider.url, next) != nil {
			t.Fatalf("%v", err)
		}
		r.mustWork()
		r.posted(1)
	})
	t.Run("two hours ahead: renewed once, then fresh", func(t *testing.T) {
		r := newRig(t, strict)
		r.clock.pass(2 * time.Hour)
		r.mustWork()
		r.mustWork()
		r.posted(1)
	})
	t.Run("asleep for three hours", func(t *testing.T) {
		r := newRig(t, strict)
		r.clock.pass(3 * time.Hour)
		r.mustWork()
		r.posted(1)
	})
	t.Run("asleep between the lease and the request: nothing is sent on the old lease", func(t *testing.T) {
		r := newRig(t, strict)
		r.expire()
		slept := 0
		r.vault.hook("Intend", func() {
			if slept++; slept == 1 {
				r.clock.pass(time.Hour)
			}
		})
		r.mustWork()
		r.posted(1)
		if n := r.vault.calls("Begin"); n != 2 {
			t.Errorf("%d leases, want a second one after the sleep", n)
		}
	})
	t.Run("asleep every time: it says so and sends nothing", func(t *testing.T) {
		r := newRig(t, strict)
		r.expire()
		r.vault.hook("Intend", func() { r.clock.pass(time.Minute) })
		fails[*oauth.NotSentError](r)
		r.posted(0)
		if p := r.vault.pair(grant); p.Intent != nil || r.vault.row(grant).holder != "" {
			t.Error("an intent or a lease is left")
		}
	})
	t.Run("asleep between storing and the first use: renewed once more", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		slept := 0
		r.vault.hook("Commit", func() {
			if slept++; slept == 1 {
				r.clock.pass(3 * time.Hour)
				r.provider.mu.Lock()
				r.provider.rows[len(r.provider.rows)-1].accessAlive = false
				r.provider.mu.Unlock()
			}
		})
		r.mustWork()
		r.posted(2)
	})
	t.Run("set back while a delay runs: the delay does not grow", func(t *testing.T) {
		r := newRig(t, strict)
		r.expire()
		r.clock.pass(5 * time.Hour)
		r.provider.meets(1, saying(false, 503, "text/plain", ""))
		fails[*oauth.ServerError](r)
		r.clock.pass(-2 * time.Hour)
		r.mustWork()
	})
}

func TestFault42ARestoredBackupIsToldAndTheOtherComputerIsUnharmed(t *testing.T) {
	for _, m := range []mode{lenient, strict} {
		r := newRig(t, m)
		backup := r.vault.row(grant)
		r.expire()
		r.mustWork()
		restored := newStore(r.clock)
		restored.rows[grant] = &backup
		copied := joinRig(t, r.provider, restored, r.clock, "the restored computer")
		r.clock.pass(time.Minute)
		if e := fails[*oauth.ReauthError](copied); e.Likely != oauth.ReauthRefused {
			t.Errorf("likely cause %v", e.Likely)
		}
		r.expire()
		r.mustWork()
	}
}

func TestFault43ARequestUnderWayWithTheOldTokenGetsTheNewOne(t *testing.T) {
	r := newRig(t, lenient)
	old := r.mustWork()
	r.expire()
	r.mustWork() // retires the old one
	if err := call(t.Context(), http.DefaultClient, r.provider.url, old); !errors.Is(err, oauth.ErrAccessRefused) {
		t.Fatalf("the old token is alive: %v", err)
	}
	next, err := r.Refused(t.Context(), grant, old)
	if err != nil || call(t.Context(), http.DefaultClient, r.provider.url, next) != nil {
		t.Fatal(err)
	}
	r.posted(1)
}

func TestFault44AStormOfRefusalsIsOneRenewal(t *testing.T) {
	r := newRig(t, strict)
	token := r.mustWork()
	r.provider.mu.Lock()
	r.provider.find(byAccess, token.Access.Reveal()).accessAlive = false
	r.provider.mu.Unlock()
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			next, err := r.Refused(t.Context(), grant, token)
			if err != nil || next.Access.Equal(token.Access) {
				t.Errorf("%v", err)
			}
		})
	}
	all.Wait()
	r.posted(1)
}

func TestARefusalDuringARenewalOfAnotherReasonStillLeadsToANewToken(t *testing.T) {
	r := newRig(t, lenient)
	token := r.mustWork()
	r.clock.pass(r.provider.life - 3*time.Minute)
	arrived, gate := make(chan struct{}, 1), make(chan struct{})
	r.provider.meets(1, fault{do: func(w http.ResponseWriter, _ *http.Request) { // ends with the old token in use
		arrived <- struct{}{}
		<-gate
		w.WriteHeader(http.StatusServiceUnavailable)
	}})
	first, second := make(chan error, 1), make(chan oauth.Token, 1)
	go func() { _, err := r.Token(t.Context(), grant); first <- err }()
	<-arrived
	go func() {
		next, err := r.Refused(t.Context(), grant, token)
		var delayed *oauth.DelayedError
		if err != nil && !errors.As(err, &delayed) {
			t.Errorf("got %v", err)
		}
		second <- next
	}()
	close(gate)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if next := <-second; next.Access.Equal(token.Access) {
		t.Error("the refused token was handed out")
	}
}

func TestANewTokenThatIsRefusedIsTriedAgainThenTold(t *testing.T) {
	t.Run("once: a server that was late to know it", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		r.useErr = []error{oauth.ErrAccessRefused}
		r.mustWork()
		r.posted(1)
	})
	t.Run("for good: access was taken away", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		r.provider.useless = true
		if _, err := r.get(); !errors.Is(err, oauth.ErrAccessRefused) {
			t.Fatalf("got %v", err)
		}
		if _, err := r.get(); !errors.Is(err, oauth.ErrAccessRefused) {
			t.Fatalf("got %v", err)
		}
		r.posted(1)
		if r.vault.row(grant).dead {
			t.Error("condemned though its refresh token works")
		}
	})
	t.Run("another window's: renewed once", func(t *testing.T) {
		r := newRig(t, lenient)
		previous := r.vault.pair(grant).Current
		broken := oauth.Token{Access: oauth.NewSecret("canary-never"), Refresh: previous.Refresh, Expiry: r.clock.now().Add(time.Hour)}
		r.keep(grant, oauth.Pair{Current: broken, Previous: &previous})
		r.mustWork()
		r.posted(1)
	})
	t.Run("unknown: handed out, and the pair before is kept", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		r.useErr = []error{errors.New("no network")}
		if _, err := r.get(); err != nil {
			t.Fatal(err)
		}
		if p := r.vault.pair(grant); p.Used || p.Previous == nil {
			t.Error("the pair before was dropped though the new one was never used")
		}
		r.mustWork()
		if p := r.vault.pair(grant); !p.Used || p.Previous != nil {
			t.Error("not marked after all")
		}
		r.posted(1)
	})
}

func TestFault45GivingUpEndsEveryTokenThatMayBeAlive(t *testing.T) {
	r := newRig(t, lenient)
	r.expire()
	r.useErr = []error{errors.New("no network")}
	if _, err := r.get(); err != nil {
		t.Fatal(err)
	}
	if r.provider.living() != 2 {
		t.Fatalf("%d pairs are alive, want the new one and the one before", r.provider.living())
	}
	if err := r.client.Revoke(t.Context(), r.vault.pair(grant)); err != nil {
		t.Fatal(err)
	}
	if r.provider.living() != 0 || r.provider.revoked != 4 {
		t.Errorf("%d pairs are alive after %d posts", r.provider.living(), r.provider.revoked)
	}
	if err := r.client.Revoke(t.Context(), r.vault.pair(grant)); err != nil {
		t.Errorf("once more: %v", err)
	}
	r.provider.secret = "another"
	var refused *oauth.RefusedError
	if err := r.client.Revoke(t.Context(), r.vault.pair(grant)); !errors.As(err, &refused) || refused.Kind != oauth.KeysRefused {
		t.Errorf("with wrong keys: %v", err)
	}
	none := oauth.New(oauth.Provider{}, http.DefaultClient, oauth.Options{})
	if err := none.Revoke(t.Context(), oauth.Pair{}); !errors.Is(err, oauth.ErrNoRevocation) {
		t.Errorf("without an address: %v", err)
	}
}

func TestAPairWhoseGrantIsGoneIsRevoked(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	r.vault.hook("Commit", func() { r.vault.mu.Lock(); delete(r.vault.rows, grant); r.vault.mu.Unlock() })
	if _, err := r.get(); !errors.Is(err, oauth.ErrGone) {
		t.Fatalf("got %v", err)
	}
	if r.provider.living() != 0 {
		t.Error("a pair is alive that nobody holds")
	}
	if _, err := r.get(); !errors.Is(err, oauth.ErrGone) {
		t.Fatalf("got %v", err)
	}
	r.posted(1)
}

func TestFault46ClosingWaitsForARenewalButNotForEver(t *testing.T) {
	t.Run("to its end", func(t *testing.T) {
		r := newRig(t, strict)
		r.expire()
		arrived, gate := r.holds()
		go func() { _, _ = r.Token(t.Context(), grant) }()
		<-arrived
		closed := make(chan error, 1)
		go func() { closed <- r.Close(t.Context()) }()
		select {
		case err := <-closed:
			t.Fatalf("closed during the renewal: %v", err)
		case <-time.After(20 * time.Millisecond):
		}
		close(gate)
		if err := <-closed; err != nil {
			t.Error(err)
		}
		if p := r.vault.pair(grant); !p.Used {
			t.Error("the renewal did not come to its end")
		}
		if _, err := r.get(); err != nil {
			t.Errorf("a fresh token after closing: %v", err)
		}
		r.expire()
		if _, err := r.get(); !errors.Is(err, oauth.ErrClosed) {
			t.Errorf("a renewal after closing: %v", err)
		}
	})
	t.Run("or to its limit", func(t *testing.T) {
		r := newRig(t, lenient)
		r.expire()
		arrived, gate := r.holds()
		defer close(gate)
		got := r.asks(t.Context())
		<-arrived
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if err := r.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("closing says %v", err)
		}
		if err := <-got; err == nil {
			t.Error("the caller got a token")
		}
		if r.vault.pair(grant).Intent == nil {
			t.Error("nothing tells the next start that an answer was lost")
		}
		next := joinRig(t, r.provider, r.vault.store, r.clock, "this window") // the lease is its own
		next.mustWork()
	})
}

func TestFault47AThousandGrantsAreRenewedAFewAtATime(t *testing.T) {
	r := newRig(t, strict, func(o *oauth.RenewerOptions, _ *oauth.Provider) { o.Slots = 3 })
	n := int64(1000)
	if underRace {
		n = 200
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint("many-", i)
		r.keep(ids[i], oauth.Pair{Current: r.provider.consent(r.clock.now()), Used: true})
	}
	// Due at different times, though all were got in the same moment.
	due := map[int64]int64{}
	for s := int64(0); s <= 660; s += 60 {
		r.clock.mu.Lock()
		r.clock.at = newClock().at.Add(r.provider.life - 11*time.Minute + time.Duration(s)*time.Second)
		r.clock.mu.Unlock()
		for _, id := range ids {
			if _, err := r.Token(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		due[s] = int64(r.provider.asked())
	}
	if due[0] != 0 || due[660] != n {
		t.Errorf("renewed %d at first, %d in the end", due[0], due[660])
	}
	for s := int64(60); s <= 660; s += 60 {
		if k := due[s] - due[s-60]; k > n/3 {
			t.Errorf("%d of %d in one minute", k, n)
		}
	}
	r.expire()
	var all sync.WaitGroup
	for _, id := range ids {
		all.Go(func() {
			if _, err := r.Token(t.Context(), id); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if r.provider.most > 3 {
		t.Errorf("%d at a time", r.provider.most)
	}
	r.posted(int(2 * n))
}

func TestFault48ARedirectOfTheTokenEndpointIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 307, 308} {
		r := newRig(t, strict)
		r.expire()
		r.provider.meets(1, saying(false, status, "text/plain", "", "Location", r.provider.url+"/oauth/token"))
		if e := fails[*oauth.RefusedError](r); e.Kind != oauth.NotAccepted || e.Status != status {
			t.Errorf("%+v", e)
		}
		r.posted(1)
	}
}

func TestFault49NoSecretIsEverPrinted(t *testing.T) {
	r := newRig(t, lenient)
	p := r.vault.pair(grant)
	p.Previous = &p.Current
	p.Intent = &oauth.Intent{Token: p.Current.Refresh.Fingerprint(), Sent: 1}
	nested := struct{ inner any }{p}
	text := fmt.Sprintf("%v %+v %#v %v %+v %#v %s", p, p, p, nested, nested, nested, fmt.Sprint(&p))
	if strings.Contains(text, "canary") {
		t.Errorf("a token shows: %s", text)
	}
	// The rigs of all other tests look through their logs and errors when they end.
	_, _ = r.log.Write([]byte("canary"))
	caught := &testing.T{}
	r.t, r.errs = caught, nil
	r.checkSecrets()
	if !caught.Failed() {
		t.Error("the search for secrets finds none where there is one")
	}
	r.t = t
	r.log.Reset()
}

func TestSeveralRefusalsInARowPauseTheRest(t *testing.T) {
	r := newRig(t, lenient)
	ids := make([]string, 8)
	for i := range ids {
		ids[i] = fmt.Sprint("one-of-many-", i)
		r.keep(ids[i], oauth.Pair{Current: oauth.Token{Access: oauth.NewSecret("canary-a"), Refresh: oauth.NewSecret("canary-r")}, Used: true, Refused: true})
	}
	condemned, paused := 0, 0
	for _, id := range ids {
		_, err := r.Token(t.Context(), id)
		r.remember(err)
		var again *oauth.ReauthError
		var pause *oauth.PausedError
		switch {
		case errors.As(err, &again):
			condemned++
		case errors.As(err, &pause) && pause.Many:
			paused++
		default:
			t.Errorf("got %v", err)
		}
	}
	if condemned != 5 || paused != 3 || r.provider.probes != 1 {
		t.Errorf("%d condemned, %d paused, %d probes", condemned, paused, r.provider.probes)
	}
	t.Run("and wrong keys are found by asking", func(t *testing.T) {
		r := newRig(t, lenient)
		r.provider.secret = "another"
		var keys *oauth.PausedError
		for i := range 6 {
			id := fmt.Sprint("dead-", i)
			r.keep(id, oauth.Pair{Current: oauth.Token{Access: oauth.NewSecret("canary-a"), Refresh: oauth.NewSecret("canary-r")}, Used: true, Refused: true})
			_, err := r.Token(t.Context(), id)
			errors.As(err, &keys)
		}
		if keys == nil || keys.Many {
			t.Errorf("got %+v", keys)
		}
	})
	t.Run("and a success in between shows that nothing is wrong", func(t *testing.T) {
		r := newRig(t, lenient)
		for i := range 12 {
			id := fmt.Sprint("dead-", i)
			r.keep(id, oauth.Pair{Current: oauth.Token{Access: oauth.NewSecret("canary-a"), Refresh: oauth.NewSecret("canary-r")}, Used: true, Refused: true})
			var again *oauth.ReauthError
			if _, err := r.Token(t.Context(), id); !errors.As(err, &again) {
				t.Fatalf("%d: %v", i, err)
			}
			r.expire()
			r.mustWork()
		}
	})
}

func TestAGrantOfAnotherApplicationIsNotPresented(t *testing.T) {
	r := newRig(t, strict, func(_ *oauth.RenewerOptions, p *oauth.Provider) { p.ClientID = "other-application" })
	r.expire()
	if e := fails[*oauth.OtherClientError](r); e.Want != clientID || e.Have != "other-application" {
		t.Errorf("%+v", e)
	}
	r.posted(0)
}

func TestAGrantThatIsNotKeptHere(t *testing.T) {
	r := newRig(t, strict)
	if _, err := r.Token(t.Context(), "nobody's"); !errors.Is(err, oauth.ErrGone) {
		t.Errorf("got %v", err)
	}
	r.keep(grant, oauth.Pair{Current: oauth.Token{Access: oauth.NewSecret("canary-a"), Expiry: r.clock.now()}, Used: true})
	fails[*oauth.ReauthError](r) // no refresh token
	r.posted(0)
}

func TestALateAnswerHealsAQuarantine(t *testing.T) {
	r := newRig(t, strict)
	slow := joinRig(t, r.provider, r.vault.store, r.clock, "a window that slept")
	r.expire()
	arrived, gate := r.holds()
	late := slow.lateBy(arrived)
	if e := fails[*oauth.ReauthError](r); e.Likely != oauth.ReauthLostAnswer {
		t.Errorf("likely cause %v", e.Likely)
	}
	close(gate)
	if err := <-late; err != nil {
		t.Fatal(err)
	}
	r.mustWork()
}

func TestAStoreWhoseAnswersDoNotFitEndsTheRenewal(t *testing.T) {
	r := newRig(t, lenient)
	r.expire()
	r.vault.broken("Commit", oauth.ErrSuperseded)
	fails[*oauth.NotSentError](r)
	if n := r.provider.asked(); n > 8 {
		t.Errorf("%d posts", n)
	}
	r.vault.working()
	r.vault.broken("Begin", oauth.ErrStale)
	fails[*oauth.NotSentError](r)
}

func TestACommitWhoseOwnAnswerIsLostIsFoundByReadingBack(t *testing.T) {
	r := newRig(t, strict)
	r.expire()
	var once atomic.Bool
	r.vault.hook("Load", func() {
		if r.vault.row(grant).gen == 2 && once.CompareAndSwap(false, true) {
			r.vault.failing("Commit", errDisk) // whatever comes after: it is in
		}
	})
	r.mustWork()
	r.posted(1)
}

func TestTheSystemTokenIsAskedForAfreshEachTime(t *testing.T) {
	r := newRig(t, lenient)
	for range 2 {
		got, err := r.client.SystemToken(t.Context())
		if err != nil || got.Access.Reveal() != "canary-system-token" || !got.Refresh.IsZero() || !got.Expiry.Equal(r.clock.now().Add(2*time.Hour)) {
			t.Errorf("%v %v", got, err)
		}
	}
	r.provider.secret = "another"
	var refused *oauth.RefusedError
	if _, err := r.client.SystemToken(t.Context()); !errors.As(err, &refused) || refused.Kind != oauth.KeysRefused {
		t.Errorf("with wrong keys: %v", err)
	}
	r.posted(0)
}

func TestAPairKeepsEverythingAndItsSize(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	token := oauth.Token{Access: oauth.NewSecret("a"), Refresh: oauth.NewSecret("r"), Type: "Bearer", Expiry: at, Scope: "x y"}
	previous := oauth.Token{Access: oauth.NewSecret("b"), Refresh: oauth.NewSecret("s")}
	p := oauth.Pair{
		Current: token, Since: at.Add(-time.Hour), Used: true, Refused: true, Previous: &previous, RedirectURI: "http://127.0.0.1/callback", ClientID: "id",
		Intent: &oauth.Intent{Token: "abc", At: at, Sent: 2},
	}
	got, err := oauth.DecodePair(p.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if !got.Current.Equal(token) || !got.Previous.Equal(previous) || *got.Intent != *p.Intent || !got.Since.Equal(p.Since) ||
		!got.Used || !got.Refused || got.RedirectURI != p.RedirectURI || got.ClientID != "id" {
		t.Errorf("%+v", got)
	}
	small := oauth.Pair{Current: token}
	if len(small.Encode()) != len(p.Encode()) || len(p.Encode())%2048 != 0 {
		t.Errorf("%d and %d bytes", len(small.Encode()), len(p.Encode()))
	}
	if back, err := oauth.DecodePair(small.Encode()); err != nil || back.Previous != nil || back.Intent != nil || back.Used {
		t.Errorf("%+v %v", back, err)
	}
}

func FuzzPairRecord(f *testing.F) {
	f.Add([]byte(`{"v":1,"cur":{"v":1,"a":"x"}}`))
	f.Add(oauth.Pair{Current: oauth.Token{Access: oauth.NewSecret("a")}}.Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := oauth.DecodePair(b)
		if err != nil {
			return
		}
		again, err := oauth.DecodePair(p.Encode())
		if err != nil || !again.Current.Equal(p.Current) {
			t.Errorf("does not come back: %v", err)
		}
	})
}
