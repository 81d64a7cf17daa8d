package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// details is the panel beside the list: one company, its verdict, and what can be done.
type details struct {
	shell   *shell
	view    *fyne.Container
	name    *kit.Paragraph
	trade   *kit.Paragraph
	banner  *kit.Banner
	facts   *kit.Facts
	acts    detailActs
	history *history
	link    desk.Link
	any     bool
}

// detailActs are what can be done with a company, and the way back to the list where there is no room beside it.
type detailActs struct{ check, again, unlink, back *kit.Button }

const detailsWidth = 352

func newDetails(s *shell) *details {
	d := &details{
		shell: s, name: kit.NewParagraph(kit.CardTitle, ""), trade: kit.NewParagraph(kit.Quiet, ""),
		banner: kit.NewBanner(kit.Neutral, "", ""), facts: kit.NewFacts(112),
	}
	d.acts.check = kit.NewButton(kit.Outline, "Verify", d.verify).WithKey("V")
	d.acts.again = kit.NewButton(kit.Outline, "Reconnect", d.reconnect).WithKey("R")
	d.acts.unlink = kit.NewButton(kit.Danger, "Unlink…", d.askUnlink)
	d.acts.back = kit.NewButton(kit.Link, "Companies", nil).WithIcon(kit.IconLeft)
	d.acts.back.Hide()
	d.history = newHistory(s)
	column := kit.Column(14, d.acts.back, kit.Column(2, d.name, d.trade), d.banner, d.facts, kit.Row(8, d.acts.check, d.acts.again, d.acts.unlink), kit.Line(), d.history.view)
	body := kit.Fixed(0, 0, kit.On(kit.ColorSurface, kit.Scroll(kit.Inset(20, 20, 20, 20, column))))
	d.view = kit.Edge(nil, nil, kit.Upright(), nil, body)
	return d
}

// show draws one link.
func (d *details) show(l desk.Link) {
	d.link, d.any = l, true
	d.name.SetText(l.Name)
	d.trade.SetText(firstText(l.TradeName, l.Place))
	d.drawVerdict(l)
	d.facts.Set(factList(
		"Authorized by", l.AuthorizedBy,
		"Since", l.Since.Local().Format("January 2, 2006"),
		"Last renewed", words.When(l.Renewed, d.shell.now()),
		"Place", l.Place,
		"Access", accessWords(l.Access),
		"Same sign-in", joinNames(l.Siblings),
		"Company ID", l.Company,
	)...)
	d.acts.check.SetEnabled(!l.Checking)
	d.history.show(l)
}

// setNarrow shows the way back where the details have the page to themselves.
func (d *details) setNarrow(narrow bool) {
	if narrow {
		d.acts.back.Show()
	} else {
		d.acts.back.Hide()
	}
	d.view.Refresh()
}

func (d *details) drawVerdict(l desk.Link) {
	if l.Checking && d.shell.tasks.slow("verify/"+l.ID) {
		d.banner.Set(kit.Neutral, "Checking…", "Crosswalk waits for Gusto’s answer about this company.",
			kit.NewButton(kit.Outline, "Cancel", func() { d.shell.tasks.cancel("verify/" + l.ID) }))
		return
	}
	m := words.ForVerdict(l.Verdict)
	text := m.Hint
	if l.Verdict.Cause == desk.Working {
		text = fmt.Sprintf("Gusto answered %s. Nothing to do.", todayAt(l.Verdict.At, d.shell.now()))
	}
	if l.Verdict.RequestID != "" {
		text += " Gusto’s request " + l.Verdict.RequestID + "."
	}
	d.banner.Set(tone(m.Tone), m.Title, text)
}

// todayAt is a moment inside a sentence.
func todayAt(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return "today at " + t.Format("3:04 PM")
	}
	return "on " + t.Format("January 2 at 3:04 PM")
}

// verify asks Gusto about the company at hand.
func (d *details) verify() {
	if !d.any || d.link.Checking {
		return
	}
	link := d.link
	d.shell.tasks.after(slowAfter, d.shell.draw)
	run(d.shell.tasks, "verify/"+link.ID, networkLimit,
		func(ctx context.Context) (desk.Verdict, error) { return d.shell.desk.Verify(ctx, link.ID) },
		func(v desk.Verdict, err error) {
			if err != nil && !errors.Is(err, context.Canceled) {
				d.shell.toastError(err)
				return
			}
			if err == nil {
				d.shell.toast(tone(words.ForVerdict(v).Tone), verdictWords(link.Name, v))
			}
		})
}

// verdictWords is a verdict as one line.
func verdictWords(name string, v desk.Verdict) string {
	if v.Cause == desk.Working {
		return name + ": working."
	}
	return name + ": " + words.ForVerdict(v).Title + "."
}

// reconnect goes through consent again; the link stays the same.
func (d *details) reconnect() {
	if d.any {
		d.shell.openConnectFor(d.link)
	}
}

// askUnlink says what ends, and for whom, before anything does.
func (d *details) askUnlink() {
	if !d.any {
		return
	}
	link := d.link
	text := "Crosswalk forgets the link and gives the access back to Gusto. Payroll at Gusto is not touched. To link it again, an admin of the company signs in again."
	if len(link.Siblings) > 0 {
		text = "Crosswalk forgets the link. The sign-in stays for " + joinNames(link.Siblings) + ", which it reaches as well."
	}
	kit.Confirm(d.shell.window.Canvas(), kit.Danger, "Unlink "+link.Name+"?", text, "Unlink "+link.Name, "Cancel", func() { d.doUnlink(link) })
}

func (d *details) doUnlink(link desk.Link) {
	run(d.shell.tasks, "unlink/"+link.ID, networkLimit,
		func(ctx context.Context) (desk.Unlinked, error) { return d.shell.desk.Unlink(ctx, link.ID) },
		func(u desk.Unlinked, err error) {
			switch {
			case err != nil && !errors.Is(err, context.Canceled):
				d.shell.toastError(err)
			case u.Owed != nil:
				d.shell.toast(kit.Attention, link.Name+" is unlinked. Gusto could not be told yet; Crosswalk tells it at the next start.")
			default:
				d.shell.toast(kit.Working, link.Name+" is unlinked.")
			}
		})
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

// factList makes facts of pairs, and leaves out what is not known.
func factList(pairs ...string) []kit.Fact {
	var facts []kit.Fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			facts = append(facts, kit.Fact{Label: pairs[i], Value: pairs[i+1], Copy: strings.HasSuffix(pairs[i], " ID")})
		}
	}
	return facts
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
