package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// page is one page of the window: passive, drawn from a snapshot.
type page interface {
	view() fyne.CanvasObject
	draw(s *desk.Snapshot)
	leave() // another page comes; what waits may go on, what is open is closed
}

// shell is the window: strip, menu at the side, the page, and the status bar.
type shell struct {
	app    fyne.App
	window fyne.Window
	desk   Desk
	tasks  *tasks
	keys   *kit.Keys
	frame  *frame
	pages  pages
	at     page
	now    func() time.Time
	form   bool // the page stays whatever the snapshot says, until it is left
}

// pages are made when they are first opened.
type pages struct {
	companies *companiesPage
	connect   *connectPage
	settings  *settingsPage
}

const (
	openWidth, openHeight   = 1280, 800
	leastWidth, leastHeight = 960, 640
	prefWidth, prefHeight   = "window.width", "window.height"
)

func newShell(ctx context.Context, app fyne.App, d Desk, version string) *shell {
	s := &shell{app: app, desk: d, window: app.NewWindow("Crosswalk"), keys: &kit.Keys{}, now: time.Now}
	s.tasks = newTasks(ctx)
	s.frame = newFrame(s, version)
	s.window.SetPadded(false)
	s.window.SetMaster()
	s.window.SetContent(s.frame.view)
	prefs := app.Preferences()
	s.window.Resize(fyne.NewSize(
		float32(max(leastWidth, prefs.IntWithFallback(prefWidth, openWidth))),
		float32(max(leastHeight, prefs.IntWithFallback(prefHeight, openHeight)))))
	s.window.SetCloseIntercept(s.close)
	s.keys.Install(s.window.Canvas())
	s.keys.OnRune, s.keys.OnKey = s.typed, s.pressed
	d.Watch(s.tasks.listen(s.draw))
	return s
}

// start opens what was open last, once the window stands.
func (s *shell) start() {
	s.draw()
	s.tasks.do("start", keyLimit, s.desk.Start, func(error) { s.draw() })
}

// draw shows the snapshot: the page that its stage calls for, or the page at hand with new facts.
func (s *shell) draw() {
	now := s.desk.Snapshot()
	s.frame.draw(now)
	if !s.form {
		switch now.Stage {
		case desk.Starting:
			return
		case desk.NotSetUp:
			if _, ok := s.at.(*welcomePage); !ok {
				s.open(newWelcomePage(s))
			}
		case desk.Shut:
			s.open(newShutPage(s, now.Trouble))
		case desk.Open:
			if !s.belongs(s.at) {
				s.openCompanies()
			}
		}
	}
	if s.at != nil {
		s.at.draw(now)
	}
}

// belongs says whether a page is one of an open environment.
func (s *shell) belongs(p page) bool {
	switch p.(type) {
	case *companiesPage, *connectPage, *settingsPage:
		return true
	}
	return false
}

// open shows a page.
func (s *shell) open(p page) {
	if s.at != nil && s.at != p {
		s.at.leave()
	}
	s.at, s.form = p, false
	s.frame.show(p)
	p.draw(s.desk.Snapshot())
}

// openForm shows a page that stays until it is done or left.
func (s *shell) openForm(p page) {
	s.open(p)
	s.form = true
}

// done leaves a form for whatever the snapshot calls for.
func (s *shell) done() {
	s.form = false
	s.at.leave()
	s.at = nil
	s.draw()
}

func (s *shell) openCompanies() {
	if s.pages.companies == nil {
		s.pages.companies = newCompaniesPage(s)
	}
	s.open(s.pages.companies)
}

func (s *shell) openConnect() { s.openConnectFor(desk.Link{}) }

// openConnectFor opens the page of consents for one link, or for a company that is not linked yet.
func (s *shell) openConnectFor(l desk.Link) {
	if s.pages.connect == nil {
		s.pages.connect = newConnectPage(s)
	}
	s.pages.connect.aim(l)
	s.open(s.pages.connect)
	s.pages.connect.focus()
}

func (s *shell) openSettings() {
	if s.pages.settings == nil {
		s.pages.settings = newSettingsPage(s)
	}
	s.open(s.pages.settings)
}

func (s *shell) openSetup() { s.openForm(newSetupPage(s)) }

// typed gets the plain keys that nothing on the page wanted.
func (s *shell) typed(r rune) {
	if p, ok := s.at.(interface{ typed(rune) }); ok {
		p.typed(r)
	}
}

// pressed gets the named keys that nothing on the page wanted.
func (s *shell) pressed(e *fyne.KeyEvent) {
	if p, ok := s.at.(interface{ pressed(fyne.KeyName) }); ok {
		p.pressed(e.Name)
	}
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
