package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const linkColumns = `id, grant_id, environment, company, name, trade_name, place, linked, linked_by, coalesce(client_id, ''), verified, verdict, rev`

func scanLink(row scanner) (k Link, err error) {
	var linked, verified int64
	err = row.Scan(&k.ID, &k.Grant, &k.Environment, &k.Company, &k.Name, &k.TradeName, &k.Place,
		&linked, &k.LinkedBy, &k.Client, &verified, &k.Verdict, &k.Rev)
	k.Linked, k.Verified = fromMillis(linked), fromMillis(verified)
	share(&k.Environment, &k.Place, &k.LinkedBy)
	return k, notFound(err)
}

func (c *change) link(ctx context.Context, id string) (Link, error) {
	return scanLink(c.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM links WHERE id = ?`, id))
}

// sortLinks orders by name without regard to case, then by environment.
func sortLinks(links []Link) []Link {
	type key struct {
		name, environment string
		at                int
	}
	keys := make([]key, len(links)) // a tenth of a link to move about
	for i, k := range links {
		keys[i] = key{strings.ToLower(k.Name), k.Environment, i}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.environment, b.environment), cmp.Compare(a.at, b.at))
	})
	sorted := make([]Link, len(links))
	for i, k := range keys {
		sorted[i] = links[k.at]
	}
	return sorted
}

// Links belongs to [Catalog].
func (l *Local) Links(ctx context.Context) ([]Link, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT `+linkColumns+` FROM links ORDER BY id`)
	if err != nil {
		return nil, l.explain("list companies", err)
	}
	links, err := collect(rows, scanLink)
	if err != nil {
		return nil, l.explain("list companies", err)
	}
	return sortLinks(links), nil
}

// Link belongs to [Glance].
func (l *Local) Link(ctx context.Context, id string) (Link, error) {
	k, err := scanLink(l.db.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM links WHERE id = ?`, id))
	return k, l.explain("read a link", err)
}

// Attach belongs to [Catalog].
func (l *Local) Attach(ctx context.Context, grantID string, add []Link, replace []string) (added []Link, err error) {
	err = l.write(ctx, "link", func(c *change) error {
		g, err := c.carrying(ctx, grantID)
		if err != nil {
			return err
		}
		left := map[string]bool{}
		for _, id := range replace {
			old, err := c.link(ctx, id)
			if err != nil {
				return err
			}
			if err := c.unlink(ctx, old, ActReplaced); err != nil {
				return err
			}
			left[old.Grant] = true
		}
		added = make([]Link, 0, len(add))
		for _, k := range add {
			k, err := c.insert(ctx, g, k)
			if err != nil {
				return err
			}
			added = append(added, k)
		}
		return c.handOver(ctx, g, left)
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// insert adds one link to a grant.
func (c *change) insert(ctx context.Context, g Grant, k Link) (Link, error) {
	if k.Company == "" || k.Name == "" {
		return k, errors.New("a company without uuid or name cannot be linked")
	}
	k.ID, k.Grant, k.Environment, k.Rev = NewID(), g.ID, g.Environment, 1
	k.Linked, k.Verified = fromMillis(millis(c.now)), fromMillis(millis(k.Verified))
	var taken DuplicateError
	err := c.QueryRowContext(ctx, `SELECT company, name, id, grant_id FROM links WHERE environment = ? AND company = ?`,
		k.Environment, k.Company).Scan(&taken.Company, &taken.Name, &taken.Link, &taken.Grant)
	if err == nil {
		return k, &taken
	}
	if err := notFound(err); err != ErrNotFound {
		return k, err
	}
	if _, err := c.ExecContext(ctx, `
		INSERT INTO links (id, grant_id, environment, company, name, trade_name, place, linked, linked_by, verified, verdict, rev, lines)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		k.ID, k.Grant, k.Environment, k.Company, k.Name, k.TradeName, k.Place, millis(k.Linked), k.LinkedBy,
		millis(k.Verified), k.Verdict, k.Rev); err != nil {
		return k, err
	}
	if err := c.note(ctx, k.ID, ActLinked, fmt.Sprintf("%s, company %s, sign-in %s", k.Name, k.Company, k.Grant), 0); err != nil {
		return k, err
	}
	client := k.Client
	k.Client = ""
	return c.assign(ctx, k, client)
}

