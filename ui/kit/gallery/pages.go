//go:build gallery

package main

import (
	"fyne.io/fyne/v2"

	"crosswalk/ui/kit"
)

func firstRun(fyne.Window, *kit.Toasts) fyne.CanvasObject {
	brand := kit.Row(11, kit.Spacer(), kit.NewLogo(34), kit.NewText(kit.Display, "Crosswalk").Whole(), kit.Spacer())
	say := kit.NewParagraph(kit.Lead, "Which Gusto company belongs to which of your clients,\nand access to it that stays alive.").Align(fyne.TextAlignCenter)
	door := func(title, text string, buttons ...fyne.CanvasObject) fyne.CanvasObject {
		buttons = append(buttons, kit.Spacer())
		return kit.NewCardInset(24, kit.Column(10, kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text), kit.Row(8, buttons...)))
	}
	doors := kit.Columns(16,
		door("Try it with practice companies", "A pretend Gusto on this computer, with a bookkeeper and twelve clients. No account, no keys, no internet. Two minutes.", kit.NewButton(kit.Primary, "Start practicing", nil)),
		door("Set up Gusto", "With the client ID and secret of your firm’s own Gusto application. Or open the setup file that your administrator gave you.", kit.NewButton(kit.Outline, "Enter keys", nil), kit.NewButton(kit.Outline, "Open setup file…", nil)))
	foot := kit.NewParagraph(kit.Quiet, "What is kept stays on this computer; secrets in your system’s own key store. [How it is kept](kept)").Align(fyne.TextAlignCenter)
	body := kit.Fixed(760, 0, kit.Column(0, brand, kit.Inset(0, 14, 0, 30, say), doors, kit.Inset(0, 24, 0, 0, foot)))
	return kit.On(kit.ColorWindow, kit.Edge(nil, status("Not set up", "Crosswalk 1.0"), nil, nil, kit.Center(body)))
}

func waiting(fyne.Window, *kit.Toasts) fyne.CanvasObject {
	head := kit.Row(14, kit.NewRing(36), kit.Grow(kit.Column(1, kit.NewText(kit.CardTitle, "Waiting for you in the browser"),
		kit.NewParagraph(kit.Quiet, "Sign in at Gusto, pick the company, press Authorize. Then come back here."))))
	acts := kit.Row(8, kit.NewButton(kit.Primary, "Open browser again", nil), kit.NewButton(kit.Outline, "Copy link", nil), kit.NewButton(kit.Outline, "Paste the address I landed on…", nil), kit.Spacer())
	card := kit.NewCardInset(28, kit.Column(16, head, kit.Line(), acts, kit.Line(),
		kit.Column(2, kit.NewText(kit.Strong, "Something else on the screen?"),
			kit.NewDisclosure("Gusto shows an error page", kit.NewParagraph(kit.Quiet, "Close that tab. Then press **Open browser again**: the page is made anew each time and nothing is lost. If it comes back, your firm's application may be waiting for Gusto's approval.")),
			kit.NewDisclosure("It says I am not an admin of this company", kit.NewParagraph(kit.Quiet, "Ask a full-access admin.")),
			kit.NewDisclosure("The wrong person is signed in", kit.NewParagraph(kit.Quiet, "Sign out at Gusto."))),
		kit.Row(12, kit.NewText(kit.Quiet, "The link works for 9 more minutes."), kit.Spacer(), kit.NewButton(kit.Outline, "Cancel", nil))))
	return shell("Link companies", kit.Edge(kit.Inset(24, 18, 24, 0, kit.NewText(kit.Heading, "Link companies")), nil, nil, nil, kit.Scroll(kit.Center(kit.Fixed(560, 0, card)))))
}

