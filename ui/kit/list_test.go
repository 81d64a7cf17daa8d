package kit

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// rows is data for a list: row keys, of which some are locked.
type rows struct {
	keys   []string
	locked map[string]bool
	asked  int // how often a cell was asked for
}

func numbered(n int) *rows {
	r := &rows{locked: map[string]bool{}}
	for i := range n {
		r.keys = append(r.keys, strconv.Itoa(1000+i))
	}
	return r
}

func (r *rows) data() ListData {
	return ListData{
		Len: func() int { return len(r.keys) },
		Key: func(row int) string { return r.keys[row] },
		Cell: func(row, col int) Cell {
			r.asked++
			switch col {
			case 0:
				return Cell{Text: r.keys[row], Kind: CellQuiet}
			case 1:
				return Cell{Text: "Client " + r.keys[row]}
			case 2:
				return Cell{Text: "Working", Kind: CellPill, Tone: Working}
			}
			return Cell{Text: "choose", Kind: CellAction}
		},
		Locked: func(row int) bool { return r.locked[r.keys[row]] },
		Held:   func(row int) bool { return r.locked[r.keys[row]] },
	}
}

var fourColumns = []ListColumn{
	{Title: "Number", Width: 64, Sortable: true}, {Title: "Client", Width: 160, Min: 90, Grow: 1, Sortable: true},
	{Title: "State", Width: 100, Drop: 1}, {Title: "Match", Width: 100, Min: 80, Drop: 2},
}

func newRows(t *testing.T, r *rows, options ListOptions) (*List, fyne.Window) {
	t.Helper()
	l := NewList(fourColumns, r.data(), options)
	return l, show(t, 600, 400, l)
}

func (l *List) click(x float32, row int, button desktop.MouseButton, modifier fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: button, Modifier: modifier}
	e.Position = fyne.NewPos(x, (float32(row)+0.5)*l.options.RowHeight)
	e.AbsolutePosition = e.Position
	l.rows.MouseDown(e)
}

func TestListAsksOnlyForRowsThatAreSeen(t *testing.T) {
	r := numbered(20000)
	l, _ := newRows(t, r, ListOptions{Checks: true})
	r.asked = 0
	l.Refresh()
	// 400 pixels hold eleven rows of 36 and a part of one, of four cells each.
	if r.asked > 13*4 {
		t.Errorf("a refresh of 20,000 rows asked for %d cells", r.asked)
	}
	r.asked = 0
	key(l.rows, fyne.KeyEnd)
	if l.Current() != 19999 {
		t.Errorf("End goes to row %d", l.Current())
	}
	if r.asked > 3*13*4 {
		t.Errorf("a jump to the end asked for %d cells", r.asked)
	}
	if n := len(l.rows.render.slots); n > 13 {
		t.Errorf("%d rows of primitives for a view of twelve", n)
	}
}

func TestScrollingByARowBindsOneRow(t *testing.T) {
	r := numbered(20000)
	l, _ := newRows(t, r, ListOptions{})
	l.view.ScrollToOffset(fyne.NewPos(0, 5*RowHeight))
	l.view.OnScrolled(l.view.Offset)
	r.asked = 0
	l.view.ScrollToOffset(fyne.NewPos(0, 6*RowHeight))
	l.view.OnScrolled(l.view.Offset)
	if r.asked > 2*4 {
		t.Errorf("scrolling by one row asked for %d cells", r.asked)
	}
}

func TestKeysMoveTheCurrentRow(t *testing.T) {
	l, _ := newRows(t, numbered(100), ListOptions{})
	var heard []int
	l.On.Current = func(row int) { heard = append(heard, row) }
	page := max(1, int(l.view.Size().Height/RowHeight)-1)
	key(l.rows, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyUp)
	want := []int{0, 1, 0, page, 99, 99 - page, 0}
	if !slices.Equal(heard, want) {
		t.Errorf("went to %v, want %v", heard, want)
	}
}

func TestCurrentRowIsScrolledIntoView(t *testing.T) {
	l, w := newRows(t, numbered(1000), ListOptions{})
	key(l.rows, fyne.KeyHome)
	for range 500 {
		key(l.rows, fyne.KeyDown)
	}
	top, bottom := float32(500)*RowHeight, float32(501)*RowHeight
	if top < l.view.Offset.Y || bottom > l.view.Offset.Y+l.view.Size().Height {
		t.Errorf("row 500 is out of sight: offset %v", l.view.Offset)
	}
	if e := find(t, w.Canvas(), string(RoleRow), "1500, Client 1500, Working, choose"); e.Value != "current" {
		t.Errorf("row 500 is %+v", e)
	}
}

