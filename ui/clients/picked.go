package clients

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// picked is the line below the list while rows are ticked: how many, and what can be done with all of them; while
// that is done, how far it is.
type picked struct {
	page  *Page
	view  *fyne.Container
	words *kit.Text
	acts  *fyne.Container
	bar   *kit.Progress
	going *fyne.Container
	step  *kit.Text
	batch going // what is being done; nil when nothing is
}

// going is something that is done with many links.
type going interface {
	progress() string // in words
	part() float64    // from 0 to 1
	stop()
}

func newPicked(p *Page) *picked {
	k := &picked{page: p, words: kit.NewText(kit.Strong, "").Whole(), step: kit.NewText(kit.Body, "").Whole(), bar: kit.NewProgress()}
	k.acts = kit.Row(8, k.words, kit.Fixed(4, 0, kit.Spacer()),
		kit.NewButton(kit.Outline, tongue.L("Verify"), k.verify).WithKey("V"),
		kit.NewButton(kit.Outline, tongue.L("Reconnect"), p.reconnect).WithKey("R"),
		kit.NewButton(kit.Outline, tongue.L("Tag…"), k.askTags),
		kit.NewButton(kit.Outline, tongue.L("Group…"), k.askGroup),
		kit.NewButton(kit.Danger, tongue.L("Unlink…"), k.askUnlink),
		kit.Spacer(), kit.NewButton(kit.Link, tongue.L("Clear"), k.clear))
	k.going = kit.Row(12, k.step, kit.Grow(k.bar), kit.NewButton(kit.Outline, tongue.L("Cancel"), func() {
		if k.batch != nil {
			k.batch.stop()
		}
	}))
	line := kit.Inset(24, 8, 24, 8, kit.Stack(k.acts, k.going))
	k.view = kit.Column(0, kit.Line(), kit.On(kit.ColorSurface, line))
	return k
}

// draw shows the line while there is something to do with it.
func (k *picked) draw() {
	n := k.page.list.Ticked()
	kit.SetVisible(k.going, k.batch != nil)
	kit.SetVisible(k.acts, k.batch == nil)
	if k.batch != nil {
		k.step.SetText(k.batch.progress())
		k.bar.SetLabel(k.batch.progress())
		k.bar.SetValue(k.batch.part())
	}
	k.words.SetText(tongue.F("{n} selected", "n", page.Number(n)))
	shown := n > 0 || k.batch != nil
	if shown != k.view.Visible() {
		kit.SetVisible(k.view, shown)
		k.page.beside.Box.Refresh()
	}
	k.view.Refresh()
}

func (k *picked) clear() {
	k.page.list.SetChecked(nil)
	k.draw()
	k.page.drawHead()
	k.page.list.Focus()
}

// links are the companies that are ticked.
func (k *picked) links() []string {
	var ids []string
	for _, r := range k.page.ticked() {
		if r.Link != nil {
			ids = append(ids, r.Link.ID)
		}
	}
	return ids
}

// clients are the clients that are ticked, each once.
func (k *picked) clients() []string {
	return clientsOf(k.page.ticked(), func(roll.Row) bool { return true })
}

// open are the ticked clients that have no company, or one that another consent would mend: what the queue can be begun over.
func (k *picked) open() []string {
	return clientsOf(k.page.ticked(), func(r roll.Row) bool { return r.Link == nil || r.Link.Verdict.Cause.Reconnects() })
}

// clientsOf are the clients of the rows that fit, each once.
func clientsOf(rows []roll.Row, fits func(roll.Row) bool) []string {
	var ids []string
	seen := map[string]bool{}
	for _, r := range rows {
		if r.Client != nil && !seen[r.Client.ID] && fits(r) {
			seen[r.Client.ID] = true
			ids = append(ids, r.Client.ID)
		}
	}
	return ids
}

// run does one thing with many links and shows how far it is.
func (k *picked) run(verb string, links []string, work func(ctx context.Context, id string) error, over func(b *batch)) {
	if k.batch != nil || len(links) == 0 {
		return
	}
	b := &batch{window: k.page.window, verb: verb, waiting: links, work: work, changed: k.draw, over: func(b *batch) {
		k.batch = nil
		k.draw()
		over(b)
	}}
	k.batch = b
	b.start()
	k.draw()
}

