package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"howett.net/plist"
)

// mostBytes is how much a policy may have: all keys together need under a thousand.
const mostBytes = 64 << 10

// readFile reads a policy from a file. None is there when the file is not; anything else that keeps it from being read
// makes it one that is not understood.
func readFile(path string, decode func([]byte) ([]entry, error)) Policy {
	text, open, err := contents(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return Policy{}
	}
	if err != nil {
		return unreadable(path, reason(err))
	}
	entries, err := decode(text)
	if err != nil {
		return unreadable(path, err.Error())
	}
	p := parse(path, entries)
	if open && runtime.GOOS != "windows" { // there the mode says nothing
		p.tell("", OpenToOthers, "")
	}
	return p
}

// reason is an error without its path, which is told beside it.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

// contents reads a file, and says whether others than its owner can change it.
func contents(path string) (text []byte, open bool, err error) {
	info, err := os.Stat(path) // before it is opened: a pipe would wait for somebody
	if err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, false, errors.New("it is no file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	text, err = io.ReadAll(io.LimitReader(f, mostBytes+1))
	if err == nil && len(text) > mostBytes {
		err = errors.New("it is larger than 64 KB")
	}
	return text, info.Mode().Perm()&0o022 != 0, err
}

// decodeJSON reads one object. Its errors name a place and never what stands there.
func decodeJSON(text []byte) ([]entry, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	broken := func() error {
		return fmt.Errorf("it is not one JSON object, from line %d on", 1+bytes.Count(text[:min(int(d.InputOffset()), len(text))], []byte("\n")))
	}
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, broken()
	}
	var all []entry
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, broken()
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, broken()
		}
		if n, ok := value.(json.Number); ok {
			if value, err = n.Int64(); err != nil {
				value = nil // a fraction, or out of all reason
			}
		}
		key, _ := name.(string)
		all = append(all, entry{key, value})
	}
	if _, err := d.Token(); err != nil {
		return nil, broken()
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, broken()
	}
	return all, nil
}

// decodePlist reads the dictionary that a configuration profile leaves on macOS, as XML or binary.
func decodePlist(text []byte) ([]entry, error) {
	var all []entry
	var held map[string]any
	// The library takes the old forms of NeXT as well, in which nearly every text means something.
	if form, err := plist.Unmarshal(text, &held); err != nil || held == nil || form != plist.XMLFormat && form != plist.BinaryFormat {
		return nil, errors.New("it is no property list with a dictionary")
	}
	for key, value := range held {
		switch n := value.(type) {
		case uint64:
			value = int64(min(n, 1<<62))
		case int:
			value = int64(n)
		}
		all = append(all, entry{key, value})
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return all, nil
}
