package ui

import (
	"context"
	"time"

	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// quitLimit is how long quitting waits for a renewal that is under way.
const quitLimit = 35 * time.Second

// quitWords is after how long quitting says what it waits for.
const quitWords = 400 * time.Millisecond

// comesBack is how long the toolkit may take from the window's end to its own.
const comesBack = 3 * time.Second

// keeping is how long the toolkit is given after its preferences were changed. Fyne 2.8.1 puts an event into the queue of
// the main goroutine 100 ms later, and panics when the window's end closes that queue in the same moment.
const keeping = 250 * time.Millisecond

// outlast calls stuck when back does not follow closed soon: Fyne 2.8.1 now and then never comes back, when the last event
// (its preferences are saved) goes into the queue of the main goroutine in the moment in which that is emptied for good.
// Both are called on the window's goroutine.
func (s *shell) outlast(stuck func()) (closed, back func()) {
	var stop func() bool
	closed = func() {
		if stop == nil {
			stop = s.tasks.timer(comesBack, stuck)
		}
	}
	back = func() {
		if stop != nil {
			stop()
		}
	}
	return closed, back
}

// close is what the window's close button does: it remembers the size, warns where something would be lost, and
// lets what must not be cut off come to its end.
func (s *shell) close() {
	if s.erased {
		s.window.Close()
		return
	}
	kept := s.keepSize()
	quit := func() { s.quit(kept) }
	if s.makes != nil && s.makes.Unsaved() > 0 {
		s.askUnsavedCompanies(s.makes.Unsaved(), quit)
		return
	}
	n := s.desk.Snapshot().Unsaved
	if n == 0 {
		quit()
		return
	}
	title := tongue.F("Quit with {renewed} not saved?", "renewed", page.Count(n, "renewed access", "renewed accesses"))
	kit.Confirm(s.window.Canvas(), kit.Danger, title,
		tongue.L("Gusto has renewed the access, and this computer could not save it yet. As long as Crosswalk stays open it goes on trying. If you quit now, the companies may have to be connected again."),
		tongue.L("Quit anyway"), tongue.L("Stay"), quit)
}

// keepSize remembers how large the window is, and says when the toolkit is done with it: in the past, where nothing is new.
func (s *shell) keepSize() (done time.Time) {
	size, prefs := s.window.Canvas().Size(), s.app.Preferences()
	if width, height := int(size.Width), int(size.Height); prefs.Int(prefWidth) != width || prefs.Int(prefHeight) != height {
		prefs.SetInt(prefWidth, width)
		prefs.SetInt(prefHeight, height)
		done = time.Now().Add(keeping)
	}
	return done
}

// askUnsavedCompanies warns where it is known what became of a company, and not written down yet.
func (s *shell) askUnsavedCompanies(n int, quit func()) {
	kit.Confirm(s.window.Canvas(), kit.Danger, tongue.F("Quit with what became of {companies} not saved?", "companies", page.Count(n, "company", "companies")),
		tongue.L("Gusto has answered, and this computer could not write it down yet. As long as Crosswalk stays open it goes on trying. If you quit now, you have to find out whether it was created, and the link to claim it is lost here."),
		tongue.L("Quit anyway"), tongue.L("Stay"), quit)
}

// quit ends what can end and waits, with words, for a renewal that is under way: cut off, it could cost the access. The
// window ends not before a moment.
func (s *shell) quit(notBefore time.Time) {
	if s.tasks.busy("quit") {
		return
	}
	if s.at != nil {
		s.at.Leave()
	}
	s.clearClipboard()
	if s.makes != nil {
		s.makes.Pause() // the list goes on with the next start
	}
	s.tasks.do("quit", quitLimit, func(ctx context.Context) error {
		err := s.desk.Close(ctx)
		select {
		case <-time.After(time.Until(notBefore)):
		case <-ctx.Done():
		}
		return err
	}, func(error) { s.window.Close() })
	s.tasks.after(quitWords, func() {
		if s.tasks.busy("quit") {
			s.finishing()
		}
	})
}

func (s *shell) finishing() {
	text := kit.NewParagraph(kit.Body, tongue.L("Crosswalk lets a renewal of access, or a company that is being sent, come to its end. That takes a few seconds; at the latest it quits in half a minute."))
	anyway := kit.NewButton(kit.Outline, tongue.L("Quit anyway"), s.window.Close)
	kit.NewDialog(tongue.L("One moment"), text, nil, anyway).Show(s.window.Canvas())
}
