package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crosswalk/assets"
)

// Icon names a stroke icon; the zero value is no icon.
type Icon string

// The icons.
const (
	NoIcon          Icon = ""
	IconList        Icon = "list"
	IconLink        Icon = "link"
	IconUnlink      Icon = "unlink"
	IconPlus        Icon = "plus"
	IconShield      Icon = "shield-check"
	IconClock       Icon = "clock"
	IconSliders     Icon = "sliders"
	IconSearch      Icon = "search"
	IconCheck       Icon = "check"
	IconMinus       Icon = "minus"
	IconAlert       Icon = "alert"
	IconAlertMark   Icon = "alert-mark"
	IconExclamation Icon = "exclamation"
	IconCircle      Icon = "circle"
	IconDots        Icon = "dots"
	IconDown        Icon = "chevron-down"
	IconUp          Icon = "chevron-up"
	IconRight       Icon = "chevron-right"
	IconLeft        Icon = "chevron-left"
	IconArrowRight  Icon = "arrow-right"
	IconArrowLeft   Icon = "arrow-left"
	IconArrowUp     Icon = "arrow-up"
	IconArrowDown   Icon = "arrow-down"
	IconReturn      Icon = "return"
	IconClose       Icon = "x"
	IconCopy        Icon = "copy"
	IconExternal    Icon = "external"
	IconFlask       Icon = "flask"
	IconKey         Icon = "key"
	IconRefresh     Icon = "refresh"
	IconUsers       Icon = "users"
	IconOffline     Icon = "offline"
	IconInfo        Icon = "info"
	IconEye         Icon = "eye"
	IconEyeOff      Icon = "eye-off"
	IconDownload    Icon = "download"
	IconGlobe       Icon = "globe"
	IconLock        Icon = "lock"
	IconFolder      Icon = "folder"
	IconFile        Icon = "file"
)

// glyph is the place where an icon is drawn. The toolkit's own pictures know
// only filled shapes, keep the width of a line whatever the scale, and read the
// file again for every place.
type glyph struct {
	*canvas.Raster
	now glyphLook
}

type glyphLook struct {
	icon  Icon
	color color.NRGBA
}

func newGlyph() *glyph {
	g := &glyph{}
	g.Raster = canvas.NewRaster(g.draw)
	g.Hide()
	return g
}

// set shows an icon in a color of the theme, and asks for a new frame only if
// that changes anything. NoIcon hides it.
func (g *glyph) set(icon Icon, name fyne.ThemeColorName) {
	if icon == NoIcon {
		if g.Visible() {
			g.Hide()
		}
		return
	}
	if look := (glyphLook{icon, nrgba(name)}); look != g.now {
		g.now = look
		g.Refresh()
	}
	if !g.Visible() {
		g.Show()
	}
}

// at puts the icon at a place; size is its width and height.
func (g *glyph) at(x, y, size float32) { place(g, x, y, size, size) }

func (g *glyph) draw(w, h int) image.Image {
	size := min(w, h)
	if size <= 0 || g.Size().Width <= 0 {
		return image.NewRGBA(image.Rect(0, 0, w, h))
	}
	key := drawing{g.now, size}
	if img, ok := drawings[key]; ok {
		return img
	}
	lines, ok := shapes[g.now.icon]
	if !ok {
		lines = readStrokes(assets.Icon(string(g.now.icon)))
		shapes[g.now.icon] = lines
	}
	// Thinner lines would look gray, in the small icons beside words above all.
	width := max(1.35, g.Size().Width/12)
	if g.Size().Width <= 12 {
		width = 1.5
	}
	scale := float64(size) / float64(g.Size().Width)
	img := strokes(lines, size, float64(width)*scale, premultiplied(g.now.color))
	drawings[key] = img
	return img
}

// drawing names a finished picture: an icon in a color at a size in pixels.
type drawing struct {
	look glyphLook
	size int
}

// What has been read and drawn once is used for every place. There are a few
// dozen icons in a handful of colors and sizes; the toolkit's goroutine alone
// gets here.
var (
	shapes   = map[Icon][]segment{}
	drawings = map[drawing]*image.RGBA{}
)

// Picture shows an icon.
type Picture struct {
	widget.BaseWidget
	icon  Icon
	size  float32
	color fyne.ThemeColorName
}

// NewIcon returns an icon of a size (16 in menus and buttons, 12 beside small
// text) in a color of the theme.
func NewIcon(icon Icon, size float32, color fyne.ThemeColorName) *Picture {
	p := &Picture{icon: icon, size: size, color: color}
	p.ExtendBaseWidget(p)
	return p
}

// SetIcon shows another icon, in another color.
func (p *Picture) SetIcon(icon Icon, color fyne.ThemeColorName) {
	p.icon, p.color = icon, color
	p.Refresh()
}

// MinSize is the icon's size.
func (p *Picture) MinSize() fyne.Size { return fyne.NewSquareSize(p.size) }

// CreateRenderer links the widget to its renderer.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	r := &pictureRenderer{picture: p, glyph: newGlyph()}
	r.objects = []fyne.CanvasObject{r.glyph.Raster}
	return r
}

type pictureRenderer struct {
	parts
	picture *Picture
	glyph   *glyph
}

func (r *pictureRenderer) MinSize() fyne.Size { return r.picture.MinSize() }

func (r *pictureRenderer) Layout(size fyne.Size) {
	s := r.picture.size
	r.glyph.at((size.Width-s)/2, (size.Height-s)/2, s)
	r.glyph.set(r.picture.icon, r.picture.color)
}

func (r *pictureRenderer) Refresh() { r.Layout(r.picture.Size()) }

// NewLogo returns Crosswalk's mark at a size, in the theme's accent.
func NewLogo(size float32) fyne.CanvasObject {
	unit := size / 20
	block := func(x, y, w, h, radius float32, color fyne.ThemeColorName) fyne.CanvasObject {
		fill := NewFill(color)
		fill.Radius = radius * unit
		return Inset(x*unit, y*unit, (20-x-w)*unit, (20-y-h)*unit, fill)
	}
	return Fixed(size, size, Stack(
		block(0, 0, 20, 20, 5, ColorAccent),
		block(4, 6, 9, 3, 1.5, ColorOnAccent),
		block(7, 11, 9, 3, 1.5, ColorOnAccent),
	))
}
