package clients

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// details is the panel beside the list: one row of it, how things stand, and what can be done.
type details struct {
	page    *Page
	view    *fyne.Container
	name    *kit.Paragraph
	sub     *kit.Paragraph
	banner  *kit.Banner
	facts   *kit.Facts
	acts    detailActs
	history *history
	row     roll.Row
	any     bool
	ein     shownEIN
}

// shownEIN is the whole number of one client, after a click; it is forgotten with the row.
type shownEIN struct{ client, number string }

// detailActs are what can be done, and the way back to the list where there is no room beside it.
type detailActs struct {
	check, again, link, edit, more, back *kit.Button
	line                                 *fyne.Container
}

const detailsWidth = 352

// slowAfter is when a check that still runs is looked at again.
const slowAfter = 1500 * time.Millisecond

func newDetails(p *Page) *details {
	d := &details{
		page: p, name: kit.NewParagraph(kit.CardTitle, ""), sub: kit.NewParagraph(kit.Quiet, ""),
		banner: kit.NewBanner(kit.Neutral, "", ""), facts: kit.NewFacts(112),
	}
	d.acts.check = kit.NewButton(kit.Outline, tongue.L("Verify"), d.verify).WithKey("V")
	d.acts.again = kit.NewButton(kit.Outline, tongue.L("Reconnect"), d.reconnect).WithKey("R")
	d.acts.link = kit.NewButton(kit.Outline, tongue.L("Link this client"), d.linkClient)
	d.acts.edit = kit.NewButton(kit.Outline, tongue.L("Edit…"), d.edit)
	d.acts.more = kit.NewIconButton(kit.Outline, kit.IconDots, tongue.L("More"), func() { kit.ShowMenuBelow(d.acts.more, d.page.menuOf(d.row)...) })
	d.acts.back = kit.NewButton(kit.Link, tongue.L("Clients"), nil).WithIcon(kit.IconLeft)
	d.acts.back.SetLabel(tongue.L("Clients, back to the list"))
	d.acts.back.Hide()
	d.acts.line = kit.Row(8, d.acts.check, d.acts.again, d.acts.link, d.acts.edit, d.acts.more)
	d.history = newHistory(p)
	column := kit.Column(14, d.acts.back, kit.Column(2, d.name, d.sub), d.banner, d.facts, d.acts.line, d.history.view)
	body := kit.Fixed(0, 0, kit.Scroll(kit.Inset(20, 20, 20, 20, column))) // on what the window was cleared to
	d.view = kit.Edge(nil, nil, kit.Upright(), nil, body)
	return d
}

// hide shows nothing: no row is current.
func (d *details) hide() {
	d.any, d.row = false, roll.Row{}
	d.history.hide()
}

// show draws one row.
func (d *details) show(r roll.Row) {
	d.row, d.any = r, true
	if r.Client == nil || d.ein.client != r.Client.ID {
		d.ein = shownEIN{}
	}
	name, sub := titlesOf(r)
	d.name.SetText(name)
	d.sub.SetText(sub)
	kit.SetVisible(d.sub, sub != "")
	d.drawState(r)
	d.facts.Set(d.factsOf(r)...)
	linked, here := r.Link != nil, !r.Elsewhere()
	kit.SetVisible(d.acts.line, here)
	kit.SetVisible(d.acts.check, linked)
	kit.SetVisible(d.acts.again, linked)
	kit.SetVisible(d.acts.link, !linked)
	kit.SetVisible(d.acts.edit, !linked)
	d.acts.check.SetEnabled(linked && !r.Link.Checking)
	if linked {
		d.history.show(*r.Link)
	} else {
		d.history.hide()
	}
	d.view.Refresh()
}

// titlesOf are the name of a row, and who it is otherwise.
func titlesOf(r roll.Row) (name, sub string) {
	switch {
	case r.Link == nil:
		return r.Client.Name, clientWords(*r.Client, false)
	case r.Client == nil:
		return r.Link.Name, joined(" · ", r.Link.TradeName, tongue.L("no client yet"))
	}
	return r.Link.Name, clientWords(*r.Client, true)
}

