package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crosswalk/internal/tongue"
)

// Roles beyond the toolkit's own.
const (
	RoleCheckbox fyne.AccessibleRole = "checkbox"
	RoleTextbox  fyne.AccessibleRole = "textbox"
	RoleRow      fyne.AccessibleRole = "row"
	RoleCell     fyne.AccessibleRole = "cell"
	RoleHead     fyne.AccessibleRole = "columnheader"
	RoleDialog   fyne.AccessibleRole = "dialog"
	RoleMenuItem fyne.AccessibleRole = "menuitem"
	RoleRadio    fyne.AccessibleRole = "radio"
	RoleSelect   fyne.AccessibleRole = "combobox"
	RoleProgress fyne.AccessibleRole = "progressbar"
	RoleMenu     fyne.AccessibleRole = "menu"
)

// Element is something on screen that has a name: what a screen reader would say,
// and where a test would click. Places and sizes are in the toolkit's units from
// the upper left of the window's content.
type Element struct {
	Label    string  `json:"label"`
	Role     string  `json:"role"`
	Value    string  `json:"value,omitempty"`
	X        float32 `json:"x"`
	Y        float32 `json:"y"`
	W        float32 `json:"w"`
	H        float32 `json:"h"`
	Focused  bool    `json:"focused,omitempty"`
	Disabled bool    `json:"disabled,omitempty"`
	Layer    int     `json:"layer"` // 0 is the page, 1 what is over it, and so on
}

// Map lists every named element that is seen, the uppermost layer first. What is
// scrolled out of sight is left out. The text of a password is never in it.
func Map(c fyne.Canvas) []Element {
	m := &mapper{focused: c.Focused()}
	overlays := c.Overlays().List()
	for i := len(overlays) - 1; i >= 0; i-- {
		m.layer = i + 1
		m.walk(overlays[i], fyne.NewPos(0, 0), area{size: c.Size()})
	}
	m.layer = 0
	if c.Content() != nil {
		m.walk(c.Content(), fyne.NewPos(0, 0), area{size: c.Size()})
	}
	return m.list
}

type area struct {
	at   fyne.Position
	size fyne.Size
}

func (a area) cut(b area) area {
	x, y := max(a.at.X, b.at.X), max(a.at.Y, b.at.Y)
	right := min(a.at.X+a.size.Width, b.at.X+b.size.Width)
	bottom := min(a.at.Y+a.size.Height, b.at.Y+b.size.Height)
	return area{fyne.NewPos(x, y), fyne.NewSize(max(0, right-x), max(0, bottom-y))}
}

type mapper struct {
	focused fyne.Focusable
	layer   int
	list    []Element
}

func (m *mapper) walk(o fyne.CanvasObject, origin fyne.Position, clip area) {
	if o == nil || !o.Visible() {
		return
	}
	at := origin.Add(o.Position())
	here := area{at, o.Size()}
	if _, ok := o.(*container.Scroll); ok {
		clip = clip.cut(here)
	}
	m.note(o, here, clip)
	if many, ok := o.(interface{ elements() []Element }); ok {
		for _, e := range many.elements() {
			e.X, e.Y = e.X+at.X, e.Y+at.Y
			m.add(e, clip)
		}
	}
	for _, child := range childrenOf(o) {
		m.walk(child, at, clip)
	}
}

func (m *mapper) note(o fyne.CanvasObject, here, clip area) {
	named, ok := o.(fyne.Accessible)
	if _, plain := o.(*fyne.Container); !ok || plain {
		return
	}
	label, role := named.AccessibilityLabel(), named.AccessibilityRole()
	if label == "" && (role == fyne.AccessibleRoleContainer || role == fyne.AccessibleRoleText) {
		return
	}
	e := Element{Label: label, Role: string(role), X: here.at.X, Y: here.at.Y, W: here.size.Width, H: here.size.Height}
	if v, ok := o.(interface{ accessibleValue() string }); ok {
		e.Value = v.accessibleValue()
	}
	if d, ok := o.(fyne.Disableable); ok {
		e.Disabled = d.Disabled()
	}
	if f, ok := o.(fyne.Focusable); ok {
		e.Focused = f == m.focused
	}
	m.add(e, clip)
}

