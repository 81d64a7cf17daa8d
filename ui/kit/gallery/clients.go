//go:build gallery

package main

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/ui/kit"
)

type client struct {
	number, name, company, state, verified string
}

var book = func() []client {
	names := []client{
		{"1001", "Alder & Finch Architects", "Alder and Finch Architects PC", "Working", "9:40 AM"},
		{"1004", "Blue Heron Bakery", "Blue Heron Bakery LLC", "Working", "9:40 AM"},
		{"1007", "Cedar Street Dental", "Cedar Street Dental Group, Inc.", "Reconnect", "9:40 AM"},
		{"1010", "Delmar Auto Repair", "Delmar Auto Repair LLC and Sons", "Working", "9:40 AM"},
		{"1012", "Eastgate Yoga", "—", "Not linked", ""},
		{"1015", "Foxglove Florists", "—", "Not linked", ""},
		{"1019", "Garnet Hill Cafe", "Garnet Hill Café, LLC", "Permission", "9:41 AM"},
		{"1020", "Harbor Light Charters", "Harbor Light Charters Company", "Working", "9:41 AM"},
		{"1023", "Ironwood Millwork", "Ironwood Millwork Co.", "Working", "9:41 AM"},
		{"1028", "Juniper Books", "—", "Not linked", ""},
		{"1031", "Kestrel Plumbing", "Kestrel Plumbing & Heating", "Working", "9:41 AM"},
		{"1033", "Larkspur Landscaping", "Larkspur Landscaping Company", "Working", "9:41 AM"},
		{"1036", "Mill Pond Veterinary", "Mill Pond Veterinary Clinic", "Working", "9:41 AM"},
		{"1040", "Northside Print", "Northside Print Shop Limited", "Checking", "now"},
		{"1041", "Oak & Ember Grill", "Oak and Ember Grill LLC", "Working", "9:41 AM"},
		{"1044", "Pinecrest Daycare", "Pinecrest Daycare Inc.", "Working", "9:41 AM"},
	}
	for i := range 20000 {
		n := names[i%16]
		n.number = strconv.Itoa(2000 + i)
		names = append(names, n)
	}
	return names
}()

func pill(state string) kit.Cell {
	c := kit.Cell{Text: state, Kind: kit.CellPill}
	switch state {
	case "Working", "Linked", "Linked again":
		c.Tone = kit.Working
	case "Reconnect":
		c.Tone = kit.Act
	case "Permission", "Wrong company":
		c.Tone = kit.Attention
	case "Checking":
		c.Icon = kit.IconDots
	case "Next":
		c.Icon = kit.IconArrowRight
	}
	return c
}

