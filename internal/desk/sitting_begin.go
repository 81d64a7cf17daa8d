package desk

import (
	"context"
	"slices"

	"crosswalk/internal/queue"
	"crosswalk/storage"
)

// BeginSitting makes a list of consents to be gone through one after another, and stands: no browser is opened before
// [Desk.OpenNext]. Clients and links that need nothing are left out. The sitting outlives the program. It blocks on
// the disk.
//
// Trouble: SittingOpen while another one is not stopped, NothingToLink, CannotSave.
func (d *Desk) BeginSitting(ctx context.Context, wish SittingWish) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	if err := d.refresh(ctx, o); err != nil {
		return err
	}
	wanted, err := d.wanted(ctx, o, wish)
	if err != nil {
		return explain(err)
	}
	if len(wanted) == 0 {
		return &Trouble{Cause: NothingToLink}
	}
	s, err := d.sitter(ctx, o)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.clear(ctx); err != nil {
		return err
	}
	return explain(s.begin(ctx, queue.Begin(wish.Kind, wish.Person, wanted, d.now())))
}

// wanted says what the lines of a sitting are to become.
func (d *Desk) wanted(ctx context.Context, o *office, wish SittingWish) ([]queue.Wanted, error) {
	grants, err := o.book.Grants(ctx)
	if err != nil {
		return nil, err
	}
	links, err := o.book.Links(ctx)
	if err != nil {
		return nil, err
	}
	w := wishes{now: d.Snapshot(), owner: map[string]storage.Grant{}}
	byID := map[string]storage.Grant{}
	for _, g := range grants {
		byID[g.ID] = g
	}
	for _, l := range links {
		w.owner[l.ID] = byID[l.Grant]
	}
	switch wish.Kind {
	case SittingReconnects:
		return w.reconnects(wish.Links), nil
	case SittingLeaving:
		return w.leaving(wish.Person), nil
	}
	return w.clients(wish.Clients), nil
}

// wishes turns clients and links into lines.
type wishes struct {
	now   *Snapshot
	owner map[string]storage.Grant // by link: the access that reaches it, and who gave it
}

// clients are those without a company, and those whose link needs a person.
func (w wishes) clients(ids []string) (all []queue.Wanted) {
	if len(ids) == 0 {
		for _, c := range w.now.Clients {
			if len(c.Links) == 0 {
				ids = append(ids, c.ID)
			}
		}
	}
	byID := make(map[string]int, len(w.now.Clients))
	for i, c := range w.now.Clients {
		byID[c.ID] = i
	}
	links := map[string]Link{}
	for _, l := range w.now.Links {
		links[l.ID] = l
	}
	for _, id := range ids {
		i, ok := byID[id]
		if !ok {
			continue
		}
		c := w.now.Clients[i]
		if len(c.Links) == 0 {
			all = append(all, queue.Wanted{Client: c.ID, Number: c.Number, Name: c.Name})
			continue
		}
		for _, id := range c.Links {
			if l := links[id]; l.Verdict.Cause.Reconnects() {
				all = append(all, w.link(l))
			}
		}
	}
	return all
}

// reconnects are the links that another consent would mend, the worst first; or those that the person chose.
func (w wishes) reconnects(ids []string) (all []queue.Wanted) {
	var links []Link
	for _, l := range w.now.Links {
		if len(ids) == 0 && l.Verdict.Cause.Reconnects() || slices.Contains(ids, l.ID) {
			links = append(links, l)
		}
	}
	slices.SortStableFunc(links, func(a, b Link) int { return a.Verdict.Cause.badness() - b.Verdict.Cause.badness() })
	for _, l := range links {
		all = append(all, w.link(l))
	}
	return all
}

// leaving are the links that somebody authorized.
func (w wishes) leaving(person string) (all []queue.Wanted) {
	for _, l := range w.now.Links {
		if l.AuthorizedBy == person {
			all = append(all, w.link(l))
		}
	}
	return all
}

// link is the line for a link that gets new access.
func (w wishes) link(l Link) queue.Wanted {
	g := w.owner[l.ID]
	wanted := queue.Wanted{
		Client: l.Client, Link: l.ID, Name: l.Name, Company: l.Company, Owner: g.Owner, OwnerName: l.AuthorizedBy, Scopes: l.Access,
	}
	if l.Verdict.Cause == PersonLeft {
		wanted.Owner = "" // somebody else has to come: that is no surprise
	}
	if c, ok := w.now.Client(l.Client); ok {
		wanted.Number, wanted.Name = c.Number, c.Name
	}
	return wanted
}

// Reconnects says that another consent would mend what a cause is about.
func (c Cause) Reconnects() bool { return slices.Contains(mended, c) }

func (c Cause) badness() int {
	if i := slices.Index(mended, c); i >= 0 {
		return i
	}
	return len(mended)
}
