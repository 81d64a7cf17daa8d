package desk_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

// firm is two hundred clients of the practice firm, as a spreadsheet has them.
type firm struct {
	*seat
	companies []sandbox.Company // client n is company n
	ids       []string          // of the clients
}

// written is a company's name as a bookkeeper has written it down.
func written(n int, name string) string {
	bare := strings.NewReplacer(" LLC", "", ", Inc.", "", " Inc.", "", " Corp.", "", " Co.", "", " LLP", "", " PC", "").Replace(name)
	switch n % 4 {
	case 0:
		return strings.ToUpper(bare)
	case 1:
		return strings.ReplaceAll(bare, "Services", "Svcs")
	case 2:
		return "The " + bare
	}
	return name
}

func newFirm(t *testing.T) *firm {
	t.Helper()
	f := &firm{seat: newSeat(t)}
	f.companies = f.gusto.Companies(sandbox.Robin) // both of them may authorize these
	for _, c := range f.gusto.Companies(sandbox.Morgan) {
		if len(f.companies) < 200 && !slices.Contains(f.companies, c) {
			f.companies = append(f.companies, c)
		}
	}
	path := filepath.Join(t.TempDir(), "clients.csv")
	file, err := os.Create(path)
	f.must(err)
	rows := [][]string{{"Client #", "Client name", "Group"}}
	for n, c := range f.companies {
		rows = append(rows, []string{fmt.Sprintf("C-%04d", n), written(n, c.Name), "Monthly"})
	}
	w := csv.NewWriter(file)
	f.must(w.WriteAll(rows))
	f.must(file.Close())
	table, err := f.desk.ReadTable(t.Context(), path)
	f.must(err)
	preview, err := f.desk.Preview(t.Context(), table, table.Mapping)
	f.must(err)
	done, err := f.desk.Import(t.Context(), preview)
	f.must(err)
	if done.Added != 200 {
		t.Fatalf("%+v were imported", done)
	}
	f.ids = make([]string, 200)
	for _, c := range f.desk.Snapshot().Clients {
		var n int
		fmt.Sscanf(c.Number, "C-%d", &n)
		f.ids[n] = c.ID
	}
	return f
}

func (f *firm) is(person string, n int) sandbox.AutoConsent {
	return sandbox.AutoConsent{Person: person, Company: f.companies[n].UUID}
}

// table is the crosswalk: client number → company's uuid.
func (f *firm) table() map[string]string {
	f.t.Helper()
	f.must(f.desk.SetOnePerClient(f.t.Context(), f.desk.Snapshot().OnePerClient)) // reads everything again
	now, all := f.desk.Snapshot(), map[string]string{}
	for _, l := range now.Links {
		c, _ := now.Client(l.Client)
		if other, taken := all[c.Number]; taken {
			f.t.Errorf("%s has %s and %s", c.Number, other, l.Company)
		}
		all[c.Number] = l.Company
	}
	return all
}

