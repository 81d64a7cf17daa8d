package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// explain adds what was being done, and turns SQLite's codes into a *FileError.
func (l *Local) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	if l.closed.Load() && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", doing, ErrClosed)
	}
	return fmt.Errorf("%s: %w", doing, fileError(l.path, err))
}

func fileError(path string, err error) error {
	var known *FileError
	var code *sqlite.Error
	if errors.As(err, &known) || !errors.As(err, &code) {
		return err
	}
	kind := FileUnusable
	switch code.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		kind = FileDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		kind = FileReadOnly
	case sqlite3.SQLITE_FULL:
		kind = FileFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		kind = FileLocked
	case sqlite3.SQLITE_INTERRUPT:
		return err // the caller's context ended
	}
	return &FileError{Path: path, Kind: kind, Err: err}
}

// systemError names the file in what the operating system answered, and knows a
// full disk from the rest.
func systemError(path string, err error) error {
	var known *FileError
	if err == nil || errors.As(err, &known) {
		return err
	}
	kind := FileUnusable
	if diskFull(err) {
		kind = FileFull
	}
	return &FileError{Path: path, Kind: kind, Err: err}
}

// notFound turns "no such row" into this package's word for it.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
