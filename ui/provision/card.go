package provision

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// card is one attempt: how things stand, and what can be done about it.
type card struct {
	page   *Page
	view   *fyne.Container
	name   *kit.Paragraph
	sub    *kit.Paragraph
	banner *kit.Banner
	claim  *kit.Banner // a linked company that looks like it
	facts  *kit.Facts
	id     string
	drawn  string
}

func newCard(p *Page) *card {
	c := &card{page: p, name: kit.NewParagraph(kit.CardTitle, ""), sub: kit.NewParagraph(kit.Quiet, ""), banner: kit.NewBanner(kit.Neutral, "", ""),
		claim: kit.NewBanner(kit.Attention, "", ""), facts: kit.NewFacts(112)}
	c.claim.Hide()
	c.view = kit.Column(14, kit.Column(2, c.name, c.sub), c.banner, c.claim, c.facts)
	return c
}

// show draws an attempt.
func (c *card) show(a provision.Attempt) {
	c.id = a.ID
	now := c.page.window.Now()
	s := saysOf(a, now)
	c.name.SetText(plain(a.Company))
	c.sub.SetText(tongue.F("Sent {when} by {plain}", "when", words.When(a.When, now), "plain", plain(a.Who)))
	if said := s.title + s.text + string(a.State) + a.ID; said != c.drawn || a.State == provision.NotSent {
		c.drawn = said
		c.banner.Set(s.tone, plain(s.title), s.text, c.acts(a)...)
	}
	c.facts.Set(page.Facts(tongue.L("Trade name"), a.Trade, tongue.L("EIN"), a.EIN, tongue.L("For"), a.Person, tongue.L("E-mail"), a.Email, tongue.L("Client"), c.clientOf(a))...)
	c.drawProposal(a)
	c.view.Refresh()
}

func (c *card) clientOf(a provision.Attempt) string {
	client, _ := c.page.from.Client(a.Client)
	return joined(" ", client.Number, client.Name)
}

// drawProposal offers a linked company that looks like this one.
func (c *card) drawProposal(a provision.Attempt) {
	c.claim.Hide()
	for _, p := range c.page.known.proposals {
		if p.Attempt != a.ID || !a.State.Exists() || a.State == provision.Claimed {
			continue
		}
		c.claim.Set(kit.Attention, tongue.F("{plain} is linked: is it this one?", "plain", plain(p.Company)), upper(proposalWords(p))+".",
			kit.NewButton(kit.Outline, tongue.L("Yes, it was claimed"), func() { c.claimed(a, p) }))
		c.claim.Show()
	}
}

func proposalWords(p provision.Proposal) string {
	var same []string
	for _, t := range p.On {
		if word := tongue.L(traits[t]); word != "" {
			same = append(same, word)
		}
	}
	if len(same) == 0 {
		return tongue.L("it looks like it by its name")
	}
	return tongue.F("it has the same {names}", "names", page.Names(same))
}

func (c *card) claimed(a provision.Attempt, p provision.Proposal) {
	c.page.window.Do("provision-claimed", page.DiskLimit, func(ctx context.Context) error { return c.page.registrar.Claimed(ctx, a.ID, p.Link) }, func(err error) {
		if err != nil {
			c.page.window.ToastError(err)
			return
		}
		c.page.window.Toast(kit.Working, tongue.F("{company} is claimed and linked.", "company", a.Company))
		c.page.reload()
	})
}

// acts are the buttons of an attempt; what most people came for is the first.
func (c *card) acts(a provision.Attempt) []fyne.CanvasObject {
	p := c.page
	button := func(kind kit.ButtonKind, text string, do func()) fyne.CanvasObject {
		return kit.NewButton(kind, text, do)
	}
	switch a.State {
	case provision.Created:
		if !a.HasLink {
			return nil
		}
		return []fyne.CanvasObject{button(kit.Primary, tongue.F("Write to {firstName}…", "firstName", firstName(a)), func() { c.write(a) }), button(kit.Outline, tongue.L("Copy the link"), func() { c.copyLink(a) }),
			button(kit.Outline, tongue.L("Open the link"), func() { c.open(a) })}
	case provision.Refused:
		if a.Draft == "" {
			return nil
		}
		return []fyne.CanvasObject{button(kit.Primary, tongue.L("Mend it…"), func() { p.mend(a) })}
	case provision.NotSent, provision.SettledNot:
		if a.Draft == "" {
			return nil
		}
		return []fyne.CanvasObject{c.again(a)}
	case provision.Unknown:
		return []fyne.CanvasObject{button(kit.Outline, tongue.L("It was created"), func() { c.settle(a, true) }), button(kit.Outline, tongue.L("It was not created"), func() { c.settle(a, false) })}
	}
	return nil
}

