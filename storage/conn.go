package storage

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// connector opens physical connections and refuses one that is not as durable
// as this package promises, also when database/sql opens a second one later.
type connector struct {
	drv    *sqlite.Driver
	dsn    string
	path   string // for errors
	known  int    // schema version that this program knows
	memory bool
	wait   time.Duration // for another process that is writing
}

func newConnector(path string, memory bool, known int, wait time.Duration) *connector {
	c := &connector{drv: &sqlite.Driver{}, path: path, known: known, memory: memory, wait: wait}
	if memory {
		c.dsn = "file:/" + url.PathEscape(path) + "?vfs=memdb&_txlock=immediate"
		return c
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… becomes file:///C:/…
	}
	c.dsn = (&url.URL{Scheme: "file", Path: slashed, RawQuery: "_txlock=immediate"}).String()
	return c
}

// Driver belongs to driver.Connector.
func (c *connector) Driver() driver.Driver { return c.drv }

// Connect belongs to driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	conn, err := c.drv.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	if err := takeTurn(ctx, c.path, c.wait, func() error { return c.prepare(ctx, conn) }); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &turnTaker{physical: conn.(physical), c: c}, nil
}

// physical is what database/sql uses of the driver's connection.
type physical interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// turnTaker is a connection that looks for its turn to write more often than
// SQLite does.
type turnTaker struct {
	physical
	c *connector
}

// BeginTx belongs to driver.ConnBeginTx. While another process writes it waits
// for its turn, as long as the options say.
func (t *turnTaker) BeginTx(ctx context.Context, opts driver.TxOptions) (tx driver.Tx, err error) {
	if opts.ReadOnly || t.c.memory {
		return t.physical.BeginTx(ctx, opts)
	}
	whole := context.WithoutCancel(ctx) // none of these waits, see prepare
	if err := wait(whole, t.physical, 0); err != nil {
		return nil, err
	}
	err = takeTurn(ctx, t.c.path, t.c.wait, func() error {
		tx, err = t.physical.BeginTx(whole, opts)
		return err
	})
	if again := wait(whole, t.physical, t.c.wait); again != nil && err == nil {
		return nil, errors.Join(again, tx.Rollback())
	}
	return tx, err
}

// takeTurn tries again for as long as another process is in the way. SQLite
// waits by itself (busy_timeout), but not at the switch to WAL, where two windows
// that make the same file at the same moment meet, and too seldom where programs
// write without a pause: it looks ten times a second, keeps no queue, and could
// go for a quarter of a minute without meeting a moment between two writes.
func takeTurn(ctx context.Context, path string, wait time.Duration, try func() error) error {
	for begun := time.Now(); ; {
		err := try()
		var file *FileError
		if err == nil || !errors.As(fileError(path, err), &file) || file.Kind != FileLocked || time.Since(begun) > wait {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond + rand.N(4*time.Millisecond)): // at random: nobody falls into step
		}
	}
}

// settings are applied in this order and read back: name, value, as it reads.
var settings = [][3]string{
	{"foreign_keys", "1", "1"},
	{"secure_delete", "1", "1"},
	{"trusted_schema", "0", "0"},
	// VACUUM's scratch copy stays out of the shared temporary folder.
	{"temp_store", "memory", "2"},
}

var durability = [][3]string{
	{"journal_mode", "wal", "wal"},
	// In WAL anything less loses a committed token at a power cut.
	{"synchronous", "full", "2"},
	// macOS: fsync alone leaves the data in the drive's cache.
	{"fullfsync", "1", "1"},
	{"checkpoint_fullfsync", "1", "1"},
}

// prepare looks at the file first, so that a foreign one is left as it is. It waits for nobody: whoever is in the way is
// an error, and takeTurn tries again. So no statement needs an ear for the end of ctx, which is a goroutine each, and
// costs more than most of them.
func (c *connector) prepare(ctx context.Context, conn driver.Conn) error {
	ctx = context.WithoutCancel(ctx)
	if err := wait(ctx, conn, 0); err != nil {
		return err
	}
	if err := c.recognize(ctx, conn); err != nil {
		return err
	}
	if !c.memory {
		if err := c.set(ctx, conn, durability); err != nil {
			return err
		}
	}
	if err := c.set(ctx, conn, settings); err != nil {
		return err
	}
	return wait(ctx, conn, c.wait)
}

// wait sets how long SQLite itself waits for its turn.
func wait(ctx context.Context, conn driver.Conn, long time.Duration) error {
	return runOn(ctx, conn, fmt.Sprintf("PRAGMA busy_timeout = %d", long.Milliseconds()))
}

func (c *connector) set(ctx context.Context, conn driver.Conn, pragmas [][3]string) error {
	for _, p := range pragmas {
		if err := runOn(ctx, conn, "PRAGMA "+p[0]+" = "+p[1]); err != nil {
			return err
		}
		got, err := one(ctx, conn, "PRAGMA "+p[0])
		if err != nil {
			return err
		}
		if fmt.Sprint(got) != p[2] {
			return &FileError{Path: c.path, Kind: FileUnsafe,
				Err: fmt.Errorf("%s is %v where %s was asked for", p[0], got, p[1])}
		}
	}
	return nil
}

func (c *connector) recognize(ctx context.Context, conn driver.Conn) error {
	var got [3]int64
	for i, query := range []string{"SELECT count(*) FROM sqlite_master", "PRAGMA application_id", "PRAGMA user_version"} {
		value, err := one(ctx, conn, query)
		if err != nil {
			return err
		}
		got[i], _ = value.(int64)
	}
	tables, id, version := got[0], got[1], got[2]
	switch {
	case tables == 0 && id == 0 && version == 0:
		return nil
	case id != appID:
		return &FileError{Path: c.path, Kind: FileForeign, Err: errors.New("it is the database of another program")}
	case version > int64(c.known):
		return &TooNewError{Path: c.path, Have: int(version), Known: c.known}
	}
	return nil
}

func runOn(ctx context.Context, conn driver.Conn, statement string) error {
	_, err := conn.(driver.ExecerContext).ExecContext(ctx, statement, nil)
	return err
}

func one(ctx context.Context, conn driver.Conn, query string) (driver.Value, error) {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	row := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(row); err != nil {
		return nil, err
	}
	return row[0], nil
}
