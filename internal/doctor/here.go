package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
)

// keyStore writes, reads and removes a value of its own.
func (p Patient) keyStore(ctx context.Context) Finding {
	if p.KeyLimit < 0 {
		return Finding{State: Note, Facts: "not asked"}
	}
	f := fault(p.Keys(ctx))
	f.Facts = "kept in: " + p.Kept
	if f.State == Fine {
		f.Facts += "; wrote, read and removed a value"
	}
	return f
}

func (p Patient) database(ctx context.Context) Finding {
	f := fault(p.Database(ctx))
	if f.State == Fine {
		f.Facts = "every page can be read"
	}
	return f
}

// folder looks whether the data folder and what lies in it belong to this account alone.
func (p Patient) folder(context.Context) Finding {
	if err := desk.CheckFolder(p.Ground.Folder); err != nil {
		return fault(err)
	}
	if err := writable(p.Ground.Folder); err != nil {
		return Finding{State: Fault, Cause: desk.UnusableFolder, Detail: err.Error(), Facts: p.Ground.Folder}
	}
	facts := p.Ground.Folder
	if p.Journal != "" {
		facts += "; the log in " + p.Journal
	}
	if runtime.GOOS == "windows" { // the profile's own rights cover it
		return Finding{State: Fine, Facts: facts}
	}
	var open []string
	for _, path := range []string{p.Ground.Folder, filepath.Join(p.Ground.Folder, "*"), filepath.Join(p.Ground.Folder, "log", "*"), filepath.Join(p.Ground.Folder, "backups", "*")} {
		found, _ := filepath.Glob(path)
		for _, file := range found {
			if info, err := os.Stat(file); err == nil && info.Mode().Perm()&0o077 != 0 {
				open = append(open, filepath.Base(file)+" has "+mode(info.Mode()))
			}
		}
	}
	if len(open) > 0 {
		slices.Sort(open)
		return Finding{State: Fault, Cause: desk.OpenToOthers, Detail: strings.Join(open[:min(len(open), 5)], ", "), Facts: facts}
	}
	return Finding{State: Fine, Facts: facts}
}

// writable says that this account may not write in a folder, as the system says it; nil for one that is not there yet, and
// for what the checks of the disk and of the database tell.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, "doctor-")
	if err == nil {
		return errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return err
	}
	return nil
}

func mode(m fs.FileMode) string { return fmt.Sprintf("%04o", m.Perm()) }

// roomWanted is how much room a renewal and the day's copy of 20,000 links need, several times over.
const roomWanted = 100 << 20

func (p Patient) disk(context.Context) Finding {
	at := p.Ground.Folder
	for { // the folder may not exist yet
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		at = filepath.Dir(at)
	}
	ask := p.free
	if ask == nil {
		ask = freeBytes
	}
	free, err := ask(at)
	if err != nil {
		return Finding{State: Unknown, Facts: reach.Clean(err.Error(), 160)}
	}
	f := Finding{State: Fine, Facts: size(free) + " free"}
	if free < roomWanted {
		f.State, f.Cause, f.Detail = Fault, desk.DiskLow, size(free)
	}
	return f
}

func size(bytes uint64) string {
	switch {
	case bytes >= 10<<30:
		return fmt.Sprintf("%d GB", bytes>>30)
	case bytes >= 1<<20:
		return fmt.Sprintf("%d MB", bytes>>20)
	}
	return fmt.Sprintf("%d KB", bytes>>10)
}

func (p Patient) versions(ctx context.Context) Finding {
	return Finding{State: Fine, Facts: fmt.Sprintf("Crosswalk %s, %s/%s, %s; %s; Gusto’s API of %s (%s)", p.Version, runtime.GOOS, runtime.GOARCH,
		runtime.Version(), system(ctx, p.Look), p.Environment.APIVersion, p.Environment.Label)}
}

// prettyName reads the name of the system from /etc/os-release (os-release(5)).
func prettyName(text string) string {
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "PRETTY_NAME="); ok {
			return reach.Clean(strings.Trim(name, `"'`), 80)
		}
	}
	return "an unnamed system"
}
