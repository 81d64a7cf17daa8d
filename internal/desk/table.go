package desk

import (
	"slices"

	"crosswalk/internal/sheet"
)

// RowProblem is why a row cannot become a client, as one stable word. Package words has a sentence for each.
type RowProblem string

// The problems of a row.
const (
	NameMissing   RowProblem = "no_name"
	NameTooLong   RowProblem = "name_too_long"
	NumberTooLong RowProblem = "number_too_long"
	NotAnEIN      RowProblem = "not_an_ein"
	GroupTooLong  RowProblem = "group_too_long"
	TagsTooLong   RowProblem = "tags_too_long"
	NotesTooLong  RowProblem = "notes_too_long"
	NumberTwice   RowProblem = "number_twice"    // Detail is the other line
	SameAsLine    RowProblem = "same_as_line"    // Detail is the other line: both mean the same client
	Ambiguous     RowProblem = "several_clients" // Detail is one of the clients that have this EIN or name
	OddText       RowProblem = "text_unreadable" // the cell's text is not in the encoding of the rest
)

// RowProblems lists every problem, so that a test can ask whether each has its words.
func RowProblems() []RowProblem {
	return []RowProblem{NameMissing, NameTooLong, NumberTooLong, NotAnEIN, GroupTooLong, TagsTooLong, NotesTooLong, NumberTwice, SameAsLine, Ambiguous, OddText}
}

var rowSentences = map[RowProblem]string{
	NameMissing: "The name is missing", NameTooLong: "The name is longer than 200 characters", NumberTooLong: "The number is longer than 100 characters",
	NotAnEIN: "An EIN has nine digits", GroupTooLong: "The group is longer than 100 characters",
	TagsTooLong: "There are more than 50 tags, or one is longer than 50 characters", NotesTooLong: "The notes are longer than 4,000 characters",
}

func (p RowProblem) say() string { return rowSentences[p] }

// Field is a field of a client.
type Field string

// The fields that a column can be.
const (
	FieldNumber Field = "number"
	FieldName   Field = "name"
	FieldEIN    Field = "ein"
	FieldGroup  Field = "group"
	FieldTags   Field = "tags"
	FieldNotes  Field = "notes"
)

// NotMapped is the column of a field that no column is.
const NotMapped = sheet.None

// Mapping says which column is which field, counted from 0; [NotMapped] for none.
type Mapping = sheet.Mapping

// TableColumn is a column as the person sees it while mapping.
type TableColumn struct {
	Header  string   // "" when the list has none
	Samples []string // the first few cells that are not empty
}

// Table is a list that was read and not imported: what a column could be, and how many rows there are.
type Table struct {
	Name    string // of the file or the sheet; "" for pasted text
	Columns []TableColumn
	Mapping Mapping // what the headers and the cells suggest
	Rows    int

	rows []sheet.Row
}

// RowKind is what importing would do with a row.
type RowKind int

// The kinds of a row.
const (
	RowAdds RowKind = iota
	RowUpdates
	RowSame
	RowBad
)

// PreviewRow is one row, and what would become of it.
type PreviewRow struct {
	Line    int // in the file, counted from 1
	Kind    RowKind
	Draft   Draft
	Client  string  // the client that it means, for RowUpdates and RowSame
	Changes []Field // for RowUpdates
	Problem RowProblem
	Detail  string // to the problem
}

// Preview is what importing a table would do. Nothing of it has happened.
type Preview struct {
	Rows                     []PreviewRow // in the order of the file
	Adds, Updates, Same, Bad int

	basis string
}

// Imported is what an import did.
type Imported struct{ Added, Updated int }

// Has says whether a row would change a field.
func (r PreviewRow) Has(f Field) bool { return slices.Contains(r.Changes, f) }