func choose(fyne.Window, *kit.Toasts) fyne.CanvasObject {
	rows := [][3]string{
		{"Blue Heron Bakery LLC", "Portland, OR", "already linked to 1004"},
		{"Cedar Street Dental Group, Inc.", "Portland, OR", "1007 Cedar Street Dental · same EIN"},
		{"Eastgate Yoga LLC", "Gresham, OR", "1012 Eastgate Yoga · same name"},
		{"Foxglove Florists LLC", "Salem, OR", "1015 Foxglove Florists · same name"},
		{"Juniper Books LLC", "Eugene, OR", "1028 Juniper Books · name nearly the same"},
		{"Whitfield Holdings LLC", "Portland, OR", "no client looks like this one"},
	}
	list := kit.NewList([]kit.ListColumn{{Width: 376, Min: 160, Grow: 0}, {Width: 188, Min: 100, Drop: 1}, {Width: 200, Min: 160, Grow: 1}},
		kit.ListData{
			Len: func() int { return len(rows) }, Key: func(row int) string { return rows[row][0] },
			Cell: func(row, col int) kit.Cell {
				c := kit.Cell{Text: rows[row][col], Kind: []kit.CellKind{kit.CellStrong, kit.CellQuiet, kit.CellAction}[col]}
				if col == 2 && row > 0 {
					c.Icon = kit.IconArrowRight
				}
				return c
			},
			Locked: func(row int) bool { return row == 0 }, Held: func(row int) bool { return row == 0 },
		}, kit.ListOptions{RowHeight: kit.ChoiceHeight, Checks: true, NoHeader: true})
	list.SetChecked([]string{rows[1][0], rows[2][0], rows[3][0]})
	list.On.Action = func(row, col int, at fyne.Position) {
		kit.ShowMenu(fyne.CurrentApp().Driver().CanvasForObject(list), at, kit.MenuItem{Text: "1007 Cedar Street Dental", Checked: true}, kit.MenuItem{Text: "1012 Eastgate Yoga"}, kit.MenuItem{Text: "Another client…", Line: true})
	}
	chip := kit.NewChip("Not linked 11", nil)
	chip.SetSelected(true)
	tools := kit.Row(8, kit.NewSearch(300, "Search 12 companies", ""), chip, kit.NewChip("All 12", nil), kit.Spacer(), kit.NewText(kit.Quiet, "3 of 12 ticked"))
	top := kit.Column(0, kit.Inset(24, 18, 24, 12, kit.Column(11, heading("Which companies do you want to link?", "Dana Whitfield gave access to 12 companies. Tick the ones that your firm works for."), tools)), kit.Line())
	say := kit.NewParagraph(kit.Quiet, "Your firm links **several companies** per sign-in. With “one company per client” a tick would replace the one before. Change this in Settings.")
	foot := kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 14, 24, 14, kit.Row(10, kit.Grow(kit.MaxWidth(640, say)), kit.NewButton(kit.Outline, "Cancel", nil), kit.NewButton(kit.Primary, "Link 3 companies", nil)))))
	return shell("Link companies", kit.Edge(top, foot, nil, nil, list))
}

func verify(fyne.Window, *kit.Toasts) fyne.CanvasObject {
	total := func(n, text string, icon kit.Icon, color fyne.ThemeColorName) fyne.CanvasObject {
		return kit.NewCardInset(16, kit.Column(0, kit.NewText(kit.Figure, n).SetColor(color), kit.Row(4, kit.NewIcon(icon, 11, kit.ColorSecondary), kit.NewText(kit.Quiet, text))))
	}
	top := kit.Row(12, heading("Verify", "40 links checked today at 9:41 AM"), kit.Spacer(), kit.NewButton(kit.Outline, "Support bundle…", nil), kit.NewButton(kit.Outline, "Doctor", nil), kit.NewButton(kit.Primary, "Verify all", nil))
	totals := kit.Columns(12, total("38", "Working", kit.IconCheck, kit.ColorText), total("1", "Needs reconnecting", kit.IconExclamation, kit.ColorAct), total("1", "Missing permission", kit.IconAlert, kit.ColorAttention), total("0", "Can’t reach Gusto", kit.IconOffline, kit.ColorText))
	one := kit.NewCardButton("Cedar Street Dental", kit.Column(0, kit.NewText(kit.Strong, "Cedar Street Dental"), kit.NewText(kit.Quiet, "Its access was used by another program")), nil)
	one.SetSelected(true)
	two := kit.NewCardButton("Garnet Hill Cafe", kit.Column(0, kit.NewText(kit.Strong, "Garnet Hill Cafe"), kit.NewText(kit.Quiet, "Payrolls cannot be read")), nil)
	left := kit.Fixed(340, 0, kit.Column(10, kit.NewText(kit.CardTitle, "Needs you"), one, two))
	card := kit.NewCard(kit.Column(14,
		kit.Row(12, kit.Grow(kit.Column(0, kit.NewText(kit.CardTitle, "Cedar Street Dental Group, Inc."), kit.NewText(kit.Quiet, "Client 1007 · Cedar Street Dental"))), kit.NewButton(kit.Outline, "Copy as text", nil)),
		kit.NewBanner(kit.Act, "Needs reconnecting", "Gusto no longer accepts this access. It was last renewed by another computer or program, not by this one.\nWho can fix it: Omar Reyes, or any full-access admin of the company.", kit.NewButton(kit.Primary, "Reconnect", nil), kit.NewButton(kit.Outline, "Write to Omar…", nil)),
		kit.NewFacts(150, kit.Fact{Label: "Authorized by", Value: "Omar Reyes, admin"}, kit.Fact{Label: "Company in Gusto", Value: "Approved · EIN ••-•••0937"}, kit.Fact{Label: "Last worked", Value: "yesterday at 4:12 PM"}, kit.Fact{Label: "Access held", Value: "companies, employees, payrolls"}, kit.Fact{Label: "Access missing", Value: "none known"}, kit.Fact{Label: "Gusto’s answer", Value: "invalid_grant · request 8f0c…21d4"}, kit.Fact{Label: "API version", Value: "2026-06-15 (newest)"}, kit.Fact{Label: "This computer’s clock", Value: "0.4 s behind Gusto’s"})))
	body := kit.Edge(kit.Inset(0, 0, 0, 16, totals), nil, kit.Inset(0, 0, 20, 0, left), nil, card)
	return shell("Verify", kit.Inset(24, 18, 24, 20, kit.Edge(kit.Inset(0, 0, 0, 12, top), nil, nil, nil, body)))
}

