//go:build unix

package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// onlyMine takes other people's rights from a folder of ours. A folder that
// holds something else is refused rather than changed: it may be a shared one
// that was named by mistake.
func onlyMine(dir string, info fs.FileInfo) error {
	if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) != os.Geteuid() {
		return &FolderError{Dir: dir, Kind: FolderShared, What: "it belongs to another account"}
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, FileName)); err != nil && len(entries) > 0 || info.Mode()&fs.ModeSticky != 0 {
		return &FolderError{Dir: dir, Kind: FolderShared, What: "it holds other files and others may look into it"}
	}
	return os.Chmod(dir, 0o700)
}

// narrow leaves a file to its owner; a missing file is no error.
func narrow(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(path, 0o600)
}

// syncDir makes a new or renamed file's name durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// diskFull says whether there is no room, or none for this account.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
