package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// lockTimes are the times that a person may choose from; 0 is never.
var lockTimes = []time.Duration{0, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}

// lockSettings are when the window locks by itself, and whether a passphrase guards what it locks.
type lockSettings struct {
	shell  *shell
	times  []time.Duration // lockTimes, and the longest that the organization allows
	view   fyne.CanvasObject
	radio  *kit.Radio
	phrase *kit.Paragraph
	acts   *fyne.Container
	kept   string
}

func newLockSettings(s *shell) *lockSettings {
	l := &lockSettings{shell: s, phrase: kit.NewParagraph(kit.Quiet, ""), acts: kit.Row(8)}
	most := s.desk.Policy().AutoLock
	l.times = slices.Clone(lockTimes)
	if most.Set && !slices.Contains(l.times, most.Value) {
		l.times = append(l.times, most.Value)
		slices.Sort(l.times)
	}
	options := []kit.Option{{Text: tongue.L("Never by itself")}}
	for _, after := range l.times[1:] {
		options = append(options, kit.Option{Text: tongue.F("After {minutes} without a touch", "minutes", minutes(after))})
	}
	l.radio = kit.NewRadio(0, l.set, options...)
	said := decided(most.Set)
	if most.Set {
		said.SetText(tongue.F("{setByOrganization}: {minutes} at most", "setByOrganization", tongue.L(setByOrganization), "minutes", minutes(most.Value)))
		for i, after := range l.times {
			if after == 0 || after > most.Value {
				l.radio.SetEnabled(i, false)
			}
		}
	}
	l.view = kit.Column(10, l.radio, said, kit.Row(8, kit.NewButton(kit.Outline, tongue.L("Lock now"), s.lockNow), kit.NewText(kit.Quiet, lockKeysWords())), kit.Line(), l.phrase, l.acts)
	return l
}

// minutes is a time of the lock in words.
func minutes(d time.Duration) string {
	if d == time.Hour {
		return tongue.L("an hour")
	}
	return page.Count(int(d.Minutes()), "minute", "minutes")
}

// draw reads the choice: another window may have changed it.
func (l *lockSettings) draw(now *desk.Snapshot) {
	run(l.shell.tasks, "lock-read", diskLimit, l.shell.desk.AutoLock, func(after time.Duration, err error) {
		if err != nil {
			l.shell.toastError(err)
			return
		}
		l.radio.SetSelected(nearest(l.times, after))
	})
	if l.kept == now.Kept && len(l.acts.Objects) > 0 {
		return
	}
	l.kept = now.Kept
	set := kit.NewButton(kit.Outline, tongue.L("Set a passphrase…"), func() { l.ask(tongue.L("A passphrase for unlocking"), false, true) })
	l.acts.Objects = []fyne.CanvasObject{set}
	switch now.Kept {
	case desk.KeptByPassphrase:
		l.phrase.SetText(tongue.L("A passphrase of yours guards the key itself: it is needed to unlock, and each time Crosswalk starts."))
		l.acts.Objects = []fyne.CanvasObject{
			kit.NewButton(kit.Outline, tongue.L("Change the passphrase…"), func() { l.ask(tongue.L("Another passphrase"), true, true) }),
			kit.NewButton(kit.Outline, tongue.L("Remove the passphrase…"), func() { l.ask(tongue.L("Unlock without a passphrase"), true, false) }),
		}
	case desk.KeptInMemory:
		l.phrase.SetText(tongue.L("This session is kept in memory alone: the lock hides the window, and a passphrase would guard nothing."))
		l.acts.Objects = nil
	default:
		l.phrase.SetText(tongue.L("Without a passphrase, whoever sits at this computer while it is unlocked can unlock Crosswalk with a click. A passphrase of yours seals the key itself, so that nothing opens without it, here and after a restart."))
	}
	l.acts.Refresh()
}

// nearest is the choice of a time: the longest that is no longer.
func nearest(times []time.Duration, after time.Duration) int {
	if after == 0 {
		return 0
	}
	at := 1
	for i, one := range times {
		if i > 0 && one <= after {
			at = i
		}
	}
	return at
}

func (l *lockSettings) set(choice int) {
	s := l.shell
	s.tasks.cancel("lock-read") // what it reads is what was before
	s.tasks.do("lock-set", diskLimit, func(ctx context.Context) error { return s.desk.SetAutoLock(ctx, l.times[choice]) }, func(err error) {
		if err != nil {
			s.toastError(err)
			l.draw(s.desk.Snapshot())
			return
		}
		s.followAutoLock()
	})
}

// ask asks for what a change of the passphrase needs: the one that guards the key now, and the next one, twice.
func (l *lockSettings) ask(title string, present, next bool) {
	before := kit.NewPassword(tongue.L("The passphrase until now"))
	field := kit.NewPassword(tongue.L("New passphrase")).WithHint(tongue.L("Four unrelated words are better than one with signs. Without it nobody can open what is kept here, not even us."))
	again := kit.NewPassword(tongue.L("New passphrase once more"))
	column := kit.Column(12)
	first := field
	if present {
		first = before
		column.Add(before)
	}
	if next {
		column.Objects = append(column.Objects, field, again)
	}
	column.Add(kit.NewParagraph(kit.Quiet, tongue.L("A new key is made and everything is sealed again with it. A recovery file from before serves no more: save a new one.")))
	var ask *kit.Dialog
	use := kit.NewButton(kit.Primary, map[bool]string{true: tongue.L("Use this passphrase"), false: tongue.L("Remove the passphrase")}[next], func() {
		if next && !fits(field, again) {
			return
		}
		ask.Hide()
		l.change(desk.NewSecret(before.Text()), desk.NewSecret(field.Text()))
	})
	ask = kit.NewDialog(title, column, use, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = first.Focusable()
	ask.Show(l.shell.window.Canvas())
}

func (l *lockSettings) change(present, next desk.Secret) {
	s := l.shell
	s.toast(kit.Neutral, tongue.L("Sealing everything again. That takes a moment on purpose."))
	s.tasks.do("passphrase", keyLimit, func(ctx context.Context) error { return s.desk.SetPassphrase(ctx, present, next) }, func(err error) {
		switch {
		case err != nil:
			s.toastError(err)
		case next.IsZero():
			s.toast(kit.Working, tongue.L("The passphrase is gone. The key is where it was before."))
		default:
			s.toast(kit.Working, tongue.L("From now on your passphrase unlocks Crosswalk. Save a recovery file, for the day when it is forgotten."))
		}
	})
}
