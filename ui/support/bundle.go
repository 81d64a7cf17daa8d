package support

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"crosswalk/internal/bundle"
	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Bundle is the page of what may be shown to support: every part, to be read whole before it is saved.
type Bundle struct {
	window   page.Window
	help     Examiner
	box      fyne.CanvasObject
	text     *kit.Text
	acts     bundleActs
	list     *kit.List
	reader   *kit.Reader
	about    *kit.Text
	material *bundle.Material // nil while nothing is gathered
	parts    []bundle.Part
}

// bundleActs are what can be done.
type bundleActs struct {
	save, stop, again *kit.Button
	names             *kit.Check
}

const partsWidth = 270

// NewBundle makes the page. It gathers nothing before [Bundle.Gather].
func NewBundle(w page.Window, h Examiner, ways Ways) *Bundle {
	b := &Bundle{window: w, help: h, text: kit.NewText(kit.Quiet, ""), about: kit.NewText(kit.Quiet, "")}
	b.acts = bundleActs{
		save: kit.NewButton(kit.Primary, tongue.L("Save as a file…"), b.askSave), stop: kit.NewButton(kit.Outline, tongue.L("Cancel"), b.stop),
		again: kit.NewButton(kit.Outline, tongue.L("Gather again"), b.Gather),
		names: kit.NewCheck(tongue.L("Replace the names of companies, people and clients by numbers"), func(bool) { b.make() }),
	}
	b.list = kit.NewList([]kit.ListColumn{{Title: tongue.L("Part"), Width: 160, Min: 100, Grow: 1}, {Title: tongue.L("Size"), Width: 64, Min: 60}}, kit.ListData{
		Len: func() int { return len(b.parts) }, Key: func(row int) string { return b.parts[row].Name },
		Cell: func(row, col int) kit.Cell {
			if col == 1 {
				return kit.Cell{Text: sizeWords(len(b.parts[row].Text)), Kind: kit.CellQuiet}
			}
			return kit.Cell{Text: b.parts[row].Name}
		},
	}, kit.ListOptions{})
	b.list.On.Current = func(int) { b.show() }
	b.reader = kit.NewReader("")
	title := kit.Row(12, kit.NewText(kit.Heading, tongue.L("Support bundle")), kit.Spacer(), b.acts.stop, b.acts.again, b.acts.save)
	lead := kit.NewParagraph(kit.Quiet, tongue.L("Everything that would go in is below: read it before you give it away. No access, no secret, no EIN and no e-mail address is in it. Crosswalk sends nothing."))
	top := kit.Inset(24, 14, 24, 14, kit.Column(12, wayBack(tongue.L("Verify"), ways.Back), kit.Column(6, title, b.text, lead), b.acts.names))
	text := kit.Edge(kit.Column(0, kit.Inset(24, 8, 24, 8, b.about), kit.Line()), nil, nil, nil, b.reader.View)
	left := kit.Edge(nil, nil, nil, kit.Upright(), kit.Fixed(partsWidth, 0, b.list))
	b.box = kit.Edge(kit.Column(0, top, kit.Line()), nil, left, nil, kit.On(kit.ColorSurface, text))
	b.draw()
	return b
}

// View is the page itself.
func (b *Bundle) View() fyne.CanvasObject { return b.box }

// Draw does nothing: a bundle is of one moment.
func (b *Bundle) Draw(*desk.Snapshot) {}

// Leave lets what is being gathered come to its end.
func (b *Bundle) Leave() {}

// Focus puts the keyboard on the parts, to be read.
func (b *Bundle) Focus() {
	if b.busy() {
		kit.FocusOn(b.acts.stop)
		return
	}
	b.list.Focus()
}

func (b *Bundle) busy() bool { return b.window.Busy(gatherTask) }

