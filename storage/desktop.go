package storage

import (
	"context"
	"database/sql"
	"errors"
)

// Views belongs to [Desktop].
func (l *Local) Views(ctx context.Context) ([]View, error) {
	const doing = "list saved views"
	rows, err := l.db.QueryContext(ctx, `SELECT name, body FROM views ORDER BY position, name`)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	all, err := collect(rows, func(row scanner) (v View, err error) { return v, row.Scan(&v.Name, &v.Body) })
	return all, l.explain(doing, err)
}

// PutView belongs to [Desktop].
func (l *Local) PutView(ctx context.Context, v View) error {
	return l.write(ctx, "save the view "+v.Name, func(c *change) error {
		_, err := c.ExecContext(ctx, `
			INSERT INTO views (name, body, position) VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM views))
			ON CONFLICT (name) DO UPDATE SET name = ?1, body = ?2`, v.Name, v.Body)
		return err
	})
}

// DropView belongs to [Desktop].
func (l *Local) DropView(ctx context.Context, name string) error {
	return l.write(ctx, "remove the view "+name, func(c *change) error {
		_, err := c.ExecContext(ctx, `DELETE FROM views WHERE name = ?`, name)
		return err
	})
}

// Sitting belongs to [Desktop].
func (l *Local) Sitting(ctx context.Context, environment string) (Sitting, error) {
	const doing = "read the sitting"
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for sitting and items
	if err != nil {
		return Sitting{}, l.explain(doing, err)
	}
	defer tx.Rollback()
	s, err := readSitting(ctx, tx, environment)
	if err != nil {
		return Sitting{}, l.explain(doing, err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT body FROM sitting_items WHERE environment = ? ORDER BY position`, environment)
	if err != nil {
		return Sitting{}, l.explain(doing, err)
	}
	s.Items, err = collect(rows, func(row scanner) (body string, err error) { return body, row.Scan(&body) })
	return s, l.explain(doing, err)
}

func readSitting(ctx context.Context, tx *sql.Tx, environment string) (s Sitting, err error) {
	s.Environment = environment
	var begun int64
	err = tx.QueryRowContext(ctx, `SELECT id, body, begun, rev FROM sittings WHERE environment = ?`, environment).Scan(&s.ID, &s.Body, &begun, &s.Rev)
	s.Begun = fromMillis(begun)
	return s, notFound(err)
}

// PutSitting belongs to [Desktop].
func (l *Local) PutSitting(ctx context.Context, s Sitting, changed ...int) (Sitting, error) {
	err := l.write(ctx, "store the sitting", func(c *change) error {
		was, err := readSitting(ctx, c.Tx, s.Environment)
		if err != nil && err != ErrNotFound {
			return err
		}
		if was.Rev != s.Rev || was.ID != s.ID && s.Rev > 0 {
			return ErrConflict
		}
		if s.Rev == 0 {
			return c.beginSitting(ctx, &s)
		}
		s.Rev++
		if _, err := c.ExecContext(ctx, `UPDATE sittings SET body = ?, rev = ? WHERE environment = ?`, s.Body, s.Rev, s.Environment); err != nil {
			return err
		}
		for _, i := range changed {
			if i < 0 || i >= len(s.Items) {
				return errors.New("there is no such place in the sitting")
			}
			if _, err := c.ExecContext(ctx, `INSERT INTO sitting_items (environment, position, body) VALUES (?, ?, ?)
				ON CONFLICT (environment, position) DO UPDATE SET body = excluded.body`, s.Environment, i, s.Items[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

func (c *change) beginSitting(ctx context.Context, s *Sitting) error {
	s.ID, s.Rev, s.Begun = NewID(), 1, fromMillis(millis(c.now))
	if _, err := c.ExecContext(ctx, `INSERT INTO sittings (environment, id, body, begun, rev) VALUES (?, ?, ?, ?, ?)`,
		s.Environment, s.ID, s.Body, millis(s.Begun), s.Rev); err != nil {
		return err
	}
	for i, body := range s.Items {
		if _, err := c.ExecContext(ctx, `INSERT INTO sitting_items (environment, position, body) VALUES (?, ?, ?)`, s.Environment, i, body); err != nil {
			return err
		}
	}
	return nil
}

// DropSitting belongs to [Desktop].
func (l *Local) DropSitting(ctx context.Context, s Sitting) error {
	return l.write(ctx, "end the sitting", func(c *change) error {
		was, err := readSitting(ctx, c.Tx, s.Environment)
		if err == ErrNotFound || err == nil && was.ID != s.ID {
			return nil
		}
		if err != nil {
			return err
		}
		if was.Rev != s.Rev {
			return ErrConflict
		}
		_, err = c.ExecContext(ctx, `DELETE FROM sittings WHERE environment = ?`, s.Environment)
		return err
	})
}
