package ui

import (
	"fyne.io/fyne/v2"
)

// beside puts a panel to the right of the page's main part. Where there is no room for both, one of them has the
// whole page: the main part, or the panel once it was opened.
type beside struct {
	main, panel fyne.CanvasObject
	width       float32 // of the panel
	open        bool    // the person wants the panel, should there be room for one alone
	filled      bool    // the panel has something to show
	narrow      bool
	changed     func(narrow bool)
	box         *fyne.Container
}

// leastBeside is the width below which there is no room for both.
const leastBeside = 900

func newBeside(main, panel fyne.CanvasObject, width float32, changed func(narrow bool)) *beside {
	b := &beside{main: main, panel: panel, width: width, changed: changed}
	b.box = &fyne.Container{Layout: b, Objects: []fyne.CanvasObject{main, panel}}
	return b
}

// fill says whether the panel has something to show.
func (b *beside) fill(filled bool) {
	if b.filled != filled {
		b.filled = filled
		b.lay()
	}
}

// turn opens the panel, or leaves it, where there is room for one part alone.
func (b *beside) turn(open bool) {
	b.open = open
	b.lay()
}

func (b *beside) lay() { b.Layout(b.box.Objects, b.box.Size()) }

// Layout gives each part its room, or hides it.
func (b *beside) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	narrow := size.Width < leastBeside
	mainWidth, panelWidth := size.Width, float32(0)
	switch {
	case !b.filled:
	case !narrow:
		mainWidth, panelWidth = size.Width-b.width, b.width
	case b.open:
		mainWidth, panelWidth = 0, size.Width
	}
	give(b.main, 0, mainWidth, size.Height)
	give(b.panel, mainWidth, panelWidth, size.Height)
	if narrow != b.narrow {
		b.narrow = narrow
		b.changed(narrow)
	}
}

func give(o fyne.CanvasObject, x, width, height float32) {
	if width <= 0 {
		o.Hide()
		return
	}
	o.Move(fyne.NewPos(x, 0))
	o.Resize(fyne.NewSize(width, height))
	o.Show()
}

// MinSize is that of the wider part: the other can give way.
func (b *beside) MinSize([]fyne.CanvasObject) fyne.Size {
	return b.main.MinSize().Max(b.panel.MinSize())
}
