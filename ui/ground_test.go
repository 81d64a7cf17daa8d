package ui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// The window is cleared to what most of its page stands on; what stands on something else paints that.
func TestEveryPageStandsOnItsColor(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working)))
	look := func(page string, at fyne.Position, name fyne.ThemeColorName) {
		t.Helper()
		got := color.NRGBAModel.Convert(w.window.Canvas().Capture().At(int(at.X), int(at.Y)))
		if want := color.NRGBAModel.Convert(kit.ColorOf(name)); got != want {
			t.Errorf("%s: at %v is %v, not %v", page, at, got, want)
		}
	}
	rows, head, details := fyne.NewPos(600, 600), fyne.NewPos(210, 40), fyne.NewPos(1200, 700)
	list := func(page string) {
		t.Helper()
		look(page, rows, kit.ColorSurface)
		look(page, head, kit.ColorWindow)
		look(page, details, kit.ColorSurface)
	}
	w.list()
	list("the list")
	w.openSettings()
	look("Settings", details, kit.ColorWindow)
	look("Settings", head, kit.ColorWindow)
	w.openClients()
	w.lockNow()
	w.queue.drain()
	look("the lock", rows, kit.ColorWindow)
	w.tap("button", "Unlock")
	w.queue.drain()
	list("the list, after the lock")
}
