package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// choice lists what one consent reaches, with check boxes; a single company is confirmed by name.
type choice struct {
	page    *connectPage
	offer   desk.Offer
	view    *fyne.Container
	head    choiceHead
	list    *kit.List
	policy  *kit.Paragraph
	acts    choiceActs
	failure *kit.Banner
	shown   []desk.Candidate
	show    showing
	one     bool              // a tick replaces the one before
	clients map[string]string // company to the client that it would belong to; "" for none
}

// choiceHead is what stands above the list.
type choiceHead struct {
	search *kit.Search
	chips  [2]*kit.Chip
	all    *kit.Button
	ticked *kit.Text
}

// choiceActs are the ways on; while links are being stored there is none.
type choiceActs struct {
	link *kit.Button
	away []*kit.Button // these give the access back
	busy bool
	verb string // what the button says while nothing is being stored
}

// showing is which companies of the offer are shown.
type showing struct {
	all   bool // those that are linked already as well
	words string
}

func newChoice(p *connectPage, offer desk.Offer) *choice {
	c := &choice{page: p, offer: offer, one: p.shell.desk.Snapshot().OnePerClient, failure: kit.NewBanner(kit.Act, "", ""), clients: map[string]string{}}
	c.propose()
	c.failure.Hide()
	if len(offer.Companies) == 1 {
		c.confirm()
		return c
	}
	c.head.search = kit.NewSearch(300, tongue.F("Search {companies}", "companies", page.Count(len(offer.Companies), "company", "companies")), "")
	c.head.search.OnChanged = func(words string) { c.show.words = words; c.arrange() }
	c.head.search.OnDown = func() { c.list.Focus() }
	c.head.chips[0] = kit.NewChip("", func() { c.show.all = false; c.arrange() })
	c.head.chips[1] = kit.NewChip("", func() { c.show.all = true; c.arrange() })
	c.head.all = kit.NewButton(kit.Link, "", c.tickAll)
	c.head.ticked = kit.NewText(kit.Quiet, "").Whole()
	c.list = c.newList()
	top := kit.Column(0, kit.Inset(24, 16, 24, 12, kit.Column(4,
		kit.NewText(kit.Heading, tongue.L("Which companies do you want to link?")),
		kit.NewParagraph(kit.Quiet, c.lead()), c.warning(),
		kit.Inset(0, 8, 0, 0, kit.Row(8, c.head.search, c.head.chips[0], c.head.chips[1], kit.Spacer(), c.head.all, c.head.ticked)))), kit.Line())
	c.policy = kit.NewParagraph(kit.Quiet, "")
	c.policy.OnLink = func(string) { p.shell.openSettings() }
	cancel := kit.NewButton(kit.Outline, tongue.L("Cancel"), p.giveBack)
	c.acts.away = []*kit.Button{cancel}
	c.acts.link = kit.NewButton(kit.Primary, "", func() { p.link(c.chosen(c.list.Checked())) })
	acts := kit.Row(10, kit.Grow(kit.MaxWidth(640, c.policy)), cancel, c.acts.link)
	bottom := kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 14, 24, 14, kit.Column(10, c.failure, acts))))
	c.view = kit.Edge(top, bottom, nil, nil, c.list)
	return c
}

func (c *choice) newList() *kit.List {
	list := kit.NewList([]kit.ListColumn{
		{Title: tongue.L("Company"), Width: 320, Min: 160, Grow: 3}, {Title: tongue.L("Place"), Width: 160, Min: 90, Grow: 1, Drop: 1},
		{Title: tongue.L("Client"), Width: 320, Min: 180, Grow: 2},
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
			}
			return c.clientCell(company)
		},
		Locked: func(row int) bool { return c.shown[row].Linked != "" },
		Held:   func(row int) bool { return c.shown[row].Linked != "" },
	}, kit.ListOptions{
		RowHeight: kit.ChoiceHeight, Checks: true, Single: c.one, NoHeader: true, KeepTicks: true,
		Empty: kit.NewText(kit.Quiet, tongue.L("No company like this.")),
	})
	list.On.Checked = c.count
	list.On.Action = func(row, _ int, _ fyne.Position) { c.askClient(c.shown[row]) }
	return list
}

