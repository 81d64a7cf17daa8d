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
		return &Trouble{Cause: ClockSkewed, Detail: Roughly(s.ClockOff)}
	}
	return nil
}

// Roughly is a duration in the words of somebody who does not need it to the second, whichever way it goes: "3 minutes",
// "2 hours".
func Roughly(d time.Duration) string {
	d = d.Abs()
	n, unit := int(d.Round(time.Minute).Minutes()), "minute"
	if d >= 2*time.Hour-time.Minute/2 {
		n, unit = int(d.Round(time.Hour).Hours()), "hour"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprint(n, " ", unit)
}

// Apart says how this computer's clock stands to Gusto's, as a part of a sentence. Gusto's answers count whole seconds
// (RFC 9110 section 5.6.7), so one or two are nothing.
func Apart(skew time.Duration) string {
	rounded := skew.Abs().Round(time.Second)
	off := rounded.String()
	if rounded >= 2*time.Minute {
		off = Roughly(skew)
	}
	switch {
	case rounded <= 2*time.Second:
		return "agrees with Gusto’s"
	case skew > 0:
		return off + " ahead of Gusto’s"
	}
	return off + " behind Gusto’s"
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
