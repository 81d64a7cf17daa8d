//go:build e2e && bench && linux

package stage

import (
	"bufio"
	"encoding/json"
	"fmt"
	"image"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"crosswalk/internal/sandbox"
)

// From the browser's callback to the companies on screen, in three kinds of rounds that take turns:
//
//   - until the window has the companies (every row laid out, one frame asked for), beyond what the provider took: this
//     is what Crosswalk answers for;
//   - until they are pixels, with nobody asking the window what it shows;
//   - until the same rows are pixels in a bare window, which shows them in the toolkit's own list as soon as the browser
//     calls: no token, no company and no disk. Its browser comes the same way and gets the same page.
//
// What the last one takes is the toolkit's frame, the machine's drawing of it in software, and the browser at work on
// the same cores.
func TestNumbersFromTheCallbackToTheCompanies(t *testing.T) {
	f := &firm{stage: New(t, Screen(2600, 1760)), gusto: openProvider(t, sandbox.Classic)} // room for three windows
	f.App = f.stage.Start()
	f.xdotool("windowmove", f.window, "1200", "30") // beside the browser
	f.Click("button:Enter keys")
	f.enterKeys()
	tab := f.answered(t)
	f.See("button:Link 0 companies")
	rows := f.rows()
	if len(rows) != 12 {
		t.Fatalf("%d companies on screen, want 12: %v", len(rows), rows)
	}
	f.Shot("bench-companies")
	place := f.area().Inset(220) // inside the list of companies, away from what changes with the time
	wanted := f.stage.screen.picture(place)
	f.Click("button:Cancel")
	list := openBareList(t, f.stage, rows, tab.landed())
	list.authorize(f.gusto, tab)
	list.wait()

	var laid, beyond, pixels, bare []time.Duration
	for range rounds {
		_, began := f.callback(t)
		done := f.eventuallyLaidOut("gave access to 12 companies")
		at := <-began
		laid = append(laid, done.Sub(at))
		beyond = append(beyond, done.Sub(at)-f.gusto.busy.between(at, done))
		f.Click("button:Cancel")

		front, began := f.callback(t)
		pixels = append(pixels, f.stage.eventuallyDrawn(place, wanted).Sub(<-began))
		f.Click("button:Cancel")

		bare = append(bare, list.round(f.gusto, front)) // a page behind another one gets no clicks
	}
	provider := ms(median(laid)) - ms(median(beyond))
	fmt.Printf("%-42s %8.0f ms beyond the provider's %.0f ms (aim ≤ 50; slowest %.0f)\n", "callback to companies in the window",
		ms(median(beyond)), provider, ms(slices.Max(beyond)))
	fmt.Printf("%-42s %8.2f× of a bare list: %.0f beside %.0f ms (slowest %.0f beside %.0f): %+.0f ms (aim ≤ +50)\n", "callback to companies in pixels",
		ms(median(pixels))/ms(median(bare)), ms(median(pixels)), ms(median(bare)), ms(slices.Max(pixels)), ms(slices.Max(bare)), ms(median(pixels))-ms(median(bare))-provider)
}

// answered goes through one consent until the companies are there, and gives the page in the browser.
func (f *firm) answered(t *testing.T) *Tab {
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Classic)
	tab.authorize("")
	f.SeeText("gave access to 12 companies")
	return tab
}

// callback goes through one consent until the click that sends the browser back. It gives the page in the browser, and
// will give the moment at which it went.
func (f *firm) callback(t *testing.T) (*Tab, <-chan time.Time) {
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Classic)
	back, err := url.Parse(tab.At("/oauth/authorize").Query().Get("redirect_uri"))
	if err != nil {
		t.Fatal(err)
	}
	moment := tab.sends(back.String())
	tab.arriveAt("page-consent")
	f.letGo()
	tab.ClickOn("#authorize")
	return tab, moment
}

// rows are the words in the rows on screen.
func (a *App) rows() [][]string {
	var rows [][]string
	var y float32
	for _, e := range a.Map() {
		switch {
		case e.Role == "row":
			rows, y = append(rows, make([]string, 3)), e.Y
		case e.Role == "cell" && e.Y == y && len(rows) > 0:
			row := rows[len(rows)-1]
			row[slices.Index(row, "")] = e.Label
		}
	}
	return rows
}

// landed is the page that the browser has come to, as it is.
func (tab *Tab) landed() string {
	tab.s.t.Helper()
	tab.At("127.0.0.1")
	tab.See("12 companies are ready to choose from")
	page, err := ask(tab, chromedp.Evaluate[string](`"<!doctype html>" + document.documentElement.outerHTML`))
	if err != nil {
		tab.s.t.Fatal(err)
	}
	return page
}

// bareList is a window with nothing but the toolkit's own list, which the browser's answer makes it show.
type bareList struct {
	t       *testing.T
	s       *Stage
	cmd     *exec.Cmd
	address string
	window  string
	place   image.Rectangle
	wanted  *image.RGBA
}

