package ui

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// propose begins with the client that each company was recognized as; one that is linked keeps the one it has.
func (c *choice) propose() {
	s := c.page.shell.desk.Snapshot()
	for _, company := range c.offer.Companies {
		for _, l := range s.Links {
			if l.Company == company.Company {
				c.clients[company.Company] = l.Client
			}
		}
		if company.There != nil && company.Linked == "" {
			c.clients[company.Company] = company.There.Client
		}
	}
}

// chosen are companies with the clients that they would belong to.
func (c *choice) chosen(companies []string) []desk.Choice {
	list := make([]desk.Choice, 0, len(companies))
	for _, company := range companies {
		list = append(list, desk.Choice{Company: company, Client: c.clients[company]})
	}
	return list
}

// clientCell says which client a company would belong to, and why; a click chooses another.
func (c *choice) clientCell(company desk.Candidate) kit.Cell {
	s := c.page.shell.desk.Snapshot()
	client, known := s.Client(c.clients[company.Company])
	switch {
	case company.Linked != "" && known:
		return kit.Cell{Text: tongue.F("already linked to {clientTitle}", "clientTitle", clientTitle(client)), Kind: kit.CellQuiet}
	case company.Linked != "":
		return kit.Cell{Text: tongue.L("already linked"), Kind: kit.CellQuiet}
	case len(s.Clients) == 0:
		return kit.Cell{Text: company.TradeName, Kind: kit.CellQuiet}
	case known:
		return kit.Cell{Text: clientTitle(client) + c.why(company), Kind: kit.CellAction, Icon: kit.IconArrowRight}
	}
	return kit.Cell{Text: tongue.L("no client looks like this one"), Kind: kit.CellAction, Icon: kit.IconArrowRight}
}

func clientTitle(c desk.Client) string {
	if c.Number == "" {
		return c.Name
	}
	return c.Number + " " + c.Name
}

// why says what a proposal rests on, as long as it is the one that stands.
func (c *choice) why(company desk.Candidate) string {
	if company.There == nil || company.There.Client != c.clients[company.Company] {
		return ""
	}
	return map[string]string{"ein": tongue.L(" · same EIN"), "exact": tongue.L(" · same name"), "near": tongue.L(" · name nearly the same")}[company.There.Kind]
}

// askClient lets the person choose the client that a company belongs to.
func (c *choice) askClient(company desk.Candidate) {
	set := func(client string) {
		c.clients[company.Company] = client
		if c.list != nil {
			c.list.Refresh()
			c.list.Focus()
			return
		}
		c.confirm()
		c.page.put(c.view)
	}
	s := c.page.shell.desk.Snapshot()
	picker := page.PickClient(s, tongue.F("Which client is {company}?", "company", company.Name), tongue.L("This one"), func() { set("") })
	picker.Picked = set
	picker.Show(c.page.shell.window.Canvas(), c.clients[company.Company])
}

// belongs is the line of a single company that says which client it would belong to.
func (c *choice) belongs(company desk.Candidate) fyne.CanvasObject {
	s := c.page.shell.desk.Snapshot()
	cell := c.clientCell(company)
	line := kit.Row(8, kit.NewText(kit.Quiet, tongue.L("Client")).Whole(), kit.NewText(kit.Body, cell.Text), kit.NewLink(tongue.L("Change"), func() { c.askClient(company) }), kit.Spacer())
	if len(s.Clients) == 0 {
		line.Hide()
	}
	return line
}
