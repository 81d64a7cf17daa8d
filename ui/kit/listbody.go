package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// doubleClick is the longest time between the two clicks of a double click. The
// toolkit's own double tap would delay every single one.
const doubleClick = 350 * time.Millisecond

// listBody is all rows of a list: it draws those that are seen.
type listBody struct {
	widget.BaseWidget
	list    *List
	key     string // of the current row
	current int    // its place, or -1
	anchor  int    // where a range begins
	hover   pointed
	focused bool
	byMouse bool
	clicked time.Time
	now     func() time.Time
	shift   func() bool
	render  *bodyRenderer
}

// pointed is what the pointer is on.
type pointed struct {
	row   int // or -1
	col   int // of a CellAction, or -1
	check bool
}

var (
	_ fyne.Focusable    = (*listBody)(nil)
	_ fyne.Shortcutable = (*listBody)(nil)
	_ desktop.Mouseable = (*listBody)(nil)
	_ desktop.Hoverable = (*listBody)(nil)
)

func newListBody(l *List) *listBody {
	b := &listBody{list: l, current: -1, hover: pointed{row: -1}, now: time.Now, shift: shiftHeld}
	b.ExtendBaseWidget(b)
	return b
}

// MinSize is the height of all rows.
func (b *listBody) MinSize() fyne.Size {
	return fyne.NewSize(0, float32(b.list.data.Len())*b.list.options.RowHeight)
}

// CreateRenderer links the widget to its renderer, with its rows: see Paragraph's.
func (b *listBody) CreateRenderer() fyne.WidgetRenderer {
	b.render = &bodyRenderer{body: b, ring: newRing()}
	b.render.draw(true)
	return b.render
}

type bodyRenderer struct {
	parts
	body  *listBody
	slots []*slot
	ring  *box
}

func (r *bodyRenderer) MinSize() fyne.Size { return r.body.MinSize() }

func (r *bodyRenderer) Layout(fyne.Size) { r.draw(false) }

func (r *bodyRenderer) Refresh() { r.draw(true) }

// draw binds the visible rows; again means also those that are bound already.
func (b *listBody) draw(again bool) {
	if b.render != nil {
		b.render.draw(again)
	}
}

// visible returns the first row that is seen and the one after the last.
func (b *listBody) visible() (from, to int) {
	l := b.list
	top, height := l.view.Offset.Y, l.view.Size().Height
	from = max(0, int(top/l.options.RowHeight))
	to = min(l.data.Len(), int((top+height)/l.options.RowHeight)+1)
	return min(from, to), to
}

func (r *bodyRenderer) draw(again bool) {
	b := r.body
	if b.list.columns.width == 0 {
		return
	}
	from, to := b.visible()
	for len(r.slots) < to-from {
		r.slots = append(r.slots, newSlot(b.list))
		again = true // rows move to other slots
	}
	before := len(r.objects)
	r.objects = r.objects[:0]
	for row := from; row < to; row++ {
		s := r.slots[row%len(r.slots)]
		if again || s.row != row {
			s.bind(b.list, row, b.lookOf(row))
		}
		r.objects = append(r.objects, s.all...)
	}
	r.objects = append(r.objects, r.ring.Raster)
	r.drawRing()
	if before != len(r.objects) {
		canvas.Refresh(b)
	}
}

func (r *bodyRenderer) drawRing() {
	b := r.body
	if !b.focused || b.byMouse {
		r.ring.Hide()
		return
	}
	height, width := b.list.options.RowHeight, b.list.columns.width
	y := b.list.view.Offset.Y
	if b.current >= 0 {
		y = float32(b.current) * height
	} else {
		height = b.list.view.Size().Height
	}
	r.ring.ringAround(true, fyne.NewPos(5, y+4), fyne.NewSize(width-10, height-9), 2)
}

func (b *listBody) lookOf(row int) look {
	state := look{current: row == b.current, col: -1}
	if row == b.hover.row {
		state.hovered, state.col, state.check = true, b.hover.col, b.hover.check
	}
	return state
}

// redraw draws single rows anew.
func (b *listBody) redraw(rows ...int) {
	if b.render == nil || len(b.render.slots) == 0 {
		return
	}
	from, to := b.visible()
	for _, row := range rows {
		if row >= from && row < to {
			if s := b.render.slots[row%len(b.render.slots)]; s.row == row {
				s.bind(b.list, row, b.lookOf(row))
			}
		}
	}
	b.render.drawRing()
}

// row returns the place of the current row, or -1.
func (b *listBody) row() int { return b.current }

// find looks for the current row's key after the rows have changed.
func (b *listBody) find() {
	data := b.list.data
	if b.key == "" {
		b.current = -1
		return
	}
	if b.current >= 0 && b.current < data.Len() && data.Key(b.current) == b.key {
		return
	}
	b.current = -1
	for row := range data.Len() {
		if data.Key(row) == b.key {
			b.current = row
			return
		}
	}
}

// setCurrent makes a row the current one, shows it and tells the page.
func (b *listBody) setCurrent(row int) {
	if n := b.list.data.Len(); n == 0 || row >= n || row < 0 {
		return
	}
	old := b.current
	b.current, b.key = row, b.list.data.Key(row)
	b.reveal(row)
	b.redraw(old, row)
	if old != row && b.list.On.Current != nil {
		b.list.On.Current(row)
	}
}

// reveal scrolls so far that a row is seen whole.
func (b *listBody) reveal(row int) {
	view, height := b.list.view, b.list.options.RowHeight
	top := float32(row) * height
	switch {
	case view.Size().Height < height:
		return
	case top < view.Offset.Y:
		view.ScrollToOffset(fyne.NewPos(0, top))
	case top+height > view.Offset.Y+view.Size().Height:
		view.ScrollToOffset(fyne.NewPos(0, top+height-view.Size().Height))
	default:
		return
	}
	b.draw(false)
}
