package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Nav is an entry of the menu at the side: icon, words, and a count that needs
// somebody. It leads to a page and is a link for screen readers.
type Nav struct {
	press
	icon     Icon
	text     string
	badge    string
	said     string
	tone     Tone
	selected bool
}

// NewNav returns an entry of the menu.
func NewNav(icon Icon, text string, tapped func()) *Nav {
	n := &Nav{icon: icon, text: text}
	n.init(n, text, tapped)
	return n
}

// AccessibilityRole tells that the entry leads to a page: a button of that page
// may have the same words.
func (n *Nav) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// AccessibilityLabel is the entry's words, and what its count means.
func (n *Nav) AccessibilityLabel() string {
	if n.badge == "" {
		return n.label
	}
	return n.label + ", " + n.said
}

// SetBadge shows a count at the right, and says what it means; "" is none.
func (n *Nav) SetBadge(tone Tone, text, said string) {
	n.said = said
	if n.tone != tone || n.badge != text {
		n.tone, n.badge = tone, text
		n.Refresh()
	}
}

// SetSelected marks the page that is open.
func (n *Nav) SetSelected(on bool) {
	if on != n.selected {
		n.selected = on
		n.Refresh()
	}
}

// Selected tells whether this is the page that is open.
func (n *Nav) Selected() bool { return n.selected }

func (n *Nav) accessibleValue() string { return selectedWord(n.selected) }

// CreateRenderer links the widget to its renderer.
func (n *Nav) CreateRenderer() fyne.WidgetRenderer {
	r := &navRenderer{
		nav: n, ring: newRing(), box: newBox(Radius), icon: newGlyph(),
		words: faces[Body].line(), badge: newBox(10), count: medium(SizeSmall).line(),
	}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, r.icon.Raster, r.words, r.badge.Raster, r.count}
	r.Refresh()
	return r
}

const navHeight float32 = 34

type navRenderer struct {
	parts
	nav              *Nav
	ring, box, badge *box
	icon             *glyph
	words, count     *canvas.Text
}

func (r *navRenderer) face() face {
	if r.nav.selected {
		return faces[Strong]
	}
	return faces[Body]
}

func (r *navRenderer) badgeWidth() float32 {
	if r.nav.badge == "" {
		return 0
	}
	return max(20, 12+ceil(medium(SizeSmall).measure(r.nav.badge).Width))
}

func (r *navRenderer) MinSize() fyne.Size {
	return fyne.NewSize(36+40+r.badgeWidth()+10, navHeight)
}

func (r *navRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.ring.ringAround(r.nav.ringed(), fyne.Position{}, size, Radius)
	place(r.icon, 10, (size.Height-16)/2, 16, 16)
	badge := r.badgeWidth()
	right := size.Width - 10
	if badge > 0 {
		place(r.badge, right-badge, (size.Height-20)/2, badge, 20)
		r.count.Alignment = fyne.TextAlignCenter
		medium(SizeSmall).setLine(r.count, r.nav.badge, right-badge, 0, badge, size.Height)
		right -= badge + 8
	}
	r.face().setLine(r.words, r.nav.text, 36, 0, max(0, right-36), size.Height)
}

func (r *navRenderer) Refresh() {
	n := r.nav
	fill, words := fyne.ThemeColorName(""), ColorSecondary
	switch {
	case n.Disabled():
		words = ColorDisabled
	case n.selected:
		fill, words = ColorSelected, ColorText
	case n.held:
		fill = ColorPressed
	case n.hovered:
		fill = ColorHover
	}
	r.box.paint(fill, "", 0)
	r.face().apply(r.words)
	r.words.Color = ColorOf(words)
	r.icon.set(n.icon, words)
	if n.badge == "" {
		r.badge.Hide()
		r.count.Hide()
	} else {
		r.badge.paint(n.tone.Fill(), "", 0)
		r.count.Color = ColorOf(n.tone.Text())
		r.badge.Show()
		r.count.Show()
	}
	r.Layout(n.Size())
	r.words.Refresh()
	r.count.Refresh()
}
