package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"crosswalk/internal/sheet"
)

const head = "Client number,First name,Last name,E-mail,Phone,Legal name,Trade name,EIN,States,Employees,Street,Suite,City,State,ZIP,Address phone,Reason\r\n"

func readText(t *testing.T, text string) List {
	t.Helper()
	l, err := ReadList(strings.NewReader(text), Firm{Domains: []string{"whitfieldbooks.com"}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// told lists the findings of a row as "column: kind detail".
func told(r Row) (all []string) {
	for _, f := range r.Findings {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s: %s %s", f.Column, f.Kind, f.Detail)))
	}
	return all
}

func TestTheTemplateIsReadAsItIsWritten(t *testing.T) {
	for _, f := range []Format{CSV, Workbook} {
		var b bytes.Buffer
		if err := Template(&b, f); err != nil {
			t.Fatal(err)
		}
		_, err := ReadList(bytes.NewReader(b.Bytes()), Firm{})
		var wrong *ListError
		if !errors.As(err, &wrong) || wrong.Reason != "There is nothing below the header" {
			t.Errorf("%s: an empty template gives %v", f, err)
		}
		table, err := sheet.Read(&b)
		if err != nil || len(table.Header) != len(columns) {
			t.Fatalf("%s: %q, %v", f, table.Header, err)
		}
		if placed, unknown := meanings(table.Header); len(placed) != len(columns) || len(unknown) > 0 {
			t.Errorf("%s: %v, %q", f, placed, unknown)
		}
	}
}

func TestTheTemplatesSecondSheetSaysWhatGoesWhere(t *testing.T) {
	var b bytes.Buffer
	if err := Template(&b, Workbook); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("What goes where")
	if err != nil || book.GetActiveSheetIndex() != 0 {
		t.Fatalf("%v; sheet %d is open", err, book.GetActiveSheetIndex())
	}
	var must []string
	for _, r := range rows[1:] {
		if len(r) > 1 && r[1] == "yes" {
			must = append(must, r[0])
		}
		if column := meaning(foldHeader(r[0])); column == "" && !strings.Contains(r[0], "…") {
			t.Errorf("%q is no column", r[0])
		}
	}
	if len(rows) != len(columns)+2 || !slices.Equal(must, needed) {
		t.Errorf("%d rows, needed %q", len(rows), must)
	}
	for title := range guides {
		if meaning(foldHeader(title)) != title {
			t.Errorf("a guide for %q", title)
		}
	}
}

func TestARowBecomesAForm(t *testing.T) {
	l := readText(t, head+`1052,Maya,Okafor,maya@okafor.com,(503) 555-0142,Okafor Ceramics LLC,Maya’s Mugs,84-1234567,"OR, WA",6,118 NE Alder St,Suite 2,Portland,OR,97212,503-555-0143,`+"\r\n")
	want := okafor()
	want.Company.States = []string{"OR", "WA"}
	want.Addresses[0].Street2, want.Addresses[0].Phone = "Suite 2", "503-555-0143"
	if r := l.Rows[0]; r.Line != 2 || r.Client != "1052" || fmt.Sprint(r.Form) != fmt.Sprint(want) || len(r.Findings) > 0 || r.Stops() {
		t.Errorf("%+v", r)
	}
}

func TestEachErrorOfAListIsToldByLineAndColumn(t *testing.T) {
	l := readText(t, "First,Surname,Mail,Tel,Company,EIN,Headcount,Work states,Street,City,State,Zip code,City 2,Color\n"+
		"Maya,Okafor,maya@okafor.com,503-555-0142,Okafor Ceramics LLC,84-1234567,6,OR,118 NE Alder St,Portland,OR,97212,,red\n"+
		"\n"+
		",Rivera,tomas@whitfieldbooks.com,555-0142,X,07-1234567,six,Ontario,PO Box 12,Portland,OR,98101,,\n"+
		"Ben,Moss,ben@moss.com,503-555-0144,Moss LLC,91-1234567,2,,5 Pine St,Salem,OR,97301,Bend,\n")
	if got := []int{l.Rows[0].Line, l.Rows[1].Line, l.Rows[2].Line}; !slices.Equal(got, []int{2, 4, 5}) || !slices.Equal(l.Unknown, []string{"Color"}) {
		t.Errorf("lines %v, unknown %q", got, l.Unknown)
	}
	if got := told(l.Rows[0]); len(got) > 0 {
		t.Errorf("%q", got)
	}
	want := []string{
		"First: missing", "Mail: own-domain whitfieldbooks.com", "Tel: not-phone", "Company: too-short", "EIN: never-issued 07", "Headcount: not-number",
		"Work states: unknown-state Ontario", "Street: po-box", "Zip code: other-state Washington",
	}
	if got := told(l.Rows[1]); !slices.Equal(got, want) || !l.Rows[1].Stops() {
		t.Errorf("%q\nnot %q", got, want)
	}
	// A column that the file does not have is named as in the template.
	if got := told(l.Rows[2]); !slices.Equal(got, []string{"Street 2: missing", "State 2: missing", "ZIP 2: missing"}) {
		t.Errorf("%q", got)
	}
}

func TestCompaniesThatAreTwiceInAListAreFound(t *testing.T) {
	row := func(email, legal, ein, reason string) string {
		return ",Maya,Okafor," + email + ",503-555-0142," + legal + ",," + ein + ",,,,,,,,," + reason + "\n"
	}
	l := readText(t, head+row("a@okafor.com", "Okafor Ceramics LLC", "84-1234567", "")+
		row("b@okafor.com", "Another LLC", "841234567", "I know.")+
		row("A@okafor.com", "Third LLC", "91-1234567", "")+
		row("a@okafor.com", "OKAFOR  CERAMICS Llc", "", "Two brothers."))
	for i, want := range [][]string{nil, {"EIN: same-ein 2"}, {"E-mail: same-email 2"}, {"E-mail: same-email 2", "Legal name: same-name 2"}} {
		if got := told(l.Rows[i]); !slices.Equal(got, want) {
			t.Errorf("row %d: %q instead of %q", i, got, want)
		}
	}
	if l.Rows[0].Stops() || !l.Rows[1].Stops() || !l.Rows[2].Stops() || l.Rows[3].Stops() {
		t.Error("the same EIN has to be mended, the same address needs a reason, and a reason is enough")
	}
}

func TestTheReasonOfARowIsTheReasonForItsDoubts(t *testing.T) {
	l := readText(t, head+",Maya,Okafor,maya@mailinator.com,503-555-0142,Okafor LLC,,07-1234567,,,,,,,,, I have seen the letter \n")
	r := l.Rows[0]
	if r.Stops() || len(r.Findings) != 2 || r.Form.Reasons[TaxNumber] != "I have seen the letter" {
		t.Errorf("%+v", r)
	}
	if a, found := r.Form.Ready(Firm{}); Stopped(found) || a.EIN != "071234567" {
		t.Errorf("%+v", found)
	}
}

func TestAListThatIsNoneIsRefusedWithAReason(t *testing.T) {
	many := head + strings.Repeat(",Maya,Okafor,maya@okafor.com,503-555-0142,Okafor LLC\n", MaxRows+1)
	for text, want := range map[string]ListError{
		"":                                  {Reason: "There is nothing in it"},
		"%PDF-1.4":                          {Reason: "It is a PDF"},
		head:                                {Reason: "There is nothing below the header"},
		"Name,EIN\nOkafor LLC,84-1234567\n": {Reason: "It has no column “First name”"},
		"First name,Last name,E-mail,Phone\nMaya,Okafor,maya@okafor.com,503-555-0142\n": {Reason: "It has no column “Legal name”"},
		many: {Reason: "It has 1001 rows, and 1,000 at most are taken", TooLarge: true},
	} {
		_, err := ReadList(strings.NewReader(text), Firm{})
		var got *ListError
		if !errors.As(err, &got) || got.Reason != want.Reason || got.TooLarge != want.TooLarge {
			t.Errorf("%.40q: %v instead of %v", text, err, want.Reason)
		}
	}
	broken := errors.New("the drive is gone")
	if _, err := ReadList(io.MultiReader(strings.NewReader(head), failing{broken}), Firm{}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestALineAboveTheHeaderAndOtherWordsForColumnsAreUnderstood(t *testing.T) {
	l := readText(t, "New clients for payroll,,,,,\n,,,,,\nFirst name (of the owner)*,LAST_NAME,Email Address,Phone #,Legal Name (as on CP-575),Address\n"+
		`Maya,Okafor,maya@okafor.com,5035550142,Okafor Ceramics LLC,"118 NE Alder St, Suite 2, Portland, OR 97212"`+"\n")
	r := l.Rows[0]
	if len(l.Rows) != 1 || len(r.Findings) > 0 || r.Line != 4 || len(r.Form.Addresses) != 1 || r.Form.Addresses[0].City != "Portland" || !r.Form.Addresses[0].Primary {
		t.Errorf("%+v, unknown %q", l.Rows, l.Unknown)
	}
}

func TestAWorkbooksNumbersGetTheirZerosBack(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{
		{"First name", "Last name", "E-mail", "Phone", "Legal name", "EIN", "Employees", "Street", "City", "State", "ZIP", "Street 2", "City 2", "State 2", "ZIP 2"},
		{"Maya", "Okafor", "maya@okafor.com", 5035550142, "Okafor Ceramics LLC", 61234567, 6, "10 Beacon St", "Boston", "MA", 2108, "118 NE Alder St", "Portland", "OR", 97212},
	} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	l, err := ReadList(&b, Firm{})
	if err != nil {
		t.Fatal(err)
	}
	f := l.Rows[0].Form
	a, found := f.Ready(Firm{})
	if Stopped(found) || a.EIN != "061234567" || a.Addresses[0].ZIP != "02108" || a.Addresses[1].ZIP != "97212" || a.Addresses[1].Primary || a.Person.Phone != "5035550142" || a.Employees != 6 {
		t.Errorf("%+v, %+v", a, found)
	}
}

func TestStatesOfACellArePartedAsPeoplePartThem(t *testing.T) {
	for cell, want := range map[string][]string{
		"OR": {"OR"}, "OR, WA": {"OR", "WA"}, "OR WA": {"OR", "WA"}, "OR;WA/ID": {"OR", "WA", "ID"}, "New York, New Jersey": {"New York", "New Jersey"},
		"Oregon & Washington": {"Oregon", "Washington"}, "": nil, " , ": nil, "Ontario": {"Ontario"}, "OR Ontario": {"OR Ontario"},
	} {
		if got := statesOf(cell); !slices.Equal(got, want) {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

// many writes a list of companies that are all in order.
func many(tb testing.TB, rows int) []byte {
	tb.Helper()
	var b bytes.Buffer
	b.WriteString(head)
	w := csv.NewWriter(&b)
	for i := range rows {
		if err := w.Write([]string{fmt.Sprint(1000 + i), "Maya", "Okafor", fmt.Sprintf("maya@okafor%d.com", i), "(503) 555-0142", fmt.Sprintf("Okafor Ceramics No %d LLC", i), "",
			fmt.Sprintf("84-%07d", 1234568+i), "OR, WA", "6", "118 NE Alder St", "Suite 2", "Portland", "OR", "97212", "503-555-0143", ""}); err != nil {
			tb.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

func TestFiveHundredGoodRowsAreAllTaken(t *testing.T) {
	l, err := ReadList(bytes.NewReader(many(t, 500)), Firm{})
	if err != nil || len(l.Rows) != 500 {
		t.Fatalf("%d rows, %v", len(l.Rows), err)
	}
	for i, r := range l.Rows {
		if len(r.Findings) > 0 || r.Line != i+2 {
			t.Errorf("line %d: %+v", r.Line, r.Findings)
		}
	}
}

// crowd are known companies with names of all kinds.
func crowd(n int) []Known {
	known := make([]Known, n)
	for i := range known {
		known[i] = Known{Kind: KnownClient, ID: fmt.Sprint(i), Name: fmt.Sprintf("%s %s %d LLC", []string{"Rivera", "Moss", "Northside", "Hawthorne", "Whitfield"}[i%5],
			[]string{"Roofing", "Dental", "Ceramics", "Landscaping", "Partners", "Holdings", "Bakery"}[i%7], i), EIN: fmt.Sprintf("91-%07d", i+1000000)}
	}
	return known
}

func BenchmarkDryRunOf500(b *testing.B) {
	text, known := many(b, 500), crowd(2000)
	b.ResetTimer()
	for b.Loop() {
		l, err := ReadList(bytes.NewReader(text), Firm{})
		if err != nil {
			b.Fatal(err)
		}
		index := NewIndex(known)
		for _, r := range l.Rows {
			index.Like(r.Form)
		}
	}
}
