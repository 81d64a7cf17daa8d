package desk

import (
	"context"
	"slices"
	"time"

	"crosswalk/internal/pace"
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
// made to its end is resumed at the next look, and what it had found newly broken is told with the rest. It blocks
// until ctx ends, and returns its error.
func (d *Desk) KeepVerifying(ctx context.Context, tell func(Round)) error {
	k := keeping{desk: d, started: map[*office]bool{}, broke: map[*office][]string{}, tell: tell}
	for {
		k.look(ctx)
		if err := pace.Rest(ctx, lookEvery); err != nil {
			return err
		}
	}
}

// keeping is what is known from one look at the schedule to the next.
type keeping struct {
	desk    *Desk
	started map[*office]bool     // verified since it was opened
	broke   map[*office][]string // links that were found broken in a round that came to no end, and were not told yet
	tell    func(Round)
}

// look verifies all links, when that is due.
func (k keeping) look(ctx context.Context) {
	o, err := k.desk.atWork()
	if err != nil || !k.desk.due(ctx, o, !k.started[o]) {
		return
	}
	since, _ := k.desk.Unfinished(ctx)
	r, err := k.desk.VerifyAll(ctx, RoundWish{Resume: k.desk.now().Sub(since) < day}, nil) // what was found days ago is asked again
	switch {
	case err == nil:
		k.started[o] = true
		for _, id := range k.broke[o] {
			if r.Verdicts[id].NeedsYou() && !slices.Contains(r.Broke, id) {
				r.Broke = append(r.Broke, id)
			}
		}
		delete(k.broke, o)
		k.tell(r)
	case ctx.Err() == nil:
		k.broke[o] = append(k.broke[o], r.Broke...)
		k.desk.options.Log.Warn("verify on schedule", "error", err)
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
