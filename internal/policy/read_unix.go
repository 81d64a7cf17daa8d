//go:build !windows && !darwin

package policy

// File is where the policy of this computer is.
const File = "/etc/crosswalk/policy.json"

// Read gives the policy of this computer; it decides nothing where there is none. It blocks on the disk.
func Read() Policy { return readFile(File, decodeJSON) }
