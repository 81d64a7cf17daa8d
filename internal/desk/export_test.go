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
