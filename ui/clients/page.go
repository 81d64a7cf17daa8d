// Package clients is the page of the crosswalk: the firm's clients, the companies that are linked to them, and what can
// be done with both.
//
// Rules: it is drawn from the desk's snapshot, through internal/roll; it holds no business rule; what is destroyed is
// asked for first, and what ends for everybody is asked for by name.
package clients

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Page lists clients and linked companies, with the details of the row that is current.
type Page struct {
	window  page.Window
	desk    Desk
	box     *fyne.Container // the list, or the table that is being imported
	head    head
	filters *filters
	list    *kit.List
	picked  *picked
	details *details
	beside  *page.Beside
	rows    rows
	table   *table             // what is being imported; nil when nothing is
	nothing [2]*fyne.Container // instead of rows: how to begin, and that nothing fits
}

// head is what stands above the list.
type head struct {
	top   *fyne.Container
	said  string // what stood in it when it was laid out
	count *kit.Text
	find  *kit.Search
	more  *kit.Button
	first *kit.Button // the one thing that most people came for
	keys  *kit.Banner
}

// rows is what the list shows.
type rows struct {
	all   *roll.Roll
	shown []roll.Row
	from  *desk.Snapshot
}

// New makes the page.
func New(w page.Window, d Desk) *Page {
	p := &Page{window: w, desk: d}
	p.head = head{count: kit.NewText(kit.Quiet, "").Whole(), keys: kit.NewBanner(kit.Act, "", "")}
	p.head.find = kit.NewSearch(260, tongue.L("Search"), "/")
	p.head.find.OnChanged = func(words string) { p.filters.view.Search = words; p.arrange() }
	p.head.find.OnDown = func() { p.list.Focus() }
	p.head.more = kit.NewButton(kit.Outline, tongue.L("Import / export…"), p.openMore)
	p.head.first = kit.NewButton(kit.Primary, tongue.L("Link a company"), p.goOn)
	line := kit.Row(12, kit.NewText(kit.Heading, tongue.L("Clients")).Whole(), p.head.count, kit.Spacer(), p.head.find, p.head.more, p.head.first)
	p.filters = newFilters(p)
	p.head.top = kit.On(kit.ColorWindow, kit.Column(0, kit.Inset(24, 18, 24, 12, kit.Column(12, line, p.filters.box, p.head.keys)), kit.Line()))
	p.details = newDetails(p)
	p.details.acts.back.OnTapped = func() { p.openDetails(false) }
	p.picked = newPicked(p)
	p.list = p.newList()
	p.beside = page.NewBeside(kit.Edge(nil, p.picked.view, nil, nil, p.list), p.details.view, detailsWidth, p.details.setNarrow)
	p.box = kit.Stack(kit.Edge(p.head.top, nil, nil, nil, p.beside.Box))
	return p
}

// View is the page itself.
func (p *Page) View() fyne.CanvasObject { return p.box }

// Leave lets everything go on: what is being done shows again when the page comes back.
func (p *Page) Leave() {}

// Draw shows a snapshot.
func (p *Page) Draw(s *desk.Snapshot) {
	if s != p.rows.from {
		p.rows.all, p.rows.from = roll.New(p.rows.all, s), s
		p.dropTicks()
	}
	p.drawKeys(s)
	p.arrange()
}

// drawKeys says what is wrong with this computer as a whole: why nothing sealed can be used, or that its clock is off.
func (p *Page) drawKeys(s *desk.Snapshot) {
	concern := s.Concern()
	if concern == nil || len(s.Links) == 0 {
		p.head.keys.Hide()
		return
	}
	m := words.For(concern)
	p.head.keys.Set(page.Tone(m.Tone), m.Title, m.Hint, p.window.KeyButtons(concern)...)
	p.head.keys.Show()
}

// arrange filters and sorts in memory, and draws.
func (p *Page) arrange() {
	p.fitColumns(p.rows.from)
	p.rows.shown = p.rows.all.Show(p.filters.view)
	p.filters.draw(p.rows.from, p.rows.all)
	p.drawEmpty(p.rows.all.Counts().All)
	p.list.Refresh()
	if p.list.Current() < 0 && len(p.rows.shown) > 0 {
		p.list.SetCurrent(keyOf(p.rows.shown[0]))
	}
	p.drawHead()
	p.picked.draw()
	p.showDetails()
}

// layHead lays the page out again when what stands above the list has become longer or shorter.
func (p *Page) layHead() {
	said := p.head.count.Text() + p.head.first.Text() + p.filters.said()
	if p.head.keys.Visible() {
		said += p.head.keys.AccessibilityLabel()
	}
	if said != p.head.said {
		p.head.said = said
		p.box.Objects[0].Refresh()
	}
}

