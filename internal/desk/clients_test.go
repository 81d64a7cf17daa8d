package desk_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func (b *bench) add(f desk.Draft) desk.Client {
	b.t.Helper()
	c, err := b.desk.AddClient(b.t.Context(), f)
	b.must(err)
	return c
}

func (b *bench) wants(err error, cause desk.Cause) *desk.Trouble {
	b.t.Helper()
	var t *desk.Trouble
	if !errors.As(err, &t) || t.Cause != cause {
		b.t.Fatalf("got %v, want %s", err, cause)
	}
	return t
}

// clients is what the snapshot knows, in short.
func (b *bench) clients() string {
	var all []string
	for _, c := range b.desk.Snapshot().Clients {
		all = append(all, fmt.Sprintf("%s|%s|%s|%s|%s", c.Number, c.Name, c.LastFour, c.Group, strings.Join(c.Tags, ",")))
	}
	return strings.Join(all, "\n")
}

const acmeEIN = "12-3454821"

func TestAClientIsKeptAsItWasTyped(t *testing.T) {
	b := newBench(t)
	b.practice()
	c := b.add(desk.Draft{Number: " 1004 ", Name: "Blue  Heron\tBakery", EIN: acmeEIN, Group: "Food", Tags: []string{"VIP", "vip", " monthly "}, Tagged: true, Notes: "pays late\nkind"})
	if got := b.clients(); got != "1004|Blue Heron Bakery|4821|Food|VIP,monthly" {
		t.Errorf("%q", got)
	}
	if ein, err := b.desk.EIN(t.Context(), c.ID); err != nil || ein != "123454821" {
		t.Errorf("EIN %q, %v", ein, err)
	}
	b.desk.Close(context.Background())
	b.open()
	if got := b.desk.Snapshot().Clients; len(got) != 1 || got[0].Notes != "pays late\nkind" || got[0].Rev != c.Rev {
		t.Errorf("after a restart: %+v", got)
	}
}

func TestAnEINIsNeverInTheFileInClear(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.add(desk.Draft{Name: "Acme", EIN: acmeEIN})
	b.add(desk.Draft{Name: "Zinnia", EIN: "987654321"})
	b.desk.Close(context.Background())
	err := filepath.WalkDir(b.folder, func(path string, _ os.DirEntry, err error) error {
		text := read(t, path)
		for _, ein := range []string{"123454821", acmeEIN, "987654321", "98-7654321"} {
			if strings.Contains(text, ein) {
				t.Errorf("%s holds %s", path, ein)
			}
		}
		return err
	})
	b.must(err)
}

func TestAnEditChangesWhatItSaysAndNothingElse(t *testing.T) {
	b := newBench(t)
	b.practice()
	c := b.add(desk.Draft{Number: "1", Name: "Acme", EIN: acmeEIN, Tags: []string{"a"}, Tagged: true})
	edited, err := b.desk.EditClient(t.Context(), c.ID, c.Rev, desk.Draft{Number: "1", Name: "Acme Ltd"})
	b.must(err)
	if got := b.clients(); got != "1|Acme Ltd|4821||a" {
		t.Errorf("%q", got)
	}
	_, err = b.desk.EditClient(t.Context(), c.ID, c.Rev, desk.Draft{Name: "Too late"})
	b.wants(err, desk.ChangedMeanwhile)
	edited, err = b.desk.EditClient(t.Context(), c.ID, edited.Rev, desk.Draft{Name: "Acme Ltd", NoEIN: true, Tagged: true})
	b.must(err)
	if got := b.clients(); got != "|Acme Ltd|||" {
		t.Errorf("%q", got)
	}
	if ein, err := b.desk.EIN(t.Context(), c.ID); ein != "" || err != nil {
		t.Errorf("the EIN is still %q, %v", ein, err)
	}
	_, err = b.desk.EditClient(t.Context(), c.ID, edited.Rev, desk.Draft{Name: "Acme Ltd", EIN: "987654321"})
	b.must(err)
	if ein, err := b.desk.EIN(t.Context(), c.ID); ein != "987654321" || err != nil {
		t.Errorf("the EIN is %q, %v", ein, err)
	}
}

