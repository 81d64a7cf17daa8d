package desk

import (
	"context"
	"slices"
	"time"

	"crosswalk/storage"
)

// Card is everything that support wants to know of one link. It holds no token and no part of one, and of an EIN the
// last four digits alone.
type Card struct {
	Link        Link
	Drawn       time.Time
	Environment Environment
	Seen        Sighting // what the newest check of this run of the program saw; its At is zero where there was none
	Missing     []string // what the firm needs and the access does not hold
	Ages        Ages
	History     []Event // the newest first
	Tampered    *Trouble
}

// Ages are moments in the life of a link and of the access that reaches it; zero where it never happened.
type Ages struct {
	Linked     time.Time
	Authorized time.Time // the consent
	Renewed    time.Time // the access
	Verified   time.Time // asked for, whatever the answer
	Worked     time.Time // answered as it should be
}

// cardHistory is how many lines of history a card has.
const cardHistory = 12

// Card gives the card of a link from what is known here: it does not ask Gusto, [Desk.Verify] does. It blocks on the
// disk.
//
// Trouble: ChangedMeanwhile when the link is gone, CannotSave, DatabaseDamaged. A history that does not fit together is
// on the card.
func (d *Desk) Card(ctx context.Context, id string) (Card, error) {
	o, err := d.atWork()
	if err != nil {
		return Card{}, err
	}
	l, ok := d.Snapshot().find(id)
	if !ok {
		return Card{}, explain(storage.ErrNotFound)
	}
	grants, err := o.book.Grants(ctx)
	if err != nil {
		return Card{}, explain(err)
	}
	needs, err := readNeeds(ctx, o)
	if err != nil {
		return Card{}, explain(err)
	}
	c := Card{Link: l, Drawn: d.now(), Environment: o.env}
	c.Seen, _ = o.seen.of(id)
	if len(c.Seen.Scopes) == 0 {
		c.Seen.Scopes = l.Access
	}
	if len(c.Seen.Scopes) > 0 {
		c.Missing = slices.DeleteFunc(needs, func(s string) bool { return slices.Contains(c.Seen.Scopes, s) })
	}
	stored, grant, err := d.stored(ctx, o, id)
	if err != nil {
		return Card{}, explain(err)
	}
	c.Ages = Ages{Linked: l.Since, Renewed: l.Renewed, Verified: stored.Verified, Worked: l.Verdict.Worked}
	if l.Verdict.Cause.Answered() {
		c.Ages.Worked = stored.Verified
	}
	if i := slices.IndexFunc(grants, func(g storage.Grant) bool { return g.ID == grant }); i >= 0 {
		c.Ages.Authorized = grants[i].Authorized
		c.Seen.Owner.UUID = firstOf(c.Seen.Owner.UUID, grants[i].Owner)
		c.Seen.Owner.Name = firstOf(c.Seen.Owner.Name, grants[i].OwnerName)
	}
	events, err := d.History(ctx, id)
	if t := Explained(err); t != nil && t.Cause != Tampered {
		return Card{}, t
	} else if t != nil {
		c.Tampered = t
	} else if err != nil {
		return Card{}, err
	}
	c.History = events[:min(len(events), cardHistory)]
	return c, nil
}
