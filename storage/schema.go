package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// appID marks a SQLite file as Crosswalk's ("CwLk"), so that the database of
// another program is never taken for an empty one of ours.
const appID = 0x43774C6B

// migrations are the steps from schema 0, in order; schema n is after step n.
var migrations = sync.OnceValues(func() ([]string, error) {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return nil, err
	}
	var steps []string
	for i, entry := range entries {
		if !strings.HasPrefix(entry.Name(), fmt.Sprintf("%04d_", i+1)) {
			return nil, fmt.Errorf("migration %s is out of order", entry.Name())
		}
		text, err := migrationFiles.ReadFile("migrations/" + entry.Name())
		if err != nil {
			return nil, err
		}
		steps = append(steps, string(text))
	}
	return slices.Clip(steps), nil
})

// migrate brings the file to the newest schema, all missing steps in one
// transaction, and gives a new store its id.
func (l *Local) migrate(ctx context.Context, steps []string) error {
	have, err := l.userVersion(ctx, l.db)
	if err != nil || have == len(steps) {
		return err
	}
	if have > 0 && !l.memory {
		// A copy from before, so that a step that proves wrong can be undone.
		if _, err := l.backup(ctx, fmt.Sprintf("schema-%d", have)); err != nil {
			return err
		}
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// Another process may have done it while this one waited for its turn.
	if have, err = l.userVersion(ctx, tx); err != nil {
		return err
	}
	if have > len(steps) {
		return &TooNewError{Path: l.path, Have: have, Known: len(steps)}
	}
	for i, step := range steps[have:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("schema %d: %w", have+i+1, err)
		}
	}
	if have == 0 {
		id := slices.Clip(randomBytes(16))
		if _, err := tx.ExecContext(ctx, `INSERT INTO store (key, value) VALUES ('id', ?)`, id); err != nil {
			return err
		}
	}
	pragmas := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", appID, len(steps))
	if _, err := tx.ExecContext(ctx, pragmas); err != nil {
		return err
	}
	return tx.Commit()
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (l *Local) userVersion(ctx context.Context, q rowQuerier) (have int, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have)
	return have, err
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
