package storage

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestDataDirIsLocalAndNeverRoaming(t *testing.T) {
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"windows", map[string]string{"LOCALAPPDATA": "/u/AppData/Local", "APPDATA": "/u/AppData/Roaming"}, "/u/AppData/Local/Crosswalk"},
		{"windows", map[string]string{"APPDATA": "/u/AppData/Roaming"}, ""},
		{"darwin", map[string]string{"HOME": "/Users/dana"}, "/Users/dana/Library/Application Support/Crosswalk"},
		{"linux", map[string]string{"HOME": "/home/dana"}, "/home/dana/.local/share/crosswalk"},
		{"linux", map[string]string{"HOME": "/home/dana", "XDG_DATA_HOME": "/data/dana"}, "/data/dana/crosswalk"},
		{"linux", map[string]string{"HOME": "/home/dana", "XDG_DATA_HOME": "relative"}, "/home/dana/.local/share/crosswalk"},
		{"linux", nil, ""},
		{"freebsd", map[string]string{"HOME": "/home/dana", "CROSSWALK_DATA": "/elsewhere"}, "/elsewhere"},
	} {
		got, err := dataDir(c.goos, func(name string) string { return c.env[name] })
		if filepath.ToSlash(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %v: got %q, %v, want %q", c.goos, c.env, got, err, c.want)
		}
	}
}

func TestSyncedFoldersAreNamed(t *testing.T) {
	base := t.TempDir()
	mark := func(dir, file string) {
		if err := os.MkdirAll(filepath.Join(base, dir), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(base, dir, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mark("marked", ".dropbox")
	mark("cloud", ".nextcloudsync.log")
	mark("home/.dropbox", "info.json") // Dropbox's own settings, not its folder
	env := map[string]string{"OneDriveCommercial": filepath.Join(base, "Firm"), "APPDATA": filepath.Join(base, "Roaming")}
	for dir, want := range map[string]string{
		"OneDrive":                                   "OneDrive",
		"OneDrive - Example Ltd/Crosswalk":           "OneDrive",
		"Firm/Crosswalk":                             "OneDrive",
		"Roaming/Crosswalk":                          "the roaming profile",
		"Dropbox (Personal)/data":                    "Dropbox",
		"dropbox/data":                               "Dropbox",
		"Library/CloudStorage/GoogleDrive-a@b.com/x": "Google Drive",
		"Library/Mobile Documents/x":                 "iCloud Drive",
		"iCloudDrive/x":                              "iCloud Drive",
		"Google Drive/My Drive/x":                    "Google Drive",
		"marked/x":                                   "Dropbox",
		"cloud/deep/er/x":                            "Nextcloud",
		"home/.local/share/crosswalk":                "",
		"Dropboxes/x":                                "",
		"Firms/x":                                    "",
		"Library/Application Support/Crosswalk":      "",
		"Users/dana/AppData/Local/Crosswalk":         "",
		"Roamingly/x":                                "",
		"home/onedriver/x":                           "",
	} {
		if got := syncedBy(filepath.Join(base, filepath.FromSlash(dir)), func(name string) string { return env[name] }); got != want {
			t.Errorf("%s: got %q, want %q", dir, got, want)
		}
	}
}

func TestASyncedFolderIsRefusedBeforeAnythingIsMade(t *testing.T) {
	base := filepath.Join(t.TempDir(), "Dropbox")
	if err := os.Mkdir(base, 0o700); err != nil {
		t.Fatal(err)
	}
	innocent := filepath.Join(t.TempDir(), "data")
	if err := os.Symlink(base, innocent); err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("this account may not make links on Windows")
		}
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Join(base, "Crosswalk"), innocent, filepath.Join(innocent, "not", "yet", "there")} {
		_, err := OpenLocal(t.Context(), dir, Options{})
		var folder *FolderError
		if !errors.As(err, &folder) || folder.Kind != FolderSynced || folder.What != "Dropbox" || folder.Dir != dir {
			t.Errorf("%s: got %v, want a *FolderError that names Dropbox", dir, err)
		}
	}
	if left, _ := os.ReadDir(base); len(left) > 0 {
		t.Errorf("something was made in it: %v", left)
	}
}

func TestAFileInTheFoldersPlaceIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	write(t, path, "a file")
	for _, dir := range []string{path, filepath.Join(path, "below")} {
		_, err := OpenLocal(t.Context(), dir, Options{})
		var folder *FolderError
		if !errors.As(err, &folder) || folder.Kind != FolderUnusable || folder.Dir != dir || errors.Unwrap(folder) == nil {
			t.Errorf("%s: got %v, want a *FolderError of kind FolderUnusable", dir, err)
		}
	}
	if text, _ := os.ReadFile(path); string(text) != "a file" {
		t.Error("it was changed")
	}
}
