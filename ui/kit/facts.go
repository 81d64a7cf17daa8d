package kit

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// Fact is one line of a [Facts] list.
type Fact struct {
	Label string
	Value string
	Copy  bool // a button copies the value
}

// Facts lists labels and values in two columns. Values are shown whole.
type Facts struct {
	compound
	// OnCopied is called after a value has been copied.
	OnCopied func(label string)
	lines    *fyne.Container
	column   float32
	facts    []Fact
}

// NewFacts returns a list whose values begin at column, or after the widest label
// if column is 0.
func NewFacts(column float32, facts ...Fact) *Facts {
	f := &Facts{column: column, lines: Column(7)}
	f.init(f, fyne.AccessibleRoleContainer, "", f.lines)
	f.Set(facts...)
	return f
}

// Set changes the list. It does nothing when the facts are the same.
func (f *Facts) Set(facts ...Fact) {
	if len(f.facts) == len(facts) {
		same := true
		for i := range facts {
			same = same && facts[i] == f.facts[i]
		}
		if same {
			return
		}
	}
	f.facts = facts
	column := f.column
	if column == 0 {
		for _, fact := range facts {
			column = max(column, ceil(faces[Quiet].measure(fact.Label).Width)+18)
		}
	}
	f.lines.Objects = nil
	for _, fact := range facts {
		f.lines.Objects = append(f.lines.Objects, f.line(fact, column))
	}
	relayout(f.lines)
}

func (f *Facts) line(fact Fact, column float32) fyne.CanvasObject {
	line := TopRow(0, Fixed(column, 18, Inset(0, 0, 8, 0, NewText(Quiet, fact.Label))), NewParagraph(Body, fact.Value))
	if fact.Copy {
		b := NewIconButton(Link, IconCopy, tongue.F("Copy {fact}", "fact", fact.Label), func() {
			fyne.CurrentApp().Clipboard().SetContent(fact.Value)
			if f.OnCopied != nil {
				f.OnCopied(fact.Label)
			}
		})
		b.tone = ColorSecondary
		line.Add(Inset(8, 0, 0, 0, b))
	}
	return line
}

// Disclosure is a line that unfolds what is below it.
type Disclosure struct {
	unfolding
	head *discloser
}

// NewDisclosure returns a folded line.
func NewDisclosure(title string, content fyne.CanvasObject) *Disclosure {
	d := &Disclosure{}
	d.content = Inset(18, 4, 0, 6, content)
	d.content.Hide()
	d.head = newDiscloser(title, func() { d.SetOpen(!d.Open()) })
	d.tell = func(open bool) {
		d.head.open = open
		d.head.Refresh()
	}
	d.init(d, fyne.AccessibleRoleContainer, "", Column(0, d.head, d.content))
	return d
}

// discloser is the line that is clicked.
type discloser struct {
	press
	icon *Picture
	text *Text
	body fyne.CanvasObject
	open bool
}

func newDiscloser(title string, tapped func()) *discloser {
	d := &discloser{icon: NewIcon(IconRight, 12, ColorSecondary), text: NewText(Quiet, title)}
	d.body = Row(6, d.icon, d.text)
	d.init(d, title, tapped)
	return d
}

func (d *discloser) accessibleValue() string {
	if d.open {
		return "open"
	}
	return "folded"
}

// CreateRenderer links the widget to its renderer.
func (d *discloser) CreateRenderer() fyne.WidgetRenderer {
	r := &discloserRenderer{of: d, ring: newRing()}
	r.objects = []fyne.CanvasObject{r.ring.Raster, d.body}
	return r
}

type discloserRenderer struct {
	parts
	of   *discloser
	ring *box
}

func (r *discloserRenderer) MinSize() fyne.Size { return fyne.NewSize(r.of.body.MinSize().Width, 24) }

func (r *discloserRenderer) Layout(size fyne.Size) {
	r.of.body.Resize(size)
	wide := min(size.Width, idealSize(r.of.body).Width+4)
	r.ring.ringAround(r.of.ringed(), fyne.Position{}, fyne.NewSize(wide, size.Height), 3)
}

func (r *discloserRenderer) Refresh() {
	icon, color := IconRight, ColorSecondary
	if r.of.open {
		icon = IconDown
	}
	if r.of.hovered {
		color = ColorText
	}
	r.of.icon.SetIcon(icon, color)
	r.of.text.SetColor(color)
	r.Layout(r.of.Size())
}
