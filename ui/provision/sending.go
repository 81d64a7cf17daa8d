package provision

import (
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// sending is what is shown when Gusto does not answer at once: words, and nothing to click.
type sending struct {
	page *Page
	view fyne.CanvasObject
	text *kit.Paragraph
}

const (
	sendingAfter = 200 * time.Millisecond
	slowAfter    = 1500 * time.Millisecond
)

func sendingText() string {
	return tongue.L("It is written down here and sent once. The answer takes a moment.")
}

func slowText() string {
	return tongue.L("Gusto has not answered yet. You can look at other pages meanwhile; leave Crosswalk open. Nothing is sent a second time.")
}

func newSending(p *Page, name string) *sending {
	s := &sending{page: p, text: kit.NewParagraph(kit.Quiet, sendingText())}
	body := kit.TopRow(16, kit.NewRing(36), kit.Grow(kit.Column(6, kit.NewParagraph(kit.CardTitle, tongue.F("Creating {plain}", "plain", plain(name))), s.text)))
	s.view = kit.Edge(heading(tongue.L("New company in Gusto"), ""), nil, nil, nil, kit.Center(kit.Fixed(560, 0, kit.NewCardInset(28, body))))
	p.window.After(slowAfter, func() {
		s.text.SetText(slowText())
		if p.at == view(s) {
			p.lay()
		}
	})
	return s
}

func (s *sending) object() fyne.CanvasObject { return s.view }

func (s *sending) draw() {}

// sendingShown says that the person still waits for the answer.
func (p *Page) sendingShown() bool {
	_, ok := p.at.(*sending)
	return ok
}

// result is what became of the attempt that was just sent.
type result struct {
	page *Page
	view fyne.CanvasObject
	card *card
	id   string
	acts struct{ link, another *kit.Button }
}

func newResult(p *Page, id string) *result {
	r := &result{page: p, card: newCard(p), id: id}
	r.acts.another = kit.NewButton(kit.Outline, tongue.L("Another company"), p.another)
	all := kit.NewButton(kit.Outline, tongue.L("Everything that was sent"), p.openAttempts)
	r.acts.link = kit.NewButton(kit.Outline, tongue.L("Link it"), func() { p.window.OpenConnect(desk.Link{}) })
	row := kit.Row(8, r.acts.link, kit.Spacer(), all, r.acts.another)
	r.view = kit.Edge(heading(tongue.L("New company in Gusto"), tongue.L("What became of it.")), nil, nil, nil,
		kit.Scroll(kit.Inset(24, 4, 24, 16, kit.MaxWidth(720, kit.Column(16, kit.NewCard(r.card.view), row)))))
	return r
}

func (r *result) object() fyne.CanvasObject { return r.view }

func (r *result) draw() {
	a, ok := r.page.attempt(r.id)
	if !ok {
		return
	}
	r.card.show(a)
	kit.SetVisible(r.acts.link, a.State == provision.Created || a.State == provision.SettledCreated)
	r.page.lay()
}

func (r *result) back() { r.page.openAttempts() }

// mend goes back to the form, with Gusto's words beside the fields that it does not want like that.
func (p *Page) mend(a provision.Attempt) {
	for _, d := range p.known.drafts {
		if d.ID == a.Draft && p.form.keep.draft.ID != d.ID {
			p.resume(d)
		}
	}
	p.openForm()
	p.form.refuse(a)
}

// refuse shows what Gusto said: beside the fields that it named, and the rest above all of them.
func (f *form) refuse(a provision.Attempt) {
	rest := a
	rest.Errors = nil
	f.all = true
	for _, e := range a.Errors {
		in := f.inputFor(e)
		if in == nil {
			rest.Errors = append(rest.Errors, e)
			continue
		}
		in.refusal = tongue.F("Gusto: {plain}", "plain", plain(e.Message))
	}
	s := saysOf(rest, f.page.window.Now())
	text := tongue.L("Nothing was made. Mend what is marked, review it again, and send it.")
	if len(rest.Errors) > 0 || len(a.Errors) == 0 {
		text = s.text
	}
	f.refused.Set(kit.Act, plain(s.title), text)
	f.refused.Show()
	f.check()
	f.goToWrong()
}

// inputFor is the input that Gusto's words are about; nil where it is about none of them.
func (f *form) inputFor(e provision.FieldError) *input {
	for _, p := range f.inputs() {
		if p.field == e.Field {
			return p.in
		}
	}
	return nil
}
