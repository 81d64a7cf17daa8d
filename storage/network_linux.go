package storage

import (
	"bufio"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// networkOf names the network file system that dir is on, or "".
func networkOf(dir string) (string, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return "", err
	}
	// The field's width and sign differ between processors.
	switch uint32(st.Type) {
	case unix.NFS_SUPER_MAGIC:
		return "NFS", nil
	case unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC:
		return "SMB", nil
	case unix.AFS_FS_MAGIC, unix.AFS_SUPER_MAGIC:
		return "AFS", nil
	case unix.CODA_SUPER_MAGIC:
		return "Coda", nil
	case unix.CEPH_SUPER_MAGIC:
		return "Ceph", nil
	case unix.V9FS_MAGIC:
		return "9P", nil
	case unix.FUSE_SUPER_MAGIC:
		return fuseOf(dir, "/proc/self/mountinfo")
	}
	return "", nil
}

// fuseOf names the user-space file system that dir is on, except the two kinds
// that sit on a local disk: "fuseblk" (NTFS, exFAT) and containers' overlay.
func fuseOf(dir, mountinfo string) (string, error) {
	f, err := os.Open(mountinfo)
	if err != nil {
		return "FUSE", nil // unknown, so not trusted
	}
	defer f.Close()
	kind, longest := "FUSE", -1
	for lines := bufio.NewScanner(f); lines.Scan(); {
		// proc(5): "36 35 98:0 /root /mount/point options - type source …"
		before, after, ok := strings.Cut(lines.Text(), " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(types) < 1 {
			continue
		}
		point := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\134`, `\`).Replace(fields[4])
		if len(point) >= longest && within(dir, point) {
			kind, longest = types[0], len(point)
		}
	}
	if kind == "fuseblk" || kind == "fuse.fuse-overlayfs" {
		return "", nil
	}
	return kind, nil
}
