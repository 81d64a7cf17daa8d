package kit

import "fyne.io/fyne/v2"

// Wrap puts objects side by side as [Row] does, and goes on in a new line where
// the room ends: for chips and buttons whose words may be long.
func Wrap(gap, lineGap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &wrap{gap: gap, lineGap: lineGap}, Objects: objects}
}

type wrap struct {
	gap, lineGap float32
	last         float32 // the width that it has been given
}

// each tells where every object goes in a width, and returns the height of all.
func (l *wrap) each(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var x, y, line float32
	for _, o := range visible(objects) {
		w := min(idealSize(o).Width, width)
		if x > 0 && x+w > width {
			x, y, line = 0, y+line+l.lineGap, 0
		}
		h := heightFor(o, w)
		put(o, x, y, w, h)
		x += w + l.gap
		line = max(line, h)
	}
	return y + line
}

func (l *wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	l.each(objects, size.Width, place)
}

func (l *wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range visible(objects) {
		width = max(width, o.MinSize().Width)
	}
	room := l.last
	if room == 0 {
		room = l.ideal(objects).Width
	}
	return fyne.NewSize(width, l.heightFor(objects, room))
}

func (l *wrap) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.each(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l *wrap) ideal(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	list := visible(objects)
	for _, o := range list {
		ideal := idealSize(o)
		size.Width += ideal.Width
		size.Height = max(size.Height, ideal.Height)
	}
	size.Width += gaps(l.gap, list)
	return size
}
