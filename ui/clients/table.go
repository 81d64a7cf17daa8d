package clients

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// table is a list of clients before it is imported: which column is what, and what would become of each row.
type table struct {
	page    *Page
	read    *desk.Table
	mapping desk.Mapping
	preview *desk.Preview
	view    *fyne.Container
	sub     *kit.Paragraph
	chips   [5]*kit.Chip
	list    *kit.List
	failed  *kit.Banner
	confirm *kit.Button
	kind    int // which chip is on
	shown   []desk.PreviewRow
}

// kinds are the chips above the rows; the first is all of them.
var kinds = [...]struct {
	word string
	kind desk.RowKind
}{{tongue.Key("All"), -1}, {tongue.Key("New"), desk.RowAdds}, {tongue.Key("Changed"), desk.RowUpdates}, {tongue.Key("Unchanged"), desk.RowSame}, {tongue.Key("Left out"), desk.RowBad}}

// openTable shows what importing would do, in place of the list.
func (p *Page) openTable(t *desk.Table) {
	p.table = newTable(p, t)
	p.box.Objects = append(p.box.Objects[:1], kit.On(kit.ColorWindow, p.table.view))
	p.box.Objects[0].Hide()
	p.box.Refresh()
	p.table.ask()
	p.table.list.Focus()
}

// closeTable goes back to the list.
func (p *Page) closeTable() {
	p.window.Cancel("preview")
	p.table = nil
	p.box.Objects = p.box.Objects[:1]
	p.box.Objects[0].Show()
	p.box.Refresh()
	p.list.Focus()
}

func newTable(p *Page, read *desk.Table) *table {
	t := &table{page: p, read: read, mapping: read.Mapping, failed: kit.NewBanner(kit.Act, "", ""), sub: kit.NewParagraph(kit.Quiet, "")}
	t.failed.Hide()
	t.confirm = kit.NewButton(kit.Primary, tongue.L("Import"), t.importAll)
	t.confirm.SetEnabled(false)
	title := tongue.F("Import {rows}", "rows", page.Count(read.Rows, "row", "rows"))
	if read.Name != "" {
		title += tongue.F(" of {read}", "read", read.Name)
	}
	head := kit.Row(12, kit.Grow(kit.Column(2, kit.NewText(kit.Heading, title), t.sub)), kit.NewButton(kit.Outline, tongue.L("Cancel"), p.closeTable), t.confirm)
	for i := range t.chips {
		t.chips[i] = kit.NewChip("", func() { t.kind = i; t.arrange() })
	}
	chips := kit.Wrap(8, 8)
	for _, c := range t.chips {
		chips.Add(c)
	}
	t.list = t.newList()
	top := kit.Column(0, kit.Inset(24, 16, 24, 12, kit.Column(14, head, t.mappings(), t.failed, chips)), kit.Line())
	t.view = kit.Edge(top, nil, nil, nil, t.list)
	return t
}

// fields are what a column can be.
var fields = [...]struct {
	caption string
	at      func(m *desk.Mapping) *int
}{
	{tongue.Key("Client number"), func(m *desk.Mapping) *int { return &m.Number }}, {tongue.Key("Name"), func(m *desk.Mapping) *int { return &m.Name }},
	{tongue.Key("EIN"), func(m *desk.Mapping) *int { return &m.EIN }}, {tongue.Key("Group"), func(m *desk.Mapping) *int { return &m.Group }},
	{tongue.Key("Tags"), func(m *desk.Mapping) *int { return &m.Tags }}, {tongue.Key("Notes"), func(m *desk.Mapping) *int { return &m.Notes }},
}

// mappings are the six questions "which column is the …?", with the answers that the headers suggest.
func (t *table) mappings() fyne.CanvasObject {
	options := []string{tongue.L("not in this list")}
	for i, c := range t.read.Columns {
		options = append(options, columnWords(i, c))
	}
	rows := kit.Column(12)
	var line []fyne.CanvasObject
	for _, f := range fields {
		choose := kit.NewSelect(tongue.L(f.caption), options, *f.at(&t.mapping)+1, func(option int) {
			*f.at(&t.mapping) = option - 1
			t.ask()
		})
		line = append(line, kit.Captioned(tongue.L(f.caption), choose))
		if len(line) == 3 {
			rows.Add(kit.Columns(12, line...))
			line = nil
		}
	}
	return rows
}

