package queue

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
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
		q.more.SetText(page.Count(s.Count.Questions-1, "more question waits", "more questions wait") + " behind this one.")
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
	picker := page.PickClient(q.from, "Which client is "+about.CompanyName+"?", "Link it", still(func() { q.answer(item, desk.AnswerAlone) }))
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
		return "Another person signed in: " + q.Person,
			"Access to " + q.CompanyName + " was given by " + q.Before + " before. If " + q.Person + " looks after it now, that is fine. Nothing has been changed."
	case desk.ItemLostReach:
		return "This sign-in may do less than the one before",
			"Without it: " + strings.Join(q.Lost, ", ") + ". The link to " + q.CompanyName + " still uses the one before. Nothing has been changed."
	case desk.ItemOtherBrowser:
		return "The answer for " + q.CompanyName + " came from another browser",
			"Crosswalk did not open the page that it came from. Link it only if you pasted the address or used the copied link yourself."
	}
	text = "You were linking " + item.Name + ". Nothing has been linked."
	if why := words.ForAgainst(q.Against, item.Name); why != "" {
		text += " " + why
	}
	if q.Linked && q.There != nil {
		text += " " + q.CompanyName + " is linked to " + clientName(q.There) + " already."
	} else if q.There != nil {
		text += " It looks like your client " + clientName(q.There) + near(q.There) + "."
	}
	if q.Against == desk.AgainstSeveral {
		return "Gusto returned “" + q.CompanyName + "”: which client is it?", text
	}
	return "Gusto returned another company: “" + q.CompanyName + "”", text
}

// near says why a client was recognized.
func near(p *desk.Proposal) string {
	switch p.Kind {
	case "ein":
		return " (same EIN)"
	case "exact":
		return " (same name)"
	case "near":
		return " (name nearly the same)"
	}
	return ""
}

func clientName(p *desk.Proposal) string { return strings.TrimSpace(p.Number + " " + p.Name) }

// answerWords is what stands on the button of an answer.
func answerWords(item desk.SittingItem, a desk.Answer) string {
	q := item.Question
	switch a {
	case desk.AnswerAgain:
		return "Give it back and try again"
	case desk.AnswerThere:
		if q.There == nil {
			return "Link it where it belongs"
		}
		if q.Linked {
			return "Renew the link of " + clientName(q.There)
		}
		return "Link it to " + clientName(q.There)
	case desk.AnswerTo:
		return "Link it to another client…"
	case desk.AnswerAlone:
		return "Link it without a client"
	}
	switch item.State {
	case desk.ItemWrongPerson:
		return "Use the sign-in of " + q.Person
	case desk.ItemLostReach:
		return "Use it all the same"
	case desk.ItemOtherBrowser:
		return "It was me: link " + q.CompanyName
	}
	return "Link it to " + item.Name + " all the same"
}
