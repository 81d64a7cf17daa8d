package kit

import (
	"fyne.io/fyne/v2"
)

// NewCard puts content on a surface with a hairline around it and an inner edge
// of 20.
func NewCard(content fyne.CanvasObject) *fyne.Container { return NewCardInset(20, content) }

// NewCardInset is NewCard with another inner edge.
func NewCardInset(edge float32, content fyne.CanvasObject) *fyne.Container {
	back := NewFill(ColorSurface)
	back.Stroke, back.Width, back.Radius = ColorHairline, 1, CardRadius
	return Stack(back, Inset(edge, edge, edge, edge, content))
}

// CardButton is a card that can be chosen among several.
type CardButton struct {
	press
	content  fyne.CanvasObject
	selected bool
}

// NewCardButton returns a card that acts when it is clicked; label names it.
func NewCardButton(label string, content fyne.CanvasObject, tapped func()) *CardButton {
	c := &CardButton{content: Inset(17, 15, 17, 15, content)}
	c.init(c, label, tapped)
	return c
}

// SetSelected marks the card that is chosen.
func (c *CardButton) SetSelected(on bool) {
	if on != c.selected {
		c.selected = on
		c.Refresh()
	}
}

// Selected tells whether the card is chosen.
func (c *CardButton) Selected() bool { return c.selected }

func (c *CardButton) accessibleValue() string { return selectedWord(c.selected) }

func (c *CardButton) inside() []fyne.CanvasObject { return []fyne.CanvasObject{c.content} }

// HeightFor returns the height at a width.
func (c *CardButton) HeightFor(width float32) float32 { return heightFor(c.content, width) }

// IdealSize returns the size at which nothing is cut.
func (c *CardButton) IdealSize() fyne.Size { return idealSize(c.content) }

// CreateRenderer links the widget to its renderer.
func (c *CardButton) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{card: c, ring: newRing(), box: newBox(CardRadius)}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, c.content}
	r.paint()
	return r
}

type cardRenderer struct {
	parts
	card      *CardButton
	ring, box *box
}

func (r *cardRenderer) MinSize() fyne.Size { return r.card.content.MinSize() }

func (r *cardRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.card.content.Resize(size)
	r.ring.ringAround(r.card.ringed(), fyne.Position{}, size, CardRadius)
}

func (r *cardRenderer) paint() {
	fill, stroke, width := ColorSurface, ColorHairline, float32(1)
	if r.card.hovered {
		fill, stroke = ColorHover, ColorOutline
	}
	if r.card.selected {
		fill, stroke, width = ColorSurface, ColorAccent, 2
	}
	r.box.paint(fill, stroke, width)
}

func (r *cardRenderer) Refresh() {
	r.paint()
	r.Layout(r.card.Size())
	r.card.content.Refresh()
}
