//go:build e2e && linux

package stage

import (
	"fmt"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

const ceramics = "Okafor Ceramics LLC"

func TestANewCompanyFromTheFirstKeyToTheLink(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.Click("link:New company")
	f.SeeText("Is it there already?")
	f.typeCompany()
	f.mendCompany()
	f.Shot("provision-form")
	f.Click("button:Review…")
	f.See("Review before it is sent")
	f.SeeText("5035550142") // as it is sent
	f.SeeText("841234567")
	f.Shot("provision-review")
	f.ClickTwice("button:Create this company")
	f.SeeText(ceramics + " is created, not claimed yet")
	f.Shot("provision-created")
	if n := f.gusto.Count("POST", "/v1/provision"); n != 1 {
		t.Errorf("Gusto was asked %d times", n)
	}

	tab := f.stage.Opens(func() { f.Click("button:Open the link") })
	f.wantNoSecretsOutside()
	if seen := f.words() + f.stage.commandLines(); strings.Contains(seen, "claim_account") {
		t.Error("the claim link is in the program's output or the process list")
	}
	tab.arriveAt("page-claim")
	tab.Shot("browser-claim")
	tab.ClickOn("#claim")
	tab.See(ceramics + " is claimed")

	f.Click("button:Link it")
	tab = f.stage.Opens(func() { f.Click("button:Open Gusto") })
	tab.authorize(ceramics) // the browser is signed in as whoever has claimed it
	f.See("Link this company?")
	f.Click("button:Link " + ceramics)
	f.SeeText(ceramics + " is linked")
	f.Click("link:New company")
	f.SeeText(ceramics + " is linked: was it created here?")
	f.Click("button:Look at it")
	f.Click("button:Yes, it was claimed")
	f.SeeText(ceramics + " is claimed and linked")
	f.Shot("provision-claimed")
	f.wantLinked(ceramics)
}

// typeCompany fills the form with the keyboard alone; the e-mail address, the EIN and the ZIP code are wrong.
func (f *firm) typeCompany() {
	f.s.t.Helper()
	f.SeeValue("textbox:First name", "")
	for _, text := range []string{"Maya", "Okafor", "maya@okafor", "503.555.0142", "", ceramics, "Maya's Mugs", "84-12345", "6"} {
		if text != "" {
			f.Type(text)
		}
		f.Key("Tab")
	}
	f.SeeText("This is not an e-mail address")
	f.SeeText("An EIN has nine digits")
	f.SeeValue("textbox:Phone", "(503) 555-0142")
	f.Key("space") // the states
	f.See("button:Use none")
	f.Type("oreg")
	f.Key("Return")
	f.Click("button:Use 1 state")
	f.Click("link:+ Add an address")
	f.Type("118 NE Alder St, Portland, OR 90012")
	f.Key("Tab")
	f.SeeValue("textbox:City", "Portland")
	f.tabOnTo("button:Done")
	f.Key("Return")
	f.See("button:Primary · 118 NE Alder St, Portland, OR 90012")
}

// tabOnTo is TabTo for what comes into sight only when the keyboard gets there.
func (f *firm) tabOnTo(what What) {
	f.s.t.Helper()
	for range 20 {
		before := focused(f.Map())
		if matches(before, what) {
			return
		}
		f.Key("Tab")
		f.s.eventually("the keyboard to move on", func() (bool, string) {
			now := focused(f.Map())
			return now.Label != "" && now != before, fmt.Sprintf("it stays on %q", before.Label)
		})
	}
	f.s.t.Fatalf("Tab does not reach %q", what)
}

// mendCompany is sent to what is wrong, one after another, and mends it there.
func (f *firm) mendCompany() {
	f.s.t.Helper()
	for _, step := range []struct{ at, typed string }{
		{"textbox:E-mail", "maya@okafor.example"}, {"textbox:EIN", "841234567"}, {"textbox:ZIP code", "97212"},
	} {
		f.Click("button:Review…")
		f.s.eventually(fmt.Sprintf("the keyboard at %q", step.at), func() (bool, string) {
			now := focused(f.Map())
			return matches(now, step.at) || now.Label == "Reason for ZIP code", fmt.Sprintf("it is at %q", now.Label)
		})
		f.Fill(step.at, step.typed)
		f.Key("Tab")
	}
}

func TestALostReplyIsToldAtTheNextStartUntilSomebodyHasLooked(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, Path: "/v1/provision", After: true})
	f.Click("link:New company")
	f.typePerson("maya@okafor.example")
	f.Click("button:Review…")
	f.Click("button:Create this company")
	f.SeeText("Was " + ceramics + " created? Nobody here knows")
	f.Shot("provision-unknown")
	f.restart()
	f.See("Was " + ceramics + " created?")
	f.Shot("provision-unknown-start")
	f.Click("button:Look at it")
	f.Click("button:It was created")
	f.Type("Maya has the message")
	f.Key("Return")
	f.SeeText("“Maya has the message”")
	if n := f.gusto.Count("POST", "/v1/provision"); n != 1 {
		t.Errorf("Gusto was asked %d times", n)
	}
}
