package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
)

// note appends one line to the history of a link, grant or client and marks it changed
// for Changes. The number of lines is also kept with the row itself, so that a
// tail that was cut off shows.
func (c *change) note(ctx context.Context, subject string, action Action, detail string, gen int64) error {
	last := Entry{Subject: subject}
	err := c.QueryRowContext(ctx,
		`SELECT seq, hash FROM audit WHERE subject = ? ORDER BY seq DESC LIMIT 1`, subject).Scan(&last.Seq, &last.Hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	e := Entry{Subject: subject, Seq: last.Seq + 1, At: fromMillis(millis(c.now)), Actor: c.l.opts.Actor,
		Action: action, Detail: detail, Gen: gen}
	e.Hash = e.chain(last.Hash)
	if _, err := c.ExecContext(ctx,
		`INSERT INTO audit (subject, seq, at, actor, action, detail, gen, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Subject, e.Seq, millis(e.At), e.Actor, e.Action, e.Detail, e.Gen, e.Hash); err != nil {
		return err
	}
	for _, count := range []string{
		`UPDATE grants SET lines = ? WHERE id = ?`,
		`UPDATE links SET lines = ? WHERE id = ?`,
		`UPDATE clients SET lines = ? WHERE id = ?`,
	} {
		if _, err := c.ExecContext(ctx, count, e.Seq, subject); err != nil {
			return err
		}
	}
	return c.touch(ctx, subject)
}

// touch moves a subject to the end of the order of changes.
func (c *change) touch(ctx context.Context, subject string) error {
	_, err := c.ExecContext(ctx, `INSERT OR REPLACE INTO changes (subject) VALUES (?)`, subject)
	return err
}

// chain hashes a line with the one before it. Every field has its length in
// front, so that no two different lines hash the same bytes.
func (e Entry) chain(before []byte) []byte {
	h := sha256.New()
	field := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	field(before)
	for _, s := range []string{e.Subject, e.Actor, string(e.Action), e.Detail} {
		field([]byte(s))
	}
	for _, n := range []int64{e.Seq, millis(e.At), e.Gen} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	}
	return h.Sum(nil)
}

// Audit belongs to [Auditor].
func (l *Local) Audit(ctx context.Context, subject string) ([]Entry, error) {
	const doing = "read history"
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for lines and row
	if err != nil {
		return nil, l.explain(doing, err)
	}
	defer tx.Rollback()
	entries, err := verified(ctx, tx, subject)
	return entries, l.explain(doing, err)
}

// AuditAll belongs to [Auditor].
func (l *Local) AuditAll(ctx context.Context) (all []Entry, err error) {
	const doing = "read history"
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, l.explain(doing, err)
	}
	defer tx.Rollback()
	rows, err := tx.QueryContext(ctx, `
		SELECT subject FROM audit UNION SELECT id FROM links UNION SELECT id FROM grants UNION SELECT id FROM clients ORDER BY 1`)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	subjects, err := collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
	if err != nil {
		return nil, l.explain(doing, err)
	}
	var tampered error
	for _, subject := range subjects {
		entries, err := verified(ctx, tx, subject)
		var bad *TamperError
		if errors.As(err, &bad) {
			if tampered == nil {
				tampered = err
			}
		} else if err != nil {
			return nil, l.explain(doing, err)
		}
		all = append(all, entries...)
	}
	return all, l.explain(doing, tampered)
}

// verified reads one history. It comes with the *TamperError.
func verified(ctx context.Context, tx *sql.Tx, subject string) ([]Entry, error) {
	entries, err := readEntries(ctx, tx, subject)
	if err != nil {
		return nil, err
	}
	lines, gen, alive, err := auditedRow(ctx, tx, subject)
	if err != nil {
		return nil, err
	}
	if bad := broken(entries, lines, gen, alive); bad > 0 {
		return entries, &TamperError{Subject: subject, Seq: bad}
	}
	return entries, nil
}

func readEntries(ctx context.Context, tx *sql.Tx, subject string) (entries []Entry, err error) {
	rows, err := tx.QueryContext(ctx,
		`SELECT seq, at, actor, action, detail, gen, hash FROM audit WHERE subject = ? ORDER BY seq`, subject)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, at := Entry{Subject: subject}, int64(0)
		if err := rows.Scan(&e.Seq, &at, &e.Actor, &e.Action, &e.Detail, &e.Gen, &e.Hash); err != nil {
			return nil, err
		}
		e.At = fromMillis(at)
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

// auditedRow reads what the subject's own row says about its history: the
// number of lines and, for a grant, the generation of its pair.
func auditedRow(ctx context.Context, tx *sql.Tx, subject string) (lines, gen int64, alive bool, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT lines, gen FROM grants JOIN pairs ON grant_id = id WHERE id = ?1
		UNION ALL SELECT lines, 0 FROM links WHERE id = ?1
		UNION ALL SELECT lines, 0 FROM clients WHERE id = ?1`, subject).Scan(&lines, &gen)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, false, nil
	}
	return lines, gen, err == nil, err
}

// broken returns the first line that does not fit, or 0.
func broken(entries []Entry, lines, gen int64, alive bool) int64 {
	var before []byte
	var last Entry
	for i, e := range entries {
		if e.Seq != int64(i+1) || !bytes.Equal(e.Hash, e.chain(before)) {
			return int64(i + 1)
		}
		before, last = e.Hash, e
	}
	switch {
	case alive && (last.Seq != lines || last.Gen != gen):
		return last.Seq + 1
	case !alive && len(entries) > 0 && !last.Action.final():
		return last.Seq + 1
	}
	return 0
}

// final says whether nothing can follow in a subject's history.
func (a Action) final() bool {
	switch a {
	case ActForgotten, ActUnlinked, ActReplaced, ActRevokedAll, ActLeft, ActRemoved:
		return true
	}
	return false
}
