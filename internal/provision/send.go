package provision

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

const (
	answerLimit = 2 * time.Minute  // see Options.AnswerLimit
	saveLimit   = 20 * time.Second // how long another program may keep the database
	saveAgain   = 5 * time.Second  // see Options.SaveAgain
	beginTries  = 20               // how often others may come in between before an attempt is written down
)

// Send has the company of a draft made: it is written down, sent once, and what came of it is written down. Until it is
// written down ctx ends it; from there on nobody does, and Send blocks until Gusto has answered, for two minutes at most.
// What came of it is in the attempt, also where that is bad: an error means that nothing was sent.
//
// acknowledged are the keys of the likenesses that the person has looked at. Trouble: ChangedMeanwhile when the draft is
// gone; FormIncomplete, AlikeUnseen and SettleFirst, after which the review says more; ProvisionOff, KeysRefused,
// RateLimited, CannotSave, what keeps the data key away, and why Gusto could not be reached.
func (r *Registrar) Send(ctx context.Context, draft string, acknowledged []string) (Attempt, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Attempt{}, err
	}
	v, p, err := r.ready(ctx, c, draft, acknowledged)
	if err != nil {
		return Attempt{}, err
	}
	if err := c.Turn(ctx, false); err != nil {
		return Attempt{}, told(err)
	}
	ticket, err := c.Ticket(ctx)
	if err != nil {
		return Attempt{}, told(err)
	}
	for range beginTries {
		what := &order{Application: v.app, Client: v.form.Client, Draft: draft, Reasons: reasons(v.Findings), Acknowledged: acknowledged}
		a, err := r.once(ctx, c, ticket, what, p.seen, "")
		if !errors.Is(err, storage.ErrConflict) {
			return a, told(err)
		}
		if v, p, err = r.ready(ctx, c, draft, acknowledged); err != nil { // somebody came in between: it may be the same company
			return Attempt{}, err
		}
	}
	return Attempt{}, &desk.Trouble{Cause: desk.BusyElsewhere}
}

// ready looks at everything that may stand in the way.
func (r *Registrar) ready(ctx context.Context, c desk.Counter, draft string, acknowledged []string) (viewed, past, error) {
	v, p, err := r.review(ctx, c, draft)
	if err != nil {
		return v, p, err
	}
	if i := slices.IndexFunc(v.Findings, intake.Finding.Stops); i >= 0 {
		return v, p, &desk.Trouble{Cause: desk.FormIncomplete, Detail: string(v.Findings[i].Field)}
	}
	if v.Sent != nil {
		return v, p, settleFirst(*v.Sent)
	}
	for _, like := range v.Likenesses {
		if !slices.Contains(acknowledged, like.Key()) {
			return v, p, &desk.Trouble{Cause: desk.AlikeUnseen, Detail: like.Known.Name}
		}
	}
	return v, p, nil
}

func settleFirst(a Attempt) *desk.Trouble {
	return &desk.Trouble{Cause: desk.SettleFirst, Detail: a.Company + ", " + a.When.Local().Format("January 2, 15:04") + ", by " + a.Who}
}

// reasons are those that a person gave for doubts.
func reasons(found []intake.Finding) map[string]string {
	given := map[string]string{}
	for _, f := range found {
		if f.Reason != "" {
			given[string(f.Field)] = f.Reason
		}
	}
	return given
}

// notHeld says why nothing may be begun.
func notHeld(now *desk.Snapshot) error {
	if now.Lock != desk.Unlocked {
		return &desk.Trouble{Cause: desk.DeskLocked}
	}
	return &desk.Trouble{Cause: desk.ChangedMeanwhile}
}

// once writes an attempt down, sends it, and writes down what came of it. storage.ErrConflict means that others wrote
// attempts down that were not looked at yet, or that the row is not to be sent: nothing was sent.
func (r *Registrar) once(ctx context.Context, c desk.Counter, t desk.Ticket, what *order, seen int64, row string) (Attempt, error) {
	release, ok := c.Hold()
	if !ok {
		return Attempt{}, notHeld(r.office.Snapshot())
	}
	a, err := r.begin(ctx, c, what, seen, row)
	if err != nil {
		release()
		return Attempt{}, err
	}
	r.tell()
	away, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.AnswerLimit)
	made, err := t.Provision(away, company(what.Application))
	cancel()
	e := judge(c, made, err, len(what.Application.Addresses), r.now())
	if e.Cause == desk.RateLimited {
		c.Rest(e.Until.Sub(r.now()))
	}
	shown, saved := r.end(ctx, c, a, e)
	if saved {
		release()
	} else {
		go r.endLater(context.WithoutCancel(ctx), c, a, release)
	}
	r.tell()
	return shown, nil
}

