package ui

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// welcomePage is what stands there before any Gusto was chosen: two doors.
type welcomePage struct {
	shell    *shell
	box      fyne.CanvasObject
	practice *kit.Button
	failed   *kit.Banner
}

func newWelcomePage(s *shell) *welcomePage {
	p := &welcomePage{shell: s, failed: kit.NewBanner(kit.Act, "", "")}
	p.failed.Hide()
	p.practice = kit.NewButton(kit.Primary, tongue.L("Start practicing"), p.startPracticing)
	p.practice.SetEnabled(s.desk.Policy().AllowsEnvironment(desk.Practice.Name))
	keys := kit.NewButton(kit.Outline, tongue.L("Enter keys"), s.openSetup)
	brand := kit.Center(kit.Row(12, kit.NewLogo(34), kit.NewText(kit.Display, tongue.L("Crosswalk")).Whole()))
	lead := kit.NewParagraph(kit.Lead, tongue.L("Which Gusto company belongs to which of your clients,\nand access to it that stays alive.")).Align(fyne.TextAlignCenter)
	try := door(tongue.L("Try it with practice companies"),
		tongue.L("A pretend Gusto on this computer, with a bookkeeper and twelve clients. No account, no keys, no internet. Two minutes."), p.practice, decided(!s.desk.Policy().AllowsEnvironment(desk.Practice.Name)))
	set := door(tongue.L("Set up Gusto"),
		tongue.L("With the client ID and secret of your firm’s own Gusto application. Start with Gusto’s demo system."), keys, kit.NewButton(kit.Outline, tongue.L("Open a setup file…"), s.chooseSetupFile))
	kept := kit.NewParagraph(kit.Quiet, tongue.L("What is kept stays on this computer; secrets in your system’s own key store.")).Align(fyne.TextAlignCenter)
	column := kit.Column(24, brand, lead, kit.Inset(0, 8, 0, 0, kit.Columns(16, try, set)), p.failed, kept)
	p.box = kit.Center(kit.Fixed(760, 0, column))
	return p
}

// door is a card with a title, what is behind it, and a button.
func door(title, text string, acts ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCardInset(24, kit.Column(10,
		kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text), kit.Spacer(), kit.Row(8, acts...)))
}

func (p *welcomePage) View() fyne.CanvasObject { return p.box }

func (p *welcomePage) Draw(*desk.Snapshot) {}

func (p *welcomePage) Leave() {}

func (p *welcomePage) startPracticing() {
	p.practice.SetEnabled(false)
	p.shell.tasks.do("practice", diskLimit, p.shell.desk.StartPractice, func(err error) {
		p.practice.SetEnabled(true)
		if err != nil {
			p.failed.Show()
			page.ShowError(p.failed, err)
			return
		}
		p.shell.draw()
	})
}

// shutPage says why nothing can be opened, and tries again.
type shutPage struct {
	box fyne.CanvasObject
}

func newShutPage(s *shell, t *desk.Trouble) *shutPage {
	m := words.For(t)
	again := kit.NewButton(kit.Primary, tongue.L("Try again"), s.start)
	if t.Cause == desk.EraseUnfinished {
		again = kit.NewButton(kit.Primary, tongue.L("Go on removing everything"), s.openErase)
	}
	banner := kit.NewBanner(page.Tone(m.Tone), m.Title, m.Hint, again)
	help := kit.Row(8, kit.NewButton(kit.Outline, tongue.L("Doctor"), s.openDoctor), kit.NewButton(kit.Outline, tongue.L("Support bundle…"), s.openBundle))
	return &shutPage{box: kit.Center(kit.Fixed(560, 0, kit.Column(20, kit.Row(12, kit.NewLogo(34), kit.NewText(kit.Display, tongue.L("Crosswalk")).Whole()), banner, help)))}
}

func (p *shutPage) View() fyne.CanvasObject { return p.box }

func (p *shutPage) Draw(*desk.Snapshot) {}

func (p *shutPage) Leave() {}
