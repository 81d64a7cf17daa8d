package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"crosswalk/internal/desk"
)

// writeNew writes a file that does not exist yet, for this account alone; one that could not be written whole goes away.
func writeNew(path string, write func(*os.File) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &desk.Trouble{Cause: desk.FileExists, Detail: filepath.Base(path), Err: err}
	}
	if err != nil {
		return &desk.Trouble{Cause: desk.CannotSave, Detail: err.Error(), Err: err}
	}
	if err = errors.Join(write(f), f.Close()); err != nil {
		return &desk.Trouble{Cause: desk.CannotSave, Detail: err.Error(), Err: errors.Join(err, os.Remove(path))}
	}
	return nil
}
