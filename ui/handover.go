package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/handover"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// HandingOver is how a setup goes to a colleague, and comes from one.
type HandingOver interface {
	SaveSetupFile(ctx context.Context, path string, wish handover.Wish) error
	UseSetupFile(ctx context.Context, path string, passphrase desk.Secret) (handover.Used, error)
}

// takeFile opens a file that the program was started with, or that another start has passed on.
func (s *shell) takeFile(path string) {
	s.window.RequestFocus()
	switch {
	case !handover.IsFile(path):
	case s.lock.page != nil:
		s.tasks.parts = append(s.tasks.parts, func() { s.askSetupFile(path) })
	default:
		s.askSetupFile(path)
	}
}

// chooseSetupFile asks for a setup file, then for its passphrase.
func (s *shell) chooseSetupFile() {
	page.AskFile(s, tongue.L("Open a setup file"), tongue.L("Whoever looks after your firm’s Gusto application has made it for you."), tongue.L("Open it"), []string{handover.Extension}, s.askSetupFile)
}

// askSetupFile asks for the passphrase of a setup file, and sets Gusto up from it.
func (s *shell) askSetupFile(path string) {
	failed := kit.NewBanner(kit.Act, "", "")
	failed.Hide()
	phrase := kit.NewPassword(tongue.L("Passphrase")).WithHint(tongue.L("Whoever made the file has told you, not in the same message."))
	text := kit.NewParagraph(kit.Quiet, tongue.F("{base} holds the keys of your firm’s Gusto application. They go into this computer’s key store and are not shown.", "base", filepath.Base(path)))
	content := kit.Column(12, text, phrase, failed)
	var ask *kit.Dialog
	var use *kit.Button
	use = kit.NewButton(kit.Primary, tongue.L("Set up Gusto"), func() {
		if phrase.SetError(missing(phrase.Text(), tongue.L("Type the passphrase first."))); phrase.Text() == "" || s.tasks.busy(taskHandover) {
			return
		}
		typed := desk.NewSecret(phrase.Text())
		failed.Hide()
		use.SetText(tongue.L("Opening…")) // the passphrase is slow to try on purpose
		run(s.tasks, taskHandover, keyLimit, func(ctx context.Context) (handover.Used, error) { return s.desk.UseSetupFile(ctx, path, typed) }, func(used handover.Used, err error) {
			use.SetText(tongue.L("Set up Gusto"))
			if err != nil {
				s.sayNotUsed(err, phrase, failed)
				content.Refresh()
				return
			}
			phrase.SetText("")
			ask.Hide()
			s.setUpFrom(used)
		})
	})
	ask = kit.NewDialog(tongue.L("Set up Gusto from a file"), content, use, kit.NewButton(kit.Outline, tongue.L("Cancel"), func() { s.tasks.cancel(taskHandover) }))
	ask.First = phrase.Focusable()
	ask.Width = 520
	ask.Show(s.window.Canvas())
}

const taskHandover = "handover"

// sayNotUsed says in the dialog why a file was not used.
func (s *shell) sayNotUsed(err error, phrase *kit.Field, failed *kit.Banner) {
	t := desk.Explained(err)
	if t == nil { // given up
		return
	}
	m := words.For(t)
	if t.Cause == desk.PassphraseWrong {
		phrase.SetError(m.Title + ". " + m.Hint)
		return
	}
	failed.Set(page.Tone(m.Tone), m.Title, m.Hint, keyButtons(s, t)...)
	failed.Show()
}

// setUpFrom shows what was set up.
func (s *shell) setUpFrom(used handover.Used) {
	s.forget()
	if s.form {
		s.done()
	} else {
		s.draw()
	}
	text := tongue.F("{used} is set up. ", "used", tongue.L(used.Label))
	if !used.Provisioning {
		text += tongue.L("New companies are not made from this computer. ")
	}
	s.toast(kit.Working, tongue.F("{text}The file is not needed any more: delete it.", "text", text))
}

// The lives of a file that can be chosen, in days.
var lives = []int{1, handover.DefaultDays, 30, handover.MostDays}

