package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"crosswalk/internal/sheet"
)

func read(t *testing.T, text string) sheet.Table {
	t.Helper()
	table, err := sheet.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// said is a table in short.
func said(t sheet.Table) string {
	text := strings.Join(t.Header, "|")
	for _, r := range t.Rows {
		text += fmt.Sprintf(" %d:%s", r.Line, strings.Join(r.Cells, "|"))
	}
	return text
}

const want = "Client #|Name|EIN 2:1001|Garnet Hill Café, LLC|12-3454821 3:1002|Juniper Books|"

func plain(comma string) string {
	return strings.ReplaceAll("Client #;Name;EIN\n1001;\"Garnet Hill Café, LLC\";12-3454821\n1002;Juniper Books;\n", ";", comma)
}

func TestATableReadsTheSameHoweverItWasSaved(t *testing.T) {
	encode := func(text string, e interface{ String(string) (string, error) }) string {
		text, err := e.String(text)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for name, text := range map[string]string{
		"commas": plain(","), "semicolons": plain(";"), "tabs": plain("\t"), "bars": plain("|"),
		"said by Excel":        "sep=;\r\n" + plain(";"),
		"Windows line ends":    strings.ReplaceAll(plain(","), "\n", "\r\n"),
		"an old Mac's":         strings.ReplaceAll(plain(","), "\n", "\r"),
		"a byte order mark":    "\ufeff" + plain(","),
		"Windows-1252":         encode(plain(","), charmap.Windows1252.NewEncoder()),
		"UTF-16, with a mark":  encode(plain("\t"), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16, big end":      encode(plain("\t"), unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16, without mark": encode(plain(","), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()),
		"no end of line":       strings.TrimSuffix(plain(","), "\n"),
		"spaces around":        "Client # , Name ,EIN\n 1001 ,\"Garnet Hill Café, LLC\", 12-3454821\n1002,Juniper Books ,\n",
	} {
		got := said(read(t, text))
		if name == "said by Excel" {
			got = strings.NewReplacer(" 3:", " 2:", " 4:", " 3:").Replace(got)
		}
		if strings.TrimRight(got, "|") != strings.TrimRight(want, "|") {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
}

func TestLinesAreThoseOfTheFile(t *testing.T) {
	table := read(t, "Clients of the firm,,\nAs of March,,\n\nNumber,Name,Notes\n1,Acme,\"first\nsecond\"\n\n,,\n2,Zinnia,\n")
	if got := said(table); got != "Number|Name|Notes 5:1|Acme|first\nsecond 9:2|Zinnia" {
		t.Errorf("%q", got)
	}
}

func TestNamesOnePerLineKeepTheirCommas(t *testing.T) {
	table := read(t, "Blue Heron Bakery LLC\nSmith, Jones & Co\nJuniper Books\n\"Oak \"\"and\"\" Ember, Inc.\"\nEastgate Yoga\n")
	if got := said(table); got != ` 1:Blue Heron Bakery LLC 2:Smith, Jones & Co 3:Juniper Books 4:Oak "and" Ember, Inc. 5:Eastgate Yoga` {
		t.Errorf("%q", got)
	}
	if m := sheet.Guess(table); m.Name != 0 || m.Number != sheet.None {
		t.Errorf("%+v", m)
	}
}

func TestAQuoteInTheMiddleOfANameIsKept(t *testing.T) {
	if got := said(read(t, "No,Name\n1,Joe \"Bud\" Smith\n2,Acme\n")); got != `No|Name 2:1|Joe "Bud" Smith 3:2|Acme` {
		t.Errorf("%q", got)
	}
}

func TestAQuoteThatIsNeverClosedEatsNoRows(t *testing.T) {
	text := "No,Name\n1,\"Acme\n" + strings.Repeat("2,Zinnia\n", 500)
	_, err := sheet.Read(strings.NewReader(text))
	var bad *sheet.UnreadableError
	if !errors.As(err, &bad) || bad.Line != 2 {
		t.Errorf("got %v", err)
	}
}

func TestLimitsAreTold(t *testing.T) {
	var large *sheet.LimitError
	rows := func(n int) string { return "Number,Name\n" + strings.Repeat("1,Acme\n", n) }
	if table := read(t, rows(sheet.MaxRows)); len(table.Rows) != sheet.MaxRows {
		t.Errorf("%d rows", len(table.Rows))
	}
	for name, text := range map[string]string{
		"rows":         rows(sheet.MaxRows + 1),
		"many rows":    rows(sheet.MaxRows + 500),
		"many columns": strings.Repeat("a,", sheet.MaxColumns) + "b\n",
		"bytes":        strings.Repeat("x", sheet.MaxBytes+1),
	} {
		if _, err := sheet.Read(strings.NewReader(text)); !errors.As(err, &large) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoListSaysWhatItIs(t *testing.T) {
	var bad *sheet.UnreadableError
	for name, text := range map[string]string{
		"nothing": "", "spaces": " \n\t\n", "an old workbook": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a PDF": "%PDF-1.7\n", "a damaged workbook": "PK\x03\x04zzzz",
		"bytes": "\x89PNG\r\n\x1a\n\x00\x00\x00\x01\x80\x90\xA0\xB0",
	} {
		if table, err := sheet.Read(strings.NewReader(text)); !errors.As(err, &bad) {
			t.Errorf("%s: %v %+v", name, err, table)
		}
	}
	zipped := &bytes.Buffer{}
	z := zip.NewWriter(zipped)
	z.Create("word/document.xml")
	z.Close()
	if _, err := sheet.Read(zipped); !errors.As(err, &bad) {
		t.Errorf("another zip file: %v", err)
	}
}

// A megabyte that unpacks to more than any list has must not take the computer with it.
func TestAWorkbookThatUnpacksToTooMuchIsRefused(t *testing.T) {
	zipped := &bytes.Buffer{}
	z := zip.NewWriter(zipped)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	w, _ := z.Create("xl/workbook.xml")
	zeros := make([]byte, 1<<20)
	for range 401 {
		w.Write(zeros)
	}
	z.Close()
	var large *sheet.LimitError
	if _, err := sheet.Read(zipped); !errors.As(err, &large) {
		t.Errorf("got %v", err)
	}
}

// book makes a workbook.
func book(t *testing.T, fill func(f *excelize.File)) *bytes.Buffer {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	out := &bytes.Buffer{}
	if err := f.Write(out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAWorkbookReadsAsItShowsButKeepsItsDigits(t *testing.T) {
	zeros, comma, dashes := "00000", "#,##0", "00-0000000"
	file := book(t, func(f *excelize.File) {
		f.NewSheet("Clients")
		f.NewSheet("Hidden")
		f.SetSheetVisible("Hidden", false)
		f.SetSheetRow("Hidden", "A1", &[]any{"Number", "Name"})
		f.SetSheetRow("Clients", "B3", &[]any{"Number", "Name", "EIN", "Tax ID"})
		f.SetSheetRow("Clients", "B5", &[]any{42, "Acme", 123454821, 41234567})
		f.SetSheetRow("Clients", "B6", &[]any{1234567, "Zinnia", "12-3454821", 987654321012})
		for cell, format := range map[string]*string{"B5": &zeros, "B6": &comma, "D5": &dashes} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: format})
			if err != nil {
				t.Fatal(err)
			}
			f.SetCellStyle("Clients", cell, cell, style)
		}
		f.SetSheetVisible("Sheet1", true) // empty, and first
	})
	table, err := sheet.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := said(table); got != "|Number|Name|EIN|Tax ID 5:|00042|Acme|12-3454821|41234567 6:|1234567|Zinnia|12-3454821|987654321012" {
		t.Errorf("%q", got)
	}
	if table.Name != "Clients" || !table.Rows[0].Number(4) || table.Rows[0].Number(3) || table.Rows[0].Number(2) {
		t.Errorf("%q %+v", table.Name, table.Rows)
	}
}

func TestHeadersAreUnderstood(t *testing.T) {
	none := sheet.None
	for header, want := range map[string]sheet.Mapping{
		"Client Number,Client Name,EIN,Group,Tags,Notes":                                     {0, 1, 2, 3, 4, 5},
		"client_number,client_name,ein_last_four,group,tags,notes,company_uuid,company_name": {0, 1, none, 3, 4, 5},
		"Name,ID,FEIN":                         {1, 0, 2, none, none, none},
		"Client,Name,Tax ID Number":            {0, 1, 2, none, none, none},
		"Client,EIN":                           {none, 0, 1, none, none, none},
		"Company,Acct #,Federal ID,Memo":       {1, 0, 2, none, none, 3},
		"No.,Business name,Employer ID,Office": {0, 1, 2, 3, none, none},
		"Primary Client Name,Internal Client ID,Company EIN,Comment": {1, 0, 2, none, none, 3},
		"Customer,Customer ID,Labels":                                {1, 0, none, none, 2, none},
	} {
		table := read(t, header+"\n"+strings.Repeat("x,", strings.Count(header, ","))+"x\n")
		if got := sheet.Guess(table); got != want {
			t.Errorf("%s: %+v, not %+v", header, got, want)
		}
	}
}

func TestWithoutAHeaderTheCellsTell(t *testing.T) {
	table := read(t, "1001,Blue Heron Bakery LLC,12-3454821\n1002,Juniper Books LLC,98-7654321\n")
	if table.Header != nil {
		t.Fatalf("%q was taken for a header", table.Header)
	}
	if got, want := sheet.Guess(table), (sheet.Mapping{Number: 0, Name: 1, EIN: 2, Group: -1, Tags: -1, Notes: -1}); got != want {
		t.Errorf("%+v", got)
	}
}

func TestAHeaderWithOneKnownWordIsOneUnlessItLooksLikeARow(t *testing.T) {
	for text, want := range map[string]string{
		"Acct Name,EIN\nAcme,12-3454821\n": "Acct Name|EIN 2:Acme|12-3454821",
		"Client\nAcme\nZinnia\n":           "Client 2:Acme 3:Zinnia",
		"Acme,Client\nZinnia,Client\n":     " 1:Acme|Client 2:Zinnia|Client",
		"Acme 24,Office\nZinnia,Home\n":    " 1:Acme 24|Office 2:Zinnia|Home",
		"Clients of 2026\nName\nAcme\n":    "Name 3:Acme",
		"My clients\n\nNo,Name\n1,Acme\n":  "No|Name 4:1|Acme",
	} {
		if got := said(read(t, text)); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// dangerous are cells with which a spreadsheet would do something.
var dangerous = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://example.com?\"&A1,\"x\")", "＝1", "'=1"}

func TestNothingThatIsWrittenIsAFormula(t *testing.T) {
	rows := [][]string{}
	for _, cell := range dangerous {
		rows = append(rows, []string{cell, "x"})
	}
	out := &bytes.Buffer{}
	if err := sheet.WriteCSV(out, []string{"number", "name"}, rows); err != nil {
		t.Fatal(err)
	}
	text, _ := strings.CutPrefix(out.String(), "\ufeff")
	for _, line := range strings.Split(strings.ReplaceAll(text, `"`, ""), "\r\n") {
		if strings.IndexAny(strings.TrimLeft(line, " "), "=+-@\t\r＝") == 0 {
			t.Errorf("%q begins a formula", line)
		}
	}
	out.Reset()
	if err := sheet.WriteWorkbook(out, "Crosswalk", []string{"number", "name"}, rows); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range dangerous {
		cell := fmt.Sprintf("A%d", i+2)
		formula, _ := f.GetCellFormula("Crosswalk", cell)
		kind, _ := f.GetCellType("Crosswalk", cell)
		if formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%q: formula %q, type %v", dangerous[i], formula, kind)
		}
	}
}

// What was written reads as it was, whatever it is.
func TestWhatIsWrittenReadsAsItWas(t *testing.T) {
	cells := append([]string{"1001", "007", "Café, LLC", `Joe "Bud" Smith`, "two\nlines", "Zürich; AG", "a|b", "12-3454821", "sep=;"}, dangerous...)
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	same := func(seed uint64) bool {
		random := rand.New(rand.NewPCG(seed, 0))
		var rows [][]string
		for range 1 + random.IntN(30) {
			rows = append(rows, []string{cells[random.IntN(len(cells))], cells[random.IntN(len(cells))], cells[random.IntN(len(cells))]})
		}
		for name, write := range map[string]func(*bytes.Buffer) error{
			"CSV": func(out *bytes.Buffer) error {
				return sheet.WriteCSV(out, []string{"client number", "client name", "notes"}, rows)
			},
			"workbook": func(out *bytes.Buffer) error {
				return sheet.WriteWorkbook(out, "Crosswalk", []string{"client number", "client name", "notes"}, rows)
			},
		} {
			out := &bytes.Buffer{}
			if err := write(out); err != nil {
				t.Error(name, err)
				return false
			}
			table, err := sheet.Read(out)
			if err != nil {
				t.Error(name, err)
				return false
			}
			var back [][]string
			for _, r := range table.Rows {
				back = append(back, r.Cells)
			}
			if !reflect.DeepEqual(back, rows) {
				t.Errorf("%s: %q came back as %q", name, rows, back)
				return false
			}
		}
		return true
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 40}); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{plain(","), plain("\t"), "\xff\xfeN\x00a\x00", "sep=;\na;b\n", "\"", "a,\"b\nc", "=1,+2\n", "No,Name\n1,Joe \"Bud\" Smith\n"} {
		f.Add([]byte(seed))
	}
	file := &bytes.Buffer{}
	if err := sheet.WriteWorkbook(file, "A", []string{"number", "name"}, [][]string{{"1", "Acme"}}); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := sheet.Read(bytes.NewReader(data))
		var bad *sheet.UnreadableError
		var large *sheet.LimitError
		switch {
		case err == nil:
			line := 0
			for _, r := range table.Rows {
				if r.Line <= line || len(r.Cells) == 0 || len(r.Cells) > table.Width {
					t.Fatalf("row %+v after line %d, width %d", r, line, table.Width)
				}
				line = r.Line
			}
			sheet.Guess(table)
		case !errors.As(err, &bad) && !errors.As(err, &large):
			t.Fatalf("an error of no kind: %v", err)
		}
	})
}
