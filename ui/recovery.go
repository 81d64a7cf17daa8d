package ui

import (
	"context"
	"os"
	"path/filepath"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// recoveryFields are what both questions about a recovery file ask for.
type recoveryFields struct {
	path, phrase *kit.Field
	choose       *kit.Button
}

// newRecoveryFields asks for a path, which can be typed or looked up, and for a passphrase.
func newRecoveryFields(s *shell, verb, hint string) recoveryFields {
	f := recoveryFields{path: kit.NewField(tongue.L("File")), phrase: kit.NewPassword(tongue.L("Passphrase")).WithHint(hint)}
	f.choose = kit.NewButton(kit.Outline, tongue.L("Choose…"), func() {
		page.AskPath(s, tongue.L("Recovery file"), tongue.L("Where the file is, or is to be."), verb, filepath.Base(f.path.Text()), f.path.SetText)
	})
	if home, err := os.UserHomeDir(); err == nil {
		f.path.SetText(filepath.Join(home, desk.RecoveryName))
	}
	return f
}

// complete says whether both are filled in, and marks what is not.
func (f recoveryFields) complete() bool {
	f.path.SetError(missing(f.path.Text(), tongue.L("Where the file is.")))
	f.phrase.SetError(missing(f.phrase.Text(), tongue.L("Type a passphrase first.")))
	return f.path.Text() != "" && f.phrase.Text() != ""
}

func missing(text, words string) string {
	if text == "" {
		return words
	}
	return ""
}

// askSaveRecovery writes the key into a file for the day when this computer is reinstalled.
func (s *shell) askSaveRecovery() {
	f := newRecoveryFields(s, tongue.L("Save it there"), tongue.L("The file opens with this passphrase alone. Keep both apart, and not on this computer."))
	again := kit.NewPassword(tongue.L("Passphrase once more"))
	s.askRecovery(tongue.L("Save a recovery file"), tongue.L("With it, a reinstalled computer or a reset key store keeps its links."), tongue.L("Save"), f, again, func() bool {
		if again.Text() != f.phrase.Text() {
			again.SetError(tongue.L("The two are not the same."))
			return false
		}
		return true
	}, s.desk.SaveRecovery, tongue.L("The recovery file is saved. Keep it with its passphrase, apart from this computer."))
}

// askUseRecovery brings the key back from such a file.
func (s *shell) askUseRecovery() {
	f := newRecoveryFields(s, tongue.L("Use this file"), tongue.L("The one that was chosen when the file was saved."))
	s.askRecovery(tongue.L("Use a recovery file"), tongue.L("It brings the key back that opens what is kept here. A key that works is never replaced."), tongue.L("Use it"), f, nil,
		func() bool { return true }, s.desk.UseRecovery, tongue.L("The key is back. What is kept here can be used again."))
}

// askRecovery is the dialog of both.
func (s *shell) askRecovery(title, text, verb string, f recoveryFields, again *kit.Field, ready func() bool,
	work func(ctx context.Context, path string, passphrase desk.Secret) error, done string) {
	column := kit.Column(12, kit.NewParagraph(kit.Quiet, text), kit.TopRow(8, kit.Grow(f.path), kit.Inset(0, 22, 0, 0, f.choose)), f.phrase)
	if again != nil {
		column.Add(again)
	}
	var ask *kit.Dialog
	confirm := kit.NewButton(kit.Primary, verb, func() {
		if !f.complete() || !ready() {
			return
		}
		path, phrase := f.path.Text(), desk.NewSecret(f.phrase.Text())
		ask.Hide()
		s.tasks.do("recovery", keyLimit, func(ctx context.Context) error { return work(ctx, path, phrase) }, func(err error) {
			if err != nil {
				s.toastError(err)
				return
			}
			s.toast(kit.Working, done)
		})
	})
	ask = kit.NewDialog(title, column, confirm, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = f.phrase.Focusable()
	ask.Width = 600 // a path to somebody's documents stands there whole
	ask.Show(s.window.Canvas())
}
