package provision

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// places are the addresses of the company: a line for each, of which one at most is unfolded to be typed.
type places struct {
	form *form
	tell listener
	list []*place
	rows *fyne.Container
	note *kit.Paragraph // what is wrong with all of them together
	add  *kit.Button
	box  *fyne.Container
}

// place is one address.
type place struct {
	all     *places
	parts   map[intake.Part]*input
	primary *kit.Check
	line    *kit.Folded
	note    *kit.Paragraph // what is wrong with the whole of it
	editor  *fyne.Container
	box     *fyne.Container
}

// parts are the lines of an address in their order.
var parts = []intake.Part{intake.Street1, intake.Street2, intake.City, intake.State, intake.ZIP, intake.Phone}

func newPlaces(f *form, l listener) *places {
	p := &places{form: f, tell: l, rows: kit.Column(10), note: kit.NewParagraph(kit.Small, "").SetColor(kit.ColorAct)}
	p.add = kit.NewLink(tongue.L("+ Add an address"), func() { p.unfoldOne(p.append(intake.Address{Primary: len(p.list) == 0})) })
	p.note.Hide()
	p.box = kit.Column(10, p.rows, p.note, kit.Row(0, p.add, kit.Spacer()))
	return p
}

func (p *places) append(a intake.Address) *place {
	one := newPlace(p)
	one.set(a)
	p.list = append(p.list, one)
	p.rows.Add(one.box)
	return one
}

func newPlace(p *places) *place {
	one := &place{all: p, parts: map[intake.Part]*input{}, note: kit.NewParagraph(kit.Small, "").SetColor(kit.ColorAct)}
	one.note.Hide()
	captions := map[intake.Part]*kit.Field{
		intake.Street1: kit.NewField(tongue.L("Street")), intake.Street2: kit.NewField(tongue.L("Suite or unit")).Optional(), intake.City: kit.NewField(tongue.L("City")),
		intake.State: kit.NewField(tongue.L("State")), intake.ZIP: kit.NewField(tongue.L("ZIP code")), intake.Phone: kit.NewField(tongue.L("Phone there")).Optional(),
	}
	tell := listener{changed: func(in *input) { one.draw(); p.tell.changed(in) }, left: func(in *input) { one.left(in) }}
	for _, part := range parts {
		one.parts[part] = newInput(captions[part], "", tell)
		captions[part].OnPaste = func(text string) bool { return one.pasted(part, text) }
	}
	in := func(part intake.Part) fyne.CanvasObject { return one.parts[part].box }
	one.parts[intake.Street1].field.SetHint(tongue.L("A whole address can be pasted here."))
	one.parts[intake.Street1].hint = tongue.L("A whole address can be pasted here.")
	one.primary = kit.NewCheck(tongue.L("Primary address, where the company files from"), one.setPrimary)
	done := kit.NewButton(kit.Outline, tongue.L("Done"), one.fold)
	remove := kit.NewButton(kit.Ghost, tongue.L("Remove this address"), func() { p.remove(one) })
	one.editor = frameOf(kit.Column(16, kit.Columns(16, in(intake.Street1), in(intake.Street2)), kit.Columns(16, in(intake.City), kit.Columns(16, in(intake.State), in(intake.ZIP))),
		kit.Columns(16, in(intake.Phone), kit.Spacer()), one.primary, kit.Row(8, kit.Spacer(), remove, done)))
	one.editor.Hide()
	one.line = kit.NewFolded("", tongue.L("Edit"), func() { p.unfoldOne(one) })
	one.box = kit.Column(6, one.line, one.editor, one.note)
	return one
}

// frameOf puts a hairline around what is being typed.
func frameOf(o fyne.CanvasObject) *fyne.Container {
	back := kit.NewFill("")
	back.Stroke, back.Width, back.Radius = kit.ColorHairline, 1, kit.Radius
	return kit.Stack(back, kit.Inset(14, 12, 14, 14, o))
}

// set writes an address that nobody has typed here.
func (one *place) set(a intake.Address) {
	for part, text := range map[intake.Part]string{
		intake.Street1: a.Street1, intake.Street2: a.Street2, intake.City: a.City, intake.State: a.State, intake.ZIP: a.ZIP, intake.Phone: intake.ShowPhone(a.Phone),
	} {
		one.parts[part].set(text)
	}
	one.primary.SetChecked(a.Primary)
	one.draw()
}

func (one *place) typed() intake.Address {
	text := func(part intake.Part) string { return one.parts[part].field.Text() }
	return intake.Address{
		Street1: text(intake.Street1), Street2: text(intake.Street2), City: text(intake.City), State: text(intake.State), ZIP: text(intake.ZIP), Phone: text(intake.Phone),
		Primary: one.primary.Checked(),
	}
}

// draw writes the address as one line.
func (one *place) draw() {
	a := one.typed()
	text := joined(", ", a.Street1, a.Street2, a.City, joined(" ", a.State, a.ZIP))
	switch {
	case text == "" && a.Primary:
		text = tongue.L("Primary · not typed yet")
	case text == "":
		text = tongue.L("Not typed yet")
	case a.Primary:
		text = tongue.F("Primary · {text}", "text", text)
	}
	one.line.SetText(text)
}

