package ui

import (
	"slices"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

func TestTheFirstRowsOfALongListAreNotTakenForAllOfIt(t *testing.T) {
	both := []desk.Link{company(1, desk.Working), company(2, desk.Working)}
	first := open(both...)
	first.Unread = &desk.Unread{Links: 1000}
	w := openWindow(t, first)
	says := func(words string) bool {
		return slices.ContainsFunc(kit.Map(w.window.Canvas()), func(e kit.Element) bool { return strings.Contains(e.Label, words) })
	}
	if rows := w.rows(); len(rows) != len(first.Links) {
		t.Fatalf("%d rows are shown, want the %d that are read", len(rows), len(first.Links))
	}
	w.find("button", "All") // without a number: it is not known yet
	if !says("1002 linked") || !says("Reading the list…") || says("nothing needs you") {
		t.Errorf("the status bar does not say what is known: %v", kit.Map(w.window.Canvas()))
	}

	w.change(open(both...))
	w.find("button", "All 2")
	if !says("2 linked") || says("Reading the list…") {
		t.Error("after the rest was read the status bar still waits for it")
	}
}
