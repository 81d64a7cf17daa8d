package bundle

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/journal"
)

// made makes the parts of a bundle whose names are numbers, and gives them by name.
func made(s *desk.Snapshot, log string) map[string]string {
	m := Material{Now: s, At: time.Unix(0, 0), Log: []journal.File{{Name: "crosswalk.log", Text: log}}}
	all := map[string]string{}
	for _, p := range Parts(m, Options{Pseudonyms: true}) {
		all[p.Name] = p.Text
	}
	return all
}

func TestANameIsReplacedWhateverStandsAroundIt(t *testing.T) {
	s := &desk.Snapshot{
		Stage: desk.Open, Environment: desk.Practice,
		Links: []desk.Link{{Name: "Acme Co"}, {Name: "İstanbul Deli"}, {Name: "Ørsted & Søn", TradeName: "ΔΊΚΗ"}, {Name: "Two\nLines\x1b[31m Inc."}, {Name: "Jo"}, {Name: "Bad\xff"}},
	}
	s.Clients = []desk.Client{{Name: "Acme", Number: "A-7", Group: "Night shift", Tags: []string{"Rose City"}}}
	for text, want := range map[string]string{
		"“Acme Co” is down, Acme Co’s too":  "“Company 1” is down, Company 1’s too",
		"(acme co), ACME CO.":               "(Company 1), Company 1.",
		"Acme Cola is another, Acme’s not":  "Client 1 Cola is another, Client 1’s not",
		"İstanbul Deli; ørsted & søn; δίκη": "Company 2; Company 3; Company 3",
		"Two Lines [31m Inc. | end":         "Company 4 | end",
		"Joseph and banjo, but Jo":          "Joseph and banjo, but Company 5",
		"night shift of ROSE CITY, a-7":     "Group 1 of Tag 1, Client number 1",
		"cut \xff, bad\xff":                 "cut \uFFFD, Company 6",
		"AcmeX xAcme A-77 Acme":             "AcmeX xAcme A-77 Client 1",
	} {
		if got := made(s, text)["log/crosswalk.log"]; got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestANameBeginsNoLineOfItsOwn(t *testing.T) {
	s := &desk.Snapshot{Stage: desk.Open, Environment: desk.Practice, Links: []desk.Link{{
		Name: "Evil\nOther Co\n  code        working\x1b[2J", AuthorizedBy: "Eve\r\nforged", Verdict: desk.Verdict{Cause: desk.CompanyGone, Detail: "not\nfound"},
	}}}
	for _, p := range Parts(Material{Now: s, At: time.Unix(0, 0)}, Options{}) {
		if strings.Contains(p.Text, "\n  code        working") || strings.ContainsAny(p.Text, "\x1b\r") || strings.Contains(p.Text, "\nforged") || strings.Contains(p.Text, "\nfound") {
			t.Errorf("%s:\n%s", p.Name, p.Text)
		}
	}
}

// A firm with tens of thousands of companies gets its bundle, too.
func TestNamesOfManyCompaniesAreReplacedInASecondOrTwo(t *testing.T) {
	s := &desk.Snapshot{Stage: desk.Open, Environment: desk.Practice}
	for i := range 10000 {
		s.Links = append(s.Links, desk.Link{Name: fmt.Sprintf("Company of %d LLC", i), TradeName: fmt.Sprintf("Trade %d", i), AuthorizedBy: fmt.Sprintf("Person Number %d", i%50)})
		s.Clients = append(s.Clients, desk.Client{Name: fmt.Sprintf("Client co %d", i), Number: fmt.Sprintf("C-%d", i)})
	}
	begun := time.Now()
	text := made(s, "")["verdicts.txt"]
	if took := time.Since(begun); took > 20*time.Second { // what searched for one name after another took a quarter of an hour
		t.Errorf("it took %v", took)
	}
	if !strings.Contains(text, "\nCompany 10000\n") || strings.Contains(text, "LLC") || strings.Contains(text, "Person Number") {
		t.Errorf("names are left: %.500s", text)
	}
}

func TestABundleOfWhatCouldNotBeOpenedSaysThatNoNamesWereLookedUp(t *testing.T) {
	shut := &desk.Snapshot{Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.DatabaseDamaged, Detail: "malformed"}}
	if text := made(shut, "of Acme")["README.txt"]; strings.Contains(text, "are numbers here") || !strings.Contains(text, "could not be looked up") {
		t.Errorf("%s", text)
	}
}
