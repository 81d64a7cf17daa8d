package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"crosswalk/storage"
)

func TestQuickCheckFindsADamagedPage(t *testing.T) {
	dir := t.TempDir()
	l, err := storage.OpenLocal(t.Context(), dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.QuickCheck(t.Context()); err != nil {
		t.Fatalf("a whole one: %v", err)
	}
	for i := range 200 { // enough rows for pages below the root
		if err := l.PutSetting(t.Context(), string(rune('a'+i%26))+storage.NewID(), "a value that takes some room in its page"); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, storage.FileName)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	garbage := make([]byte, 2048)
	for i := range garbage {
		garbage[i] = 0xEE
	}
	if _, err := file.WriteAt(garbage, info.Size()-4096); err != nil {
		t.Fatal(err)
	}
	file.Close()
	again, err := storage.OpenLocal(t.Context(), dir, storage.Options{})
	if err == nil {
		defer again.Close()
		err = again.QuickCheck(t.Context())
	}
	var damaged *storage.FileError
	if !errors.As(err, &damaged) || damaged.Kind != storage.FileDamaged {
		t.Errorf("%v", err)
	}
}
