package storage

import (
	"context"
	"database/sql"
	"encoding/json"
)

// First belongs to [Glance].
func (l *Local) First(ctx context.Context, environment string, most int) (f Front, err error) {
	const doing = "list the first companies"
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for all of it
	if err != nil {
		return f, l.explain(doing, err)
	}
	defer tx.Rollback()
	for _, read := range []func(context.Context, *sql.Tx) error{f.count(environment), f.clients(most), f.links(environment, most), f.grants()} {
		if err := read(ctx, tx); err != nil {
			return Front{}, l.explain(doing, err)
		}
	}
	return f, nil
}

func (f *Front) count(environment string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM links WHERE environment = ?), (SELECT count(*) FROM clients)`, environment).
			Scan(&f.AllLinks, &f.AllClients)
	}
}

func (f *Front) clients(most int) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+clientColumns+clientFrom+`ORDER BY lower(name), number, id LIMIT ?`, most)
		if err != nil {
			return err
		}
		f.Clients, err = collect(rows, scanClient)
		f.Clients = sortClients(f.Clients)
		return err
	}
}

// links reads those of the first clients, and, when there are too few of them, the first that belong to no client.
func (f *Front) links(environment string, most int) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		ids, err := idsOf(f.Clients, func(c Client) string { return c.ID })
		if err != nil {
			return err
		}
		const wanted = `SELECT ` + linkColumns + ` FROM links WHERE environment = ? AND client_id `
		for _, part := range []struct {
			query string
			args  []any
		}{
			{wanted + `IN (SELECT value FROM json_each(?))`, []any{environment, ids}},
			{wanted + `IS NULL ORDER BY lower(name), id LIMIT ?`, []any{environment, max(0, most-len(f.Clients))}},
		} {
			rows, err := tx.QueryContext(ctx, part.query, part.args...)
			if err != nil {
				return err
			}
			links, err := collect(rows, scanLink)
			if err != nil {
				return err
			}
			f.Links = append(f.Links, links...)
		}
		f.Links = sortLinks(f.Links)
		return nil
	}
}

func (f *Front) grants() func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		ids, err := idsOf(f.Links, func(k Link) string { return k.Grant })
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+grantColumns+grantFrom+`WHERE id IN (SELECT value FROM json_each(?)) ORDER BY authorized, id`, ids)
		if err != nil {
			return err
		}
		f.Grants, err = collect(rows, scanGrant)
		return err
	}
}

// idsOf lists IDs as json_each reads them.
func idsOf[T any](all []T, id func(T) string) (string, error) {
	ids := make([]string, len(all))
	for i, one := range all {
		ids[i] = id(one)
	}
	text, err := json.Marshal(ids)
	return string(text), err
}
