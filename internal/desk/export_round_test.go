package desk

import (
	"context"

	"crosswalk/internal/pace"
)

// SetLimits gives the open environment other limits.
func (d *Desk) SetLimits(l pace.Limits) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.options.Limits = l
	d.office.access.pace = pace.New(l, d.options.Now)
}

// Due says whether a round is due, for a program that has just started or not.
func (d *Desk) Due(ctx context.Context, fresh bool) bool {
	o, err := d.atWork()
	return err == nil && d.due(ctx, o, fresh)
}

// Keeping is the schedule as it is kept to, look by look; what comes of it is told.
func (d *Desk) Keeping(tell func(Round)) (look func(context.Context)) {
	return keeping{desk: d, started: map[*office]bool{}, broke: map[*office][]string{}, tell: tell}.look
}
