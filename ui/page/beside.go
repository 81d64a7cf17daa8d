package page

import (
	"fyne.io/fyne/v2"
)

// Beside puts a panel to the right of the page's main part. Where there is no room for both, one of them has the
// whole page: the main part, or the panel once it was opened.
type Beside struct {
	main, panel fyne.CanvasObject
	width       float32 // of the panel
	open        bool    // the person wants the panel, should there be room for one alone
	filled      bool    // the panel has something to show
	narrow      bool
	changed     func(narrow bool)

	// Box is what the page shows.
	Box *fyne.Container
}

// leastBeside is the width below which there is no room for both.
const leastBeside = 900

// NewBeside returns both; changed tells when there is room for one alone, and when there is room for both again.
func NewBeside(main, panel fyne.CanvasObject, width float32, changed func(narrow bool)) *Beside {
	b := &Beside{main: main, panel: panel, width: width, changed: changed}
	b.Box = &fyne.Container{Layout: b, Objects: []fyne.CanvasObject{main, panel}}
	return b
}

// Fill says whether the panel has something to show.
func (b *Beside) Fill(filled bool) {
	if b.filled != filled {
		b.filled = filled
		b.lay()
	}
}

// Turn opens the panel, or leaves it, where there is room for one part alone.
func (b *Beside) Turn(open bool) {
	b.open = open
	b.lay()
}

// Narrow says whether there is room for one part alone.
func (b *Beside) Narrow() bool { return b.narrow }

// Open says whether the panel was opened.
func (b *Beside) Open() bool { return b.open }

func (b *Beside) lay() { b.Layout(b.Box.Objects, b.Box.Size()) }

// Layout gives each part its room, or hides it.
func (b *Beside) Layout(_ []fyne.CanvasObject, size fyne.Size) {
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
func (b *Beside) MinSize([]fyne.CanvasObject) fyne.Size {
	return b.main.MinSize().Max(b.panel.MinSize())
}