// columnWords is how a column is called: its letter, its head, and what stands in it.
func columnWords(i int, c desk.TableColumn) string {
	name := ""
	for n := i; n >= 0; n = n/26 - 1 {
		name = string(rune('A'+n%26)) + name
	}
	if c.Header != "" {
		return name + ": " + c.Header
	}
	return name + ": " + strings.Join(c.Samples, ", ")
}

func (t *table) newList() *kit.List {
	list := kit.NewList([]kit.ListColumn{
		{Title: tongue.L("Line"), Width: 44, Min: 40}, {Title: "", Width: 104, Min: 104}, {Title: tongue.L("Number"), Width: 70, Min: 56, Drop: 3},
		{Title: tongue.L("Name"), Width: 200, Min: 120, Grow: 2}, {Title: tongue.L("EIN"), Width: 90, Min: 84, Drop: 4}, {Title: tongue.L("Group"), Width: 90, Min: 70, Drop: 5},
		{Title: tongue.L("Tags"), Width: 110, Min: 70, Drop: 6}, {Title: tongue.L("What happens"), Width: 260, Min: 150, Grow: 2},
	}, kit.ListData{
		Len: func() int { return len(t.shown) }, Key: func(row int) string { return fmt.Sprint(t.shown[row].Line) },
		Cell: func(row, col int) kit.Cell { return tableCell(t.shown[row], col) },
	}, kit.ListOptions{Empty: kit.NewText(kit.Quiet, tongue.L("No row like this."))})
	return list
}

func tableCell(r desk.PreviewRow, col int) kit.Cell {
	switch col {
	case 0:
		return kit.Cell{Text: fmt.Sprint(r.Line), Kind: kit.CellQuiet}
	case 1:
		return kindCell(r.Kind)
	case 2:
		return kit.Cell{Text: r.Draft.Number, Kind: kit.CellQuiet}
	case 3:
		return kit.Cell{Text: r.Draft.Name}
	case 4:
		return kit.Cell{Text: masked(r.Draft.EIN), Kind: kit.CellQuiet}
	case 5:
		return kit.Cell{Text: r.Draft.Group, Kind: kit.CellQuiet}
	case 6:
		return kit.Cell{Text: strings.Join(r.Draft.Tags, ", "), Kind: kit.CellQuiet}
	}
	return kit.Cell{Text: outcome(r), Kind: kit.CellQuiet}
}

// masked shows the end of an EIN alone.
func masked(ein string) string {
	if len(ein) < 9 {
		return ein
	}
	return "••-•••" + ein[len(ein)-4:]
}

func kindCell(kind desk.RowKind) kit.Cell {
	switch kind {
	case desk.RowAdds:
		return kit.Cell{Text: tongue.L("New"), Kind: kit.CellPill, Tone: kit.Working, Icon: kit.IconPlus}
	case desk.RowUpdates:
		return kit.Cell{Text: tongue.L("Changed"), Kind: kit.CellPill, Tone: kit.Attention, Icon: kit.IconRefresh}
	case desk.RowBad:
		return kit.Cell{Text: tongue.L("Left out"), Kind: kit.CellPill, Tone: kit.Act}
	}
	return kit.Cell{Text: tongue.L("Unchanged"), Kind: kit.CellPill, Icon: kit.IconCheck}
}

// outcome is what becomes of a row, and why.
func outcome(r desk.PreviewRow) string {
	switch r.Kind {
	case desk.RowAdds:
		return tongue.L("A new client")
	case desk.RowUpdates:
		var names []string
		for _, f := range r.Changes {
			names = append(names, tongue.L(fieldWords[f]))
		}
		return tongue.F("Changes the {names}", "names", page.Names(names))
	case desk.RowBad:
		return words.ForRow(r)
	}
	return tongue.L("As it is already")
}

