package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// setupPage takes the keys of the firm's own Gusto application.
type setupPage struct {
	shell     *shell
	box       fyne.CanvasObject
	where     *kit.Radio
	base      *kit.Field
	id        *kit.Field
	secret    *kit.Field
	redirects *kit.Field
	save      *kit.Button
	failed    *kit.Banner
	known     []desk.Setup
	filled    desk.Setup // what chosen wrote into the fields
}

// The Gustos that can be set up, as the radio has them.
var setupChoices = []desk.Environment{desk.Demo, desk.Production, desk.Custom}

func newSetupPage(s *shell) *setupPage {
	p := &setupPage{shell: s, failed: kit.NewBanner(kit.Act, "", "")}
	p.failed.Hide()
	p.where = kit.NewRadio(0, p.chosen,
		kit.Option{Text: "Gusto demo", Hint: "Gusto’s test system. Start here: its keys work nowhere else."},
		kit.Option{Text: "Gusto", Hint: "Real companies. Gusto has to approve your application first."},
		kit.Option{Text: "Custom address", Hint: "A test server of your own: https, or http on this computer."})
	p.base = kit.NewField("Address").WithPlaceholder("https://gusto.example")
	p.id = kit.NewField("Client ID")
	p.secret = kit.NewPassword("Client secret")
	p.redirects = kit.NewLines("Redirect addresses", 3)
	p.redirects.SetText(strings.Join(desk.DefaultRedirects, "\n"))
	p.redirects.SetHint("Register exactly these with your application. Crosswalk uses the first that is free.")
	p.save = kit.NewButton(kit.Primary, "Save and open", p.submit)
	copyButton := kit.NewButton(kit.Outline, "Copy the addresses", p.copyAddresses)
	cancel := kit.NewButton(kit.Outline, "Cancel", s.done)
	form := kit.NewCard(kit.Column(16,
		kit.Column(4, kit.NewText(kit.CardTitle, "Your firm’s Gusto application"),
			kit.NewParagraph(kit.Quiet, "The keys stand in Gusto’s developer portal, under your application. The secret goes into this computer’s key store and is never shown again.")),
		p.where, p.base, kit.Columns(16, p.id, p.secret), p.redirects, p.failed,
		kit.Row(8, copyButton, kit.Spacer(), cancel, p.save)))
	column := kit.Column(16, kit.NewText(kit.Heading, "Set up Gusto"), form)
	p.box = kit.Scroll(kit.Inset(24, 18, 24, 24, kit.Row(0, kit.Spacer(), kit.Fixed(720, 0, column), kit.Spacer())))
	p.chosen(0)
	run(s.tasks, "setups", diskLimit, s.desk.Setups, func(all []desk.Setup, err error) {
		if err == nil {
			p.known = all
			p.chosen(p.where.Selected())
		}
	})
	return p
}

func (p *setupPage) view() fyne.CanvasObject { return p.box }

func (p *setupPage) draw(*desk.Snapshot) {}

// leave gives up a setup that still waits for the key store, and drops the secret.
func (p *setupPage) leave() {
	p.shell.tasks.cancel("setup")
	p.secret.SetText("")
}

// chosen shows what is known of the Gusto that was picked.
func (p *setupPage) chosen(choice int) {
	env := setupChoices[choice]
	if env.Name == desk.Custom.Name {
		p.base.Show()
	} else {
		p.base.Hide()
	}
	p.failed.Hide()
	p.secret.SetHint("")
	p.clearFilled()
	for _, s := range p.known {
		if s.Environment == env.Name {
			p.fill(s)
			p.secret.SetHint("A secret is stored. Leave this empty to keep it.")
		}
	}
	p.box.Refresh()
}

// fill writes a stored setup into the fields.
func (p *setupPage) fill(s desk.Setup) {
	p.filled = s
	p.id.SetText(s.ClientID)
	p.base.SetText(s.BaseURL)
	p.redirects.SetText(strings.Join(s.Redirects, "\n"))
}

// clearFilled takes back what another Gusto's setup wrote into the fields; what the person typed stays.
func (p *setupPage) clearFilled() {
	if p.filled.ID == "" {
		return
	}
	if p.id.Text() == p.filled.ClientID {
		p.id.SetText("")
	}
	if p.base.Text() == p.filled.BaseURL {
		p.base.SetText("")
	}
	if p.redirects.Text() == strings.Join(p.filled.Redirects, "\n") {
		p.redirects.SetText(strings.Join(desk.DefaultRedirects, "\n"))
	}
	p.filled = desk.Setup{}
}

// unlocked takes back the question for a key.
func (p *setupPage) unlocked() {
	p.failed.Hide()
	p.box.Refresh()
}

// form is what was typed.
func (p *setupPage) form() desk.Setup {
	env := setupChoices[p.where.Selected()]
	form := desk.Setup{
		Environment: env.Name, BaseURL: p.base.Text(), ClientID: p.id.Text(), Secret: desk.NewSecret(p.secret.Text()),
		Redirects: strings.FieldsFunc(p.redirects.Text(), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }),
	}
	for _, s := range p.known {
		if s.Environment == env.Name {
			form.ID, form.APIVersion = s.ID, s.APIVersion
		}
	}
	return form
}

func (p *setupPage) submit() {
	form := p.form()
	p.save.SetEnabled(false)
	p.shell.tasks.do("setup", keyLimit, func(ctx context.Context) error { return p.shell.desk.SetUp(ctx, form) }, func(err error) {
		p.save.SetEnabled(true)
		if err != nil {
			p.fail(err)
			return
		}
		p.shell.forget()
		p.shell.done()
	})
}

func (p *setupPage) fail(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	m := words.ForError(err)
	var t *desk.Trouble
	var buttons []fyne.CanvasObject
	if errors.As(err, &t) {
		buttons = keyButtons(p.shell, t)
	}
	p.failed.Set(tone(m.Tone), m.Title, m.Hint, buttons...)
	p.failed.Show()
	p.box.Refresh()
}

func (p *setupPage) copyAddresses() {
	p.shell.app.Clipboard().SetContent(strings.Join(p.form().Redirects, "\n"))
	p.shell.toast(kit.Neutral, "Copied. Add each as a redirect URI in Gusto’s developer portal.")
}
