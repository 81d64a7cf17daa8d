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
	w.openCompanies()
	w.openConnect()
	w.queue.drain()
}

func TestLinkingAgainBeginsAnewAfterWhatIsDone(t *testing.T) {
	w := choosing(t, open(), 1)
	w.desk.link = func([]string) error { return nil }
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

// unlocking is a desk that takes any key.
type unlocking struct{ *fakeDesk }

func (unlocking) KeepKey(context.Context, desk.KeyWay, desk.Secret) error { return nil }

func TestAnUnlockedKeyIsNoLongerAskedForInTheSetup(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	w.desk.setUp = func(desk.Setup) error { return &desk.Trouble{Cause: desk.KeyStoreMissing} }
	w.shell.desk = unlocking{w.desk}
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
