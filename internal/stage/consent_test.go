//go:build e2e && linux

package stage

import (
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

func TestPracticeFromTheFirstScreenToALinkThatSurvivesAKill(t *testing.T) {
	t.Parallel()
	s := New(t)
	a := s.Start()
	a.See("Try it with practice companies")
	a.See("Set up Gusto")
	if s.Opened() {
		t.Error("the browser was opened without a click")
	}
	a.Shot("first-run")
	a.Click("button:Start practicing")
	a.SeeText("Nothing here is real")
	a.Shot("companies-none")
	a.Click("link:Link companies")
	a.Shot("connect-ready")
	tab := s.Opens(func() { a.Click("button:Open Gusto") })
	tab.signIn(sandbox.Dana, sandbox.Strict)
	a.See("Waiting for you in the browser")
	a.Shot("connect-waiting")
	tab.Shot("browser-consent-strict")
	tab.authorize(bakery)
	tab.See(bakery + " is ready to link")
	if query := tab.At("127.0.0.1").RawQuery; query != "" {
		t.Errorf("the page in the browser has %d bytes of query in its address", len(query))
	}
	tab.Shot("browser-landing-ready")
	a.See("Link this company?")
	a.Shot("connect-confirm")
	a.Click("button:Link " + bakery)
	a.See("button:Add another company")
	a.Shot("connect-linked")
	a.wantLinked(bakery)
	a.wantVerified(bakery)
	a.Shot("companies-one")
	if kept := s.KeysOf("Crosswalk"); len(kept) != 0 {
		t.Errorf("practice has put %v into the real key store", kept)
	}
	a.Kill()
	a = s.Start()
	a.SeeText("Nothing here is real")
	a.wantLinked(bakery)
	a.wantVerified(bakery)
}

func TestClassicThreeOfTwelveUnderTheRealKeyStore(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Classic)
	if kept := f.stage.KeysOf("Crosswalk"); len(kept) == 0 {
		t.Error("the data key is not in the key store")
	}
	tab := f.goToGusto()
	f.wantNoSecretsOutside()
	tab.signIn(sandbox.Dana, sandbox.Classic)
	tab.Shot("browser-consent-classic")
	tab.authorize("")
	tab.See("12 companies are ready to choose from")
	tab.Shot("browser-landing-choose")
	f.SeeText("gave access to 12 companies")
	f.Shot("choose-empty")
	for _, name := range []string{bakery, dental, florist} {
		f.tick(name)
	}
	f.SeeText("3 of 12 ticked")
	f.Shot("choose-three")
	f.Click("button:Link 3 companies")
	f.See("3 companies linked")
	f.Shot("connect-linked-three")
	f.wantLinked(bakery, dental, florist)
	for _, name := range []string{bakery, dental, florist} {
		f.wantVerified(name)
	}
	f.Shot("companies-three")
	f.restart()
	f.wantLinked(bakery, dental, florist)
	f.wantVerified(dental)
	f.wantNoSecretsOutside()
	if grants := f.gusto.Grants(); len(grants) != 1 {
		t.Errorf("Gusto knows %d grants, want 1 for all three", len(grants))
	}
	// Linked ones cannot be linked twice: a second consent shows them as linked.
	tab = f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Classic)
	tab.authorize("")
	f.See("button:Not linked 9")
	f.Click("button:All 12")
	f.Shot("choose-some-linked")
	if e := f.See("checkbox:" + bakery + "…"); !e.Disabled {
		t.Error("a linked company can be ticked again")
	}
}

func TestOneCompanyPerClientReplacesTheChoice(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Classic)
	f.Click("link:Settings")
	f.Click("radio:One company per client")
	f.Shot("settings-one-per-client")
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Classic)
	tab.authorize("")
	f.SeeText("one company per client")
	f.tick(bakery)
	f.tick(dental)
	f.SeeValue("checkbox:"+bakery+"…", "unchecked")
	f.SeeText("1 of 12 ticked")
	f.Shot("choose-one-per-client")
	f.Click("button:Link 1 company")
	f.SeeText(dental + " is linked")
	f.wantLinked(dental)
}

func TestWithoutAKeyStoreThereAreWordsAndAWayOn(t *testing.T) {
	t.Parallel()
	s := New(t, WithoutKeys())
	f := &firm{stage: s, gusto: openProvider(t, sandbox.Strict)}
	f.App = s.Start()
	f.Click("button:Enter keys")
	f.typeKeys()
	f.Click("button:Save and open")
	f.See("This computer has no key store")
	f.Shot("setup-no-key-store")
	f.Click("button:This session only")
	f.See("Keep nothing past this session?")
	f.Shot("setup-session-only")
	f.Key("Escape")
	f.Gone("Keep nothing past this session?")
	f.Click("button:Use a passphrase…")
	f.Shot("setup-passphrase")
	f.Fill("textbox:Passphrase", "correct horse battery staple")
	f.Fill("textbox:Passphrase once more", "correct horse battery staple")
	f.Click("button:Use this passphrase")
	f.SeeText("Unlocked.")
}

func TestTheAddressOfAPageOfTheFirmsOwnIsPasted(t *testing.T) {
	t.Parallel()
	f := &firm{stage: New(t), gusto: openProvider(t, sandbox.Strict)}
	f.App = f.stage.Start()
	f.Click("button:Enter keys")
	f.typeKeys()
	f.Fill("textbox:Redirect addresses", firmPage)
	f.Click("button:Save and open")
	f.SeeText("No client and no company yet")
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Strict)
	f.Click("button:Copy link")
	f.Click("button:Paste the address I landed on…")
	const field = "textbox:The address in the browser’s address bar"
	f.Click(field)
	f.Key("ctrl+v")
	f.SeeText("http://127.0.0.1:") // the link that was copied, which is not Gusto's answer
	f.Click("button:Use this address")
	f.SeeText("This is a page of the sign-in itself")
	f.Shot("connect-paste")
	tab.authorize(bakery)
	var landed string
	f.stage.eventually("the browser to land on the firm's page", func() (bool, string) {
		for _, landed = range f.stage.Pages() {
			if strings.HasPrefix(landed, firmPage) {
				return true, ""
			}
		}
		return false, strings.Join(f.stage.Pages(), " ")
	})
	f.Fill(field, landed)
	f.Click("button:Use this address")
	f.See("Link this company?")
	f.Click("button:Link " + bakery)
	f.wantLinked(bakery)
}

func TestEverythingCanBeDoneWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := New(t)
	a := s.Start()
	press := func(what What) {
		t.Helper()
		a.TabTo(what)
		a.Key("Return")
	}
	press("button:Start practicing")
	a.SeeText("Nothing here is real")
	press("link:Link companies")
	tab := s.Opens(func() { press("button:Open Gusto") })
	tab.signIn(sandbox.Dana, sandbox.Strict)
	tab.authorize(bakery)
	press("button:Link " + bakery)
	a.SeeText(bakery + " is linked")
	press("button:See the list")
	a.See("row:…" + bakery + "…")
	press("button:Verify")
	a.SeeText(bakery + ": working.")
	unlink := func() {
		press("button:More")
		a.Key("u", "Return")
		a.See("Unlink " + bakery + "?")
	}
	unlink()
	a.Key("Escape")
	a.Gone("Unlink " + bakery + "?")
	unlink()
	press("button:Unlink " + bakery)
	a.SeeText(bakery + " is unlinked.")
	a.Quit()
}