func TestWhatIsNoClientIsRefusedWithItsReason(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.add(desk.Draft{Number: "A-1", Name: "Acme"})
	for problem, f := range map[desk.RowProblem]desk.Draft{
		desk.NameMissing:   {Number: "2", Name: " \t"},
		desk.NameTooLong:   {Name: strings.Repeat("ä", 201)},
		desk.NumberTooLong: {Number: strings.Repeat("1", 101), Name: "x"},
		desk.NotAnEIN:      {Name: "x", EIN: "12-345482"},
		desk.GroupTooLong:  {Name: "x", Group: strings.Repeat("g", 101)},
		desk.TagsTooLong:   {Name: "x", Tags: []string{strings.Repeat("t", 51)}, Tagged: true},
		desk.NotesTooLong:  {Name: "x", Notes: strings.Repeat("n", 4001)},
	} {
		if got := f.Check(); got != problem {
			t.Errorf("%+v: %s, not %s", f, got, problem)
		}
		_, err := b.desk.AddClient(t.Context(), f)
		b.wants(err, desk.BadClient)
	}
	_, err := b.desk.AddClient(t.Context(), desk.Draft{Number: "a-1", Name: "Zinnia"})
	if got := b.wants(err, desk.NumberTaken); got.Detail != "Acme" {
		t.Errorf("taken by %q", got.Detail)
	}
	if f := (desk.Draft{Number: strings.Repeat("1", 100), Name: "x", EIN: "12–3454821"}); f.Check() != "" {
		t.Errorf("refused: %s", f.Check())
	}
}

func TestACompanyBelongsToTheClientThatItWasLinkedFor(t *testing.T) {
	b := newBench(t)
	b.practice()
	c := b.add(desk.Draft{Number: "1", Name: "Blue Heron"})
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	b.must(err)
	b.must(b.desk.LinkTo(t.Context(), offer, []desk.Choice{{Company: offer.Companies[0].Company, Client: c.ID}}))
	l := b.desk.Snapshot().Links[0]
	if got, _ := b.desk.Snapshot().Client(c.ID); l.Client != c.ID || !slices.Equal(got.Links, []string{l.ID}) {
		t.Fatalf("link of %q, client with %v", l.Client, got.Links)
	}
	b.wants(b.desk.RemoveClients(t.Context(), []string{c.ID}), desk.ClientLinked)

	// A second consent for it keeps the client, unless it says another one.
	b.link(sandbox.Strict, bakery)
	if got := b.desk.Snapshot().Links[0]; got.ID != l.ID || got.Client != c.ID {
		t.Errorf("reconnected: %+v", got)
	}
	b.must(b.desk.Assign(t.Context(), []string{l.ID}, ""))
	if got := b.desk.Snapshot().Links[0]; got.Client != "" {
		t.Errorf("still of %q", got.Client)
	}
	b.must(b.desk.RemoveClients(t.Context(), []string{c.ID}))
	if got := b.clients(); got != "" {
		t.Errorf("%q", got)
	}
}

func TestThePolicyRefusesASecondCompanyAndDeletesNothing(t *testing.T) {
	b := newBench(t)
	b.practice()
	one, two := b.add(desk.Draft{Name: "One"}), b.add(desk.Draft{Name: "Two"})
	b.link(sandbox.Classic, bakery, books, yoga)
	b.must(b.desk.Assign(t.Context(), []string{b.id(bakery), b.id(books)}, one.ID))
	b.must(b.desk.SetOnePerClient(t.Context(), true))
	now := b.desk.Snapshot()
	if c := now.Conflicts(); len(c) != 1 || c[0].ID != one.ID || len(now.Links) != 3 {
		t.Fatalf("conflicts %+v, %d links", c, len(now.Links))
	}
	if got := b.wants(b.desk.Assign(t.Context(), []string{b.id(yoga)}, one.ID), desk.ClientHasCompany); got.Detail != "One" {
		t.Errorf("of %q", got.Detail)
	}
	b.must(b.desk.Assign(t.Context(), []string{b.id(yoga)}, two.ID))
	b.must(b.desk.Assign(t.Context(), []string{b.id(yoga)}, two.ID)) // it has that one already
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic})
	b.must(err)
	var choices []desk.Choice
	for _, c := range offer.Companies[:2] {
		choices = append(choices, desk.Choice{Company: c.Company, Client: two.ID})
	}
	before := b.desk.Snapshot().Links
	b.wants(b.desk.LinkTo(t.Context(), offer, choices), desk.ClientHasCompany)
	three := b.add(desk.Draft{Name: "Three"}) // has none yet, and would get two at once
	b.wants(b.desk.Assign(t.Context(), []string{b.id(bakery), b.id(books)}, three.ID), desk.ClientHasCompany)
	if !reflect.DeepEqual(before, b.desk.Snapshot().Links) {
		t.Error("something was linked all the same")
	}
}

