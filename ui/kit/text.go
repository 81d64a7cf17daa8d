package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Style is the size, weight and color of a text.
type Style int

// The styles. Sizes are 13 where nothing else is said.
const (
	Body        Style = iota
	Strong            // bold
	Quiet             // secondary color
	Small             // 12, secondary color
	SmallStrong       // 12, bold, secondary color
	CardTitle         // 15, bold
	Lead              // 15, secondary color
	Heading           // 20, bold: one per page
	Figure            // 22, bold: a total
	Display           // 26, bold: the program's name on the first page
)

// face is how a text is set. Its font is named, not left to the theme: for each style the toolkit would load its own
// fonts, emoji, symbols and the system's index of fonts beside ours. What ours lacks comes from the system, letter by
// letter, when it is first needed.
type face struct {
	size  float32
	bold  bool
	font  fyne.Resource
	color fyne.ThemeColorName
}

var faces = [...]face{
	Body:        {size: SizeText, font: fontRegular, color: ColorText},
	Strong:      {size: SizeText, bold: true, font: fontBold, color: ColorText},
	Quiet:       {size: SizeText, font: fontRegular, color: ColorSecondary},
	Small:       {size: SizeSmall, font: fontRegular, color: ColorSecondary},
	SmallStrong: {size: SizeSmall, bold: true, font: fontBold, color: ColorSecondary},
	CardTitle:   {size: SizeCard, bold: true, font: fontBold, color: ColorText},
	Lead:        {size: SizeCard, font: fontRegular, color: ColorSecondary},
	Heading:     {size: SizeHeading, bold: true, font: fontBold, color: ColorText},
	Figure:      {size: SizeFigure, bold: true, font: fontBold, color: ColorText},
	Display:     {size: SizeDisplay, bold: true, font: fontBold, color: ColorText},
}

// medium is the weight of words on buttons, pills and chips.
func medium(size float32) face { return face{size: size, font: fontMedium, color: ColorText} }

// mono is for text whose columns are made of spaces. The toolkit's own font is loaded when it is first needed.
func mono() face {
	return face{size: SizeSmall, font: theme.DefaultTextMonospaceFont(), color: ColorText}
}

func (f face) measure(s string) fyne.Size {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, f.size, f.style(), f.font)
	return size
}

func (f face) style() fyne.TextStyle { return fyne.TextStyle{Bold: f.bold} }

func (f face) apply(t *canvas.Text) {
	t.TextSize, t.TextStyle, t.FontSource = f.size, f.style(), f.font
}

func (f face) line() *canvas.Text {
	t := canvas.NewText("", ColorOf(f.color))
	f.apply(t)
	return t
}

// lineHeight is the height of one line of wrapped text, on whole pixels; large
// letters need less air.
func (f face) lineHeight() float32 {
	switch {
	case f.size > SizeCard:
		return round(f.size * 1.25)
	case f.size < SizeText:
		return round(f.size * 1.34)
	}
	return round(f.size * 1.38)
}

const ellipsis = "…"

// cut shortens s until it fits into width, ending it in an ellipsis.
func (f face) cut(s string, width float32) string {
	if s == "" || f.measure(s).Width <= width {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes)-1
	for low < high {
		mid := (low + high + 1) / 2
		if f.measure(string(runes[:mid])+ellipsis).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + ellipsis
}

// head returns as much of s as fits into width, at least one character, ending
// after a hyphen where that does not waste half the line.
func (f face) head(s string, width float32) string {
	runes := []rune(s)
	low, high := 1, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if f.measure(string(runes[:mid])).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	fits := string(runes[:low])
	if at := strings.LastIndex(fits, "-"); at > len(fits)/2 && low < len(runes) {
		return fits[:at+1]
	}
	return fits
}

// setLine writes s into t, cut to width, centered on the height between top and
// bottom. It touches the object only where something changes.
func (f face) setLine(t *canvas.Text, s string, x, top, width, height float32) {
	s = f.cut(s, width)
	if t.Text != s {
		t.Text = s
		t.Refresh()
	}
	h := f.measure("X").Height
	t.Move(fyne.NewPos(round(x), round(top+(height-h)/2)))
	t.Resize(fyne.NewSize(width, h))
}

// Text is one line that ends in an ellipsis where its room ends.
type Text struct {
	widget.BaseWidget
	text  string
	face  face
	align fyne.TextAlign
	whole bool
	ideal fyne.Size
}

var _ fyne.Accessible = (*Text)(nil)

// NewText returns a text of one line.
func NewText(style Style, text string) *Text {
	t := &Text{text: text, face: faces[style]}
	t.ExtendBaseWidget(t)
	return t
}

// Text returns what SetText was given, uncut.
func (t *Text) Text() string { return t.text }

// SetText changes the words.
func (t *Text) SetText(text string) {
	if text == t.text {
		return
	}
	t.text, t.ideal = text, fyne.Size{}
	t.Refresh()
}

// SetColor gives the text another color of the theme.
func (t *Text) SetColor(name fyne.ThemeColorName) *Text {
	t.face.color = name
	t.Refresh()
	return t
}

// Whole keeps the text from ever being cut: for numbers and badges.
func (t *Text) Whole() *Text {
	t.whole = true
	return t
}

// Align sets where the line stands in its width.
func (t *Text) Align(align fyne.TextAlign) *Text {
	t.align = align
	t.Refresh()
	return t
}

// IdealSize returns the size of the whole line.
func (t *Text) IdealSize() fyne.Size {
	if t.ideal.IsZero() {
		t.ideal = t.face.measure(t.text)
		t.ideal.Width = ceil(t.ideal.Width)
		t.ideal.Height = t.face.lineHeight()
	}
	return t.ideal
}

// MinSize is small in width, unless the text is to stay whole.
func (t *Text) MinSize() fyne.Size {
	size := t.IdealSize()
	if !t.whole {
		size.Width = min(size.Width, 3*t.face.size)
	}
	return size
}

// AccessibilityLabel returns the whole text.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole tells that this is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer links the widget to its renderer.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{text: t, line: t.face.line()}
	r.objects = []fyne.CanvasObject{r.line}
	return r
}

type textRenderer struct {
	parts
	text *Text
	line *canvas.Text
}

func (r *textRenderer) MinSize() fyne.Size { return r.text.MinSize() }

func (r *textRenderer) Layout(size fyne.Size) {
	r.line.Alignment = r.text.align
	r.text.face.setLine(r.line, r.text.text, 0, 0, size.Width, size.Height)
}

func (r *textRenderer) Refresh() {
	r.text.ideal = fyne.Size{}
	r.line.Color = ColorOf(r.text.face.color)
	r.Layout(r.text.Size())
	r.line.Refresh()
}

// parts is what all renderers of the kit have in common.
type parts struct{ objects []fyne.CanvasObject }

func (p *parts) Objects() []fyne.CanvasObject { return p.objects }

func (p *parts) Destroy() {}
