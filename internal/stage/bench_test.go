//go:build e2e && bench && linux

package stage

import (
	"bytes"
	"fmt"
	"image"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/sandbox"
)

// The numbers of docs/benchmarks.md. They are printed, and fail nothing: what a machine does while it is busy
// is not the program's fault. Everything is measured beside a bare window in the same run.

const (
	rounds  = 9
	settle  = 5 * time.Second
	idleFor = 20 * time.Second
)

func TestNumbersBesideABareWindow(t *testing.T) {
	hello, program := helloProgram(t), builtProgram(t)
	s := New(t, Bare())
	var starts [2][]time.Duration
	for round := range rounds + 1 {
		for i, path := range []string{hello, program} {
			p, took := s.Launch(path)
			p.End()
			if round > 0 { // the first reads the program from the disk
				starts[i] = append(starts[i], took)
			}
		}
	}
	bare, ours := median(starts[0]), median(starts[1])
	row(t, "start to first frame", "ms", ms(bare), ms(ours), "≤ 1.25")
	var memory [2]float64
	var idle [2]float64
	for i, path := range []string{hello, program} {
		p, _ := s.Launch(path)
		wait(settle)
		began, cpu := time.Now(), p.CPU()
		wait(idleFor)
		idle[i] = 100 * (p.CPU() - cpu).Seconds() / time.Since(began).Seconds()
		memory[i] = float64(p.Memory()) / (1 << 20)
		p.End()
	}
	row(t, "memory at rest (PSS)", "MB", memory[0], memory[1], "≤ 1.25")
	row(t, "processor while idle", "% of a core", idle[0], idle[1], "≤ 1.0")
}

// From the browser's callback to the companies on screen, beyond what the provider took itself: once until the window
// has them (every row laid out, one frame asked for), which is ours, and once until they are pixels, which is the
// toolkit's frame and the machine's drawing of it as well, with a browser drawing its landing page on the same cores.
func TestNumbersFromTheCallbackToTheCompanies(t *testing.T) {
	f := &firm{stage: New(t, Screen(2600, 900)), gusto: openProvider(t, sandbox.Classic)} // room for both windows
	f.App = f.stage.Start()
	f.xdotool("windowmove", f.window, "1200", "30") // beside the browser
	f.Click("button:Enter keys")
	f.enterKeys()
	var wanted *image.RGBA
	var beyond, whole, pixels []time.Duration
	for round := range rounds + 1 {
		tab := f.goToGusto()
		tab.signIn(sandbox.Dana, sandbox.Classic)
		back, err := url.Parse(tab.At("/oauth/authorize").Query().Get("redirect_uri"))
		if err != nil {
			t.Fatal(err)
		}
		callback := tab.sends(back.String())
		tab.arriveAt("page-consent")
		f.letGo()
		list := f.area().Inset(220) // inside the list of companies, away from what changes with the time
		tab.ClickOn("#authorize")
		if round == 0 {
			f.SeeText("gave access to 12 companies")
			f.Shot("bench-companies")
			wanted = f.stage.screen.picture(list)
		} else {
			done := f.eventuallyLaidOut("gave access to 12 companies")
			f.stage.eventuallyDrawn(list, wanted)
			drawn := time.Now()
			began := <-callback
			pixels = append(pixels, drawn.Sub(began))
			whole = append(whole, done.Sub(began))
			beyond = append(beyond, done.Sub(began)-f.gusto.busy.between(began, done))
		}
		f.Click("button:Cancel")
		f.See("button:Open Gusto")
	}
	fmt.Printf("%-42s %8.0f ms beyond the provider's %.0f ms (aim ≤ 50; slowest %.0f)\n", "callback to companies in the window",
		ms(median(beyond)), ms(median(whole))-ms(median(beyond)), ms(slices.Max(beyond)))
	fmt.Printf("%-42s %8.0f ms, with the frame in software and the browser's own page\n", "callback to companies in pixels", ms(median(pixels)))
}

// eventuallyLaidOut asks the window what it shows until the words are there, and gives the moment.
func (a *App) eventuallyLaidOut(words string) time.Time {
	a.s.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(Patience)
	for {
		for _, e := range a.Map() {
			if strings.Contains(e.Label, words) {
				return time.Now()
			}
		}
		select {
		case <-tick.C:
		case <-deadline:
			a.s.t.Fatalf("%q never came", words)
		}
	}
}

// eventuallyDrawn looks at a part of the screen every four milliseconds until it is as wanted.
func (s *Stage) eventuallyDrawn(area image.Rectangle, wanted *image.RGBA) {
	s.t.Helper()
	tick := time.NewTicker(4 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(Patience)
	for !bytes.Equal(s.screen.picture(area).Pix, wanted.Pix) {
		select {
		case <-tick.C:
		case <-deadline:
			s.t.Fatal("the companies were not drawn as before")
		}
	}
}

func row(t *testing.T, what, unit string, bare, ours float64, aim string) {
	t.Helper()
	fmt.Printf("%-42s %8.2f× of a bare window (aim %s): %.1f beside %.1f %s\n", what, ours/bare, aim, ours, bare, unit)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(of []time.Duration) time.Duration {
	of = slices.Sorted(slices.Values(of))
	return of[len(of)/2]
}

// wait lets time pass: here it is what is measured.
func wait(d time.Duration) { <-time.After(d) }

func helloProgram(t *testing.T) string {
	t.Helper()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "build", "stage", "hello")
	cmd := exec.Command("go", "build", "-tags", "migrated_fynedo,no_animations,hello", "-o", path, "./internal/stage/hello")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the bare window: %v\n%s", err, out)
	}
	return path
}

// builtProgram is the program as people get it, without the test build's list of the screen.
func builtProgram(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("CROSSWALK_PROGRAM"); path != "" {
		return path
	}
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "build", "crosswalk")
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v: 'make build' makes it", err)
	}
	return path
}
