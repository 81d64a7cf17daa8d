package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

const attemptColumns = `id, seq, environment, state, holder, actor, written, what.sealed, coalesce(answer.sealed, ''), coalesce(answer.gen, 0), link_id, rev`

const attemptFrom = ` FROM attempts JOIN secrets AS what ON what.row = id AND what.col = '` + ApplicationColumn + `'
	LEFT JOIN secrets AS answer ON answer.row = id AND answer.col = '` + AnswerColumn + `' `

func scanAttempt(row scanner) (a Attempt, err error) {
	var written int64
	err = row.Scan(&a.ID, &a.Seq, &a.Environment, &a.State, &a.Holder, &a.Actor, &written, &a.Application, &a.Answer, &a.AnswerGen, &a.Link, &a.Rev)
	a.Written = fromMillis(written)
	if len(a.Answer) == 0 {
		a.Answer = nil
	}
	return a, notFound(err)
}

func (c *change) attempt(ctx context.Context, id string) (Attempt, error) {
	return scanAttempt(c.QueryRowContext(ctx, `SELECT `+attemptColumns+attemptFrom+`WHERE id = ?`, id))
}

// Attempts belongs to [Attempts].
func (l *Local) Attempts(ctx context.Context, environment string) ([]Attempt, error) {
	const doing = "list attempts"
	rows, err := l.db.QueryContext(ctx, `SELECT `+attemptColumns+attemptFrom+`WHERE environment = ? ORDER BY seq`, environment)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	all, err := collect(rows, scanAttempt)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	for i, a := range all {
		if a.State != AttemptWritten || a.Holder == l.opts.Holder || !l.presence.gone(a.Holder) {
			continue
		}
		if all[i], err = l.doubt(ctx, a.ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// doubt notes that whoever wrote an attempt down is gone and may have sent it.
func (l *Local) doubt(ctx context.Context, id string) (a Attempt, err error) {
	err = l.write(ctx, "note that the outcome of an attempt is unknown", func(c *change) error {
		if a, err = c.attempt(ctx, id); err != nil || a.State != AttemptWritten {
			return err // somebody else saw it, too
		}
		a.State, a.Rev = AttemptUnknown, a.Rev+1
		_, err := c.ExecContext(ctx, `UPDATE attempts SET state = ?, rev = ? WHERE id = ?`, a.State, a.Rev, id)
		return err
	})
	return a, err
}

var errNotWritten = errors.New("what was written down did not read back")

// WriteAttempt belongs to [Attempts].
func (l *Local) WriteAttempt(ctx context.Context, a Attempt, seen int64, row string) (Attempt, error) {
	const doing = "write down that a company is asked for"
	err := l.write(ctx, doing, func(c *change) error {
		var newest int64
		if err := c.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM attempts WHERE environment = ?`, a.Environment).Scan(&newest); err != nil {
			return err
		}
		if newest > seen {
			return ErrConflict
		}
		if _, err := c.ExecContext(ctx, `INSERT INTO attempts (id, environment, state, holder, actor, written, link_id, rev) VALUES (?, ?, ?, ?, ?, ?, '', 1)`,
			a.ID, a.Environment, AttemptWritten, l.opts.Holder, l.opts.Actor, millis(c.now)); err != nil {
			return err
		}
		if row != "" {
			if err := c.takeRow(ctx, a, row); err != nil {
				return err
			}
		}
		return c.keepSealed(ctx, a.ID, ApplicationColumn, 1, a.Application)
	})
	if err != nil {
		return a, err
	}
	got, err := scanAttempt(l.db.QueryRowContext(ctx, `SELECT `+attemptColumns+attemptFrom+`WHERE id = ?`, a.ID))
	switch {
	case err != nil:
		return a, l.explain(doing, err)
	case got.State != AttemptWritten || got.Holder != l.opts.Holder || !bytes.Equal(got.Application, a.Application):
		return a, &FileError{Path: l.path, Kind: FileDamaged, Err: fmt.Errorf("%s: %w", doing, errNotWritten)}
	}
	return got, nil
}

// takeRow lets an attempt be that of a batch's row.
func (c *change) takeRow(ctx context.Context, a Attempt, row string) error {
	result, err := c.ExecContext(ctx, `UPDATE batch_rows SET attempt = ?1
		WHERE id = ?2 AND environment = ?3
			AND EXISTS (SELECT 1 FROM batches WHERE batches.environment = ?3 AND state = 'running' AND holder = ?4)
			AND (attempt IS NULL OR EXISTS (SELECT 1 FROM attempts WHERE attempts.id = attempt AND state IN ('not_sent', 'settled_not')))`,
		a.ID, row, a.Environment, c.l.opts.Holder)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, ErrConflict)
	}
	return nil
}

// EndAttempt belongs to [Attempts].
func (l *Local) EndAttempt(ctx context.Context, a Attempt) (now Attempt, err error) {
	err = l.write(ctx, "write down what came of an attempt", func(c *change) error {
		was, err := c.attempt(ctx, a.ID)
		if err != nil {
			return err
		}
		if was.Rev != a.Rev {
			return ErrConflict
		}
		if _, err := c.ExecContext(ctx, `UPDATE attempts SET state = ?, link_id = ?, rev = ? WHERE id = ?`, a.State, a.Link, a.Rev+1, a.ID); err != nil {
			return err
		}
		now = was
		now.State, now.Link, now.Rev = a.State, a.Link, a.Rev+1
		if a.Answer == nil {
			return nil
		}
		now.Answer, now.AnswerGen = a.Answer, now.Rev
		return c.keepSealed(ctx, a.ID, AnswerColumn, now.Rev, a.Answer)
	})
	return now, err
}