func clients(w fyne.Window, toasts *kit.Toasts) fyne.CanvasObject {
	rows := book[:16]
	list := kit.NewList([]kit.ListColumn{
		{Title: "Number", Width: 64, Sortable: true},
		{Title: "Client", Width: 143, Min: 90, Grow: 1, Sortable: true},
		{Title: "Gusto company", Width: 143, Min: 90, Grow: 1, Sortable: true, Drop: 1},
		{Title: "State", Width: 148, Min: 110, Sortable: true},
		{Title: "Verified", Width: 96, Min: 70, Sortable: true, Drop: 2},
	}, kit.ListData{
		Len: func() int { return len(rows) },
		Key: func(row int) string { return rows[row].number },
		Cell: func(row, col int) kit.Cell {
			c := rows[row]
			switch col {
			case 0:
				return kit.Cell{Text: c.number, Kind: kit.CellQuiet}
			case 1:
				return kit.Cell{Text: c.name}
			case 2:
				return kit.Cell{Text: c.company}
			case 3:
				return pill(c.state)
			}
			return kit.Cell{Text: c.verified, Kind: kit.CellQuiet}
		},
	}, kit.ListOptions{Checks: true, Empty: kit.Column(12, kit.NewText(kit.Quiet, "No client has these words."), kit.NewButton(kit.Outline, "Clear search", nil))})
	list.SetSort(0, false)
	list.SetCurrent("1004")
	list.SetChecked([]string{"1001", "1012", "1015", "1028"})
	link := kit.NewButton(kit.Primary, "Link selected (3)", func() { toasts.Show(kit.Working, "3 companies linked", kit.NewLink("Undo", nil)) })
	search := kit.NewSearch(260, "Search", "/")
	search.OnDown = list.Focus
	search.OnChanged = func(text string) {
		rows = nil
		for _, c := range book {
			if text == "" && len(rows) == 16 {
				break
			}
			if strings.Contains(strings.ToLower(c.number+" "+c.name), strings.ToLower(text)) {
				rows = append(rows, c)
			}
		}
		list.Refresh()
	}
	all := kit.NewChip("All 43", nil)
	all.SetSelected(true)
	title := kit.Row(12, kit.NewText(kit.Heading, "Clients").Whole(), kit.NewText(kit.Quiet, "43"), kit.Spacer(), search, kit.NewButton(kit.Outline, "Import / export…", nil), link)
	chips := kit.Wrap(8, 8, all, kit.NewChip("Needs you 2", nil), kit.NewChip("Not linked 5", nil), kit.NewChip("Linked 38", nil), kit.NewMenuChip("Group", nil), kit.NewMenuChip("Authorized by", nil))
	top := kit.Column(0, kit.Inset(24, 18, 24, 12, kit.Column(12, title, chips)), kit.Line())
	details := kit.Edge(nil, nil, kit.Upright(), nil, kit.On(kit.ColorSurface, kit.Fixed(351, 0, kit.Scroll(kit.Inset(20, 20, 20, 20, detail())))))
	return shell("Clients", kit.Edge(top, nil, nil, details, list))
}

func detail() fyne.CanvasObject {
	verify := kit.NewButton(kit.Outline, "Verify", nil).WithKey("V")
	var more *kit.Button
	more = kit.NewIconButton(kit.Outline, kit.IconDots, "More", func() {
		kit.ShowMenuBelow(more, kit.MenuItem{Text: "Copy as text", Icon: kit.IconCopy, Key: "C"}, kit.MenuItem{Text: "Unlink…", Icon: kit.IconUnlink, Danger: true, Line: true})
	})
	return kit.Column(0,
		kit.NewText(kit.CardTitle, "Blue Heron Bakery LLC"),
		kit.NewText(kit.Quiet, "Client 1004 · Blue Heron Bakery"),
		kit.Inset(0, 12, 0, 14, kit.NewBanner(kit.Working, "Working", "Gusto answered today at 9:40 AM.\nNothing to do.")),
		kit.NewFacts(112,
			kit.Fact{Label: "Authorized by", Value: "Dana Whitfield"}, kit.Fact{Label: "Since", Value: "March 12, 2026"},
			kit.Fact{Label: "Company", Value: "Approved in Gusto"}, kit.Fact{Label: "EIN", Value: "••-•••4821", Copy: true},
			kit.Fact{Label: "Access", Value: "Companies, employees, payrolls"}),
		kit.Inset(0, 14, 0, 14, kit.Wrap(8, 8, verify, kit.NewButton(kit.Outline, "Reconnect", nil).WithKey("R"), more)),
		kit.Line(),
		kit.Inset(0, 16, 0, 18, kit.NewText(kit.Strong, "History")),
		kit.NewFacts(84, kit.Fact{Label: "Today", Value: "Verified"}, kit.Fact{Label: "Yesterday", Value: "Access renewed"}, kit.Fact{Label: "Mar 12", Value: "Linked by Rosa on FRONT-DESK-2"}),
		kit.Inset(0, 24, 0, 0, kit.Row(0, kit.NewLink("Show everything", nil), kit.Spacer())),
	)
}
