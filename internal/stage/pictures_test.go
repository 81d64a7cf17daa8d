//go:build e2e && linux

package stage

import (
	"testing"
	"time"

	"crosswalk/internal/sandbox"
)

// Every page as a person sees it, kept in build/shots: look at them beside the last ones.

func TestPicturesInTheDark(t *testing.T) { pictures(t, "dark", nil, "FYNE_THEME=dark") }

func TestPicturesAtTwoHundredPercent(t *testing.T) {
	pictures(t, "200", []Option{Screen(2700, 1800)}, "FYNE_SCALE=2")
}

func pictures(t *testing.T, look string, opts []Option, env ...string) {
	t.Parallel()
	f := &firm{stage: New(t, append(opts, Following())...), gusto: openProvider(t, sandbox.Classic)}
	f.App = f.stage.Start(env...)
	shot := func(page string) { f.Shot(look + "-" + page) }
	f.See("button:Start practicing")
	shot("first-run")
	f.Click("button:Enter keys")
	f.See("radio:Custom address")
	shot("setup")
	f.enterKeys()
	shot("companies-none")
	f.Click("link:Settings")
	f.See("radio:One company per client")
	shot("settings")
	f.Click("link:Link companies")
	shot("connect-ready")
	f.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic, Deny: true})
	f.Click("button:Open Gusto")
	f.See("Nothing was linked")
	shot("connect-denied")
	gate := sandbox.NewGate()
	f.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic})
	remove := f.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/oauth/token", Gate: gate})
	f.Click("button:Try again")
	<-gate.Reached()
	shot("connect-finishing")
	gate.Open()
	remove()
	f.SeeText("gave access to 12 companies")
	f.tick(bakery)
	f.tick(yoga)
	shot("choose")
	f.Click("button:Link 2 companies")
	f.See("2 companies linked")
	shot("connect-linked")
	f.wantLinked(bakery, yoga)
	f.wantVerified(bakery)
	shot("companies")
	f.Click("button:More")
	f.Click("menuitem:Unlink…")
	shot("companies-unlink")
	f.Key("Escape")
	f.Gone("Unlink " + bakery + "?")
	f.newCompanyPictures(shot)
	f.Click("link:Lock")
	f.wantNoName("by the menu")
	shot("lock")
	f.Click("button:Unlock")
	f.removeEverything(shot)
}

// newCompanyPictures sends a company that Gusto refuses, and then one that it has no time for.
func (f *firm) newCompanyPictures(shot func(page string)) {
	f.s.t.Helper()
	f.Click("link:New company")
	f.typePerson("dana@whitfieldbooks.example") // Gusto knows her
	shot("provision-form")
	f.Click("button:Review…")
	f.See("Review before it is sent")
	shot("provision-review")
	f.Click("button:Create this company")
	f.SeeText("has already been taken")
	shot("provision-refused")
	f.Fill("textbox:E-mail", "maya@okafor.example")
	f.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.TooMany, Path: "/v1/provision", RetryAfter: 3 * time.Minute})
	f.Click("button:Review…")
	f.See("Review before it is sent")
	f.Click("button:Create this company")
	f.SeeText("There were too many requests in a minute")
	shot("provision-too-many")
	if asked := f.gusto.Count("POST", "/v1/provision"); asked != 2 {
		f.s.t.Errorf("Gusto was asked %d times, want 2", asked)
	}
}

func (f *firm) typePerson(email string) {
	f.s.t.Helper()
	f.SeeValue("textbox:First name", "")
	for _, text := range []string{"Maya", "Okafor", email, "503 555 0142", "", ceramics} {
		if text != "" {
			f.Type(text)
		}
		f.Key("Tab")
	}
}
