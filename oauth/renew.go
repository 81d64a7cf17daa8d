package oauth

import (
	"context"
	"errors"
	"hash/fnv"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// RenewerOptions of a [Renewer]; the zero value is meant for use.
type RenewerOptions struct {
	// Wait blocks for d or until ctx ends, whose error it returns then. Tests pass their own.
	Wait func(ctx context.Context, d time.Duration) error
	// Rand gives a number from 0 up to 1, for jitter.
	Rand func() float64
	// Early: an access token counts as expired this long before it is. 60 s.
	Early time.Duration
	// Ahead: a token is renewed when it lives no longer than this and up to as much again, different for each
	// grant so that those of one morning do not all fall due together. Until Early it still serves when renewing does not work. 5 min.
	Ahead time.Duration
	// Guard: a refresh token is not sent when the lease is older than this. 10 s.
	Guard time.Duration
	// Patience: how long an answer is waited for. Giving up early throws away a pair that may be on its way. 2 min.
	Patience time.Duration
	// BusyWait: how long to wait for another process that is renewing the same grant. 30 s.
	BusyWait time.Duration
	// Slots: how many grants are renewed at the same time. 4.
	Slots int
	// Event is told what happened to a grant, from any goroutine. It must not block.
	Event func(RenewalEvent)
}

// RenewalEvent is what happened to a grant; Err where there is one.
type RenewalEvent struct {
	Grant string
	Kind  RenewalKind
	Err   error
}

// RenewalKind is what happened to a grant.
type RenewalKind int

// What can happen to a grant.
const (
	Renewed     RenewalKind = iota // a new pair is stored
	NotYetSaved                    // renewed, and the new pair could not be stored; trying goes on
	SavedLate                      // now it is
	Quarantined                    // the provider refused it
	Paused                         // renewing is paused; Grant is the one that showed why
)

// Renewer hands out working access tokens and renews grants by the one protocol there is for that: one renewal of
// a grant at a time in this process, a lease between processes, read again, write down the intent, one POST, store
// and read back, use once on purpose, drop the previous pair.
//
// A renewal is detached from whoever asked for it: a caller that gives up leaves it running. Nothing it
// meets deletes anything.
type Renewer struct {
	client *Client
	vault  Vault
	use    func(context.Context, Token) error
	opts   RenewerOptions
	slots  chan struct{}
	flight singleflight.Group

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
	stop    chan struct{} // closed when Close gives up waiting
	halted  *brake
	unsaved map[string]*unsaved
}

// NewRenewer returns a Renewer over a vault. use makes one call with an access token that was just renewed, whose
// only purpose is that it be the first (at Gusto, /v1/token_info): nil when the API accepted the token, an
// error that wraps [ErrAccessRefused] when it answered 401, any other error when nothing is known.
// One Renewer serves a vault in a process.
func (c *Client) NewRenewer(v Vault, use func(context.Context, Token) error, o RenewerOptions) *Renewer {
	o = o.complete()
	return &Renewer{
		client: c, vault: v, use: use, opts: o, slots: make(chan struct{}, o.Slots),
		stop: make(chan struct{}), halted: &brake{delays: map[string]delay{}}, unsaved: map[string]*unsaved{},
	}
}

func (o RenewerOptions) complete() RenewerOptions {
	orElse := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
	}
	orElse(&o.Early, time.Minute)
	orElse(&o.Ahead, 5*time.Minute)
	orElse(&o.Guard, 10*time.Second)
	orElse(&o.Patience, 2*time.Minute)
	orElse(&o.BusyWait, 30*time.Second)
	if o.Slots <= 0 {
		o.Slots = 4
	}
	if o.Wait == nil {
		o.Wait = pause
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Event == nil {
		o.Event = func(RenewalEvent) {}
	}
	return o
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Token returns an access token that works as far as anybody here knows. A fresh one is returned at once; otherwise the
// grant is renewed, and the call blocks until that is done or ctx ends (the renewal goes on).
//
// When renewing does not work and the stored token has not expired, that one is returned. Otherwise: *ReauthError,
// *PausedError, *OtherClientError, *UnsavedError, *DelayedError, *NotSentError, *BusyError, ErrAccessRefused,
// ErrClosed, ErrGone; *ServerError, *AmbiguousError, *RefusedError (of kind NotAccepted) or
// *reach.Error of the token endpoint, all of which leave the grant as it is; or what the Vault returned.
func (r *Renewer) Token(ctx context.Context, grant string) (Token, error) {
	if p, _, err := r.vault.Load(ctx, grant); err == nil && (p.Used || p.Previous == nil) {
		if _, ahead := r.margins(grant, p); p.serves(r.client.now(), ahead, Secret{}) {
			return p.Current, nil
		}
	}
	return r.join(ctx, grant, Secret{})
}

// Refused says that the API answered 401 to t. It returns a newer token when somebody has renewed the grant
// since, and renews it once otherwise. Send the request again with what it returns, once; a 401 means that the first one was not
// processed. A second 401, or ErrAccessRefused here, means that access was taken away. Errors as for Token.
func (r *Renewer) Refused(ctx context.Context, grant string, t Token) (Token, error) {
	// A renewal that was under way already may end with the very token that was refused; then one of our own is due.
	for range 2 {
		got, err := r.join(ctx, grant, t.Access)
		if err != nil || !got.Access.Equal(t.Access) {
			return got, err
		}
	}
	return Token{}, ErrAccessRefused
}

// Resume lets renewing go on after it was paused, and forgets what was to be waited for: a person asks to try now.
func (r *Renewer) Resume() { r.halted.release() }

// join waits for the one renewal of a grant that runs, and starts it if need be.
func (r *Renewer) join(ctx context.Context, grant string, refused Secret) (Token, error) {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return Token{}, ErrClosed
	}
	r.running.Add(1)
	r.mu.Unlock()
	done := r.flight.DoChan(grant, func() (any, error) {
		detached, cancel := r.detach(ctx)
		defer cancel()
		return r.renew(detached, grant, refused)
	})
	over := make(chan singleflight.Result, 1)
	go func() {
		defer r.running.Done()
		over <- <-done
	}()
	select {
	case res := <-over:
		t, _ := res.Val.(Token)
		return t, res.Err
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
}

// detach gives a context that only Close ends.
func (r *Renewer) detach(ctx context.Context) (context.Context, context.CancelFunc) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		select {
		case <-r.stop:
			cancel()
		case <-detached.Done():
		}
	}()
	return detached, cancel
}

