package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// companiesPage lists the linked companies, with the details of the one that is selected.
type companiesPage struct {
	shell   *shell
	box     *fyne.Container
	count   *kit.Text
	search  *kit.Search
	chips   [3]*kit.Chip
	list    *kit.List
	details *details
	beside  *beside
	keys    *kit.Banner
	all     []desk.Link
	shown   []desk.Link
	filter  filter
}

// filter is which companies are shown, and in which order.
type filter struct {
	kind       filterKind
	words      string
	sort       int
	descending bool
}

type filterKind int

const (
	everything filterKind = iota
	needing
	working
)

// The columns of the list.
const (
	colCompany = iota
	colPlace
	colState
	colPerson
	colVerified
)

func newCompaniesPage(s *shell) *companiesPage {
	p := &companiesPage{shell: s, count: kit.NewText(kit.Quiet, "").Whole(), keys: kit.NewBanner(kit.Act, "", "")}
	p.search = kit.NewSearch(260, "Search", "/")
	p.search.OnChanged = func(words string) { p.filter.words = words; p.arrange() }
	p.search.OnDown = func() { p.list.Focus() }
	link := kit.NewButton(kit.Primary, "Link a company", s.openConnect)
	head := kit.Row(12, kit.NewText(kit.Heading, "Companies").Whole(), p.count, kit.Spacer(), p.search, link)
	for i := range p.chips {
		p.chips[i] = kit.NewChip("", func() { p.filter.kind = filterKind(i); p.arrange() })
	}
	chips := kit.Row(8, p.chips[everything], p.chips[needing], p.chips[working])
	top := kit.Column(0, kit.Inset(24, 18, 24, 12, kit.Column(12, head, chips, p.keys)), kit.Line())
	p.details = newDetails(s)
	p.details.acts.back.OnTapped = func() { p.openDetails(false) }
	p.list = p.newList()
	p.beside = newBeside(p.list, p.details.view, detailsWidth, p.details.setNarrow)
	p.box = kit.Edge(top, nil, nil, nil, p.beside.box)
	return p
}

func (p *companiesPage) newList() *kit.List {
	columns := []kit.ListColumn{
		{Title: "Company", Width: 220, Min: 140, Grow: 2, Sortable: true},
		{Title: "Place", Width: 120, Min: 90, Grow: 1, Drop: 3, Sortable: true},
		{Title: "State", Width: 130, Min: 116, Sortable: true},
		{Title: "Authorized by", Width: 130, Min: 100, Grow: 1, Drop: 2, Sortable: true},
		{Title: "Verified", Width: 90, Min: 70, Drop: 1, Sortable: true},
	}
	empty := kit.Column(12,
		kit.NewParagraph(kit.Quiet, "No company is linked yet. Linking one takes a minute, in your browser.").Align(fyne.TextAlignCenter),
		kit.Center(kit.NewButton(kit.Outline, "Link a company", p.shell.openConnect)))
	list := kit.NewList(columns, kit.ListData{
		Len:  func() int { return len(p.shown) },
		Key:  func(row int) string { return p.shown[row].ID },
		Cell: func(row, col int) kit.Cell { return cellOf(p.shown[row], col, p.shell.now()) },
	}, kit.ListOptions{Empty: kit.Fixed(360, 0, empty)})
	list.On.Current = func(int) { p.showDetails() }
	list.On.Sort = func(col int, descending bool) {
		p.filter.sort, p.filter.descending = col, descending
		p.arrange()
	}
	list.On.Open = func(int) { p.openDetails(true) }
	list.SetSort(colCompany, false)
	return list
}

func cellOf(l desk.Link, col int, now time.Time) kit.Cell {
	switch col {
	case colCompany:
		return kit.Cell{Text: l.Name}
	case colPlace:
		return kit.Cell{Text: l.Place, Kind: kit.CellQuiet}
	case colState:
		m := stateOf(l)
		return kit.Cell{Text: m.Pill, Kind: kit.CellPill, Tone: tone(m.Tone)}
	case colPerson:
		return kit.Cell{Text: l.AuthorizedBy, Kind: kit.CellQuiet}
	}
	return kit.Cell{Text: words.When(l.Verdict.At, now), Kind: kit.CellQuiet}
}

