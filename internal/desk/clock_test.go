package desk_test

import (
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func TestAClockThatIsHoursOffIsToldAndNothingFailsForIt(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	for skew, want := range map[time.Duration]time.Duration{
		0: 0, 3 * time.Minute: 0, -3 * time.Hour: 3 * time.Hour, 26 * time.Hour: -26 * time.Hour,
	} {
		b.gusto.Faults().ClockSkew(skew)
		v, err := b.desk.Verify(t.Context(), b.id(bakery))
		b.must(err)
		if v.Cause != desk.Working {
			t.Errorf("with a clock %v off: %s", skew, v.Cause)
		}
		told, concern := b.desk.Snapshot().ClockOff, b.desk.Snapshot().Concern()
		if (told-want).Abs() > 5*time.Second || want != 0 != (desk.CauseOf(concernOf(concern)) == desk.ClockSkewed) {
			t.Errorf("Gusto's clock %v ahead: the window shows %v, %v", skew, told, concern)
		}
		if off := b.desk.ClockOff(); (off - want).Abs() > 5*time.Second {
			t.Errorf("Gusto's clock %v ahead: told %v, want %v", skew, off, want)
		}
	}
}

// concernOf keeps a nil pointer from being an error.
func concernOf(t *desk.Trouble) error {
	if t == nil {
		return nil
	}
	return t
}
