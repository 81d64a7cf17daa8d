package desk

import (
	"context"
	"slices"
	"time"

	"crosswalk/internal/queue"
)

// showSitting puts the stored sitting of an environment that was opened into the snapshot.
func (d *Desk) showSitting(ctx context.Context, o *office) error {
	s, err := d.sitter(ctx, o)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.row.Rev > 0 && s.now.Stopped { // the program ended while it was being stopped
		return s.clear(ctx)
	}
	s.show()
	return nil
}

// show puts the sitting into the snapshot.
func (s *sitter) show() {
	var seen *Sitting
	if s.row.Rev > 0 && !s.now.Stopped {
		seen = s.view()
	}
	s.desk.mu.Lock()
	current, none := s.desk.office == s.office, s.desk.snapshot.Sitting == nil && seen == nil
	s.desk.mu.Unlock()
	if current && !none {
		s.desk.change(func(now *Snapshot) { now.Sitting = seen })
	}
}

// state is whose turn it is.
func (s *sitter) state() SittingState {
	switch {
	case s.current() != nil:
		return SittingRuns
	case s.now.Settled() == len(s.now.Items) && len(s.now.Due()) == 0:
		return SittingDone
	}
	return SittingStands
}

func (s *sitter) view() *Sitting {
	v := &Sitting{
		Kind: s.now.Kind, Person: s.now.Person, State: s.state(), At: s.now.At(), Asked: -1, Trouble: s.failed,
		Left: s.left(), Onward: s.onward,
	}
	v.Count.Total, v.Count.Settled = s.now.Asked()
	if v.Trouble == nil && s.now.Cause != "" {
		v.Trouble = &Trouble{Cause: Cause(s.now.Cause)}
	}
	out := s.current()
	if out != nil {
		v.Step = out.step
	}
	doubt := slices.IndexFunc(s.now.Items, func(i queue.Item) bool { return i.State == queue.Reading && i.Cause == "" })
	if out == nil && doubt >= 0 {
		v.At = doubt // it was out when the program ended: OpenNext looks first whether it came back
	}
	for n, i := range s.now.Items {
		item := s.viewItem(n, i)
		switch {
		case out != nil && n == v.At && out.step.Kind == WaitingForBrowser: // prepared, and no browser has come for it
			item.State = ItemNext
		case n == v.At && n == doubt:
			item.State = ItemNext
		case n != v.At && item.State == ItemNext:
			item.State = ItemWaiting
		}
		if item.State.Asks() {
			v.Count.Questions++
			if v.Asked < 0 {
				v.Asked = n
			}
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// doubts says what a line shows that waits for an answer.
var doubts = map[queue.Doubt]ItemState{
	queue.WrongCompany: ItemWrongCompany, queue.WrongPerson: ItemWrongPerson, queue.LostReach: ItemLostReach, queue.OtherBrowser: ItemOtherBrowser,
}

func (s *sitter) viewItem(n int, i queue.Item) SittingItem {
	item := SittingItem{
		Client: i.Client, Link: i.Link, Number: i.Number, Name: i.Name, State: ItemState(i.State), Company: i.Company, Cause: Cause(i.Cause), At: i.Changed,
	}
	if i.Came == nil {
		return item
	}
	c := i.Came.Company
	item.Company, item.CompanyName, item.Person = c.ID, c.Name, i.Came.PersonName
	if i.State != queue.Asking {
		return item
	}
	item.State = doubts[i.Came.Doubt]
	item.Question = &Question{
		Company: c.ID, CompanyName: c.Name, TradeName: c.TradeName, Place: c.Place, Person: i.Came.PersonName, Before: i.OwnerName, Lost: i.Came.Lost,
		Linked: c.Link != "", There: s.proposal(n), Against: Against(c.Against),
	}
	item.Question.Answers = answers(i.Came.Doubt, item.Question)
	return item
}

// proposal is the client that the company of a line belongs to, where that is another one.
func (s *sitter) proposal(item int) *Proposal {
	m, queued := s.now.There(item)
	if m.Client == "" {
		return nil
	}
	p := &Proposal{Client: m.Client, Number: m.Number, Name: m.Name, Kind: m.Kind, Queued: queued >= 0 && !s.now.Items[queued].State.Settled()}
	if c, ok := s.desk.Snapshot().Client(m.Client); ok {
		p.Number, p.Name = c.Number, c.Name
	}
	if s.now.Items[item].Came.Company.LinkClient == m.Client {
		p.Kind = "linked"
	}
	return p
}

// answers are the ones that make sense, the likeliest first.
func answers(doubt queue.Doubt, q *Question) []Answer {
	switch {
	case doubt != queue.WrongCompany:
		return []Answer{AnswerAgain, AnswerHere}
	case q.There != nil && q.Linked:
		return []Answer{AnswerAgain, AnswerThere, AnswerHere}
	case q.There != nil:
		return []Answer{AnswerAgain, AnswerThere, AnswerHere, AnswerTo}
	}
	return []Answer{AnswerAgain, AnswerHere, AnswerTo, AnswerAlone}
}

// left is how long the rest will take: as long as the middle one of the last ones took, each.
func (s *sitter) left() time.Duration {
	var at []time.Time
	for _, i := range s.now.Items {
		if i.State.Settled() && i.State != queue.Skipped {
			at = append(at, i.Changed)
		}
	}
	if len(at) < 3 {
		return 0
	}
	slices.SortFunc(at, time.Time.Compare)
	at = at[max(0, len(at)-10):]
	var gaps []time.Duration
	for n := 1; n < len(at); n++ {
		gaps = append(gaps, at[n].Sub(at[n-1]))
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2] * time.Duration(len(s.now.Items)-s.now.Settled())
}
