package desk_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func TestASleepBetweenRenewingAndAskingIsNoReasonToSignInAgain(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	id := b.id(bakery)
	b.clock.add(3 * time.Hour)
	var reads atomic.Int32
	inner := b.server.Config.Handler
	b.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The first read after a renewal is its own; twice, the computer sleeps before the second.
		if r.URL.Path == "/v1/token_info" {
			switch reads.Add(1) {
			case 2, 4:
				b.clock.add(3 * time.Hour)
			}
		}
		inner.ServeHTTP(w, r)
	})
	v, err := b.desk.Verify(t.Context(), id)
	b.must(err)
	if v.Cause != desk.Working || reads.Load() != 6 {
		t.Errorf("%s after %d reads", v.Cause, reads.Load())
	}
}
