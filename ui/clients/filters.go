package clients

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// filters is the line of chips: what is shown, and the ways to look at the list that were saved.
type filters struct {
	page  *Page
	view  desk.View
	box   *fyne.Container
	shows [5]*kit.Chip
	menus menus
	all   *roll.Roll
	saved []desk.View
}

// menus are the chips that open a list of what can be filtered by.
type menus struct{ environment, state, group, tag, person, views *kit.Chip }

var shows = [...]struct {
	show desk.Show
	word string
}{
	{desk.ShowAll, tongue.Key("All")}, {desk.ShowNeedsYou, tongue.Key("Needs you")}, {desk.ShowNotLinked, tongue.Key("Not linked")}, {desk.ShowLinked, tongue.Key("Linked")}, {desk.ShowNoClient, tongue.Key("No client")},
}

func newFilters(p *Page) *filters {
	f := &filters{page: p}
	f.box = kit.Wrap(8, 8)
	for i, s := range shows {
		f.shows[i] = kit.NewChip("", func() { f.view.Show = s.show; p.arrange() })
		f.box.Add(f.shows[i])
	}
	f.menus = menus{
		environment: kit.NewMenuChip(tongue.L("Environment"), f.openEnvironments),

		state:  kit.NewMenuChip(tongue.L("State"), f.openStates),
		group:  kit.NewMenuChip(tongue.L("Group"), f.openGroups),
		tag:    kit.NewMenuChip(tongue.L("Tag"), f.openTags),
		person: kit.NewMenuChip(tongue.L("Authorized by"), f.openPeople),
		views:  kit.NewMenuChip(tongue.L("Views"), f.openViews),
	}
	for _, chip := range []*kit.Chip{f.menus.environment, f.menus.state, f.menus.group, f.menus.tag, f.menus.person, f.menus.views} {
		f.box.Add(chip)
	}
	return f
}

// draw writes the numbers, and shows the chips that there is something to choose with.
func (f *filters) draw(s *desk.Snapshot, all *roll.Roll) {
	f.all, f.saved = all, s.Views
	counts := all.Counts()
	numbers := [...]int{counts.All, counts.NeedsYou, counts.NotLinked, counts.Linked, counts.NoClient}
	for i, chip := range f.shows {
		word := tongue.L(shows[i].word)
		if s.Unread == nil && len(f.view.Environments) == 0 { // else the numbers are those of other rows
			word += " " + page.Number(numbers[i])
		}
		chip.SetText(word)
		chip.SetSelected(f.view.Show == shows[i].show)
	}
	kit.SetVisible(f.shows[2], len(s.Clients) > 0 || f.view.Show == desk.ShowNotLinked)
	kit.SetVisible(f.shows[4], counts.NoClient > 0 && len(s.Clients) > 0 || f.view.Show == desk.ShowNoClient)
	drawMenu(f.menus.environment, tongue.L("Environment"), environmentWords(s, f.view.Environments), len(s.Elsewhere) > 0)
	drawMenu(f.menus.state, tongue.L("State"), slices.Compact(stateWords(f.view.Causes)), len(s.Links) > 0)
	drawMenu(f.menus.group, tongue.L("Group"), f.view.Groups, len(all.Groups()) > 0)
	drawMenu(f.menus.tag, tongue.L("Tag"), f.view.Tags, len(all.Tags()) > 0)
	drawMenu(f.menus.person, tongue.L("Authorized by"), f.view.People, len(all.People()) > 1)
	f.menus.views.SetText(tongue.L("Views"))
	if f.view.Name != "" {
		f.menus.views.SetText(f.view.Name)
	}
	f.menus.views.SetSelected(f.view.Name != "")
	kit.SetVisible(f.menus.views, len(s.Links)+len(s.Clients) > 0)
}

// said is everything that stands on the chips that are shown.
func (f *filters) said() string {
	text := ""
	for _, o := range f.box.Objects {
		if chip, ok := o.(*kit.Chip); ok && chip.Visible() {
			text += chip.AccessibilityLabel() + "\n"
		}
	}
	return text
}

// drawMenu writes what a menu's filter is set to; a filter that is set can always be taken back.
func drawMenu(chip *kit.Chip, title string, chosen []string, useful bool) {
	chip.SetText(title)
	if len(chosen) > 0 {
		chip.SetText(title + ": " + page.Names(named(chosen)))
	}
	chip.SetSelected(len(chosen) > 0)
	kit.SetVisible(chip, useful || len(chosen) > 0)
}

// named calls the empty group by its name.
func named(texts []string) []string {
	texts = slices.Clone(texts)
	for i, t := range texts {
		if t == "" {
			texts[i] = tongue.L("none")
		}
	}
	return texts
}

func stateWord(c desk.Cause) string { return words.ForVerdict(desk.Verdict{Cause: c}).Pill }

// stateWords are the words of states; several that read the same stand beside each other.
func stateWords(causes []desk.Cause) []string {
	var list []string
	for _, c := range causes {
		list = append(list, stateWord(c))
	}
	return list
}

// mostItems is how many lines a menu has before it becomes a dialog with a search.
const mostItems = 14

// choose offers one of texts, or "any"; what is chosen stands alone.
func (f *filters) choose(chip *kit.Chip, title string, texts, chosen []string, set func([]string)) {
	pick := func(list []string) { set(list); f.view.Name = ""; f.page.arrange() }
	if len(texts) > mostItems {
		f.chooseAmong(title, texts, pick)
		return
	}
	items := []kit.MenuItem{{Text: tongue.L("Any"), Checked: len(chosen) == 0, Do: func() { pick(nil) }}}
	for i, text := range texts {
		items = append(items, kit.MenuItem{Text: named(texts)[i], Checked: slices.Contains(chosen, text), Line: i == 0, Do: func() { pick([]string{text}) }})
	}
	kit.ShowMenuBelow(chip, items...)
}

