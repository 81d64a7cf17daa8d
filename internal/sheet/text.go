package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode makes UTF-8 of a text file: UTF-8 and UTF-16 with or without a byte order mark, else Windows' own.
func decode(whole []byte) (string, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(whole, []byte{0xFF, 0xFE}), bytes.HasPrefix(whole, []byte{0xFE, 0xFF}):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case wide(whole, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case wide(whole, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case utf8.Valid(whole):
		return strings.TrimPrefix(string(whole), "\ufeff"), nil
	default:
		from = charmap.Windows1252
	}
	text, err := from.NewDecoder().Bytes(whole)
	if err != nil {
		return "", &UnreadableError{Reason: "Its text is in no encoding that is known here", Err: err}
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return "", &UnreadableError{Reason: "It is not text"}
	}
	return strings.TrimPrefix(string(text), "\ufeff"), nil
}

// wide says whether the bytes at odd (1) or even (0) places are mostly zero, as in UTF-16 text of the West.
func wide(whole []byte, odd int) bool {
	part := whole[:min(len(whole), 4096)&^1]
	zeros := 0
	for i := odd; i < len(part); i += 2 {
		if part[i] == 0 {
			zeros++
		}
	}
	return len(part) >= 4 && zeros*4 > len(part)
}

// readText parses text whose columns are apart by what is found to part them.
func readText(text string) ([]Row, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // an old Mac's
	}
	comma, skip := delimiter(text)
	rows, err := parse(text, comma, false)
	var bad *csv.ParseError
	if errors.As(err, &bad) && (errors.Is(bad.Err, csv.ErrBareQuote) || errors.Is(bad.Err, csv.ErrQuote)) {
		// Joe "Bud" Smith, typed by hand. A quotation mark that is never closed is caught by the limit on cells.
		if rows, err = parse(text, comma, true); err == nil && swallowed(rows) {
			err = bad
		}
	}
	if errors.As(err, &bad) {
		return nil, &UnreadableError{Line: bad.StartLine, Reason: "A quotation mark is not closed, or stands in the middle of a cell", Err: err}
	}
	if err != nil {
		return nil, err
	}
	return rows[min(skip, len(rows)):], nil
}

// swallowed says that a cell holds so many lines that a quotation mark has eaten rows.
func swallowed(rows []Row) bool {
	for _, r := range rows {
		for _, cell := range r.Cells {
			if strings.Count(cell, "\n") > 30 {
				return true
			}
		}
	}
	return false
}

func parse(text string, comma rune, lazy bool) (rows []Row, err error) {
	if comma == 0 { // one column: a comma is part of a name
		return lines(text)
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, lazy, -1
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := in.FieldPos(0)
		r := Row{Line: line, Cells: cells, thin: make([]bool, len(cells))}
		for i, cell := range cells {
			r.thin[i] = strings.Trim(cell, "0123456789 ") == ""
			r.Cells[i] = unguard(cell)
		}
		if rows, err = keep(rows, r); err != nil {
			return nil, err
		}
	}
}

func lines(text string) (rows []Row, err error) {
	at := 0
	for line := range strings.Lines(text) {
		at++
		line = strings.TrimSpace(line)
		if n := len(line); n > 1 && line[0] == '"' && line[n-1] == '"' {
			line = strings.ReplaceAll(line[1:n-1], `""`, `"`)
		}
		if rows, err = keep(rows, Row{Line: at, Cells: []string{unguard(line)}}); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// sniffed is how many lines decide what parts the columns.
const sniffed = 60

// delimiter finds what parts the columns: what parts most lines into the same number of columns. 0 is nothing. skip is
// the number of lines that say so themselves ("sep=;", as Excel writes it).
func delimiter(text string) (comma rune, skip int) {
	first, _, _ := strings.Cut(text, "\n")
	if word := strings.TrimSpace(first); len(word) == 5 && strings.EqualFold(word[:4], "sep=") {
		return rune(word[4]), 1
	}
	best := 0.0
	for _, c := range []rune{'\t', ';', ',', '|'} {
		if share := evenness(text, c); share > best {
			best, comma = share, c
		}
	}
	if best < 0.6 {
		return 0, 0
	}
	return comma, 0
}

// evenness is the share of the first lines that a delimiter parts into the most usual number of columns, more than one.
func evenness(text string, comma rune) float64 {
	counts, total := map[int]int{}, 0
	quoted, fields, blank := false, 1, true
	end := func() {
		if !blank {
			counts[fields]++
			total++
		}
		fields, blank = 1, true
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted, blank = !quoted, false
		case quoted:
		case r == comma:
			fields++
		case r == '\n':
			if end(); total == sniffed {
				return share(counts, total)
			}
		case r > ' ':
			blank = false
		}
	}
	end()
	return share(counts, total)
}

func share(counts map[int]int, total int) float64 {
	most := 0
	for fields, n := range counts {
		if fields > 1 {
			most = max(most, n)
		}
	}
	return float64(most) / float64(max(1, total))
}
