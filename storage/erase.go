package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Accounts lists the names under which a keeper may hold keys of a store: the
// present one's first, then those that it replaced. The keeper is not asked.
func Accounts(ctx context.Context, store KeyStore) ([]string, error) {
	rec, err := store.KeyRecord(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for id := range rec.Retired {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if rec.KeyID != "" {
		ids = append([]string{rec.KeyID}, ids...)
	}
	var all []string
	for _, id := range ids {
		all = append(all, accountOf(store, id))
	}
	return all, nil
}

// EraseFolder removes the files of a store that is closed: the database with its
// journals, its copies, its key files, and also what else is named, files or
// folders. What it does not know is left, and so is the folder when something is
// left in it. It can be done again after any interruption.
//
// left are the paths that could not be removed, for instance because another
// program has them open; err says why. It blocks on the disk.
func EraseFolder(dir string, also ...string) (left []string, err error) {
	names := append([]string{FileName, FileName + "-wal", FileName + "-shm", FileName + "-journal", backupFolder, "running", "keys"}, also...)
	for _, pattern := range []string{"key-*", "part-*"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, path := range found {
			names = append(names, filepath.Base(path))
		}
	}
	var errs []error
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.RemoveAll(path); err != nil {
			left = append(left, path)
			errs = append(errs, systemError(path, err))
		}
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) == 0 {
		if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, systemError(dir, err))
		}
	}
	return left, errors.Join(errs...)
}
