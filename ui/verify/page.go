// Package verify is the page that answers, for every linked company, "does it work, if not why, and who can fix it?".
//
// Rules: it is drawn from the desk's snapshot and from the card that the desk gives; the lines of a card are those of
// internal/card, so that the screen, the copied text and the pages say the same; nothing of an access is ever shown.
package verify

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Desk is what this page asks for. Every method may block and is called through tasks.
// Errors are *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Desk interface {
	Verify(ctx context.Context, id string) (desk.Verdict, error)
	VerifyAll(ctx context.Context, wish desk.RoundWish, tell func(desk.Progress)) (desk.Round, error)
	Unfinished(ctx context.Context) (time.Time, error)
	Card(ctx context.Context, id string) (desk.Card, error)
}

// Page shows totals, what needs a person, and the card of one company.
type Page struct {
	window page.Window
	desk   Desk
	box    *fyne.Container
	head   head
	totals *totals
	needs  *needsList
	card   *card
	round  *round
	empty  *fyne.Container // instead of all else while nothing is linked
	full   *fyne.Container
	from   *desk.Snapshot
	Help   Help
}

// Help leads to the pages that help to find out what is wrong, and to the keys of the firm's application.
type Help struct{ Doctor, Bundle, Keys func() }

// head is what stands above: what the last checks came to, and what can be asked.
type head struct {
	text              *kit.Text
	all, some, resume *kit.Button
	help              *fyne.Container
	concern           *kit.Banner // what is wrong with this computer as a whole
	said              string      // what stands in it
}

// The width of the list, and the width of the page below which it gives way.
const (
	needsWidth, needsNarrow = 340, 280
	narrowBelow             = 900
)

// New makes the page.
func New(w page.Window, d Desk) *Page {
	p := &Page{window: w, desk: d, from: &desk.Snapshot{}}
	p.round = newRound(p)
	p.head = head{
		text: kit.NewText(kit.Quiet, ""),
		all:  kit.NewButton(kit.Primary, tongue.L("Verify all"), func() { p.round.begin(desk.RoundWish{}) }),
		some: kit.NewButton(kit.Outline, "", p.verifyNeeding),
		resume: kit.NewButton(kit.Outline, tongue.L("Resume"), func() {
			p.round.begin(desk.RoundWish{Resume: true})
		}),
	}
	p.head.concern = kit.NewBanner(kit.Act, "", "")
	p.head.concern.Hide()
	p.totals, p.needs, p.card = newTotals(), newNeeds(p), newCard(p)
	p.head.help = kit.Row(12, kit.NewButton(kit.Outline, tongue.L("Support bundle…"), func() { p.Help.Bundle() }), kit.NewButton(kit.Outline, tongue.L("Doctor"), func() { p.Help.Doctor() }))
	title := kit.Row(12, kit.NewText(kit.Heading, tongue.L("Verify")).Whole(), kit.Spacer(), p.head.help, p.round.view, p.head.resume, p.head.some, p.head.all)
	line := kit.Column(2, title, p.head.text)
	two := &sides{gap: 20}
	below := &fyne.Container{Layout: two, Objects: []fyne.CanvasObject{p.needs.view, p.card.view}}
	p.full = kit.Edge(kit.Inset(24, 14, 24, 16, kit.Column(14, line, p.head.concern, p.totals.view)), nil, nil, nil, kit.Inset(24, 0, 24, 20, below))
	p.empty = kit.Center(kit.MaxWidth(420, kit.Column(14,
		kit.NewParagraph(kit.Lead, tongue.L("Here you see whether each link works, and who can fix one that does not. Nothing is linked yet.")).Align(fyne.TextAlignCenter),
		kit.Center(kit.NewButton(kit.Primary, tongue.L("Link a company"), func() { w.OpenConnect(desk.Link{}) })))))
	p.box = kit.Stack(p.full, p.empty)
	return p
}

// sides gives the list its width, and the card the rest.
type sides struct{ gap float32 }

func (s *sides) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := float32(needsWidth)
	if size.Width < narrowBelow {
		left = needsNarrow
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(left, size.Height))
	o[1].Move(fyne.NewPos(left+s.gap, 0))
	o[1].Resize(fyne.NewSize(size.Width-left-s.gap, size.Height))
}

