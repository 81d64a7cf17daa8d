package desk

import (
	"context"
	"errors"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/storage"
)

// Verify asks Gusto whether a link works and keeps the verdict with it. A verdict is a result, not an error.
//
// It blocks on the network, and on the key store when that is shut; the link shows as being checked meanwhile.
// context.Canceled leaves the verdict as it was. Trouble: CannotSave, when the verdict could not be kept.
func (d *Desk) Verify(ctx context.Context, id string) (Verdict, error) {
	o, err := d.atWork()
	if err != nil {
		return Verdict{}, err
	}
	l, _, err := d.stored(ctx, o, id)
	if err != nil {
		return Verdict{}, explain(err)
	}
	d.setChecking(ctx, o, id, true)
	defer d.setChecking(context.WithoutCancel(ctx), o, id, false)
	return d.judgeAndNote(ctx, o, l)
}

// judgeAndNote finds the verdict of a link and keeps it.
func (d *Desk) judgeAndNote(ctx context.Context, o *office, l storage.Link) (Verdict, error) {
	verdict, company, err := d.judge(ctx, o, l)
	if err != nil {
		return Verdict{}, err
	}
	return verdict, explain(d.noteOn(ctx, o, l, verdict, &company))
}

// judge is check, with a key store that stays shut as a verdict of its own.
func (d *Desk) judge(ctx context.Context, o *office, l storage.Link) (Verdict, gusto.Company, error) {
	a, err := d.unlock(ctx, o)
	var t *Trouble
	switch {
	case errors.As(err, &t):
		return Verdict{Cause: t.Cause, At: d.now(), Detail: t.Detail}, gusto.Company{}, nil
	case err != nil:
		return Verdict{}, gusto.Company{}, err
	}
	needs, err := readNeeds(ctx, o)
	if err != nil {
		return Verdict{}, gusto.Company{}, explain(err)
	}
	a.grants.Resume()
	return d.inspect(ctx, o, inspection{access: a, grant: l.Grant, company: l.Company, needs: needs}, l.ID)
}

// inspect makes one check and remembers what it saw.
func (d *Desk) inspect(ctx context.Context, o *office, i inspection, link string) (Verdict, gusto.Company, error) {
	i.seen = &sighting{}
	v, company, err := i.check(ctx, d.now)
	if err == nil {
		o.seen.keep(link, i.seen.taken())
		d.learn(ctx, o, i.access, link, company.EIN)
	}
	return v, company, err
}

// stored reads a link from the book.
func (d *Desk) stored(ctx context.Context, o *office, id string) (storage.Link, string, error) {
	l, err := o.book.Link(ctx, id)
	return l, l.Grant, err
}

// noteTries is how often a verdict is written anew: each conflict is another window or program that was faster.
const noteTries = 10

// note keeps a verdict with its link, and Gusto's own words for the company where they are known.
func (d *Desk) note(ctx context.Context, o *office, id string, v Verdict, company *gusto.Company) error {
	l, _, err := d.stored(ctx, o, id)
	if err != nil {
		return err
	}
	return d.noteOn(ctx, o, l, v, company)
}

// noteOn is note for a link that was read already. Somebody else's change in between is read again.
func (d *Desk) noteOn(ctx context.Context, o *office, l storage.Link, v Verdict, company *gusto.Company) error {
	var err error
	for range noteTries {
		noted := l
		v.Worked = worked(l, v)
		v.RequestID = sameRequest(l, v)
		noted.Verdict, noted.Verified = v.encode(), v.At
		if company != nil && company.UUID == l.Company {
			noted.Name = firstOf(company.Name, l.Name)
			noted.TradeName = company.TradeName
			noted.Place = firstOf(place(company.Locations), l.Place)
		}
		if _, err = o.book.Update(ctx, noted); !errors.Is(err, storage.ErrConflict) {
			return err
		}
		if l, _, err = d.stored(ctx, o, l.ID); err != nil {
			return err
		}
	}
	return err
}

// worked is when a link that does not work now worked last, as far as it was checked; zero for one that works.
func worked(l storage.Link, v Verdict) time.Time {
	before := decodeVerdict(l.Verdict, l.Verified)
	switch {
	case v.Cause.Answered():
		return time.Time{}
	case before.Cause.Answered():
		return before.At.UTC().Truncate(time.Second)
	}
	return before.Worked
}

// sameRequest is the request id to keep with a verdict: the first one that told it. With each new id the same trouble
// would be news again, and a line of history every day.
func sameRequest(l storage.Link, v Verdict) string {
	before := decodeVerdict(l.Verdict, l.Verified)
	if before.Cause == v.Cause && before.Detail == v.Detail && before.RequestID != "" && before.Until.Equal(v.Until) {
		return before.RequestID
	}
	return v.RequestID
}

// setChecking shows or ends "being checked" on a link.
func (d *Desk) setChecking(ctx context.Context, o *office, id string, on bool) {
	d.markChecking(id, on)
	if err := d.refresh(ctx, o); err != nil {
		d.options.Log.Warn("read the links again", "error", err)
	}
}

// markChecking is setChecking that leaves it to others to look again.
func (d *Desk) markChecking(id string, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if on {
		d.checking[id] = true
	} else {
		delete(d.checking, id)
	}
}
