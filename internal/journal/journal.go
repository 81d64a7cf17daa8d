// Package journal writes down what happened and why the program died, for whoever has to find out later.
//
// Rules:
//   - It is open before anything else is, and a journal that cannot be written keeps nothing from working.
//   - Redacted by construction: a line holds numbers, moments, switches and cleaned text, and of any other value
//     its type's name alone. What looks like a secret, an EIN or an e-mail address all the same is dropped from the text.
//   - Its folder and files are this account's alone. What is old is removed: by size and by count.
//   - Several programs may write at once; each line is one write.
package journal

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// The names of what is written, in the journal's folder.
const (
	FolderName = "log"
	FileName   = "crosswalk.log"
)

// Options of a journal. The zero value is what a desktop wants.
type Options struct {
	Version string           // of the program, for the first line and the crash file
	Also    io.Writer        // gets every line as well; nil for nobody
	Level   slog.Leveler     // of the file; by default slog.LevelInfo
	Limit   int64            // a file is put aside when it has grown beyond this many bytes; by default 1 MiB
	Keep    int              // how many files are kept beside the newest; by default 4
	Now     func() time.Time // by default time.Now
}

// Journal is an open log and an armed crash file. Its methods may be called from any goroutine.
type Journal struct {
	dir     string
	options Options
	log     *slog.Logger

	mu    sync.Mutex
	file  *os.File
	crash *os.File
}

// Open begins to write in a folder of its own below the data folder, and makes both when they are missing. Whatever
// a dead program left in its crash file is cleaned and put aside.
//
// The journal that is returned can always be used. With an error (the folder or the file cannot be written) it
// writes to Options.Also alone; without a data folder ("") it does so as well.
func Open(data string, o Options) (*Journal, error) {
	j := &Journal{dir: filepath.Join(data, FolderName), options: o.withDefaults()}
	j.log = slog.New(&redactor{slog.NewTextHandler(j, &slog.HandlerOptions{Level: j.options.Level})})
	if data == "" {
		j.dir = ""
		return j, nil
	}
	err := os.MkdirAll(j.dir, 0o700)
	if err == nil {
		j.mu.Lock()
		err = j.reopen()
		j.mu.Unlock()
	}
	if err != nil {
		return j, fmt.Errorf("open the log: %w", err)
	}
	crashed := j.collect()
	if err := j.arm(); err != nil {
		j.log.Warn("no crash file", "error", err)
	}
	j.log.Info("started", "version", o.Version, "system", runtime.GOOS, "machine", runtime.GOARCH, "go", runtime.Version(), "process", os.Getpid())
	for _, path := range crashed {
		j.log.Warn("the program had ended unexpectedly before", "file", filepath.Base(path))
	}
	return j, nil
}

func (o Options) withDefaults() Options {
	if o.Level == nil {
		o.Level = slog.LevelInfo
	}
	if o.Limit <= 0 {
		o.Limit = 1 << 20
	}
	if o.Keep <= 0 {
		o.Keep = 4
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Log writes into this journal.
func (j *Journal) Log() *slog.Logger { return j.log }

// Folder is where the files are; "" where there are none.
func (j *Journal) Folder() string { return j.dir }

// Close ends a journal of a program that ends well: its crash file goes away.
func (j *Journal) Close() error {
	err := j.disarm()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file != nil {
		err = errors.Join(err, j.file.Close())
		j.file = nil
	}
	return err
}

// Write takes one whole line from the handler. A full disk loses lines and nothing else.
func (j *Journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.options.Also != nil {
		_, _ = j.options.Also.Write(line)
	}
	if j.file == nil {
		return len(line), nil
	}
	if err := j.follow(int64(len(line))); err != nil {
		return len(line), nil
	}
	_, _ = j.file.Write(line)
	return len(line), nil
}

// follow puts a file aside that has grown too long, and goes to the new one when another program has done so.
func (j *Journal) follow(more int64) error {
	mine, err := j.file.Stat()
	if err != nil {
		return err
	}
	if there, err := os.Stat(j.path(0)); err != nil || !os.SameFile(mine, there) {
		return j.reopen()
	}
	if mine.Size() == 0 || mine.Size()+more <= j.options.Limit {
		return nil
	}
	if !j.rotate() {
		return nil
	}
	return j.reopen()
}

func (j *Journal) reopen() error {
	if j.file != nil {
		j.file.Close()
		j.file = nil
	}
	file, err := os.OpenFile(j.path(0), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	j.file = file
	return file.Chmod(0o600) // a file from a backup may have been opened to others
}

// staleLock is after which time a lock was left by a program that died.
const staleLock = time.Minute

// rotate moves every file one number on and says whether the newest is free. Two programs must not do it at once, so
// one of them has to make the lock file first; the other goes on in the long file.
func (j *Journal) rotate() bool {
	lock := filepath.Join(j.dir, "rotating")
	if info, err := os.Stat(lock); err == nil && j.options.Now().Sub(info.ModTime()) > staleLock {
		os.Remove(lock)
	}
	held, err := os.OpenFile(lock, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	held.Close()
	defer os.Remove(lock)
	if runtime.GOOS == "windows" { // an open file keeps its name there
		j.file.Close()
		j.file = nil
	}
	os.Remove(j.path(j.options.Keep))
	for n := j.options.Keep - 1; n >= 0; n-- {
		os.Rename(j.path(n), j.path(n+1)) // one that is not there yet, or that another program has open, stays
	}
	return true
}

// path is the file with a number: 0 is written to now, 1 is the one before.
func (j *Journal) path(n int) string {
	if n == 0 {
		return filepath.Join(j.dir, FileName)
	}
	return filepath.Join(j.dir, fmt.Sprintf("crosswalk.%d.log", n))
}
