package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// toast tells what has happened and needs no answer. It takes the place of the one before: a pile would cover the page.
func (s *shell) toast(t kit.Tone, text string) {
	s.frame.toasts.Clear()
	s.frame.toasts.Show(t, text)
}

// toastError tells of a failure that leaves the page as it is. Giving up is not one.
func (s *shell) toastError(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	if s.lock.page != nil {
		s.lock.page.say(err)
		return
	}
	m := words.ForError(err)
	s.toast(page.Tone(m.Tone), m.Title+". "+m.Hint)
}

// detailsOf is what support wants to know about a failure; it holds no secret.
func detailsOf(err error) string {
	var t *desk.Trouble
	if !errors.As(err, &t) {
		return err.Error()
	}
	text := t.Error()
	if t.RequestID != "" {
		text += " · request " + t.RequestID
	}
	return text
}

// keyButtons are what a person can do about a data key that cannot be had.
func keyButtons(s *shell, t *desk.Trouble) []fyne.CanvasObject {
	again := kit.NewButton(kit.Outline, tongue.L("Try again"), s.unlock)
	phrase := kit.NewButton(kit.Outline, tongue.L("Use a passphrase…"), s.askNewPassphrase)
	session := kit.NewButton(kit.Outline, tongue.L("This session only"), s.askSessionOnly)
	switch t.Cause {
	case desk.KeyStoreMissing, desk.KeyStoreRefused:
		return []fyne.CanvasObject{again, phrase, session}
	case desk.PassphraseNeeded, desk.PassphraseWrong:
		return []fyne.CanvasObject{kit.NewButton(kit.Outline, tongue.L("Enter the passphrase…"), s.askPassphrase)}
	case desk.KeyMissing:
		return []fyne.CanvasObject{again, kit.NewButton(kit.Outline, tongue.L("Use a recovery file…"), s.askUseRecovery)}
	case desk.KeyStoreLocked, desk.KeyStoreSilent:
		return []fyne.CanvasObject{again}
	}
	return nil
}

// unlock asks the key store again.
func (s *shell) unlock() {
	s.tasks.do("unlock", keyLimit, s.desk.Unlock, func(err error) {
		if err != nil {
			s.toastError(err)
		}
	})
}

// keepKey chooses where the data key lives.
func (s *shell) keepKey(way desk.KeyWay, passphrase desk.Secret) {
	s.tasks.do("unlock", keyLimit, func(ctx context.Context) error { return s.desk.KeepKey(ctx, way, passphrase) }, func(err error) {
		if err != nil {
			s.toastError(err)
			return
		}
		if p, ok := s.at.(*setupPage); ok {
			p.unlocked()
		}
		s.toast(kit.Working, tongue.L("Unlocked."))
	})
}

// askSessionOnly says what it means to keep nothing, before nothing is kept.
func (s *shell) askSessionOnly() {
	kit.Confirm(s.window.Canvas(), kit.Danger, tongue.L("Keep nothing past this session?"),
		tongue.L("Crosswalk begins with an empty list, in memory alone. When you quit, the links and their access are gone, and each company is connected again. What is stored on this computer stays as it is."),
		tongue.L("Keep nothing"), tongue.L("Cancel"), func() { s.keepKey(desk.SessionOnly, desk.NewSecret("")) })
}

// leastPassphrase is the least number of characters of a new passphrase: whoever copies the database can try
// passphrases for as long as they like.
const leastPassphrase = 12

// fits says whether a new passphrase is long enough and was typed twice alike, and marks what is not.
func fits(field, again *kit.Field) bool {
	field.SetError("")
	again.SetError("")
	switch {
	case len([]rune(field.Text())) < leastPassphrase:
		field.SetError(tongue.F("At least {leastPassphrase} characters: three or four words.", "leastPassphrase", leastPassphrase))
	case field.Text() != again.Text():
		again.SetError(tongue.L("The two are not the same."))
	default:
		return true
	}
	return false
}

// askNewPassphrase asks twice for a passphrase that nobody can look up later.
func (s *shell) askNewPassphrase() {
	field := kit.NewPassword(tongue.L("Passphrase")).WithHint(tongue.L("Four unrelated words are better than one with signs. Without it nobody can open what is kept here, not even us."))
	again := kit.NewPassword(tongue.L("Passphrase once more"))
	var ask *kit.Dialog
	use := kit.NewButton(kit.Primary, tongue.L("Use this passphrase"), func() {
		if fits(field, again) {
			ask.Hide()
			s.usePassphrase(field.Text())
		}
	})
	ask = kit.NewDialog(tongue.L("A passphrase of your own"), kit.Column(12, field, again), use, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = field.Focusable()
	ask.Show(s.window.Canvas())
}

// usePassphrase tries a passphrase, which takes a second or two on purpose.
func (s *shell) usePassphrase(text string) {
	s.toast(kit.Neutral, tongue.L("Working on the passphrase. That takes a moment on purpose."))
	s.keepKey(desk.Passphrase, desk.NewSecret(text))
}

// askPassphrase asks for the passphrase that wraps the data key.
func (s *shell) askPassphrase() {
	field := kit.NewPassword(tongue.L("Passphrase"))
	var ask *kit.Dialog
	use := kit.NewButton(kit.Primary, tongue.L("Use this passphrase"), func() {
		if field.Text() == "" {
			field.SetError(tongue.L("Type a passphrase first."))
			return
		}
		ask.Hide()
		s.usePassphrase(field.Text())
	})
	ask = kit.NewDialog(tongue.L("Your passphrase"), field, use, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = field.Focusable()
	ask.Show(s.window.Canvas())
}

// forget drops the pages of the environment before.
func (s *shell) forget() { s.pages = pages{} }
