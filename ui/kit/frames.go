package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Inset puts room around an object: left, top, right, bottom.
func Inset(left, top, right, bottom float32, o fyne.CanvasObject) *fyne.Container {
	l := &inset{left: left, top: top, right: right, bottom: bottom}
	return &fyne.Container{Layout: l, Objects: []fyne.CanvasObject{o}}
}

type inset struct{ left, top, right, bottom float32 }

func (l *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, l.left, l.top, size.Width-l.left-l.right, size.Height-l.top-l.bottom)
	}
}

func (l *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return (&grow{}).MinSize(visible(objects)).AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l *inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return (&grow{}).heightFor(visible(objects), width-l.left-l.right) + l.top + l.bottom
}

func (l *inset) ideal(objects []fyne.CanvasObject) fyne.Size {
	return (&grow{}).ideal(visible(objects)).AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

// Fixed gives an object exactly this size; 0 leaves that direction to the object.
func Fixed(width, height float32, o fyne.CanvasObject) *fyne.Container {
	l := &fixed{width: width, height: height}
	return &fyne.Container{Layout: l, Objects: []fyne.CanvasObject{o}}
}

type fixed struct{ width, height float32 }

func (l *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	(&grow{}).Layout(objects, size)
}

func (l *fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.set((&grow{}).MinSize(visible(objects)))
}

func (l *fixed) set(size fyne.Size) fyne.Size {
	if l.width > 0 {
		size.Width = l.width
	}
	if l.height > 0 {
		size.Height = l.height
	}
	return size
}

func (l *fixed) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if l.height > 0 {
		return l.height
	}
	return (&grow{}).heightFor(visible(objects), width)
}

func (l *fixed) ideal(objects []fyne.CanvasObject) fyne.Size {
	return l.set((&grow{}).ideal(visible(objects)))
}

// roomy is a width that an object would like; it makes do with half of it.
type roomy struct {
	grow
	width float32
}

func (l *roomy) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width/2, l.grow.MinSize(objects).Height)
}

func (l *roomy) ideal(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, l.grow.MinSize(objects).Height)
}

// MaxWidth keeps an object at its left edge and no wider than width.
func MaxWidth(width float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &limit{width: width}, Objects: []fyne.CanvasObject{o}}
}

// Center puts an object in the middle, at its ideal size and never wider than the
// room there is. With MaxWidth inside it wraps at that width.
func Center(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &center{}, Objects: []fyne.CanvasObject{o}}
}

type limit struct{ width float32 }

func (l *limit) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, min(size.Width, l.width), size.Height)
	}
}

func (l *limit) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := (&grow{}).MinSize(visible(objects))
	size.Width = min(size.Width, l.width)
	return size
}

func (l *limit) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return (&grow{}).heightFor(visible(objects), min(width, l.width))
}

func (l *limit) ideal(objects []fyne.CanvasObject) fyne.Size {
	size := (&grow{}).ideal(visible(objects))
	size.Width = min(size.Width, l.width)
	return size
}

type center struct{}

func (l *center) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		w := min(size.Width, idealSize(o).Width)
		h := heightFor(o, w)
		place(o, (size.Width-w)/2, max(0, (size.Height-h)/2), w, h)
	}
}

func (l *center) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return (&grow{}).MinSize(visible(objects))
}

func (l *center) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range visible(objects) {
		h = max(h, heightFor(o, min(width, idealSize(o).Width)))
	}
	return h
}

func (l *center) ideal(objects []fyne.CanvasObject) fyne.Size {
	return (&grow{}).ideal(visible(objects))
}

// Watch tells a page how large an object is before it is laid out, and again
// whenever that changes: for parts that give way where there is little room.
func Watch(o fyne.CanvasObject, resized func(size fyne.Size)) *fyne.Container {
	return &fyne.Container{Layout: &watch{resized: resized}, Objects: []fyne.CanvasObject{o}}
}

type watch struct {
	grow
	resized func(size fyne.Size)
	last    fyne.Size
}

func (l *watch) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size != l.last {
		l.last = size
		l.resized(size)
	}
	l.grow.Layout(objects, size)
}

// Stack puts objects on top of each other, each over the whole area; the last one
// is in front.
func Stack(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &stack{}, Objects: objects}
}

type stack struct{ grow }

func (l *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.grow.MinSize(visible(objects))
}

// Scroll lets content that is higher than its room be scrolled. The content has
// the width of the room, so texts wrap and nothing scrolls sideways.
func Scroll(content fyne.CanvasObject) *fyne.Container {
	s := container.NewVScroll(content)
	return &fyne.Container{
		Layout:  &scroll{view: s},
		Objects: []fyne.CanvasObject{s},
	}
}

type scroll struct{ view *container.Scroll }

func (l *scroll) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	content := l.view.Content
	// The content learns its width first: its least height depends on it.
	content.Resize(fyne.NewSize(size.Width, max(size.Height, heightFor(content, size.Width))))
	(&grow{}).Layout(objects, size)
}

func (l *scroll) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.view.Content.MinSize().Width, 32)
}

// viewOf finds the innermost Scroll around an object that is on a canvas.
func viewOf(o fyne.CanvasObject) *container.Scroll {
	c := canvasHolding(o)
	if c == nil {
		return nil
	}
	for _, root := range append(slices.Clone(c.Overlays().List()), c.Content()) {
		if root == nil {
			continue
		}
		if view := scrollOf(root, o); view != nil {
			return view
		}
	}
	return nil
}

// scrollOf finds the innermost Scroll under root that holds o.
func scrollOf(root, o fyne.CanvasObject) *container.Scroll {
	var found *container.Scroll
	var walk func(at fyne.CanvasObject, view *container.Scroll) bool
	walk = func(at fyne.CanvasObject, view *container.Scroll) bool {
		if at == o {
			found = view
			return true
		}
		for _, child := range childrenOf(at) {
			if s, ok := at.(*container.Scroll); ok {
				view = s
			}
			if child != nil && walk(child, view) {
				return true
			}
		}
		return false
	}
	walk(root, nil)
	return found
}
