package clients

import (
	"context"
	"slices"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Links of other environments stand in the same database. They can be seen beside those of the one that is open, and
// nothing is done with them before theirs is open: its application has the keys to them.

// environmentOf is the one that a row is in.
func (p *Page) environmentOf(r roll.Row) desk.Environment {
	if r.Elsewhere() {
		return desk.EnvironmentNamed(r.Link.Environment)
	}
	return p.rows.from.Environment
}

// environmentWords are the labels of environments by their names.
func environmentWords(s *desk.Snapshot, names []string) []string {
	var labels []string
	for _, name := range names {
		if name == "" {
			labels = append(labels, tongue.L(s.Environment.Label))
			continue
		}
		labels = append(labels, tongue.L(desk.EnvironmentNamed(name).Label))
	}
	return labels
}

// openEnvironments offers the open environment, each of the others, and all of them.
func (f *filters) openEnvironments() {
	s, chosen := f.page.rows.from, f.view.Environments
	var others []string
	for _, l := range s.Elsewhere {
		if !slices.Contains(others, l.Environment) {
			others = append(others, l.Environment)
		}
	}
	slices.Sort(others)
	pick := func(names []string) func() {
		return func() { f.view.Environments = names; f.view.Name = ""; f.page.arrange() }
	}
	items := []kit.MenuItem{{Text: tongue.F("{environment}, which is open", "environment", tongue.L(s.Environment.Label)), Checked: len(chosen) == 0, Do: pick(nil)}}
	for _, name := range others {
		items = append(items, kit.MenuItem{Text: tongue.L(desk.EnvironmentNamed(name).Label), Checked: slices.Equal(chosen, []string{name}), Do: pick([]string{name})})
	}
	all := append([]string{""}, others...)
	kit.ShowMenuBelow(f.menus.environment, append(items, kit.MenuItem{Text: tongue.L("All of them"), Line: true, Checked: slices.Equal(chosen, all), Do: pick(all)})...)
}

// drawElsewhere says where a link is, how it was, and how it can be worked with.
func (d *details) drawElsewhere(r roll.Row) {
	label := tongue.L(d.page.environmentOf(r).Label)
	was := words.ForVerdict(r.Link.Verdict).Title + "."
	if !r.Link.Verdict.At.IsZero() {
		was = tongue.F("When it was checked last, {todayAt}: {was}", "todayAt", todayAt(r.Link.Verdict.At, d.page.window.Now()), "was", was)
	}
	d.banner.Set(kit.Neutral, tongue.F("This link is in {label}", "label", label), tongue.F("{was} Open {label} to verify, reconnect or unlink it.", "was", was, "label", label),
		kit.NewButton(kit.Outline, tongue.F("Open {label}", "label", label), func() { d.page.enter(r) }))
}

// sayElsewhere says that the link at hand cannot be worked with yet; false where it can.
func (d *details) sayElsewhere() bool {
	if !d.row.Elsewhere() {
		return false
	}
	label := tongue.L(d.page.environmentOf(d.row).Label)
	d.page.window.Toast(kit.Neutral, tongue.F("This link is in {label}. Open {label} first.", "label", label))
	return true
}

// enter opens the environment of a row. The window begins anew with what is in it.
func (p *Page) enter(r roll.Row) {
	name := r.Link.Environment
	p.window.Do("enter", page.KeyLimit, func(ctx context.Context) error { return p.desk.EnterNamed(ctx, name) }, func(err error) {
		if err != nil {
			p.window.ToastError(err)
			return
		}
		p.window.Redraw() // this page is of the environment before
		p.window.OpenClient(r.Link.ID)
	})
}

// kept are environments as a saved view names them: the one that is open may be another when it is used.
func kept(s *desk.Snapshot, names []string) []string {
	names = slices.Clone(names)
	for i, name := range names {
		if name == "" {
			names[i] = s.Environment.Name
		}
	}
	return names
}

// used is kept, the other way around.
func used(s *desk.Snapshot, names []string) []string {
	names = slices.Clone(names)
	for i, name := range names {
		if name == s.Environment.Name {
			names[i] = ""
		}
	}
	if slices.Equal(names, []string{""}) {
		return nil
	}
	return names
}
