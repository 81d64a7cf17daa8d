package ui

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
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
	acts
	failed *kit.Banner
	known  []desk.Setup
	filled desk.Setup // what chosen wrote into the fields
	more
}

// acts are the buttons whose words or whose use change, and what is shown of the organization's decisions.
type acts struct {
	save, try              *kit.Button
	whereSet, redirectsSet *kit.Text
}

// more is what few setups need, and what is looked at while the page is open.
type more struct {
	old     oldToken
	version *kit.Field
	port    *portLine
}

// oldToken is the entry for the token that older applications make companies with.
type oldToken struct {
	view  *kit.Disclosure
	field *kit.Field
	none  *kit.Check
}

func newOldToken(changed func()) oldToken {
	o := oldToken{field: kit.NewPassword(tongue.L("API token")).Optional()}
	o.none = kit.NewCheck(tongue.L("Remove the token that is kept"), func(on bool) { o.field.SetEnabled(!on) })
	o.view = kit.NewDisclosure(tongue.L("API token (older applications only)"), kit.Column(10, kit.NewParagraph(kit.Quiet,
		tongue.L("Companies are created with the keys above. Only where Gusto has given your firm a token of the older kind, and the keys may not create companies, it goes here. It is used for nothing else.")), o.field, o.none))
	o.view.OnChanged = func(bool) { changed() }
	return o
}

// show says whether a token is kept.
func (o *oldToken) show(kept bool) {
	o.field.SetText("")
	o.none.SetChecked(false)
	o.field.SetEnabled(true)
	o.field.SetHint("")
	o.none.Hide()
	if kept {
		o.field.SetHint(tongue.L("A token is stored. Leave this empty to keep it."))
		o.none.Show()
	}
}

// typed is what is to become of the token.
func (o *oldToken) typed() desk.OldToken {
	if o.none.Checked() {
		return desk.OldToken{NoAPIToken: true}
	}
	return desk.OldToken{APIToken: desk.NewSecret(o.field.Text())}
}

// The Gustos that can be set up, as the radio has them.
var setupChoices = []desk.Environment{desk.Demo, desk.Production, desk.Custom}

func newSetupPage(s *shell) *setupPage {
	p := &setupPage{shell: s, failed: kit.NewBanner(kit.Act, "", "")}
	p.failed.Hide()
	p.where = kit.NewRadio(0, p.chosen,
		kit.Option{Text: tongue.L("Gusto demo"), Hint: tongue.L("Gusto’s test system. Start here: its keys work nowhere else.")},
		kit.Option{Text: tongue.L("Gusto"), Hint: tongue.L("Real companies. Gusto has to approve your application first.")},
		kit.Option{Text: tongue.L("Custom address"), Hint: tongue.L("A test server of your own: https, or http on this computer.")})
	p.base = kit.NewField(tongue.L("Address")).WithPlaceholder("https://gusto.example")
	p.id = kit.NewField(tongue.L("Client ID"))
	p.secret = kit.NewPassword(tongue.L("Client secret"))
	p.redirects = kit.NewLines(tongue.L("Redirect addresses"), 3)
	p.redirects.SetText(strings.Join(s.desk.RedirectsOf(desk.DefaultRedirects), "\n"))
	p.redirects.SetHint(tongue.L("Crosswalk awaits Gusto’s answer at the first that is free."))
	p.redirects.OnLeave = func(string) { p.port.look() }
	p.old = newOldToken(func() { p.box.Refresh(); kit.Reveal(p.old.view) })
	p.version = kit.NewField(tongue.L("API version")).WithHint(tongue.F("A date like {newestVersion}, the one that this Crosswalk was written for.", "newestVersion", desk.NewestVersion))
	p.save, p.try = kit.NewButton(kit.Primary, tongue.L("Save and open"), p.submit), kit.NewButton(kit.Outline, tongue.L("Test these keys"), p.tryKeys)
	p.whereSet, p.redirectsSet = decided(true), decided(true)
	p.port = newPortLine(s, func() []string { return p.form().Redirects }, func() { p.box.Refresh() })
	p.box = p.layOut()
	first := p.setByPolicy()
	p.where.SetSelected(first)
	p.chosen(first)
	p.port.look()
	run(s.tasks, "setups", diskLimit, s.desk.Setups, func(all []desk.Setup, err error) {
		if err == nil {
			p.known = all
			p.chosen(p.where.Selected())
		}
	})
	return p
}

