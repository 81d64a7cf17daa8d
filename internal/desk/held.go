package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"crosswalk/internal/pace"
	"crosswalk/storage"
)

// holdTime is how long access without a link is kept when nobody looks after it any more: what a program that was
// killed had in hand is given back after it.
const holdTime = 20 * time.Minute

// holdEvery is how often somebody looks after it.
const holdEvery = 5 * time.Minute

// holdings are the accesses that wait for a person's choice in this program.
type holdings struct {
	mu     sync.Mutex
	grants map[string]bool
}

func (h *holdings) add(grant string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.grants == nil {
		h.grants = map[string]bool{}
	}
	h.grants[grant] = true
}

func (h *holdings) drop(grant string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.grants, grant)
}

func (h *holdings) all() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []string
	for grant := range h.grants {
		all = append(all, grant)
	}
	return all
}

// keepHeld looks after what waits for a person, until ctx ends. The key store is not asked for it.
func (d *Desk) keepHeld(ctx context.Context, o *office) {
	for pace.Rest(ctx, holdEvery) == nil {
		o.mu.Lock()
		open := o.access != nil
		o.mu.Unlock()
		if !open {
			if err := d.extendHeld(ctx, o); err != nil && ctx.Err() == nil { // a lock must not cost what waits for a choice
				d.options.Log.Warn("keep what waits for a choice", "error", err)
			}
			continue
		}
		if err := d.settleEndings(ctx, o); err != nil && ctx.Err() == nil {
			d.options.Log.Warn("give back what no link names", "error", err)
		}
	}
}

// extendHeld keeps what waits for a choice here. A sitting's questions have a longer time of their own.
func (d *Desk) extendHeld(ctx context.Context, o *office) error {
	until := d.now().Add(holdTime)
	for _, grant := range o.desk.held.all() {
		err := o.book.Extend(ctx, grant, until)
		if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrEnding) {
			o.desk.held.drop(grant)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// orphans are the accesses that nobody waits for and no link names.
func (d *Desk) orphans(ctx context.Context, o *office) ([]storage.Grant, error) {
	if err := d.extendHeld(ctx, o); err != nil {
		return nil, err
	}
	return o.book.Orphans(ctx, d.now())
}

// letGo ends the waiting for a grant: it is an orphan from now on, unless a link names it.
func (d *Desk) letGo(ctx context.Context, o *office, grant string) error {
	o.desk.held.drop(grant)
	err := o.book.Extend(ctx, grant, d.now().Add(-time.Millisecond))
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrEnding) {
		return nil
	}
	return err
}
