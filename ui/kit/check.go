package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// CheckState is what a check box shows.
type CheckState int

// The states of a check box.
const (
	Unchecked CheckState = iota
	Checked
	Mixed // some of what it stands for
)

func (s CheckState) String() string { return [...]string{"unchecked", "checked", "mixed"}[s] }

// boxParts are the primitives of a check box.
type boxParts struct {
	box  *box
	mark *glyph
}

func newBoxParts() *boxParts {
	return &boxParts{box: newBox(4), mark: newGlyph()}
}

func (b *boxParts) all() []fyne.CanvasObject { return []fyne.CanvasObject{b.box.Raster, b.mark.Raster} }

// set draws the box at a place; 16 is its size.
func (b *boxParts) set(state CheckState, enabled, hovered bool, at fyne.Position) {
	fill, stroke, mark := ColorSurface, ColorOutline, IconCheck
	switch {
	case state != Unchecked && !enabled:
		fill, stroke = ColorCheckOff, ""
	case state != Unchecked:
		fill, stroke = ColorAccent, ""
	case !enabled:
		fill, stroke = ColorDisabledBg, ColorOutline
	case hovered:
		stroke = ColorAccent
	}
	if state == Mixed {
		mark = IconMinus
	}
	if state == Unchecked {
		mark = NoIcon
	}
	b.box.paint(fill, stroke, 1)
	b.box.Move(at)
	b.box.Resize(fyne.NewSquareSize(16))
	b.mark.set(mark, ColorOnAccent)
	place(b.mark, at.X+2, at.Y+2, 12, 12)
}

// Check is a check box with words beside it.
type Check struct {
	press
	// OnChanged is called after the person has changed it.
	OnChanged func(on bool)
	text      string
	state     CheckState
}

// NewCheck returns a check box that is not ticked.
func NewCheck(text string, changed func(on bool)) *Check {
	c := &Check{text: text, OnChanged: changed}
	c.spaced = true
	c.init(c, text, func() {
		c.SetChecked(c.state != Checked)
		if c.OnChanged != nil {
			c.OnChanged(c.state == Checked)
		}
	})
	return c
}

// Checked tells whether the box is ticked.
func (c *Check) Checked() bool { return c.state == Checked }

// SetChecked ticks or clears the box without calling OnChanged.
func (c *Check) SetChecked(on bool) {
	if on {
		c.SetState(Checked)
	} else {
		c.SetState(Unchecked)
	}
}

// SetState shows a state without calling OnChanged.
func (c *Check) SetState(state CheckState) {
	if state != c.state {
		c.state = state
		c.Refresh()
	}
}

// AccessibilityRole tells that this is a check box.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return RoleCheckbox }

func (c *Check) accessibleValue() string { return c.state.String() }

// CreateRenderer links the widget to its renderer.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{check: c, boxParts: newBoxParts(), ring: newRing(), words: faces[Body].line()}
	r.objects = append(append([]fyne.CanvasObject{r.ring.Raster}, r.all()...), r.words)
	r.Refresh()
	return r
}

type checkRenderer struct {
	parts
	*boxParts
	check *Check
	ring  *box
	words *canvas.Text
}

func (r *checkRenderer) MinSize() fyne.Size {
	w := float32(16)
	if r.check.text != "" {
		w += 8 + ceil(faces[Body].measure(r.check.text).Width)
	}
	return fyne.NewSize(w, 24)
}

func (r *checkRenderer) Layout(size fyne.Size) {
	at := fyne.NewPos(0, round((size.Height-16)/2))
	c := r.check
	r.set(c.state, !c.Disabled(), c.hovered, at)
	r.ring.ringAround(c.ringed(), at, fyne.NewSquareSize(16), 4)
	faces[Body].setLine(r.words, c.text, 24, 0, max(0, size.Width-24), size.Height)
}

func (r *checkRenderer) Refresh() {
	r.words.Color = ColorOf(ColorText)
	if r.check.Disabled() {
		r.words.Color = ColorOf(ColorDisabled)
	}
	r.Layout(r.check.Size())
	r.words.Refresh()
}
