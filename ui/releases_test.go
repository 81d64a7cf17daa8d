package ui

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/policy"
)

// tellerOf answers what was released, and counts.
type tellerOf struct {
	version string
	err     error
	silent  bool
	asked   int
	shown   []string
}

func (f *tellerOf) Asks() bool                            { return !f.silent }
func (f *tellerOf) Newer(context.Context) (string, error) { f.asked++; return f.version, f.err }
func (f *tellerOf) Show(version string) error {
	f.shown = append(f.shown, version)
	return f.err
}

const newerWords = "Version 1.3.0 is available · you have 1.2.0"

// following is a window of version 1.2.0 whose timers go off when tick is called.
func following(t *testing.T, f *tellerOf, prepare ...func(*window)) (w *window, tick func()) {
	t.Helper()
	w = openWindow(t, open())
	w.frame.version = "1.2.0"
	for _, p := range prepare {
		p(w)
	}
	var due []func()
	w.tasks.timer = func(_ time.Duration, f func()) func() bool {
		due = append(due, f)
		return func() bool { return true }
	}
	w.followReleases(f)
	return w, func() {
		now := due
		due = nil
		for _, f := range now {
			f()
		}
		w.queue.drain()
	}
}

func TestANewerVersionIsALinkThatOpensItsPageByAClick(t *testing.T) {
	f := &tellerOf{version: "1.3.0"}
	w, tick := following(t, f)
	if f.asked != 0 {
		t.Fatal("asked while the window opens")
	}
	tick()
	if f.asked != 1 || len(f.shown) != 0 {
		t.Fatalf("asked %d times, shown %v", f.asked, f.shown)
	}
	w.tap("link", newerWords)
	if len(f.shown) != 1 || f.shown[0] != "1.3.0" {
		t.Errorf("shown %v", f.shown)
	}
}

func TestNobodyIsAskedMoreThanOnceADay(t *testing.T) {
	f := &tellerOf{err: errors.New("no network")}
	w, tick := following(t, f)
	at := w.now()
	for hour := range 49 {
		w.shell.now = func() time.Time { return at.Add(time.Duration(hour) * time.Hour) }
		tick()
	}
	if f.asked != 3 {
		t.Errorf("asked %d times in two days, want 3: at once, after a day, after two", f.asked)
	}
	if _, ok := w.seek("link", newerWords); ok {
		t.Error("a failure is told as a version")
	}
}

// What was found is known after a restart, without asking, until this version has caught up.
func TestWhatWasFoundIsRememberedUntilItIsInstalled(t *testing.T) {
	asked := func(w *window) {
		w.app.Preferences().SetString(prefNewerFound, "1.3.0")
		w.app.Preferences().SetString(prefNewerAsked, w.now().Add(-time.Hour).UTC().Format(time.RFC3339))
	}
	f := &tellerOf{}
	w, tick := following(t, f, asked)
	tick()
	if f.asked != 0 {
		t.Error("asked within an hour")
	}
	w.find("link", newerWords)
	w, _ = following(t, f, asked, func(w *window) { w.frame.version = "1.3.0" })
	if _, ok := w.seek("link", "Version 1.3.0 is available · you have 1.3.0"); ok || w.frame.newer.view.Visible() {
		t.Error("told of the version that runs")
	}
}

func TestAskingForNewerVersionsCanBeSwitchedOff(t *testing.T) {
	f := &tellerOf{version: "1.3.0"}
	w, tick := following(t, f)
	tick()
	w.openSettings()
	w.queue.drain()
	w.pages.settings.newer.on.Tapped(nil)
	w.queue.drain()
	if _, ok := w.seek("link", newerWords); ok {
		t.Error("still told after it was switched off")
	}
	at := w.now()
	w.shell.now = func() time.Time { return at.Add(48 * time.Hour) }
	tick()
	if f.asked != 1 {
		t.Errorf("asked %d times, though it is switched off", f.asked)
	}
	w.pages.settings.newer.on.Tapped(nil)
	w.queue.drain()
	w.find("link", newerWords)
	if f.asked != 2 || !w.pages.settings.newer.on.Checked() {
		t.Errorf("switched on again: asked %d times, checked %t", f.asked, w.pages.settings.newer.on.Checked())
	}
}

func TestTheOrganizationOrTheBuildKeepItFromAsking(t *testing.T) {
	forbid := func(w *window) {
		w.desk.policy = policy.Policy{Where: "/etc/crosswalk/policy.json", Rights: policy.Rights{UpdateCheck: policy.Choice[bool]{Set: true}}}
	}
	f := &tellerOf{version: "1.3.0"}
	w, tick := following(t, f, forbid)
	tick()
	w.openSettings()
	w.queue.drain()
	if f.asked != 0 || !w.pages.settings.newer.view.Visible() || !w.pages.settings.newer.on.Disabled() || w.pages.settings.newer.on.Checked() {
		t.Errorf("forbidden: asked %d times, shown %t", f.asked, w.pages.settings.newer.view.Visible())
	}
	f = &tellerOf{version: "1.3.0", silent: true}
	w, tick = following(t, f)
	tick()
	w.openSettings()
	w.queue.drain()
	if f.asked != 0 || w.pages.settings.newer.view.Visible() {
		t.Errorf("a build that asks nobody: asked %d times, offered %t", f.asked, w.pages.settings.newer.view.Visible())
	}
}

func TestSettingsSayWhichVersionThisIs(t *testing.T) {
	w := openWindow(t, open())
	w.frame.version = "1.2.3"
	w.openSettings()
	w.queue.drain()
	w.window.Resize(fyne.NewSize(1280, 4000))
	w.find("text", "About")
	w.find("text", "Crosswalk 1.2.3")
}

func TestTheStatusBarKeepsItsHeightWithAVersionInIt(t *testing.T) {
	f := &tellerOf{version: "1.3.0"}
	w, tick := following(t, f)
	before := w.frame.status.line.MinSize().Height
	tick()
	if after := w.frame.status.line.MinSize().Height; after != before {
		t.Errorf("%v high with the link, %v without", after, before)
	}
}
