package provision

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/provision"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// attempts is the list of everything that was sent, with the card of one.
type attempts struct {
	page   *Page
	view   fyne.CanvasObject
	find   *kit.Search
	shown  []provision.Attempt // those that hold what is searched for
	list   *kit.List
	card   *card
	beside *page.Beside
	leave  *kit.Button
}

// The columns of the list.
const (
	colCompany = iota
	colPerson
	colState
	colWhen
)

const cardWidth = 400

func newAttempts(p *Page) *attempts {
	a := &attempts{page: p, card: newCard(p)}
	a.list = kit.NewList([]kit.ListColumn{
		{Title: tongue.L("Company"), Width: 220, Min: 120, Grow: 3}, {Title: tongue.L("For"), Width: 160, Min: 90, Grow: 2, Drop: 1}, {Title: tongue.L("State"), Width: 130, Min: 120}, {Title: tongue.L("Sent"), Width: 80, Min: 70, Drop: 2},
	}, kit.ListData{
		Len: func() int { return len(a.shown) }, Key: func(row int) string { return a.shown[row].ID }, Cell: a.cell,
	}, kit.ListOptions{Empty: kit.NewText(kit.Quiet, tongue.L("Nothing was sent that holds these words."))})
	a.list.On.Current = func(int) { a.showCard() }
	a.list.On.Open = func(int) { a.turn(true) }
	a.leave = kit.NewButton(kit.Link, tongue.L("Sent"), func() { a.turn(false) }).WithIcon(kit.IconLeft)
	a.leave.Hide()
	panel := kit.Edge(nil, nil, kit.Upright(), nil, kit.On(kit.ColorSurface, kit.Scroll(kit.Inset(20, 20, 20, 20, kit.Column(14, a.leave, a.card.view)))))
	a.beside = page.NewBeside(a.list, panel, cardWidth, func(narrow bool) { kit.SetVisible(a.leave, narrow); panel.Refresh() })
	a.find = kit.NewSearch(220, tongue.L("Search"), "")
	a.find.OnChanged = func(string) { a.draw() }
	a.find.OnDown = a.list.Focus
	top := heading(tongue.L("Sent to Gusto"), tongue.L("Every company that was asked for, and what became of it."), a.find, kit.NewButton(kit.Outline, tongue.L("Back to the form"), a.back))
	a.view = kit.Edge(kit.Column(0, top, kit.Line()), nil, nil, nil, a.beside.Box)
	return a
}

func (a *attempts) cell(row, col int) kit.Cell {
	one := a.shown[row]
	switch col {
	case colCompany:
		return kit.Cell{Text: one.Company}
	case colPerson:
		return kit.Cell{Text: joined(" · ", one.Person, one.Email), Kind: kit.CellQuiet}
	case colState:
		return pillOf(one)
	}
	return kit.Cell{Text: words.When(one.When, a.page.window.Now()), Kind: kit.CellQuiet}
}

func (a *attempts) object() fyne.CanvasObject { return a.view }

// sift takes what the page knows of attempts, and keeps those that hold every word that is searched for.
func (a *attempts) sift() {
	a.shown = a.shown[:0]
	sought := strings.Fields(roll.Fold(a.find.Text()))
	for _, one := range a.page.known.attempts {
		text := roll.Fold(strings.Join([]string{one.Company, one.Trade, one.EIN, one.Person, one.Email, one.Who, pillOf(one).Text}, "\n"))
		if !slices.ContainsFunc(sought, func(word string) bool { return !strings.Contains(text, word) }) {
			a.shown = append(a.shown, one)
		}
	}
}

func (a *attempts) draw() {
	a.sift()
	a.list.Refresh()
	if a.list.Current() < 0 && len(a.shown) > 0 {
		a.list.SetCurrent(a.shown[0].ID)
	}
	a.showCard()
}

func (a *attempts) showCard() {
	one, ok := a.page.attempt(a.list.CurrentKey())
	a.beside.Fill(ok)
	if ok {
		a.card.show(one)
	}
}

// choose highlights one attempt, and opens it where there is room for one thing alone.
func (a *attempts) choose(id string) {
	a.find.SetText("")
	a.list.SetCurrent(id)
	a.showCard()
	a.beside.Turn(true)
	a.list.Focus()
}

func (a *attempts) turn(open bool) {
	a.beside.Turn(open)
	if open && a.beside.Narrow() {
		kit.FocusOn(a.leave)
	} else {
		a.list.Focus()
	}
}

func (a *attempts) back() {
	if a.beside.Narrow() && a.beside.Open() {
		a.turn(false)
		return
	}
	a.page.openForm()
	a.page.Focus()
}
