package desk

import (
	"context"
	"errors"
	"time"

	"crosswalk/storage"
)

// Ground is what the desk stands on, for an examination of this computer. It holds no secret.
type Ground struct {
	Environment Environment // the one that is open; where none is, Gusto itself
	Redirects   []string    // the registered addresses for Gusto's answer; none means any free port
	Kept        string      // where the data key is kept, in storage's word for the kind
	Folder      string      // the data folder
}

// Ground gives it. It blocks on the disk. Trouble: CannotSave, DatabaseDamaged.
func (d *Desk) Ground(ctx context.Context) (Ground, error) {
	d.mu.Lock()
	o, keeper := d.office, d.keeper
	d.mu.Unlock()
	g := Ground{Environment: Production, Redirects: d.redirectsOf(DefaultRedirects), Kept: keeper.Kind(), Folder: d.options.Folder}
	if o == nil {
		return g, nil
	}
	g.Environment, g.Redirects, g.Kept = o.env, nil, o.keeper.Kind()
	if o.env.Profile == "" {
		return g, nil
	}
	p, err := d.profile(ctx, o.env.Profile)
	if err != nil {
		return g, explain(err)
	}
	g.Redirects = d.redirectsOf(p.Redirects)
	return g, nil
}

// ProbeKeys writes, reads and removes something in the place where the data key is kept. It blocks on the key store,
// which may ask the person for its password.
//
// Trouble: KeyStore…, CannotSave.
func (d *Desk) ProbeKeys(ctx context.Context) error {
	d.mu.Lock()
	keeper := d.keeper
	if d.office != nil {
		keeper = d.office.keeper
	}
	d.mu.Unlock()
	return explain(storage.Probe(ctx, keeper))
}

// CheckDatabase looks through every page of the databases that are open. It blocks on the disk.
// Trouble: DatabaseDamaged, CannotSave.
func (d *Desk) CheckDatabase(ctx context.Context) error {
	d.mu.Lock()
	var books []any
	if d.home != nil {
		books = append(books, d.home)
	}
	if d.office != nil && d.office.book != Book(d.home) {
		books = append(books, d.office.book)
	}
	d.mu.Unlock()
	for _, b := range books {
		if checked, ok := b.(interface{ QuickCheck(context.Context) error }); ok {
			if err := checked.QuickCheck(ctx); err != nil {
				return explain(err)
			}
		}
	}
	return nil
}

// Now is the desk's clock, which tests turn.
func (d *Desk) Now() time.Time { return d.now() }

// Explained gives any error of the rooms below as trouble; nil for no error and for giving up.
func Explained(err error) *Trouble {
	var t *Trouble
	errors.As(explain(err), &t)
	return t
}

// CheckFolder says whether a folder is a place for the data: trouble SyncedFolder where it is not, nil where it is.
func CheckFolder(dir string) error { return explain(storage.CheckFolder(dir)) }
