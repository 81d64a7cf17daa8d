//go:build !windows && !darwin

package policy

import "os"

// File is where the policy of this computer is.
const File = "/etc/crosswalk/policy.json"

// Inside a Flatpak /etc is that of the runtime, and the computer's own is mounted below another folder.
const (
	flatpakMark = "/.flatpak-info" // in every Flatpak, per flatpak-run(1)
	hostFolder  = "/run/host"      // where --filesystem=host-etc puts it, per flatpak-metadata(5)
)

// Read gives the policy of this computer; it decides nothing where there is none. It blocks on the disk.
func Read() Policy { return readFile(fileFor(flatpakMark), decodeJSON) }

// fileFor gives the policy's place, which depends on whether this runs in a Flatpak: whether mark exists.
func fileFor(mark string) string {
	if _, err := os.Stat(mark); err == nil {
		return hostFolder + File
	}
	return File
}
