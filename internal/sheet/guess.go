package sheet

import (
	"slices"
	"strings"
	"unicode"
)

// None is the column of what no column is.
const None = -1

// Mapping says which column is what, counted from 0; [None] for none.
type Mapping struct{ Number, Name, EIN, Group, Tags, Notes int }

// headerWithin is how many rows may stand above the rows that matter: titles of a report, and its header.
const headerWithin = 15

// meanings are the words of headers, folded, the surer ones first.
var meanings = []struct {
	put   func(*Mapping, int)
	words []string
}{
	{func(m *Mapping, c int) { m.EIN = c }, []string{"ein", "fein", "federal ein", "tax id", "taxid", "tax id number", "tax id no", "federal tax id", "federal id",
		"fed id", "fed tax id", "tin", "employer id", "employer identification number", "employer id number", "ein number", "tax number"}},
	{func(m *Mapping, c int) { m.Number = c }, []string{"client number", "client no", "client num", "client id", "client code", "clientid", "customer number",
		"customer no", "customer id", "customer code", "account number", "account no", "acct no", "acct number", "acct", "account id", "account code", "number", "no", "num", "id", "code",
		"file number", "file no", "external id", "reference", "ref", "engagement"}},
	{func(m *Mapping, c int) { m.Name = c }, []string{"client name", "company name", "business name", "customer name", "employer name", "account name", "entity name",
		"organization name", "legal name", "name", "client", "company", "business", "customer", "employer", "entity", "organization", "account", "display name", "full name"}},
	{func(m *Mapping, c int) { m.Group = c }, []string{"client group", "group", "category", "team", "office", "department", "partner", "segment", "location", "class", "type"}},
	{func(m *Mapping, c int) { m.Tags = c }, []string{"tags", "tag", "labels", "label", "keywords"}},
	{func(m *Mapping, c int) { m.Notes = c }, []string{"notes", "note", "comments", "comment", "memo", "remarks", "description"}},
}

// fold leaves the words of a header: "Client #" and "client_no." are both "client no".
func fold(header string) string {
	header = strings.ReplaceAll(strings.ToLower(header), "#", " no ")
	words := strings.FieldsFunc(header, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// headerAt finds the header: the first row near the top that has two words of headers; else the first row that has one,
// no digits, as many cells as the row below, and not the same word there. -1 for none.
func headerAt(rows []Row) int {
	top := rows[:min(len(rows), headerWithin)]
	for i, r := range top {
		if len(known(r)) >= 2 {
			return i
		}
	}
	for i, r := range top[:min(len(top), len(rows)-1)] {
		words := known(r)
		if len(words) != 1 || len(r.Cells) < len(rows[i+1].Cells) || strings.ContainsFunc(strings.Join(r.Cells, ""), unicode.IsDigit) {
			continue
		}
		if fold(rows[i+1].Cell(words[0])) != fold(r.Cell(words[0])) {
			return i
		}
	}
	return -1
}

// known lists the columns of a row that have a word of headers.
func known(r Row) (columns []int) {
	for i, cell := range r.Cells {
		if meant(fold(cell)) {
			columns = append(columns, i)
		}
	}
	return columns
}

func meant(header string) bool {
	for _, m := range meanings {
		if slices.ContainsFunc(m.words, func(word string) bool { return header == word || contains(header, word) }) {
			return true
		}
	}
	return false
}

// contains says that a folded header has a word in it that is sure enough: one of several words, or an EIN; but not
// the end of one, which is no EIN.
func contains(header, word string) bool {
	sure := strings.Contains(word, " ") || word == "ein" || word == "fein"
	return sure && strings.Contains(" "+header+" ", " "+word+" ") && !strings.Contains(header, "last four") && !strings.Contains(header, "last 4")
}

// Guess says which column is probably what: by the header, and without one by what stands in the columns.
func Guess(t Table) Mapping {
	m := Mapping{None, None, None, None, None, None}
	if t.Header == nil {
		return guessByCells(t, m)
	}
	taken := make([]bool, len(t.Header))
	for _, meaning := range meanings {
		if column := match(t.Header, taken, meaning.words); column >= 0 {
			taken[column] = true
			meaning.put(&m, column)
		}
	}
	if m.Number == None { // "Client" beside "Name" is its number
		if column := match(t.Header, taken, []string{"client", "customer", "account"}); column >= 0 {
			m.Number = column
		}
	}
	return m
}

// match finds the first free column whose header is one of the words, the surer words first; then one that contains one.
func match(header []string, taken []bool, words []string) int {
	for _, whole := range []bool{true, false} {
		for _, word := range words {
			for i, text := range header {
				text = fold(text)
				if !taken[i] && (text == word || !whole && contains(text, word)) {
					return i
				}
			}
		}
	}
	return None
}

// looks is what the first cells of a column look like.
type looks struct{ cells, eins, digits, letters int }

// guessByCells takes a column of EINs for that, one of short words with digits for the number, and the one with the
// most letters for the name.
func guessByCells(t Table, m Mapping) Mapping {
	most := 0
	for column := range t.Width {
		l := look(t, column)
		switch {
		case l.cells == 0:
		case l.eins*2 > l.cells && m.EIN == None:
			m.EIN = column
		case l.digits*2 > l.cells && m.Number == None:
			m.Number = column
		case l.letters > most:
			m.Name, most = column, l.letters
		}
	}
	return m
}

func look(t Table, column int) (l looks) {
	for _, r := range t.Rows[:min(len(t.Rows), sniffed)] {
		cell := r.Cell(column)
		if cell == "" {
			continue
		}
		l.cells++
		digits, letters := 0, 0
		for _, c := range cell {
			switch {
			case unicode.IsDigit(c):
				digits++
			case unicode.IsLetter(c):
				letters++
			}
		}
		l.letters += letters
		switch {
		case digits == 9 && letters == 0 && len(cell) <= 11:
			l.eins++
		case digits > 0 && letters < 8 && !strings.Contains(cell, " "):
			l.digits++
		}
	}
	return l
}
