package kit

import "fyne.io/fyne/v2"

// Section is a part of a form below a heading. A click on the heading folds it to
// its summary, and unfolds it again.
type Section struct {
	unfolding
	head *sectionHead
}

// NewSection returns a section that is open. Summary gives what is shown in place
// of the content, when it is folded.
func NewSection(title string, content fyne.CanvasObject, summary func() string) *Section {
	s := &Section{}
	s.content = Inset(0, 14, 0, 0, content)
	s.head = newSectionHead(title, func() { s.SetOpen(!s.Open()) })
	s.head.summary = summary
	s.tell = func(open bool) { s.head.fold(!open) }
	s.init(s, fyne.AccessibleRoleContainer, "", Column(0, s.head, s.content))
	return s
}

// sectionHead is the heading that is clicked.
type sectionHead struct {
	press
	title   *Text
	words   *Text // the summary
	icon    *Picture
	body    *fyne.Container
	summary func() string
	folded  bool
}

func newSectionHead(title string, tapped func()) *sectionHead {
	h := &sectionHead{title: NewText(CardTitle, title).Whole(), words: NewText(Quiet, ""), icon: NewIcon(IconUp, 12, ColorSecondary)}
	h.body = Row(10, h.title, Grow(h.words), h.icon)
	h.init(h, title, tapped)
	return h
}

func (h *sectionHead) fold(folded bool) {
	h.folded = folded
	text := ""
	if folded && h.summary != nil {
		text = h.summary()
	}
	h.words.SetText(text)
	h.Refresh()
}

func (h *sectionHead) inside() []fyne.CanvasObject { return []fyne.CanvasObject{h.body} }

func (h *sectionHead) accessibleValue() string {
	if h.folded {
		return "folded"
	}
	return "open"
}

// CreateRenderer links the widget to its renderer.
func (h *sectionHead) CreateRenderer() fyne.WidgetRenderer {
	r := &sectionRenderer{of: h, ring: newRing()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, h.body}
	r.Refresh()
	return r
}

type sectionRenderer struct {
	parts
	of   *sectionHead
	ring *box
}

func (r *sectionRenderer) MinSize() fyne.Size { return fyne.NewSize(r.of.body.MinSize().Width, 24) }

func (r *sectionRenderer) Layout(size fyne.Size) {
	r.of.body.Resize(size)
	r.ring.ringAround(r.of.ringed(), fyne.NewPos(-4, 0), fyne.NewSize(size.Width+8, size.Height), 3)
}

func (r *sectionRenderer) Refresh() {
	icon, color := IconUp, ColorSecondary
	if r.of.folded {
		icon = IconDown
	}
	if r.of.hovered {
		color = ColorText
	}
	r.of.icon.SetIcon(icon, color)
	relayout(r.of.body)
	r.Layout(r.of.Size())
}
