// Package pace keeps to how fast Gusto may be asked: a limit for each grant, and a polite pace over all of them.
//
// Rules: it sends nothing and knows nothing of tokens; whoever waits for nothing is told how long it would be.
package pace

import (
	"context"
	"sync"
	"time"
)

// Limits is how fast Gusto is asked.
type Limits struct {
	Grant   int // requests of one grant within a minute; by default 200 (Gusto's documentation, "Rate limits")
	Overall int // requests of a round within a second, whatever the grant; by default 20
	AtOnce  int // grants that a round asks at the same time; by default 32, enough to keep the pace with answers that take a second and a half
}

func (l Limits) complete() Limits {
	if l.Grant <= 0 {
		l.Grant = 200
	}
	if l.Overall <= 0 {
		l.Overall = 20
	}
	if l.AtOnce <= 0 {
		l.AtOnce = 32
	}
	return l
}

// Pace keeps Gusto's limit of each grant, and a polite pace over all grants for whoever asks for many. Make one with
// [New]; it is safe for use by several goroutines.
type Pace struct {
	limits Limits
	now    func() time.Time

	mu     sync.Mutex
	grants map[string]*window
	held   map[string]time.Time // grants that Gusto wants to be left alone, and until when
	all    window
}

// New makes a pace. now is the clock of the limits of grants.
func New(l Limits, now func() time.Time) *Pace {
	l = l.complete()
	return &Pace{limits: l, now: now, grants: map[string]*window{}, held: map[string]time.Time{}, all: window{limit: l.Overall, span: time.Second}}
}

// AtOnce is how many grants are asked at the same time.
func (p *Pace) AtOnce() int { return p.limits.AtOnce }

// LateError says that there is no place for a request before a moment.
type LateError struct{ Until time.Time }

func (e *LateError) Error() string {
	return "no more requests before " + e.Until.UTC().Format(time.RFC3339)
}

// LongestPause is how long whoever is patient waits for one grant.
const LongestPause = 90 * time.Second

type patientKey struct{}

// Patiently gives a context whose calls wait for their turn, and keep the polite pace: one of many.
func Patiently(ctx context.Context) context.Context {
	return context.WithValue(ctx, patientKey{}, true)
}

type limitKey struct{}

// WithLimit gives a context in which each call may take this long once its turn has come: the wait for it does not count.
func WithLimit(ctx context.Context, limit time.Duration) context.Context {
	return context.WithValue(ctx, limitKey{}, limit)
}

// Limited bounds one call, where [WithLimit] gave a limit.
func Limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if limit, ok := ctx.Value(limitKey{}).(time.Duration); ok {
		return context.WithTimeout(ctx, limit)
	}
	return ctx, func() {}
}

// Turn takes a place for one request of a grant. Whoever is patient (see [Patiently]) blocks for it, for as long as a
// pause is bearable; everybody else is told when it would be: *[LateError]. Another error is that of ctx.
func (p *Pace) Turn(ctx context.Context, grant string) error {
	if err := p.Polite(ctx); err != nil {
		return err
	}
	for {
		wait := p.take(grant)
		if wait <= 0 {
			return nil
		}
		if ctx.Value(patientKey{}) == nil || wait > LongestPause {
			return &LateError{Until: p.now().Add(wait)}
		}
		if err := Rest(ctx, wait); err != nil {
			return err
		}
	}
}

// Polite blocks for the pace over all grants, for whoever is patient. Its error is that of ctx.
func (p *Pace) Polite(ctx context.Context) error {
	if ctx.Value(patientKey{}) == nil {
		return nil
	}
	for {
		p.mu.Lock()
		wait := p.all.take(time.Now()) // by the real clock: what is spared is somebody else's computer
		p.mu.Unlock()
		if wait <= 0 {
			return nil
		}
		if err := Rest(ctx, wait); err != nil {
			return err
		}
	}
}

// take takes a place in the grant's minute, or says how long there is none.
func (p *Pace) take(grant string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if until, ok := p.held[grant]; ok {
		if wait := until.Sub(now); wait > 0 {
			return wait
		}
		delete(p.held, grant)
	}
	w := p.grants[grant]
	if w == nil {
		p.forget(now)
		w = &window{limit: p.limits.Grant, span: time.Minute}
		p.grants[grant] = w
	}
	return w.take(now)
}

// More counts requests that were made without asking for their turn.
func (p *Pace) More(grant string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for w := p.grants[grant]; w != nil && n > 0; n-- {
		w.times = append(w.times, p.now())
	}
}

// forget drops grants that have been quiet for a minute, once there are many.
func (p *Pace) forget(now time.Time) {
	if len(p.grants)%1000 != 999 {
		return
	}
	for grant, w := range p.grants {
		if w.quiet(now) {
			delete(p.grants, grant)
		}
	}
}

// Hold leaves a grant alone for as long as Gusto has said.
func (p *Pace) Hold(grant string, wait time.Duration) {
	if wait <= 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held[grant] = p.now().Add(wait)
}

// window lets a number of requests pass within any span of time: a rolling one, as Gusto counts.
type window struct {
	limit int
	span  time.Duration
	times []time.Time // of the newest requests, the oldest first
}

// take counts a request, or says how long the window is full. A clock that was set back empties it.
func (w *window) take(now time.Time) time.Duration {
	over := 0
	for over < len(w.times) && (!now.Before(w.times[over].Add(w.span)) || now.Before(w.times[over])) {
		over++
	}
	w.times = append(w.times[:0], w.times[over:]...)
	if len(w.times) >= w.limit {
		return w.times[0].Add(w.span).Sub(now)
	}
	w.times = append(w.times, now)
	return 0
}

func (w *window) quiet(now time.Time) bool {
	return len(w.times) == 0 || !now.Before(w.times[len(w.times)-1].Add(w.span))
}

// Rest waits, unless ctx ends first.
func Rest(ctx context.Context, wait time.Duration) error {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
