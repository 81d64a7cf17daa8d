package kit

import (
	"fmt"
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crosswalk/internal/tongue"
)

// Progress is a thin bar that shows how much is done. It never moves by itself.
type Progress struct {
	widget.BaseWidget
	value float32
	label string
}

// SetLabel says what is being done, for screen readers and tests.
func (p *Progress) SetLabel(label string) { p.label = label }

// AccessibilityLabel returns what is being done.
func (p *Progress) AccessibilityLabel() string { return p.label }

// AccessibilityRole tells that this is a progress bar.
func (p *Progress) AccessibilityRole() fyne.AccessibleRole { return RoleProgress }

func (p *Progress) accessibleValue() string { return fmt.Sprintf("%.0f%%", p.value*100) }

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
	r := &progressRenderer{of: p, back: newBox(3), done: newBox(3)}
	r.objects = []fyne.CanvasObject{r.back.Raster, r.done.Raster}
	r.paint()
	return r
}

type progressRenderer struct {
	parts
	of         *Progress
	back, done *box
}

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 6) }

func (r *progressRenderer) Layout(size fyne.Size) {
	y := round((size.Height - 6) / 2)
	place(r.back, 0, y, size.Width, 6)
	place(r.done, 0, y, round(size.Width*r.of.value), 6)
	SetVisible(r.done, r.of.value > 0)
}

func (r *progressRenderer) paint() {
	r.back.paint(ColorPressed, "", 0)
	r.done.paint(ColorAccent, "", 0)
}

func (r *progressRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
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

// AccessibilityLabel says what the mark means.
func (r *Ring) AccessibilityLabel() string { return tongue.L("Waiting") }

// AccessibilityRole tells that nothing can be done with it.
func (r *Ring) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize is the mark's size.
func (r *Ring) MinSize() fyne.Size { return fyne.NewSquareSize(r.size) }

// CreateRenderer links the widget to its renderer.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer {
	out := &ringRenderer{ring: r}
	out.picture = canvas.NewRaster(out.draw)
	out.objects = []fyne.CanvasObject{out.picture}
	return out
}

type ringRenderer struct {
	parts
	ring    *Ring
	picture *canvas.Raster
}

func (r *ringRenderer) MinSize() fyne.Size { return r.ring.MinSize() }

func (r *ringRenderer) Layout(size fyne.Size) {
	s := r.ring.size
	place(r.picture, (size.Width-s)/2, (size.Height-s)/2, s, s)
}

func (r *ringRenderer) Refresh() { r.picture.Refresh() }

// draw makes a faint circle whose upper quarter is in accent, with round ends.
func (r *ringRenderer) draw(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	half := float64(w) / 2
	line := math.Max(1.5, float64(w)/12)
	radius := half - line/2
	back, front := premultiplied(nrgba(ColorPressed)), premultiplied(nrgba(ColorAccent))
	end := radius * math.Sqrt2 / 2
	for y := range h {
		for x := range w {
			dx, dy := float64(x)+0.5-half, float64(y)+0.5-half
			circle := within(math.Abs(math.Hypot(dx, dy)-radius), line/2)
			arc := 0.0
			if -dy >= math.Abs(dx) {
				arc = circle
			}
			arc = math.Max(arc, within(math.Hypot(math.Abs(dx)-end, dy+end), line/2))
			img.SetRGBA(x, y, mix(front, arc, back, math.Max(0, circle-arc)))
		}
	}
	return img
}

func within(distance, limit float64) float64 { return math.Max(0, math.Min(1, limit-distance+0.5)) }
