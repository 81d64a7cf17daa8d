package storage

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"
)

// pair is a grant's row of pairs, with the grant's state.
type pair struct {
	gen       int64
	sealed    []byte
	committed []byte
	holder    string // "" when no lease is held
	token     string
	until     time.Time
	state     GrantState
}

func (c *change) pair(ctx context.Context, grantID string) (p pair, err error) {
	var until int64
	err = c.QueryRowContext(ctx, `
		SELECT gen, sealed, committed, coalesce(lease_holder, ''), coalesce(lease_token, ''), coalesce(lease_until, 0), state
		FROM pairs JOIN grants ON id = grant_id WHERE grant_id = ?`, grantID).
		Scan(&p.gen, &p.sealed, &p.committed, &p.holder, &p.token, &until, &p.state)
	p.until = fromMillis(until)
	return p, notFound(err)
}

func (p pair) busy(now time.Time) error {
	return &BusyError{Holder: p.holder, Until: p.until, InDoubt: now.After(p.until)}
}

// over says whether a lease that was never ended may be taken over: its holder
// runs no more, or its time and the grace have passed. A lease that ends
// further ahead than any lease can was written before the clock was set back.
func (l *Local) over(p pair, now time.Time) bool {
	return now.After(p.until.Add(l.opts.Grace)) || p.until.Sub(now) > 2*l.opts.LeaseFor || l.presence.gone(p.holder)
}

// Sealed belongs to [Tokens].
func (l *Local) Sealed(ctx context.Context, grantID string) (sealed []byte, gen int64, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT sealed, gen FROM pairs WHERE grant_id = ?`, grantID).Scan(&sealed, &gen)
	return sealed, gen, l.explain("read the sign-in", notFound(err))
}

// BeginRefresh belongs to [Tokens].
func (l *Local) BeginRefresh(ctx context.Context, grantID string, gen int64) (Lease, error) {
	lease := Lease{Grant: grantID, Gen: gen, Holder: l.opts.Holder, Token: uuid.NewString(), Taken: l.opts.Now()}
	err := l.write(ctx, "begin renewal", func(c *change) error {
		p, err := c.pair(ctx, grantID)
		switch {
		case err != nil:
			return err
		case p.state == Ending:
			return ErrEnding
		case p.state == NeedsReauth:
			return ErrNeedsReauth
		case p.gen != gen:
			return ErrStale
		case p.holder != "" && p.holder != lease.Holder && !l.over(p, c.now):
			return p.busy(c.now)
		}
		lease.Sealed, lease.InDoubt = p.sealed, p.holder != ""
		lease.Until = fromMillis(millis(c.now.Add(l.opts.LeaseFor)))
		_, err = c.ExecContext(ctx, `UPDATE pairs SET lease_holder = ?, lease_token = ?, lease_until = ? WHERE grant_id = ?`,
			lease.Holder, lease.Token, millis(lease.Until), grantID)
		return err
	})
	if err != nil {
		return Lease{}, err
	}
	return lease, nil
}

// Intend belongs to [Tokens].
func (l *Local) Intend(ctx context.Context, lease Lease, sealed []byte) error {
	return l.write(ctx, "write down the renewal", func(c *change) error {
		p, err := c.pair(ctx, lease.Grant)
		if err != nil {
			return err
		}
		if p.gen != lease.Gen || p.token != lease.Token {
			return ErrSuperseded
		}
		_, err = c.ExecContext(ctx, `UPDATE pairs SET sealed = ? WHERE grant_id = ?`, sealed, lease.Grant)
		return err
	})
}

// CommitRefresh belongs to [Tokens].
func (l *Local) CommitRefresh(ctx context.Context, lease Lease, sealed []byte) error {
	committed := sha256.Sum256(sealed)
	return l.write(ctx, "store the renewed sign-in", func(c *change) error {
		p, err := c.pair(ctx, lease.Grant)
		if err != nil {
			return err
		}
		if p.gen == lease.Gen+1 && string(p.committed) == string(committed[:]) {
			return nil // it is in already; the answer to the first time was lost
		}
		if p.gen != lease.Gen {
			return ErrSuperseded
		}
		if _, err := c.ExecContext(ctx, `
			UPDATE pairs SET gen = ?, sealed = ?, committed = ?, renewed = ?,
				lease_holder = NULL, lease_token = NULL, lease_until = NULL
			WHERE grant_id = ?`,
			p.gen+1, sealed, committed[:], millis(c.now), lease.Grant); err != nil {
			return err
		}
		if p.state != NeedsReauth {
			return c.note(ctx, lease.Grant, ActRenewed, "", p.gen+1)
		}
		g, err := c.grant(ctx, lease.Grant)
		if err != nil {
			return err
		}
		return c.reinstate(ctx, g, ActHealed)
	})
}

// Mark belongs to [Tokens].
func (l *Local) Mark(ctx context.Context, grantID string, gen int64, sealed []byte) error {
	return l.write(ctx, "mark the sign-in as used", func(c *change) error {
		p, err := c.pair(ctx, grantID)
		if err != nil {
			return err
		}
		if p.gen != gen || p.holder != "" && p.holder != l.opts.Holder {
			return ErrSuperseded
		}
		_, err = c.ExecContext(ctx, `UPDATE pairs SET sealed = ? WHERE grant_id = ?`, sealed, grantID)
		return err
	})
}

// EndRefresh belongs to [Tokens].
func (l *Local) EndRefresh(ctx context.Context, lease Lease, rejected bool) error {
	return l.write(ctx, "end renewal", func(c *change) error {
		p, err := c.pair(ctx, lease.Grant)
		if err != nil {
			return err
		}
		if p.gen != lease.Gen || p.token != lease.Token {
			if rejected {
				// The refusal was for a pair that may be replaced by now.
				return ErrSuperseded
			}
			return nil
		}
		if _, err := c.ExecContext(ctx,
			`UPDATE pairs SET lease_holder = NULL, lease_token = NULL, lease_until = NULL WHERE grant_id = ?`,
			lease.Grant); err != nil || !rejected || p.state == Ending {
			return err
		}
		g, err := c.grant(ctx, lease.Grant)
		if err != nil {
			return err
		}
		_, err = c.enter(ctx, g, NeedsReauth, ActRejected, "")
		return err
	})
}
