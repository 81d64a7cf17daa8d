//go:build !quick

package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxUnpacked is how large a workbook may be when it is unpacked: the same for all of it and for a part, so that no
// part goes to a scratch file.
const maxUnpacked = 400 << 20

// readWorkbook reads the first sheet that shows something.
func readWorkbook(whole []byte) (t Table, err error) {
	defer func() {
		if p := recover(); p != nil { // a damaged workbook is not this program's end
			t, err = Table{}, damaged(fmt.Errorf("%v", p))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(whole), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size exceeds") { // excelize has no type for it
			return Table{}, errTooBig
		}
		return Table{}, damaged(err)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		if shown, err := book.GetSheetVisible(name); err != nil || !shown {
			continue
		}
		rows, err := readSheet(book, name)
		if err != nil {
			return Table{}, err
		}
		if len(rows) > 0 {
			return tableOf(name, rows)
		}
	}
	return Table{}, &UnreadableError{Reason: "There is nothing in it"}
}

func damaged(err error) error {
	return &UnreadableError{Reason: "It is no Excel workbook, or a damaged one", Err: err}
}

// readSheet reads each cell twice: as it shows, and as it is kept, for numbers that show as 1.2E+08.
func readSheet(book *excelize.File, name string) (rows []Row, err error) {
	shown, err := book.Rows(name)
	if err != nil {
		return nil, damaged(err)
	}
	defer shown.Close()
	kept, err := book.Rows(name)
	if err != nil {
		return nil, damaged(err)
	}
	defer kept.Close()
	for line := 1; shown.Next() && kept.Next(); line++ {
		look, err := shown.Columns()
		if err != nil {
			return nil, damaged(err)
		}
		raw, err := kept.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, damaged(err)
		}
		if rows, err = keep(rows, rowOf(line, look, raw)); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(shown.Error(), kept.Error()); err != nil {
		return nil, damaged(err)
	}
	return rows, nil
}

func rowOf(line int, look, raw []string) Row {
	r := Row{Line: line, Cells: make([]string, max(len(look), len(raw)))}
	r.thin = make([]bool, len(r.Cells))
	for i := range r.Cells {
		r.Cells[i] = Row{Cells: look}.Cell(i)
		number := Row{Cells: raw}.Cell(i)
		if number == "" || strings.Trim(number, "0123456789") != "" {
			continue
		}
		// A whole number: what shows may have lost digits, or gained commas. Leading zeros that show are meant.
		if strings.TrimLeft(r.Cells[i], "0") != strings.TrimLeft(number, "0") && !dashed(r.Cells[i], number) {
			r.Cells[i] = number
		}
		r.thin[i] = r.Cells[i] == number
	}
	return r
}

// dashed says that what shows is the same number with dashes, as a format for tax numbers has it.
func dashed(look, number string) bool {
	return strings.TrimLeft(strings.ReplaceAll(look, "-", ""), "0") == strings.TrimLeft(number, "0")
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
