package ui

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"maps"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// allQuestions are what lies over a page or stands in place of the window.
var allQuestions = map[string]func(t *testing.T) *window{
	"lock": func(t *testing.T) *window {
		now := open(company(1, desk.Working))
		now.Kept = desk.KeptByPassphrase
		w := lockable(t, now)
		w.lockNow()
		return w
	},
	"unlink": func(t *testing.T) *window { w := openWindow(t, firm(12)); w.menu("Unlink…"); return w },
	"leaves": func(t *testing.T) *window {
		w := openWindow(t, open(company(1, desk.Working)))
		w.menu("Dana Whitfield leaves the firm…")
		return w
	},
	"menu":  func(t *testing.T) *window { w := openWindow(t, firm(12)); w.tap("button", "More"); return w },
	"erase": func(t *testing.T) *window { w := openWindow(t, firm(12)); w.askErase(); return w },
	"setup file": func(t *testing.T) *window {
		w, _ := withCourier(t, open())
		w.askSetupFile("/home/rosa/Whitfield.crosswalk")
		return w
	},
	"make setup file": func(t *testing.T) *window {
		w, _ := withCourier(t, open())
		w.askMakeSetupFile([]desk.Setup{{ID: "d", Environment: "demo"}})
		return w
	},
	"recovery":   func(t *testing.T) *window { w := openWindow(t, firm(3)); w.askSaveRecovery(); return w },
	"passphrase": func(t *testing.T) *window { w := openWindow(t, firm(3)); w.askNewPassphrase(); return w },
}

// everywhere opens each page and each question.
func everywhere(t *testing.T, look func(t *testing.T, open func(t *testing.T) *window)) {
	places := maps.Clone(allPages)
	maps.Copy(places, allQuestions)
	for name, open := range places {
		t.Run(name, func(t *testing.T) { look(t, open) })
	}
}

// uppermost is what can be used now: not what lies under a question.
func (w *window) uppermost() []kit.Element {
	var over []kit.Element
	top := len(w.window.Canvas().Overlays().List())
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Layer == top {
			over = append(over, e)
		}
	}
	return over
}

// reachedWithin are the roles that are reached with the arrows once Tab has led to what holds them.
var reachedWithin = map[string]bool{"row": true, "cell": true, "columnheader": true, "menuitem": true}

// usedAlone says whether an element is a control that Tab has to lead to.
func usedAlone(e kit.Element, all []kit.Element) bool {
	switch {
	case e.Disabled || reachedWithin[e.Role]:
		return false
	case e.Role == "checkbox" || e.Role == "button": // the box and the words of a list's row: Space and Enter
		for _, row := range all {
			if row.Role == "row" && e.Y >= row.Y && e.Y+e.H <= row.Y+row.H && e.X >= row.X && e.X+e.W <= row.X+row.W+1 {
				return false
			}
		}
		return e.Label != "All"
	}
	return e.Role == "link" || e.Role == "textbox" || e.Role == "combobox"
}

func TestTabReachesEveryControlOfEveryPage(t *testing.T) {
	everywhere(t, func(t *testing.T, open func(t *testing.T) *window) {
		w := open(t)
		w.queue.drain()
		seen, reached, radios, radio := map[string]bool{}, map[string]bool{}, false, false
		name := func(e kit.Element) string { return e.Role + " " + e.Label }
		var first fyne.Focusable
		for n := 0; n < 200; n++ {
			all := w.uppermost()
			for _, e := range all {
				seen[name(e)] = seen[name(e)] || usedAlone(e, all)
				radios = radios || e.Role == "radio" && !e.Disabled
				if e.Focused {
					if reached[name(e)] = true; e.Label == "" && e.Role != "menu" { // of a menu the items have names
						t.Errorf("a %s without a name has the keyboard", e.Role)
					}
					radio = radio || e.Role == "radio"
				}
			}
			w.tab()
			now := w.window.Canvas().Focused()
			if n > 0 && now == first {
				break
			}
			if n == 0 {
				first = now
			}
		}
		controls := 0
		for what, control := range seen {
			if control {
				if controls++; !reached[what] {
					t.Errorf("Tab does not lead to %s; it leads to %q", what, keysOf(reached))
				}
			}
		}
		if radios && !radio {
			t.Error("Tab leads to no radio button")
		}
		if _, menu := w.window.Canvas().Overlays().Top().(*kit.Menu); controls == 0 && !menu {
			t.Error("there is no control: this looks at nothing")
		}
	})
}

