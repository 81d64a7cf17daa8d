package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
)

// While links are being stored there is neither a second Link nor a way to give the access back under them.
func TestNothingElseCanBePressedWhileLinksAreStored(t *testing.T) {
	for back, n := range map[string]int{"Give it back": 1, "Cancel": 4} {
		w := choosing(t, open(), n)
		w.desk.give = func(desk.Offer) error { t.Error("access that is being linked was given back"); return nil }
		verb := "Link Company 1 LLC"
		if n > 1 {
			w.tick(0)
			verb = "Link 1 company"
		}
		e, linked := w.find("button", back), 0
		w.desk.link = func([]desk.Choice) error {
			if linked++; linked > 1 {
				return nil
			}
			test.TapCanvas(w.window.Canvas(), fyne.NewPos(e.X+e.W/2, e.Y+e.H/2))
			if n > 1 {
				w.pages.connect.choice.tickAll()
				if !w.find("button", "Linking 1 company…").Disabled {
					t.Error("another tick makes Link work again")
				}
			}
			return nil
		}
		w.tap("button", verb)
		if linked != 1 {
			t.Errorf("linked %d times", linked)
		}
		w.find("button", "Add another company")
	}
}

func TestAllThatAreListedCanBeTickedAtOnce(t *testing.T) {
	w := choosing(t, open(company(1, desk.Working)), 14)
	w.tap("button", "All 14")
	w.tap("link", "Tick all 13")
	w.find("button", "Link 13 companies")
	w.tap("link", "Untick all 13")
	w.find("button", "Link 0 companies")
	w.tick(2) // Company 3
	w.pages.connect.choice.head.search.OnChanged("Company 1")
	w.tap("link", "Tick all 5") // 10 to 14; 1 is linked already
	w.find("button", "Link 6 companies")
	w.tap("link", "Untick all 5")
	w.find("button", "Link 1 company")
}

func TestEscapeDoesNotUntickWhatIsToBeLinked(t *testing.T) {
	w := choosing(t, open(), 4)
	w.tick(1)
	w.tick(2)
	w.key(fyne.KeyEscape)
	w.find("button", "Link 2 companies")
}

func TestLargeNumbersHaveCommas(t *testing.T) {
	w := choosing(t, open(), 2000)
	w.find("link", "Tick all 2,000")
	w.find("textbox", "Search 2,000 companies")
}

func TestRedirectAddressesMayBePastedInAnyForm(t *testing.T) {
	p := newSetupPage(openWindow(t, open()).shell)
	p.redirects.SetText("\thttp://127.0.0.1:1/callback,\r\n http://127.0.0.1:2/callback\t")
	if got := p.form().Redirects; len(got) != 2 || got[0] != "http://127.0.0.1:1/callback" || got[1] != "http://127.0.0.1:2/callback" {
		t.Errorf("%q", got)
	}
}

func TestAfterReconnectingThePageSaysSoAndLeadsBack(t *testing.T) {
	w := openWindow(t, open(company(1, desk.NeedsReconnecting)))
	w.desk.link = func([]desk.Choice) error { return nil }
	w.tap("button", "Reconnect")
	w.pages.connect.answered(offer(1), nil)
	w.queue.drain()
	w.tap("button", "Reconnect Company 1 LLC")
	w.find("text", "Company 1 LLC is reconnected")
	if e := w.find("button", "See the list"); !e.Focused {
		t.Error("Enter does not lead back to the list")
	}
}

func TestAWrongCompanyCanJustBeGivenBack(t *testing.T) {
	w := openWindow(t, open(company(1, desk.NeedsReconnecting), company(2, desk.Working)))
	w.tap("button", "Reconnect")
	other := offer(1)
	other.Companies[0].Company, other.Companies[0].Name, other.Companies[0].Linked = company(2, "").Company, "Company 2 LLC", "link-2"
	w.pages.connect.answered(other, nil)
	w.queue.drain()
	w.find("button", "Give it back and try again")
	w.find("button", "Use it for Company 2 LLC") // it is linked already
	given := ""
	w.desk.give = func(o desk.Offer) error { given = o.Grant; return nil }
	w.tap("button", "Give it back")
	w.find("button", "Open Gusto")
	if given != "grant" {
		t.Errorf("gave back %q", given)
	}
}
