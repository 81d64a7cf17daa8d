package intake

import (
	"strings"

	"crosswalk/internal/pattern"
)

// telephone is what was read of a number.
type telephone struct {
	digits    string // ten: area code, exchange and the rest, each of the form of the North American plan
	extension string
	country   string // "US", another of the plan's, or "" when it is given to nobody
}

// numberBefore is what people write in front of a number.
var numberBefore = pattern.Of(`(?i)^\W*(?:tel|telephone|phone|ph|mobile|cell|office|work|home|main|direct|fax|call|[tpmcow])\b[.:\s]*(?:no\b|number\b)?[.:#\s-]*`)

// noteBehind is what people write behind one: "(cell)", "- office".
var noteBehind = pattern.Of(`(?i)[\s,(-]*\b(?:cell|mobile|office|work|home|main|direct|landline|voice)\b[\s.)]*$`)

// longestPhone is how much of a text is looked at, in bytes.
const longestPhone = 80

// readPhone reads a number of the North American plan as people write it, with or without the country's 1; false when
// it is none. The form is that of the plan: area code and exchange begin with 2 to 9.
func readPhone(text string) (telephone, bool) {
	text = strings.TrimSpace(text)
	if len(text) > longestPhone {
		return telephone{}, false
	}
	text = numberBefore().ReplaceAllString(text, "")
	text = noteBehind().ReplaceAllString(text, "")
	if open := strings.Count(text, "("); open != strings.Count(text, ")") || open > 2 || strings.ContainsAny(text, ";=@_?&%$") {
		return telephone{}, false
	}
	t, ok := parsePhone(text)
	if !ok || len(t.digits) != 10 || t.digits[0] < '2' || t.digits[3] < '2' {
		return telephone{}, false
	}
	return t, true
}

// ParsePhone gives the ten digits of a telephone number as people write it: "(503) 555-0142", "+1 503.555.0142 ext. 5"
// (without the extension, for which Gusto has no room). False when it is no number of the North American plan.
func ParsePhone(text string) (digits string, ok bool) {
	t, ok := readPhone(text)
	return t.digits, ok
}

// ShowPhone writes ten digits as people read them; what is no ten digits stays as it is.
func ShowPhone(digits string) string {
	if len(digits) != 10 || strings.Trim(digits, "0123456789") != "" {
		return digits
	}
	return "(" + digits[:3] + ") " + digits[3:6] + "-" + digits[6:]
}

func (c *check) phone(f Field, text string, needed bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		if needed {
			c.add(f, Missing, Blocks, "")
		}
		return
	}
	t, ok := readPhone(text)
	switch {
	case !ok:
		c.add(f, NotPhone, Blocks, "")
		return
	case t.country == "":
		c.add(f, UnlikelyPhone, NeedsReason, "")
	case t.country != "US":
		c.add(f, PhoneAbroad, NeedsReason, t.country)
	}
	if t.extension != "" {
		c.add(f, ExtensionStays, Hint, t.extension)
	}
}
