package storage_test

import (
	"sync"
	"testing"
	"time"

	"crosswalk/storage"
	"crosswalk/storage/storetest"
)

// clock is a time that passes when it is told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func bench(t *testing.T, open func(t *testing.T, opts storage.Options) *storage.Local) *storetest.Bench {
	c := newClock()
	opts := storage.Options{Actor: "tester", Now: c.Now, LeaseFor: time.Minute, Grace: 30 * time.Second, Poll: 5 * time.Millisecond}
	return &storetest.Bench{
		Now: c.Now, Advance: c.Advance, LeaseFor: opts.LeaseFor, Grace: opts.Grace,
		Open: func(t *testing.T, holder string) *storetest.Handle {
			opts := opts
			opts.Holder = holder
			l := open(t, opts)
			t.Cleanup(func() { l.Close() })
			return &storetest.Handle{Catalog: l, Firm: l, Consents: l, Endings: l, Tokens: l, Feed: l, Auditor: l,
				Cabinet: l, Registrations: l, KeyStore: l, Closer: l}
		},
	}
}

func TestLocalStoreConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *storetest.Bench {
		dir := t.TempDir() + "/data"
		return bench(t, func(t *testing.T, opts storage.Options) *storage.Local {
			l, err := storage.OpenLocal(t.Context(), dir, opts)
			if err != nil {
				t.Fatal(err)
			}
			return l
		})
	})
}

func TestMemoryStoreConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *storetest.Bench {
		name := t.Name()
		return bench(t, func(t *testing.T, opts storage.Options) *storage.Local {
			l, err := storage.OpenMemoryNamed(t.Context(), name, opts)
			if err != nil {
				t.Fatal(err)
			}
			return l
		})
	})
}