// margins are how long before its end a token counts as expired, and when it is to be renewed. The latter is spread
// over grants, each always at the same distance. A token that lives shortly is used for most of its life all the same.
func (r *Renewer) margins(grant string, p Pair) (early, ahead time.Duration) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(grant))
	early = r.opts.Early
	ahead = r.opts.Ahead + time.Duration(float64(r.opts.Ahead)*float64(h.Sum32()%1000)/1000)
	if life := p.Current.Expiry.Sub(p.Since); !p.Since.IsZero() && life > 0 {
		early, ahead = min(early, life/10), min(ahead, life/4)
	}
	return early, ahead
}

// Close lets no renewal begin any more and blocks until those under way have ended and every renewed pair is stored,
// until ctx ends at the latest. Then what still runs is cut off, and the error is an *UnsavedError when a renewed
// pair is lost with this process (at Gusto the stored one still works), otherwise ctx's.
func (r *Renewer) Close(ctx context.Context) error {
	r.mu.Lock()
	if !r.closed {
		r.closed = true
		for _, u := range r.unsaved {
			u.hurry()
		}
	}
	r.mu.Unlock()
	done := make(chan struct{})
	go func() {
		r.running.Wait()
		close(done)
	}()
	var err error
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-r.stop:
	default:
		close(r.stop)
	}
	for _, u := range r.unsaved {
		return u.state()
	}
	return err
}

func (r *Renewer) event(grant string, kind RenewalKind, err error) {
	r.client.log.Info("renewal", slog.String("grant", grant), slog.Int("kind", int(kind)), slog.Bool("error", err != nil))
	r.opts.Event(RenewalEvent{Grant: grant, Kind: kind, Err: err})
}

// serves says that the access token is neither expired, early before its time, nor known to be refused.
func (p Pair) serves(now time.Time, early time.Duration, refused Secret) bool {
	return !p.Refused && p.Current.Fresh(now, early) && (refused.IsZero() || !p.Current.Access.Equal(refused))
}

var errAgain = errors.New("look again")
