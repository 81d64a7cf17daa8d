package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Dialog is a question in the middle of the window that must be answered first.
// Escape cancels, Enter confirms, and the keyboard goes back to where it was.
type Dialog struct {
	// First takes the keyboard when the dialog opens; without it that is the
	// button that confirms, or the one that cancels where confirming destroys.
	First fyne.Focusable
	// OnCancel is called after Escape or the canceling button has closed it.
	OnCancel func()
	// Width is the dialog's width; 0 is 460.
	Width float32

	title   string
	content fyne.CanvasObject
	confirm *Button
	cancel  *Button
	others  []fyne.CanvasObject
	layer   *dialogLayer
}

// NewDialog returns a dialog. The page's confirm button does its work and calls
// Hide; cancel (which may be nil) always closes. Others stand at the left.
func NewDialog(title string, content fyne.CanvasObject, confirm, cancel *Button, others ...fyne.CanvasObject) *Dialog {
	return &Dialog{title: title, content: content, confirm: confirm, cancel: cancel, others: others}
}

// Confirm asks a question in words and calls do when the button with the verb is
// pressed.
func Confirm(c fyne.Canvas, kind ButtonKind, title, text, verb, cancel string, do func()) *Dialog {
	d := NewDialog(title, NewParagraph(Body, text), nil, NewButton(Outline, cancel, nil))
	d.confirm = NewButton(kind, verb, func() {
		d.Hide()
		do()
	})
	d.Show(c)
	return d
}

// Show opens the dialog over a window's content.
func (d *Dialog) Show(c fyne.Canvas) {
	if d.layer != nil {
		return
	}
	l := &dialogLayer{dialog: d, canvas: c}
	if d.cancel != nil {
		after := d.cancel.OnTapped
		d.cancel.OnTapped = func() {
			d.Hide()
			if after != nil {
				after()
			}
			if d.OnCancel != nil {
				d.OnCancel()
			}
		}
		l.restore = func() { d.cancel.OnTapped = after }
	}
	l.body = d.build()
	l.ExtendBaseWidget(l)
	d.layer = l
	l.back = c.Focused()
	c.Overlays().Add(l)
	l.Resize(c.Size())
	if first := d.first(); first != nil {
		c.Focus(first)
	}
}

func (d *Dialog) first() fyne.Focusable {
	switch {
	case d.First != nil:
		return d.First
	case d.confirm != nil && (d.confirm.kind != Danger || d.cancel == nil):
		return d.confirm
	case d.cancel != nil:
		return d.cancel
	}
	return nil
}

func (d *Dialog) build() fyne.CanvasObject {
	buttons := Row(10, d.others...)
	buttons.Objects = append(buttons.Objects, Spacer())
	for _, b := range []*Button{d.cancel, d.confirm} {
		if b != nil {
			buttons.Objects = append(buttons.Objects, b)
		}
	}
	width := d.Width
	if width == 0 {
		width = 460
	}
	back := NewFill(ColorSurface)
	back.Stroke, back.Width, back.Radius, back.Shadow = ColorHairline, 1, CardRadius, true
	words := Column(0, NewParagraph(CardTitle, d.title), Inset(0, 10, 0, 0, d.content), Inset(0, 22, 0, 0, buttons))
	card := Fixed(width, 0, Stack(back, Inset(24, 22, 24, 22, words)))
	return Stack(NewFill(ColorScrim), Center(card))
}

// Hide closes the dialog without calling anything.
func (d *Dialog) Hide() {
	l := d.layer
	if l == nil {
		return
	}
	d.layer = nil
	if l.restore != nil {
		l.restore()
	}
	l.canvas.Overlays().Remove(l)
	if l.back != nil {
		l.canvas.Focus(l.back)
	}
}

// Shown tells whether the dialog is open.
func (d *Dialog) Shown() bool { return d.layer != nil }

// dialogLayer covers the window while a dialog is open.
type dialogLayer struct {
	widget.BaseWidget
	dialog  *Dialog
	canvas  fyne.Canvas
	body    fyne.CanvasObject
	back    fyne.Focusable
	restore func()
}

var _ overlay = (*dialogLayer)(nil)

func (l *dialogLayer) inside() []fyne.CanvasObject { return []fyne.CanvasObject{l.body} }

// AccessibilityLabel returns the dialog's title.
func (l *dialogLayer) AccessibilityLabel() string { return l.dialog.title }

// AccessibilityRole tells that this is a dialog.
func (l *dialogLayer) AccessibilityRole() fyne.AccessibleRole { return RoleDialog }

// Tapped keeps clicks from the page below.
func (l *dialogLayer) Tapped(*fyne.PointEvent) {}

func (l *dialogLayer) overlayRune(rune) {}

func (l *dialogLayer) overlayKey(e *fyne.KeyEvent) {
	d := l.dialog
	switch e.Name {
	case fyne.KeyEscape:
		if d.cancel != nil {
			d.cancel.act()
			return
		}
		d.Hide()
		if d.OnCancel != nil {
			d.OnCancel()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if d.confirm != nil {
			d.confirm.act()
		}
	}
}

// CreateRenderer links the widget to its renderer.
func (l *dialogLayer) CreateRenderer() fyne.WidgetRenderer {
	r := &layerRenderer{layer: l}
	r.objects = []fyne.CanvasObject{l.body}
	return r
}

type layerRenderer struct {
	parts
	layer *dialogLayer
}

func (r *layerRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *layerRenderer) Layout(size fyne.Size) { r.layer.body.Resize(size) }

func (r *layerRenderer) Refresh() { r.layer.body.Refresh() }
