//go:build e2e && linux

package stage

import (
	"fmt"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

// What every scenario is made of. The words are those on screen: a test that stops finding them says that a
// person would, too.

const (
	bakery  = "Blue Heron Bakery LLC"
	dental  = "Cedar Street Dental Group, Inc."
	yoga    = "Eastgate Yoga LLC"
	florist = "Foxglove Florists LLC"
)

// firm is a program that is set up for a Gusto of the test's own, with its key in a real key store.
type firm struct {
	*App
	stage *Stage
	gusto *provider
}

// openFirm types the keys of an application into the setup page.
func openFirm(t *testing.T, access sandbox.Access, env ...string) *firm {
	t.Helper()
	f := &firm{stage: New(t), gusto: openProvider(t, access)}
	f.App = f.stage.Start(env...)
	f.Click("button:Enter keys")
	f.enterKeys()
	return f
}

// linkBakery links one of the companies of a person whose consent reaches all of them, and who gives it by herself.
func (f *firm) linkBakery() {
	f.s.t.Helper()
	f.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic})
	f.Click("link:Link companies")
	f.Click("button:Open Gusto")
	f.SeeText("gave access to 12 companies")
	f.tick(bakery)
	f.Click("button:Link 1 company")
	f.SeeText("is linked")
}

// enterKeys fills the setup page for a custom address and saves it.
func (f *firm) enterKeys() {
	f.s.t.Helper()
	f.typeKeys()
	f.Click("button:Save and open")
	f.SeeText("No client and no company yet")
}

func (f *firm) typeKeys() {
	f.s.t.Helper()
	f.Click("radio:Custom address")
	f.Fill("textbox:Address", f.gusto.address)
	f.Fill("textbox:Client ID", f.gusto.id)
	f.Fill("textbox:Client secret", f.gusto.secret)
	f.SeeValue("textbox:Address", f.gusto.address)
	f.SeeValue("textbox:Client ID", f.gusto.id)
}

// goToGusto starts a consent from the list and gives the page that the program opened in the browser.
func (f *firm) goToGusto() *Tab {
	f.s.t.Helper()
	f.Click("link:Link companies")
	tab := f.stage.Opens(func() { f.Click("button:Open Gusto") })
	f.See("Waiting for you in the browser")
	return tab
}

// linkStrict links one company in one round of consent.
func (f *firm) linkStrict(tab *Tab, company string) {
	f.s.t.Helper()
	tab.signIn(sandbox.Dana, sandbox.Strict)
	tab.authorize(company)
	tab.See(company + " is ready to link")
	f.See("Link this company?")
	f.Click("button:Link " + company)
	f.SeeText(company + " is linked")
}

// choose clicks a row and waits for its details to stand beside the list.
func (a *App) choose(row string) {
	a.s.t.Helper()
	a.Click("row:" + row)
	a.SeeValue("row:"+row, "current")
}

// tick clicks the check box of a company's row.
func (a *App) tick(company string) {
	a.s.t.Helper()
	a.Click("checkbox:" + company + "…")
	a.SeeValue("checkbox:"+company+"…", "checked")
}

// restart kills the program and starts it anew on the same data.
func (f *firm) restart(env ...string) {
	f.s.t.Helper()
	f.Kill()
	f.App = f.stage.Start(env...)
}

// wantLinked opens the list and compares its rows with names.
func (a *App) wantLinked(names ...string) {
	a.s.t.Helper()
	a.Click("link:Clients")
	a.See("button:Link a company") // of the list
	a.s.eventually(fmt.Sprintf("%d linked companies in the list", len(names)), func() (bool, string) {
		screen := a.Map()
		rows := 0
		for _, e := range screen {
			if e.Role == "row" {
				rows++
			}
		}
		if rows != len(names) {
			return false, "on screen are" + describe(screen)
		}
		for _, name := range names {
			if _, ok := find(screen, "row:…"+name+"…"); !ok {
				return false, name + " is missing; on screen are" + describe(screen)
			}
		}
		return true, ""
	})
}

// wantVerified verifies one company and waits for the verdict.
func (a *App) wantVerified(company string) {
	a.s.t.Helper()
	a.choose("…" + company + "…")
	a.Click("button:Verify")
	a.SeeText(company + ": working.")
	a.SeeText("Gusto answered today at")
}

// wantNoSecretsOutside looks for what must not leave the program: in its output and in the process list.
func (f *firm) wantNoSecretsOutside() {
	f.s.t.Helper()
	seen := f.words() + f.stage.commandLines()
	for _, secret := range []string{f.gusto.secret, "code_challenge=", "client_id=", "state="} {
		if strings.Contains(seen, secret) {
			f.s.t.Errorf("the program's output or the process list has %q in it", secret[:5]+"…")
		}
	}
}
