package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// PutSecret belongs to [Cabinet].
func (l *Local) PutSecret(ctx context.Context, row, column string, gen int64, sealed []byte) error {
	return l.write(ctx, "store a secret", func(c *change) error {
		var have int64
		err := c.QueryRowContext(ctx, `SELECT gen FROM secrets WHERE row = ? AND col = ?`, row, column).Scan(&have)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if gen != have+1 {
			return ErrConflict
		}
		_, err = c.ExecContext(ctx, `INSERT OR REPLACE INTO secrets (row, col, gen, sealed) VALUES (?, ?, ?, ?)`, row, column, gen, sealed)
		return err
	})
}

// Secret belongs to [Cabinet].
func (l *Local) Secret(ctx context.Context, row, column string) (sealed []byte, gen int64, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT sealed, gen FROM secrets WHERE row = ? AND col = ?`, row, column).Scan(&sealed, &gen)
	if err == nil && sealed == nil {
		err = ErrNotFound
	}
	return sealed, gen, l.explain("read a secret", notFound(err))
}

// DeleteSecret belongs to [Cabinet].
func (l *Local) DeleteSecret(ctx context.Context, row, column string) error {
	return l.write(ctx, "remove a secret", func(c *change) error {
		_, err := c.ExecContext(ctx, `UPDATE secrets SET sealed = NULL WHERE row = ? AND col = ?`, row, column)
		return err
	})
}

// SecretRows belongs to [Cabinet].
func (l *Local) SecretRows(ctx context.Context, column string) ([]string, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT row FROM secrets WHERE col = ? AND sealed IS NOT NULL ORDER BY row`, column)
	if err != nil {
		return nil, l.explain("list secrets", err)
	}
	names, err := collect(rows, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	return names, l.explain("list secrets", err)
}

// Setting belongs to [Cabinet].
func (l *Local) Setting(ctx context.Context, key string) (value string, ok bool, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, l.explain("read the setting "+key, err)
}

// PutSetting belongs to [Cabinet]. What is so already is not written again: the disk is not waited for.
func (l *Local) PutSetting(ctx context.Context, key, value string) error {
	return l.write(ctx, "store the setting "+key, func(c *change) error {
		_, err := c.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE settings.value IS NOT excluded.value`, key, value)
		return err
	})
}

const profileColumns = `id, environment, label, base_url, api_version, client_id, redirects, scopes, changed, rev`

func scanProfile(row scanner) (p Profile, err error) {
	var redirects string
	var changed int64
	if err := row.Scan(&p.ID, &p.Environment, &p.Label, &p.BaseURL, &p.APIVersion, &p.ClientID,
		&redirects, &p.Scopes, &changed, &p.Rev); err != nil {
		return p, notFound(err)
	}
	p.Changed = fromMillis(changed)
	return p, json.Unmarshal([]byte(redirects), &p.Redirects)
}

// Profiles belongs to [Registrations].
func (l *Local) Profiles(ctx context.Context) ([]Profile, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT `+profileColumns+` FROM profiles ORDER BY label, id`)
	if err != nil {
		return nil, l.explain("list profiles", err)
	}
	all, err := collect(rows, scanProfile)
	return all, l.explain("list profiles", err)
}

// PutProfile belongs to [Registrations].
func (l *Local) PutProfile(ctx context.Context, p Profile) (Profile, error) {
	if p.ID == "" {
		p.ID = NewID()
	}
	redirects, err := json.Marshal(p.Redirects)
	if err != nil {
		return p, err
	}
	err = l.write(ctx, "store the profile "+p.Label, func(c *change) error {
		now, err := scanProfile(c.QueryRowContext(ctx, `SELECT `+profileColumns+` FROM profiles WHERE id = ?`, p.ID))
		if err != nil && err != ErrNotFound {
			return err
		}
		if now.Rev != p.Rev {
			return ErrConflict
		}
		p.Rev, p.Changed = p.Rev+1, fromMillis(millis(c.now))
		_, err = c.ExecContext(ctx, `INSERT OR REPLACE INTO profiles (`+profileColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			p.ID, p.Environment, p.Label, p.BaseURL, p.APIVersion, p.ClientID, string(redirects), p.Scopes,
			millis(p.Changed), p.Rev)
		return err
	})
	return p, err
}

// DeleteProfile belongs to [Registrations].
func (l *Local) DeleteProfile(ctx context.Context, id string) error {
	return l.write(ctx, "remove the profile", func(c *change) error {
		if _, err := c.ExecContext(ctx, `UPDATE secrets SET sealed = NULL WHERE row = ?`, id); err != nil {
			return err
		}
		_, err := c.ExecContext(ctx, `DELETE FROM profiles WHERE id = ?`, id)
		return err
	})
}
