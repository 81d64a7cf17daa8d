//go:build gallery

package main

import (
	"fyne.io/fyne/v2"

	"crosswalk/ui/kit"
)

func filled(caption, text string) *kit.Field {
	f := kit.NewField(caption)
	f.SetText(text)
	return f
}

func provision(w fyne.Window, _ *kit.Toasts) fyne.CanvasObject {
	mail := filled("E-mail", "maya@whitfieldbooks.com")
	mail.SetError("This is your own firm’s address. Gusto sends the account to it: use the client’s.")
	ein := kit.NewField("EIN").Optional().WithMask(func(text string) string { return text[:min(3, len(text))] + "•••••••" })
	ein.SetText("84-1234567")
	form := kit.NewCard(kit.Column(14,
		kit.NewText(kit.CardTitle, "Who will run payroll"),
		kit.Columns(16, filled("First name", "Maya"), filled("Last name", "Okafor")),
		kit.Columns(16, mail, filled("Phone", "(503) 555-0142")),
		kit.Line(),
		kit.NewText(kit.CardTitle, "The company"),
		kit.Columns(16, filled("Legal name", "Okafor Ceramics LLC").WithHint("Exactly as on the IRS letter CP-575."), filled("Trade name", "Maya’s Mugs").Optional()),
		kit.Columns(16, ein, filled("Employees", "6").Optional()),
		kit.Line(),
		kit.NewText(kit.CardTitle, "Addresses"),
		kit.NewFolded("Primary · 118 NE Alder St, Portland, OR 97212", "Edit", nil),
		kit.Row(0, kit.NewLink("+ Add an address", nil), kit.Spacer()),
	))
	right := kit.Fixed(320, 0, kit.Column(14,
		kit.NewCard(kit.Column(10, kit.NewText(kit.CardTitle, "Is it there already?"),
			kit.NewBanner(kit.Attention, "", "**1052 Okafor Ceramics** is one of your clients, not linked.\n[Look at it](look)"),
			kit.NewBanner(kit.Working, "", "No earlier attempt with this EIN, e-mail or phone."))),
		kit.NewCard(kit.Column(12, kit.NewText(kit.CardTitle, "What happens"), kit.NewParagraph(kit.Quiet, "1. You review what will be sent.\n2. Gusto creates the company and writes to Maya.\n3. Maya claims it with her link.\n4. You link it here.")))))
	foot := kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 14, 24, 14, kit.Row(10, kit.NewText(kit.Quiet, "Draft saved on this computer"), kit.Spacer(), kit.NewButton(kit.Outline, "Discard draft", nil), kit.NewButton(kit.Primary, "Review…", nil)))))
	body := kit.Scroll(kit.Inset(24, 0, 24, 16, kit.TopRow(20, kit.Grow(form), right)))
	top := kit.Inset(24, 18, 24, 12, heading("New company in Gusto", "Creates a payroll account for a client. It cannot be undone, so it is sent once and only after you have reviewed it."))
	fyne.CurrentApp().Lifecycle().SetOnStarted(ein.Focus)
	return shell("New company", kit.Edge(top, foot, nil, nil, body))
}

