package desk

import (
	"context"
	"errors"
	"time"

	"crosswalk/internal/queue"
	"crosswalk/storage"
)

// attach links what came back for a line, and says how that went. It reads nothing but the rows that it changes: the
// browser waits for it. Linked already, the company keeps its link and gets the newer access.
func (s *sitter) attach(ctx context.Context, e queue.Attach) queue.Event {
	link := e.Company.Link
	if link == "" {
		link = s.linkedHere(e)
	}
	var err error
	if link == "" {
		link, err = s.add(ctx, e)
		var taken *storage.DuplicateError
		if errors.As(err, &taken) && taken.Grant == e.Grant {
			link, err = taken.Link, nil // it was done before, and the program was killed before it was written down
		}
	} else {
		err = s.move(ctx, e, link)
	}
	switch {
	case err == nil:
		return queue.Attached{Item: e.Item, Link: link}
	case errors.Is(err, storage.ErrNotFound), errors.Is(err, storage.ErrEnding): // unlinked, or given back in the night
		return queue.NotAttached{Item: e.Item, Cause: string(ChangedMeanwhile), Again: true}
	}
	s.desk.options.Log.Warn("link what came back", "error", err)
	var t *Trouble
	errors.As(explain(err), &t)
	s.failed = t
	return queue.NotAttached{Item: e.Item, Cause: string(t.Cause)}
}

// linkedHere is the link that this sitting has made for the same company: the snapshot may not have it yet.
func (s *sitter) linkedHere(e queue.Attach) string {
	for _, i := range s.now.Items {
		if (i.State == queue.Linked || i.State == queue.LinkedAgain) && i.Came.Company.ID == e.Company.ID {
			return i.Link
		}
	}
	return ""
}

// add makes a new link.
func (s *sitter) add(ctx context.Context, e queue.Attach) (string, error) {
	if err := s.room(e.Client, ""); err != nil {
		return "", err
	}
	now := s.desk.now()
	added, err := s.office.book.Attach(ctx, e.Grant, []storage.Link{{
		Company: e.Company.ID, Name: e.Company.Name, TradeName: e.Company.TradeName, Place: e.Company.Place, LinkedBy: e.Came.PersonName, Client: e.Client,
		Finding: storage.Finding{Verdict: begins(Cause(e.Company.Standing), now).encode(), Verified: now},
	}}, nil)
	if err != nil {
		return "", err
	}
	return added[0].ID, nil
}

// move gives a link the newer access, and the client that the person said.
func (s *sitter) move(ctx context.Context, e queue.Attach, link string) error {
	if e.Client != "" && e.Client != e.Company.LinkClient {
		if err := s.room(e.Client, link); err != nil {
			return err
		}
		if err := s.office.book.Assign(ctx, []string{link}, e.Client); err != nil {
			return err
		}
	}
	if err := s.office.book.Move(ctx, []string{link}, e.Grant); err != nil {
		return err
	}
	s.desk.later(ctx, time.Minute, "note a reconnected link", func(ctx context.Context) error {
		s.desk.markMoved(ctx, s.office, []string{link})
		return s.desk.settleEndings(ctx, s.office)
	})
	return nil
}

// room asks the policy whether a client may have this company beside the ones it has.
func (s *sitter) room(client, link string) error {
	now := s.desk.Snapshot()
	c, ok := now.Client(client)
	if !ok || !now.OnePerClient {
		return nil
	}
	for _, id := range c.Links {
		if id != link {
			return &Trouble{Cause: ClientHasCompany, Detail: c.Name}
		}
	}
	for _, i := range s.now.Items {
		if i.Client == client && i.Link != link && (i.State == queue.Linked || i.State == queue.LinkedAgain) {
			return &Trouble{Cause: ClientHasCompany, Detail: c.Name}
		}
	}
	return nil
}
