package ui

import (
	"time"

	"crosswalk/ui/kit"
)

// quitLimit is how long quitting waits for a renewal that is under way.
const quitLimit = 35 * time.Second

// quitWords is after how long quitting says what it waits for.
const quitWords = 400 * time.Millisecond

// close is what the window's close button does: it remembers the size, warns where something would be lost, and
// lets what must not be cut off come to its end.
func (s *shell) close() {
	size := s.window.Canvas().Size()
	s.app.Preferences().SetInt(prefWidth, int(size.Width))
	s.app.Preferences().SetInt(prefHeight, int(size.Height))
	n := s.desk.Snapshot().Unsaved
	if n == 0 {
		s.quit()
		return
	}
	title := "Quit with " + count(n, "renewed access", "renewed accesses") + " not saved?"
	kit.Confirm(s.window.Canvas(), kit.Danger, title,
		"Gusto has renewed the access, and this computer could not save it yet. As long as Crosswalk stays open it goes on trying. If you quit now, the companies may have to be connected again.",
		"Quit anyway", "Stay", s.quit)
}

// quit ends what can end and waits, with words, for a renewal that is under way: cut off, it could cost the access.
func (s *shell) quit() {
	if s.tasks.busy("quit") {
		return
	}
	if s.at != nil {
		s.at.leave()
	}
	s.tasks.do("quit", quitLimit, s.desk.Close, func(error) { s.window.Close() })
	s.tasks.after(quitWords, func() {
		if s.tasks.busy("quit") {
			s.finishing()
		}
	})
}

func (s *shell) finishing() {
	text := kit.NewParagraph(kit.Body, "Crosswalk lets a renewal of access come to its end. That takes a few seconds; at the latest it quits in half a minute.")
	anyway := kit.NewButton(kit.Outline, "Quit anyway", s.window.Close)
	kit.NewDialog("One moment", text, nil, anyway).Show(s.window.Canvas())
}
