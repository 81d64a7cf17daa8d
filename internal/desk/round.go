package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"crosswalk/internal/gusto"
	"crosswalk/internal/pace"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// RoundWish says which links to verify.
type RoundWish struct {
	Links  []string      // their IDs; nil means all of the environment
	Resume bool          // go on with the round that was interrupted: what it has found already is not asked again
	Limit  time.Duration // how long Gusto may take for one link, beside pauses that it asks for; by default 45 seconds
}

// Progress is how far a round has come.
type Progress struct {
	Done, Total int
	Count
	Left time.Duration // how much longer it takes as it goes now; 0 when that is not known yet
	Name string        // of the company that was asked for last
}

// Round is what verifying many links came to.
type Round struct {
	Begun    time.Time
	Took     time.Duration
	Verdicts map[string]Verdict // by link; those of an interrupted round that goes on included
	Count
	Remaining int      // links that were not asked for
	Broke     []string // IDs of links that need a person now and did not before
}

// VerifyAll asks Gusto whether links work, several at once, and keeps each verdict with its link: at most 200 requests
// a minute for each grant (Gusto's documentation, "Rate limits"), a polite pace over all, and not while Gusto wants to
// be left alone. tell, which may be nil, hears of progress a few times a second, on one goroutine at a time.
//
// It blocks until all are asked for. When ctx ends, the round so far is returned with its error and can be resumed; when
// the desk is locked, so it is with context.Canceled.
// Trouble: KeyStore…, Key…, Passphrase… (nothing was asked), KeysRefused and the causes of an unreachable Gusto (the
// rest was not asked), BusyElsewhere (another round is under way here), CannotSave.
func (d *Desk) VerifyAll(ctx context.Context, w RoundWish, tell func(Progress)) (Round, error) {
	o, a, err := d.working(ctx)
	if err != nil {
		return Round{}, err
	}
	if !o.round.TryLock() {
		return Round{}, &Trouble{Cause: BusyElsewhere, Detail: "this one, which is verifying already"}
	}
	defer o.round.Unlock()
	r, err := d.plan(ctx, o, a, w)
	if err != nil {
		return Round{}, explain(err)
	}
	r.tell = tell
	begun := time.Now()
	asking, stop := d.untilLocked(ctx)
	err = r.run(asking)
	stop()
	r.Took = time.Since(begun)
	if kept := d.finish(context.WithoutCancel(ctx), r, w, err); err == nil {
		err = kept
	}
	return r.Round, explain(err)
}

// rounds is one round under way.
type rounds struct {
	Round
	desk   *Desk
	office *office
	access *access
	needs  []string
	limit  time.Duration
	groups [][]storage.Link // by grant, the largest first
	tell   func(Progress)
	alone  bool // one link was named: there is nothing to resume, and what waits to be resumed goes on waiting

	mu sync.Mutex
	pulse
}

// pulse is what progress is told from.
type pulse struct {
	total, done int // of this run
	begun, told time.Time
	lost        int // requests in a row that did not arrive
}

// plan reads what is to be done. The links are read once: reading 20,000 again for each of them would take hours.
func (d *Desk) plan(ctx context.Context, o *office, a *access, w RoundWish) (*rounds, error) {
	links, err := o.book.Links(ctx)
	if err != nil {
		return nil, err
	}
	needs, err := readNeeds(ctx, o)
	if err != nil {
		return nil, err
	}
	if w.Limit <= 0 {
		w.Limit = roundLimit
	}
	r := &rounds{desk: d, office: o, access: a, needs: needs, limit: w.Limit, Round: Round{Begun: d.now().Truncate(time.Millisecond), Verdicts: map[string]Verdict{}}}
	unfinished, found, err := o.unfinished(ctx)
	if err != nil {
		return nil, err
	}
	resuming := w.Resume && found
	if resuming {
		r.Begun, w.Links = unfinished.Begun, unfinished.Links
	}
	wanted := map[string]bool{}
	for _, id := range w.Links {
		wanted[id] = true
	}
	byGrant := map[string][]storage.Link{}
	for _, l := range links {
		if l.Environment != o.env.Name || w.Links != nil && !wanted[l.ID] {
			continue
		}
		if v := decodeVerdict(l.Verdict, l.Verified); resuming && !v.At.Before(r.Begun) && v.Outcome() != NotFoundOut {
			r.take(l, v)
			continue
		}
		byGrant[l.Grant] = append(byGrant[l.Grant], l)
		r.total++
	}
	for _, group := range byGrant {
		r.groups = append(r.groups, group)
	}
	slices.SortFunc(r.groups, func(a, b []storage.Link) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].Name, b[0].Name))
	})
	if r.alone = !resuming && len(w.Links) == 1; r.alone {
		return r, nil
	}
	return r, o.begin(ctx, unfinishedRound{Begun: r.Begun, Links: w.Links})
}

