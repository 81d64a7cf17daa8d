package command_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/command"
	"crosswalk/internal/sandbox"
)

// provisioned is what tests read of the results about new companies.
type provisioned struct {
	Sent  bool
	State string
	Rows  []struct {
		Line           int
		Company, State string
		EIN            string
		Sends          []struct{ Field, Value string }
		Findings       []struct{ Field, Column, Level string }
		Alike          []struct{ Kind, Name string }
		Attempt        *attempted
	}
	Created, Refused, Unknown, Waiting int
	NotSent                            int `json:"not_sent"`
	LeftOut                            int `json:"left_out"`
	Why                                *struct{ Cause string }
	Exit                               int
}

type attempted struct {
	ID, State, Email, Company string
	Errors                    []struct{ Field, Message string }
	Verdict                   *struct{ Cause string }
	Settled                   *struct{ Note string }
}

// companies is a spreadsheet of companies that can be sent, whose e-mail addresses are row0@of.com and so on.
func companies(n int, of string) string {
	var b strings.Builder
	b.WriteString("First name,Last name,E-mail,Phone,Legal name,EIN,States,Street,City,State,ZIP\n")
	for i := range n {
		// Names that are not alike: the radar has nothing to say about them.
		fmt.Fprintf(&b, "Ana,Reyes,row%d@%s.com,503-226-%04d,%s LLC,,OR,%d Pine St,Portland,OR,97209\n", i, of, 1000+i, letters(of, i), 100+i)
	}
	return b.String()
}

// letters makes a name of one word that no other is like.
func letters(of string, i int) string {
	word := strings.ToUpper(of[:1]) + of[1:]
	for range 5 {
		word += string("bcdfghklmnprstvz"[(i*7+len(word)*5)%16]) + string("aeiou"[i%5])
		i = i*31 + 17
	}
	return word
}

