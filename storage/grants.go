package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"
	"unique"
)

const grantColumns = `id, environment, client_id, owner, owner_name, redirect_uri, scope, gen, state, authorized, renewed, rev`

const grantFrom = ` FROM grants JOIN pairs ON grant_id = id `

type scanner interface{ Scan(dest ...any) error }

func scanGrant(row scanner) (g Grant, err error) {
	var authorized, renewed int64
	err = row.Scan(&g.ID, &g.Environment, &g.ClientID, &g.Owner, &g.OwnerName, &g.RedirectURI, &g.Scope,
		&g.Gen, &g.State, &authorized, &renewed, &g.Rev)
	g.Authorized, g.Renewed = fromMillis(authorized), fromMillis(renewed)
	share(&g.Environment, &g.ClientID, &g.Owner, &g.OwnerName, &g.RedirectURI, &g.Scope)
	return g, notFound(err)
}

// share has texts that stand in many rows stand in memory once.
func share(texts ...*string) {
	for _, t := range texts {
		*t = unique.Make(*t).Value()
	}
}

func (c *change) grant(ctx context.Context, id string) (Grant, error) {
	return scanGrant(c.QueryRowContext(ctx, `SELECT `+grantColumns+grantFrom+`WHERE id = ?`, id))
}

// Grants belongs to [Catalog].
func (l *Local) Grants(ctx context.Context) ([]Grant, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT `+grantColumns+grantFrom+`ORDER BY authorized, id`)
	if err != nil {
		return nil, l.explain("list sign-ins", err)
	}
	grants, err := collect(rows, scanGrant)
	return grants, l.explain("list sign-ins", err)
}

func collect[T any](rows *sql.Rows, scan func(scanner) (T, error)) (all []T, err error) {
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Hold belongs to [Catalog].
func (l *Local) Hold(ctx context.Context, g Grant, sealed []byte, until time.Time) (Grant, error) {
	if g.ID == "" {
		g.ID = NewID()
	}
	err := l.write(ctx, "store the sign-in", func(c *change) error {
		var taken bool
		if err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM audit WHERE subject = ?)`, g.ID).Scan(&taken); err != nil {
			return err
		}
		if taken {
			return ErrConflict // also one that was forgotten: its history has ended
		}
		g.Gen, g.State, g.Rev, g.Renewed = 1, Held, 1, fromMillis(millis(c.now))
		if g.Authorized.IsZero() {
			g.Authorized = c.now
		}
		g.Authorized = fromMillis(millis(g.Authorized))
		if _, err := c.ExecContext(ctx, `
			INSERT INTO grants (id, environment, client_id, owner, owner_name, redirect_uri, scope, state, held_until, authorized, rev, lines)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
			g.ID, g.Environment, g.ClientID, g.Owner, g.OwnerName, g.RedirectURI, g.Scope, g.State,
			millis(until), millis(g.Authorized), g.Rev); err != nil {
			return err
		}
		committed := sha256.Sum256(sealed)
		if _, err := c.ExecContext(ctx, `INSERT INTO pairs (grant_id, gen, sealed, committed, renewed) VALUES (?, 1, ?, ?, ?)`,
			g.ID, sealed, committed[:], millis(c.now)); err != nil {
			return err
		}
		return c.note(ctx, g.ID, ActHeld, g.Environment, g.Gen)
	})
	return g, err
}

// enter changes a grant's state, with its line of history; no effect when it is there.
func (c *change) enter(ctx context.Context, g Grant, state GrantState, action Action, detail string) (Grant, error) {
	if g.State == state {
		return g, nil
	}
	g.State = state
	g.Rev++
	if _, err := c.ExecContext(ctx, `UPDATE grants SET state = ?, rev = ? WHERE id = ?`, g.State, g.Rev, g.ID); err != nil {
		return g, err
	}
	return g, c.note(ctx, g.ID, action, detail, g.Gen)
}

// carrying returns a grant that may carry links.
func (c *change) carrying(ctx context.Context, id string) (Grant, error) {
	g, err := c.grant(ctx, id)
	switch {
	case err != nil:
		return g, err
	case g.State == Ending:
		return g, ErrEnding
	case g.State == NeedsReauth:
		return g, ErrNeedsReauth
	}
	return g, nil
}

// settle marks a grant as Ending when no link names it any more.
func (c *change) settle(ctx context.Context, id string) (ended *Grant, err error) {
	linked, err := c.linked(ctx, id)
	if err != nil || linked {
		return nil, err
	}
	g, err := c.grant(ctx, id)
	if err != nil {
		return nil, err
	}
	g, err = c.enter(ctx, g, Ending, ActEnding, "its last company was unlinked")
	return &g, err
}

func (c *change) linked(ctx context.Context, id string) (any bool, err error) {
	err = c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM links WHERE grant_id = ?)`, id).Scan(&any)
	return any, err
}

