package ui

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/handover"
	"crosswalk/internal/tongue"
	"crosswalk/ui/clients"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
	"crosswalk/ui/provision"
	"crosswalk/ui/queue"
	"crosswalk/ui/verify"
)

// shell is the window: strip, menu at the side, the page, and the status bar.
type shell struct {
	app    fyne.App
	window fyne.Window
	desk   Desk
	tasks  *tasks
	keys   *kit.Keys
	frame  *frame
	pages  pages
	help   helpPages
	now    func() time.Time
	onScreen
	guard
	makes provision.Registrar // nil where no company is made
}

// onScreen is the page at hand.
type onScreen struct {
	at   page.Page
	form bool // it stays whatever the snapshot says, until it is left
}

// guard is what keeps things from who should not see them.
type guard struct {
	lock   lock
	clip   clip
	erased bool // everything was removed: nothing is written any more
}

// pages are made when they are first opened.
type pages struct {
	of       string // the environment that they are of
	clients  *clients.Page
	connect  *connectPage
	queue    *queue.Page
	verify   *verify.Page
	settings *settingsPage

	provision *provision.Page
}

const (
	openWidth, openHeight   = 1280, 800
	leastWidth, leastHeight = 960, 640
	prefWidth, prefHeight   = "window.width", "window.height"
)

func newShell(ctx context.Context, app fyne.App, d Desk, version string) *shell {
	s := &shell{app: app, desk: d, window: app.NewWindow(tongue.L("Crosswalk")), keys: &kit.Keys{}, now: time.Now}
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
	s.lock = lock{shell: s, idle: idleClock{shell: s}}
	s.window.Canvas().AddShortcut(kit.LockKeys, func(fyne.Shortcut) { s.lockNow() })
	kit.OnTouch(s.lock.idle.touched)
	s.window.SetOnDropped(s.dropped)
	d.Watch(s.tasks.listen(s.draw))
	return s
}

// start opens what was open last. What comes of it waits for the window: the toolkit queues it.
func (s *shell) start() {
	s.draw()
	s.tasks.do("start", keyLimit, s.desk.Start, func(error) {
		s.draw()
		s.followAutoLock()
		s.keepVerifying()
		s.warnOfPolicy()
		s.askUnfinishedErase()
	})
}

// draw shows the snapshot: the page that its stage calls for, or the page at hand with new facts.
func (s *shell) draw() {
	now := s.desk.Snapshot()
	if s.lock.draw(now) {
		return
	}
	s.followEnvironment(now)
	s.frame.draw(now)
	s.followQueue(now)
	s.followProvision(now)
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
				s.openClients()
			}
		}
	}
	if s.at != nil {
		s.at.Draw(now)
	}
}

// followEnvironment forgets the pages of an environment that is not open any more, and leaves the one at hand. The
// settings stay: that is where somebody switches.
func (s *shell) followEnvironment(now *desk.Snapshot) {
	of := now.Environment.Profile + "/" + now.Environment.Name
	if now.Stage != desk.Open || s.pages.of == of {
		return
	}
	if s.pages.of != "" {
		s.forget()
		if _, settings := s.at.(*settingsPage); !settings && !s.form && s.belongs(s.at) {
			s.at.Leave()
			s.at = nil
		}
	}
	s.pages.of = of
}

// belongs says whether a page is one of an open environment.
func (s *shell) belongs(p page.Page) bool {
	switch p.(type) {
	case *clients.Page, *connectPage, *queue.Page, *verify.Page, *settingsPage, *provision.Page:
		return true
	}
	return false
}

// open shows a page.
func (s *shell) open(p page.Page) {
	if s.at != nil && s.at != p {
		s.at.Leave()
	}
	s.at, s.form = p, false
	s.frame.show(p, s.desk.Snapshot().Stage)
	p.Draw(s.desk.Snapshot())
}

// openForm shows a page that stays until it is done or left.
func (s *shell) openForm(p page.Page) {
	s.open(p)
	s.form = true
}

// done leaves a form for whatever the snapshot calls for.
func (s *shell) done() {
	s.form = false
	s.at.Leave()
	s.at = nil
	s.draw()
}

func (s *shell) openClients() {
	if s.pages.clients == nil {
		s.pages.clients = clients.New(s, s.desk)
	}
	s.open(s.pages.clients)
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

// openQueue opens the page of the sitting.
func (s *shell) openQueue() {
	if s.pages.queue == nil {
		s.pages.queue = queue.New(s, s.desk)
	}
	s.open(s.pages.queue)
	s.pages.queue.Focus()
}

// followQueue keeps the clipboard with a sitting whatever page is shown, and leaves its page once it is cleared away.
func (s *shell) followQueue(now *desk.Snapshot) {
	if s.pages.queue == nil && now.Sitting != nil {
		s.pages.queue = queue.New(s, s.desk)
	}
	if s.pages.queue != nil {
		s.pages.queue.Follow(now)
	}
	if _, ok := s.at.(*queue.Page); ok && now.Sitting == nil && now.Stage == desk.Open {
		s.openClients()
	}
}

// openLinking is the entry of the menu: the sitting while there is one, else one consent.
func (s *shell) openLinking() {
	if sitting := s.desk.Snapshot().Sitting; sitting != nil && sitting.State != desk.SittingDone {
		s.openQueue()
		return
	}
	s.openConnect()
}

// openVerify opens the page of verdicts.
func (s *shell) openVerify() {
	if s.pages.verify == nil {
		s.pages.verify = verify.New(s, s.desk)
		s.pages.verify.Help = verify.Help{Doctor: s.openDoctor, Bundle: s.openBundle, Keys: s.openSetup}
	}
	s.open(s.pages.verify)
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
	if s.lock.page != nil {
		return
	}
	if p, ok := s.at.(interface{ Typed(rune) }); ok {
		p.Typed(r)
	}
}

// pressed gets the named keys that nothing on the page wanted.
func (s *shell) pressed(e *fyne.KeyEvent) {
	if s.lock.page != nil {
		return
	}
	if p, ok := s.at.(interface{ Pressed(fyne.KeyName) }); ok {
		p.Pressed(e.Name)
	}
}

// dropped gets files that were dropped onto the window.
func (s *shell) dropped(_ fyne.Position, files []fyne.URI) {
	if len(s.window.Canvas().Overlays().List()) > 0 || s.lock.page != nil {
		return
	}
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, filepath.FromSlash(f.Path()))
		}
	}
	if len(paths) == 1 && handover.IsFile(paths[0]) {
		s.askSetupFile(paths[0])
	} else if p, ok := s.at.(interface{ Dropped(paths []string) }); ok {
		p.Dropped(paths)
	}
}
