package provision

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// foot is the bar below the form: whether the draft is kept, and how to go on.
type foot struct {
	form    *form
	view    fyne.CanvasObject
	words   *kit.Text
	discard *kit.Button
	review  *kit.Button
}

func newFoot(f *form) foot {
	t := foot{form: f, words: kit.NewText(kit.Quiet, "")}
	t.discard = kit.NewButton(kit.Outline, tongue.L("Discard draft"), func() { f.askDiscard() })
	t.review = kit.NewButton(kit.Primary, tongue.L("Review…"), f.review)
	t.view = bar(t.words, t.discard, t.review)
	t.draw()
	return t
}

// bar is a line at the bottom of the page: words at the left, buttons at the right.
func bar(words fyne.CanvasObject, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	row := kit.Row(10, append([]fyne.CanvasObject{kit.Grow(words)}, buttons...)...)
	return kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 14, 24, 14, row)))
}

func (t *foot) draw() {
	if t.words == nil { // the form is still being made
		return
	}
	k := t.form.keep
	t.words.SetText(k.words())
	t.discard.SetEnabled(k.draft.ID != "" || k.dirty)
}

// askDiscard asks before what was typed is gone.
func (f *form) askDiscard() {
	name := f.company.legal.field.Text()
	if name == "" {
		name = tongue.L("this draft")
	}
	kit.Confirm(f.page.window.Canvas(), kit.Danger, tongue.F("Discard {name}?", "name", name), tongue.L("What was typed is removed from this computer. Nothing was sent to Gusto."), tongue.L("Discard it"), tongue.L("Keep it"), f.discard)
}

func (f *form) discard() {
	id := f.keep.drop()
	f.fill(emptyForm)
	f.foot.draw()
	if id != "" {
		f.page.discard(id)
	}
}

// discard removes a draft from this computer.
func (p *Page) discard(id string) {
	p.window.Do("provision-discard/"+id, page.DiskLimit, func(ctx context.Context) error { return p.registrar.DiscardDraft(ctx, id) }, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.window.Toast(kit.Neutral, tongue.L("The draft is gone."))
		p.reload()
	})
}
