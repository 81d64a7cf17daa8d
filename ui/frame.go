package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/clients"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
	"crosswalk/ui/provision"
	"crosswalk/ui/queue"
	"crosswalk/ui/verify"
)

// frame is what stands around the page: the strip on top, the menu at the side, the status bar below.
type frame struct {
	view    *fyne.Container
	strip   *strip
	side    *fyne.Container
	navs    navs
	room    *fyne.Container
	status  statusBar
	toasts  *kit.Toasts
	keyWait *keyWait
	newer   *releases
	version string
	now     func() time.Time
}

// statusBar is the line below: where one is, how many are linked, how many need somebody, when the last was checked.
type statusBar struct {
	place, linked, needs, last *kit.Text
	line                       *fyne.Container
}

type navs struct{ clients, connect, provision, verify, settings, lock *kit.Nav }

func newFrame(s *shell, version string) *frame {
	f := &frame{version: version, now: func() time.Time { return s.now() }, strip: newStrip(s), room: kit.Stack(), toasts: kit.NewToasts()}
	f.navs = navs{
		clients:   kit.NewNav(kit.IconList, tongue.L("Clients"), s.openClients),
		connect:   kit.NewNav(kit.IconLink, tongue.L("Link companies"), s.openLinking),
		provision: kit.NewNav(kit.IconPlus, tongue.L("New company"), func() { s.openProvision("") }),
		verify:    kit.NewNav(kit.IconShield, tongue.L("Verify"), s.openVerify),
		settings:  kit.NewNav(kit.IconSliders, tongue.L("Settings"), s.openSettings),
		lock:      kit.NewNav(kit.IconLock, tongue.L("Lock"), s.lockNow),
	}
	brand := kit.Inset(10, 0, 0, 12, kit.Row(8, kit.NewLogo(20), kit.NewText(kit.CardTitle, tongue.L("Crosswalk"))))
	menu := kit.Column(2, brand, f.navs.clients, f.navs.connect, f.navs.provision, f.navs.verify, f.navs.settings, kit.Spacer(), f.navs.lock)
	f.side = kit.Row(0, kit.Fixed(199, 0, kit.On(kit.ColorSidebar, kit.Inset(8, 16, 8, 8, menu))), kit.Upright())
	f.side = sideways(f.side)
	f.status.place, f.status.linked = kit.NewText(kit.Small, ""), kit.NewText(kit.Small, "").Whole()
	f.status.needs, f.status.last = kit.NewText(kit.Small, "").Whole(), kit.NewText(kit.Small, "").Whole()
	f.newer = newReleases(s)
	f.status.line = kit.Row(18, f.status.place, f.status.linked, f.status.needs, kit.Spacer(), f.newer.view, f.status.last)
	status := kit.Inset(16, 6, 16, 6, f.status.line)
	bottom := kit.Column(0, kit.Line(), kit.On(kit.ColorSidebar, status))
	whole := kit.Edge(f.strip.view, bottom, f.side, nil, f.room)
	f.toasts.Now = f.now
	f.toasts.After = func(d time.Duration, gone func()) { s.tasks.after(d, gone) }
	f.keyWait = newKeyWait(s)
	f.view = kit.Stack(kit.NewSensor(), whole, f.keyWait.view, f.toasts.Layer())
	f.side.Hide()
	f.navs.provision.Hide()
	return f
}

// sideways makes a row whose parts have the full height.
func sideways(r *fyne.Container) *fyne.Container {
	return kit.Edge(nil, nil, r.Objects[0], nil, r.Objects[1])
}