func parts(w fyne.Window, toasts *kit.Toasts) fyne.CanvasObject {
	off := func(b *kit.Button) *kit.Button { b.Disable(); return b }
	check := func(text string, s kit.CheckState, on bool) *kit.Check {
		c := kit.NewCheck(text, nil)
		c.SetState(s)
		c.SetEnabled(on)
		return c
	}
	disabled := filled("Redirect address", "http://127.0.0.1:8123/callback")
	disabled.SetEnabled(false)
	secret := kit.NewPassword("Client secret")
	secret.SetText("a secret")
	bar := kit.NewProgress()
	bar.SetValue(0.3)
	left := kit.Column(16,
		kit.Row(8, kit.NewButton(kit.Primary, "Link 3 companies", func() { toasts.Show(kit.Act, "Gusto did not answer") }), kit.NewButton(kit.Outline, "Cancel", nil), kit.NewButton(kit.Danger, "Unlink", nil).WithIcon(kit.IconUnlink), kit.NewButton(kit.Ghost, "Ghost", nil), kit.NewLink("A link", nil), kit.Spacer()),
		kit.Row(8, off(kit.NewButton(kit.Primary, "Link 3 companies", nil)), off(kit.NewButton(kit.Outline, "Cancel", nil)), off(kit.NewButton(kit.Danger, "Unlink", nil)), off(kit.NewButton(kit.Ghost, "Ghost", nil)), off(kit.NewLink("A link", nil)), kit.Spacer()),
		kit.Row(8, kit.NewPill(kit.Working, "Working"), kit.NewPill(kit.Attention, "Permission"), kit.NewPill(kit.Act, "Reconnect"), kit.NewPill(kit.Neutral, "Not linked"), kit.Spacer()),
		kit.Row(16, check("Unchecked", kit.Unchecked, true), check("Checked", kit.Checked, true), check("Mixed", kit.Mixed, true), check("Off", kit.Unchecked, false), check("Off", kit.Checked, false), kit.Spacer()),
		kit.NewRadio(1, nil, kit.Option{Text: "One company per client", Hint: "Choosing another replaces the choice."}, kit.Option{Text: "Several companies", Hint: "A firm with several legal entities needs this."}),
		kit.Columns(16, kit.Captioned("Environment", kit.NewSelect("Environment", []string{"Practice", "Demo", "Production"}, 0, nil)), secret),
		kit.Columns(16, disabled, kit.NewLines("Note", 3)),
		kit.Row(12, kit.NewRing(36), kit.Grow(bar)))
	icons, more := kit.Row(6), kit.Row(6)
	for n, i := range []kit.Icon{kit.IconList, kit.IconLink, kit.IconUnlink, kit.IconPlus, kit.IconShield, kit.IconClock, kit.IconSliders, kit.IconSearch, kit.IconCheck, kit.IconAlert, kit.IconAlertMark, kit.IconExclamation, kit.IconCircle, kit.IconDots, kit.IconDown, kit.IconRight, kit.IconArrowRight, kit.IconArrowUp, kit.IconReturn, kit.IconClose, kit.IconCopy, kit.IconExternal, kit.IconFlask, kit.IconKey, kit.IconRefresh, kit.IconUsers, kit.IconOffline, kit.IconInfo, kit.IconEye, kit.IconEyeOff, kit.IconDownload, kit.IconGlobe, kit.IconLock} {
		if n < 18 {
			icons.Add(kit.NewIcon(i, 16, kit.ColorText))
		} else {
			more.Add(kit.NewIcon(i, 16, kit.ColorText))
		}
	}
	right := kit.Column(12, icons, more,
		kit.NewBanner(kit.Neutral, "Not checked yet", "Nobody has asked Gusto."), kit.NewBanner(kit.Working, "Working", "Nothing to do."), kit.NewBanner(kit.Attention, "Missing permission", "Payrolls cannot be read."), kit.NewBanner(kit.Act, "Needs reconnecting", "Gusto no longer accepts this access.", kit.NewButton(kit.Primary, "Reconnect", nil)))
	return shell("Settings", kit.Scroll(kit.Inset(24, 18, 24, 24, kit.Column(18, heading("Parts", "Everything in every state."), kit.Columns(24, left, right)))))
}

func dialog(w fyne.Window, toasts *kit.Toasts) fyne.CanvasObject {
	page := clients(w, toasts)
	w.Canvas().SetContent(page)
	kit.Confirm(w.Canvas(), kit.Danger, "Unlink Blue Heron Bakery LLC?", "Crosswalk forgets this company, and gives its access back to Gusto. **Dana Whitfield's sign-in stays** for the other 11 companies.", "Unlink", "Keep it", func() { toasts.Show(kit.Working, "Unlinked", kit.NewLink("Undo", nil)) })
	return page
}

func menu(w fyne.Window, toasts *kit.Toasts) fyne.CanvasObject {
	page := clients(w, toasts)
	w.Canvas().SetContent(page)
	kit.ShowMenu(w.Canvas(), fyne.NewPos(700, 240), kit.MenuItem{Text: "Verify", Icon: kit.IconShield, Key: "V"}, kit.MenuItem{Text: "Reconnect…", Icon: kit.IconRefresh, Key: "R"}, kit.MenuItem{Text: "Open in Gusto", Icon: kit.IconExternal}, kit.MenuItem{Text: "Give back access", Icon: kit.IconKey, Disabled: true}, kit.MenuItem{Text: "Unlink…", Icon: kit.IconUnlink, Danger: true, Line: true})
	toasts.Show(kit.Working, "3 companies linked", kit.NewLink("Undo", nil))
	return page
}
