// Package queue is the page of a sitting: many consents in a row, one after another, with the person's hands in the
// browser.
//
// Rules: it draws the sitting of the desk's snapshot and keeps nothing of its own but what is on screen; only a click
// opens a browser or links what was not asked for; the clipboard is touched while the sitting runs and never before.
package queue

import (
	"context"
	"fmt"
	"math"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Desk is what this page asks for. Every method but SittingConsent may block and is called through tasks.
// Errors are *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Desk interface {
	Going
	Answers
	SkipItem(ctx context.Context, item int) error
	RetryItem(ctx context.Context, item int) error
	StopSitting(ctx context.Context) error
	SittingConsent() *desk.Consent
}

// Going is how a sitting goes on. Errors as for [Desk].
type Going interface {
	OpenNext(ctx context.Context) error
	CarryNext(ctx context.Context, pasted bool) error
	PauseSitting(ctx context.Context) error
	SetOnward(ctx context.Context, on bool) error
}

// Answers is how a question is answered. Errors as for [Desk].
type Answers interface {
	AnswerSitting(ctx context.Context, item int, answer desk.Answer) error
	AnswerSittingTo(ctx context.Context, item int, client string) error
}

// Page shows the sitting: how far it is, what is next, what has to be answered, and every line.
type Page struct {
	window   page.Window
	desk     Desk
	box      *fyne.Container
	head     head
	next     *next
	question *question
	trouble  *kit.Banner
	list     *kit.List
	sitting  *desk.Sitting
	clip     clip
	at       int   // the line that was next when it was drawn
	unopened error // why the browser did not open for that line; nil when it did
}

// clip is what this page has put on the clipboard.
type clip struct {
	name string // of the line that it is for
	link bool   // it is the link, in place of the name
}

// head is what stands above: what the sitting is about, how far it is, and the ways to end it.
type head struct {
	title       *kit.Text
	text        *kit.Paragraph
	pause, stop *kit.Button
	onward      *kit.Check
	bar         *kit.Progress
	left        *kit.Text
}

const task = "sitting"

// New makes the page.
func New(w page.Window, d Desk) *Page {
	p := &Page{window: w, desk: d, at: -1, trouble: kit.NewBanner(kit.Attention, "", ""), sitting: &desk.Sitting{At: -1, Asked: -1}}
	p.trouble.Hide()
	p.head = head{
		title: kit.NewText(kit.Heading, ""), text: kit.NewParagraph(kit.Quiet, ""), bar: kit.NewProgress(), left: kit.NewText(kit.Quiet, "").Whole(),
		pause: kit.NewButton(kit.Outline, tongue.L("Pause"), p.pause), stop: kit.NewButton(kit.Outline, tongue.L("Stop"), p.askStop),
	}
	p.head.onward = kit.NewCheck(tongue.L("In the browser, go on to the next by itself: 3 seconds after each company, unless I stay"), func(on bool) {
		p.do(func(ctx context.Context) error { return p.desk.SetOnward(ctx, on) })
	})
	p.next = newNext(p)
	p.question = newQuestion(p)
	p.list = p.newList()
	line := kit.TopRow(12, kit.Grow(kit.Column(2, p.head.title, p.head.text)), p.head.pause, p.head.stop)
	bar := kit.Row(14, kit.Grow(p.head.bar), p.head.left)
	top := kit.Column(0, kit.Inset(24, 18, 24, 14, kit.Column(16, kit.Column(12, line, bar, p.head.onward), p.next.view, p.trouble, p.question.view)), kit.Line())
	p.box = kit.Edge(top, nil, nil, nil, p.list)
	return p
}

// View is the page itself.
func (p *Page) View() fyne.CanvasObject { return p.box }

// Leave lets the sitting go on: it belongs to the desk.
func (p *Page) Leave() {}

// Draw shows a snapshot.
func (p *Page) Draw(s *desk.Snapshot) {
	if s.Sitting == nil {
		return
	}
	p.sitting = s.Sitting
	p.drawHead()
	p.next.draw(p.sitting)
	p.question.draw(s)
	p.list.Refresh()
	if p.at != p.sitting.At {
		p.at, p.unopened = p.sitting.At, nil
		if p.at >= 0 {
			p.list.SetCurrent(fmt.Sprint(p.at))
		}
	}
	p.drawTrouble()
	p.box.Refresh()
}

// Follow keeps the clipboard with the sitting, also while another page is shown: the name of the company that is
// wanted next is what the person pastes into Gusto's picker.
func (p *Page) Follow(s *desk.Snapshot) {
	if s.Sitting != nil && s.Sitting.State == desk.SittingRuns {
		p.copyName(s.Sitting)
	}
}

func (p *Page) copyName(s *desk.Sitting) {
	if name := nameAt(s); name != "" && name != p.clip.name {
		p.clip = clip{name: name}
		p.window.Clipboard().SetContent(name)
	}
}

// nameAt is the name of the line that is next or out; "" for none.
func nameAt(s *desk.Sitting) string {
	if s.At < 0 || s.At >= len(s.Items) {
		return ""
	}
	return s.Items[s.At].Name
}

