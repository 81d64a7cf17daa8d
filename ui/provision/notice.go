package provision

import (
	"fyne.io/fyne/v2"

	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// notice is the one thing that waits for a person, above the form.
type notice struct {
	page   *Page
	view   *fyne.Container
	banner *kit.Banner
	drawn  string
}

func newNotice(p *Page) *notice {
	n := &notice{page: p, banner: kit.NewBanner(kit.Act, "", "")}
	n.view = kit.Inset(24, 0, 24, 12, n.banner)
	n.view.Hide()
	return n
}

// draw says what waits, the most urgent of it alone.
func (n *notice) draw() {
	if t := n.page.registrar.Availability().Trouble; t != nil {
		n.view.Show()
		if n.drawn != string(t.Cause) {
			n.drawn = string(t.Cause)
			page.ShowError(n.banner, t, n.page.window.KeyButtons(t)...)
			n.page.lay()
		}
		return
	}
	tone, title, text, verb, act := n.says()
	kit.SetVisible(n.view, title != "")
	if title+text == n.drawn {
		return
	}
	n.drawn = title + text
	if title != "" {
		n.banner.Set(tone, title, text, kit.NewButton(kit.Outline, verb, act))
	}
	n.page.lay()
}

func (n *notice) says() (tone kit.Tone, title, text, verb string, act func()) {
	p := n.page
	open, due := p.unknown(), p.due()
	switch {
	case len(open) == 1:
		return kit.Act, tongue.F("Was {plain} created? Nobody here knows", "plain", plain(open[0].Company)), tongue.L("Find out and say so; until then nothing with the same EIN or e-mail is sent."), tongue.L("Look at it"), func() { p.openAttempt(open[0].ID) }
	case len(open) > 1:
		return kit.Act, tongue.F("{open} companies were asked for, and no answer came", "open", page.Number(len(open))), tongue.L("Find out what became of them and say so; until then none of them is sent again."), tongue.L("Look at them"), p.openAttempts
	case p.known.isBatch && !p.known.batch.Ended() && !p.known.batch.Away && p.known.batch.State != provision.BatchRunning:
		return kit.Attention, tongue.F("{companies} of your list not sent yet", "companies", page.Count(p.known.batch.Left(), "company", "companies")), tongue.L("Go on where it stopped; what was sent is not sent again."), tongue.L("Look at the list"), p.openMany
	case len(p.known.proposals) > 0:
		one := p.known.proposals[0]
		return kit.Attention, tongue.F("{plain} is linked: was it created here?", "plain", plain(one.Company)), tongue.L("Say so, and nobody is reminded of it any more."), tongue.L("Look at it"), func() { p.openAttempt(one.Attempt) }
	case len(due) == 1:
		return kit.Attention, tongue.F("{plain} was not claimed for {days}", "plain", plain(due[0].Company), "days", days(p.window.Now().Sub(due[0].When))), tongue.F("The message may have got lost. You can write to {firstName}, with the link.", "firstName", firstName(due[0])), tongue.L("Look at it"), func() { p.openAttempt(due[0].ID) }
	case len(due) > 1:
		return kit.Attention, tongue.F("{due} companies were not claimed for days", "due", page.Number(len(due))), tongue.L("The messages may have got lost. You can write to the clients, with the links."), tongue.L("Look at them"), p.openAttempts
	}
	return kit.Neutral, "", "", "", nil
}

// due are the companies that nobody has claimed for days.
func (p *Page) due() []provision.Attempt {
	var list []provision.Attempt
	for _, a := range p.known.attempts {
		if a.State == provision.Created && a.Due(p.window.Now()) {
			list = append(list, a)
		}
	}
	return list
}
