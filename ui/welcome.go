package ui

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
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
	p.practice = kit.NewButton(kit.Primary, "Start practicing", p.startPracticing)
	keys := kit.NewButton(kit.Outline, "Enter keys", s.openSetup)
	brand := kit.Center(kit.Row(12, kit.NewLogo(34), kit.NewText(kit.Display, "Crosswalk").Whole()))
	lead := kit.NewParagraph(kit.Lead, "Which Gusto company belongs to which of your clients,\nand access to it that stays alive.").Align(fyne.TextAlignCenter)
	try := door("Try it with practice companies",
		"A pretend Gusto on this computer, with a bookkeeper and twelve clients. No account, no keys, no internet. Two minutes.", p.practice)
	set := door("Set up Gusto",
		"With the client ID and secret of your firm’s own Gusto application. Start with Gusto’s demo system.", keys)
	kept := kit.NewParagraph(kit.Quiet, "What is kept stays on this computer; secrets in your system’s own key store.").Align(fyne.TextAlignCenter)
	column := kit.Column(24, brand, lead, kit.Inset(0, 8, 0, 0, kit.Columns(16, try, set)), p.failed, kept)
	p.box = kit.Center(kit.Fixed(760, 0, column))
	return p
}

// door is a card with a title, what is behind it, and a button.
func door(title, text string, acts ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCardInset(24, kit.Column(10,
		kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text), kit.Spacer(), kit.Row(8, acts...)))
}

func (p *welcomePage) view() fyne.CanvasObject { return p.box }

func (p *welcomePage) draw(*desk.Snapshot) {}

func (p *welcomePage) leave() {}

func (p *welcomePage) startPracticing() {
	p.practice.SetEnabled(false)
	p.shell.tasks.do("practice", diskLimit, p.shell.desk.StartPractice, func(err error) {
		p.practice.SetEnabled(true)
		if err != nil {
			p.failed.Show()
			showError(p.failed, err)
			return
		}
		p.shell.draw()
	})
}

// showError writes an error into a banner.
func showError(b *kit.Banner, err error, buttons ...fyne.CanvasObject) {
	m := words.ForError(err)
	b.Set(tone(m.Tone), m.Title, m.Hint, buttons...)
}

// shutPage says why nothing can be opened, and tries again.
type shutPage struct {
	box fyne.CanvasObject
}

func newShutPage(s *shell, t *desk.Trouble) *shutPage {
	m := words.For(t)
	again := kit.NewButton(kit.Primary, "Try again", func() {
		s.tasks.do("start", keyLimit, s.desk.Start, func(error) { s.draw() })
	})
	banner := kit.NewBanner(tone(m.Tone), m.Title, m.Hint, again)
	return &shutPage{box: kit.Center(kit.Fixed(560, 0, kit.Column(20, kit.Row(12, kit.NewLogo(34), kit.NewText(kit.Display, "Crosswalk").Whole()), banner)))}
}

func (p *shutPage) view() fyne.CanvasObject { return p.box }

func (p *shutPage) draw(*desk.Snapshot) {}

func (p *shutPage) leave() {}
