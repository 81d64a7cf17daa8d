package provision

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// Office is what is needed of the environment that is open: *desk.Desk.
type Office interface {
	Snapshot() *desk.Snapshot
	// Counter is where companies are asked for. It blocks on the key store. Trouble: ProvisionOff, BadSetup, and what
	// keeps the data key away.
	Counter(ctx context.Context) (desk.Counter, error)
	// WatchBook has look called after every change of what is kept, by whomever.
	WatchBook(look func(ctx context.Context))
	// ProvisionStamp is another one whenever anything about new companies has changed.
	ProvisionStamp(ctx context.Context) (string, error)
	Choices
}

// Choices are the firm's settings about new companies. Trouble: CannotSave, BadSetup.
type Choices interface {
	Provisions(ctx context.Context) (bool, error)
	SetProvisions(ctx context.Context, on bool) error
	FirmDomains(ctx context.Context) ([]string, error)
	SetFirmDomains(ctx context.Context, domains []string) error
}

// Options of a registrar. Browser is needed for claim links alone.
type Options struct {
	Browser     func(address string) error // opens an address in the person's own programs
	AnswerLimit time.Duration              // how long Gusto may take to answer; by default two minutes, since making a company is slow at times
	SaveAgain   time.Duration              // how soon it is tried again to write down what came of an attempt; by default five seconds
	Now         func() time.Time
	Log         *slog.Logger
}

// Registrar has companies made at the Gusto that is open. Its methods may be called from any goroutine; but for
// Availability, Check and Watch they block on the disk and, the first time, on the key store.
//
// Every error is *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Registrar struct {
	office  Office
	options Options
	memory

	mu       sync.Mutex
	watchers []func()
	stand    stand
	going    map[string]bool   // attempts that are under way in this program
	unsaved  map[string]ending // what came of an attempt and could not be written down yet
	running  *running          // the batch that this program sends; nil for none
	paused   stopped           // why a batch has paused by itself
}

// memory spares reading again what has not changed.
type memory struct {
	opened    opened
	firmKnown firmIndex
}

// stand is what is known without asking anybody.
type stand struct {
	looked     bool // the settings were read
	on         bool
	firm       intake.Firm
	credential Credential
	stamp      string // of what is kept
}

// New makes a registrar. Nothing is read before the first wish, or the first change of what is kept.
func New(o Office, options Options) *Registrar {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.AnswerLimit <= 0 {
		options.AnswerLimit = answerLimit
	}
	if options.SaveAgain <= 0 {
		options.SaveAgain = saveAgain
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	r := &Registrar{office: o, options: options, going: map[string]bool{}, unsaved: map[string]ending{}}
	o.WatchBook(r.look)
	return r
}

// Watch has look called, on any goroutine, whenever something here may have changed. look must not block.
func (r *Registrar) Watch(look func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watchers = append(r.watchers, look)
}

func (r *Registrar) tell() {
	r.mu.Lock()
	watchers := r.watchers
	r.mu.Unlock()
	for _, look := range watchers {
		look()
	}
}

// look reads the settings, and sees whether anything is new. What was opened is forgotten while the desk is locked.
func (r *Registrar) look(ctx context.Context) {
	if r.office.Snapshot().Lock != desk.Unlocked {
		r.opened.forget()
		r.firmKnown.forget()
		return
	}
	news, err := r.readSettings(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.options.Log.Warn("read the settings for new companies", "error", err)
		}
		return
	}
	stamp, err := r.office.ProvisionStamp(ctx)
	r.mu.Lock()
	news = news || err == nil && stamp != r.stand.stamp
	r.stand.stamp = stamp
	r.mu.Unlock()
	if news {
		r.tell()
	}
}

// readSettings says whether they are other ones than before.
func (r *Registrar) readSettings(ctx context.Context) (news bool, err error) {
	on, err := r.office.Provisions(ctx)
	if err != nil {
		return false, err
	}
	domains, err := r.office.FirmDomains(ctx)
	if err != nil {
		return false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	news = !r.stand.looked || r.stand.on != on
	r.stand.looked, r.stand.on, r.stand.firm = true, on, intake.Firm{Domains: domains}
	return news, nil
}

// counter is the office's, and notes what is shown there.
func (r *Registrar) counter(ctx context.Context) (desk.Counter, error) {
	c, err := r.office.Counter(ctx)
	if err != nil {
		return c, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stand.credential = SystemToken
	if c.OldToken {
		r.stand.credential = APIToken
	}
	return c, nil
}

// Availability says whether companies can be made here, as far as is known. It never blocks.
func (r *Registrar) Availability() Availability {
	now := r.office.Snapshot()
	r.mu.Lock()
	defer r.mu.Unlock()
	a := Availability{Off: !r.stand.on || now.Stage != desk.Open, Credential: r.stand.credential, Trouble: now.Keys}
	if a.Credential == "" {
		a.Credential = SystemToken
	}
	return a
}

// Settings are the firm's choices. Trouble: CannotSave, BadSetup.
func (r *Registrar) Settings(ctx context.Context) (Settings, error) {
	if _, err := r.readSettings(ctx); err != nil {
		return Settings{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return Settings{On: r.stand.on, Domains: r.stand.firm.Domains}, nil
}

// SetSettings keeps them. Trouble: CannotSave, BadSetup.
func (r *Registrar) SetSettings(ctx context.Context, s Settings) error {
	if err := r.office.SetFirmDomains(ctx, s.Domains); err != nil {
		return err
	}
	return r.office.SetProvisions(ctx, s.On)
}

// Check says what is wrong with a form, or may be. It never blocks.
func (r *Registrar) Check(f intake.Form) []intake.Finding { return f.Check(r.firm()) }

func (r *Registrar) firm() intake.Firm {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stand.firm
}

func (r *Registrar) now() time.Time { return r.options.Now() }

// told is any error of the rooms below in the desk's words.
func told(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var known *desk.Trouble
	var busy *storage.BusyError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &busy):
		return &desk.Trouble{Cause: desk.BusyElsewhere, Detail: busy.Holder, Err: err}
	case errors.Is(err, storage.ErrConflict), errors.Is(err, storage.ErrNotFound):
		return &desk.Trouble{Cause: desk.ChangedMeanwhile, Err: err}
	}
	return desk.Explained(err) // of an error that is none of those it is never nil
}
