package intake

import (
	"strings"
	"testing"
)

// One real address of every state and DC, and what goes wrong with others.
var zipPairs = []struct {
	zip, state string
	kind       Kind
	detail     string
}{
	{"35203", "AL", "", ""}, {"99501", "AK", "", ""}, {"85004", "AZ", "", ""}, {"72201", "AR", "", ""}, {"90012", "CA", "", ""}, {"80202", "CO", "", ""},
	{"06103", "CT", "", ""}, {"19801", "DE", "", ""}, {"20001", "DC", "", ""}, {"33130", "FL", "", ""}, {"30303", "GA", "", ""}, {"96813", "HI", "", ""},
	{"83702", "ID", "", ""}, {"60601", "IL", "", ""}, {"46204", "IN", "", ""}, {"50309", "IA", "", ""}, {"66603", "KS", "", ""}, {"40202", "KY", "", ""},
	{"70112", "LA", "", ""}, {"04101", "ME", "", ""}, {"21202", "MD", "", ""}, {"02108", "MA", "", ""}, {"48226", "MI", "", ""}, {"55401", "MN", "", ""},
	{"39201", "MS", "", ""}, {"63101", "MO", "", ""}, {"59601", "MT", "", ""}, {"68102", "NE", "", ""}, {"89101", "NV", "", ""}, {"03101", "NH", "", ""},
	{"07102", "NJ", "", ""}, {"87501", "NM", "", ""}, {"10001", "NY", "", ""}, {"27601", "NC", "", ""}, {"58501", "ND", "", ""}, {"43215", "OH", "", ""},
	{"73102", "OK", "", ""}, {"97212", "OR", "", ""}, {"19107", "PA", "", ""}, {"02903", "RI", "", ""}, {"29201", "SC", "", ""}, {"57501", "SD", "", ""},
	{"37203", "TN", "", ""}, {"78701", "TX", "", ""}, {"84101", "UT", "", ""}, {"05602", "VT", "", ""}, {"23219", "VA", "", ""}, {"98101", "WA", "", ""},
	{"25301", "WV", "", ""}, {"53202", "WI", "", ""}, {"82001", "WY", "", ""},
	// Unlike their neighbors.
	{"73301", "TX", "", ""}, {"88510", "TX", "", ""}, {"05501", "MA", "", ""}, {"20101", "VA", "", ""}, {"06390", "NY", "", ""}, {"83414", "WY", "", ""},
	{"73960", "TX", "", ""}, {"73960", "OK", "", ""}, {"39901", "GA", "", ""}, {"00501", "NY", "", ""}, {"56901", "DC", "", ""},
	// The longer form.
	{"97212-1234", "OR", "", ""}, {"972121234", "OR", "", ""}, {"97212 1234", "OR", "", ""}, {"97212–1234", "OR", "", ""}, {" 97212 ", "OR", "", ""},
	{"97212", "oregon", "", ""}, {"97212", "Ore.", "", ""},
	// Of another state.
	{"97212", "WA", OtherState, "Oregon"}, {"98101", "OR", OtherState, "Washington"}, {"10001", "NJ", OtherState, "New York"}, {"07102", "NY", OtherState, "New Jersey"},
	{"66101", "MO", OtherState, "Kansas"}, {"64105", "KS", OtherState, "Missouri"}, {"20001", "VA", OtherState, "District of Columbia"}, {"06390", "CT", OtherState, "New York"},
	{"00901", "NY", OtherState, "Puerto Rico"}, {"96910", "HI", OtherState, "Guam"}, {"09012", "NY", OtherState, "the armed forces"}, {"73301", "OK", OtherState, "Texas"},
	// Of none.
	{"00000", "NY", UnusedZIP, "000"}, {"00401", "NY", UnusedZIP, "004"}, {"21301", "MD", UnusedZIP, "213"}, {"26901", "WV", UnusedZIP, "269"}, {"34501", "FL", UnusedZIP, "345"},
	{"42901", "KY", UnusedZIP, "429"}, {"51701", "IA", UnusedZIP, "517"}, {"69901", "NE", UnusedZIP, "699"}, {"81901", "CO", UnusedZIP, "819"}, {"88801", "NV", UnusedZIP, "888"},
	{"98701", "WA", UnusedZIP, "987"},
	// No ZIP code.
	{"9721", "OR", NotZIP, ""}, {"972123", "OR", NotZIP, ""}, {"97212-12", "OR", NotZIP, ""}, {"97212-12345", "OR", NotZIP, ""}, {"9721A", "OR", NotZIP, ""}, {"SW1A 2AA", "OR", NotZIP, ""},
	{"M5V 3L9", "NY", NotZIP, ""}, {"97212-123a", "OR", NotZIP, ""}, {"97212----1234", "OR", NotZIP, ""}, {"OR", "OR", NotZIP, ""},
	{"", "OR", Missing, ""},
}

