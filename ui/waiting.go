package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
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
	w.title = kit.NewText(kit.CardTitle, tongue.L("Waiting for you in the browser"))
	w.text = kit.NewParagraph(kit.Quiet, tongue.L("Sign in at Gusto, pick the company, press Authorize. Then come back here."))
	w.notice = kit.NewBanner(kit.Attention, "", "")
	w.notice.Hide()
	w.left = kit.NewText(kit.Quiet, "")
	w.more = kit.NewButton(kit.Link, tongue.L("Give me more time"), func() { c.Extend(); w.tick() })
	w.acts = kit.Row(8,
		kit.NewButton(kit.Primary, tongue.L("Open browser again"), p.openBrowser),
		kit.NewButton(kit.Outline, tongue.L("Copy link"), w.copyLink),
		kit.NewButton(kit.Outline, tongue.L("Paste the address I landed on…"), w.unfold))
	w.paste = kit.NewField(tongue.L("The address in the browser’s address bar"))
	w.paste.OnSubmit = func(string) { w.usePasted() }
	w.pasting = kit.Column(8, w.paste, kit.Row(8, kit.NewButton(kit.Outline, tongue.L("Use this address"), w.usePasted)))
	w.pasting.Hide()
	cancel := kit.NewButton(kit.Outline, tongue.L("Cancel"), p.cancel)
	head := kit.Row(16, kit.NewRing(34), kit.Grow(kit.Column(2, w.title, w.text)))
	w.box = kit.Column(16, head, w.notice, kit.Line(), w.acts, w.pasting, kit.Line(),
		kit.Column(8, kit.NewText(kit.Strong, tongue.L("Something else on the screen?")), w.help()),
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
		answer(tongue.L("Gusto shows an error page"), tongue.L("Then Gusto does not know your firm’s application or its return address, and never comes back here. Cancel, and compare the client ID and the redirect address in Settings with Gusto’s developer portal.")),
		answer(tongue.L("It says I am not an admin of this company"), tongue.L("Only a primary or full-access admin can give access; an accountant’s access does not do. Ask the client to make you one, or let their admin press Authorize.")),
		answer(tongue.L("The wrong person is signed in"), tongue.L("Sign out on Gusto’s page, or copy the link into a private window of the browser, and sign in as the right one.")),
		answer(tongue.L("The page does not load after Authorize"), tongue.L("Copy the whole address from the browser’s address bar and paste it here: everything that is needed stands in it.")))
}

// tick shows the time that is left.
func (w *waitingCard) tick() {
	left := time.Until(w.consent.Deadline())
	minutes := int(left.Round(time.Minute).Minutes())
	switch {
	case left < 90*time.Second:
		w.left.SetText(tongue.L("The link works for one more minute."))
	default:
		w.left.SetText(tongue.F("The link works for {minutes} more minutes.", "minutes", minutes))
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
		w.tell(kit.Attention, tongue.L("A page of another attempt came back"), tongue.L("It was not counted. Go on in the newest browser page; Crosswalk is still waiting."))
	case desk.ClockOff:
		w.tell(kit.Attention, tongue.F("This computer’s clock is off by {roughly}", "roughly", words.Facts(desk.Roughly(s.Skew))), tongue.L("Crosswalk goes by Gusto’s answers; set the clock when you can."))
	case desk.Exchanging:
		w.finishSlowly(tongue.L("Your answer is here"), tongue.L("Crosswalk is storing the access."))
	case desk.Reading:
		w.finishSlowly(tongue.L("Access is stored"), tongue.L("Crosswalk is reading the companies that it reaches."))
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
	w.page.shell.CopySecret(w.consent.Address())
	w.page.shell.toast(kit.Neutral, tongue.L("Link copied. It works once, on this computer, and leaves the clipboard in 90 seconds."))
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
