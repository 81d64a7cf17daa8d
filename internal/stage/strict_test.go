//go:build e2e && linux

package stage

import (
	"net/url"
	"testing"

	"crosswalk/internal/sandbox"
)

// A firm under strict access, from the first refusal to the last unlink: each part goes on where the one before it ended.
func TestAFirmUnderStrictAccess(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	for _, act := range []struct {
		name string
		play func(*testing.T, *firm)
	}{
		{"an accountant is refused by Gusto and nothing is linked", accountantIsRefused},
		{"a denial links nothing and says so", denialLinksNothing},
		{"Cancel ends the wait and a late consent links nothing", cancelEndsTheWait},
		{"two companies one after the other", strictTwiceInARow},
		{"a page with the wrong state does not end the wait", wrongStateDoesNotEndTheWait},
		{"Verify tells what happened at Gusto", verifyTellsWhatHappened},
		{"Unlink gives the access back", unlinkGivesBack},
	} {
		f.stage.Act(act.name, func(t *testing.T) { act.play(t, f) })
	}
}

func (f *firm) wantGrants(n int, why string) {
	f.s.t.Helper()
	if grants := f.gusto.Grants(); len(grants) != n {
		f.s.t.Errorf("Gusto knows %d grants, want %d: %s", len(grants), n, why)
	}
}

func accountantIsRefused(_ *testing.T, f *firm) {
	tab := f.goToGusto()
	tab.signIn(sandbox.Lena, sandbox.Strict)
	tab.See("accountant access, which is not enough")
	tab.Click("Go back to Crosswalk without access")
	f.See("Nothing was linked")
	f.wantLinked()
}

func denialLinksNothing(_ *testing.T, f *firm) {
	tab := f.goToGusto()
	tab.arriveAt("page-refused") // the browser remembers who signed in
	tab.Click("Sign in as someone else")
	tab.arriveAt("page-signin")
	tab.signIn(sandbox.Dana, sandbox.Strict)
	tab.deny()
	tab.See("You chose not to give access")
	tab.Shot("browser-landing-denied")
	f.See("Nothing was linked")
	f.Shot("connect-denied")
	f.wantLinked()
	f.wantGrants(0, "nobody has given any")
}

func cancelEndsTheWait(t *testing.T, f *firm) {
	tab := f.goToGusto()
	tab.signIn(sandbox.Dana, sandbox.Strict)
	f.Click("button:Cancel")
	f.See("button:Open Gusto")
	tab.authorize(bakery)
	tab.BackHere()
	f.wantLinked()
	// Nobody exchanges the late code, so Gusto knows no grant that works.
	if n := f.gusto.Count("POST", "/oauth/token"); n != 0 {
		t.Errorf("%d posts to the token endpoint after a cancel", n)
	}
}

// strictTwiceInARow is also the attempt after the canceled one.
func strictTwiceInARow(_ *testing.T, f *firm) {
	f.linkStrict(f.goToGusto(), yoga)
	second := f.stage.Opens(func() { f.Click("button:Add another company") })
	f.linkStrict(second, dental)
	f.wantLinked(dental, yoga)
	f.wantVerified(yoga)
	f.wantVerified(dental)
	f.wantGrants(2, "one for each company")
}

func wrongStateDoesNotEndTheWait(t *testing.T, f *firm) {
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
	f.wantLinked(bakery, dental, yoga)
	f.wantVerified(bakery)
}

func verifyTellsWhatHappened(t *testing.T, f *firm) {
	f.wantLinked(bakery, dental, yoga)
	f.choose("…" + bakery + "…")
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

func unlinkGivesBack(_ *testing.T, f *firm) {
	f.wantLinked(bakery, dental, yoga)
	f.choose("…" + yoga + "…")
	f.Click("button:More")
	f.Click("menuitem:Unlink…")
	f.See("Unlink " + yoga + "?")
	f.Shot("companies-unlink")
	f.Click("button:Unlink " + yoga)
	f.SeeText(yoga + " is unlinked.")
	f.wantLinked(bakery, dental)
	f.wantGrants(1, "Gusto has ended one, and one is given back")
}