func TestManyClientsAreRegroupedAtOnce(t *testing.T) {
	b := newBench(t)
	b.practice()
	one, two := b.add(desk.Draft{Name: "One", Tags: []string{"old", "both"}, Tagged: true}), b.add(desk.Draft{Name: "Two", Group: "B", EIN: acmeEIN})
	b.add(desk.Draft{Name: "Zed", Group: "Z"})
	group := "A"
	b.must(b.desk.Regroup(t.Context(), []string{one.ID, two.ID}, desk.Regrouping{Group: &group, AddTags: []string{"new"}, DropTags: []string{"OLD"}}))
	if got := b.clients(); got != "|One||A|both,new\n|Two|4821|A|new\n|Zed||Z|" {
		t.Errorf("%q", got)
	}
}

func TestAViewIsKept(t *testing.T) {
	b := newBench(t)
	b.practice()
	v := desk.View{Name: "Mine", Search: "heron", Show: desk.ShowNeedsYou, Tags: []string{"vip"}, Sort: desk.ByState, Down: true}
	b.must(b.desk.PutView(t.Context(), v))
	b.must(b.desk.PutView(t.Context(), desk.View{Name: "Other"}))
	v.Search = "owl"
	v.Name = "mine"
	b.must(b.desk.PutView(t.Context(), v))
	b.desk.Close(context.Background())
	b.open()
	if got := b.desk.Snapshot().Views; len(got) != 2 || !reflect.DeepEqual(got[0], v) {
		t.Errorf("%+v", got)
	}
	b.must(b.desk.DropView(t.Context(), "MINE"))
	if got := b.desk.Snapshot().Views; len(got) != 1 || got[0].Name != "Other" {
		t.Errorf("%+v", got)
	}
}

// paste previews pasted text with the guessed mapping.
func (b *bench) paste(text string) *desk.Preview {
	b.t.Helper()
	table, err := b.desk.PasteTable(text)
	b.must(err)
	p, err := b.desk.Preview(b.t.Context(), table, table.Mapping)
	b.must(err)
	return p
}

func (b *bench) imports(text string) desk.Imported {
	b.t.Helper()
	done, err := b.desk.Import(b.t.Context(), b.paste(text))
	b.must(err)
	return done
}

// judged is a preview in short.
func judged(p *desk.Preview) string {
	var rows []string
	for _, r := range p.Rows {
		what := [...]string{"adds", "updates", "same", "bad"}[r.Kind]
		for _, f := range r.Changes {
			what += " " + string(f)
		}
		if r.Problem != "" {
			what += " " + string(r.Problem) + " " + r.Detail
		}
		rows = append(rows, fmt.Sprintf("%d %s", r.Line, strings.TrimSpace(what)))
	}
	return strings.Join(rows, "\n")
}

const list = `Client No,Client Name,EIN,Group,Tags,Notes
1001,Blue Heron Bakery,12-3454821,Food,vip; monthly,
1002,Juniper Books,,Retail,,pays late
,Eastgate Yoga,98-7654321,,,
`