// clientWords is how a client is called in one line.
func clientWords(c desk.Client, name bool) string {
	number := ""
	if c.Number != "" {
		number = tongue.F("Client {number}", "number", c.Number)
	}
	if !name {
		return number
	}
	return joined(" · ", number, c.Name)
}

func joined(with string, texts ...string) string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return strings.Join(list, with)
}

// setNarrow shows the way back where the details have the page to themselves.
func (d *details) setNarrow(narrow bool) {
	kit.SetVisible(d.acts.back, narrow)
	d.view.Refresh()
}

func (d *details) drawState(r roll.Row) {
	w := d.page.window
	if r.Elsewhere() {
		d.drawElsewhere(r)
		return
	}
	if f, leaving := d.farewell(r); leaving {
		d.drawFarewell(f)
		return
	}
	if r.Link != nil && r.Link.Checking && w.Slow("verify/"+r.Link.ID) {
		id := r.Link.ID
		d.banner.Set(kit.Neutral, tongue.L("Checking…"), tongue.L("Crosswalk waits for Gusto’s answer about this company."),
			kit.NewButton(kit.Outline, tongue.L("Cancel"), func() { w.Cancel("verify/" + id) }))
		return
	}
	m := stateOf(r)
	text := m.Hint
	if r.Link != nil && r.Link.Verdict.Cause == desk.Working && !r.Link.Checking {
		text = tongue.F("Gusto answered {todayAt}. Nothing to do.", "todayAt", todayAt(r.Link.Verdict.At, w.Now()))
	}
	if r.Link != nil && r.Link.Verdict.RequestID != "" {
		text += tongue.F(" Gusto’s request {requestID}.", "requestID", r.Link.Verdict.RequestID)
	}
	title := m.Title
	if title == "" {
		title = m.Pill
	}
	d.banner.Set(page.Tone(m.Tone), title, text)
}

// factsOf is what is known about a row.
func (d *details) factsOf(r roll.Row) []kit.Fact {
	var facts []kit.Fact
	if l := r.Link; l != nil {
		facts = page.Facts(
			tongue.L("Authorized by"), l.AuthorizedBy,
			tongue.L("Since"), words.Date(l.Since.Local(), words.Day),
			tongue.L("Last renewed"), words.When(l.Renewed, d.page.window.Now()),
			tongue.L("Place"), l.Place)
	}
	if c := r.Client; c != nil {
		facts = append(facts, page.Facts(tongue.L("EIN"), d.einOf(*c), tongue.L("Group"), c.Group, tongue.L("Tags"), strings.Join(c.Tags, ", "), tongue.L("Notes"), c.Notes)...)
	}
	if l := r.Link; l != nil {
		facts = append(facts, page.Facts(tongue.L("Access"), accessWords(l.Access), tongue.L("Same sign-in"), page.Names(l.Siblings), tongue.L("Company ID"), l.Company)...)
	}
	return facts
}

// einOf is a client's EIN, of which only the end is shown until somebody asks for it.
func (d *details) einOf(c desk.Client) string {
	switch {
	case c.LastFour == "":
		return ""
	case d.ein.client == c.ID:
		return d.ein.number[:2] + "-" + d.ein.number[2:]
	}
	return "••-•••" + c.LastFour
}

// todayAt is a moment inside a sentence.
func todayAt(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return tongue.F("today at {format}", "format", t.Format("3:04 PM"))
	}
	return tongue.F("on {format}", "format", words.Date(t, words.NearMoment))
}

// accessWords says what an access may do, in words.
func accessWords(scopes []string) string {
	seen := map[string]bool{}
	var words []string
	for _, scope := range scopes {
		what, _, _ := strings.Cut(scope, ":")
		what = strings.ReplaceAll(strings.TrimSpace(what), "_", " ")
		if what == "" || what == "public" || seen[what] {
			continue
		}
		seen[what] = true
		words = append(words, what)
	}
	text := strings.Join(words, ", ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
