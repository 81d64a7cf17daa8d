package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
)

// twoGustos is a firm with its real links open, and one in the demo.
func twoGustos() *desk.Snapshot {
	now := firm(5)
	now.Environment = desk.Production
	now.Environment.Profile = "real"
	demo := company(77, desk.NeedsReconnecting)
	demo.Environment, demo.Client = desk.Demo.Name, now.Clients[0].ID
	now.Elsewhere = []desk.Link{demo}
	return now
}

func TestLinksOfAnotherEnvironmentAreShownWhenAskedForAndOpenedFromThere(t *testing.T) {
	w := openWindow(t, twoGustos())
	c := w.clerk()
	if w.said("Company 77 LLC") {
		t.Error("it is shown unasked")
	}
	w.tap("button", "Environment")
	w.tap("menuitem", "Gusto demo")
	if rows := w.rows(); len(rows) != 1 || !strings.Contains(rows[0], "Company 77 LLC") || !strings.Contains(rows[0], "Gusto demo") {
		t.Fatalf("shown are %q", rows)
	}
	w.find("button", "Needs you") // the numbers are those of what is open
	w.find("text", "4 linked")    // as before: what is elsewhere does not count
	w.find("text", "This link is in Gusto demo")
	w.list()
	w.key(fyne.KeySpace) // cannot be ticked
	w.typed('v')
	w.typed('r')
	w.queue.drain()
	w.find("text", "This link is in Gusto demo. Open Gusto demo first.")
	if _, ok := w.seek("button", "Reconnect"); ok || w.said("1 selected") {
		t.Error("it can be worked with")
	}
	w.tap("button", "Open Gusto demo")
	did(t, c, "enter demo")
}

func TestAllEnvironmentsStandInOneListAndASavedViewKnowsThemByName(t *testing.T) {
	w := openWindow(t, twoGustos())
	c := w.clerk()
	w.tap("button", "Environment")
	w.tap("menuitem", "All of them")
	if rows := strings.Join(w.rows(), "\n"); !strings.Contains(rows, "Company 77 LLC") || !strings.Contains(rows, "Company 0 LLC") {
		t.Fatalf("shown are %s", rows)
	}
	w.find("button", "Environment: Gusto and Gusto demo")
	w.tap("button", "Views")
	w.tap("menuitem", "Save this view…")
	w.fill("Name", "Both")
	w.tap("button", "Save this view")
	if v := c.views[0]; strings.Join(v.Environments, " ") != "production demo" {
		t.Errorf("saved %q", v.Environments)
	}
	now := twoGustos()
	now.Environment, now.Elsewhere = desk.Demo, nil
	now.Views = []desk.View{{Name: "The real ones", Environments: []string{"demo"}}}
	w.change(now) // the other one is open now
	w.tap("button", "Views")
	w.tap("menuitem", "The real ones")
	if len(w.rows()) == 0 {
		t.Error("the view is of the environment that is open, and shows nothing")
	}
}

func TestAnotherEnvironmentBeginsWithPagesOfItsOwn(t *testing.T) {
	w := openWindow(t, twoGustos())
	w.tap("button", "Needs you 1")
	now := open(company(9, desk.Working))
	now.Environment = desk.Demo
	w.change(now)
	if rows := w.rows(); len(rows) != 1 || !strings.Contains(rows[0], "Company 9 LLC") {
		t.Errorf("the filter of the environment before hides what is in this one: %q", rows)
	}
}
