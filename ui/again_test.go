package ui

import (
	"context"
	"errors"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// elsewhere looks at the companies and comes back to the page of consents.
func (w *window) elsewhere() {
	w.openClients()
	w.openConnect()
	w.queue.drain()
}

func TestLinkingAgainBeginsAnewAfterWhatIsDone(t *testing.T) {
	w := choosing(t, open(), 1)
	w.desk.link = func([]desk.Choice) error { return nil }
	w.tap("button", "Link Company 1 LLC")
	w.find("text", "Company 1 LLC is linked")
	w.elsewhere()
	if _, ok := w.seek("text", "Company 1 LLC is linked"); ok {
		t.Error("the company that was linked before stands where the next is to be linked")
	}
	w.find("button", "Open Gusto")
}

func TestAFailureThatWasLeftIsNotShownAgain(t *testing.T) {
	w := openWindow(t, open())
	w.openConnect()
	w.pages.connect.answered(desk.Offer{}, &desk.Trouble{Cause: desk.Denied})
	w.queue.drain()
	w.find("button", "Try again")
	w.elsewhere()
	w.find("button", "Open Gusto")
}

func TestAccessThatIsStoredStaysOnThePageWhenItIsLeft(t *testing.T) {
	w := openWindow(t, open())
	w.openConnect()
	w.pages.connect.answered(desk.Offer{Grant: "grant"}, &desk.Trouble{Cause: desk.ProviderFault})
	w.queue.drain()
	w.elsewhere()
	w.find("button", "Give the access back")
}

func TestReconnectLeavesOtherAccessThatStillWaits(t *testing.T) {
	w := openWindow(t, open(company(1, desk.NeedsReconnecting)))
	w.openConnect()
	w.pages.connect.answered(desk.Offer{Grant: "grant"}, &desk.Trouble{Cause: desk.ProviderFault})
	w.openClients()
	w.queue.drain()
	w.tap("button", "Reconnect")
	w.find("text", "Answer this first. Then reconnect Company 1 LLC.")
	given := ""
	w.desk.give = func(o desk.Offer) error { given = o.Grant; return nil }
	w.tap("button", "Give the access back")
	if given != "grant" {
		t.Fatalf("gave back %q: the access that waited is lost from sight", given)
	}
	w.openClients()
	w.tap("button", "Reconnect")
	w.find("text", "Reconnect Company 1 LLC")
}

func TestThePageOfConsentsOpensWithItsFirstButtonAtHand(t *testing.T) {
	w := openWindow(t, open())
	w.openConnect()
	w.queue.drain()
	if e := w.find("button", "Open Gusto"); !e.Focused {
		t.Error("Enter does nothing on the page as it opens")
	}
}

func TestTheChoiceFollowsThePolicyThatWasChangedMeanwhile(t *testing.T) {
	w := choosing(t, open(), 4)
	w.openSettings()
	now := open()
	now.OnePerClient = true
	w.change(now)
	w.openConnect()
	w.tick(1)
	w.tick(2)
	w.find("button", "Link 1 company")
}

func TestOpeningTheBrowserAgainTakesBackThatItDidNotOpen(t *testing.T) {
	w := openWindow(t, open())
	w.openConnect()
	p := w.pages.connect
	p.waiting = &waitingCard{page: p, notice: kit.NewBanner(kit.Attention, "", ""), box: kit.Column(0)}
	p.waiting.say(words.ForError(errors.New("no browser")))
	if !p.waiting.notice.Visible() {
		t.Fatal("the failure is not said")
	}
	p.openBrowser() // the browser itself waits in the queue
	if p.waiting.notice.Visible() {
		t.Error("a failure that is over still stands")
	}
}

func TestSetUpShowsNothingOfAnotherGusto(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	w.desk.setups = []desk.Setup{{ID: "1", Environment: desk.Demo.Name, ClientID: "demo-client", Redirects: []string{"https://firm.example/back"}}}
	w.desk.setUp = func(desk.Setup) error { return &desk.Trouble{Cause: desk.KeyStoreMissing} }
	w.tap("button", "Enter keys")
	p := w.at.(*setupPage)
	if p.id.Text() != "demo-client" {
		t.Fatalf("client ID %q", p.id.Text())
	}
	w.tap("button", "Save and open")
	w.find("button", "This session only")
	w.tap("radio", "Custom address")
	if p.id.Text() != "" || p.redirects.Text() == "https://firm.example/back" {
		t.Errorf("the custom address begins with the demo's client ID %q and redirects %q", p.id.Text(), p.redirects.Text())
	}
	if _, ok := w.seek("button", "This session only"); ok {
		t.Error("the failure of another Gusto stays")
	}
	p.id.SetText("mine")
	w.tap("radio", "Gusto")
	if p.id.Text() != "mine" {
		t.Error("what was typed is gone")
	}
}

// unlocking is a desk that takes any key, and notes where it is kept.
type unlocking struct {
	*fakeDesk
	ways *[]desk.KeyWay
}

func (u unlocking) KeepKey(_ context.Context, way desk.KeyWay, _ desk.Secret) error {
	*u.ways = append(*u.ways, way)
	return nil
}

func TestThisSessionOnlyIsChosenAfterItWasSaidWhatThatMeans(t *testing.T) {
	now := open()
	now.Keys = &desk.Trouble{Cause: desk.KeyStoreMissing}
	w := openWindow(t, now)
	ways := []desk.KeyWay{}
	w.shell.desk = unlocking{w.desk, &ways}
	w.openSettings()
	w.queue.drain()
	w.tap("button", "This session only")
	w.find("text", "Keep nothing past this session?")
	if e := w.find("button", "Cancel"); !e.Focused {
		t.Error("Enter throws away what is stored later, before anybody has read the question")
	}
	w.tap("button", "Cancel")
	if len(ways) != 0 {
		t.Fatalf("chosen without an answer: %v", ways)
	}
	w.tap("button", "This session only")
	w.tap("button", "Keep nothing")
	if len(ways) != 1 || ways[0] != desk.SessionOnly {
		t.Errorf("chosen: %v", ways)
	}
}

func TestAnUnlockedKeyIsNoLongerAskedForInTheSetup(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	w.desk.setUp = func(desk.Setup) error { return &desk.Trouble{Cause: desk.KeyStoreMissing} }
	w.shell.desk = unlocking{w.desk, &[]desk.KeyWay{}}
	w.tap("button", "Enter keys")
	p := w.at.(*setupPage)
	p.id.SetText("client")
	w.tap("button", "Save and open")
	w.find("text", "This computer has no key store")
	w.keepKey(desk.Passphrase, desk.NewSecret("four unrelated words here"))
	w.queue.drain()
	if _, ok := w.seek("text", "This computer has no key store"); ok {
		t.Error("the setup asks for what has been given")
	}
}

func TestLinkingManySaysThatItIsUnderWay(t *testing.T) {
	w := choosing(t, open(), 4)
	w.desk.link = func([]desk.Choice) error { return &desk.Trouble{Cause: desk.CannotSave} }
	w.tick(1)
	w.tick(2)
	var waiting []func()
	w.tasks.spawn = func(f func()) { waiting = append(waiting, f) }
	w.tap("button", "Link 2 companies")
	if e := w.find("button", "Linking 2 companies…"); !e.Disabled {
		t.Error("it can be pressed again")
	}
	w.change(open()) // what is stored shows bit by bit
	w.find("button", "Linking 2 companies…")
	waiting[0]()
	w.queue.drain()
	w.find("button", "Link 2 companies")
}
