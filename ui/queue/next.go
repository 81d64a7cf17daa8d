package queue

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// next is the card that says whose turn it is, and with which name.
type next struct {
	page  *Page
	view  *fyne.Container
	over  *kit.Text
	name  *kit.Text
	text  *kit.Paragraph
	acts  *fyne.Container
	open  *kit.Button
	again *kit.Button
	skip  *kit.Button
	more  *kit.Button
}

func newNext(p *Page) *next {
	n := &next{page: p, over: kit.NewText(kit.Quiet, ""), name: kit.NewText(kit.CardTitle, ""), text: kit.NewParagraph(kit.Quiet, "")}
	n.open = kit.NewButton(kit.Primary, tongue.L("Open Gusto"), p.open).WithTrailing(kit.IconReturn)
	n.again = kit.NewButton(kit.Outline, tongue.L("Open browser again"), p.open)
	n.skip = kit.NewButton(kit.Outline, tongue.L("Skip"), p.skip).WithKey("S")
	n.more = kit.NewIconButton(kit.Outline, kit.IconDots, tongue.L("More"), n.openMore)
	n.acts = kit.Row(10, n.skip, n.again, n.more, n.open)
	body := kit.Row(16, kit.Grow(kit.Column(3, n.over, n.name, n.text)), n.acts)
	n.view = kit.NewCard(body)
	return n
}

// draw shows the line that is next or out, or that all is done.
func (n *next) draw(s *desk.Sitting) {
	atGusto := s.State == desk.SittingRuns
	done := s.State == desk.SittingDone || s.At < 0
	show(n.open, !atGusto)
	show(n.skip, !done)
	show(n.again, atGusto)
	show(n.more, !done)
	if done {
		n.drawDone(s)
		return
	}
	item := s.Items[s.At]
	n.open.OnTapped = n.page.open
	n.open.SetText(tongue.L("Open Gusto"))
	n.name.SetText(item.Name)
	if atGusto {
		n.drawOut(s, item)
		return
	}
	n.over.SetText(tongue.L("Next"))
	n.text.SetText(pick(item) + n.clipboard(item))
	if item.State == desk.ItemReading {
		n.over.SetText(tongue.L("Access is stored, its company could not be read yet"))
		n.open.SetText(tongue.L("Read again"))
		n.text.SetText(words.ForVerdict(desk.Verdict{Cause: item.Cause}).Title + ".")
	}
}

// pick is what to do on Gusto's page.
func pick(item desk.SittingItem) string {
	if item.Number != "" {
		return tongue.F("{number} · pick **{item}** on Gusto’s page.", "number", item.Number, "item", item.Name)
	}
	return tongue.F("Pick **{item}** on Gusto’s page.", "item", item.Name)
}

func (n *next) clipboard(item desk.SittingItem) string {
	switch {
	case n.page.clip == clip{name: item.Name, link: true}:
		return tongue.L(" The link is on your clipboard.")
	case n.page.clip.name == item.Name:
		return tongue.L(" The name is on your clipboard.")
	}
	return tongue.L(" Its name goes to your clipboard.")
}

// drawOut is while the person is in the browser.
func (n *next) drawOut(s *desk.Sitting, item desk.SittingItem) {
	n.over.SetText(tongue.L("In the browser now"))
	n.text.SetText(pick(item) + n.clipboard(item))
	switch {
	case item.State == desk.ItemReading || item.State == desk.ItemLinking || s.Step.Kind == desk.Exchanging || s.Step.Kind == desk.Reading:
		n.over.SetText(tongue.L("Came back"))
		n.text.SetText(tongue.L("Crosswalk is looking at which company it is."))
	case item.State == desk.ItemNext && s.Count.Settled+s.Count.Questions > 0:
		n.over.SetText(tongue.L("Next in the browser"))
		n.text.SetText(tongue.F("{pick}{clipboard} The page there leads on to it.", "pick", pick(item), "clipboard", n.clipboard(item)))
	}
}

