package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// settingsPage has what a person may choose, each with the sentence that says what it means.
type settingsPage struct {
	shell  *shell
	box    fyne.CanvasObject
	look   *kit.Radio
	gustos *fyne.Container
	keys   *kit.Banner
	kept   kept
	choices
}

// choices are the cards whose choices are kept on the disk.
type choices struct {
	perClient *perClient
	round     *schedule
	makes     *newCompanies
	needs     *needs
	hands     *handsOut
	lock      *lockSettings
	newer     *newerVersions
}

// kept is what the page says of what lies on this computer.
type kept struct {
	facts  *kit.Facts
	sealed *kit.Paragraph // who can use it
}

const prefLook = "look"

func newSettingsPage(s *shell) *settingsPage {
	p := &settingsPage{shell: s, gustos: kit.Column(8), keys: kit.NewBanner(kit.Act, "", ""), kept: kept{kit.NewFacts(112), kit.NewParagraph(kit.Quiet, "")}}
	p.choices = choices{newPerClient(s), newSchedule(s), newNewCompanies(s), newNeeds(s), newHandsOut(s), newLockSettings(s), newNewerVersions(s)}
	p.look = kit.NewRadio(s.app.Preferences().IntWithFallback(prefLook, 0), p.setLook,
		kit.Option{Text: tongue.L("As the system")}, kit.Option{Text: tongue.L("Light")}, kit.Option{Text: tongue.L("Dark")})
	column := kit.Column(16, p.keys, newOrganization(s.desk.Policy()).view,
		section(tongue.L("Companies per client"), tongue.L("A client is an entry of your firm’s own system; a company is what Gusto runs payroll for."), p.perClient.view),
		section(tongue.L("Gusto"), tongue.L("Practice, Gusto’s demo system and the real Gusto are kept apart."), p.gustos),
		p.makes.view,
		section(tongue.L("Look"), "", p.look),
		section(tongue.L("What is kept on this computer"), "", p.kept.sealed, p.kept.facts,
			kit.Row(8, kit.NewButton(kit.Outline, tongue.L("Save a recovery file…"), s.askSaveRecovery), kit.NewButton(kit.Outline, tongue.L("Use a recovery file…"), s.askUseRecovery))),
		section(tongue.L("Verify by itself"), tongue.L("While Crosswalk is open it can ask Gusto about every link, and tell you when one has stopped working."), p.round.radio),
		section(tongue.L("What your firm needs"), tongue.L("Your own work may need more than Gusto asks for: Verify then tells which link lacks it, and who can fix it."), p.needs.view),
		p.hands.view,
		section(tongue.L("Lock"), tongue.L("A locked window shows nothing, and what opens the access is dropped from memory. What must not be cut off comes to its end first."), p.lock.view),
		newLanguages(s),
		p.newer.view, about(s),
		section(tongue.L("Remove everything"), tongue.L("For a computer that is given away, or that Crosswalk is not to be used on any more: every access is ended at Gusto, and nothing is left here."),
			kit.Row(8, kit.NewButton(kit.Danger, tongue.L("Remove everything from this computer…"), s.askErase))))
	body := kit.Inset(24, 18, 24, 24, kit.MaxWidth(720, kit.Column(16, kit.NewText(kit.Heading, tongue.L("Settings")), column)))
	p.box = kit.Scroll(body)
	return p
}

// about says which version this is, and which of Gusto's API it was written for.
func about(s *shell) fyne.CanvasObject {
	return section(tongue.L("About"), tongue.F("Crosswalk {version}", "version", s.frame.version),
		kit.NewFacts(112, page.Facts(tongue.L("API version"), desk.NewestVersion)...))
}

// section is a card with a title, a sentence, and what is in it.
func section(title, text string, content ...fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{kit.NewText(kit.CardTitle, title)}
	if text != "" {
		parts = append(parts, kit.NewParagraph(kit.Quiet, text))
	}
	return kit.NewCard(kit.Column(10, append(parts, content...)...))
}

func (p *settingsPage) View() fyne.CanvasObject { return p.box }

func (p *settingsPage) Leave() {}

func (p *settingsPage) Draw(s *desk.Snapshot) {
	p.choices.draw(s)
	p.kept.sealed.SetText(sealedWords(s.Kept))
	p.kept.facts.Set(page.Facts(tongue.L("Database"), s.Folder, tongue.L("Key"), keptWords(s.Kept))...)
	if s.Keys == nil {
		p.keys.Hide()
	} else {
		m := words.For(s.Keys)
		p.keys.Set(page.Tone(m.Tone), m.Title, m.Hint, keyButtons(p.shell, s.Keys)...)
		p.keys.Show()
	}
	p.loadGustos(s)
}

func (c *choices) draw(s *desk.Snapshot) {
	c.perClient.draw(s)
	c.round.draw()
	c.makes.draw()
	c.needs.draw(s)
	c.hands.draw()
	c.lock.draw(s)
	c.newer.draw()
}

// sealedWords says who can use what is kept.
func sealedWords(kind string) string {
	if kind == desk.KeptInFile {
		return tongue.L("Access is sealed under one key. In practice the key lies beside the database: nothing here is real.")
	}
	return tongue.L("Access is sealed under one key. The database holds names and times; whoever copies it cannot use the access.")
}

// keptWords says where the data key lives.
func keptWords(kind string) string {
	switch kind {
	case desk.KeptInKeyStore:
		return tongue.L("in this computer’s own key store")
	case desk.KeptInFile:
		return tongue.L("in a file beside the practice database")
	case desk.KeptByPassphrase:
		return tongue.L("under your passphrase")
	case desk.KeptInMemory:
		return tongue.L("nowhere: this session only")
	}
	return tongue.L("not opened yet")
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
	rows := []fyne.CanvasObject{p.gusto(desk.Practice.Name, tongue.L("Practice"), tongue.L("A pretend Gusto on this computer"), s.Environment.Name == desk.Practice.Name, p.openPractice)}
	for _, setup := range setups {
		label, address := setup.Names()
		rows = append(rows, p.gusto(setup.Environment, tongue.L(label), address, s.Environment.Name == setup.Environment, func() { p.enter(setup.ID) }))
	}
	p.gustos.Objects = append(rows, kit.Row(8, p.shell.setupFileButtons(setups)...), decided(len(setups) > 0 && p.shell.desk.MayExport() != nil))
	p.gustos.Refresh()
	p.box.Refresh()
}

// gusto is one line: its name, where it is, and a button unless it is the one at work.
func (p *settingsPage) gusto(name, label, where string, open bool, enter func()) fyne.CanvasObject {
	var end fyne.CanvasObject = kit.NewPill(kit.Working, tongue.L("Open"))
	switch {
	case open:
	case !p.shell.desk.Policy().AllowsEnvironment(name):
		end = decided(true)
	default:
		end = kit.NewButton(kit.Outline, tongue.F("Switch to {label}", "label", label), enter)
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

func (p *settingsPage) setLook(choice int) {
	p.shell.app.Preferences().SetInt(prefLook, choice)
	p.shell.app.Settings().SetTheme(kit.NewTheme(lookOf(choice)))
}

func lookOf(choice int) kit.Mode {
	return map[int]kit.Mode{1: kit.AlwaysLight, 2: kit.AlwaysDark}[choice]
}
