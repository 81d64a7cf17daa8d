package queue

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// The columns of the list.
const (
	colNumber = iota
	colName
	colState
	colCompany
	colAct
)

func (p *Page) newList() *kit.List {
	list := kit.NewList([]kit.ListColumn{
		{Title: tongue.L("Number"), Width: 58, Min: 50, Drop: 2}, {Title: tongue.L("Client"), Width: 300, Min: 140, Grow: 3}, {Title: tongue.L("State"), Width: 150, Min: 120},
		{Title: tongue.L("Company"), Width: 180, Min: 110, Grow: 2, Drop: 1}, {Title: "", Width: 90, Min: 84},
	}, kit.ListData{
		Len: func() int { return len(p.sitting.Items) }, Key: func(row int) string { return fmt.Sprint(row) },
		Cell: func(row, col int) kit.Cell { return cellOf(p.sitting.Items[row], col) },
	}, kit.ListOptions{NoHeader: true})
	list.On.Action = func(row, _ int, _ fyne.Position) { p.retry(row) }
	list.On.Menu = p.openMenu
	return list
}

func cellOf(item desk.SittingItem, col int) kit.Cell {
	switch col {
	case colNumber:
		return kit.Cell{Text: item.Number, Kind: kit.CellQuiet}
	case colName:
		return kit.Cell{Text: item.Name}
	case colState:
		return stateCell(item)
	case colCompany:
		if item.State == desk.ItemFailed {
			return kit.Cell{Text: words.ForVerdict(desk.Verdict{Cause: item.Cause}).Title, Kind: kit.CellQuiet}
		}
		return kit.Cell{Text: item.CompanyName, Kind: kit.CellQuiet}
	}
	return kit.Cell{Text: actOf(item.State), Kind: kit.CellLink}
}

// states are the words and shapes of a line's states.
var states = map[desk.ItemState]kit.Cell{
	desk.ItemWaiting:      {Text: tongue.Key("Waiting")},
	desk.ItemNext:         {Text: tongue.Key("Next"), Icon: kit.IconArrowRight},
	desk.ItemAtGusto:      {Text: tongue.Key("In the browser"), Icon: kit.IconExternal},
	desk.ItemReading:      {Text: tongue.Key("Reading"), Icon: kit.IconDots},
	desk.ItemLinking:      {Text: tongue.Key("Linking"), Icon: kit.IconDots},
	desk.ItemLinked:       {Text: tongue.Key("Linked"), Tone: kit.Working},
	desk.ItemLinkedAgain:  {Text: tongue.Key("Linked again"), Tone: kit.Working},
	desk.ItemSkipped:      {Text: tongue.Key("Skipped")},
	desk.ItemDenied:       {Text: tongue.Key("Not allowed")},
	desk.ItemFailed:       {Text: tongue.Key("Not linked"), Tone: kit.Act},
	desk.ItemWrongCompany: {Text: tongue.Key("Wrong company"), Tone: kit.Attention},
	desk.ItemWrongPerson:  {Text: tongue.Key("Other person"), Tone: kit.Attention},
	desk.ItemLostReach:    {Text: tongue.Key("Less access"), Tone: kit.Attention},
	desk.ItemOtherBrowser: {Text: tongue.Key("Other browser"), Tone: kit.Attention},
}

func stateCell(item desk.SittingItem) kit.Cell {
	cell := states[item.State]
	cell.Text = tongue.L(cell.Text)
	cell.Kind = kit.CellPill
	return cell
}

// actOf is what can be done with a line, in the list.
func actOf(s desk.ItemState) string {
	switch s {
	case desk.ItemSkipped, desk.ItemDenied, desk.ItemFailed:
		return tongue.L("Try again")
	}
	return ""
}

func (p *Page) retry(row int) {
	p.do(func(ctx context.Context) error { return p.desk.RetryItem(ctx, row) })
}

// openMenu is the menu of a secondary click on a line.
func (p *Page) openMenu(row int, at fyne.Position) {
	item := p.sitting.Items[row]
	again := kit.MenuItem{Text: tongue.L("Try again"), Disabled: actOf(item.State) == "", Do: func() { p.retry(row) }}
	skip := kit.MenuItem{Text: tongue.L("Skip"), Disabled: item.State.Settled() || item.State == desk.ItemLinking, Do: func() {
		p.do(func(ctx context.Context) error { return p.desk.SkipItem(ctx, row) })
	}}
	kit.ShowMenu(p.window.Canvas(), at, again, skip)
}
