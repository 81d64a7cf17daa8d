package intake

import (
	"slices"
	"strings"

	"crosswalk/internal/pattern"
)

// EIN is an employer identification number: nine digits, without a check digit.
type EIN string

// String writes it as the IRS does: 84-1234567.
func (e EIN) String() string {
	if len(e) != 9 {
		return string(e)
	}
	return string(e[:2] + "-" + e[2:])
}

// Masked leaves only the prefix to be read: 84-•••••••.
func (e EIN) Masked() string {
	if len(e) != 9 {
		return ""
	}
	return string(e[:2]) + "-•••••••"
}

// neverIssued are the prefixes that the IRS has never given out.
var neverIssued = []string{"00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"}

// dashes makes a hyphen of each dash and a space of each gap that people paste.
var dashes = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-", "﹣", "-", "－", "-", "\u00a0", " ", "\u2009", " ", "\u202f", " ", "\t", " ")

var (
	einBefore  = pattern.Of(`(?i)^\W*(?:f?ein|tin|(?:federal |employer )?(?:tax )?id(?:entification)?)\b(?: (?:no|number)\b)?[.:#\s]*`)
	einWritten = pattern.Of(`^[0-9][0-9 .-]*[0-9]$`)
	socialForm = pattern.Of(`^([0-9]{3})[ .-]+([0-9]{2})[ .-]+([0-9]{4})$`)
)

// einText is a tax number without what people write around it.
func einText(text string) string {
	return strings.TrimSpace(einBefore().ReplaceAllString(tidy(dashes.Replace(text)), ""))
}

// ParseEIN reads a tax number as people write it: nine digits, with a dash, spaces or nothing between them.
func ParseEIN(text string) (EIN, bool) {
	text = einText(text)
	if len(text) > 24 || !einWritten().MatchString(text) {
		return "", false
	}
	digits := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(text)
	if len(digits) != 9 {
		return "", false
	}
	return EIN(digits), true
}

// WrittenAsPersonal says that nine digits are parted as a Social Security number is, and may be one (Social Security
// Administration: area not 000, 666 or 9xx, group not 00, serial not 0000), or a person's taxpayer number (IRS: 9xx
// with a group from 50 on). Only as it was typed it can be told: written as an EIN it looks like any other.
func WrittenAsPersonal(text string) bool {
	parts := socialForm().FindStringSubmatch(einText(text))
	if parts == nil {
		return false
	}
	area, group, serial := parts[1], parts[2], parts[3]
	if area[0] == '9' {
		return group >= "50"
	}
	return area != "000" && area != "666" && group != "00" && serial != "0000"
}

func (c *check) ein(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	ein, ok := ParseEIN(text)
	switch {
	case !ok:
		c.add(TaxNumber, NotEIN, Blocks, "")
	case ein == "123456789" || ein == "987654321" || strings.Trim(string(ein), string(ein[:1])) == "":
		c.add(TaxNumber, Placeholder, NeedsReason, "")
	case WrittenAsPersonal(text):
		c.add(TaxNumber, LooksPersonal, NeedsReason, "")
	case slices.Contains(neverIssued, string(ein[:2])):
		c.add(TaxNumber, NeverIssued, NeedsReason, string(ein[:2]))
	}
}