// Describe belongs to [Consents].
func (l *Local) Describe(ctx context.Context, g Grant) (Grant, error) {
	var now Grant
	err := l.write(ctx, "store who signed in", func(c *change) (err error) {
		if now, err = c.grant(ctx, g.ID); err != nil {
			return err
		}
		if now.Rev != g.Rev {
			return ErrConflict
		}
		now.Owner, now.OwnerName, now.Scope = g.Owner, g.OwnerName, g.Scope
		now.Rev++
		if _, err := c.ExecContext(ctx, `UPDATE grants SET owner = ?, owner_name = ?, scope = ?, rev = ? WHERE id = ?`,
			now.Owner, now.OwnerName, now.Scope, now.Rev, now.ID); err != nil {
			return err
		}
		return c.note(ctx, now.ID, ActDescribed, now.Owner, now.Gen)
	})
	return now, err
}

// Extend belongs to [Consents].
func (l *Local) Extend(ctx context.Context, grantID string, until time.Time) error {
	return l.write(ctx, "keep the sign-in", func(c *change) error {
		g, err := c.grant(ctx, grantID)
		if err != nil {
			return err
		}
		if g.State == Ending {
			return ErrEnding
		}
		_, err = c.ExecContext(ctx, `UPDATE grants SET held_until = ? WHERE id = ? AND state = 'held'`, millis(until), grantID)
		return err
	})
}

// Reinstate belongs to [Consents].
func (l *Local) Reinstate(ctx context.Context, grantID string) error {
	return l.write(ctx, "try the sign-in again", func(c *change) error {
		g, err := c.grant(ctx, grantID)
		if err != nil {
			return err
		}
		if g.State == Ending {
			return ErrEnding
		}
		if g.State != NeedsReauth {
			return nil
		}
		return c.reinstate(ctx, g, ActActive)
	})
}

func (c *change) reinstate(ctx context.Context, g Grant, action Action) error {
	linked, err := c.linked(ctx, g.ID)
	if err != nil {
		return err
	}
	state := Held
	if linked {
		state = Active
	}
	_, err = c.enter(ctx, g, state, action, "")
	return err
}

// End belongs to [Endings].
func (l *Local) End(ctx context.Context, grantID string) (g Grant, went []Link, err error) {
	err = l.write(ctx, "give up the sign-in", func(c *change) error {
		if g, err = c.grant(ctx, grantID); err != nil {
			return err
		}
		rows, err := c.QueryContext(ctx, `SELECT `+linkColumns+` FROM links WHERE grant_id = ?`, grantID)
		if err != nil {
			return err
		}
		if went, err = collect(rows, scanLink); err != nil {
			return err
		}
		for _, link := range went {
			if err := c.unlink(ctx, link, ActRevokedAll); err != nil {
				return err
			}
		}
		g, err = c.enter(ctx, g, Ending, ActEnding, fmt.Sprintf("given up with %d companies", len(went)))
		return err
	})
	return g, sortLinks(went), err
}

// Orphans belongs to [Endings].
func (l *Local) Orphans(ctx context.Context, now time.Time) (ending []Grant, err error) {
	err = l.write(ctx, "look for sign-ins that nothing uses", func(c *change) error {
		rows, err := c.QueryContext(ctx, `SELECT `+grantColumns+grantFrom+`
			WHERE state = 'ending' OR NOT EXISTS (SELECT 1 FROM links WHERE links.grant_id = grants.id)
				AND (state <> 'held' OR held_until <= ?)
			ORDER BY authorized, id`, millis(now))
		if err != nil {
			return err
		}
		if ending, err = collect(rows, scanGrant); err != nil {
			return err
		}
		for i, g := range ending {
			if ending[i], err = c.enter(ctx, g, Ending, ActEnding, "no company was linked in time"); err != nil {
				return err
			}
		}
		return nil
	})
	return ending, err
}

// Forget belongs to [Endings].
func (l *Local) Forget(ctx context.Context, grantID string, gen int64) error {
	return l.write(ctx, "forget the sign-in", func(c *change) error {
		p, err := c.pair(ctx, grantID)
		if err != nil {
			if err == ErrNotFound {
				return nil
			}
			return err
		}
		switch {
		case p.state != Ending:
			return ErrConflict
		case p.gen != gen:
			return ErrStale
		case p.holder != "" && !l.over(p, c.now):
			// Its answer may bring a pair that nobody would revoke.
			return p.busy(c.now)
		}
		if err := c.note(ctx, grantID, ActForgotten, "", gen); err != nil {
			return err
		}
		_, err = c.ExecContext(ctx, `DELETE FROM grants WHERE id = ?`, grantID)
		return err
	})
}
