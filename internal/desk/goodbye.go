package desk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/storage"
)

// UndoWindow is how long "disconnect for everyone" can be taken back before Gusto is told.
const UndoWindow = 30 * time.Second

// Affected is who and what "disconnect for everyone" touches, as far as it is known here. Gusto does not tell who
// else uses the firm's application for the company: other desks of the firm lose it as well.
type Affected struct {
	Company string // Gusto's uuid
	Name    string
	Client  string   // the client's name; "" for none
	Person  string   // whose access ends here
	Access  []string // what the access allowed
	Stays   []string // companies that the same sign-in goes on to reach
}

// Affected previews [Desk.DisconnectForEveryone]. It does not block. Trouble: ChangedMeanwhile when the link is gone.
func (d *Desk) Affected(link string) (Affected, error) {
	now := d.Snapshot()
	l, ok := now.find(link)
	if !ok {
		return Affected{}, &Trouble{Cause: ChangedMeanwhile}
	}
	client, _ := now.Client(l.Client)
	return Affected{Company: l.Company, Name: l.Name, Client: client.Name, Person: l.AuthorizedBy, Access: l.Access, Stays: l.Siblings}, nil
}

// MayDisconnect refuses where the organization does not allow to disconnect a company for everyone. It does not block.
// Trouble: SetByOrganization, PolicyUnclear.
func (d *Desk) MayDisconnect() error {
	return d.allowed(d.options.Policy.Disconnect, "Disconnecting a company for everyone")
}

// DisconnectForEveryone has the firm's application leave a company, for all who use it there: [UndoWindow] from now,
// unless it is taken back. It is written down at once, and is done at the next start when the program ends before.
//
// Trouble: SetByOrganization, ChangedMeanwhile when the link is gone, CannotSave.
func (d *Desk) DisconnectForEveryone(ctx context.Context, link string) (Farewell, error) {
	if err := d.MayDisconnect(); err != nil {
		return Farewell{}, err
	}
	o, err := d.atWork()
	if err != nil {
		return Farewell{}, err
	}
	l, ok := d.Snapshot().find(link)
	if !ok {
		return Farewell{}, &Trouble{Cause: ChangedMeanwhile}
	}
	f, err := o.book.AskFarewell(ctx, storage.Farewell{Environment: o.env.Name, Company: l.Company, Name: l.Name, Due: d.now().Add(UndoWindow)})
	if err != nil {
		return Farewell{}, explain(err)
	}
	d.leaving.wake()
	return d.farewellOf(f), d.refresh(ctx, o)
}

// TakeBack forgets that a company is to be left. Trouble: TooLate when Gusto is being told or was told, CannotSave.
func (d *Desk) TakeBack(ctx context.Context, company string) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	err = o.book.TakeBack(ctx, o.env.Name, company)
	if errors.Is(err, storage.ErrConflict) || errors.Is(err, storage.ErrNotFound) {
		err = &Trouble{Cause: TooLate, Err: err}
	}
	return errors.Join(explain(err), d.refresh(ctx, o))
}

func (d *Desk) farewellOf(f storage.Farewell) Farewell {
	d.mu.Lock()
	defer d.mu.Unlock()
	return Farewell{Company: f.Company, Name: f.Name, Asked: f.Asked, Until: f.Due, Telling: f.Claimed, Owed: d.leaving.owed[f.Company]}
}

// leaving is what the desk knows of companies that are to be left.
type leaving struct {
	look chan struct{}       // there may be something that is due
	owed map[string]*Trouble // why Gusto could not be told, by company
}

func newLeaving() leaving { return leaving{look: make(chan struct{}, 1), owed: map[string]*Trouble{}} }

// wake has what is due looked for.
func (l *leaving) wake() {
	select {
	case l.look <- struct{}{}:
	default: // somebody will look anyway
	}
}

