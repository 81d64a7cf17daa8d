package desk

import (
	"context"
	"sync"
	"time"

	"crosswalk/storage"
)

// LockState is how far the desk is locked.
type LockState int

// The states of the lock.
const (
	Unlocked LockState = iota
	Locking            // locked; what must not be cut off goes on, and keeps the data key until it has ended
	Locked             // locked, and nothing in this program opens a sealed row
)

// DeskLocked is the cause of every wish that needs the data key while the desk is locked.
const DeskLocked Cause = "locked"

// locking is whether the desk is locked.
type locking struct {
	asked  chan struct{} // closed while it is
	opened chan struct{} // closed when it is unlocked again; nil before the first lock
}

func newLocking() locking { return locking{asked: make(chan struct{})} }

// locked says whether the desk is locked.
func (d *Desk) locked() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lock.closed()
}

func (l *locking) closed() bool {
	select {
	case <-l.asked:
		return true
	default:
		return false
	}
}

// Lock locks the desk from the moment that it is called: rounds pause, nothing new begins, and whoever needs the data key
// gets DeskLocked. It blocks until nothing in this program can open a sealed row, which is when the consents, the requests
// to make a company and the renewals that are under way have ended by themselves: none of them is cut off. It ends early
// when the desk is unlocked, or with ctx, whose error it returns; the desk stays locked then.
//
// A desk that is locked already, or has nothing open, is left as it is.
func (d *Desk) Lock(ctx context.Context) error {
	d.mu.Lock()
	o := d.office
	if o == nil || d.lock.closed() {
		d.mu.Unlock()
		return nil
	}
	close(d.lock.asked)
	d.lock.opened = make(chan struct{})
	opened := d.lock.opened
	d.mu.Unlock()
	d.change(func(s *Snapshot) { s.Lock = Locking })
	return d.giveUpKeys(ctx, o, opened)
}

// giveUpKeys drops all that the data key unlocks, once nothing needs it any more.
func (d *Desk) giveUpKeys(ctx context.Context, o *office, opened <-chan struct{}) error {
	if !d.busy() {
		return nil
	}
	defer d.work.Done()
	o.mu.Lock()
	a := o.access
	o.mu.Unlock()
	if a != nil {
		select {
		case <-a.hand.empty():
		case <-opened:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	o.mu.Lock()
	if !d.locked() {
		o.mu.Unlock()
		return nil
	}
	o.access = nil
	d.forgetPassphrases(o)
	o.mu.Unlock()
	if a != nil {
		err := a.close(context.WithoutCancel(ctx)) // a renewal is not interrupted
		a.drop()
		if err != nil {
			d.options.Log.Warn("end what was under way before locking", "error", err)
		}
	}
	o.desk.clients.forget()
	d.tellBook(context.WithoutCancel(ctx)) // whoever remembers what was opened forgets it
	d.change(func(s *Snapshot) {
		if s.Lock == Locking {
			s.Lock = Locked
		}
	})
	return nil
}

// drop forgets what was opened with the data key.
func (a *access) drop() {
	a.vault.Keys().Drop()
	a.learned.forget()
}

// forgetPassphrases goes back to the keepers that hold no passphrase. The office's mutex is held.
func (d *Desk) forgetPassphrases(o *office) {
	if o.keeper.Kind() == storage.KindPassphrase {
		o.keeper = d.plainKeeper(o)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.keeper.Kind() == storage.KindPassphrase {
		d.keeper = d.options.Keeper
	}
}

// lockAtStart has an environment that only a passphrase opens begin locked: a restart is no way around the lock.
func (d *Desk) lockAtStart() {
	d.mu.Lock()
	if !d.lock.closed() {
		close(d.lock.asked)
		d.lock.opened = make(chan struct{})
	}
	d.mu.Unlock()
	d.change(func(s *Snapshot) { s.Lock = Locked })
}

// Unlock asks the key store again, and unlocks the desk when it is locked. It blocks on the key store.
//
// Trouble: KeyStore…, Key…, PassphraseNeeded where a passphrase guards the data key: [Desk.UnlockWith].
func (d *Desk) Unlock(ctx context.Context) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	if !d.locked() {
		_, err := d.unlock(ctx, o)
		return err
	}
	return d.openUp(ctx, o, nil)
}

// UnlockWith opens what is kept under a passphrase, and unlocks the desk when it is locked. It takes a second or two on
// purpose. Trouble: PassphraseWrong, KeyMissing, CannotSave, and KeyStoreRefused where no passphrase guards the data key.
func (d *Desk) UnlockWith(ctx context.Context, passphrase Secret) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	keeper, err := d.passphraseKeeper(o, passphrase)
	if err != nil {
		return &Trouble{Cause: PassphraseWrong, Err: err}
	}
	return d.openUp(ctx, o, keeper)
}

// openUp gets the data key from a keeper (nil is the present one) and unlocks the desk. What is under way since before
// the lock goes on with what it has.
func (d *Desk) openUp(ctx context.Context, o *office, keeper storage.Keeper) error {
	o.mu.Lock()
	before := o.keeper
	if keeper != nil {
		o.keeper = keeper
	}
	a, err := d.fetchAccess(ctx, o)
	if err != nil {
		o.keeper = before
		o.mu.Unlock()
		return err
	}
	if o.access == nil {
		o.access = a
	} else if o.access != a {
		a.drop()
	}
	d.mu.Lock()
	if keeper != nil && o.book == Book(d.home) {
		d.keeper = keeper
	}
	if d.lock.closed() {
		close(d.lock.opened)
		d.lock.asked = make(chan struct{})
	}
	d.mu.Unlock()
	o.mu.Unlock()
	d.change(func(s *Snapshot) { s.Lock = Unlocked })
	d.settleLater(ctx, o)
	d.leaving.wake()
	return nil
}

// untilLocked is ctx until the desk is locked: for what can pause and go on later.
func (d *Desk) untilLocked(ctx context.Context) (context.Context, context.CancelFunc) {
	d.mu.Lock()
	asked := d.lock.asked
	d.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-asked:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// hand counts the consents that are out: the data key stays until they have come back.
type hand struct {
	mu   sync.Mutex
	n    int
	idle chan struct{} // closed while n is 0; nil before the first
}

// take counts one more; release may be called more than once.
func (h *hand) take() (release func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.n++; h.n == 1 {
		h.idle = make(chan struct{})
	}
	return sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.n--; h.n == 0 {
			close(h.idle)
		}
	})
}

// empty is closed once none is out.
func (h *hand) empty() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.idle == nil {
		h.idle = make(chan struct{})
		close(h.idle)
	}
	return h.idle
}

// noLock is no time at all: the desk does not lock by itself.
const noLock time.Duration = 0
