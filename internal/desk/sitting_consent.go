package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"crosswalk/internal/match"
	"crosswalk/internal/queue"
	"crosswalk/oauth"
)

// current is the consent of the line that is out; nil for none.
func (s *sitter) current() *outing {
	at := s.now.At()
	for _, o := range s.out {
		if !o.told && at >= 0 && o.item == at && s.now.Items[at].Grant == o.consent.as {
			return o
		}
	}
	return nil
}

// prepare begins the next line's consent, when the sitting goes on and there is one. Its answering port is bound, and
// no browser is opened.
func (s *sitter) prepare(ctx context.Context, a *access, pasted bool) (*outing, error) {
	if !s.now.Leads() {
		return nil, nil
	}
	c, err := s.desk.consent(ctx, s.office, a, pasted)
	if err != nil {
		return nil, s.stuck(ctx, err)
	}
	o := &outing{consent: c, item: s.now.At(), pasted: pasted, ended: make(chan struct{})}
	c.arrive = func(ctx context.Context, offer Offer) (oauth.Landing, error) { return s.arrived(ctx, a, o, offer) }
	c.attempt.OnDenied(func(ctx context.Context) *oauth.Lead { return s.denied(ctx, a, o) })
	s.out = append(s.out, o)
	if err := s.tell(ctx, queue.Started{Item: o.item, Grant: c.as}); err != nil {
		c.Cancel()
		s.forget(o)
		return nil, err
	}
	s.desk.later(ctx, outingLimit, "a consent of the sitting", func(ctx context.Context) error { return s.follow(ctx, o) })
	return o, nil
}

// outingLimit is longer than anybody extends one consent.
const outingLimit = 24 * time.Hour

func (s *sitter) forget(o *outing) {
	close(o.ended)
	s.out = slices.DeleteFunc(s.out, func(other *outing) bool { return other == o })
}

// follow waits for a consent's end, and tells the sitting how it ended unless it knows.
func (s *sitter) follow(ctx context.Context, o *outing) error {
	_, err := o.consent.Wait(ctx, func(step Step) { s.stepped(o, step) })
	s.mu.Lock()
	defer s.mu.Unlock()
	knew := o.told
	o.told = true
	s.forget(o)
	if knew || s.row.Rev == 0 {
		return nil
	}
	var t *Trouble
	switch cause := string(CauseOf(err)); {
	case err == nil, errors.Is(err, context.Canceled): // it was called off here, and why is known
		return s.tell(ctx)
	case o.consent.grant != "":
		return s.tell(ctx, queue.Unread{Item: o.item, Grant: o.consent.grant, Cause: cause})
	case cause == string(TimedOut) && o.step.Kind == WaitingForBrowser:
		return s.tell(ctx, queue.Lapsed{Item: o.item})
	case cause == string(TimedOut):
		return s.tell(ctx, queue.Lapsed{Item: o.item, Cause: cause})
	default:
		if errors.As(err, &t) {
			s.failed = t
		}
		return s.tell(ctx, queue.Broke{Item: o.item, Cause: cause})
	}
}

// stepped shows what the consent is doing.
func (s *sitter) stepped(o *outing, step Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o.step = step
	s.show()
}

// arrived decides about what came back, while the browser waits for its page.
func (s *sitter) arrived(ctx context.Context, a *access, o *outing, offer Offer) (oauth.Landing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o.told, s.failed = true, nil
	err := s.tell(ctx, s.arrival(o.item, offer))
	if err != nil {
		return oauth.Landing{}, err
	}
	landing := oauth.Landing{Kind: oauth.LandedAsks, Names: offer.names()}
	switch item := s.now.Items[o.item]; {
	case item.State == queue.Linked, item.State == queue.LinkedAgain:
		landing.Kind, landing.Names = oauth.LandedLinked, s.linkedBy(offer.Grant)
		landing.Lead = s.lead(ctx, a, o)
	case item.State == queue.Asking:
		err = s.keep(ctx, offer.Grant)
	case item.State == queue.Failed && s.failed != nil:
		err = s.failed
	case len(s.linkedBy(offer.Grant)) > 0:
		landing.Kind, landing.Names = oauth.LandedLinked, s.linkedBy(offer.Grant)
	default:
		err = context.Canceled // nobody waits for it any more
	}
	return landing, err
}

// keep holds access until the person has answered.
func (s *sitter) keep(ctx context.Context, grant string) error {
	return s.office.book.Extend(context.WithoutCancel(ctx), grant, s.desk.now().Add(questionTime))
}

// linkedBy names the companies that one consent has linked.
func (s *sitter) linkedBy(grant string) (names []string) {
	for _, i := range s.now.Items {
		if i.Grant == grant && (i.State == queue.Linked || i.State == queue.LinkedAgain) {
			names = append(names, i.Came.Company.Name)
		}
	}
	return names
}

// lead prepares the next consent for the page of this one; nil when the person is needed in the window.
func (s *sitter) lead(ctx context.Context, a *access, from *outing) *oauth.Lead {
	if from.pasted {
		return nil
	}
	next, err := s.prepare(ctx, a, false)
	if err != nil {
		s.desk.options.Log.Warn("prepare the next consent", "error", err)
	}
	if next == nil {
		return nil
	}
	return &oauth.Lead{Name: s.now.Items[next.item].Name, Copied: true, Onward: s.onward, Attempt: next.consent.attempt}
}

// denied goes on with the next line.
func (s *sitter) denied(ctx context.Context, a *access, o *outing) *oauth.Lead {
	s.mu.Lock()
	defer s.mu.Unlock()
	o.told = true
	if s.tell(ctx, queue.Refused{Item: o.item}) != nil {
		return nil
	}
	return s.lead(ctx, a, o)
}

// arrival is an offer as the sitting knows it.
func (s *sitter) arrival(item int, offer Offer) queue.Arrived {
	now := s.desk.Snapshot()
	e := queue.Arrived{
		Item: item, Grant: offer.Grant, Person: offer.owner, PersonName: offer.Person, Scopes: offer.scopes, OtherBrowser: offer.OtherBrowser,
	}
	for _, c := range offer.Companies {
		company := queue.Company{ID: c.Company, Name: c.Name, TradeName: c.TradeName, Place: c.Place, Link: c.Linked, Standing: string(c.standing)}
		if l, ok := now.find(c.Linked); ok {
			company.LinkClient = l.Client
		}
		for _, i := range s.now.Items { // the snapshot may not have it yet
			if (i.State == queue.Linked || i.State == queue.LinkedAgain) && i.Came.Company.ID == c.Company {
				company.Link, company.LinkClient = i.Link, i.Client
			}
		}
		company.Against = string(s.against(s.now.Items[item].Client, c))
		if p := c.There; p != nil {
			company.For = queue.Match{Client: p.Client, Number: p.Number, Name: p.Name, Kind: p.Kind}
		}
		e.Companies = append(e.Companies, company)
	}
	return e
}

// against says why a company is not taken for the client that was asked for, although it is called so. The list that it
// was recognized in is at hand: nothing is read.
func (s *sitter) against(client string, c Candidate) Against {
	index := s.office.desk.clients.at()
	if client == "" || index == nil {
		return ""
	}
	switch alike, otherEIN := index.Like(client, match.Company{Name: c.Name, TradeName: c.TradeName, EIN: c.ein}); {
	case alike && otherEIN:
		return AgainstOtherEIN
	case alike && c.There == nil:
		return AgainstSeveral
	}
	return ""
}
