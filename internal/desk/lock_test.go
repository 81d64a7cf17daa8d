package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

// firm sets the pretend Gusto up as one of the firm's own, and links the bakery.
func (b *bench) firm() {
	b.t.Helper()
	form := b.firms(desk.Custom.Name)
	form.Redirects = []string{"http://127.0.0.1/callback"} // any free port: others test on this computer, too
	b.must(b.desk.SetUp(b.t.Context(), form))
	b.link(sandbox.Strict, bakery)
	_, err := b.desk.AddClient(b.t.Context(), desk.Draft{Number: "1", Name: "Bakery", EIN: "12-3456789"})
	b.must(err)
}

func (b *bench) works() {
	b.t.Helper()
	v, err := b.desk.Verify(b.t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.Working {
		b.t.Errorf("it says %s", v.Cause)
	}
}

// lockBegins waits until the desk is locked, however far.
func (b *bench) lockBegins() {
	changed := make(chan struct{}, 1)
	b.desk.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	for b.desk.Snapshot().Lock == desk.Unlocked {
		<-changed
	}
}

func TestNothingThatTheDeskHoldsOpensASealedRowAfterTheLock(t *testing.T) {
	for name, open := range map[string]func(b *bench){
		"the firm's own": (*bench).firm,
		"practice":       func(b *bench) { b.practice(); b.link(sandbox.Strict, bakery) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			open(b)
			b.works()
			if len(b.desk.Opens()) == 0 {
				t.Fatal("nothing is found while it is open: this test looks at nothing")
			}
			b.must(b.desk.Lock(t.Context()))
			if now := b.desk.Snapshot(); now.Lock != desk.Locked {
				t.Errorf("lock %v", now.Lock)
			}
			if found := b.desk.Opens(); len(found) > 0 {
				t.Errorf("still held: %s", strings.Join(found, "; "))
			}
			if v, _ := b.desk.Verify(t.Context(), b.id(bakery)); v.Cause != desk.DeskLocked {
				t.Errorf("verify says %s", v.Cause)
			}
			if _, err := b.desk.Connect(t.Context(), false); desk.CauseOf(err) != desk.DeskLocked {
				t.Errorf("a sign-in begins: %v", err)
			}
			if _, err := b.desk.AddClient(t.Context(), desk.Draft{Name: "New", EIN: "12-3456780"}); desk.CauseOf(err) != desk.DeskLocked {
				t.Errorf("an EIN is taken: %v", err)
			}
			b.must(b.desk.Lock(t.Context())) // once more is nothing
			b.must(b.desk.Unlock(t.Context()))
			if now := b.desk.Snapshot(); now.Lock != desk.Unlocked || now.Keys != nil {
				t.Errorf("lock %v, keys %v", now.Lock, now.Keys)
			}
			b.works()
		})
	}
}

func TestAnOpenSetupIsNoWayAroundTheLock(t *testing.T) {
	b := newBench(t)
	b.firm()
	b.must(b.desk.Lock(t.Context()))
	setups, err := b.desk.Setups(t.Context())
	b.must(err)
	if _, err := b.desk.Registered(t.Context(), setups[0].ID); desk.CauseOf(err) != desk.DeskLocked {
		t.Errorf("the client secret is handed over: %v", err)
	}
	if err := b.desk.SetUp(t.Context(), b.firms(desk.Custom.Name)); desk.CauseOf(err) != desk.DeskLocked {
		t.Errorf("a setup is taken: %v", err)
	}
}

// lockWithAConsentOut begins to lock the desk while a consent for the bakery is out.
func (b *bench) lockWithAConsentOut() (c *desk.Consent, locked <-chan error) {
	b.t.Helper()
	b.practice()
	b.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Strict, Company: b.company(bakery).UUID})
	c, err := b.desk.Connect(b.t.Context(), false)
	b.must(err)
	ended := make(chan error, 1)
	go func() { ended <- b.desk.Lock(context.Background()) }()
	b.lockBegins()
	return c, ended
}

