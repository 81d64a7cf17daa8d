// Package oauthtest is what the tests of consent, of renewal and of conformance share.
//
// Rules: it imports nothing of ours, so that each of them may use it; it judges nothing, that is the tests' business.
package oauthtest

import (
	"bytes"
	"os"
	"sync"
	"testing"
)

// Buffer keeps what several goroutines write. The zero value is empty.
type Buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to what is kept.
func (b *Buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// String is all that was written.
func (b *Buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// Reset forgets it.
func (b *Buffer) Reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text.Reset()
}

// Missing skips the test for want of something, or fails it where nothing may be missing (REQUIRE_PEERS=1).
func Missing(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("REQUIRE_PEERS") == "1" {
		t.Fatalf("%s is needed here: %v", what, err)
	}
	t.Skipf("skipped for want of %s: %v", what, err)
}