// show puts a page into its room and marks its entry in the menu.
func (f *frame) show(p page.Page, stage desk.Stage) {
	_, list := p.(*clients.Page)
	f.room.Objects = []fyne.CanvasObject{p.View()}
	kit.ClearTo(kit.ColorWindow)
	if list { // its rows and details
		kit.ClearTo(kit.ColorSurface)
	}
	_, connect := p.(*connectPage)
	_, sitting := p.(*queue.Page)
	_, verdicts := p.(*verify.Page)
	_, settings := p.(*settingsPage)
	_, company := p.(*provision.Page)
	f.navs.clients.SetSelected(list)
	f.navs.connect.SetSelected(connect || sitting)
	f.navs.verify.SetSelected(verdicts || helps(p))
	f.navs.provision.SetSelected(company)
	f.navs.settings.SetSelected(settings)
	if list || connect || sitting || verdicts || settings || company || helps(p) && stage == desk.Open {
		f.side.Show()
	} else {
		f.side.Hide()
	}
	f.view.Refresh()
}

// draw writes the strip and the status bar.
func (f *frame) draw(s *desk.Snapshot) {
	f.strip.draw(s)
	f.keyWait.draw(s)
	switch s.Stage {
	case desk.Open:
		f.status.place.SetText(tongue.L(s.Environment.Label))
		f.drawCounts(s)
	case desk.NotSetUp:
		f.outside(tongue.L("Not set up"))
	case desk.Shut:
		f.outside(tongue.L("Not open"))
	default:
		f.outside(tongue.L("Opening…"))
	}
	badge := ""
	if s.NeedYou > 0 {
		badge = page.Number(s.NeedYou)
	}
	f.status.line.Refresh() // a longer word needs more room
	f.navs.verify.SetBadge(kit.Act, badge, needYou(s.NeedYou))
	badge = ""
	if s.Sitting != nil && s.Sitting.State != desk.SittingDone {
		badge = fmt.Sprint(s.Sitting.Count.Total - s.Sitting.Count.Settled)
	}
	f.navs.connect.SetBadge(kit.Neutral, badge, tongue.F("{badge} left", "badge", badge))
}

// drawCounts says what is known: while a long list is being read, that is how long it is.
func (f *frame) drawCounts(s *desk.Snapshot) {
	if s.Unread != nil {
		f.status.linked.SetText(tongue.F("{links} linked", "links", len(s.Links)+s.Unread.Links))
		f.status.needs.SetText("")
		f.status.last.SetText(tongue.L("Reading the list…"))
		return
	}
	f.status.linked.SetText(tongue.F("{links} linked", "links", len(s.Links)))
	f.status.needs.SetText(needYou(s.NeedYou))
	f.status.last.SetText(checked(s.Checked, f.now()))
}

func (f *frame) outside(place string) {
	f.status.place.SetText(place)
	f.status.linked.SetText("")
	f.status.needs.SetText("")
	f.status.last.SetText(tongue.F("Crosswalk {version}", "version", f.version))
}

func needYou(n int) string {
	switch n {
	case 0:
		return tongue.L("nothing needs you")
	case 1:
		return tongue.L("1 needs you")
	}
	return tongue.F("{n} need you", "n", n)
}

func checked(at, now time.Time) string {
	if at.IsZero() {
		return tongue.L("Not checked yet")
	}
	return tongue.F("Checked {when}", "when", words.When(at, now))
}

// strip is the amber line of practice, demo and custom addresses; production has none.
type strip struct {
	view        *fyne.Container
	label, text *kit.Text
}

func newStrip(s *shell) *strip {
	t := &strip{
		label: kit.NewText(kit.SmallStrong, "").SetColor(kit.ColorStrip),
		text:  kit.NewText(kit.Small, "").SetColor(kit.ColorStrip),
	}
	setUp := kit.NewLink(tongue.L("Set up Gusto"), s.openSetup).InTone(kit.ColorStrip)
	line := kit.Inset(16, 5, 16, 4, kit.Row(8, t.label, t.text, kit.Spacer(), setUp))
	t.view = kit.Column(0, kit.On(kit.ColorStripBg, line), kit.Line())
	t.view.Hide()
	return t
}

func (t *strip) draw(s *desk.Snapshot) {
	if s.Stage != desk.Open || s.Environment.Strip == "" {
		t.view.Hide()
		return
	}
	t.label.SetText(tongue.L(s.Environment.Label))
	t.text.SetText(tongue.L(s.Environment.Strip))
	t.view.Show()
}
