package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// connectPage takes a person from the first click to linked companies: ready, waiting, choosing, done or failed.
type connectPage struct {
	shell   *shell
	box     *fyne.Container
	consent *desk.Consent // the one under way
	waiting *waitingCard
	choice  *choice
	target  desk.Link   // the link that is to be reconnected; none when another company is added
	offer   desk.Offer  // access that is stored and not yet linked or given back
	over    bool        // what the page shows has come to its end
	first   *kit.Button // what Enter presses when the page opens
}

const (
	taskConsent = "consent"
	taskBrowser = "consent/browser"
	taskOffer   = "offer"
)

func newConnectPage(s *shell) *connectPage {
	p := &connectPage{shell: s, box: kit.Stack()}
	p.ready()
	return p
}

// focus puts the keyboard on the first button, once the page is on screen.
func (p *connectPage) focus() {
	if p.first != nil {
		kit.FocusOn(p.first)
	}
}

func (p *connectPage) View() fyne.CanvasObject { return p.box }

func (p *connectPage) Draw(s *desk.Snapshot) {
	switch {
	case p.choice == nil:
	case p.choice.list != nil && p.choice.one != s.OnePerClient && !p.choice.acts.busy:
		p.choose(p.offer)
	default:
		p.choice.draw(s)
	}
}

// leave lets a consent go on: the person may look something up and come back.
func (p *connectPage) Leave() {}

// put shows one state of the page.
func (p *connectPage) put(o fyne.CanvasObject) {
	p.over, p.first = false, nil
	p.box.Objects = []fyne.CanvasObject{o}
	p.box.Refresh()
}

// card is the middle of the page in every state but choosing.
func (p *connectPage) card(o fyne.CanvasObject) {
	title := kit.Inset(24, 18, 24, 12, kit.NewText(kit.Heading, p.title()))
	p.put(kit.Edge(title, nil, nil, nil, kit.Center(kit.Fixed(560, 0, kit.NewCardInset(28, o)))))
}

// title says what the page is for right now.
func (p *connectPage) title() string {
	if p.target.ID != "" {
		return tongue.F("Reconnect {target}", "target", p.target.Name)
	}
	return tongue.L("Link companies")
}

// aim is ready for one company that is linked already, or, with none, for another one. What is under way stays;
// what has come to its end gives way.
func (p *connectPage) aim(l desk.Link) {
	underway := p.consent != nil || p.choice != nil || p.shell.tasks.busy(taskConsent) || p.shell.tasks.busy(taskOffer)
	switch {
	case p.over || !underway && p.offer.Grant == "" && p.target.ID != l.ID:
		p.target = l
		p.ready()
	case l.ID != "" && p.target.ID != l.ID:
		p.shell.toast(kit.Neutral, tongue.F("Answer this first. Then reconnect {name}.", "name", l.Name))
	}
}

// ready waits for the first click.
func (p *connectPage) ready() {
	p.waiting, p.choice, p.consent = nil, nil, nil
	pick := tongue.L("Gusto asks which company Crosswalk may read. Pick it, press Authorize, and come back here. You see its name before anything is linked.")
	if p.target.ID != "" {
		pick = tongue.F("Pick **{target}** on Gusto’s page, press Authorize, and come back here. The link stays the same; only the access is new.", "target", p.target.Name)
	}
	open := kit.NewButton(kit.Primary, tongue.L("Open Gusto"), p.connect)
	p.card(kit.Column(12,
		kit.NewText(kit.CardTitle, tongue.L("Sign in at Gusto, in your own browser")),
		kit.NewParagraph(kit.Quiet, pick),
		kit.NewParagraph(kit.Quiet, tongue.L("Only a primary or full-access admin of the company can do this. Crosswalk never sees the password.")),
		kit.Inset(0, 8, 0, 0, kit.Row(8, open))))
	p.first = open
	p.focus()
}

