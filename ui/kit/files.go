package kit

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// FileEntry is what stands in a folder.
type FileEntry struct {
	Name   string
	Folder bool
	Note   string // quiet, at the right: when it was changed
}

// Files is a dialog that asks for a file, to open or to save: its whole path in a
// line that can be typed or pasted into, and the folder that it stands in.
type Files struct {
	// Read reads a folder away from the toolkit's goroutine and calls done on it,
	// with what can be chosen: folders first, by name.
	Read func(folder string, done func(entries []FileEntry, err error))
	// Check, when it is not nil, looks at a path away from the toolkit's goroutine and
	// calls done on it, with what is wrong with it; "" lets it be picked.
	Check func(path string, done func(wrong string))
	// Picked is called with the whole path, after the dialog has closed.
	Picked func(path string)

	dialog *Dialog
	path   *Field
	up     *Button
	list   *List
	folder string
	found  []FileEntry
}

// NewFiles returns a dialog that is not open yet; verb is what its button says.
func NewFiles(title, text, verb string) *Files {
	d := &Files{path: NewField(tongue.L("File"))}
	columns := []ListColumn{{Title: tongue.L("Name"), Width: 320, Min: 160, Grow: 1}, {Title: tongue.L("Changed"), Width: 110, Min: 90, Drop: 1}}
	d.list = NewList(columns, ListData{
		Len: func() int { return len(d.found) }, Key: func(row int) string { return d.found[row].Name }, Cell: d.cell,
	}, ListOptions{NoHeader: true, Empty: NewText(Quiet, tongue.L("Nothing to choose in this folder."))})
	d.list.On.Current = func(row int) {
		if !d.found[row].Folder {
			d.path.SetText(filepath.Join(d.folder, d.found[row].Name))
		}
	}
	d.list.On.Open = d.open
	d.up = NewButton(Outline, tongue.L("Up"), func() { d.Enter(filepath.Dir(d.folder)) }).WithIcon(IconUp)
	d.path.OnSubmit = func(string) { d.pick() }
	frame := NewFill(ColorSurface)
	frame.Stroke, frame.Width, frame.Radius = ColorHairline, 1, Radius
	body := Column(12, NewParagraph(Quiet, text), d.path, Fixed(0, pickHeight, Stack(frame, Inset(1, 1, 1, 1, d.list))))
	d.dialog = NewDialog(title, body, NewButton(Primary, verb, d.pick), NewButton(Outline, tongue.L("Cancel"), nil), d.up)
	d.dialog.Width = 640
	d.dialog.First = d.path.Focusable()
	return d
}

func (d *Files) cell(row, col int) Cell {
	e := d.found[row]
	switch {
	case col == 1:
		return Cell{Text: e.Note, Kind: CellQuiet}
	case e.Folder:
		return Cell{Text: e.Name, Icon: IconFolder}
	}
	return Cell{Text: e.Name, Icon: IconFile}
}

// Show opens the dialog at a path: a folder ends in a separator.
func (d *Files) Show(c fyne.Canvas, path string) {
	d.path.SetText(path)
	d.dialog.Show(c)
	d.Enter(filepath.Dir(path))
}

// Enter shows another folder. What cannot be read is told, and the folder before
// stays.
func (d *Files) Enter(folder string) {
	d.Read(folder, func(entries []FileEntry, err error) {
		if err != nil {
			d.path.SetError(tongue.L("This folder cannot be opened."))
			return
		}
		name := ""
		if d.folder != "" && !strings.HasSuffix(d.path.Text(), string(filepath.Separator)) {
			name = filepath.Base(d.path.Text())
		}
		if d.folder != "" && folder != d.folder {
			d.path.SetText(filepath.Join(folder, name))
			if name == "" {
				d.path.SetText(withSeparator(folder))
			}
		}
		d.folder, d.found = folder, entries
		d.path.SetError("")
		d.list.SetCurrent("")
		d.list.Refresh()
	})
}

func withSeparator(folder string) string {
	return strings.TrimSuffix(folder, string(filepath.Separator)) + string(filepath.Separator)
}

// open enters a folder, or takes a file.
func (d *Files) open(row int) {
	if d.found[row].Folder {
		d.Enter(filepath.Join(d.folder, d.found[row].Name))
		return
	}
	d.pick()
}

// pick takes the path that stands in the line.
func (d *Files) pick() {
	path := strings.Trim(strings.TrimSpace(d.path.Text()), `"`)
	switch {
	case path == "" || strings.HasSuffix(path, string(filepath.Separator)):
		d.path.SetError(tongue.L("Choose a file, or type where it is."))
		return
	case !filepath.IsAbs(path):
		path = filepath.Join(d.folder, path)
	}
	if d.Check == nil {
		d.take(path, "")
		return
	}
	d.Check(path, func(wrong string) { d.take(path, wrong) })
}

func (d *Files) take(path, wrong string) {
	d.path.SetError(wrong)
	if wrong != "" || !d.dialog.Shown() {
		return
	}
	d.dialog.Hide()
	if d.Picked != nil {
		d.Picked(path)
	}
}