func (c *choice) lead() string {
	who := c.offer.Person
	if who == "" {
		who = tongue.L("This sign-in")
	}
	return tongue.F("{who} gave access to {companies}. Tick the ones that your firm works for.", "who", who, "companies", page.Count(len(c.offer.Companies), "company", "companies"))
}

// warning is shown when the answer came from a browser that Crosswalk did not open.
func (c *choice) warning() fyne.CanvasObject {
	b := kit.NewBanner(kit.Attention, tongue.L("This answer came from another browser"), tongue.L("Crosswalk did not open the page that it came from. Go on only if you pasted the address or used the copied link yourself."))
	if !c.offer.OtherBrowser {
		b.Hide()
	}
	return b
}

// confirm names the one company, and asks.
func (c *choice) confirm() {
	company := c.offer.Companies[0]
	title, text, verb := tongue.L("Link this company?"), tongue.L("Nothing is linked until you say so."), tongue.F("Link {company}", "company", company.Name)
	kind := kit.Primary
	c.acts.away = []*kit.Button{kit.NewButton(kit.Outline, tongue.L("Give it back"), c.page.giveBack)}
	wrong := kit.NewBanner(kit.Attention, "", "")
	wrong.Hide()
	switch target := c.page.target; {
	case target.ID != "" && target.Company == company.Company:
		title, text, verb = tongue.L("Reconnect this company?"), tongue.L("The link stays the same; the access before is given back to Gusto."), tongue.F("Reconnect {company}", "company", company.Name)
	case target.ID != "":
		title, text, verb = tongue.L("Another company"), tongue.L("Nothing has been linked or changed."), tongue.F("Link {company} instead", "company", company.Name)
		wrong.Set(kit.Attention, tongue.F("Gusto returned another company: “{company}”", "company", company.Name), tongue.F("You were reconnecting {target}. Nothing has been linked.", "target", target.Name))
		wrong.Show()
		if company.Linked != "" {
			verb = tongue.F("Use it for {company}", "company", company.Name)
		}
		kind = kit.Outline // most people want the company that they asked for
		c.acts.away = append(c.acts.away, kit.NewButton(kit.Primary, tongue.L("Give it back and try again"), func() { c.page.giveBackAnd(c.page.connect) }))
	case company.Linked != "":
		title, text, verb = tongue.L("This company is linked already"), tongue.L("You can let this new sign-in take over: the link stays the same, and the sign-in before is given back."), tongue.L("Use this sign-in")
	}
	c.acts.link = kit.NewButton(kind, verb, func() { c.page.link(c.chosen([]string{company.Company})) })
	facts := kit.NewFacts(0, page.Facts(
		tongue.L("Company"), company.Name, tongue.L("Trade name"), company.TradeName, tongue.L("Place"), company.Place, tongue.L("Authorized by"), c.offer.Person)...)
	belongs := c.belongs(company)
	card := kit.NewCardInset(28, kit.Column(14,
		kit.Column(2, kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text)), c.warning(), wrong, facts, belongs, c.failure,
		c.confirmActs()))
	head := kit.Inset(24, 18, 24, 12, kit.NewText(kit.Heading, c.page.title()))
	c.view = kit.Edge(head, nil, nil, nil, kit.Center(kit.Fixed(560, 0, card)))
}

// confirmActs are the buttons of the card; more than two stand below each other, since names are long.
func (c *choice) confirmActs() fyne.CanvasObject {
	if len(c.acts.away) == 1 {
		return kit.Row(8, kit.Spacer(), c.acts.away[0], c.acts.link)
	}
	return kit.Column(8, kit.Row(8, c.acts.away[1], c.acts.away[0]), kit.Row(8, c.acts.link))
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
		return tongue.L("Your firm links **one company per client**: ticking another takes the place of the one before. Change this in [Settings](settings).")
	}
	return tongue.L("Your firm links **several companies** per sign-in. With “one company per client” a tick would replace the one before. Change this in [Settings](settings).")
}

