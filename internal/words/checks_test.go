package words

import (
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
)

func TestEveryCheckAndStateHasAName(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range doctor.Checks() {
		name := CheckName(c)
		if name == "" || seen[name] {
			t.Errorf("%s is called %q", c, name)
		}
		seen[name] = true
	}
	for _, s := range []doctor.State{doctor.Fine, doctor.Note, doctor.Fault, doctor.Unknown} {
		if StateName(s) == "" {
			t.Errorf("%s has no name", s)
		}
	}
}

func TestEveryCauseSaysWhoseTurnItIs(t *testing.T) {
	for _, c := range desk.Causes() {
		if Whose(c.Fixer()) == "" {
			t.Errorf("%s: nobody is called %q", c, c.Fixer())
		}
	}
}
