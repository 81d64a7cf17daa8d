package intake

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosswalk/internal/pattern"
)

// Firm is what is known about the firm itself.
type Firm struct {
	Domains []string // of its own e-mail addresses, as [ParseDomain] gives them
}

// longest is how many characters a field may have. Gusto names no limit; what is longer was pasted into the wrong field.
const longest = 255

// Check looks at all that was typed, and gives what is wrong or may be, in the order of the form. A finding that needs a
// reason has the one that was given.
func (f Form) Check(firm Firm) []Finding {
	c := &check{firm: firm, why: f.Reasons}
	c.person(f.Person)
	c.company(f.Company)
	c.addresses(f.Addresses, c.states(f.Company.States))
	return c.found
}

// check gathers findings in the order of the form.
type check struct {
	firm  Firm
	found []Finding
	why   map[Field]string
}

func (c *check) add(f Field, k Kind, l Level, detail string) {
	finding := Finding{Field: f, Kind: k, Level: l, Detail: detail}
	if l == NeedsReason {
		finding.Reason = tidy(c.why[f])
	}
	c.found = append(c.found, finding)
}

// text checks what any text has to be; false when there is nothing more to say about it.
func (c *check) text(f Field, text string, needed bool) bool {
	text = tidy(text)
	switch {
	case text == "" && needed:
		c.add(f, Missing, Blocks, "")
	case utf8.RuneCountInString(text) > longest:
		c.add(f, TooLong, Blocks, strconv.Itoa(longest))
	default:
		return text != ""
	}
	return false
}

func (c *check) person(p Person) {
	for _, name := range []struct {
		field Field
		text  string
	}{{FirstName, p.First}, {LastName, p.Last}} {
		if c.text(name.field, name.text, true) && strings.ContainsFunc(name.text, oddInName) {
			c.add(name.field, OddName, Hint, "")
		}
	}
	c.email(p.Email)
	c.phone(UserPhone, p.Phone, true)
}

// oddInName says that a sign is hardly one of a person's name.
func oddInName(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("@/\\:;<>=_!?*#%$", r)
}

// doingBusiness is what stands between a legal and a trade name.
var doingBusiness = pattern.Of(`(?i)\bd\s?[./]?\s?b\s?[./]?\s?a\b|\ba\s?/\s?k\s?/\s?a\b|\bt/a\b|\b(?:doing business|also known|trading) as\b`)

func (c *check) company(p Company) {
	if c.text(LegalName, p.Legal, true) {
		c.legal(tidy(p.Legal))
	}
	if c.text(TradeName, p.Trade, false) && foldName(p.Trade) == foldName(p.Legal) {
		c.add(TradeName, SameNames, Hint, "")
	}
	c.ein(p.EIN)
	c.employees(p.Employees)
}

// legal compares a legal name with what the IRS's record can have: letters, digits, hyphens and ampersands (IRS,
// instructions for Form SS-4 and its letter CP-575).
func (c *check) legal(name string) {
	if utf8.RuneCountInString(name) < 2 { // Gusto's documentation
		c.add(LegalName, TooShort, Blocks, "")
		return
	}
	if doingBusiness().MatchString(name) {
		c.add(LegalName, HasTradeName, NeedsReason, "")
		return
	}
	if i := strings.IndexFunc(name, oddInLegal); i >= 0 {
		sign, _ := utf8.DecodeRuneInString(name[i:])
		c.add(LegalName, OddPunctuation, Hint, string(sign))
	}
}

func oddInLegal(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != ' ' && r != '-' && r != '&'
}

// manyEmployees is from how many on a number is asked about: it may be a year, or a ZIP code.
const manyEmployees = 1000

func (c *check) employees(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	n, ok := parseCount(text)
	switch {
	case !ok:
		c.add(Employees, NotNumber, Blocks, "")
	case n == 0:
		c.add(Employees, NoEmployees, Hint, "")
	case n >= manyEmployees:
		c.add(Employees, ManyEmployees, NeedsReason, strconv.Itoa(n))
	}
}

var countWritten = pattern.Of(`^(?:[0-9]{1,7}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0+)?$`)

// parseCount reads a number of people, below ten million: "12", "1,200", and "12.0" as spreadsheets have it.
func parseCount(text string) (int, bool) {
	text = strings.TrimSpace(text)
	if !countWritten().MatchString(text) {
		return 0, false
	}
	text, _, _ = strings.Cut(strings.ReplaceAll(text, ",", ""), ".")
	n, err := strconv.Atoi(text)
	return n, err == nil && n < 10_000_000
}

// states checks the company's states, and gives the codes of those that are right.
func (c *check) states(all []string) map[string]bool {
	codes := map[string]bool{}
	for _, text := range all {
		if strings.TrimSpace(text) == "" {
			continue
		}
		if code := c.state(States, text); code != "" {
			codes[code] = true
		}
	}
	return codes
}

// tidy leaves out what does not show, and makes one space of each gap.
func tidy(text string) string {
	return strings.Join(strings.Fields(strings.Map(printable, text)), " ")
}

// printable drops what steers a text rather than being in it, but for gaps.
func printable(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsPrint(r):
		return r
	}
	return -1
}