// chooseAmong is choose for many.
func (f *filters) chooseAmong(title string, texts []string, pick func([]string)) {
	var picker *kit.Picker
	any := kit.NewButton(kit.Outline, tongue.L("Any"), func() { picker.Hide(); pick(nil) })
	picker = kit.NewPicker(title, tongue.L("Search"), tongue.L("Show these"), func(words string) []kit.PickItem {
		var items []kit.PickItem
		words = page.Fold(words)
		for i, text := range named(texts) {
			if page.Found(words, text) {
				items = append(items, kit.PickItem{Key: texts[i] + "\x00", Text: text})
			}
		}
		return items
	}, any)
	picker.Picked = func(key string) { pick([]string{key[:len(key)-1]}) }
	picker.Show(f.page.window.Canvas(), "")
}

func (f *filters) openStates() {
	causes := causesOf(f.page.rows.from.Links)
	texts := slices.Compact(stateWords(causes))
	f.choose(f.menus.state, tongue.L("Which state?"), texts, stateWords(f.view.Causes), func(chosen []string) {
		f.view.Causes = nil
		for _, c := range causes {
			if slices.Contains(chosen, stateWord(c)) {
				f.view.Causes = append(f.view.Causes, c)
			}
		}
	})
}

// causesOf are the verdicts that occur, each once, by their words.
func causesOf(links []desk.Link) []desk.Cause {
	seen := map[desk.Cause]bool{}
	var list []desk.Cause
	for _, l := range links {
		if !seen[l.Verdict.Cause] {
			seen[l.Verdict.Cause] = true
			list = append(list, l.Verdict.Cause)
		}
	}
	slices.SortFunc(list, func(a, b desk.Cause) int {
		return cmp.Or(strings.Compare(stateWord(a), stateWord(b)), strings.Compare(string(a), string(b)))
	})
	return list
}

func (f *filters) openGroups() {
	f.choose(f.menus.group, tongue.L("Which group?"), f.all.Groups(), f.view.Groups, func(chosen []string) { f.view.Groups = chosen })
}

func (f *filters) openTags() {
	f.choose(f.menus.tag, tongue.L("Which tag?"), f.all.Tags(), f.view.Tags, func(chosen []string) { f.view.Tags = chosen })
}

func (f *filters) openPeople() {
	f.choose(f.menus.person, tongue.L("Authorized by whom?"), f.all.People(), f.view.People, func(chosen []string) { f.view.People = chosen })
}

// openViews offers the saved ways to look at the list, and to save this one.
func (f *filters) openViews() {
	var items []kit.MenuItem
	for _, v := range f.saved {
		items = append(items, kit.MenuItem{Text: v.Name, Checked: v.Name == f.view.Name, Do: func() { f.use(v) }})
	}
	items = append(items,
		kit.MenuItem{Text: tongue.L("Show everything"), Line: len(items) > 0, Do: func() { f.use(desk.View{}) }},
		kit.MenuItem{Text: tongue.L("Save this view…"), Do: f.askSave})
	if f.view.Name != "" {
		name := f.view.Name
		items = append(items, kit.MenuItem{Text: tongue.F("Forget “{name}”", "name", name), Do: func() { f.forget(name) }})
	}
	kit.ShowMenuBelow(f.menus.views, items...)
}

// use looks at the list in another way.
func (f *filters) use(v desk.View) {
	f.view = v
	f.view.Environments = used(f.page.rows.from, v.Environments)
	f.page.head.find.SetText(v.Search)
	f.view.Name = v.Name
	f.page.list.SetSort(max(0, slices.Index(sortedBy[:], v.Sort)), v.Down)
	f.page.arrange()
}

func (f *filters) askSave() {
	name := kit.NewField(tongue.L("Name")).WithPlaceholder(tongue.L("Needs me, monthly payrolls"))
	name.SetText(f.view.Name)
	var ask *kit.Dialog
	save := kit.NewButton(kit.Primary, tongue.L("Save this view"), func() {
		if name.Text() == "" {
			name.SetError(tongue.L("A name to find it by."))
			return
		}
		ask.Hide()
		f.save(name.Text())
	})
	text := tongue.L("It keeps the search, the filters and the order, not the rows: what fits later is shown as well.")
	ask = kit.NewDialog(tongue.L("Save this view"), kit.Column(12, kit.NewParagraph(kit.Quiet, text), name), save, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil))
	ask.First = name.Focusable()
	ask.Show(f.page.window.Canvas())
}

func (f *filters) save(name string) {
	view := f.view
	view.Name, view.Environments = name, kept(f.page.rows.from, f.view.Environments)
	f.page.window.Do("view", page.DiskLimit, func(ctx context.Context) error { return f.page.desk.PutView(ctx, view) }, func(err error) {
		if err != nil {
			f.page.window.ToastError(err)
			return
		}
		f.view.Name = name
		f.page.arrange()
	})
}

func (f *filters) forget(name string) {
	f.page.window.Do("view", page.DiskLimit, func(ctx context.Context) error { return f.page.desk.DropView(ctx, name) }, func(err error) {
		if err != nil {
			f.page.window.ToastError(err)
			return
		}
		f.view.Name = ""
		f.page.arrange()
	})
}
