package kit

import "fyne.io/fyne/v2"

// Column stacks objects from top to bottom with a gap between them; each gets the
// full width. Room that is left goes to the objects made with [Grow] and
// [Spacer]. Hidden objects take no room and no gap.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &column{gap: gap}, Objects: objects}
}

// Row puts objects side by side with a gap between them, each at its own height,
// centered. Texts get the width at which nothing is cut; when there is less
// room they shrink and end in an ellipsis. Room that is left goes to the objects
// made with [Grow] and [Spacer].
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap}, Objects: objects}
}

// TopRow is [Row] with the objects' upper edges on one line.
func TopRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap, top: true}, Objects: objects}
}

// Columns gives objects the same width and the full height, side by side.
func Columns(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap, equal: true}, Objects: objects}
}

// Grow marks an object of a Row or Column that takes the room that is left. With
// several, each gets the same share on top of its own size.
func Grow(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &grow{}, Objects: []fyne.CanvasObject{o}}
}

// Spacer is nothing that grows: it pushes apart what stands beside it.
func Spacer() *fyne.Container { return &fyne.Container{Layout: &grow{}} }

type grow struct{}

func (*grow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

func (*grow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

func (*grow) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		h = max(h, heightFor(o, width))
	}
	return h
}

func (*grow) ideal(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(idealSize(o))
	}
	return size
}

func grows(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*grow)
	return ok
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for i, o := range objects {
		if shown(o) {
			continue
		}
		list := append([]fyne.CanvasObject(nil), objects[:i]...)
		for _, rest := range objects[i+1:] {
			if shown(rest) {
				list = append(list, rest)
			}
		}
		return list
	}
	return objects
}

func growing(objects []fyne.CanvasObject) int {
	n := 0
	for _, o := range objects {
		if grows(o) {
			n++
		}
	}
	return n
}

func gaps(gap float32, objects []fyne.CanvasObject) float32 {
	return gap * float32(max(0, len(objects)-1))
}

type column struct{ gap float32 }

func (l *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects = visible(objects)
	share := float32(0)
	if n := growing(objects); n > 0 {
		share = max(0, size.Height-l.heightFor(objects, size.Width)) / float32(n)
	}
	y := float32(0)
	for _, o := range objects {
		h := heightFor(o, size.Width)
		if grows(o) {
			h += share
		}
		place(o, 0, y, size.Width, h)
		y += h + l.gap
	}
}

func (l *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	objects = visible(objects)
	size := fyne.NewSize(0, gaps(l.gap, objects))
	for _, o := range objects {
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height
	}
	return size
}

func (l *column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	objects = visible(objects)
	h := gaps(l.gap, objects)
	for _, o := range objects {
		h += heightFor(o, width)
	}
	return h
}

func (l *column) ideal(objects []fyne.CanvasObject) fyne.Size {
	size := l.MinSize(objects)
	for _, o := range visible(objects) {
		size.Width = max(size.Width, idealSize(o).Width)
	}
	return size
}

type row struct {
	gap        float32
	top, equal bool
}

// widths shares out the width: least sizes first, then up to ideal sizes in
// proportion to what each lacks, then the rest to those that grow.
func (l *row) widths(objects []fyne.CanvasObject, width float32) []float32 {
	list := make([]float32, len(objects))
	room := width - gaps(l.gap, objects)
	if l.equal {
		for i := range list {
			list[i] = max(0, room/float32(len(list)))
		}
		return list
	}
	wish := make([]float32, len(objects))
	var lack float32
	for i, o := range objects {
		list[i] = o.MinSize().Width
		wish[i] = max(0, idealSize(o).Width-list[i])
		lack += wish[i]
		room -= list[i]
	}
	part := float32(1)
	if lack > 0 {
		part = min(1, max(0, room)/lack)
	}
	n := float32(growing(objects))
	rest := max(0, room-lack)
	for i, o := range objects {
		list[i] += wish[i] * part
		if grows(o) {
			list[i] += rest / n
		}
	}
	return list
}

func (l *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects = visible(objects)
	widths := l.widths(objects, size.Width)
	x := float32(0)
	for i, o := range objects {
		y, h := float32(0), size.Height
		if !l.equal {
			h = heightFor(o, widths[i])
			if !l.top {
				y = (size.Height - h) / 2
			}
		}
		place(o, x, y, widths[i], h)
		x += widths[i] + l.gap
	}
}

func (l *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	objects = visible(objects)
	var size fyne.Size
	var widest float32
	for _, o := range objects {
		m := o.MinSize()
		size.Width += m.Width
		widest = max(widest, m.Width)
		size.Height = max(size.Height, m.Height)
	}
	if l.equal {
		size.Width = widest * float32(len(objects))
	}
	size.Width += gaps(l.gap, objects)
	return size
}

func (l *row) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	objects = visible(objects)
	widths := l.widths(objects, width)
	var h float32
	for i, o := range objects {
		h = max(h, heightFor(o, widths[i]))
	}
	return h
}

func (l *row) ideal(objects []fyne.CanvasObject) fyne.Size {
	objects = visible(objects)
	size := l.MinSize(objects)
	var sum, widest float32
	for _, o := range objects {
		w := idealSize(o).Width
		sum += w
		widest = max(widest, w)
	}
	if l.equal {
		sum = widest * float32(len(objects))
	}
	size.Width = max(size.Width, sum+gaps(l.gap, objects))
	return size
}
