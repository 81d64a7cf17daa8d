package storage

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// FileName is the database's name in its folder.
const FileName = "crosswalk.db"

// Options of a local store. The zero value is what a desktop wants.
type Options struct {
	Holder   string           // name of this handle in a lease; by default made from the process and a random part
	Actor    string           // who acts, for the history; by default this computer's account and name
	Now      func() time.Time // by default time.Now
	LeaseFor time.Duration    // how long a lease lasts; by default one minute
	Grace    time.Duration    // how much longer a lease is left alone that its holder never ended; by default half a minute
	Poll     time.Duration    // how often Wake looks for changes of other processes; by default one second
	Wait     time.Duration    // how long a call waits for another process that is writing; by default lockWait
}

// lockWait is far more than any write of ours takes, and less than a person waits.
const lockWait = 15 * time.Second

// Local is a store in one SQLite file on this computer. It implements every
// contract of this package and is safe for concurrent use, also by several
// processes.
//
// It uses one connection: SQLite has one writer anyway, the longest read (20,000
// links) takes a tenth of a second, and one connection cannot deadlock with
// itself, see its own past, or be counted wrongly by PRAGMA data_version.
type Local struct {
	db       *sql.DB
	anchor   *sql.DB // keeps a store in memory alive
	path     string
	memory   bool
	id       []byte
	opts     Options
	hub      hub
	presence *presence
	closed   atomic.Bool
}

var (
	_ Catalog       = (*Local)(nil)
	_ Clients       = (*Local)(nil)
	_ Glance        = (*Local)(nil)
	_ Desktop       = (*Local)(nil)
	_ Farewells     = (*Local)(nil)
	_ Consents      = (*Local)(nil)
	_ Endings       = (*Local)(nil)
	_ Tokens        = (*Local)(nil)
	_ Feed          = (*Local)(nil)
	_ Auditor       = (*Local)(nil)
	_ Cabinet       = (*Local)(nil)
	_ Registrations = (*Local)(nil)
)

// OpenLocal opens the store in dir, and makes folder and file when they are
// missing. Errors: *FolderError (a network, synchronized or shared folder, or
// none that can be had), *FileError (see its Kind; the file is left as it is), *TooNewError.
func OpenLocal(ctx context.Context, dir string, opts Options) (*Local, error) {
	dir, err := PrepareFolder(dir)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	if err := prepareFile(path); err != nil {
		return nil, err
	}
	l, err := open(ctx, path, false, opts)
	if err != nil {
		return nil, err
	}
	if l.presence, err = announce(ctx, filepath.Join(dir, "running"), l.opts.Holder); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// OpenMemory opens a store that lives as long as it is open: for "this session
// only", when a person has no key store and wants no passphrase. It is apart
// from the store on disk, whose sealed rows it could not open anyway.
func OpenMemory(ctx context.Context, opts Options) (*Local, error) {
	return open(ctx, uuid.NewString(), true, opts)
}

func open(ctx context.Context, path string, memory bool, opts Options) (*Local, error) {
	steps, err := migrations()
	if err != nil {
		return nil, err
	}
	l := &Local{path: path, memory: memory, opts: opts.withDefaults()}
	c := newConnector(path, memory, len(steps), l.opts.Wait)
	if l.memory {
		l.path = "the store in memory"
		// database/sql may drop a connection after a canceled statement; the
		// last one to go would take the store with it.
		l.anchor = sql.OpenDB(c)
		if err := l.anchor.PingContext(ctx); err != nil {
			return nil, errors.Join(l.explain("open", err), l.anchor.Close())
		}
	}
	l.db = sql.OpenDB(c)
	l.db.SetMaxOpenConns(1)
	l.hub.start(l)
	if err := l.migrate(ctx, steps); err != nil {
		return nil, errors.Join(l.explain("open", err), l.Close())
	}
	if err := l.db.QueryRowContext(ctx, `SELECT value FROM store WHERE key = 'id'`).Scan(&l.id); err != nil {
		return nil, errors.Join(l.explain("open", err), l.Close())
	}
	return l, nil
}

func (o Options) withDefaults() Options {
	if o.Holder == "" {
		o.Holder = fmt.Sprintf("process %d (%s)", os.Getpid(), uuid.NewString()[:8])
	}
	if o.Actor == "" {
		o.Actor = actor()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.LeaseFor <= 0 {
		o.LeaseFor = time.Minute
	}
	if o.Grace <= 0 {
		o.Grace = 30 * time.Second
	}
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	if o.Wait <= 0 {
		o.Wait = lockWait
	}
	return o
}

// actor is this computer's account, and which computer it is.
func actor() string {
	name := account()
	name = name[strings.LastIndexByte(name, '\\')+1:] // Windows puts the domain in front
	if host, err := os.Hostname(); err == nil && host != "" {
		return name + " on " + host
	}
	return name
}

// Close ends Wake's channels and closes the file. Leases that are held stay
// held: their holder is seen to be gone.
func (l *Local) Close() error {
	if l.closed.Swap(true) {
		return nil
	}
	l.hub.stop()
	err := l.db.Close()
	if l.anchor != nil {
		err = errors.Join(err, l.anchor.Close())
	}
	return errors.Join(err, l.presence.leave())
}

// ID names this store, in hexadecimal; it never changes. Sealed bytes are bound to it.
func (l *Local) ID() string { return hex.EncodeToString(l.id) }

// Path is the database file, or words for a store in memory.
func (l *Local) Path() string { return l.path }

// Holder is this handle's name in a lease.
func (l *Local) Holder() string { return l.opts.Holder }

// Actor is who acts here, as the history has it.
func (l *Local) Actor() string { return l.opts.Actor }

// NewID makes an ID for a grant, to seal its pair under before it is stored.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// change is one transaction that writes.
type change struct {
	*sql.Tx
	l    *Local
	now  time.Time
	kept map[string]*sql.Stmt // statements that are made once, for a change of many rows; nil makes them each time
}

// ExecContext is that of the transaction.
func (c *change) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := c.once(ctx, query); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return c.Tx.ExecContext(ctx, query, args...)
}

// QueryRowContext is that of the transaction.
func (c *change) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := c.once(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return c.Tx.QueryRowContext(ctx, query, args...)
}

// once gives the statement that is kept for a query. Those of a transaction end with it.
func (c *change) once(ctx context.Context, query string) *sql.Stmt {
	if c.kept == nil || c.kept[query] != nil {
		return c.kept[query]
	}
	if s, err := c.PrepareContext(ctx, query); err == nil {
		c.kept[query] = s
	}
	return c.kept[query]
}

// write runs fn in one immediate transaction and tells Wake afterwards. When it
// returns nil the change is on the disk; otherwise nothing was changed.
func (l *Local) write(ctx context.Context, doing string, fn func(c *change) error) error {
	if l.closed.Load() {
		return fmt.Errorf("%s: %w", doing, ErrClosed)
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return l.explain(doing, err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := fn(&change{Tx: tx, l: l, now: l.opts.Now()}); err != nil {
		return l.explain(doing, err)
	}
	if err := tx.Commit(); err != nil {
		return l.explain(doing, err)
	}
	l.hub.notify()
	return nil
}

// millis is a time as it is stored; 0 is "never".
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
