// Package desk is what the person at the desk can do: practice, set up, connect, link, verify and unlink.
//
// Rules: it knows no window and no toolkit; it keeps one immutable [Snapshot] and says when to look again; every
// error that leaves it is [Trouble], context.Canceled or context.DeadlineExceeded; progress is typed, and words are
// the window's business. It takes storage, oauth, gusto and reach for their values, and their behavior through
// small interfaces, so that a test can put its own behind them.
package desk

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"crosswalk/internal/pace"
	"crosswalk/internal/policy"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// Registration is how the firm's application is known at one Gusto.
type Registration struct {
	Environment Environment
	ClientID    string
	Secret      oauth.Secret
	APIToken    oauth.Secret // the older token of the whole organization, for making companies alone; most have none
	Redirects   []string     // registered redirect addresses, in order of preference
}

// Options is what the desk needs from outside. All fields but KeyGrace, RestAfter, Limits, Policy, Obstacle, Now and Log are
// required.
type Options struct {
	Folder    string       // local application data; practice has a folder of its own below
	HTTP      *http.Client // how requests leave this computer
	Browser   func(address string) error
	Practice  func(ctx context.Context, folder string) (Registration, error) // starts the practice Gusto
	Keeper    storage.Keeper                                                 // where the real data key lives: the system's key store
	KeyGrace  time.Duration                                                  // how long opening waits for a key store that says nothing: 0 is ten seconds, less does not ask it
	RestAfter time.Duration                                                  // how long the first rows of a long list come alone, so that a window draws them before the rest is read; 0 reads all at once
	Limits    pace.Limits                                                    // how fast many companies are asked for; the zero value is what Gusto allows
	Policy    policy.Policy                                                  // what the organization has decided for this computer
	Obstacle  error                                                          // what already stands in the way: Start says it, and opens nothing
	Now       func() time.Time
	Log       *slog.Logger
}

// Desk is the one place where everything that a person can do begins. Its methods may be called from any goroutine.
type Desk struct {
	options Options

	mu       sync.Mutex
	snapshot *Snapshot
	ears
	home   *storage.Local // the real store: profiles and settings, and the links of every environment but practice
	office *office        // the environment that is open; nil before
	keeper storage.Keeper // where the real data key lives, as the person chose
	passing
	lock    locking
	closed  bool
	work    sync.WaitGroup // what goes on after its caller has left
	leaving leaving
}

// ears are who wants to hear of changes.
type ears struct {
	watchers []func()                // of the snapshot
	readers  []func(context.Context) // of the book: see [Desk.WatchBook]
}

// New makes a desk. Nothing is opened before Start.
func New(o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.KeyGrace == 0 {
		o.KeyGrace = keyGrace
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{options: o, keeper: o.Keeper, snapshot: &Snapshot{Stage: Starting, Folder: o.Folder},
		passing: passing{checking: map[string]bool{}, unsaved: map[string]bool{}}, lock: newLocking(), leaving: newLeaving()}
}

func (d *Desk) now() time.Time { return d.options.Now() }

// Snapshot gives what the desk knows now. It never blocks.
func (d *Desk) Snapshot() *Snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.snapshot
}

// Watch has look called whenever the snapshot was replaced, on any goroutine. look must not block.
func (d *Desk) Watch(look func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watchers = append(d.watchers, look)
}

// change replaces the snapshot by an altered copy and tells the watchers.
func (d *Desk) change(alter func(*Snapshot)) {
	d.mu.Lock()
	next := *d.snapshot
	alter(&next)
	d.snapshot = &next
	watchers := d.watchers
	d.mu.Unlock()
	for _, look := range watchers {
		look()
	}
}

// The settings kept in the real store.
const (
	settingEnvironment = "environment" // "practice" or a profile's ID
	settingPolicy      = "one_per_client"
)

// Start opens the database and the environment that was open last. It blocks on the disk, and on the key store for
// Options.KeyGrace at most; a key store that stays shut is not an error here, Snapshot.Keys tells.
//
// Trouble: EraseUnfinished, SyncedFolder, UnusableFolder, NewerProgram, DatabaseDamaged, CannotSave, and that of Options.Obstacle; the
// stage is Shut then.
func (d *Desk) Start(ctx context.Context) error {
	if err := d.options.Obstacle; err != nil {
		return d.shut(err)
	}
	if note := readNote(d.options.Folder); note != nil && note.Stage == Erasing {
		return d.shut(&Trouble{Cause: EraseUnfinished})
	}
	home, err := storage.OpenLocal(ctx, d.options.Folder, storage.Options{Now: d.options.Now})
	if err != nil {
		return d.shut(err)
	}
	d.mu.Lock()
	d.home = home
	d.mu.Unlock()
	defer d.later(ctx, 5*time.Minute, "keep a copy of the database", func(ctx context.Context) error {
		_, err := home.Backup(ctx) // nothing else is read meanwhile, so the window's rows come first
		return err
	})
	last, _, err := home.Setting(ctx, settingEnvironment)
	if err == nil {
		last, err = d.opensLast(ctx, last)
	}
	switch {
	case err != nil:
		return d.shut(err)
	case last == Practice.Name:
		return d.StartPractice(ctx)
	case last != "":
		return d.Enter(ctx, last)
	}
	d.change(func(s *Snapshot) { s.Stage = NotSetUp })
	return nil
}

// shut says that nothing can be opened, and why.
func (d *Desk) shut(err error) error {
	err = explain(err)
	var t *Trouble
	if errors.As(err, &t) {
		d.change(func(s *Snapshot) { s.Stage, s.Trouble = Shut, t })
	}
	return err
}

// Close waits for renewals and for what is being given back, until ctx ends, and closes the databases.
func (d *Desk) Close(ctx context.Context) error {
	d.mu.Lock()
	o, home := d.office, d.home
	d.office, d.home = nil, nil
	d.mu.Unlock()
	var err error
	if o != nil {
		o.unwatch()
		err = o.settle(ctx)
	}
	d.mu.Lock()
	d.closed = true // nothing is added to work from here on
	d.mu.Unlock()
	done := make(chan struct{})
	go func() { d.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
	if o != nil {
		err = errors.Join(err, o.book.Close())
	}
	if home != nil && (o == nil || o.book != Book(home)) {
		err = errors.Join(err, home.Close())
	}
	return err
}

// busy has Close wait for work that the caller ends with work.Done; it is false once the desk is closed.
func (d *Desk) busy() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	d.work.Add(1)
	return true
}

// later does work that outlives its caller: the window may close, the person may have turned away. Close waits for it.
func (d *Desk) later(ctx context.Context, limit time.Duration, doing string, work func(context.Context) error) {
	if !d.busy() {
		return
	}
	go func() {
		defer d.work.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
		defer cancel()
		if err := work(ctx); err != nil {
			d.options.Log.Warn(doing, "error", err)
		}
	}()
}
