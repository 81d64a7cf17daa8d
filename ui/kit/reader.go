package kit

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// Reader shows a long text to be read whole: its lines are wrapped, and of
// thousands only those in sight are drawn.
type Reader struct {
	View  *fyne.Container
	list  *List
	text  string
	lines []string
	width float32 // that the lines were made for
}

const readerLine float32 = 20

// NewReader returns one without text. empty is what stands there then.
func NewReader(empty string) *Reader {
	r := &Reader{}
	r.list = NewList([]ListColumn{{Title: tongue.L("Text"), Width: 200, Min: 120, Grow: 1}}, ListData{
		Len: func() int { return len(r.lines) }, Key: func(row int) string { return fmt.Sprint(row) },
		Cell: func(row, _ int) Cell { return Cell{Text: r.lines[row], Kind: CellMono} },
	}, ListOptions{RowHeight: readerLine, NoHeader: true, Plain: true, Empty: NewText(Quiet, empty)})
	r.View = Watch(r.list, func(size fyne.Size) {
		if size.Width != r.width {
			r.width = size.Width
			r.wrap()
		}
	})
	return r
}

// SetText shows another text from its beginning. It does nothing when it is the
// same.
func (r *Reader) SetText(text string) {
	if text == r.text {
		return
	}
	r.text = text
	r.list.SetCurrent("")
	r.list.view.ScrollToOffset(fyne.NewPos(0, 0))
	r.wrap()
}

// Lines returns how many lines the text takes.
func (r *Reader) Lines() int { return len(r.lines) }

func (r *Reader) wrap() {
	if r.width <= 0 {
		return
	}
	r.lines = wrapLines(r.text, r.width-2*listEdge, mono())
	r.list.Refresh()
}

// wrapLines breaks a text into lines of a width: at a space where there is one,
// else in the middle of a word. Letters are measured once each, since a log has
// half a million of them; what that leaves out between two letters is the margin.
func wrapLines(text string, width float32, f face) []string {
	const margin = 0.96
	width = max(40, width*margin)
	advance := map[rune]float32{}
	of := func(c rune) float32 {
		w, known := advance[c]
		if !known {
			w = f.measure(string([]rune{c, c, c, c})).Width / 4
			advance[c] = w
		}
		return w
	}
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		from, space, x := 0, -1, float32(0)
		for at, c := range line {
			w := of(c)
			if x+w > width && at > from {
				end := at
				if space > from {
					end = space + 1
				}
				lines = append(lines, strings.TrimRight(line[from:end], " "))
				from, space, x = end, -1, 0
				for _, c := range line[from:at] {
					x += of(c)
				}
			}
			if c == ' ' {
				space = at
			}
			x += w
		}
		lines = append(lines, line[from:])
	}
	return lines
}
