package desk

import (
	"context"
	"slices"

	"crosswalk/storage"
)

// Choice is a company of an offer that the person ticked, and the client that it belongs to.
type Choice struct {
	Company string // Gusto's uuid
	Client  string // "" for none
}

// Assign says which client links belong to; client "" is none. It blocks on the disk.
//
// Trouble: ClientHasCompany (Detail is the client) when the policy is one company for each client, ChangedMeanwhile,
// CannotSave.
func (d *Desk) Assign(ctx context.Context, links []string, client string) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	if err := d.roomFor(ctx, o, client, links, len(links)); err != nil {
		return err
	}
	if err := o.book.Assign(ctx, links, client); err != nil {
		return explain(err)
	}
	return d.refresh(ctx, o)
}

// roomFor asks the policy whether a client may have coming more companies, beside those of the given links. Two windows
// can each give a client a company in the same moment: that is then a conflict to be shown, and nothing is lost.
func (d *Desk) roomFor(ctx context.Context, o *office, client string, links []string, coming int) error {
	if client == "" {
		return nil
	}
	if err := d.refresh(ctx, o); err != nil {
		return err
	}
	now := d.Snapshot()
	c, ok := now.Client(client)
	if !ok {
		return &Trouble{Cause: ChangedMeanwhile}
	}
	others := slices.ContainsFunc(c.Links, func(id string) bool { return !slices.Contains(links, id) })
	if now.OnePerClient && (others || coming > 1) {
		return &Trouble{Cause: ClientHasCompany, Detail: c.Name}
	}
	return nil
}

// Link links the chosen companies of an offer, without a client: see [Desk.LinkTo]. A company that is linked already
// keeps the client that it has.
func (d *Desk) Link(ctx context.Context, offer Offer, chosen []string) error {
	now := d.Snapshot()
	var choices []Choice
	for _, c := range offer.Companies {
		if slices.Contains(chosen, c.Company) {
			l, _ := now.find(c.Linked)
			choices = append(choices, Choice{Company: c.Company, Client: l.Client})
		}
	}
	return d.LinkTo(ctx, offer, choices)
}

// LinkTo links the chosen companies of an offer to clients. A company that is linked already moves to this newer
// access, in place; access that no link names any more is given back at Gusto afterwards.
//
// Trouble: LinkedAlready (another window was faster), ClientHasCompany, CannotSave, ChangedMeanwhile, SetByOrganization.
func (d *Desk) LinkTo(ctx context.Context, offer Offer, chosen []Choice) error {
	if err := d.MayLinkTogether(len(chosen)); err != nil {
		return err
	}
	o, _, err := d.working(ctx)
	if err != nil {
		return err
	}
	add, move, err := d.sorted(ctx, o, offer, chosen)
	if err != nil {
		return err
	}
	if len(add) > 0 {
		if _, err := o.book.Attach(ctx, offer.Grant, add, nil); err != nil {
			return explain(err)
		}
	}
	var moved []string
	for client, links := range move {
		// First to whom it belongs: cut off in between, the old access still reaches it.
		if err := o.book.Assign(ctx, links, client); err != nil {
			return explain(err)
		}
		moved = append(moved, links...)
	}
	if len(moved) > 0 {
		if err := o.book.Move(ctx, moved, offer.Grant); err != nil {
			return explain(err)
		}
		d.markMoved(ctx, o, moved)
	}
	d.settleLater(ctx, o)
	return d.refresh(ctx, o)
}

// sorted parts the chosen companies into those to add, and the links to move, by client; and asks the policy.
func (d *Desk) sorted(ctx context.Context, o *office, offer Offer, chosen []Choice) (add []storage.Link, move map[string][]string, err error) {
	move = map[string][]string{}
	coming := map[string]int{}
	for _, c := range offer.Companies {
		i := slices.IndexFunc(chosen, func(x Choice) bool { return x.Company == c.Company })
		if i < 0 {
			continue
		}
		client := chosen[i].Client
		coming[client]++
		if c.Linked != "" {
			move[client] = append(move[client], c.Linked)
			continue
		}
		add = append(add, storage.Link{
			Company: c.Company, Name: c.Name, TradeName: c.TradeName, Place: c.Place, LinkedBy: offer.Person, Client: client,
			Finding: storage.Finding{Verdict: begins(c.standing, d.now()).encode(), Verified: d.now()},
		})
	}
	for client, n := range coming {
		if err := d.roomFor(ctx, o, client, move[client], n); err != nil {
			return nil, nil, err
		}
	}
	return add, move, nil
}
