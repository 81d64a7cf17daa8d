package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// choice lists what one consent reaches, with check boxes; a single company is confirmed by name.
type choice struct {
	page    *connectPage
	offer   desk.Offer
	view    *fyne.Container
	head    choiceHead
	list    *kit.List
	policy  *kit.Paragraph
	link    *kit.Button
	failure *kit.Banner
	shown   []desk.Candidate
	show    showing
	one     bool // a tick replaces the one before
}

// choiceHead is what stands above the list.
type choiceHead struct {
	search *kit.Search
	chips  [2]*kit.Chip
	ticked *kit.Text
}

// showing is which companies of the offer are shown.
type showing struct {
	all   bool // those that are linked already as well
	words string
}

func newChoice(p *connectPage, offer desk.Offer) *choice {
	c := &choice{page: p, offer: offer, one: p.shell.desk.Snapshot().OnePerClient, failure: kit.NewBanner(kit.Act, "", "")}
	c.failure.Hide()
	if len(offer.Companies) == 1 {
		c.confirm()
		return c
	}
	c.head.search = kit.NewSearch(300, fmt.Sprintf("Search %d companies", len(offer.Companies)), "")
	c.head.search.OnChanged = func(words string) { c.show.words = words; c.arrange() }
	c.head.search.OnDown = func() { c.list.Focus() }
	c.head.chips[0] = kit.NewChip("", func() { c.show.all = false; c.arrange() })
	c.head.chips[1] = kit.NewChip("", func() { c.show.all = true; c.arrange() })
	c.head.ticked = kit.NewText(kit.Quiet, "").Whole()
	c.list = c.newList()
	top := kit.Column(0, kit.Inset(24, 16, 24, 12, kit.Column(4,
		kit.NewText(kit.Heading, "Which companies do you want to link?"),
		kit.NewParagraph(kit.Quiet, c.lead()), c.warning(),
		kit.Inset(0, 8, 0, 0, kit.Row(8, c.head.search, c.head.chips[0], c.head.chips[1], kit.Spacer(), c.head.ticked)))), kit.Line())
	c.policy = kit.NewParagraph(kit.Quiet, "")
	c.policy.OnLink = func(string) { p.shell.openSettings() }
	cancel := kit.NewButton(kit.Outline, "Cancel", p.giveBack)
	c.link = kit.NewButton(kit.Primary, "", func() { p.link(c.list.Checked()) })
	acts := kit.Row(10, kit.Grow(kit.MaxWidth(640, c.policy)), cancel, c.link)
	bottom := kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 14, 24, 14, kit.Column(10, c.failure, acts))))
	c.view = kit.Edge(top, bottom, nil, nil, c.list)
	return c
}

func (c *choice) newList() *kit.List {
	list := kit.NewList([]kit.ListColumn{
		{Title: "Company", Width: 320, Min: 160, Grow: 2}, {Title: "Place", Width: 160, Min: 90, Grow: 1, Drop: 1},
		{Title: "", Width: 260, Min: 100, Grow: 2, Drop: 2},
	}, kit.ListData{
		Len: func() int { return len(c.shown) },
		Key: func(row int) string { return c.shown[row].Company },
		Cell: func(row, col int) kit.Cell {
			company := c.shown[row]
			switch {
			case col == 0:
				return kit.Cell{Text: company.Name, Kind: kit.CellStrong}
			case col == 1:
				return kit.Cell{Text: company.Place, Kind: kit.CellQuiet}
			case company.Linked != "":
				return kit.Cell{Text: "already linked", Kind: kit.CellQuiet}
			}
			return kit.Cell{Text: company.TradeName, Kind: kit.CellQuiet}
		},
		Locked: func(row int) bool { return c.shown[row].Linked != "" },
		Held:   func(row int) bool { return c.shown[row].Linked != "" },
	}, kit.ListOptions{
		RowHeight: kit.ChoiceHeight, Checks: true, Single: c.one, NoHeader: true,
		Empty: kit.NewText(kit.Quiet, "No company like this."),
	})
	list.On.Checked = c.count
	return list
}

func (c *choice) lead() string {
	who := c.offer.Person
	if who == "" {
		who = "This sign-in"
	}
	return fmt.Sprintf("%s gave access to %s. Tick the ones that your firm works for.", who, count(len(c.offer.Companies), "company", "companies"))
}

// warning is shown when the answer came from a browser that Crosswalk did not open.
func (c *choice) warning() fyne.CanvasObject {
	b := kit.NewBanner(kit.Attention, "This answer came from another browser", "Crosswalk did not open the page that it came from. Go on only if you pasted the address or used the copied link yourself.")
	if !c.offer.OtherBrowser {
		b.Hide()
	}
	return b
}