// drawHead puts the number where it stands, and the next step on the first button.
func (p *Page) drawHead() {
	counts := p.rows.all.Counts()
	p.head.count.SetText(page.Number(counts.All))
	if len(p.filters.view.Environments) > 0 {
		p.head.count.SetText(page.Number(len(p.rows.shown)))
	} else if len(p.rows.shown) < counts.All {
		p.head.count.SetText(tongue.F("{shown} of {all}", "shown", page.Number(len(p.rows.shown)), "all", page.Number(counts.All)))
	}
	if p.rows.from.Unread != nil {
		p.head.count.SetText("") // not known yet
	}
	ticked, open, needing := len(p.picked.open()), len(p.notLinked()), len(p.needing())
	switch {
	case p.sitting():
		p.head.first.SetText(tongue.L("Back to the queue"))
	case ticked > 0:
		p.head.first.SetText(tongue.F("Link selected ({ticked})", "ticked", page.Number(ticked)))
	case needing > 0:
		p.head.first.SetText(tongue.F("Reconnect all {needing}", "needing", page.Number(needing)))
	case open > 0:
		p.head.first.SetText(tongue.F("Link {open} not linked", "open", page.Number(open)))
	default:
		p.head.first.SetText(tongue.L("Link a company"))
	}
	p.layHead()
}

// sitting says that the queue has something left to do.
func (p *Page) sitting() bool {
	s := p.rows.from.Sitting
	return s != nil && s.State != desk.SittingDone
}

// notLinked are the clients of the rows that are shown and have no company, as far as that is known.
func (p *Page) notLinked() []string {
	if p.rows.from.Unread != nil || p.rows.all.Counts().NotLinked == 0 {
		return nil
	}
	var ids []string
	for _, r := range p.rows.shown { // such a client has one row
		if r.Link == nil {
			ids = append(ids, r.Client.ID)
		}
	}
	return ids
}

// needing are the links of the rows that another consent would mend, while what needs a person is all that is shown.
func (p *Page) needing() []string {
	if p.filters.view.Show != desk.ShowNeedsYou {
		return nil
	}
	var links []string
	for _, r := range p.rows.shown {
		if r.Link.Verdict.Cause.Reconnects() && !r.Elsewhere() {
			links = append(links, r.Link.ID)
		}
	}
	return links
}

// goOn is the first button: the queue over what is ticked, else over what is shown and needs a person or has no
// company, else one company.
func (p *Page) goOn() {
	ticked, open, needing := p.picked.open(), p.notLinked(), p.needing()
	switch {
	case p.sitting():
		p.window.OpenQueue()
	case len(ticked) > 0:
		p.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: ticked})
	case len(needing) > 0:
		p.begin(desk.SittingWish{Kind: desk.SittingReconnects, Links: needing})
	case len(open) > 0:
		p.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: open})
	default:
		p.window.OpenConnect(desk.Link{})
	}
}

func (p *Page) showDetails() {
	if row := p.list.Current(); row >= 0 && row < len(p.rows.shown) {
		p.details.show(p.rows.shown[row])
	} else {
		p.details.hide()
	}
	p.beside.Fill(p.details.any)
}

// openDetails turns to the details and back, in a window that has no room for both.
func (p *Page) openDetails(open bool) {
	p.beside.Turn(open)
	if open && p.beside.Narrow() {
		kit.FocusOn(p.details.acts.back)
	} else {
		p.list.Focus()
	}
}

// Typed are the keys of the page: / to search, v to verify, r to reconnect, a to add a client.
func (p *Page) Typed(r rune) {
	if p.table != nil {
		return
	}
	switch r {
	case '/':
		p.head.find.Focus()
	case 'v':
		p.verify()
	case 'r':
		p.reconnect()
	case 'a':
		p.askNewClient()
	}
}

// Pressed: Escape leaves an import, or the details where they have the page to themselves.
func (p *Page) Pressed(key fyne.KeyName) {
	switch {
	case key != fyne.KeyEscape:
	case p.table != nil:
		p.closeTable()
	case p.beside.Narrow() && p.beside.Open():
		p.openDetails(false)
	}
}

// verify asks Gusto about what is ticked, else about the current row.
func (p *Page) verify() {
	if links := p.picked.links(); len(links) > 0 {
		p.picked.verify()
		return
	}
	p.details.verify()
}

// reconnect goes through consent again for what is ticked, else for the current row.
func (p *Page) reconnect() {
	if links := p.picked.links(); len(links) > 0 {
		p.begin(desk.SittingWish{Kind: desk.SittingReconnects, Links: links})
		return
	}
	p.details.reconnect()
}
