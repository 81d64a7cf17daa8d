package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Folded is a line that stands for something longer, such as an address or a
// list of what was ticked, with the verb that opens it at the right.
type Folded struct {
	press
	text  string
	verb  string
	wrong bool
}

// NewFolded returns a line; text names it.
func NewFolded(text, verb string, tapped func()) *Folded {
	f := &Folded{text: text, verb: verb}
	f.init(f, text, tapped)
	return f
}

// SetText changes the words, and the name with them.
func (f *Folded) SetText(text string) {
	if text != f.text {
		f.text, f.label = text, text
		f.Refresh()
	}
}

// Text returns the words.
func (f *Folded) Text() string { return f.text }

// SetWrong marks that something in it has to be mended.
func (f *Folded) SetWrong(wrong bool) {
	if wrong != f.wrong {
		f.wrong = wrong
		f.Refresh()
	}
}

func (f *Folded) accessibleValue() string { return f.verb }

// CreateRenderer links the widget to its renderer.
func (f *Folded) CreateRenderer() fyne.WidgetRenderer {
	r := &foldedRenderer{of: f, ring: newRing(), box: newBox(Radius), words: faces[Body].line(), verb: faces[Body].line()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, r.words, r.verb}
	r.Refresh()
	return r
}

type foldedRenderer struct {
	parts
	of          *Folded
	ring, box   *box
	words, verb *canvas.Text
}

func (r *foldedRenderer) MinSize() fyne.Size { return fyne.NewSize(120, ControlHeight) }

func (r *foldedRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.ring.ringAround(r.of.ringed(), fyne.Position{}, size, Radius)
	verb := ceil(faces[Body].measure(r.of.verb).Width)
	faces[Body].setLine(r.words, r.of.text, 11, 0, max(0, size.Width-verb-34), size.Height)
	faces[Body].setLine(r.verb, r.of.verb, size.Width-verb-11, 0, verb, size.Height)
}

func (r *foldedRenderer) Refresh() {
	fill, stroke, width := ColorSurface, ColorOutline, float32(1)
	switch {
	case r.of.Disabled():
		fill, stroke = ColorDisabledBg, ColorHairline
	case r.of.wrong:
		stroke, width = ColorAct, 2
	case r.of.held:
		fill = ColorPressed
	case r.of.hovered:
		fill = ColorHover
	}
	r.box.paint(fill, stroke, width)
	r.words.Color, r.verb.Color = ColorOf(ColorSecondary), ColorOf(ColorSecondary)
	r.Layout(r.of.Size())
	r.words.Refresh()
	r.verb.Refresh()
}
