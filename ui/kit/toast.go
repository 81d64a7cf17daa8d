package kit

import (
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// Toasts are short messages at the bottom of the window that go by themselves.
// They tell what has happened; what must be answered is a [Dialog] or [Banner].
type Toasts struct {
	// After calls f on the toolkit's goroutine when d is over. Without it toasts
	// stay until they are closed or three others have come.
	After func(d time.Duration, f func())
	// Now is the clock of ShowUntil; without it that is time.Now.
	Now   func() time.Time
	layer *fyne.Container
}

// NewToasts returns the messages of one window.
func NewToasts() *Toasts {
	t := &Toasts{}
	t.layer = &fyne.Container{Layout: &toastLayout{}}
	return t
}

// Layer is what the window shows in front of its page (the last object of a
// [Stack]). Where it is empty the mouse goes through it.
func (t *Toasts) Layer() fyne.CanvasObject { return t.layer }

// Show adds a message, with buttons (such as Undo) if any. It goes after six
// seconds, or ten with a button.
func (t *Toasts) Show(tone Tone, text string, buttons ...*Button) {
	gone := t.add(tone, text, buttons)
	stay := 6 * time.Second
	if len(buttons) > 0 {
		stay = 10 * time.Second
	}
	if t.After != nil {
		t.After(stay, gone)
	}
}

// ShowUntil adds a message with a button that can be pressed until a moment; the
// button says how many seconds are left.
func (t *Toasts) ShowUntil(tone Tone, text, verb string, until time.Time, undo func()) {
	now := t.Now
	if now == nil {
		now = time.Now
	}
	open := true
	b := NewButton(Outline, "", func() { open = false; undo() })
	gone := t.add(tone, text, []*Button{b})
	var tick func()
	tick = func() {
		left := int(until.Sub(now()).Round(time.Second) / time.Second)
		if left <= 0 {
			gone()
			return
		}
		b.SetText(tongue.F("{verb} ({left})", "verb", verb, "left", left))
		if open && t.After != nil {
			t.After(time.Second, tick)
		}
	}
	tick()
	relayout(t.layer)
}

// add puts a message on the layer; gone takes it away.
func (t *Toasts) add(tone Tone, text string, buttons []*Button) (gone func()) {
	var toast *fyne.Container
	gone = func() { t.remove(toast) }
	line := Row(10, NewIcon(tone.Icon(), 14, tone.Text()), NewText(Body, text))
	for _, b := range buttons {
		after := b.OnTapped
		b.OnTapped = func() {
			gone()
			if after != nil {
				after()
			}
		}
		line.Add(b)
	}
	x := NewIconButton(Ghost, IconClose, tongue.L("Close message"), gone)
	x.tight = true
	line.Add(x)
	back := NewFill(ColorSurface)
	back.Stroke, back.Width, back.Radius, back.Shadow = ColorHairline, 1, Radius, true
	toast = Stack(back, Inset(14, 6, 8, 6, line))
	t.layer.Objects = append(t.layer.Objects, toast)
	if extra := len(t.layer.Objects) - 3; extra > 0 {
		t.layer.Objects = t.layer.Objects[extra:]
	}
	relayout(t.layer)
	return gone
}

// Clear takes all messages away.
func (t *Toasts) Clear() {
	t.layer.Objects = nil
	relayout(t.layer)
}

func (t *Toasts) remove(toast *fyne.Container) {
	for i, o := range t.layer.Objects {
		if o == toast {
			t.layer.Objects = append(t.layer.Objects[:i:i], t.layer.Objects[i+1:]...)
			relayout(t.layer)
			return
		}
	}
}

type toastLayout struct{}

func (*toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := size.Height - 44
	for i := len(objects) - 1; i >= 0; i-- {
		ideal := idealSize(objects[i])
		w := min(ideal.Width, size.Width-2*PageEdge)
		y -= ideal.Height
		place(objects[i], (size.Width-w)/2, y, w, ideal.Height)
		y -= 8
	}
}
