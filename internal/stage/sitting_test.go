//go:build e2e && linux

package stage

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

// sitting is the practice firm's spreadsheet of two hundred clients, and the bookkeeper who links some of them.
type sitting struct {
	*firm
	companies []sandbox.Company // client n is company n
	names     []string          // as the firm has written them
	tab       *Tab
}

// spreadsheet writes down two hundred clients, of which the first twenty-five are to be linked this month.
func (s *sitting) spreadsheet() string {
	s.s.t.Helper()
	s.companies = s.gusto.Companies(sandbox.Robin) // Morgan and Robin may both authorize these
	for _, c := range s.gusto.Companies(sandbox.Morgan) {
		if len(s.companies) < 200 && !slices.Contains(s.companies, c) {
			s.companies = append(s.companies, c)
		}
	}
	bare := strings.NewReplacer(" LLC", "", ", Inc.", "", " Inc.", "", " Corp.", "", " Co.", "", " LLP", "", " PC", "", "Services", "Svcs")
	rows := [][]string{{"Client #", "Client name", "Tags"}}
	for n, c := range s.companies {
		name, tag := bare.Replace(c.Name), "later"
		if n%2 == 1 {
			name = strings.ToUpper(name)
		}
		if n < 25 {
			tag = "november"
		}
		s.names = append(s.names, name)
		rows = append(rows, []string{number(n), name, tag})
	}
	path := filepath.Join(s.stage.Dir(), "home", "clients.csv")
	file, err := os.Create(path)
	if err != nil {
		s.s.t.Fatal(err)
	}
	defer file.Close()
	if err := csv.NewWriter(file).WriteAll(rows); err != nil {
		s.s.t.Fatal(err)
	}
	return path
}

func number(n int) string { return fmt.Sprintf("C-%04d", n) }

// importClients brings the spreadsheet in through the window.
func (s *sitting) importClients() {
	path := s.spreadsheet()
	s.Click("button:Import clients…")
	s.Fill("textbox:File", path)
	s.Key("Return")
	s.SeeText("200 clients would be added")
	s.Shot("sitting-import")
	s.Click("button:Import 200 clients")
	s.See("button:Link 200 not linked")
}

// begin ticks the clients that a search finds, and begins the sitting.
func (s *sitting) begin(search string, n int) {
	s.Click("textbox:Search")
	s.Key("ctrl+a")
	s.Type(search)
	s.s.eventually(fmt.Sprintf("the %d clients alone in the list", n), func() (bool, string) {
		rows := 0
		for _, e := range s.Map() {
			if e.Role == "row" {
				var k int
				if fmt.Sscanf(e.Label, "C-%d", &k); k >= 25 {
					return false, e.Label + " is there"
				}
				rows++
			}
		}
		return rows > 0 && rows <= n, fmt.Sprintf("%d are on screen", rows)
	})
	s.Click("checkbox:All")
	s.Click(fmt.Sprintf("button:Link selected (%d)", n))
	s.See("button:Open Gusto")
}

var picks = regexp.MustCompile(`(C-\d{4}) · pick`)

// next is the client whose turn it is, by the window.
func (s *sitting) next() int {
	s.s.t.Helper()
	n := -1
	s.s.eventually("the client whose turn it is", func() (bool, string) {
		for _, e := range s.Map() {
			if m := picks.FindStringSubmatch(e.Label); m != nil {
				fmt.Sscanf(m[1], "C-%d", &n)
				return true, ""
			}
		}
		return false, "on screen are" + describe(s.Map())
	})
	return n
}

// open clicks Open Gusto in the window.
func (s *sitting) open() {
	s.tab = s.stage.Opens(func() { s.Click("button:Open Gusto") })
}

// goOn follows the page's way to the next one, and says who that is by the page.
func (s *sitting) goOn() int {
	s.s.t.Helper()
	s.tab.See("Next on your list")
	text := s.tab.Text()
	n := slices.IndexFunc(s.names, func(name string) bool { return strings.Contains(text, "\n"+name+"\n") })
	if n < 0 {
		s.s.t.Fatalf("nobody of the list is next on the page:\n%s", text)
	}
	s.tab.Click("Next")
	return n
}

// consent chooses a company on Gusto's page, as one of the two partners.
func (s *sitting) consent(person string, n int) {
	s.s.t.Helper()
	s.tab.signIn(person, sandbox.Strict)
	if !strings.Contains(s.tab.Text(), map[string]string{sandbox.Morgan: "Morgan Hale", sandbox.Robin: "Robin Castle"}[person]) {
		s.tab.ClickOn("#switch")
		s.tab.arriveAt("page-signin") // the page before is a consent page as well
		s.tab.signIn(person, sandbox.Strict)
	}
	s.tab.steady()
	s.tab.Fill("#company-search", s.companies[n].Name)
	s.tab.ClickOn("#search")
	s.tab.authorize(s.companies[n].Name)
}

