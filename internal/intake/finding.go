package intake

import "slices"

// Level is how much a finding stands in the way.
type Level int

// The levels: told and no more; nothing is sent until the person has given a reason; nothing is sent until it is mended.
const (
	Hint Level = iota
	NeedsReason
	Blocks
)

// Finding is something about one field that is wrong, or may be.
type Finding struct {
	Field  Field
	Kind   Kind
	Level  Level
	Detail string // what the sentence names: another spelling, a state, a line of the list; "" for nothing
	Reason string // that the person gave, for one that needs it
}

// Stops says that nothing is sent because of it.
func (f Finding) Stops() bool { return f.Level == Blocks || f.Level == NeedsReason && f.Reason == "" }

// Stopped says that nothing is sent because of one of the findings.
func Stopped(all []Finding) bool { return slices.ContainsFunc(all, Finding.Stops) }

// Kind is what is wrong with a field, or may be. The words for it are in words.ForEntry.
type Kind string

// What is wrong with any field.
const (
	Missing Kind = "missing"
	TooLong Kind = "too-long" // Detail: how many characters it may have
	OddName Kind = "odd-name" // a person's name with a digit or an @ in it
)

// What is wrong with an e-mail address.
const (
	NotEmail      Kind = "not-email"
	OwnDomain     Kind = "own-domain"     // the firm's own, not the client's
	ThrowAway     Kind = "throw-away"     // Detail: the domain
	UnknownEnding Kind = "unknown-ending" // Detail: the ending that no registry has
	Misspelled    Kind = "misspelled"     // Detail: what was probably meant
)

// What is wrong with a telephone number.
const (
	NotPhone       Kind = "not-phone"
	PhoneAbroad    Kind = "phone-abroad"    // in the North American plan, but not in the US; Detail: the country's code
	UnlikelyPhone  Kind = "unlikely-phone"  // of the right form, but given to nobody
	ExtensionStays Kind = "extension-stays" // Detail: the extension, which is not sent
)

// What is wrong with the company.
const (
	TooShort       Kind = "too-short"       // a legal name of one character
	HasTradeName   Kind = "has-trade-name"  // "dba" in the legal name
	OddPunctuation Kind = "odd-punctuation" // a sign that the IRS's record has in no name; Detail: the sign
	SameNames      Kind = "same-names"      // the trade name is the legal one
	NotEIN         Kind = "not-ein"
	NeverIssued    Kind = "never-issued" // Detail: the prefix
	LooksPersonal  Kind = "looks-personal"
	Placeholder    Kind = "placeholder" // 12-3456789, or one digit nine times
	NotNumber      Kind = "not-number"
	ManyEmployees  Kind = "many-employees"
	NoEmployees    Kind = "no-employees" // 0, which is not sent
)

// What is wrong with an address.
const (
	EmptyAddress  Kind = "empty-address"
	UnknownState  Kind = "unknown-state" // Detail: what was typed
	Territory     Kind = "territory"     // Detail: its name
	StateMissing  Kind = "state-missing" // not among the company's states; Detail: its name
	NotZIP        Kind = "not-zip"       // neither five digits nor nine
	UnusedZIP     Kind = "unused-zip"    // Detail: the first three digits
	OtherState    Kind = "other-state"   // Detail: the state's name that the ZIP code is of
	POBox         Kind = "po-box"        // for the primary address
	POBoxElse     Kind = "po-box-else"   // for another one
	NoHouseNumber Kind = "no-number"     // a street without one
	SameAddress   Kind = "same-address"  // Detail: the number of the other one, counted from 1
	TwoPrimary    Kind = "two-primary"   // Detail: the number of the other one, counted from 1
	NoPrimary     Kind = "no-primary"
)

// What is wrong with a row of a list, beside that.
const (
	SameEIN   Kind = "same-ein"   // Detail: the line of the other row
	SameEmail Kind = "same-email" // Detail: the line of the other row
	SameName  Kind = "same-name"  // Detail: the line of the other row
)

// Kinds gives all of them.
func Kinds() []Kind {
	return []Kind{Missing, TooLong, OddName,
		NotEmail, OwnDomain, ThrowAway, UnknownEnding, Misspelled,
		NotPhone, PhoneAbroad, UnlikelyPhone, ExtensionStays,
		TooShort, HasTradeName, OddPunctuation, SameNames, NotEIN, NeverIssued, LooksPersonal, Placeholder, NotNumber, ManyEmployees, NoEmployees,
		EmptyAddress, UnknownState, Territory, StateMissing, NotZIP, UnusedZIP, OtherState, POBox, POBoxElse, NoHouseNumber, SameAddress, TwoPrimary, NoPrimary,
		SameEIN, SameEmail, SameName}
}