// Twenty-five of two hundred clients: two wrong companies, one denial, one wrong person, and a kill in the middle.
func TestTwentyFiveClientsAreLinkedExactlyRightWhateverHappens(t *testing.T) {
	f := newFirm(t)
	ctx := t.Context()
	f.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: f.ids[3:4]}) // one that is linked before, by Morgan
	f.open(f.is(sandbox.Morgan, 3))
	f.must(f.desk.StopSitting(ctx))
	_, err := f.gusto.Faults().RevokeCompany(f.companies[3].UUID)
	f.must(err)
	_, err = f.desk.Verify(ctx, f.desk.Snapshot().Links[0].ID)
	f.must(err)

	f.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: f.ids[:25]})
	if n := f.sitting().Count.Total; n != 25 {
		t.Fatalf("%d lines", n)
	}
	f.open(f.is(sandbox.Morgan, 0))
	f.on(f.is(sandbox.Morgan, 1))
	f.on(f.is(sandbox.Morgan, 20)) // asked for 2, the company of 20 came: it was next anyway, later on
	f.must(f.desk.AnswerSitting(ctx, 2, desk.AnswerThere))
	f.open(f.is(sandbox.Morgan, 2))
	f.on(f.is(sandbox.Robin, 3)) // somebody else than before
	if q := f.sitting().Items[3].Question; f.states()[3] != desk.ItemWrongPerson || q.Person != "Robin Castle" || q.Before != "Morgan Hale" {
		t.Fatalf("line 3 is %+v", f.sitting().Items[3])
	}
	f.must(f.desk.AnswerSitting(ctx, 3, desk.AnswerAgain))
	f.open(f.is(sandbox.Morgan, 3))
	f.on(sandbox.AutoConsent{Person: sandbox.Morgan, Deny: true}) // 4
	for n := 5; n < 12; n++ {
		f.on(f.is(sandbox.Morgan, n))
	}
	f.sit() // killed, with 12 prepared
	f.open(f.is(sandbox.Morgan, 12))
	f.on(f.is(sandbox.Morgan, 150)) // asked for 13, a client came that is not in the list: given back
	f.must(f.desk.AnswerSitting(ctx, 13, desk.AnswerAgain))
	f.open(f.is(sandbox.Morgan, 13))
	for n := 14; n < 25; n++ {
		if n != 20 {
			f.on(f.is(sandbox.Morgan, n))
		}
	}
	f.must(f.desk.RetryItem(ctx, 4))
	f.open(f.is(sandbox.Morgan, 4))
	at := f.sitting()
	if at.State != desk.SittingDone || f.next != "" {
		t.Errorf("at the end it is %s, and the tab leads to %q", at.State, f.next)
	}
	for n, i := range at.Items {
		if want := map[bool]desk.ItemState{true: desk.ItemLinkedAgain, false: desk.ItemLinked}[n == 3]; i.State != want {
			t.Errorf("line %d is %s", n, i.State)
		}
	}
	f.must(f.desk.StopSitting(ctx))
	want := map[string]string{}
	for n := range 25 {
		want[fmt.Sprintf("C-%04d", n)] = f.companies[n].UUID
	}
	if got := f.table(); !maps.Equal(got, want) {
		t.Errorf("the crosswalk is %v, want %v", got, want)
	}
	f.alive(25)
	f.nothingIsLeftBehind()
}

// nothingIsLeftBehind compares what Gusto holds alive with what is linked.
func (f *firm) nothingIsLeftBehind() {
	f.t.Helper()
	var alive, linked []string
	for _, g := range f.gusto.Grants() {
		alive = append(alive, g.Companies...)
	}
	for _, l := range f.desk.Snapshot().Links {
		linked = append(linked, l.Company)
	}
	slices.Sort(alive)
	slices.Sort(linked)
	if !slices.Equal(alive, linked) {
		f.t.Errorf("%d companies are reached at Gusto, %d are linked", len(alive), len(linked))
	}
}

func TestSomebodyWhoLeavesIsReplacedLinkByLink(t *testing.T) {
	f := newFirm(t)
	f.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: f.ids[5:8]})
	f.open(f.is(sandbox.Morgan, 5))
	f.on(f.is(sandbox.Morgan, 6))
	f.on(f.is(sandbox.Morgan, 7))
	f.must(f.desk.StopSitting(t.Context()))
	f.begin(desk.SittingWish{Kind: desk.SittingLeaving, Person: "Morgan Hale"})
	byName := map[string]int{}
	for n := 5; n < 8; n++ {
		byName[f.companies[n].UUID] = n
	}
	line := func(k int) int { return byName[f.sitting().Items[k].Company] }
	f.open(f.is(sandbox.Morgan, line(0))) // the one who leaves does not count
	if f.states()[0] != desk.ItemWrongPerson {
		t.Fatalf("the lines are %v", f.states())
	}
	f.must(f.desk.AnswerSitting(t.Context(), 0, desk.AnswerAgain))
	f.open(f.is(sandbox.Robin, line(0)))
	f.on(f.is(sandbox.Robin, line(1)))
	f.on(f.is(sandbox.Robin, line(2)))
	f.want(desk.ItemLinkedAgain, desk.ItemLinkedAgain, desk.ItemLinkedAgain)
	f.must(f.desk.StopSitting(t.Context()))
	for _, l := range f.desk.Snapshot().Links {
		if l.AuthorizedBy != "Robin Castle" {
			t.Errorf("%s is still authorized by %s", l.Name, l.AuthorizedBy)
		}
	}
	f.alive(3)
	f.nothingIsLeftBehind()
}
