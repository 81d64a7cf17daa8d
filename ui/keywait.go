package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// keyWait says that the key store was asked and has not answered: the system may show a window of its own, and
// that may be behind this one. It stands over the bottom of the page, so nothing moves when it comes and goes.
type keyWait struct {
	shell *shell
	view  *fyne.Container
	stop  func() // prevents the look that was planned
}

func newKeyWait(s *shell) *keyWait {
	text := tongue.L("A window of the system may ask for your password; it can be behind this one. Nothing is lost meanwhile.")
	banner := kit.NewBanner(kit.Neutral, tongue.L("Waiting for your computer to unlock its key store"), text, kit.NewButton(kit.Outline, tongue.L("Cancel"), s.stopUnlocking)).WithIcon(kit.IconKey)
	w := &keyWait{shell: s, stop: func() {}}
	w.view = kit.Column(0, kit.Spacer(), kit.Center(kit.Fixed(520, 0, banner)), kit.Fixed(0, 44, kit.Spacer()))
	w.view.Hide()
	return w
}

// draw shows the notice once the wait has lasted, and looks again when it may have.
func (w *keyWait) draw(s *desk.Snapshot) {
	w.stop()
	w.stop = func() {}
	left := slowAfter - w.shell.now().Sub(s.KeyWait)
	switch {
	case s.KeyWait.IsZero():
		w.view.Hide()
	case left > 0:
		w.stop = w.shell.tasks.after(left, w.shell.draw)
	default:
		w.view.Show()
	}
}

// wantsKey says which tasks may wait for the key store.
func wantsKey(task string) bool {
	return slices.Contains([]string{"start", "unlock", "enter", "setup", taskHandover}, task) ||
		strings.HasPrefix(task, "verify/") || strings.HasPrefix(task, "provision-")
}

// stopUnlocking gives up everything that waits for the key store. What is kept stays as it is.
func (s *shell) stopUnlocking() {
	for key := range s.tasks.running {
		if wantsKey(key) {
			s.tasks.cancel(key)
		}
	}
	if s.pages.connect != nil && s.pages.connect.consent == nil && s.tasks.busy(taskConsent) {
		s.pages.connect.cancel()
	}
}
