package desk

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"crosswalk/internal/pace"
	"crosswalk/storage"
)

// Book is where links, grants and settings are written down: see package storage, whose contracts say which
// errors each method returns.
type Book interface {
	Records
	storage.Tokens
	Past
	storage.Feed
	storage.Cabinet
	storage.KeyStore
	Close() error
}

// Past is what happened, read and written down.
type Past interface {
	storage.Auditor
	storage.Witness
}

// Records are links, the grants that reach them, from the consent to the end, and the clients that they belong to.
type Records interface {
	storage.Catalog
	storage.Consents
	storage.Endings
	Firm
	storage.Glance
	storage.Desktop
	storage.Farewells
}

// Firm is what the firm itself has: clients, and companies that are to be made for them.
type Firm interface {
	storage.Clients
	storage.Provisions
}

// office is one environment that is open: its book, and what the data key unlocks.
type office struct {
	env     Environment
	book    Book
	keeper  storage.Keeper
	reading reading
	ready   chan struct{}      // closed when all of the book has been read once, or could not be
	unwatch context.CancelFunc // ends the look at what other windows and programs change
	makeReg func(ctx context.Context, k *storage.Safe) (Registration, error)

	seen  sightings
	round sync.Mutex // held while many links are verified

	mu     sync.Mutex
	access *access // nil while the data key was not had
	desk   workplace
}

// StartPractice opens the practice Gusto, with a database and a key of its own.
// Trouble as for Start, and SetByOrganization.
func (d *Desk) StartPractice(ctx context.Context) error {
	if err := d.mayOpen(Practice.Name); err != nil {
		return err
	}
	folder := d.practiceFolder()
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

// Enter opens the Gusto of a profile that was set up. Trouble as for Start, BadSetup for an unknown profile,
// and SetByOrganization or PolicyUnclear, which leave open what is open.
func (d *Desk) Enter(ctx context.Context, profile string) error {
	p, err := d.profile(ctx, profile)
	if err != nil {
		return d.shut(err)
	}
	if err := d.mayOpen(environmentOf(p).Name); err != nil {
		return err
	}
	p = d.ruledProfile(p)
	return d.open(ctx, p.ID, &office{
		env: environmentOf(p), book: d.home, keeper: d.keeper,
		makeReg: func(ctx context.Context, safe *storage.Safe) (Registration, error) { return registration(ctx, safe, p) },
	})
}

// EnterNamed opens the environment that a link belongs to, by [Ties.Environment]. Trouble as for Enter, and BadSetup
// where no such Gusto is set up any more.
func (d *Desk) EnterNamed(ctx context.Context, environment string) error {
	setups, err := d.Setups(ctx)
	if err != nil {
		return err
	}
	for _, s := range setups {
		if s.Environment == environment {
			return d.Enter(ctx, s.ID)
		}
	}
	return &Trouble{Cause: BadSetup, Detail: named(environment).Label + " is not set up on this computer any more"}
}

// keyGrace is how long opening waits for a key store that says nothing.
const keyGrace = 10 * time.Second

// open makes an office the one at work, and shows what is in it even when the key store stays shut.
func (d *Desk) open(ctx context.Context, name string, o *office) error {
	o.ready = make(chan struct{})
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
	err := d.readFirst(ctx, o)
	if err == nil {
		err = d.home.PutSetting(ctx, settingEnvironment, name)
	}
	if err == nil {
		err = d.showSitting(ctx, o)
	}
	if err != nil {
		return d.shut(err)
	}
	if d.options.KeyGrace < 0 {
		return nil
	}
	keyed, cancel := context.WithTimeout(ctx, d.options.KeyGrace)
	defer cancel()
	switch _, err := d.unlock(keyed, o); CauseOf(err) {
	case "":
		if err == nil {
			d.settleLater(ctx, o)
		}
	case PassphraseNeeded:
		d.lockAtStart()
	}
	return nil
}

// SetOnePerClient chooses whether a sign-in links one company and a client has one at most, or several. It changes
// no link: the clients that have several all the same are [Roster.Conflicts]. Trouble: SetByOrganization, CannotSave.
func (d *Desk) SetOnePerClient(ctx context.Context, one bool) error {
	if c := d.options.Policy.OneCompany; c.Set && c.Value != one {
		return d.ruled("Another choice than the one for companies per client", c.Unclear)
	}
	return d.write(ctx, func(book Book) error { return book.PutSetting(ctx, settingPolicy, strconv.FormatBool(one)) })
}

// write changes the open environment's book, and shows what has become of it.
func (d *Desk) write(ctx context.Context, change func(Book) error) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	if err := change(o.book); err != nil {
		return explain(err)
	}
	return d.refresh(ctx, o)
}

// atWork gives the open environment. It blocks while its book is read for the first time: no wish goes by a snapshot
// that has the first rows alone.
func (d *Desk) atWork() (*office, error) {
	d.mu.Lock()
	o := d.office
	d.mu.Unlock()
	if o == nil {
		return nil, &Trouble{Cause: BadSetup, Detail: "No Gusto is set up yet"}
	}
	<-o.ready
	return o, nil
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
	if d.locked() {
		return nil, &Trouble{Cause: DeskLocked}
	}
	if o.access != nil {
		return o.access, nil
	}
	a, err := d.fetchAccess(ctx, o)
	if err == nil {
		o.access = a
	}
	return a, err
}

// fetchAccess is unlock without a look at what is at hand, or at the lock. The office's mutex is held.
func (d *Desk) fetchAccess(ctx context.Context, o *office) (*access, error) {
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
	return a, nil
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
	if d.options.KeyGrace >= 0 { // who does not ask for the data key does not tell Gusto anything either
		go d.tellAll(ctx, o)
		go d.keepHeld(ctx, o)
	}
	go func() {
		<-o.ready
		for range changes {
			begun := time.Now()
			if err := d.refresh(ctx, o); err != nil && ctx.Err() == nil {
				d.options.Log.Warn("read what was changed elsewhere", "error", err)
			}
			d.tellBook(ctx)
			// While thousands of links are being checked, reading them again must not be all that is done.
			if pace.Rest(ctx, 4*time.Since(begun)) != nil {
				continue // the channel closes next
			}
		}
	}()
}