func TestASecondImportUpdatesAndDuplicatesNothing(t *testing.T) {
	b := newBench(t)
	b.practice()
	p := b.paste(list)
	if got := judged(p); got != "2 adds\n3 adds\n4 adds" || p.Adds != 3 || b.clients() != "" {
		t.Fatalf("%s; %q is there before it was confirmed", got, b.clients())
	}
	if done := b.imports(list); done != (desk.Imported{Added: 3}) {
		t.Errorf("%+v", done)
	}
	want := "1001|Blue Heron Bakery|4821|Food|vip,monthly\n|Eastgate Yoga|4321||\n1002|Juniper Books||Retail|"
	if got := b.clients(); got != want {
		t.Errorf("%q", got)
	}
	if got := judged(b.paste(list)); got != "2 same\n3 same\n4 same" {
		t.Errorf("again: %s", got)
	}
	again := `Client No,Client Name,EIN,Group,Tags,Notes
1001,Blue Heron Bakery & Café,,Food,,
 1002 ,Juniper Books,11-1111111,Retail,new,
77,Eastgate Yoga Studio,987654321,,,
78,JUNIPER books,,,,
`
	if got := judged(b.paste(again)); got != "2 updates name\n3 updates ein tags\n4 updates number name\n5 adds" {
		t.Errorf("%s", got)
	}
	if done := b.imports(again); done != (desk.Imported{Added: 1, Updated: 3}) {
		t.Errorf("%+v", done)
	}
	want = "1001|Blue Heron Bakery & Café|4821|Food|vip,monthly\n77|Eastgate Yoga Studio|4321||\n1002|Juniper Books|1111|Retail|new\n78|JUNIPER books|||"
	if got := b.clients(); got != want {
		t.Errorf("%q", got)
	}
}

func TestEveryBadRowIsNamedByItsLineAndItsReason(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.add(desk.Draft{Number: "1", Name: "Acme", EIN: acmeEIN})
	b.add(desk.Draft{Number: "2", Name: "Twin"})
	b.add(desk.Draft{Number: "3", Name: "Twin"})
	p := b.paste(`Number,Name,EIN
4,,
5,Short,12-345
6,Good,
6,Double,
,Good,
,Twin,
,acme,
1,Acme Ltd,
,New,22-2222222
,Newer,222222222
` + strings.Repeat("7", 101) + `,Long,
8,Odd ` + "\ufffd" + `,
`)
	want := `2 bad no_name
3 bad not_an_ein
4 adds
5 bad number_twice 4
6 bad same_as_line 4
7 bad several_clients Twin
8 same
9 bad same_as_line 8
10 adds
11 bad same_as_line 10
12 bad number_too_long
13 bad text_unreadable`
	if got := judged(p); got != want || p.Bad != 9 {
		t.Errorf("%s\n%d bad", got, p.Bad)
	}
	if done, err := b.desk.Import(t.Context(), p); err != nil || done != (desk.Imported{Added: 2}) {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestTheSameNameWithAnotherEINIsAnotherClient(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.imports("Name,EIN\nSmith Plumbing,12-3454821\n")
	if got := judged(b.paste("Name,EIN\nSmith Plumbing,98-7654321\nsmith plumbing,\n")); got != "2 adds\n3 same" {
		t.Errorf("%s", got)
	}
}

func TestAPreviewThatWasOvertakenIsNotImported(t *testing.T) {
	b := newBench(t)
	b.practice()
	p := b.paste(list)
	b.add(desk.Draft{Name: "Somebody else's"})
	_, err := b.desk.Import(t.Context(), p)
	b.wants(err, desk.ChangedMeanwhile)
	if got := b.clients(); got != "|Somebody else's|||" {
		t.Errorf("%q", got)
	}
}

func TestAnEINThatLostItsZeroInASpreadsheetGetsItBack(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.imports("Name,EIN\nBoston Beans,41234567\nNine,91234567\n")
	c := b.desk.Snapshot().Clients[0]
	if ein, err := b.desk.EIN(t.Context(), c.ID); ein != "041234567" || err != nil || len(b.desk.Snapshot().Clients) != 1 {
		t.Errorf("%q, %v, %s", ein, err, b.clients())
	}
}

func TestNamesAlonCanBePasted(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.imports("Blue Heron Bakery LLC\nSmith, Jones & Co\n\nJuniper Books\n")
	if got := b.clients(); got != "|Blue Heron Bakery LLC|||\n|Juniper Books|||\n|Smith, Jones & Co|||" {
		t.Errorf("%q", got)
	}
}

// Whatever is imported, importing it again changes nothing, and no two clients have one number.
func TestImportingTwiceIsImportingOnce(t *testing.T) {
	b := newBench(t)
	b.practice()
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 5))
		var text strings.Builder
		text.WriteString("Number,Name,EIN,Group,Tags\n")
		pick := func(from ...string) string { return from[random.IntN(len(from))] }
		for range 1 + random.IntN(40) {
			fmt.Fprintf(&text, "%s,%s,%s,%s,%s\n", pick("", "1", "2", "3", "a", "A", "é", "4", "5"), pick("", "Acme", "ACME", "Zinnia", "Heron", "Owl", "Yoga"),
				pick("", "12-3454821", "987654321", "11-1111111", "12"), pick("", "Food"), pick("", "vip", "vip; new"))
		}
		first := b.imports(text.String())
		p := b.paste(text.String())
		settled := b.imports(text.String())
		numbers := map[string]string{}
		for _, c := range b.desk.Snapshot().Clients {
			key := strings.ToLower(c.Number)
			if other := numbers[key]; key != "" && other != "" {
				t.Fatalf("seed %d: %s and %s are both %s", seed, other, c.Name, c.Number)
			}
			numbers[key] = c.Name
		}
		if third := b.imports(text.String()); third.Added != 0 {
			t.Fatalf("seed %d: %+v, then %+v, then %+v\n%s\n%s", seed, first, settled, third, text.String(), judged(p))
		}
	}
}

