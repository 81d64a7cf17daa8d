package clients

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// history is what happened to the link at hand, the newest first.
type history struct {
	page  *Page
	view  *fyne.Container
	facts *kit.Facts
	more  *kit.Button
	link  desk.Link
	all   []desk.Event
}

// shortHistory is how many lines stand in the details.
const shortHistory = 3

func newHistory(p *Page) *history {
	h := &history{page: p, facts: kit.NewFacts(84)}
	h.more = kit.NewLink(tongue.L("Show everything"), h.showAll)
	h.more.Hide()
	h.view = kit.Column(14, kit.Line(), kit.Column(10, kit.NewText(kit.Strong, tongue.L("History")), h.facts, h.more))
	return h
}

// hide is for what has no history.
func (h *history) hide() {
	h.page.window.Cancel("history")
	h.link = desk.Link{}
	h.view.Hide()
}

// show reads the history of a link when the link or its state is another one than before.
func (h *history) show(l desk.Link) {
	h.view.Show()
	if l.ID == h.link.ID && l.Verdict == h.link.Verdict && l.Renewed.Equal(h.link.Renewed) {
		return
	}
	if l.ID != h.link.ID {
		h.facts.Set()
		h.more.Hide()
	}
	h.link = l
	page.Run(h.page.window, "history", page.DiskLimit,
		func(ctx context.Context) ([]desk.Event, error) { return h.page.desk.History(ctx, l.ID) },
		func(events []desk.Event, err error) {
			if err != nil {
				h.page.window.ToastError(err)
				return
			}
			h.draw(events)
		})
}

func (h *history) draw(events []desk.Event) {
	h.all = events
	h.facts.Set(h.lines(events[:min(len(events), shortHistory)], dayOf)...)
	if len(events) > shortHistory {
		h.more.Show()
	} else {
		h.more.Hide()
	}
	h.view.Refresh()
}

func (h *history) lines(events []desk.Event, at func(t, now time.Time) string) []kit.Fact {
	var facts []kit.Fact
	for _, e := range events {
		facts = append(facts, kit.Fact{Label: at(e.At, h.page.window.Now()), Value: eventWords(e)})
	}
	return facts
}

// showAll lists everything that happened, to the minute.
func (h *history) showAll() {
	facts := kit.NewFacts(170, h.lines(h.all, func(t, _ time.Time) string { return words.Date(t.Local(), words.ShortMoment) })...)
	done := kit.NewButton(kit.Primary, tongue.L("Close"), nil)
	var list *kit.Dialog
	id := h.link.ID
	out := kit.NewButton(kit.Outline, tongue.L("Export…"), func() {
		list.Hide()
		h.page.askExport(export{history: true, links: []string{id}})
	})
	why := kit.NewText(kit.SmallStrong, whyNot(h.page.desk.MayExport()))
	if why.Hide(); h.page.desk.MayExport() != nil {
		why.Show()
		out.Disable()
	}
	list = kit.NewDialog(tongue.F("History of {link}", "link", h.link.Name), kit.Column(10, kit.Fixed(0, 320, kit.Scroll(facts)), why), nil, done, out)
	list.Width = 560
	list.Show(h.page.window.Canvas())
}

// eventWords says what happened, and who did it where that was a person.
func eventWords(e desk.Event) string {
	who, client := actorWords(e.Who), clientThen(e.Client)
	switch e.What {
	case desk.WasLinked:
		return tongue.F("Linked by {who}", "who", who)
	case desk.WasMoved:
		return tongue.F("Reconnected by {who}", "who", who)
	case desk.WasUnlinked:
		return tongue.F("Unlinked by {who}", "who", who)
	case desk.WasGiven:
		return tongue.F("Given to the client {client}, by {who}", "client", client, "who", who)
	case desk.WasTaken:
		if e.Client == "" {
			return tongue.F("Taken from the client, by {who}", "who", who)
		}
		return tongue.F("Taken from the client {client}, by {who}", "client", client, "who", who)
	case desk.WasHanded:
		return tongue.F("Access handed to other software by {who}", "who", who)
	case desk.WasRenewed:
		return tongue.L("Access renewed")
	case desk.HasBroken:
		return words.ForVerdict(desk.Verdict{Cause: e.Cause}).Title
	}
	return tongue.L("Verified: working")
}

// actorWords says in the person's language who did it: the history keeps "rosa on front-desk".
func actorWords(kept string) string {
	name, computer, ok := cutLast(kept, " on ")
	if !ok || strings.Contains(computer, " ") {
		return kept
	}
	return tongue.F("{name} on {computer}", "name", name, "computer", computer)
}

// clientThen says in the person's language which client it was: the history keeps "Acme Ltd, number 1004".
func clientThen(kept string) string {
	name, number, ok := cutLast(kept, ", number ")
	if !ok {
		return kept
	}
	return tongue.F("{name}, number {number}", "name", name, "number", number)
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// dayOf is the day of an event, as near as it is.
func dayOf(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	yesterday := now.AddDate(0, 0, -1)
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return tongue.L("Today")
	case t.YearDay() == yesterday.YearDay() && t.Year() == yesterday.Year():
		return tongue.L("Yesterday")
	}
	return words.When(t, now)
}
