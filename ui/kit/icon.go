package kit

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"

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
)

// drawing is an icon in one color. It is not a themed resource: the toolkit
// would fill what is meant to be a line. Its name holds color and stroke because
// the toolkit keeps pictures by name and size.
type drawing struct {
	icon  Icon
	color color.Color
	size  float32
	on    *canvas.Image
}

func (d drawing) Name() string { return fmt.Sprintf("%s-%s-%s.svg", d.icon, hex(d.color), d.stroke()) }

func (d drawing) Content() []byte {
	content := bytes.ReplaceAll(assets.Icon(string(d.icon)), []byte("#000000"), []byte("#"+hex(d.color)))
	return bytes.ReplaceAll(content, []byte(`stroke-width="2"`), []byte(`stroke-width="`+d.stroke()+`"`))
}

// stroke is the width of the line in pixels of the device, which the toolkit does
// not scale. Thinner icons would look gray, the small ones beside words above all.
func (d drawing) stroke() string {
	width := max(1.35, d.size*2/24)
	if d.size <= 12 {
		width = 1.6
	}
	return strconv.FormatFloat(float64(width*scaleOf(d.on)), 'f', 2, 32)
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("%02X%02X%02X", r>>8, g>>8, b>>8)
}

// scaleOf returns the pixels per unit where o is shown; as long as that is
// nowhere the toolkit draws for 2.
func scaleOf(o fyne.CanvasObject) float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		return c.Scale()
	}
	return 2
}

// setIcon draws an icon into a picture, if anything about it has changed.
func setIcon(img *canvas.Image, icon Icon, size float32, name fyne.ThemeColorName) {
	if icon == NoIcon {
		img.Hide()
		return
	}
	img.Show()
	d := drawing{icon: icon, color: ColorOf(name), size: size, on: img}
	if old, ok := img.Resource.(drawing); ok && old == d {
		return
	}
	img.Resource = d
	img.Refresh()
}

func newPicture() *canvas.Image {
	img := &canvas.Image{FillMode: canvas.ImageFillContain}
	img.Hide()
	return img
}

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
	r := &pictureRenderer{picture: p, img: newPicture()}
	r.objects = []fyne.CanvasObject{r.img}
	return r
}

type pictureRenderer struct {
	parts
	picture *Picture
	img     *canvas.Image
}

func (r *pictureRenderer) MinSize() fyne.Size { return r.picture.MinSize() }

func (r *pictureRenderer) Layout(size fyne.Size) {
	s := r.picture.size
	setIcon(r.img, r.picture.icon, s, r.picture.color)
	place(r.img, (size.Width-s)/2, (size.Height-s)/2, s, s)
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
