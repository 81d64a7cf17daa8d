package provision

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// formView is the form with the page's heading above it.
type formView struct {
	page   *Page
	view   fyne.CanvasObject
	client *kit.Button
	sent   *kit.Button
	more   *kit.Button
	notice *notice
	said   string // on the buttons above
}

func newFormView(p *Page) *formView {
	v := &formView{page: p}
	v.client = kit.NewButton(kit.Outline, tongue.L("Fill in from a client…"), v.pickClient)
	v.sent = kit.NewButton(kit.Outline, tongue.L("Sent"), p.openAttempts)
	v.more = kit.NewIconButton(kit.Outline, kit.IconDots, tongue.L("More"), v.openMore)
	v.notice = newNotice(p)
	top := heading(tongue.L("New company in Gusto"), tongue.L("Creates a payroll account for a client. It cannot be undone, so it is sent once and only after you have reviewed it."), v.client, v.sent, v.more)
	v.view = kit.Edge(kit.Column(0, top, v.notice.view), nil, nil, nil, p.form.view)
	return v
}

// heading is what stands above each face of the page.
func heading(title, text string, buttons ...fyne.CanvasObject) *fyne.Container {
	words := kit.Column(2, kit.NewText(kit.Heading, title), kit.NewParagraph(kit.Quiet, text))
	return kit.Inset(24, 18, 24, 12, kit.TopRow(10, append([]fyne.CanvasObject{kit.Grow(words)}, buttons...)...))
}

func (v *formView) object() fyne.CanvasObject { return v.view }

func (v *formView) draw() {
	k := v.page.known
	v.sent.SetText(tongue.L("Sent"))
	if n := len(k.attempts); n > 0 {
		v.sent.SetText(tongue.F("Sent {n}", "n", page.Number(n)))
	}
	kit.SetVisible(v.sent, len(k.attempts) > 0)
	kit.SetVisible(v.client, len(v.page.from.Clients) > 0)
	v.page.form.foot.draw()
	v.notice.draw()
	if said := fmt.Sprint(v.sent.Text(), v.sent.Visible(), v.client.Visible()); said != v.said {
		v.said = said
		v.page.lay()
	}
}

// pickClient fills the form in from a client who has no company.
func (v *formView) pickClient() {
	some := *v.page.from
	some.Clients = slices.DeleteFunc(slices.Clone(some.Clients), func(c desk.Client) bool { return len(c.Links) > 0 })
	picker := page.PickClient(&some, tongue.L("Which client gets a company?"), tongue.L("Fill in the form"), v.page.another)
	picker.Picked = v.page.form.fillFrom
	picker.Show(v.page.window.Canvas(), "")
}

// openMore has the other drafts, and many at once.
func (v *formView) openMore() {
	p := v.page
	items := []kit.MenuItem{{Text: tongue.L("Another company"), Icon: kit.IconPlus, Do: p.another}, {Text: tongue.L("Many at once…"), Icon: kit.IconFile, Do: p.openMany}}
	line := true
	for _, d := range p.known.drafts {
		if d.ID == p.form.keep.draft.ID {
			continue
		}
		items = append(items, kit.MenuItem{Text: tongue.F("Draft: {draftName}", "draftName", draftName(d)), Line: line, Do: func() { p.resume(d) }})
		if line = false; len(items) == 14 {
			break
		}
	}
	kit.ShowMenuBelow(v.more, items...)
}

func draftName(d provision.Draft) string {
	for _, name := range []string{d.Form.Company.Legal, d.Form.Company.Trade, joined(" ", d.Form.Person.First, d.Form.Person.Last), d.Form.Person.Email} {
		if name != "" {
			return name
		}
	}
	return tongue.L("no name yet")
}
