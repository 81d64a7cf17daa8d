package policy

import (
	"os/user"
	"path/filepath"
)

// Where macOS puts what configuration profiles set for the program (Apple's documentation, "Managed Preferences").
const (
	managed = "/Library/Managed Preferences"
	domain  = "org.crosswalk.desktop.plist"
)

// Read gives the policy of this computer: that of the computer's profile or, where there is none, that of the account's.
// It decides nothing where there is neither. It blocks on the disk.
func Read() Policy {
	p := readFile(filepath.Join(managed, domain), decodePlist)
	if p.Where != "" {
		return p
	}
	who, err := user.Current()
	if err != nil {
		return p
	}
	return readFile(filepath.Join(managed, filepath.Base(who.Username), domain), decodePlist)
}
