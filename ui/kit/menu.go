package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// MenuItem is a line of a menu.
type MenuItem struct {
	Text     string
	Icon     Icon
	Key      string // shown at the right
	Danger   bool   // red; never first
	Disabled bool
	Why      string // it is disabled: shown at the right in place of the key
	Checked  bool
	Line     bool // a hairline above
	Do       func()
}

const (
	menuRow  float32 = 32
	menuEdge float32 = 6
)

// note is what stands at the right.
func (i MenuItem) note() string {
	if i.Disabled && i.Why != "" {
		return i.Why
	}
	return i.Key
}

// Menu is a list of things to do that floats above the page until one is chosen,
// Escape is pressed or something else is clicked.
type Menu struct {
	widget.BaseWidget
	OnClosed func()

	canvas fyne.Canvas
	items  []MenuItem
	at     fyne.Position
	least  float32
	active int
	keyed  bool // the keyboard has moved to it: a ring shows where it is
	open   bool
}

var (
	_ overlay           = (*Menu)(nil)
	_ fyne.Focusable    = (*Menu)(nil)
	_ fyne.Tappable     = (*Menu)(nil)
	_ desktop.Hoverable = (*Menu)(nil)
)

// ShowMenu opens a menu with its upper left corner at a place of the canvas, or
// as near as it fits.
func ShowMenu(c fyne.Canvas, at fyne.Position, items ...MenuItem) *Menu {
	return showMenu(c, at, 160, items)
}

// ShowMenuBelow opens a menu under an object, at least as wide as it.
func ShowMenuBelow(o fyne.CanvasObject, items ...MenuItem) *Menu {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return showMenu(c, at.AddXY(0, o.Size().Height+4), o.Size().Width, items)
}

func showMenu(c fyne.Canvas, at fyne.Position, least float32, items []MenuItem) *Menu {
	m := &Menu{canvas: c, items: items, at: at, least: least, active: -1, open: true}
	m.ExtendBaseWidget(m)
	for i, item := range items {
		if item.Checked {
			m.active = i
		}
	}
	c.Overlays().Add(m)
	m.Resize(c.Size())
	c.Focus(m)
	return m
}

// AccessibilityLabel is empty: the items have names.
func (m *Menu) AccessibilityLabel() string { return "" }

// AccessibilityRole tells that this is a menu.
func (m *Menu) AccessibilityRole() fyne.AccessibleRole { return RoleMenu }

// Close takes the menu away.
func (m *Menu) Close() {
	if !m.open {
		return
	}
	m.open = false
	m.canvas.Overlays().Remove(m)
	if m.OnClosed != nil {
		m.OnClosed()
	}
}

func (m *Menu) choose(i int) {
	if i < 0 || i >= len(m.items) || m.items[i].Disabled {
		return
	}
	m.Close()
	if m.items[i].Do != nil {
		m.items[i].Do()
	}
}

// box is where the menu itself stands.
func (m *Menu) box() (fyne.Position, fyne.Size) {
	width, height := m.least, 2*menuEdge
	for _, item := range m.items {
		w := 2*menuEdge + m.indent() + 10 + ceil(faces[Body].measure(item.Text).Width)
		if note := item.note(); note != "" {
			w += 24 + ceil(faces[Small].measure(note).Width)
		}
		width = max(width, w)
		height += menuRow
		if item.Line {
			height += 9
		}
	}
	room := m.canvas.Size()
	x := max(4, min(m.at.X, room.Width-width-4))
	y := max(4, min(m.at.Y, room.Height-height-4))
	return fyne.NewPos(round(x), round(y)), fyne.NewSize(width, height)
}

// indent is where the words begin: after the icons, if any item has one.
func (m *Menu) indent() float32 {
	for _, item := range m.items {
		if item.Icon != NoIcon || item.Checked {
			return 34
		}
	}
	return 10
}

// rowTop is where an item begins, within the box.
func (m *Menu) rowTop(i int) float32 {
	y := menuEdge
	for n := 0; n <= i; n++ {
		if m.items[n].Line {
			y += 9
		}
		if n < i {
			y += menuRow
		}
	}
	return y
}

func (m *Menu) itemAt(p fyne.Position) (item int, inside bool) {
	at, size := m.box()
	x, y := p.X-at.X, p.Y-at.Y
	if x < 0 || y < 0 || x >= size.Width || y >= size.Height {
		return -1, false
	}
	for i := range m.items {
		if top := m.rowTop(i); y >= top && y < top+menuRow {
			return i, true
		}
	}
	return -1, true
}

// Tapped chooses, or closes the menu when something else is clicked.
func (m *Menu) Tapped(e *fyne.PointEvent) {
	item, inside := m.itemAt(e.Position)
	if !inside {
		m.Close()
		return
	}
	m.choose(item)
}

// TappedSecondary closes the menu when something else is clicked.
func (m *Menu) TappedSecondary(e *fyne.PointEvent) {
	if _, inside := m.itemAt(e.Position); !inside {
		m.Close()
	}
}

// MouseIn marks the item under the pointer.
func (m *Menu) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved marks the item under the pointer.
func (m *Menu) MouseMoved(e *desktop.MouseEvent) {
	touch()
	item, inside := m.itemAt(e.Position)
	if inside && item >= 0 && (item != m.active || m.keyed) {
		m.active, m.keyed = item, false
		m.Refresh()
	}
}

// MouseOut changes nothing.
func (m *Menu) MouseOut() {}

// FocusGained lets the keyboard in.
func (m *Menu) FocusGained() {}

// FocusLost changes nothing: the menu has the keyboard while it is open.
func (m *Menu) FocusLost() {}

// TypedRune goes to the next item that begins with the letter.
func (m *Menu) TypedRune(r rune) {
	touch()
	m.overlayRune(r)
}

// TypedKey moves, chooses and closes.
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	touch()
	m.overlayKey(e)
}

func (m *Menu) overlayRune(r rune) {
	for n := 1; n <= len(m.items); n++ {
		i := (m.active + n + len(m.items)) % len(m.items)
		if strings.HasPrefix(strings.ToLower(m.items[i].Text), string(unicode.ToLower(r))) {
			m.active, m.keyed = i, true
			m.Refresh()
			return
		}
	}
}

func (m *Menu) overlayKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape, fyne.KeyTab:
		m.Close()
	case fyne.KeyDown:
		m.step(1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyHome:
		m.active = -1
		m.step(1)
	case fyne.KeyEnd:
		m.active = 0
		m.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.choose(m.active)
	}
}

func (m *Menu) step(by int) {
	if m.active < 0 && by < 0 {
		m.active = 0
	}
	for n := 1; n <= len(m.items); n++ {
		i := ((m.active+n*by)%len(m.items) + len(m.items)) % len(m.items)
		if !m.items[i].Disabled {
			m.active, m.keyed = i, true
			m.Refresh()
			return
		}
	}
}
