package intake

import (
	"regexp"
	"slices"
	"strings"

	"crosswalk/internal/pattern"
)

const unitWords = `suite|ste|apartment|apt|unit|floor|fl|building|bldg|room|rm|space|spc|lot|trailer|trlr|penthouse|ph|department|dept|pmb|slip|hangar|office|ofc`

var (
	unitValue  = `(?:[0-9][0-9a-z/-]*|[a-z][0-9/-]+[0-9a-z/-]*|[a-z]{1,2})`
	unitAt     = `(?:(?:` + unitWords + `)\b\.?\s*(?:#|no\.?)?\s*` + unitValue + `|#\s*` + unitValue + `|[0-9]+(?:st|nd|rd|th)\s+(?:floor|fl)\b\.?)`
	unitAlone  = pattern.Of(`(?i)^` + unitAt + `(?:\s+` + unitAt + `)*$`)
	unitBehind = pattern.Of(`(?i)^(.*\S)\s*(?:\s|#)(` + unitAt + `(?:\s+` + unitAt + `)*)$`)
	unitFront  = pattern.Of(`(?i)^(` + unitAt + `(?:\s+` + unitAt + `)*)\s+(\S.*)$`)
	boxFront   = pattern.Of(`(?i)^((?:p\s?\.?\s?o\s?\.?\s?(?:box|bx|drawer)|post office box|pob(?:ox)?|box|drawer)\s*#?\s*[0-9a-z-]+)(?:\s+(\S.*))?$`)
	ruralFront = pattern.Of(`(?i)^((?:rr|hc|rural route|highway contract)\s*#?[0-9]+\s+box\s*#?\s*[0-9a-z-]+)(?:\s+(\S.*))?$`)
	highway    = pattern.Of(`(?i)^([0-9][0-9a-z/-]*\s+(?:(?:n|s|e|w|ne|nw|se|sw|old)\.?\s+)?(?:(?:state|county|us|u\.s\.|farm to market)\s+)?(?:hwy|highway|route|rt|rte|road|rd|us|sr|cr|fm|interstate|i)\.?[\s-]+[0-9]+[a-z]?(?:\s+(?:n|s|e|w))?)\s+(\S.*)$`)
	ofThe      = pattern.Of(`(?i)^([0-9]+\s+(?:ave|avenue)\s+of\s+(?:the\s+)?\S+)\s+(\S.*)$`)
)

// suffixes end the name of a street (USPS Publication 28, appendix C1, those that are common and hardly begin a city).
var suffixes = strings.Fields(`st street str ave avenue av rd road blvd boulevard dr drive drv ln lane ct court way wy pl place pkwy parkway pky hwy highway cir circle
	ter terrace trl trail loop sq square plz plaza aly alley expy expressway fwy freeway pike tpke turnpike row broadway cres crescent xing crossing
	cv cove path walk bnd bend cswy causeway esplanade promenade`)

var directions = strings.Fields(`n s e w ne nw se sw`)

func bare(word string) string { return strings.ToLower(strings.Trim(word, ".,")) }

func isSuffix(word string) bool { return slices.Contains(suffixes, bare(word)) }
func isDirection(word string) bool {
	return slices.Contains(directions, strings.ReplaceAll(bare(word), ".", ""))
}

func isUnit(part string) bool { return unitAlone().MatchString(part) }

// gridNumber is a house number of Wisconsin and Illinois: N6W23001, or of Queens: 35-20.
var gridNumber = pattern.Of(`(?i)^(?:[nsew][0-9]+(?:[nsew][0-9]+)?|[0-9]+[a-z]?(?:-[0-9]+[a-z]?)?(?:/[0-9]+)?)$`)

// beginsStreet says that a part begins as a street address does: with a house number, or a box.
func beginsStreet(part string) bool {
	if boxFront().MatchString(part) || ruralFront().MatchString(part) {
		return true
	}
	words := strings.Fields(part)
	return len(words) > 1 && !isUnit(part) && (gridNumber().MatchString(words[0]) || spelledNumber().MatchString(words[0]) && slices.ContainsFunc(words[1:], isSuffix))
}

