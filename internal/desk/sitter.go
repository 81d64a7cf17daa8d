package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"crosswalk/internal/queue"
	"crosswalk/storage"
)

// workplace is what is kept ready in an open environment beside its book.
type workplace struct {
	clients recognizer
	held    holdings
	mu      sync.Mutex
	sitter  *sitter // nil before the first look at the stored sitting
}

// sitter drives the sitting of one environment: it stores each state before it does what that asks for, and shows it.
type sitter struct {
	desk   *Desk
	office *office

	mu     sync.Mutex
	row    storage.Sitting // as it is stored; Rev 0 when there is none
	kept   queue.Sitting   // what is stored
	now    queue.Sitting
	out    []*outing // consents that have not ended; the last one is the current one's
	failed *Trouble  // why the last thing could not be done
	onward bool      // the page in the browser goes on by itself
}

// outing is one consent of a sitting.
type outing struct {
	consent *Consent
	item    int
	step    Step
	told    bool // the sitting knows how it ended
	pasted  bool // nothing is listened for: no page leads on from it
	ended   chan struct{}
}

// sitter gives the one of an environment, with the sitting that is stored. It blocks on the disk the first time.
func (d *Desk) sitter(ctx context.Context, o *office) (*sitter, error) {
	o.desk.mu.Lock()
	defer o.desk.mu.Unlock()
	if o.desk.sitter != nil {
		return o.desk.sitter, nil
	}
	s := &sitter{desk: d, office: o}
	if err := s.load(ctx); err != nil {
		return nil, explain(err)
	}
	o.desk.sitter = s
	return s, nil
}

// sittingBody is what a sitting's row holds beside its items.
type sittingBody struct {
	Kind    queue.Kind `json:"kind"`
	Person  string     `json:"person,omitempty"`
	Stopped bool       `json:"stopped,omitempty"`
	Back    []string   `json:"back,omitempty"`
	Cause   string     `json:"cause,omitempty"`
}

// load reads the stored sitting. Whatever was out is not out any more: nothing goes on before a person says so.
func (s *sitter) load(ctx context.Context) error {
	s.row, s.now, s.kept, s.failed = storage.Sitting{Environment: s.office.env.Name}, queue.Sitting{}, queue.Sitting{}, nil
	text, _, err := s.office.book.Setting(ctx, settingOnward)
	if err != nil {
		return err
	}
	s.onward = text == "true"
	row, err := s.office.book.Sitting(ctx, s.office.env.Name)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var body sittingBody
	if err := json.Unmarshal([]byte(row.Body), &body); err != nil {
		return err
	}
	was := queue.Sitting{Kind: body.Kind, Person: body.Person, Stopped: body.Stopped, Back: body.Back, Cause: body.Cause}
	for _, text := range row.Items {
		var item queue.Item
		if err := json.Unmarshal([]byte(text), &item); err != nil {
			return err
		}
		was.Items = append(was.Items, item)
	}
	s.row, s.kept = row, was
	s.now = was.After(queue.Restarted{}, s.desk.now())
	return nil
}

// begin stores a new sitting and shows it.
func (s *sitter) begin(ctx context.Context, first queue.Sitting) error {
	s.now, s.kept, s.failed = first, queue.Sitting{}, nil
	s.row = storage.Sitting{Environment: s.office.env.Name}
	if err := s.store(ctx); err != nil {
		s.now, s.row = queue.Sitting{}, storage.Sitting{Environment: s.office.env.Name}
		return err
	}
	s.show()
	return nil
}

// store writes down what has changed since the last time.
func (s *sitter) store(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx) // a wish that was begun is not forgotten halfway
	body, err := json.Marshal(sittingBody{s.now.Kind, s.now.Person, s.now.Stopped, s.now.Back, s.now.Cause})
	if err != nil {
		return err
	}
	row, changed := s.row, []int(nil)
	row.Body, row.Items = string(body), slices.Clone(row.Items)
	for n, item := range s.now.Items {
		if n < len(s.kept.Items) && sameItem(item, s.kept.Items[n]) {
			continue
		}
		text, err := json.Marshal(item)
		if err != nil {
			return err
		}
		if n < len(row.Items) {
			row.Items[n] = string(text)
		} else {
			row.Items = append(row.Items, string(text))
		}
		changed = append(changed, n)
	}
	if len(changed) == 0 && row.Body == s.row.Body {
		return nil
	}
	if row, err = s.office.book.PutSitting(ctx, row, changed...); err != nil {
		return err
	}
	s.row, s.kept = row, s.now
	return nil
}