// connect begins a consent and opens the browser: this is the click that stands behind it.
func (p *connectPage) connect() { p.begin(false) }

// begin is connect; with pasted the person brings the answer by hand.
func (p *connectPage) begin(pasted bool) {
	p.message(tongue.L("Getting ready…"), tongue.L("Crosswalk opens the key store and the address that Gusto answers to."))
	run(p.shell.tasks, taskConsent, keyLimit, func(ctx context.Context) (*desk.Consent, error) { return p.shell.desk.Connect(ctx, pasted) }, func(c *desk.Consent, err error) {
		if err != nil {
			p.failed(err, p.ready)
			return
		}
		p.wait(c)
		if pasted {
			p.waiting.unfold()
		}
		p.openBrowser()
	})
}

// message is a card that says what is awaited.
func (p *connectPage) message(title, text string) {
	cancel := kit.NewButton(kit.Outline, tongue.L("Cancel"), p.cancel)
	p.card(kit.Column(12, kit.NewText(kit.CardTitle, title), kit.NewParagraph(kit.Quiet, text), kit.Row(8, kit.Spacer(), cancel)))
}

// wait shows the waiting card and waits for the answer.
func (p *connectPage) wait(c *desk.Consent) {
	p.consent = c
	p.waiting = newWaitingCard(p, c)
	p.card(p.waiting.box)
	step := func(s desk.Step) {
		p.shell.tasks.post(func() {
			if p.consent == c && p.waiting != nil {
				p.waiting.step(s)
			}
		})
	}
	run(p.shell.tasks, taskConsent, consentLimit, func(ctx context.Context) (desk.Offer, error) { return c.Wait(ctx, step) },
		func(offer desk.Offer, err error) { p.answered(offer, err) })
}

func (p *connectPage) openBrowser() {
	c := p.consent
	p.clearNotice()
	p.shell.tasks.do(taskBrowser, networkLimit, c.Open, func(err error) {
		if err != nil && p.consent == c && p.waiting != nil {
			p.waiting.say(words.ForError(err))
		}
	})
}

// clearNotice takes back what was said of the attempt before.
func (p *connectPage) clearNotice() {
	if p.waiting != nil && p.waiting.notice.Visible() {
		p.waiting.notice.Hide()
		p.waiting.box.Refresh()
	}
}

// cancel ends whatever is under way and goes back to the beginning. Access that arrives all the same is given back.
func (p *connectPage) cancel() {
	if p.consent != nil {
		p.consent.Cancel()
	}
	p.stop()
	p.target = desk.Link{}
	p.ready()
}

func (p *connectPage) stop() {
	p.shell.tasks.cancel(taskConsent)
	p.shell.tasks.cancel(taskBrowser)
	if p.waiting != nil {
		p.waiting.close()
	}
	p.consent, p.waiting = nil, nil
}

// answered goes on to the companies, or says what went wrong.
func (p *connectPage) answered(offer desk.Offer, err error) {
	p.stop()
	p.offer = offer
	switch {
	case err == nil:
		p.choose(offer)
	case offer.Grant != "":
		p.failed(err, p.readAgain)
	case desk.CauseOf(err) == "":
		p.ready()
	default:
		p.failed(err, p.connect)
	}
}

// readAgain reads the companies of access that is stored already.
func (p *connectPage) readAgain() {
	grant := p.offer.Grant
	p.message(tongue.L("Reading the companies…"), tongue.L("Access was given and is kept. Crosswalk asks Gusto which companies it reaches."))
	run(p.shell.tasks, taskOffer, networkLimit, func(ctx context.Context) (desk.Offer, error) { return p.shell.desk.Read(ctx, grant) },
		func(offer desk.Offer, err error) {
			if offer.Grant == "" {
				offer.Grant = grant
			}
			p.answered(offer, err)
		})
}

