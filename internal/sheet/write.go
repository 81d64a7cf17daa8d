package sheet

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"
)

// guarded are the first characters that make a spreadsheet take a cell of text for a formula, or try to: also behind
// the tab and the line break that it drops, and in the wide forms of East Asia.
const guarded = "=+-@\t\r\n＝＋－＠"

// guard puts an apostrophe before a cell that a spreadsheet would take for a formula, or that looks as if it had one.
func guard(cell string) string {
	if begins(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// unguard takes guard's apostrophe away, so that a list that was written reads as it was.
func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && begins(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

func begins(cell string) bool {
	first, size := utf8.DecodeRuneInString(cell)
	return size > 0 && strings.ContainsRune(guarded, first)
}

// WriteCSV writes rows as CSV (RFC 4180) in UTF-8 with a byte order mark, without which Excel takes it for something
// else. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
func WriteCSV(to io.Writer, header []string, rows [][]string) error {
	buffered := bufio.NewWriter(to)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	if err := out.Write(header); err != nil {
		return err
	}
	line := make([]string, 0, len(header))
	for _, row := range rows {
		line = line[:0]
		for _, cell := range row {
			line = append(line, guard(cell))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// Page is one sheet of a workbook that is written.
type Page struct {
	Name   string
	Header []string
	Rows   [][]string
}

// WriteWorkbook writes rows as an Excel workbook with one sheet. Every cell is text: a number keeps its leading zeros,
// and nothing is a formula.
func WriteWorkbook(to io.Writer, name string, header []string, rows [][]string) error {
	return WritePages(to, Page{name, header, rows})
}

// width is how wide a column is, in characters: wider where its first rows need it, as far as a screen is wide.
func (p Page) width(column int) float64 {
	const narrow, wide, looked = 22, 60, 50
	most := narrow
	for _, row := range p.Rows[:min(len(p.Rows), looked)] {
		most = max(most, utf8.RuneCountInString(Row{Cells: row}.Cell(column)))
	}
	return float64(min(most, wide))
}