func TestRowChosenBeforeTheFirstFrameIsSeenWithoutScrollingTooFar(t *testing.T) {
	r := numbered(100)
	near, far := NewList(fourColumns, r.data(), ListOptions{}), NewList(fourColumns, r.data(), ListOptions{})
	near.SetCurrent("1001")
	far.SetCurrent("1080")
	show(t, 600, 400, near)
	show(t, 600, 400, far)
	if near.view.Offset.Y != 0 {
		t.Errorf("the second row has scrolled the list to %v", near.view.Offset.Y)
	}
	if y := far.view.Offset.Y; y == 0 || 80*RowHeight < y || 81*RowHeight > y+far.view.Size().Height {
		t.Errorf("row 80 is out of sight: offset %v", y)
	}
}

func TestTicksSurviveFilterAndSort(t *testing.T) {
	r := numbered(50)
	l, _ := newRows(t, r, ListOptions{Checks: true})
	key(l.rows, fyne.KeyHome, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	all := r.keys
	r.keys = []string{"1049", "1002"}
	l.Refresh()
	if l.CurrentKey() != "1002" || l.Current() != 1 {
		t.Errorf("the current row is %d (%s), want 1 (1002)", l.Current(), l.CurrentKey())
	}
	if got := l.Checked(); !slices.Equal(got, []string{"1000", "1002"}) {
		t.Errorf("ticked after the filter: %v", got)
	}
	slices.Reverse(all)
	r.keys = all
	l.Refresh()
	if l.Current() != 47 {
		t.Errorf("after sorting, the current row is %d, want 47", l.Current())
	}
	r.keys = []string{"1001"}
	l.Refresh()
	if l.Current() != -1 || l.CurrentKey() != "1002" {
		t.Errorf("a filtered-out row is still current: %d", l.Current())
	}
}

func TestShiftTicksARange(t *testing.T) {
	l, _ := newRows(t, numbered(50), ListOptions{Checks: true})
	l.click(30, 2, desktop.MouseButtonPrimary, 0)
	l.click(200, 5, desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	if got := l.Checked(); !slices.Equal(got, []string{"1002", "1003", "1004", "1005"}) {
		t.Errorf("ticked %v", got)
	}
	l.SetChecked(nil)
	l.click(200, 10, desktop.MouseButtonPrimary, 0)
	l.rows.shift = func() bool { return true }
	key(l.rows, fyne.KeyDown, fyne.KeyDown)
	if got := l.Checked(); !slices.Equal(got, []string{"1010", "1011", "1012"}) {
		t.Errorf("Shift and Down ticked %v", got)
	}
}

func TestCtrlClickTicksOneMore(t *testing.T) {
	l, _ := newRows(t, numbered(50), ListOptions{Checks: true})
	changes := 0
	l.On.Checked = func() { changes++ }
	l.click(200, 3, desktop.MouseButtonPrimary, fyne.KeyModifierShortcutDefault)
	l.click(200, 7, desktop.MouseButtonPrimary, fyne.KeyModifierShortcutDefault)
	l.click(30, 3, desktop.MouseButtonPrimary, 0)
	if got := l.Checked(); !slices.Equal(got, []string{"1007"}) || changes != 3 {
		t.Errorf("ticked %v after %d changes", got, changes)
	}
}

func TestLockedRowsCannotBeTicked(t *testing.T) {
	r := numbered(5)
	r.locked["1001"] = true
	l, w := newRows(t, r, ListOptions{Checks: true})
	l.click(30, 1, desktop.MouseButtonPrimary, 0)
	key(l.rows, fyne.KeySpace)
	l.rows.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := l.Checked(); !slices.Equal(got, []string{"1000", "1002", "1003", "1004"}) {
		t.Errorf("ticked %v", got)
	}
	e := find(t, w.Canvas(), string(RoleCheckbox), "1001, Client 1001, Working, choose")
	if !e.Disabled || e.Value != "checked" {
		t.Errorf("the box of a locked row that is held says %+v", e)
	}
	if all := find(t, w.Canvas(), string(RoleCheckbox), "All"); all.Value != "checked" {
		t.Errorf("with all free rows ticked the box above says %q", all.Value)
	}
}

func TestOneCompanyPerClientReplacesTheChoice(t *testing.T) {
	l, w := newRows(t, numbered(5), ListOptions{Checks: true, Single: true})
	l.click(30, 1, desktop.MouseButtonPrimary, 0)
	l.click(30, 3, desktop.MouseButtonPrimary, 0)
	l.rows.TypedShortcut(&fyne.ShortcutSelectAll{})
	l.click(200, 4, desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	if got := l.Checked(); !slices.Equal(got, []string{"1003"}) {
		t.Errorf("ticked %v", got)
	}
	for _, e := range Map(w.Canvas()) {
		if e.Label == "All" {
			t.Error("there is a box for all rows although one at most can be ticked")
		}
	}
}

func TestEscapeClearsTicksFirstAndThenLeaves(t *testing.T) {
	l, w := newRows(t, numbered(5), ListOptions{Checks: true})
	var passed []fyne.KeyName
	(&Keys{OnKey: func(e *fyne.KeyEvent) { passed = append(passed, e.Name) }}).Install(w.Canvas())
	key(l.rows, fyne.KeyHome, fyne.KeySpace, fyne.KeyEscape)
	if len(l.Checked()) != 0 || len(passed) != 0 {
		t.Fatalf("Escape left %v and passed %v", l.Checked(), passed)
	}
	key(l.rows, fyne.KeyEscape)
	if !slices.Equal(passed, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the second Escape passed %v", passed)
	}
}

func TestListPassesOnWhatItDoesNotUse(t *testing.T) {
	l, w := newRows(t, numbered(5), ListOptions{})
	var runes []rune
	(&Keys{OnRune: func(r rune) { runes = append(runes, r) }}).Install(w.Canvas())
	l.rows.TypedRune('/')
	l.rows.TypedRune(' ')
	if string(runes) != "/" {
		t.Errorf("passed %q", string(runes))
	}
	l.On.Rune = func(r rune) { runes = append(runes, r, '!') }
	l.rows.TypedRune('v')
	if string(runes) != "/v!" {
		t.Errorf("the page's own handler got %q", string(runes))
	}
}

func TestDoubleClickAndEnterOpenARow(t *testing.T) {
	l, _ := newRows(t, numbered(9), ListOptions{})
	var opened []int
	l.On.Open = func(row int) { opened = append(opened, row) }
	clock := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	l.rows.now = func() time.Time { return clock }
	l.click(200, 2, desktop.MouseButtonPrimary, 0)
	clock = clock.Add(400 * time.Millisecond)
	l.click(200, 2, desktop.MouseButtonPrimary, 0) // too late: a second single click
	clock = clock.Add(200 * time.Millisecond)
	l.click(200, 4, desktop.MouseButtonPrimary, 0) // another row
	clock = clock.Add(200 * time.Millisecond)
	l.click(200, 4, desktop.MouseButtonPrimary, 0)
	key(l.rows, fyne.KeyDown, fyne.KeyReturn)
	if !slices.Equal(opened, []int{4, 5}) {
		t.Errorf("opened %v", opened)
	}
}

func TestSecondaryClickAndMenuKeyAskForAMenu(t *testing.T) {
	l, _ := newRows(t, numbered(9), ListOptions{Checks: true})
	var at []string
	l.On.Menu = func(row int, p fyne.Position) { at = append(at, fmt.Sprint(row)) }
	l.click(30, 3, desktop.MouseButtonSecondary, 0)
	key(l.rows, fyne.KeyDown, desktop.KeyMenu)
	if !slices.Equal(at, []string{"3", "4"}) || len(l.Checked()) != 0 {
		t.Errorf("menus at %v, ticked %v", at, l.Checked())
	}
}

func TestActionCellsActAndLockedOnesDoNot(t *testing.T) {
	r := numbered(9)
	r.locked["1002"] = true
	l, _ := newRows(t, r, ListOptions{Checks: true})
	var acted []int
	l.On.Action = func(row, col int, _ fyne.Position) { acted = append(acted, row*10+col) }
	x := l.columns.places[3].x + 5
	l.click(x, 1, desktop.MouseButtonPrimary, 0)
	l.click(x, 2, desktop.MouseButtonPrimary, 0)
	key(l.rows, fyne.KeyDown, fyne.KeyRight)
	if !slices.Equal(acted, []int{13, 33}) {
		t.Errorf("acted %v, want the fourth column of rows 1 and 3", acted)
	}
}

func TestHeaderSortsByMouseAndKeyboard(t *testing.T) {
	l, w := newRows(t, numbered(9), ListOptions{Checks: true})
	var sorts []string
	l.On.Sort = func(col int, down bool) { sorts = append(sorts, fmt.Sprint(col, down)) }
	tap := func(col int) {
		l.header.Tapped(&fyne.PointEvent{Position: fyne.NewPos(l.columns.places[col].x+10, 10)})
	}
	tap(1)
	tap(1)
	tap(1)
	tap(2) // cannot be sorted by
	if want := []string{"1 false", "1 true", "1 false"}; !slices.Equal(sorts, want) {
		t.Errorf("sorted %v, want %v", sorts, want)
	}
	sorts = nil
	w.Canvas().Focus(l.header)
	key(l.header, fyne.KeyRight, fyne.KeyReturn, fyne.KeyRight, fyne.KeyRight, fyne.KeySpace)
	if want := []string{"0 false", "1 false"}; !slices.Equal(sorts, want) {
		t.Errorf("the keyboard sorted %v, want %v", sorts, want)
	}
	key(l.header, fyne.KeyLeft, fyne.KeyLeft, fyne.KeySpace)
	if len(l.Checked()) != 9 {
		t.Errorf("Space on the box above ticked %v", l.Checked())
	}
}

func TestTheBoxAboveSaysThatItHasTheKeyboard(t *testing.T) {
	l, w := newRows(t, numbered(3), ListOptions{Checks: true})
	w.Canvas().Focus(l.header)
	all := l.header.elements()
	if !all[0].Focused || all[0].Label != "All" {
		t.Errorf("%+v", all[0])
	}
	key(l.header, fyne.KeyRight)
	if l.header.elements()[0].Focused {
		t.Error("the keyboard has left it")
	}
}

func TestColumnsAreDroppedNotClipped(t *testing.T) {
	r := numbered(5)
	l, w := newRows(t, r, ListOptions{Checks: true})
	for _, c := range []struct {
		width float32
		shown []bool
	}{{600, []bool{true, true, true, true}}, {430, []bool{true, true, true, false}}, {300, []bool{true, true, false, false}}} {
		w.Resize(fyne.NewSize(c.width, 300))
		for i, p := range l.columns.places {
			if (p.width > 0) != c.shown[i] {
				t.Errorf("%v wide: column %d has width %v", c.width, i, p.width)
			}
			if p.width > 0 && p.x+p.width > c.width {
				t.Errorf("%v wide: column %d ends at %v", c.width, i, p.x+p.width)
			}
		}
	}
}

func TestDraggingAnEdgeKeepsTheLeastWidth(t *testing.T) {
	l, _ := newRows(t, numbered(5), ListOptions{})
	edge := l.columns.places[1].x + l.columns.places[1].width + listGap/2
	drag := func(to float32) {
		l.header.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(to, 10)}, Dragged: fyne.NewDelta(to-edge, 0)})
		edge = to
	}
	drag(edge - 60)
	if got := l.columns.places[1].width; got < 90 || got > 250 {
		t.Errorf("dragged to %v", got)
	}
	drag(10)
	l.header.DragEnd()
	if got := l.columns.places[1].width; got != l.columns.min(1) {
		t.Errorf("dragged below the least width: %v", got)
	}
}

