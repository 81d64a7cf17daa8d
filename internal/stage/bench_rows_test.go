//go:build e2e && bench && linux

package stage

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"image"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

// A letter in the search and the turning wheel at 20,000 rows, in pixels, beside the toolkit's own list of the same
// rows under the toolkit's own field. The key's and the wheel's program is the same for both, and counts.
func TestNumbersOfSearchAndScrollInPixels(t *testing.T) {
	s := New(t)
	folder := s.firmFolder(t, openProvider(t, sandbox.Strict))
	fillFolder(t, folder)
	a := s.Start("CROSSWALK_DATA=" + folder)
	a.SeeText(fmt.Sprintf("%d,000", manyLinks/1000))
	a.Key("slash")
	ours := &listed{s: s, window: a.window, place: a.area().Inset(260)}
	if err := save(s.screen.picture(s.screen.bounds()), shotPath("bench-rows")); err != nil {
		t.Fatal(err)
	}
	ourKeys, ourFrames := ours.letters(), ours.frames()
	a.Quit()

	bare := s.openRows(t, folder)
	bareKeys, bareFrames := bare.letters(), bare.frames()
	if err := save(s.screen.picture(s.screen.bounds()), shotPath("bench-rows-bare")); err != nil {
		t.Fatal(err)
	}
	if len(ourKeys) < 5 || len(bareKeys) < 5 {
		t.Fatalf("%d and %d letters brought other rows", len(ourKeys), len(bareKeys))
	}
	fmt.Printf("%-42s %8.2f× of the toolkit's list: %.0f beside %.0f ms, p95 %.0f beside %.0f ms: %+.0f ms (aim ≤ +16)\n", "20,000 rows, one letter, in pixels",
		ms(median(ourKeys))/ms(median(bareKeys)), ms(median(ourKeys)), ms(median(bareKeys)), ms(p95(ourKeys)), ms(p95(bareKeys)), ms(p95(ourKeys))-ms(p95(bareKeys)))
	fmt.Printf("%-42s %8.2f× of the toolkit's list: %.1f beside %.1f (aim ≥ 1)\n", "20,000 rows, frames a second, wheel", ourFrames/bareFrames, ourFrames, bareFrames)
}

func p95(of []time.Duration) time.Duration {
	of = slices.Sorted(slices.Values(of))
	return of[len(of)*95/100]
}

// listed is a window with a long list and the keyboard in the field above it. place is inside the list.
type listed struct {
	s      *Stage
	window string
	place  image.Rectangle
}

func (l *listed) xdotool(args ...string) {
	l.s.t.Helper()
	if out, err := l.s.output("xdotool", args...); err != nil {
		l.s.t.Fatalf("xdotool %v: %v %s", args, err, out)
	}
}

// letters types words letter by letter, once to see which letters bring other rows and then to time those, each until the
// list looks different: all of its rows come in one frame.
func (l *listed) letters() []time.Duration {
	l.s.t.Helper()
	l.xdotool("mousemove", "--sync", "5", "5") // nothing is hovered over
	var took []time.Duration
	for _, word := range []string{"yoga", "dental", "brew", "flor", "roof", "land"} {
		brings := make([]bool, len(word))
		for timed := range 2 {
			for i, letter := range strings.Split(word, "") {
				before := l.rest()
				began, pressed := l.s.act("key", letter)
				switch {
				case timed == 0:
					brings[i] = string(l.rest().Pix) != string(before.Pix)
				case brings[i]:
					took = append(took, l.s.moment(time.Millisecond, "the list stays as it was", func() bool { return !l.s.screen.shows(l.place, before) }).Sub(began))
				}
				pressed()
			}
			l.xdotool("key", "ctrl+a", "BackSpace")
		}
	}
	return took
}

// rest waits until the list has looked the same for a while, and gives how.
func (l *listed) rest() *image.RGBA {
	l.s.t.Helper()
	wait(300 * time.Millisecond)
	last := l.s.screen.picture(l.place)
	l.s.eventually("the list to rest", func() (bool, string) {
		wait(200 * time.Millisecond)
		now := l.s.screen.picture(l.place)
		same := string(now.Pix) == string(last.Pix)
		last = now
		return same, "it still changes"
	})
	return last
}

// frames turns the wheel over the list, faster than any screen, and counts how often the list looks different, in times
// per second.
func (l *listed) frames() float64 {
	l.s.t.Helper()
	at := l.place.Min.Add(l.place.Size().Div(2))
	l.xdotool("mousemove", "--sync", fmt.Sprint(at.X), fmt.Sprint(at.Y))
	strip := image.Rect(l.place.Min.X, at.Y-20, l.place.Max.X, at.Y+20)
	var rates []float64
	for round := range 6 {
		button := fmt.Sprint(5 - round%2) // down, and up again
		turning := make(chan struct{})
		began := time.Now()
		go func() {
			defer close(turning)
			l.s.output("xdotool", "click", "--repeat", "400", "--delay", "6", button) //nolint:errcheck // no frames would tell
		}()
		rates = append(rates, float64(l.changes(strip, turning))/time.Since(began).Seconds())
		l.rest()
	}
	slices.Sort(rates)
	return rates[len(rates)/2]
}

// changes counts how often a part of the screen looks different, until an end.
func (l *listed) changes(strip image.Rectangle, end <-chan struct{}) int {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	seed := maphash.MakeSeed() // quick, so that looking takes little from what is looked at
	n, last := 0, uint64(0)
	for {
		select {
		case <-end:
			return n
		case <-tick.C:
			if now := maphash.Bytes(seed, l.s.screen.picture(strip).Pix); now != last {
				n, last = n+1, now
			}
		}
	}
}

// openRows opens the toolkit's own list of the same links.
func (s *Stage) openRows(t *testing.T, folder string) *listed {
	t.Helper()
	text, err := json.Marshal(linkRows(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(s.dir, "rows.json")
	s.write(file, string(text), 0o600)
	l := &listed{s: s}
	l.window, l.place = s.openHello(t, "rows", file)
	l.place = l.place.Inset(260)
	return l
}

// openHello opens a bare window in front, and gives its id and where it is.
func (s *Stage) openHello(t *testing.T, name string, args ...string) (window string, area image.Rectangle) {
	t.Helper()
	cmd := exec.Command(helloProgram(t, name), args...)
	cmd.Env = s.env
	if err := s.group.join(cmd, name); err != nil {
		t.Fatal(err)
	}
	s.eventually("the bare window", func() (bool, string) {
		ids, err := s.output("xdotool", "search", "--all", "--onlyvisible", "--pid", fmt.Sprint(cmd.Process.Pid), "--name", ".")
		if f := strings.Fields(ids); err == nil && len(f) > 0 {
			window = f[0]
		}
		return window != "", ids
	})
	if out, err := s.output("xdotool", "windowactivate", "--sync", window); err != nil {
		t.Fatalf("bring the bare window to the front: %v %s", err, out)
	}
	wait(settle)
	return window, (&App{s: s, window: window}).area()
}

// linkRows are the words of the links in a folder: as many columns of them as Crosswalk's own list has.
func linkRows(t *testing.T, folder string) [][]string {
	t.Helper()
	l, err := storage.OpenLocal(t.Context(), folder, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	links, err := l.Links(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]string, len(links))
	for i, k := range links {
		rows[i] = []string{k.Place, k.LinkedBy, k.Name, "Working", k.Verified.Format("January 2")}
	}
	return rows
}
