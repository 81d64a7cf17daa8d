//go:build e2e && linux

package stage

import (
	"net/url"
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
	a.Click("button:Link companies")
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

func TestStrictTwiceInARow(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	tab := f.goToGusto()
	f.linkStrict(tab, yoga)
	second := f.stage.Opens(func() { f.Click("button:Add another company") })
	f.linkStrict(second, dental)
	f.wantLinked(dental, yoga)
	f.wantVerified(yoga)
	f.wantVerified(dental)
	if grants := f.gusto.Grants(); len(grants) != 2 {
		t.Errorf("Gusto knows %d grants, want one for each company", len(grants))
	}
}

func TestOneCompanyPerClientReplacesTheChoice(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Classic)
	f.Click("button:Settings")
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

func TestDenialLinksNothingAndSaysSo(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Strict)
	tab.deny()
	tab.See("You chose not to give access")
	tab.Shot("browser-landing-denied")
	f.See("Nothing was linked")
	f.Shot("connect-denied")
	f.wantLinked()
	if grants := f.gusto.Grants(); len(grants) != 0 {
		t.Errorf("Gusto knows %d grants", len(grants))
	}
}

func TestAnAccountantIsRefusedByGustoAndNothingIsLinked(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	tab := f.goToGusto()
	tab.signIn(sandbox.Lena, sandbox.Strict)
	tab.See("accountant access, which is not enough")
	tab.Click("Go back to Crosswalk without access")
	f.See("Nothing was linked")
	f.wantLinked()
}

func TestCancelEndsTheWaitAndALateConsentLinksNothing(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Strict)
	f.Click("button:Cancel")
	f.See("button:Open Gusto")
	tab.authorize(bakery)
	tab.At("127.0.0.1")
	f.wantLinked()
	// Nobody exchanges the late code, so Gusto knows no grant that works.
	if n := f.gusto.Count("POST", "/oauth/token"); n != 0 {
		t.Errorf("%d posts to the token endpoint after a cancel", n)
	}
	// And the next attempt works.
	next := f.goToGusto()
	f.linkStrict(next, yoga)
	f.wantLinked(yoga)
}

func TestAPageWithTheWrongStateDoesNotEndTheWait(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Strict)
	authorize := tab.At("/oauth/authorize")
	back, err := url.Parse(authorize.Query().Get("redirect_uri"))
	if err != nil || back.Host == "" {
		t.Fatalf("no redirect address in the authorize address: %v", err)
	}
	back.RawQuery = url.Values{"code": {"stolen"}, "state": {"somebody-elses"}}.Encode()
	tab.Go(back.String())
	tab.See("This page belongs to another sign-in")
	tab.Shot("browser-landing-stray")
	tab.Reload()
	f.See("A page of another attempt came back")
	f.Shot("connect-stray")
	if n := f.gusto.PostsOfCode("stolen"); n != 0 {
		t.Errorf("the code of a stranger was posted %d times", n)
	}
	tab.Go(authorize.String())
	f.linkStrict(tab, bakery)
	f.wantLinked(bakery)
	f.wantVerified(bakery)
}

func TestUnlinkGivesTheAccessBack(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.linkStrict(f.goToGusto(), bakery)
	f.wantLinked(bakery)
	f.Click("row:" + bakery + "…")
	f.Click("button:Unlink…")
	f.See("Unlink " + bakery + "?")
	f.Shot("companies-unlink")
	f.Click("button:Unlink " + bakery)
	f.SeeText(bakery + " is unlinked.")
	f.wantLinked()
	if grants := f.gusto.Grants(); len(grants) != 0 {
		t.Errorf("Gusto still knows %d grants", len(grants))
	}
}

func TestVerifyTellsWhatHappenedAtGusto(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.linkStrict(f.goToGusto(), bakery)
	f.wantLinked(bakery)
	f.Click("row:" + bakery + "…")
	company, _ := f.gusto.CompanyNamed(sandbox.Dana, bakery)
	remove := f.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 503})
	f.Click("button:Verify")
	f.SeeText("Gusto has a problem of its own")
	f.Shot("companies-gusto-fault")
	remove()
	f.wantVerified(bakery)
	if n, err := f.gusto.Faults().RevokeCompany(company.UUID); err != nil || n != 1 {
		t.Fatalf("revoked %d grants: %v", n, err)
	}
	f.Click("button:Verify")
	f.SeeText("Gusto no longer accepts this access")
	f.Shot("companies-needs-you")
	f.See("button:Needs you 1")
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
	f.SeeText("No company is linked yet")
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
	press("button:Link companies")
	tab := s.Opens(func() { press("button:Open Gusto") })
	tab.signIn(sandbox.Dana, sandbox.Strict)
	tab.authorize(bakery)
	press("button:Link " + bakery)
	a.SeeText(bakery + " is linked")
	press("button:See the companies")
	a.See("row:" + bakery + "…")
	press("button:Verify")
	a.SeeText(bakery + ": working.")
	press("button:Unlink…")
	a.See("Unlink " + bakery + "?")
	a.Key("Escape")
	a.Gone("Unlink " + bakery + "?")
	press("button:Unlink…")
	press("button:Unlink " + bakery)
	a.SeeText(bakery + " is unlinked.")
	a.Quit()
}
