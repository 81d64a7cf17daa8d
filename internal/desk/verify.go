package desk

import (
	"context"
	"errors"
	"slices"

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
	l, grant, err := d.stored(ctx, o, id)
	if err != nil {
		return Verdict{}, explain(err)
	}
	d.setChecking(ctx, o, id, true)
	defer d.setChecking(context.WithoutCancel(ctx), o, id, false)
	verdict, company, err := d.judge(ctx, o, grant, l.Company)
	if err != nil {
		return Verdict{}, err
	}
	return verdict, explain(d.note(ctx, o, id, verdict, &company))
}

// judge is check, with a key store that stays shut as a verdict of its own.
func (d *Desk) judge(ctx context.Context, o *office, grant, company string) (Verdict, gusto.Company, error) {
	a, err := d.unlock(ctx, o)
	var t *Trouble
	switch {
	case errors.As(err, &t):
		return Verdict{Cause: t.Cause, At: d.now(), Detail: t.Detail}, gusto.Company{}, nil
	case err != nil:
		return Verdict{}, gusto.Company{}, err
	}
	a.grants.Resume()
	return a.check(ctx, grant, company, d.now)
}

// stored reads a link from the book.
func (d *Desk) stored(ctx context.Context, o *office, id string) (storage.Link, string, error) {
	links, err := o.book.Links(ctx)
	if err != nil {
		return storage.Link{}, "", err
	}
	i := slices.IndexFunc(links, func(l storage.Link) bool { return l.ID == id })
	if i < 0 {
		return storage.Link{}, "", storage.ErrNotFound
	}
	return links[i], links[i].Grant, nil
}

// noteTries is how often a verdict is written anew: each conflict is another window or program that was faster.
const noteTries = 10

// note keeps a verdict with its link, and Gusto's own words for the company where they are known. Somebody else's
// change in between is read again.
func (d *Desk) note(ctx context.Context, o *office, id string, v Verdict, company *gusto.Company) error {
	var err error
	for range noteTries {
		var l storage.Link
		if l, _, err = d.stored(ctx, o, id); err != nil {
			return err
		}
		l.Verdict, l.Verified = v.encode(), v.At
		if company != nil && company.UUID == l.Company {
			l.Name = firstOf(company.Name, l.Name)
			l.TradeName = company.TradeName
			l.Place = firstOf(place(company.Locations), l.Place)
		}
		if _, err = o.book.Update(ctx, l); !errors.Is(err, storage.ErrConflict) {
			return err
		}
	}
	return err
}

// setChecking shows or ends "being checked" on a link.
func (d *Desk) setChecking(ctx context.Context, o *office, id string, on bool) {
	d.mu.Lock()
	if on {
		d.checking[id] = true
	} else {
		delete(d.checking, id)
	}
	d.mu.Unlock()
	if err := d.refresh(ctx, o); err != nil {
		d.options.Log.Warn("read the links again", "error", err)
	}
}
