package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// LockKeys is the one shortcut that reaches the window from a dialog as well.
var LockKeys = &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}

// touch hears of every key and every movement of the pointer in the program's one window.
var touch = func() {}

// OnTouch has f called, on the toolkit's goroutine, whenever a person uses the keyboard or the pointer in the window.
// It may be called for the same movement more than once, and must be quick. What the program does by itself is no touch.
func OnTouch(f func()) { touch = f }

// Sensor is an invisible ground that notices the pointer wherever it moves. It takes nothing from what stands on it: the
// toolkit asks everything under the pointer for a cursor, from the ground up, and the last one that has one wins.
type Sensor struct{ widget.BaseWidget }

// NewSensor returns one; it goes below everything else.
func NewSensor() *Sensor {
	s := &Sensor{}
	s.ExtendBaseWidget(s)
	return s
}

// Cursor notices the pointer.
func (*Sensor) Cursor() desktop.Cursor {
	touch()
	return desktop.DefaultCursor
}

// MinSize is nothing.
func (*Sensor) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer links the widget to its renderer, which draws nothing.
func (s *Sensor) CreateRenderer() fyne.WidgetRenderer { return &sensorRenderer{} }

type sensorRenderer struct{ parts }

func (*sensorRenderer) Layout(fyne.Size)   {}
func (*sensorRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (*sensorRenderer) Refresh()           {}

// Cursor notices the pointer over a dialog: what is below is not asked then.
func (*dialogLayer) Cursor() desktop.Cursor {
	touch()
	return desktop.DefaultCursor
}
