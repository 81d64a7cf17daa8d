package storage

import (
	"context"
	"strconv"
	"sync"
	"time"
)

// hub wakes whoever listens when this handle wrote, and, while somebody
// listens, looks whether another process did.
type hub struct {
	l       *Local
	mu      sync.Mutex
	ears    map[chan struct{}]struct{}
	polling context.CancelFunc // nil while nobody listens
	done    sync.WaitGroup
	stopped bool
}

func (h *hub) start(l *Local) { h.l, h.ears = l, map[chan struct{}]struct{}{} }

// notify is a hint: a listener that has one waiting already needs no second.
func (h *hub) notify() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ear := range h.ears {
		select {
		case ear <- struct{}{}:
		default:
		}
	}
}

// Wake belongs to [Feed].
func (l *Local) Wake(ctx context.Context) <-chan struct{} {
	h, ear := &l.hub, make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		close(ear)
		return ear
	}
	h.ears[ear] = struct{}{}
	ear <- struct{}{}
	if h.polling == nil {
		// It outlives this listener when there are others.
		poll, cancel := context.WithCancel(context.WithoutCancel(ctx))
		h.polling = cancel
		h.done.Go(func() { h.poll(poll) })
	}
	context.AfterFunc(ctx, func() { h.remove(ear) })
	return ear
}

func (h *hub) remove(ear chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.ears[ear]; !ok {
		return
	}
	delete(h.ears, ear)
	close(ear)
	if len(h.ears) == 0 && h.polling != nil {
		h.polling()
		h.polling = nil
	}
}

func (h *hub) stop() {
	h.mu.Lock()
	h.stopped = true
	for ear := range h.ears {
		delete(h.ears, ear)
		close(ear)
	}
	if h.polling != nil {
		h.polling()
		h.polling = nil
	}
	h.mu.Unlock()
	h.done.Wait()
}

// poll asks SQLite whether another connection has written: a look at shared
// memory, without touching the disk.
func (h *hub) poll(ctx context.Context) {
	tick := time.NewTicker(h.l.opts.Poll)
	defer tick.Stop()
	var seen int64
	for {
		var version int64
		// An unreadable moment is left to the calls that can report it.
		if err := h.l.db.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err == nil && version != seen {
			// Also the first time: something may have been written since the
			// listener asked.
			seen = version
			h.notify()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Cursor belongs to [Feed].
func (l *Local) Cursor(ctx context.Context) (string, error) {
	var newest int64
	err := l.db.QueryRowContext(ctx, `SELECT coalesce(max(at), 0) FROM changes`).Scan(&newest)
	return strconv.FormatInt(newest, 10), l.explain("read what changed", err)
}

// Changes belongs to [Feed]. The cursor is the place in the order of changes;
// with one writer at a time no earlier place can appear later. A cursor that
// this store never gave (it was restored from a backup) starts from the beginning.
func (l *Local) Changes(ctx context.Context, since string) (ids []string, next string, err error) {
	const doing = "read what changed"
	after, _ := strconv.ParseInt(since, 10, 64)
	var newest int64
	if err := l.db.QueryRowContext(ctx, `SELECT coalesce(max(at), 0) FROM changes`).Scan(&newest); err != nil {
		return nil, "", l.explain(doing, err)
	}
	if after > newest {
		after = 0
	}
	rows, err := l.db.QueryContext(ctx, `SELECT at, subject FROM changes WHERE at > ? ORDER BY at`, after)
	if err != nil {
		return nil, "", l.explain(doing, err)
	}
	ids, err = collect(rows, func(row scanner) (id string, err error) {
		return id, row.Scan(&after, &id)
	})
	if err != nil {
		return nil, "", l.explain(doing, err)
	}
	return ids, strconv.FormatInt(after, 10), nil
}
