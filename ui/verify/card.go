package verify

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	written "crosswalk/internal/card"
	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// card is the verify card of one company, as it may be shown to support.
type card struct {
	page   *Page
	view   fyne.CanvasObject
	name   *kit.Paragraph
	sub    *kit.Paragraph
	banner *kit.Banner
	lines  *fyne.Container
	acts   cardActs
	id     string    // of the link whose card is wanted
	link   desk.Link // as it was when the card was asked for
	drawn  *desk.Card
}

// cardActs are what can be done with a card.
type cardActs struct{ check, copy, save *kit.Button }

// The tasks of a card.
const (
	cardTask = "card"
	saveTask = "card-save"
	checkKey = "verify/"
)

const labelWidth = 140

func newCard(p *Page) *card {
	c := &card{page: p, name: kit.NewParagraph(kit.CardTitle, ""), sub: kit.NewParagraph(kit.Quiet, ""), banner: kit.NewBanner(kit.Neutral, "", ""), lines: kit.Column(16)}
	c.acts = cardActs{
		check: kit.NewButton(kit.Outline, tongue.L("Verify"), c.verify).WithKey("V"),
		copy:  kit.NewButton(kit.Outline, tongue.L("Copy as text"), c.copyText),
		save:  kit.NewButton(kit.Outline, tongue.L("Save as PDF…"), c.askSave),
	}
	column := kit.Column(14, kit.Column(2, c.name, c.sub), kit.Wrap(8, 8, c.acts.check, c.acts.copy, c.acts.save), c.banner, c.lines)
	c.view = kit.NewCardInset(1, kit.Scroll(kit.Inset(19, 19, 19, 19, column)))
	return c
}

// draw shows the card that is wanted, and reads it again when its link has changed.
func (c *card) draw() {
	l, ok := find(c.page.from, c.id)
	if !ok {
		return
	}
	c.drawState(l)
	if c.link.ID == l.ID && c.link.Verdict == l.Verdict && c.link.Renewed.Equal(l.Renewed) && c.link.Checking == l.Checking {
		return
	}
	if c.link.ID != l.ID {
		c.drawn = nil
		c.lines.Objects = nil
	}
	c.link = l
	c.acts.copy.SetEnabled(false) // what was drawn before does not say what the banner says now
	c.acts.save.SetEnabled(false)
	page.Run(c.page.window, cardTask, page.DiskLimit, func(ctx context.Context) (desk.Card, error) { return c.page.desk.Card(ctx, l.ID) },
		func(read desk.Card, err error) {
			if err != nil {
				c.link = desk.Link{} // the next look reads it again
				c.page.window.ToastError(err)
				return
			}
			if read.Link.ID == c.id {
				c.fill(read)
			}
		})
}

func find(s *desk.Snapshot, id string) (desk.Link, bool) {
	for _, l := range s.Links {
		if l.ID == id {
			return l, true
		}
	}
	return desk.Link{}, false
}

// drawState says how things stand, from the snapshot: that is known without waiting.
func (c *card) drawState(l desk.Link) {
	c.name.SetText(l.Name)
	client, _ := c.page.from.Client(l.Client)
	c.sub.SetText(clientWords(client, l))
	c.acts.check.SetEnabled(!l.Checking)
	if l.Checking {
		c.banner.Set(kit.Neutral, tongue.L("Checking…"), tongue.L("Crosswalk waits for Gusto’s answer about this company."))
		return
	}
	m := words.ForVerdict(l.Verdict)
	text := m.Hint
	var buttons []fyne.CanvasObject
	if cause := l.Verdict.Cause; cause != desk.Working && cause != desk.Unchecked {
		text += tongue.F("\nWho can fix it: {whose}.", "whose", words.Whose(l.Verdict.Cause.Fixer()))
		if m.Step != words.NoStep {
			buttons = append(buttons, c.page.stepButton(kit.Primary, l, m.Step))
		}
	}
	c.banner.Set(page.Tone(m.Tone), m.Title, text, buttons...)
}

