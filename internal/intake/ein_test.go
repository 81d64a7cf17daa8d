package intake

import "testing"

// einWant is what is said about a tax number: its digits, and the kind of doubt; no digits when it is none.
type einWant struct {
	typed, digits string
	kind          Kind
}

var eins = []einWant{
	// As people write them.
	{"84-1234567", "841234567", ""}, {"841234567", "841234567", ""}, {"84 1234567", "841234567", ""}, {"84 123 4567", "841234567", ""},
	{" 84-1234567 ", "841234567", ""}, {"84–1234567", "841234567", ""}, {"84—1234567", "841234567", ""}, {"84‑1234567", "841234567", ""},
	{"84−1234567", "841234567", ""}, {"84.1234567", "841234567", ""}, {"84\u00a01234567", "841234567", ""}, {"84 - 1234567", "841234567", ""},
	{"EIN 84-1234567", "841234567", ""}, {"EIN: 84-1234567", "841234567", ""}, {"ein#84-1234567", "841234567", ""}, {"FEIN: 841234567", "841234567", ""},
	{"Tax ID: 84-1234567", "841234567", ""}, {"Federal Tax ID No. 84-1234567", "841234567", ""}, {"TIN 84-1234567", "841234567", ""},
	{"84-1234567\n", "841234567", ""}, {"\u200b84-1234567", "841234567", ""},
	// Prefixes that are issued.
	{"01-0000001", "010000001", ""}, {"06-1234567", "061234567", ""}, {"10-7654321", "107654321", ""}, {"16-1234567", "161234567", ""},
	{"20-1234567", "201234567", ""}, {"27-1234567", "271234567", ""}, {"30-1234567", "301234567", ""}, {"48-1234567", "481234567", ""},
	{"50-1234567", "501234567", ""}, {"68-1234567", "681234567", ""}, {"71-1234567", "711234567", ""}, {"77-1234567", "771234567", ""},
	{"80-1234567", "801234567", ""}, {"88-1234567", "881234567", ""}, {"90-1234567", "901234567", ""}, {"95-1234567", "951234567", ""},
	{"98-1234567", "981234567", ""}, {"99-1234567", "991234567", ""},
	// Prefixes that never were.
	{"00-1234567", "001234567", NeverIssued}, {"07-1234567", "071234567", NeverIssued}, {"08-1234567", "081234567", NeverIssued},
	{"09-1234567", "091234567", NeverIssued}, {"17-1234567", "171234567", NeverIssued}, {"18-1234567", "181234567", NeverIssued},
	{"19-1234567", "191234567", NeverIssued}, {"28-1234567", "281234567", NeverIssued}, {"29-1234567", "291234567", NeverIssued},
	{"49-1234567", "491234567", NeverIssued}, {"69-1234567", "691234567", NeverIssued}, {"70-1234567", "701234567", NeverIssued},
	{"78-1234567", "781234567", NeverIssued}, {"79-1234567", "791234567", NeverIssued}, {"89-1234567", "891234567", NeverIssued},
	{"96-1234567", "961234567", NeverIssued}, {"97-1234567", "971234567", NeverIssued},
	// A person's number.
	{"518-32-9911", "518329911", LooksPersonal}, {"518 32 9911", "518329911", LooksPersonal}, {"518–32–9911", "518329911", LooksPersonal},
	{"001-01-0001", "001010001", LooksPersonal}, {"899-99-9998", "899999998", LooksPersonal}, {"TIN 518-32-9911", "518329911", LooksPersonal},
	{"912-70-1234", "912701234", LooksPersonal}, // an individual taxpayer number
	// Written like one, and cannot be one.
	{"666-32-9911", "666329911", ""}, {"518-00-9911", "518009911", ""}, {"518-32-0000", "518320000", ""}, {"912-40-1234", "912401234", ""},
	{"000-32-9911", "000329911", NeverIssued},
	// Made up.
	{"12-3456789", "123456789", Placeholder}, {"123-45-6789", "123456789", Placeholder}, {"98-7654321", "987654321", Placeholder},
	{"00-0000000", "000000000", Placeholder}, {"11-1111111", "111111111", Placeholder}, {"999999999", "999999999", Placeholder},
	// None.
	{"84-123456", "", NotEIN}, {"84-12345678", "", NotEIN}, {"8", "", NotEIN}, {"none", "", NotEIN}, {"84-123456O", "", NotEIN}, {"84-12345 67a", "", NotEIN},
	{"-841234567", "", NotEIN}, {"84/1234567", "", NotEIN}, {"84,1234567", "", NotEIN}, {"applied for", "", NotEIN}, {"841234567841234567", "", NotEIN},
	{"84-1234567 / 85-1234567", "", NotEIN}, {"8.41E+08", "", NotEIN}, {"EIN", "", NotEIN}, {"84- ------------------1234567", "", NotEIN},
}

func TestEINsAreReadAsPeopleWriteThem(t *testing.T) {
	if len(eins) < 60 {
		t.Fatalf("%d", len(eins))
	}
	for _, w := range eins {
		got, ok := ParseEIN(w.typed)
		if string(got) != w.digits || ok != (w.digits != "") {
			t.Errorf("%q is %q, %t", w.typed, got, ok)
		}
		var kind Kind
		level := Hint
		for _, found := range (Form{Company: Company{EIN: w.typed}}).Check(Firm{}) {
			if found.Field == TaxNumber {
				kind, level = found.Kind, found.Level
			}
		}
		if kind != w.kind {
			t.Errorf("%q: %q is said instead of %q", w.typed, kind, w.kind)
		}
		if stops := map[bool]Level{true: Blocks, false: NeedsReason}[w.kind == NotEIN]; w.kind != "" && level != stops {
			t.Errorf("%q: level %d", w.typed, level)
		}
	}
}

func TestAnEINThatIsNotKnownIsNoFault(t *testing.T) {
	for _, typed := range []string{"", "  "} {
		for _, found := range (Form{Company: Company{EIN: typed}}).Check(Firm{}) {
			if found.Field == TaxNumber {
				t.Errorf("%q: %+v", typed, found)
			}
		}
	}
}

func TestAMaskedEINShowsOnlyItsPrefix(t *testing.T) {
	ein, _ := ParseEIN("841234567")
	if ein.Masked() != "84-•••••••" || ein.String() != "84-1234567" {
		t.Errorf("%s, %s", ein.Masked(), ein)
	}
	if bad := EIN("8412"); bad.Masked() != "" {
		t.Errorf("%q shows through the mask", bad.Masked())
	}
}
