package provision

import (
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// input is one field of the form: what is typed, what is wrong with it, and why a doubt is not right.
type input struct {
	field   *kit.Field
	box     *fyne.Container
	hint    string // that stands below while there is nothing else to say
	doubt   *kit.Paragraph
	reason  *kit.Field
	asks    *fyne.Container // the doubt with the line for a reason
	touched bool            // something was typed and the keyboard has left it once
	typed   bool
	refusal string // Gusto's words about what was sent last, until it is changed
}

// listener is what an input tells the form.
type listener struct {
	changed func(in *input) // something was typed
	left    func(in *input) // the keyboard has left the field
}

func newInput(field *kit.Field, hint string, l listener) *input {
	in := &input{field: field, hint: hint, doubt: kit.NewParagraph(kit.Small, "").SetColor(kit.ColorAttention)}
	in.reason = kit.NewField("").Named(tongue.F("Reason for {name}", "name", field.Name())).WithPlaceholder(tongue.L(words.AskReason))
	in.reason.OnChanged = func(string) { l.changed(in) }
	in.reason.OnLeave = func(string) { l.left(in) }
	in.asks = kit.Column(4, in.doubt, in.reason)
	in.asks.Hide()
	field.SetHint(hint)
	field.OnChanged = func(string) {
		in.typed, in.refusal = true, ""
		in.reason.SetText("") // it was about what stood here before
		l.changed(in)
	}
	field.OnLeave = func(string) {
		in.touched = in.touched || in.typed
		l.left(in)
	}
	in.box = kit.Column(6, field, in.asks)
	return in
}

// say shows what is wrong with the field: what has to be mended in red, a doubt with a line for the reason, and what is
// only told in place of the hint.
func (in *input) say(found []intake.Finding) {
	var wrong, doubt, told []string
	for _, f := range found {
		switch f.Level {
		case intake.Blocks:
			wrong = append(wrong, words.Beside(f))
		case intake.NeedsReason:
			doubt = append(doubt, words.Beside(f))
		default:
			told = append(told, words.Beside(f))
		}
	}
	if in.refusal != "" {
		wrong = append(wrong, in.refusal)
	}
	in.field.SetError(strings.Join(wrong, " "))
	if len(told) == 0 {
		told = []string{in.hint}
	}
	in.field.SetHint(strings.Join(told, " "))
	in.doubt.SetText(strings.Join(doubt, " "))
	kit.SetVisible(in.asks, len(doubt) > 0 && len(wrong) == 0)
}

// wrong says that something is shown that stops the form.
func (in *input) wrong() bool {
	return in.field.Error() != "" || in.asks.Visible() && strings.TrimSpace(in.reason.Text()) == ""
}

// focus puts the keyboard where something has to be typed.
func (in *input) focus() {
	if in.field.Error() == "" && in.asks.Visible() {
		in.reason.Focus()
		return
	}
	in.field.Focus()
}

// set writes a value that nobody has typed.
func (in *input) set(text string) {
	in.field.SetText(text)
	in.typed, in.touched, in.refusal = false, strings.TrimSpace(text) != "", ""
}

// doubtful says that a doubt is shown.
func (in *input) doubtful() bool { return in.asks.Visible() }
