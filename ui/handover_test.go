package ui

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/handover"
)

// courier is a desk that makes setup files and uses them.
type courier struct {
	clerk
	path, phrase string
	wish         handover.Wish
	fail         error
}

func (c *courier) SaveSetupFile(_ context.Context, path string, w handover.Wish) error {
	c.path, c.wish = path, w
	return c.fail
}

func (c *courier) UseSetupFile(_ context.Context, path string, phrase desk.Secret) (handover.Used, error) {
	c.path, c.phrase = path, phrase.Reveal()
	return handover.Used{Label: "Gusto demo"}, c.fail
}

func withCourier(t *testing.T, now *desk.Snapshot) (*window, *courier) {
	t.Helper()
	w, c := openWindow(t, now), &courier{}
	w.desk.Desk = c
	return w, c
}

func TestASetupFileThatTheProgramWasStartedWithAsksForItsPassphrase(t *testing.T) {
	w, c := withCourier(t, &desk.Snapshot{Stage: desk.NotSetUp})
	w.takeFile("/home/rosa/Whitfield.crosswalk")
	w.tap("button", "Set up Gusto")
	w.find("text", "Type the passphrase first.")
	if c.path != "" {
		t.Fatal("a file is used without a passphrase")
	}
	w.fill("Passphrase", "wrong horse")
	c.fail = &desk.Trouble{Cause: desk.PassphraseWrong}
	w.tap("button", "Set up Gusto")
	if !w.said("That is not the passphrase") {
		t.Error("the wrong passphrase is not told where it is typed")
	}
	for _, cause := range []desk.Cause{desk.SetupFileExpired, desk.SetupFileDamaged, desk.SetupFileNewer, desk.SetupFileOther} {
		c.fail = &desk.Trouble{Cause: cause, Detail: "November 1, 2026"}
		w.tap("button", "Set up Gusto")
		w.find("text", map[desk.Cause]string{
			desk.SetupFileExpired: "This setup file has expired", desk.SetupFileDamaged: "This is no setup file that can be used",
			desk.SetupFileNewer: "A newer Crosswalk has made this setup file", desk.SetupFileOther: "Another application is set up here",
		}[cause])
	}
	c.fail = nil
	w.fill("Passphrase", "correct horse battery")
	w.tap("button", "Set up Gusto")
	if c.path != "/home/rosa/Whitfield.crosswalk" || c.phrase != "correct horse battery" {
		t.Errorf("%q %q", c.path, c.phrase)
	}
	w.find("text", "Gusto demo is set up. New companies are not made from this computer. The file is not needed any more: delete it.")
	if len(w.window.Canvas().Overlays().List()) != 0 {
		t.Error("the question stays")
	}
}

func TestAnotherKindOfFileOnlyBringsTheWindowForward(t *testing.T) {
	w, _ := withCourier(t, open())
	w.takeFile("")
	w.takeFile("/home/rosa/clients.xlsx")
	if len(w.window.Canvas().Overlays().List()) != 0 {
		t.Error("something is asked")
	}
}

func TestASetupFileIsMadeAsItWasAskedFor(t *testing.T) {
	w, c := withCourier(t, open())
	setups := []desk.Setup{{ID: "d", Environment: "demo"}, {ID: "p", Environment: "production"}}
	w.askMakeSetupFile(setups)
	w.fill("Passphrase", "too short")
	w.tap("button", "Choose where…")
	w.find("text", "At least 12 characters: three or four words.")
	w.fill("Passphrase", "correct horse battery")
	w.tap("button", "Choose where…")
	w.find("text", "The two are not the same.")
	w.fill("Passphrase once more", "correct horse battery")
	w.tap("checkbox", "May create companies at Gusto")
	w.tap("button", "Choose where…")
	folder := t.TempDir()
	w.pickFile(filepath.Join(folder, "firm.crosswalk"))
	if c.wish.Profile != "d" || c.wish.Passphrase.Reveal() != "correct horse battery" || c.wish.Days != 7 || !c.wish.Provisioning || c.path != filepath.Join(folder, "firm.crosswalk") {
		t.Errorf("%+v at %s", c.wish, c.path)
	}
	if !w.said("The setup file is made. It can be used for 7 days") {
		t.Error("nothing is said")
	}
}

func TestSettingsOfferASetupFileOnceSomethingIsSetUp(t *testing.T) {
	w, _ := withCourier(t, open())
	w.openSettings()
	w.queue.drain()
	w.find("button", "Open a setup file…")
	if _, ok := w.seek("button", "Make a setup file…"); ok {
		t.Error("there is nothing to hand over")
	}
	w.desk.setups = []desk.Setup{{ID: "d", Environment: "demo"}}
	w.change(open())
	w.find("button", "Make a setup file…")
	if strings.Contains(w.clipboard(), "demo") {
		t.Error("something went to the clipboard")
	}
}
