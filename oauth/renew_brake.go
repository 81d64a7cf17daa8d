package oauth

import (
	"sync"
	"time"
)

const (
	// refusalsInARow is how many grants may be condemned one after the other without a success in between.
	refusalsInARow = 5
	firstDelay     = 10 * time.Second
	longestDelay   = 5 * time.Minute
)

// brake is what keeps requests from being made: a pause for all grants, or a delay for one. It lives in memory; after
// a restart one more try is right.
type brake struct {
	mu       sync.Mutex
	paused   *PausedError
	refusals int
	delays   map[string]delay
}

type delay struct {
	until time.Time
	from  time.Time
	err   error
	times int
}

// check returns *PausedError or *DelayedError when no request may be made for this grant.
func (b *brake) check(grant string, now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.paused != nil {
		return b.paused
	}
	// A clock that was set back must not make a delay of seconds one of hours.
	if d, ok := b.delays[grant]; ok && now.Before(d.until) && !now.Before(d.from) {
		return &DelayedError{Until: d.until, Err: d.err}
	}
	return nil
}

// postpone keeps a grant from being tried for as long as the provider asks, or for longer each time.
func (b *brake) postpone(grant string, now time.Time, asked time.Duration, random float64, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now = now.Round(0)
	d := b.delays[grant]
	wait := min(firstDelay<<min(d.times, 10), longestDelay)
	wait = max(asked, wait+time.Duration(random*float64(wait)/4))
	b.delays[grant] = delay{until: now.Add(wait), from: now, err: err, times: d.times + 1}
}

func (b *brake) forget(grant string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.delays, grant)
}

func (b *brake) pause(why *PausedError) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.paused = why
}

func (b *brake) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.paused, b.refusals = nil, 0
	clear(b.delays)
}

// count notes that a grant was renewed, or condemned.
func (b *brake) count(good bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refusals++; good {
		b.refusals = 0
	}
}

func (b *brake) manyInARow() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusals >= refusalsInARow
}