func TestEmptyListShowsWhatToDo(t *testing.T) {
	r := numbered(3)
	clear := NewButton(Outline, "Clear search", nil)
	l, w := newRows(t, r, ListOptions{Empty: Column(8, NewText(Quiet, "Nothing found."), clear)})
	if l.empty.Visible() {
		t.Error("the empty state covers three rows")
	}
	r.keys = nil
	l.Refresh()
	find(t, w.Canvas(), "button", "Clear search")
	key(l.rows, fyne.KeyDown, fyne.KeyEnd, fyne.KeySpace, fyne.KeyReturn)
	if l.Current() != -1 {
		t.Errorf("row %d of none is current", l.Current())
	}
}

func TestHoverMarksTheRowAndNothingElse(t *testing.T) {
	r := numbered(50)
	l, _ := newRows(t, r, ListOptions{})
	move := func(row int) {
		e := &desktop.MouseEvent{}
		e.Position = fyne.NewPos(100, (float32(row)+0.5)*RowHeight)
		l.rows.MouseMoved(e)
	}
	move(3)
	r.asked = 0
	move(3)
	if r.asked != 0 {
		t.Errorf("moving within a row asked for %d cells", r.asked)
	}
	move(4)
	if slot := l.rows.render.slots[4%len(l.rows.render.slots)]; slot.back.FillColor != ColorOf(ColorHover) {
		t.Error("the row under the pointer looks like the others")
	}
	l.rows.MouseOut()
	if slot := l.rows.render.slots[4%len(l.rows.render.slots)]; slot.back.FillColor != color.Transparent {
		t.Error("the row stays marked after the pointer has left")
	}
}