func (p *place) file(name, text string) string {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

func (p *place) provision(code int, args ...string) provisioned {
	p.t.Helper()
	var got provisioned
	valid(p.t, "provision", p.want(code, append(append([]string{"provision"}, args...), "--json")...).out, &got)
	return got
}

func (p *place) attempts(code int, args ...string) (all []attempted) {
	p.t.Helper()
	var got struct{ Attempts []attempted }
	valid(p.t, "attempts", p.want(code, append(append([]string{"provision"}, args...), "--json")...).out, &got)
	return got.Attempts
}

func newProvisioning(t *testing.T) *place {
	t.Helper()
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	return p
}

func TestCompaniesOfASpreadsheetAreLookedAtAndThenMadeOnceEach(t *testing.T) {
	p := newProvisioning(t)
	file := p.file("new.csv", companies(3, "alder")+"Ana,Reyes,nothing,503-226-9999,,84,XX,1 Pine St,Portland,OR,97209\n")
	dry := p.provision(command.ExitAttention, file, "--dry-run", "--yes")
	if dry.Sent || len(dry.Rows) != 4 || dry.Rows[3].State != "blocked" || dry.Rows[3].Line != 5 || len(dry.Rows[3].Findings) < 4 || dry.Rows[0].State != "ready" || len(dry.Rows[0].Sends) < 8 {
		t.Errorf("%+v", dry)
	}
	if n := len(p.gusto.Provisions()); n != 0 {
		t.Fatalf("a dry run made %d", n)
	}
	results := filepath.Join(t.TempDir(), "results.csv")
	got := p.provision(command.ExitAttention, file, "--yes", "--results", results) // one is left out
	if !got.Sent || got.Created != 3 || got.LeftOut != 1 || got.State != "done" || got.Rows[1].State != "created" || got.Rows[1].Attempt == nil {
		t.Errorf("%+v", got)
	}
	if text, err := os.ReadFile(results); err != nil || strings.Count(string(text), ",created,") != 3 {
		t.Errorf("%s, %v", text, err)
	}
	if n := len(p.gusto.Provisions()); n != 3 {
		t.Errorf("%d were made", n)
	}
	again := p.provision(command.ExitAttention, file, "--yes")
	if again.Created != 0 || again.LeftOut != 4 || again.Rows[0].State != "alike" {
		t.Errorf("the same once more: %+v", again)
	}
	all := p.attempts(command.ExitFine, "list")
	if len(all) != 3 || all[0].Email != "row2@alder.com" {
		t.Errorf("%+v", all)
	}
	link := p.want(command.ExitFine, "provision", "claim-link", all[0].ID)
	_, secret, _ := strings.Cut(strings.TrimSpace(link.out), "/claim_account/") // each program has a door of its own to the practice Gusto
	if _, want, _ := strings.Cut(p.gusto.Provisions()[2].ClaimURL, "/claim_account/"); secret == "" || secret != want {
		t.Errorf("%s", link.out)
	}
	valid(t, "claim-link", p.want(command.ExitFine, "provision", "claim-link", all[0].ID, "--json").out, nil)
	for _, args := range [][]string{{"provision", "list"}, {"provision", "list", "--json"}, {"provision", file}, {"--verbose", "provision", "list"}} {
		if s := p.run(args...); strings.Contains(s.out+s.err, secret) {
			t.Errorf("%v prints the claim link", args)
		}
	}
}

func TestOneCompanyIsGivenByItsFields(t *testing.T) {
	p := newProvisioning(t)
	ein := p.file("ein", "84-1928374\n")
	fields := []string{"--legal", "Okafor Ceramics LLC", "--first", "Maya", "--last", "Okafor", "--email", "maya@okaforceramics.com", "--phone", "(503) 226-1180",
		"--ein-file", ein, "--states", "OR,WA", "--address", "1420 NW Lovejoy St, Suite 300, Portland, OR 97209"}
	dry := p.provision(command.ExitFine, fields...)
	if dry.Sent || len(dry.Rows) != 1 || dry.Rows[0].State != "ready" || !strings.Contains(fmt.Sprint(dry.Rows[0].Sends), "{company.addresses[0].zip 97209}") {
		t.Errorf("%+v", dry)
	}
	got := p.provision(command.ExitFine, append(fields, "--yes")...)
	if got.Created != 1 || got.Rows[0].State != "created" {
		t.Errorf("%+v", got)
	}
	s := p.run(append(append([]string{"provision"}, fields...), "--yes")...)
	if s.code != command.ExitAttention || !strings.Contains(s.out, "like attempt Okafor Ceramics LLC") {
		t.Errorf("the same once more: %d\n%s\n%s", s.code, s.out, s.err)
	}
	if strings.Contains(s.out+s.err, "1928374") {
		t.Error("an EIN is printed")
	}
	if n := len(p.gusto.Provisions()); n != 1 {
		t.Errorf("%d were made", n)
	}
	for _, args := range [][]string{{"provision"}, {"provision", "--legal", "X", "--address", "nowhere"}, {"provision", "settle", "x"}, {"provision", "settle", "x", "--made", "--not-made"}} {
		p.want(command.ExitUsage, args...)
	}
}

func TestAnOutcomeThatNobodyKnowsIsSaidAndSettled(t *testing.T) {
	p := newProvisioning(t)
	remove := p.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, After: true, Path: "/v1/provision", Skip: 1, Times: 1})
	file := p.file("new.csv", companies(4, "birch"))
	got := p.provision(command.ExitAttention, file, "--yes")
	if got.Created != 1 || got.Unknown != 1 || got.Waiting != 2 || got.State != "paused" || got.Why == nil || got.Why.Cause != "outcome_unknown" {
		t.Fatalf("%+v", got)
	}
	remove()
	unknown := got.Rows[1].Attempt
	other := p.provision(command.ExitAttention, "--legal", "Something Else Inc", "--first", "A", "--last", "B", "--email", "row1@birch.com", "--phone", "503-226-1180", "--yes", "--alike-are-others")
	if other.Sent && other.Created > 0 || other.Rows[0].State != "blocked" {
		t.Errorf("the same e-mail address: %+v", other)
	}
	if s := p.want(command.ExitAttention, "provision", "list"); !strings.Contains(s.out, "crosswalk-cli provision settle "+unknown.ID) {
		t.Errorf("%s", s.out)
	}
	s := p.run("provision", file, "--yes", "--alike-are-others", "--json")
	if s.code != command.ExitAttention || !strings.Contains(s.out, `"batch_open"`) {
		t.Errorf("while others wait: %d %s", s.code, s.out)
	}
	got = p.provision(command.ExitAttention, "resume")
	if got.Created != 3 || got.Unknown != 1 || got.State != "paused" {
		t.Errorf("%+v", got)
	}
	settled := p.attempts(command.ExitFine, "settle", unknown.ID, "--made", "--note", "it is in the inbox")
	if len(settled) != 1 || settled[0].State != "settled_created" || settled[0].Settled == nil || settled[0].Settled.Note != "it is in the inbox" {
		t.Errorf("%+v", settled)
	}
	if s := p.run("provision", "resume"); s.code == command.ExitFine {
		t.Errorf("what is over is gone on with: %s", s.out)
	}
	if n := len(p.gusto.Provisions()); n != 4 {
		t.Errorf("%d were made", n)
	}
}

