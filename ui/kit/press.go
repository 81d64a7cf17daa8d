package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// press is the common ground of what can be clicked: hover, pressed, disabled,
// focus, Enter and Space.
type press struct {
	widget.DisableableWidget

	// OnTapped is called by a click, Enter or Space.
	OnTapped func()

	self    fyne.Widget
	label   string
	spaced  bool // Enter is not ours: it confirms the dialog around it
	hovered bool
	held    bool
	focused bool
	byMouse bool // a click gives focus without the ring
}

var (
	_ fyne.Focusable    = (*press)(nil)
	_ fyne.Tappable     = (*press)(nil)
	_ fyne.Shortcutable = (*press)(nil)
	_ desktop.Hoverable = (*press)(nil)
	_ desktop.Mouseable = (*press)(nil)
)

func (p *press) init(self fyne.Widget, label string, tapped func()) {
	p.self, p.label, p.OnTapped = self, label, tapped
	p.ExtendBaseWidget(self)
}

// SetLabel names the widget for screen readers and tests where its own words
// do not.
func (p *press) SetLabel(label string) { p.label = label }

// SetEnabled enables or disables the widget.
func (p *press) SetEnabled(on bool) {
	if on {
		p.Enable()
	} else {
		p.Disable()
	}
}

// AccessibilityLabel returns the widget's name.
func (p *press) AccessibilityLabel() string { return p.label }

// AccessibilityRole tells that this is a button.
func (p *press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped acts on a click.
func (p *press) Tapped(*fyne.PointEvent) {
	if p.Disabled() {
		return
	}
	if !p.focused {
		p.byMouse = true
		if c := canvasOf(p.self); c != nil {
			c.Focus(p.self.(fyne.Focusable))
		}
	}
	p.act()
}

func (p *press) act() {
	if !p.Disabled() && p.OnTapped != nil {
		p.OnTapped()
	}
}

// FocusGained shows the ring, unless a click gave the focus.
func (p *press) FocusGained() {
	p.focused = true
	p.self.Refresh()
	if !p.byMouse {
		Reveal(p.self)
	}
}

// FocusLost hides the ring.
func (p *press) FocusLost() {
	p.focused, p.byMouse = false, false
	p.self.Refresh()
}

// TypedKey acts on Enter and Space and passes on the rest.
func (p *press) TypedKey(e *fyne.KeyEvent) {
	touch()
	if p.byMouse {
		p.byMouse = false
		p.self.Refresh()
	}
	enter := e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
	if e.Name == fyne.KeySpace || (enter && !p.spaced) {
		p.act()
		return
	}
	forwardKey(p.self, e)
}

// TypedRune passes characters on; the space has acted as a key.
func (p *press) TypedRune(r rune) {
	touch()
	if r != ' ' {
		forwardRune(p.self, r)
	}
}

// TypedShortcut passes shortcuts on.
func (p *press) TypedShortcut(s fyne.Shortcut) { forwardShortcut(p.self, s) }

// MouseIn marks the widget as hovered.
func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.self.Refresh()
}

// MouseMoved changes nothing: hovering is one state.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering and a press that has left the widget.
func (p *press) MouseOut() {
	p.hovered, p.held = false, false
	p.self.Refresh()
}

// MouseDown marks the widget as pressed.
func (p *press) MouseDown(e *desktop.MouseEvent) {
	touch()
	if e.Button == desktop.MouseButtonPrimary && !p.Disabled() {
		p.held = true
		p.self.Refresh()
	}
}

// MouseUp ends the press.
func (p *press) MouseUp(*desktop.MouseEvent) {
	if p.held {
		p.held = false
		p.self.Refresh()
	}
}

func (p *press) ringed() bool { return p.focused && !p.byMouse && !p.Disabled() }

// Reveal scrolls the [Scroll] that holds an object so far that the object is seen.
// It may have been shown just now: the driver does not know its place before the
// next frame, so that it is looked up here.
func Reveal(o fyne.CanvasObject) {
	view := viewOf(o)
	if view == nil {
		return
	}
	at, _ := placeOf(view.Content, o, fyne.Position{})
	top := at.Y - view.Offset.Y
	bottom := top + o.Size().Height
	move := float32(0)
	switch {
	case top < 8:
		move = top - 8
	case bottom > view.Size().Height-8:
		move = min(bottom-view.Size().Height+8, top-8)
	}
	if move != 0 {
		view.ScrollToOffset(fyne.NewPos(0, max(0, view.Offset.Y+move)))
	}
}

// placeOf is where an object stands within another one, which is at a place itself.
func placeOf(in, o fyne.CanvasObject, at fyne.Position) (fyne.Position, bool) {
	if in == o {
		return at, true
	}
	for _, child := range childrenOf(in) {
		if child == nil {
			continue
		}
		if found, ok := placeOf(child, o, at.Add(child.Position())); ok {
			return found, true
		}
	}
	return fyne.Position{}, false
}
