package intake

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"crosswalk/internal/pattern"
	"crosswalk/internal/sheet"
)

// The columns of a list, in the order of the template.
const (
	columnClient    = "Client number"
	columnFirst     = "First name"
	columnLast      = "Last name"
	columnEmail     = "E-mail"
	columnPhone     = "Phone"
	columnLegal     = "Legal name"
	columnTrade     = "Trade name"
	columnEIN       = "EIN"
	columnStates    = "States"
	columnEmployees = "Employees"
	columnStreet    = "Street"
	columnSuite     = "Suite"
	columnCity      = "City"
	columnState     = "State"
	columnZIP       = "ZIP"
	columnPlace     = "Address phone"
	columnReason    = "Reason"
)

// maxAddresses is how many addresses a row may have. The columns of the others have a number: "Street 2", "City 2".
const maxAddresses = 5

// columns are those of the template, and what people call them besides, folded.
var columns = []struct {
	title string
	words []string
}{
	{columnClient, []string{"client number", "client no", "client id", "client code", "client", "customer number", "customer no", "account number", "no", "number"}},
	{columnFirst, []string{"first name", "first", "given name", "firstname", "contact first name", "user first name"}},
	{columnLast, []string{"last name", "last", "family name", "surname", "lastname", "contact last name", "user last name"}},
	{columnEmail, []string{"e mail", "email", "email address", "e mail address", "contact email", "user email", "mail"}},
	{columnPhone, []string{"phone", "phone number", "telephone", "tel", "mobile", "cell", "contact phone", "user phone", "mobile phone", "cell phone"}},
	{columnLegal, []string{"legal name", "company name", "company", "legal company name", "business name", "name", "legal entity name", "legal business name"}},
	{columnTrade, []string{"trade name", "dba", "doing business as", "d b a", "trading name", "trade name dba", "dba name"}},
	{columnEIN, []string{"ein", "fein", "federal ein", "tax id", "federal tax id", "employer identification number", "federal id", "tin", "company ein"}},
	{columnStates, []string{"states", "work states", "states where people work", "states with employees", "company states", "payroll states"}},
	{columnEmployees, []string{"employees", "number of employees", "number employees", "employee count", "headcount", "no of employees"}},
	{columnStreet, []string{"street", "street 1", "street address", "address", "address 1", "address line 1", "address line1", "full address", "company address"}},
	{columnSuite, []string{"suite", "suite apt", "apt", "unit", "street line 2", "address line 2", "address line2"}},
	{columnCity, []string{"city", "town"}},
	{columnState, []string{"state", "state code", "st"}},
	{columnZIP, []string{"zip", "zip code", "zipcode", "postal code", "postcode"}},
	{columnPlace, []string{"address phone", "company phone", "business phone", "office phone", "location phone"}},
	{columnReason, []string{"reason", "reasons", "override reason", "why"}},
}

// placeColumns are those that a row has for each of its addresses.
var placeColumns = []string{columnStreet, columnSuite, columnCity, columnState, columnZIP, columnPlace}

// Format is a kind of file.
type Format string

// The formats of the template.
const (
	CSV      Format = "csv"
	Workbook Format = "xlsx"
)

// Template writes an empty list, with the columns that [ReadList] reads; in a workbook, a second sheet says what goes
// where. It blocks on the writer.
func Template(w io.Writer, f Format) error {
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.title
	}
	if f == Workbook {
		return sheet.WritePages(w, sheet.Page{Name: "New companies", Header: header}, guide())
	}
	return sheet.WriteCSV(w, header, nil)
}

// needed are the columns that a list must have, and each row of it must fill in.
var needed = []string{columnFirst, columnLast, columnEmail, columnPhone, columnLegal}

// guides say what goes into the columns whose name does not say it all.
var guides = map[string]string{
	columnClient:    "The number of the client in your own list, when it is there. The company is made for that client.",
	columnFirst:     "Of the person at the client who will run payroll.",
	columnEmail:     "The person’s own address, not your firm’s: Gusto sends the account to it.",
	columnPhone:     "The person’s US number, ten digits.",
	columnLegal:     "Exactly as on the IRS letter CP-575 or 147C.",
	columnTrade:     "The name it does business under, when that is another one.",
	columnEIN:       "Nine digits, like 84-1234567. Empty while the company has none.",
	columnStates:    "Where people work: OR, or several, as in OR, WA.",
	columnEmployees: "How many, in digits.",
	columnStreet:    "Where the company files from; no PO box. A whole address in this one cell is understood, too.",
	columnZIP:       "Five digits, or nine.",
	columnReason:    "When Crosswalk doubts something in the row that is right all the same: why. It is kept with the request.",
}

