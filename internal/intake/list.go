package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"crosswalk/internal/sheet"
)

// MaxRows is how many companies a list may have.
const MaxRows = 1000

// List is a list of new companies that was read.
type List struct {
	Rows    []Row
	Unknown []string // headers that mean nothing here: what is below them is not sent
}

// Row is one new company of a list.
type Row struct {
	Line     int    // in the file, counted from 1
	Client   string // the client's number, as it was typed; "" for none
	Form     Form
	Findings []CellFinding

	reason  string
	numbers []int // that the addresses have in the file, counted from 1
}

// Stops says that nothing is sent for the row until it is mended.
func (r Row) Stops() bool {
	return slices.ContainsFunc(r.Findings, func(f CellFinding) bool { return f.Stops() })
}

// CellFinding is a finding, and the header of the column where it has to be mended.
type CellFinding struct {
	Finding
	Column string
}

// ListError says why a list cannot be read at all.
type ListError struct {
	Reason   string // a sentence without a period
	TooLarge bool
	Err      error // underneath; nil for none
}

func (e *ListError) Error() string { return e.Reason }

// Unwrap gives the error underneath.
func (e *ListError) Unwrap() error { return e.Err }

// ReadList reads a list of new companies, a CSV file or an Excel workbook with the columns of [Template], and checks
// each row, also against the others. It blocks on the reader.
//
// Errors: *ListError, and those of the reader.
func ReadList(from io.Reader, firm Firm) (List, error) {
	table, err := sheet.Read(from)
	var unreadable *sheet.UnreadableError
	var large *sheet.LimitError
	switch {
	case errors.As(err, &large):
		return List{}, &ListError{Reason: large.Error(), TooLarge: true, Err: err}
	case errors.As(err, &unreadable):
		return List{}, &ListError{Reason: unreadable.Error(), Err: err}
	case err != nil:
		return List{}, fmt.Errorf("read the list: %w", err)
	}
	return readTable(table, firm)
}

func readTable(t sheet.Table, firm Firm) (List, error) {
	header, rows := headerOf(t)
	places, unknown := meanings(header)
	for _, title := range needed {
		if _, there := places[title]; !there {
			return List{}, &ListError{Reason: "It has no column “" + title + "”"}
		}
	}
	switch {
	case len(rows) == 0:
		return List{}, &ListError{Reason: "There is nothing below the header"}
	case len(rows) > MaxRows:
		return List{}, &ListError{Reason: fmt.Sprintf("It has %d rows, and 1,000 at most are taken", len(rows)), TooLarge: true}
	}
	l := List{Unknown: unknown}
	for _, r := range rows {
		l.Rows = append(l.Rows, places.read(r, header, firm))
	}
	l.compare(places, header)
	return l, nil
}

// headerOf finds the row with the names of the columns: what the sheet took for it, or one near the top.
func headerOf(t sheet.Table) (header []string, rows []sheet.Row) {
	const within = 15
	placed, _ := meanings(t.Header)
	best := len(placed)
	header, rows = t.Header, t.Rows
	for i, r := range t.Rows[:min(len(t.Rows), within)] {
		if placed, _ := meanings(r.Cells); len(placed) > max(best, 2) {
			best, header, rows = len(placed), r.Cells, t.Rows[i+1:]
		}
	}
	return header, rows
}

// read makes a form of one row and checks it.
func (p placement) read(r sheet.Row, header []string, firm Firm) Row {
	row := Row{Line: r.Line, Client: p.cell(r, columnClient), reason: tidy(p.cell(r, columnReason))}
	f := Form{Person: Person{First: p.cell(r, columnFirst), Last: p.cell(r, columnLast), Email: p.cell(r, columnEmail), Phone: p.cell(r, columnPhone)}}
	f.Company = Company{Legal: p.cell(r, columnLegal), Trade: p.cell(r, columnTrade), EIN: p.padded(r, columnEIN, 9), Employees: p.cell(r, columnEmployees)}
	f.Company.States = statesOf(p.cell(r, columnStates))
	for n := 1; n <= maxAddresses; n++ {
		if a := p.address(r, n); !a.Empty() {
			a.Primary = len(f.Addresses) == 0
			f.Addresses = append(f.Addresses, a)
			row.numbers = append(row.numbers, n)
		}
	}
	row.Form = f
	for _, found := range f.Check(firm) {
		row.add(found, p.header(header, columnOf(found.Field, row.numbers)))
	}
	return row
}

// add notes a finding. The reason of the row is the reason for each of its doubts.
func (r *Row) add(f Finding, column string) {
	if f.Level == NeedsReason && r.reason != "" {
		f.Reason = r.reason
		if r.Form.Reasons == nil {
			r.Form.Reasons = map[Field]string{}
		}
		r.Form.Reasons[f.Field] = r.reason
	}
	r.Findings = append(r.Findings, CellFinding{f, column})
}

// compare looks for companies that are in the list twice.
func (l *List) compare(p placement, header []string) {
	seen := map[string]int{}
	for i := range l.Rows {
		r := &l.Rows[i]
		print := r.Form.Fingerprint()
		for _, t := range []struct {
			field  Field
			kind   Kind
			level  Level
			column string
			value  string
		}{
			{TaxNumber, SameEIN, Blocks, columnEIN, print.EIN},
			{Email, SameEmail, NeedsReason, columnEmail, print.Email},
			{LegalName, SameName, NeedsReason, columnLegal, print.Name},
		} {
			if t.value == "" {
				continue
			}
			key := string(t.kind) + ":" + t.value
			if line := seen[key]; line > 0 {
				r.add(Finding{Field: t.field, Kind: t.kind, Level: t.level, Detail: strconv.Itoa(line)}, p.header(header, t.column))
				continue
			}
			seen[key] = r.Line
		}
	}
}

// statesOf parts the states of a cell: "OR, WA", "OR WA", "Oregon; Washington".
func statesOf(cell string) []string {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;/|&\n", r) })
	var all []string
	for _, part := range parts {
		if part = tidy(part); part == "" {
			continue
		}
		words := strings.Fields(part)
		codes := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return anyState(w) == "" })
		if anyState(part) == "" && len(codes) == len(words) {
			all = append(all, words...) // "OR WA"
			continue
		}
		all = append(all, part)
	}
	return all
}
