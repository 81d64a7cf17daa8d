package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// ButtonKind is a button's weight on the page.
type ButtonKind int

// The kinds. One button per page is Primary.
const (
	Outline ButtonKind = iota
	Primary
	Danger // red outline, for what destroys; never first
	Ghost  // no outline until hovered
	Link   // accent text without a box
)

// Button does one thing. Its words are a verb with its object.
type Button struct {
	press
	kind     ButtonKind
	text     string
	icon     Icon
	trailing Icon
	hint     string
	tone     fyne.ThemeColorName
	under    bool
	tight    bool // a small one, within another control
	small    bool
}

// NewButton returns a button of a kind.
func NewButton(kind ButtonKind, text string, tapped func()) *Button {
	b := &Button{kind: kind, text: text}
	b.init(b, text, tapped)
	return b
}

// NewIconButton returns a button that shows only an icon; label names it.
func NewIconButton(kind ButtonKind, icon Icon, label string, tapped func()) *Button {
	b := &Button{kind: kind, icon: icon}
	b.init(b, label, tapped)
	return b
}

// NewLink returns a Link button: words that act.
func NewLink(text string, tapped func()) *Button { return NewButton(Link, text, tapped) }

// Text returns the words on the button.
func (b *Button) Text() string { return b.text }

// SetText changes the words, and the name with them.
func (b *Button) SetText(text string) {
	if text != b.text {
		b.text, b.label = text, text
		b.Refresh()
	}
}

// SetKind changes the weight.
func (b *Button) SetKind(kind ButtonKind) {
	b.kind = kind
	b.Refresh()
}

// WithIcon puts an icon before the words.
func (b *Button) WithIcon(icon Icon) *Button {
	b.icon = icon
	b.Refresh()
	return b
}

// WithTrailing puts an icon after the words: a chevron for a menu, the Enter key.
func (b *Button) WithTrailing(icon Icon) *Button {
	b.trailing = icon
	b.Refresh()
	return b
}

// WithKey shows the key that presses the button. The key itself is the page's
// business.
func (b *Button) WithKey(hint string) *Button {
	b.hint = hint
	b.Refresh()
	return b
}

// InTone gives a Link the color of the block it stands in, and underlines it.
func (b *Button) InTone(color fyne.ThemeColorName) *Button {
	b.tone, b.under = color, true
	b.Refresh()
	return b
}

// InSmall gives a Link the size of small text.
func (b *Button) InSmall() *Button {
	b.small = true
	b.Refresh()
	return b
}

// AccessibilityRole is link for a Link, button otherwise.
func (b *Button) AccessibilityRole() fyne.AccessibleRole {
	if b.kind == Link {
		return fyne.AccessibleRoleLink
	}
	return fyne.AccessibleRoleButton
}

// Cursor is the pointing hand on links only.
func (b *Button) Cursor() desktop.Cursor {
	if b.kind == Link && !b.Disabled() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer links the widget to its renderer.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b, box: newBox(Radius), ring: newRing(), under: &canvas.Rectangle{},
		icon: newGlyph(), trailing: newGlyph(),
		words: medium(SizeText).line(), key: faces[Small].line(),
	}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, r.icon.Raster, r.words, r.key, r.trailing.Raster, r.under}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	parts
	button         *Button
	box, ring      *box
	under          *canvas.Rectangle
	icon, trailing *glyph
	words, key     *canvas.Text
}

func (r *buttonRenderer) face() face {
	f := medium(SizeText)
	if r.button.kind == Link && r.button.under {
		f = faces[Body]
	}
	if r.button.small {
		f.size = SizeSmall
	}
	return f
}

// contents returns the widths of the icon, the words, the key and the trailing
// icon, each with the gap before it, and the margin around them.
func (r *buttonRenderer) contents() (icon, words, key, trailing, margin float32) {
	b := r.button
	if b.icon != NoIcon {
		icon = 16
	}
	if b.text != "" {
		words = ceil(r.face().measure(b.text).Width)
		if icon > 0 {
			icon += 8
		}
	}
	if b.hint != "" {
		key = 8 + ceil(faces[Small].measure(b.hint).Width)
	}
	if b.trailing != NoIcon {
		trailing = 6 + 14
	}
	switch {
	case b.kind == Link:
	case b.tight:
		margin = 6
	case b.text == "":
		margin = 13
	default:
		margin = 15
	}
	return icon, words, key, trailing, margin
}

func (r *buttonRenderer) MinSize() fyne.Size {
	icon, words, key, trailing, margin := r.contents()
	height := ControlHeight
	if r.button.kind == Link {
		height = faces[Body].lineHeight()
	}
	return fyne.NewSize(icon+words+key+trailing+2*margin, height)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	b := r.button
	r.box.Resize(size)
	r.ring.ringAround(b.ringed(), fyne.Position{}, size, Radius)
	icon, words, key, trailing, margin := r.contents()
	x := margin
	if b.kind != Link {
		x = max(margin, (size.Width-icon-words-key-trailing)/2)
	}
	middle := size.Height / 2
	place(r.icon, x, middle-8, 16, 16)
	x += icon
	room := min(words, size.Width-x-key-trailing-margin)
	r.face().setLine(r.words, b.text, x, 0, max(0, room), size.Height)
	place(r.under, x, middle+7, max(0, room), 1)
	x += room
	if b.hint != "" {
		faces[Small].setLine(r.key, b.hint, x+8, 0, key, size.Height)
	}
	place(r.trailing, x+key+6, middle-7, 14, 14)
}

func (r *buttonRenderer) Refresh() {
	b := r.button
	fill, stroke, words := r.colors()
	r.box.paint(fill, stroke, 1)
	r.face().apply(r.words)
	r.words.Color = ColorOf(words)
	r.key.Color = ColorOf(ColorSecondary)
	if b.kind == Primary || b.Disabled() {
		r.key.Color = r.words.Color
	}
	if b.hint == "" {
		r.key.Hide()
	} else {
		r.key.Show()
	}
	paint(r.under, "")
	if b.kind == Link && (b.under || b.hovered) {
		paint(r.under, words)
	}
	r.icon.set(b.icon, words)
	r.trailing.set(b.trailing, words)
	r.Layout(b.Size())
	r.words.Refresh()
	r.key.Refresh()
}

func (r *buttonRenderer) colors() (fill, stroke, words fyne.ThemeColorName) {
	b := r.button
	fill, stroke, words = ColorSurface, ColorOutline, ColorText
	switch b.kind {
	case Primary:
		fill, stroke, words = ColorAccent, "", ColorOnAccent
	case Danger:
		stroke, words = ColorAct, ColorAct
	case Ghost:
		fill, stroke = "", ""
	case Link:
		fill, stroke, words = "", "", ColorAccent
		if b.tone != "" {
			words = b.tone
		}
	}
	switch {
	case b.Disabled() && (b.kind == Link || b.kind == Ghost):
		return "", "", ColorDisabled
	case b.Disabled():
		return ColorDisabledBg, ColorHairline, ColorDisabled
	case b.kind == Link:
		return fill, stroke, words
	case b.kind == Primary && b.held:
		fill = ColorAccentPressed
	case b.kind == Primary && b.hovered:
		fill = ColorAccentHover
	case b.kind == Primary:
	case b.held:
		fill = ColorPressed
	case b.hovered:
		fill = ColorHover
	}
	return fill, stroke, words
}
