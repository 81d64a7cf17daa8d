package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// listHeader is the row of titles: a click sorts, an edge can be dragged, the box
// ticks all rows that are listed.
type listHeader struct {
	widget.BaseWidget
	list    *List
	hovered int // column, or one of the places below
	edge    int // the column whose edge is under the pointer or dragged, or -1
	cursor  int // the column that the keyboard is on
	drags   bool
	focused bool
}

// Places in the header that are no columns.
const (
	headNothing = -1
	headBox     = -2
)

var (
	_ fyne.Draggable     = (*listHeader)(nil)
	_ fyne.Tappable      = (*listHeader)(nil)
	_ fyne.Focusable     = (*listHeader)(nil)
	_ fyne.Shortcutable  = (*listHeader)(nil)
	_ desktop.Hoverable  = (*listHeader)(nil)
	_ desktop.Cursorable = (*listHeader)(nil)
)

func newListHeader(l *List) *listHeader {
	h := &listHeader{list: l, hovered: headNothing, edge: -1, cursor: headNothing}
	h.ExtendBaseWidget(h)
	return h
}

func (h *listHeader) hasBox() bool { return h.list.options.Checks && !h.list.options.Single }

// stops are the places that the keyboard can go to, in order.
func (h *listHeader) stops() []int {
	var list []int
	if h.hasBox() {
		list = append(list, headBox)
	}
	for i, p := range h.list.columns.places {
		if p.width > 0 && h.list.columns.list[i].Sortable {
			list = append(list, i)
		}
	}
	return list
}

func (h *listHeader) placeAt(x float32) int {
	if h.list.columns.inCheck(x) {
		if h.hasBox() {
			return headBox
		}
		return headNothing
	}
	return h.list.columns.at(x)
}

func (h *listHeader) press(at int) {
	l := h.list
	switch {
	case at == headBox:
		l.checks.toggleAll()
		l.checked()
	case at >= 0 && l.columns.list[at].Sortable:
		down := l.columns.sort == at && !l.columns.descending
		l.SetSort(at, down)
		if l.On.Sort != nil {
			l.On.Sort(at, down)
		}
	}
}

// Tapped sorts by the column, or ticks all.
func (h *listHeader) Tapped(e *fyne.PointEvent) {
	if h.list.columns.border(e.Position.X) < 0 || h.placeAt(e.Position.X) == headBox {
		h.press(h.placeAt(e.Position.X))
	}
}

// Dragged moves the edge of a column.
func (h *listHeader) Dragged(e *fyne.DragEvent) {
	if !h.drags {
		h.edge = h.list.columns.border(e.Position.X - e.Dragged.DX)
		h.drags = true
	}
	if h.edge >= 0 {
		h.list.columns.drag(h.edge, e.Position.X-h.list.columns.places[h.edge].x-listGap/2)
		h.list.rows.draw(true)
		h.Refresh()
	}
}

// DragEnd ends moving.
func (h *listHeader) DragEnd() {
	moved := h.edge >= 0
	h.drags, h.edge = false, -1
	h.Refresh()
	if moved && h.list.On.Resized != nil {
		h.list.On.Resized()
	}
}

