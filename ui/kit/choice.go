package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Select shows one of several options; a click opens a menu of all.
type Select struct {
	press
	// OnChanged is called after the person has chosen another option.
	OnChanged func(option int)
	options   []string
	selected  int
	caption   string
}

// NewSelect returns a select with a caption for its name; the caption itself is
// shown by [Captioned]. No option is chosen while selected is -1.
func NewSelect(caption string, options []string, selected int, changed func(option int)) *Select {
	s := &Select{options: options, selected: selected, OnChanged: changed, caption: caption}
	s.init(s, caption, s.open)
	return s
}

// Captioned puts a caption above a control, as a [Field] has it.
func Captioned(caption string, control fyne.CanvasObject) *fyne.Container {
	return CaptionedAs(caption, "", control)
}

// CaptionedAs is [Captioned] with a quiet word behind the caption: "optional".
func CaptionedAs(caption, mark string, control fyne.CanvasObject) *fyne.Container {
	words := NewText(Body, caption)
	words.face = medium(SizeText)
	var head fyne.CanvasObject = words
	if mark != "" {
		head = Row(4, words, NewText(Quiet, mark))
	}
	return Column(0, Inset(0, 0, 0, 4, head), control)
}

// Selected returns the option that is chosen, or -1.
func (s *Select) Selected() int { return s.selected }

// SetSelected chooses an option without calling OnChanged.
func (s *Select) SetSelected(option int) {
	s.selected = option
	s.Refresh()
}

// SetOptions changes what can be chosen.
func (s *Select) SetOptions(options []string, selected int) {
	s.options, s.selected = options, selected
	s.Refresh()
}

func (s *Select) open() {
	items := make([]MenuItem, len(s.options))
	for i, option := range s.options {
		items[i] = MenuItem{Text: option, Checked: i == s.selected, Do: func() { s.choose(i) }}
	}
	ShowMenuBelow(s, items...)
}

func (s *Select) choose(option int) {
	if option == s.selected || option < 0 || option >= len(s.options) {
		return
	}
	s.SetSelected(option)
	if s.OnChanged != nil {
		s.OnChanged(option)
	}
}

// TypedKey chooses with Up and Down and opens the menu with Enter and Space.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	touch()
	switch e.Name {
	case fyne.KeyUp:
		s.choose(s.selected - 1)
	case fyne.KeyDown:
		s.choose(s.selected + 1)
	default:
		s.press.TypedKey(e)
	}
}

// AccessibilityRole tells that one of several can be chosen.
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return RoleSelect }

func (s *Select) accessibleValue() string {
	if s.selected < 0 || s.selected >= len(s.options) {
		return ""
	}
	return s.options[s.selected]
}

// CreateRenderer links the widget to its renderer.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{of: s, ring: newRing(), box: newBox(Radius), words: faces[Body].line(), icon: newGlyph()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, r.words, r.icon.Raster}
	r.Refresh()
	return r
}

type selectRenderer struct {
	parts
	of        *Select
	ring, box *box
	words     *canvas.Text
	icon      *glyph
}

func (r *selectRenderer) MinSize() fyne.Size {
	w := float32(80)
	for _, option := range r.of.options {
		w = max(w, min(240, faces[Body].measure(option).Width))
	}
	return fyne.NewSize(ceil(w)+45, ControlHeight)
}

func (r *selectRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.ring.ringAround(r.of.ringed(), fyne.Position{}, size, Radius)
	faces[Body].setLine(r.words, r.of.accessibleValue(), 11, 0, max(0, size.Width-43), size.Height)
	place(r.icon, size.Width-25, (size.Height-14)/2, 14, 14)
}

func (r *selectRenderer) Refresh() {
	fill, stroke, words := ColorSurface, ColorOutline, ColorText
	switch {
	case r.of.Disabled():
		fill, stroke, words = ColorDisabledBg, ColorHairline, ColorDisabled
	case r.of.held:
		fill = ColorPressed
	case r.of.hovered:
		fill = ColorHover
	}
	r.box.paint(fill, stroke, 1)
	r.words.Color = ColorOf(words)
	r.icon.set(IconDown, ColorSecondary)
	r.Layout(r.of.Size())
	r.words.Refresh()
}

// Option is one choice of a [Radio].
type Option struct {
	Text string
	Hint string // a quiet sentence below
}

