package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
	"crosswalk/ui/queue"
)

// Locking is what hides the window and drops what opens the sealed rows. See [desk.Desk.Lock].
type Locking interface {
	Lock(ctx context.Context) error
	UnlockWith(ctx context.Context, passphrase desk.Secret) error
	SetPassphrase(ctx context.Context, present, next desk.Secret) error
	AutoLock(ctx context.Context) (time.Duration, error)
	SetAutoLock(ctx context.Context, after time.Duration) error
}

const (
	taskLock   = "lock"
	taskUnlock = "unlock"
	// taskDraft is how the page of new companies calls the saving of what was typed.
	taskDraft = "provision-save"
)

// behindLock are the tasks whose results are shown while the window is locked: those of the lock itself, and the way back
// in with a recovery file. All others wait until it is open again.
var behindLock = []string{taskLock, taskUnlock, taskDraft, "quit", "recovery", "folder"}

// lock is what stands in place of the whole window while it is locked, and the clock that locks it.
type lock struct {
	shell *shell
	page  *lockPage // what stands there now; nil while the window is open
	desk  bool      // the desk is locked, too: when it is open again, so is the window
	idle  idleClock
}

// lockNow hides everything at once; not while everything is being removed. Then what was typed is saved, and the desk drops the keys as soon as it can.
func (s *shell) lockNow() {
	if s.lock.page != nil || s.desk.Snapshot().Stage != desk.Open || s.tasks.busy("quit") || s.tasks.busy(taskErase) {
		return
	}
	s.lock.cover()
	s.lockDesk()
}

// lockDesk locks the desk once no draft is being saved any more: saving one needs the key.
func (s *shell) lockDesk() {
	if s.tasks.busy(taskDraft) {
		s.tasks.then(taskDraft, s.lockDesk)
		return
	}
	s.pages.provision = nil
	s.tasks.do(taskLock, noLimit, s.desk.Lock, func(err error) {
		if err != nil {
			s.lock.desk = s.desk.Snapshot().Lock != desk.Unlocked
		}
		s.draw()
	})
}

// cover takes everything off the screen: the page, what stands over it, and what was copied from it.
func (l *lock) cover() {
	s := l.shell
	l.page = newLockPage(s)
	canvas := s.window.Canvas()
	for open := canvas.Overlays().List(); len(open) > 0; open = canvas.Overlays().List() {
		canvas.Overlays().Remove(open[0])
	}
	canvas.Unfocus()
	s.frame.toasts.Clear()
	s.clearClipboard()
	s.tasks.hold(func(key string) bool { return !slices.Contains(behindLock, key) })
	if s.makes != nil {
		s.makes.Pause() // the list goes on when somebody says so
	}
	s.leavePages()
	s.window.SetTitle(tongue.L("Crosswalk is locked"))
	kit.ClearTo(kit.ColorWindow)
	s.window.SetContent(l.page.view)
	l.page.focus()
}

// leavePages forgets what the pages show; a consent that is out, and a sitting, go on behind the lock.
func (s *shell) leavePages() {
	if s.at != nil {
		s.at.Leave()
	}
	switch s.at.(type) {
	case *connectPage, *queue.Page:
	default:
		s.at = nil
	}
	s.form, s.help = false, helpPages{}
	s.pages = pages{of: s.pages.of, connect: s.pages.connect, queue: s.pages.queue, provision: s.pages.provision}
}

// uncover shows the window again, and what has come meanwhile.
func (l *lock) uncover() {
	s := l.shell
	if l.page == nil {
		return
	}
	l.page, l.desk = nil, false
	l.idle.last = s.now().Round(0)
	s.window.SetTitle(tongue.L("Crosswalk"))
	s.window.SetContent(s.frame.view)
	if s.at != nil {
		s.open(s.at)
	}
	s.draw()
	s.tasks.release()
}

// draw says whether the window is covered, and covers or uncovers it as the desk has it.
func (l *lock) draw(now *desk.Snapshot) (covered bool) {
	locked := now.Lock != desk.Unlocked
	switch {
	case locked && l.page == nil:
		l.cover()
	case !locked && l.desk && l.page != nil:
		l.uncover()
		return true // it has drawn
	}
	l.desk = locked
	if l.page != nil {
		l.page.draw(now)
	}
	return l.page != nil
}

// lockPage is what stands there while the window is locked: no name of anybody, and one way on.
type lockPage struct {
	shell  *shell
	view   fyne.CanvasObject
	text   *kit.Paragraph
	phrase *kit.Field
	unlock *kit.Button
	cancel *kit.Button
	failed *kit.Banner
	lost   fyne.CanvasObject // for who does not know the passphrase any more
	still  *kit.Paragraph    // what still comes to its end
}