// failed says what went wrong, and offers what helps.
func (p *connectPage) failed(err error, again func()) {
	m := words.ForError(err)
	banner := kit.NewBanner(page.Tone(m.Tone), m.Title, m.Hint)
	acts := kit.Row(8)
	first := kit.NewButton(kit.Primary, tongue.L("Try again"), again)
	if m.Step == words.ChangeKeys {
		first = kit.NewButton(kit.Primary, words.ChangeKeys.Label(), p.shell.openSetup)
	}
	acts.Add(first)
	if desk.CauseOf(err) == desk.PortBusy {
		acts.Add(kit.NewButton(kit.Outline, tongue.L("Paste the address instead"), func() { p.begin(true) }))
	}
	if p.offer.Grant != "" {
		acts.Add(kit.NewButton(kit.Outline, tongue.L("Give the access back"), p.giveBack))
	} else {
		acts.Add(kit.NewButton(kit.Outline, tongue.L("Not now"), p.ready))
	}
	column := kit.Column(16, banner, acts)
	if details := detailsOf(err); details != "" {
		column.Add(kit.NewDisclosure(tongue.L("Details for support"), kit.NewParagraph(kit.Small, details)))
	}
	p.card(column)
	p.over, p.first = p.offer.Grant == "", first
	p.focus()
}

// choose lets the person tick companies; nothing is linked before the click.
func (p *connectPage) choose(offer desk.Offer) {
	p.offer = offer
	p.choice = newChoice(p, offer)
	p.put(p.choice.view)
	p.choice.draw(p.shell.desk.Snapshot())
}

// link links what was ticked.
func (p *connectPage) link(chosen []desk.Choice) {
	offer, choice := p.offer, p.choice
	choice.busy(true)
	p.shell.tasks.do(taskOffer, keyLimit, func(ctx context.Context) error { return p.shell.desk.LinkTo(ctx, offer, chosen) },
		func(err error) {
			choice.busy(false)
			if err != nil {
				choice.say(err)
				return
			}
			again := len(chosen) == 1 && chosen[0].Company == p.target.Company
			p.offer, p.target = desk.Offer{}, desk.Link{}
			p.linked(chosenNames(offer, chosen), again)
		})
}

// linked says what was done and leads on: under strict access the next company is one more round; who has
// reconnected one goes back to the list.
func (p *connectPage) linked(names []string, again bool) {
	p.choice = nil
	another := kit.NewButton(kit.Primary, tongue.L("Add another company"), p.connect)
	list := kit.NewButton(kit.Outline, tongue.L("See the list"), p.shell.openClients)
	text := tongue.L("Access is stored on this computer. Verify checks it at any time.")
	if len(names) > 1 {
		text = tongue.F("{names} are linked. {text}", "names", page.Names(names), "text", text)
	}
	title, first, second := linkedTitle(names), another, list
	if again {
		title, first, second = tongue.F("{names} is reconnected", "names", names[0]), list, another
		list.SetKind(kit.Primary)
		another.SetKind(kit.Outline)
	}
	p.card(kit.Column(16, kit.NewBanner(kit.Working, title, text), kit.Row(8, first, second)))
	p.over, p.first = true, first
	p.focus()
}

// giveBack ends access that nothing was linked to.
func (p *connectPage) giveBack() {
	p.target = desk.Link{}
	p.giveBackAnd(p.ready)
}

// giveBackAnd is giveBack with what comes next.
func (p *connectPage) giveBackAnd(next func()) {
	offer := p.offer
	p.offer, p.choice = desk.Offer{}, nil
	next()
	p.shell.tasks.do("give back/"+offer.Grant, networkLimit, func(ctx context.Context) error { return p.shell.desk.GiveBack(ctx, offer) },
		func(err error) {
			if err != nil {
				m := words.ForError(err)
				p.shell.toast(kit.Attention, tongue.F("{title}. Crosswalk gives the access back at its next start.", "title", m.Title))
				return
			}
			p.shell.toast(kit.Neutral, tongue.L("Nothing was linked. The access was given back to Gusto."))
		})
}
