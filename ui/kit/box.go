package kit

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// box is a rectangle with rounded corners and an outline, drawn to the pixel. The
// toolkit's own softens its edges over two pixels at 100 %, which leaves a line
// of one pixel too faint for the outline of a control.
type box struct {
	*canvas.Raster
	radius float32
	now    boxLook
}

// boxLook is what the box was last drawn with.
type boxLook struct {
	fill, stroke  color.NRGBA
	width, radius float32
}

func newBox(radius float32) *box {
	b := &box{radius: radius}
	b.Raster = canvas.NewRaster(b.draw)
	return b
}

// paint sets the colors ("" is none), and asks for a new frame only if they have changed.
func (b *box) paint(fill, stroke fyne.ThemeColorName, width float32) {
	if stroke == "" {
		width = 0
	}
	look := boxLook{nrgba(fill), nrgba(stroke), width, b.radius}
	if look != b.now {
		b.now = look
		b.Refresh()
	}
}

func nrgba(name fyne.ThemeColorName) color.NRGBA {
	if name == "" {
		return color.NRGBA{}
	}
	return color.NRGBAModel.Convert(ColorOf(name)).(color.NRGBA)
}

// draw makes the picture in pixels of the device.
func (b *box) draw(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	if size := b.Size(); size.Width > 0 {
		b.now.draw(img, image.Point{}, image.Pt(w, h), float64(w)/float64(size.Width))
	}
	return img
}

// draw makes the part from at on of a picture that is whole pixels large; scale is pixels per unit.
func (l boxLook) draw(img *image.RGBA, at, whole image.Point, scale float64) {
	w, h := whole.X, whole.Y
	line := math.Max(1, math.Round(float64(l.width)*scale))
	if l.width == 0 {
		line = 0
	}
	radius := math.Min(float64(l.radius)*scale, math.Min(float64(w), float64(h))/2)
	stroke, fill := premultiplied(l.stroke), premultiplied(l.fill)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			outer := cover(at.X+x, at.Y+y, w, h, 0, radius)
			inner := outer
			if line > 0 {
				inner = cover(at.X+x, at.Y+y, w, h, line, math.Max(0, radius-line))
			}
			img.SetRGBA(x, y, mix(stroke, outer-inner, fill, inner))
		}
	}
}

// cover tells how much of a pixel lies within the rounded rectangle that is inset
// by edge. Only the corners need arithmetic: the sides stand on whole pixels.
func cover(x, y, w, h int, edge, radius float64) float64 {
	dx := math.Abs(float64(x)+0.5-float64(w)/2) - (float64(w)/2 - edge - radius)
	dy := math.Abs(float64(y)+0.5-float64(h)/2) - (float64(h)/2 - edge - radius)
	if dx <= 0 || dy <= 0 {
		if dx < radius && dy < radius {
			return 1
		}
		return 0
	}
	return math.Max(0, math.Min(1, 0.5-math.Hypot(dx, dy)+radius))
}

func premultiplied(c color.NRGBA) color.RGBA { return color.RGBAModel.Convert(c).(color.RGBA) }

func mix(a color.RGBA, partA float64, b color.RGBA, partB float64) color.RGBA {
	part := func(x, y uint8) uint8 { return uint8(float64(x)*partA + float64(y)*partB + 0.5) }
	return color.RGBA{R: part(a.R, b.R), G: part(a.G, b.G), B: part(a.B, b.B), A: part(a.A, b.A)}
}

// newRing returns a focus ring: 2 pixels of accent, 1 pixel off.
func newRing() *box {
	r := newBox(0)
	r.Hide()
	return r
}

// ringAround shows or hides the ring around something at a place.
func (b *box) ringAround(on bool, at fyne.Position, size fyne.Size, radius float32) {
	if !on {
		if b.Visible() {
			b.Hide()
		}
		return
	}
	b.radius = radius + 3
	b.Move(at.SubtractXY(3, 3))
	b.Resize(size.AddWidthHeight(6, 6))
	b.paint("", ColorAccent, 2)
	if !b.Visible() {
		b.Show()
	}
}
