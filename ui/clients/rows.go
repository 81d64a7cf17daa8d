package clients

import (
	"encoding/json"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// The columns of the list, and what each is sorted by.
const (
	colNumber = iota
	colClient
	colCompany
	colState
	colVerified
	colPerson
	colGroup
	colEnvironment
)

var sortedBy = [...]desk.Column{desk.ByNumber, desk.ByName, desk.ByCompany, desk.ByState, desk.ByVerified, desk.ByPerson, desk.ByGroup}

const prefWidths = "clients.widths"

func (p *Page) newList() *kit.List {
	columns := []kit.ListColumn{
		{Title: tongue.L("Number"), Width: 64, Min: 64, Drop: 1, Sortable: true},
		{Title: tongue.L("Client"), Width: 150, Min: 140, Grow: 2, Sortable: true},
		{Title: tongue.L("Gusto company"), Width: 150, Min: 140, Grow: 2, Sortable: true},
		{Title: tongue.L("State"), Width: 120, Min: 104, Sortable: true},
		{Title: tongue.L("Verified"), Width: 80, Min: 76, Drop: 2, Sortable: true},
		{Title: tongue.L("Authorized by"), Width: 130, Min: 120, Drop: 3, Sortable: true},
		{Title: tongue.L("Group"), Width: 100, Min: 80, Drop: 4, Sortable: true},
		{Title: tongue.L("Environment"), Width: 110, Min: 90},
	}
	list := kit.NewList(columns, kit.ListData{
		Len:  func() int { return len(p.rows.shown) },
		Key:  func(row int) string { return keyOf(p.rows.shown[row]) },
		Cell: func(row, col int) kit.Cell { return p.cell(p.rows.shown[row], col) },
		Bare: func(row int) bool { return p.rows.shown[row].Elsewhere() },
	}, kit.ListOptions{Checks: true, Ground: true, Empty: p.empty()})
	list.On.Current = func(int) { p.showDetails() }
	list.On.Checked = func() { p.picked.draw(); p.drawHead() }
	list.On.Sort = func(col int, down bool) {
		p.filters.view.Sort, p.filters.view.Down = sortedBy[col], down
		p.arrange()
	}
	list.On.Open = func(int) { p.openDetails(true) }
	list.On.Menu = p.openRowMenu
	list.On.Resized = func() { p.keepWidths(list) }
	list.SetWidths(p.keptWidths())
	list.SetSort(colClient, false)
	return list
}

// fitColumns leaves out the columns of clients while there are none: then the list is one of companies.
func (p *Page) fitColumns(s *desk.Snapshot) {
	by := colClient
	var hidden []int
	if len(s.Clients) == 0 {
		hidden = append(hidden, colNumber, colClient, colGroup)
		by = colCompany
	}
	if len(p.filters.view.Environments) == 0 {
		hidden = append(hidden, colEnvironment)
	}
	p.list.HideColumns(hidden...)
	if p.filters.view.Sort == desk.ByName {
		p.list.SetSort(by, p.filters.view.Down)
	}
}

// keepWidths remembers the widths that were dragged.
func (p *Page) keepWidths(list *kit.List) {
	if text, err := json.Marshal(list.Widths()); err == nil {
		p.window.Preferences().SetString(prefWidths, string(text))
	}
}

func (p *Page) keptWidths() map[string]float32 {
	widths := map[string]float32{}
	if json.Unmarshal([]byte(p.window.Preferences().String(prefWidths)), &widths) != nil {
		return nil
	}
	return widths
}

// keyOf names a row: its company, else its client.
func keyOf(r roll.Row) string {
	if r.Link != nil {
		return r.Link.ID
	}
	return r.Client.ID
}

// ticked are the rows that are ticked, also those that a filter hides.
func (p *Page) ticked() []roll.Row {
	keys := p.list.Checked()
	if len(keys) == 0 {
		return nil
	}
	wanted := make(map[string]bool, len(keys))
	for _, key := range keys {
		wanted[key] = true
	}
	rows := make([]roll.Row, 0, len(keys))
	for _, r := range p.rows.all.Show(desk.View{}) {
		if wanted[keyOf(r)] {
			rows = append(rows, r)
		}
	}
	return rows
}

// dropTicks forgets the ticks of rows that are gone.
func (p *Page) dropTicks() {
	if p.list.Ticked() == 0 {
		return
	}
	rows := p.ticked()
	if len(rows) == p.list.Ticked() {
		return
	}
	keys := make([]string, 0, len(rows))
	for _, r := range rows {
		keys = append(keys, keyOf(r))
	}
	p.list.SetChecked(keys)
}

func (p *Page) cell(r roll.Row, col int) kit.Cell {
	switch col {
	case colNumber:
		if r.Client != nil {
			return kit.Cell{Text: r.Client.Number, Kind: kit.CellQuiet}
		}
		return kit.Cell{Text: "—", Kind: kit.CellQuiet}
	case colClient:
		if r.Client != nil {
			return kit.Cell{Text: r.Client.Name}
		}
		return kit.Cell{Text: "—", Kind: kit.CellQuiet}
	case colCompany:
		if r.Link != nil {
			return kit.Cell{Text: r.Link.Name}
		}
		return kit.Cell{Text: "—", Kind: kit.CellQuiet}
	case colState:
		m := stateOf(r)
		cell := kit.Cell{Text: m.Pill, Kind: kit.CellPill, Tone: page.Tone(m.Tone)}
		if r.Link != nil && r.Link.Checking {
			cell.Icon = kit.IconDots
		}
		return cell
	case colEnvironment:
		return kit.Cell{Text: tongue.L(p.environmentOf(r).Label), Kind: kit.CellQuiet}
	case colGroup:
		if r.Client != nil {
			return kit.Cell{Text: r.Client.Group, Kind: kit.CellQuiet}
		}
		return kit.Cell{}
	}
	return p.linkCell(r.Link, col)
}

func (p *Page) linkCell(l *desk.Link, col int) kit.Cell {
	switch {
	case l == nil:
		return kit.Cell{}
	case col == colPerson:
		return kit.Cell{Text: l.AuthorizedBy, Kind: kit.CellQuiet}
	case l.Checking:
		return kit.Cell{Text: tongue.L("now"), Kind: kit.CellQuiet}
	}
	return kit.Cell{Text: words.When(l.Verdict.At, p.window.Now()), Kind: kit.CellQuiet}
}

// stateOf is what the list says about a row.
func stateOf(r roll.Row) words.Message {
	switch {
	case r.Link == nil:
		return words.Message{Tone: words.Neutral, Pill: tongue.L("Not linked"), Title: tongue.L("No company is linked to this client"),
			Hint: tongue.L("Link opens Gusto in your browser. Pick the company there; Crosswalk shows which one came back before anything is linked.")}
	case r.Link.Checking:
		return words.Message{Tone: words.Neutral, Pill: tongue.L("Checking")}
	}
	return words.ForVerdict(r.Link.Verdict)
}
