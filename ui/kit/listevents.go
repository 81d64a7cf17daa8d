package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func (b *listBody) rowAt(y float32) int {
	row := int(y / b.list.options.RowHeight)
	if y < 0 || row >= b.list.data.Len() {
		return -1
	}
	return row
}

// MouseDown acts on clicks: on the box, with Shift or Ctrl, twice, with the
// other button. It is not a tap because a tap does not tell of these.
func (b *listBody) MouseDown(e *desktop.MouseEvent) {
	touch()
	b.byMouse = true
	FocusOn(b)
	row := b.rowAt(e.Position.Y)
	if row < 0 {
		return
	}
	if e.Button == desktop.MouseButtonSecondary {
		b.setCurrent(row)
		if b.list.On.Menu != nil {
			b.list.On.Menu(row, e.AbsolutePosition)
		}
		return
	}
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	twice := b.now().Sub(b.clicked) < doubleClick && row == b.current
	b.clicked = b.now()
	switch {
	case b.list.columns.inCheck(e.Position.X) && e.Modifier&fyne.KeyModifierShift == 0, e.Modifier&fyne.KeyModifierShortcutDefault != 0:
		b.toggle(row)
	case e.Modifier&fyne.KeyModifierShift != 0:
		b.extend(row)
	case b.tapAction(row, e):
	case twice:
		b.open(row)
	default:
		b.anchor = row
		b.setCurrent(row)
	}
}

// MouseUp does nothing: all is done when the button goes down.
func (b *listBody) MouseUp(*desktop.MouseEvent) {}

func (b *listBody) tapAction(row int, e *desktop.MouseEvent) bool {
	col := b.list.columns.at(e.Position.X)
	if !b.isAction(row, col) {
		return false
	}
	b.setCurrent(row)
	b.runAction(row, col, e.AbsolutePosition.SubtractXY(e.Position.X, e.Position.Y))
	return true
}

func (b *listBody) isAction(row, col int) bool {
	l := b.list
	return col >= 0 && l.On.Action != nil && !l.checks.locked(row) && l.data.Cell(row, col).acts()
}

// runAction tells the page where, under the cell, a menu can open.
func (b *listBody) runAction(row, col int, origin fyne.Position) {
	b.list.On.Action(row, col, origin.AddXY(b.list.columns.places[col].x, float32(row+1)*b.list.options.RowHeight-4))
}

func (b *listBody) toggle(row int) {
	b.anchor = row
	if b.list.checks.toggle(row) {
		b.list.checked()
	}
}

// extend gives all rows from the anchor to this one the anchor's state, or a tick
// where the anchor has none yet.
func (b *listBody) extend(row int) {
	if !b.list.options.Checks || b.list.options.Single {
		b.setCurrent(row)
		return
	}
	b.anchor = min(max(0, b.anchor), max(0, b.list.data.Len()-1))
	b.list.checks.span(b.anchor, row, true)
	b.setCurrent(row)
	b.list.checked()
}

func (b *listBody) open(row int) {
	if b.list.On.Open != nil && row >= 0 {
		b.list.On.Open(row)
	}
}

// MouseIn marks the row under the pointer.
func (b *listBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved marks the row under the pointer.
func (b *listBody) MouseMoved(e *desktop.MouseEvent) {
	row := b.rowAt(e.Position.Y)
	now := pointed{row: row, col: -1, check: b.list.columns.inCheck(e.Position.X)}
	if col := b.list.columns.at(e.Position.X); row >= 0 && b.isAction(row, col) {
		now.col = col
	}
	if now == b.hover {
		return
	}
	old := b.hover.row
	b.hover = now
	b.redraw(old, row)
}

// MouseOut ends hovering.
func (b *listBody) MouseOut() {
	old := b.hover.row
	b.hover = pointed{row: -1}
	b.redraw(old)
}

// FocusGained shows the ring on the current row, unless a click gave the focus. Where there is none yet, the first
// becomes it: the keyboard must be seen somewhere.
func (b *listBody) FocusGained() {
	b.focused = true
	if b.current < 0 && !b.byMouse {
		b.setCurrent(0)
	}
	b.draw(false)
}

// FocusLost hides the ring.
func (b *listBody) FocusLost() {
	b.focused, b.byMouse = false, false
	b.draw(false)
}

// TypedRune passes characters to the page or the window.
func (b *listBody) TypedRune(r rune) {
	touch()
	switch {
	case r == ' ':
	case b.list.On.Rune != nil:
		b.list.On.Rune(r)
	default:
		forwardRune(b, r)
	}
}

// TypedShortcut ticks everything on Ctrl+A and passes on the rest.
func (b *listBody) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok && b.list.options.Checks && !b.list.options.Single {
		b.list.checks.span(0, b.list.data.Len()-1, true)
		b.list.checked()
		return
	}
	forwardShortcut(b, s)
}

// TypedKey moves, ticks and opens.
func (b *listBody) TypedKey(e *fyne.KeyEvent) {
	touch()
	b.byMouse = false
	page := max(1, int(b.list.view.Size().Height/b.list.options.RowHeight)-1)
	last := b.list.data.Len() - 1
	switch e.Name {
	case fyne.KeyUp:
		b.move(b.current - 1)
	case fyne.KeyDown:
		b.move(b.current + 1)
	case fyne.KeyPageUp:
		b.move(b.current - page)
	case fyne.KeyPageDown:
		b.move(b.current + page)
	case fyne.KeyHome:
		b.move(0)
	case fyne.KeyEnd:
		b.move(last)
	case fyne.KeySpace:
		b.toggle(b.current)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.open(b.current)
	case fyne.KeyRight:
		b.keyAction(e)
	case desktop.KeyMenu:
		b.keyMenu()
	case fyne.KeyEscape:
		b.escape(e)
	default:
		forwardKey(b, e)
	}
}

func (b *listBody) move(row int) {
	row = max(0, min(row, b.list.data.Len()-1))
	if b.shift() && b.list.data.Len() > 0 {
		b.extend(row)
		return
	}
	b.anchor = row
	b.setCurrent(row)
}

func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

func (b *listBody) keyAction(e *fyne.KeyEvent) {
	for col, p := range b.list.columns.places {
		if b.current >= 0 && p.width > 0 && b.isAction(b.current, col) {
			b.runAction(b.current, col, fyne.CurrentApp().Driver().AbsolutePositionForObject(b))
			return
		}
	}
	forwardKey(b, e)
}

func (b *listBody) keyMenu() {
	if b.current >= 0 && b.list.On.Menu != nil {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		b.list.On.Menu(b.current, at.AddXY(listEdge, float32(b.current+1)*b.list.options.RowHeight))
	}
}

// escape clears the ticks; without any, or where they are to stay, it is the page's key.
func (b *listBody) escape(e *fyne.KeyEvent) {
	if len(b.list.checks.ticked) > 0 && !b.list.options.KeepTicks {
		b.list.checks.set(nil)
		b.list.checked()
		return
	}
	forwardKey(b, e)
}