func newLockPage(s *shell) *lockPage {
	p := &lockPage{shell: s, text: kit.NewParagraph(kit.Lead, "").Align(fyne.TextAlignCenter), failed: kit.NewBanner(kit.Act, "", "")}
	p.phrase = kit.NewPassword(tongue.L("Passphrase"))
	p.phrase.OnSubmit = func(string) { p.open() }
	p.unlock = kit.NewButton(kit.Primary, tongue.L("Unlock"), p.open)
	p.cancel = kit.NewButton(kit.Outline, tongue.L("Cancel"), func() { s.tasks.cancel(taskUnlock); p.draw(s.desk.Snapshot()) })
	p.still = kit.NewParagraph(kit.Quiet, tongue.L("Something that must not be cut off is still coming to its end: a sign-in that is open in the browser, a company that is being sent, or a renewal. The key goes right after it.")).Align(fyne.TextAlignCenter)
	p.lost = kit.Center(kit.NewButton(kit.Link, tongue.L("Use a recovery file…"), s.askUseRecovery))
	head := kit.Center(kit.Row(12, kit.NewLogo(34), kit.NewText(kit.Display, tongue.L("Crosswalk is locked")).Whole()))
	column := kit.Column(18, head, p.text, p.failed, p.phrase, kit.Center(kit.Row(8, p.unlock, p.cancel)), p.lost, p.still)
	p.view = kit.Stack(kit.NewSensor(), kit.Center(kit.Fixed(460, 0, column)))
	p.failed.Hide()
	p.cancel.Hide()
	p.draw(s.desk.Snapshot())
	return p
}

// wantsPhrase says whether a passphrase guards the data key of the open environment.
func wantsPhrase(now *desk.Snapshot) bool {
	if now.Keys != nil && (now.Keys.Cause == desk.PassphraseNeeded || now.Keys.Cause == desk.PassphraseWrong) {
		return true
	}
	return now.Kept == desk.KeptByPassphrase
}

func (p *lockPage) draw(now *desk.Snapshot) {
	asked := p.shell.tasks.busy(taskUnlock)
	p.text.SetText(tongue.L("Your work is as you left it. The key store is asked again to go on."))
	switch {
	case asked && wantsPhrase(now):
		p.text.SetText(tongue.L("Trying the passphrase. That takes a moment on purpose."))
	case asked:
		p.text.SetText(tongue.L("Waiting for your computer’s key store. A window of the system may ask for your password; it can be behind this one."))
	case wantsPhrase(now):
		p.text.SetText(tongue.L("Your work is as you left it. To go on, type your passphrase."))
	case now.Kept == desk.KeptInMemory:
		p.text.SetText(tongue.L("Your work is as you left it. This session is kept in memory alone, so its key stays there: this hides the window and nothing more."))
	case now.Kept == desk.KeptInFile:
		p.text.SetText(tongue.L("Your work is as you left it. In practice the key lies in a file beside the database, and one click takes it from there."))
	}
	show(p.phrase, wantsPhrase(now))
	show(p.lost, wantsPhrase(now))
	show(p.cancel, asked)
	show(p.still, now.Lock == desk.Locking)
	p.unlock.SetEnabled(!asked)
	p.view.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// focus puts the keyboard where the way on begins.
func (p *lockPage) focus() {
	if p.phrase.Visible() {
		p.phrase.Focus()
		return
	}
	kit.FocusOn(p.unlock)
}

// open asks for the key again. The passphrase leaves the field at once.
func (p *lockPage) open() {
	s := p.shell
	work := s.desk.Unlock
	if wantsPhrase(s.desk.Snapshot()) {
		text := p.phrase.Text()
		if text == "" {
			p.phrase.SetError(tongue.L("Type your passphrase first."))
			return
		}
		phrase := desk.NewSecret(text)
		work = func(ctx context.Context) error { return s.desk.UnlockWith(ctx, phrase) }
	}
	p.phrase.SetError("")
	p.phrase.SetText("")
	p.failed.Hide()
	s.tasks.do(taskUnlock, keyLimit, work, func(err error) {
		if err == nil {
			s.lock.uncover()
			return
		}
		p.say(err)
		p.focus()
	})
	p.draw(s.desk.Snapshot())
}

// say tells why it stays locked.
func (p *lockPage) say(err error) {
	m := words.ForError(err)
	p.failed.Set(page.Tone(m.Tone), m.Title, m.Hint)
	p.failed.Show()
	p.draw(p.shell.desk.Snapshot())
}

// lockKeysWords is how the shortcut is typed.
func lockKeysWords() string {
	if kit.LockKeys.Modifier&fyne.KeyModifierSuper != 0 {
		return tongue.L("or ⇧⌘L, from anywhere in the window")
	}
	return tongue.L("or Ctrl+Shift+L, from anywhere in the window")
}
