package oauth

import (
	"context"
	"errors"
	"time"

	"golang.org/x/oauth2"

	"crosswalk/internal/reach"
)

// maxSkew is how far clocks may differ without a word.
const maxSkew = 5 * time.Minute

// Wait blocks until the attempt ends: it takes the answer, exchanges its code in
// one POST, and calls settle with the token. The browser's page is held back
// until settle has returned, and then tells what Wait returns. settle keeps the
// token durably and reads what it reaches; its context ends when ctx does or
// after Cancel, and its result stands even so.
//
// The exchange itself is not interrupted by ctx or Cancel: Wait returns at once,
// and the token, when it comes, is revoked.
//
// Errors: ErrTimedOut; context.Canceled (or ctx's error); *DeniedError;
// *AnswerError and *IssuerError when the server's answer was no code;
// *RefusedError, *ServerError, *AmbiguousError and *reach.Error from the
// exchange (in each case the code is not sent again, a new attempt is needed);
// *SettleError around what settle returned.
//
// Only one call takes the answer; any other returns the same outcome.
func (a *Attempt) Wait(ctx context.Context, settle func(context.Context, Token) (Landing, error)) error {
	a.mu.Lock()
	first := !a.claimed
	a.claimed = true
	a.mu.Unlock()
	if first {
		a.follow(ctx, settle)
	}
	select {
	case <-a.over:
		return a.outcome.err // set before over was closed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// follow carries the attempt to its outcome.
func (a *Attempt) follow(ctx context.Context, settle func(context.Context, Token) (Landing, error)) {
	select {
	case <-a.over:
		return
	case <-ctx.Done():
		a.conclude(canceled(ctx.Err()))
		return
	case <-a.answered:
	}
	if o, ok := a.refusal(); ok {
		if o.page.kind == pageDenied && a.onward.denied != nil {
			o.page.lead = a.onward.denied(ctx)
		}
		a.conclude(o)
		return
	}
	a.notify(Notice{Kind: Exchanging})
	token, err := a.exchangeDetached(ctx)
	if err != nil {
		a.conclude(failed(err))
		return
	}
	a.notify(Notice{Kind: Settling})
	sctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.abandoned, cancel)()
	landing, err := settle(sctx, token)
	switch {
	case err == nil:
		a.conclude(outcome{page: landed(landing)})
	case sctx.Err() != nil && errors.Is(err, sctx.Err()):
		a.conclude(canceled(sctx.Err()))
	default:
		a.conclude(outcome{err: &SettleError{Err: err}, page: page{kind: pageUnsettled}})
	}
}

// OnDenied has lead called when the person has denied access, before the browser is
// told; what it returns is where the page leads on to. It is set before [Attempt.Wait].
func (a *Attempt) OnDenied(lead func(context.Context) *Lead) { a.onward.denied = lead }

func canceled(err error) outcome { return outcome{err: err, page: page{kind: pageCanceled}} }

// failed is the outcome of an exchange that gave no token.
func failed(err error) outcome {
	if errors.Is(err, context.Canceled) {
		return canceled(context.Canceled)
	}
	o := outcome{err: err, page: page{kind: pageUnreached}}
	var refused *RefusedError
	if errors.As(err, &refused) {
		o.page.kind = pageRefused
	}
	return o
}

// exchangeDetached exchanges the code so that neither a closed tab nor Cancel
// cuts the answer off: a token that nobody holds would stay alive at the server.
func (a *Attempt) exchangeDetached(ctx context.Context) (Token, error) {
	type result struct {
		token Token
		err   error
	}
	done := make(chan result)
	gone := make(chan struct{})
	detached := context.WithoutCancel(ctx)
	a.client.serving.Go(func() { // Close gives it a moment, too
		token, err := a.exchange(detached)
		select {
		case done <- result{token, err}:
		case <-gone:
			if err == nil {
				a.client.giveBack(detached, Pair{Current: token})
			}
		}
	})
	select {
	case r := <-done:
		return r.token, r.err
	case <-ctx.Done():
		close(gone)
		return Token{}, context.Canceled
	case <-a.abandoned.Done():
		close(gone)
		return Token{}, context.Canceled
	}
}

// exchange posts the code, once. It blocks for 30 seconds at most.
func (a *Attempt) exchange(ctx context.Context) (Token, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	hc, o := a.client.once()
	_, err := a.client.config(a.redirectURI).Exchange(
		context.WithValue(ctx, oauth2.HTTPClient, hc), a.reply.code.Reveal(),
		oauth2.VerifierOption(a.secrets.verifier.Reveal()))
	if o.got == nil {
		if err == nil {
			err = errors.New("no request was made")
		}
		return Token{}, transportError(err)
	}
	if skew, ok := reach.Skew(o.got.header, o.got.at); ok && skew.Abs() > maxSkew {
		a.notify(Notice{Kind: ClockOff, Skew: skew})
	}
	// x/oauth2's error is dropped here: it carries the body.
	token, err := o.got.token()
	if err != nil {
		return Token{}, err
	}
	if token.Scope == "" {
		// RFC 6749 section 5.1: left out when it is what was asked for.
		token.Scope = joinScopes(a.client.provider.Scopes)
	}
	return token, nil
}
