package desk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"

	"crosswalk/internal/pace"
)

// names are companies of Dana, in order.
func (b *bench) names(n int) []string {
	b.t.Helper()
	var all []string
	for _, c := range b.gusto.Companies(sandbox.Dana)[:n] {
		all = append(all, c.Name)
	}
	return all
}

// linkEach links companies by a consent of their own each.
func (b *bench) linkEach(n int) []string {
	b.t.Helper()
	all := b.names(n)
	for _, name := range all {
		b.link(sandbox.Strict, name)
	}
	return all
}

func TestARoundTellsWhoIsFineAndWhoNeedsYou(t *testing.T) {
	b := newBench(t)
	b.practice()
	names := b.linkEach(6)
	_, err := b.gusto.Faults().RevokeCompany(b.company(names[1]).UUID)
	b.must(err)
	b.must(b.gusto.Faults().CompanyGone(b.company(names[2]).UUID, true))
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 500, Path: "/v1/companies/" + b.company(names[3]).UUID})
	var told []desk.Progress
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, func(p desk.Progress) { told = append(told, p) })
	b.must(err)
	if want := (desk.Count{Fine: 3, NeedYou: 2, Unknown: 1}); r.Count != want || len(r.Verdicts) != 6 || r.Remaining != 0 {
		t.Errorf("%+v", r)
	}
	broke := []string{b.id(names[1]), b.id(names[2])}
	slices.Sort(broke)
	slices.Sort(r.Broke)
	if !slices.Equal(r.Broke, broke) {
		t.Errorf("newly broke: %v, want %v", r.Broke, broke)
	}
	if last := told[len(told)-1]; last.Done != 6 || last.Total != 6 || last.Count != r.Count {
		t.Errorf("told at the end: %+v", last)
	}
	for _, l := range b.desk.Snapshot().Links {
		if l.Verdict.Cause != r.Verdicts[l.ID].Cause || l.Checking {
			t.Errorf("%s: the list says %s (checking %v), the round %s", l.Name, l.Verdict.Cause, l.Checking, r.Verdicts[l.ID].Cause)
		}
	}
	again, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	b.must(err)
	if again.Count != r.Count || len(again.Broke) != 0 {
		t.Errorf("what was broken before is no news: %+v", again)
	}
}

func TestOnlyTheSelectedAreAskedFor(t *testing.T) {
	b := newBench(t)
	b.practice()
	names := b.linkEach(3)
	before := b.gusto.Count("GET", "/v1/companies/"+b.company(names[2]).UUID)
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{Links: []string{b.id(names[0]), b.id(names[1])}}, nil)
	b.must(err)
	if r.Fine != 2 || b.gusto.Count("GET", "/v1/companies/"+b.company(names[2]).UUID) != before {
		t.Errorf("%+v", r)
	}
}

func TestARoundThatWasInterruptedGoesOnWhereItWas(t *testing.T) {
	b := newBench(t)
	b.practice()
	names := b.linkEach(5)
	b.clock.add(time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	var asked atomic.Int32
	b.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/token_info" && asked.Add(1) == 3 {
			cancel()
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		}
		b.gusto.ServeHTTP(w, r)
	})
	b.desk.SetLimits(pace.Limits{AtOnce: 1})
	first, err := b.desk.VerifyAll(ctx, desk.RoundWish{}, nil)
	if !errors.Is(err, context.Canceled) || len(first.Verdicts) != 2 || first.Remaining != 3 {
		t.Fatalf("%v %+v", err, first)
	}
	if since, err := b.desk.Unfinished(t.Context()); err != nil || since.IsZero() {
		t.Fatalf("no round waits: %v", err)
	}
	b.must(b.desk.Close(t.Context()))
	b.open() // the next day, in another run of the program
	one := b.desk.Snapshot().Links[0].ID
	if r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{Links: []string{one}}, nil); err != nil || r.Fine != 1 {
		t.Fatalf("one link in between: %v %+v", err, r)
	}
	if since, err := b.desk.Unfinished(t.Context()); err != nil || !since.Equal(first.Begun) {
		t.Fatalf("asking for one link has ended the round that waits: %v %v", since, err)
	}
	asked.Store(3)
	b.clock.add(time.Hour)
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{Resume: true}, nil)
	b.must(err)
	if r.Fine != len(names) || !r.Begun.Equal(first.Begun) {
		t.Errorf("%+v", r)
	}
	if got := asked.Load(); got != 3+3 {
		t.Errorf("asked %d times: those found before were asked again", got)
	}
	if since, err := b.desk.Unfinished(t.Context()); err != nil || !since.IsZero() {
		t.Errorf("it still waits: %v %v", since, err)
	}
}

