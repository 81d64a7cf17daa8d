package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// CellKind is how a cell of a [List] looks.
type CellKind int

// The kinds of cells.
const (
	CellText   CellKind = iota
	CellQuiet           // numbers and times
	CellStrong          // medium weight: the name that a row is about
	CellPill            // tone, icon and a word
	CellAction          // words that can be clicked, with a chevron: a menu or a dialog opens
	CellLink            // words that can be clicked and act at once
	CellMono            // letters of one width: text that was made for a terminal
)

// Cell is what stands in one place of a list.
type Cell struct {
	Text string
	Kind CellKind
	Tone Tone
	Icon Icon // before the words; a pill without one has its tone's
}

// acts tells whether the cell can be clicked.
func (c Cell) acts() bool { return (c.Kind == CellAction || c.Kind == CellLink) && c.Text != "" }

// ListColumn describes a column. Of the width that is left, columns get parts by
// their Grow. When the columns do not fit at their Min, those with the highest
// Drop are left out first; 0 always stays.
type ListColumn struct {
	Title    string
	Width    float32 // wished for; with Grow 0 the width it has
	Min      float32
	Grow     float32
	Drop     int
	Sortable bool
}

// ListData is where the rows come from. Rows are numbered from 0; a key names a
// row for as long as the program runs, so that ticks survive filter and sort.
type ListData struct {
	Len  func() int
	Key  func(row int) string
	Cell func(row, col int) Cell
	// Locked rows are gray and cannot be ticked; nil means none are.
	Locked func(row int) bool
	// Bare rows cannot be ticked and read as the others do; nil means none are.
	Bare func(row int) bool
	// Held tells whether a locked row shows a tick ("already linked").
	Held func(row int) bool
}

// ListEvents is what a page hears from its list. Each may be nil.
type ListEvents struct {
	// Checked is called after ticks have changed by the person's hand.
	Checked func()
	// Current is called when another row becomes the current one.
	Current func(row int)
	// Open is called by Enter and a double click.
	Open func(row int)
	// Menu is called by a secondary click and the menu key; at is on the canvas.
	Menu func(row int, at fyne.Position)
	// Action is called by a click on a CellAction or CellLink, and by the Right key.
	Action func(row, col int, at fyne.Position)
	// Sort is called when a head is clicked: descending the second time.
	Sort func(col int, descending bool)
	// Resized is called after the person has dragged the edge of a column.
	Resized func()
	// Rune gets characters; without it they go to the window's [Keys].
	Rune func(r rune)
}

// ListOptions is how a list is built.
type ListOptions struct {
	RowHeight float32 // RowHeight or ChoiceHeight; 0 is RowHeight
	Checks    bool    // a check box before every row
	Single    bool    // a tick replaces the one before
	NoHeader  bool
	Plain     bool              // no lines between the rows
	KeepTicks bool              // Escape leaves the ticks: they are what the person came to make
	Ground    bool              // the window is cleared to ColorSurface: nothing is painted behind the rows
	Empty     fyne.CanvasObject // shown while there are no rows
}

// List is a table of rows that scales to tens of thousands: one widget draws the
// rows that are seen and asks for their cells.
type List struct {
	compound
	On      ListEvents
	data    ListData
	options ListOptions
	columns *columns
	checks  *checks
	header  *listHeader
	rows    *listBody
	view    *container.Scroll
	empty   *fyne.Container
	painted color.Color
}

// NewList returns a list. Call Refresh when the data has changed.
func NewList(cols []ListColumn, data ListData, options ListOptions) *List {
	if options.RowHeight == 0 {
		options.RowHeight = RowHeight
	}
	l := &List{data: data, options: options, columns: newColumns(cols, options.Checks)}
	l.checks = newChecks(l)
	l.rows = newListBody(l)
	l.view = container.NewVScroll(l.rows)
	l.view.OnScrolled = func(fyne.Position) { l.rows.draw(false) }
	rows := &fyne.Container{Layout: &listRows{l}, Objects: []fyne.CanvasObject{l.view}}
	l.empty = Center(Stack())
	if options.Empty != nil {
		l.empty = Center(options.Empty)
	}
	var top fyne.CanvasObject
	if !options.NoHeader {
		l.header = newListHeader(l)
		top = On(ColorWindow, Column(0, l.header, Line()))
	}
	body := Edge(top, nil, nil, nil, Stack(rows, l.empty))
	if !options.Ground {
		body = On(ColorSurface, body)
	}
	l.init(l, "list", "", body)
	l.painted = ColorOf(ColorSurface)
	l.sync()
	return l
}