// guide is the sheet that says what goes where.
func guide() sheet.Page {
	p := sheet.Page{Name: "What goes where", Header: []string{"Column", "Needed", "What goes there"}}
	for _, c := range columns {
		must := ""
		if slices.Contains(needed, c.title) {
			must = "yes"
		}
		p.Rows = append(p.Rows, []string{c.title, must, guides[c.title]})
	}
	p.Rows = append(p.Rows, []string{"Street 2, City 2, …", "", "Further addresses, up to five: columns with the same names and a number. The first one is the primary address."})
	return p
}

// placement says in which column of a file each column of the template is.
type placement map[string]int

var numbered = pattern.Of(`^(?:address )?([a-z ]+?) ([2-5])$|^address ([2-5]) ([a-z ]+)$`)

// meanings finds out what each header means. The first of two with one meaning has it.
func meanings(header []string) (p placement, unknown []string) {
	p = placement{}
	for i, text := range header {
		title := meaning(foldHeader(text))
		if _, taken := p[title]; title == "" || taken {
			if tidy(text) != "" {
				unknown = append(unknown, tidy(text))
			}
			continue
		}
		p[title] = i
	}
	return p, unknown
}

// meaning gives the column of the template that a folded header means; "" for none.
func meaning(header string) string {
	for _, c := range columns {
		if slices.Contains(c.words, header) {
			return c.title
		}
	}
	if short := strings.TrimSuffix(strings.TrimSuffix(header, " no"), " number"); short != header {
		return meaning(short)
	}
	if m := numbered().FindStringSubmatch(header); m != nil {
		title := meaning(m[1] + m[4])
		if m[1]+m[4] == "phone" {
			title = columnPlace
		}
		if slices.Contains(placeColumns, title) {
			return title + " " + m[2] + m[3]
		}
	}
	return ""
}

// foldHeader leaves the words of a header, without what stands in parentheses and the star of what is needed.
func foldHeader(text string) string {
	text, _, _ = strings.Cut(strings.ToLower(text), "(")
	text = strings.ReplaceAll(text, "#", " no ")
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// at names the column of the n-th address, counted from 1.
func at(title string, n int) string {
	if n == 1 {
		return title
	}
	return title + " " + strconv.Itoa(n)
}

func (p placement) cell(r sheet.Row, title string) string {
	column, ok := p[title]
	if !ok {
		return ""
	}
	return r.Cell(column)
}

// padded gives back the zeros in front that a spreadsheet has taken from a number of some digits.
func (p placement) padded(r sheet.Row, title string, digits int) string {
	text := p.cell(r, title)
	if short := digits - len(text); text != "" && short > 0 && short <= 2 && strings.Trim(text, "0123456789") == "" {
		return strings.Repeat("0", short) + text
	}
	return text
}

// address reads the n-th address of a row. A cell with a whole address in it is taken apart.
func (p placement) address(r sheet.Row, n int) Address {
	a := Address{
		Street1: p.cell(r, at(columnStreet, n)), Street2: p.cell(r, at(columnSuite, n)), City: p.cell(r, at(columnCity, n)),
		State: p.cell(r, at(columnState, n)), ZIP: p.padded(r, at(columnZIP, n), 5), Phone: p.cell(r, at(columnPlace, n)),
	}
	if a.City == "" && a.State == "" && a.ZIP == "" {
		if whole, ok := ParseAddress(a.Street1); ok {
			if a.Street2 != "" {
				whole.Street2 = a.Street2
			}
			if a.Phone != "" {
				whole.Phone = a.Phone
			}
			return whole
		}
	}
	return a
}

// columnOf names the column of a field. numbers are those that the addresses of the row have in the file.
func columnOf(f Field, numbers []int) string {
	if i, part, ok := f.Address(); ok && i < len(numbers) {
		title := map[Part]string{Street2: columnSuite, City: columnCity, State: columnState, ZIP: columnZIP, Phone: columnPlace}[part]
		if title == "" {
			title = columnStreet
		}
		return at(title, numbers[i])
	}
	return map[Field]string{
		FirstName: columnFirst, LastName: columnLast, Email: columnEmail, UserPhone: columnPhone, LegalName: columnLegal, TradeName: columnTrade,
		TaxNumber: columnEIN, Employees: columnEmployees, States: columnStates, Addresses: columnStreet,
	}[f]
}

// header gives what the file calls a column; for one that it does not have, what the template calls it.
func (p placement) header(header []string, title string) string {
	if i, ok := p[title]; ok && i < len(header) && tidy(header[i]) != "" {
		return tidy(header[i])
	}
	return title
}
