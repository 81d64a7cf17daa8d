package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Chip is a filter that is on or off, or (with a chevron) opens a menu.
type Chip struct {
	press
	text     string
	selected bool
	icon     Icon // after the words: a chevron for a menu, a cross for what can be taken away
}

// NewChip returns a filter chip. What a click does, and which chip is selected,
// the page decides.
func NewChip(text string, tapped func()) *Chip {
	c := &Chip{text: text}
	c.init(c, text, tapped)
	return c
}

// NewMenuChip returns a chip with a chevron, for a menu below it.
func NewMenuChip(text string, tapped func()) *Chip {
	c := NewChip(text, tapped)
	c.icon = IconDown
	return c
}

// SetText changes the words.
func (c *Chip) SetText(text string) {
	if text != c.text {
		c.text, c.label = text, text
		c.Refresh()
	}
}

// Selected tells whether the filter is on.
func (c *Chip) Selected() bool { return c.selected }

// SetSelected shows the filter as on or off.
func (c *Chip) SetSelected(on bool) {
	if on != c.selected {
		c.selected = on
		c.Refresh()
	}
}

func (c *Chip) accessibleValue() string { return selectedWord(c.selected) }

// selectedWord is how the map tells that something is chosen.
func selectedWord(on bool) string {
	if on {
		return "selected"
	}
	return ""
}

// CreateRenderer links the widget to its renderer.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{chip: c, ring: newRing(), box: newBox(chipHeight / 2), words: faces[Small].line(), icon: newGlyph()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, r.words, r.icon.Raster}
	r.Refresh()
	return r
}

const chipHeight float32 = 26

type chipRenderer struct {
	parts
	chip      *Chip
	ring, box *box
	words     *canvas.Text
	icon      *glyph
}

func (r *chipRenderer) face() face {
	if r.chip.selected {
		return faces[SmallStrong]
	}
	return faces[Small]
}

func (r *chipRenderer) MinSize() fyne.Size {
	// The width of the heavier words: nothing moves when the chip is selected.
	w := 24 + ceil(faces[SmallStrong].measure(r.chip.text).Width)
	if r.chip.icon != NoIcon {
		w += 14
	}
	return fyne.NewSize(w, chipHeight)
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.ring.ringAround(r.chip.ringed(), fyne.Position{}, size, chipHeight/2)
	room := size.Width - 24
	if r.chip.icon != NoIcon {
		room -= 14
		place(r.icon, size.Width-24, (size.Height-12)/2, 12, 12)
	}
	w := min(room, r.face().measure(r.chip.text).Width)
	x := float32(12)
	if r.chip.icon == NoIcon {
		x += (room - w) / 2
	}
	r.face().setLine(r.words, r.chip.text, x, 0, room+1, size.Height)
}

func (r *chipRenderer) Refresh() {
	c := r.chip
	fill, stroke, words := ColorSurface, ColorHairline, ColorSecondary
	switch {
	case c.Disabled():
		fill, words = ColorDisabledBg, ColorDisabled
	case c.selected:
		fill, stroke, words = ColorSelected, ColorAccent, ColorText
	case c.held:
		fill = ColorPressed
	case c.hovered:
		fill, stroke = ColorHover, ColorOutline
	}
	r.box.paint(fill, stroke, 1)
	r.face().apply(r.words)
	r.words.Color = ColorOf(words)
	r.icon.set(c.icon, words)
	r.Layout(c.Size())
	r.words.Refresh()
}
