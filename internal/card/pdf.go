package card

import (
	"fmt"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// Sizes on the page, in points. The paper is US letter.
const (
	margin    = 54.0
	labelWide = 108.0
	lineHigh  = 13.0
)

// PDF writes the card as pages of US letter. The error is that of w.
func PDF(w io.Writer, c desk.Card) error {
	p := document(c)
	if err := p.Output(w); err != nil {
		return fmt.Errorf("write the card: %w", err)
	}
	return nil
}

func document(c desk.Card) *fpdf.Fpdf {
	p := fpdf.New("P", "pt", "Letter", "")
	// The library's own fonts know Western Europe alone; names come from everywhere.
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetTitle(Title(c), true)
	p.SetCreator("Crosswalk", true)
	p.SetCatalogSort(true) // the same card is the same file
	p.SetCreationDate(c.Drawn)
	p.SetModificationDate(c.Drawn)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(true, margin)
	p.AliasNbPages("{pages}")
	p.SetFooterFunc(func() {
		p.SetY(-margin + 12)
		p.SetFont("go", "", 8)
		p.CellFormat(0, lineHigh, fmt.Sprintf("%s · page %d of {pages}", clean(Title(c)), p.PageNo()), "", 0, "R", false, 0, "")
	})
	p.AddPage()
	p.SetFont("go", "B", 16)
	p.MultiCell(0, 22, clean(Title(c)), "", "L", false)
	for _, s := range Sections(c, words.English) {
		section(p, s)
	}
	return p
}

func section(p *fpdf.Fpdf, s Section) {
	p.Ln(8)
	p.SetFont("go", "B", 11)
	p.CellFormat(0, 18, s.Title, "B", 1, "L", false, 0, "")
	p.Ln(3)
	for _, r := range s.Rows {
		if _, high := p.GetPageSize(); p.GetY() > high-margin-lineHigh { // label and value stay together
			p.AddPage()
		}
		y := p.GetY()
		p.SetFont("go", "B", 9)
		p.CellFormat(labelWide, lineHigh, clean(r.Label), "", 0, "L", false, 0, "")
		p.SetXY(margin+labelWide, y)
		p.SetFont("go", "", 9)
		p.SetLeftMargin(margin + labelWide) // a value that goes on on the next page stays in its column
		p.MultiCell(0, lineHigh, clean(r.Value), "", "L", false)
		p.SetLeftMargin(margin)
		p.SetX(margin)
	}
}

// clean leaves out what the page's font has no place for, and what would end a line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r > 0xFFFF:
			return '?'
		}
		return r
	}, text)
}
