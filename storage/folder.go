package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// DataDir is where Crosswalk keeps its database: the folder for local, never
// roaming, application data of this account, or CROSSWALK_DATA when it is set.
// Practice data belongs into a folder of its own inside.
func DataDir() (string, error) {
	return dataDir(runtime.GOOS, os.Getenv)
}

func dataDir(goos string, getenv func(string) string) (string, error) {
	if dir := getenv("CROSSWALK_DATA"); dir != "" {
		return filepath.Abs(dir)
	}
	missing := func(name string) (string, error) {
		return "", fmt.Errorf("find the data folder: %s is not set", name)
	}
	switch goos {
	case "windows":
		// os.UserConfigDir would be the roaming profile, which is copied to
		// other computers together with its single-use tokens.
		if dir := getenv("LOCALAPPDATA"); dir != "" {
			return filepath.Join(dir, "Crosswalk"), nil
		}
		return missing("LOCALAPPDATA")
	case "darwin":
		if home := getenv("HOME"); home != "" {
			return filepath.Join(home, "Library", "Application Support", "Crosswalk"), nil
		}
		return missing("HOME")
	}
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) { // the specification ignores relative ones
		return filepath.Join(dir, "crosswalk"), nil
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".local", "share", "crosswalk"), nil
	}
	return missing("HOME")
}

// CheckFolder says whether dir, which need not exist yet, is a place where the
// database may live. *FolderError names the network or the service otherwise:
// SQLite's journal does not work across computers, and a copy on a second
// computer is a second holder of the same single-use tokens.
func CheckFolder(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	existing, rest := dir, ""
	for {
		if _, err := os.Lstat(existing); err == nil {
			break
		}
		parent := filepath.Dir(existing)
		if parent == existing {
			break
		}
		existing, rest = parent, filepath.Join(filepath.Base(existing), rest)
	}
	real, err := filepath.EvalSymlinks(existing)
	if err != nil {
		return fmt.Errorf("look at %s: %w", existing, err)
	}
	paths := []string{dir, filepath.Join(real, rest)}
	for _, path := range slices.Compact(paths) { // the same twice where no link is on the way
		if name := syncedBy(path, os.Getenv); name != "" {
			return &FolderError{Dir: dir, Kind: FolderSynced, What: name}
		}
	}
	name, err := networkOf(real)
	if err != nil {
		return fmt.Errorf("look at %s: %w", existing, err)
	}
	if name != "" {
		return &FolderError{Dir: dir, Kind: FolderNetwork, What: name}
	}
	return nil
}

// syncedBy names the service that copies a folder to other computers, or "".
func syncedBy(dir string, getenv func(string) string) string {
	for _, root := range []struct{ env, name string }{
		{"OneDrive", "OneDrive"}, {"OneDriveCommercial", "OneDrive"}, {"OneDriveConsumer", "OneDrive"},
		{"APPDATA", "the roaming profile"},
	} {
		if at := getenv(root.env); at != "" && within(dir, at) {
			return root.name
		}
	}
	for at := dir; ; at = filepath.Dir(at) {
		if name := syncedName(filepath.Base(at)); name != "" {
			return name
		}
		for _, mark := range []struct{ file, name string }{
			{".dropbox", "Dropbox"}, {".dropbox.cache", "Dropbox"},
			{".nextcloudsync.log", "Nextcloud"}, {".owncloudsync.log", "ownCloud"},
			{".tmp.driveupload", "Google Drive"}, {".stfolder", "Syncthing"},
		} {
			// The home folder holds the settings of Dropbox under the same name.
			if info, err := os.Lstat(filepath.Join(at, mark.file)); err == nil &&
				(mark.file != ".dropbox" || info.Mode().IsRegular()) {
				return mark.name
			}
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

// syncedName knows the folder names that the services choose themselves.
func syncedName(base string) string {
	lower := strings.ToLower(base)
	for _, known := range []struct{ prefix, name string }{
		{"onedrive", "OneDrive"}, {"dropbox", "Dropbox"}, {"googledrive", "Google Drive"},
		{"google drive", "Google Drive"}, {"icloud drive", "iCloud Drive"}, {"iclouddrive", "iCloud Drive"},
		{"mobile documents", "iCloud Drive"}, {"com~apple~clouddocs", "iCloud Drive"},
		{"cloudstorage", "a cloud drive"}, {"box sync", "Box"}, {"nextcloud", "Nextcloud"}, {"pclouddrive", "pCloud"},
	} {
		after, ok := strings.CutPrefix(lower, known.prefix)
		// "OneDrive - Example Ltd", "Dropbox (Personal)", "GoogleDrive-me@example.org"
		if ok && (after == "" || strings.ContainsAny(after[:1], " -(")) {
			return known.name
		}
	}
	return ""
}

func within(dir, root string) bool {
	rel, err := filepath.Rel(filepath.Clean(root), dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// PrepareFolder makes dir for this account alone, or sees that it is, and gives
// its absolute path. It blocks on the disk. Errors: *FolderError, and *FileError
// of kind FileFull.
func PrepareFolder(dir string) (string, error) {
	at, err := prepareFolder(dir)
	var known *FolderError
	if err == nil || errors.As(err, &known) || diskFull(err) {
		return at, err
	}
	why := err
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		why = inner // the system's own word, without the path that is told already
	}
	return "", &FolderError{Dir: dir, Kind: FolderUnusable, What: why.Error(), Err: err}
}

func prepareFolder(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := CheckFolder(dir); err != nil {
		return "", err
	}
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFolder(dir); err != nil {
			return "", fmt.Errorf("make the data folder: %w", systemError(dir, err))
		}
		return dir, nil
	}
	if err != nil {
		return "", fmt.Errorf("look at the data folder: %w", err)
	}
	if !info.IsDir() {
		return "", fmt.Errorf("look at the data folder: %w", errNoFolder)
	}
	return dir, onlyMine(dir, info)
}

var errNoFolder = errors.New("it is a file")

// makeFolder makes a folder, those above it, and their names durable.
func makeFolder(dir string) error {
	var made []string
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, at := range made {
		// A folder can be open for making things in it and not for reading.
		if err := syncDir(filepath.Dir(at)); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}

// creating keeps two stores opened at once in this process from closing a file
// that the other has open already: closing drops the process's locks on it.
var creating sync.Mutex

// prepareFile makes the database file before SQLite can, which would let others
// read it, and takes such rights away from files that are there. It never opens
// a database file that exists.
func prepareFile(path string) error {
	creating.Lock()
	defer creating.Unlock()
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if journal, err := os.Stat(path + "-wal"); err == nil && journal.Size() > 0 {
			return &FileError{Path: path, Kind: FileDamaged, Err: errors.New("it is gone, but its journal is still there")}
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		if err != nil {
			return systemError(path, err)
		}
		return systemError(path, errors.Join(f.Close(), syncDir(filepath.Dir(path))))
	}
	if err != nil {
		return systemError(path, err)
	}
	if info.Size() == 0 && hasBackups(path) {
		return &FileError{Path: path, Kind: FileDamaged, Err: errors.New("it is empty, and was not before")}
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		if err := narrow(file); err != nil {
			return systemError(file, err)
		}
	}
	return nil
}

// account names who is at this computer, for the history.
func account() string {
	if me, err := user.Current(); err == nil {
		return me.Username
	}
	return "unknown"
}