// drawHead says what the sitting is about and how far it is.
func (p *Page) drawHead() {
	s, count := p.sitting, p.sitting.Count
	p.head.title.SetText(titleOf(s))
	p.head.text.SetText(tongue.L("One sign-in page per company: Gusto asks each time. You can leave it and go on tomorrow."))
	p.head.bar.SetLabel(titleOf(s))
	p.head.bar.SetValue(float64(count.Settled) / float64(max(1, count.Total)))
	text := tongue.F("{settled} of {total}", "settled", page.Number(count.Settled), "total", page.Number(count.Total))
	if s.Left > 0 && s.State != desk.SittingDone {
		text += tongue.F(" · about {leftWords} left", "leftWords", leftWords(s.Left))
	}
	p.head.left.SetText(text)
	p.head.onward.SetChecked(s.Onward)
	show(p.head.onward, s.State != desk.SittingDone)
	p.head.pause.SetEnabled(s.State == desk.SittingRuns)
	if s.State == desk.SittingDone {
		p.head.stop.SetText(tongue.L("Close"))
	} else {
		p.head.stop.SetText(tongue.L("Stop"))
	}
}

func titleOf(s *desk.Sitting) string {
	n, clients := s.Count.Total, map[string]bool{}
	for _, item := range s.Items {
		if item.Client != "" {
			clients[item.Client] = true
		}
	}
	switch s.Kind {
	case desk.SittingReconnects:
		return tongue.F("Reconnecting {companies}", "companies", page.Count(n, "company", "companies"))
	case desk.SittingLeaving:
		return tongue.F("Signing in again for {companies} of {person}", "companies", page.Count(n, "company", "companies"), "person", s.Person)
	}
	return tongue.F("Linking {clients}", "clients", page.Count(len(clients), "client", "clients"))
}

// leftWords is how long something takes, as near as anybody cares.
func leftWords(d time.Duration) string {
	minutes := int(math.Ceil(d.Minutes()))
	if minutes > 90 {
		return page.Count(int(math.Round(d.Hours())), "hour", "hours")
	}
	return page.Count(max(1, minutes), "minute", "minutes")
}

// drawTrouble says why the sitting stands, when the person did not want it so, or that no browser opened.
func (p *Page) drawTrouble() {
	t := p.sitting.Trouble
	switch {
	case t != nil:
		buttons := p.window.KeyButtons(t)
		if t.Cause == desk.PortBusy {
			buttons = append(buttons, kit.NewButton(kit.Outline, tongue.L("Paste the address instead"), func() { p.next.carry(true) }))
		}
		page.ShowError(p.trouble, t, buttons...)
		p.trouble.Show()
	case p.unopened != nil && p.sitting.State == desk.SittingRuns:
		page.ShowError(p.trouble, p.unopened, kit.NewButton(kit.Outline, words.CopyLink.Label(), p.next.copyLink))
		p.trouble.Show()
	default:
		p.trouble.Hide()
	}
}

// do asks the desk for a step of the sitting; what comes of it shows in the next snapshot.
func (p *Page) do(work func(context.Context) error) {
	p.window.Do(task, page.KeyLimit, work, func(err error) {
		if err != nil {
			p.window.ToastError(err)
		}
	})
}

// open is the click that opens Gusto for the next line.
func (p *Page) open() {
	p.copyName(p.sitting)
	p.unopened = nil
	p.window.Do(task, page.KeyLimit, p.desk.OpenNext, p.wentOn)
}

// wentOn tells why the browser did not open: the link can be pasted into one. Other failures leave the page as it is.
func (p *Page) wentOn(err error) {
	if desk.CauseOf(err) == desk.BrowserFailed {
		p.unopened = err
		p.drawTrouble()
		p.box.Refresh()
		return
	}
	if err != nil {
		p.window.ToastError(err)
	}
}

func (p *Page) skip() {
	if item := p.sitting.At; item >= 0 {
		p.do(func(ctx context.Context) error { return p.desk.SkipItem(ctx, item) })
	}
}

func (p *Page) pause() { p.do(p.desk.PauseSitting) }

// askStop says what stays and what does not, before the sitting ends.
func (p *Page) askStop() {
	s := p.sitting
	if s.State == desk.SittingDone {
		p.stop()
		return
	}
	text := tongue.L("What is linked stays linked. What is not goes back into the list, and a company that waits for your answer is given back to Gusto. To go on tomorrow with the same list, just leave it: it is here again, also after a restart.")
	kit.Confirm(p.window.Canvas(), kit.Danger, tongue.F("Stop after {sprintf}", "sprintf", tongue.F("{settled} of {total}?", "settled", s.Count.Settled, "total", s.Count.Total)), text, tongue.L("Stop here"), tongue.L("Go on"), p.stop)
}

// stop ends the sitting. The window leaves this page when the sitting is gone, and no other page that was turned to.
func (p *Page) stop() {
	p.window.Do(task, page.KeyLimit, p.desk.StopSitting, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.clip = clip{}
	})
}

// Focus puts the keyboard on what goes on, once the page is on screen.
func (p *Page) Focus() { p.next.focus() }

// Typed are the keys of the page: s skips, p pauses.
func (p *Page) Typed(r rune) {
	switch r {
	case 's':
		p.skip()
	case 'p':
		if p.sitting.State == desk.SittingRuns {
			p.pause()
		}
	}
}

// Pressed: Enter goes on, wherever the keyboard is.
func (p *Page) Pressed(key fyne.KeyName) {
	if (key == fyne.KeyReturn || key == fyne.KeyEnter) && p.sitting.State == desk.SittingStands && p.sitting.At >= 0 {
		p.open()
	}
}
