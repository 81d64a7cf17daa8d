package desk

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strconv"
	"sync"
	"time"

	"crosswalk/storage"
)

// Book is where links, grants and settings are written down: see package storage, whose contracts say which
// errors each method returns.
type Book interface {
	Records
	storage.Tokens
	storage.Auditor
	storage.Feed
	storage.Cabinet
	storage.KeyStore
	Close() error
}

// Records are links and the grants that reach them, from the consent to the end.
type Records interface {
	storage.Catalog
	storage.Consents
	storage.Endings
}

// office is one environment that is open: its book, and what the data key unlocks.
type office struct {
	env     Environment
	book    Book
	keeper  storage.Keeper
	unwatch context.CancelFunc // ends the look at what other windows and programs change
	makeReg func(ctx context.Context, k *storage.Safe) (Registration, error)

	mu     sync.Mutex
	access *access // nil while the data key was not had
}

// StartPractice opens the practice Gusto, with a database and a key of its own.
// Trouble as for Start.
func (d *Desk) StartPractice(ctx context.Context) error {
	folder := filepath.Join(d.options.Folder, Practice.Name)
	reg, err := d.options.Practice(ctx, folder)
	if err != nil {
		return d.shut(err)
	}
	book, err := storage.OpenLocal(ctx, folder, storage.Options{Now: d.options.Now})
	if err != nil {
		return d.shut(err)
	}
	return d.open(ctx, Practice.Name, &office{
		env: reg.Environment, book: book, keeper: storage.FileKeeper{Dir: folder},
		makeReg: func(context.Context, *storage.Safe) (Registration, error) { return reg, nil },
	})
}

// Enter opens the Gusto of a profile that was set up. Trouble as for Start, and BadSetup for an unknown profile.
func (d *Desk) Enter(ctx context.Context, profile string) error {
	p, err := d.profile(ctx, profile)
	if err != nil {
		return d.shut(err)
	}
	return d.open(ctx, p.ID, &office{
		env: environmentOf(p), book: d.home, keeper: d.keeper,
		makeReg: func(ctx context.Context, safe *storage.Safe) (Registration, error) { return registration(ctx, safe, p) },
	})
}

// keyGrace is how long opening waits for a key store that says nothing.
const keyGrace = 10 * time.Second

// open makes an office the one at work, and shows what is in it even when the key store stays shut.
func (d *Desk) open(ctx context.Context, name string, o *office) error {
	d.watchBook(ctx, o)
	d.mu.Lock()
	before := d.office
	if before != nil {
		before.unwatch()
	}
	d.office = o
	d.mu.Unlock()
	if before != nil && before != o {
		end := before.close
		if before.book == Book(d.home) { // the real store stays open: it has the settings of every environment
			end = before.settle
		}
		d.later(ctx, closeGrace, "close the environment before", end)
	}
	if err := d.home.PutSetting(ctx, settingEnvironment, name); err != nil {
		return d.shut(err)
	}
	d.change(func(s *Snapshot) { s.Stage, s.Environment, s.Trouble, s.Keys = Open, o.env, nil, nil })
	if err := d.refresh(ctx, o); err != nil {
		return d.shut(err)
	}
	if d.options.KeyGrace < 0 {
		return nil
	}
	keyed, cancel := context.WithTimeout(ctx, d.options.KeyGrace)
	defer cancel()
	if _, err := d.unlock(keyed, o); err == nil {
		d.settleLater(ctx, o)
	}
	return nil
}

// refresh reads the book into the snapshot.
func (d *Desk) refresh(ctx context.Context, o *office) error {
	links, err := o.book.Links(ctx)
	if err != nil {
		return explain(err)
	}
	grants, err := o.book.Grants(ctx)
	if err != nil {
		return explain(err)
	}
	policy, _, err := o.book.Setting(ctx, settingPolicy)
	if err != nil {
		return explain(err)
	}
	one, _ := strconv.ParseBool(policy)
	d.mu.Lock()
	rows := arrange(o.env.Name, links, grants, passing{d.checking, d.unsaved})
	current := d.office == o
	news := d.snapshot.OnePerClient != one || !reflect.DeepEqual(d.snapshot.Links, rows)
	d.mu.Unlock()
	if current && news { // each look costs the window a whole frame
		d.change(func(s *Snapshot) {
			s.Links, s.OnePerClient = rows, one
			s.NeedYou, s.Checked = tally(rows)
		})
	}
	return nil
}

// SetOnePerClient chooses whether a sign-in links one company or several. It changes no link.
func (d *Desk) SetOnePerClient(ctx context.Context, one bool) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	if err := o.book.PutSetting(ctx, settingPolicy, strconv.FormatBool(one)); err != nil {
		return explain(err)
	}
	return d.refresh(ctx, o)
}

// atWork gives the open environment.
func (d *Desk) atWork() (*office, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.office == nil {
		return nil, &Trouble{Cause: BadSetup, Detail: "No Gusto is set up yet"}
	}
	return d.office, nil
}

// working gives the open environment with its data key. It may block on the key store.
func (d *Desk) working(ctx context.Context) (*office, *access, error) {
	o, err := d.atWork()
	if err != nil {
		return nil, nil, err
	}
	a, err := d.unlock(ctx, o)
	return o, a, err
}

// unlock gets the data key once, and says in the snapshot why it could not be had.
func (d *Desk) unlock(ctx context.Context, o *office) (*access, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.access != nil {
		return o.access, nil
	}
	d.change(func(s *Snapshot) { s.KeyWait = d.now() })
	a, err := d.newAccess(ctx, o)
	err = explain(err)
	var t *Trouble
	told := errors.As(err, &t) || err == nil
	d.change(func(s *Snapshot) {
		s.KeyWait = time.Time{}
		if told {
			s.Keys, s.Kept = t, o.keeper.Kind()
		}
	})
	if err != nil {
		d.options.Log.Warn("the data key could not be had", "error", err)
		return nil, err
	}
	o.access = a
	return a, nil
}

// Unlock asks the key store again. Trouble: KeyStore…, Key…, Passphrase…
func (d *Desk) Unlock(ctx context.Context) error {
	_, _, err := d.working(ctx)
	return err
}

// closeGrace is how long closing waits for renewals that are under way.
const closeGrace = 30 * time.Second

// settle ends consents and lets renewals finish. The book stays open for what is still being given back.
func (o *office) settle(ctx context.Context) error {
	o.mu.Lock()
	a := o.access
	o.mu.Unlock()
	if a == nil {
		return nil
	}
	return a.close(ctx)
}

// close lets renewals finish and closes the book.
func (o *office) close(ctx context.Context) error {
	o.unwatch()
	return errors.Join(o.settle(ctx), o.book.Close())
}

// watchBook reads the book again whenever it was changed, here or by another program.
func (d *Desk) watchBook(ctx context.Context, o *office) {
	ctx, o.unwatch = context.WithCancel(context.WithoutCancel(ctx))
	changes := o.book.Wake(ctx)
	go func() {
		for range changes {
			if err := d.refresh(ctx, o); err != nil && ctx.Err() == nil {
				d.options.Log.Warn("read what was changed elsewhere", "error", err)
			}
		}
	}()
}
