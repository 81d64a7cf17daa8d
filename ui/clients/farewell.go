package clients

import (
	"context"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// askFarewell says who and what is affected when the firm's application leaves a company for everyone, and wants its
// name typed.
func (p *Page) askFarewell(l desk.Link) {
	affected, err := p.desk.Affected(l.ID)
	if err != nil {
		p.window.ToastError(err)
		return
	}
	body := kit.Column(12,
		kit.NewParagraph(kit.Body, tongue.F("Your firm’s application loses access to **{name}** for every user and on every computer, not only for you. Payroll at Gusto goes on as it is.", "name", l.Name)),
		kit.NewFacts(0, affectedFacts(affected)...),
		kit.NewParagraph(kit.Quiet, tongue.L("You can take it back for a little while; then Gusto is told. After that, an admin of the company has to sign in again.")))
	kit.ConfirmTyped(p.window.Canvas(), tongue.F("Disconnect {name} for everyone?", "name", l.Name), body, l.Name, tongue.L("Disconnect for everyone"), tongue.L("Cancel"), func() { p.sayFarewell(l) })
}

// sayFarewell begins the time in which it can be taken back.
func (p *Page) sayFarewell(l desk.Link) {
	page.Run(p.window, "farewell/"+l.Company, page.KeyLimit, func(ctx context.Context) (desk.Farewell, error) { return p.desk.DisconnectForEveryone(ctx, l.ID) },
		func(f desk.Farewell, err error) {
			if err != nil {
				p.window.ToastError(err)
				return
			}
			p.window.ToastUntil(kit.Attention, tongue.F("{name} is being disconnected for everyone.", "name", l.Name), tongue.L("Take it back"), f.Until, func() { p.takeBack(f) })
		})
}

func (p *Page) takeBack(f desk.Farewell) {
	p.window.Do("farewell/"+f.Company, page.KeyLimit, func(ctx context.Context) error { return p.desk.TakeBack(ctx, f.Company) }, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.window.Toast(kit.Working, tongue.F("{name} stays connected.", "name", f.Name))
	})
}

// farewell is the one that is under way for a row's company.
func (d *details) farewell(r roll.Row) (desk.Farewell, bool) {
	if r.Link == nil {
		return desk.Farewell{}, false
	}
	for _, f := range d.page.rows.from.Farewells {
		if f.Company == r.Link.Company {
			return f, true
		}
	}
	return desk.Farewell{}, false
}

// drawFarewell says that the company is being left, and until when that can be taken back.
func (d *details) drawFarewell(f desk.Farewell) {
	switch {
	case f.Telling:
		d.banner.Set(kit.Attention, tongue.L("Being disconnected for everyone"), tongue.L("Gusto is being told. It cannot be taken back any more."))
	case f.Owed != nil:
		d.banner.Set(kit.Attention, tongue.L("Being disconnected for everyone"), tongue.F("Gusto could not be told yet: {title}. Crosswalk tries again {at}.", "title", words.For(f.Owed).Title, "at", at(f.Until)),
			kit.NewButton(kit.Outline, tongue.L("Take it back"), func() { d.page.takeBack(f) }))
	default:
		d.banner.Set(kit.Attention, tongue.L("Being disconnected for everyone"), tongue.F("Gusto is told {at}. Until then it can be taken back.", "at", at(f.Until)),
			kit.NewButton(kit.Outline, tongue.L("Take it back"), func() { d.page.takeBack(f) }))
	}
}

// at is a moment soon to come.
func at(t time.Time) string { return tongue.F("at {format}", "format", t.Local().Format("3:04:05 PM")) }

// askLeaving is for when somebody who gave access leaves the firm: first others sign in for the same companies, then
// what still rests on the one who leaves is given back.
func (p *Page) askLeaving(person string) {
	var names []string
	for _, l := range p.rows.from.Links {
		if l.AuthorizedBy == person {
			names = append(names, l.Name)
		}
	}
	if len(names) == 0 {
		p.window.Toast(kit.Neutral, tongue.F("{person} gave no access that is in use.", "person", person))
		return
	}
	body := kit.Column(12,
		kit.NewParagraph(kit.Body, tongue.F("{companies} on the sign-in of **{person}**: {names}.", "companies", page.Count(len(names), "company rests", "companies rest"), "person", person, "names", page.Names(names))),
		kit.NewParagraph(kit.Quiet, tongue.F("Sign in again for them takes you through Gusto’s page once for each, as somebody else; each link stays the same. Give back ends what still rests on {person} at that moment.", "person", person)))
	var ask *kit.Dialog
	queue := kit.NewButton(kit.Primary, tongue.F("Sign in again for {companies}", "companies", page.Count(len(names), "company", "companies")), func() {
		ask.Hide()
		p.begin(desk.SittingWish{Kind: desk.SittingLeaving, Person: person})
	})
	give := kit.NewButton(kit.Danger, tongue.L("Give back now…"), func() { ask.Hide(); p.askGiveBack(person, len(names)) })
	ask = kit.NewDialog(tongue.F("{person} leaves", "person", person), body, queue, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil), give)
	ask.Width = 560
	ask.Show(p.window.Canvas())
}

func (p *Page) askGiveBack(person string, n int) {
	text := kit.NewParagraph(kit.Body, tongue.F("{links} at once: Crosswalk forgets them and gives the access of {person} back to Gusto. The clients stay in the list.", "links", page.Count(n, "link ends", "links end"), "person", person))
	kit.ConfirmTyped(p.window.Canvas(), tongue.F("Give back the access of {person}?", "person", person), text, person, tongue.L("Give back"), tongue.L("Cancel"), func() {
		page.Run(p.window, "leaving", page.NetworkLimit, func(ctx context.Context) ([]desk.Unlinked, error) { return p.desk.RevokeAllOf(ctx, person) }, func(ended []desk.Unlinked, err error) {
			if err != nil {
				p.window.ToastError(err)
				return
			}
			p.window.Toast(kit.Working, tongue.F("{companies} unlinked. Nothing rests on {person} any more.", "companies", page.Count(len(ended), "company", "companies"), "person", person))
		})
	})
}

// affectedFacts says who and what ends with it.
func affectedFacts(a desk.Affected) []kit.Fact {
	return page.Facts(tongue.L("Client"), a.Client, tongue.L("Authorized by"), a.Person, tongue.L("Access"), accessWords(a.Access), tongue.L("Not touched"), page.Names(a.Stays))
}