func TestWhatGustoRefusesStandsBesideItsField(t *testing.T) {
	p := newProvisioning(t)
	taken := p.gusto.People()[0].Email
	text := strings.Replace(companies(1, "cedar"), "row0@cedar.com", taken, 1)
	text = strings.Replace(text, "First name,", "Reason,First name,", 1)
	text = strings.Replace(text, "\nAna,", "\nfor a test,Ana,", 1)
	got := p.provision(command.ExitAttention, p.file("new.csv", text), "--yes")
	if got.Refused != 1 || len(got.Rows[0].Attempt.Errors) != 1 || got.Rows[0].Attempt.Errors[0].Field != "user.email" {
		t.Errorf("%+v", got)
	}
}

func TestAPauseThatGustoAsksForIsKeptToByThePerson(t *testing.T) {
	p := newProvisioning(t)
	p.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.TooMany, RetryAfter: time.Second, Path: "/v1/provision", Skip: 1, Times: 1})
	got := p.provision(command.ExitUnknown, p.file("new.csv", companies(3, "dogwood")), "--yes")
	if got.Created != 1 || got.NotSent != 1 || got.Waiting != 1 || got.Why == nil || got.Why.Cause != "rate_limited" {
		t.Errorf("%+v", got)
	}
	if got = p.provision(command.ExitFine, "resume"); got.Created != 3 || got.State != "done" {
		t.Errorf("%+v", got)
	}
}

func TestProvisioningThatIsOffIsRefusedByTheCommands(t *testing.T) {
	p := newProvisioning(t)
	p.want(command.ExitFine, "settings", "new-companies", "off")
	s := p.want(command.ExitAttention, "provision", p.file("new.csv", companies(1, "elm")), "--yes", "--json")
	if !strings.Contains(s.out, `"provisioning_off"`) || len(p.gusto.Provisions()) != 0 {
		t.Errorf("%s", s.out)
	}
	p.want(command.ExitFine, "settings", "new-companies", "on")
	p.want(command.ExitFine, "settings", "firm-domains", "fir.com")
	if got := p.provision(command.ExitAttention, p.file("new.csv", companies(1, "fir"))); got.Rows[0].State != "blocked" {
		t.Errorf("the firm's own address: %+v", got.Rows[0])
	}
	empty := filepath.Join(t.TempDir(), "empty.csv")
	p.want(command.ExitFine, "provision", "template", empty)
	if text, err := os.ReadFile(empty); err != nil || !strings.Contains(string(text), "Legal name") {
		t.Errorf("%s, %v", text, err)
	}
}
