//go:build e2e && linux

package stage

import (
	"testing"

	"crosswalk/internal/sandbox"
)

// Every page as a person sees it, kept in build/shots: look at them beside the last ones.

func TestPicturesInTheDark(t *testing.T) { pictures(t, "dark", nil, "FYNE_THEME=dark") }

func TestPicturesAtTwoHundredPercent(t *testing.T) {
	pictures(t, "200", []Option{Screen(2700, 1800)}, "FYNE_SCALE=2")
}

func pictures(t *testing.T, look string, opts []Option, env ...string) {
	t.Parallel()
	f := &firm{stage: New(t, opts...), gusto: openProvider(t, sandbox.Classic)}
	f.App = f.stage.Start(env...)
	shot := func(page string) { f.Shot(look + "-" + page) }
	f.See("button:Start practicing")
	shot("first-run")
	f.Click("button:Enter keys")
	f.See("radio:Custom address")
	shot("setup")
	f.enterKeys()
	shot("companies-none")
	f.Click("button:Settings")
	f.See("radio:One company per client")
	shot("settings")
	f.Click("button:Link companies")
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
	f.Click("button:Unlink…")
	shot("companies-unlink")
	f.Key("Escape")
	f.Gone("Unlink " + bakery + "?")
}
