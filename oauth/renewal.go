package oauth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	sendLimit     = 3   // times that one token is sent in one renewal when its answer is lost
	roundLimit    = 100 // looks at the vault in one renewal; only a broken vault gets there
	lateLimit     = 3   // leases that may grow old before anything is sent
	exchangeLimit = 2   // new pairs in one renewal; the second when the API refuses the first
	postLimit     = 8   // requests in one renewal; only a broken vault gets there
	soon          = 200 * time.Millisecond
	askedToWait   = 5 * time.Second // a Retry-After beyond this is not sat out within a renewal
)

// renewal is one run of the protocol for one grant.
type renewal struct {
	r       *Renewer
	grant   string
	refused Secret // an access token that the API answered 401 to

	exchanges int           // new pairs that were stored in this run
	posts     int           // requests
	sends     int           // those whose answer was lost
	late      int           // leases that grew old
	waited    time.Duration // for other processes
	fallback  Token         // what can be handed out when renewing does not work

	about generation
}

// generation is what a renewal knows about the generation under its lease.
type generation struct {
	number   int64
	doubt    bool // an earlier request's answer may have been lost
	previous bool // send the previous refresh token: the current one was refused
}

func (r *Renewer) renew(ctx context.Context, grant string, refused Secret) (Token, error) {
	w := &renewal{r: r, grant: grant, refused: refused}
	if err := r.saveUnsaved(ctx, grant); err != nil {
		if p, _, unread := r.vault.Load(ctx, grant); unread == nil {
			w.look(p)
		}
		return w.orFallback(ctx, err)
	}
	for range roundLimit {
		t, err := w.round(ctx)
		if errors.Is(err, errAgain) && ctx.Err() == nil {
			continue
		}
		if err == nil {
			return t, nil
		}
		return w.orFallback(ctx, err)
	}
	return w.orFallback(ctx, &NotSentError{Err: errUnfit})
}

var errUnfit = errors.New("the store's answers do not fit together")

// orFallback returns the stored token when it has not expired: a renewal that is ahead of its time may go wrong.
func (w *renewal) orFallback(ctx context.Context, err error) (Token, error) {
	if cut := ctx.Err(); cut != nil {
		err = fmt.Errorf("renew: %w", cut)
	}
	var again *ReauthError
	var other *OtherClientError
	if errors.As(err, &again) || errors.As(err, &other) || errors.Is(err, ErrAccessRefused) || errors.Is(err, ErrGone) || w.fallback.Access.IsZero() {
		return Token{}, err
	}
	w.r.client.log.Warn("renewing ahead of time did not work, the token in use still serves", "grant", w.grant)
	return w.fallback, nil
}

// round looks at what is stored and does the next thing about it. errAgain means that the next look is due.
func (w *renewal) round(ctx context.Context) (Token, error) {
	p, gen, err := w.r.vault.Load(ctx, w.grant)
	if err != nil {
		return Token{}, fmt.Errorf("renew: %w", err)
	}
	now := w.look(p)
	if w.good(p, now) {
		return w.introduce(ctx, p, gen)
	}
	if w.exchanges >= exchangeLimit {
		return Token{}, fmt.Errorf("renew: right after renewing: %w", ErrAccessRefused)
	}
	if err := w.allowed(p, now); err != nil {
		return Token{}, err
	}
	return w.lease(ctx, gen)
}

// look notes what can be handed out in the worst case, and when that was so.
func (w *renewal) look(p Pair) (now time.Time) {
	now = w.r.client.now()
	w.fallback = Token{}
	if early, _ := w.r.margins(w.grant, p); p.serves(now, early, w.refused) {
		w.fallback = p.Current
	}
	return now
}

// good says that the stored pair needs no renewal. Right after one, however short the new token's life.
func (w *renewal) good(p Pair, now time.Time) bool {
	_, ahead := w.r.margins(w.grant, p)
	if w.exchanges > 0 {
		return !p.Refused && !p.Current.Access.Equal(w.refused)
	}
	return p.serves(now, ahead, w.refused)
}

// lease takes the lease on a generation and does what is done under it.
func (w *renewal) lease(ctx context.Context, gen int64) (Token, error) {
	release, err := w.r.slot(ctx)
	if err != nil {
		return Token{}, err
	}
	defer release()
	asked := w.r.client.now()
	lease, err := w.r.vault.Begin(ctx, w.grant, gen)
	var busy *BusyError
	switch {
	case err == nil:
		lease.Grant, lease.Gen, lease.asked = w.grant, gen, asked
		return Token{}, w.hold(ctx, lease)
	case errors.Is(err, ErrStale):
		return Token{}, errAgain
	case errors.Is(err, ErrQuarantined):
		return Token{}, &ReauthError{Grant: w.grant, Likely: ReauthBefore, Err: ErrQuarantined}
	case errors.As(err, &busy):
		release()
		return Token{}, w.giveWay(ctx, busy)
	}
	return Token{}, fmt.Errorf("renew: %w", err)
}

