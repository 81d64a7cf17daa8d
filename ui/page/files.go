package page

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

const prefFolder = "files.folder"

// AskFile opens the dialog that asks for a file that is there. Only files with one of the extensions are listed. The
// folder of the last file is where the next question begins.
func AskFile(w Window, title, text, verb string, extensions []string, picked func(path string)) {
	d := files(w, title, text, verb, extensions, picked)
	d.Check = func(path string, done func(wrong string)) {
		whether(w, path, func(there bool) {
			if !there {
				done(tongue.L("There is no such file."))
				return
			}
			done("")
		})
	}
	d.Show(w.Canvas(), startFolder(w)+string(filepath.Separator))
}

// AskNewFile is AskFile for a file that is to be made. name is the one to begin with; what is typed without an extension
// gets that of name.
func AskNewFile(w Window, title, text, verb, name string, picked func(path string)) {
	extension := filepath.Ext(name)
	whole := func(path string) string {
		if filepath.Ext(path) == "" {
			return path + extension
		}
		return path
	}
	d := files(w, title, text, verb, []string{extension}, func(path string) { picked(whole(path)) })
	d.Check = func(path string, done func(wrong string)) {
		whether(w, whole(path), func(there bool) {
			if there {
				done(tongue.L("There is a file of this name already. Choose another name."))
				return
			}
			done("")
		})
	}
	d.Show(w.Canvas(), startFolder(w)+string(filepath.Separator)+name)
}

// AskPath is AskFile for a file that may be there or not.
func AskPath(w Window, title, text, verb, name string, picked func(path string)) {
	files(w, title, text, verb, nil, picked).Show(w.Canvas(), startFolder(w)+string(filepath.Separator)+name)
}

func files(w Window, title, text, verb string, extensions []string, picked func(path string)) *kit.Files {
	d := kit.NewFiles(title, text, verb)
	d.Read = func(folder string, done func([]kit.FileEntry, error)) {
		now := w.Now()
		Run(w, "folder", DiskLimit, func(context.Context) ([]kit.FileEntry, error) { return readFolder(folder, extensions, now) }, done)
	}
	d.Picked = func(path string) {
		w.Preferences().SetString(prefFolder, filepath.Dir(path))
		picked(path)
	}
	return d
}

// whether tells whether there is a file. What cannot be looked at counts as one: whoever opens it says what is wrong.
func whether(w Window, path string, done func(there bool)) {
	Run(w, "file", DiskLimit, func(context.Context) (bool, error) {
		_, err := os.Stat(path)
		return !errors.Is(err, fs.ErrNotExist), nil
	}, func(there bool, _ error) { done(there) })
}

// startFolder is where the last file was, else the person's documents, else their home.
func startFolder(w Window) string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	for _, folder := range []string{w.Preferences().String(prefFolder), filepath.Join(home, "Documents"), home} {
		if info, err := os.Stat(folder); folder != "" && err == nil && info.IsDir() {
			return folder
		}
	}
	return home
}

// readFolder lists folders, then files, each by name. What is hidden is left out.
func readFolder(folder string, extensions []string, now time.Time) ([]kit.FileEntry, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var list []kit.FileEntry
	for _, e := range entries {
		known := len(extensions) == 0 || slices.Contains(extensions, strings.ToLower(filepath.Ext(e.Name())))
		isFolder := e.IsDir()
		if info, err := os.Stat(filepath.Join(folder, e.Name())); err == nil {
			isFolder = info.IsDir() // also behind a link
		}
		if strings.HasPrefix(e.Name(), ".") || !isFolder && !known {
			continue
		}
		entry := kit.FileEntry{Name: e.Name(), Folder: isFolder}
		if info, err := e.Info(); err == nil && !isFolder {
			entry.Note = words.When(info.ModTime(), now)
		}
		list = append(list, entry)
	}
	slices.SortFunc(list, func(a, b kit.FileEntry) int {
		if a.Folder != b.Folder {
			if a.Folder {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(Fold(a.Name), Fold(b.Name)), strings.Compare(a.Name, b.Name))
	})
	return list, nil
}
