package kit

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// Field is a line (or several) to type in, with its caption above and a hint or
// an error below.
type Field struct {
	compound
	OnChanged func(text string)
	OnSubmit  func(text string)      // Enter; without it Enter goes to the dialog or page
	OnLeave   func(text string)      // the keyboard has left the field
	OnPaste   func(text string) bool // with what is pasted, line breaks and all; true: it went elsewhere

	caption *Text
	mark    *Text
	entry   *entry
	frame   *frame
	hint    *Paragraph
	wrong   *Paragraph
	masked  *masked // nil where the text itself is shown
}

// NewField returns a field of one line.
func NewField(caption string) *Field { return newField(caption, 1, false) }

// NewPassword returns a field whose text is hidden until the eye is pressed.
func NewPassword(caption string) *Field { return newField(caption, 1, true) }

// NewLines returns a field of several lines.
func NewLines(caption string, lines int) *Field { return newField(caption, lines, false) }

func newField(caption string, lines int, password bool) *Field {
	f := &Field{
		caption: &Text{text: caption, face: medium(SizeText)}, mark: NewText(Quiet, ""),
		entry: newEntry(lines), hint: NewParagraph(Small, ""), wrong: NewParagraph(Small, ""),
	}
	f.caption.ExtendBaseWidget(f.caption)
	f.wrong.SetColor(ColorAct)
	f.hint.Hide()
	f.wrong.Hide()
	height := ControlHeight
	if lines > 1 {
		height = 14 + float32(lines)*18
	}
	f.entry.label = func() string { return f.caption.Text() }
	f.entry.Password = password
	if password {
		f.entry.ActionItem = f.eye()
	}
	f.frame = newFrame(f.entry, Inset(4, 0, 4, 0, f.entry), height)
	f.connect()
	head := Inset(0, 0, 0, 4, Row(4, f.caption, f.mark))
	SetVisible(head, caption != "")
	body := Column(0, head, f.frame, Inset(0, 5, 0, 0, f.hint), Inset(0, 4, 0, 0, f.wrong))
	f.init(f, fyne.AccessibleRoleContainer, "", body)
	return f
}

func (f *Field) connect() {
	f.entry.OnChanged = func(text string) {
		if f.OnChanged != nil && (f.masked == nil || !f.masked.muted) {
			f.OnChanged(text)
		}
	}
	f.entry.onKey = func(e *fyne.KeyEvent) bool {
		enter := e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
		if !enter || f.OnSubmit == nil || f.entry.MultiLine {
			return false
		}
		f.OnSubmit(f.entry.Text)
		return true
	}
	f.entry.onPaste = func(text string) bool { return f.OnPaste != nil && f.OnPaste(text) }
	f.entry.onFocus = func(on bool) {
		f.turn(on)
		f.frame.Refresh()
		if !on && f.OnLeave != nil {
			f.OnLeave(f.Text())
		}
	}
}

func (f *Field) eye() *Button {
	var b *Button
	b = NewIconButton(Ghost, IconEye, tongue.L("Show what is typed"), func() {
		f.entry.Password = !f.entry.Password
		b.icon, b.label = IconEye, tongue.L("Show what is typed")
		if !f.entry.Password {
			b.icon, b.label = IconEyeOff, tongue.L("Hide what is typed")
		}
		b.Refresh()
		f.entry.Refresh()
		FocusOn(f.entry)
	})
	b.tight = true
	return b
}

// Named gives the field another name than its caption, for screen readers.
func (f *Field) Named(name string) *Field {
	f.entry.label = func() string { return name }
	return f
}

// Name is what screen readers call the field.
func (f *Field) Name() string { return f.entry.AccessibilityLabel() }

// Optional marks the field as one that may stay empty.
func (f *Field) Optional() *Field {
	return f.Mark(tongue.L("optional"))
}

// Mark puts a quiet word behind the caption.
func (f *Field) Mark(word string) *Field {
	f.mark.SetText(word)
	return f
}

// WithHint puts a sentence below the field.
func (f *Field) WithHint(text string) *Field {
	f.SetHint(text)
	return f
}

// WithPlaceholder shows text while the field is empty: an example, never the
// caption.
func (f *Field) WithPlaceholder(text string) *Field {
	f.entry.SetPlaceHolder(text)
	return f
}

// SetHint changes the sentence below the field; "" is none.
func (f *Field) SetHint(text string) {
	f.hint.SetText(text)
	f.showBelow()
}

// SetError says what is wrong, in place of the hint; "" is nothing.
func (f *Field) SetError(text string) {
	if text == f.wrong.source {
		return
	}
	f.wrong.SetText(text)
	f.frame.wrong = text != ""
	f.showBelow()
	f.frame.Refresh()
}

// Error returns what SetError was given.
func (f *Field) Error() string { return f.wrong.source }

func (f *Field) showBelow() {
	SetVisible(f.wrong, f.wrong.source != "")
	SetVisible(f.hint, f.hint.source != "" && f.wrong.source == "")
	relayout(f.body)
}

// Text returns what has been typed.
func (f *Field) Text() string {
	if f.masked != nil && !f.entry.focused {
		return f.masked.real
	}
	return f.entry.Text
}

// SetText changes what stands in the field, and calls OnChanged.
func (f *Field) SetText(text string) {
	if f.masked != nil && !f.entry.focused {
		f.masked.put(f, text)
		return
	}
	if text != f.entry.Text {
		f.entry.SetText(text)
		f.entry.toEnd()
	}
}

// Focus puts the keyboard into the field.
func (f *Field) Focus() { FocusOn(f.entry) }

// Focusable returns what takes the keyboard, for a dialog's first field.
func (f *Field) Focusable() fyne.Focusable { return f.entry }

// SetEnabled lets the text be changed or not.
func (f *Field) SetEnabled(on bool) {
	if on {
		f.entry.Enable()
	} else {
		f.entry.Disable()
	}
	f.frame.Refresh()
}
