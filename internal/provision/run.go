package provision

import (
	"context"
	"errors"
	"slices"

	"crosswalk/internal/desk"
	"crosswalk/storage"
)

// running is the batch that this program sends.
type running struct {
	id    string
	pause context.CancelFunc
}

// Run sends the rows that are waiting, one after another, and returns when all are done, when it was paused or stopped,
// or when it pauses by itself: Batch.Why says why then, and what is left goes on with the next Run. A row is sent once;
// one whose outcome is unknown is not sent again, and one that did not leave, or was turned away at the door, is sent
// again by the next Run only. show is called after each row. A canceled ctx pauses it after the row that is under way.
//
// Trouble: BatchOver, NothingToSend, BusyElsewhere when another program sends them, ProvisionOff, CannotSave, and what
// keeps the data key away.
func (r *Registrar) Run(ctx context.Context, show func(Batch)) error {
	c, err := r.counter(ctx)
	if err != nil {
		return err
	}
	s, ok, err := r.readBatch(ctx, c)
	switch {
	case err != nil:
		return err
	case !ok || s.kept.State.Ended():
		return &desk.Trouble{Cause: desk.BatchOver}
	case !slices.ContainsFunc(s.rows, BatchRow.due):
		return r.finish(ctx, c, s, nil)
	}
	ctx, pause := context.WithCancel(ctx)
	defer pause()
	if !r.take(s.kept.ID, pause) {
		return &desk.Trouble{Cause: desk.BusyElsewhere, Detail: s.kept.Actor}
	}
	defer r.leave()
	if err := c.Book.SetBatch(ctx, s.kept.Environment, s.kept.ID, storage.BatchRunning); err != nil {
		return told(err)
	}
	s.kept.State, s.kept.Holder = storage.BatchRunning, c.Holder
	r.tell()
	w := walk{r: r, c: c, s: s, show: show}
	return r.finish(ctx, c, s, w.rows(ctx))
}

// take makes a batch the one that this program sends; there is one at most.
func (r *Registrar) take(id string, pause context.CancelFunc) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running != nil {
		return false
	}
	r.running = &running{id: id, pause: pause}
	return true
}

func (r *Registrar) leave() {
	r.mu.Lock()
	r.running = nil
	r.mu.Unlock()
	r.tell()
}

// finish notes how a run has ended: all done, or paused and why.
func (r *Registrar) finish(ctx context.Context, c desk.Counter, s *series, why *desk.Trouble) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveLimit)
	defer cancel()
	state := storage.BatchPaused
	if s.over() {
		state = storage.BatchDone
	}
	r.mu.Lock()
	r.paused = stopped{batch: s.kept.ID, why: why}
	r.mu.Unlock()
	err := c.Book.SetBatch(ctx, s.kept.Environment, s.kept.ID, state)
	if errors.Is(err, storage.ErrConflict) || errors.Is(err, storage.ErrNotFound) {
		err = nil // somebody has stopped it meanwhile
	}
	return told(err)
}

// stopped is why the batch has paused by itself.
type stopped struct {
	batch string
	why   *desk.Trouble
}

func (r *Registrar) why(batch string) *desk.Trouble {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.paused.batch != batch {
		return nil
	}
	return r.paused.why
}

// Pause lets the run of this program end after the row that is under way. It does not block.
func (r *Registrar) Pause() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running != nil {
		r.running.pause()
	}
}

// Stop ends the batch for good, wherever it is sent: what was not sent stays so. The row that is under way comes to its
// end. Trouble: ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Stop(ctx context.Context) error {
	c, err := r.counter(ctx)
	if err != nil {
		return err
	}
	b, err := c.Book.Batch(ctx, c.Environment.Name)
	if err == nil {
		err = c.Book.SetBatch(ctx, b.Environment, b.ID, storage.BatchStopped)
	}
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrConflict) {
		err = nil // it is over
	}
	r.Pause()
	r.tell()
	return told(err)
}

// walk goes through the rows of a batch.
type walk struct {
	r      *Registrar
	c      desk.Counter
	s      *series
	show   func(Batch)
	ticket desk.Ticket
}