// stateOf is what the list says about a link.
func stateOf(l desk.Link) words.Message {
	if l.Checking {
		return words.Message{Tone: words.Neutral, Pill: "Checking"}
	}
	return words.ForVerdict(l.Verdict)
}

func (p *companiesPage) view() fyne.CanvasObject { return p.box }

func (p *companiesPage) leave() {}

func (p *companiesPage) draw(s *desk.Snapshot) {
	p.all = s.Links
	p.drawKeys(s)
	p.arrange()
}

// drawKeys says why nothing sealed can be used, when that is so.
func (p *companiesPage) drawKeys(s *desk.Snapshot) {
	if s.Keys == nil || len(s.Links) == 0 {
		p.keys.Hide()
		return
	}
	m := words.For(s.Keys)
	p.keys.Set(tone(m.Tone), m.Title, m.Hint, keyButtons(p.shell, s.Keys)...)
	p.keys.Show()
}

// arrange filters and sorts in memory, and draws.
func (p *companiesPage) arrange() {
	p.shown = p.filter.apply(p.all)
	needs, fine := 0, 0
	for _, l := range p.all {
		if l.Verdict.NeedsYou() {
			needs++
		} else if l.Verdict.Cause == desk.Working {
			fine++
		}
	}
	p.count.SetText(fmt.Sprint(len(p.all)))
	p.chips[everything].SetText(fmt.Sprintf("All %d", len(p.all)))
	p.chips[needing].SetText(fmt.Sprintf("Needs you %d", needs))
	p.chips[working].SetText(fmt.Sprintf("Working %d", fine))
	for i, chip := range p.chips {
		chip.SetSelected(p.filter.kind == filterKind(i))
	}
	p.list.Refresh()
	if p.list.Current() < 0 && len(p.shown) > 0 {
		p.list.SetCurrent(p.shown[0].ID)
	}
	p.showDetails()
}

func (p *companiesPage) showDetails() {
	if row := p.list.Current(); row >= 0 && row < len(p.shown) {
		p.details.show(p.shown[row])
	} else {
		p.details.any = false
	}
	p.beside.fill(p.details.any)
}

// openDetails turns to the details and back, in a window that has no room for both.
func (p *companiesPage) openDetails(open bool) {
	p.beside.turn(open)
	if open && p.beside.narrow {
		kit.FocusOn(p.details.acts.back)
	} else {
		p.list.Focus()
	}
}

// typed are the keys of the page: / to search, v to verify, r to reconnect.
func (p *companiesPage) typed(r rune) {
	switch r {
	case '/':
		p.search.Focus()
	case 'v':
		p.details.verify()
	case 'r':
		p.details.reconnect()
	}
}

// pressed: Escape leaves the details where they have the page to themselves.
func (p *companiesPage) pressed(key fyne.KeyName) {
	if key == fyne.KeyEscape && p.beside.narrow && p.beside.open {
		p.openDetails(false)
	}
}

// apply gives the links that pass, in order.
func (f filter) apply(links []desk.Link) []desk.Link {
	words := fold(strings.TrimSpace(f.words))
	kept := make([]desk.Link, 0, len(links))
	for _, l := range links {
		if f.passes(l, words) {
			kept = append(kept, l)
		}
	}
	slices.SortStableFunc(kept, func(a, b desk.Link) int {
		order := strings.Compare(f.sortKey(a), f.sortKey(b))
		if f.descending {
			return -order
		}
		return order
	})
	return kept
}

func (f filter) passes(l desk.Link, words string) bool {
	switch f.kind {
	case needing:
		if !l.Verdict.NeedsYou() {
			return false
		}
	case working:
		if l.Verdict.Cause != desk.Working {
			return false
		}
	}
	return found(words, l.Name, l.TradeName, l.Place, l.AuthorizedBy)
}

func (f filter) sortKey(l desk.Link) string {
	switch f.sort {
	case colPlace:
		return fold(l.Place)
	case colState:
		return words.ForVerdict(l.Verdict).Pill
	case colPerson:
		return fold(l.AuthorizedBy)
	case colVerified:
		return l.Verdict.At.UTC().Format(time.RFC3339Nano)
	}
	return fold(l.Name)
}
