package sheet

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
)

// Read reads a list: an Excel workbook (.xlsx, the first sheet that shows something), or text with its columns apart by
// commas, semicolons, tabs or bars. What it is, is seen in its bytes, not in its name. It blocks on the reader.
//
// Errors: *UnreadableError, *LimitError, and those of the reader.
func Read(from io.Reader) (Table, error) {
	whole, err := io.ReadAll(io.LimitReader(from, MaxBytes+1))
	if err != nil {
		return Table{}, err
	}
	switch {
	case len(whole) > MaxBytes:
		return Table{}, errTooBig
	case bytes.HasPrefix(whole, []byte("PK\x03\x04")):
		return readWorkbook(whole)
	case bytes.HasPrefix(whole, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return Table{}, &UnreadableError{Reason: "It is a workbook of an old kind (.xls), or one with a password"}
	case bytes.HasPrefix(whole, []byte("%PDF")):
		return Table{}, &UnreadableError{Reason: "It is a PDF"}
	}
	text, err := decode(whole)
	if err != nil {
		return Table{}, err
	}
	return Text(text)
}

// Text reads a list that was pasted, or a file's text.
func Text(text string) (Table, error) {
	if len(text) > MaxBytes {
		return Table{}, errTooBig
	}
	rows, err := readText(text)
	if err != nil {
		return Table{}, err
	}
	return tableOf("", rows)
}

// Names of files that can be chosen.
var extensions = []string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}

// Readable says whether a file's name is one of a list that can be read.
func Readable(name string) bool {
	end := strings.ToLower(filepath.Ext(name))
	for _, e := range extensions {
		if e == end {
			return true
		}
	}
	return false
}

// tableOf finds the header among the rows, and drops what stands above it.
func tableOf(name string, rows []Row) (Table, error) {
	if len(rows) == 0 {
		return Table{}, &UnreadableError{Reason: "There is nothing in it"}
	}
	t := Table{Name: name, Rows: rows}
	if at := headerAt(rows); at >= 0 {
		t.Header, t.Rows = rows[at].Cells, rows[at+1:]
	}
	if len(t.Rows) > MaxRows {
		return Table{}, errTooLong
	}
	t.Width = len(t.Header)
	for _, r := range t.Rows {
		t.Width = max(t.Width, len(r.Cells))
	}
	return t, nil
}

// keep adds a row that is not empty, without the empty cells at its end. Rows are read a few further than MaxRows: for
// a header and what stands above it.
func keep(rows []Row, r Row) ([]Row, error) {
	for i, cell := range r.Cells {
		r.Cells[i] = strings.Trim(cell, " \t\r\n\u00a0\ufeff\x00")
		if len(cell) > MaxCell {
			return nil, &UnreadableError{Line: r.Line, Reason: "A cell is longer than 32,767 characters; a quotation mark may not be closed"}
		}
	}
	for len(r.Cells) > 0 && r.Cells[len(r.Cells)-1] == "" {
		r.Cells = r.Cells[:len(r.Cells)-1]
	}
	switch {
	case len(r.Cells) == 0:
		return rows, nil
	case len(r.Cells) > MaxColumns:
		return nil, errTooWide
	case len(rows) > MaxRows+headerWithin:
		return nil, errTooLong
	}
	return append(rows, r), nil
}
