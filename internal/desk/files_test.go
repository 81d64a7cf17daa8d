package desk_test

import (
	"os"
	"testing"
)

// read gives a file's text; a folder has none.
func read(t *testing.T, path string) string {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
