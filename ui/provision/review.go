package provision

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// review shows exactly what will be sent, and what has to be looked at first.
type review struct {
	page   *Page
	of     provision.Review
	view   *fyne.Container
	failed *kit.Banner
	looked map[string]*kit.Check // by the key of a likeness
	create *kit.Button
	home   *kit.Button
	words  *kit.Text
}

const (
	taskReview = "provision-review"
	taskSend   = "provision-send/"
)

// openReview reads what would be sent, and shows it.
func (p *Page) openReview(draft string) {
	page.Run(p.window, taskReview, page.KeyLimit, func(ctx context.Context) (provision.Review, error) { return p.registrar.Review(ctx, draft) },
		func(r provision.Review, err error) {
			if err != nil {
				p.window.ToastError(err)
				return
			}
			v := newReview(p, r)
			p.show(v)
			v.focus()
		})
}

func newReview(p *Page, of provision.Review) *review {
	v := &review{page: p, of: of, failed: kit.NewBanner(kit.Act, "", ""), looked: map[string]*kit.Check{}, words: kit.NewText(kit.Quiet, "")}
	v.failed.Hide()
	v.create = kit.NewButton(kit.Primary, tongue.L("Create this company"), v.send)
	v.home = kit.NewButton(kit.Outline, tongue.L("Back to the form"), v.back)
	main := kit.NewCard(kit.Column(16, v.failed, v.sent()))
	top := heading(tongue.L("Review before it is sent"), tongue.L("This is all that Gusto is told, as it is sent. A company cannot be taken back."))
	v.view = kit.Edge(top, bar(v.words, v.home, v.create), nil, nil, besides(main, kit.Column(14, v.alike(), v.after())))
	v.weigh()
	return v
}

func (v *review) object() fyne.CanvasObject { return v.view }

func (v *review) draw() {}

func (v *review) back() {
	if v.underway() {
		return
	}
	v.page.openForm()
	v.page.Focus()
}

// focus puts the keyboard on what has to be ticked first, else on the way back: a second Enter sends nothing.
func (v *review) focus() {
	for _, like := range v.of.Likenesses {
		kit.FocusOn(v.looked[like.Key()])
		return
	}
	kit.FocusOn(v.home)
}

// sent lists every value in the order in which it is sent, in the parts of the form.
func (v *review) sent() fyne.CanvasObject {
	titles := [...]string{tongue.L("Who will run payroll"), tongue.L("The company"), tongue.L("Addresses")}
	blocks := [len(titles)][]factBlock{}
	for _, line := range v.of.Lines {
		at := sectionOf(line.Field)
		i, part, _ := line.Field.Address()
		if part == intake.Primary {
			line.Value = map[string]string{"true": tongue.L("Yes"), "false": tongue.L("No")}[line.Value]
		}
		for len(blocks[at]) <= i {
			blocks[at] = append(blocks[at], factBlock{})
		}
		blocks[at][i] = append(blocks[at][i], kit.Fact{Label: words.ShortName(line.Field), Value: line.Value})
	}
	column := kit.Column(16)
	for i, title := range titles {
		if len(blocks[i]) == 0 {
			continue
		}
		if i > 0 {
			column.Add(kit.Line())
		}
		part := kit.Column(10, kit.NewText(kit.CardTitle, title))
		for n, facts := range blocks[i] {
			if len(blocks[i]) > 1 {
				part.Add(kit.NewText(kit.Strong, tongue.F("Address {n}", "n", n+1)))
			}
			part.Add(kit.NewFacts(150, facts...))
		}
		column.Add(part)
	}
	return column
}

type factBlock = []kit.Fact

// alike are the companies that it may be, each with a box to tick, and what else is worth a look.
func (v *review) alike() fyne.CanvasObject {
	column := kit.Column(12, kit.NewText(kit.CardTitle, tongue.L("Is it there already?")))
	if s := v.of.Sent; s != nil {
		id := s.ID
		column.Add(kit.NewBanner(kit.Act, tongue.L("Say first what became of the one before"), tongue.F("{plain} was sent with the same EIN or e-mail, and no answer came. Until you have said whether it was created, this one is not sent.", "plain", plain(s.Company)),
			kit.NewButton(kit.Outline, tongue.L("Look at it"), func() { v.page.openAttempt(id) })))
	}
	for _, like := range v.of.Likenesses {
		tone, text := likenessWords(like)
		check := kit.NewCheck(tongue.L("I have looked: it is another one"), func(bool) { v.weigh() })
		check.SetLabel(tongue.F("I have looked: {known} is another one", "known", like.Known.Name))
		v.looked[like.Key()] = check
		column.Add(kit.Column(6, kit.NewBanner(tone, "", text), check))
	}
	if len(v.of.Likenesses) == 0 && v.of.Sent == nil {
		column.Add(kit.NewBanner(kit.Working, "", tongue.L("Nothing here is like it: no link, no client, no draft and nothing that was sent before.")))
	}
	for _, f := range v.of.Findings {
		text := words.FieldName(f.Field) + ": " + words.Beside(f)
		if f.Reason != "" {
			text += tongue.F("\nYou said: “{plain}”.", "plain", plain(f.Reason))
		}
		column.Add(kit.NewBanner(toneOf(f), "", text))
	}
	return kit.NewCard(column)
}

