package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// presence shows other processes on this computer that a handle is open: a file
// that is locked for as long as the process lives. The lease in the row is what
// protects a grant; presence only spares the next start the wait for the lease
// of a process that was killed.
type presence struct {
	dir  string
	path string
	file *os.File // nil when somebody else announced the same name first
}

// announce locks this holder's file.
func announce(ctx context.Context, dir, holder string) (*presence, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("announce this window: %w", systemError(dir, err))
	}
	sweep(dir, time.Now())
	p := &presence{dir: dir, path: presencePath(dir, holder)}
	// Another window that looks whether this holder is gone has the file locked
	// for a moment, and may remove it before it is locked here.
	const attempts, pause = 5, 5 * time.Millisecond
	for range attempts {
		err := p.lock()
		if err != nil {
			return nil, fmt.Errorf("announce this window: %w", systemError(p.path, err))
		}
		if p.file != nil {
			break
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
	return p, nil
}

// lock tries once; p.file stays nil when somebody else has the lock.
func (p *presence) lock() error {
	f, err := os.OpenFile(p.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	locked, err := tryLock(f)
	if err != nil || !locked {
		return errors.Join(err, f.Close())
	}
	mine, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if named, err := os.Stat(p.path); err != nil || !os.SameFile(mine, named) {
		return f.Close() // it was removed between opening and locking
	}
	p.file = f
	return nil
}

// sweep removes what killed processes left behind, once it is a day old.
func sweep(dir string, now time.Time) {
	left, _ := filepath.Glob(filepath.Join(dir, "*.lock"))
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
			ended(path)
		}
	}
}

// gone says whether a holder certainly runs no more on this computer.
func (p *presence) gone(holder string) bool {
	if p == nil {
		return false // a store in memory dies with its holders
	}
	return ended(presencePath(p.dir, holder))
}

// ended says whether no living process has the file locked, and removes it then.
func ended(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil {
		return false
	}
	defer f.Close()
	locked, err := tryLock(f)
	if err != nil || !locked {
		return false
	}
	os.Remove(path) // a leftover; the next one that looks finds it missing
	return true
}

// leave takes the file away. A nil presence has none.
func (p *presence) leave() error {
	if p == nil || p.file == nil {
		return nil
	}
	// Windows cannot remove an open file; the unlocked leftover says the same.
	os.Remove(p.path)
	return p.file.Close()
}

func presencePath(dir, holder string) string {
	sum := sha256.Sum256([]byte(holder))
	return filepath.Join(dir, hex.EncodeToString(sum[:8])+".lock")
}
