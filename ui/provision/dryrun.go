package provision

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// dryRun is what would be sent of a spreadsheet: every row, with what is wrong with it. A tick says that it is sent.
type dryRun struct {
	many    *many
	rows    []provision.Row
	shown   []provision.Row
	view    fyne.CanvasObject
	sub     *kit.Paragraph
	chips   [4]*kit.Chip
	kind    int
	list    *kit.List
	about   *kit.Paragraph // what is so with the current row, whole
	confirm *kit.Button
}

// rowKinds are the chips above the rows; the first is all of them.
var rowKinds = [...]struct {
	word string
	in   func(r provision.Row) bool
}{
	{tongue.Key("All"), func(provision.Row) bool { return true }},
	{tongue.Key("Ready"), func(r provision.Row) bool { return !r.Blocked && len(r.Likenesses) == 0 }},
	{tongue.Key("Like another"), func(r provision.Row) bool { return !r.Blocked && len(r.Likenesses) > 0 }},
	{tongue.Key("To be mended"), func(r provision.Row) bool { return r.Blocked }},
}

func newDryRun(m *many, name string, rows []provision.Row) *dryRun {
	d := &dryRun{many: m, rows: rows, sub: kit.NewParagraph(kit.Quiet, ""), about: kit.NewParagraph(kit.Body, "")}
	d.confirm = kit.NewButton(kit.Primary, "", d.ask)
	cancel := kit.NewButton(kit.Outline, tongue.L("Cancel"), m.back)
	chips := kit.Wrap(8, 8)
	for i := range d.chips {
		d.chips[i] = kit.NewChip("", func() { d.kind = i; d.arrange() })
		chips.Add(d.chips[i])
	}
	d.list = d.newList()
	var ready []string
	for _, r := range rows {
		if rowKinds[1].in(r) {
			ready = append(ready, keyOf(r))
		}
	}
	d.list.SetChecked(ready)
	head := kit.TopRow(12, kit.Grow(kit.Column(2, kit.NewText(kit.Heading, tongue.F("{rows} of {plain}", "rows", page.Count(len(rows), "row", "rows"), "plain", plain(name))), d.sub)), cancel, d.confirm)
	top := kit.Column(0, kit.Inset(24, 18, 24, 12, kit.Column(12, head, chips)), kit.Line())
	below := kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, kit.Inset(24, 12, 24, 12, kit.Fixed(0, 76, kit.Scroll(d.about)))))
	d.view = kit.Edge(top, below, nil, nil, d.list)
	d.arrange()
	return d
}

func keyOf(r provision.Row) string { return fmt.Sprint(r.Line) }

func (d *dryRun) newList() *kit.List {
	list := kit.NewList([]kit.ListColumn{
		{Title: tongue.L("Line"), Width: 44, Min: 40}, {Title: "", Width: 124, Min: 124}, {Title: tongue.L("Company"), Width: 200, Min: 120, Grow: 2}, {Title: tongue.L("E-mail"), Width: 180, Min: 100, Grow: 1, Drop: 1},
		{Title: tongue.L("What is so"), Width: 300, Min: 150, Grow: 3},
	}, kit.ListData{
		Len: func() int { return len(d.shown) }, Key: func(row int) string { return keyOf(d.shown[row]) },
		Cell: func(row, col int) kit.Cell { return d.cell(d.shown[row], col) }, Locked: func(row int) bool { return d.shown[row].Blocked },
	}, kit.ListOptions{Checks: true, KeepTicks: true, Empty: kit.NewText(kit.Quiet, tongue.L("No row like this."))})
	list.On.Checked = d.count
	list.On.Current = func(int) { d.showRow() }
	return list
}

func (d *dryRun) cell(r provision.Row, col int) kit.Cell {
	switch col {
	case 0:
		return kit.Cell{Text: fmt.Sprint(r.Line), Kind: kit.CellQuiet}
	case 1:
		return rowPill(r)
	case 2:
		return kit.Cell{Text: r.Form.Company.Legal}
	case 3:
		return kit.Cell{Text: r.Form.Person.Email, Kind: kit.CellQuiet}
	}
	return kit.Cell{Text: strings.Join(rowWords(r), " "), Kind: kit.CellQuiet}
}

func rowPill(r provision.Row) kit.Cell {
	switch {
	case r.Blocked:
		return kit.Cell{Text: tongue.L("To be mended"), Kind: kit.CellPill, Tone: kit.Act}
	case len(r.Likenesses) > 0:
		return kit.Cell{Text: tongue.L("Like another"), Kind: kit.CellPill, Tone: kit.Attention}
	}
	return kit.Cell{Text: tongue.L("Ready"), Kind: kit.CellPill, Tone: kit.Working}
}

