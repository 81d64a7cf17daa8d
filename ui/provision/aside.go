package provision

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// aside are the cards beside the form: whether the company is there already, and what happens next.
type aside struct {
	form  *form
	view  fyne.CanvasObject
	found *fyne.Container
	steps *kit.Paragraph
	drawn string // what the cards say, so that they are made anew only when that changes
}

const taskRadar = "provision-radar"

func newAside(f *form) *aside {
	a := &aside{form: f, found: kit.Column(10), steps: kit.NewParagraph(kit.Quiet, "")}
	a.view = kit.Column(14,
		kit.NewCard(kit.Column(10, kit.NewText(kit.CardTitle, tongue.L("Is it there already?")), a.found)),
		kit.NewCard(kit.Column(12, kit.NewText(kit.CardTitle, tongue.L("What happens")), a.steps)))
	a.drawNames()
	a.draw(intake.Form{}, nil)
	return a
}

// drawNames writes the steps with the name of the person whom they are about.
func (a *aside) drawNames() {
	name := strings.TrimSpace(a.form.person.first.field.Text())
	if name == "" {
		name = tongue.L("your client")
	}
	a.steps.SetText(tongue.F("1. You review what will be sent.\n2. Gusto creates the company and writes to {plain}.\n3. {plain2} claims it with the link in that message.\n4. You link it here.", "plain", plain(name), "plain2", plain(upper(name))))
}

// look asks what is known that looks like the company.
func (a *aside) look() {
	t := a.form.typed()
	if t.Company.Legal+t.Company.Trade+t.Company.EIN+t.Person.Email+t.Person.Phone == "" {
		a.form.page.window.Cancel(taskRadar)
		a.draw(t, nil)
		return
	}
	id := a.form.keep.draft.ID
	page.Run(a.form.page.window, taskRadar, page.KeyLimit, func(ctx context.Context) ([]intake.Likeness, error) { return a.form.page.registrar.Radar(ctx, id, t) },
		func(alike []intake.Likeness, err error) {
			if err != nil {
				a.fail(err)
				return
			}
			a.draw(t, alike)
		})
}

func (a *aside) fail(err error) {
	b := kit.NewBanner(kit.Neutral, "", "")
	page.ShowError(b, err)
	a.put("failed "+err.Error(), b)
}

// draw shows what was found, and what was not.
func (a *aside) draw(t intake.Form, alike []intake.Likeness) {
	if t.Company.Legal+t.Company.Trade+t.Company.EIN+t.Person.Email+t.Person.Phone == "" {
		a.put("nothing", kit.NewParagraph(kit.Quiet, tongue.L("Crosswalk looks for the name, the EIN, the e-mail and the phone among your links, your clients and what was sent before.")))
		return
	}
	var blocks []fyne.CanvasObject
	said := ""
	for _, like := range alike {
		tone, text := likenessWords(like)
		link, act := a.form.page.wayTo(like.Known)
		if link != "" {
			text += "\n[" + link + "](go)"
		}
		blocks = append(blocks, kit.NewBanner(tone, "", text).OnLink(func(string) { act() }))
		said += text
	}
	if !slices.ContainsFunc(alike, func(l intake.Likeness) bool { return l.Known.Kind == intake.KnownAttempt }) {
		text := tongue.F("No earlier attempt with this {traitsTyped}.", "traitsTyped", traitsTyped(t))
		blocks = append(blocks, kit.NewBanner(kit.Working, "", text))
		said += text
	}
	a.put(said, blocks...)
}

func (a *aside) put(said string, blocks ...fyne.CanvasObject) {
	if said == a.drawn {
		return
	}
	a.drawn = said
	a.found.Objects = blocks
	a.found.Refresh()
	a.form.page.lay()
}

// traitsTyped are the things that can be looked for: "EIN, e-mail or phone".
func traitsTyped(t intake.Form) string {
	var list []string
	for _, one := range []struct{ word, text string }{{tongue.L("EIN"), t.Company.EIN}, {tongue.L("e-mail"), t.Person.Email}, {tongue.L("phone"), t.Person.Phone}, {tongue.L("name"), t.Company.Legal + t.Company.Trade}} {
		if strings.TrimSpace(one.text) != "" && (one.word != tongue.L("name") || len(list) == 0) {
			list = append(list, one.word)
		}
	}
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return tongue.F("{names} or {list}", "names", strings.Join(list[:len(list)-1], ", "), "list", list[len(list)-1])
}
