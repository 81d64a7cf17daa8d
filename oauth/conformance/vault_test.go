//go:build conformance

package conformance

import (
	"context"
	"sync"
	"time"

	"crosswalk/oauth"
)

const grant = "grant"

// vault keeps one grant in memory, for one process.
type vault struct {
	mu       sync.Mutex
	pair     oauth.Pair
	gen      int64
	rejected bool
}

func (v *vault) Load(context.Context, string) (oauth.Pair, int64, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.pair, v.gen, nil
}

func (v *vault) Begin(_ context.Context, id string, gen int64) (oauth.Lease, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.rejected:
		return oauth.Lease{}, oauth.ErrQuarantined
	case gen != v.gen:
		return oauth.Lease{}, oauth.ErrStale
	}
	return oauth.Lease{Grant: id, Gen: gen}, nil
}

func (v *vault) put(gen, next int64, p oauth.Pair) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if gen != v.gen {
		return oauth.ErrSuperseded
	}
	v.pair, v.gen = p, next
	return nil
}

func (v *vault) Intend(_ context.Context, l oauth.Lease, p oauth.Pair) error {
	return v.put(l.Gen, l.Gen, p)
}

func (v *vault) Commit(_ context.Context, l oauth.Lease, p oauth.Pair) error {
	return v.put(l.Gen, l.Gen+1, p)
}

func (v *vault) Mark(_ context.Context, _ string, gen int64, p oauth.Pair) error {
	return v.put(gen, gen, p)
}

func (v *vault) End(_ context.Context, _ oauth.Lease, rejected bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.rejected = v.rejected || rejected
	return nil
}

// now returns what is kept, as it is.
func (v *vault) now() oauth.Pair {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.pair
}

// expire makes the access token's time run out.
func (v *vault) expire() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.pair.Current.Expiry = time.Now().Add(-time.Minute)
}
