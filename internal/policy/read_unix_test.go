//go:build !windows && !darwin

package policy

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAFlatpakReadsThePolicyOfTheComputerAroundIt(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "info")
	if got := fileFor(mark); got != File {
		t.Errorf("outside of a Flatpak: %s", got)
	}
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := fileFor(mark); got != "/run/host/etc/crosswalk/policy.json" {
		t.Errorf("inside of a Flatpak: %s", got)
	}
}
