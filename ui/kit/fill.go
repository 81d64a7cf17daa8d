package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Fill is a rectangle in a color of the theme: a background, a line, a block.
type Fill struct {
	widget.BaseWidget
	Color  fyne.ThemeColorName // "" is transparent
	Stroke fyne.ThemeColorName // "" is none
	Width  float32             // of the stroke
	Radius float32
	Shadow bool // only for what floats above the page

	least fyne.Size
}

// NewFill returns a rectangle without an outline.
func NewFill(color fyne.ThemeColorName) *Fill {
	f := &Fill{Color: color}
	f.ExtendBaseWidget(f)
	return f
}

// Line is a hairline across, Upright one from top to bottom.
func Line() *Fill {
	f := NewFill(ColorHairline)
	f.least = fyne.NewSize(0, 1)
	return f
}

// Upright is a hairline from top to bottom.
func Upright() *Fill {
	f := NewFill(ColorHairline)
	f.least = fyne.NewSize(1, 0)
	return f
}

// On puts an object before a background.
func On(color fyne.ThemeColorName, o fyne.CanvasObject) *fyne.Container {
	return Stack(NewFill(color), o)
}

// MinSize is nothing, or one pixel for a line.
func (f *Fill) MinSize() fyne.Size { return f.least }

// CreateRenderer links the widget to its renderer.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	r := &fillRenderer{fill: f, rect: &canvas.Rectangle{}}
	r.objects = []fyne.CanvasObject{r.rect}
	for i := range r.sides {
		r.sides[i] = &canvas.Rectangle{}
		r.objects = append(r.objects, r.sides[i])
	}
	r.paint()
	return r
}

// fillRenderer draws the straight parts of an outline again, on whole pixels:
// the toolkit's outline of a rounded rectangle is faint at 100 %.
type fillRenderer struct {
	parts
	fill  *Fill
	rect  *canvas.Rectangle
	sides [4]*canvas.Rectangle
}

func (r *fillRenderer) MinSize() fyne.Size { return r.fill.least }

func (r *fillRenderer) Layout(size fyne.Size) {
	r.rect.Resize(size)
	f := r.fill
	long, high := max(0, size.Width-2*f.Radius), max(0, size.Height-2*f.Radius)
	place(r.sides[0], f.Radius, 0, long, f.Width)
	place(r.sides[1], f.Radius, size.Height-f.Width, long, f.Width)
	place(r.sides[2], 0, f.Radius, f.Width, high)
	place(r.sides[3], size.Width-f.Width, f.Radius, f.Width, high)
}

func (r *fillRenderer) Refresh() {
	r.paint()
	r.Layout(r.fill.Size())
	r.rect.Refresh()
	for _, side := range r.sides {
		side.Refresh()
	}
}

func (r *fillRenderer) paint() {
	f := r.fill
	paint(r.rect, f.Color, f.Stroke, f.Width)
	r.rect.CornerRadius = f.Radius
	r.rect.Shadow = canvas.Shadow{}
	if f.Shadow {
		r.rect.Shadow = canvas.Shadow{Color: ColorOf(ColorShadow), BlurRadius: 16, Offset: fyne.NewPos(0, 4)}
	}
	for _, side := range r.sides {
		paint(side, f.Stroke, "", 0)
		setVisible(side, f.Stroke != "")
	}
}

// paint gives a rectangle its colors; "" is transparent.
func paint(rect *canvas.Rectangle, fill, stroke fyne.ThemeColorName, width float32) {
	rect.FillColor, rect.StrokeColor, rect.StrokeWidth = color.Transparent, color.Transparent, 0
	if fill != "" {
		rect.FillColor = ColorOf(fill)
	}
	if stroke != "" {
		rect.StrokeColor, rect.StrokeWidth = ColorOf(stroke), width
	}
}
