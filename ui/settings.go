package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// settingsPage has what a person may choose, each with the sentence that says what it means.
type settingsPage struct {
	shell  *shell
	box    fyne.CanvasObject
	policy *kit.Radio
	look   *kit.Radio
	gustos *fyne.Container
	facts  *kit.Facts
	keys   *kit.Banner
}

const prefLook = "look"

func newSettingsPage(s *shell) *settingsPage {
	p := &settingsPage{shell: s, gustos: kit.Column(8), facts: kit.NewFacts(112), keys: kit.NewBanner(kit.Act, "", "")}
	p.policy = kit.NewRadio(0, p.setPolicy,
		kit.Option{Text: "Several companies", Hint: "A sign-in can link as many companies as you tick. For clients who own more than one."},
		kit.Option{Text: "One company per client", Hint: "A sign-in links one company; ticking another takes its place. What is linked already stays."})
	p.look = kit.NewRadio(s.app.Preferences().IntWithFallback(prefLook, 0), p.setLook,
		kit.Option{Text: "As the system"}, kit.Option{Text: "Light"}, kit.Option{Text: "Dark"})
	column := kit.Column(16,
		section("Companies per client", "", p.policy),
		section("Gusto", "Practice, Gusto’s demo system and the real Gusto are kept apart.", p.gustos),
		section("Look", "", p.look),
		section("What is kept on this computer", "Access is sealed under one key. The database holds names and times; whoever copies it cannot use it.", p.keys, p.facts,
			kit.Row(8, kit.NewButton(kit.Outline, "Save a recovery file…", s.askSaveRecovery), kit.NewButton(kit.Outline, "Use a recovery file…", s.askUseRecovery))))
	body := kit.Inset(24, 18, 24, 24, kit.MaxWidth(720, kit.Column(16, kit.NewText(kit.Heading, "Settings"), column)))
	p.box = kit.Scroll(body)
	return p
}

// section is a card with a title, a sentence, and what is in it.
func section(title, text string, content ...fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{kit.NewText(kit.CardTitle, title)}
	if text != "" {
		parts = append(parts, kit.NewParagraph(kit.Quiet, text))
	}
	return kit.NewCard(kit.Column(10, append(parts, content...)...))
}

func (p *settingsPage) view() fyne.CanvasObject { return p.box }

func (p *settingsPage) leave() {}

func (p *settingsPage) draw(s *desk.Snapshot) {
	chosen := 0
	if s.OnePerClient {
		chosen = 1
	}
	p.policy.SetSelected(chosen)
	p.facts.Set(factList("Database", s.Folder, "Key", keptWords(s.Kept))...)
	if s.Keys == nil {
		p.keys.Hide()
	} else {
		m := words.For(s.Keys)
		p.keys.Set(tone(m.Tone), m.Title, m.Hint, keyButtons(p.shell, s.Keys)...)
		p.keys.Show()
	}
	p.loadGustos(s)
}

// keptWords says where the data key lives.
func keptWords(kind string) string {
	switch kind {
	case desk.KeptInKeyStore:
		return "in this computer’s own key store"
	case desk.KeptInFile:
		return "in a file beside the practice database"
	case desk.KeptByPassphrase:
		return "under your passphrase"
	case desk.KeptInMemory:
		return "nowhere: this session only"
	}
	return "not opened yet"
}

// loadGustos lists the Gustos that can be opened.
func (p *settingsPage) loadGustos(s *desk.Snapshot) {
	run(p.shell.tasks, "setups", diskLimit, p.shell.desk.Setups, func(setups []desk.Setup, err error) {
		if err != nil {
			p.shell.toastError(err)
			return
		}
		p.drawGustos(s, setups)
	})
}

func (p *settingsPage) drawGustos(s *desk.Snapshot, setups []desk.Setup) {
	rows := []fyne.CanvasObject{p.gusto("Practice", "A pretend Gusto on this computer", s.Environment.Name == desk.Practice.Name, p.openPractice)}
	for _, setup := range setups {
		label, address := setup.Names()
		rows = append(rows, p.gusto(label, address, s.Environment.Name == setup.Environment, func() { p.enter(setup.ID) }))
	}
	p.gustos.Objects = append(rows, kit.Row(8, kit.NewButton(kit.Outline, "Set up Gusto…", p.shell.openSetup)))
	p.gustos.Refresh()
	p.box.Refresh()
}

// gusto is one line: its name, where it is, and a button unless it is the one at work.
func (p *settingsPage) gusto(label, where string, open bool, enter func()) fyne.CanvasObject {
	var end fyne.CanvasObject = kit.NewPill(kit.Working, "Open")
	if !open {
		end = kit.NewButton(kit.Outline, "Switch to "+label, enter)
	}
	return kit.Row(10, kit.Fixed(130, 32, kit.NewText(kit.Body, label)), kit.NewText(kit.Quiet, where), kit.Spacer(), end)
}

func (p *settingsPage) openPractice() {
	p.shell.tasks.do("practice", diskLimit, p.shell.desk.StartPractice, p.switched)
}

func (p *settingsPage) enter(id string) {
	p.shell.tasks.do("enter", keyLimit, func(ctx context.Context) error { return p.shell.desk.Enter(ctx, id) }, p.switched)
}

func (p *settingsPage) switched(err error) {
	if err != nil {
		p.shell.toastError(err)
	}
	p.shell.forget()
	p.shell.draw()
}

func (p *settingsPage) setPolicy(choice int) {
	p.shell.tasks.do("policy", diskLimit, func(ctx context.Context) error { return p.shell.desk.SetOnePerClient(ctx, choice == 1) },
		func(err error) {
			if err != nil {
				p.shell.toastError(err)
			}
		})
}

func (p *settingsPage) setLook(choice int) {
	p.shell.app.Preferences().SetInt(prefLook, choice)
	p.shell.app.Settings().SetTheme(kit.NewTheme(lookOf(choice)))
}

func lookOf(choice int) kit.Mode {
	return map[int]kit.Mode{1: kit.AlwaysLight, 2: kit.AlwaysDark}[choice]
}
