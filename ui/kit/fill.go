package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Fill is a rectangle in a color of the theme: a background, a line, a block.
//
// It is made of pictures as small as they can be, which the toolkit stretches: a computer without a graphics card paints
// a stretched pixel in half the time of the toolkit's own rectangle, and in a quarter of that of its rounded one. A
// window is mostly such areas, and the toolkit paints all of it for every frame.
type Fill struct {
	widget.BaseWidget
	Color  fyne.ThemeColorName // "" is transparent
	Stroke fyne.ThemeColorName // "" is none; only where there is a radius
	Width  float32             // of the stroke
	Radius float32             // set before it is shown
	Shadow bool                // only for what floats above the page; set before it is shown

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
	if f.Radius == 0 {
		r := &flatRenderer{fill: f, sheet: newSheet()}
		r.objects = []fyne.CanvasObject{r.sheet.Raster}
		r.sheet.paint(f.Color)
		return r
	}
	return newRoundRenderer(f)
}

// sheet is a flat area: one pixel, stretched.
type sheet struct {
	*canvas.Raster
	now color.NRGBA
}

func newSheet() *sheet {
	s := &sheet{}
	s.Raster = canvas.NewRaster(func(int, int) image.Image {
		pixel := image.NewRGBA(image.Rect(0, 0, 1, 1))
		pixel.SetRGBA(0, 0, premultiplied(s.now))
		return pixel
	})
	s.ScaleMode = canvas.ImageScalePixels
	return s
}

// paint sets the color, and asks for a new frame only if it has changed. What nothing is painted in is not drawn at all.
func (s *sheet) paint(name fyne.ThemeColorName) {
	if now := nrgba(name); now != s.now {
		s.now = now
		s.Refresh()
	}
	setVisible(s.Raster, name != "")
}

// flatRenderer draws a fill without a radius.
type flatRenderer struct {
	parts
	fill  *Fill
	sheet *sheet
}

func (r *flatRenderer) MinSize() fyne.Size { return r.fill.least }

func (r *flatRenderer) Layout(size fyne.Size) { r.sheet.Resize(size) }

func (r *flatRenderer) Refresh() { r.sheet.paint(r.fill.Color) }

// corner is one of the four of a rounded rectangle.
type corner struct {
	*canvas.Raster
	right, low bool
	now        boxLook
}

func newCorner(right, low bool) *corner {
	c := &corner{right: right, low: low}
	c.Raster = canvas.NewRaster(c.draw)
	return c
}

func (c *corner) paint(look boxLook) {
	if look != c.now {
		c.now = look
		c.Refresh()
	}
}

func (c *corner) draw(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	var at image.Point
	if c.right {
		at.X = 3 * w
	}
	if c.low {
		at.Y = 3 * h
	}
	if width := c.Size().Width; width > 0 {
		c.now.draw(img, at, image.Pt(4*w, 4*h), float64(w)/float64(width))
	}
	return img
}

// roundRenderer draws a fill with a radius: four corners, three areas between them, and four lines around them. What is
// small is one picture.
type roundRenderer struct {
	parts
	fill    *Fill
	shadow  *canvas.Rectangle // nil without
	small   *box
	areas   [3]*sheet // the middle, the left, the right
	lines   [4]*sheet // above, below, left, right
	corners [4]*corner
}

// smallFill is the height up to which one picture is less work than its parts.
const smallFill = 32

func newRoundRenderer(f *Fill) *roundRenderer {
	r := &roundRenderer{fill: f, small: newBox(f.Radius)}
	if f.Shadow {
		r.shadow = &canvas.Rectangle{CornerRadius: f.Radius}
		r.objects = append(r.objects, r.shadow)
	}
	r.objects = append(r.objects, r.small.Raster)
	for i := range r.areas {
		r.areas[i] = newSheet()
		r.objects = append(r.objects, r.areas[i].Raster)
	}
	for i := range r.lines {
		r.lines[i] = newSheet()
		r.objects = append(r.objects, r.lines[i].Raster)
	}
	for i := range r.corners {
		r.corners[i] = newCorner(i%2 == 1, i >= 2)
		r.objects = append(r.objects, r.corners[i].Raster)
	}
	r.paint()
	return r
}

func (r *roundRenderer) MinSize() fyne.Size { return r.fill.least }

func (r *roundRenderer) Layout(size fyne.Size) {
	f := r.fill
	if r.shadow != nil {
		r.shadow.Resize(size)
	}
	r.small.Resize(size)
	edge, width := f.Radius, f.Width
	long, high := max(0, size.Width-2*edge), max(0, size.Height-2*edge)
	spread(r.areas[0].Raster, edge, 0, long, size.Height)
	spread(r.areas[1].Raster, 0, edge, edge, high)
	spread(r.areas[2].Raster, size.Width-edge, edge, edge, high)
	spread(r.lines[0].Raster, edge, 0, long, width)
	spread(r.lines[1].Raster, edge, size.Height-width, long, width)
	spread(r.lines[2].Raster, 0, edge, width, high)
	spread(r.lines[3].Raster, size.Width-width, edge, width, high)
	for _, c := range r.corners {
		at := fyne.Position{}
		if c.right {
			at.X = size.Width - edge
		}
		if c.low {
			at.Y = size.Height - edge
		}
		spread(c.Raster, at.X, at.Y, edge, edge)
	}
	r.choose()
}

// choose shows the one picture, or the parts.
func (r *roundRenderer) choose() {
	whole := r.fill.Size().Height <= smallFill
	setVisible(r.small.Raster, whole)
	for _, area := range r.areas {
		setVisible(area.Raster, !whole && r.fill.Color != "")
	}
	for _, line := range r.lines {
		setVisible(line.Raster, !whole && r.fill.Stroke != "")
	}
	for _, corner := range r.corners {
		setVisible(corner.Raster, !whole)
	}
}

func (r *roundRenderer) Refresh() {
	r.paint()
	r.Layout(r.fill.Size())
}

func (r *roundRenderer) paint() {
	f := r.fill
	if r.shadow != nil {
		r.shadow.FillColor = ColorOf(f.Color)
		r.shadow.Shadow = canvas.Shadow{Color: ColorOf(ColorShadow), BlurRadius: 16, Offset: fyne.NewPos(0, 4)}
		r.shadow.Refresh()
	}
	r.small.paint(f.Color, f.Stroke, f.Width)
	for _, area := range r.areas {
		area.paint(f.Color)
	}
	for _, line := range r.lines {
		line.paint(f.Stroke)
	}
	for _, corner := range r.corners {
		corner.paint(r.small.now)
	}
	r.choose()
}

// spread puts an object somewhere without rounding: the toolkit puts its edges on whole pixels of the device.
func spread(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// paint gives a rectangle of the toolkit its color; "" is transparent.
func paint(rect *canvas.Rectangle, fill fyne.ThemeColorName) {
	rect.FillColor = color.Transparent
	if fill != "" {
		rect.FillColor = ColorOf(fill)
	}
}