func TestATableIsReadFromAFile(t *testing.T) {
	b := newBench(t)
	b.practice()
	path := filepath.Join(t.TempDir(), "clients.csv")
	b.must(os.WriteFile(path, []byte(list), 0o600))
	table, err := b.desk.ReadTable(t.Context(), path)
	b.must(err)
	if table.Name != "clients.csv" || table.Rows != 3 || len(table.Columns) != 6 || !slices.Equal(table.Columns[1].Samples, []string{"Blue Heron Bakery", "Juniper Books", "Eastgate Yoga"}) {
		t.Errorf("%+v", table)
	}
	_, err = b.desk.ReadTable(t.Context(), filepath.Join(t.TempDir(), "none.csv"))
	b.wants(err, desk.TableUnreadable)
	if told := new(desk.Trouble); !errors.As(err, &told) || told.Detail != "There is no file none.csv" {
		t.Errorf("of a file that is not there: %v", err)
	}
	b.must(os.WriteFile(path, []byte("%PDF-1.7"), 0o600))
	_, err = b.desk.ReadTable(t.Context(), path)
	b.wants(err, desk.TableUnreadable)
	b.must(os.WriteFile(path, bytes.Repeat([]byte("1,Acme\n"), 30000), 0o600))
	_, err = b.desk.ReadTable(t.Context(), path)
	b.wants(err, desk.TableTooLarge)
	table, err = b.desk.PasteTable(list)
	b.must(err)
	_, err = b.desk.Preview(t.Context(), table, desk.Mapping{Number: desk.NotMapped, Name: desk.NotMapped, EIN: desk.NotMapped, Group: 1, Tags: desk.NotMapped, Notes: desk.NotMapped})
	b.wants(err, desk.TableUnreadable)
}