// run asks for one group after the other. Links of one grant are asked for one by one: they share its limit.
func (r *rounds) run(ctx context.Context) error {
	r.access.grants.Resume()
	r.begun = time.Now()
	group, each := errgroup.WithContext(pace.Patiently(ctx))
	group.SetLimit(r.access.pace.AtOnce())
	for _, links := range r.groups {
		if each.Err() != nil {
			break
		}
		group.Go(func() error {
			for _, l := range links {
				if err := r.ask(each, l); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := group.Wait()
	r.Remaining = r.total - r.done
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// ask finds and keeps the verdict of one link. An error ends the round.
func (r *rounds) ask(ctx context.Context, l storage.Link) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.desk.markChecking(l.ID, true)
	defer r.desk.markChecking(l.ID, false)
	i := inspection{access: r.access, grant: l.Grant, company: l.Company, needs: r.needs}
	v, company, err := r.inspect(ctx, i, l.ID)
	if v.Cause == KeysRefused && r.keysWork(ctx) {
		v, company, err = r.inspect(ctx, i, l.ID)
	}
	if err != nil {
		return err
	}
	if v.Cause == KeysRefused || r.outOfReach(v) {
		return &Trouble{Cause: v.Cause, Detail: v.Detail, RequestID: v.RequestID, Until: v.Until}
	}
	if err := r.desk.noteOn(ctx, r.office, l, v, &company); err != nil && !errors.Is(err, storage.ErrNotFound) { // unlinked meanwhile
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	r.take(l, v)
	r.progress(l.Name)
	return nil
}

// roundLimit is how long Gusto may take for one link where nothing else is said; pauses, how often it may ask one link
// for a pause.
const (
	roundLimit = 45 * time.Second
	pauses     = 3
)

// inspect makes one check, and again after each pause that Gusto asks for.
func (r *rounds) inspect(ctx context.Context, i inspection, link string) (v Verdict, company gusto.Company, err error) {
	for range pauses {
		v, company, err = r.desk.inspect(pace.WithLimit(ctx, r.limit), r.office, i, link)
		if err != nil || v.Cause != RateLimited || v.Until.IsZero() {
			break
		}
		wait := v.Until.Sub(r.desk.now())
		if wait > pace.LongestPause {
			break
		}
		if err = pace.Rest(ctx, wait); err != nil {
			break
		}
	}
	return v, company, err
}

// keysWork asks whether the application's own keys are still accepted, after several grants in a row were refused:
// then each has its own reason, and the round goes on.
func (r *rounds) keysWork(ctx context.Context) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := r.access.authorizer.SystemToken(ctx)
	var refused *oauth.RefusedError
	if err != nil && !(errors.As(err, &refused) && refused.Kind == oauth.NotAccepted) {
		return false
	}
	r.access.grants.Resume()
	return true
}

// lostInARow is how many links may find Gusto out of reach before the round ends: the rest would, too.
const lostInARow = 5

func (r *rounds) outOfReach(v Verdict) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !v.Cause.OutOfReach() {
		r.lost = 0
		return false
	}
	r.lost++
	return r.lost >= lostInARow
}

// take counts a verdict. The mutex is held, or nobody else is there yet.
func (r *rounds) take(l storage.Link, v Verdict) {
	r.Verdicts[l.ID] = v
	r.add(v)
	if v.Outcome() == NeedsPerson && decodeVerdict(l.Verdict, l.Verified).Outcome() != NeedsPerson {
		r.Broke = append(r.Broke, l.ID)
	}
}

// tellEvery is how often progress is told at most.
const tellEvery = 100 * time.Millisecond

// progress tells how far it is. The mutex is held.
func (r *rounds) progress(name string) {
	now := time.Now()
	if r.tell == nil || r.done < r.total && now.Sub(r.told) < tellEvery {
		return
	}
	r.told = now
	p := Progress{Done: len(r.Verdicts), Total: len(r.Verdicts) + r.total - r.done, Count: r.Count, Name: name}
	if spent := now.Sub(r.begun); spent > time.Second {
		p.Left = time.Duration(float64(spent) / float64(r.done) * float64(r.total-r.done)).Round(time.Second)
	}
	r.tell(p)
}
