//go:build e2e && linux

package stage

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

func TestDemoProductionAndACustomAddressAreSetUpAndSwitchedBetweenEachWithItsOwn(t *testing.T) {
	t.Parallel()
	f := &firm{stage: New(t, Following()), gusto: openProvider(t, sandbox.Classic)}
	f.App = f.stage.Start()
	f.Click("button:Enter keys")
	f.addressRefused()
	f.linkBakery()

	f.another("Gusto demo", "demo-client", "demo-secret-of-the-firm")
	f.SeeText("No client and no company yet") // what is linked elsewhere is not here
	f.See("Gusto’s test system. No real payroll.")
	f.Shot("profiles-demo")
	f.lookElsewhere()
	f.another("Gusto", "production-client", "production-secret-of-the-firm")
	f.Gone("Gusto’s test system. No real payroll.")
	f.SeeText("No client and no company yet")
	f.Shot("profiles-production")
	f.wantKeys("Gusto demo", "demo-client")
	f.wantKeys("Gusto", "production-client")
	f.wantKeys("Custom address", f.gusto.id)

	f.switchTo("Custom address")
	f.wantLinked(bakery)
	f.wantVerified(bakery) // with its own keys
	f.switchTo("Practice")
	f.See("Nothing here is real. No account, no internet.")
	f.SeeText("No client and no company yet")
	f.switchTo("Gusto demo")
	f.Quit()
	f.App = f.stage.Start()
	f.See("Gusto’s test system. No real payroll.") // it is where one has left it
	f.Click("link:Settings")
	f.See("button:Switch to Custom address")
	f.Shot("profiles-settings")
	f.wantSecretsSealed("demo-secret-of-the-firm", "production-secret-of-the-firm", f.gusto.secret)
}

// addressRefused types an address without encryption to another computer, and then the right one.
func (f *firm) addressRefused() {
	f.s.t.Helper()
	f.typeKeys()
	f.Fill("textbox:Address", "http://gusto.example")
	f.Click("button:Save and open")
	f.SeeText("The address has to be https://…, or http://127.0.0.1:port on this computer")
	f.Shot("profiles-refused")
	f.Fill("textbox:Address", f.gusto.address)
	f.Click("button:Save and open")
	f.SeeText("No client and no company yet")
}

// lookElsewhere has the list show what is linked at another Gusto than the one that is open, and goes back.
func (f *firm) lookElsewhere() {
	f.s.t.Helper()
	f.Click("button:Environment")
	f.Shot("profiles-environments")
	f.Click("menuitem:Custom address")
	f.See("row:" + bakery + "…")
	f.Shot("profiles-elsewhere")
	f.Click("button:Environment: Custom address")
	f.Click("menuitem:Gusto demo, which is open")
	f.SeeText("No client and no company yet")
}

// another sets up one more Gusto.
func (f *firm) another(label, id, secret string) {
	f.s.t.Helper()
	f.Click("link:Settings")
	f.Click("button:Set up Gusto…")
	f.Click("radio:" + label)
	f.SeeValue("textbox:Client ID", "") // nothing of another one
	f.Fill("textbox:Client ID", id)
	f.Fill("textbox:Client secret", secret)
	f.Click("button:Save and open")
	f.Gone("button:Save and open")
	f.Click("link:Clients")
}

// wantKeys looks which client ID stands in the setup of a Gusto.
func (f *firm) wantKeys(label, id string) {
	f.s.t.Helper()
	f.Click("link:Settings")
	f.Click("button:Set up Gusto…")
	f.Click("radio:" + label)
	f.SeeValue("textbox:Client ID", id)
	f.SeeText("A secret is stored. Leave this empty to keep it.")
	f.Click("button:Cancel")
}

func (f *firm) switchTo(label string) {
	f.s.t.Helper()
	f.Click("link:Settings")
	f.Click("button:Switch to " + label)
	f.Gone("button:Switch to " + label)
	f.Click("link:Clients")
}

// wantSecretsSealed looks into every file of the session for what must be in none.
func (f *firm) wantSecretsSealed(secrets ...string) {
	f.s.t.Helper()
	f.Quit()
	for _, secret := range secrets {
		if out, err := exec.Command("grep", "-rlF", "--", secret, f.stage.Dir()+"/data", f.stage.Dir()+"/config", f.stage.Dir()+"/cache").Output(); err == nil {
			f.s.t.Errorf("a secret stands in clear in %s", strings.TrimSpace(string(out)))
		}
	}
	if _, err := os.Stat(f.stage.Dir() + "/data"); err != nil {
		f.s.t.Fatal("this looks at nothing")
	}
}
