package clients

import (
	"slices"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
)

// Show makes the row of a client or of a link the current one, and takes away what hides it.
func (p *Page) Show(id string) {
	is := func(r roll.Row) bool { return r.Client != nil && r.Client.ID == id || r.Link != nil && r.Link.ID == id }
	at := slices.IndexFunc(p.rows.shown, is)
	if at < 0 {
		p.filters.view = desk.View{Sort: p.filters.view.Sort, Down: p.filters.view.Down}
		p.head.find.SetText("")
		p.arrange()
		at = slices.IndexFunc(p.rows.shown, is)
	}
	if at < 0 {
		return
	}
	p.list.SetCurrent(keyOf(p.rows.shown[at]))
	p.showDetails()
	p.openDetails(p.beside.Narrow())
}
