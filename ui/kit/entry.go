package kit

import (
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// entry is the toolkit's entry without its own frame: [box] draws one that can
// be seen. Keys that it does not use go on.
type entry struct {
	widget.Entry
	focused bool
	onFocus func(on bool)
	onKey   func(e *fyne.KeyEvent) bool // true: used
	label   func() string
}

func newEntry(lines int) *entry {
	e := &entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if lines > 1 {
		e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
		e.SetMinRowsVisible(lines)
	}
	e.ExtendBaseWidget(e)
	return e
}

// barless hides the scroll bars that the toolkit draws over a line of text that is
// longer than its entry.
func barless(e *entry) fyne.CanvasObject {
	if e.MultiLine {
		return e
	}
	return container.NewThemeOverride(e, noBars{})
}

type noBars struct{ shadowless }

func (t noBars) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameScrollBar {
		return color.Transparent
	}
	return t.shadowless.Color(name, variant)
}

func (t noBars) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameScrollBar || name == theme.SizeNameScrollBarSmall {
		return 0
	}
	return t.shadowless.Size(name)
}

// CreateRenderer leaves out the first two objects of the toolkit's, which are
// its background and border.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	return &entryRenderer{e.Entry.CreateRenderer()}
}

type entryRenderer struct{ fyne.WidgetRenderer }

func (r *entryRenderer) Objects() []fyne.CanvasObject { return r.WidgetRenderer.Objects()[2:] }

// MinSize is small: the frame says how large an entry is.
func (e *entry) MinSize() fyne.Size { return fyne.NewSize(40, 24) }

// toEnd puts the caret behind the text, where the next word goes.
func (e *entry) toEnd() {
	if !e.MultiLine {
		e.CursorColumn = utf8.RuneCountInString(e.Text)
		e.Refresh()
	}
}

// FocusGained tells the frame.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.setFocused(true)
	Reveal(e)
}

// FocusLost tells the frame.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.setFocused(false)
}

func (e *entry) setFocused(on bool) {
	e.focused = on
	if e.onFocus != nil {
		e.onFocus(on)
	}
}

// TypedKey passes Escape on, and Enter where nobody has asked for it.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if e.onKey != nil && e.onKey(k) {
		return
	}
	enter := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter
	if k.Name == fyne.KeyEscape || (enter && e.OnSubmitted == nil && !e.MultiLine) {
		forwardKey(e, k)
		return
	}
	e.Entry.TypedKey(k)
}

// TypedShortcut passes on what no text is edited with.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCut, *fyne.ShortcutCopy, *fyne.ShortcutPaste, *fyne.ShortcutSelectAll,
		*fyne.ShortcutUndo, *fyne.ShortcutRedo:
		e.Entry.TypedShortcut(s)
	default:
		// The entry knows some of its own (words, lines); what it does not know it drops.
		e.Entry.TypedShortcut(s)
		forwardShortcut(e, s)
	}
}

// AccessibilityLabel returns the caption of the field.
func (e *entry) AccessibilityLabel() string {
	if e.label != nil {
		return e.label()
	}
	return e.PlaceHolder
}

// AccessibilityRole tells that text can be typed here.
func (e *entry) AccessibilityRole() fyne.AccessibleRole { return RoleTextbox }

func (e *entry) accessibleValue() string {
	if e.Password {
		return ""
	}
	return e.Text
}

// frame is the visible frame of an entry: surface, outline, focus ring.
type frame struct {
	widget.BaseWidget
	entry  *entry
	inner  fyne.CanvasObject // the entry and what stands beside it
	wrong  bool
	height float32
}

func newFrame(e *entry, inner fyne.CanvasObject, height float32) *frame {
	f := &frame{entry: e, inner: inner, height: height}
	f.ExtendBaseWidget(f)
	return f
}

func (f *frame) inside() []fyne.CanvasObject { return []fyne.CanvasObject{f.inner} }

// MinSize is the height of a control.
func (f *frame) MinSize() fyne.Size { return fyne.NewSize(f.inner.MinSize().Width, f.height) }

// CreateRenderer links the widget to its renderer.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	r := &frameRenderer{frame: f, box: newBox(Radius), ring: newRing()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, f.inner}
	r.paint()
	return r
}

type frameRenderer struct {
	parts
	frame     *frame
	box, ring *box
}

func (r *frameRenderer) MinSize() fyne.Size { return r.frame.MinSize() }

func (r *frameRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.frame.inner.Resize(size)
	r.ring.ringAround(r.frame.entry.focused && !r.frame.entry.Disabled(), fyne.Position{}, size, Radius)
}

func (r *frameRenderer) paint() {
	fill, stroke, width := ColorSurface, ColorOutline, float32(1)
	switch {
	case r.frame.entry.Disabled():
		fill, stroke = ColorDisabledBg, ColorHairline
	case r.frame.wrong:
		stroke, width = ColorAct, 2
	}
	r.box.paint(fill, stroke, width)
}

func (r *frameRenderer) Refresh() {
	r.paint()
	r.Layout(r.frame.Size())
	r.frame.inner.Refresh()
}