// unlink removes one link, for the reason given.
func (c *change) unlink(ctx context.Context, k Link, why Action) error {
	if err := c.note(ctx, k.ID, why, fmt.Sprintf("%s, company %s, sign-in %s", k.Name, k.Company, k.Grant), 0); err != nil {
		return err
	}
	if err := c.forgetSealed(ctx, k.ID, EINColumn); err != nil {
		return err
	}
	_, err := c.ExecContext(ctx, `DELETE FROM links WHERE id = ?`, k.ID)
	return err
}

// handOver makes the grant that has links now Active, and ends those left without.
func (c *change) handOver(ctx context.Context, to Grant, left map[string]bool) error {
	linked, err := c.linked(ctx, to.ID)
	if err != nil {
		return err
	}
	if linked {
		if _, err := c.enter(ctx, to, Active, ActActive, ""); err != nil {
			return err
		}
	}
	for id := range left {
		if _, err := c.settle(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// Move belongs to [Catalog].
func (l *Local) Move(ctx context.Context, linkIDs []string, toGrant string) error {
	return l.write(ctx, "move to the newer sign-in", func(c *change) error {
		to, err := c.carrying(ctx, toGrant)
		if err != nil {
			return err
		}
		left := map[string]bool{}
		for _, id := range linkIDs {
			k, err := c.link(ctx, id)
			if err != nil {
				return err
			}
			if k.Environment != to.Environment {
				return fmt.Errorf("%s belongs to another environment (%s)", k.Name, k.Environment)
			}
			if k.Grant == to.ID {
				continue
			}
			left[k.Grant] = true
			if _, err := c.ExecContext(ctx, `UPDATE links SET grant_id = ?, rev = rev + 1 WHERE id = ?`, to.ID, id); err != nil {
				return err
			}
			if err := c.note(ctx, id, ActMoved, fmt.Sprintf("from sign-in %s to %s", k.Grant, to.ID), 0); err != nil {
				return err
			}
		}
		return c.handOver(ctx, to, left)
	})
}

// Update belongs to [Catalog].
func (l *Local) Update(ctx context.Context, k Link) (Link, error) {
	var now Link
	err := l.write(ctx, "store "+k.Name, func(c *change) (err error) {
		if now, err = c.link(ctx, k.ID); err != nil {
			return err
		}
		if now.Rev != k.Rev {
			return ErrConflict
		}
		told := now.Name != k.Name || now.TradeName != k.TradeName || now.Place != k.Place || now.Verdict != k.Verdict
		now.Name, now.TradeName, now.Place, now.Verdict = k.Name, k.TradeName, k.Place, k.Verdict
		now.Verified = fromMillis(millis(k.Verified))
		now.Rev++
		if _, err := c.ExecContext(ctx,
			`UPDATE links SET name = ?, trade_name = ?, place = ?, verified = ?, verdict = ?, rev = ? WHERE id = ?`,
			now.Name, now.TradeName, now.Place, millis(now.Verified), now.Verdict, now.Rev, now.ID); err != nil {
			return err
		}
		if !told {
			return c.touch(ctx, now.ID) // verified again with the same result: no news for the history
		}
		return c.note(ctx, now.ID, ActChanged, now.Name+": "+now.Verdict, 0)
	})
	return now, err
}

// Detach belongs to [Catalog].
func (l *Local) Detach(ctx context.Context, linkID string) (ended *Grant, err error) {
	err = l.write(ctx, "unlink", func(c *change) error {
		k, err := c.link(ctx, linkID)
		if err != nil {
			return err
		}
		if err := c.unlink(ctx, k, ActUnlinked); err != nil {
			return err
		}
		ended, err = c.settle(ctx, k.Grant)
		return err
	})
	return ended, err
}
