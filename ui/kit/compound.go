package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// compound is a widget whose looks are those of one object, its body.
type compound struct {
	widget.BaseWidget
	body fyne.CanvasObject
	role fyne.AccessibleRole
	name string
}

func (c *compound) init(self fyne.Widget, role fyne.AccessibleRole, name string, body fyne.CanvasObject) {
	c.role, c.name, c.body = role, name, body
	c.ExtendBaseWidget(self)
}

func (c *compound) inside() []fyne.CanvasObject { return []fyne.CanvasObject{c.body} }

// AccessibilityLabel returns the widget's name.
func (c *compound) AccessibilityLabel() string { return c.name }

// AccessibilityRole returns the widget's role.
func (c *compound) AccessibilityRole() fyne.AccessibleRole { return c.role }

// HeightFor returns the height at a width.
func (c *compound) HeightFor(width float32) float32 { return heightFor(c.body, width) }

// IdealSize returns the size at which nothing is cut.
func (c *compound) IdealSize() fyne.Size { return idealSize(c.body) }

// MinSize returns the least size.
func (c *compound) MinSize() fyne.Size { return c.body.MinSize() }

// CreateRenderer links the widget to its renderer.
func (c *compound) CreateRenderer() fyne.WidgetRenderer {
	r := &compoundRenderer{of: c}
	r.objects = []fyne.CanvasObject{c.body}
	return r
}

type compoundRenderer struct {
	parts
	of *compound
}

func (r *compoundRenderer) MinSize() fyne.Size { return r.of.body.MinSize() }

func (r *compoundRenderer) Layout(size fyne.Size) {
	r.of.body.Move(fyne.NewPos(0, 0))
	r.of.body.Resize(size)
}

func (r *compoundRenderer) Refresh() {
	if r.objects[0] != r.of.body {
		r.objects[0] = r.of.body
		r.Layout(r.of.Size())
	}
	r.of.body.Refresh()
}

// relayout lays an object out anew at the size it has, after its parts have
// changed theirs. The objects around it follow with the next frame.
func relayout(o fyne.CanvasObject) {
	if c, ok := o.(*fyne.Container); ok && c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	o.Refresh()
}

// unfolding is a compound with a part that can be folded away.
type unfolding struct {
	compound
	OnChanged func(open bool)
	content   fyne.CanvasObject
	tell      func(open bool) // has the line that is clicked say so
}

// Open tells whether the content is shown.
func (u *unfolding) Open() bool { return u.content.Visible() }

// SetOpen folds or unfolds.
func (u *unfolding) SetOpen(open bool) {
	if open == u.Open() {
		return
	}
	SetVisible(u.content, open)
	u.tell(open)
	relayout(u.body)
	if u.OnChanged != nil {
		u.OnChanged(open)
	}
}