// rowWords is everything that is so with a row, what stops it first. What is wrong with a cell is told by what stands
// above it in the person's own file.
func rowWords(r provision.Row) []string {
	var stops, tells []string
	if r.Unsettled {
		stops = append(stops, tongue.L("The same was sent before, and nobody has said what became of it."))
	}
	if r.NoClient {
		tells = append(tells, tongue.F("No client of yours has the number {number}.", "number", r.Number))
	}
	for i, f := range r.Findings {
		name := words.FieldName(f.Field)
		if i < len(r.Columns) && r.Columns[i] != "" {
			name = r.Columns[i]
		}
		text := name + ": " + words.Beside(f)
		if f.Stops() {
			stops = append(stops, text)
		} else {
			tells = append(tells, text)
		}
	}
	for _, like := range r.Likenesses {
		_, text := likenessWords(like)
		stops = append(stops, strings.ReplaceAll(text, "**", ""))
	}
	return append(stops, tells...)
}

// arrange shows the rows of the chip that is on.
func (d *dryRun) arrange() {
	numbers := [len(rowKinds)]int{}
	d.shown = d.shown[:0]
	for _, r := range d.rows {
		for i, k := range rowKinds {
			if k.in(r) {
				numbers[i]++
			}
		}
		if rowKinds[d.kind].in(r) {
			d.shown = append(d.shown, r)
		}
	}
	for i, c := range d.chips {
		c.SetText(tongue.L(rowKinds[i].word) + " " + page.Number(numbers[i]))
		c.SetSelected(i == d.kind)
	}
	d.list.Refresh()
	if d.list.Current() < 0 && len(d.shown) > 0 {
		d.list.SetCurrent(keyOf(d.shown[0]))
	}
	d.count()
	d.showRow()
}

// count says what the button would do.
func (d *dryRun) count() {
	n := d.list.Ticked()
	d.confirm.SetText(tongue.F("Create {companies}…", "companies", page.Count(n, "company", "companies")))
	d.confirm.SetEnabled(n > 0)
	out := len(d.rows) - n
	text := tongue.L("Nothing is sent yet. What is ticked would be sent.")
	if out > 0 {
		text += tongue.F(" {rows} left out; each says why. Tick a row that is like another only after you have looked.", "rows", page.Count(out, "row is", "rows are"))
	}
	d.sub.SetText(text)
}

// showRow writes what is so with the current row, whole.
func (d *dryRun) showRow() {
	row := d.list.Current()
	if row < 0 || row >= len(d.shown) {
		d.about.SetText("")
		return
	}
	r := d.shown[row]
	text := tongue.F("Line {line}: nothing to mend.", "line", fmt.Sprint(r.Line))
	if all := rowWords(r); len(all) > 0 {
		for i := range all {
			all[i] = plain(all[i])
		}
		text = tongue.F("Line {line}:\n{names}", "line", fmt.Sprint(r.Line), "names", strings.Join(all, "\n"))
	}
	d.about.SetText(text)
	d.about.Refresh()
}

// ask says once more what cannot be taken back. Enter alone sends nothing.
func (d *dryRun) ask() {
	what := page.Count(d.list.Ticked(), "company", "companies")
	text := tongue.L("They are sent one after another, each once, and Gusto writes to each client. A company at Gusto cannot be taken back. You can pause and stop at any time.")
	not := kit.NewButton(kit.Outline, tongue.L("Not yet"), nil)
	var ask *kit.Dialog
	create := kit.NewButton(kit.Primary, tongue.F("Create {what}", "what", what), func() {
		ask.Hide()
		d.begin()
	})
	ask = kit.NewDialog(tongue.F("Create {what} at Gusto?", "what", what), kit.NewParagraph(kit.Body, text), create, not)
	ask.First = not
	ask.Show(d.many.page.window.Canvas())
}

func (d *dryRun) begin() {
	var chosen []provision.Row
	for _, r := range d.rows {
		if d.list.IsChecked(keyOf(r)) && !r.Blocked {
			chosen = append(chosen, r)
		}
	}
	d.confirm.SetEnabled(false)
	p := d.many.page
	page.Run(p.window, taskRows, page.KeyLimit, func(ctx context.Context) (provision.Batch, error) { return p.registrar.Prepare(ctx, chosen) }, func(b provision.Batch, err error) {
		if err != nil {
			d.count()
			p.window.ToastError(err)
			return
		}
		d.many.dry = nil
		p.known.batch, p.known.isBatch = b, true
		d.many.runs.goOn()
	})
}