// pasted spreads a whole address over the lines; what is none is pasted as it is.
func (one *place) pasted(part intake.Part, text string) bool {
	a, ok := intake.ParseAddress(text)
	if !ok || a.City == "" || part == intake.Phone {
		return false
	}
	one.spread(a)
	return true
}

// spread writes an address that came as a whole.
func (one *place) spread(a intake.Address) {
	if a.Phone == "" {
		a.Phone = one.parts[intake.Phone].field.Text()
	}
	a.Primary = one.primary.Checked()
	one.set(a)
	one.all.tell.changed(one.parts[intake.Street1])
	one.all.form.check()
}

// left also spreads a whole address that was typed into its first line.
func (one *place) left(in *input) {
	a := one.typed()
	if in == one.parts[intake.Street1] && a.City+a.State+a.ZIP == "" {
		if whole, ok := intake.ParseAddress(a.Street1); ok && whole.City != "" {
			one.spread(whole)
		}
	}
	one.all.tell.left(in)
	one.draw()
}

func (one *place) setPrimary(on bool) {
	if on {
		for _, other := range one.all.list {
			if other != one {
				other.primary.SetChecked(false)
				other.draw()
			}
		}
	}
	one.draw()
	one.all.form.keep.later()
	one.all.form.check()
}

func (one *place) open() bool { return one.editor.Visible() }

// fold ends the typing, and shows what is wrong with the address.
func (one *place) fold() {
	for _, in := range one.parts {
		in.touched = true
	}
	one.editor.Hide()
	one.line.Show()
	one.all.form.check()
	kit.FocusOn(one.line)
}

// unfoldOne opens an address for typing, and folds the others.
func (p *places) unfoldOne(one *place) {
	for _, other := range p.list {
		kit.SetVisible(other.editor, other == one)
		kit.SetVisible(other.line, other != one)
	}
	p.form.page.lay()
	kit.Reveal(one.box)
	one.parts[intake.Street1].field.Focus()
}

// unfold opens the address that a field is of.
func (p *places) unfold(f intake.Field) {
	if i, _, ok := f.Address(); ok && i < len(p.list) && !p.list[i].open() {
		p.unfoldOne(p.list[i])
	}
}

func (p *places) remove(one *place) {
	at := slices.Index(p.list, one)
	if at < 0 {
		return
	}
	p.list = slices.Delete(p.list, at, at+1)
	p.rows.Remove(one.box)
	if one.primary.Checked() && len(p.list) == 1 {
		p.list[0].primary.SetChecked(true)
		p.list[0].draw()
	}
	kit.FocusOn(p.add)
	p.form.keep.later()
	p.form.check()
}

// fill writes all addresses anew.
func (p *places) fill(all []intake.Address) {
	p.list, p.rows.Objects = nil, nil
	for _, a := range all {
		p.append(a)
	}
}

func (p *places) typed() []intake.Address {
	var all []intake.Address
	for _, one := range p.list {
		all = append(all, one.typed())
	}
	return all
}

func (p *places) inputs() []placed {
	var all []placed
	for i, one := range p.list {
		for _, part := range parts {
			all = append(all, placed{intake.AddressField(i, part), one.parts[part]})
		}
	}
	return all
}

// tidy is the better way to write a part of an address.
func (p *places) tidy(in *input, text string) string {
	for _, one := range p.list {
		switch in {
		case one.parts[intake.Phone]:
			return tidyPhone(text)
		case one.parts[intake.State]:
			if code, ok := intake.ParseState(text); ok {
				return code
			}
		}
	}
	return strings.TrimSpace(text)
}

// say shows what is wrong with whole addresses; their lines have said their own.
func (p *places) say(at map[intake.Field][]intake.Finding) {
	for i, one := range p.list {
		all := slices.Concat(at[intake.AddressField(i, intake.Whole)], at[intake.AddressField(i, intake.Primary)])
		if one.open() && !p.form.all { // it is being typed
			all = slices.DeleteFunc(all, func(f intake.Finding) bool { return f.Kind == intake.EmptyAddress })
		}
		told := sayBelow(one.note, all)
		one.line.SetWrong(told || one.wrong())
	}
	sayBelow(p.note, at[intake.Addresses])
}

func (one *place) wrong() bool {
	for _, in := range one.parts {
		if in.wrong() {
			return true
		}
	}
	return false
}

// sayBelow writes findings below what they are about, in red when they stop the form, and says whether they do.
func sayBelow(note *kit.Paragraph, all []intake.Finding) bool {
	var texts []string
	for _, f := range all {
		texts = append(texts, words.Beside(f))
	}
	color := kit.ColorSecondary
	if intake.Stopped(all) {
		color = kit.ColorAct
	}
	note.SetColor(color)
	note.SetText(strings.Join(texts, " "))
	kit.SetVisible(note, len(texts) > 0)
	return intake.Stopped(all)
}

// focusWrong is for what is wrong with no line of an address.
func (p *places) focusWrong() {
	for _, one := range p.list {
		if one.note.Visible() {
			kit.FocusOn(one.line)
			return
		}
	}
	kit.FocusOn(p.add)
}

// words is what the section says when it is folded.
func (p *places) words() string {
	switch len(p.list) {
	case 0:
		return tongue.L("none")
	case 1:
		return p.list[0].line.Text()
	}
	return tongue.F("{name} and others", "name", p.list[0].line.Text())
}
