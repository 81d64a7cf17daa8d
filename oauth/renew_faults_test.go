package oauth_test

import (
	"os"
	"regexp"
	"strconv"
	"testing"
)

// The study behind the renewal protocol has 49 faults, of which the first twelve are the points at which a process can
// be killed. Each has a test whose name says so.
const faults = 49

var (
	namesFaults = regexp.MustCompile(`(?m)^func TestFaults?(\d+)(?:To(\d+)|And(\d+))?[A-Z]`)
	aKillIn     = regexp.MustCompile(`(?m)^func TestFaults1To12`)
)

func TestEveryFaultHasATestThatNamesIt(t *testing.T) {
	named := map[int]bool{}
	kills := false
	for _, file := range []string{"renew_test.go", "renew_crash_test.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kills = kills || aKillIn.Match(text)
		for _, m := range namesFaults.FindAllSubmatch(text, -1) {
			first, _ := strconv.Atoi(string(m[1]))
			last := first
			for _, more := range m[2:] {
				if n, err := strconv.Atoi(string(more)); err == nil {
					last = n
				}
			}
			for n := first; n <= last; n++ {
				named[n] = true
			}
		}
	}
	for n := 1; n <= faults; n++ {
		if !named[n] {
			t.Errorf("fault %d has no test that names it", n)
		}
	}
	if len(crashPoints) != 12 || !kills {
		t.Errorf("%d kill points, want twelve, each met by the test of faults 1 to 12", len(crashPoints))
	}
}
