package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is text that wraps at its width. In it, **words** stand in bold,
// [words](key) are a link, and a new line starts a new line.
type Paragraph struct {
	widget.BaseWidget
	// OnLink is called with the key of the link that was followed.
	OnLink func(key string)

	face   face
	align  fyne.TextAlign
	source string
	words  []word
	links  []*Button
	last   float32
	wraps  map[float32]wrapped
}

// word is what cannot be broken: a word or a whole link.
type word struct {
	text  string
	bold  bool
	link  *Button
	space bool // stands before it
	start bool // of a line of the source
}

// run is what is drawn with one text object.
type run struct {
	word
	line     int
	x, width float32
}

type wrapped struct {
	runs  []run
	lines int
	width float32
}

// NewParagraph returns wrapping text in a style.
func NewParagraph(style Style, text string) *Paragraph {
	p := &Paragraph{face: faces[style]}
	p.ExtendBaseWidget(p)
	p.parse(text)
	return p
}

// SetText changes the words.
func (p *Paragraph) SetText(text string) {
	if text != p.source {
		p.parse(text)
		p.Refresh()
	}
}

// SetColor gives the text another color of the theme.
func (p *Paragraph) SetColor(name fyne.ThemeColorName) *Paragraph {
	p.face.color = name
	for _, l := range p.links {
		l.InTone(name)
	}
	p.Refresh()
	return p
}

// Align sets where lines stand in the width.
func (p *Paragraph) Align(align fyne.TextAlign) *Paragraph {
	p.align = align
	p.wraps = nil
	p.Refresh()
	return p
}

func (p *Paragraph) parse(text string) {
	p.source, p.words, p.links, p.wraps = text, nil, nil, nil
	for _, line := range strings.Split(text, "\n") {
		before := len(p.words)
		for i, part := range strings.Split(line, "**") {
			p.parsePart(part, i%2 == 1)
		}
		if before == len(p.words) {
			p.words = append(p.words, word{})
		}
		p.words[before].start, p.words[before].space = before > 0, false
	}
}

func (p *Paragraph) parsePart(text string, bold bool) {
	for {
		from := strings.IndexByte(text, '[')
		mid := strings.Index(text, "](")
		if from < 0 || mid < from {
			break
		}
		end := strings.IndexByte(text[mid:], ')')
		if end < 0 {
			break
		}
		p.parseWords(text[:from], bold)
		label, key := text[from+1:mid], text[mid+2:mid+end]
		link := NewLink(label, func() {
			if p.OnLink != nil {
				p.OnLink(key)
			}
		})
		p.links = append(p.links, link)
		p.words = append(p.words, word{text: label, link: link, space: strings.HasSuffix(text[:from], " ")})
		text = text[mid+end+1:]
	}
	p.parseWords(text, bold)
}

func (p *Paragraph) parseWords(text string, bold bool) {
	space := strings.HasPrefix(text, " ")
	for i, w := range strings.Fields(text) {
		p.words = append(p.words, word{text: w, bold: bold, space: space || i > 0})
	}
	if strings.HasSuffix(text, " ") && strings.TrimSpace(text) != "" {
		// What follows in another weight starts after a space.
		p.words = append(p.words, word{space: true})
	}
}

func (p *Paragraph) faceOf(w word) face {
	f := p.face
	if w.bold {
		f.bold, f.font = true, fontBold
		if f.color == ColorSecondary {
			f.color = ColorText
		}
	}
	return f
}

func (p *Paragraph) wrap(width float32) wrapped {
	if w, ok := p.wraps[width]; ok {
		return w
	}
	if p.wraps == nil || len(p.wraps) > 8 {
		p.wraps = map[float32]wrapped{}
	}
	out := p.breakLines(width)
	if p.align == fyne.TextAlignCenter {
		centerRuns(out.runs, min(width, max(out.width, width)))
	}
	p.wraps[width] = out
	return out
}

func (p *Paragraph) breakLines(width float32) wrapped {
	out := wrapped{lines: 1}
	x, space := float32(0), p.face.measure(" ").Width
	gap := false
	for _, w := range p.fitting(width) {
		ww := p.faceOf(w).measure(w.text).Width
		if w.link != nil {
			ww = w.link.MinSize().Width
		}
		gap = gap || w.space
		lead := float32(0)
		if gap && x > 0 {
			lead = space
		}
		if w.start || (w.text != "" && x > 0 && (gap || w.link != nil) && x+lead+ww > width) {
			out.lines++
			x, lead = 0, 0
		}
		if w.text == "" {
			continue
		}
		x = p.add(&out, w, x, lead, ww)
		gap = false
		out.width = max(out.width, x)
	}
	return out
}