// drawDone says what came of it.
func (n *next) drawDone(s *desk.Sitting) {
	linked, others := 0, 0
	for _, item := range s.Items {
		switch item.State {
		case desk.ItemLinked, desk.ItemLinkedAgain:
			linked++
		default:
			others++
		}
	}
	n.over.SetText(tongue.L("Done"))
	n.name.SetText(tongue.F("{companies} linked", "companies", page.Count(linked, "company", "companies")))
	n.text.SetText(tongue.L("Nothing is left to do here."))
	if others > 0 {
		n.text.SetText(tongue.F("{others} not linked; the list below says why, and “Try again” puts a line back.", "others", page.Number(others)))
	}
	if s.Count.Questions > 0 {
		n.over.SetText(tongue.L("Nearly done"))
		n.text.SetText(tongue.F("{questions} open, see below.", "questions", page.Count(s.Count.Questions, "question is", "questions are")))
	}
	n.open.SetText(tongue.L("See the clients"))
	n.open.OnTapped = n.page.window.OpenClients
	if s.State == desk.SittingDone {
		n.open.OnTapped = n.page.stop
	}
}

// focus puts the keyboard on what goes on.
func (n *next) focus() {
	if n.open.Visible() {
		kit.FocusOn(n.open)
	} else {
		kit.FocusOn(n.again)
	}
}

// openMore is for when the browser that opens is not the one that is wanted, or its page does not load.
func (n *next) openMore() {
	if n.page.sitting.State != desk.SittingRuns {
		kit.ShowMenuBelow(n.more, kit.MenuItem{Text: tongue.L("Copy the link, open no browser"), Icon: kit.IconCopy, Do: func() { n.carry(false) }})
		return
	}
	kit.ShowMenuBelow(n.more, kit.MenuItem{Text: tongue.L("Copy link"), Icon: kit.IconCopy, Do: n.copyLink},
		kit.MenuItem{Text: tongue.L("Copy a link for another computer"), Do: n.copyRemote},
		kit.MenuItem{Text: tongue.L("Paste the address I landed on…"), Line: true, Do: n.askPaste})
}

// carry goes on without opening a browser: its link goes to the clipboard, for the browser that the person wants.
func (n *next) carry(pasted bool) {
	p := n.page
	p.window.Do(task, page.KeyLimit, func(ctx context.Context) error { return p.desk.CarryNext(ctx, pasted) }, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		n.copyLink()
	})
}

func (n *next) copyLink() {
	n.copy((*desk.Consent).Address, tongue.L("Link copied. It works once, on this computer, and leaves the clipboard in 90 seconds."))
}

// copyRemote is for a browser on another computer, where the page that it ends on does not load.
func (n *next) copyRemote() {
	n.copy((*desk.Consent).Remote, tongue.L("Link copied. The page after Authorize does not load there: bring its address back with “Paste the address I landed on…”."))
}

func (n *next) copy(of func(*desk.Consent) string, said string) {
	c := n.page.desk.SittingConsent()
	if c == nil {
		return
	}
	n.page.clip = clip{name: nameAt(n.page.sitting), link: true} // so that it does not give way to the name
	n.page.window.CopySecret(of(c))
	n.draw(n.page.sitting)
	n.page.window.Toast(kit.Neutral, said)
}

// askPaste takes the address that the browser ended on, for when its page did not load.
func (n *next) askPaste() {
	field := kit.NewField(tongue.L("The address in the browser’s address bar"))
	var ask *kit.Dialog
	use := kit.NewButton(kit.Primary, tongue.L("Use this address"), func() {
		c := n.page.desk.SittingConsent()
		if c == nil {
			ask.Hide()
			return
		}
		if err := c.Paste(field.Text()); err != nil {
			m := words.ForError(err)
			field.SetError(m.Title + ". " + m.Hint)
			return
		}
		ask.Hide()
	})
	text := kit.NewParagraph(kit.Quiet, tongue.L("When the page does not load after Authorize, everything that is needed stands in its address."))
	ask = kit.NewDialog(tongue.L("Paste the address I landed on"), kit.Column(12, text, field), use, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = field.Focusable()
	ask.Show(n.page.window.Canvas())
}

func show(o fyne.CanvasObject, on bool) {
	if on == o.Visible() {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