func clientWords(c desk.Client, l desk.Link) string {
	var parts []string
	if c.Number != "" {
		parts = append(parts, tongue.F("Client {number}", "number", c.Number))
	}
	for _, name := range []string{c.Name, l.TradeName} {
		if name != "" && name != l.Name && (len(parts) == 0 || parts[len(parts)-1] != name) {
			parts = append(parts, name)
		}
	}
	if c.ID == "" {
		parts = append(parts, tongue.L("no client yet"))
	}
	return strings.Join(parts, " · ")
}

// inBanner are lines that the banner says already.
var inBanner = map[string]bool{"State": true, "What helps": true, "Whose turn": true}

// copied are lines that somebody may want to paste elsewhere.
var copied = map[string]bool{"Gusto’s request": true, "Gusto’s id": true, "Person’s id": true, "Link’s id": true}

// fill shows the lines of a card.
func (c *card) fill(read desk.Card) {
	c.drawn = &read
	c.lines.Objects = nil
	for _, s := range ordered(written.Sections(read, words.Person)) {
		var facts []kit.Fact
		for _, r := range s.Rows {
			if !inBanner[r.Label] {
				facts = append(facts, kit.Fact{Label: tongue.L(r.Label), Value: r.Value, Copy: copied[r.Label]})
			}
		}
		if len(facts) > 0 {
			c.lines.Add(kit.Column(8, kit.NewText(kit.Strong, tongue.L(s.Title)), kit.NewFacts(labelWidth, facts...)))
		}
	}
	c.acts.copy.SetEnabled(true)
	c.acts.save.SetEnabled(true)
	c.lines.Refresh()
	c.view.Refresh()
}

// ordered puts what is asked first to the top: who gave the access and what it may do. The banner has the verdict.
func ordered(sections []written.Section) []written.Section {
	at := map[string]int{"Access": 1, "Company": 2, "Gusto": 3, "Verdict": 4, "Last calls": 5, "History": 6}
	return slices.SortedStableFunc(slices.Values(sections), func(a, b written.Section) int { return cmp.Compare(at[a.Title], at[b.Title]) })
}

// verify asks Gusto about the company at hand.
func (c *card) verify() {
	if c.id != "" {
		c.page.verify(c.id)
	}
}

// verify asks Gusto about one company, and shows its card.
func (p *Page) verify(id string) {
	l, ok := find(p.from, id)
	if !ok || l.Checking {
		return
	}
	p.choose(id)
	page.Run(p.window, checkKey+id, page.NetworkLimit, func(ctx context.Context) (desk.Verdict, error) { return p.desk.Verify(ctx, id) },
		func(v desk.Verdict, err error) {
			if err != nil {
				p.window.ToastError(err)
				return
			}
			m := words.ForVerdict(v)
			p.window.Toast(page.Tone(m.Tone), l.Name+": "+m.Title+".")
		})
}

// copyText puts the whole card on the clipboard.
func (c *card) copyText() {
	if c.drawn != nil {
		c.page.window.Clipboard().SetContent(written.Text(*c.drawn))
		c.page.window.Toast(kit.Working, tongue.L("The card is on the clipboard. No access is in it."))
	}
}

// askSave asks where the pages go.
func (c *card) askSave() {
	if c.drawn == nil {
		return
	}
	read := *c.drawn
	page.AskNewFile(c.page.window, tongue.L("Save the card as PDF"), tongue.L("No access is in it. A file that is there already is never overwritten."), tongue.L("Save"), fileName(read.Link.Name)+".pdf", func(path string) {
		c.page.window.Do(saveTask, page.DiskLimit, func(context.Context) error {
			return desk.WriteNew(path, func(w io.Writer) error { return written.PDF(w, read) })
		}, func(err error) {
			if err != nil {
				c.page.window.ToastError(err)
				return
			}
			c.page.window.Toast(kit.Working, tongue.F("Saved to {path}.", "path", path))
		})
	})
}

// fileName is a company's name as every system takes it for a file.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return ' '
		}
		return r
	}, name)
	return strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
}
