package desk

import (
	"context"
	"time"
)

// Schedule is when all links are verified without being asked to, as one stable word.
type Schedule string

// The schedules.
const (
	Never   Schedule = "off"
	Daily   Schedule = "daily"
	OnStart Schedule = "start"
)

const settingSchedule = "verify_schedule"

// Schedule says when all links are verified by themselves; Never by default. Trouble: CannotSave, DatabaseDamaged.
func (d *Desk) Schedule(ctx context.Context) (Schedule, error) {
	o, err := d.atWork()
	if err != nil {
		return Never, err
	}
	return o.schedule(ctx)
}

func (o *office) schedule(ctx context.Context) (Schedule, error) {
	text, _, err := o.book.Setting(ctx, settingSchedule)
	switch s := Schedule(text); s {
	case Daily, OnStart:
		return s, explain(err)
	}
	return Never, explain(err)
}

// SetSchedule chooses it. Trouble: CannotSave.
func (d *Desk) SetSchedule(ctx context.Context, s Schedule) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	return explain(o.book.PutSetting(ctx, settingSchedule, string(s)))
}

// How often it is looked whether a round is due, and how long after the last one that is. A laptop that slept through
// its hour is found awake by the short look, which a timer of a day would not.
const (
	lookEvery = 5 * time.Minute
	day       = 24 * time.Hour
)

// KeepVerifying verifies all links whenever the schedule says so, as long as ctx lasts, and tells what each round came
// to: tell gets rounds in which something newly broke as well as those in which nothing did. A round that could not be
// made to its end is resumed at the next look. It blocks until ctx ends, and returns its error.
func (d *Desk) KeepVerifying(ctx context.Context, tell func(Round)) error {
	started := map[*office]bool{}
	for {
		if o, err := d.atWork(); err == nil && d.due(ctx, o, !started[o]) {
			started[o] = true
			unfinished, _ := d.Unfinished(ctx)
			r, err := d.VerifyAll(ctx, RoundWish{Resume: !unfinished.IsZero()}, nil)
			switch {
			case err == nil:
				tell(r)
			case ctx.Err() == nil:
				d.options.Log.Warn("verify on schedule", "error", err)
			}
		}
		if err := rest(ctx, lookEvery); err != nil {
			return err
		}
	}
}

// due says whether all links are to be verified now. A key store that would have to be opened for it is not asked.
func (d *Desk) due(ctx context.Context, o *office, fresh bool) bool {
	when, err := o.schedule(ctx)
	if err != nil || when == Never || len(d.Snapshot().Links) == 0 || d.Snapshot().Keys != nil || d.locked() {
		return false
	}
	if when == OnStart {
		return fresh
	}
	text, _, err := o.book.Setting(ctx, settingRoundEnd)
	if err != nil {
		return false
	}
	last, err := time.Parse(time.RFC3339, text)
	now := d.now()
	return err != nil || now.Sub(last) >= day || last.After(now) // a clock that was set back must not make a day long
}
