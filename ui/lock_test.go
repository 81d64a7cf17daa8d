package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/ui/kit"
)

// lockable is a window whose desk locks as the real one does.
func lockable(t *testing.T, now *desk.Snapshot) *window {
	t.Helper()
	w := openWindow(t, now)
	w.desk.snaps = func(state desk.LockState) {
		next := *w.desk.now
		next.Lock = state
		w.desk.now = &next
		w.desk.look()
	}
	return w
}

// named says whether any name of a client or a company is on screen or in the window's title.
func (w *window) named() string {
	for _, e := range kit.Map(w.window.Canvas()) {
		if strings.Contains(e.Label, "Company ") || strings.Contains(e.Label, "Client ") || strings.Contains(e.Value, "Company ") {
			return e.Label
		}
	}
	if title := w.window.Title(); strings.Contains(title, "Company") {
		return title
	}
	return ""
}

func TestTheLockPageHidesEverythingAndGivesItBack(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working), company(2, desk.Unchecked)))
	w.menu("Unlink…")
	if w.named() == "" {
		t.Fatal("no name is on screen before the lock: this test looks at nothing")
	}
	w.lockNow() // as the shortcut does, which reaches it through the dialog
	if name := w.named(); name != "" {
		t.Errorf("%q is on screen before the desk is locked", name)
	}
	w.queue.drain()
	if name := w.named(); name != "" {
		t.Errorf("%q is on screen", name)
	}
	if len(w.window.Canvas().Overlays().List()) > 0 {
		t.Error("the dialog stands over the lock")
	}
	if w.window.Title() != "Crosswalk is locked" || !slices.Equal(w.desk.did, []string{"lock"}) {
		t.Errorf("title %q, the desk did %v", w.window.Title(), w.desk.did)
	}
	w.typed('/')
	w.pressed(&fyne.KeyEvent{Name: fyne.KeyEscape})
	test.AssertRendersToMarkup(t, "lock.xml", w.window.Canvas())
	w.tap("button", "Unlock")
	if w.window.Title() != "Crosswalk" || w.named() == "" || w.lock.page != nil {
		t.Errorf("title %q, names %q", w.window.Title(), w.named())
	}
}

func TestTheLockPageLooksAsItDidInBothLooks(t *testing.T) {
	for mode, file := range map[kit.Mode]string{kit.AlwaysLight: "lock-light.xml", kit.AlwaysDark: "lock-dark.xml"} {
		now := open(company(1, desk.Working))
		now.Kept = desk.KeptByPassphrase
		w := lockable(t, now)
		w.app.Settings().SetTheme(kit.NewTheme(mode))
		w.lockNow()
		w.queue.drain()
		w.desk.fail = &desk.Trouble{Cause: desk.PassphraseWrong}
		w.lock.page.phrase.SetText("not this one")
		w.lock.page.open()
		w.queue.drain()
		w.lock.page.unlock.Refresh()
		w.find("text", "That is not the passphrase")
		if got := w.lock.page.phrase.Text(); got != "" {
			t.Errorf("the passphrase stays in its field: %q", got)
		}
		test.AssertRendersToMarkup(t, file, w.window.Canvas())
	}
}

func TestWhatComesWhileItIsLockedWaitsBehindTheLock(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working)))
	w.tasks.do("something", time.Minute, func(context.Context) error { return nil }, func(error) {
		kit.Confirm(w.window.Canvas(), kit.Danger, "Company 1 LLC", "About Company 1 LLC", "Yes", "No", func() {})
	})
	w.lockNow()
	w.queue.drain()
	if name := w.named(); name != "" {
		t.Errorf("%q stands over the lock", name)
	}
	w.change(w.desk.now)
	if name := w.named(); name != "" {
		t.Errorf("a change puts %q on screen", name)
	}
	w.tap("button", "Unlock")
	w.find("text", "Company 1 LLC")
	if len(w.window.Canvas().Overlays().List()) != 1 {
		t.Error("what came meanwhile is lost")
	}
}

func TestEachReasonToStayLockedHasItsOwnSentence(t *testing.T) {
	for cause, want := range map[desk.Cause]string{
		desk.KeyStoreLocked: "The key store of this computer is locked", desk.KeyStoreMissing: "This computer has no key store",
		desk.KeyMissing: "The key to what is kept here is not in the key store", desk.KeyStoreSilent: "The key store of this computer does not answer",
	} {
		w := lockable(t, open(company(1, desk.Working)))
		w.lockNow()
		w.queue.drain()
		w.desk.fail = &desk.Trouble{Cause: cause}
		w.tap("button", "Unlock")
		w.find("text", want)
		if w.lock.page == nil {
			t.Errorf("%s unlocks", cause)
		}
		w.desk.fail = nil
		w.tap("button", "Unlock")
		if w.lock.page != nil {
			t.Errorf("after %s it stays locked", cause)
		}
	}
}

func TestAPassphraseIsAskedForWhereOneGuardsTheKey(t *testing.T) {
	now := open(company(1, desk.Working))
	now.Lock, now.Keys = desk.Locked, &desk.Trouble{Cause: desk.PassphraseNeeded} // as after a start
	w := lockable(t, now)
	if name := w.named(); name != "" {
		t.Errorf("%q is on screen after the start", name)
	}
	w.tap("button", "Unlock")
	w.find("text", "Type your passphrase first.")
	w.lock.page.phrase.SetText("four plain words here")
	w.tap("button", "Unlock")
	if !slices.Equal(w.desk.did, []string{"unlock with four plain words here"}) || w.lock.page != nil {
		t.Errorf("the desk did %v", w.desk.did)
	}
}