// follow lets the clock go with the real one, until stop.
func (c *clock) follow() (stop func()) {
	tick := time.NewTicker(10 * time.Millisecond)
	over := make(chan struct{})
	begun, from := time.Now(), c.now()
	go func() {
		for {
			select {
			case <-tick.C:
				c.mu.Lock()
				c.at = from.Add(time.Since(begun))
				c.mu.Unlock()
			case <-over:
				return
			}
		}
	}()
	return func() { tick.Stop(); close(over) }
}

// gauge stands before Gusto and holds how many requests of each grant came within any minute of its clock, and how
// many within any second of the real one.
type gauge struct {
	next http.Handler
	mu   sync.Mutex
	real []time.Time
}

func (g *gauge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	g.real = append(g.real, time.Now())
	g.mu.Unlock()
	g.next.ServeHTTP(w, r)
}

// busiest is the most requests within any span.
func busiest(times []time.Time, span time.Duration) int {
	most := 0
	for i := range times {
		n := 0
		for _, at := range times[i:] {
			if at.Sub(times[i]) < span {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestARoundKeepsAPolitePace(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.linkEach(6)
	g := &gauge{next: b.gusto}
	b.server.Config.Handler = g
	b.desk.SetLimits(pace.Limits{Overall: 10, AtOnce: 6})
	begun := time.Now()
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	b.must(err)
	if r.Fine != 6 || len(g.real) != 18 {
		t.Errorf("%+v, %d requests", r, len(g.real))
	}
	// A request takes a moment to arrive, so one window of arrivals may hold a few of the next.
	if most := busiest(g.real, 900*time.Millisecond); most > 10 {
		t.Errorf("%d requests within less than a second", most)
	}
	if took := time.Since(begun); took < time.Second {
		t.Errorf("18 requests at 10 a second took %v", took)
	}
}

func TestOneGrantIsNotAskedMoreOftenThanGustoAllows(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Classic, b.names(8)...)
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.TooMany, Path: "/v1/companies/*", Skip: 3, Times: 1, RetryAfter: 2 * time.Second})
	g := &gauge{next: b.gusto}
	b.server.Config.Handler = g
	b.desk.SetLimits(pace.Limits{Overall: 1000})
	begun := time.Now()
	// The clock of both sides goes with the real one here.
	stop := b.clock.follow()
	defer stop()
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	b.must(err)
	if r.Fine != 8 {
		t.Errorf("%+v", r.Count)
	}
	if took := time.Since(begun); took < 2*time.Second {
		t.Errorf("Gusto wanted two seconds of peace and had %v", took)
	}
	b.desk.SetLimits(pace.Limits{Overall: 1000, Grant: 5})
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	before := len(g.real)
	if _, err := b.desk.VerifyAll(ctx, desk.RoundWish{}, nil); err == nil {
		t.Error("sixteen requests of one grant fit into a second of five a minute")
	}
	if n := len(g.real) - before; n != 5 {
		t.Errorf("%d requests, want 5", n)
	}
}

func TestWhenGustoIsOutOfReachTheRestIsNotAskedFor(t *testing.T) {
	b := newBench(t)
	b.practice()
	names := b.linkEach(12)
	b.desk.SetLimits(pace.Limits{AtOnce: 1})
	b.server.CloseClientConnections()
	b.server.Close()
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	var trouble *desk.Trouble
	if !errors.As(err, &trouble) || trouble.Cause != desk.ConnectionRefused {
		t.Fatalf("%v", err)
	}
	if r.Remaining < len(names)-5 || r.NeedYou != 0 {
		t.Errorf("%+v", r)
	}
}

func TestWrongKeysEndARoundAndCondemnNoLink(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.linkEach(4)
	b.clock.add(3 * time.Hour)
	b.gusto.Faults().ClientSecret("another one now")
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	if desk.CauseOf(err) != desk.KeysRefused || len(r.Verdicts) != 0 {
		t.Fatalf("%v %+v", err, r)
	}
	for _, l := range b.desk.Snapshot().Links {
		if l.Verdict.Cause != desk.Working {
			t.Errorf("%s: %s", l.Name, l.Verdict.Cause)
		}
	}
}

func TestManyWithdrawnAtOnceAreEachTold(t *testing.T) {
	b := newBench(t)
	b.practice()
	names := b.linkEach(9)
	b.clock.add(3 * time.Hour)
	for _, name := range names[:8] {
		_, err := b.gusto.Faults().RevokeCompany(b.company(name).UUID)
		b.must(err)
	}
	b.desk.SetLimits(pace.Limits{AtOnce: 1})
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	b.must(err)
	if r.NeedYou != 8 || r.Fine != 1 {
		t.Errorf("%+v", r.Count)
	}
	for _, v := range r.Verdicts {
		if v.Cause != desk.Working && v.Cause != desk.NeedsReconnecting {
			t.Errorf("%s", v.Cause)
		}
	}
}

func TestTwoRoundsAtOnceAreOneTooMany(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.linkEach(1)
	gate := sandbox.NewGate()
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/v1/token_info", Gate: gate, Times: 1})
	done := make(chan error, 1)
	go func() { _, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil); done <- err }()
	<-gate.Reached()
	if _, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil); desk.CauseOf(err) != desk.BusyElsewhere {
		t.Errorf("%v", err)
	}
	gate.Open()
	b.must(<-done)
}

