package desk

import (
	"fmt"
	"time"
)

// clockTolerance is how far this computer's clock may be off without a word.
const clockTolerance = 5 * time.Minute

// ClockOff says how far this computer's clock is ahead of Gusto's (negative: behind), by what Gusto answered since this
// program began; 0 when they agree to within five minutes, or nothing was asked yet. It is no failure: what was asked for
// is answered all the same. It does not block.
func (d *Desk) ClockOff() time.Duration {
	o, err := d.atWork()
	if err != nil {
		return 0
	}
	return o.seen.off()
}

// Concern is what is wrong with this computer as a whole, and so with no link in particular: a data key that cannot be
// had, else a clock that is off; nil for nothing.
func (s *Snapshot) Concern() *Trouble {
	switch {
	case s.Keys != nil:
		return s.Keys
	case s.ClockOff != 0:
		return &Trouble{Cause: ClockSkewed, Detail: roughly(s.ClockOff.Abs())}
	}
	return nil
}

// roughly is a duration that nobody needs to the second.
func roughly(d time.Duration) string {
	if d < 2*time.Hour {
		return fmt.Sprintf("%d minutes", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%d hours", int(d.Round(time.Hour).Hours()))
}

// off is how far the clock is off by the newest sighting; 0 within the tolerance.
func (s *sightings) off() time.Duration {
	if off := s.skew(); off.Abs() > clockTolerance {
		return off.Round(time.Minute)
	}
	return 0
}

// skew is that of the newest sighting.
func (s *sightings) skew() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var newest Sighting
	for _, seen := range s.all {
		if seen.At.After(newest.At) {
			newest = seen
		}
	}
	return newest.Skew
}