func queue(fyne.Window, *kit.Toasts) fyne.CanvasObject {
	rows := [][3]string{{"1001", "Alder & Finch Architects", "Linked"}, {"1003", "Birchwood Framing", "Linked"}, {"1007", "Cedar Street Dental", "Linked again"}, {"1009", "Crown & Key Realty", "Skipped"}, {"1012", "Eastgate Yoga", "Wrong company"}, {"1015", "Foxglove Florists", "Next"}, {"1028", "Juniper Books", "Waiting"}, {"1046", "Quarry Road Stone", "Waiting"}}
	list := kit.NewList([]kit.ListColumn{{Width: 58}, {Width: 300, Min: 120, Grow: 1.35}, {Width: 140, Grow: 1}}, kit.ListData{
		Len: func() int { return len(rows) }, Key: func(row int) string { return rows[row][0] },
		Cell: func(row, col int) kit.Cell {
			if col == 2 {
				return pill(rows[row][2])
			}
			return kit.Cell{Text: rows[row][col], Kind: []kit.CellKind{kit.CellQuiet, kit.CellText}[col]}
		},
	}, kit.ListOptions{NoHeader: true})
	bar := kit.NewProgress()
	bar.SetValue(0.5)
	next := kit.NewCardInset(20, kit.Row(16, kit.Grow(kit.Column(1, kit.NewText(kit.Quiet, "Next"), kit.NewText(kit.CardTitle, "Foxglove Florists"), kit.NewParagraph(kit.Quiet, "1015 · pick **Foxglove Florists** on Gusto’s page. The name is on your clipboard."))), kit.NewButton(kit.Outline, "Skip", nil), kit.NewButton(kit.Primary, "Open Gusto", nil).WithTrailing(kit.IconReturn)))
	top := kit.Column(16,
		kit.Column(10, kit.Row(12, heading("Linking 12 clients", "One sign-in page per company: Gusto asks each time. You can leave it and go on tomorrow."), kit.Spacer(), kit.NewButton(kit.Outline, "Pause", nil), kit.NewButton(kit.Outline, "Stop", nil)),
			kit.Row(13, kit.Grow(bar), kit.NewText(kit.Quiet, "6 of 12 · about 4 minutes left").Whole())),
		next,
		kit.NewBanner(kit.Attention, "Gusto returned another company: “Whitfield Holdings LLC”", "You were linking Eastgate Yoga. Nothing has been linked.", kit.NewButton(kit.Outline, "Give it back and try again", nil), kit.NewButton(kit.Outline, "Link Whitfield Holdings instead…", nil)))
	return shell("Link companies", kit.Edge(kit.Column(0, kit.Inset(24, 18, 24, 14, top), kit.Line()), nil, nil, nil, list))
}
