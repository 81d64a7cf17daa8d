package provision

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// ClaimLink gives where the client claims the account. Whoever has it can claim it: it is revealed in the line that shows
// or copies it.
//
// Trouble: NoClaimLink, ChangedMeanwhile when there is no such attempt, ProvisionOff, CannotSave, CannotOpen, and what
// keeps the data key away.
func (r *Registrar) ClaimLink(ctx context.Context, id string) (oauth.Secret, error) {
	_, link, err := r.claim(ctx, id)
	return link, err
}

// claim gives an attempt and its claim link.
func (r *Registrar) claim(ctx context.Context, id string) (Attempt, oauth.Secret, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Attempt{}, oauth.Secret{}, err
	}
	a, err := r.attempt(ctx, c, id)
	if err != nil {
		return Attempt{}, oauth.Secret{}, err
	}
	e, err := endingOf(c, a)
	if err != nil {
		return Attempt{}, oauth.Secret{}, told(err)
	}
	r.mu.Lock()
	if waiting, ok := r.unsaved[id]; ok {
		e = waiting
	}
	r.mu.Unlock()
	if e.Claim == "" || e.State != storage.AttemptCreated {
		return Attempt{}, oauth.Secret{}, &desk.Trouble{Cause: desk.NoClaimLink}
	}
	return r.show(c, a), oauth.NewSecret(claimAddress(e.Claim, c.Environment.BaseURL)), nil
}

// OpenClaim opens the claim link in the person's browser. The link itself is no argument of a program that others on this
// computer can see: the browser is sent there by an address that is good once. Trouble as for ClaimLink, and
// BrowserFailed.
func (r *Registrar) OpenClaim(ctx context.Context, id string) error {
	link, err := r.ClaimLink(ctx, id)
	if err != nil {
		return err
	}
	address, err := lead(ctx, link)
	if err != nil {
		return told(err)
	}
	return r.open(address)
}

// WriteToClient begins a message to the client's person in the mail program. "{link}" in the body becomes the claim link.
// Trouble as for OpenClaim.
func (r *Registrar) WriteToClient(ctx context.Context, id, subject, body string) error {
	a, link, err := r.claim(ctx, id)
	if err != nil {
		return err
	}
	return r.open(mailto(a.Email, subject, strings.ReplaceAll(body, "{link}", link.Reveal())))
}

// mailto is the address of a message that is ready to be sent (RFC 6068: spaces as %20, lines ended by CRLF).
func mailto(to, subject, body string) string {
	esc := func(text string) string {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
		return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
	}
	return "mailto:" + strings.ReplaceAll(esc(to), "%40", "@") + "?subject=" + esc(subject) + "&body=" + esc(body)
}

func (r *Registrar) open(address string) error {
	if r.options.Browser == nil {
		return &desk.Trouble{Cause: desk.BrowserFailed}
	}
	if err := r.options.Browser(address); err != nil {
		return &desk.Trouble{Cause: desk.BrowserFailed} // the error may name the address
	}
	return nil
}

// Claimed says that a linked company is the one that an attempt made. Its claim link is forgotten.
//
// Trouble: ChangedMeanwhile when there is no such attempt or link, or the attempt made nothing, ProvisionOff, CannotSave,
// and what keeps the data key away.
func (r *Registrar) Claimed(ctx context.Context, id, link string) error {
	c, err := r.counter(ctx)
	if err != nil {
		return err
	}
	a, err := r.attempt(ctx, c, id)
	if err != nil {
		return err
	}
	there := slices.ContainsFunc(r.office.Snapshot().Links, func(l desk.Link) bool { return l.ID == link })
	if !there || !states[a.State].Exists() {
		return &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	e, err := endingOf(c, a)
	if err != nil {
		e = ending{}
	}
	e.State, e.Link, e.Claim = storage.AttemptClaimed, link, ""
	_, err = r.change(ctx, c, a, e)
	return err
}

// Proposals lists linked companies that look like ones that were made here and are not known to be claimed: linked later,
// with the same EIN or name, or belonging to the client that it was made for.
//
// Trouble: ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) Proposals(ctx context.Context) ([]Proposal, error) {
	c, p, err := r.soFar(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(p.attempts, unclaimed) {
		return nil, nil
	}
	now := r.office.Snapshot()
	_, eins, err := r.firmKnown.of(ctx, c, now)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, a := range p.attempts {
		taken[a.Link] = true
	}
	var all []Proposal
	for i, a := range p.attempts {
		if p.orders[i] == nil || !unclaimed(a) {
			continue
		}
		for _, l := range now.Links {
			if on := p.orders[i].becomes(l, einOf(l, eins)); len(on) > 0 && !taken[l.ID] && l.Since.After(a.Written) {
				all = append(all, Proposal{Attempt: a.ID, Link: l.ID, Company: l.Name, On: on})
			}
		}
	}
	return all, nil
}

func unclaimed(a storage.Attempt) bool {
	return a.State == storage.AttemptCreated || a.State == storage.AttemptSettledCreated
}

// becomes says in what a linked company is like the one that was asked for; nothing when it is another one.
func (o *order) becomes(l desk.Link, ein string) []intake.Trait {
	linked := intake.Application{Legal: l.Name, EIN: ein}.Fingerprint()
	mine := o.fingerprint()
	on := linked.Shares(mine)
	if linked.EIN != "" && mine.EIN != "" && linked.EIN != mine.EIN {
		return nil
	}
	if len(on) == 0 && o.Client != "" && l.Client == o.Client {
		on = []intake.Trait{intake.SharesNearName}
	}
	return on
}
