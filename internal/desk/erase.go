package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"crosswalk/storage"
)

// EraseStage is how far removing everything has come.
type EraseStage string

// The stages. The first can be given up at any moment, the second is gone through to its end.
const (
	Revoking EraseStage = "revoking" // each sign-in is ended at Gusto
	Erasing  EraseStage = "erasing"  // what is kept here is removed
)

// EraseStep is typed progress of [Desk.Erase].
type EraseStep struct {
	Stage       EraseStage
	Done, Total int    // sign-ins
	Name        string // the company that it is about; "" for none
}

// EraseWish is how everything is to be removed.
type EraseWish struct {
	// WithoutGusto ends no sign-in: for who has lost the key or the passphrase. Those are named as not revoked.
	WithoutGusto bool
	// Before, which may be nil, is called right before files are removed: whoever has one of them open closes it.
	Before func()
}

// Owed is a sign-in that Gusto could not be told of: the access goes on there until somebody ends it.
type Owed struct {
	Grant       string   `json:"grant"`
	Environment string   `json:"environment"` // as [Environment.Name]
	Companies   []string `json:"companies"`   // by name; none for a sign-in that no company was linked with
	Cause       Cause    `json:"cause"`
}

// Erased is what has become of it.
type Erased struct {
	Stage   EraseStage `json:"stage"`
	Revoked int        `json:"revoked"` // sign-ins that were ended at Gusto
	Owed    []Owed     `json:"owed"`    // those that were not
	Left    []string   `json:"-"`       // what could not be removed here; none: all of it is gone
	Lost    bool       `json:"lost"`    // what was linked could not be read, so that nobody can be named
}

// What keeps everything from being removed.
const (
	EraseUnfinished Cause = "removing_unfinished"
	EraseLeft       Cause = "not_all_removed"
)

// UnfinishedErase gives what a program that was killed while it removed everything has done; nil when there was none. It
// blocks on the disk.
func (d *Desk) UnfinishedErase() *Erased {
	if note := readNote(d.options.Folder); note != nil {
		return &note.Erased
	}
	return nil
}

// KeepRest gives up removing what an interrupted [Desk.Erase] has left: what was ended stays ended. It does nothing
// once anything was removed here. Trouble: CannotSave.
func (d *Desk) KeepRest() error {
	if note := readNote(d.options.Folder); note == nil || note.Stage == Erasing {
		return nil
	}
	return explain(dropNote(d.options.Folder))
}

// Erase removes everything that is kept on this computer: it ends each sign-in at Gusto, in every environment, and then
// removes links, clients, drafts, settings, logs, the keys in the key store and all files. tell, which may be nil, hears
// of progress. It blocks on the network and on the disk.
//
// Until the first file is removed, ctx can end it: then what was ended is ended, and all else stays. Afterward it goes to
// its end. Killed at any moment, it goes on where it was when it is called again; until then [Desk.Start] says
// EraseUnfinished when something was removed already. A sign-in that Gusto could not be told of is in Erased.Owed, and
// keeps nothing from being removed.
//
// Trouble: DeskLocked, PassphraseNeeded and the others that keep the data key of an environment away (nothing was done),
// BusyElsewhere while links are verified, CannotSave (nothing was removed), EraseLeft (Erased.Left could not be removed;
// call it again). The desk is closed when it returns anything but these first ones.
func (d *Desk) Erase(ctx context.Context, w EraseWish, tell func(EraseStep)) (Erased, error) {
	if tell == nil {
		tell = func(EraseStep) {}
	}
	e := eraser{desk: d, tell: tell}
	if note := readNote(d.options.Folder); note != nil {
		e.note = *note
	}
	if e.note.Stage != Erasing {
		if err := e.revokeAll(ctx, w.WithoutGusto); err != nil {
			return e.note.Erased, explain(err)
		}
	}
	err := e.erase(context.WithoutCancel(ctx), w.Before)
	return e.note.Erased, err
}

// eraser is one removing under way.
type eraser struct {
	desk *Desk
	tell func(EraseStep)
	note eraseNote // as it stands on the disk
	done int
	all  int
	lost int // sign-ins in a row that did not reach Gusto
}

// grantOf is one sign-in that is to be ended.
type grantOf struct {
	id    string
	names []string
	links []string
}

// revokeAll ends what can be ended. An error says that nothing else is to be done; the note is gone then.
func (e *eraser) revokeAll(ctx context.Context, without bool) error {
	d := e.desk
	if d.locked() && !without {
		return &Trouble{Cause: DeskLocked}
	}
	home, err := d.homeStore()
	if err != nil {
		e.note.Lost = true
		if !without {
			return err
		}
		return e.save()
	}
	d.mu.Lock()
	open := d.office
	d.mu.Unlock()
	if open != nil {
		if !open.round.TryLock() {
			return &Trouble{Cause: BusyElsewhere, Detail: "this one, which is verifying"}
		}
		defer open.round.Unlock()
	}
	given, err := e.plan(ctx, home)
	if err != nil {
		return err
	}
	ways, shut, err := e.ways(ctx, given, without)
	defer func() {
		for _, end := range shut {
			end()
		}
	}()
	if err != nil {
		return err
	}
	e.note.Stage = Revoking
	for environment, grants := range given {
		for _, g := range grants {
			if ctx.Err() != nil {
				return e.giveUp(ctx)
			}
			if without {
				e.owe(Owed{Grant: g.id, Environment: environment, Companies: g.names, Cause: Unchecked})
				continue
			}
			if err := e.end(ctx, home, environment, g, ways[environment]); err != nil {
				if ctx.Err() != nil {
					return e.giveUp(ctx)
				}
				return err
			}
		}
	}
	return e.save()
}