func TestZIPCodesAreHeldAgainstTheirState(t *testing.T) {
	if len(zipPairs) < 40 {
		t.Fatalf("%d", len(zipPairs))
	}
	for _, w := range zipPairs {
		c := &check{}
		c.zip(AddressField(0, ZIP), w.zip, anyState(w.state))
		switch {
		case w.kind == "" && len(c.found) > 0:
			t.Errorf("%s %s: %+v", w.state, w.zip, c.found)
		case w.kind != "" && (len(c.found) != 1 || c.found[0].Kind != w.kind || c.found[0].Detail != w.detail):
			t.Errorf("%s %s: %+v instead of %s %q", w.state, w.zip, c.found, w.kind, w.detail)
		case w.kind == OtherState || w.kind == UnusedZIP:
			if c.found[0].Level != NeedsReason {
				t.Errorf("%s %s cannot be overridden with a reason", w.state, w.zip)
			}
		}
	}
}

func TestZIPCodesAreWrittenInOneWay(t *testing.T) {
	for typed, want := range map[string]string{"972121234": "97212-1234", "97212 1234": "97212-1234", "97212—1234": "97212-1234", " 97212": "97212", "97212-": ""} {
		if got, ok := ParseZIP(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q", typed, got)
		}
	}
}

func TestAStateIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]string{
		"OR": "OR", "or": "OR", " Or. ": "OR", "Oregon": "OR", "OREGON": "OR", "Ore.": "OR", "D.C.": "DC", "dc": "DC", "District of Columbia": "DC", "Washington, DC": "DC",
		"Washington D.C.": "DC", "Washington": "WA", "Wash.": "WA", "N.Y.": "NY", "N. Y.": "NY", "New  York": "NY", "W. Va.": "WV", "N. Mex.": "NM", "Calif.": "CA", "Mass": "MA",
		"North Carolina": "NC", "N.C.": "NC", "Penna.": "PA",
		"PR": "", "Puerto Rico": "", "Guam": "", "AE": "", "Ontario": "", "": "", "X": "", "Oregano": "", "97212": "",
	} {
		if got, ok := ParseState(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q", typed, got)
		}
	}
}

func TestEveryStateIsInTheListOnceWithANameAndAZIPCode(t *testing.T) {
	codes := StateCodes()
	seen := map[string]bool{}
	for _, code := range codes {
		if code := strings.ToUpper(code); seen[code] || StateName(code) == "" || !strings.Contains(zipRanges, ":"+code) {
			t.Errorf("%s", code)
		}
		seen[code] = true
	}
	if len(codes) != 51 || len(seen) != 51 || seen["PR"] {
		t.Errorf("%d states", len(codes))
	}
	for prefix, code := range zipPrefixes() {
		if len(prefix) != 3 || StateName(code) == "" {
			t.Errorf("%s: %s", prefix, code)
		}
	}
}
