package desk

import (
	"testing"
	"time"
)

// SetBrowserGrace shortens how long Open waits for a browser to fail.
func SetBrowserGrace(t *testing.T, d time.Duration) {
	before := browserGrace
	browserGrace = d
	t.Cleanup(func() { browserGrace = before })
}

// TellDue does what is due with companies that are to be left, before it returns.
func (d *Desk) TellDue(t *testing.T) {
	t.Helper()
	o, err := d.atWork()
	if err != nil {
		t.Fatal(err)
	}
	d.tellDue(t.Context(), o)
}

// LookAfterHeld is one look of those that come by themselves.
func (d *Desk) LookAfterHeld(t *testing.T) {
	t.Helper()
	o, err := d.atWork()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.settleEndings(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}
