package kit

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// Ticks is a dialog in which several of a known list can be ticked: a search, and
// the list with a box before each line.
type Ticks struct {
	// Picked is called with the keys that are ticked, in the list's order, after the
	// dialog has closed.
	Picked func(keys []string)

	items  []PickItem
	found  []PickItem
	dialog *Dialog
	search *Search
	list   *List
	use    *Button
	noun   [2]string
}

// NewTicks returns a dialog that is not open yet. One and many are the noun on its
// button: "Use 3 states".
func NewTicks(title, hint, one, many string, items []PickItem) *Ticks {
	t := &Ticks{items: items, noun: [2]string{one, many}}
	t.search = NewSearch(460, hint, "")
	t.search.OnChanged = func(string) { t.refresh() }
	columns := []ListColumn{{Title: tongue.L("What"), Width: 240, Min: 120, Grow: 2}, {Title: tongue.L("Note"), Width: 60, Min: 40}}
	t.list = NewList(columns, ListData{
		Len:  func() int { return len(t.found) },
		Key:  func(row int) string { return t.found[row].Key },
		Cell: func(row, col int) Cell { return t.found[row].cell(col) },
	}, ListOptions{NoHeader: true, Checks: true, KeepTicks: true, Empty: NewText(Quiet, tongue.L("Nothing like this."))})
	t.list.On.Checked = t.count
	t.use = NewButton(Primary, "", t.done)
	t.list.On.Open = func(int) { t.done() }
	t.search.OnDown, t.search.OnSubmit = t.list.Focus, t.enter
	t.dialog = NewDialog(title, pickBody(t.search, t.list), t.use, NewButton(Outline, tongue.L("Cancel"), nil))
	t.dialog.First = t.search.entry
	t.dialog.Width = 480
	return t
}

// refresh shows the lines whose words, or whose note, begin with what is searched for.
func (t *Ticks) refresh() {
	words := strings.ToLower(strings.TrimSpace(t.search.Text()))
	t.found = nil
	for _, i := range t.items {
		if begins(i.Text, words) || strings.HasPrefix(strings.ToLower(i.Note), words) {
			t.found = append(t.found, i)
		}
	}
	t.list.Refresh()
	if (t.list.Current() < 0 || words != "") && len(t.found) > 0 {
		t.list.SetCurrent(t.found[0].Key)
	}
}

// begins says whether the text, or a word in it, begins with words.
func begins(text, words string) bool {
	text = strings.ToLower(text)
	if strings.HasPrefix(text, words) {
		return true
	}
	for i, r := range text {
		if unicode.IsSpace(r) && strings.HasPrefix(text[i+1:], words) {
			return true
		}
	}
	return false
}

func (t *Ticks) count() {
	switch n := len(t.list.Checked()); n {
	case 0:
		t.use.SetText(tongue.L("Use none"))
	case 1:
		t.use.SetText(tongue.F("Use 1 {noun}", "noun", tongue.N(1, t.noun[0], t.noun[1])))
	default:
		t.use.SetText(tongue.F("Use {n} {noun}", "n", n, "noun", tongue.N(n, t.noun[0], t.noun[1])))
	}
}

// enter is Enter in the search: it ticks what was found first, and is done where nothing is searched for.
func (t *Ticks) enter() {
	row := t.list.Current()
	if t.search.Text() == "" || row < 0 || row >= len(t.found) {
		t.done()
		return
	}
	key, ticked := t.found[row].Key, t.list.Checked()
	if at := slices.Index(ticked, key); at >= 0 {
		ticked = slices.Delete(slices.Clone(ticked), at, at+1)
	} else {
		ticked = append(slices.Clone(ticked), key)
	}
	t.search.SetText("")
	t.refresh()
	t.list.SetChecked(ticked)
	t.count()
}

func (t *Ticks) done() {
	ticked := t.list.Checked()
	var keys []string
	for _, i := range t.items {
		if slices.Contains(ticked, i.Key) {
			keys = append(keys, i.Key)
		}
	}
	t.dialog.Hide()
	if t.Picked != nil {
		t.Picked(keys)
	}
}

// Show opens the dialog with some of the list ticked.
func (t *Ticks) Show(c fyne.Canvas, ticked []string) {
	t.search.SetText("")
	t.refresh()
	t.list.SetCurrent(t.items[0].Key)
	t.list.SetChecked(ticked)
	t.count()
	t.dialog.Show(c)
}

// Hide closes the dialog without changing anything.
func (t *Ticks) Hide() { t.dialog.Hide() }