func TestAConsentThatIsOutComesBackToALockedDesk(t *testing.T) {
	b := newBench(t)
	c, locked := b.lockWithAConsentOut()
	if now := b.desk.Snapshot(); now.Lock != desk.Locking {
		t.Fatalf("lock %v with a consent out", now.Lock)
	}
	b.must(c.Open(t.Context()))
	offer, err := c.Wait(t.Context(), func(desk.Step) {})
	b.must(err)
	b.must(<-locked)
	if b.desk.Snapshot().Lock != desk.Locked || len(b.desk.Opens()) > 0 {
		t.Errorf("after it: lock %v, held %v", b.desk.Snapshot().Lock, b.desk.Opens())
	}
	b.must(b.desk.Unlock(t.Context()))
	b.must(b.desk.LinkTo(t.Context(), offer, []desk.Choice{{Company: offer.Companies[0].Company}}))
	b.works()
}

func TestUnlockingWhileAConsentIsOutLeavesItWhole(t *testing.T) {
	b := newBench(t)
	c, locked := b.lockWithAConsentOut()
	b.must(b.desk.Unlock(t.Context()))
	b.must(<-locked)
	b.must(c.Open(t.Context()))
	offer, err := c.Wait(t.Context(), func(desk.Step) {})
	b.must(err)
	b.must(b.desk.LinkTo(t.Context(), offer, []desk.Choice{{Company: offer.Companies[0].Company}}))
	b.works()
}

func TestARenewalThatIsUnderWayEndsBeforeTheKeyGoes(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.clock.add(3 * time.Hour)
	gate := sandbox.NewGate()
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/oauth/token", Gate: gate, Times: 1})
	verified := make(chan error, 1)
	id := b.id(bakery)
	go func() {
		_, err := b.desk.Verify(context.Background(), id)
		verified <- err
	}()
	<-gate.Reached()
	locked := make(chan error, 1)
	go func() { locked <- b.desk.Lock(context.Background()) }()
	b.lockBegins()
	if b.desk.Snapshot().Lock != desk.Locking {
		t.Error("locked with a renewal under way")
	}
	gate.Open()
	b.must(<-locked)
	<-verified
	if found := b.desk.Opens(); len(found) > 0 {
		t.Errorf("still held: %v", found)
	}
	b.must(b.desk.Unlock(t.Context()))
	b.works()
	if different, repeated := b.gusto.RefreshTokensPresented(); different != 1 || repeated != 0 {
		t.Errorf("refresh tokens presented: %d different, %d repeated", different, repeated)
	}
}