// handoverFields are what is asked before a setup file is made.
type handoverFields struct {
	of, days      *kit.Select
	phrase, again *kit.Field
	makes         *kit.Check
}

func newHandoverFields(setups []desk.Setup) handoverFields {
	f := handoverFields{phrase: kit.NewPassword(tongue.L("Passphrase")).WithHint(tongue.L("Tell it in another way than you send the file. Four unrelated words are better than one with signs.")), again: kit.NewPassword(tongue.L("Passphrase once more"))}
	var names, days []string
	for _, setup := range setups {
		label, address := setup.Names()
		names = append(names, tongue.L(label)+" · "+address)
	}
	for _, n := range lives {
		days = append(days, page.Count(n, "day", "days"))
	}
	f.of, f.days = kit.NewSelect(tongue.L("Which Gusto"), names, 0, nil), kit.NewSelect(tongue.L("Can be used for"), days, 1, nil)
	f.makes = kit.NewCheck(tongue.L("May create companies at Gusto"), nil)
	return f
}

// complete says whether a file can be made, and marks what is missing.
func (f handoverFields) complete() bool {
	f.phrase.SetError("")
	f.again.SetError("")
	switch {
	case len([]rune(f.phrase.Text())) < handover.LeastPassphrase:
		f.phrase.SetError(tongue.F("At least {leastPassphrase} characters: three or four words.", "leastPassphrase", handover.LeastPassphrase))
	case f.phrase.Text() != f.again.Text():
		f.again.SetError(tongue.L("The two are not the same."))
	default:
		return true
	}
	return false
}

// askMakeSetupFile asks what a file for colleagues is to be like, then where it goes.
func (s *shell) askMakeSetupFile(setups []desk.Setup) {
	f := newHandoverFields(setups)
	column := kit.Column(12, kit.NewParagraph(kit.Quiet, tongue.L("It holds the keys of your firm’s Gusto application, encrypted, for a colleague’s computer. Whoever has the file and its passphrase has the keys.")),
		kit.Columns(16, kit.Captioned(tongue.L("Which Gusto"), f.of), kit.Captioned(tongue.L("Can be used for"), f.days)), f.makes, f.phrase, f.again)
	var ask *kit.Dialog
	next := kit.NewButton(kit.Primary, tongue.L("Choose where…"), func() {
		if !f.complete() {
			return
		}
		wish := handover.Wish{Profile: setups[f.of.Selected()].ID, Passphrase: desk.NewSecret(f.phrase.Text()), Days: lives[f.days.Selected()], Provisioning: f.makes.Checked()}
		ask.Hide()
		page.AskNewFile(s, tongue.L("Make a setup file"), tongue.L("A file that is there already is never overwritten."), tongue.L("Make it"), "Crosswalk setup"+handover.Extension, func(path string) {
			s.makeSetupFile(path, wish)
		})
	})
	ask = kit.NewDialog(tongue.L("Make a setup file for colleagues"), column, next, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = f.phrase.Focusable()
	ask.Width = 560
	ask.Show(s.window.Canvas())
}

func (s *shell) makeSetupFile(path string, wish handover.Wish) {
	s.tasks.do(taskHandover, keyLimit, func(ctx context.Context) error { return s.desk.SaveSetupFile(ctx, path, wish) }, func(err error) {
		if err != nil {
			s.toastError(err)
			return
		}
		s.toast(kit.Working, tongue.F("The setup file is made. It can be used for {days}; tell its passphrase in another way.", "days", page.Count(wish.Days, "day", "days")))
	})
}

// setupFileButtons are the buttons below the list of Gustos.
func (s *shell) setupFileButtons(setups []desk.Setup) []fyne.CanvasObject {
	buttons := []fyne.CanvasObject{kit.NewButton(kit.Outline, tongue.L("Set up Gusto…"), s.openSetup), kit.NewButton(kit.Outline, tongue.L("Open a setup file…"), s.chooseSetupFile)}
	if len(setups) > 0 {
		out := kit.NewButton(kit.Outline, tongue.L("Make a setup file…"), func() { s.askMakeSetupFile(setups) })
		out.SetEnabled(s.desk.MayExport() == nil)
		buttons = append(buttons, out)
	}
	return buttons
}
