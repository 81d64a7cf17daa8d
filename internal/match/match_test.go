package match_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"testing"

	"crosswalk/internal/match"
)

// example is one company and one client, and whether they are the same business.
type example struct {
	same            bool
	company         match.Company
	client, because string
}

func examples(t testing.TB, file string) []example {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, r := range rows[1:] {
		all = append(all, example{r[0] == "yes", match.Company{Name: r[1], TradeName: r[2]}, r[3], r[4]})
	}
	return all
}

// tally counts what was proposed.
type tally struct{ right, wrong, missed, rest int }

func (n tally) precision() float64 { return float64(n.right) / float64(max(1, n.right+n.wrong)) }
func (n tally) recall() float64    { return float64(n.right) / float64(max(1, n.right+n.missed)) }

func (n tally) String() string {
	return fmt.Sprintf("%d pairs: precision %.3f, recall %.3f (%d right, %d wrong, %d missed)", n.right+n.wrong+n.missed+n.rest, n.precision(), n.recall(),
		n.right, n.wrong, n.missed)
}

// judge asks about each pair alone: nothing but the names can help.
func judge(t *testing.T, all []example) (n tally) {
	for _, e := range all {
		p, ok := match.New([]match.Client{{ID: "it", Name: e.client}}).Best(e.company)
		switch {
		case ok && e.same:
			n.right++
		case ok:
			n.wrong++
			t.Logf("wrong:  %s %.2f %q (%s) is taken for %q: %s", p.Kind, p.Score, e.company.Name, e.company.TradeName, e.client, e.because)
		case e.same:
			n.missed++
			t.Logf("missed: %q (%s) is %q: %s", e.company.Name, e.company.TradeName, e.client, e.because)
		default:
			n.rest++
		}
	}
	return n
}

func TestPairsOfNamesAreToldApart(t *testing.T) {
	all := examples(t, "testdata/pairs.csv")
	n := judge(t, all)
	t.Log(n)
	fmt.Println("match:", n)
	if len(all) < 300 || n.precision() < 0.98 || n.recall() < 0.9 {
		t.Errorf("%v", n)
	}
}

// The pairs of fresh.csv were written after the rules, to see what the numbers are worth.
func TestPairsThatTheRulesWereNotMadeForAreToldApart(t *testing.T) {
	n := judge(t, examples(t, "testdata/fresh.csv"))
	fmt.Println("match, fresh:", n)
	if n.precision() < 0.95 || n.recall() < 0.75 {
		t.Errorf("%v", n)
	}
}

// The pairs of unseen.csv came last: no rule was changed after they were first read.
func TestPairsThatNoRuleHasSeenAreToldApart(t *testing.T) {
	n := judge(t, examples(t, "testdata/unseen.csv"))
	fmt.Println("match, unseen:", n)
	if n.precision() < 0.95 || n.recall() < 0.8 {
		t.Errorf("%v", n)
	}
}

func TestOddNamesAreNoTrouble(t *testing.T) {
	odd := []string{"", " ", "&", "LLC", "The", "...", "#", "dba", "dba dba", "\xff\xfe", "日本商事", "日本商事 LLC", "Ａ１ Towing", "1", "a", "co", "no 2", "’s"}
	var clients []match.Client
	for _, name := range odd {
		clients = append(clients, match.Client{ID: name, Name: name})
	}
	index := match.New(clients)
	for _, name := range odd {
		index.Match(match.Company{Name: name, TradeName: name})
	}
	if p, ok := match.New(clients[10:13]).Best(match.Company{Name: "日本商事"}); ok && p.ID == "日本商事" {
		t.Log("names in other scripts are compared too")
	}
	if p, ok := match.New([]match.Client{{ID: "wide", Name: "Ａ１ Towing"}}).Best(match.Company{Name: "A1 Towing LLC"}); !ok {
		t.Errorf("wide letters: %+v", p)
	}
	if p, ok := match.New([]match.Client{{ID: "legal", Name: "LLC"}}).Best(match.Company{Name: "Inc"}); ok {
		t.Errorf("two legal forms are one business: %+v", p)
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("Blue Heron Bakery LLC", "Joe’s #2 dba A.B.C.")
	f.Fuzz(func(t *testing.T, company, client string) {
		for _, p := range match.New([]match.Client{{ID: "it", Name: client}}).Match(match.Company{Name: company}) {
			if p.Score < 0 || p.Score > 1.0001 {
				t.Errorf("%q is %q with %f", company, client, p.Score)
			}
		}
	})
}