func TestTheCrosswalkComesOutWithoutSecretsAndGoesBackIn(t *testing.T) {
	b := newBench(t)
	b.practice()
	c := b.add(desk.Draft{Number: "=1+1", Name: "@Acme", EIN: acmeEIN, Tags: []string{"a", "b"}, Tagged: true, Notes: "-"})
	b.add(desk.Draft{Number: "2", Name: "Zinnia"})
	b.link(sandbox.Classic, bakery, books)
	b.must(b.desk.Assign(t.Context(), []string{b.id(bakery)}, c.ID))
	folder := t.TempDir()
	for _, as := range []desk.Format{desk.FormatCSV, desk.FormatXLSX, desk.FormatJSON} {
		path := filepath.Join(folder, "crosswalk."+string(as))
		if named, known := desk.FormatOf(path); named != as || !known {
			t.Errorf("%s: %q, %t", path, named, known)
		}
		b.must(b.desk.Export(path, as))
		b.wants(b.desk.Export(path, as), desk.FileExists)
		text := read(t, path)
		for _, secret := range []string{"123454821", acmeEIN, "firm-secret"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", path, secret)
			}
		}
		if as == desk.FormatJSON {
			continue
		}
		before := b.clients()
		table, err := b.desk.ReadTable(t.Context(), path)
		b.must(err)
		p, err := b.desk.Preview(t.Context(), table, table.Mapping)
		b.must(err)
		if p.Same != 2 || p.Adds+p.Updates > 0 {
			t.Errorf("%s goes back in as %s", path, judged(p))
		}
		if _, err := b.desk.Import(t.Context(), p); err != nil || b.clients() != before {
			t.Errorf("%s changed something: %v", path, err)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(t, filepath.Join(folder, "crosswalk.csv")), "\ufeff"))).ReadAll()
	b.must(err)
	if got := strings.Join(rows[0], ","); got != "client_number,client_name,ein_last_four,group,tags,notes,environment,company_uuid,company_name,company_trade_name,company_place,authorized_by,linked_at,state,verified_at" {
		t.Errorf("the columns are a promise: %s", got)
	}
	if got := rows[1][:10]; len(rows) != 4 || !slices.Equal(got, []string{"'=1+1", "'@Acme", "4821", "", "a; b", "'-", "practice", b.company(bakery).UUID, bakery, "Blue Heron Bakery"}) {
		t.Errorf("%d rows, %q", len(rows), got)
	}
}

func TestTheHistoryOfOneLinkComesOutAlone(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.link(sandbox.Strict, yoga)
	id, other := b.id(bakery), b.id(yoga)
	file := filepath.Join(t.TempDir(), "one.csv")
	b.must(b.desk.ExportHistory(t.Context(), file, desk.FormatCSV, id))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(t, file), "\ufeff"))).ReadAll()
	b.must(err)
	subjects := map[string]int{}
	for _, row := range rows[1:] {
		subjects[row[0]]++
	}
	if subjects[id] == 0 || subjects[other] != 0 || len(subjects) != 2 { // the link, and the access that reaches it
		t.Errorf("lines by subject: %v", subjects)
	}
	if err := b.desk.ExportHistory(t.Context(), filepath.Join(t.TempDir(), "gone.csv"), desk.FormatCSV, "gone"); desk.CauseOf(err) != desk.ChangedMeanwhile {
		t.Errorf("of a link that is gone: %v", err)
	}
}

func TestTheHistoryComesOutWithItsChain(t *testing.T) {
	b := newBench(t)
	b.practice()
	c := b.add(desk.Draft{Name: "Acme", EIN: acmeEIN})
	b.link(sandbox.Strict, bakery)
	id := b.id(bakery)
	b.must(b.desk.Assign(t.Context(), []string{id}, c.ID))
	_, err := b.desk.Unlink(t.Context(), id)
	b.must(err)
	b.must(b.desk.RemoveClients(t.Context(), []string{c.ID}))
	out := &bytes.Buffer{}
	b.must(b.desk.WriteHistory(t.Context(), out, desk.FormatJSON))
	var all struct {
		Whole bool
		Lines []struct{ Subject, What, Hash string }
	}
	b.must(json.Unmarshal(out.Bytes(), &all))
	var link, client []string
	for _, l := range all.Lines {
		if l.Hash == "" {
			t.Errorf("a line without a hash: %+v", l)
		}
		switch l.Subject {
		case id:
			link = append(link, l.What)
		case c.ID:
			client = append(client, l.What)
		}
	}
	if !all.Whole || strings.Join(link, " ") != "linked assigned unlinked" || strings.Join(client, " ") != "added removed" {
		t.Errorf("%v: link %v, client %v", all.Whole, link, client)
	}
	if strings.Contains(out.String(), "3454821") {
		t.Error("the history holds an EIN")
	}
}
