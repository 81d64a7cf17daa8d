package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"crosswalk/storage"
)

// markMoved writes down that links which moved to a new access work again: it was used a moment ago.
func (d *Desk) markMoved(ctx context.Context, o *office, moved []string) {
	for _, id := range moved {
		if err := d.note(ctx, o, id, Verdict{Cause: Working, At: d.now()}, nil); err != nil {
			d.options.Log.Warn("note a reconnected link", "error", err)
		}
	}
}

// GiveBack ends an access that was not used for any link: at Gusto and here. One that a link names stays.
// Trouble as for Unlink.
func (d *Desk) GiveBack(ctx context.Context, offer Offer) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	if err := d.letGo(ctx, o, offer.Grant); err != nil {
		return explain(err)
	}
	a, err := d.unlock(ctx, o)
	if err != nil { // it is given back with the next look
		return err
	}
	orphans, err := d.orphans(ctx, o)
	if err != nil {
		return explain(err)
	}
	if i := slices.IndexFunc(orphans, func(g storage.Grant) bool { return g.ID == offer.Grant }); i >= 0 {
		return explain(a.revoke(ctx, orphans[i]))
	}
	return nil
}

// giveBackLater is GiveBack for a person who has turned away.
func (d *Desk) giveBackLater(ctx context.Context, grant string) {
	d.later(ctx, time.Minute, "give back what was not linked", func(ctx context.Context) error {
		return d.GiveBack(ctx, Offer{Grant: grant})
	})
}

// Unlinked is what became of a link that was ended.
type Unlinked struct {
	Name  string
	Stays []string // companies that the same sign-in still reaches: access stays for them
	Owed  *Trouble // why Gusto could not be told yet; it is told at the next start
}

// Unlink forgets a link here, and ends its access at Gusto when no other link needs it. When Gusto cannot be told
// now, the link is gone all the same, the access is never used again, and Gusto is told later: Unlinked.Owed.
//
// Trouble: CannotSave; LinkedAlready never. A link that is gone already is no error.
func (d *Desk) Unlink(ctx context.Context, id string) (Unlinked, error) {
	o, err := d.atWork()
	if err != nil {
		return Unlinked{}, err
	}
	l, ok := d.Snapshot().find(id)
	if !ok {
		return Unlinked{}, nil
	}
	ended, err := o.book.Detach(ctx, id)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return Unlinked{}, explain(err)
	}
	done := Unlinked{Name: l.Name, Stays: l.Siblings}
	if ended != nil {
		done.Owed = d.revokeNow(ctx, o, *ended)
	}
	return done, d.refresh(ctx, o)
}

// revokeNow tells Gusto that a sign-in is over; what stands in the way is returned, and settled at the next start.
func (d *Desk) revokeNow(ctx context.Context, o *office, g storage.Grant) *Trouble {
	a, err := d.unlock(ctx, o)
	if err == nil {
		err = explain(a.revoke(ctx, g))
	}
	var t *Trouble
	if errors.As(err, &t) {
		return t
	}
	if err != nil { // the person gave up waiting
		d.settleLater(ctx, o)
	}
	return nil
}

// settleLater is settleEndings for when nobody waits.
func (d *Desk) settleLater(ctx context.Context, o *office) {
	d.later(ctx, time.Minute, "give back what no link names", func(ctx context.Context) error { return d.settleEndings(ctx, o) })
}

// settleEndings gives back every access that no link names and no consent holds: after a crash, after an unlink
// without a network, and when a newer access has taken over.
func (d *Desk) settleEndings(ctx context.Context, o *office) error {
	a, err := d.unlock(ctx, o)
	if err != nil {
		return err
	}
	orphans, err := d.orphans(ctx, o)
	if err != nil {
		return explain(err)
	}
	var all error
	for _, g := range orphans {
		if g.Environment == o.env.Name {
			all = errors.Join(all, a.revoke(ctx, g))
		}
	}
	return all
}