// again leads back to the review; where Gusto has asked for a pause, only after it.
func (c *card) again(a provision.Attempt) fyne.CanvasObject {
	b := kit.NewButton(kit.Primary, tongue.L("Review it again…"), func() { c.page.openReview(a.Draft) })
	if a.Trouble == nil {
		return b
	}
	if wait := a.Trouble.Until.Sub(c.page.window.Now()); wait > 0 && a.State == provision.NotSent {
		b.SetEnabled(false)
		b.SetText(tongue.F("Review it again at {format}", "format", a.Trouble.Until.Local().Format("3:04:05 PM")))
		c.page.window.After(wait, func() { c.page.at.draw() })
	}
	return b
}

func (c *card) copyLink(a provision.Attempt) {
	w := c.page.window
	page.Run(w, "provision-link", page.KeyLimit, func(ctx context.Context) (desk.Secret, error) { return c.page.registrar.ClaimLink(ctx, a.ID) }, func(link desk.Secret, err error) {
		if err != nil {
			w.ToastError(err)
			return
		}
		w.CopySecret(link.Reveal())
		w.Toast(kit.Working, tongue.L("Copied. Whoever has the link can claim the company: it leaves the clipboard in 90 seconds."))
	})
}

func (c *card) open(a provision.Attempt) {
	c.do("provision-open", func(ctx context.Context) error { return c.page.registrar.OpenClaim(ctx, a.ID) }, "")
}

func (c *card) write(a provision.Attempt) {
	subject, body := letter(a)
	c.do("provision-write", func(ctx context.Context) error { return c.page.registrar.WriteToClient(ctx, a.ID, subject, body) }, "")
}

func (c *card) do(key string, work func(context.Context) error, done string) {
	c.page.window.Do(key, page.KeyLimit, work, func(err error) {
		switch {
		case err != nil:
			c.page.window.ToastError(err)
		case done != "":
			c.page.window.Toast(kit.Working, done)
		}
	})
}

// letter is the message to the client, ready to be sent or changed.
func letter(a provision.Attempt) (subject, body string) {
	return tongue.F("Your payroll account for {company}", "company", a.Company), tongue.F("Hello {firstName},\n\nthe payroll account for {company} at Gusto is ready. With this link you make it yours; it takes a few minutes, and you choose your own password:\n\n{link}\n\nThe link is for you alone, so do not pass it on. Once it is done, tell me, and I connect it with our books.\n", "firstName", firstName(a), "company", a.Company)
}

// settle asks what was found out before it is written down.
func (c *card) settle(a provision.Attempt, created bool) {
	title, verb := tongue.F("{company} was created?", "company", a.Company), tongue.L("It was created")
	text := tongue.F("You have seen it: {firstName} has Gusto’s message, or the company is in Gusto’s dashboard. Crosswalk then waits for it to be claimed.", "firstName", firstName(a))
	kind := kit.Primary
	if !created {
		title, verb, kind = tongue.F("{company} was not created?", "company", a.Company), tongue.L("It was not created"), kit.Danger
		text = tongue.F("You are sure: no message from Gusto came to {email}, and the company is not in Gusto’s dashboard. Then it can be sent again; if it exists all the same, there will be two.", "email", a.Email)
	}
	note := kit.NewField(tongue.L("What you found")).Optional().WithPlaceholder(tongue.L("Maya has the message of 9:41"))
	var ask *kit.Dialog
	yes := kit.NewButton(kind, verb, func() {
		ask.Hide()
		c.settled(a, created, note.Text())
	})
	ask = kit.NewDialog(title, kit.Column(14, kit.NewParagraph(kit.Body, text), note), yes, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = note.Focusable()
	ask.Show(c.page.window.Canvas())
}

func (c *card) settled(a provision.Attempt, created bool, note string) {
	page.Run(c.page.window, "provision-settle", page.DiskLimit,
		func(ctx context.Context) (provision.Attempt, error) {
			return c.page.registrar.Settle(ctx, a.ID, created, note)
		},
		func(now provision.Attempt, err error) {
			if err != nil {
				c.page.window.ToastError(err)
				return
			}
			c.page.note(now)
			c.page.at.draw()
		})
}
