package storage

import (
	"context"
	"time"
)

const farewellColumns = `environment, company, name, asked, due, actor, claimed`

func scanFarewell(row scanner) (f Farewell, err error) {
	var asked, due, claimed int64
	err = row.Scan(&f.Environment, &f.Company, &f.Name, &asked, &due, &f.Actor, &claimed)
	f.Asked, f.Due, f.Claimed = fromMillis(asked), fromMillis(due), claimed != 0
	return f, notFound(err)
}

func (c *change) farewell(ctx context.Context, environment, company string) (f Farewell, claimed time.Time, err error) {
	f, err = scanFarewell(c.QueryRowContext(ctx, `SELECT `+farewellColumns+` FROM farewells WHERE environment = ? AND company = ?`, environment, company))
	if err != nil || !f.Claimed {
		return f, time.Time{}, err
	}
	var until int64
	err = c.QueryRowContext(ctx, `SELECT claimed FROM farewells WHERE environment = ? AND company = ?`, environment, company).Scan(&until)
	return f, fromMillis(until), err
}

// Farewells belongs to [Farewells].
func (l *Local) Farewells(ctx context.Context) ([]Farewell, error) {
	const doing = "list companies to be left"
	rows, err := l.db.QueryContext(ctx, `SELECT `+farewellColumns+` FROM farewells ORDER BY due, company`)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	all, err := collect(rows, scanFarewell)
	return all, l.explain(doing, err)
}

// AskFarewell belongs to [Farewells].
func (l *Local) AskFarewell(ctx context.Context, f Farewell) (now Farewell, err error) {
	err = l.write(ctx, "write down that "+f.Name+" is to be left", func(c *change) error {
		now, _, err = c.farewell(ctx, f.Environment, f.Company)
		if err != ErrNotFound {
			return err
		}
		if _, err = c.ExecContext(ctx, `INSERT INTO farewells (`+farewellColumns+`) VALUES (?, ?, ?, ?, ?, ?, 0)`,
			f.Environment, f.Company, f.Name, millis(c.now), millis(f.Due), l.opts.Actor); err != nil {
			return err
		}
		now, _, err = c.farewell(ctx, f.Environment, f.Company)
		return err
	})
	return now, err
}

// TakeBack belongs to [Farewells].
func (l *Local) TakeBack(ctx context.Context, environment, company string) error {
	return l.write(ctx, "take back that a company is to be left", func(c *change) error {
		f, _, err := c.farewell(ctx, environment, company)
		if err != nil {
			return err
		}
		if f.Claimed {
			return ErrConflict
		}
		return c.dropFarewell(ctx, environment, company)
	})
}

// Claim belongs to [Farewells].
func (l *Local) Claim(ctx context.Context, environment, company string, until time.Time) error {
	return l.write(ctx, "leave a company", func(c *change) error {
		f, claimed, err := c.farewell(ctx, environment, company)
		if err != nil {
			return err
		}
		if f.Due.After(c.now) || claimed.After(c.now) {
			return ErrConflict
		}
		_, err = c.ExecContext(ctx, `UPDATE farewells SET claimed = ? WHERE environment = ? AND company = ?`, millis(until), environment, company)
		return err
	})
}

// Release belongs to [Farewells].
func (l *Local) Release(ctx context.Context, environment, company string, next time.Time, doubt bool) error {
	return l.write(ctx, "leave a company later", func(c *change) error {
		var claimed int64
		if doubt {
			claimed = millis(next)
		}
		_, err := c.ExecContext(ctx, `UPDATE farewells SET due = ?, claimed = ? WHERE environment = ? AND company = ?`,
			millis(next), claimed, environment, company)
		return err
	})
}

// Leave belongs to [Farewells].
func (l *Local) Leave(ctx context.Context, environment, company string) (ended *Grant, err error) {
	err = l.write(ctx, "forget a company that was left", func(c *change) error {
		if err := c.dropFarewell(ctx, environment, company); err != nil {
			return err
		}
		k, err := scanLink(c.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM links WHERE environment = ? AND company = ?`, environment, company))
		if err == ErrNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.unlink(ctx, k, ActLeft); err != nil {
			return err
		}
		ended, err = c.settle(ctx, k.Grant)
		return err
	})
	return ended, err
}

func (c *change) dropFarewell(ctx context.Context, environment, company string) error {
	_, err := c.ExecContext(ctx, `DELETE FROM farewells WHERE environment = ? AND company = ?`, environment, company)
	return err
}