func TestThemeChangeRepaintsTheRows(t *testing.T) {
	l, _ := newRows(t, numbered(5), ListOptions{Checks: true})
	test.ApplyTheme(t, NewTheme(AlwaysDark))
	slot := l.rows.render.slots[0]
	if got := slot.line.FillColor; got != darkPalette[ColorHairline] {
		t.Errorf("the line under a row is %v in the dark", got)
	}
	if got := slot.cells[2].pill.word.Color; got != darkPalette[ColorOk] {
		t.Errorf("a pill's word is %v in the dark", got)
	}
	if got := slot.box.box.now.stroke; got != darkPalette[ColorOutline] {
		t.Errorf("a box is %v in the dark", got)
	}
}

func BenchmarkListRefreshOf20000Rows(b *testing.B) {
	a := test.NewTempApp(b)
	a.Settings().SetTheme(NewTheme(AlwaysLight))
	r := numbered(20000)
	l := NewList(fourColumns, r.data(), ListOptions{Checks: true})
	w := test.NewTempWindow(b, l)
	w.Resize(fyne.NewSize(1280, 800))
	for b.Loop() {
		l.Refresh()
	}
}

func TestTabIntoAListShowsWhereTheKeyboardIs(t *testing.T) {
	l, w := newRows(t, numbered(4), ListOptions{Checks: true, NoHeader: true})
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(l.rows) || l.Current() != 0 {
		t.Errorf("the current row is %d", l.Current())
	}
	l.SetCurrent("")
	w.Canvas().Unfocus()
	l.click(120, 2, desktop.MouseButtonPrimary, 0)
	if l.Current() != 2 {
		t.Errorf("after a click the current row is %d", l.Current())
	}
}

