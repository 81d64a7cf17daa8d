package provision

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// past is what was asked for before, as it was read at one moment.
type past struct {
	attempts []storage.Attempt // the oldest first
	orders   []*order          // of each; nil for one that cannot be opened
	seen     int64             // the highest number among them
}

// soFar is the office's counter, and all that was sent before.
func (r *Registrar) soFar(ctx context.Context) (c desk.Counter, p past, err error) {
	if c, err = r.counter(ctx); err == nil {
		p, err = r.past(ctx, c)
	}
	return c, p, err
}

func (r *Registrar) past(ctx context.Context, c desk.Counter) (past, error) {
	all, err := c.Book.Attempts(ctx, c.Environment.Name)
	if err != nil {
		return past{}, told(err)
	}
	p := past{attempts: all}
	for _, a := range all {
		p.seen = max(p.seen, a.Seq)
		what, err := r.opened.of(c, a)
		if err != nil {
			r.options.Log.Warn("open an attempt", "error", err)
		}
		p.orders = append(p.orders, what)
	}
	return p, nil
}

// doubtful says whether nobody knows yet what came of an attempt.
func doubtful(s storage.AttemptState) bool {
	return s == storage.AttemptWritten || s == storage.AttemptUnknown
}

// inVain says whether certainly nothing came of an attempt.
func inVain(s storage.AttemptState) bool {
	return s == storage.AttemptRefused || s == storage.AttemptNotSent || s == storage.AttemptSettledNot
}

// same says whether two applications can hardly be for two companies.
func same(a, b intake.Fingerprint) bool {
	return a.EIN != "" && a.EIN == b.EIN || a.Email != "" && a.Email == b.Email
}

// unsettled gives the attempt that stands in the way of an application: it is for the same EIN or e-mail address, and
// nobody knows what came of it.
func (p past) unsettled(print intake.Fingerprint) (storage.Attempt, bool) {
	for i, a := range p.attempts {
		if p.orders[i] != nil && doubtful(a.State) && same(p.orders[i].fingerprint(), print) {
			return a, true
		}
	}
	return storage.Attempt{}, false
}

// radar holds everything that this computer has heard of, ready to be compared with.
type radar struct {
	firm *intake.Index // links and clients
	here *intake.Index // what was sent, and drafts
}

// like gives the known companies that a new one may be, the likest first.
func (x radar) like(f intake.Form) []intake.Likeness {
	all := append(x.firm.Like(f), x.here.Like(f)...)
	rank := func(l intake.Likeness) int { return slices.Index(traits, l.On[0]) }
	slices.SortStableFunc(all, func(a, b intake.Likeness) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(b.On), len(a.On)))
	})
	return all
}

// traits from the one that says most to the one that says least.
var traits = []intake.Trait{intake.SharesEIN, intake.SharesEmail, intake.SharesPhone, intake.SharesName, intake.SharesNearName}

// firmIndex is what is known of links and clients, for as long as they stay as they are: with thousands of them it
// takes longer to read them than to compare with them.
type firmIndex struct {
	mu      sync.Mutex
	links   []desk.Link
	clients []desk.Client
	book    storage.Provisions
	index   *intake.Index
	eins    map[string]string
}

func (x *firmIndex) of(ctx context.Context, c desk.Counter, now *desk.Snapshot) (*intake.Index, map[string]string, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.index != nil && x.book == c.Book && sameSlice(x.links, now.Links) && sameSlice(x.clients, now.Clients) {
		return x.index, x.eins, nil
	}
	eins, err := c.EINs(ctx)
	if err != nil {
		return nil, nil, err
	}
	var all []intake.Known
	for _, l := range now.Links {
		all = append(all, intake.Known{Kind: intake.KnownLinked, ID: l.ID, Name: l.Name, Trade: l.TradeName, EIN: einOf(l, eins)})
	}
	for _, one := range now.Clients {
		all = append(all, intake.Known{Kind: intake.KnownClient, ID: one.ID, Number: one.Number, Name: one.Name, EIN: eins[one.ID], Linked: len(one.Links) > 0})
	}
	x.links, x.clients, x.book, x.index, x.eins = now.Links, now.Clients, c.Book, intake.NewIndex(all), eins
	return x.index, x.eins, nil
}

