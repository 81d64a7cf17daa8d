package sandbox

import (
	"slices"
	"time"
)

func (f *Faults) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

// RevokeCompany ends every grant that reaches only this company and takes it out of those that reach others: what an administrator does at
// Gusto by disconnecting the application. It tells how many grants it touched, and fails when the state cannot be saved.
func (f *Faults) RevokeCompany(uuid string) (int, error) { return f.gusto.disconnectCompany(uuid) }

// CompanyGone makes a company answer 404, or brings it back. It is kept with the state.
func (f *Faults) CompanyGone(uuid string, gone bool) error {
	return f.gusto.store.update(func(d *data) bool {
		d.Gone = slices.DeleteFunc(d.Gone, func(id string) bool { return id == uuid })
		if gone {
			d.Gone = append(d.Gone, uuid)
		}
		return true
	})
}

// WithoutScopes takes scopes away from every token, as when Gusto reviews an application again. Without an argument all come back.
func (f *Faults) WithoutScopes(scopes ...string) {
	f.set(func() {
		f.lost = map[string]bool{}
		for _, s := range scopes {
			f.lost[s] = true
		}
	})
}

// ClientSecret makes another secret the right one. Empty: that of Options again.
func (f *Faults) ClientSecret(secret string) {
	f.set(func() {
		f.secret = secret
		if secret == "" {
			f.secret = f.gusto.opt.ClientSecret
		}
	})
}

// ClockSkew puts the Date header of every reply ahead (or, negative, behind).
func (f *Faults) ClockSkew(d time.Duration) { f.set(func() { f.ahead = d }) }

// EditTokenReply changes the members of every token reply before it is sent. Nil: no change.
func (f *Faults) EditTokenReply(edit func(map[string]any)) { f.set(func() { f.edit = edit }) }

// OmitRefreshToken makes token replies come without a refresh_token; the old one stays good (RFC 6749, section 6).
func (f *Faults) OmitRefreshToken(on bool) { f.set(func() { f.habits[omitRefreshToken] = on }) }

// HideTokenInfo makes /v1/token_info 404 for tokens of classic access, as if the endpoint did not exist: no token is looked at.
func (f *Faults) HideTokenInfo(on bool) { f.set(func() { f.habits[hideTokenInfo] = on }) }

// EmptyUnauthorized makes every 401 of the API come without a body, as Doorkeeper sends it.
func (f *Faults) EmptyUnauthorized(on bool) { f.set(func() { f.habits[emptyUnauthorized] = on }) }

// DoubleRequestID makes x-request-id come twice, joined by a comma, as behind some proxies.
func (f *Faults) DoubleRequestID(on bool) { f.set(func() { f.habits[doubleRequestID] = on }) }

// RefuseRepeats makes /v1/provision refuse an e-mail address or EIN that an unclaimed provision already uses.
func (f *Faults) RefuseRepeats(on bool) { f.set(func() { f.habits[refuseRepeats] = on }) }

// AutoConsent is a person who has already decided: the authorize address redirects at once, without a page.
type AutoConsent struct {
	Person  string // id, such as Dana
	Company string // uuid; with strict access, empty takes the person's first
	Access  Access
	Deny    bool
}

// AutoConsent answers every consent from now on. Nil: people answer again.
func (f *Faults) AutoConsent(a *AutoConsent) { f.set(func() { f.auto = a }) }

func (f *Faults) autoConsent() *AutoConsent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.auto
}

func (f *Faults) rightSecret() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.secret
}

func (f *Faults) editReply(m map[string]any) {
	f.mu.Lock()
	edit := f.edit
	f.mu.Unlock()
	if edit != nil {
		edit(m)
	}
}
