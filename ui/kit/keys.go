package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Keys says what a window does with keys that no focused widget has used. The
// toolkit tells the window about plain keys only while nothing has focus; the
// kit's widgets pass on what they do not use, so that a focused button does not
// swallow the page's keys. While a dialog or menu of the kit is open, all of it
// goes there and nothing reaches the page.
type Keys struct {
	// OnRune gets typed characters, such as '/' for the search.
	OnRune func(r rune)
	// OnKey gets named keys, such as Escape.
	OnKey func(e *fyne.KeyEvent)
}

// Install makes k the keys of a window. Shortcuts with Ctrl are added to the
// canvas as ever (AddShortcut) and are passed on as well.
func (k *Keys) Install(c fyne.Canvas) {
	c.SetOnTypedRune(func(r rune) {
		touch()
		if m, open := overlayOf(c); open {
			if m != nil {
				m.overlayRune(r)
			}
			return
		}
		if k.OnRune != nil {
			k.OnRune(r)
		}
	})
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		touch()
		if m, open := overlayOf(c); open {
			if m != nil {
				m.overlayKey(e)
			}
			return
		}
		if k.OnKey != nil {
			k.OnKey(e)
		}
	})
}

// overlay is a layer of the kit over the page that takes all keys.
type overlay interface {
	overlayKey(e *fyne.KeyEvent)
	overlayRune(r rune)
}

func overlayOf(c fyne.Canvas) (overlay, bool) {
	top := c.Overlays().Top()
	if top == nil {
		return nil, false
	}
	m, _ := top.(overlay)
	return m, true
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

func forwardRune(from fyne.CanvasObject, r rune) {
	if c := canvasOf(from); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

func forwardKey(from fyne.CanvasObject, e *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if m, open := overlayOf(c); open {
		if m != nil {
			m.overlayKey(e)
		}
		return
	}
	if c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

func forwardShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if _, open := overlayOf(c); open && s.ShortcutName() != LockKeys.ShortcutName() {
		return
	}
	if to, ok := c.(fyne.Shortcutable); ok {
		to.TypedShortcut(s)
	}
}

// FocusOn gives an object the keyboard. It does nothing while the object is
// nowhere on a canvas.
func FocusOn(o fyne.Focusable) {
	object, ok := o.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := canvasHolding(object); c != nil {
		c.Focus(o)
	}
}

// canvasHolding is canvasOf also for what has just been shown: the driver learns an object's canvas with its first
// frame, and the keyboard is wanted before that.
func canvasHolding(o fyne.CanvasObject) fyne.Canvas {
	if c := canvasOf(o); c != nil {
		return c
	}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		for _, root := range append(w.Canvas().Overlays().List(), w.Canvas().Content()) {
			if holds(root, o) {
				return w.Canvas()
			}
		}
	}
	return nil
}

func holds(root, o fyne.CanvasObject) bool {
	return root != nil && (root == o || slices.ContainsFunc(childrenOf(root), func(child fyne.CanvasObject) bool { return holds(child, o) }))
}
