package desk

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/internal/pace"
	"crosswalk/internal/vault"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// Authorizer begins consents: *oauth.Client, whose Begin says which errors it returns.
type Authorizer interface {
	Begin(ctx context.Context) (*oauth.Attempt, error)
	BeginPaste(ctx context.Context) (*oauth.Attempt, error)
	Revoke(ctx context.Context, pair oauth.Pair) error
	SystemToken(ctx context.Context) (oauth.Token, error)
	Close()
}

// access is what the data key unlocks: everything that touches a token.
type access struct {
	reg        Registration
	authorizer Authorizer
	grants     Grants
	payroll    Payroll
	opener     Opener
	sends      sends
	hand       hand
	learned    learned
	book       Book
	vault      *vault.Vault
	pace       *pace.Pace
	now        func() time.Time
}

// newAccess gets the data key and the firm's keys, and puts the rooms that use them together.
func (d *Desk) newAccess(ctx context.Context, o *office) (*access, error) {
	keys, err := storage.OpenKeys(ctx, o.book, o.keeper)
	if err != nil {
		return nil, err
	}
	reg, err := o.makeReg(ctx, storage.NewSafe(keys, o.book))
	if err != nil {
		return nil, err
	}
	client := oauth.New(provider(reg), d.options.HTTP, oauth.Options{Now: d.options.Now, Log: d.options.Log})
	payroll := gusto.New(reg.Environment.BaseURL, reg.Environment.APIVersion, d.options.HTTP)
	a := &access{reg: reg, authorizer: client, payroll: payroll, opener: payroll, book: o.book, vault: vault.New(o.book, keys), pace: pace.New(d.options.Limits, d.options.Now), now: d.options.Now}
	a.grants = client.NewRenewer(a.vault, a.use, oauth.RenewerOptions{Event: func(e oauth.RenewalEvent) { d.renewed(ctx, o, e) }})
	return a, nil
}

// renewed hears what a renewal came to. It runs on the renewal's goroutine and must not wait for it. A renewal that is
// stored shows by itself, like everything that is written in the book.
func (d *Desk) renewed(ctx context.Context, o *office, e oauth.RenewalEvent) {
	d.mu.Lock()
	was := d.unsaved[e.Grant]
	switch e.Kind {
	case oauth.NotYetSaved:
		d.unsaved[e.Grant] = true
	case oauth.SavedLate, oauth.Renewed:
		delete(d.unsaved, e.Grant)
	}
	changed, n := was != d.unsaved[e.Grant], len(d.unsaved)
	d.mu.Unlock()
	if !changed {
		return
	}
	d.change(func(s *Snapshot) { s.Unsaved = n })
	d.later(ctx, time.Minute, "read the links again", func(ctx context.Context) error { return d.refresh(ctx, o) })
}

// provider is a registration as package oauth knows it (Gusto's documentation, "OAuth 2.0": the paths).
func provider(r Registration) oauth.Provider {
	base := strings.TrimRight(r.Environment.BaseURL, "/")
	return oauth.Provider{
		Name: r.Environment.Name, AuthorizeURL: base + "/oauth/authorize", TokenURL: base + "/oauth/token",
		RevokeURL: base + "/oauth/revoke", ClientID: r.ClientID, ClientSecret: r.Secret, Redirects: r.Redirects,
	}
}

// use is the first use of a new access token, on purpose: it is what makes Gusto retire the one before
// (Gusto's documentation, "Refresh access token").
func (a *access) use(ctx context.Context, t oauth.Token) error {
	if err := a.pace.Polite(ctx); err != nil {
		return err
	}
	_, err := a.payroll.TokenInfo(ctx, t.Access.Reveal())
	switch {
	case answered(err, http.StatusUnauthorized):
		return errors.Join(oauth.ErrAccessRefused, err)
	case answered(err, http.StatusNotFound): // older applications may lack the endpoint; the token was taken
		return nil
	}
	return err
}

// hold stores a new access, under this ID, before it is used for the first time.
func (a *access) hold(ctx context.Context, id, environment, redirect string, t oauth.Token, until time.Time) (storage.Grant, error) {
	g := storage.Grant{ID: id, Environment: environment, ClientID: a.reg.ClientID, RedirectURI: redirect, Scope: t.Scope}
	sealed, err := a.vault.Seal(g.ID, 1, oauth.Pair{Current: t, RedirectURI: redirect, ClientID: a.reg.ClientID, Since: time.Now()})
	if err != nil {
		return g, err
	}
	return a.book.Hold(context.WithoutCancel(ctx), g, sealed, until)
}

// dropToken gives back a token that could not be stored: nobody would ever find it again.
func (a *access) dropToken(ctx context.Context, t oauth.Token) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	_ = a.authorizer.Revoke(ctx, oauth.Pair{Current: t}) // whoever could not store it has a reason to show already
}

// revoke ends a grant at Gusto and then forgets it. A pair that was renewed meanwhile is revoked as well.
func (a *access) revoke(ctx context.Context, g storage.Grant) error {
	for range 3 {
		pair, gen, err := a.vault.Load(ctx, g.ID)
		switch {
		case errors.Is(err, storage.ErrNotFound):
			return nil
		case unopenable(err): // what cannot be opened can only be forgotten
		case err != nil:
			return err
		default:
			if err := a.authorizer.Revoke(ctx, pair); err != nil {
				return err
			}
		}
		if err = a.book.Forget(ctx, g.ID, gen); !errors.Is(err, storage.ErrStale) {
			return err
		}
	}
	return storage.ErrStale
}

// unopenable says whether sealed bytes can never be opened with the key at hand.
func unopenable(err error) bool {
	var unknown *storage.UnknownKeyError
	return errors.Is(err, storage.ErrDamaged) || errors.As(err, &unknown)
}

// close lets renewals, and requests to make a company, finish.
func (a *access) close(ctx context.Context) error {
	a.authorizer.Close()
	a.sends.close(ctx)
	return a.grants.Close(ctx)
}