func TestARowIsNotReadOutWithItsDashes(t *testing.T) {
	l := NewList([]ListColumn{{Title: "Number", Width: 64}, {Title: "Company", Width: 160}}, ListData{
		Len: func() int { return 1 }, Key: func(int) string { return "1" },
		Cell: func(_, col int) Cell { return Cell{Text: []string{"—", "Blue Heron Bakery LLC"}[col]} },
	}, ListOptions{})
	w := show(t, 600, 200, l)
	find(t, w.Canvas(), "row", "Blue Heron Bakery LLC")
}

func TestABareRowReadsAsTheOthersAndCannotBeTicked(t *testing.T) {
	test.NewTempApp(t)
	l := NewList([]ListColumn{{Title: "Name", Width: 200, Min: 100, Grow: 1}}, ListData{
		Len: func() int { return 3 }, Key: func(row int) string { return string(rune('a' + row)) },
		Cell: func(row, _ int) Cell { return Cell{Text: "row"} }, Bare: func(row int) bool { return row == 1 },
	}, ListOptions{Checks: true})
	w := test.NewTempWindow(t, l)
	w.Resize(fyne.NewSize(400, 300))
	l.checks.toggleAll()
	if got := l.Checked(); len(got) != 2 || l.IsChecked("b") || l.checks.state() != Checked {
		t.Errorf("ticked are %q", got)
	}
	for _, e := range Map(w.Canvas()) {
		if e.Role == string(RoleRow) && e.Disabled {
			t.Error("it looks as if it could not be read")
		}
	}
}
