package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// waitingCard stands while the person is in the browser.
type waitingCard struct {
	page    *connectPage
	consent *desk.Consent
	box     *fyne.Container
	title   *kit.Text
	text    *kit.Paragraph
	notice  *kit.Banner
	acts    *fyne.Container
	paste   *kit.Field
	pasting *fyne.Container
	left    *kit.Text
	more    *kit.Button
	timers  waitingTimers
}

// waitingTimers end what is planned: the next look at the time that is left, and what was going to be said.
type waitingTimers struct{ tick, hold func() }

func newWaitingCard(p *connectPage, c *desk.Consent) *waitingCard {
	w := &waitingCard{page: p, consent: c, timers: waitingTimers{hold: func() {}}}
	w.title = kit.NewText(kit.CardTitle, "Waiting for you in the browser")
	w.text = kit.NewParagraph(kit.Quiet, "Sign in at Gusto, pick the company, press Authorize. Then come back here.")
	w.notice = kit.NewBanner(kit.Attention, "", "")
	w.notice.Hide()
	w.left = kit.NewText(kit.Quiet, "")
	w.more = kit.NewButton(kit.Link, "Give me more time", func() { c.Extend(); w.tick() })
	w.acts = kit.Row(8,
		kit.NewButton(kit.Primary, "Open browser again", p.openBrowser),
		kit.NewButton(kit.Outline, "Copy link", w.copyLink),
		kit.NewButton(kit.Outline, "Paste the address I landed on…", w.unfold))
	w.paste = kit.NewField("The address in the browser’s address bar")
	w.paste.OnSubmit = func(string) { w.usePasted() }
	w.pasting = kit.Column(8, w.paste, kit.Row(8, kit.NewButton(kit.Outline, "Use this address", w.usePasted)))
	w.pasting.Hide()
	cancel := kit.NewButton(kit.Outline, "Cancel", p.cancel)
	head := kit.Row(16, kit.NewRing(34), kit.Grow(kit.Column(2, w.title, w.text)))
	w.box = kit.Column(16, head, w.notice, kit.Line(), w.acts, w.pasting, kit.Line(),
		kit.Column(8, kit.NewText(kit.Strong, "Something else on the screen?"), w.help()),
		kit.Row(8, w.left, w.more, kit.Spacer(), cancel))
	w.tick()
	w.timers.tick = p.shell.tasks.every(5*time.Second, w.tick)
	return w
}

// help answers what can be on Gusto's page when it never comes back.
func (w *waitingCard) help() fyne.CanvasObject {
	answer := func(title, text string) fyne.CanvasObject {
		return kit.NewDisclosure(title, kit.NewParagraph(kit.Quiet, text))
	}
	return kit.Column(6,
		answer("Gusto shows an error page", "Then Gusto does not know your firm’s application or its return address, and never comes back here. Cancel, and compare the client ID and the redirect address in Settings with Gusto’s developer portal."),
		answer("It says I am not an admin of this company", "Only a primary or full-access admin can give access; an accountant’s access does not do. Ask the client to make you one, or let their admin press Authorize."),
		answer("The wrong person is signed in", "Sign out on Gusto’s page, or copy the link into a private window of the browser, and sign in as the right one."),
		answer("The page does not load after Authorize", "Copy the whole address from the browser’s address bar and paste it here: everything that is needed stands in it."))
}

// tick shows the time that is left.
func (w *waitingCard) tick() {
	left := time.Until(w.consent.Deadline())
	minutes := int(left.Round(time.Minute).Minutes())
	switch {
	case left < 90*time.Second:
		w.left.SetText("The link works for one more minute.")
	default:
		w.left.SetText(fmt.Sprintf("The link works for %d more minutes.", minutes))
	}
	if left < 3*time.Minute {
		w.more.Show()
	} else {
		w.more.Hide()
	}
}

// step says how far the consent has come.
func (w *waitingCard) step(s desk.Step) {
	switch s.Kind {
	case desk.StrayPage:
		w.tell(kit.Attention, "A page of another attempt came back", "It was not counted. Go on in the newest browser page; Crosswalk is still waiting.")
	case desk.ClockOff:
		w.tell(kit.Attention, "This computer’s clock is off by "+desk.Roughly(s.Skew), "Crosswalk goes by Gusto’s answers; set the clock when you can.")
	case desk.Exchanging:
		w.finishSlowly("Your answer is here", "Crosswalk is storing the access.")
	case desk.Reading:
		w.finishSlowly("Access is stored", "Crosswalk is reading the companies that it reaches.")
	}
}

// finishSlowly is finishing for what lasts: usually the companies are there before anybody could have read it, and
// each change of the screen costs a whole frame.
func (w *waitingCard) finishSlowly(title, text string) {
	w.timers.hold()
	w.timers.hold = w.page.shell.tasks.after(finishingAfter, func() { w.finishing(title, text) })
}

// finishingAfter is how long the end of a consent may take without a word.
const finishingAfter = 300 * time.Millisecond

// finishing takes away what can no longer be done.
func (w *waitingCard) finishing(title, text string) {
	w.title.SetText(title)
	w.text.SetText(text)
	w.pasting.Hide()
	w.acts.Hide()
	w.box.Refresh()
}

func (w *waitingCard) tell(t kit.Tone, title, text string) {
	w.notice.Set(t, title, text)
	w.notice.Show()
	w.box.Refresh()
}

// say tells of a failure while the wait goes on.
func (w *waitingCard) say(m words.Message) { w.tell(page.Tone(m.Tone), m.Title, m.Hint) }

func (w *waitingCard) copyLink() {
	w.page.shell.app.Clipboard().SetContent(w.consent.Address())
	w.page.shell.toast(kit.Neutral, "Link copied. It works once, on this computer.")
}

func (w *waitingCard) unfold() {
	w.pasting.Show()
	w.box.Refresh()
	w.paste.Focus()
}

func (w *waitingCard) usePasted() {
	err := w.consent.Paste(strings.TrimSpace(w.paste.Text()))
	if err != nil {
		m := words.ForError(err)
		w.paste.SetError(m.Title + ". " + m.Hint)
		return
	}
	w.paste.SetError("")
	w.paste.SetText("") // it held Gusto's answer
}

func (w *waitingCard) close() {
	w.timers.hold()
	w.timers.tick()
}