// splitLine parts the street from the city where no comma does: "118 NE Alder St Suite 200 Portland". False when the
// line has no city behind a street or a unit.
func splitLine(line string) (street, unit, city string, ok bool) {
	if m := unitFront().FindStringSubmatch(line); m != nil && !beginsStreet(m[2]) {
		return "", m[1], m[2], true
	}
	for _, form := range []*regexp.Regexp{boxFront(), ruralFront(), ofThe(), highway()} {
		if m := form.FindStringSubmatch(line); m != nil && m[2] != "" && !isSuffix(strings.Fields(m[2])[0]) {
			street, city = m[1], m[2]
			unit, city = frontUnit(city)
			return street, unit, city, city != ""
		}
	}
	if !beginsStreet(line) {
		return "", "", "", false
	}
	words := strings.Fields(line)
	end := streetEnd(words)
	if end == 0 {
		return midUnit(line)
	}
	unit, city = frontUnit(strings.Join(words[end:], " "))
	return strings.Join(words[:end], " "), unit, city, city != ""
}

// frontUnit takes a unit from the front.
func frontUnit(text string) (unit, rest string) {
	if isUnit(text) {
		return text, ""
	}
	if m := unitFront().FindStringSubmatch(text); m != nil {
		return m[1], m[2]
	}
	return "", text
}

// midUnit parts a line at its unit, where the street has no ending: "100 Rodeo Suite 5 Santa Fe".
func midUnit(line string) (street, unit, city string, ok bool) {
	words := strings.Fields(line)
	for i := 2; i < len(words)-1; i++ {
		if u, rest := frontUnit(strings.Join(words[i:], " ")); u != "" && rest != "" {
			return strings.Join(words[:i], " "), u, rest, true
		}
	}
	return "", "", "", false
}

// streetEnd counts the words of a line that are its street: up to the ending of its name, and a direction behind it.
// 0 when no word is an ending.
func streetEnd(words []string) int {
	for i := 1; i < len(words); i++ {
		if !isSuffix(words[i]) || i == 1 && bare(words[i]) != "broadway" {
			continue
		}
		saint := bare(words[i]) == "st" && i == 2 && isDirection(words[1]) && i+1 < len(words) && !isDirection(words[i+1])
		if saint && slices.ContainsFunc(words[i+1:], isSuffix) {
			continue // "12 N St Charles Ave"
		}
		for i+1 < len(words) && isSuffix(words[i+1]) && bare(words[i+1]) != "st" {
			i++ // "12 Old Court Rd"; but "St Paul" is a city
		}
		i++
		if i < len(words) && isDirection(words[i]) {
			i++
		}
		return i
	}
	return 0
}

// streets finds the street among parts, and what belongs beside it. What stands before it is whose address it is.
func streets(parts []string) (street, beside string) {
	parts = slices.DeleteFunc(slices.Clone(parts), addressee().MatchString)
	at := slices.IndexFunc(parts, beginsStreet)
	if at < 0 {
		at = slices.IndexFunc(parts, func(p string) bool { return !isUnit(p) && slices.ContainsFunc(strings.Fields(p), isSuffix) })
	}
	if at < 0 {
		at = slices.IndexFunc(parts, func(p string) bool { return !isUnit(p) })
	}
	if at < 0 {
		return "", ""
	}
	street = parts[at]
	var more []string
	for _, before := range parts[:at] {
		if isUnit(before) {
			more = append(more, before)
		}
	}
	if m := unitBehind().FindStringSubmatch(street); m != nil && len(strings.Fields(m[1])) > 1 && !boxFront().MatchString(street) && !ruralFront().MatchString(street) {
		unit := m[2]
		if strings.HasSuffix(strings.TrimSuffix(street, unit), "#") {
			unit = "#" + unit
		}
		street, more = strings.TrimRight(m[1], " #-"), append(more, unit)
	}
	return street, strings.Join(append(more, parts[at+1:]...), ", ")
}
