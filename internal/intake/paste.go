package intake

import (
	"slices"
	"strings"

	"crosswalk/internal/pattern"
)

// longestPaste is how much text is taken for an address, in bytes.
const longestPaste = 1000

var (
	phoneWithin = pattern.Of(`(?i)(?:\b(tel|telephone|phone|ph|mobile|cell|office|work|fax|f|t|p|m|o)\b\s*[.:]?\s*)?(?:(?:\+|\b)1[ .-]*)?(?:\([2-9][0-9]{2}\)|\b[2-9][0-9]{2})[ .-]*[2-9][0-9]{2}[ .-]*[0-9]{4}\b(?:,?\s*(?:x|ext\.?|extension)\s*[0-9]{1,6}\b)?`)
	notPlace    = pattern.Of(`(?i)\b(?:e-?mail|web(?:site)?)\s*:|\bmailto:|[^\s,<>]+@[^\s,<>]+|\bhttps?://[^\s,]+|\bwww\.[^\s,]+`)
	placeLabel  = pattern.Of(`(?i)^(?:(?:mailing|business|street|physical|shipping|billing|home|office|work|legal|company|filing|registered|primary|main) )?` +
		`(?:address|addr|street|city|town|state|zip(?: ?code)?|postal code|country|location|suite|unit|hq|headquarters)(?: (?:line )?[12])?\s*:\s*`)
	countryEnd = pattern.Of(`(?i)[,\s]*\b(?:u\.?\s?s\.?\s?a\.?|united states(?: of america)?|u\.?s\.?|america)$`)
	zipEnd     = pattern.Of(`(?:^|[\s,.])([0-9]{5})(?:[ -]?([0-9]{4}))?$`)
	countyEnd  = pattern.Of(`(?i)\S\s(?:county|parish|borough)$`)
	addressee  = pattern.Of(`(?i)^(?:attn|attention|c/o|care of|re|to)\b[.:]?\s`)
)

// ParseAddress reads a whole address as people paste it: in one line or several, with or without commas, with the
// suite, the longer ZIP code, the country, and a telephone number behind it (kept as the address's). Who it is
// addressed to is left out. False when it is not understood as far as a street, a city, and a state or a ZIP code.
func ParseAddress(text string) (Address, bool) {
	if len(text) > longestPaste {
		return Address{}, false
	}
	var a Address
	text, a.Phone = takePhone(dashes.Replace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "\n", "|", "\n", "•", "\n", "·", "\n", ";", "\n").Replace(text)))
	text = notPlace().ReplaceAllString(text, "\n")
	parts := partsOf(text)
	parts, a.ZIP, a.State = takeEnd(parts)
	if len(parts) == 0 {
		return Address{}, false
	}
	if len(parts) > 1 && countyEnd().MatchString(parts[len(parts)-1]) && !beginsStreet(parts[len(parts)-2]) {
		parts = parts[:len(parts)-1]
	}
	last := parts[len(parts)-1]
	if street, unit, city, ok := splitLine(last); ok {
		a.City = city
		parts = parts[:len(parts)-1]
		for _, part := range []string{street, unit} {
			if part != "" {
				parts = append(parts, part)
			}
		}
	} else if len(parts) > 1 && !beginsStreet(last) && !isUnit(last) {
		a.City = last
		parts = parts[:len(parts)-1]
	}
	a.Street1, a.Street2 = streets(parts)
	if states := zipStates(a.ZIP + "00000"); a.State == "" && a.ZIP != "" && len(states) == 2 {
		a.State = states
	}
	if a.Street1 == "" || a.City == "" || a.State == "" && a.ZIP == "" || slices.ContainsFunc(parts, endsAddress) {
		return Address{}, false
	}
	return a, true
}

// endsAddress says that a part has a state and a ZIP code at its end, as only the last of an address has: two were
// pasted in one.
func endsAddress(part string) bool {
	at := zipEnd().FindStringIndex(part)
	if at == nil {
		return false
	}
	before := strings.Fields(part[:at[0]])
	return len(before) > 0 && anyState(before[len(before)-1]) != ""
}

// takePhone takes the telephone numbers out of a text, and gives the first that is no fax's.
func takePhone(text string) (rest, phone string) {
	rest = phoneWithin().ReplaceAllStringFunc(text, func(found string) string {
		t, ok := readPhone(found)
		if !ok {
			return found
		}
		if phone == "" && found[0] != 'f' && found[0] != 'F' {
			phone = ShowPhone(t.digits)
			if t.extension != "" {
				phone += " ext. " + t.extension
			}
		}
		return "\n"
	})
	return rest, phone
}

// partsOf gives what stands between commas and line breaks, without labels and empty parts.
func partsOf(text string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ',' }) {
		part = placeLabel().ReplaceAllString(trimAround(tidy(part)), "")
		if part = trimAround(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// trimAround leaves out what stands around a part, but for the parenthesis of "Alder St (rear)".
func trimAround(part string) string {
	part = strings.Trim(part, " <>\"-")
	if strings.HasPrefix(part, "(") || !strings.Contains(part, "(") {
		part = strings.Trim(part, " ()-")
	}
	return part
}

// takeEnd takes the country, the ZIP code and the state from the end.
func takeEnd(parts []string) (rest []string, zip, state string) {
	parts = takeCountry(parts)
	if len(parts) > 0 {
		last := parts[len(parts)-1]
		if at := zipEnd().FindStringSubmatchIndex(last); at != nil {
			zip = last[at[2]:at[3]]
			if at[4] >= 0 {
				zip += "-" + last[at[4]:at[5]]
			}
			parts = takeCountry(shorten(parts, last[:at[0]]))
		}
	}
	if len(parts) == 0 {
		return nil, zip, ""
	}
	words := strings.Fields(parts[len(parts)-1])
	for n := min(3, len(words)); n > 0; n-- {
		text := strings.Join(words[len(words)-n:], " ")
		code := anyState(text)
		alone := n == len(words)
		if code == "" || code == "DC" && strings.HasPrefix(strings.ToLower(text), "wash") {
			continue
		}
		// "Fort Washington 20744" names no state.
		if states := zipStates(zip + "00000"); !alone && len(text) > 2 && zip != "" && states != "" && !strings.Contains(states, code) {
			continue
		}
		return shorten(parts, strings.Join(words[:len(words)-n], " ")), zip, code
	}
	return parts, zip, ""
}

func takeCountry(parts []string) []string {
	if len(parts) == 0 {
		return parts
	}
	last := parts[len(parts)-1]
	if at := countryEnd().FindStringIndex(last); at != nil {
		return shorten(parts, last[:at[0]])
	}
	return parts
}

// shorten puts what is left in the place of the last part, and drops it when nothing is.
func shorten(parts []string, left string) []string {
	parts = parts[:len(parts)-1]
	if left = strings.Trim(left, " .-"); left != "" {
		parts = append(parts, left)
	}
	return parts
}
