package storage

import (
	"path/filepath"
	"testing"
)

func TestUserSpaceFileSystemsAreNamed(t *testing.T) {
	mounts := filepath.Join(t.TempDir(), "mountinfo")
	write(t, mounts, `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 22 0:45 / /home/dana/server rw,nosuid shared:50 - fuse.sshfs dana@server:/ rw
91 22 0:46 / /mnt/My\040Drive rw shared:51 - fuse.rclone gdrive: rw
92 22 8:17 / /media/stick rw shared:52 - fuseblk /dev/sdb1 rw
93 90 0:47 / /home/dana/server/inner rw - fuse.fuse-overlayfs fuse-overlayfs rw
not a line of a mount table
`)
	for dir, want := range map[string]string{
		"/home/dana/server/data":       "fuse.sshfs",
		"/home/dana/server":            "fuse.sshfs",
		"/mnt/My Drive/x":              "fuse.rclone",
		"/media/stick/x":               "",
		"/home/dana/server/inner/data": "",
	} {
		if got, err := fuseOf(dir, mounts); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", dir, got, err, want)
		}
	}
	if got, err := fuseOf("/x", filepath.Join(t.TempDir(), "missing")); err != nil || got != "FUSE" {
		t.Errorf("without a mount table: got %q, %v", got, err)
	}
}

func TestThisDiskIsNoNetwork(t *testing.T) {
	if got, err := networkOf(t.TempDir()); err != nil || got != "" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := networkOf(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a folder that is not there has a file system")
	}
}