func TestAnIdleWindowLocksAndATouchKeepsItOpen(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working)))
	at := morning
	w.now = func() time.Time { return at }
	w.lock.idle.set(5 * time.Minute)
	pass := func(d time.Duration) { at = at.Add(d); w.lock.idle.look(); w.queue.drain() }
	pass(4 * time.Minute)
	w.typed('/') // a letter that the page gets is typed on the canvas or in a field
	w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyDown})
	pass(4 * time.Minute)
	w.window.Canvas().Focused().TypedRune('x')
	pass(4 * time.Minute)
	kit.NewSensor().Cursor() // the pointer
	pass(4 * time.Minute)
	if w.lock.page != nil {
		t.Fatal("locked although somebody was there")
	}
	w.change(w.desk.now) // the network, or another window
	pass(time.Minute)
	if w.lock.page == nil {
		t.Fatal("not locked after five minutes without a touch")
	}
	w.tap("button", "Unlock")
	pass(4 * time.Minute)
	if w.lock.page != nil {
		t.Error("the time does not begin anew with unlocking")
	}
}

func TestAComputerThatSleptIsLockedAtTheFirstTouch(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working)))
	at := morning
	w.now = func() time.Time { return at }
	w.lock.idle.set(30 * time.Minute)
	at = at.Add(8 * time.Hour) // no timer has run
	kit.NewSensor().Cursor()
	w.queue.drain()
	if w.lock.page == nil {
		t.Error("the touch that woke it keeps it open")
	}
}

func TestAWindowThatOpensAtTheSecondTryLocksByItselfAsWell(t *testing.T) {
	w := lockable(t, &desk.Snapshot{Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.CannotSave}})
	w.desk.after = 15 * time.Minute
	w.tap("button", "Try again")
	w.queue.drain()
	if got := w.lock.idle.after; got != 15*time.Minute {
		t.Errorf("it locks after %v without a touch", got)
	}
}

func TestAClockThatIsSetBackBeginsTheIdleTimeAnew(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working)))
	at := morning
	w.now = func() time.Time { return at }
	w.lock.idle.set(5 * time.Minute)
	at = at.Add(-24 * time.Hour)
	w.lock.idle.look()
	at = at.Add(5 * time.Minute)
	w.lock.idle.look()
	w.queue.drain()
	if w.lock.page == nil {
		t.Error("a clock that was set back keeps it open for a day")
	}
}

func TestTheLockSettingsKeepWhatTheOrganizationAllows(t *testing.T) {
	w := decide(t, open(), policy.Policy{AutoLock: policy.Choice[time.Duration]{Value: 15 * time.Minute, Set: true}})
	w.desk.after = 15 * time.Minute
	w.window.Resize(fyne.NewSize(1280, 3000))
	w.openSettings()
	w.queue.drain()
	for option, off := range map[string]bool{
		"Never by itself": true, "After 5 minutes without a touch": false, "After 15 minutes without a touch": false, "After 30 minutes without a touch": true, "After an hour without a touch": true,
	} {
		if e := w.find("radio", option); e.Disabled != off {
			t.Errorf("%q: disabled %t", option, e.Disabled)
		}
	}
	w.find("text", "Set by your organization: 15 minutes at most")
	w.pages.settings.lock.set(1)
	w.queue.drain()
	if w.desk.after != 5*time.Minute || w.lock.idle.after != 5*time.Minute {
		t.Errorf("chosen %v, the clock has %v", w.desk.after, w.lock.idle.after)
	}
}

func TestTheTimeThatTheOrganizationAllowsAtMostIsShownAsTheOneThatCounts(t *testing.T) {
	for most, want := range map[time.Duration]string{time.Minute: "After 1 minute without a touch", 10 * time.Minute: "After 10 minutes without a touch", 2 * time.Hour: "After 120 minutes without a touch"} {
		w := decide(t, open(), policy.Policy{AutoLock: policy.Choice[time.Duration]{Value: most, Set: true}})
		w.desk.after = most
		w.window.Resize(fyne.NewSize(1280, 3000))
		w.openSettings()
		w.queue.drain()
		if e := w.find("radio", want); e.Value != "checked" || e.Disabled {
			t.Errorf("%v: %q is %q, disabled %t", most, want, e.Value, e.Disabled)
		}
	}
}

func TestLockingTakesWhatWasCopiedOffTheClipboard(t *testing.T) {
	w := lockable(t, open(company(1, desk.Working)))
	w.CopySecret("http://127.0.0.1:1/start/once")
	w.lockNow()
	w.queue.drain()
	if got := w.app.Clipboard().Content(); got != "" {
		t.Errorf("still there: %q", got)
	}
	w.tap("button", "Unlock")
	w.CopySecret("http://127.0.0.1:1/start/once")
	w.app.Clipboard().SetContent("the person's own")
	w.lockNow()
	if got := w.app.Clipboard().Content(); got != "the person's own" {
		t.Errorf("what was copied since is gone: %q", got)
	}
}
