package page

import (
	"strings"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// PickClient is a dialog that lets one of the firm's clients be chosen, by number or name; none is highlighted for being
// the first in the alphabet. With none, a button says that it is none of them.
func PickClient(s *desk.Snapshot, title, verb string, none func()) *kit.Picker {
	type line struct {
		item kit.PickItem
		fold string
	}
	lines := make([]line, 0, len(s.Clients))
	for _, c := range s.Clients {
		note := c.Group
		if len(c.Links) > 0 {
			note = tongue.F("has {companies}", "companies", Count(len(c.Links), "company", "companies"))
		}
		text := c.Name
		if c.Number != "" {
			text = c.Number + "  " + c.Name
		}
		lines = append(lines, line{kit.PickItem{Key: c.ID, Text: text, Note: note}, Fold(text)})
	}
	var picker *kit.Picker
	no := kit.NewButton(kit.Outline, tongue.L("No client"), func() { picker.Hide(); none() })
	picker = kit.NewPicker(title, tongue.F("Search {clients}", "clients", Count(len(lines), "client", "clients")), verb, func(words string) []kit.PickItem {
		words = Fold(words)
		items := make([]kit.PickItem, 0, len(lines))
		for _, l := range lines {
			if words == "" || strings.Contains(l.fold, words) {
				items = append(items, l.item)
			}
		}
		return items
	}, no)
	picker.Unsure = true
	return picker
}
