package clients

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// empty is what stands where the list has no rows: what to do while there is nothing at all, else that nothing fits.
func (p *Page) empty() fyne.CanvasObject {
	begin := kit.Column(12,
		kit.NewParagraph(kit.Quiet, tongue.L("No client and no company yet. Import your firm’s clients and link them in one sitting, or link a single company: that takes a minute, in your browser.")).Align(fyne.TextAlignCenter),
		kit.Center(kit.Row(8, kit.NewButton(kit.Outline, tongue.L("Import clients…"), p.askSpreadsheet), kit.NewButton(kit.Outline, tongue.L("Link a company"), func() { p.window.OpenConnect(desk.Link{}) }))))
	nothing := kit.Column(12,
		kit.NewParagraph(kit.Quiet, tongue.L("Nothing fits the search and the filters.")).Align(fyne.TextAlignCenter),
		kit.Center(kit.NewButton(kit.Outline, tongue.L("Show everything"), func() { p.filters.use(desk.View{}) })))
	p.nothing = [2]*fyne.Container{begin, nothing}
	return kit.Fixed(420, 0, kit.Stack(begin, nothing))
}

// drawEmpty chooses between the two.
func (p *Page) drawEmpty(all int) {
	kit.SetVisible(p.nothing[0], all == 0)
	kit.SetVisible(p.nothing[1], all > 0)
}
