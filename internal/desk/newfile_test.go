package desk_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"crosswalk/internal/desk"
)

func TestAFileIsWrittenWholeForThisAccountAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := desk.WriteNew(path, func(to io.Writer) error { _, err := io.WriteString(to, "all of it"); return err }); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "all of it" {
		t.Errorf("%q, %v", text, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAFileThatIsThereIsNotWrittenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := desk.WriteNew(path, func(io.Writer) error { t.Error("it was begun"); return nil })
	if desk.CauseOf(err) != desk.FileExists {
		t.Errorf("%v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "somebody's" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestAFileThatCouldNotBeWrittenWholeIsNotLeftBehindAndTheCauseIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want desk.Cause // "" for the very error
	}{
		"the disk":         {&fs.PathError{Op: "write", Path: "file", Err: errors.New("no space left on device")}, desk.CannotSave},
		"one with a cause": {&desk.Trouble{Cause: desk.Tampered}, desk.Tampered},
		"given up":         {context.Canceled, ""},
	} {
		path := filepath.Join(t.TempDir(), "file")
		err := desk.WriteNew(path, func(to io.Writer) error {
			_, wrote := io.WriteString(to, "half")
			return errors.Join(wrote, c.err)
		})
		if !errors.Is(err, c.err) || c.want != "" && desk.CauseOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: something is left: %v", name, err)
		}
	}
}
