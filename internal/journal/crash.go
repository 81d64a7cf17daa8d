package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	armedPrefix   = "armed-"   // the crash file of a program that runs, by its process number
	crashedPrefix = "crashed-" // one that was put aside, by the moment
	crashesKept   = 5
	crashLimit    = 1 << 20
)

// arm has the runtime write into a file of this process why the program dies: a panic on any goroutine, and the
// faults that no recover catches.
func (j *Journal) arm() error {
	path := filepath.Join(j.dir, fmt.Sprintf("%s%d.txt", armedPrefix, os.Getpid()))
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("arm the crash file: %w", err)
	}
	fmt.Fprintf(file, "crosswalk %s, %s/%s, %s, started %s\n", j.options.Version, runtime.GOOS, runtime.GOARCH, runtime.Version(), j.options.Now().UTC().Format(time.RFC3339))
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		file.Close()
		return fmt.Errorf("arm the crash file: %w", err)
	}
	j.crash = file
	return nil
}

func (j *Journal) disarm() error {
	if j.crash == nil {
		return nil
	}
	err := debug.SetCrashOutput(nil, debug.CrashOptions{})
	name := j.crash.Name()
	j.crash.Close()
	j.crash = nil
	os.Remove(name)
	return err
}

// collect cleans what dead programs left, puts it aside under the moment of their end, and gives the new files.
func (j *Journal) collect() []string {
	var crashed []string
	left, _ := filepath.Glob(filepath.Join(j.dir, armedPrefix+"*.txt"))
	for _, path := range left {
		number := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), armedPrefix), ".txt")
		if n, err := strconv.Atoi(number); err != nil || n != os.Getpid() && alive(n) {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		text, err := read(path)
		if _, died, _ := strings.Cut(text, "\n"); err == nil && died != "" {
			aside := filepath.Join(j.dir, crashedPrefix+info.ModTime().UTC().Format("2006-01-02T150405")+"-"+number+".txt")
			if os.WriteFile(aside, []byte(cleanLines(text)), 0o600) != nil {
				continue
			}
			crashed = append(crashed, aside)
		}
		os.Remove(path)
	}
	all := j.Crashes()
	for _, old := range all[min(len(all), crashesKept):] {
		os.Remove(old)
	}
	return crashed
}

// Crashes lists the crash files that were put aside, the newest first.
func (j *Journal) Crashes() []string {
	found, _ := filepath.Glob(filepath.Join(j.dir, crashedPrefix+"*.txt"))
	slices.Sort(found)
	slices.Reverse(found)
	return found
}

// alive says whether a process runs. Elsewhere than on Windows a signal of nothing asks it.
func alive(number int) bool {
	p, err := os.FindProcess(number)
	if err != nil {
		return false
	}
	defer p.Release()
	if runtime.GOOS == "windows" {
		return true
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || os.IsPermission(err)
}

func cleanLines(text string) string {
	var out strings.Builder
	for l := range strings.Lines(text) {
		out.WriteString(Clean(l))
	}
	return out.String()
}
