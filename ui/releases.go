package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/policy"
	"crosswalk/internal/tongue"
	"crosswalk/internal/update"
	"crosswalk/ui/kit"
)

// Updater asks whether a newer version was released. Newer may block on the network; Show opens a browser.
type Updater interface {
	Asks() bool // this build does, and may
	Newer(ctx context.Context) (version string, err error)
	Show(version string) error
}

// releases is the quiet word in the status bar that a newer version can be had. Nothing is downloaded.
type releases struct {
	shell *shell
	from  Updater           // nil where nobody is asked
	view  fyne.CanvasObject // the link, no higher than the words beside it
	link  *kit.Button
	found string
}

// What is remembered between starts, so that nobody is asked more than once a day.
const (
	prefNewerOff   = "newer.off"
	prefNewerAsked = "newer.asked" // RFC 3339
	prefNewerFound = "newer.found" // the version
)

const (
	askNewerAfter = 30 * time.Second // the window has other things to do first
	askNewerEvery = 24 * time.Hour
	lookNewer     = time.Hour // a window stays open for weeks, and the computer sleeps
)

func newReleases(s *shell) *releases {
	r := &releases{shell: s}
	r.link = kit.NewLink("", r.open).InSmall()
	r.view = kit.Inset(0, -1, 0, -1, r.link)
	r.view.Hide()
	return r
}

// followReleases shows what was found earlier, and asks once a day from now on.
func (s *shell) followReleases(u Updater) {
	if u == nil || !u.Asks() || policy.Forbids(s.desk.Policy().UpdateCheck) {
		return
	}
	r := s.frame.newer
	r.from = u
	r.show(s.app.Preferences().String(prefNewerFound))
	s.tasks.after(askNewerAfter, r.ask)
	s.tasks.every(lookNewer, r.ask)
}

func (r *releases) off() bool { return r.shell.app.Preferences().Bool(prefNewerOff) }

// ask asks unless that was done within a day, or is switched off. A failure is quiet and counts: the next day will do.
func (r *releases) ask() {
	prefs, now := r.shell.app.Preferences(), r.shell.now()
	last, err := time.Parse(time.RFC3339, prefs.String(prefNewerAsked))
	if r.off() || err == nil && now.Sub(last).Abs() < askNewerEvery {
		return
	}
	prefs.SetString(prefNewerAsked, now.UTC().Format(time.RFC3339))
	run(r.shell.tasks, "newer", networkLimit, r.from.Newer, func(version string, err error) {
		if err == nil && !r.off() {
			prefs.SetString(prefNewerFound, version)
			r.show(version)
		}
	})
}

// show says that a version can be had, if it is newer than this one: after an update it is not any more.
func (r *releases) show(version string) {
	here := r.shell.frame.version
	if r.off() || !update.IsNewer(version, here) {
		r.found = ""
		r.view.Hide()
	} else {
		r.found = version
		r.link.SetText(tongue.F("Version {version} is available · you have {here}", "version", version, "here", here))
		r.view.Show()
	}
	r.shell.frame.status.line.Refresh()
}

func (r *releases) open() {
	if err := r.from.Show(r.found); err != nil {
		r.shell.toast(kit.Act, tongue.F("The browser did not open. Version {found} is where this one came from.", "found", r.found))
	}
}

// newerVersions is the card of the settings about them; it is not there where a build asks nobody.
type newerVersions struct {
	shell *shell
	view  fyne.CanvasObject
	on    *kit.Check
}

func newNewerVersions(s *shell) *newerVersions {
	n := &newerVersions{shell: s}
	n.on = kit.NewCheck(tongue.L("Ask once a day whether a newer version was released"), n.set)
	off := policy.Forbids(s.desk.Policy().UpdateCheck)
	n.on.SetEnabled(!off)
	n.view = section(tongue.L("Newer versions"), tongue.L("Crosswalk asks GitHub, where it is released, and says nothing about you, this computer or your clients. Nothing is downloaded by itself."),
		n.on, decided(off))
	if s.frame.newer.from == nil && !off {
		n.view.Hide()
	}
	return n
}

func (n *newerVersions) draw() {
	n.on.SetChecked(n.shell.frame.newer.from != nil && !n.shell.frame.newer.off())
}

func (n *newerVersions) set(on bool) {
	prefs := n.shell.app.Preferences()
	prefs.SetBool(prefNewerOff, !on)
	n.shell.frame.newer.show(prefs.String(prefNewerFound))
	if on {
		n.shell.frame.newer.ask()
	}
}
