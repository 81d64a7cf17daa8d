package desk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteNew writes a file that does not exist yet, for this account alone, and leaves it whole and synced, or not at all.
// It blocks on the disk.
//
// Trouble: FileExists (nothing is overwritten), what write returns, CannotSave for anything else.
func WriteNew(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &Trouble{Cause: FileExists, Detail: filepath.Base(path), Err: err}
	}
	if err != nil {
		return &Trouble{Cause: CannotSave, Detail: err.Error(), Err: err}
	}
	if err = write(file); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		err = errors.Join(err, os.Remove(path))
		if CauseOf(err) == Unforeseen {
			return &Trouble{Cause: CannotSave, Detail: err.Error(), Err: err}
		}
		return explain(err)
	}
	return nil
}