func (s *sides) MinSize(o []fyne.CanvasObject) fyne.Size {
	list, card := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(needsNarrow+s.gap+card.Width, max(list.Height, card.Height))
}

// View is the page itself.
func (p *Page) View() fyne.CanvasObject { return p.box }

// Leave lets what is being verified go on.
func (p *Page) Leave() { p.round.asked = false }

// Draw shows a snapshot.
func (p *Page) Draw(s *desk.Snapshot) {
	p.from = s
	linked := len(s.Links) > 0
	kit.SetVisible(p.full, linked)
	kit.SetVisible(p.empty, !linked && s.Unread == nil)
	if !linked {
		return
	}
	needing := Needing(s)
	p.round.askUnfinished()
	p.drawHead(needing)
	p.totals.draw(s)
	p.needs.draw(needing)
	p.card.draw()
}

// drawHead says what is known at all, and offers what can be asked now.
func (p *Page) drawHead(needing []desk.Link) {
	s := p.from
	p.head.text.SetText(countWords(s) + " · " + checkedWords(s, p.window.Now()))
	p.head.some.SetText(tongue.F("Verify the {needing} that need you", "needing", page.Number(len(needing))))
	if len(needing) == 1 {
		p.head.some.SetText(tongue.L("Verify the one that needs you"))
	}
	kit.SetVisible(p.head.some, len(needing) > 0 && len(needing) < len(s.Links) && !p.round.runs)
	kit.SetVisible(p.head.all, !p.round.runs)
	kit.SetVisible(p.head.resume, p.round.waits && !p.round.runs)
	p.round.draw()
	p.drawConcern()
	p.full.Refresh()
}

// drawConcern says what keeps this computer from finding out, or makes it find out wrongly.
func (p *Page) drawConcern() {
	concern := p.from.Concern()
	kit.SetVisible(p.head.concern, concern != nil)
	if concern == nil || p.head.said == concern.Error() { // a button that has the keyboard keeps it
		return
	}
	p.head.said = concern.Error()
	buttons := p.window.KeyButtons(concern)
	if concern.Cause == desk.ClockSkewed {
		buttons = append(buttons, kit.NewButton(kit.Outline, tongue.L("Doctor"), func() { p.Help.Doctor() }))
	}
	m := words.For(concern)
	p.head.concern.Set(page.Tone(m.Tone), m.Title, m.Hint, buttons...)
}

// countWords is what all checks came to: "198 fine, 2 need you".
func countWords(s *desk.Snapshot) string {
	c := s.Tally
	text := tongue.F("{fine} fine, {needYou} need you", "fine", page.Number(c.Fine), "needYou", page.Number(c.NeedYou))
	if c.NeedYou == 1 {
		text = tongue.F("{fine} fine, 1 needs you", "fine", page.Number(c.Fine))
	}
	if c.Unknown > 0 {
		text += tongue.F(", {unknown} not found out", "unknown", page.Number(c.Unknown))
	}
	if c.Unchecked > 0 {
		text += tongue.F(", {unchecked} not checked yet", "unchecked", page.Number(c.Unchecked))
	}
	return text
}

func checkedWords(s *desk.Snapshot, now time.Time) string {
	at, now := s.Checked.Local(), now.Local()
	switch {
	case s.Checked.IsZero():
		return tongue.L("never checked")
	case at.YearDay() == now.YearDay() && at.Year() == now.Year():
		return tongue.F("last checked today at {format}", "format", at.Format("3:04 PM"))
	}
	return tongue.F("last checked on {format}", "format", words.Date(at, words.NearMoment))
}

// verifyNeeding asks about those that need a person once more.
func (p *Page) verifyNeeding() {
	var ids []string
	for _, l := range Needing(p.from) {
		ids = append(ids, l.ID)
	}
	if len(ids) > 0 {
		p.round.begin(desk.RoundWish{Links: ids})
	}
}

// Typed: v verifies the company whose card is shown.
func (p *Page) Typed(r rune) {
	if r == 'v' {
		p.card.verify()
	}
}