// Cursor tells where a column can be made wider.
func (h *listHeader) Cursor() desktop.Cursor {
	if h.edge >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// MouseIn marks what is under the pointer.
func (h *listHeader) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved marks what is under the pointer.
func (h *listHeader) MouseMoved(e *desktop.MouseEvent) {
	if h.drags {
		return
	}
	at, edge := h.placeAt(e.Position.X), h.list.columns.border(e.Position.X)
	if at != h.hovered || edge != h.edge {
		h.hovered, h.edge = at, edge
		h.Refresh()
	}
}

// MouseOut ends hovering.
func (h *listHeader) MouseOut() {
	h.hovered = headNothing
	if !h.drags {
		h.edge = -1
	}
	h.Refresh()
}

// FocusGained puts the keyboard on the first place that does something.
func (h *listHeader) FocusGained() {
	h.focused = true
	if stops := h.stops(); h.cursor == headNothing && len(stops) > 0 {
		h.cursor = stops[0]
	}
	h.Refresh()
}

// FocusLost hides the ring.
func (h *listHeader) FocusLost() {
	h.focused = false
	h.Refresh()
}

// TypedKey moves between titles and presses one.
func (h *listHeader) TypedKey(e *fyne.KeyEvent) {
	touch()
	switch e.Name {
	case fyne.KeyLeft:
		h.step(-1)
	case fyne.KeyRight:
		h.step(1)
	case fyne.KeyDown:
		h.list.Focus()
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		h.press(h.cursor)
	default:
		forwardKey(h, e)
	}
}

func (h *listHeader) step(by int) {
	stops := h.stops()
	for i, stop := range stops {
		if stop == h.cursor && i+by >= 0 && i+by < len(stops) {
			h.cursor = stops[i+by]
			h.Refresh()
			return
		}
	}
}

// TypedRune passes characters on.
func (h *listHeader) TypedRune(r rune) {
	if r != ' ' {
		forwardRune(h, r)
	}
}

// TypedShortcut passes shortcuts on.
func (h *listHeader) TypedShortcut(s fyne.Shortcut) { forwardShortcut(h, s) }

// CreateRenderer links the widget to its renderer.
func (h *listHeader) CreateRenderer() fyne.WidgetRenderer {
	r := &headRenderer{head: h, box: newBoxParts(), ring: newRing(), arrow: newGlyph(), edge: &canvas.Rectangle{}}
	for range h.list.columns.list {
		r.titles = append(r.titles, faces[SmallStrong].line())
	}
	r.objects = append(r.box.all(), r.arrow.Raster, r.edge, r.ring.Raster)
	for _, t := range r.titles {
		r.objects = append(r.objects, t)
	}
	return r
}

type headRenderer struct {
	parts
	head   *listHeader
	box    *boxParts
	titles []*canvas.Text
	arrow  *glyph
	edge   *canvas.Rectangle
	ring   *box
}

func (r *headRenderer) MinSize() fyne.Size { return fyne.NewSize(0, headHeight-1) }

func (r *headRenderer) Layout(size fyne.Size) {
	h := r.head
	cols := h.list.columns
	SetVisible(r.box.box.Raster, h.hasBox())
	SetVisible(r.box.mark, h.hasBox())
	if h.hasBox() {
		at, _ := checkBoxAt(0, size.Height)
		r.box.set(h.list.checks.state(), true, h.hovered == headBox, at)
	}
	r.arrow.Hide()
	for i, t := range r.titles {
		r.setTitle(i, t, cols.places[i], size.Height)
	}
	r.edge.Hide()
	if h.edge >= 0 && cols.places[h.edge].width > 0 {
		paint(r.edge, ColorOutline)
		p := cols.places[h.edge]
		place(r.edge, p.x+p.width+listGap/2-1, 6, 2, size.Height-12)
		r.edge.Show()
	}
	r.setFocus(size)
}

func (r *headRenderer) setTitle(i int, t *canvas.Text, p span, height float32) {
	cols := r.head.list.columns
	title := cols.list[i].Title
	SetVisible(t, p.width > 0 && title != "")
	if p.width == 0 {
		return
	}
	f := faces[SmallStrong]
	if cols.sort == i || (r.head.hovered == i && cols.list[i].Sortable) {
		f.color = ColorText
	}
	t.Color = ColorOf(f.color)
	f.setLine(t, title, p.x, 0, p.width, height)
	if cols.sort == i {
		icon := IconArrowUp
		if cols.descending {
			icon = IconArrowDown
		}
		r.arrow.set(icon, f.color)
		place(r.arrow, p.x+f.measure(t.Text).Width+4, (height-11)/2, 11, 11)
	}
}

func (r *headRenderer) setFocus(size fyne.Size) {
	h := r.head
	switch {
	case !h.focused || h.cursor == headNothing:
		r.ring.Hide()
	case h.cursor == headBox:
		at, _ := checkBoxAt(0, size.Height)
		r.ring.ringAround(true, at, fyne.NewSquareSize(16), 4)
	default:
		p := h.list.columns.places[h.cursor]
		r.ring.ringAround(true, fyne.NewPos(p.x-2, 6), fyne.NewSize(p.width+4, size.Height-12), 1)
	}
}

func (r *headRenderer) Refresh() {
	r.Layout(r.head.Size())
	for _, t := range r.titles {
		t.Refresh()
	}
	canvas.Refresh(r.head)
}
