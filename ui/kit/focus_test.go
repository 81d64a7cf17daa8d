package kit

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// controls are one of each that can have the keyboard.
func controls() map[string]func() fyne.CanvasObject {
	button := func(kind ButtonKind) func() fyne.CanvasObject {
		return func() fyne.CanvasObject { return NewButton(kind, "Verify", nil) }
	}
	one := func(build func() fyne.CanvasObject) func() fyne.CanvasObject { return build }
	return map[string]func() fyne.CanvasObject{
		"outline": button(Outline), "primary": button(Primary), "danger": button(Danger), "ghost": button(Ghost), "link": button(Link),
		"icon":        one(func() fyne.CanvasObject { return NewIconButton(Outline, IconDots, "More", nil) }),
		"chip":        one(func() fyne.CanvasObject { return NewChip("All 3", nil) }),
		"menu chip":   one(func() fyne.CanvasObject { return NewMenuChip("State", nil) }),
		"navigation":  one(func() fyne.CanvasObject { return NewNav(IconList, "Clients", nil) }),
		"check":       one(func() fyne.CanvasObject { return NewCheck("Keep it", nil) }),
		"card":        one(func() fyne.CanvasObject { return NewCardButton("One", NewText(Body, "One"), nil) }),
		"select":      one(func() fyne.CanvasObject { return NewSelect("Environment", []string{"Practice", "Demo"}, 0, nil) }),
		"radio":       one(func() fyne.CanvasObject { return NewRadio(0, nil, Option{Text: "One"}, Option{Text: "Several"}) }),
		"field":       one(func() fyne.CanvasObject { return NewField("Name") }),
		"lines":       one(func() fyne.CanvasObject { return NewLines("Addresses", 3) }),
		"password":    one(func() fyne.CanvasObject { return NewPassword("Secret") }),
		"search":      one(func() fyne.CanvasObject { return NewSearch(200, "Search", "/") }),
		"tags":        one(func() fyne.CanvasObject { return NewTagField("Tags", "") }),
		"disclosure":  one(func() fyne.CanvasObject { return NewDisclosure("More", NewText(Body, "x")) }),
		"folded":      one(func() fyne.CanvasObject { return NewFolded("Primary", "Edit", nil) }),
		"copied fact": one(func() fyne.CanvasObject { return NewFacts(0, Fact{Label: "ID", Value: "7", Copy: true}) }),
		"banner": one(func() fyne.CanvasObject {
			return NewBanner(Attention, "Late", "Soon.", NewButton(Outline, "Try again", nil), NewLink("More", nil).InTone(ColorAttention))
		}),
		"list": one(func() fyne.CanvasObject {
			list := NewList(fourColumns, numbered(3).data(), ListOptions{Checks: true})
			list.SetCurrent("1001")
			return Fixed(360, 160, list)
		}),
	}
}

// standsOut counts the points of a picture that are drawn now and differ so from what was there that WCAG 2 takes it for seen.
func standsOut(before, now image.Image) int {
	n := 0
	for y := range now.Bounds().Dy() {
		for x := range now.Bounds().Dx() {
			if a, b := before.At(x, y), now.At(x, y); a != b && contrast(a, b) >= 3 {
				n++
			}
		}
	}
	return n
}

func TestWhatHasTheKeyboardShowsItInBothLooks(t *testing.T) {
	for look, mode := range map[string]Mode{"light": AlwaysLight, "dark": AlwaysDark} {
		for name, build := range controls() {
			t.Run(look+" "+name, func(t *testing.T) {
				w := show(t, 400, 240, On(ColorWindow, Inset(16, 16, 16, 16, Column(8, build()))))
				test.ApplyTheme(t, NewTheme(mode))
				c := w.Canvas()
				before := c.Capture()
				c.FocusNext()
				for stops, first := 0, c.Focused(); stops == 0 || c.Focused() != first; stops++ {
					if c.Focused() == nil || stops > 9 {
						t.Fatalf("after %d stops %T has the keyboard", stops, c.Focused())
					}
					// A ring of two points around the smallest control, a check box, has more than 100.
					if n := standsOut(before, c.Capture()); n < 100 {
						t.Errorf("%T has the keyboard, and %d points show it", c.Focused(), n)
					}
					c.FocusNext()
				}
			})
		}
	}
}

func TestTheItemOfAMenuThatEnterWouldChooseIsSeenInBothLooks(t *testing.T) {
	for look, mode := range map[string]Mode{"light": AlwaysLight, "dark": AlwaysDark} {
		w := show(t, 400, 240, On(ColorWindow, NewText(Body, "page")))
		test.ApplyTheme(t, NewTheme(mode))
		m := ShowMenu(w.Canvas(), fyne.NewPos(20, 20), MenuItem{Text: "Verify"}, MenuItem{Text: "Unlink…", Danger: true})
		before := w.Canvas().Capture()
		for range 2 {
			key(m, fyne.KeyDown)
			if n := standsOut(before, w.Canvas().Capture()); n < 60 {
				t.Errorf("%s: item %d would be chosen, and %d points show it", look, m.active, n)
			}
		}
	}
}
