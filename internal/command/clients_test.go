package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/command"
)

const clientList = `Client No,Client Name,EIN,Group,Tags
1001,Blue Heron Bakery,12-3454821,Food,vip
1002,Juniper Books,,Retail,
,,98-7654321,,
`

type importedClients struct {
	Adds, Updates, Same, Bad int
	Imported                 bool
	Mapping                  map[string]string
	Rows                     []struct {
		Line                 int
		Kind, Problem, Title string
	}
}

func TestClientsGoInAndComeOut(t *testing.T) {
	p, c := practice(t)
	file := filepath.Join(t.TempDir(), "clients.csv")
	if err := os.WriteFile(file, []byte(clientList), 0o600); err != nil {
		t.Fatal(err)
	}
	var r importedClients
	valid(t, "import", p.want(command.ExitAttention, "import", file, "--json").out, &r)
	if r.Adds != 2 || r.Bad != 1 || r.Imported || r.Mapping["number"] != "Client No" || r.Rows[2].Line != 4 || r.Rows[2].Problem != "no_name" || r.Rows[2].Title == "" {
		t.Errorf("%+v", r)
	}
	if s := p.want(command.ExitFine, "clients"); s.out != "" || !strings.Contains(s.err, "crosswalk-cli import") {
		t.Errorf("there are clients before it was said: %q %q", s.out, s.err)
	}
	valid(t, "import", p.want(command.ExitAttention, "import", file, "--json", "--yes").out, &r)
	if !r.Imported {
		t.Errorf("%+v", r)
	}
	if s := p.want(command.ExitAttention, "import", file); !strings.Contains(s.out, "2 the same") || !strings.Contains(s.out, "line 4: The name is missing") {
		t.Errorf("again: %q", s.out)
	}
	var listed struct {
		Clients []struct {
			Number, Name string
			LastFour     string `json:"ein_last_four"`
		}
	}
	valid(t, "clients", p.want(command.ExitFine, "clients", "--json").out, &listed)
	if len(listed.Clients) != 2 || listed.Clients[0].Name != "Blue Heron Bakery" || listed.Clients[0].LastFour != "4821" {
		t.Errorf("%+v", listed)
	}
	if s := p.want(command.ExitFine, "clients", "--search", "4821"); !strings.Contains(s.out, "Heron") || strings.Contains(s.out, "Juniper") {
		t.Errorf("search: %q", s.out)
	}
	var assigned struct{ Client struct{ Number, Name string } }
	valid(t, "assign", p.want(command.ExitFine, "assign", c.Name, "none", "--json").out, &assigned)
	p.want(command.ExitUsage, "assign", c.Name, "no such client")
	valid(t, "assign", p.want(command.ExitFine, "assign", c.Name, "juniper books", "--json").out, &assigned)
	if assigned.Client.Number != "1002" {
		t.Errorf("%+v", assigned)
	}
	var told struct{ Client struct{ Number, Name string } }
	valid(t, "history", p.want(command.ExitFine, "history", c.Name, "--json").out, &told)
	if told.Client != assigned.Client {
		t.Errorf("the history is of %+v", told)
	}
	if s := p.want(command.ExitFine, "assign", c.Name, "1001"); !strings.Contains(s.out, c.Name+" belongs to 1001 Blue Heron Bakery.") {
		t.Errorf("%q", s.out)
	}
	var linked struct {
		Links []struct{ Client struct{ Name string } }
	}
	valid(t, "list", p.want(command.ExitFine, "list", "--json").out, &linked)
	if len(linked.Links) != 1 || linked.Links[0].Client.Name != "Blue Heron Bakery" {
		t.Errorf("%+v", linked)
	}
	valid(t, "crosswalk", p.want(command.ExitFine, "export", "--json").out, nil)
	valid(t, "histories", p.want(command.ExitFine, "export", "--history", "--format", "json").out, nil)
	out := filepath.Join(t.TempDir(), "out.xlsx")
	valid(t, "export", p.want(command.ExitFine, "export", out, "--json").out, nil)
	p.want(command.ExitUnknown, "export", out)
	if s := p.want(command.ExitFine, "import", out, "--json"); json.Unmarshal([]byte(s.out), &r) != nil || r.Same != 2 || r.Adds+r.Updates > 0 {
		t.Errorf("what came out goes in as %+v", r)
	}
	if s := p.want(command.ExitFine, "export"); !strings.Contains(s.out, "client_number,client_name") || strings.Contains(s.out, "3454821") {
		t.Errorf("CSV: %q", s.out)
	}
}

func TestColumnsAreNamedByHeaderOrPlace(t *testing.T) {
	p, _ := practice(t)
	file := filepath.Join(t.TempDir(), "odd.csv")
	if err := os.WriteFile(file, []byte("Kunde;Nummer;Art\nAcme;7;A\nZinnia;8;B\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var r importedClients
	valid(t, "import", p.want(command.ExitFine, "import", file, "--json", "--name", "1", "--number", "2", "--group", "3", "--yes").out, &r)
	if r.Adds != 3 || r.Mapping["name"] != "1" { // no word of its first row is known for a header's
		t.Errorf("%+v", r)
	}
	if s := p.want(command.ExitUsage, "import", file, "--name", "Client"); !strings.Contains(s.err, "no column") {
		t.Errorf("%q", s.err)
	}
	p.want(command.ExitAttention, "import", filepath.Join(t.TempDir(), "none.csv"))
	p.want(command.ExitUsage, "export", "--format", "pdf")
}
