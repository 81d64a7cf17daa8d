package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Progress is a thin bar that shows how much is done. It never moves by itself.
type Progress struct {
	widget.BaseWidget
	value float32
}

// NewProgress returns an empty bar.
func NewProgress() *Progress {
	p := &Progress{}
	p.ExtendBaseWidget(p)
	return p
}

// SetValue shows a part of the whole, from 0 to 1.
func (p *Progress) SetValue(part float64) {
	v := float32(max(0, min(1, part)))
	if v != p.value {
		p.value = v
		p.Refresh()
	}
}

// Value returns the part that is shown.
func (p *Progress) Value() float64 { return float64(p.value) }

// CreateRenderer links the widget to its renderer.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{of: p, back: &canvas.Rectangle{CornerRadius: 3}, done: &canvas.Rectangle{CornerRadius: 3}}
	r.objects = []fyne.CanvasObject{r.back, r.done}
	r.paint()
	return r
}

type progressRenderer struct {
	parts
	of         *Progress
	back, done *canvas.Rectangle
}

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 6) }

func (r *progressRenderer) Layout(size fyne.Size) {
	y := round((size.Height - 6) / 2)
	place(r.back, 0, y, size.Width, 6)
	place(r.done, 0, y, round(size.Width*r.of.value), 6)
	setVisible(r.done, r.of.value > 0)
}

func (r *progressRenderer) paint() {
	paint(r.back, ColorPressed, "", 0)
	paint(r.done, ColorAccent, "", 0)
}

func (r *progressRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	r.back.Refresh()
	r.done.Refresh()
}

// Ring is the mark for "waiting". It stands still: a turning one would repaint
// the whole window again and again.
type Ring struct {
	widget.BaseWidget
	size float32
}

// NewRing returns the mark at a size; 36 stands beside a card's title.
func NewRing(size float32) *Ring {
	r := &Ring{size: size}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer links the widget to its renderer.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer {
	width := max(2, r.size/12)
	out := &ringRenderer{size: r.size}
	out.back = &canvas.Circle{StrokeWidth: width}
	out.arc = &canvas.Arc{StartAngle: -45, EndAngle: 45, CutoutRatio: 1 - 2*width/r.size, CornerRadius: width / 2}
	out.objects = []fyne.CanvasObject{out.back, out.arc}
	out.Refresh()
	return out
}

type ringRenderer struct {
	parts
	size float32
	back *canvas.Circle
	arc  *canvas.Arc
}

func (r *ringRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.size) }

func (r *ringRenderer) Layout(size fyne.Size) {
	for _, o := range r.objects {
		place(o, (size.Width-r.size)/2, (size.Height-r.size)/2, r.size, r.size)
	}
}

func (r *ringRenderer) Refresh() {
	r.back.StrokeColor = ColorOf(ColorPressed)
	r.arc.FillColor = ColorOf(ColorAccent)
	r.back.Refresh()
	r.arc.Refresh()
}
