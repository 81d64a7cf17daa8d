package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"crosswalk/internal/queue"
	"crosswalk/storage"
)

// seated gives the sitting that is open, locked. Trouble: ChangedMeanwhile when there is none.
func (d *Desk) seated(ctx context.Context) (*sitter, error) {
	o, err := d.atWork()
	if err != nil {
		return nil, err
	}
	s, err := d.sitter(ctx, o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	if s.row.Rev == 0 || s.now.Stopped {
		s.mu.Unlock()
		return nil, &Trouble{Cause: ChangedMeanwhile}
	}
	s.failed = nil
	return s, nil
}

// OpenNext goes on: it opens the browser for the line that is next, or again for the one that is out. It is called for
// a click and for nothing else. Access that came in the last moment before the program ended, or whose company could
// not be read, is read first. It blocks on the key store, on the network for what is read, and as [Consent.Open] does.
//
// Trouble: PortBusy, BrowserFailed, BadSetup, CannotSave, what keeps the data key away; ChangedMeanwhile without a sitting.
func (d *Desk) OpenNext(ctx context.Context) error {
	o, err := d.goOn(ctx, false)
	if err != nil || o == nil {
		return err
	}
	return o.consent.Open(ctx)
}

// CarryNext goes on as OpenNext does and opens no browser: the person carries the address of [Desk.SittingConsent] to
// the browser that they want. With pasted, nothing is listened for and the person brings the answer: for when another
// program has every port. Trouble as for OpenNext.
func (d *Desk) CarryNext(ctx context.Context, pasted bool) error {
	_, err := d.goOn(ctx, pasted)
	return err
}

// goOn prepares the consent of the line that is next, or gives the one that is out; nil when none is to be had.
func (d *Desk) goOn(ctx context.Context, pasted bool) (*outing, error) {
	_, a, err := d.working(ctx)
	if err != nil {
		return nil, err
	}
	s, err := d.seated(ctx)
	if err != nil {
		return nil, err
	}
	err = s.tell(ctx, queue.Resume{})
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if _, err := s.office.desk.clients.ready(ctx, s.office, a, d.Snapshot()); err != nil {
		return nil, explain(err)
	}
	if err := s.catchUp(ctx, a); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.current(); o != nil {
		return o, nil
	}
	return s.prepare(ctx, a, pasted)
}

// catchUp reads what access reaches that is here and was not read.
func (s *sitter) catchUp(ctx context.Context, a *access) error {
	s.mu.Lock()
	due := s.now.Due()
	s.mu.Unlock()
	for _, effect := range due {
		e, ok := effect.(queue.Read)
		if !ok {
			continue
		}
		offer, err := s.readHeld(ctx, a, e.Grant)
		s.mu.Lock()
		switch {
		case errors.Is(err, context.Canceled):
		case err == nil:
			if err = s.tell(ctx, s.arrival(e.Item, offer)); err == nil && s.now.Items[e.Item].State == queue.Asking {
				err = s.keep(ctx, e.Grant)
			}
		case errors.Is(err, storage.ErrNotFound), errors.Is(err, storage.ErrEnding):
			err = s.tell(ctx, queue.Gone{Grant: e.Grant})
		default:
			if errors.As(explain(err), &s.failed) {
				err = s.tell(ctx, queue.Unread{Item: e.Item, Grant: e.Grant, Cause: string(s.failed.Cause)})
			}
		}
		s.mu.Unlock()
		if err != nil {
			return explain(err)
		}
	}
	return nil
}

// readHeld reads what access reaches that is here, with the book's own error when it is not.
func (s *sitter) readHeld(ctx context.Context, a *access, grant string) (Offer, error) {
	if err := s.office.book.Extend(ctx, grant, s.desk.now().Add(holdTime)); err != nil {
		return Offer{}, err
	}
	grants, err := s.office.book.Grants(ctx)
	if err != nil {
		return Offer{}, err
	}
	i := slices.IndexFunc(grants, func(g storage.Grant) bool { return g.ID == grant })
	if i < 0 {
		return Offer{}, storage.ErrNotFound
	}
	return s.desk.read(ctx, s.office, a, grants[i])
}

// AnswerSitting says what is to be done about a company that came back. Nothing of it was linked before. It blocks on
// the disk.
//
// Trouble: ChangedMeanwhile when the line waits for no answer (any more), CannotSave.
func (d *Desk) AnswerSitting(ctx context.Context, item int, answer Answer) error {
	return d.inSitting(ctx, func(s *sitter) error {
		if !s.asks(item) {
			return &Trouble{Cause: ChangedMeanwhile}
		}
		return s.tell(ctx, queue.Answered{Item: item, Choice: answer})
	})
}

// AnswerSittingTo links a company that came back to the client that the person picked ([AnswerTo]); the one that was
// asked for is next again. It blocks on the disk.
//
// Trouble: as for AnswerSitting, ChangedMeanwhile also when there is no such client, and ClientHasCompany when clients
// have one company each and this one has another. Then nothing has changed, and the question stays.
func (d *Desk) AnswerSittingTo(ctx context.Context, item int, client string) error {
	return d.inSitting(ctx, func(s *sitter) error {
		c, ok := d.Snapshot().Client(client)
		if !ok || !s.asks(item) {
			return &Trouble{Cause: ChangedMeanwhile}
		}
		if err := s.room(client, s.now.Items[item].Came.Company.Link); err != nil {
			return err
		}
		return s.tell(ctx, queue.Answered{Item: item, Choice: AnswerTo, For: queue.Match{Client: client, Number: c.Number, Name: c.Name}})
	})
}

// asks says that a line waits for an answer.
func (s *sitter) asks(item int) bool {
	return item >= 0 && item < len(s.now.Items) && s.now.Items[item].State == queue.Asking
}

// SkipItem passes over a line, whatever it is at; access that it holds is given back. Trouble as for AnswerSitting.
func (d *Desk) SkipItem(ctx context.Context, item int) error {
	return d.inSitting(ctx, func(s *sitter) error { return s.tell(ctx, queue.Skip{Item: item}) })
}

// RetryItem has a skipped, denied or failed line wait again. Trouble as for AnswerSitting.
func (d *Desk) RetryItem(ctx context.Context, item int) error {
	return d.inSitting(ctx, func(s *sitter) error { return s.tell(ctx, queue.Retry{Item: item}) })
}

// PauseSitting lets nothing begin by itself any more. The consent that is out may still come back, and is linked; its
// page sends the person to the window. Trouble as for AnswerSitting.
func (d *Desk) PauseSitting(ctx context.Context) error {
	return d.inSitting(ctx, func(s *sitter) error { return s.tell(ctx, queue.Pause{}) })
}

// inSitting does something with the open sitting, and then ends the consents that it has made pointless.
func (d *Desk) inSitting(ctx context.Context, do func(*sitter) error) error {
	s, err := d.seated(ctx)
	if err != nil {
		return err
	}
	err = do(s)
	s.callOff()
	s.mu.Unlock()
	return errors.Join(err, d.refresh(ctx, s.office))
}

// callOff cancels the consents whose line does not wait for them any more.
func (s *sitter) callOff() []*outing {
	var called []*outing
	current := s.current()
	for _, o := range s.out {
		if o != current && !o.told {
			o.consent.Cancel()
			called = append(called, o)
		}
	}
	return called
}

const settingOnward = "sitting_onward"

// SetOnward chooses whether the browser's page of what was linked leads on to the next consent by itself, after a few
// seconds in which the person can stay. It is off by default, holds for this sitting and later ones, and begins with
// the next page. Trouble as for AnswerSitting.
func (d *Desk) SetOnward(ctx context.Context, on bool) error {
	return d.inSitting(ctx, func(s *sitter) error {
		if err := s.office.book.PutSetting(ctx, settingOnward, strconv.FormatBool(on)); err != nil {
			return explain(err)
		}
		s.onward = on
		s.show()
		return nil
	})
}

// StopSitting ends the sitting: what is linked stays, everything else that came back is given back, and the lines that
// waited are left. It waits for a consent that is out to end, until ctx does. Stopping what is not there is no error.
//
// Trouble: CannotSave.
func (d *Desk) StopSitting(ctx context.Context) error {
	s, err := d.seated(ctx)
	if CauseOf(err) == ChangedMeanwhile {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.tell(ctx, queue.Stop{})
	called := s.callOff()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	for _, o := range called {
		select {
		case <-o.ended:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	if s.row.Rev > 0 && s.now.Over() {
		err = s.drop(ctx)
	}
	s.mu.Unlock()
	return errors.Join(err, d.refresh(ctx, s.office))
}

// SittingConsent is the consent that is out, for its address, its deadline and what is pasted; nil when none is. It
// must not be waited for.
func (d *Desk) SittingConsent() *Consent {
	d.mu.Lock()
	o := d.office
	d.mu.Unlock()
	if o == nil {
		return nil
	}
	o.desk.mu.Lock()
	s := o.desk.sitter
	o.desk.mu.Unlock()
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if out := s.current(); out != nil {
		return out.consent
	}
	return nil
}
