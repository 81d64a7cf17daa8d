package kit

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
)

// flower is an object whose height depends on its width, as wrapped text does.
type flower interface {
	// HeightFor returns the height that the object needs at a width.
	HeightFor(width float32) float32
}

// wisher is an object that can be narrower than it would like, as an ellipsized
// text is.
type wisher interface {
	// IdealSize returns the size at which nothing is cut.
	IdealSize() fyne.Size
}

// flowLayout is a layout of the kit: it knows heights for widths.
type flowLayout interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
	ideal(objects []fyne.CanvasObject) fyne.Size
}

func heightFor(o fyne.CanvasObject, width float32) float32 {
	switch x := o.(type) {
	case flower:
		return x.HeightFor(width)
	case *fyne.Container:
		if l, ok := x.Layout.(flowLayout); ok {
			return l.heightFor(x.Objects, width)
		}
	}
	return o.MinSize().Height
}

func idealSize(o fyne.CanvasObject) fyne.Size {
	switch x := o.(type) {
	case wisher:
		return x.IdealSize().Max(o.MinSize())
	case *fyne.Container:
		if l, ok := x.Layout.(flowLayout); ok {
			return l.ideal(x.Objects)
		}
	}
	return o.MinSize()
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(round(x), round(y)))
	o.Resize(fyne.NewSize(w, h))
}

// round keeps positions on whole pixels at 100 %: text between two is blurred.
func round(v float32) float32 { return float32(math.Round(float64(v))) }

func ceil(v float32) float32 { return float32(math.Ceil(float64(v))) }

// SetVisible shows an object or hides it; one that is so already is left alone.
func SetVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// shown tells whether an object takes room. A frame of the kit whose content is
// hidden takes none either.
func shown(o fyne.CanvasObject) bool {
	if o == nil || !o.Visible() {
		return false
	}
	c, ok := o.(*fyne.Container)
	if !ok || len(c.Objects) == 0 {
		return true
	}
	if _, ok := c.Layout.(flowLayout); !ok {
		return true
	}
	return slices.ContainsFunc(c.Objects, shown)
}

// Edge fills its area with center and puts the others, each of them or nil, along
// the edges without gaps. Tab visits them in reading order: top, left, center,
// right, bottom.
func Edge(top, bottom, left, right, center fyne.CanvasObject) *fyne.Container {
	l := &edge{top: top, bottom: bottom, left: left, right: right, center: center}
	c := &fyne.Container{Layout: l}
	for _, o := range []fyne.CanvasObject{top, left, center, right, bottom} {
		if o != nil {
			c.Objects = append(c.Objects, o)
		}
	}
	return c
}

type edge struct {
	top, bottom, left, right, center fyne.CanvasObject
}

func (l *edge) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x, y, right, bottom := float32(0), float32(0), size.Width, size.Height
	if shown(l.top) {
		h := heightFor(l.top, size.Width)
		place(l.top, 0, 0, size.Width, h)
		y = h
	}
	if shown(l.bottom) {
		h := heightFor(l.bottom, size.Width)
		bottom -= h
		place(l.bottom, 0, bottom, size.Width, h)
	}
	if shown(l.left) {
		w := idealSize(l.left).Width
		place(l.left, 0, y, w, bottom-y)
		x = w
	}
	if shown(l.right) {
		w := idealSize(l.right).Width
		right -= w
		place(l.right, right, y, w, bottom-y)
	}
	if shown(l.center) {
		place(l.center, x, y, right-x, bottom-y)
	}
}

func (l *edge) MinSize([]fyne.CanvasObject) fyne.Size {
	var width, height float32
	for _, o := range []fyne.CanvasObject{l.left, l.center, l.right} {
		if shown(o) {
			m := o.MinSize()
			width += m.Width
			height = max(height, m.Height)
		}
	}
	for _, o := range []fyne.CanvasObject{l.top, l.bottom} {
		if shown(o) {
			m := o.MinSize()
			width = max(width, m.Width)
			height += m.Height
		}
	}
	return fyne.NewSize(width, height)
}

func (l *edge) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	var ends, middle float32
	rest := width
	for _, o := range []fyne.CanvasObject{l.left, l.right} {
		if shown(o) {
			w := idealSize(o).Width
			rest -= w
			middle = max(middle, heightFor(o, w))
		}
	}
	if shown(l.center) {
		middle = max(middle, heightFor(l.center, rest))
	}
	for _, o := range []fyne.CanvasObject{l.top, l.bottom} {
		if shown(o) {
			ends += heightFor(o, width)
		}
	}
	return ends + middle
}

func (l *edge) ideal(objects []fyne.CanvasObject) fyne.Size {
	size := l.MinSize(objects)
	var width float32
	for _, o := range []fyne.CanvasObject{l.left, l.center, l.right} {
		if shown(o) {
			width += idealSize(o).Width
		}
	}
	size.Width = max(size.Width, width)
	return size
}