func TestARoundPausesWithTheLockAndGoesOnAfterIt(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.link(sandbox.Strict, books)
	gate := sandbox.NewGate()
	defer gate.Open()
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/v1/companies/*", Gate: gate})
	type result struct {
		desk.Round
		err error
	}
	ended := make(chan result, 1)
	go func() {
		r, err := b.desk.VerifyAll(context.Background(), desk.RoundWish{}, nil)
		ended <- result{r, err}
	}()
	<-gate.Reached()
	b.must(b.desk.Lock(t.Context()))
	gate.Open()
	if r := <-ended; !errors.Is(r.err, context.Canceled) || r.Remaining == 0 {
		t.Errorf("the round ended with %v, %d remaining", r.err, r.Remaining)
	}
	b.must(b.desk.Unlock(t.Context()))
	if r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{Resume: true}, nil); err != nil || r.Fine != 2 {
		t.Errorf("afterward: %v, %d fine", err, r.Fine)
	}
}

func TestAPassphraseGuardsTheDataKeyItself(t *testing.T) {
	for name, open := range map[string]func(b *bench){
		"the firm's own": (*bench).firm,
		"practice":       func(b *bench) { b.practice(); b.link(sandbox.Strict, bakery) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			open(b)
			words, wrong := desk.NewSecret("four unrelated plain words"), desk.NewSecret("other words")
			b.must(b.desk.SetPassphrase(t.Context(), desk.NewSecret(""), words))
			b.works()
			if kept := b.desk.Snapshot().Kept; kept != desk.KeptByPassphrase {
				t.Errorf("kept %s", kept)
			}
			b.must(b.desk.Lock(t.Context()))
			if found := b.desk.Opens(); len(found) > 0 {
				t.Errorf("still held: %v", found)
			}
			if err := b.desk.Unlock(t.Context()); desk.CauseOf(err) != desk.PassphraseNeeded {
				t.Errorf("without it: %v", err)
			}
			if err := b.desk.UnlockWith(t.Context(), wrong); desk.CauseOf(err) != desk.PassphraseWrong || b.desk.Snapshot().Lock != desk.Locked {
				t.Errorf("with another one: %v", err)
			}
			b.must(b.desk.UnlockWith(t.Context(), words))
			b.works()
			b.must(b.desk.Close(t.Context()))
			b.open()
			if now := b.desk.Snapshot(); now.Lock != desk.Locked || now.Keys == nil || now.Keys.Cause != desk.PassphraseNeeded {
				t.Fatalf("a restart goes around it: lock %v, keys %v", now.Lock, now.Keys)
			}
			b.must(b.desk.UnlockWith(t.Context(), words))
			b.works()
			if err := b.desk.SetPassphrase(t.Context(), wrong, desk.NewSecret("")); desk.CauseOf(err) != desk.PassphraseWrong {
				t.Errorf("it is taken away without it: %v", err)
			}
			b.must(b.desk.SetPassphrase(t.Context(), words, desk.NewSecret("")))
			b.must(b.desk.Lock(t.Context()))
			b.must(b.desk.Unlock(t.Context()))
			b.works()
		})
	}
}

func TestAKeyStoreThatIsShutKeepsTheDeskLockedAndSaysSo(t *testing.T) {
	for kind, want := range map[storage.KeyringKind]desk.Cause{storage.KeyringLocked: desk.KeyStoreLocked, storage.KeyringMissing: desk.KeyStoreMissing} {
		b := newBench(t)
		o := b.options()
		b.must(b.desk.Close(t.Context()))
		moody := &moody{Keeper: o.Keeper}
		o.Keeper = moody
		b.desk = desk.New(o)
		t.Cleanup(func() { b.desk.Close(context.Background()) })
		b.must(b.desk.Start(t.Context()))
		b.firm()
		b.must(b.desk.Lock(t.Context()))
		moody.err = &storage.KeyringError{Kind: kind, Op: "read", Err: errors.New("no")}
		if err := b.desk.Unlock(t.Context()); desk.CauseOf(err) != want || b.desk.Snapshot().Lock != desk.Locked {
			t.Errorf("%v, lock %v", err, b.desk.Snapshot().Lock)
		}
		moody.err = nil
		b.must(b.desk.Unlock(t.Context()))
		b.works()
	}
}

// moody is a key store that can be shut.
type moody struct {
	storage.Keeper
	err error
}

func (m *moody) Load(ctx context.Context, account string) ([]byte, error) {
	if m.err != nil {
		return nil, m.err
	}
	return m.Keeper.Load(ctx, account)
}

func TestTheOrganizationSaysHowLateTheLockMayBe(t *testing.T) {
	b := newBench(t)
	set := func(after time.Duration) desk.Cause { return desk.CauseOf(b.desk.SetAutoLock(t.Context(), after)) }
	is := func(want time.Duration) {
		t.Helper()
		if got, err := b.desk.AutoLock(t.Context()); err != nil || got != want {
			t.Errorf("it locks after %v, %v; want %v", got, err, want)
		}
	}
	is(0)
	if set(time.Hour) != "" {
		t.Error("an hour is refused")
	}
	is(time.Hour)
	b.ruled(policy.Policy{AutoLock: policy.Choice[time.Duration]{Value: 15 * time.Minute, Set: true}})
	is(15 * time.Minute)
	for _, later := range []time.Duration{0, time.Hour} {
		if cause := set(later); cause != desk.SetByOrganization {
			t.Errorf("%v: %q", later, cause)
		}
	}
	if cause := set(5 * time.Minute); cause != "" {
		t.Errorf("sooner: %s", cause)
	}
	is(5 * time.Minute)
	b.ruled(policy.Policy{AutoLock: policy.Choice[time.Duration]{Value: 5 * time.Minute, Set: true, Unclear: true}})
	if cause := set(0); cause != desk.PolicyUnclear {
		t.Errorf("where it is not understood: %q", cause)
	}
}