// Gather reads everything anew.
func (b *Bundle) Gather() {
	if b.busy() {
		return
	}
	options := b.options()
	page.Run(b.window, gatherTask, limit, func(ctx context.Context) (gathered, error) {
		m, err := b.help.Gather(ctx)
		if err != nil {
			return gathered{}, err
		}
		return gathered{m, bundle.Parts(m, options)}, nil
	}, func(g gathered, err error) {
		if err != nil {
			b.window.ToastError(err)
			b.draw()
			return
		}
		b.material = &g.material
		waited := b.window.Canvas().Focused() == fyne.Focusable(b.acts.stop)
		b.fill(g.parts)
		if waited {
			b.list.Focus()
		}
		if b.options() != options { // ticked meanwhile
			b.make()
		}
	})
	b.draw()
}

type gathered struct {
	material bundle.Material
	parts    []bundle.Part
}

func (b *Bundle) options() bundle.Options {
	return bundle.Options{Pseudonyms: b.acts.names.Checked()}
}

// make makes the parts of what was gathered, with names or with numbers in their place.
func (b *Bundle) make() {
	if b.material == nil || b.busy() {
		return
	}
	m, options := *b.material, b.options()
	page.Run(b.window, gatherTask, page.DiskLimit, func(context.Context) ([]bundle.Part, error) { return bundle.Parts(m, options), nil },
		func(parts []bundle.Part, _ error) {
			b.fill(parts)
			if b.options() != options {
				b.make()
			}
		})
	b.draw()
}

// fill shows the parts, with the one that was being read.
func (b *Bundle) fill(parts []bundle.Part) {
	b.parts = parts
	b.list.Refresh()
	if b.list.Current() < 0 {
		b.list.SetCurrent(parts[0].Name)
	}
	b.show()
	b.draw()
}

// show shows the part that is current.
func (b *Bundle) show() {
	if row := b.list.Current(); row >= 0 && row < len(b.parts) {
		b.about.SetText(b.parts[row].Name + ": " + tongue.L(bundle.About(b.parts[row].Name)))
		b.reader.SetText(b.parts[row].Text)
	}
}

// stop gives up; what was gathered before stays.
func (b *Bundle) stop() {
	b.window.Cancel(gatherTask)
	b.draw()
}

func (b *Bundle) draw() {
	busy, ready := b.busy(), len(b.parts) > 0
	kit.SetVisible(b.acts.stop, busy)
	kit.SetVisible(b.acts.again, !busy)
	b.acts.save.SetEnabled(ready && !busy)
	size := 0
	for _, p := range b.parts {
		size += len(p.Text)
	}
	switch {
	case busy && b.material == nil:
		b.text.SetText(tongue.L("Gathering. This computer is examined first, which takes up to half a minute."))
	case busy:
		b.text.SetText(tongue.L("Gathering once more…"))
	case ready:
		b.text.SetText(page.Count(len(b.parts), "part", "parts") + ", " + sizeWords(size))
	default:
		b.text.SetText(tongue.L("Nothing was gathered"))
	}
	b.box.Refresh()
}

// sizeWords is a size that nobody needs to the byte.
func sizeWords(n int) string {
	if n < 1024 {
		return tongue.F("{n} B", "n", page.Number(n))
	}
	return tongue.F("{n} KB", "n", page.Number((n+512)/1024))
}

// askSave asks where the file goes. What is saved is what was read.
func (b *Bundle) askSave() {
	parts, at := b.parts, b.material.At
	name := "crosswalk-support-" + b.window.Now().Format("2006-01-02") + ".zip"
	page.AskNewFile(b.window, tongue.L("Save the support bundle"), tongue.L("It holds what you have read, as a zip file. Crosswalk sends it nowhere. A file that is there already is never overwritten."), tongue.L("Save"), name, func(path string) {
		b.window.Do(saveTask, page.DiskLimit, func(context.Context) error {
			return desk.WriteNew(path, func(w io.Writer) error { return bundle.Zip(w, parts, at) })
		}, func(err error) {
			if err != nil {
				b.window.ToastError(err)
				return
			}
			b.window.Toast(kit.Working, tongue.F("Saved to {path}. It was sent to nobody.", "path", path))
		})
	})
}
