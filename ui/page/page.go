// Package page is what all pages of the window have in common: what they may ask of the window around them, and how
// they say things.
//
// Rules: a page is passive: it is drawn from the desk's snapshot and owns only what is on screen; whatever may wait is
// a task of the window; it knows the desk's values, never its doors.
package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// Page is one page of the window.
type Page interface {
	View() fyne.CanvasObject
	Draw(s *desk.Snapshot)
	Leave() // another page comes; what waits may go on, what is open is closed
}

// Window is what a page may ask of the window around it, on the toolkit's goroutine.
type Window interface {
	Tasks
	Voice
	Ways
	Canvas() fyne.Canvas
	Board
	Preferences() fyne.Preferences
	Now() time.Time
}

// Board is the system's clipboard.
type Board interface {
	Clipboard() fyne.Clipboard
	CopySecret(text string) // it leaves the clipboard after 90 seconds, and when the window locks or closes
}

// Tasks runs what may wait. done gets the result on the toolkit's goroutine, unless a newer task of the same key,
// Cancel or the window's end came first.
type Tasks interface {
	Do(key string, limit time.Duration, work func(context.Context) error, done func(error))
	Cancel(key string)
	Busy(key string) bool
	Slow(key string) bool // it has run for so long that the screen says so
	After(d time.Duration, f func()) (stop func())
	Post(f func()) // from any goroutine: f runs on the toolkit's
	Redraw()       // draws the page from the snapshot again
}

// Voice tells what has happened and needs no answer.
type Voice interface {
	Toast(t kit.Tone, text string)
	ToastError(err error) // giving up is no error and says nothing
	ToastUntil(t kit.Tone, text, verb string, until time.Time, undo func())
	KeyButtons(t *desk.Trouble) []fyne.CanvasObject // what can be done about a data key that cannot be had
}

// Ways lead to the other pages.
type Ways interface {
	OpenClients()
	OpenClient(id string)        // the list, with the row of a client or a link
	OpenProvision(client string) // a new company, filled in from a client; "" as it was left
	CanProvision() bool          // new companies are made from this computer
	OpenConnect(l desk.Link)     // for one link, or for a company that is not linked yet
	OpenQueue()
	OpenSettings()
}

// How long a task may take before it is given up.
const (
	DiskLimit    = 30 * time.Second
	NetworkLimit = 30 * time.Second
	KeyLimit     = 2 * time.Minute
	RoundLimit   = 4 * time.Hour // thousands of companies, as fast as Gusto lets
)

// Run is Do for work with a result.
func Run[T any](t Tasks, key string, limit time.Duration, work func(context.Context) (T, error), done func(T, error)) {
	var value T
	t.Do(key, limit, func(ctx context.Context) (err error) {
		value, err = work(ctx)
		return err
	}, func(err error) { done(value, err) })
}
