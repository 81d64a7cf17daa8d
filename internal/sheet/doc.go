// Package sheet reads lists that people keep in spreadsheets, and writes such lists.
//
// Rules: it knows no client and no company, only rows, columns and what a header usually means; each row keeps its line
// in the file; nothing is dropped without an error, and every limit is told; what it writes is text to every program
// that opens it, never a formula; it reads from memory, so that nothing of a list is left in a scratch file.
package sheet

import "fmt"

// The limits of a list that is read.
const (
	MaxBytes   = 50 << 20
	MaxRows    = 20000 // beside the header; empty rows do not count
	MaxColumns = 200
	MaxCell    = 32767 // characters in a cell, which is also what a spreadsheet holds
)

// Table is a list that was read.
type Table struct {
	Name   string   // of the sheet; "" for text
	Header []string // nil when the list has none
	Rows   []Row    // without empty ones
	Width  int      // of the widest row, the header included
}

// Row is one row and where it stands.
type Row struct {
	Line  int // in the file, counted from 1; for a sheet, the row's number
	Cells []string
	thin  []bool // cells that are kept as numbers, and so have lost their leading zeros
}

// Cell gives a cell; "" for one that is not there.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Number says whether a cell is kept as a number, so that leading zeros are lost. In text nobody can tell: every cell
// of digits counts.
func (r Row) Number(column int) bool {
	return column >= 0 && column < len(r.thin) && r.thin[column]
}

// UnreadableError says why a list cannot be read.
type UnreadableError struct {
	Line   int // 0 when it is not about one line
	Reason string
	Err    error
}

func (e *UnreadableError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return e.Reason
}

// Unwrap gives the error underneath, where there is one.
func (e *UnreadableError) Unwrap() error { return e.Err }

// LimitError says that a list is larger than what is read in one go.
type LimitError struct{ Reason string }

func (e *LimitError) Error() string { return e.Reason }

var (
	errTooBig  = &LimitError{"It has more than 50 MB"}
	errTooLong = &LimitError{"It has more than 20,000 rows"}
	errTooWide = &LimitError{"It has more than 200 columns"}
)
