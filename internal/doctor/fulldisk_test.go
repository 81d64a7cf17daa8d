//go:build durability && linux

package doctor

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"crosswalk/internal/desk"
)

const smallDisk = "CROSSWALK_DOCTOR_SMALL_DISK"

// A really small disk, in a process with mounts of its own, so that nothing stays mounted whatever happens. It fails,
// and does not skip, where that is not allowed.
func TestFullDiskIsFoundOnARealOne(t *testing.T) {
	if at := os.Getenv(smallDisk); at != "" {
		if err := syscall.Mount("tmpfs", at, "tmpfs", 0, "size=2m,mode=0700"); err != nil {
			t.Fatalf("mount a small disk: %v (it takes root, or user namespaces)", err)
		}
		p := patient(t)
		p.Ground.Folder = at
		faulty(t, examine(t, p), Disk, desk.DiskLow, "2 MB")
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
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("on a small disk: %v\n%s", err, out)
	}
}
