package provision

import (
	"context"
	"fmt"
	"io"

	"fyne.io/fyne/v2"

	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// running is a list of companies that is being sent, or was: how far it is, and what became of each.
type running struct {
	many  *many
	view  fyne.CanvasObject
	now   provision.Batch
	title *kit.Text
	sub   *kit.Paragraph
	bar   *kit.Progress
	count *kit.Text
	why   *kit.Banner
	list  *kit.List
	acts  runningActs
	shut  string // the list that was put away
}

type runningActs struct{ pause, stop, on, save, close *kit.Button }

func newRunning(m *many) *running {
	r := &running{many: m, title: kit.NewText(kit.Heading, ""), sub: kit.NewParagraph(kit.Quiet, ""), bar: kit.NewProgress(), count: kit.NewText(kit.Quiet, "").Whole(), why: kit.NewBanner(kit.Attention, "", "")}
	r.why.Hide()
	r.acts = runningActs{
		pause: kit.NewButton(kit.Outline, tongue.L("Pause"), func() { m.page.registrar.Pause() }), stop: kit.NewButton(kit.Danger, tongue.L("Stop…"), r.askStop),
		on: kit.NewButton(kit.Primary, tongue.L("Go on"), r.goOn), save: kit.NewButton(kit.Primary, tongue.L("Save what became of each…"), r.askResults), close: kit.NewButton(kit.Outline, tongue.L("Close"), r.close),
	}
	r.list = kit.NewList([]kit.ListColumn{
		{Title: tongue.L("Line"), Width: 44, Min: 40}, {Title: tongue.L("Company"), Width: 220, Min: 120, Grow: 2}, {Title: tongue.L("E-mail"), Width: 180, Min: 100, Grow: 1, Drop: 1},
		{Title: tongue.L("State"), Width: 130, Min: 120}, {Title: tongue.L("What became of it"), Width: 260, Min: 100, Grow: 2, Drop: 2},
	}, kit.ListData{
		Len: func() int { return len(r.now.Rows) }, Key: func(row int) string { return fmt.Sprint(r.now.Rows[row].Line) }, Cell: func(row, col int) kit.Cell { return batchCell(r.now.Rows[row], col) },
	}, kit.ListOptions{})
	r.list.On.Open = func(row int) {
		if a := r.now.Rows[row].Attempt; a != nil {
			m.page.openAttempt(a.ID)
		}
	}
	back := kit.NewButton(kit.Outline, tongue.L("Back to the form"), m.back)
	head := kit.TopRow(10, kit.Grow(kit.Column(2, r.title, r.sub)), back, r.acts.pause, r.acts.stop, r.acts.close, r.acts.on, r.acts.save)
	top := kit.Column(0, kit.Inset(24, 18, 24, 14, kit.Column(12, head, kit.Row(14, kit.Grow(r.bar), r.count), r.why)), kit.Line())
	r.view = kit.Edge(top, nil, nil, nil, r.list)
	return r
}

func batchCell(row provision.BatchRow, col int) kit.Cell {
	switch col {
	case 0:
		return kit.Cell{Text: fmt.Sprint(row.Line), Kind: kit.CellQuiet}
	case 1:
		return kit.Cell{Text: row.Company}
	case 2:
		return kit.Cell{Text: row.Email, Kind: kit.CellQuiet}
	case 3:
		if row.Attempt == nil {
			return kit.Cell{Text: tongue.L("Waiting"), Kind: kit.CellPill}
		}
		return pillOf(*row.Attempt)
	}
	return kit.Cell{Text: rowOutcome(row), Kind: kit.CellQuiet}
}

// rowOutcome is what became of a row, in a few words.
func rowOutcome(row provision.BatchRow) string {
	a := row.Attempt
	switch {
	case a == nil:
		return ""
	case a.State == provision.Refused && len(a.Errors) > 0:
		return tongue.F("Gusto: {message}", "message", a.Errors[0].Message)
	case a.Trouble != nil:
		return words.For(a.Trouble).Title
	}
	return ""
}

// closed says that a list has ended and was put away by the person.
func (r *running) closed(b provision.Batch) bool { return b.Ended() && r.shut == b.ID }

// draw shows how far a list is.
func (r *running) draw(b provision.Batch) {
	r.now = b
	runs := b.State == provision.BatchRunning || r.many.page.window.Busy(taskBatch)
	total, left := len(b.Rows), b.Left()
	r.title.SetText(batchTitle(b, runs))
	r.sub.SetText(batchText(b, runs))
	r.bar.SetLabel(batchTitle(b, runs))
	r.bar.SetValue(float64(total-left) / float64(max(1, total)))
	r.count.SetText(tongue.F("{total} of {total2}", "total", page.Number(total-left), "total2", page.Number(total)))
	kit.SetVisible(r.acts.pause, runs && !b.Away)
	kit.SetVisible(r.acts.stop, !b.Ended() && !b.Away)
	kit.SetVisible(r.acts.on, !runs && !b.Ended())
	kit.SetVisible(r.acts.save, b.Ended())
	kit.SetVisible(r.acts.close, b.Ended())
	kit.SetVisible(r.why, b.Why != nil)
	if b.Why != nil {
		page.ShowError(r.why, b.Why)
	}
	r.list.Refresh()
	r.many.view.Refresh()
}

func batchTitle(b provision.Batch, runs bool) string {
	n := page.Count(len(b.Rows), "company", "companies")
	switch {
	case b.State == provision.BatchDone:
		return tongue.F("{n} done", "n", n)
	case b.State == provision.BatchStopped:
		return tongue.F("Stopped after {rows} of {n}", "rows", page.Number(len(b.Rows)-b.Left()), "n", n)
	case runs:
		return tongue.F("Creating {n}", "n", n)
	}
	return tongue.F("{n}, paused", "n", n)
}

// batchText counts what became of all rows.
func batchText(b provision.Batch, runs bool) string {
	var list []string
	for _, one := range []struct {
		n    int
		text string
	}{{b.Count.Created, tongue.L(" created")}, {b.Count.Refused, tongue.L(" refused")}, {b.Count.Unknown, tongue.L(" of unknown outcome")}, {b.Left(), tongue.L(" not sent yet")}} {
		if one.n > 0 {
			list = append(list, page.Number(one.n)+one.text)
		}
	}
	text := page.Names(list) + "."
	switch {
	case b.Away:
		text += tongue.L(" Another window is sending them.")
	case runs:
		text += tongue.L(" One after another, each once.")
	case b.Count.Unknown > 0:
		text += tongue.L(" Look at those of unknown outcome: they are not sent again before you have said what became of them.")
	}
	return text
}

// goOn sends what was not sent yet.
func (r *running) goOn() {
	p := r.many.page
	if p.window.Busy(taskBatch) {
		return
	}
	p.window.Do(taskBatch, page.RoundLimit, func(ctx context.Context) error {
		return p.registrar.Run(ctx, func(b provision.Batch) { p.window.Post(func() { r.tell(b) }) })
	}, func(err error) {
		if err != nil {
			p.window.ToastError(err)
		}
		p.reload()
	})
	r.many.draw()
}

// tell is how far it is now.
func (r *running) tell(b provision.Batch) {
	p := r.many.page
	p.known.batch, p.known.isBatch = b, true
	if p.at == view(r.many) {
		r.many.draw()
	}
}

func (r *running) askStop() {
	text := tongue.F("What was created stays created. {companies} not sent any more. To go on later, pause instead: the list is here again after a restart.", "companies", page.Count(r.now.Left(), "company is", "companies are"))
	kit.Confirm(r.many.page.window.Canvas(), kit.Danger, tongue.L("Stop here?"), text, tongue.L("Stop here"), tongue.L("Go on"), r.stop)
}

func (r *running) stop() {
	p := r.many.page
	p.window.Do("provision-stop", page.KeyLimit, p.registrar.Stop, func(err error) {
		if err != nil {
			p.window.ToastError(err)
		}
		p.reload()
	})
}

// askResults asks where the file with what became of each row goes.
func (r *running) askResults() {
	page.AskNewFile(r.many.page.window, tongue.L("Save what became of each"), tongue.L("No claim link is in it. A file that is there already is never overwritten."), tongue.L("Save"), "new-companies-results.csv", func(path string) {
		r.many.write(path, tongue.L("Saved to "), func(ctx context.Context, w io.Writer) error { return r.many.page.registrar.WriteResults(ctx, w) })
	})
}

// close puts a list away that has ended.
func (r *running) close() {
	r.shut = r.now.ID
	r.many.draw()
}
