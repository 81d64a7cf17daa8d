//go:build e2e && linux

package stage

import (
	"fmt"
	"image"
	"regexp"
	"strconv"
	"strings"
)

// What names an element on screen: its words ("Start practicing"), or its role and its words
// ("button:Cancel", "checkbox:Blue Heron Bakery LLC"). Words match exactly, or else as a beginning when
// they end in "…", or as a part when they begin with it as well.
type What = string

var withRole = regexp.MustCompile(`^([a-z]+):(\S.*)$`)

func matches(e Element, what What) bool {
	if m := withRole.FindStringSubmatch(what); m != nil {
		if e.Role != m[1] {
			return false
		}
		what = m[2]
	}
	if start, ok := strings.CutSuffix(what, "…"); ok {
		if part, ok := strings.CutPrefix(start, "…"); ok {
			return strings.Contains(e.Label, part)
		}
		return strings.HasPrefix(e.Label, start)
	}
	return e.Label == what
}

func find(screen []Element, what What) (Element, bool) {
	for _, e := range screen {
		if matches(e, what) {
			return e, true
		}
	}
	return Element{}, false
}

// uppermost leaves out what lies under a dialog or an open menu, where no click arrives.
func uppermost(screen []Element) []Element {
	layer := 0
	for _, e := range screen {
		layer = max(layer, e.Layer)
	}
	var over []Element
	for _, e := range screen {
		if e.Layer == layer {
			over = append(over, e)
		}
	}
	return over
}

// describe lists a screen for a failure's message.
func describe(screen []Element) string {
	var b strings.Builder
	for _, e := range screen {
		fmt.Fprintf(&b, "\n  %s:%s", e.Role, e.Label)
		if e.Value != "" && e.Role != "password" {
			fmt.Fprintf(&b, " = %q", e.Value)
		}
		if e.Disabled {
			b.WriteString(" (disabled)")
		}
	}
	return b.String()
}

// See waits for an element and gives it.
func (a *App) See(what What) Element {
	a.s.t.Helper()
	return a.seeWith(what, "", func(Element) bool { return true })
}

// SeeValue waits for an element to have a value: the text of a field, "checked" of a check box.
func (a *App) SeeValue(what What, value string) Element {
	a.s.t.Helper()
	return a.seeWith(what, fmt.Sprintf(" to be %q", value), func(e Element) bool { return e.Value == value })
}

func (a *App) seeWith(what What, aim string, good func(Element) bool) Element {
	a.s.t.Helper()
	var found Element
	a.s.eventually(fmt.Sprintf("%q on screen%s", what, aim), func() (bool, string) {
		screen := a.Map()
		var ok bool
		if found, ok = find(screen, what); ok && good(found) {
			return true, ""
		}
		return false, "on screen are" + describe(screen)
	})
	return found
}

// SeeText waits until some element's words or value contain text, and gives that element.
func (a *App) SeeText(text string) Element {
	a.s.t.Helper()
	var found Element
	a.s.eventually(fmt.Sprintf("the words %q on screen", text), func() (bool, string) {
		screen := a.Map()
		for _, e := range screen {
			if strings.Contains(e.Label, text) || strings.Contains(e.Value, text) {
				found = e
				return true, ""
			}
		}
		return false, "on screen are" + describe(screen)
	})
	return found
}

// Gone waits until no such element is on screen.
func (a *App) Gone(what What) {
	a.s.t.Helper()
	a.s.eventually(fmt.Sprintf("%q to leave the screen", what), func() (bool, string) {
		_, still := find(a.Map(), what)
		return !still, "it is still there"
	})
}

// Has is whether such an element is on screen now.
func (a *App) Has(what What) bool {
	a.s.t.Helper()
	_, ok := find(a.Map(), what)
	return ok
}

// Count is how many such elements are on screen now.
func (a *App) Count(what What) int {
	a.s.t.Helper()
	n := 0
	for _, e := range a.Map() {
		if matches(e, what) {
			n++
		}
	}
	return n
}

// steady waits until an element can be used: there, not disabled, and no longer moving.
func (a *App) steady(what What) Element {
	a.s.t.Helper()
	var last Element
	a.s.eventually(fmt.Sprintf("%q on screen, ready for use", what), func() (bool, string) {
		screen := uppermost(a.Map())
		now, ok := find(screen, what)
		rests := ok && !now.Disabled && now.X == last.X && now.Y == last.Y && now.W > 0
		last = now
		return rests, "on screen are" + describe(screen)
	})
	return last
}