// layOut puts the steps below each other, in the order in which somebody takes them.
func (p *setupPage) layOut() fyne.CanvasObject {
	version := kit.NewDisclosure(tongue.L("API version"), p.version)
	version.OnChanged = func(bool) { p.box.Refresh(); kit.Reveal(version) }
	copyButton := kit.NewButton(kit.Outline, tongue.L("Copy the addresses"), p.copyAddresses)
	cancel := kit.NewButton(kit.Outline, tongue.L("Cancel"), p.shell.done)
	form := kit.NewCard(kit.Column(14,
		step(tongue.L("1. Choose Gusto"), tongue.L("Begin with the demo: a mistake there touches no payroll."), p.where, p.whereSet, p.base),
		step(tongue.L("2. Register the way back"), tongue.L("In Gusto’s developer portal, under your firm’s application, add each of these lines as a redirect URI, exactly as it stands here."),
			p.redirects, p.redirectsSet, kit.TopRow(10, kit.Grow(p.port.view), copyButton)),
		step(tongue.L("3. Enter the keys"), tongue.L("They stand in the same place. The secret goes into this computer’s key store at once and is never shown again."),
			kit.Columns(16, p.id, p.secret), version, p.old.view)))
	column := kit.Column(12, kit.NewText(kit.Heading, tongue.L("Set up Gusto")), form)
	middle := func(o fyne.CanvasObject) fyne.CanvasObject {
		return kit.Row(0, kit.Spacer(), kit.Fixed(720, 0, o), kit.Spacer())
	}
	foot := kit.Column(10, p.failed, kit.Row(8, p.try, kit.Spacer(), cancel, p.save)) // what came of it is seen wherever the page stands
	return kit.Edge(nil, kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 10, 24, 10, middle(foot)))), nil, nil,
		kit.Scroll(kit.Inset(24, 18, 24, 18, middle(column))))
}

// step is one part of the form.
func step(title, text string, content ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.Column(2, kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text))
	return kit.Column(8, append([]fyne.CanvasObject{head}, content...)...)
}

func (p *setupPage) View() fyne.CanvasObject { return p.box }

func (p *setupPage) Draw(*desk.Snapshot) {}

// leave gives up a setup that still waits for the key store, and drops the secret.
func (p *setupPage) Leave() {
	p.shell.tasks.cancel("setup")
	p.shell.tasks.cancel(taskTry)
	p.port.end()
	p.secret.SetText("")
	p.old.field.SetText("")
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
	p.old.show(false)
	p.clearFilled()
	p.version.SetText(desk.NewestVersion)
	for _, s := range p.known {
		if s.Environment == env.Name {
			p.fill(s)
			p.secret.SetHint(tongue.L("A secret is stored. Leave this empty to keep it."))
			p.old.show(s.APITokenKept)
		}
	}
	p.box.Refresh()
}

// fill writes a stored setup into the fields.
func (p *setupPage) fill(s desk.Setup) {
	p.filled = s
	p.id.SetText(s.ClientID)
	p.base.SetText(s.BaseURL)
	p.version.SetText(s.APIVersion)
	p.redirects.SetText(strings.Join(p.shell.desk.RedirectsOf(s.Redirects), "\n"))
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
	if p.redirects.Text() == strings.Join(p.shell.desk.RedirectsOf(p.filled.Redirects), "\n") {
		p.redirects.SetText(strings.Join(p.shell.desk.RedirectsOf(desk.DefaultRedirects), "\n"))
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
		Redirects:  strings.FieldsFunc(p.redirects.Text(), func(r rune) bool { return r == ',' || unicode.IsSpace(r) }),
		APIVersion: p.version.Text(), OldToken: p.old.typed(),
	}
	for _, s := range p.known {
		if s.Environment == env.Name {
			form.ID = s.ID
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
