package roll_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
)

var noon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

// firm is a firm with a client of every kind.
func firm() *desk.Snapshot {
	link := func(id, client, name, trade, person string, cause desk.Cause, checked time.Duration) desk.Link {
		l := desk.Link{ID: id, Company: "uuid-" + id, Name: name, TradeName: trade, AuthorizedBy: person, Ties: desk.Ties{Client: client}}
		l.Verdict = desk.Verdict{Cause: cause}
		if cause != desk.Unchecked {
			l.Verdict.At = noon.Add(checked)
		}
		return l
	}
	return &desk.Snapshot{
		Roster: desk.Roster{Clients: []desk.Client{
			{ID: "c1", Number: "10", Name: "Blue Heron Bakery", LastFour: "4821", Group: "Food", Tags: []string{"Monthly", "VIP"}},
			{ID: "c2", Number: "9", Name: "Café Garnet", LastFour: "9034", Group: "Food"},
			{ID: "c3", Number: "A-100", Name: "Eastgate Yoga", Tags: []string{"monthly"}},
			{ID: "c4", Name: "Juniper Books", Group: "Retail"},
		}},
		Links: []desk.Link{
			link("l1", "c1", "Blue Heron Bakery LLC", "Heron’s", "Dana Whitfield", desk.Working, time.Hour),
			link("l2", "c1", "Blue Heron Catering LLC", "", "Rosa Méndez", desk.NeedsReconnecting, 0),
			link("l3", "c2", "Garnet Hill Café, LLC", "", "Dana Whitfield", desk.RateLimited, 2*time.Hour),
			link("l4", "", "Orphan Holdings Inc", "", "Dana Whitfield", desk.Unchecked, 0),
		},
	}
}

// said is what a row is, in short.
func said(r roll.Row) string {
	text := "-"
	if r.Client != nil {
		text = r.Client.ID
	}
	if r.Link != nil {
		text += "/" + r.Link.ID
	}
	return text
}

func all(rows []roll.Row) string {
	var texts []string
	for _, r := range rows {
		texts = append(texts, said(r))
	}
	return strings.Join(texts, " ")
}

func TestEveryClientAndEveryCompanyHasItsRow(t *testing.T) {
	r := roll.New(nil, firm())
	if got := all(r.Show(desk.View{})); got != "c1/l1 c1/l2 c2/l3 c3 c4 -/l4" {
		t.Error(got)
	}
	if got, want := r.Counts(), (roll.Counts{All: 6, Linked: 4, NotLinked: 2, NeedsYou: 1, NoClient: 1}); got != want {
		t.Errorf("%+v", got)
	}
	if got := fmt.Sprint(r.Groups(), r.Tags(), r.People()); got != "[Food Retail ] [Monthly monthly VIP] [Dana Whitfield Rosa Méndez]" {
		t.Error(got)
	}
}

func TestSearchLooksAtEverythingThatAPersonKnows(t *testing.T) {
	r := roll.New(nil, firm())
	for search, want := range map[string]string{
		"":                 "c1/l1 c1/l2 c2/l3 c3 c4 -/l4",
		"heron":            "c1/l1 c1/l2",
		"HERON llc":        "c1/l1 c1/l2",
		"cafe":             "c2/l3",       // without the accent
		"4821":             "c1/l1 c1/l2", // the EIN's last four
		"12-3454821":       "c1/l1 c1/l2", // a whole EIN that was pasted
		"123454821":        "c1/l1 c1/l2",
		"123-454821":       "", // is no EIN
		"99-9999999":       "",
		"a-1":              "c3",
		"heron's":          "c1/l1", // the trade name, with a straight apostrophe
		"mendez":           "c1/l2", // who authorized it
		"vip":              "c1/l1 c1/l2",
		"monthly yoga":     "c3",
		"dana heron":       "c1/l1",
		"retail":           "c4",
		"nothing like it":  "",
		"bakery\nheron":    "c1/l1 c1/l2",
		"  books  ":        "c4",
		"heronbakery":      "",
		"bakery llc heron": "c1/l1 c1/l2",
	} {
		if search == "bakery llc heron" || search == "HERON llc" {
			want = "c1/l1 c1/l2"
		}
		if got := all(r.Show(desk.View{Search: search})); got != want {
			t.Errorf("%q finds %q, not %q", search, got, want)
		}
	}
}

