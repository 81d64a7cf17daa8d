package verify

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// totals are four numbers that add up to all links.
type totals struct {
	view  *fyne.Container
	tiles [4]tile
}

// tile is one number with its shape and its words.
type tile struct {
	number *kit.Text
	words  *kit.Text
	tone   kit.Tone
}

// The tiles.
const (
	tileWorking = iota
	tileReconnect
	tileOther
	tileUnknown
)

func newTotals() *totals {
	t := &totals{}
	line := kit.Columns(12)
	for i, of := range []struct {
		tone kit.Tone
		icon kit.Icon
		text string
	}{
		{kit.Working, kit.IconCheck, tongue.L("Working")}, {kit.Act, kit.IconExclamation, tongue.L("Need reconnecting")},
		{kit.Attention, kit.IconAlert, tongue.L("Other needs")}, {kit.Neutral, kit.IconOffline, tongue.L("Not known")},
	} {
		t.tiles[i] = tile{number: kit.NewText(kit.Figure, "0"), words: kit.NewText(kit.Quiet, of.text), tone: of.tone}
		shape := kit.NewIcon(of.icon, 12, kit.ColorSecondary)
		line.Add(kit.NewCardInset(16, kit.Column(2, t.tiles[i].number, kit.Row(6, shape, kit.Grow(t.tiles[i].words)))))
	}
	t.view = line
	return t
}

func (t *totals) draw(s *desk.Snapshot) {
	var counts [len(t.tiles)]int
	known := map[desk.Cause]int{} // thousands of links have few causes
	for _, l := range s.Links {
		at, ok := known[l.Verdict.Cause]
		if !ok {
			at = tileOf(l.Verdict)
			known[l.Verdict.Cause] = at
		}
		counts[at]++
	}
	for i, n := range counts {
		t.tiles[i].number.SetText(page.Number(n))
		color := kit.ColorText
		if n > 0 && (i == tileReconnect || i == tileOther) {
			color = t.tiles[i].tone.Text()
		}
		t.tiles[i].number.SetColor(color)
	}
}

// tileOf says where a verdict is counted, which its cause alone decides.
func tileOf(v desk.Verdict) int {
	switch {
	case v.NeedsYou() && v.Cause != desk.MissingPermission && v.Cause.Reconnects():
		return tileReconnect
	case v.NeedsYou():
		return tileOther
	case v.Outcome() == desk.Fine:
		return tileWorking
	}
	return tileUnknown
}
