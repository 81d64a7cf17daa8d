package words

import (
	"strings"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
)

// findingMessages has a sentence and a hint for every kind of finding. {detail} is the finding's; {field} is the
// field's name.
var findingMessages = map[intake.Kind][2]string{
	intake.Missing: {"{field} is missing", "Gusto needs it to open the account."},
	intake.TooLong: {"This is longer than {detail} characters", "Something else was probably pasted here."},
	intake.OddName: {"This does not look like a person’s name", "Write it as it is on the person’s ID."},

	intake.NotEmail:      {"This is not an e-mail address", "It has the form name@company.com."},
	intake.OwnDomain:     {"This is your own firm’s address", "Gusto sends the account to it: use the client’s."},
	intake.ThrowAway:     {"Addresses at {detail} live for minutes", "Gusto sends the account to it, and reminders for years: ask the client for a lasting one."},
	intake.UnknownEnding: {"No address ends in {detail}", "Look at the letters after the last period."},
	intake.Misspelled:    {"Did you mean {detail}?", "Gusto sends the account to this address: compare it letter by letter."},

	intake.NotPhone:       {"This is not a US telephone number", "It has ten digits, like (503) 555-0142. Area code and exchange begin with 2 to 9."},
	intake.PhoneAbroad:    {"This number is not in the United States", "Its area code is of {detail}."},
	intake.UnlikelyPhone:  {"No phone company has given out this number", "Compare the area code and the exchange."},
	intake.ExtensionStays: {"Extension {detail} is not sent", "Gusto takes ten digits."},

	intake.TooShort:       {"A legal name has two characters or more", "Write it exactly as on the IRS letter CP-575."},
	intake.HasTradeName:   {"There is a trade name in it", "Leave only the legal name here, as on the IRS letter CP-575; the other goes into the trade name."},
	intake.OddPunctuation: {"The IRS has no “{detail}” in names", "Write it exactly as on the letter CP-575 or 147C."},
	intake.SameNames:      {"This is the legal name once more", "Leave it empty when the company has no other name."},

	intake.NotEIN:        {"An EIN has nine digits", "It is on the IRS letter CP-575, like 84-1234567. Leave it empty while the company has none."},
	intake.NeverIssued:   {"The IRS has never issued an EIN that begins with {detail}", "Compare it with the letter CP-575."},
	intake.LooksPersonal: {"This is written like a Social Security number", "Gusto needs the company’s EIN here. A sole proprietor with employees has one, too."},
	intake.Placeholder:   {"This looks like a made-up number", "Leave the field empty while the company has no EIN."},

	intake.NotNumber:     {"This is not a number of people", "Write digits alone, like 12."},
	intake.ManyEmployees: {"{detail} employees are many", "Compare the number."},
	intake.NoEmployees:   {"No number of employees is sent", "Gusto takes 0 for not known."},

	intake.EmptyAddress:  {"This address is empty", "Fill it in, or remove it."},
	intake.UnknownState:  {"“{detail}” is no state", "Use its name, or its two letters."},
	intake.Territory:     {"Gusto has no accounts in {detail}", "Its list has the 50 states and DC."},
	intake.StateMissing:  {"{detail} is not among the states", "An address of the company is there. Tick it if people work there."},
	intake.NotZIP:        {"A ZIP code has five digits, or nine", "Like 97212 or 97212-1234."},
	intake.UnusedZIP:     {"No ZIP code begins with {detail}", "Compare it with the address."},
	intake.OtherState:    {"This ZIP code is of {detail}", "Compare the state and the ZIP code."},
	intake.POBox:         {"The primary address cannot be a PO box", "It is where the company files from: use the street address."},
	intake.POBoxElse:     {"This is a PO box", "Gusto asks for places where people work."},
	intake.NoHouseNumber: {"The house number may be missing", "Compare it with the address."},
	intake.SameAddress:   {"This is address {detail} once more", "Remove one of them."},
	intake.TwoPrimary:    {"Address {detail} is the primary one already", "A company files from one address."},
	intake.NoPrimary:     {"No address is the primary one", "Choose the one that the company files from."},

	intake.SameEIN:   {"Line {detail} has this EIN, too", "One company has one EIN: correct one of the lines, or take it out."},
	intake.SameEmail: {"Line {detail} has this e-mail address, too", "Gusto may refuse the second company with it."},
	intake.SameName:  {"Line {detail} has this legal name, too", "The company would be made twice."},
}

// AskReason stands above the field for a reason.
var AskReason = tongue.Key("If it is right all the same, say why")

// ForEntry gives a sentence without a period, and a hint with one.
func ForEntry(f intake.Finding) (sentence, hint string) {
	detail := f.Detail
	if f.Kind == intake.PhoneAbroad {
		detail = country(detail)
	}
	m := findingMessages[f.Kind]
	say := func(text string) string { return tongue.F(text, "detail", detail, "field", FieldName(f.Field)) }
	return say(m[0]), say(m[1])
}

// Beside gives the line that stands below a field: the sentence and the hint.
func Beside(f intake.Finding) string {
	sentence, hint := ForEntry(f)
	if !strings.HasSuffix(sentence, "?") {
		sentence += "."
	}
	return sentence + " " + hint
}

// country names the other countries of the North American plan that clients' numbers are of.
func country(code string) string {
	if name := countries[code]; name != "" {
		return tongue.L(name)
	}
	return tongue.F("another country ({code})", "code", code)
}

var countries = map[string]string{
	"CA": "Canada", "PR": "Puerto Rico", "GU": "Guam", "VI": "the U.S. Virgin Islands", "AS": "American Samoa",
	"MP": "the Northern Mariana Islands", "DO": "the Dominican Republic", "JM": "Jamaica", "BS": "the Bahamas", "BM": "Bermuda",
}

var fieldNames = map[intake.Field]string{
	intake.FirstName: "First name", intake.LastName: "Last name", intake.Email: "E-mail", intake.UserPhone: "Phone", intake.LegalName: "Legal name",
	intake.TradeName: "Trade name", intake.TaxNumber: "EIN", intake.Employees: "Employees", intake.States: "States", intake.Addresses: "Addresses",
}

var partNames = map[intake.Part]string{
	intake.Street1: "Street", intake.Street2: "Suite", intake.City: "City", intake.State: "State", intake.ZIP: "ZIP code", intake.Phone: "Phone",
	intake.Primary: "Primary",
}

// ShortName names a field below the heading of its part: "ZIP code", whichever address it is of.
func ShortName(f intake.Field) string {
	if _, part, ok := f.Address(); ok && part != intake.Whole {
		if name := partNames[part]; name != "" {
			return tongue.L(name)
		}
		return string(part)
	}
	return FieldName(f)
}

// FieldName names a field as the form does: "First name", "ZIP code of address 2". A field that the form does not have
// keeps Gusto's name.
func FieldName(f intake.Field) string {
	if name := fieldNames[f]; name != "" {
		return tongue.L(name)
	}
	i, part, ok := f.Address()
	switch {
	case !ok:
		return string(f)
	case part == intake.Whole:
		return tongue.F("Address {n}", "n", i+1)
	case partNames[part] == "":
		return tongue.F("{part} of address {n}", "part", part, "n", i+1)
	}
	return tongue.F("{part} of address {n}", "part", tongue.L(partNames[part]), "n", i+1)
}