// allowed says whether a request may be made for this pair now.
func (w *renewal) allowed(p Pair, now time.Time) error {
	have := w.r.client.provider.ClientID
	if p.ClientID != "" && p.ClientID != have {
		return &OtherClientError{Grant: w.grant, Want: p.ClientID, Have: have}
	}
	if p.Current.Refresh.IsZero() {
		return &ReauthError{Grant: w.grant, Err: errNoRefresh}
	}
	return w.r.halted.check(w.grant, now)
}

var errNoRefresh = errors.New("there is no refresh token")

// slot waits until few enough grants are being renewed. The release may be called twice.
func (r *Renewer) slot(ctx context.Context) (release func(), err error) {
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	held := true
	return func() {
		if held {
			held = false
			<-r.slots
		}
	}, nil
}

// giveWay waits a little for another process.
func (w *renewal) giveWay(ctx context.Context, busy *BusyError) error {
	if w.waited >= w.r.opts.BusyWait {
		return fmt.Errorf("renew: %w", busy)
	}
	d := min(max(w.waited/2, 50*time.Millisecond), time.Second)
	d += time.Duration(w.r.opts.Rand() * float64(d) / 2)
	w.waited += d
	if err := w.r.opts.Wait(ctx, d); err != nil {
		return err
	}
	return errAgain
}

// hold is what is done under the lease: read again, write down the intent, send once.
func (w *renewal) hold(ctx context.Context, l Lease) error {
	p, gen, err := w.r.vault.Load(ctx, w.grant)
	if err != nil {
		w.end(ctx, l)
		return fmt.Errorf("renew: %w", err)
	}
	if gen != l.Gen || w.good(p, w.r.client.now()) {
		w.end(ctx, l)
		return errAgain
	}
	before := p
	if w.about.number != gen {
		w.about = generation{number: gen, doubt: p.Intent != nil || l.InDoubt}
	}
	token := p.Current
	if w.about.previous = w.about.previous && p.canFallBack(); w.about.previous {
		token = *p.Previous
	}
	p.Intent = p.intend(token.Refresh, w.r.client.now())
	p.Refused = p.Refused || !w.refused.IsZero() && p.Current.Access.Equal(w.refused)
	if err := w.r.vault.Intend(ctx, l, p); err != nil {
		w.end(ctx, l)
		if errors.Is(err, ErrSuperseded) && w.tooLate() == nil {
			return errAgain
		}
		return &NotSentError{Err: err}
	}
	if l.age(w.r.client.now()) > w.r.opts.Guard {
		w.withdraw(ctx, l, before)
		return w.tooLate()
	}
	if w.posts++; w.posts > postLimit {
		w.withdraw(ctx, l, before)
		return &NotSentError{Err: errUnfit}
	}
	got, err := w.r.client.refresh(ctx, token.Refresh, p.RedirectURI, w.r.opts.Patience)
	if err != nil {
		return w.refusedOrLost(ctx, l, before, err)
	}
	return w.keep(ctx, l, p.followedBy(token, got, w.r.client.now()))
}

// tooLate counts a lease that was lost or grew old before anything was sent.
func (w *renewal) tooLate() error {
	if w.late++; w.late >= lateLimit {
		return &NotSentError{Err: errTooLate}
	}
	return errAgain
}

// intend is the intent to send a refresh token, counting on from an earlier one.
func (p Pair) intend(refresh Secret, now time.Time) *Intent {
	i := &Intent{Token: refresh.Fingerprint(), At: now.Round(0).UTC(), Sent: 1}
	if p.Intent != nil && p.Intent.Token == i.Token {
		i.Sent = p.Intent.Sent + 1
	}
	return i
}

// canFallBack says that the pair before may be alive: nobody has used the current one, so nothing has retired it.
func (p Pair) canFallBack() bool { return !p.Used && p.Previous != nil && !p.Previous.Refresh.IsZero() }

// followedBy is the pair after sent was exchanged for got. Until got is used, sent may be alive.
func (p Pair) followedBy(sent, got Token, now time.Time) Pair {
	if got.Refresh.IsZero() {
		got.Refresh = sent.Refresh // RFC 6749 section 6: the old one stays in force
	}
	if got.Scope == "" {
		got.Scope = sent.Scope // section 5.1: omitted when unchanged
	}
	return Pair{Current: got, Since: now.Round(0).UTC(), Previous: &sent, RedirectURI: p.RedirectURI, ClientID: p.ClientID}
}

// end gives the lease back. If that does not work, others wait for its time and then go on all the same.
func (w *renewal) end(ctx context.Context, l Lease) {
	if err := w.r.vault.End(ctx, l, false); err != nil {
		w.r.client.log.Warn("a lease could not be given back", "grant", w.grant)
	}
}

// withdraw takes the intent back, because certainly nothing was processed, and gives the lease back. An intent that stays
// by mistake costs nothing but a less certain word about a later refusal.
func (w *renewal) withdraw(ctx context.Context, l Lease, before Pair) {
	before.Refused = before.Refused || !w.refused.IsZero() && before.Current.Access.Equal(w.refused)
	if err := w.r.vault.Intend(ctx, l, before); err != nil {
		w.r.client.log.Warn("an intent could not be taken back", "grant", w.grant)
	}
	w.end(ctx, l)
}
