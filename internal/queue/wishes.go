package queue

import "slices"

func (e Answered) on(s Sitting) Sitting {
	i := s.in(e.Item, Asking)
	if i == nil || s.Stopped {
		return s
	}
	switch e.Choice {
	case Here:
		i.State = Linking
	case There:
		m, queued := s.There(e.Item)
		return s.linkTo(e.Item, m, queued)
	case To:
		if e.For.Client == i.Client {
			i.State = Linking
			return s
		}
		return s.linkTo(e.Item, e.For, s.queued(e.For.Client, i.Came.Company.ID))
	case Alone:
		alone := Item{Wanted: Wanted{Name: i.Came.Company.Name, Company: i.Came.Company.ID}, State: Linking, Grant: i.Grant, Came: i.Came, Beside: true}
		return s.again(e.Item).append(alone)
	case Again:
		grant := i.Grant
		return s.again(e.Item).drop(grant)
	}
	return s
}

func (s Sitting) append(i Item) Sitting {
	s.Items = append(s.Items, i)
	return s
}

// linkTo hands what came back to another client than the one that was asked for. That one may be a line of this
// sitting, also one whose own consent is out: what that brings is given back.
func (s Sitting) linkTo(item int, m Match, queued int) Sitting {
	if m.Client == "" {
		return s
	}
	came, grant := s.Items[item].Came, s.Items[item].Grant
	if queued >= 0 && !s.free(queued, came.Company.ID) {
		queued = -1
	}
	s = s.again(item)
	if queued < 0 {
		return s.append(Item{Wanted: Wanted{Client: m.Client, Number: m.Number, Name: m.Name}, State: Linking, Grant: grant, Came: came})
	}
	i := &s.Items[queued]
	own := i.Grant
	if s.in(queued, Linked, LinkedAgain) != nil {
		own = "" // the link moves, and storage ends the access that no link names any more
	}
	i.State, i.Grant, i.Came, i.Cause = Linking, grant, came, ""
	return s.drop(own)
}

// free says whether an item may still get this company, or has it already.
func (s Sitting) free(item int, company string) bool {
	if i := s.in(item, Linked, LinkedAgain); i != nil {
		return i.Came.Company.ID == company
	}
	return s.in(item, Waiting, Next, AtGusto, Reading, Denied, Failed, Skipped) != nil
}

// again has an item wait for its turn anew, without access.
func (s Sitting) again(item int) Sitting {
	i := &s.Items[item]
	i.Grant, i.Came, i.Cause, i.State = "", nil, "", Waiting
	return s
}

func (e Skip) on(s Sitting) Sitting {
	i := s.in(e.Item, Waiting, Next, AtGusto, Reading, Asking)
	if i == nil {
		return s
	}
	i.State, i.Cause = Skipped, ""
	return s.release(i)
}

func (e Retry) on(s Sitting) Sitting {
	if i := s.in(e.Item, Skipped, Denied, Failed); i != nil && !s.Stopped {
		i.State, i.Cause = Waiting, ""
	}
	return s
}

func (Pause) on(s Sitting) Sitting { return s.stand("") }

func (Resume) on(s Sitting) Sitting {
	s.Paused, s.Cause = false, ""
	for n := range s.Items {
		if i := s.in(n, Reading); i != nil {
			i.Cause = ""
		}
	}
	return s
}

func (Stop) on(s Sitting) Sitting {
	s.Stopped = true
	for n := range s.Items {
		if i := s.in(n, AtGusto, Reading, Asking); i != nil {
			i.State = Skipped
			s = s.release(i)
		} else if i := s.in(n, Next); i != nil {
			i.State = Waiting
		}
	}
	s.Back = slices.Compact(s.Back)
	return s
}

func (Restarted) on(s Sitting) Sitting {
	for n := range s.Items {
		if i := s.in(n, AtGusto); i != nil {
			i.State, i.Cause = Reading, "" // the answer may have come in the last moment
		} else if i := s.in(n, Reading); i != nil {
			i.Cause = ""
		}
	}
	return s.stand(s.Cause)
}
