package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// What pages in rooms of their own may ask of the window.
var _ page.Window = (*shell)(nil)

// Do runs work as a task of the window.
func (s *shell) Do(key string, limit time.Duration, work func(context.Context) error, done func(error)) {
	s.tasks.do(key, limit, work, done)
}

// Cancel ends a task and drops its result.
func (s *shell) Cancel(key string) { s.tasks.cancel(key) }

// Busy says whether a task runs.
func (s *shell) Busy(key string) bool { return s.tasks.busy(key) }

// Slow says whether a task has run for so long that the screen says so.
func (s *shell) Slow(key string) bool { return s.tasks.slow(key) }

// After calls f later, unless stopped.
func (s *shell) After(d time.Duration, f func()) (stop func()) { return s.tasks.after(d, f) }

// Post has f run on the window's goroutine.
func (s *shell) Post(f func()) { s.tasks.post(f) }

// Redraw draws the page from the snapshot again.
func (s *shell) Redraw() { s.draw() }

// Toast tells what has happened.
func (s *shell) Toast(t kit.Tone, text string) { s.toast(t, text) }

// ToastError tells of a failure that leaves the page as it is.
func (s *shell) ToastError(err error) { s.toastError(err) }

// ToastUntil tells what is going to happen, and lets it be taken back until then.
func (s *shell) ToastUntil(t kit.Tone, text, verb string, until time.Time, undo func()) {
	s.frame.toasts.Clear()
	s.frame.toasts.ShowUntil(t, text, verb, until, undo)
}

// KeyButtons are what a person can do about a data key that cannot be had.
func (s *shell) KeyButtons(t *desk.Trouble) []fyne.CanvasObject { return keyButtons(s, t) }

// OpenClients opens the list.
func (s *shell) OpenClients() { s.openClients() }

// OpenConnect opens the page of consents.
func (s *shell) OpenConnect(l desk.Link) { s.openConnectFor(l) }

// OpenQueue opens the link queue.
func (s *shell) OpenQueue() { s.openQueue() }

// OpenSettings opens the settings.
func (s *shell) OpenSettings() { s.openSettings() }

// Canvas is what dialogs and menus open on.
func (s *shell) Canvas() fyne.Canvas { return s.window.Canvas() }

// Preferences keep what the person has chosen about the window.
func (s *shell) Preferences() fyne.Preferences { return s.app.Preferences() }

// Clipboard is the system's.
func (s *shell) Clipboard() fyne.Clipboard { return s.app.Clipboard() }

// Now is the window's clock.
func (s *shell) Now() time.Time { return s.now() }