var fieldWords = map[desk.Field]string{
	desk.FieldNumber: tongue.Key("number"), desk.FieldName: tongue.Key("name"), desk.FieldEIN: tongue.Key("EIN"), desk.FieldGroup: tongue.Key("group"), desk.FieldTags: tongue.Key("tags"), desk.FieldNotes: tongue.Key("notes"),
}

// ask reads again what would happen, with the columns as they are mapped now.
func (t *table) ask() {
	t.confirm.SetEnabled(false)
	page.Run(t.page.window, "preview", page.KeyLimit, func(ctx context.Context) (*desk.Preview, error) { return t.page.desk.Preview(ctx, t.read, t.mapping) },
		func(preview *desk.Preview, err error) {
			kit.SetVisible(t.failed, err != nil)
			if err != nil {
				t.fail(err)
				return
			}
			t.preview = preview
			t.arrange()
		})
}

func (t *table) fail(err error) {
	page.ShowError(t.failed, err)
	t.view.Refresh()
}

// arrange shows the rows of the chip that is on, and says what the button would do.
func (t *table) arrange() {
	if t.preview == nil {
		return
	}
	p := t.preview
	numbers := [...]int{len(p.Rows), p.Adds, p.Updates, p.Same, p.Bad}
	t.shown = t.shown[:0]
	for _, r := range p.Rows {
		if t.kind == 0 || r.Kind == kinds[t.kind].kind {
			t.shown = append(t.shown, r)
		}
	}
	for i, c := range t.chips {
		c.SetText(tongue.L(kinds[i].word) + " " + page.Number(numbers[i]))
		c.SetSelected(i == t.kind)
	}
	n := p.Adds + p.Updates
	t.confirm.SetText(tongue.F("Import {clients}", "clients", page.Count(n, "client", "clients")))
	t.confirm.SetEnabled(n > 0)
	t.sub.SetText(t.summary())
	if len(t.shown) > 0 && t.list.CurrentKey() == "" {
		t.list.SetCurrent(fmt.Sprint(t.shown[0].Line))
	}
	t.list.Refresh()
	t.view.Refresh()
}

// summary says what the import would do, before it does.
func (t *table) summary() string {
	p := t.preview
	var parts []string
	for _, part := range []struct {
		n    int
		text string
	}{
		{p.Adds, tongue.F("{clients} would be added", "clients", page.Count(p.Adds, "client", "clients"))}, {p.Updates, tongue.F("{updates} changed", "updates", page.Number(p.Updates))},
		{p.Same, tongue.F("{same} stay as they are", "same", page.Number(p.Same))}, {p.Bad, tongue.F("{rows} would be left out (each says why)", "rows", page.Count(p.Bad, "row", "rows"))},
	} {
		if part.n > 0 {
			parts = append(parts, part.text)
		}
	}
	return tongue.F("Nothing is imported yet. {names}.", "names", strings.Join(parts, ", "))
}

// importAll does it: one transaction, everything or nothing.
func (t *table) importAll() {
	t.confirm.SetEnabled(false)
	preview, w := t.preview, t.page.window
	page.Run(w, "import", page.KeyLimit, func(ctx context.Context) (desk.Imported, error) { return t.page.desk.Import(ctx, preview) },
		func(done desk.Imported, err error) {
			if err != nil {
				t.failed.Show()
				t.fail(err)
				t.confirm.SetEnabled(true)
				if desk.CauseOf(err) == desk.ChangedMeanwhile {
					t.ask()
				}
				return
			}
			t.page.closeTable()
			w.Toast(kit.Working, importedWords(done))
		})
}

// importedWords is what an import did, as one line.
func importedWords(done desk.Imported) string {
	switch {
	case done.Updated == 0:
		return tongue.F("{clients} added.", "clients", page.Count(done.Added, "client", "clients"))
	case done.Added == 0:
		return tongue.F("{clients} changed.", "clients", page.Count(done.Updated, "client", "clients"))
	}
	return tongue.F("{clients} added, {updated} changed.", "clients", page.Count(done.Added, "client", "clients"), "updated", page.Number(done.Updated))
}
