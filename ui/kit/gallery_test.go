package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// page composes one of everything, small, as pages do.
func page() fyne.CanvasObject {
	off := NewButton(Primary, "Link 3 companies", nil)
	off.Disable()
	chip := NewChip("All 43", nil)
	chip.SetSelected(true)
	nav := NewNav(IconShield, "Verify", nil)
	nav.SetBadge(Act, "2", "2 need you")
	check := NewCheck("Keep it", nil)
	check.SetState(Mixed)
	mail := NewField("E-mail")
	mail.SetError("Use the client’s address.")
	bar := NewProgress()
	bar.SetValue(0.5)
	r := numbered(3)
	r.locked["1001"] = true
	list := NewList(fourColumns, r.data(), ListOptions{Checks: true})
	list.SetChecked([]string{"1000"})
	list.SetCurrent("1002")
	list.SetSort(0, true)
	left := Column(8, nav, Row(8, NewButton(Primary, "Verify all", nil).WithKey("V"), off, Spacer()),
		Row(8, chip, NewMenuChip("Group", nil), NewPill(Attention, "Permission"), Spacer()), Row(8, check, bar, NewRing(24), Spacer()),
		Columns(8, mail, NewSelect("Environment", []string{"Practice"}, 0, nil)),
		NewRadio(0, nil, Option{Text: "One", Hint: "Per client."}, Option{Text: "Several"}), NewFolded("Primary · 118 NE Alder St", "Edit", nil))
	right := Column(8, NewBanner(Act, "Needs reconnecting", "Gusto no longer accepts **this** access.", NewButton(Outline, "Reconnect", nil)),
		NewCard(NewFacts(0, Fact{Label: "EIN", Value: "••-•••0937", Copy: true})), NewDisclosure("More", NewText(Body, "x")))
	return On(ColorWindow, Inset(24, 16, 24, 16, Edge(Column(12, NewText(Heading, "Clients"), Columns(16, left, right), Line()), nil, nil, nil, list)))
}

func TestGalleryLooksAsAgreed(t *testing.T) {
	for name, mode := range map[string]Mode{"light": AlwaysLight, "dark": AlwaysDark} {
		t.Run(name, func(t *testing.T) {
			w := show(t, 900, 620, page())
			test.ApplyTheme(t, NewTheme(mode))
			test.AssertRendersToMarkup(t, "gallery-"+name+".xml", w.Canvas())
		})
	}
}
