package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

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
	case *container.ThemeOverride:
		return []fyne.CanvasObject{x.Content}
	case *widget.PopUp:
		return []fyne.CanvasObject{x.Content}
	}
	return nil
}

// Roles beyond the toolkit's own.
const (
	RoleCheckbox fyne.AccessibleRole = "checkbox"
	RoleTextbox  fyne.AccessibleRole = "textbox"
	RoleRow      fyne.AccessibleRole = "row"
	RoleCell     fyne.AccessibleRole = "cell"
	RoleHead     fyne.AccessibleRole = "columnheader"
)
