package match_test

import (
	"fmt"
	"testing"

	"crosswalk/internal/match"
)

// In a firm's list the likes of a client stand beside it: every client of every pair is in this one.
func TestAmongManyClientsTheRightOneIsFoundOrNone(t *testing.T) {
	var all []example
	for _, file := range []string{"pairs", "fresh", "unseen"} {
		all = append(all, examples(t, "testdata/"+file+".csv")...)
	}
	var clients []match.Client
	for _, e := range all {
		clients = append(clients, match.Client{ID: e.client, Name: e.client})
	}
	index, n := match.New(clients), tally{}
	for _, e := range all {
		if !e.same {
			continue
		}
		names := map[string]bool{}
		for _, other := range all {
			if other.same && other.company.Name == e.company.Name {
				names[other.client] = true // written in several ways in the table: each is right
			}
		}
		switch p, ok := index.Best(e.company); {
		case ok && names[p.ID]:
			n.right++
		case ok:
			n.wrong++
			t.Logf("wrong: %q is taken for %q, not for %q (%s %.2f)", e.company.Name, p.ID, e.client, p.Kind, p.Score)
		default:
			n.missed++
		}
	}
	fmt.Println("match, in a list:", n)
	if n.precision() < 0.98 || n.recall() < 0.75 {
		t.Errorf("%v", n)
	}
}

func TestTheTaxNumberDecides(t *testing.T) {
	index := match.New([]match.Client{
		{ID: "renamed", Name: "Old Name Bakery", EIN: "00-1234567"}, {ID: "namesake", Name: "Blue Heron Bakery", EIN: "00-7654321"}, {ID: "none", Name: "Foxglove Florists"},
	})
	company := match.Company{Name: "Blue Heron Bakery LLC", EIN: "001234567"}
	if p, ok := index.Best(company); !ok || p.ID != "renamed" || p.Kind != match.EIN {
		t.Errorf("%+v, %v", p, ok)
	}
	company.EIN = "000000001"
	if p, ok := index.Best(company); ok {
		t.Errorf("a company of another tax number is taken for %+v", p)
	}
	company.EIN = ""
	if p, ok := index.Best(company); !ok || p.ID != "namesake" || p.Kind != match.Exact {
		t.Errorf("without a number: %+v, %v", p, ok)
	}
	if p, ok := index.Best(match.Company{Name: "Foxglove Florists Inc", EIN: "000000001"}); !ok || p.ID != "none" {
		t.Errorf("a client without a number: %+v, %v", p, ok)
	}
}

func TestOneTaxNumberForSeveralClientsIsSettledByTheNameOrNotAtAll(t *testing.T) {
	index := match.New([]match.Client{
		{ID: "north", Name: "Harbor Dental North", EIN: "001234567"}, {ID: "south", Name: "Harbor Dental South", EIN: "001234567"},
	})
	if p, ok := index.Best(match.Company{Name: "Harbor Dental South LLC", EIN: "00-1234567"}); !ok || p.ID != "south" {
		t.Errorf("%+v, %v", p, ok)
	}
	if p, ok := index.Best(match.Company{Name: "HD Holdings LLC", EIN: "00-1234567"}); ok {
		t.Errorf("one of two branches is guessed: %+v", p)
	}
}

func TestTwoThatAreAboutAsNearAreNotGuessed(t *testing.T) {
	index := match.New([]match.Client{
		{ID: "llc", Name: "Novak Design Group LLC"}, {ID: "inc", Name: "Novak Design Group Inc"},
		{ID: "a", Name: "Blue Heron Bakery"}, {ID: "b", Name: "Blue Heron Brewing"},
	})
	if p, ok := index.Best(match.Company{Name: "Novak Design"}); ok {
		t.Errorf("one of two is guessed: %+v", p)
	}
	if p, ok := index.Best(match.Company{Name: "Novak Design Group, Inc."}); !ok || p.ID != "inc" {
		t.Errorf("the legal form does not settle it: %+v, %v", p, ok)
	}
	if p, ok := index.Best(match.Company{Name: "Blue Heron"}); ok {
		t.Errorf("one of two trades is guessed: %+v", p)
	}
	if all := index.Match(match.Company{Name: "Blue Heron"}); len(all) != 2 {
		t.Errorf("the two are not both named: %+v", all)
	}
	if all := index.Match(match.Company{}); len(all) != 0 {
		t.Errorf("a company without a name is %+v", all)
	}
}

func firm(n int) []match.Client {
	var all []match.Client
	for i := range n {
		owners := []string{"Blue Heron", "Abbott", "Silver Creek", "Quintero & Sons", "Meadowlark", "Tamarack", "O’Connell", "Ridgeline"}
		trades := []string{"Bakery", "Plumbing", "Family Dentistry", "Roofing", "Landscaping Services", "Consulting Group", "Freight"}
		all = append(all, match.Client{ID: fmt.Sprint(i), Name: fmt.Sprintf("%s %s %s LLC", owners[i%len(owners)], trades[i/8%len(trades)], words(i/56))})
	}
	return all
}

func words(n int) string { return string(rune('a'+n%26)) + "vern" + string(rune('a'+n/26%26)) + "on" }

func BenchmarkMatch2000(b *testing.B) {
	index := match.New(firm(2000))
	for b.Loop() {
		index.Match(match.Company{Name: "Quintero and Sons Roofing Bvernaon LLC", TradeName: "Quintero Roofing"})
	}
}

func BenchmarkMatch20000(b *testing.B) {
	index := match.New(firm(20000))
	for b.Loop() {
		index.Match(match.Company{Name: "Quintero and Sons Roofing Bvernaon LLC", TradeName: "Quintero Roofing"})
	}
}

func BenchmarkNew20000(b *testing.B) {
	clients := firm(20000)
	for b.Loop() {
		match.New(clients)
	}
}