// Radio lets one of a few options be chosen, all of them seen.
type Radio struct {
	compound
	// OnChanged is called after the person has chosen another option.
	OnChanged func(option int)
	items     []*radioItem
	selected  int
}

// NewRadio returns a group with one option chosen.
func NewRadio(selected int, changed func(option int), options ...Option) *Radio {
	r := &Radio{OnChanged: changed, selected: selected}
	list := Column(8)
	for i, o := range options {
		item := &radioItem{group: r, at: i, hint: NewParagraph(Small, o.Hint), words: NewText(Body, o.Text)}
		SetVisible(item.hint, o.Hint != "")
		item.body = Inset(26, 2, 0, 2, Column(1, item.words, item.hint))
		item.spaced = true
		item.init(item, o.Text, func() { r.choose(i) })
		r.items = append(r.items, item)
		list.Add(item)
	}
	r.init(r, fyne.AccessibleRoleContainer, "", list)
	return r
}

// Selected returns the option that is chosen.
func (r *Radio) Selected() int { return r.selected }

// SetSelected chooses an option without calling OnChanged.
func (r *Radio) SetSelected(option int) {
	r.selected = option
	for _, item := range r.items {
		item.Refresh()
	}
}

// SetEnabled lets one option be chosen, or not.
func (r *Radio) SetEnabled(option int, on bool) { r.items[option].SetEnabled(on) }

func (r *Radio) choose(option int) {
	if option < 0 || option >= len(r.items) || r.items[option].Disabled() {
		return
	}
	FocusOn(r.items[option])
	if option == r.selected {
		return
	}
	r.SetSelected(option)
	if r.OnChanged != nil {
		r.OnChanged(option)
	}
}

type radioItem struct {
	press
	group *Radio
	at    int
	body  fyne.CanvasObject
	words *Text
	hint  *Paragraph
}

// TypedKey chooses the neighbor with the arrows.
func (i *radioItem) TypedKey(e *fyne.KeyEvent) {
	touch()
	switch e.Name {
	case fyne.KeyUp:
		i.group.choose(i.at - 1)
	case fyne.KeyDown:
		i.group.choose(i.at + 1)
	default:
		i.press.TypedKey(e)
	}
}

// AccessibilityRole tells that this is one of several choices.
func (i *radioItem) AccessibilityRole() fyne.AccessibleRole { return RoleRadio }

func (i *radioItem) accessibleValue() string {
	if i.group.selected == i.at {
		return Checked.String()
	}
	return Unchecked.String()
}

// HeightFor returns the height at a width.
func (i *radioItem) HeightFor(width float32) float32 { return heightFor(i.body, width) }

// IdealSize returns the size at which nothing is cut.
func (i *radioItem) IdealSize() fyne.Size { return idealSize(i.body) }

// CreateRenderer links the widget to its renderer.
func (i *radioItem) CreateRenderer() fyne.WidgetRenderer {
	r := &radioRenderer{of: i, ring: newRing(), outer: newBox(8), dot: newBox(3)}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.outer.Raster, r.dot.Raster, i.body}
	r.paint()
	return r
}

type radioRenderer struct {
	parts
	of               *radioItem
	ring, outer, dot *box
}

func (r *radioRenderer) MinSize() fyne.Size { return r.of.body.MinSize() }

func (r *radioRenderer) Layout(size fyne.Size) {
	place(r.outer, 0, 3, 16, 16)
	place(r.dot, 5, 8, 6, 6)
	r.ring.ringAround(r.of.ringed(), fyne.NewPos(0, 3), fyne.NewSquareSize(16), 8)
	r.of.body.Resize(size)
}

func (r *radioRenderer) paint() {
	fill, stroke := ColorSurface, ColorOutline
	switch {
	case r.of.group.selected == r.of.at && r.of.Disabled():
		fill, stroke = ColorCheckOff, ""
	case r.of.group.selected == r.of.at:
		fill, stroke = ColorAccent, ""
	case r.of.Disabled():
		fill = ColorDisabledBg
	case r.of.hovered:
		stroke = ColorAccent
	}
	if r.of.Disabled() {
		r.of.words.SetColor(ColorDisabled)
	} else {
		r.of.words.SetColor(ColorText)
	}
	r.outer.paint(fill, stroke, 1)
	r.dot.paint(ColorOnAccent, "", 0)
	SetVisible(r.dot, r.of.group.selected == r.of.at)
}

func (r *radioRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	r.of.body.Refresh()
}
