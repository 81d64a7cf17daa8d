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
	SetVisible(s.Raster, name != "")
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

// slice is one of the nine parts of a rounded rectangle: a corner, or what lies between two, which looks the same all along
// and is one pixel long, stretched. All are drawn from one small picture of the whole, so that lines are everywhere as
// many pixels wide, also at 125 %.
type slice struct {
	*canvas.Raster
	col, row int // 0, 1 (between the corners) or 2
	now      boxLook
}

func newSlice(col, row int) *slice {
	s := &slice{col: col, row: row}
	s.Raster = canvas.NewRaster(s.draw)
	s.ScaleMode = canvas.ImageScalePixels
	return s
}

func (s *slice) paint(look boxLook) {
	if look != s.now {
		s.now = look
		s.Refresh()
	}
}

// draw makes the part of a picture that is four corners wide and high.
func (s *slice) draw(w, h int) image.Image {
	size := s.Size()
	edge, scale := w, float64(w)/float64(size.Width)
	if s.col == 1 {
		edge, scale = h, float64(h)/float64(size.Height)
	}
	if s.col == 1 && s.row == 1 {
		edge, scale = 4*int(s.now.radius), 1
	}
	from := func(part int) (start, length int) {
		switch part {
		case 0:
			return 0, edge
		case 1:
			return 2 * edge, 1
		}
		return 3 * edge, edge
	}
	x, width := from(s.col)
	y, height := from(s.row)
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	s.now.draw(img, image.Pt(x, y), image.Pt(4*edge, 4*edge), scale)
	return img
}

// roundRenderer draws a fill with a radius in nine parts. What is small is one picture.
type roundRenderer struct {
	parts
	fill   *Fill
	shadow *canvas.Rectangle // nil without
	small  *box
	slices [9]*slice
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
	for i := range r.slices {
		r.slices[i] = newSlice(i%3, i/3)
		r.objects = append(r.objects, r.slices[i].Raster)
	}
	r.paint()
	return r
}

func (r *roundRenderer) MinSize() fyne.Size { return r.fill.least }

func (r *roundRenderer) Layout(size fyne.Size) {
	if r.shadow != nil {
		r.shadow.Resize(size)
	}
	r.small.Resize(size)
	edge := r.fill.Radius
	part := func(part int, whole float32) (at, length float32) {
		switch part {
		case 0:
			return 0, edge
		case 1:
			return edge, max(0, whole-2*edge)
		}
		return whole - edge, edge
	}
	for _, s := range r.slices {
		x, width := part(s.col, size.Width)
		y, height := part(s.row, size.Height)
		s.Move(fyne.NewPos(x, y)) // not rounded: the toolkit puts edges on whole pixels of the device
		s.Resize(fyne.NewSize(width, height))
	}
	r.choose()
}

// choose shows the one picture, or the parts.
func (r *roundRenderer) choose() {
	whole := r.fill.Size().Height <= smallFill
	SetVisible(r.small.Raster, whole)
	for _, s := range r.slices {
		SetVisible(s.Raster, !whole && (r.fill.Color != "" || s.col != 1 || s.row != 1))
	}
}

func (r *roundRenderer) Refresh() {
	r.paint()
	r.Layout(r.fill.Size())
}

func (r *roundRenderer) paint() {
	f := r.fill
	if r.shadow != nil {
		paint(r.shadow, f.Color)
		r.shadow.Shadow = canvas.Shadow{Color: ColorOf(ColorShadow), BlurRadius: 16, Offset: fyne.NewPos(0, 4)}
		r.shadow.Refresh()
	}
	r.small.paint(f.Color, f.Stroke, f.Width)
	for _, s := range r.slices {
		s.paint(r.small.now)
	}
	r.choose()
}

// paint gives a rectangle of the toolkit its color; "" is transparent.
func paint(rect *canvas.Rectangle, fill fyne.ThemeColorName) {
	rect.FillColor = color.Transparent
	if fill != "" {
		rect.FillColor = ColorOf(fill)
	}
}
