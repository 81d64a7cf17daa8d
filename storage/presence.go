package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
func announce(dir, holder string) (*presence, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("announce this window: %w", err)
	}
	p := &presence{dir: dir, path: presencePath(dir, holder)}
	f, err := os.OpenFile(p.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("announce this window: %w", err)
	}
	locked, err := tryLock(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("announce this window: %w", err), f.Close())
	}
	if !locked {
		return p, f.Close()
	}
	p.file = f
	return p, nil
}

// gone says whether a holder certainly runs no more on this computer.
func (p *presence) gone(holder string) bool {
	if p == nil {
		return false // a store in memory dies with its holders
	}
	path := presencePath(p.dir, holder)
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