func TestTheFirmsNeedsAreHeldAgainstTheAccess(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.must(b.desk.SetNeeds(t.Context(), []string{"payrolls:read", "companies:read  employees:read"}))
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.MissingPermission || v.Detail != "employees:read, payrolls:read" {
		t.Errorf("%+v", v)
	}
	b.must(b.desk.SetNeeds(t.Context(), []string{"companies:read"}))
	if v, err = b.desk.Verify(t.Context(), b.id(bakery)); err != nil || v.Cause != desk.Working {
		t.Errorf("%+v %v", v, err)
	}
	if got := b.desk.Snapshot().Links[0].Verdict; !got.Worked.IsZero() {
		t.Errorf("a link that works worked last at %v", got.Worked)
	}
}

func TestABrokenLinkRemembersWhenItWorkedLast(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	good := v.At
	b.must(b.gusto.Faults().CompanyGone(b.company(bakery).UUID, true))
	for range 3 {
		b.clock.add(time.Hour)
		_, err = b.desk.Verify(t.Context(), b.id(bakery))
		b.must(err)
		if got := b.desk.Snapshot().Links[0].Verdict.Worked; got.Sub(good).Abs() > time.Second {
			t.Errorf("worked last at %v, want %v", got, good)
		}
	}
	events, err := b.desk.History(t.Context(), b.id(bakery))
	b.must(err)
	broke := 0
	for _, e := range events {
		if e.What == desk.HasBroken {
			broke++
		}
	}
	if broke != 1 {
		t.Errorf("the same verdict three times is %d lines of history", broke)
	}
}

func TestTheScheduleSaysWhenAllAreVerified(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.linkEach(2)
	if s, err := b.desk.Schedule(t.Context()); err != nil || s != desk.Never {
		t.Errorf("%v %v", s, err)
	}
	due := func(fresh bool) bool { return b.desk.Due(t.Context(), fresh) }
	if due(true) {
		t.Error("off, and due")
	}
	b.must(b.desk.SetSchedule(t.Context(), desk.OnStart))
	if !due(true) || due(false) {
		t.Error("on start means once, at the start")
	}
	b.must(b.desk.SetSchedule(t.Context(), desk.Daily))
	if !due(false) {
		t.Error("never verified, and not due")
	}
	_, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	b.must(err)
	if due(true) {
		t.Error("verified a moment ago, and due")
	}
	b.clock.add(25 * time.Hour)
	if !due(false) {
		t.Error("a day later it is not due")
	}
	b.must(b.gusto.Faults().CompanyGone(b.company(b.names(1)[0]).UUID, true))
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan desk.Round, 1)
	ended := make(chan error, 1)
	go func() { ended <- b.desk.KeepVerifying(ctx, func(r desk.Round) { told <- r }) }()
	r := <-told
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if len(r.Broke) != 1 || r.Fine != 1 {
		t.Errorf("%s", fmt.Sprintf("%+v", r))
	}
}

// A computer that starts is often not online yet, and a network goes away in the middle of a round.
func TestWhatBrokeInAScheduledRoundThatCameToNoEndIsToldWithTheRest(t *testing.T) {
	for _, when := range []desk.Schedule{desk.OnStart, desk.Daily} {
		t.Run(string(when), func(t *testing.T) {
			b := newBench(t)
			b.practice()
			names := b.linkEach(7)
			b.desk.SetLimits(pace.Limits{AtOnce: 1})
			b.must(b.desk.SetSchedule(t.Context(), when))
			gone := b.company(slices.Min(names)) // it is asked for first
			b.must(b.gusto.Faults().CompanyGone(gone.UUID, true))
			var offline, back atomic.Bool
			b.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if offline.Load() {
					panic(http.ErrAbortHandler)
				}
				b.gusto.ServeHTTP(w, r)
				if strings.HasPrefix(r.URL.Path, "/v1/companies/"+gone.UUID) && !back.Load() {
					offline.Store(true)
				}
			})
			var told []desk.Round
			look := b.desk.Keeping(func(r desk.Round) { told = append(told, r) })
			look(t.Context())
			if len(told) != 0 {
				t.Fatalf("a round that came to no end is told: %+v", told)
			}
			back.Store(true)
			offline.Store(false)
			look(t.Context())
			if len(told) != 1 || len(told[0].Broke) != 1 || told[0].Broke[0] != b.id(gone.Name) || told[0].Fine != 6 {
				t.Fatalf("told: %+v", told)
			}
			look(t.Context())
			if len(told) != 1 {
				t.Error("it is told again")
			}
		})
	}
}
