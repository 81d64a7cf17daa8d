package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
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

// WritePages writes an Excel workbook with several sheets, the first of which is shown when it is opened.
func WritePages(to io.Writer, pages ...Page) error {
	book := excelize.NewFile()
	defer book.Close()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("make the header bold: %w", err)
	}
	for i, p := range pages {
		if i == 0 {
			err = book.SetSheetName("Sheet1", p.Name)
		} else {
			_, err = book.NewSheet(p.Name)
		}
		if err != nil {
			return fmt.Errorf("name the sheet: %w", err)
		}
		if err := p.write(book, bold); err != nil {
			return fmt.Errorf("write the sheet %s: %w", p.Name, err)
		}
	}
	return book.Write(to)
}

func (p Page) write(book *excelize.File, bold int) error {
	out, err := book.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for column := range p.Header {
		if err := out.SetColWidth(column+1, column+1, p.width(column)); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range append([][]string{p.Header}, p.Rows...) {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
			if i == 0 {
				cells[j] = excelize.Cell{StyleID: bold, Value: cell}
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	return out.Flush()
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
