package oauth_test

import (
	"context"
	"sync"
	"time"

	"crosswalk/oauth"
)

const (
	leaseTime  = time.Minute
	leaseGrace = 10 * time.Second
)

// store is what several processes share. It keeps encoded bytes, so that what is not encoded is lost.
type store struct {
	clock  *clock
	mu     sync.Mutex
	rows   map[string]*stored
	fails  map[string][]error // by method: taken by the next calls
	always map[string]error   // by method: every call
	hooks  map[string]func()  // run inside a method before it does anything
	seen   map[string]int
}

type stored struct {
	gen    int64
	sealed []byte
	holder string
	taking int
	until  time.Time
	dead   bool // in quarantine
}

func newStore(c *clock) *store {
	return &store{clock: c, rows: map[string]*stored{}, fails: map[string][]error{}, always: map[string]error{}, hooks: map[string]func(){}, seen: map[string]int{}}
}

func (s *store) put(id string, p oauth.Pair) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[id] = &stored{gen: 1, sealed: p.Encode()}
}

// pair reads what is on disk.
func (s *store) pair(id string) oauth.Pair {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := oauth.DecodePair(s.rows[id].sealed)
	if err != nil {
		panic(err)
	}
	return p
}

func (s *store) row(id string) stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.rows[id]
}

func (s *store) change(id string, f func(*stored)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.rows[id])
}

// failing plans errors for the next calls of a method; nil lets one pass.
func (s *store) failing(method string, errs ...error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails[method] = append(s.fails[method], errs...)
}

func (s *store) working() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.fails)
	clear(s.always)
}

// broken makes a method fail until working is called.
func (s *store) broken(method string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always[method] = err
}

func (s *store) hook(method string, f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks[method] = f
}

func (s *store) calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[method]
}

// enter counts a call, runs its hook, and gives its planned error.
func (s *store) enter(method string) error {
	s.mu.Lock()
	hook := s.hooks[method]
	s.mu.Unlock()
	if hook != nil {
		hook()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[method]++
	if list := s.fails[method]; len(list) > 0 {
		s.fails[method] = list[1:]
		return list[0]
	}
	return s.always[method]
}

// handle is one process's way to the store.
type handle struct {
	*store
	holder string
}

func (h *handle) Load(ctx context.Context, id string) (oauth.Pair, int64, error) {
	if err := h.enter("Load"); err != nil {
		return oauth.Pair{}, 0, err
	}
	if err := ctx.Err(); err != nil {
		return oauth.Pair{}, 0, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	row := h.rows[id]
	if row == nil {
		return oauth.Pair{}, 0, oauth.ErrGone
	}
	p, err := oauth.DecodePair(row.sealed)
	return p, row.gen, err
}

func (h *handle) Begin(ctx context.Context, id string, gen int64) (oauth.Lease, error) {
	if err := h.enter("Begin"); err != nil {
		return oauth.Lease{}, err
	}
	if err := ctx.Err(); err != nil {
		return oauth.Lease{}, err
	}
	now := h.clock.now()
	h.mu.Lock()
	defer h.mu.Unlock()
	row := h.rows[id]
	switch {
	case row == nil:
		return oauth.Lease{}, oauth.ErrGone
	case row.dead:
		return oauth.Lease{}, oauth.ErrQuarantined
	case row.gen != gen:
		return oauth.Lease{}, oauth.ErrStale
	case row.holder != "" && row.holder != h.holder && !now.After(row.until.Add(leaseGrace)):
		return oauth.Lease{}, &oauth.BusyError{Holder: row.holder, Until: row.until, InDoubt: now.After(row.until)}
	}
	doubt := row.holder != ""
	row.holder, row.until = h.holder, now.Add(leaseTime)
	row.taking++
	if after := h.hooks["Began"]; after != nil {
		h.mu.Unlock()
		after()
		h.mu.Lock()
	}
	return oauth.Lease{InDoubt: doubt, Handle: row.taking}, nil
}

func (h *handle) Intend(_ context.Context, l oauth.Lease, p oauth.Pair) error {
	if err := h.enter("Intend"); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	row := h.rows[l.Grant]
	if row == nil || row.gen != l.Gen || row.taking != l.Handle.(int) || row.holder != h.holder {
		return oauth.ErrSuperseded
	}
	row.sealed = p.Encode()
	return nil
}

func (h *handle) Commit(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	if err := h.enter("Commit"); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	row := h.rows[l.Grant]
	switch {
	case row == nil:
		return oauth.ErrGone
	case row.gen != l.Gen:
		return oauth.ErrSuperseded
	}
	row.gen, row.sealed, row.holder, row.dead = row.gen+1, p.Encode(), "", false
	return nil
}

func (h *handle) Mark(_ context.Context, id string, gen int64, p oauth.Pair) error {
	if err := h.enter("Mark"); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	row := h.rows[id]
	if row == nil || row.gen != gen || row.holder != "" && row.holder != h.holder {
		return oauth.ErrSuperseded
	}
	row.sealed = p.Encode()
	return nil
}

func (h *handle) End(_ context.Context, l oauth.Lease, rejected bool) error {
	if err := h.enter("End"); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if rejected {
		h.seen["rejected"]++
	}
	row := h.rows[l.Grant]
	if row == nil {
		return nil
	}
	if row.gen != l.Gen || row.taking != l.Handle.(int) {
		if rejected {
			return oauth.ErrSuperseded
		}
		return nil
	}
	row.holder = ""
	row.dead = row.dead || rejected
	return nil
}
