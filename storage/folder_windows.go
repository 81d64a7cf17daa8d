package storage

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// onlyMine: the account's own profile folder already carries the access list
// that keeps others out, and files inherit it.
func onlyMine(string, fs.FileInfo) error { return nil }

func narrow(string) error { return nil }

// syncDir: NTFS journals names itself, and a folder cannot be flushed.
func syncDir(string) error { return nil }

// networkOf names the network file system that dir is on, or "".
func networkOf(dir string) (string, error) {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return "Windows share", nil
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return "", err
	}
	if windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "network drive " + volume, nil
	}
	return "", nil
}

// diskFull says whether there is no room, or none for this account.
func diskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}
