package clients

import (
	"context"
	"strings"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// openMore is how clients come in, and how the crosswalk goes out.
func (p *Page) openMore() {
	forbidden := whyNot(p.desk.MayExport())
	kit.ShowMenuBelow(p.head.more,
		kit.MenuItem{Text: tongue.L("Import a spreadsheet…"), Icon: kit.IconFile, Do: p.askSpreadsheet},
		kit.MenuItem{Text: tongue.L("Paste a list…"), Icon: kit.IconCopy, Do: p.askPaste},
		kit.MenuItem{Text: tongue.L("Add one client…"), Icon: kit.IconPlus, Key: "A", Do: p.askNewClient},
		kit.MenuItem{Text: tongue.L("Export the crosswalk…"), Icon: kit.IconDownload, Line: true, Disabled: forbidden != "", Why: forbidden, Do: func() { p.askExport(export{}) }},
		kit.MenuItem{Text: tongue.L("Export the history…"), Icon: kit.IconClock, Disabled: forbidden != "", Why: forbidden, Do: func() { p.askExport(export{history: true}) }})
}

// whyNot says at the end of a menu's line why it cannot be chosen; nothing where it can.
func whyNot(err error) string {
	if err == nil {
		return ""
	}
	return tongue.L("Set by your organization")
}

// tableTypes are the files that a list of clients can be read from.
var tableTypes = []string{".csv", ".tsv", ".txt", ".xlsx"}

func (p *Page) askSpreadsheet() {
	page.AskFile(p.window, tongue.L("Import clients"), tongue.L("A spreadsheet (.xlsx) or a text file (.csv) of your firm’s clients. You see what would happen before anything is imported. A file can also be dropped onto the window."),
		tongue.L("Read the file"), tableTypes, p.readTable)
}

// Dropped takes a spreadsheet that was dropped onto the window.
func (p *Page) Dropped(paths []string) {
	if len(paths) > 0 {
		p.readTable(paths[0])
	}
}

func (p *Page) readTable(path string) {
	page.Run(p.window, "table", page.DiskLimit, func(ctx context.Context) (*desk.Table, error) { return p.desk.ReadTable(ctx, path) }, func(t *desk.Table, err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.openTable(t)
	})
}

// askPaste takes a list from the clipboard or the keyboard.
func (p *Page) askPaste() {
	field := kit.NewLines(tongue.L("One client a line, or cells copied from a spreadsheet"), 10)
	if text := p.window.Clipboard().Content(); strings.Contains(text, "\n") {
		field.SetText(text)
	}
	var ask *kit.Dialog
	read := kit.NewButton(kit.Primary, tongue.L("Read the list"), func() {
		t, err := p.desk.PasteTable(field.Text())
		if err != nil {
			m := words.ForError(err)
			field.SetError(m.Title + ". " + m.Hint)
			return
		}
		ask.Hide()
		p.openTable(t)
	})
	ask = kit.NewDialog(tongue.L("Paste a list"), kit.Column(10, field), read, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.Width = 640
	ask.First = field.Focusable()
	ask.Show(p.window.Canvas())
}