func toneOf(f intake.Finding) kit.Tone {
	switch f.Level {
	case intake.Blocks:
		return kit.Act
	case intake.NeedsReason:
		return kit.Attention
	}
	return kit.Neutral
}

func (v *review) after() fyne.CanvasObject {
	how := tongue.L("The request is made with your firm’s application keys.")
	if v.page.registrar.Availability().Credential == provision.APIToken {
		how = tongue.L("The request is made with your firm’s API token, which is used for nothing else.")
	}
	return kit.NewCard(kit.Column(12, kit.NewText(kit.CardTitle, tongue.L("What happens")), kit.NewParagraph(kit.Quiet,
		tongue.F("1. It is written down on this computer, then sent once.\n2. Gusto answers with the link that claims the company.\n3. If no answer comes, nothing is repeated: you are told how to find out.\n\n{how}", "how", how))))
}

// weigh says what is still to be done, and lets the button work once nothing is.
func (v *review) weigh() {
	left := 0
	for _, check := range v.looked {
		if !check.Checked() {
			left++
		}
	}
	text := tongue.L("It is sent once, when you press the button.")
	switch {
	case v.of.Sent != nil:
		text = tongue.L("One before has to be settled first.")
	case intake.Stopped(v.of.Findings):
		text = tongue.L("Something has to be mended in the form first.")
	case left > 0:
		text = tongue.L("Tick what you have looked at first.")
	}
	v.words.SetText(text)
	v.create.SetEnabled(left == 0 && v.of.Sent == nil && !intake.Stopped(v.of.Findings))
}

// send is the one click. Until an answer is there nothing here does anything; where it takes longer than a blink, a page
// without buttons says so.
func (v *review) send() {
	p := v.page
	if v.underway() {
		return
	}
	var looked []string
	for _, like := range v.of.Likenesses {
		looked = append(looked, like.Key())
	}
	draft := v.of.Draft
	p.window.After(sendingAfter, func() {
		if p.at == view(v) && v.underway() {
			p.show(newSending(p, v.name()))
		}
	})
	page.Run(p.window, taskSend+draft, page.KeyLimit, func(ctx context.Context) (provision.Attempt, error) { return p.registrar.Send(ctx, draft, looked) },
		func(a provision.Attempt, err error) { v.answered(a, err) })
}

// underway says that this is being sent.
func (v *review) underway() bool { return v.page.window.Busy(taskSend + v.of.Draft) }

func (v *review) name() string {
	for _, f := range v.of.Lines {
		if f.Field == intake.LegalName {
			return f.Value
		}
	}
	return tongue.L("the company")
}

// answered shows what became of it, and tells it where another page is shown. An error means that nothing was sent.
func (v *review) answered(a provision.Attempt, err error) {
	p := v.page
	waits := p.sendingShown() || p.at == view(v)
	if err != nil && a.ID == "" {
		page.ShowError(v.failed, err)
		v.failed.Show()
		v.weigh()
		if waits {
			p.show(v)
		}
		if p.away {
			p.window.ToastError(err)
		}
		return
	}
	v.create.SetEnabled(false) // for good
	p.note(a)
	if p.away {
		s := saysOf(a, p.window.Now())
		p.window.Toast(s.tone, strings.TrimSuffix(s.title, ".")+".")
	}
	switch {
	case a.State == provision.Refused && waits:
		p.mend(a)
	case a.State == provision.Refused:
	default:
		if a.State != provision.NotSent && p.form.keep.draft.ID == v.of.Draft {
			p.form.keep.begin()
			p.form.fill(emptyForm)
		}
		if waits {
			r := newResult(p, a.ID)
			p.show(r)
			kit.FocusOn(r.acts.another)
		}
	}
}
