package provision

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// form is what a new company is typed into.
type form struct {
	page     *Page
	view     fyne.CanvasObject
	person   personInputs
	company  companyInputs
	places   *places
	sections [3]*kit.Section
	refused  *kit.Banner // what Gusto said about no field of the form
	aside    *aside
	foot     foot
	keep     *keeping
	client   string // the firm's client that the company is for; "" for none
	all      bool   // everything that is missing is told, not only what was left
}

type personInputs struct{ first, last, email, phone *input }

type companyInputs struct {
	legal, trade, ein, employees *input
	states                       *states
}

func newForm(p *Page) *form {
	f := &form{page: p, refused: kit.NewBanner(kit.Act, "", "")}
	f.refused.Hide()
	f.keep = newKeeping(f)
	l := listener{changed: f.changed, left: f.left}
	one := func(caption string) *input { return newInput(kit.NewField(caption), "", l) }
	f.person = personInputs{first: one(tongue.L("First name")), last: one(tongue.L("Last name")), email: one(tongue.L("E-mail")), phone: one(tongue.L("Phone"))}
	f.company = companyInputs{
		legal: newInput(kit.NewField(tongue.L("Legal name")), tongue.L("Exactly as on the IRS letter CP-575."), l),
		trade: newInput(kit.NewField(tongue.L("Trade name")).Optional(), "", l),
		ein:   newInput(kit.NewField(tongue.L("EIN")).Optional().WithMask(maskEIN), "", l), employees: newInput(kit.NewField(tongue.L("Employees")).Optional(), "", l),
	}
	f.company.states = newStates(f)
	f.places = newPlaces(f, l)
	f.sections[0] = kit.NewSection(tongue.L("Who will run payroll"), kit.Column(16,
		kit.Columns(16, f.person.first.box, f.person.last.box), kit.Columns(16, f.person.email.box, f.person.phone.box)), f.personWords)
	f.sections[1] = kit.NewSection(tongue.L("The company"), kit.Column(16,
		kit.Columns(16, f.company.legal.box, f.company.trade.box), f.counts()), f.companyWords)
	f.sections[2] = kit.NewSection(tongue.L("Addresses"), f.places.box, f.places.words)
	for _, s := range f.sections {
		s.OnChanged = func(bool) { f.page.lay() }
	}
	card := kit.NewCard(kit.Column(14, f.refused, f.sections[0], kit.Line(), f.sections[1], kit.Line(), f.sections[2]))
	f.aside = newAside(f)
	f.foot = newFoot(f)
	f.view = kit.Edge(nil, f.foot.view, nil, nil, besides(card, f.aside.view))
	return f
}

// counts is the line of the company's numbers: the EIN, how many people, and where they work.
func (f *form) counts() fyne.CanvasObject {
	people := kit.TopRow(16, kit.Fixed(130, 0, f.company.employees.box), kit.Grow(f.company.states.box))
	return kit.Columns(16, f.company.ein.box, people)
}

// leastBeside is the width below which the cards beside the form stand below it.
const leastBeside = 900

// besides puts cards beside the main one where there is room, and below it where there is none.
func besides(main, cards fyne.CanvasObject) fyne.CanvasObject {
	wide := kit.TopRow(20, kit.Grow(main), kit.Fixed(320, 0, cards))
	narrow := kit.Column(16, main, cards)
	room := kit.Column(0, wide)
	return kit.Watch(kit.Scroll(kit.Inset(24, 0, 24, 16, room)), func(size fyne.Size) {
		now := wide
		if size.Width < leastBeside {
			now = narrow
		}
		if room.Objects[0] != now {
			room.Objects[0] = now
			now.Refresh() // its parts stand where the other has put them
		}
	})
}

// inputs are the fields of the form by Gusto's names, in the order in which they stand.
func (f *form) inputs() []placed {
	all := []placed{
		{intake.FirstName, f.person.first}, {intake.LastName, f.person.last}, {intake.Email, f.person.email}, {intake.UserPhone, f.person.phone},
		{intake.LegalName, f.company.legal}, {intake.TradeName, f.company.trade}, {intake.TaxNumber, f.company.ein}, {intake.Employees, f.company.employees},
	}
	return append(all, f.places.inputs()...)
}

// placed is an input with the field that it is for.
type placed struct {
	field intake.Field
	in    *input
}

