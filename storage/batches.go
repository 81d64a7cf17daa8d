package storage

import (
	"context"
	"database/sql"
)

// Batch belongs to [Batches].
func (l *Local) Batch(ctx context.Context, environment string) (Batch, error) {
	const doing = "read the batch"
	b, err := l.readBatch(ctx, environment)
	if err != nil {
		return b, l.explain(doing, err)
	}
	if b.State == BatchRunning && b.Holder != l.opts.Holder && l.presence.gone(b.Holder) {
		err = l.write(ctx, doing, func(c *change) error {
			_, err := c.ExecContext(ctx, `UPDATE batches SET state = ? WHERE environment = ? AND id = ? AND state = ? AND holder = ?`,
				BatchPaused, environment, b.ID, BatchRunning, b.Holder)
			return err
		})
		if err == nil {
			b, err = l.readBatch(ctx, environment)
		}
	}
	return b, l.explain(doing, err)
}

func (l *Local) readBatch(ctx context.Context, environment string) (Batch, error) {
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for batch and rows
	if err != nil {
		return Batch{}, err
	}
	defer tx.Rollback()
	b, err := scanBatch(ctx, tx, environment)
	if err != nil {
		return b, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT id, sealed, coalesce(attempt, '') FROM batch_rows JOIN secrets ON row = id AND col = '`+RowColumn+`'
		WHERE environment = ? ORDER BY position`, environment)
	if err != nil {
		return b, err
	}
	b.Rows, err = collect(rows, func(row scanner) (r BatchRow, err error) { return r, row.Scan(&r.ID, &r.Sealed, &r.Attempt) })
	return b, err
}

func scanBatch(ctx context.Context, from rowQuerier, environment string) (b Batch, err error) {
	b.Environment = environment
	var begun int64
	err = from.QueryRowContext(ctx, `SELECT id, state, holder, actor, begun FROM batches WHERE environment = ?`, environment).
		Scan(&b.ID, &b.State, &b.Holder, &b.Actor, &begun)
	b.Begun = fromMillis(begun)
	return b, notFound(err)
}

// BeginBatch belongs to [Batches].
func (l *Local) BeginBatch(ctx context.Context, b Batch) (Batch, error) {
	err := l.write(ctx, "store the batch", func(c *change) error {
		was, err := scanBatch(ctx, c.Tx, b.Environment)
		switch {
		case err == nil && !was.State.Ended():
			return ErrConflict
		case err == nil:
			err = c.dropBatch(ctx, b.Environment)
		case err == ErrNotFound:
			err = nil
		}
		if err != nil {
			return err
		}
		b.State, b.Holder, b.Actor, b.Begun = BatchReady, c.l.opts.Holder, c.l.opts.Actor, fromMillis(millis(c.now))
		if _, err := c.ExecContext(ctx, `INSERT INTO batches (environment, id, state, holder, actor, begun) VALUES (?, ?, ?, ?, ?, ?)`,
			b.Environment, b.ID, b.State, b.Holder, b.Actor, millis(b.Begun)); err != nil {
			return err
		}
		c.kept = map[string]*sql.Stmt{}
		for i, r := range b.Rows {
			if _, err := c.ExecContext(ctx, `INSERT INTO batch_rows (environment, position, id) VALUES (?, ?, ?)`, b.Environment, i, r.ID); err != nil {
				return err
			}
			if err := c.keepSealed(ctx, r.ID, RowColumn, 1, r.Sealed); err != nil {
				return err
			}
		}
		return nil
	})
	return b, err
}

// SetBatch belongs to [Batches].
func (l *Local) SetBatch(ctx context.Context, environment, id string, state BatchState) error {
	return l.write(ctx, "change the batch", func(c *change) error {
		was, err := scanBatch(ctx, c.Tx, environment)
		switch {
		case err != nil:
			return err
		case was.ID != id:
			return ErrNotFound
		case was.State == state && (state != BatchRunning || was.Holder == l.opts.Holder):
			return nil
		case was.State.Ended():
			return ErrConflict
		}
		holder := was.Holder
		if state == BatchRunning {
			if was.State == BatchRunning && !l.presence.gone(was.Holder) {
				return &BusyError{Holder: was.Holder}
			}
			holder = l.opts.Holder
		}
		_, err = c.ExecContext(ctx, `UPDATE batches SET state = ?, holder = ? WHERE environment = ?`, state, holder, environment)
		return err
	})
}

// DropBatch belongs to [Batches].
func (l *Local) DropBatch(ctx context.Context, environment, id string) error {
	return l.write(ctx, "forget the batch", func(c *change) error {
		was, err := scanBatch(ctx, c.Tx, environment)
		switch {
		case err == ErrNotFound || err == nil && was.ID != id:
			return nil
		case err != nil:
			return err
		case !was.State.Ended():
			return ErrConflict
		}
		return c.dropBatch(ctx, environment)
	})
}

func (c *change) dropBatch(ctx context.Context, environment string) error {
	if _, err := c.ExecContext(ctx, `DELETE FROM secrets WHERE col = ? AND row IN (SELECT id FROM batch_rows WHERE environment = ?)`, RowColumn, environment); err != nil {
		return err
	}
	_, err := c.ExecContext(ctx, `DELETE FROM batches WHERE environment = ?`, environment)
	return err
}
