package storage

import "context"

var _ Provisions = (*Local)(nil)

const draftColumns = `id, environment, sealed, changed, rev`

const draftFrom = ` FROM drafts JOIN secrets ON row = id AND col = '` + DraftColumn + `' `

func scanDraft(row scanner) (d Draft, err error) {
	var changed int64
	err = row.Scan(&d.ID, &d.Environment, &d.Sealed, &changed, &d.Rev)
	d.Changed = fromMillis(changed)
	return d, notFound(err)
}

// Drafts belongs to [Drafts].
func (l *Local) Drafts(ctx context.Context, environment string) ([]Draft, error) {
	const doing = "list drafts"
	rows, err := l.db.QueryContext(ctx, `SELECT `+draftColumns+draftFrom+`WHERE environment = ? ORDER BY changed DESC, id DESC`, environment)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	all, err := collect(rows, scanDraft)
	return all, l.explain(doing, err)
}

// PutDraft belongs to [Drafts].
func (l *Local) PutDraft(ctx context.Context, d Draft) (Draft, error) {
	if d.ID == "" {
		d.ID = NewID()
	}
	err := l.write(ctx, "save the draft", func(c *change) error {
		was, err := scanDraft(c.QueryRowContext(ctx, `SELECT `+draftColumns+draftFrom+`WHERE id = ?`, d.ID))
		switch {
		case err == ErrNotFound && d.Rev == 0: // a new one
		case err != nil:
			return err
		case was.Rev != d.Rev || was.Environment != d.Environment:
			return ErrConflict
		}
		d.Rev, d.Changed = d.Rev+1, fromMillis(millis(c.now))
		if _, err := c.ExecContext(ctx, `INSERT OR REPLACE INTO drafts (id, environment, changed, rev) VALUES (?, ?, ?, ?)`,
			d.ID, d.Environment, millis(d.Changed), d.Rev); err != nil {
			return err
		}
		return c.keepSealed(ctx, d.ID, DraftColumn, d.Rev, d.Sealed)
	})
	return d, err
}

// DropDraft belongs to [Drafts].
func (l *Local) DropDraft(ctx context.Context, id string) error {
	return l.write(ctx, "discard the draft", func(c *change) error {
		if _, err := c.ExecContext(ctx, `DELETE FROM drafts WHERE id = ?`, id); err != nil {
			return err
		}
		return c.forgetSealed(ctx, id, DraftColumn)
	})
}

// keepSealed stores the sealed part of a row, in the transaction that stores the row.
func (c *change) keepSealed(ctx context.Context, row, column string, gen int64, sealed []byte) error {
	_, err := c.ExecContext(ctx, `INSERT OR REPLACE INTO secrets (row, col, gen, sealed) VALUES (?, ?, ?, ?)`, row, column, gen, sealed)
	return err
}

// forgetSealed removes the sealed part of a row whose ID is never given again: no generation can come back.
func (c *change) forgetSealed(ctx context.Context, row, column string) error {
	_, err := c.ExecContext(ctx, `DELETE FROM secrets WHERE row = ? AND col = ?`, row, column)
	return err
}

// ProvisionStamp belongs to [Provisions].
func (l *Local) ProvisionStamp(ctx context.Context, environment string) (stamp string, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT
		(SELECT count(*) || ' ' || coalesce(max(seq), 0) || ' ' || coalesce(sum(rev), 0) FROM attempts WHERE environment = ?1) || '/' ||
		(SELECT count(*) || ' ' || coalesce(max(id), '') || ' ' || coalesce(sum(rev), 0) || ' ' || coalesce(max(changed), 0) FROM drafts WHERE environment = ?1) || '/' ||
		coalesce((SELECT id || ' ' || state || ' ' || holder FROM batches WHERE environment = ?1), '')`, environment).Scan(&stamp)
	return stamp, l.explain("look whether anything about new companies has changed", err)
}
