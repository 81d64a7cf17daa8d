package queue

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// question is the block that says what came back instead of what was asked for, with what can be done about it.
type question struct {
	page   *Page
	view   *fyne.Container
	banner *kit.Banner
	more   *kit.Text
	asked  int
	about  *desk.Question
	from   *desk.Snapshot // the clients that can be picked
}

func newQuestion(p *Page) *question {
	q := &question{page: p, banner: kit.NewBanner(kit.Attention, "", ""), more: kit.NewText(kit.Small, ""), asked: -1}
	q.view = kit.Column(6, q.banner, q.more)
	q.view.Hide()
	return q
}

// draw shows the oldest open question.
func (q *question) draw(now *desk.Snapshot) {
	s := now.Sitting
	q.from = now
	if s.Asked < 0 || s.Items[s.Asked].Question == nil {
		q.asked, q.about = -1, nil
		q.view.Hide()
		return
	}
	q.view.Show()
	q.more.SetText("")
	if s.Count.Questions > 1 {
		q.more.SetText(tongue.F("{more} behind this one.", "more", page.Count(s.Count.Questions-1, "more question waits", "more questions wait")))
	}
	show(q.more, s.Count.Questions > 1)
	item := s.Items[s.Asked]
	if q.asked == s.Asked && q.about == item.Question {
		return
	}
	q.asked, q.about = s.Asked, item.Question
	title, text := asks(item)
	var buttons []fyne.CanvasObject
	for _, a := range item.Question.Answers {
		buttons = append(buttons, kit.NewButton(kit.Outline, answerWords(item, a), func() { q.answer(s.Asked, a) }))
	}
	q.banner.Set(kit.Attention, title, text, buttons...)
}

// askClient lets the person pick the client that a company belongs to; with none it is linked without one.
func (q *question) askClient(item int, about *desk.Question) {
	still := func(do func()) func() {
		return func() {
			if s := q.from.Sitting; s != nil && item < len(s.Items) && s.Items[item].Question != nil && s.Items[item].Question.Company == about.Company {
				do()
			} else {
				q.page.window.ToastError(&desk.Trouble{Cause: desk.ChangedMeanwhile})
			}
		}
	}
	picker := page.PickClient(q.from, tongue.F("Which client is {companyName}?", "companyName", about.CompanyName), tongue.L("Link it"), still(func() { q.answer(item, desk.AnswerAlone) }))
	picker.Picked = func(client string) {
		still(func() {
			q.page.do(func(ctx context.Context) error { return q.page.desk.AnswerSittingTo(ctx, item, client) })
		})()
	}
	picker.Show(q.page.window.Canvas(), "")
}

// answer tells the desk; giving back and trying again is one click for the person, so the browser opens as well.
func (q *question) answer(item int, a desk.Answer) {
	p := q.page
	if about := q.about; a == desk.AnswerTo && about != nil {
		q.askClient(item, about)
		return
	}
	p.window.Do(task, page.KeyLimit, func(ctx context.Context) error {
		if err := p.desk.AnswerSitting(ctx, item, a); err != nil || a != desk.AnswerAgain {
			return err
		}
		return p.desk.OpenNext(ctx)
	}, p.wentOn)
}

// asks says what came back, and that nothing has been linked.
func asks(item desk.SittingItem) (title, text string) {
	q := item.Question
	switch item.State {
	case desk.ItemWrongPerson:
		return tongue.F("Another person signed in: {person}", "person", q.Person),
			tongue.F("Access to {companyName} was given by {before} before. If {person} looks after it now, that is fine. Nothing has been changed.", "companyName", q.CompanyName, "before", q.Before, "person", q.Person)
	case desk.ItemLostReach:
		return tongue.L("This sign-in may do less than the one before"),
			tongue.F("Without it: {names}. The link to {companyName} still uses the one before. Nothing has been changed.", "names", strings.Join(q.Lost, ", "), "companyName", q.CompanyName)
	case desk.ItemOtherBrowser:
		return tongue.F("The answer for {companyName} came from another browser", "companyName", q.CompanyName),
			tongue.L("Crosswalk did not open the page that it came from. Link it only if you pasted the address or used the copied link yourself.")
	}
	text = tongue.F("You were linking {item}. Nothing has been linked.", "item", item.Name)
	if why := words.ForAgainst(q.Against, item.Name); why != "" {
		text += " " + why
	}
	if q.Linked && q.There != nil {
		text += tongue.F(" {companyName} is linked to {clientName} already.", "companyName", q.CompanyName, "clientName", clientName(q.There))
	} else if q.There != nil {
		text += tongue.F(" It looks like your client {clientName}{near}.", "clientName", clientName(q.There), "near", near(q.There))
	}
	if q.Against == desk.AgainstSeveral {
		return tongue.F("Gusto returned “{companyName}”: which client is it?", "companyName", q.CompanyName), text
	}
	return tongue.F("Gusto returned another company: “{companyName}”", "companyName", q.CompanyName), text
}

// near says why a client was recognized.
func near(p *desk.Proposal) string {
	switch p.Kind {
	case "ein":
		return tongue.L(" (same EIN)")
	case "exact":
		return tongue.L(" (same name)")
	case "near":
		return tongue.L(" (name nearly the same)")
	}
	return ""
}

func clientName(p *desk.Proposal) string { return strings.TrimSpace(p.Number + " " + p.Name) }

// answerWords is what stands on the button of an answer.
func answerWords(item desk.SittingItem, a desk.Answer) string {
	q := item.Question
	switch a {
	case desk.AnswerAgain:
		return tongue.L("Give it back and try again")
	case desk.AnswerThere:
		if q.There == nil {
			return tongue.L("Link it where it belongs")
		}
		if q.Linked {
			return tongue.F("Renew the link of {clientName}", "clientName", clientName(q.There))
		}
		return tongue.F("Link it to {clientName}", "clientName", clientName(q.There))
	case desk.AnswerTo:
		return tongue.L("Link it to another client…")
	case desk.AnswerAlone:
		return tongue.L("Link it without a client")
	}
	switch item.State {
	case desk.ItemWrongPerson:
		return tongue.F("Use the sign-in of {person}", "person", q.Person)
	case desk.ItemLostReach:
		return tongue.L("Use it all the same")
	case desk.ItemOtherBrowser:
		return tongue.F("It was me: link {companyName}", "companyName", q.CompanyName)
	}
	return tongue.F("Link it to {item} all the same", "item", item.Name)
}
