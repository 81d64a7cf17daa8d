package kit

import (
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// ConfirmTyped asks a question that is too large for a click: the button works
// once the name has been typed. Case and doubled spaces do not count.
func ConfirmTyped(c fyne.Canvas, title string, content fyne.CanvasObject, name, verb, cancel string, do func()) *Dialog {
	field := NewField(tongue.F("Type “{name}” to go on", "name", name))
	d := NewDialog(title, Column(14, content, field), nil, NewButton(Outline, cancel, nil))
	d.confirm = NewButton(Danger, verb, func() {
		d.Hide()
		do()
	})
	d.confirm.SetEnabled(false)
	field.OnChanged = func(text string) { d.confirm.SetEnabled(sameName(text, name)) }
	d.First = field.Focusable()
	d.Width = 500
	d.Show(c)
	return d
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