// link goes through one consent that is right.
func (s *sitting) link(n int) {
	s.s.t.Helper()
	s.consent(sandbox.Morgan, n)
	s.tab.See(s.companies[n].Name + " is linked")
}

// exported is the crosswalk as the window writes it into a file: client's number → company's uuid.
func (s *sitting) exported() map[string]string {
	s.s.t.Helper()
	path := filepath.Join(s.stage.Dir(), "home", "out.csv")
	s.Click("button:Import / export…")
	s.Click("menuitem:Export the crosswalk…")
	s.Click("radio:Text (.csv)")
	s.Click("button:Choose a file…")
	s.Fill("textbox:File", path)
	s.Key("Return")
	s.SeeText("Exported to")
	file, err := os.Open(path)
	if err != nil {
		s.s.t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		s.s.t.Fatal(err)
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff") // by which spreadsheets know UTF-8
	client, company := slices.Index(rows[0], "client_number"), slices.Index(rows[0], "company_uuid")
	if client < 0 || company < 0 {
		s.s.t.Fatalf("the columns are %v", rows[0])
	}
	table := map[string]string{}
	for _, r := range rows[1:] {
		if r[company] != "" {
			table[r[client]] = r[company]
		}
	}
	return table
}

// Two hundred clients from a spreadsheet; twenty-five of them linked through the browser, with two wrong companies,
// one denial, one wrong person and one kill in the middle.
func TestTwentyFiveOfTwoHundredClientsInOneSitting(t *testing.T) {
	t.Parallel()
	s := &sitting{firm: openFirm(t, sandbox.Strict)}
	s.importClients()

	s.begin(number(3), 1) // somebody who is linked already, and whose access Gusto ends
	s.open()
	s.link(3)
	s.Click("button:See the clients")
	if _, err := s.gusto.Faults().RevokeCompany(s.companies[3].UUID); err != nil {
		t.Fatal(err)
	}
	s.choose(number(3) + "…")
	s.Click("button:Verify")
	s.See("button:Needs you 1")

	s.begin("november", 25)
	s.Shot("sitting-begins")
	wrong, denied, person, killed := 0, false, false, false
	n := s.next()
	s.open()
	for done := 0; done < 25; {
		switch {
		case done == 2 && wrong == 0, done == 18 && wrong == 1: // Gusto gives another one
			other := (n + 100) % 200
			s.consent(sandbox.Morgan, other)
			s.tab.See(s.companies[other].Name + " is not linked yet")
			s.SeeText("Gusto returned another company")
			s.Shot(fmt.Sprintf("sitting-wrong-company-%d", wrong))
			wrong++
			s.tab = s.stage.Opens(func() { s.Click("button:Give it back and try again") })
			if again := s.next(); again != n {
				t.Fatalf("%s is next, want %s again", number(again), number(n))
			}
			continue
		case n == 3 && !person:
			s.consent(sandbox.Robin, n)
			s.SeeText("Another person signed in: Robin Castle")
			s.Shot("sitting-wrong-person")
			person = true
			s.tab = s.stage.Opens(func() { s.Click("button:Give it back and try again") })
			continue
		case done == 5 && !denied:
			s.tab.deny()
			s.tab.See("Nothing was linked")
			s.Click("Try again") // it waits for its turn anew
			denied = true
			n = s.goOn()
			continue
		case done == 12 && !killed:
			s.Kill()
			s.App = s.stage.Start()
			s.Click("button:Back to the queue")
			s.Shot("sitting-after-the-kill")
			killed = true
			n = s.next()
			s.open()
			continue
		}
		s.link(n)
		done++
		if done < 25 {
			n = s.goOn()
		}
	}
	s.SeeText("25 companies linked")
	s.Shot("sitting-done")
	s.Click("button:See the clients")
	want := map[string]string{}
	for k := range 25 {
		want[number(k)] = s.companies[k].UUID
	}
	if got := s.exported(); !maps.Equal(got, want) {
		t.Errorf("the crosswalk is %v, want %v", got, want)
	}
	if grants := s.gusto.Grants(); len(grants) != 25 {
		t.Errorf("Gusto knows %d grants, want one for each company", len(grants))
	}
	if wrong != 2 || !denied || !person || !killed {
		t.Errorf("not everything happened: %d wrong, denied %v, another person %v, killed %v", wrong, denied, person, killed)
	}
	s.wantNoSecretsOutside()
}
