package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	pillHeight float32 = 20
	pillEdge   float32 = 7
	pillIcon   float32 = 11
	pillGap    float32 = 3
)

// Pill says a state in a shape, a word and a color.
type Pill struct {
	widget.BaseWidget
	tone Tone
	icon Icon
	text string
}

// NewPill returns a pill with the tone's own icon.
func NewPill(tone Tone, text string) *Pill {
	p := &Pill{tone: tone, icon: tone.Icon(), text: text}
	p.ExtendBaseWidget(p)
	return p
}

// WithIcon gives the pill another icon, or none.
func (p *Pill) WithIcon(icon Icon) *Pill {
	p.icon = icon
	p.Refresh()
	return p
}

// Set changes tone, icon and words.
func (p *Pill) Set(tone Tone, icon Icon, text string) {
	p.tone, p.icon, p.text = tone, icon, text
	p.Refresh()
}

// MinSize keeps the word whole.
func (p *Pill) MinSize() fyne.Size { return fyne.NewSize(pillWidth(p.icon, p.text), pillHeight) }

func pillWidth(icon Icon, text string) float32 {
	w := 2*pillEdge + ceil(medium(SizeSmall).measure(text).Width)
	if icon != NoIcon {
		w += pillIcon + pillGap
	}
	return w
}

// AccessibilityLabel returns the word.
func (p *Pill) AccessibilityLabel() string { return p.text }

// AccessibilityRole tells that this is text.
func (p *Pill) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer links the widget to its renderer.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer {
	r := &pillRenderer{pill: p, pillParts: newPillParts()}
	r.objects = r.all()
	return r
}

type pillRenderer struct {
	parts
	*pillParts
	pill *Pill
}

func (r *pillRenderer) MinSize() fyne.Size { return r.pill.MinSize() }

func (r *pillRenderer) Layout(size fyne.Size) {
	r.set(r.pill.tone, r.pill.icon, r.pill.text, 0, (size.Height-pillHeight)/2, size.Width)
}

func (r *pillRenderer) Refresh() { r.Layout(r.pill.Size()) }

// pillParts are the primitives of a pill, in the list as well as by itself.
type pillParts struct {
	box  *canvas.Rectangle
	icon *glyph
	word *canvas.Text
}

func newPillParts() *pillParts {
	p := &pillParts{box: &canvas.Rectangle{CornerRadius: pillHeight / 2}, icon: newGlyph()}
	p.word = medium(SizeSmall).line()
	return p
}

func (p *pillParts) all() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.box, p.icon.Raster, p.word}
}

// set draws the pill at x, y, at most width wide.
func (p *pillParts) set(tone Tone, icon Icon, text string, x, y, width float32) {
	width = min(width, pillWidth(icon, text))
	repaint(p.box, ColorOf(tone.Fill()))
	recolor(p.word, tone.Text())
	place(p.box, x, y, width, pillHeight)
	at := x + pillEdge
	p.icon.set(icon, tone.Text())
	if icon != NoIcon {
		place(p.icon, at, y+(pillHeight-pillIcon)/2, pillIcon, pillIcon)
		at += pillIcon + pillGap
	}
	medium(SizeSmall).setLine(p.word, text, at, y, max(0, x+width-pillEdge+1-at), pillHeight)
}
