package provision

import (
	"context"
	"slices"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

const (
	remindAfter = 72 * time.Hour   // of a company that nobody has claimed
	longGone    = 10 * time.Minute // after which nobody can be waiting for an answer any more, see answerLimit
)

var states = map[storage.AttemptState]State{
	storage.AttemptWritten: Sending, storage.AttemptCreated: Created, storage.AttemptClaimed: Claimed, storage.AttemptRefused: Refused,
	storage.AttemptNotSent: NotSent, storage.AttemptUnknown: Unknown, storage.AttemptSettledCreated: SettledCreated, storage.AttemptSettledNot: SettledNot,
}

// Attempts lists every request to make a company at this Gusto, the newest first.
//
// Trouble: ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Attempts(ctx context.Context) ([]Attempt, error) {
	c, p, err := r.soFar(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Attempt, 0, len(p.attempts))
	for _, a := range slices.Backward(p.attempts) {
		all = append(all, r.show(c, a))
	}
	return all, nil
}

// show is an attempt as it is shown. What cannot be opened of it is told, and the rest is shown all the same.
func (r *Registrar) show(c desk.Counter, a storage.Attempt) Attempt {
	shown := Attempt{ID: a.ID, State: r.stateOf(c, a), When: a.Written, Who: a.Actor, stored: stored{a.Seq, a.State}}
	what, err := r.opened.of(c, a)
	if err == nil {
		shown.Applied = what.shown()
	}
	e, unread := endingOf(c, a)
	r.mu.Lock()
	if waiting, ok := r.unsaved[a.ID]; ok {
		e, unread = waiting, nil
		shown.State, shown.Unsaved = states[e.State], true
	}
	r.mu.Unlock()
	if err == nil {
		err = unread
	}
	shown.Outcome.add(e, shown.State, shown.When)
	shown.Settled = Settled{At: e.Settled, By: e.By, Note: e.Note, ClaimedBy: e.Link}
	switch {
	case err != nil:
		shown.Trouble = &desk.Trouble{Cause: desk.CannotOpen, Err: err}
	case shown.State == Unknown && shown.Trouble == nil:
		shown.Trouble = &desk.Trouble{Cause: desk.OutcomeUnknown, Detail: "Crosswalk ended before the answer came"}
	}
	return shown
}

// stateOf says how an attempt stands. One that was written down here and is not under way any more, or that nobody can
// be waiting for, has an outcome that nobody knows.
func (r *Registrar) stateOf(c desk.Counter, a storage.Attempt) State {
	if a.State != storage.AttemptWritten {
		return states[a.State]
	}
	r.mu.Lock()
	mine := r.going[a.ID]
	r.mu.Unlock()
	if !mine && (a.Holder == c.Holder || r.now().Sub(a.Written) > longGone) {
		return Unknown
	}
	return Sending
}

func (o *order) shown() Applied {
	a := o.Application
	return Applied{
		Client: o.Client, Company: a.Legal, Trade: a.Trade, EIN: intake.EIN(a.EIN).Masked(), Person: a.Person.First + " " + a.Person.Last, Email: a.Person.Email, Draft: o.Draft,
	}
}

// add puts an ending in.
func (o *Outcome) add(e ending, s State, when time.Time) {
	o.Errors = e.Errors
	if e.Cause != "" && !s.Exists() && s != SettledNot {
		o.Trouble = &desk.Trouble{Cause: e.Cause, Detail: e.Detail, RequestID: e.RequestID, Until: e.Until}
	}
	o.HasLink = e.Claim != "" && s == Created
	if s == Created || s == SettledCreated {
		o.Reminder = when.Add(remindAfter)
	}
}

func (r *Registrar) attempt(ctx context.Context, c desk.Counter, id string) (storage.Attempt, error) {
	all, err := c.Book.Attempts(ctx, c.Environment.Name)
	if err != nil {
		return storage.Attempt{}, told(err)
	}
	i := slices.IndexFunc(all, func(a storage.Attempt) bool { return a.ID == id })
	if i < 0 {
		return storage.Attempt{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	return all[i], nil
}

// Settle says what a person has found out about an attempt whose outcome was unknown.
//
// Trouble: ChangedMeanwhile when it is not unknown any more, ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Settle(ctx context.Context, id string, created bool, note string) (Attempt, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Attempt{}, err
	}
	a, err := r.attempt(ctx, c, id)
	if err != nil {
		return Attempt{}, err
	}
	if r.stateOf(c, a) != Unknown || r.waiting(id) {
		return Attempt{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	e, err := endingOf(c, a)
	if err != nil { // what was noted is lost; what a person says is not
		r.options.Log.Warn("open what came of an attempt", "error", err)
		e = ending{}
	}
	e.State, e.Settled, e.By, e.Note = storage.AttemptSettledNot, r.now().UTC(), c.Actor, note
	if created {
		e.State = storage.AttemptSettledCreated
	}
	kept, err := r.change(ctx, c, a, e)
	if err != nil {
		return Attempt{}, err
	}
	r.dropSent(ctx, c, kept)
	r.closeBatch(ctx, c)
	return r.show(c, kept), nil
}

// closeBatch ends a batch whose last doubt was settled.
func (r *Registrar) closeBatch(ctx context.Context, c desk.Counter) {
	s, ok, err := r.readBatch(ctx, c)
	if err == nil && ok && s.kept.State == storage.BatchPaused && s.over() {
		err = c.Book.SetBatch(ctx, s.kept.Environment, s.kept.ID, storage.BatchDone)
	}
	if err != nil {
		r.options.Log.Warn("end many at once", "error", err)
	}
}

// waiting says whether what came of an attempt is known here, and could not be written down yet.
func (r *Registrar) waiting(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.unsaved[id]
	return ok
}

// change stores another ending for an attempt that was read at this revision.
func (r *Registrar) change(ctx context.Context, c desk.Counter, a storage.Attempt, e ending) (storage.Attempt, error) {
	kept, err := store(ctx, c, a, e)
	if err != nil {
		return a, told(err)
	}
	r.tell()
	return kept, nil
}
