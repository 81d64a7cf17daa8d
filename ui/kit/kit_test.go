package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// show puts an object into a test window of a size, in the kit's light theme.
func show(t *testing.T, width, height float32, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme(AlwaysLight))
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	w.SetContent(o)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func key(o fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		o.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func find(t *testing.T, c fyne.Canvas, role, label string) Element {
	t.Helper()
	for _, e := range Map(c) {
		if e.Role == role && e.Label == label {
			return e
		}
	}
	t.Fatalf("no %s %q on screen: %+v", role, label, Map(c))
	return Element{}
}
