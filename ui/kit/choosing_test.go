package kit

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestATypedNameAloneLetsTheButtonWork(t *testing.T) {
	w := show(t, 800, 600, NewText(Body, "page"))
	done := 0
	ConfirmTyped(w.Canvas(), "Disconnect for everyone?", NewText(Body, "what"), "Blue Heron Bakery LLC", "Disconnect", "Cancel", func() { done++ })
	field := w.Canvas().Focused()
	for _, step := range []struct {
		typed string
		works bool
	}{{"Blue Heron", false}, {" Bakery", false}, {" llc", true}} {
		test.Type(field, step.typed)
		if e := find(t, w.Canvas(), "button", "Disconnect"); e.Disabled == step.works {
			t.Errorf("after %q: disabled %t", step.typed, e.Disabled)
		}
	}
	key(field, fyne.KeyReturn)
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

func TestAPickerFindsAmongManyAndTakesTheFirstWithEnter(t *testing.T) {
	w := show(t, 900, 700, NewText(Body, "page"))
	all := []PickItem{{Key: "a", Text: "1001 Alder"}, {Key: "b", Text: "1004 Blue Heron"}, {Key: "c", Text: "1007 Cedar"}}
	picked := ""
	p := NewPicker("Which client?", "Search", "Take it", func(words string) []PickItem {
		return slices.DeleteFunc(slices.Clone(all), func(i PickItem) bool { return !strings.Contains(i.Text, words) })
	})
	p.Picked = func(key string) { picked = key }
	p.Show(w.Canvas(), "c")
	if p.list.CurrentKey() != "c" {
		t.Errorf("highlighted %q", p.list.CurrentKey())
	}
	test.Type(w.Canvas().Focused(), "Blue")
	key(w.Canvas().Focused(), fyne.KeyEnter)
	if picked != "b" || p.dialog.Shown() {
		t.Errorf("picked %q, open %t", picked, p.dialog.Shown())
	}
	picked = ""
	p.Show(w.Canvas(), "")
	p.search.SetText("")
	key(w.Canvas().Focused(), fyne.KeyEscape)
	if picked != "" || p.dialog.Shown() {
		t.Errorf("Escape: picked %q, open %t", picked, p.dialog.Shown())
	}
}

func TestAPickerThatIsUnsureTakesNothingByAMereEnter(t *testing.T) {
	w := show(t, 900, 700, NewText(Body, "page"))
	all := []PickItem{{Key: "a", Text: "1001 Alder"}, {Key: "b", Text: "1004 Blue Heron"}}
	picked := ""
	p := NewPicker("Which client?", "Search", "Take it", func(words string) []PickItem {
		return slices.DeleteFunc(slices.Clone(all), func(i PickItem) bool { return !strings.Contains(i.Text, words) })
	})
	p.Unsure, p.Picked = true, func(key string) { picked = key }
	p.Show(w.Canvas(), "")
	key(w.Canvas().Focused(), fyne.KeyEnter)
	if picked != "" || !p.dialog.Shown() || !p.take.Disabled() {
		t.Errorf("picked %q, open %t, gray %t", picked, p.dialog.Shown(), p.take.Disabled())
	}
	test.Type(w.Canvas().Focused(), "Blue")
	if p.take.Disabled() {
		t.Error("what was found cannot be taken")
	}
	key(w.Canvas().Focused(), fyne.KeyEnter)
	if picked != "b" {
		t.Errorf("picked %q", picked)
	}
	p.search.SetText("")
	p.Show(w.Canvas(), "a")
	if p.take.Disabled() || p.list.CurrentKey() != "a" {
		t.Errorf("highlighted %q, gray %t", p.list.CurrentKey(), p.take.Disabled())
	}
}

func TestTagsAreMadeByEnterAndCommaAndTakenAwayByAClick(t *testing.T) {
	f := NewTagField("Tags", "monthly, nonprofit")
	w := show(t, 400, 200, f)
	w.Canvas().Focus(f.entry)
	test.Type(f.entry, "monthly, 1099")
	key(f.entry, fyne.KeyReturn)
	test.Type(f.entry, "Monthly,half")
	if got := f.Tags(); !slices.Equal(got, []string{"monthly", "1099", "half"}) {
		t.Errorf("tags %q", got)
	}
	e := find(t, w.Canvas(), "button", "Remove 1099")
	test.TapCanvas(w.Canvas(), fyne.NewPos(e.X+4, e.Y+4))
	if got := f.Tags(); !slices.Equal(got, []string{"monthly", "half"}) {
		t.Errorf("after taking one away: %q", got)
	}
}

func TestAMessageCountsDownAndItsButtonWorksUntilThen(t *testing.T) {
	now := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	var later []func()
	toasts := NewToasts()
	toasts.Now = func() time.Time { return now }
	toasts.After = func(_ time.Duration, f func()) { later = append(later, f) }
	w := show(t, 800, 400, toasts.Layer())
	undone := 0
	toasts.ShowUntil(Attention, "Blue Heron is being disconnected", "Undo", now.Add(3*time.Second), func() { undone++ })
	find(t, w.Canvas(), "button", "Undo (3)")
	now = now.Add(time.Second)
	later[0]()
	e := find(t, w.Canvas(), "button", "Undo (2)")
	test.TapCanvas(w.Canvas(), fyne.NewPos(e.X+4, e.Y+4))
	later[1]()
	if undone != 1 || len(toasts.layer.Objects) != 0 || len(later) != 2 {
		t.Errorf("undone %d, shown %d, planned %d", undone, len(toasts.layer.Objects), len(later))
	}
}

// folders is a tree of files for the dialog.
func folders(folder string, done func([]FileEntry, error)) {
	switch folder {
	case filepath.FromSlash("/home/rosa"):
		done([]FileEntry{{Name: "books", Folder: true}, {Name: "clients.csv"}}, nil)
	case filepath.FromSlash("/home/rosa/books"):
		done([]FileEntry{{Name: "march.xlsx"}}, nil)
	default:
		done(nil, errors.New("not readable"))
	}
}

func TestAFileIsChosenWithTheKeyboardOrTyped(t *testing.T) {
	w := show(t, 900, 700, NewText(Body, "page"))
	picked := ""
	d := NewFiles("Import clients", "A spreadsheet.", "Open")
	d.Read, d.Picked = folders, func(path string) { picked = path }
	d.Show(w.Canvas(), filepath.FromSlash("/home/rosa/"))
	d.list.Focus()
	key(w.Canvas().Focused(), fyne.KeyReturn) // into books
	d.list.Focus()
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if want := filepath.FromSlash("/home/rosa/books/march.xlsx"); picked != want {
		t.Errorf("picked %q, want %q", picked, want)
	}
	d.Show(w.Canvas(), filepath.FromSlash("/home/rosa/"))
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if d.path.Error() == "" || !d.dialog.Shown() {
		t.Error("a folder was taken for a file")
	}
	d.path.SetText(filepath.FromSlash("/elsewhere/list.csv"))
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if want := filepath.FromSlash("/elsewhere/list.csv"); picked != want {
		t.Errorf("typed: %q, want %q", picked, want)
	}
}

func TestAFileThatWillNotDoLeavesTheQuestionOpen(t *testing.T) {
	w := show(t, 900, 700, NewText(Body, "page"))
	picked := ""
	d := NewFiles("Import clients", "A spreadsheet.", "Open")
	d.Read, d.Picked = folders, func(path string) { picked = path }
	d.Check = func(path string, done func(string)) {
		if filepath.Base(path) == "gone.csv" {
			done("There is no such file.")
			return
		}
		done("")
	}
	d.Show(w.Canvas(), filepath.FromSlash("/home/rosa/gone.csv"))
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if picked != "" || !d.dialog.Shown() || d.path.Error() != "There is no such file." {
		t.Errorf("picked %q, open: %v, %q", picked, d.dialog.Shown(), d.path.Error())
	}
	d.path.SetText(filepath.FromSlash("/home/rosa/clients.csv"))
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if picked != filepath.FromSlash("/home/rosa/clients.csv") || d.dialog.Shown() {
		t.Errorf("picked %q, open: %v", picked, d.dialog.Shown())
	}
}

func TestDraggedWidthsAreTakenToTheNextList(t *testing.T) {
	r := numbered(3)
	l, _ := newRows(t, r, ListOptions{})
	resized := 0
	l.On.Resized = func() { resized++ }
	edge := l.columns.places[1].x + l.columns.places[1].width + listGap/2
	l.header.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-40, 10)}, Dragged: fyne.NewDelta(-40, 0)})
	l.header.DragEnd()
	widths := l.Widths()
	if resized != 1 || len(widths) != 1 {
		t.Fatalf("resized %d times, widths %v", resized, widths)
	}
	other, _ := newRows(t, r, ListOptions{})
	other.SetWidths(widths)
	if got, want := other.columns.places[1].width, l.columns.places[1].width; got != want {
		t.Errorf("width %v, want %v", got, want)
	}
	other.SetWidths(map[string]float32{"Client": 1, "Gone": 50})
	if got := other.columns.places[1].width; got < 90 {
		t.Errorf("a column is %v wide, less than its least", got)
	}
}

func TestColumnsWithoutAnythingToShowGiveTheirRoomToTheOthers(t *testing.T) {
	l, _ := newRows(t, numbered(3), ListOptions{})
	before := l.columns.places[1].width
	l.HideColumns(0, 2)
	if l.columns.places[0].width != 0 || l.columns.places[2].width != 0 || l.columns.places[1].width <= before {
		t.Errorf("places %+v", l.columns.places)
	}
	l.HideColumns()
	if l.columns.places[0].width == 0 || l.columns.places[1].width != before {
		t.Errorf("shown again: %+v", l.columns.places)
	}
}