func (m *mapper) add(e Element, clip area) {
	seen := clip.cut(area{fyne.NewPos(e.X, e.Y), fyne.NewSize(e.W, e.H)})
	if seen.size.Width < 1 || seen.size.Height < 1 {
		return
	}
	// Of what is cut off by a scroller, the part that can be clicked is told.
	e.X, e.Y, e.W, e.H = seen.at.X, seen.at.Y, seen.size.Width, seen.size.Height
	e.Layer = m.layer
	m.list = append(m.list, e)
}

// composite is a widget of the kit that is made of other objects.
type composite interface {
	inside() []fyne.CanvasObject
}

// childrenOf returns what an object consists of. The toolkit keeps the inside of
// its own widgets to itself, so those that hold others are named one by one.
func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch x := o.(type) {
	case *fyne.Container:
		return x.Objects
	case composite:
		return x.inside()
	case *container.Scroll:
		return []fyne.CanvasObject{x.Content}
	case *widget.PopUp:
		return []fyne.CanvasObject{x.Content}
	}
	return nil
}

// elements lists the rows of a list that are seen, with their boxes and cells.
func (b *listBody) elements() []Element {
	l := b.list
	var list []Element
	from, to := b.visible()
	height := l.options.RowHeight
	for row := from; row < to; row++ {
		y, locked := float32(row)*height, l.checks.gray(row)
		var words []string
		var cells []Element
		for col, p := range l.columns.places {
			cell := l.data.Cell(row, col)
			if p.width == 0 || cell.Text == "" {
				continue
			}
			if cell.Text != "—" { // a dash is for the eye: there is nothing here
				words = append(words, cell.Text)
			}
			role := RoleCell
			if cell.acts() && !locked {
				role = fyne.AccessibleRoleButton
			}
			cells = append(cells, Element{Label: cell.Text, Role: string(role), X: p.x, Y: y, W: p.width, H: height, Disabled: locked})
		}
		label := strings.Join(words, ", ")
		line := Element{Label: label, Role: string(RoleRow), Y: y, W: b.Size().Width, H: height, Disabled: locked}
		if row == b.current {
			line.Value, line.Focused = "current", b.focused
		}
		list = append(list, line)
		if l.options.Checks {
			list = append(list, b.boxElement(row, y, label, l.checks.locked(row)))
		}
		list = append(list, cells...)
	}
	return list
}

func (b *listBody) boxElement(row int, y float32, label string, locked bool) Element {
	l := b.list
	at, size := checkBoxAt(y, l.options.RowHeight-1)
	state := Unchecked
	if l.checks.has(l.data.Key(row)) || (locked && l.data.Held != nil && l.data.Held(row)) {
		state = Checked
	}
	return Element{
		Label: label, Role: string(RoleCheckbox), Value: state.String(),
		X: at.X, Y: at.Y, W: size.Width, H: size.Height, Disabled: locked,
	}
}

// elements lists the titles of a list.
func (h *listHeader) elements() []Element {
	var list []Element
	if h.hasBox() {
		at, size := checkBoxAt(0, headHeight)
		list = append(list, Element{
			Label: tongue.L("All"), Role: string(RoleCheckbox), Value: h.list.checks.state().String(),
			X: at.X, Y: at.Y, W: size.Width, H: size.Height, Focused: h.focused && h.cursor == headBox,
		})
	}
	cols := h.list.columns
	for i, p := range cols.places {
		if p.width == 0 || cols.list[i].Title == "" {
			continue
		}
		e := Element{Label: cols.list[i].Title, Role: string(RoleHead), X: p.x, W: p.width, H: headHeight}
		if cols.sort == i {
			e.Value = "ascending"
			if cols.descending {
				e.Value = "descending"
			}
		}
		e.Focused = h.focused && h.cursor == i
		list = append(list, e)
	}
	return list
}

// elements lists the items of a menu.
func (m *Menu) elements() []Element {
	at, size := m.box()
	var list []Element
	for i, item := range m.items {
		list = append(list, Element{
			Label: item.Text, Role: string(RoleMenuItem), Value: item.Why, Disabled: item.Disabled, Focused: i == m.active,
			X: at.X + menuEdge, Y: at.Y + m.rowTop(i), W: size.Width - 2*menuEdge, H: menuRow,
		})
	}
	return list
}
