package clients

import (
	"context"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// formats are the forms of an export.
var formats = []struct {
	format    desk.Format
	extension string
	words     kit.Option
}{
	{desk.FormatXLSX, ".xlsx", kit.Option{Text: tongue.Key("Excel workbook (.xlsx)"), Hint: tongue.Key("For people.")}},
	{desk.FormatCSV, ".csv", kit.Option{Text: tongue.Key("Text (.csv)"), Hint: tongue.Key("For every program. The names of the columns stay the same in every version.")}},
	{desk.FormatJSON, ".json", kit.Option{Text: tongue.Key("JSON"), Hint: tongue.Key("For your firm’s own software; its schema is published with Crosswalk.")}},
}

// export is what goes out: the crosswalk, or what happened to all or to some links.
type export struct {
	history bool
	links   []string // none for all
}

// askExport asks for a form, then for a file.
func (p *Page) askExport(what export) {
	title, name := tongue.L("Export the crosswalk"), "crosswalk"
	text := tongue.L("Every client with its company, state and who authorized it. No access is in it: whoever reads the file can do nothing with it. Of an EIN the last four digits.")
	if what.history {
		title, name = tongue.L("Export the history"), "crosswalk-history"
		text = tongue.L("What happened, when, and from which account on which computer, oldest first. Each line is bound to the one before, so that a changed or missing one shows.")
	}
	var options []kit.Option
	for _, f := range formats {
		options = append(options, kit.Option{Text: tongue.L(f.words.Text), Hint: tongue.L(f.words.Hint)})
	}
	form := kit.NewRadio(0, nil, options...)
	var ask *kit.Dialog
	next := kit.NewButton(kit.Primary, tongue.L("Choose a file…"), func() {
		ask.Hide()
		p.askExportFile(what, title, name, form.Selected())
	})
	ask = kit.NewDialog(title, kit.Column(14, kit.NewParagraph(kit.Quiet, text), form), next, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.Show(p.window.Canvas())
}

func (p *Page) askExportFile(what export, title, name string, form int) {
	f := formats[form]
	page.AskNewFile(p.window, title, tongue.L("A file that is there already is never overwritten."), tongue.L("Export"), name+f.extension, func(path string) {
		p.export(what, path, f.format)
	})
}

func (p *Page) export(what export, path string, format desk.Format) {
	p.window.Do("export", page.NetworkLimit, func(ctx context.Context) error {
		if what.history {
			return p.desk.ExportHistory(ctx, path, format, what.links...)
		}
		return p.desk.Export(path, format)
	}, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.window.Toast(kit.Working, tongue.F("Exported to {path}.", "path", path))
	})
}
