package kit

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crosswalk/internal/tongue"
)

// entry is the toolkit's entry without its own frame: [box] draws one that can
// be seen. Keys that it does not use go on.
type entry struct {
	widget.Entry
	focused bool
	onFocus func(on bool)
	onKey   func(e *fyne.KeyEvent) bool // true: used
	onPaste func(text string) bool      // true: used
	label   func() string
	value   func() string // told in place of the text
}

// scrollWithoutBars is none of the toolkit's directions: a line that is longer than
// its entry follows the caret, and no bar is drawn over the words.
const scrollWithoutBars fyne.ScrollDirection = 99

func newEntry(lines int) *entry {
	e := &entry{}
	e.Wrapping, e.Scroll = fyne.TextWrapOff, scrollWithoutBars
	if lines > 1 {
		e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
		e.SetMinRowsVisible(lines)
	}
	e.ExtendBaseWidget(e)
	return e
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

// AcceptsTab says no: Tab goes on to the next field, also from several lines.
func (e *entry) AcceptsTab() bool { return false }

// inside is the eye of a password.
func (e *entry) inside() []fyne.CanvasObject {
	if e.ActionItem == nil {
		return nil
	}
	return []fyne.CanvasObject{e.ActionItem}
}

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
	touch()
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

// TypedRune types a character.
func (e *entry) TypedRune(r rune) {
	touch()
	e.Entry.TypedRune(r)
}

// TypedShortcut passes on what no text is edited with.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	touch()
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		if !e.Disabled() && e.onPaste != nil && e.onPaste(s.Clipboard.Content()) {
			return
		}
		e.Entry.TypedShortcut(s)
	case *fyne.ShortcutCut, *fyne.ShortcutCopy, *fyne.ShortcutSelectAll,
		*fyne.ShortcutUndo, *fyne.ShortcutRedo:
		e.Entry.TypedShortcut(s)
	default:
		// The entry knows some of its own (words, lines); what it does not know it drops.
		e.Entry.TypedShortcut(s)
		forwardShortcut(e, s)
	}
}

// TappedSecondary opens a menu of the kit: the toolkit's has no edge.
func (e *entry) TappedSecondary(p *fyne.PointEvent) {
	c := canvasOf(e)
	if c == nil || (e.Disabled() && e.Password) {
		return
	}
	c.Focus(e)
	clip := fyne.CurrentApp().Clipboard()
	do := func(s fyne.Shortcut) func() { return func() { e.TypedShortcut(s) } }
	readOnly, hidden := e.Disabled(), e.Password
	m := ShowMenu(c, p.AbsolutePosition,
		MenuItem{Text: tongue.L("Cut"), Disabled: readOnly || hidden, Do: do(&fyne.ShortcutCut{Clipboard: clip})},
		MenuItem{Text: tongue.L("Copy"), Icon: IconCopy, Disabled: hidden, Do: do(&fyne.ShortcutCopy{Clipboard: clip})},
		MenuItem{Text: tongue.L("Paste"), Disabled: readOnly, Do: do(&fyne.ShortcutPaste{Clipboard: clip})},
		MenuItem{Text: tongue.L("Select all"), Line: true, Do: do(&fyne.ShortcutSelectAll{})})
	m.OnClosed = func() { c.Focus(e) }
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
	switch {
	case e.Password:
		return ""
	case e.value != nil:
		return e.value()
	}
	return e.Text
}

// frame is the visible frame of an entry: surface, outline, focus ring.
type frame struct {
	widget.BaseWidget
	entry  *entry
	inner  fyne.CanvasObject // the entry and what stands beside it
	wheel  *wheel            // nil where the entry itself scrolls
	wrong  bool
	height float32
}

func newFrame(e *entry, inner fyne.CanvasObject, height float32) *frame {
	f := &frame{entry: e, inner: inner, height: height}
	if !e.MultiLine {
		f.wheel = newWheel()
	}
	f.ExtendBaseWidget(f)
	return f
}

func (f *frame) inside() []fyne.CanvasObject {
	if f.wheel != nil {
		return []fyne.CanvasObject{f.inner, f.wheel}
	}
	return []fyne.CanvasObject{f.inner}
}

// MinSize is the height of a control.
func (f *frame) MinSize() fyne.Size { return fyne.NewSize(f.inner.MinSize().Width, f.height) }

// CreateRenderer links the widget to its renderer.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	r := &frameRenderer{frame: f, box: newBox(Radius), ring: newRing()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, r.box.Raster, f.inner}
	if f.wheel != nil {
		r.objects = append(r.objects, f.wheel)
	}
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
	if r.frame.wheel != nil {
		r.frame.wheel.Resize(size)
	}
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

// wheel hands the mouse wheel to the page: an entry would keep it for itself, and a
// form could not be scrolled while the pointer is over a field.
type wheel struct{ widget.BaseWidget }

var _ fyne.Scrollable = (*wheel)(nil)

func newWheel() *wheel {
	w := &wheel{}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled scrolls what is around the entry.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	touch()
	if view := viewOf(w); view != nil {
		view.Scrolled(e)
	}
}

// CreateRenderer draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(Spacer()) }
