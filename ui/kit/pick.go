package kit

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// PickItem is one of many things that one can be chosen from.
type PickItem struct {
	Key  string
	Text string
	Note string // quiet, at the right
}

// Picker is a dialog that lets one of many things be chosen: a search, and a list
// of what it finds. A menu does for a dozen.
type Picker struct {
	// Find gives what the words find, in order; "" is everything.
	Find func(words string) []PickItem
	// Picked is called with the key of what was chosen, after the dialog has
	// closed.
	Picked func(key string)
	// Unsure leaves nothing highlighted, and the button gray, until something was typed or chosen: for what must not be
	// taken by a mere Enter.
	Unsure bool

	dialog *Dialog
	search *Search
	list   *List
	take   *Button
	found  []PickItem
}

const pickHeight float32 = 8*RowHeight + 8

// NewPicker returns a dialog that is not open yet; verb is what its button says.
func NewPicker(title, hint, verb string, find func(words string) []PickItem, others ...fyne.CanvasObject) *Picker {
	p := &Picker{Find: find}
	p.take = NewButton(Primary, verb, p.pick)
	p.search = NewSearch(460, hint, "")
	p.search.OnChanged = func(string) { p.refresh() }
	columns := []ListColumn{{Title: tongue.L("What"), Width: 240, Min: 120, Grow: 2}, {Title: tongue.L("Note"), Width: 120, Min: 60, Grow: 1, Drop: 1}}
	p.list = NewList(columns, ListData{
		Len:  func() int { return len(p.found) },
		Key:  func(row int) string { return p.found[row].Key },
		Cell: func(row, col int) Cell { return p.found[row].cell(col) },
	}, ListOptions{NoHeader: true, Empty: NewText(Quiet, tongue.L("Nothing like this."))})
	p.list.On.Open = func(int) { p.pick() }
	p.list.On.Current = func(int) { p.drawTake() }
	p.search.OnDown, p.search.OnSubmit = p.list.Focus, p.pick
	p.dialog = NewDialog(title, pickBody(p.search, p.list), p.take, NewButton(Outline, tongue.L("Cancel"), nil), others...)
	p.dialog.First = p.search.entry
	p.dialog.Width = 560
	return p
}

// cell is a line of the list: the text, and the note.
func (i PickItem) cell(col int) Cell {
	if col == 0 {
		return Cell{Text: i.Text}
	}
	return Cell{Text: i.Note, Kind: CellQuiet}
}

// pickBody is the search, and the framed list of what it finds.
func pickBody(search *Search, list *List) fyne.CanvasObject {
	frame := NewFill(ColorSurface)
	frame.Stroke, frame.Width, frame.Radius = ColorHairline, 1, Radius
	return Column(10, search, Fixed(0, pickHeight, Stack(frame, Inset(1, 1, 1, 1, list))))
}

// refresh asks for what the words find; the first of it is the one that Enter takes, unless it would be a mere guess.
func (p *Picker) refresh() {
	p.found = p.Find(p.search.Text())
	p.list.Refresh()
	if p.list.Current() < 0 && len(p.found) > 0 && (!p.Unsure || p.search.Text() != "") {
		p.list.SetCurrent(p.found[0].Key)
	}
	p.drawTake()
}

// drawTake turns the button gray while there is nothing to take.
func (p *Picker) drawTake() {
	if p.list.Current() < 0 {
		p.take.Disable()
	} else {
		p.take.Enable()
	}
}

func (p *Picker) pick() {
	row := p.list.Current()
	if row < 0 || row >= len(p.found) {
		return
	}
	key := p.found[row].Key
	p.dialog.Hide()
	if p.Picked != nil {
		p.Picked(key)
	}
}

// Show opens the dialog with one thing highlighted; "" is the first, or nothing.
func (p *Picker) Show(c fyne.Canvas, current string) {
	p.found = p.Find("")
	p.list.SetCurrent(current)
	p.refresh()
	p.dialog.Show(c)
}

// Hide closes the dialog without choosing anything.
func (p *Picker) Hide() { p.dialog.Hide() }
