package intake

import (
	"slices"
	"strings"
	"sync"
)

// The 50 states and the District of Columbia, by name, as the USPS abbreviates them (Publication 28, appendix B).
var stateNames = []struct{ code, name string }{
	{"AL", "Alabama"}, {"AK", "Alaska"}, {"AZ", "Arizona"}, {"AR", "Arkansas"}, {"CA", "California"}, {"CO", "Colorado"}, {"CT", "Connecticut"},
	{"DE", "Delaware"}, {"DC", "District of Columbia"}, {"FL", "Florida"}, {"GA", "Georgia"}, {"HI", "Hawaii"}, {"ID", "Idaho"}, {"IL", "Illinois"},
	{"IN", "Indiana"}, {"IA", "Iowa"}, {"KS", "Kansas"}, {"KY", "Kentucky"}, {"LA", "Louisiana"}, {"ME", "Maine"}, {"MD", "Maryland"},
	{"MA", "Massachusetts"}, {"MI", "Michigan"}, {"MN", "Minnesota"}, {"MS", "Mississippi"}, {"MO", "Missouri"}, {"MT", "Montana"}, {"NE", "Nebraska"},
	{"NV", "Nevada"}, {"NH", "New Hampshire"}, {"NJ", "New Jersey"}, {"NM", "New Mexico"}, {"NY", "New York"}, {"NC", "North Carolina"},
	{"ND", "North Dakota"}, {"OH", "Ohio"}, {"OK", "Oklahoma"}, {"OR", "Oregon"}, {"PA", "Pennsylvania"}, {"RI", "Rhode Island"},
	{"SC", "South Carolina"}, {"SD", "South Dakota"}, {"TN", "Tennessee"}, {"TX", "Texas"}, {"UT", "Utah"}, {"VT", "Vermont"}, {"VA", "Virginia"},
	{"WA", "Washington"}, {"WV", "West Virginia"}, {"WI", "Wisconsin"}, {"WY", "Wyoming"},
}

// territories have a code of the USPS, but no place in Gusto's list.
var territories = map[string]string{
	"PR": "Puerto Rico", "GU": "Guam", "VI": "the U.S. Virgin Islands", "AS": "American Samoa", "MP": "the Northern Mariana Islands",
	"FM": "Micronesia", "MH": "the Marshall Islands", "PW": "Palau", "AA": "the armed forces", "AE": "the armed forces", "AP": "the armed forces",
}

// spellings are what people write for a state, besides its code and its name; without dots, in small letters.
var spellings = map[string]string{
	"ala": "AL", "alas": "AK", "ariz": "AZ", "ark": "AR", "calif": "CA", "cal": "CA", "colo": "CO", "conn": "CT", "del": "DE", "washington dc": "DC",
	"wash dc": "DC", "d c": "DC", "fla": "FL", "ida": "ID", "ill": "IL", "ills": "IL", "ind": "IN", "kan": "KS", "kans": "KS", "ken": "KY", "mass": "MA",
	"mich": "MI", "minn": "MN", "miss": "MS", "mont": "MT", "neb": "NE", "nebr": "NE", "nev": "NV", "n h": "NH", "n j": "NJ", "n mex": "NM", "n m": "NM",
	"new mex": "NM", "n y": "NY", "n c": "NC", "n car": "NC", "n d": "ND", "n dak": "ND", "okla": "OK", "ore": "OR", "oreg": "OR", "penn": "PA", "penna": "PA",
	"r i": "RI", "s c": "SC", "s car": "SC", "s d": "SD", "s dak": "SD", "tenn": "TN", "tex": "TX", "virg": "VA", "wash": "WA", "w va": "WV", "w v": "WV",
	"wis": "WI", "wisc": "WI", "wyo": "WY", "us virgin islands": "VI", "virgin islands": "VI", "northern mariana islands": "MP",
}

// stateOf finds a code by all that people write.
var stateOf = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for text, code := range spellings {
		all[text] = code
	}
	for _, s := range stateNames {
		all[strings.ToLower(s.code)], all[strings.ToLower(s.name)] = s.code, s.code
	}
	for code, name := range territories {
		all[strings.ToLower(code)] = code
		if len(name) > 0 && name != "the armed forces" {
			all[strings.ToLower(strings.TrimPrefix(name, "the "))] = code
		}
	}
	return all
})

// StateCodes gives the codes of the 50 states and DC, in the order of their names.
func StateCodes() []string {
	codes := make([]string, len(stateNames))
	for i, s := range stateNames {
		codes[i] = s.code
	}
	return codes
}

// StateName gives the name for a code, also of a territory; "" for what is no code.
func StateName(code string) string {
	if i := slices.IndexFunc(stateNames, func(s struct{ code, name string }) bool { return s.code == code }); i >= 0 {
		return stateNames[i].name
	}
	return territories[code]
}

// ParseState gives the code of one of the 50 states or DC from what people write: "or", "Oregon", "Ore.". False for a
// territory, too: Gusto's list has none.
func ParseState(text string) (code string, ok bool) {
	code = anyState(text)
	if code == "" || territories[code] != "" {
		return "", false
	}
	return code, true
}

// anyState is ParseState with the territories; "" for what is neither.
func anyState(text string) string {
	folded := strings.ToLower(strings.Trim(tidy(text), " .,"))
	if code := stateOf()[strings.ReplaceAll(folded, ".", "")]; code != "" {
		return code
	}
	return stateOf()[tidy(strings.NewReplacer(".", " ", ",", " ").Replace(folded))]
}

func (c *check) state(f Field, text string) (code string) {
	if strings.TrimSpace(text) == "" {
		c.add(f, Missing, Blocks, "")
		return ""
	}
	code = anyState(text)
	switch {
	case code == "":
		c.add(f, UnknownState, Blocks, tidy(text))
	case territories[code] != "":
		c.add(f, Territory, Blocks, territories[code])
	}
	return code
}
