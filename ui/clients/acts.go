package clients

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// verify asks Gusto about the company at hand.
func (d *details) verify() {
	if !d.any || d.row.Link == nil || d.row.Link.Checking || d.sayElsewhere() {
		return
	}
	link, w := *d.row.Link, d.page.window
	w.After(slowAfter, w.Redraw)
	page.Run(w, "verify/"+link.ID, page.NetworkLimit,
		func(ctx context.Context) (desk.Verdict, error) { return d.page.desk.Verify(ctx, link.ID) },
		func(v desk.Verdict, err error) {
			switch {
			case err != nil:
				w.ToastError(err)
			default:
				w.Toast(page.Tone(words.ForVerdict(v).Tone), verdictWords(link.Name, v))
			}
		})
}

// verdictWords is a verdict as one line.
func verdictWords(name string, v desk.Verdict) string {
	if v.Cause == desk.Working {
		return tongue.F("{name}: working.", "name", name)
	}
	return name + ": " + words.ForVerdict(v).Title + "."
}

// reconnect goes through consent again; the link stays the same.
func (d *details) reconnect() {
	if d.any && d.row.Link != nil && !d.sayElsewhere() {
		d.page.window.OpenConnect(*d.row.Link)
	}
}

// linkClient begins the queue over this one client.
func (d *details) linkClient() {
	if d.any && d.row.Client != nil {
		d.page.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: []string{d.row.Client.ID}})
	}
}

// begin begins the queue and opens its page; a sitting that is open already is shown instead.
func (p *Page) begin(wish desk.SittingWish) {
	p.window.Do("sitting", page.DiskLimit, func(ctx context.Context) error { return p.desk.BeginSitting(ctx, wish) }, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.list.SetChecked(nil)
		p.window.OpenQueue()
	})
}

func (d *details) edit() {
	if d.any && d.row.Client != nil {
		d.page.askEdit(*d.row.Client)
	}
}

// openRowMenu is the menu of a secondary click.
func (p *Page) openRowMenu(row int, at fyne.Position) {
	kit.ShowMenu(p.window.Canvas(), at, p.menuOf(p.rows.shown[row])...)
}

// menuOf is what can be done with one row; what destroys comes last.
func (p *Page) menuOf(r roll.Row) []kit.MenuItem {
	if r.Elsewhere() {
		return []kit.MenuItem{{Text: tongue.F("Open {name}", "name", tongue.L(p.environmentOf(r).Label)), Do: func() { p.enter(r) }}}
	}
	var items []kit.MenuItem
	if r.Client != nil {
		c := *r.Client
		items = append(items, kit.MenuItem{Text: tongue.F("Edit {name}…", "name", c.Name), Do: func() { p.askEdit(c) }})
		if c.LastFour != "" {
			items = append(items, kit.MenuItem{Text: tongue.L("Show the whole EIN"), Icon: kit.IconEye, Do: func() { p.showEIN(c) }})
		}
	}
	if r.Link == nil {
		c := *r.Client
		if p.window.CanProvision() {
			items = append(items, kit.MenuItem{Text: tongue.L("Create in Gusto…"), Icon: kit.IconPlus, Line: true, Do: func() { p.window.OpenProvision(c.ID) }})
		}
		return append(items, kit.MenuItem{Text: tongue.L("Remove this client…"), Danger: true, Line: true, Do: func() { p.askRemove(c) }})
	}
	l := *r.Link
	assign := tongue.L("Choose its client…")
	if r.Client != nil {
		assign = tongue.L("Belongs to another client…")
	}
	forbidden := whyNot(p.desk.MayDisconnect())
	return append(items,
		kit.MenuItem{Text: assign, Icon: kit.IconUsers, Line: len(items) > 0, Do: func() { p.askAssign(l) }},
		kit.MenuItem{Text: tongue.F("{authorizedBy} leaves the firm…", "authorizedBy", l.AuthorizedBy), Do: func() { p.askLeaving(l.AuthorizedBy) }},
		kit.MenuItem{Text: tongue.L("Unlink…"), Icon: kit.IconUnlink, Danger: true, Line: true, Do: func() { p.askUnlink(l) }},
		kit.MenuItem{Text: tongue.L("Disconnect for everyone…"), Danger: true, Disabled: forbidden != "", Why: forbidden, Do: func() { p.askFarewell(l) }})
}

