package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// slot holds the primitives of one visible row. Slots are used again for other
// rows as the list scrolls.
type slot struct {
	row   int
	back  *canvas.Rectangle
	line  *canvas.Rectangle
	box   *boxParts
	cells []*cellParts
	all   []fyne.CanvasObject
}

type cellParts struct {
	text *canvas.Text
	icon *glyph
	tail *glyph
	pill *pillParts
}

func newSlot(l *List) *slot {
	s := &slot{row: -1, back: &canvas.Rectangle{}, line: &canvas.Rectangle{}}
	s.line.Hidden = l.options.Plain
	s.all = []fyne.CanvasObject{s.back, s.line}
	if l.options.Checks {
		s.box = newBoxParts()
		s.all = append(s.all, s.box.all()...)
	}
	for range l.columns.list {
		c := &cellParts{text: faces[Body].line(), icon: newGlyph(), tail: newGlyph(), pill: newPillParts()}
		s.cells = append(s.cells, c)
		s.all = append(s.all, c.pill.box, c.icon.Raster, c.pill.icon.Raster, c.pill.word, c.text, c.tail.Raster)
	}
	return s
}

// look is what the list's state adds to a row's cells.
type look struct {
	current, hovered bool
	col              int // the hovered column, or -1
	check            bool
}

// bind writes a row into the slot.
func (s *slot) bind(l *List, row int, state look) {
	s.row = row
	height, width := l.options.RowHeight, l.columns.width
	y := float32(row) * height
	s.paintBack(state, y, width, height)
	locked := l.checks.locked(row)
	if s.box != nil {
		at, _ := checkBoxAt(y, height-1)
		ticked := Unchecked
		if l.checks.has(l.data.Key(row)) || (locked && l.data.Held != nil && l.data.Held(row)) {
			ticked = Checked
		}
		s.box.set(ticked, !locked, state.hovered && state.check, at)
	}
	for col, parts := range s.cells {
		place := l.columns.places[col]
		if place.width == 0 {
			parts.hide()
			continue
		}
		parts.set(l.data.Cell(row, col), cellLook{
			at: place, y: y, height: height - 1, locked: l.checks.gray(row),
			hovered: state.hovered && state.col == col, last: l.columns.last() == col,
		})
	}
}

func (s *slot) paintBack(state look, y, width, height float32) {
	switch {
	case state.current:
		repaint(s.back, ColorOf(ColorSelected))
	case state.hovered:
		repaint(s.back, ColorOf(ColorHover))
	default:
		repaint(s.back, color.Transparent) // the list's own background shows: half of a frame's pixels are not drawn twice
	}
	repaint(s.line, ColorOf(ColorHairline))
	s.back.Move(fyne.NewPos(0, y))
	s.back.Resize(fyne.NewSize(width, height-1))
	s.line.Move(fyne.NewPos(0, y+height-1))
	s.line.Resize(fyne.NewSize(width, 1))
}

// repaint fills a rectangle, and asks for a new frame only if that changes it.
func repaint(r *canvas.Rectangle, fill color.Color) {
	if r.FillColor != fill {
		r.FillColor = fill
		r.Refresh()
	}
}

func recolor(t *canvas.Text, name fyne.ThemeColorName) {
	if c := ColorOf(name); t.Color != c {
		t.Color = c
		t.Refresh()
	}
}

type cellLook struct {
	at              span
	y, height       float32
	locked, hovered bool
	last            bool
}

func (p *cellParts) hide() {
	for _, o := range []fyne.CanvasObject{p.text, p.icon, p.tail, p.pill.box, p.pill.icon, p.pill.word} {
		if o.Visible() {
			o.Hide()
		}
	}
}

func (p *cellParts) set(c Cell, at cellLook) {
	if c.Kind == CellPill && c.Text != "" {
		p.setPill(c, at)
		return
	}
	for _, o := range []fyne.CanvasObject{p.pill.box, p.pill.icon, p.pill.word} {
		if o.Visible() {
			o.Hide()
		}
	}
	f := cellFace(c.Kind, at.locked)
	if at.hovered && c.acts() && !at.locked {
		f.color = ColorAccent
	}
	f.apply(p.text)
	recolor(p.text, f.color)
	p.text.Show()
	x, room := at.at.x, at.at.width
	p.icon.set(c.Icon, f.color)
	if c.Icon != NoIcon {
		place(p.icon, x, at.y+(at.height-14)/2, 14, 14)
		x, room = x+18, room-18
	}
	tail := NoIcon
	if c.Kind == CellAction && c.Text != "" && !at.locked {
		tail = IconDown
		room -= 16
	}
	f.setLine(p.text, c.Text, x, at.y, max(1, room), at.height)
	p.tail.set(tail, f.color)
	if tail != NoIcon {
		place(p.tail, x+f.measure(p.text.Text).Width+5, at.y+(at.height-11)/2, 11, 11)
	}
}

func (p *cellParts) setPill(c Cell, at cellLook) {
	for _, o := range []fyne.CanvasObject{p.text, p.icon, p.tail} {
		if o.Visible() {
			o.Hide()
		}
	}
	icon := c.Icon
	if icon == NoIcon {
		icon = c.Tone.Icon()
	}
	p.pill.box.Show()
	p.pill.word.Show()
	p.pill.set(c.Tone, icon, c.Text, at.at.x, at.y+(at.height-pillHeight)/2, at.at.width)
}

func cellFace(kind CellKind, locked bool) face {
	f := faces[Body]
	switch kind {
	case CellQuiet, CellAction:
		f = faces[Quiet]
	case CellLink:
		f = medium(SizeText)
		f.color = ColorAccent
	case CellStrong:
		f = medium(SizeText)
	case CellMono:
		f = mono()
	}
	if locked {
		f.color = ColorDisabled
	}
	return f
}

// last is the rightmost column that is shown.
func (c *columns) last() int {
	for i := len(c.places) - 1; i >= 0; i-- {
		if c.places[i].width > 0 {
			return i
		}
	}
	return -1
}