// fitting returns the words, with those that are wider than a line cut into
// pieces: an id or an address goes on in the next line instead of over the edge.
func (p *Paragraph) fitting(width float32) []word {
	var list []word
	for _, w := range p.words {
		f := p.faceOf(w)
		for w.link == nil && width > 4*p.face.size && f.measure(w.text).Width > width {
			head := f.head(w.text, width)
			if head == w.text {
				break
			}
			rest := w
			w.text, rest.text = head, strings.TrimPrefix(rest.text, head)
			rest.space, rest.start = false, true
			list = append(list, w)
			w = rest
		}
		list = append(list, w)
	}
	return list
}

// add puts a word at the end of the line, into the run before it if that looks
// the same, and returns where the line ends now.
func (p *Paragraph) add(o *wrapped, w word, x, lead, width float32) float32 {
	if n := len(o.runs); n > 0 && w.link == nil {
		last := &o.runs[n-1]
		if last.line == o.lines-1 && last.link == nil && last.bold == w.bold {
			if lead > 0 {
				last.text += " "
			}
			last.text += w.text
			// Measured as a whole: a bold space is narrower, and letters kern.
			last.width = p.faceOf(w).measure(last.text).Width
			return last.x + last.width
		}
	}
	o.runs = append(o.runs, run{word: w, line: o.lines - 1, x: x + lead, width: width})
	return x + lead + width
}

func centerRuns(runs []run, width float32) {
	for i := 0; i < len(runs); {
		j := i
		for j < len(runs) && runs[j].line == runs[i].line {
			j++
		}
		shift := (width - runs[j-1].x - runs[j-1].width) / 2
		for ; i < j; i++ {
			runs[i].x += shift
		}
	}
}

// HeightFor returns the height of the text wrapped at a width.
func (p *Paragraph) HeightFor(width float32) float32 {
	return float32(p.wrap(width).lines) * p.face.lineHeight()
}

// IdealSize returns the size without any wrapping.
func (p *Paragraph) IdealSize() fyne.Size {
	w := p.wrap(1e6)
	return fyne.NewSize(ceil(w.width)+1, float32(w.lines)*p.face.lineHeight())
}

// MinSize is the height at the width that the paragraph has been given, and a
// width that leaves room for a few words.
func (p *Paragraph) MinSize() fyne.Size {
	ideal := p.IdealSize()
	size := fyne.NewSize(min(ideal.Width, 8*p.face.size), ideal.Height)
	if p.last > 0 {
		size.Height = p.HeightFor(p.last)
	}
	return size
}

// AccessibilityLabel returns the text without its marks.
func (p *Paragraph) AccessibilityLabel() string {
	var b strings.Builder
	for _, r := range p.wrap(1e6).runs {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(r.text)
	}
	return b.String()
}

// AccessibilityRole tells that this is text.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (p *Paragraph) inside() []fyne.CanvasObject {
	list := make([]fyne.CanvasObject, len(p.links))
	for i, l := range p.links {
		list[i] = l
	}
	return list
}

// CreateRenderer links the widget to its renderer. The toolkit drops that of a widget which was not seen for a minute,
// and does not lay out the new one at a size that has stayed: without words from the start there would be none.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{of: p}
	r.Layout(p.Size())
	return r
}

type paragraphRenderer struct {
	parts
	of   *Paragraph
	pool []*canvas.Text
}

func (r *paragraphRenderer) MinSize() fyne.Size { return r.of.MinSize() }

func (r *paragraphRenderer) Layout(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	r.of.last = size.Width
	height := r.of.face.lineHeight()
	r.objects = r.objects[:0]
	used := 0
	for _, piece := range r.of.wrap(size.Width).runs {
		top := float32(piece.line) * height
		if piece.link != nil {
			place(piece.link, piece.x, top, ceil(piece.width), height)
			r.objects = append(r.objects, piece.link)
			continue
		}
		if used == len(r.pool) {
			r.pool = append(r.pool, r.of.face.line())
		}
		t, f := r.pool[used], r.of.faceOf(piece.word)
		used++
		f.apply(t)
		t.Color = ColorOf(f.color)
		if t.Text != piece.text {
			t.Text = piece.text
			t.Refresh()
		}
		h := f.measure("X").Height
		t.Move(fyne.NewPos(round(piece.x), round(top+(height-h)/2)))
		t.Resize(fyne.NewSize(piece.width, h))
		r.objects = append(r.objects, t)
	}
}

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.of.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
	canvas.Refresh(r.of)
}
