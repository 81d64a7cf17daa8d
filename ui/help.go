package ui

import (
	"crosswalk/internal/desk"
	"crosswalk/ui/page"
	"crosswalk/ui/support"
)

// helpPages are the pages that help to find out what is wrong. They stand also while nothing can be opened.
type helpPages struct {
	doctor *support.Doctor
	bundle *support.Bundle
}

func (s *shell) helpWays() support.Ways {
	return support.Ways{Back: s.leaveHelp, Doctor: s.openDoctor, Bundle: s.openBundle}
}

// openDoctor opens the page of checks, and examines when that was not done yet.
func (s *shell) openDoctor() {
	fresh := s.help.doctor == nil
	if fresh {
		s.help.doctor = support.NewDoctor(s, s.desk, s.helpWays())
	}
	s.openForm(s.help.doctor)
	if fresh {
		s.help.doctor.Examine()
	}
	s.help.doctor.Focus()
}

// openBundle opens what may be shown to support, as it is now.
func (s *shell) openBundle() {
	if s.help.bundle == nil {
		s.help.bundle = support.NewBundle(s, s.desk, s.helpWays())
	}
	s.openForm(s.help.bundle)
	s.help.bundle.Gather()
	s.help.bundle.Focus()
}

// leaveHelp goes back to the page of verdicts, or to whatever stands there while nothing is open.
func (s *shell) leaveHelp() {
	if s.desk.Snapshot().Stage == desk.Open {
		s.openVerify()
		return
	}
	s.done()
}

// helps says whether a page is one of these.
func helps(p page.Page) bool {
	switch p.(type) {
	case *support.Doctor, *support.Bundle:
		return true
	}
	return false
}
