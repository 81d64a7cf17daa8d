package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	backupFolder = "backups"
	backupsKept  = 7
)

// Backup writes a copy of the database, at most one a day, and keeps the newest
// seven. It returns the copy's path, or "" when today's exists already or the
// store is in memory.
//
// A copy restores links and settings rather than access: its token pairs are
// stale after the next renewal. It cannot be opened without the data key.
func (l *Local) Backup(ctx context.Context) (string, error) {
	if l.memory {
		return "", nil
	}
	day := l.opts.Now().Format("2006-01-02")
	for _, path := range backups(l.path) {
		if strings.HasPrefix(filepath.Base(path), day) {
			return "", nil
		}
	}
	path, err := l.backup(ctx, "daily")
	return path, l.explain("back up", err)
}

// backup copies through SQLite: a copy of the file alone would lack what is
// still in the journal.
func (l *Local) backup(ctx context.Context, why string) (string, error) {
	dir := filepath.Join(filepath.Dir(l.path), backupFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", systemError(dir, err)
	}
	// SQLite would make the copy readable to others, so it gets an empty file
	// that is not; and the final name only once all of it is on the disk.
	part, err := os.CreateTemp(dir, "part-*")
	if err != nil {
		return "", systemError(dir, err)
	}
	defer os.Remove(part.Name())
	if err := part.Close(); err != nil {
		return "", systemError(part.Name(), err)
	}
	if _, err := l.db.ExecContext(ctx, `VACUUM INTO ?`, part.Name()); err != nil {
		return "", fileError(l.path, err)
	}
	if err := syncFile(part.Name()); err != nil {
		return "", systemError(part.Name(), err)
	}
	stamp := l.opts.Now().Format("2006-01-02T150405")
	path := filepath.Join(dir, fmt.Sprintf("%s-%s.db", stamp, why))
	if err := os.Rename(part.Name(), path); err != nil {
		return "", systemError(path, err)
	}
	return path, errors.Join(syncDir(dir), prune(l.path, l.opts.Now()))
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// backups lists the copies, the newest first.
func backups(path string) []string {
	found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), backupFolder, "*.db"))
	slices.Sort(found)
	slices.Reverse(found)
	return found
}

func hasBackups(path string) bool { return len(backups(path)) > 0 }

// prune removes all but the newest copies, and parts that a killed process left.
func prune(path string, now time.Time) error {
	var errs []error
	remove := func(path string) {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if all := backups(path); len(all) > backupsKept {
		for _, old := range all[backupsKept:] {
			remove(old)
		}
	}
	parts, _ := filepath.Glob(filepath.Join(filepath.Dir(path), backupFolder, "part-*"))
	for _, part := range parts {
		// A young one may be another window's, still being written.
		if info, err := os.Stat(part); err == nil && now.Sub(info.ModTime()) > time.Hour {
			remove(part)
		}
	}
	return errors.Join(errs...)
}
