//go:build e2e && linux

// Package stage puts the built program on a stage for the end-to-end tests: a display of its own with a
// window manager, a private message bus with a real key store, and a real browser that is the system's
// default. Rules:
//
//   - Nothing of the person's own session is touched: home, runtime folder, bus, display, key store and
//     browser profile all live in one folder that goes away with the stage.
//   - Every process of a stage is in one process group, which dies with the test, however the test dies.
//   - The program is used as a person uses it, by mouse and keyboard. What is on screen is read from a
//     list that a test build of the program gives away (label, role, place of every element).
//   - Nothing waits for a time to pass: everything waits for something to be there, with a deadline.
//   - What is missing on this computer fails the test; nothing is skipped.
package stage

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Patience is how long a step waits for what it expects: long enough for two busy cores without a
// graphics card, short enough to find out.
const Patience = 45 * time.Second

const pollEvery = 50 * time.Millisecond

// Stage is one private desktop session.
type Stage struct {
	t       testing.TB // the act's, while one is played
	whole   *testing.T // the play's
	dir     string
	group   *group
	display string
	screen  *screen
	env     []string
	browser *Browser
	keys    *os.Process // the key store's; nil where there is none
	app     *App
	under   []string // a command that starts the program; none: it starts by itself
}

// Option changes the session before it starts.
type Option func(*options)

type options struct {
	keys          keyStore
	bare          bool
	follows       bool
	width, height int // of the screen, in pixels
}

type keyStore int

const (
	keysUnlocked keyStore = iota
	keysAbsent
)

// WithoutKeys leaves the session without any program that keeps secrets, like a bare window manager.
func WithoutKeys() Option { return func(o *options) { o.keys = keysAbsent } }

// Bare leaves the screen without a window manager, so that only the program draws on it.
func Bare() Option { return func(o *options) { o.bare = true } }

// Following has no browser in the session, only a program that follows where an address leads: for plays in which nobody
// looks at a page.
func Following() Option { return func(o *options) { o.follows = true } }

// Screen gives the session a screen of another size, in pixels.
func Screen(width, height int) Option {
	return func(o *options) { o.width, o.height = width, height }
}

// New opens a session that ends with the test. It fails the test when anything that it needs is missing.
func New(t *testing.T, opts ...Option) *Stage {
	t.Helper()
	o := options{width: 1400, height: 900}
	for _, opt := range opts {
		opt(&o)
	}
	needCommands(t, "Xvfb", "openbox", "xdotool", "xprop", "xwininfo", "dbus-daemon", "dbus-send",
		"gnome-keyring-daemon", "secret-tool", "xdg-open")
	s := &Stage{t: t, whole: t}
	s.dir = privateFolder(t)
	s.group = newGroup(t, s.dir)
	s.env = sessionEnv(s.dir)
	s.openDisplay(o.width, o.height)
	if !o.bare {
		s.openWindowManager()
	}
	s.openBus(o.keys)
	if o.keys == keysUnlocked {
		s.openKeys()
	}
	s.browser = s.installBrowser(o.follows)
	t.Cleanup(s.tellFailure) // registered last, so that it runs before anything is taken down
	return s
}

// Act plays one part of a play, on what the parts before it have left. When it fails, nothing is played after it.
func (s *Stage) Act(name string, play func(t *testing.T)) {
	s.t.Helper()
	ok := s.whole.Run(name, func(t *testing.T) {
		s.t = t
		play(t)
	})
	s.t = s.whole
	if !ok {
		s.whole.FailNow()
	}
}

// privateFolder has a short name, since the address of a socket may have no more than 108 bytes.
func privateFolder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "stage")
	if err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"home", "data", "config", "cache", "run", "bin"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// sessionEnv is made from nothing, so that no proxy, theme or bus of the person's own gets in.
func sessionEnv(dir string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + filepath.Join(dir, "home"),
		"XDG_DATA_HOME=" + filepath.Join(dir, "data"),
		"XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
		"XDG_CACHE_HOME=" + filepath.Join(dir, "cache"),
		"XDG_RUNTIME_DIR=" + filepath.Join(dir, "run"),
		"XDG_SESSION_TYPE=x11",
		"LANG=en_US.UTF-8",
		"TZ=America/Los_Angeles",
		"FYNE_SCALE=1",
		"FYNE_THEME=light",
	}
}

// Dir is the folder with everything that the session and the program keep.
func (s *Stage) Dir() string { return s.dir }

// eventually asks again and again until done, or fails the test with what was waited for and why not yet.
func (s *Stage) eventually(what string, ask func() (done bool, why string)) {
	s.t.Helper()
	s.within(Patience, what, ask)
}

func (s *Stage) within(limit time.Duration, what string, ask func() (done bool, why string)) {
	s.t.Helper()
	end := time.NewTimer(limit)
	defer end.Stop()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		done, why := ask()
		if done {
			return
		}
		select {
		case <-end.C:
			s.t.Fatalf("waited %s for %s: %s", limit, what, why)
		case <-tick.C:
		}
	}
}

// tellFailure leaves what a person would want to see of a failed test.
func (s *Stage) tellFailure() {
	if !s.t.Failed() {
		return
	}
	name := "failed-" + fileName(s.t.Name())
	if err := save(s.screen.picture(s.screen.bounds()), shotPath(name)); err == nil {
		s.t.Logf("the screen at the end is in %s", shotPath(name))
	}
	if s.app != nil {
		s.t.Logf("what is on screen:\n%s", s.app.labels())
		s.app.stacks()
		s.t.Logf("the program's own words:\n%s", s.app.words())
	}
	s.t.Logf("the key store:\n%s%s%s", s.keysState(), s.log("keys"), s.log("bus"))
}