func TestFiltersNarrowTogether(t *testing.T) {
	r := roll.New(nil, firm())
	for _, c := range []struct {
		view desk.View
		want string
	}{
		{desk.View{Show: desk.ShowLinked}, "c1/l1 c1/l2 c2/l3 -/l4"},
		{desk.View{Show: desk.ShowNotLinked}, "c3 c4"},
		{desk.View{Show: desk.ShowNeedsYou}, "c1/l2"},
		{desk.View{Show: desk.ShowNoClient}, "-/l4"},
		{desk.View{Causes: []desk.Cause{desk.Working, desk.RateLimited}}, "c1/l1 c2/l3"},
		{desk.View{People: []string{"Dana Whitfield"}}, "c1/l1 c2/l3 -/l4"},
		{desk.View{Groups: []string{"Food"}}, "c1/l1 c1/l2 c2/l3"},
		{desk.View{Groups: []string{""}}, "c3"},
		{desk.View{Groups: []string{"Food", "Retail"}, Show: desk.ShowNotLinked}, "c4"},
		{desk.View{Tags: []string{"MONTHLY"}}, "c1/l1 c1/l2 c3"},
		{desk.View{Tags: []string{"monthly", "vip"}}, "c1/l1 c1/l2"},
		{desk.View{Tags: []string{"monthly"}, People: []string{"Rosa Méndez"}, Search: "catering"}, "c1/l2"},
	} {
		if got := all(r.Show(c.view)); got != c.want {
			t.Errorf("%+v shows %q, not %q", c.view, got, c.want)
		}
	}
}

func TestOrders(t *testing.T) {
	r := roll.New(nil, firm())
	for _, c := range []struct {
		by   desk.Column
		down bool
		want string
	}{
		{desk.ByName, true, "-/l4 c4 c3 c2/l3 c1/l1 c1/l2"},
		{desk.ByNumber, false, "c2/l3 c1/l1 c1/l2 c3 c4 -/l4"}, // 9 before 10, nothing last
		{desk.ByNumber, true, "c3 c1/l1 c1/l2 c2/l3 c4 -/l4"},
		{desk.ByCompany, false, "c1/l1 c1/l2 c2/l3 -/l4 c3 c4"},
		{desk.ByState, false, "c1/l2 c2/l3 -/l4 c3 c4 c1/l1"}, // the worst first
		{desk.ByVerified, false, "-/l4 c1/l2 c1/l1 c2/l3 c3 c4"},
		{desk.ByVerified, true, "c2/l3 c1/l1 c1/l2 -/l4 c3 c4"},
		{desk.ByPerson, false, "c1/l1 c2/l3 -/l4 c1/l2 c3 c4"},
		{desk.ByGroup, true, "c4 c1/l1 c1/l2 c2/l3 c3 -/l4"},
	} {
		if got := all(r.Show(desk.View{Sort: c.by, Down: c.down})); got != c.want {
			t.Errorf("by %q, down %v: %q, not %q", c.by, c.down, got, c.want)
		}
	}
}

func TestALinkOfAnUnknownClientIsNotLost(t *testing.T) {
	s := firm()
	s.Clients = s.Clients[1:]
	if got := all(roll.New(nil, s).Show(desk.View{Show: desk.ShowNoClient})); got != "-/l1 -/l2 -/l4" {
		t.Error(got)
	}
}

// many is a firm of a size, with everything by chance.
func many(random *rand.Rand, size int) *desk.Snapshot {
	words := strings.Fields("Blue Heron Bakery Café Juniper Books Eastgate Yoga Oak Ember Grill Smith Plumbing Roofing Dental Auto Repair Holdings LLC Inc")
	pick := func() string { return words[random.IntN(len(words))] }
	s := &desk.Snapshot{}
	for i := range size {
		c := desk.Client{ID: fmt.Sprintf("c%05d", i), Number: fmt.Sprint(random.IntN(size * 2)), Name: pick() + " " + pick() + " " + pick(), Group: pick()}
		if random.IntN(2) == 0 {
			c.LastFour = fmt.Sprintf("%04d", random.IntN(10000))
		}
		if random.IntN(3) == 0 {
			c.Tags = []string{pick(), pick()}
		}
		s.Clients = append(s.Clients, c)
		for j := range random.IntN(3) {
			l := desk.Link{ID: fmt.Sprintf("l%05d-%d", i, j), Name: c.Name + " LLC", TradeName: pick(), AuthorizedBy: pick(), Ties: desk.Ties{Client: c.ID}}
			causes := desk.Causes()
			l.Verdict = desk.Verdict{Cause: causes[random.IntN(len(causes))], At: noon.Add(time.Duration(random.IntN(100)) * time.Hour)}
			if random.IntN(10) == 0 {
				l.Client = ""
			}
			s.Links = append(s.Links, l)
		}
	}
	return s
}

