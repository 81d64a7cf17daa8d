package journal

import (
	"io"
	"os"
	"path/filepath"
)

// File is one file of a journal, cleaned once more.
type File struct {
	Name string
	Text string
}

// Recent gives the newest lines of the log, limit bytes at most, and the crash files: what a person shows to support.
// It blocks on the disk; what cannot be read is left out.
func (j *Journal) Recent(limit int) []File {
	var text string
	for n := 0; n <= j.options.Keep && len(text) < limit; n++ {
		older, err := read(j.path(n))
		if err != nil {
			break
		}
		text = older + text
	}
	if len(text) > limit {
		text = text[len(text)-limit:]
		if _, whole, ok := cutLine(text); ok {
			text = whole
		}
	}
	var all []File
	if text != "" {
		all = append(all, File{Name: FileName, Text: cleanLines(text)})
	}
	for _, path := range j.Crashes() {
		if text, err := read(path); err == nil {
			all = append(all, File{Name: filepath.Base(path), Text: cleanLines(text)})
		}
	}
	return all
}

func cutLine(text string) (before, after string, ok bool) {
	for i := range len(text) {
		if text[i] == '\n' {
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

// read gives the beginning of a file, as far as a crash or a log of ours can be long.
func read(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 2*crashLimit))
	return string(text), err
}
