package provision

import (
	"context"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// many is a spreadsheet of new companies: a template, a dry run with every error by its line, then one after another.
type many struct {
	page *Page
	view *fyne.Container
	begs fyne.CanvasObject // how to begin
	file *kit.Button       // asks for the spreadsheet
	dry  *dryRun           // what would be sent; nil before a file was read
	runs *running
}

const (
	taskRows  = "provision-rows"
	taskFile  = "provision-file"
	taskBatch = "provision-batch"
)

func newMany(p *Page) *many {
	m := &many{page: p, view: kit.Stack()}
	m.begs = m.newBeginning()
	m.runs = newRunning(m)
	return m
}

func (m *many) object() fyne.CanvasObject { return m.view }

// draw shows what is at hand: the list that is being sent, the dry run, or how to begin.
func (m *many) draw() {
	k := m.page.known
	o := m.begs
	switch {
	case m.dry != nil:
		o = m.dry.view
	case k.isBatch && !m.runs.closed(k.batch):
		m.runs.draw(k.batch)
		o = m.runs.view
	}
	m.view.Objects = []fyne.CanvasObject{o}
	m.view.Refresh()
}

// focus puts the keyboard where one goes on.
func (m *many) focus() {
	switch {
	case m.dry != nil:
		m.dry.list.Focus()
	case m.view.Objects[0] == m.begs:
		kit.FocusOn(m.file)
	default:
		m.runs.list.Focus()
	}
}

func (m *many) back() {
	if m.dry != nil {
		m.dry = nil
		m.draw()
		return
	}
	m.page.openForm()
}

func (m *many) newBeginning() fyne.CanvasObject {
	workbook := kit.NewButton(kit.Outline, tongue.L("Save the template (.xlsx)…"), func() { m.askTemplate(intake.Workbook, ".xlsx") })
	text := kit.NewButton(kit.Outline, tongue.L("Save the template (.csv)…"), func() { m.askTemplate(intake.CSV, ".csv") })
	m.file = kit.NewButton(kit.Primary, tongue.L("Choose your file…"), m.askRows)
	back := kit.NewButton(kit.Outline, tongue.L("Back to the form"), m.back)
	first := kit.NewCard(kit.Column(12, kit.NewText(kit.CardTitle, tongue.L("1. Fill in the template")),
		kit.NewParagraph(kit.Quiet, tongue.L("One row for each company, with the columns that the form has. Its second sheet says what goes where.")), kit.Wrap(8, 8, workbook, text)))
	second := kit.NewCard(kit.Column(12, kit.NewText(kit.CardTitle, tongue.L("2. See what would happen")),
		kit.NewParagraph(kit.Quiet, tongue.L("Crosswalk reads the file, says by its line what has to be mended, and what looks like a company that is there already. Nothing is sent. A file can also be dropped onto the window.")), kit.Row(8, m.file, kit.Spacer())))
	third := kit.NewCard(kit.Column(12, kit.NewText(kit.CardTitle, tongue.L("3. Send, one after another")),
		kit.NewParagraph(kit.Quiet, tongue.L("Each company is written down here before it is sent, and sent once. You can pause and stop; after a crash it goes on exactly where it was. At the end there is a file with what became of each."))))
	top := heading(tongue.L("Many at once"), tongue.L("A spreadsheet of new companies for Gusto."), back)
	return kit.Edge(top, nil, nil, nil, kit.Scroll(kit.Inset(24, 4, 24, 16, kit.MaxWidth(720, kit.Column(14, first, second, third)))))
}

// askTemplate asks where the template goes.
func (m *many) askTemplate(format intake.Format, extension string) {
	page.AskNewFile(m.page.window, tongue.L("Save the template"), tongue.L("A file that is there already is never overwritten."), tongue.L("Save"), "new-companies"+extension, func(path string) {
		m.write(path, tongue.L("Saved to "), func(_ context.Context, w io.Writer) error { return intake.Template(w, format) })
	})
}

// write makes a file for this account alone that did not exist before.
func (m *many) write(path, done string, fill func(context.Context, io.Writer) error) {
	m.page.window.Do(taskFile, page.KeyLimit, func(ctx context.Context) error {
		return desk.WriteNew(path, func(to io.Writer) error { return fill(ctx, to) })
	}, func(err error) {
		if err != nil {
			m.page.window.ToastError(err)
			return
		}
		m.page.window.Toast(kit.Working, done+path+".")
	})
}

var rowTypes = []string{".csv", ".tsv", ".txt", ".xlsx"}

func (m *many) askRows() {
	page.AskFile(m.page.window, tongue.L("Read new companies"), tongue.L("A spreadsheet (.xlsx) or a text file (.csv). You see what would happen before anything is sent."), tongue.L("Read the file"), rowTypes, m.read)
}

// Dropped takes a spreadsheet that was dropped onto the window.
func (p *Page) Dropped(paths []string) {
	if len(paths) > 0 && p.at == view(p.many) {
		p.many.read(paths[0])
	}
}

func (m *many) read(path string) {
	w := m.page.window
	if k := m.page.known; k.isBatch && !k.batch.Ended() {
		w.ToastError(&desk.Trouble{Cause: desk.BatchOpen})
		return
	}
	page.Run(w, taskRows, page.KeyLimit, func(ctx context.Context) ([]provision.Row, error) { return m.page.registrar.ReadRows(ctx, path) }, func(rows []provision.Row, err error) {
		if err != nil {
			w.ToastError(err)
			return
		}
		m.dry = newDryRun(m, filepath.Base(path), rows)
		m.draw()
		m.dry.list.Focus()
	})
}