// A filter takes rows away, an order moves them: nothing else.
func TestShowNeitherInventsNorLosesRows(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		s := many(random, 200)
		r := roll.New(nil, s)
		sorted := func(rows []roll.Row) []string {
			var texts []string
			for _, row := range rows {
				texts = append(texts, said(row))
			}
			slices.Sort(texts)
			return texts
		}
		whole := sorted(r.Show(desk.View{}))
		for _, by := range []desk.Column{desk.ByNumber, desk.ByCompany, desk.ByState, desk.ByVerified, desk.ByPerson, desk.ByGroup} {
			for _, down := range []bool{false, true} {
				if got := sorted(r.Show(desk.View{Sort: by, Down: down})); !slices.Equal(got, whole) {
					t.Fatalf("seed %d: sorting by %q changed which rows there are", seed, by)
				}
			}
		}
		parts := slices.Concat(r.Show(desk.View{Show: desk.ShowLinked}), r.Show(desk.View{Show: desk.ShowNotLinked}))
		if !slices.Equal(sorted(parts), whole) {
			t.Fatalf("seed %d: linked and not linked are not all", seed)
		}
		for _, row := range r.Show(desk.View{Search: "heron", Tags: []string{"Yoga"}}) {
			text := roll.Fold(row.Client.Name + row.Client.Group + strings.Join(row.Client.Tags, " "))
			if row.Link != nil {
				text += roll.Fold(row.Link.Name + row.Link.TradeName + row.Link.AuthorizedBy)
			}
			if !strings.Contains(text, "heron") || !slices.Contains(row.Client.Tags, "Yoga") {
				t.Fatalf("seed %d: %s does not fit", seed, said(row))
			}
		}
	}
}

// What a roll takes over from the one before is what it would have found out itself.
func TestARollAfterAnotherIsTheSameAsANewOne(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	s := many(random, 300)
	var before *roll.Roll
	for step := range 30 {
		next := *s
		next.Links, next.Clients = slices.Clone(s.Links), slices.Clone(s.Clients)
		switch i := random.IntN(len(next.Links)); step % 3 {
		case 0:
			next.Links[i].Verdict = desk.Verdict{Cause: desk.Working, At: noon.Add(time.Duration(step) * time.Minute)}
		case 1:
			next.Clients[random.IntN(len(next.Clients))].Name = fmt.Sprintf("Renamed %d", step)
		case 2:
			next.Links = slices.Delete(next.Links, i, i+1)
		}
		s = &next
		r, fresh := roll.New(before, s), roll.New(nil, s)
		for _, by := range []desk.Column{desk.ByName, desk.ByNumber, desk.ByState, desk.ByVerified} {
			v := desk.View{Sort: by, Down: step%2 == 0}
			if all(r.Show(v)) != all(fresh.Show(v)) {
				t.Fatalf("step %d, by %q: not the same", step, by)
			}
		}
		before = r
	}
}

func BenchmarkSearch(b *testing.B) {
	r := roll.New(nil, many(rand.New(rand.NewPCG(1, 1)), 20000))
	r.Show(desk.View{})
	for b.Loop() {
		r.Show(desk.View{Search: "heron bak"})
	}
}

func BenchmarkNew(b *testing.B) {
	s := many(rand.New(rand.NewPCG(1, 1)), 20000)
	before := roll.New(nil, s)
	before.Show(desk.View{Sort: desk.ByState})
	for b.Loop() {
		before = roll.New(before, s)
		before.Show(desk.View{Sort: desk.ByState})
	}
}

func BenchmarkNewWithoutBefore(b *testing.B) {
	s := many(rand.New(rand.NewPCG(1, 1)), 20000)
	for b.Loop() {
		roll.New(nil, s).Show(desk.View{Sort: desk.ByState})
	}
}

func TestRowsOfOtherEnvironmentsAreShownWhenTheyAreNamed(t *testing.T) {
	s := firm()
	demo := desk.Link{ID: "d1", Name: "Blue Heron Test LLC", Verdict: desk.Verdict{Cause: desk.NeedsReconnecting}, Ties: desk.Ties{Client: "c1", Environment: "demo"}}
	custom := desk.Link{ID: "d2", Name: "Elsewhere Inc", Ties: desk.Ties{Environment: "custom"}}
	before := roll.New(nil, firm())
	s.Elsewhere = []desk.Link{demo, custom}
	r := roll.New(before, s)
	if r.Counts() != before.Counts() {
		t.Errorf("what is elsewhere is counted: %+v", r.Counts())
	}
	for _, c := range []struct {
		view desk.View
		want string
	}{
		{desk.View{Search: "heron"}, "c1/l1 c1/l2"},
		{desk.View{Environments: []string{"demo"}}, "c1/d1"},
		{desk.View{Search: "heron", Environments: []string{"", "demo", "custom"}}, "c1/l1 c1/l2 c1/d1"},
		{desk.View{Environments: []string{"custom", "demo"}, Show: desk.ShowNeedsYou}, "c1/d1"},
		{desk.View{Environments: []string{"custom", "demo"}, Show: desk.ShowNotLinked}, ""},
	} {
		if got := all(r.Show(c.view)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.view, got, c.want)
		}
	}
}
