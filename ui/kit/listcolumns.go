package kit

import "fyne.io/fyne/v2"

const (
	listEdge   float32 = PageEdge
	listGap    float32 = 14
	checkSpace float32 = 30 // a box of 16 and the gap after it
	headHeight float32 = 32
)

// columns shares out a list's width.
type columns struct {
	list       []ListColumn
	checks     bool
	chosen     map[int]float32 // widths that the person has dragged
	hidden     map[int]bool    // columns that the page has nothing for
	places     []span          // by column; width 0 is dropped
	width      float32
	sort       int
	descending bool
}

// span is where a column stands.
type span struct{ x, width float32 }

func newColumns(list []ListColumn, checks bool) *columns {
	return &columns{list: list, checks: checks, chosen: map[int]float32{}, hidden: map[int]bool{}, places: make([]span, len(list)), sort: -1}
}

func (c *columns) start() float32 {
	if c.checks {
		return listEdge + checkSpace
	}
	return listEdge
}

// min is a column's least width: its title stays whole, with room for an arrow.
func (c *columns) min(i int) float32 {
	col := c.list[i]
	w := max(col.Min, ceil(faces[SmallStrong].measure(col.Title).Width))
	if col.Sortable && col.Title != "" {
		w = max(w, ceil(faces[SmallStrong].measure(col.Title).Width)+16)
	}
	if col.Min == 0 && col.Grow == 0 {
		w = max(w, col.Width)
	}
	return w
}

// least is the width below which columns are cut: that of those that always stay.
func (c *columns) least() float32 {
	w := c.start() + 8
	for i, col := range c.list {
		if col.Drop == 0 && !c.hidden[i] {
			w += c.min(i) + listGap
		}
	}
	return w
}

func (c *columns) wish(i int) float32 {
	if w, ok := c.chosen[i]; ok {
		return max(w, c.min(i))
	}
	return max(c.list[i].Width, c.min(i))
}

// fit places the columns in a width.
func (c *columns) fit(width float32) {
	c.width = width
	kept := c.keep(width)
	room := width - c.start() - listEdge + listGap
	var wished, grow float32
	for _, i := range kept {
		wished += c.wish(i) + listGap
		grow += c.growOf(i)
	}
	rest := room - wished
	clear(c.places)
	x := c.start()
	for n, i := range kept {
		w := c.wish(i)
		switch {
		case rest > 0 && grow > 0:
			w += rest * c.growOf(i) / grow
		case rest < 0:
			// Too wide as wished: each gives in proportion to what it can.
			w -= min(w-c.min(i), -rest*(w-c.min(i))/max(1, c.slack(kept)))
		}
		if n == len(kept)-1 {
			w = max(w, 0)
		}
		c.places[i] = span{x: round(x), width: max(1, round(w))}
		x += w + listGap
	}
}

func (c *columns) growOf(i int) float32 {
	if _, dragged := c.chosen[i]; dragged {
		return 0
	}
	return c.list[i].Grow
}

func (c *columns) slack(kept []int) float32 {
	var s float32
	for _, i := range kept {
		s += c.wish(i) - c.min(i)
	}
	return s
}

// keep returns the columns that fit at their least widths.
func (c *columns) keep(width float32) []int {
	kept := make([]int, 0, len(c.list))
	need := c.start() + listEdge - listGap
	for i := range c.list {
		if !c.hidden[i] {
			kept = append(kept, i)
			need += c.min(i) + listGap
		}
	}
	for need > width {
		drop := -1
		for at, i := range kept {
			if c.list[i].Drop > 0 && (drop < 0 || c.list[i].Drop > c.list[kept[drop]].Drop) {
				drop = at
			}
		}
		if drop < 0 {
			break
		}
		need -= c.min(kept[drop]) + listGap
		kept = append(kept[:drop], kept[drop+1:]...)
	}
	return kept
}

// at returns the column at x, or -1 for the check box and the edges.
func (c *columns) at(x float32) int {
	for i, p := range c.places {
		if p.width > 0 && x >= p.x-listGap/2 && x < p.x+p.width+listGap/2 {
			return i
		}
	}
	return -1
}

// border returns the column whose right edge is at x, or -1.
func (c *columns) border(x float32) int {
	for i, p := range c.places {
		if edge := p.x + p.width + listGap/2; p.width > 0 && x >= edge-5 && x <= edge+5 {
			return i
		}
	}
	return -1
}

// drag moves the right edge of a column.
func (c *columns) drag(i int, width float32) {
	c.chosen[i] = max(c.min(i), width)
	c.fit(c.width)
}

// Widths returns the widths that the person has dragged, by the titles of the
// columns: what a page keeps and gives to SetWidths at the next start.
func (l *List) Widths() map[string]float32 {
	widths := map[string]float32{}
	for i, w := range l.columns.chosen {
		widths[l.columns.list[i].Title] = w
	}
	return widths
}

// SetWidths gives columns the widths that were dragged before. What is narrower
// than its title, or has no column any more, is left out.
func (l *List) SetWidths(widths map[string]float32) {
	clear(l.columns.chosen)
	for i, col := range l.columns.list {
		if w, ok := widths[col.Title]; ok && w > 0 {
			l.columns.chosen[i] = max(l.columns.min(i), w)
		}
	}
	if l.columns.width > 0 {
		l.columns.fit(l.columns.width)
		l.Refresh()
	}
}

// HideColumns leaves out columns that there is nothing to show in; none shows all.
func (l *List) HideColumns(cols ...int) {
	same := len(cols) == len(l.columns.hidden)
	for _, i := range cols {
		same = same && l.columns.hidden[i]
	}
	if same {
		return
	}
	clear(l.columns.hidden)
	for _, i := range cols {
		l.columns.hidden[i] = true
	}
	if l.columns.width > 0 {
		l.columns.fit(l.columns.width)
		l.Refresh()
	}
}

// inCheck tells whether x is in the room of the check boxes.
func (c *columns) inCheck(x float32) bool { return c.checks && x < c.start()-4 }

func checkBoxAt(y, height float32) (fyne.Position, fyne.Size) {
	return fyne.NewPos(listEdge, round(y+(height-16)/2)), fyne.NewSquareSize(16)
}