func sameItem(a, b queue.Item) bool {
	return a.State == b.State && a.Grant == b.Grant && a.Cause == b.Cause && a.Came == b.Came && a.Link == b.Link && a.Changed.Equal(b.Changed)
}

// tell applies what has happened, stores what follows, and does what that asks for. What cannot be stored is shown,
// and is not acted upon: the next event stores it as well.
func (s *sitter) tell(ctx context.Context, events ...queue.Event) error {
	for _, e := range events {
		s.now = s.now.After(e, s.desk.now())
	}
	defer s.show()
	if err := s.store(ctx); err != nil {
		return s.stuck(ctx, err)
	}
	return s.work(ctx)
}

// stuck says why the sitting cannot go on. When another program has gone on with it, that one's word counts.
func (s *sitter) stuck(ctx context.Context, err error) error {
	if errors.Is(err, storage.ErrConflict) {
		if again := s.load(ctx); again != nil {
			return explain(again)
		}
		return &Trouble{Cause: ChangedMeanwhile, Err: err}
	}
	err = explain(err)
	errors.As(err, &s.failed)
	s.now = s.now.After(queue.Pause{}, s.desk.now())
	return err
}

// work does what is due and needs no network: to link what is decided, and to give back what is not wanted.
func (s *sitter) work(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	for {
		var told []queue.Event
		for _, effect := range s.now.Due() {
			switch e := effect.(type) {
			case queue.Attach:
				told = append(told, s.attach(ctx, e))
			case queue.GiveBack:
				if !s.holdsOut(e.Grant) {
					event, err := s.giveBack(ctx, e.Grant)
					if err != nil {
						return s.stuck(ctx, err)
					}
					told = append(told, event)
				}
			}
		}
		if len(told) == 0 {
			return nil
		}
		for _, e := range told {
			s.now = s.now.After(e, s.desk.now())
		}
		if err := s.store(ctx); err != nil {
			return s.stuck(ctx, err)
		}
	}
}

// holdsOut says that a consent which may still store this grant has not ended.
func (s *sitter) holdsOut(grant string) bool {
	return slices.ContainsFunc(s.out, func(o *outing) bool { return o.consent.as == grant && !o.told })
}

// giveBack ends a grant here at once, and at Gusto as soon as that can be reached.
func (s *sitter) giveBack(ctx context.Context, grant string) (queue.Event, error) {
	if err := s.desk.letGo(ctx, s.office, grant); err != nil {
		return nil, err
	}
	s.desk.settleLater(ctx, s.office)
	return queue.GaveBack{Grant: grant}, nil
}

// clear makes room for a new sitting. Trouble: SittingOpen.
func (s *sitter) clear(ctx context.Context) error {
	if s.row.Rev == 0 {
		return nil
	}
	if err := s.work(ctx); err != nil {
		return err
	}
	if !s.now.Over() && s.state() != SittingDone {
		return &Trouble{Cause: SittingOpen}
	}
	return s.drop(ctx)
}

// drop forgets the sitting. Nothing hangs on it any more.
func (s *sitter) drop(ctx context.Context) error {
	if err := s.office.book.DropSitting(ctx, s.row); err != nil {
		return s.stuck(ctx, err)
	}
	s.row, s.now, s.kept, s.failed = storage.Sitting{Environment: s.office.env.Name}, queue.Sitting{}, queue.Sitting{}, nil
	s.show()
	return nil
}

// questionTime is how long access is kept that waits for an answer: until the person is back on the next day.
const questionTime = 24 * time.Hour