// begin writes an attempt down durably. Who gives up before has sent nothing and written nothing down.
func (r *Registrar) begin(ctx context.Context, c desk.Counter, what *order, seen int64, row string) (storage.Attempt, error) {
	if err := ctx.Err(); err != nil {
		return storage.Attempt{}, err
	}
	a := storage.Attempt{ID: storage.NewID(), Environment: c.Environment.Name}
	var err error
	if a.Application, err = seal(c, a.ID, storage.ApplicationColumn, 1, what); err != nil {
		return a, err
	}
	r.setGoing(a.ID, true)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveLimit)
	defer cancel()
	written, err := c.Book.WriteAttempt(ctx, a, seen, row)
	if err == nil {
		r.opened.mu.Lock()
		defer r.opened.mu.Unlock()
		r.opened.put(a.ID, what)
		return written, nil
	}
	r.setGoing(a.ID, false)
	if !errors.Is(err, storage.ErrConflict) {
		r.withdraw(ctx, c, a.ID)
	}
	return a, err
}

// withdraw notes that an attempt was not sent, where it was written down although that failed.
func (r *Registrar) withdraw(ctx context.Context, c desk.Counter, id string) {
	all, err := c.Book.Attempts(ctx, c.Environment.Name)
	if err != nil {
		return // whoever looks next finds it, and cannot know that it was not sent
	}
	if i := slices.IndexFunc(all, func(a storage.Attempt) bool { return a.ID == id }); i >= 0 {
		r.end(ctx, c, all[i], ending{State: storage.AttemptNotSent, Cause: desk.CannotSave})
	}
}

func (r *Registrar) setGoing(id string, on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if on {
		r.going[id] = true
	} else {
		delete(r.going, id)
	}
}

// end writes down what came of an attempt. Where that cannot be done now it is kept in memory, and saved is false.
func (r *Registrar) end(ctx context.Context, c desk.Counter, a storage.Attempt, e ending) (shown Attempt, saved bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveLimit)
	defer cancel()
	r.mu.Lock()
	r.unsaved[a.ID] = e
	r.mu.Unlock()
	kept, err := r.put(ctx, c, a, e)
	if err != nil {
		r.options.Log.Warn("write down what came of an attempt", "error", err)
		return r.show(c, a), false
	}
	r.mu.Lock()
	delete(r.unsaved, a.ID)
	delete(r.going, a.ID)
	r.mu.Unlock()
	r.dropSent(ctx, c, kept)
	return r.show(c, kept), true
}

// put stores an ending. Where another program took the attempt for one whose outcome nobody knows, the one who knows it
// says so.
func (r *Registrar) put(ctx context.Context, c desk.Counter, a storage.Attempt, e ending) (storage.Attempt, error) {
	for range beginTries {
		kept, err := store(ctx, c, a, e)
		if !errors.Is(err, storage.ErrConflict) {
			return kept, err
		}
		all, err := c.Book.Attempts(ctx, c.Environment.Name)
		if err != nil {
			return a, err
		}
		i := slices.IndexFunc(all, func(o storage.Attempt) bool { return o.ID == a.ID })
		if i < 0 {
			return a, storage.ErrNotFound
		}
		a.Rev = all[i].Rev
	}
	return a, storage.ErrConflict
}

// store writes down what came of an attempt that was read at this revision: storage.ErrConflict when it has another one now.
func store(ctx context.Context, c desk.Counter, a storage.Attempt, e ending) (storage.Attempt, error) {
	var err error
	a.State, a.Link = e.State, e.Link
	if a.Answer, err = seal(c, a.ID, storage.AnswerColumn, a.Rev+1, e); err != nil {
		return a, err
	}
	return c.Book.EndAttempt(ctx, a)
}

// dropSent discards the draft of an attempt that has made a company.
func (r *Registrar) dropSent(ctx context.Context, c desk.Counter, a storage.Attempt) {
	what, err := r.opened.of(c, a)
	if err != nil || what.Draft == "" || !states[a.State].Exists() {
		return
	}
	if err := c.Book.DropDraft(ctx, what.Draft); err != nil {
		r.options.Log.Warn("discard a draft that was sent", "error", err)
	}
}

// endLater tries until what came of an attempt is written down. Closing waits for it as long as it can.
func (r *Registrar) endLater(ctx context.Context, c desk.Counter, a storage.Attempt, release func()) {
	defer release()
	tick := time.NewTicker(r.options.SaveAgain)
	defer tick.Stop()
	for {
		r.mu.Lock()
		e, left := r.unsaved[a.ID]
		r.mu.Unlock()
		if !left {
			return
		}
		if _, saved := r.end(ctx, c, a, e); saved {
			r.tell()
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Unsaved counts attempts whose outcome could not be written down yet: closing now would leave it unknown.
func (r *Registrar) Unsaved() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(maps.Clone(r.unsaved))
}
