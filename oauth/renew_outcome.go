package oauth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// refusedOrLost decides what follows from a request that brought no new pair. before is what was stored ahead of its intent.
func (w *renewal) refusedOrLost(ctx context.Context, l Lease, before Pair, err error) error {
	var refused *RefusedError
	var server *ServerError
	var lost *AmbiguousError
	switch {
	case errors.As(err, &refused) && refused.Kind == GrantRefused:
		return w.condemned(ctx, l, before, refused)
	case errors.As(err, &refused) && refused.Kind == KeysRefused:
		w.withdraw(ctx, l, before)
		return w.r.pauseAll(w.grant, &PausedError{Err: refused})
	case errors.As(err, &refused):
		w.withdraw(ctx, l, before)
		return w.later(err, 0)
	case errors.As(err, &server) && server.Untouched():
		w.withdraw(ctx, l, before)
		return w.later(err, server.RetryAfter)
	case errors.As(err, &server):
		return w.ambiguous(ctx, l, err, server.RetryAfter)
	case errors.As(err, &lost):
		return w.ambiguous(ctx, l, err, 0)
	}
	w.withdraw(ctx, l, before) // the transport says that nothing was sent
	return fmt.Errorf("renew: %w", err)
}

// ambiguous is an answer that may have been processed: the same token is sent again soon, which every grace
// period covers, and then left for later. The lease is kept meanwhile; asking for it again prolongs it.
func (w *renewal) ambiguous(ctx context.Context, l Lease, err error, retryAfter time.Duration) error {
	w.about.doubt = true
	w.sends++
	if w.sends >= sendLimit || retryAfter > askedToWait {
		w.end(ctx, l)
		return w.later(err, retryAfter)
	}
	d := max(retryAfter, soon<<(w.sends-1))
	if cut := w.r.opts.Wait(ctx, d+time.Duration(w.r.opts.Rand()*float64(d)/4)); cut != nil {
		return cut
	}
	return errAgain
}

func (w *renewal) later(err error, retryAfter time.Duration) error {
	w.r.halted.postpone(w.grant, w.r.client.now(), retryAfter, w.r.opts.Rand(), err)
	return fmt.Errorf("renew: %w", err)
}

// condemned is invalid_grant. Before it is believed: somebody else may have renewed meanwhile, and while the current
// pair was never used the one before may be the living one.
func (w *renewal) condemned(ctx context.Context, l Lease, before Pair, refused *RefusedError) error {
	_, gen, err := w.r.vault.Load(ctx, w.grant)
	switch {
	case err != nil:
		w.end(ctx, l)
		return fmt.Errorf("renew: refused, and whether another window has renewed it meanwhile cannot be read: %w", err)
	case gen != l.Gen:
		w.end(ctx, l)
		return errAgain
	case !w.about.previous && before.canFallBack():
		w.about.previous = true
		return errAgain
	}
	if many := w.r.suspicious(ctx, refused); many != nil {
		w.withdraw(ctx, l, before)
		return w.r.pauseAll(w.grant, many)
	}
	if err := w.r.vault.End(ctx, l, true); errors.Is(err, ErrSuperseded) {
		return errAgain
	} else if err != nil {
		w.r.client.log.Warn("a quarantine could not be written down", "grant", w.grant)
	}
	w.r.halted.count(false)
	e := &ReauthError{Grant: w.grant, Err: refused}
	if w.about.doubt {
		e.Likely = ReauthLostAnswer
	}
	w.r.event(w.grant, Quarantined, e)
	return e
}

// suspicious says whether this refusal is one too many in a row. Several at once rather have one reason: other
// keys were set up, or the provider has a bad day. Then nothing more is condemned until a person looks.
func (r *Renewer) suspicious(ctx context.Context, refused *RefusedError) *PausedError {
	if !r.halted.manyInARow() {
		return nil
	}
	if keys := r.client.probe(ctx); keys != nil {
		return &PausedError{Err: keys}
	}
	return &PausedError{Many: true, Err: refused}
}

func (r *Renewer) pauseAll(grant string, why *PausedError) error {
	r.halted.pause(why)
	r.event(grant, Paused, why)
	return why
}

// keep stores a new pair and has it looked at again, which leads to its first use.
func (w *renewal) keep(ctx context.Context, l Lease, p Pair) error {
	w.r.halted.count(true)
	w.r.halted.forget(w.grant)
	s := &saving{vault: w.r.vault, lease: l, pair: p}
	err := s.once(ctx)
	for try := range saveTries {
		if err == nil || !worthAnother(err) || w.r.opts.Wait(ctx, soon<<try) != nil {
			break
		}
		err = s.once(ctx)
	}
	switch {
	case err == nil:
		w.exchanges++
		w.about = generation{}
		w.r.event(w.grant, Renewed, nil)
		return errAgain
	case errors.Is(err, ErrSuperseded):
		return errAgain
	case errors.Is(err, ErrGone):
		w.r.client.giveBack(ctx, p)
		return fmt.Errorf("renew: %w", err)
	}
	return w.r.retain(ctx, s, err)
}

// introduce uses a stored token for the first time on purpose, which makes the provider retire the one before,
// and marks it. A token that cannot be tried is handed out all the same: its caller's use is then the first.
func (w *renewal) introduce(ctx context.Context, p Pair, gen int64) (Token, error) {
	if p.Used || p.Previous == nil {
		return p.Current, nil
	}
	err := w.tryOut(ctx, p.Current)
	if errors.Is(err, ErrAccessRefused) {
		// Right after an exchange a replica may not know the token yet.
		if cut := w.r.opts.Wait(ctx, 2*soon); cut != nil {
			return Token{}, cut
		}
		err = w.tryOut(ctx, p.Current)
	}
	switch {
	case err == nil:
		p.Used, p.Previous, p.Intent = true, nil, nil
		if err := w.r.vault.Mark(ctx, w.grant, gen, p); err != nil {
			w.r.client.log.Info("a pair could not be marked as used", "grant", w.grant)
		}
		return p.Current, nil
	case !errors.Is(err, ErrAccessRefused):
		return p.Current, nil
	case w.exchanges > 0 && p.Current.Fresh(w.r.client.now(), 0): // one that ended on the way, in a sleep, proves nothing
		w.fallback = Token{}
		_ = w.later(ErrAccessRefused, 0)
		return Token{}, fmt.Errorf("renew: right after renewing: %w", ErrAccessRefused)
	}
	w.refused, w.fallback = p.Current.Access, Token{}
	return Token{}, errAgain
}

func (w *renewal) tryOut(ctx context.Context, t Token) error {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	return w.r.use(ctx, t)
}