func keysOf(m map[string]bool) (all []string) {
	for k := range m {
		all = append(all, k)
	}
	return all
}

// word is a line of text where it is drawn.
type word struct {
	text *canvas.Text
	at   image.Rectangle
}

// drawn are the words that are seen, each in the part of the window that is not cut off.
func drawn(o fyne.CanvasObject, origin fyne.Position, clip image.Rectangle) (all []word) {
	if o == nil || !o.Visible() {
		return nil
	}
	at := origin.Add(o.Position())
	here := image.Rect(int(at.X), int(at.Y), int(math.Ceil(float64(at.X+o.Size().Width))), int(math.Ceil(float64(at.Y+o.Size().Height))))
	var inside []fyne.CanvasObject
	switch x := o.(type) {
	case *canvas.Text:
		if here = here.Intersect(clip); strings.TrimSpace(x.Text) != "" && here.Dx() > 4 && here.Dy() > 12 {
			return []word{{x, here}}
		}
		return nil
	case *fyne.Container:
		inside = x.Objects
	case *container.Scroll:
		inside, clip = []fyne.CanvasObject{x.Content}, clip.Intersect(here)
	case fyne.Widget:
		inside = test.WidgetRenderer(x).Objects()
	}
	for _, child := range inside {
		all = append(all, drawn(child, at, clip)...)
	}
	return all
}

// ground is the color that most of a part of a picture has.
func ground(picture *image.RGBA, part image.Rectangle) color.Color {
	count := map[[4]byte]int{}
	var most [4]byte
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := [4]byte(picture.Pix[picture.PixOffset(x, y):])
			if count[c]++; count[c] > count[most] {
				most = c
			}
		}
	}
	return color.RGBA{R: most[0], G: most[1], B: most[2], A: most[3]}
}

// ratio is the contrast that WCAG 2 defines.
func ratio(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		part := func(v uint8) float64 {
			if f := float64(v) / 255; f > 0.03928 {
				return math.Pow((f+0.055)/1.055, 2.4)
			}
			return float64(v) / 255 / 12.92
		}
		return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
	}
	x, y := light(a), light(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// Whatever colors a page puts together: the words as they are drawn, on the ground that is drawn under them.
func TestEveryWordOfEveryPageKeepsItsContrastInBothLooks(t *testing.T) {
	everywhere(t, func(t *testing.T, open func(t *testing.T) *window) {
		w := open(t)
		w.queue.drain()
		for look, mode := range map[string]kit.Mode{"light": kit.AlwaysLight, "dark": kit.AlwaysDark} {
			test.ApplyTheme(t, kit.NewTheme(mode))
			c := w.window.Canvas()
			top := c.Content()
			if over := c.Overlays().Top(); over != nil {
				top = over
			}
			captured := c.Capture()
			picture := image.NewRGBA(captured.Bounds())
			draw.Draw(picture, picture.Rect, captured, picture.Rect.Min, draw.Src)
			words := drawn(top, fyne.Position{}, picture.Bounds())
			if len(words) < 2 {
				t.Fatal("there are no words: this looks at nothing")
			}
			told := map[string]bool{}
			for _, one := range words {
				if got := ratio(one.text.Color, ground(picture, one.at)); got < 4.5 {
					told[fmt.Sprintf("%s: %q has a contrast of %.2f", look, one.text.Text, got)] = true
				}
			}
			for line := range told {
				t.Error(line)
			}
		}
	})
}
