//go:build durability && linux

package storage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// smallDisk names the folder where a disk of three megabytes is to be mounted.
const smallDisk = "STORAGE_TEST_SMALL_DISK"

// TestReallyFullDiskIsToldAndNothingIsLost fills a small disk for real. It runs
// again in a process with mounts of its own, so that nothing stays mounted
// whatever happens; where that is not allowed it fails and does not skip.
func TestReallyFullDiskIsToldAndNothingIsLost(t *testing.T) {
	if at := os.Getenv(smallDisk); at != "" {
		onASmallDisk(t, at)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS} // makes the mounts private too
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatalf("on a small disk: %v", err)
	}
}

func onASmallDisk(t *testing.T, at string) {
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, "size=3m"); err != nil {
		t.Fatalf("mount a small disk: %v (it takes root, or user namespaces)", err)
	}
	const enough = 1 << 19 // bytes
	disk := &fullDisk{dir: filepath.Join(at, "data"), ballast: filepath.Join(at, "ballast"), keeper: FileKeeper{Dir: filepath.Join(at, "keys")}}
	write(t, disk.ballast, string(make([]byte, enough)))
	l := openAt(t, disk.dir, Options{})
	keys := mustOpenKeys(t, l, disk.keeper)
	g, _ := holdLinked(t, l, "acme")

	lease, pair := disk.renewUntilFull(t, l, g.ID)
	if got, gen, err := l.Sealed(t.Context(), g.ID); err != nil || gen != lease.Gen || !bytes.HasPrefix(got, fmt.Appendf(nil, "R%d ", gen)) {
		t.Fatalf("after the refusal: %.9q at generation %d, %v, want %d", got, gen, err, lease.Gen)
	}
	disk.fill(t)
	disk.refusesEverythingElse(t, l, keys)
	if err := l.Close(); err != nil {
		t.Log("closing on a full disk: ", err)
	}
	again, err := OpenLocal(t.Context(), disk.dir, Options{Holder: lease.Holder})
	if err != nil {
		wantFull(t, "opening again", err, l.Path())
		disk.makeRoom(t, enough)
		again = openAt(t, disk.dir, Options{Holder: lease.Holder})
	} else {
		defer again.Close()
		if _, gen, err := again.Sealed(t.Context(), g.ID); err != nil || gen != lease.Gen {
			t.Fatalf("opened on a full disk: generation %d, %v, want %d", gen, err, lease.Gen)
		}
		wantFull(t, "a renewal", again.CommitRefresh(t.Context(), lease, pair), l.Path())
		disk.makeRoom(t, enough)
	}
	// The pair that could not be saved is saved now, by the lease of before.
	if err := again.CommitRefresh(t.Context(), lease, pair); err != nil {
		t.Fatal("with room again: ", err)
	}
	if got, gen, err := again.Sealed(t.Context(), g.ID); err != nil || gen != lease.Gen+1 || !bytes.Equal(got, pair) {
		t.Fatalf("with room again: generation %d, %v", gen, err)
	}
	var integrity string
	if err := again.db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&integrity); err != nil || integrity != "ok" {
		t.Errorf("integrity: %s, %v", integrity, err)
	}
	if _, err := again.Audit(t.Context(), g.ID); err != nil {
		t.Error(err)
	}
	if mustOpenKeys(t, again, disk.keeper).ID() != keys.ID() {
		t.Error("the key was changed")
	}
}

type fullDisk struct {
	dir, ballast string
	keeper       FileKeeper
}

// fill takes what is left, to the last byte.
func (d *fullDisk) fill(t *testing.T) {
	t.Helper()
	f, err := os.OpenFile(d.ballast, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(f, endless{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal("the disk does not get full: ", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return min(len(p), 512), nil }

// makeRoom takes bytes off the ballast.
func (d *fullDisk) makeRoom(t *testing.T, bytes int64) {
	t.Helper()
	info, err := os.Stat(d.ballast)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(d.ballast, info.Size()-bytes); err != nil {
		t.Fatal(err)
	}
}

// renewUntilFull returns the renewal that found no room: its lease and its pair.
func (d *fullDisk) renewUntilFull(t *testing.T, l *Local, grant string) (Lease, []byte) {
	t.Helper()
	const few = 1 << 14 // bytes: room for a lease, not for a pair
	for gen := int64(1); gen < 1000; gen++ {
		lease, err := l.BeginRefresh(t.Context(), grant, gen)
		if err != nil { // no room for the lease: then nothing is sent
			wantFull(t, "a lease", err, l.Path())
			d.makeRoom(t, few)
			if lease, err = l.BeginRefresh(t.Context(), grant, gen); err != nil {
				t.Fatal("with a little room again: ", err)
			}
		}
		pair := append(fmt.Appendf(nil, "R%d ", gen+1), make([]byte, 40000)...)
		if err := l.CommitRefresh(t.Context(), lease, pair); err != nil {
			wantFull(t, "a renewal", err, l.Path())
			t.Logf("full after %d renewals: %v", gen-1, err)
			return lease, pair
		}
	}
	t.Fatal("the disk does not get full")
	return Lease{}, nil
}

func (d *fullDisk) refusesEverythingElse(t *testing.T, l *Local, keys *Keys) {
	t.Helper()
	secret := make([]byte, 20000)
	wantFull(t, "a secret", l.PutSecret(t.Context(), "row", "col", 1, secret), l.Path())
	_, err := l.Hold(t.Context(), Grant{Environment: "demo"}, secret, l.opts.Now())
	wantFull(t, "a new grant", err, l.Path())
	if _, err := l.Backup(t.Context()); err == nil {
		t.Error("a backup was made on a full disk")
	} else {
		wantFull(t, "a backup", err, "")
	}
	if left := backups(l.Path()); len(left) > 0 {
		t.Errorf("half a backup stays: %v", left)
	}
	account := accountOf(l, keys.ID())
	wantFull(t, "a key file", d.keeper.Store(t.Context(), account, secret), d.keeper.path(account))
	if kept, err := d.keeper.Load(t.Context(), account); err != nil || !bytes.Equal(kept, encodeKey(keys.present)) {
		t.Errorf("the key file of before: %v", err)
	}
	err = Rotate(t.Context(), l, keys, d.keeper, d.keeper)
	wantFull(t, "a new key", err, "")
}

// wantFull wants a *FileError that says the disk is full and names the file.
func wantFull(t *testing.T, what string, err error, path string) {
	t.Helper()
	var file *FileError
	if !errors.As(err, &file) || file.Kind != FileFull || path != "" && file.Path != path || file.Path == "" {
		t.Errorf("%s: got %v (%+v), want a *FileError of kind FileFull", what, err, file)
	}
}
