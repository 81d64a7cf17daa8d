package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// portLine says whether the port for Gusto's answer is free, as long as the page is open.
type portLine struct {
	shell   *shell
	view    fyne.CanvasObject
	pill    *kit.Pill
	text    *kit.Paragraph
	typed   func() []string
	changed func()
	stop    func()
}

const (
	taskPort  = "setup-port"
	taskTry   = "setup-try"
	portEvery = 5 * time.Second
)

func newPortLine(s *shell, typed func() []string, changed func()) *portLine {
	l := &portLine{shell: s, typed: typed, changed: changed, pill: kit.NewPill(kit.Neutral, tongue.L("Looking")), text: kit.NewParagraph(kit.Quiet, tongue.L("Looking whether its port is free on this computer…"))}
	l.view = kit.TopRow(10, kit.Inset(0, 1, 0, 0, l.pill), kit.Grow(l.text))
	l.stop = s.tasks.every(portEvery, l.look)
	return l
}

// look asks again.
func (l *portLine) look() {
	addresses := l.typed()
	run(l.shell.tasks, taskPort, networkLimit, func(ctx context.Context) (doctor.Finding, error) { return l.shell.desk.Redirects(ctx, addresses), nil },
		func(f doctor.Finding, _ error) { l.show(addresses, f) })
}

func (l *portLine) show(addresses []string, f doctor.Finding) {
	tone, pill, text := kit.Working, tongue.L("Free"), capital(words.Facts(f.Facts))+"."
	switch {
	case len(addresses) == 0:
		tone, pill, text = kit.Act, tongue.L("Missing"), tongue.L("At least one redirect address.")
	case f.State == doctor.Fault:
		tone, pill, text = kit.Act, tongue.L("Taken"), tongue.F("{capital}. Close that program, or register another port.", "capital", capital(words.Facts(f.Detail)))
	case f.State != doctor.Fine:
		tone, pill, text = kit.Neutral, tongue.L("Not known"), tongue.L("It could not be found out.")
	}
	l.pill.Set(tone, tone.Icon(), pill)
	l.text.SetText(strings.ReplaceAll(text, "; ", ". "))
	l.changed()
}

// end looks no more.
func (l *portLine) end() {
	l.stop()
	l.shell.tasks.cancel(taskPort)
}

// capital begins a text like a sentence.
func capital(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// tryKeys asks Gusto about what was typed; nothing of it is kept.
func (p *setupPage) tryKeys() {
	form := p.form()
	p.try.SetEnabled(false)
	p.try.SetText(tongue.L("Asking Gusto…"))
	p.failed.Hide()
	p.shell.tasks.do(taskTry, keyLimit, func(ctx context.Context) error { return p.shell.desk.TestKeys(ctx, form) }, func(err error) {
		p.try.SetEnabled(true)
		p.try.SetText(tongue.L("Test these keys"))
		if err != nil {
			p.fail(err)
			return
		}
		label, _ := form.Names()
		p.failed.Set(kit.Working, tongue.F("{label} takes these keys", "label", tongue.L(label)), tongue.L("Nothing is kept yet: “Save and open” does that."))
		p.failed.Show()
		p.box.Refresh()
	})
}

// setByPolicy leaves what the organization allows to choose.
func (p *setupPage) setByPolicy() (first int) {
	rules := p.shell.desk.Policy()
	first = -1
	locked := false
	for i, env := range setupChoices {
		allowed := rules.AllowsEnvironment(env.Name)
		p.where.SetEnabled(i, allowed)
		locked = locked || !allowed
		if allowed && (first < 0 || env.Name == p.shell.desk.Snapshot().Environment.Name) { // whose keys are to be changed, most likely
			first = i
		}
	}
	kit.SetVisible(p.whereSet, locked)
	kit.SetVisible(p.redirectsSet, rules.RedirectPort.Set)
	p.redirects.SetEnabled(!rules.RedirectPort.Set)
	return max(first, 0)
}

// copyAddresses copies what is to be registered.
func (p *setupPage) copyAddresses() {
	p.shell.app.Clipboard().SetContent(strings.Join(p.form().Redirects, "\n"))
	p.shell.toast(kit.Neutral, tongue.L("Copied. Add each as a redirect URI in Gusto’s developer portal."))
}

// fail says why something did not go.
func (p *setupPage) fail(err error) {
	t := desk.Explained(err)
	if t == nil { // given up
		return
	}
	m := words.For(t)
	p.failed.Set(page.Tone(m.Tone), m.Title, m.Hint, keyButtons(p.shell, t)...)
	p.failed.Show()
	p.box.Refresh()
	if t.Cause == desk.KeysRefused {
		p.secret.Focus() // into view: what is said of it has taken room below
	}
}