func (c *choice) arrange() {
	c.shown = c.shown[:0]
	words := page.Fold(strings.TrimSpace(c.show.words))
	for _, company := range c.offer.Companies {
		if company.Linked != "" && !c.show.all {
			continue
		}
		if page.Found(words, company.Name, company.TradeName, company.Place) {
			c.shown = append(c.shown, company)
		}
	}
	c.head.chips[0].SetText(tongue.F("Not linked {free}", "free", page.Number(c.free())))
	c.head.chips[1].SetText(tongue.F("All {companies}", "companies", page.Number(len(c.offer.Companies))))
	c.head.chips[0].SetSelected(!c.show.all)
	c.head.chips[1].SetSelected(c.show.all)
	c.list.Refresh()
	c.count()
}

// free is how many companies of the offer can be ticked.
func (c *choice) free() int {
	n := 0
	for _, company := range c.offer.Companies {
		if company.Linked == "" {
			n++
		}
	}
	return n
}

// count puts the number of ticks where the person decides.
func (c *choice) count() {
	n := len(c.list.Checked())
	c.head.ticked.SetText(tongue.F("{n} of {free} ticked", "n", page.Number(n), "free", page.Number(c.free())))
	if !c.acts.busy {
		c.acts.link.SetText(tongue.F("Link {companies}", "companies", page.Count(n, "company", "companies")))
	}
	c.acts.link.SetEnabled(n > 0 && !c.acts.busy)
	free, all := c.listed()
	c.head.all.SetText(tongue.F("Tick all {free}", "free", page.Number(len(free))))
	if all {
		c.head.all.SetText(tongue.F("Untick all {free}", "free", page.Number(len(free))))
	}
	c.head.all.Show()
	if len(free) < 2 || c.one {
		c.head.all.Hide()
	}
	c.view.Refresh()
}

// listed are the companies that are listed and can be ticked, and whether all of them are.
func (c *choice) listed() (free []string, all bool) {
	all = true
	for _, company := range c.shown {
		if company.Linked == "" {
			free = append(free, company.Company)
			all = all && c.list.IsChecked(company.Company)
		}
	}
	return free, all
}

// tickAll ticks all that are listed, or none of them if all are; what a search hides keeps its tick.
func (c *choice) tickAll() {
	free, all := c.listed()
	listed := map[string]bool{}
	for _, company := range free {
		listed[company] = true
	}
	ticked := slices.DeleteFunc(c.list.Checked(), func(company string) bool { return listed[company] })
	if !all {
		ticked = append(ticked, free...)
	}
	c.list.SetChecked(ticked)
	c.count()
}

// busy takes both ways on away while links are being stored: access must not be given back under them.
func (c *choice) busy(on bool) {
	c.acts.busy = on
	c.acts.link.SetEnabled(!on)
	if on { // a list of thousands takes seconds
		c.acts.verb = c.acts.link.Text()
		c.acts.link.SetText(tongue.L("Linking…"))
		if c.list != nil {
			c.acts.link.SetText(tongue.F("Linking {companies}…", "companies", page.Count(len(c.list.Checked()), "company", "companies")))
		}
	} else {
		c.acts.link.SetText(c.acts.verb)
	}
	for _, b := range c.acts.away {
		b.SetEnabled(!on)
	}
	if c.list != nil && !on {
		c.count()
	}
	c.view.Refresh()
}

// say tells why nothing was linked.
func (c *choice) say(err error) {
	c.failure.Show()
	page.ShowError(c.failure, err)
	c.view.Refresh()
}

func chosenNames(offer desk.Offer, chosen []desk.Choice) []string {
	var names []string
	for _, company := range offer.Companies {
		for _, picked := range chosen {
			if picked.Company == company.Company {
				names = append(names, company.Name)
			}
		}
	}
	return names
}

func linkedTitle(names []string) string {
	if len(names) == 1 {
		return tongue.F("{names} is linked", "names", names[0])
	}
	return tongue.F("{companies} linked", "companies", page.Count(len(names), "company", "companies"))
}
