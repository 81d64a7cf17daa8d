//go:build bench

package desk_test

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

// Verifying many links, each with an access of its own, at a Gusto that answers after 50 ms: beside the time that the
// polite pace alone would take. The pace is five times the usual one. Linking them, one consent each, takes far longer
// than the round, which is why they are no more.
func TestNumbersOfARound(t *testing.T) {
	const links, pace = 400, 100
	b := newBench(t)
	b.practice()
	for _, c := range b.gusto.Companies(sandbox.Morgan)[:links] {
		offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Morgan, Company: c.UUID})
		b.must(err)
		b.must(b.desk.Link(t.Context(), offer, []string{c.UUID}))
	}
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Delay: 50 * time.Millisecond})
	g := &gauge{next: b.gusto}
	b.server.Config.Handler = g
	b.desk.SetLimits(desk.Limits{Overall: pace})
	runtime.GC()
	before := resident(t)
	peak, stop := watchResident(t)
	begun := time.Now()
	r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
	took := time.Since(begun)
	stop()
	b.must(err)
	if r.Fine+r.NeedYou != links {
		t.Errorf("%+v", r.Count)
	}
	ideal := time.Duration(len(g.real)-pace) * time.Second / pace // the first second's may go at once
	t.Logf("%d links, %d requests: %v, the pace alone %v: %.2f times (aim 1.15)", links, len(g.real), took.Round(time.Millisecond), ideal.Round(time.Millisecond), float64(took)/float64(ideal))
	t.Logf("memory (RSS, with the pretend Gusto in it): %d MB before, %d MB at most: %.2f times (aim 1.5)", before>>20, peak()>>20, float64(peak())/float64(before))
}

// resident is the memory of this process, in bytes (proc_pid_status(5)).
func resident(t *testing.T) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			n, err := strconv.ParseInt(f[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

// watchResident looks at the memory ten times a second until stop.
func watchResident(t *testing.T) (peak func() int64, stop func()) {
	most := resident(t)
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				most = max(most, resident(t))
			case <-over:
				return
			}
		}
	}()
	return func() int64 { return most }, func() { close(over); <-done }
}