// listRows tells the columns their width before the rows are drawn.
type listRows struct{ list *List }

func (r *listRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l := r.list
	first := l.columns.width == 0
	l.columns.fit(size.Width)
	place(objects[0], 0, 0, size.Width, size.Height)
	l.rows.Resize(fyne.NewSize(size.Width, max(size.Height, l.rows.MinSize().Height)))
	if row := l.rows.row(); first && row >= 0 {
		l.rows.reveal(row) // asked for before there was a view
	}
	l.rows.draw(true)
	if l.header != nil {
		l.header.Refresh()
	}
}

func (r *listRows) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(r.list.columns.least(), 3*r.list.options.RowHeight)
}

// Refresh asks for all visible cells again, and for the number of rows.
func (l *List) Refresh() {
	l.sync()
	l.rows.find()
	size := l.view.Size()
	l.rows.Resize(fyne.NewSize(size.Width, max(size.Height, l.rows.MinSize().Height)))
	if limit := max(0, l.rows.MinSize().Height-size.Height); l.view.Offset.Y > limit {
		l.view.ScrollToOffset(fyne.NewPos(0, limit))
	}
	l.view.Refresh() // draws the rows as well
	if l.header != nil {
		l.header.Refresh()
	}
	if now := ColorOf(ColorSurface); now != l.painted {
		l.painted = now
		l.compound.Refresh()
	}
}

func (l *List) sync() { SetVisible(l.empty, l.data.Len() == 0 && l.options.Empty != nil) }

// Focus gives the rows the keyboard, and makes the first the current one if
// there is none.
func (l *List) Focus() {
	if l.rows.row() < 0 && l.data.Len() > 0 {
		l.rows.setCurrent(0)
	}
	FocusOn(l.rows)
}

// Current returns the row that is highlighted, or -1.
func (l *List) Current() int { return l.rows.row() }

// CurrentKey returns the key of the current row, also while a filter hides it;
// "" is none.
func (l *List) CurrentKey() string { return l.rows.key }

// SetCurrent highlights the row of a key and scrolls to it, without an event;
// "" highlights none.
func (l *List) SetCurrent(key string) {
	l.rows.key = key
	l.rows.find()
	if row := l.rows.row(); row >= 0 {
		l.rows.reveal(row)
	}
	l.rows.draw(true)
}

// Checked returns the keys of the ticked rows in the order of ticking, also of
// those that a filter hides.
func (l *List) Checked() []string { return l.checks.keys() }

// Ticked returns how many rows are ticked, also of those that a filter hides.
func (l *List) Ticked() int { return len(l.checks.ticked) }

// IsChecked tells whether the row of a key is ticked.
func (l *List) IsChecked(key string) bool { return l.checks.has(key) }

// SetChecked ticks exactly the rows of these keys, without an event.
func (l *List) SetChecked(keys []string) {
	l.checks.set(keys)
	l.rows.draw(true)
	if l.header != nil {
		l.header.Refresh()
	}
}

// SetSort shows which column the rows are sorted by; -1 is none.
func (l *List) SetSort(col int, descending bool) {
	l.columns.sort, l.columns.descending = col, descending
	if l.header != nil {
		l.header.Refresh()
	}
}

// checked redraws after ticks have changed and tells the page.
func (l *List) checked() {
	l.rows.draw(true)
	if l.header != nil {
		l.header.Refresh()
	}
	if l.On.Checked != nil {
		l.On.Checked()
	}
}