// Click presses the mouse in the middle of an element.
func (a *App) Click(what What) {
	a.s.t.Helper()
	e := a.steady(what)
	a.clickAt(e.X+e.W/2, e.Y+e.H/2, "1")
}

// ClickTwice is a double click in the middle of an element.
func (a *App) ClickTwice(what What) {
	a.s.t.Helper()
	e := a.steady(what)
	a.clickAt(e.X+e.W/2, e.Y+e.H/2, "--repeat", "2", "--delay", "60", "1")
}

func (a *App) clickAt(x, y float32, button ...string) {
	a.s.t.Helper()
	corner := a.area().Min
	to := func(o int, v float32) string { return strconv.Itoa(o + int(v*a.scale)) }
	a.xdotool(append([]string{"mousemove", "--sync", to(corner.X, x), to(corner.Y, y), "click"}, button...)...)
}

// Scroll turns the wheel over an element, down by so many notches, or up when negative.
func (a *App) Scroll(what What, notches int) {
	a.s.t.Helper()
	e, button := a.See(what), "5"
	if notches < 0 {
		button, notches = "4", -notches
	}
	a.clickAt(e.X+e.W/2, e.Y+e.H/2, "--repeat", strconv.Itoa(notches), button)
}

// Type types text wherever the focus is. The text is not given on a command line, where others could read it.
func (a *App) Type(text string) {
	a.s.t.Helper()
	a.raise()
	if err := a.s.typeText(text); err != nil {
		a.s.t.Fatalf("type: %v", err)
	}
}

// Fill clicks a field, replaces what is in it and waits for it to be there.
func (a *App) Fill(what What, text string) {
	a.s.t.Helper()
	a.Click(what)
	a.Key("ctrl+a")
	a.Type(text)
}

// Key presses keys by their X names: "Tab", "Return", "ctrl+f".
func (a *App) Key(keys ...string) {
	a.s.t.Helper()
	a.xdotool(append([]string{"key", "--delay", "30"}, keys...)...)
}

// TabTo presses Tab until an element has the keyboard, as somebody without a mouse does.
func (a *App) TabTo(what What) {
	a.s.t.Helper()
	a.See(what)
	var path []string
	for range 40 {
		before := focused(a.Map())
		if matches(before, what) {
			return
		}
		path = append(path, before.Label)
		a.Key("Tab")
		a.s.eventually("the keyboard to move on", func() (bool, string) {
			now := focused(a.Map())
			return now.Label != "" && now != before, fmt.Sprintf("it stays on %q", before.Label)
		})
	}
	a.s.t.Fatalf("Tab does not reach %q; it goes over %q", what, path)
}

// focused is the element that has the keyboard; a list's row before the list itself.
func focused(screen []Element) Element {
	for _, e := range screen {
		if e.Focused {
			return e
		}
	}
	return Element{}
}

// xdotool makes one movement in the program's window, brought to the front first.
func (a *App) xdotool(args ...string) {
	a.s.t.Helper()
	a.raise()
	if out, err := a.s.output("timeout", append([]string{"20", "xdotool"}, args...)...); err != nil {
		a.s.t.Fatalf("xdotool %v: %v %s", args, err, out)
	}
}

func (a *App) raise() {
	a.s.t.Helper()
	if !a.Running() {
		a.s.t.Fatalf("the program has ended: %v\n%s", a.cmd.ProcessState, a.words())
	}
	if out, err := a.s.output("timeout", "20", "xdotool", "windowraise", a.window, "windowactivate", "--sync", a.window); err != nil {
		a.s.t.Fatalf("bring the window to the front: %v %s", err, out)
	}
}

var geometry = regexp.MustCompile(`(Absolute upper-left [XY]|Width|Height):\s+(-?\d+)`)

// area is where the inside of the window lies on the screen.
func (a *App) area() image.Rectangle {
	a.s.t.Helper()
	out, err := a.s.output("xwininfo", "-id", a.window)
	if err != nil {
		a.s.t.Fatalf("ask where the window is: %v %s", err, out)
	}
	is := map[string]int{}
	for _, m := range geometry.FindAllStringSubmatch(out, -1) {
		is[m[1]], _ = strconv.Atoi(m[2])
	}
	x, y := is["Absolute upper-left X"], is["Absolute upper-left Y"]
	return image.Rect(x, y, x+is["Width"], y+is["Height"])
}