// giveUp ends it before anything was removed: what was ended is ended, and what could not be is tried again as ever.
func (e *eraser) giveUp(ctx context.Context) error {
	if err := dropNote(e.desk.options.Folder); err != nil {
		return err
	}
	return ctx.Err()
}

// plan lists what is to be ended, by environment: what links name, what an interrupted removing has left, and what
// nothing names. Practice is not in it: its Gusto is removed with all that it knows.
func (e *eraser) plan(ctx context.Context, home *storage.Local) (map[string][]*grantOf, error) {
	links, err := home.Links(ctx)
	if err != nil {
		return nil, err
	}
	orphans, err := home.Orphans(ctx, e.desk.now().Add(100*365*24*time.Hour)) // those that wait for a choice as well
	if err != nil {
		return nil, err
	}
	given, seen := map[string][]*grantOf{}, map[string]*grantOf{}
	of := func(environment, id string) *grantOf {
		if seen[id] == nil {
			seen[id] = &grantOf{id: id}
			given[environment] = append(given[environment], seen[id])
			e.all++
		}
		return seen[id]
	}
	for _, o := range e.note.Owed {
		of(o.Environment, o.Grant).names = o.Companies
	}
	for _, l := range links {
		g := of(l.Environment, l.Grant)
		g.links = append(g.links, l.ID)
		if !slices.Contains(g.names, l.Name) {
			g.names = append(g.names, l.Name)
		}
	}
	for _, g := range orphans {
		of(g.Environment, g.ID)
	}
	return given, nil
}

// ways opens what the sign-ins of each environment are ended with; none for one that is not set up any more. What
// keeps a data key away ends it all: the person can do something about that.
func (e *eraser) ways(ctx context.Context, given map[string][]*grantOf, without bool) (ways map[string]*access, shut []func(), err error) {
	d := e.desk
	ways = map[string]*access{}
	if without || len(given) == 0 {
		return ways, nil, nil
	}
	profiles, err := d.home.Profiles(ctx)
	if err != nil {
		return ways, nil, err
	}
	d.mu.Lock()
	open, keeper := d.office, d.keeper
	d.mu.Unlock()
	for _, p := range profiles {
		env := environmentOf(p)
		if len(given[env.Name]) == 0 {
			continue
		}
		if open != nil && open.env.Profile == p.ID {
			if ways[env.Name], err = d.unlock(ctx, open); err != nil {
				return ways, shut, err
			}
			continue
		}
		a, err := d.newAccess(ctx, &office{env: env, book: d.home, keeper: keeper,
			makeReg: func(ctx context.Context, safe *storage.Safe) (Registration, error) { return registration(ctx, safe, p) }})
		if err != nil {
			return ways, shut, err
		}
		shut = append(shut, func() { _ = a.close(context.WithoutCancel(ctx)); a.drop() })
		ways[env.Name] = a
	}
	return ways, shut, nil
}

// revokeLimit is how long Gusto may take to hear of one sign-in.
const revokeLimit = 30 * time.Second

// end ends one sign-in. It is noted as owed before anything else, and no more once Gusto has heard. An error is the disk's.
func (e *eraser) end(ctx context.Context, home *storage.Local, environment string, g *grantOf, a *access) error {
	e.owe(Owed{Grant: g.id, Environment: environment, Companies: g.names, Cause: Unreachable})
	name := ""
	if len(g.names) > 0 {
		name = g.names[0]
	}
	e.tell(EraseStep{Stage: Revoking, Done: e.done, Total: e.all, Name: name})
	e.done++
	if a == nil || e.lost >= lostInARow {
		if a == nil {
			e.owe(Owed{Grant: g.id, Environment: environment, Companies: g.names, Cause: BadSetup})
		}
		return e.save()
	}
	if err := e.save(); err != nil {
		return err
	}
	for _, link := range g.links {
		if _, err := home.Detach(ctx, link); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
	}
	telling, cancel := context.WithTimeout(ctx, revokeLimit)
	defer cancel()
	switch cause := CauseOf(a.revoke(telling, storage.Grant{ID: g.id})); {
	case cause == "" && telling.Err() == nil:
		e.lost = 0
		e.note.Revoked++
		e.note.Owed = slices.DeleteFunc(e.note.Owed, func(o Owed) bool { return o.Grant == g.id })
	case cause == "" || cause.OutOfReach():
		e.lost++
		e.owe(Owed{Grant: g.id, Environment: environment, Companies: g.names, Cause: firstCause(cause, NoAnswer)})
	default:
		e.lost = 0
		e.owe(Owed{Grant: g.id, Environment: environment, Companies: g.names, Cause: cause})
	}
	return e.save()
}

func firstCause(causes ...Cause) Cause {
	i := slices.IndexFunc(causes, func(c Cause) bool { return c != "" })
	return causes[i]
}

// owe notes a sign-in as not ended, in place of what was noted before.
func (e *eraser) owe(o Owed) {
	e.note.Owed = slices.DeleteFunc(e.note.Owed, func(was Owed) bool { return was.Grant == o.Grant })
	e.note.Owed = append(e.note.Owed, o)
}

func (e *eraser) save() error { return writeNote(e.desk.options.Folder, e.note) }