// tellAll does one farewell after another when it is due, for as long as the environment is open. What is left then is
// done at the next start.
func (d *Desk) tellAll(ctx context.Context, o *office) {
	for {
		timer := time.NewTimer(d.tellDue(ctx, o))
		select {
		case <-timer.C:
		case <-d.leaving.look:
		case <-ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// How long Gusto may take to hear of a farewell, how soon it is tried again, and how often the clock is looked at when
// nothing is to be done: a computer that slept has missed its timers.
const (
	tellingTakes = 2 * time.Minute
	tellAgain    = 5 * time.Minute
	idle         = 10 * time.Minute
)

// tellDue does what is due and says how long to wait for the next.
func (d *Desk) tellDue(ctx context.Context, o *office) time.Duration {
	if d.locked() { // unlocking has it looked for again
		return idle
	}
	all, err := o.book.Farewells(ctx)
	if err != nil {
		if ctx.Err() == nil {
			d.options.Log.Warn("read which companies are to be left", "error", err)
		}
		return tellAgain
	}
	wait := idle
	for _, f := range all {
		if f.Environment != o.env.Name || ctx.Err() != nil {
			continue
		}
		due := f.Due.Sub(d.now())
		if due <= 0 {
			d.leave(ctx, o, f)
			due = tellAgain
		}
		wait = min(wait, due)
	}
	return wait
}

// leave tells Gusto and forgets the link.
func (d *Desk) leave(ctx context.Context, o *office, f storage.Farewell) {
	if !d.busy() { // whoever closes the window in this moment must not cut it in two
		return
	}
	defer d.work.Done()
	ctx = context.WithoutCancel(ctx)
	if err := o.book.Claim(ctx, f.Environment, f.Company, d.now().Add(tellingTakes)); err != nil {
		return // taken back, or another program's
	}
	telling, cancel := context.WithTimeout(ctx, tellingTakes) // a key store may stay shut; what follows is written down all the same
	defer cancel()
	heard, err := d.tell(telling, o, f)
	d.setOwed(f.Company, err)
	if err != nil {
		d.options.Log.Warn("leave a company", "error", err)
		if err := o.book.Release(ctx, f.Environment, f.Company, d.now().Add(tellAgain), heard); err != nil {
			d.options.Log.Warn("leave a company later", "error", err)
		}
	}
	if err := d.refresh(ctx, o); err != nil {
		d.options.Log.Warn("read the links again", "error", err)
	}
}

// tell asks for a system token, which is never kept, and leaves the company with it. heard says that Gusto has done it,
// or may have, also where an error follows.
func (d *Desk) tell(ctx context.Context, o *office, f storage.Farewell) (heard bool, err error) {
	a, err := d.unlock(ctx, o)
	if err != nil {
		return false, err
	}
	token, err := a.authorizer.SystemToken(ctx)
	if err != nil {
		return false, explain(err)
	}
	err = a.payroll.DisconnectApp(ctx, token.Access.Reveal(), f.Company)
	if err != nil && !answered(err, http.StatusNotFound) { // it was left before, or is closed
		return gusto.OutcomeOf(err) != gusto.NotDone, explain(err)
	}
	ended, err := o.book.Leave(ctx, f.Environment, f.Company)
	if err != nil {
		return true, explain(err)
	}
	if ended != nil {
		if t := d.revokeNow(ctx, o, *ended); t != nil {
			d.options.Log.Warn("give back the access to a company that was left", "error", t)
		}
	}
	return true, nil
}

func (d *Desk) setOwed(company string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.leaving.owed, company)
	var t *Trouble
	if errors.As(err, &t) {
		d.leaving.owed[company] = t
	}
}

// RevokeAllOf ends what one person authorized, for when somebody leaves: after the queue has had others authorize what
// goes on. Companies that still rest on it are unlinked at once, all of them; then Gusto is told of each, which blocks
// on the network. What Gusto could not be told before ctx ended is told in the background, or at the next start.
//
// Trouble as for Unlink; what was ended before the trouble is returned with it.
func (d *Desk) RevokeAllOf(ctx context.Context, person string) ([]Unlinked, error) {
	o, err := d.atWork()
	if err != nil {
		return nil, err
	}
	var done []Unlinked
	ended := map[int]storage.Grant{}
	for _, l := range d.Snapshot().Links {
		if l.AuthorizedBy != person {
			continue
		}
		grant, err := o.book.Detach(ctx, l.ID)
		if errors.Is(err, storage.ErrNotFound) {
			continue // somebody was faster
		}
		if err != nil {
			return done, errors.Join(explain(err), d.refresh(ctx, o))
		}
		if grant != nil {
			ended[len(done)] = *grant
		}
		done = append(done, Unlinked{Name: l.Name})
	}
	for i := range done {
		if ctx.Err() != nil {
			d.settleLater(ctx, o)
			break
		}
		if grant, ok := ended[i]; ok {
			done[i].Owed = d.revokeNow(ctx, o, grant)
		}
	}
	return done, d.refresh(context.WithoutCancel(ctx), o)
}