// rows sends what is due, and says why it ended before the end; nil when it did not, or when somebody ended it.
func (w *walk) rows(ctx context.Context) *desk.Trouble {
	var skipped *desk.Trouble
	for i, row := range w.s.rows {
		if !row.due() {
			continue
		}
		if ctx.Err() != nil {
			return nil
		}
		why, goOn := w.row(ctx, i)
		if w.show != nil {
			w.show(w.s.view(why))
		}
		if !goOn {
			return why
		}
		if why != nil {
			skipped = why
		}
	}
	return skipped
}

// row sends one row. It is left out, with the reason, where it may be a company that there is already.
func (w *walk) row(ctx context.Context, i int) (why *desk.Trouble, goOn bool) {
	if why := w.inTheWay(&w.s.items[i].order); why != nil {
		return why, true
	}
	if err := w.c.Turn(ctx, true); err != nil {
		return trouble(told(err)), false
	}
	if !w.ticket.Good() {
		var err error
		if w.ticket, err = w.c.Ticket(ctx); err != nil {
			return trouble(told(err)), false
		}
	}
	what := &w.s.items[i].order
	for range beginTries {
		if why := w.inTheWay(what); why != nil {
			return why, true
		}
		a, err := w.r.once(ctx, w.c, w.ticket, what, w.s.past.seen, w.s.kept.Rows[i].ID)
		if err == nil {
			w.sent(i, a, what)
			return w.after(a)
		}
		if !errors.Is(err, storage.ErrConflict) {
			return trouble(told(err)), false
		}
		if again, err := w.again(ctx); err != nil || !again || !w.s.rows[i].due() {
			return trouble(err), false
		}
	}
	return &desk.Trouble{Cause: desk.BusyElsewhere}, false
}

// after says whether a run goes on after a row: not when the next one would fare the same, or when a person had better
// look first.
func (w *walk) after(a Attempt) (why *desk.Trouble, goOn bool) {
	switch {
	case a.Unsaved:
		return &desk.Trouble{Cause: desk.CannotSave}, false
	case a.State == Unknown, a.State == NotSent:
		return a.Trouble, false
	}
	return nil, true
}

// sent notes the attempt of a row.
func (w *walk) sent(i int, a Attempt, what *order) {
	w.s.rows[i].Attempt = &a
	w.s.kept.Rows[i].Attempt = a.ID
	w.s.past.seen = max(w.s.past.seen, a.seq)
	w.s.past.attempts = append(w.s.past.attempts, storage.Attempt{ID: a.ID, Seq: a.seq, State: a.kept, Written: a.When, Actor: a.Who})
	w.s.past.orders = append(w.s.past.orders, what)
}

// inTheWay says why a row is not sent: the same company was asked for, and that is not settled, or nobody has looked at
// it. Rows of one list may share an e-mail address, since a person has said so.
func (w *walk) inTheWay(what *order) *desk.Trouble {
	print := what.fingerprint()
	if a, found := w.s.past.unsettled(print); found {
		return settleFirst(w.r.show(w.c, a))
	}
	own := map[string]bool{}
	for _, row := range w.s.kept.Rows {
		own[row.Attempt] = true
	}
	for i, a := range w.s.past.attempts {
		other := w.s.past.orders[i]
		if other == nil || inVain(a.State) || own[a.ID] || slices.Contains(what.Acknowledged, "attempt/"+a.ID) {
			continue
		}
		if same(other.fingerprint(), print) {
			return &desk.Trouble{Cause: desk.AlikeUnseen, Detail: other.Application.Legal}
		}
	}
	return nil
}

// again reads batch and attempts once more, after somebody came in between; false when it is not this program's turn any
// more.
func (w *walk) again(ctx context.Context) (bool, error) {
	s, ok, err := w.r.readBatch(ctx, w.c)
	if err != nil || !ok || s.kept.ID != w.s.kept.ID || s.kept.State != storage.BatchRunning || s.kept.Holder != w.c.Holder {
		return false, err
	}
	*w.s = *s
	return true, nil
}

// trouble is an error as it is shown; nil for giving up.
func trouble(err error) *desk.Trouble {
	var t *desk.Trouble
	errors.As(err, &t)
	return t
}