// askUnlink names what ends before anything does.
func (k *picked) askUnlink() {
	var links, names []string
	for _, r := range k.page.ticked() {
		if r.Link != nil {
			links, names = append(links, r.Link.ID), append(names, r.Link.Name)
		}
	}
	if len(links) == 0 {
		k.page.window.Toast(kit.Neutral, tongue.L("None of these clients has a company."))
		return
	}
	title := tongue.F("Unlink {companies}?", "companies", page.Count(len(links), "company", "companies"))
	text := tongue.F("{names}. Crosswalk forgets the links and gives the access back to Gusto, where no other link rests on it. Payroll at Gusto is not touched; the clients stay in the list.", "names", page.Names(names))
	kit.Confirm(k.page.window.Canvas(), kit.Danger, title, text, tongue.F("Unlink {companies}", "companies", page.Count(len(links), "company", "companies")), tongue.L("Cancel"), func() { k.unlink(links) })
}

func (k *picked) unlink(links []string) {
	k.run(tongue.L("Unlinking"), links, func(ctx context.Context, id string) error {
		_, err := k.page.desk.Unlink(ctx, id)
		return err
	}, func(b *batch) {
		k.page.list.SetChecked(nil)
		k.draw()
		switch {
		case len(b.failed) > 0:
			k.page.window.ToastError(b.failed[0])
		case b.ended < b.total:
			k.page.window.Toast(kit.Neutral, tongue.F("{ended} of {total} unlinked; the rest stays linked.", "ended", page.Number(b.ended), "total", page.Number(b.total)))
		default:
			k.page.window.Toast(kit.Working, tongue.F("{companies} unlinked.", "companies", page.Count(b.total, "company", "companies")))
		}
	})
}

// askTags marks the ticked clients, or takes marks away.
func (k *picked) askTags() {
	ids := k.clients()
	if len(ids) == 0 {
		k.page.window.Toast(kit.Neutral, tongue.L("Tags belong to clients, and none of these rows has one."))
		return
	}
	add := kit.NewTagField(tongue.L("Add"), tongue.L("monthly, nonprofit"))
	drop := kit.NewTagField(tongue.L("Take away"), "")
	var ask *kit.Dialog
	save := kit.NewButton(kit.Primary, tongue.F("Tag {clients}", "clients", page.Count(len(ids), "client", "clients")), func() {
		ask.Hide()
		k.regroup(ids, desk.Regrouping{AddTags: add.Tags(), DropTags: drop.Tags()})
	})
	ask = kit.NewDialog(tongue.L("Tags"), kit.Column(14, add, drop), save, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = add.Focusable()
	ask.Show(k.page.window.Canvas())
}

// askGroup puts the ticked clients into a group.
func (k *picked) askGroup() {
	ids := k.clients()
	if len(ids) == 0 {
		k.page.window.Toast(kit.Neutral, tongue.L("Groups are of clients, and none of these rows has one."))
		return
	}
	field := kit.NewField(tongue.L("Group")).WithHint(tongue.L("Empty takes them out of their group."))
	var ask *kit.Dialog
	save := kit.NewButton(kit.Primary, tongue.F("Put {clients} there", "clients", page.Count(len(ids), "client", "clients")), func() {
		ask.Hide()
		group := field.Text()
		k.regroup(ids, desk.Regrouping{Group: &group})
	})
	ask = kit.NewDialog(tongue.L("Group"), field, save, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = field.Focusable()
	ask.Show(k.page.window.Canvas())
}

func (k *picked) regroup(ids []string, change desk.Regrouping) {
	k.page.window.Do("regroup", page.DiskLimit, func(ctx context.Context) error { return k.page.desk.Regroup(ctx, ids, change) }, func(err error) {
		if err != nil {
			k.page.window.ToastError(err)
			return
		}
		k.page.window.Toast(kit.Working, tongue.F("{clients} changed.", "clients", page.Count(len(ids), "client", "clients")))
	})
}