// showEIN opens the sealed number for as long as its row is current.
func (p *Page) showEIN(c desk.Client) {
	page.Run(p.window, "ein", page.KeyLimit, func(ctx context.Context) (string, error) { return p.desk.EIN(ctx, c.ID) }, func(number string, err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		if len(number) == 9 && p.details.row.Client != nil && p.details.row.Client.ID == c.ID {
			p.details.ein = shownEIN{c.ID, number}
			p.showDetails()
		}
	})
}

// askAssign lets the person say which client a company belongs to.
func (p *Page) askAssign(l desk.Link) {
	picker := page.PickClient(p.rows.from, tongue.F("Which client is {name}?", "name", l.Name), tongue.L("This one"), func() { p.assign(l, "") })
	picker.Picked = func(client string) { p.assign(l, client) }
	picker.Show(p.window.Canvas(), likely(p.rows.from, l))
}

// likely is the client that a company belongs to; with none yet, the only one of its name, if there is one.
func likely(s *desk.Snapshot, l desk.Link) string {
	client := l.Client
	for _, c := range s.Clients {
		name := page.Fold(c.Name)
		switch {
		case l.Client != "" || name != page.Fold(l.Name) && name != page.Fold(l.TradeName):
		case client != "":
			return ""
		default:
			client = c.ID
		}
	}
	return client
}

func (p *Page) assign(l desk.Link, client string) {
	p.window.Do("assign", page.DiskLimit, func(ctx context.Context) error { return p.desk.Assign(ctx, []string{l.ID}, client) }, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		to, _ := p.rows.from.Client(client)
		if client == "" {
			p.window.Toast(kit.Neutral, tongue.F("{name} belongs to no client now.", "name", l.Name))
			return
		}
		p.window.Toast(kit.Working, tongue.F("{name} belongs to {name2}.", "name", l.Name, "name2", to.Name))
	})
}

// askUnlink says what ends, and for whom, before anything does.
func (p *Page) askUnlink(l desk.Link) {
	text := tongue.L("Crosswalk forgets the link and gives the access back to Gusto. Payroll at Gusto is not touched. To link it again, an admin of the company signs in again.")
	if len(l.Siblings) > 0 {
		text = tongue.F("Crosswalk forgets the link. The sign-in stays for {names}, which it reaches as well.", "names", page.Names(l.Siblings))
	}
	kit.Confirm(p.window.Canvas(), kit.Danger, tongue.F("Unlink {name}?", "name", l.Name), text, tongue.F("Unlink {name}", "name", l.Name), tongue.L("Cancel"), func() { p.unlink(l) })
}

func (p *Page) unlink(l desk.Link) {
	page.Run(p.window, "unlink/"+l.ID, page.NetworkLimit,
		func(ctx context.Context) (desk.Unlinked, error) { return p.desk.Unlink(ctx, l.ID) },
		func(u desk.Unlinked, err error) {
			switch {
			case err != nil && !errors.Is(err, context.Canceled):
				p.window.ToastError(err)
			case u.Owed != nil:
				p.window.Toast(kit.Attention, tongue.F("{name} is unlinked. Gusto could not be told yet; Crosswalk tells it at the next start.", "name", l.Name))
			default:
				p.window.Toast(kit.Working, tongue.F("{name} is unlinked.", "name", l.Name))
			}
		})
}

// askRemove asks before a client is removed from the list.
func (p *Page) askRemove(c desk.Client) {
	kit.Confirm(p.window.Canvas(), kit.Danger, tongue.F("Remove {name}?", "name", c.Name), tongue.L("It goes from this list alone; nothing happens at Gusto or in your own system. An import brings it back."),
		tongue.F("Remove {name}", "name", c.Name), tongue.L("Cancel"), func() {
			p.window.Do("remove", page.DiskLimit, func(ctx context.Context) error { return p.desk.RemoveClients(ctx, []string{c.ID}) }, func(err error) {
				if err != nil {
					p.window.ToastError(err)
					return
				}
				p.window.Toast(kit.Neutral, tongue.F("{name} is removed.", "name", c.Name))
			})
		})
}
