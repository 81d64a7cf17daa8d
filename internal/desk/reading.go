package desk

import (
	"context"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"crosswalk/storage"
)

// reading is what was read from the book last: a look at a book that nobody has changed costs next to nothing.
type reading struct {
	mu     sync.Mutex // held while reading: who comes second finds it done
	cursor string     // "" before the first time
	read
	tidy *time.Timer
}

// read is what a reading gave, not to be changed.
type read struct {
	links   []storage.Link
	grants  []storage.Grant
	clients []Client
}

// again reads what has changed since the last time: links and grants when something has, clients when it was none of
// these.
func (r *reading) again(ctx context.Context, book Book) (read, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed, now, err := r.news(ctx, book) // before the rows: what comes in between is read once more
	if err != nil {
		return read{}, err
	}
	if now != r.cursor {
		if r.cursor == "" || !r.known(changed) {
			if r.clients, err = readClients(ctx, book); err != nil {
				return read{}, err
			}
		}
		if r.links, err = book.Links(ctx); err != nil {
			return read{}, err
		}
		if r.grants, err = book.Grants(ctx); err != nil {
			return read{}, err
		}
		r.cursor = now
	}
	return r.read, nil
}

// news gives what has changed since the last time; nothing in particular the first time.
func (r *reading) news(ctx context.Context, book Book) (changed []string, now string, err error) {
	if r.cursor == "" {
		now, err = book.Cursor(ctx)
		return nil, now, err
	}
	return book.Changes(ctx, r.cursor)
}

// known says that these are a few, and all links or grants that were there before.
func (r *reading) known(ids []string) bool {
	if len(ids) > 20 {
		return false
	}
	for _, id := range ids {
		if !slices.ContainsFunc(r.links, func(l storage.Link) bool { return l.ID == id }) &&
			!slices.ContainsFunc(r.grants, func(g storage.Grant) bool { return g.ID == id }) {
			return false
		}
	}
	return true
}

// Unread is what is not in the snapshot yet: while a long list is being read, its first rows are shown.
type Unread struct{ Clients, Links int }

// glance opens the environment in the snapshot, with the first rows of a long list: more than a window shows, and few
// enough to be there with its first frames. A short list is read whole instead: long is false.
func (d *Desk) glance(ctx context.Context, o *office) (long bool, err error) {
	front, err := o.book.First(ctx, o.env.Name, firstRows)
	if err != nil {
		return false, explain(err)
	}
	unread := Unread{front.AllClients - len(front.Clients), front.AllLinks - len(front.Links)}
	if unread == (Unread{}) {
		return false, nil
	}
	one, err := d.onePerClient(ctx, o)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	rows, _ := arrange(o.env.Name, front.Links, front.Grants, d.passing)
	d.mu.Unlock()
	var roster Roster
	for _, c := range front.Clients {
		roster.Clients = append(roster.Clients, clientOf(c))
	}
	roster.joined(rows)
	d.change(func(s *Snapshot) {
		s.enter(o.env, placeOf(o.book))
		s.Links, s.Elsewhere, s.Roster, s.OnePerClient, s.Unread = rows, nil, roster, one, &unread
		s.Tally = Tally{}
	})
	return true, nil
}

// firstRows is how many rows are shown before the rest is read: a window of 2160 lines has room for 60.
const firstRows = 100

// enter is the beginning of another environment: nothing of the one before is left.
func (s *Snapshot) enter(env Environment, folder string) {
	s.Stage, s.Environment, s.Folder, s.Trouble, s.Keys, s.Sitting, s.ClockOff = Open, env, folder, nil, nil, nil, 0
}

// placeOf says where a book stands: its folder, or that it is in memory.
func placeOf(b Book) string {
	at, ok := b.(interface{ Path() string })
	switch {
	case !ok:
		return ""
	case filepath.IsAbs(at.Path()):
		return filepath.Dir(at.Path())
	}
	return at.Path()
}

// refresh reads the book into the snapshot.
func (d *Desk) refresh(ctx context.Context, o *office) error { return d.readAll(ctx, o, false) }

// readAll is refresh; with opening the snapshot enters the environment as well.
func (d *Desk) readAll(ctx context.Context, o *office, opening bool) error {
	had, err := o.reading.again(ctx, o.book)
	if err != nil {
		return explain(err)
	}
	one, err := d.onePerClient(ctx, o)
	if err != nil {
		return err
	}
	roster, err := d.readRoster(ctx, o, had.clients)
	if err != nil {
		return explain(err)
	}
	d.mu.Lock()
	rows, elsewhere := arrange(o.env.Name, had.links, had.grants, d.passing)
	roster.joined(rows)
	now := d.snapshot
	news := opening || now.OnePerClient != one || !reflect.DeepEqual(now.Links, rows) || !reflect.DeepEqual(now.Elsewhere, elsewhere) || !now.Roster.same(roster)
	current, off := d.office == o, o.seen.off()
	news = news || now.ClockOff != off
	d.mu.Unlock()
	if current && len(roster.Farewells) > 0 {
		d.leaving.wake() // another program may have written them down
	}
	if current && news { // each look costs the window a whole frame
		d.change(func(s *Snapshot) {
			if opening {
				s.enter(o.env, placeOf(o.book))
			}
			s.Links, s.Elsewhere, s.Roster, s.OnePerClient, s.Unread = rows, elsewhere, roster, one, nil
			s.Tally, s.ClockOff = TallyOf(rows), off
		})
	}
	if d.options.RestAfter > 0 {
		o.reading.giveBack()
	}
	return nil
}

// onePerClient is what the organization has decided, or what was chosen.
func (d *Desk) onePerClient(ctx context.Context, o *office) (bool, error) {
	if c := d.options.Policy.OneCompany; c.Set {
		return c.Value, nil
	}
	policy, _, err := o.book.Setting(ctx, settingPolicy)
	one, _ := strconv.ParseBool(policy)
	return one, explain(err)
}

// readFirst reads what the window shows when an environment opens, and then the rest.
func (d *Desk) readFirst(ctx context.Context, o *office) error {
	defer close(o.ready)
	if d.options.RestAfter > 0 {
		long, err := d.glance(ctx, o)
		if err != nil {
			return err
		}
		if long {
			select {
			case <-time.After(d.options.RestAfter):
			case <-ctx.Done():
			}
		}
	}
	return d.readAll(ctx, o, true)
}

// settled is how long the window may be busy with what it has just got.
const settled = 2 * time.Second

// giveBack returns to the system what reading took, once there was nothing new for a while: a program that is open all
// day would keep it.
func (r *reading) giveBack() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tidy == nil {
		r.tidy = time.AfterFunc(settled, debug.FreeOSMemory)
		return
	}
	r.tidy.Reset(settled)
}
