package oauth

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	saveTries      = 2 // more tries to store a new pair before the renewal ends without that
	saveFirstWait  = time.Second
	saveLongerWait = time.Minute
)

var errReadBack = errors.New("what was stored does not read back as it was written")

// saving is a new pair on its way to the store.
type saving struct {
	vault Vault
	lease Lease
	pair  Pair
	taken bool // the vault said once that it took it: what stands at its generation is ours, or damaged
}

// once stores the new pair and reads it back. ErrSuperseded: a newer one of somebody else is stored. ErrGone: the
// grant is no more. Any other error: the new pair is not known to be on disk.
func (s *saving) once(ctx context.Context) error {
	l, p := s.lease, s.pair
	commit := s.vault.Commit(ctx, l, p)
	s.taken = s.taken || commit == nil
	stored, gen, err := s.vault.Load(ctx, l.Grant)
	switch {
	case errors.Is(commit, ErrGone) || errors.Is(err, ErrGone):
		return ErrGone
	case err == nil && stored.Current.Equal(p.Current):
		return nil // also when the commit's own answer was lost
	case err == nil && gen > l.Gen+1, err == nil && errors.Is(commit, ErrSuperseded) && !s.taken:
		return ErrSuperseded
	case commit != nil && !s.taken:
		return commit
	case err != nil:
		return err
	case gen != l.Gen+1:
		return errReadBack
	}
	// The generation is ours and its content is not: write it once more in place.
	if err := s.vault.Mark(ctx, l.Grant, gen, p); err != nil {
		return errReadBack
	}
	if stored, _, err = s.vault.Load(ctx, l.Grant); err != nil || !stored.Current.Equal(p.Current) {
		return errReadBack
	}
	return nil
}

func worthAnother(err error) bool {
	return !errors.Is(err, ErrSuperseded) && !errors.Is(err, ErrGone) && !errors.Is(err, context.Canceled)
}

// unsaved is a renewed pair that could not be stored. It is not used before it is: at Gusto the stored pair
// lives until then, and a process that ends now has lost nothing.
type unsaved struct {
	grant string
	since time.Time
	now   chan struct{} // asks for a try without waiting

	turn sync.Mutex // one try at a time
	saving

	mu   sync.Mutex
	err  error
	over bool
}

func (u *unsaved) hurry() {
	select {
	case u.now <- struct{}{}:
	default:
	}
}

func (u *unsaved) state() *UnsavedError {
	u.mu.Lock()
	defer u.mu.Unlock()
	return &UnsavedError{Grant: u.grant, Since: u.since, Err: u.err}
}

// Unsaved returns the state of a grant that was renewed and whose new pair is not stored yet, and nil for any other.
func (r *Renewer) Unsaved(grant string) *UnsavedError {
	r.mu.Lock()
	u := r.unsaved[grant]
	r.mu.Unlock()
	if u == nil {
		return nil
	}
	return u.state()
}

// UnsavedGrants lists the grants whose renewed pair is not stored yet.
func (r *Renewer) UnsavedGrants() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for grant := range r.unsaved {
		all = append(all, grant)
	}
	return all
}

// retain keeps a pair in memory and goes on trying to store it.
func (r *Renewer) retain(ctx context.Context, s *saving, err error) error {
	u := &unsaved{grant: s.lease.Grant, since: r.client.now().Round(0), now: make(chan struct{}, 1), saving: *s, err: err}
	r.mu.Lock()
	r.unsaved[u.grant] = u
	r.running.Add(1) // whoever runs this renewal is counted, so Close is still waiting
	if r.closed {
		u.hurry()
	}
	r.mu.Unlock()
	r.event(u.grant, NotYetSaved, u.state())
	keep, cancel := r.detach(ctx)
	go func() {
		defer r.running.Done()
		defer cancel()
		r.keepTrying(keep, u)
	}()
	return u.state()
}

func (r *Renewer) keepTrying(ctx context.Context, u *unsaved) {
	for wait := saveFirstWait; ctx.Err() == nil; wait = min(2*wait, saveLongerWait) {
		timed, cancel := context.WithCancel(ctx)
		timer := make(chan struct{})
		go func() {
			defer close(timer)
			_ = r.opts.Wait(timed, wait)
		}()
		select {
		case <-timer:
		case <-u.now:
		}
		cancel()
		<-timer
		if ctx.Err() == nil && r.try(ctx, u) == nil {
			return
		}
	}
}

// try stores a retained pair. nil means that the matter is settled: stored, or not needed any more.
func (r *Renewer) try(ctx context.Context, u *unsaved) error {
	u.turn.Lock()
	defer u.turn.Unlock()
	u.mu.Lock()
	over := u.over
	u.mu.Unlock()
	if over {
		return nil
	}
	err := u.once(ctx)
	gone := errors.Is(err, ErrGone)
	if gone || errors.Is(err, ErrSuperseded) {
		err = nil
	}
	u.mu.Lock()
	u.over = err == nil
	if err != nil {
		u.err = err
	}
	u.mu.Unlock()
	if err != nil {
		return err
	}
	r.mu.Lock()
	delete(r.unsaved, u.grant)
	r.mu.Unlock()
	if gone {
		r.client.giveBack(ctx, u.pair)
	}
	r.event(u.grant, SavedLate, nil)
	return nil
}

// saveUnsaved is the first thing of a renewal: a pair in hand is stored before another is asked for.
func (r *Renewer) saveUnsaved(ctx context.Context, grant string) error {
	r.mu.Lock()
	u := r.unsaved[grant]
	r.mu.Unlock()
	if u == nil || r.try(ctx, u) == nil {
		return nil
	}
	return u.state()
}