// forget drops it.
func (x *firmIndex) forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.links, x.clients, x.book, x.index, x.eins = nil, nil, nil, nil, nil
}

// einOf is the tax number of a linked company: as Gusto told it, or else that of its client.
func einOf(l desk.Link, eins map[string]string) string { return cmp.Or(eins[l.ID], eins[l.Client]) }

// sameSlice says whether two slices are one: a snapshot is never changed.
func sameSlice[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// radar gathers every company that this computer has heard of, but for one draft.
func (r *Registrar) radar(ctx context.Context, c desk.Counter, p past, except string) (radar, error) {
	now := r.office.Snapshot()
	firm, _, err := r.firmKnown.of(ctx, c, now)
	if err != nil {
		return radar{}, err
	}
	drafts, err := r.drafts(ctx, c)
	if err != nil {
		return radar{}, err
	}
	linked := map[string]bool{}
	for _, l := range now.Links {
		linked[l.ID] = true
	}
	var all []intake.Known
	for i, a := range p.attempts {
		what := p.orders[i]
		if what == nil || inVain(a.State) || a.Link != "" && linked[a.Link] {
			continue // nothing was made, or what was made is in the list already
		}
		app := what.Application
		all = append(all, intake.Known{Kind: intake.KnownAttempt, ID: a.ID, Name: app.Legal, Trade: app.Trade, EIN: app.EIN, Email: app.Person.Email, Phone: app.Person.Phone})
	}
	for _, d := range drafts {
		if d.ID != except {
			f := d.Form
			all = append(all, intake.Known{Kind: intake.KnownDraft, ID: d.ID, Name: f.Company.Legal, Trade: f.Company.Trade, EIN: f.Company.EIN, Email: f.Person.Email, Phone: f.Person.Phone})
		}
	}
	return radar{firm: firm, here: intake.NewIndex(all)}, nil
}

// Radar looks for companies that the new one may be: linked ones, clients, what was sent before, and other drafts.
//
// Trouble: ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Radar(ctx context.Context, draft string, f intake.Form) ([]intake.Likeness, error) {
	c, p, err := r.soFar(ctx)
	if err != nil {
		return nil, err
	}
	x, err := r.radar(ctx, c, p, draft)
	if err != nil {
		return nil, err
	}
	return x.like(f), nil
}

// Review is what a person sees before a draft is sent. Nothing is sent by it.
//
// Trouble: ChangedMeanwhile when the draft is gone, ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Review(ctx context.Context, draft string) (Review, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Review{}, err
	}
	v, _, err := r.review(ctx, c, draft)
	return v.Review, err
}

// viewed is a review, and what it was made of.
type viewed struct {
	Review
	form intake.Form
	app  intake.Application
}

func (r *Registrar) review(ctx context.Context, c desk.Counter, draft string) (viewed, past, error) {
	if _, err := r.readSettings(ctx); err != nil {
		return viewed{}, past{}, err
	}
	d, err := r.draft(ctx, c, draft)
	if err != nil {
		return viewed{}, past{}, err
	}
	p, err := r.past(ctx, c)
	if err != nil {
		return viewed{}, past{}, err
	}
	x, err := r.radar(ctx, c, p, draft)
	if err != nil {
		return viewed{}, past{}, err
	}
	v := viewed{form: d.Form}
	v.Draft = draft
	v.app, v.Findings = d.Form.Ready(r.firm())
	v.Lines, v.Likenesses = v.app.Lines(), x.like(d.Form)
	if a, found := p.unsettled(d.Form.Fingerprint()); found {
		shown := r.show(c, a)
		v.Sent = &shown
	}
	return v, p, nil
}
