package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// CreateRenderer links the widget to its renderer.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	r := &menuRenderer{menu: m, box: NewFill(ColorSurface)}
	r.box.Stroke, r.box.Width, r.box.Radius, r.box.Shadow = ColorHairline, 1, Radius, true
	r.objects = []fyne.CanvasObject{r.box}
	for range m.items {
		row := &menuLine{
			back: &canvas.Rectangle{CornerRadius: 5}, line: &canvas.Rectangle{}, icon: newGlyph(),
			text: faces[Body].line(), key: faces[Small].line(),
		}
		r.rows = append(r.rows, row)
		r.objects = append(r.objects, row.line, row.back, row.icon.Raster, row.text, row.key)
	}
	r.Refresh()
	return r
}

type menuLine struct {
	back, line *canvas.Rectangle
	icon       *glyph
	text, key  *canvas.Text
}

type menuRenderer struct {
	parts
	menu *Menu
	box  *Fill
	rows []*menuLine
}

func (r *menuRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *menuRenderer) Layout(fyne.Size) {
	at, size := r.menu.box()
	r.box.Move(at)
	r.box.Resize(size)
	for i, row := range r.rows {
		item := r.menu.items[i]
		y := at.Y + r.menu.rowTop(i)
		place(row.line, at.X+menuEdge, y-5, size.Width-2*menuEdge, 1)
		place(row.back, at.X+menuEdge, y, size.Width-2*menuEdge, menuRow)
		place(row.icon, at.X+menuEdge+10, y+8, 16, 16)
		x := at.X + menuEdge + r.menu.indent()
		faces[Body].setLine(row.text, item.Text, x, y, at.X+size.Width-x-4, menuRow)
		w := ceil(faces[Small].measure(item.note()).Width)
		faces[Small].setLine(row.key, item.note(), at.X+size.Width-menuEdge-10-w, y, w+1, menuRow)
	}
}

func (r *menuRenderer) Refresh() {
	for i, row := range r.rows {
		item := r.menu.items[i]
		color, icon := ColorText, item.Icon
		switch {
		case item.Disabled:
			color = ColorDisabled
		case item.Danger:
			color = ColorAct
		}
		if item.Checked && icon == NoIcon {
			icon = IconCheck
		}
		fill, ring := fyne.ThemeColorName(""), float32(0)
		if i == r.menu.active && !item.Disabled {
			if fill = ColorSelected; r.menu.keyed {
				ring = 2
			}
		}
		paint(row.back, fill)
		row.back.StrokeColor, row.back.StrokeWidth = ColorOf(ColorAccent), ring
		row.line.FillColor = ColorOf(ColorHairline)
		SetVisible(row.line, item.Line)
		row.icon.set(icon, color)
		row.text.Color = ColorOf(color)
		row.key.Color = ColorOf(ColorSecondary)
	}
	r.Layout(r.menu.Size())
	r.box.Refresh()
	canvas.Refresh(r.menu)
}