// typed is what stands in the form.
func (f *form) typed() intake.Form {
	t := intake.Form{
		Client: f.client,
		Person: intake.Person{First: f.person.first.field.Text(), Last: f.person.last.field.Text(), Email: f.person.email.field.Text(), Phone: f.person.phone.field.Text()},
		Company: intake.Company{Legal: f.company.legal.field.Text(), Trade: f.company.trade.field.Text(), EIN: f.company.ein.field.Text(),
			Employees: f.company.employees.field.Text(), States: f.company.states.codes},
		Addresses: f.places.typed(),
	}
	for _, p := range f.inputs() {
		if reason := p.in.reason.Text(); strings.TrimSpace(reason) != "" {
			if t.Reasons == nil {
				t.Reasons = map[intake.Field]string{}
			}
			t.Reasons[p.field] = reason
		}
	}
	return t
}

// fill writes a form that was typed before, or that comes from a client.
func (f *form) fill(t intake.Form) {
	f.keep.still(func() {
		f.client, f.all = t.Client, false
		f.refused.Hide()
		f.person.first.set(t.Person.First)
		f.person.last.set(t.Person.Last)
		f.person.email.set(t.Person.Email)
		f.person.phone.set(t.Person.Phone)
		f.company.legal.set(t.Company.Legal)
		f.company.trade.set(t.Company.Trade)
		f.company.ein.set(t.Company.EIN)
		f.company.employees.set(t.Company.Employees)
		f.company.states.set(t.Company.States)
		f.places.fill(t.Addresses)
		for _, p := range f.inputs() {
			p.in.reason.SetText(t.Reasons[p.field])
		}
	})
	for _, s := range f.sections {
		s.SetOpen(true)
	}
	f.check()
	f.aside.look()
}

// empty says that nothing was typed.
func (f *form) empty() bool {
	t := f.typed()
	return t.Person == intake.Person{} && t.Company.Legal+t.Company.Trade+t.Company.EIN+t.Company.Employees == "" && len(t.Company.States)+len(t.Addresses) == 0
}

// changed is told of each key.
func (f *form) changed(in *input) {
	f.keep.later()
	if in.wrong() || in.doubtful() {
		f.check()
	}
	f.aside.drawNames()
}

// left is told when the keyboard has left a field.
func (f *form) left(in *input) {
	f.tidy(in)
	f.check()
	switch in {
	case f.person.email, f.person.phone, f.company.legal, f.company.trade, f.company.ein:
		f.aside.look()
	}
}

// check shows what is wrong beside each field that was left, and gives all of it.
func (f *form) check() []intake.Finding {
	found := f.page.registrar.Check(f.typed())
	at := map[intake.Field][]intake.Finding{}
	for _, one := range found {
		at[one.Field] = append(at[one.Field], one)
	}
	for _, p := range f.inputs() {
		show := at[p.field]
		if !f.all && !p.in.touched {
			show = nil
		}
		p.in.say(show)
	}
	f.company.states.say(at[intake.States])
	f.places.say(at)
	f.page.lay()
	return found
}

// review shows what is wrong, or goes on to what would be sent.
func (f *form) review() {
	f.all = true
	if intake.Stopped(f.check()) || f.firstWrong() != nil {
		f.goToWrong()
		return
	}
	f.keep.now(func(id string) { f.page.openReview(id) })
}

// firstWrong is the first input that stops the form; nil for none.
func (f *form) firstWrong() *input {
	for _, p := range f.inputs() {
		if p.in.wrong() {
			return p.in
		}
	}
	return nil
}

// goToWrong unfolds what holds the first wrong field, and puts the keyboard there.
func (f *form) goToWrong() {
	for i, s := range f.sections {
		if f.wrongIn(i) {
			s.SetOpen(true)
		}
	}
	for _, p := range f.inputs() {
		if p.in.wrong() {
			f.places.unfold(p.field)
			f.page.lay()
			p.in.focus()
			return
		}
	}
	f.places.focusWrong()
}

func (f *form) wrongIn(section int) bool {
	for _, p := range f.inputs() {
		if p.in.wrong() && sectionOf(p.field) == section {
			return true
		}
	}
	return section == 2 && f.places.note.Visible()
}

// sectionOf is the section in which a field stands.
func sectionOf(f intake.Field) int {
	switch {
	case strings.HasPrefix(string(f), "user."):
		return 0
	case strings.HasPrefix(string(f), string(intake.Addresses)):
		return 2
	}
	return 1
}

// fillFrom fills the form from one of the firm's clients, or goes on with the draft that there is for them.
func (f *form) fillFrom(client string) {
	for _, d := range f.page.known.drafts {
		if d.Form.Client == client {
			f.page.resume(d)
			return
		}
	}
	page.Run(f.page.window, "provision-client", page.KeyLimit, func(ctx context.Context) (intake.Form, error) { return f.page.registrar.FormFor(ctx, client) },
		func(t intake.Form, err error) {
			if err != nil {
				f.page.window.ToastError(err)
				return
			}
			f.keep.begin()
			f.fill(t)
			f.keep.later()
			f.person.first.field.Focus()
		})
}
