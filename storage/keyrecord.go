package storage

import (
	"context"
	"database/sql"
	"errors"
)

// KeyRecord belongs to [KeyStore].
func (l *Local) KeyRecord(ctx context.Context) (KeyRecord, error) {
	const doing = "read the key record"
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return KeyRecord{}, l.explain(doing, err)
	}
	defer tx.Rollback()
	rec, err := readKeyRecord(ctx, tx)
	rec.Volatile = l.memory
	return rec, l.explain(doing, err)
}

func readKeyRecord(ctx context.Context, tx *sql.Tx) (rec KeyRecord, err error) {
	for key, into := range map[string]any{"key kind": &rec.Kind, "key id": &rec.KeyID, "canary": &rec.Canary} {
		err := tx.QueryRowContext(ctx, `SELECT value FROM store WHERE key = ?`, key).Scan(into)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return rec, err
		}
	}
	if err := tx.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM pairs) + (SELECT count(*) FROM secrets WHERE sealed IS NOT NULL)`).Scan(&rec.Sealed); err != nil {
		return rec, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT key_id, sealed FROM retired`)
	if err != nil {
		return rec, err
	}
	rec.Retired = map[string][]byte{}
	_, err = collect(rows, func(row scanner) (id string, err error) {
		var sealed []byte
		err = row.Scan(&id, &sealed)
		rec.Retired[id] = sealed
		return id, err
	})
	return rec, err
}

// ReplaceKey belongs to [KeyStore].
func (l *Local) ReplaceKey(ctx context.Context, was string, now KeyRecord, reseal Reseal) error {
	return l.write(ctx, "replace the data key", func(c *change) error {
		rec, err := readKeyRecord(ctx, c.Tx)
		if err != nil {
			return err
		}
		if rec.KeyID != was || reseal == nil && rec.Sealed > 0 {
			return ErrConflict
		}
		for key, value := range map[string][]byte{
			"key kind": []byte(now.Kind), "key id": []byte(now.KeyID), "canary": now.Canary,
		} {
			if _, err := c.ExecContext(ctx, `INSERT OR REPLACE INTO store (key, value) VALUES (?, ?)`, key, value); err != nil {
				return err
			}
		}
		if _, err := c.ExecContext(ctx, `DELETE FROM retired`); err != nil {
			return err
		}
		for id, sealed := range now.Retired {
			if _, err := c.ExecContext(ctx, `INSERT INTO retired (key_id, sealed) VALUES (?, ?)`, id, sealed); err != nil {
				return err
			}
		}
		if reseal == nil {
			return nil
		}
		return c.resealAll(ctx, reseal)
	})
}

type sealedRow struct {
	row, column string
	gen         int64
	sealed      []byte
}

// resealAll passes every sealed row through reseal.
func (c *change) resealAll(ctx context.Context, reseal Reseal) error {
	for _, table := range []struct{ read, write string }{
		{`SELECT grant_id, '` + PairColumn + `', gen, sealed FROM pairs`,
			`UPDATE pairs SET sealed = ?3 WHERE grant_id = ?1 AND ?2 <> ''`},
		{`SELECT row, col, gen, sealed FROM secrets WHERE sealed IS NOT NULL`,
			`UPDATE secrets SET sealed = ?3 WHERE row = ?1 AND col = ?2`},
	} {
		rows, err := c.QueryContext(ctx, table.read)
		if err != nil {
			return err
		}
		all, err := collect(rows, func(row scanner) (r sealedRow, err error) {
			return r, row.Scan(&r.row, &r.column, &r.gen, &r.sealed)
		})
		if err != nil {
			return err
		}
		update, err := c.PrepareContext(ctx, table.write)
		if err != nil {
			return err
		}
		defer update.Close()
		for _, r := range all {
			if _, err := update.ExecContext(ctx, r.row, r.column, reseal(r.row, r.column, r.gen, r.sealed)); err != nil {
				return err
			}
		}
	}
	return nil
}
