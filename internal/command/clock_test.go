package command_test

import (
	"strings"
	"testing"
	"time"

	"crosswalk/internal/command"
)

func TestVerifyWarnsOfAClockThatIsOffAndEndsWell(t *testing.T) {
	p, c := practice(t)
	p.gusto.Faults().ClockSkew(-2 * time.Hour)
	s := p.want(command.ExitFine, "verify", c.Name, "--json")
	valid(t, "verify", s.out, nil)
	if !strings.Contains(s.err, "clock is off") || !strings.Contains(s.err, "2 hours") {
		t.Errorf("said %q", s.err)
	}
	p.gusto.Faults().ClockSkew(0)
	if s := p.want(command.ExitFine, "verify", c.Name); strings.Contains(s.err, "clock") {
		t.Errorf("with a clock that is right: %q", s.err)
	}
}