func openBareList(t *testing.T, s *Stage, rows [][]string, page string) *bareList {
	t.Helper()
	text, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	rowsFile, pageFile := filepath.Join(s.dir, "rows.json"), filepath.Join(s.dir, "page.html")
	s.write(rowsFile, string(text), 0o600)
	s.write(pageFile, page, 0o600)
	cmd := exec.Command(helloProgram(t, "list"), rowsFile, pageFile)
	cmd.Env = s.env
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.group.join(cmd, "list"); err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the bare list did not start: %v\n%s", err, s.log("list"))
	}
	b := &bareList{t: t, s: s, cmd: cmd, address: strings.TrimSpace(address)}
	s.eventually("the bare list's window", func() (bool, string) {
		ids, err := s.output("xdotool", "search", "--all", "--onlyvisible", "--pid", fmt.Sprint(cmd.Process.Pid), "--name", ".")
		if f := strings.Fields(ids); err == nil && len(f) > 0 {
			b.window = f[0]
		}
		return b.window != "", ids
	})
	if out, err := s.output("xdotool", "windowmove", "--sync", b.window, "1200", "900"); err != nil {
		t.Fatalf("move the bare list: %v %s", err, out)
	}
	b.place = image.Rect(1200, 900, 2480, 1700).Inset(220)
	return b
}

// authorize brings the browser to the provider's page for an answer that goes to the bare list, and presses the button.
func (b *bareList) authorize(p *provider, tab *Tab) <-chan time.Time {
	b.t.Helper()
	back := b.address + "/callback"
	question := url.Values{"client_id": {p.id}, "redirect_uri": {back}, "response_type": {"code"}, "state": {"bare"}}
	tab.Go(p.address + "/oauth/authorize?" + question.Encode())
	moment := tab.sends(back)
	tab.signIn(sandbox.Dana, sandbox.Classic)
	tab.ClickOn("#authorize")
	return moment
}

// wait remembers how the rows look once they are there and rest.
func (b *bareList) wait() {
	b.t.Helper()
	b.s.eventually("the rows in the bare list", func() (bool, string) {
		now := b.s.screen.picture(b.place)
		rests := b.wanted != nil && b.s.screen.shows(b.place, b.wanted)
		b.wanted = now
		return rests && colors(now.Pix) > 16, "it still changes"
	})
	if err := save(b.s.screen.picture(b.s.screen.bounds()), shotPath("bench-bare-list")); err != nil {
		b.t.Fatal(err)
	}
	b.again()
}

// round measures one answer.
func (b *bareList) round(p *provider, tab *Tab) time.Duration {
	b.t.Helper()
	began := b.authorize(p, tab)
	took := b.s.eventuallyDrawn(b.place, b.wanted).Sub(<-began)
	b.again()
	return took
}

// again takes the rows away.
func (b *bareList) again() {
	b.t.Helper()
	reply, err := http.Get(b.address + "/again")
	if err != nil {
		b.t.Fatal(err)
	}
	reply.Body.Close()
	b.s.eventually("the rows to leave the bare list", func() (bool, string) { return !b.s.screen.shows(b.place, b.wanted), "they are still there" })
}

// eventuallyLaidOut asks the window what it shows until the words are there, and gives the moment.
func (a *App) eventuallyLaidOut(words string) time.Time {
	a.s.t.Helper()
	return a.s.moment(2*time.Millisecond, fmt.Sprintf("%q never came", words), func() bool {
		return slices.ContainsFunc(a.Map(), func(e Element) bool { return strings.Contains(e.Label, words) })
	})
}

// act starts a program that presses a key or a button, and gives the moment before. The program ends once the X server has
// time for it, which may be after the frame: the screen is looked at meanwhile, and ended waits for the program.
func (s *Stage) act(args ...string) (began time.Time, ended func()) {
	s.t.Helper()
	type end struct {
		out string
		err error
	}
	ends := make(chan end, 1)
	began = time.Now()
	go func() {
		out, err := s.output("xdotool", args...)
		ends <- end{out, err}
	}()
	return began, func() {
		s.t.Helper()
		if e := <-ends; e.err != nil {
			s.t.Fatalf("xdotool %v: %v %s", args, e.err, e.out)
		}
	}
}

// eventuallyDrawn looks at a part of the screen until it is as wanted, and gives the moment.
func (s *Stage) eventuallyDrawn(area image.Rectangle, wanted *image.RGBA) time.Time {
	s.t.Helper()
	return s.moment(time.Millisecond, "it was not drawn as before", func() bool { return s.screen.shows(area, wanted) })
}

// moment asks again and again and gives the moment at which the answer was yes.
func (s *Stage) moment(every time.Duration, otherwise string, is func() bool) time.Time {
	s.t.Helper()
	tick := time.NewTicker(every)
	defer tick.Stop()
	deadline := time.After(Patience)
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			s.t.Fatal(otherwise)
		}
	}
	return time.Now()
}
