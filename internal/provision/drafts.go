package provision

import (
	"context"
	"slices"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// Drafts lists what is being typed at this Gusto, the newest first. One that cannot be opened is left out.
//
// Trouble: ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Drafts(ctx context.Context) ([]Draft, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return nil, err
	}
	return r.drafts(ctx, c)
}

func (r *Registrar) drafts(ctx context.Context, c desk.Counter) ([]Draft, error) {
	kept, err := c.Book.Drafts(ctx, c.Environment.Name)
	if err != nil {
		return nil, told(err)
	}
	var all []Draft
	for _, k := range kept {
		f, err := unseal[intake.Form](c, k.ID, storage.DraftColumn, k.Rev, k.Sealed)
		if err != nil {
			r.options.Log.Warn("open a draft", "error", err)
			continue
		}
		all = append(all, Draft{ID: k.ID, Form: f, Changed: k.Changed, Rev: k.Rev})
	}
	return all, nil
}

func (r *Registrar) draft(ctx context.Context, c desk.Counter, id string) (Draft, error) {
	all, err := r.drafts(ctx, c)
	if err != nil {
		return Draft{}, err
	}
	i := slices.IndexFunc(all, func(d Draft) bool { return d.ID == id })
	if i < 0 {
		return Draft{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	return all[i], nil
}

// SaveDraft keeps what was typed, sealed. A new one has no ID.
//
// Trouble: ChangedMeanwhile when it was changed or sent elsewhere, ProvisionOff, CannotSave, and what keeps the data key
// away.
func (r *Registrar) SaveDraft(ctx context.Context, d Draft) (Draft, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return d, err
	}
	id := d.ID
	if id == "" {
		id = storage.NewID()
	}
	sealed, err := seal(c, id, storage.DraftColumn, d.Rev+1, d.Form)
	if err != nil {
		return d, told(err)
	}
	kept, err := c.Book.PutDraft(ctx, storage.Draft{ID: id, Environment: c.Environment.Name, Sealed: sealed, Rev: d.Rev})
	if err != nil {
		return d, told(err)
	}
	r.tell()
	return Draft{ID: id, Form: d.Form, Changed: kept.Changed, Rev: kept.Rev}, nil
}

// DiscardDraft forgets one for good; what is gone is no trouble. Trouble: ProvisionOff, CannotSave, and what keeps the
// data key away.
func (r *Registrar) DiscardDraft(ctx context.Context, id string) error {
	c, err := r.counter(ctx)
	if err != nil {
		return err
	}
	if err := c.Book.DropDraft(ctx, id); err != nil {
		return told(err)
	}
	r.tell()
	return nil
}

// FormFor is a form filled in with what the crosswalk knows of a client.
//
// Trouble: ChangedMeanwhile when the client is gone, ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) FormFor(ctx context.Context, client string) (intake.Form, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return intake.Form{}, err
	}
	known, ok := r.office.Snapshot().Client(client)
	if !ok {
		return intake.Form{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	eins, err := c.EINs(ctx)
	if err != nil {
		return intake.Form{}, err
	}
	return intake.Form{Client: client, Company: intake.Company{Legal: known.Name, EIN: eins[client]}}, nil
}