// confirm names the one company, and asks.
func (c *choice) confirm() {
	company := c.offer.Companies[0]
	title, text, verb := "Link this company?", "Nothing is linked until you say so.", "Link "+company.Name
	back := kit.NewButton(kit.Outline, "Give it back", c.page.giveBack)
	wrong := kit.NewBanner(kit.Attention, "", "")
	wrong.Hide()
	switch target := c.page.target; {
	case target.ID != "" && target.Company == company.Company:
		title, text, verb = "Reconnect this company?", "The link stays the same; the access before is given back to Gusto.", "Reconnect "+company.Name
	case target.ID != "":
		title, text, verb = "Another company", "Nothing has been linked or changed.", "Link "+company.Name+" instead"
		wrong.Set(kit.Attention, "Gusto returned another company: “"+company.Name+"”", "You were reconnecting "+target.Name+". Nothing has been linked.")
		wrong.Show()
		back = kit.NewButton(kit.Outline, "Give it back and try again", func() { c.page.giveBackAnd(c.page.connect) })
	case company.Linked != "":
		title, text, verb = "This company is linked already", "You can let this new sign-in take over: the link stays the same, and the sign-in before is given back.", "Use this sign-in"
	}
	c.link = kit.NewButton(kit.Primary, verb, func() { c.page.link([]string{company.Company}) })
	facts := kit.NewFacts(0, factList(
		"Company", company.Name, "Trade name", company.TradeName, "Place", company.Place, "Authorized by", c.offer.Person)...)
	card := kit.NewCardInset(28, kit.Column(14,
		kit.Column(2, kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text)), c.warning(), wrong, facts, c.failure,
		kit.Row(8, kit.Spacer(), back, c.link)))
	head := kit.Inset(24, 18, 24, 12, kit.NewText(kit.Heading, c.page.title()))
	c.view = kit.Edge(head, nil, nil, nil, kit.Center(kit.Fixed(560, 0, card)))
}

// draw follows the links that other windows make, and the policy.
func (c *choice) draw(s *desk.Snapshot) {
	if c.list == nil {
		return
	}
	linked := map[string]string{}
	for _, l := range s.Links {
		linked[l.Company] = l.ID
	}
	for i := range c.offer.Companies {
		c.offer.Companies[i].Linked = linked[c.offer.Companies[i].Company]
	}
	c.policy.SetText(policyWords(c.one))
	c.arrange()
}

func policyWords(one bool) string {
	if one {
		return "Your firm links **one company per client**: ticking another takes the place of the one before. Change this in [Settings](settings)."
	}
	return "Your firm links **several companies** per sign-in. With “one company per client” a tick would replace the one before. Change this in [Settings](settings)."
}

func (c *choice) arrange() {
	c.shown = c.shown[:0]
	words := fold(strings.TrimSpace(c.show.words))
	free := 0
	for _, company := range c.offer.Companies {
		if company.Linked == "" {
			free++
		} else if !c.show.all {
			continue
		}
		if found(words, company.Name, company.TradeName, company.Place) {
			c.shown = append(c.shown, company)
		}
	}
	c.head.chips[0].SetText(fmt.Sprintf("Not linked %d", free))
	c.head.chips[1].SetText(fmt.Sprintf("All %d", len(c.offer.Companies)))
	c.head.chips[0].SetSelected(!c.show.all)
	c.head.chips[1].SetSelected(c.show.all)
	c.list.Refresh()
	c.count()
}

// count puts the number of ticks where the person decides.
func (c *choice) count() {
	n := len(c.list.Checked())
	c.head.ticked.SetText(fmt.Sprintf("%d of %d ticked", n, len(c.offer.Companies)))
	c.link.SetText("Link " + count(n, "company", "companies"))
	c.link.SetEnabled(n > 0)
	c.view.Refresh()
}

func (c *choice) busy(on bool) { c.link.SetEnabled(!on) }

// say tells why nothing was linked.
func (c *choice) say(err error) {
	c.failure.Show()
	showError(c.failure, err)
	c.view.Refresh()
}

func chosenNames(offer desk.Offer, chosen []string) []string {
	var names []string
	for _, company := range offer.Companies {
		for _, uuid := range chosen {
			if uuid == company.Company {
				names = append(names, company.Name)
			}
		}
	}
	return names
}

func linkedTitle(names []string) string {
	if len(names) == 1 {
		return names[0] + " is linked"
	}
	return count(len(names), "company", "companies") + " linked"
}

// joinNames is a list as a sentence has it; a long one ends in a number.
func joinNames(names []string) string {
	const most = 4
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
