package verify

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Needing lists the links that need a person, the worst first: what has stopped before what still works, what the
// person at the computer can fix before what others have to.
func Needing(s *desk.Snapshot) []desk.Link {
	var list []desk.Link
	for _, l := range s.Links {
		if l.Verdict.NeedsYou() {
			list = append(list, l)
		}
	}
	known := map[desk.Cause]int{} // thousands of links have few causes
	for _, l := range list {
		if _, ok := known[l.Verdict.Cause]; !ok {
			known[l.Verdict.Cause] = gravity(l.Verdict.Cause)
		}
	}
	slices.SortStableFunc(list, func(a, b desk.Link) int { return cmp.Compare(known[a.Verdict.Cause], known[b.Verdict.Cause]) })
	return list
}

// gravity orders causes; less is worse.
func gravity(c desk.Cause) int {
	at := 0
	switch {
	case c.Answered():
		at = 4
	case words.ForVerdict(desk.Verdict{Cause: c}).Tone != words.Act:
		at = 2
	}
	if c.Fixer() != desk.You {
		at++
	}
	return at
}

// needsList is what needs a person, each with the one thing to do.
type needsList struct {
	page  *Page
	view  *fyne.Container
	lines *fyne.Container
	none  *kit.Paragraph
	other *kit.Button
	cards map[string]*kit.CardButton
	shown []desk.Link
}

// mostShown is how many stand on this page. When more need somebody, they have one reason mostly, and the list of
// clients filters and reconnects them together.
const mostShown = 50

// focusRing is the room that the ring of the keyboard takes around a card, which a scroll would cut off.
const focusRing = 3

func newNeeds(p *Page) *needsList {
	n := &needsList{page: p, lines: kit.Column(10), cards: map[string]*kit.CardButton{}}
	n.none = kit.NewParagraph(kit.Quiet, tongue.L("Nothing needs you."))
	n.other = kit.NewLink(tongue.L("Another company…"), n.pick)
	head := kit.Row(8, kit.Grow(kit.NewText(kit.CardTitle, tongue.L("Needs you"))), n.other)
	ring := kit.Inset(-focusRing, 0, -focusRing, 0, kit.Scroll(kit.Inset(focusRing, focusRing, focusRing, focusRing, kit.Column(10, n.none, n.lines))))
	n.view = kit.Edge(kit.Inset(0, 0, 0, 8, head), nil, nil, nil, ring)
	return n
}

// draw lists what needs a person. Lines that say the same stay as they are, with the keyboard on them.
func (n *needsList) draw(needing []desk.Link) {
	kit.SetVisible(n.none, len(needing) == 0)
	if n.page.card.id == "" || !linked(n.page.from, n.page.card.id) {
		n.page.card.id = first(needing, n.page.from.Links)
	}
	if !slices.EqualFunc(needing, n.shown, sameLine) {
		n.shown = needing
		n.fill()
	}
	for id, c := range n.cards {
		c.SetSelected(id == n.page.card.id)
	}
}

func sameLine(a, b desk.Link) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Verdict.Cause == b.Verdict.Cause && a.Verdict.Detail == b.Verdict.Detail
}

// first is the card to begin with: of what needs somebody, else of any.
func first(needing, all []desk.Link) string {
	for _, list := range [][]desk.Link{needing, all} {
		if len(list) > 0 {
			return list[0].ID
		}
	}
	return ""
}

func linked(s *desk.Snapshot, id string) bool {
	return slices.ContainsFunc(s.Links, func(l desk.Link) bool { return l.ID == id })
}

func (n *needsList) fill() {
	n.cards = map[string]*kit.CardButton{}
	n.lines.Objects = nil
	for i, l := range n.shown {
		if i == mostShown {
			more := kit.NewButton(kit.Outline, tongue.F("Show {shown} more in Clients", "shown", page.Number(len(n.shown)-i)), n.page.window.OpenClients)
			n.lines.Add(kit.Row(0, more))
			break
		}
		n.cards[l.ID] = n.line(l)
		n.lines.Add(n.cards[l.ID])
	}
	n.lines.Refresh()
	n.view.Refresh()
}

// line is one company: what is so, who can fix it, and the one thing to do.
func (n *needsList) line(l desk.Link) *kit.CardButton {
	m := words.ForVerdict(l.Verdict)
	name := kit.Row(8, kit.Grow(kit.NewText(kit.Strong, l.Name)))
	if b := n.page.stepButton(kit.Link, l, m.Step); b != nil {
		name.Add(b)
	}
	shape := kit.NewIcon(page.Tone(m.Tone).Icon(), 12, page.Tone(m.Tone).Text())
	text := kit.TopRow(6, kit.Inset(0, 3, 0, 0, shape), kit.Grow(kit.NewParagraph(kit.Quiet, m.Title)))
	who := kit.NewParagraph(kit.Small, tongue.F("Who can fix it: {whose}", "whose", words.Whose(l.Verdict.Cause.Fixer())))
	return kit.NewCardButton(l.Name+": "+m.Title, kit.Column(2, name, text, who), func() { n.page.choose(l.ID) })
}

// choose shows the card of a company.
func (p *Page) choose(id string) {
	p.card.id = id
	for at, c := range p.needs.cards {
		c.SetSelected(at == id)
	}
	p.card.draw()
}

// stepButton is the one thing to do about a verdict; asking again where there is nothing better.
func (p *Page) stepButton(kind kit.ButtonKind, l desk.Link, step words.Step) fyne.CanvasObject {
	switch step {
	case words.Reconnect:
		return kit.NewButton(kind, step.Label(), func() { p.window.OpenConnect(l) })
	case words.ChangeKeys:
		return kit.NewButton(kind, step.Label(), func() { p.Help.Keys() })
	case words.Unlock:
		return kit.Row(8, p.window.KeyButtons(&desk.Trouble{Cause: l.Verdict.Cause})...)
	case words.TryAgain, words.Reload:
		return kit.NewButton(kind, step.Label(), func() { p.verify(l.ID) })
	}
	return kit.NewButton(kind, tongue.L("Verify again"), func() { p.verify(l.ID) })
}

// pick lets any linked company be looked up.
func (n *needsList) pick() {
	s := n.page.from
	picker := kit.NewPicker(tongue.L("Look up a company"), tongue.F("Search {companies}", "companies", page.Count(len(s.Links), "company", "companies")), tongue.L("Show its card"), func(text string) []kit.PickItem {
		text = page.Fold(text)
		var items []kit.PickItem
		for _, l := range s.Links {
			client, _ := s.Client(l.Client)
			if page.Found(text, l.Name, l.TradeName, client.Number, client.Name) {
				items = append(items, kit.PickItem{Key: l.ID, Text: l.Name, Note: words.ForVerdict(l.Verdict).Pill})
			}
		}
		return items
	})
	picker.Picked = n.page.choose
	picker.Show(n.page.window.Canvas(), n.page.card.id)
}
