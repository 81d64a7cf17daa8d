package intake

import "testing"

type phoneWant struct {
	typed, digits string
	kinds         []Kind
}

var phones = []phoneWant{
	{"(503) 555-0142", "5035550142", nil}, {"503-555-0142", "5035550142", nil}, {"503.555.0142", "5035550142", nil}, {"503 555 0142", "5035550142", nil},
	{"5035550142", "5035550142", nil}, {"(503)5550142", "5035550142", nil}, {"503/555/0142", "5035550142", nil}, {"503 - 555 - 0142", "5035550142", nil},
	{"1-503-555-0142", "5035550142", nil}, {"15035550142", "5035550142", nil}, {"1 (503) 555-0142", "5035550142", nil}, {"+1 503 555 0142", "5035550142", nil},
	{"+15035550142", "5035550142", nil}, {"+1.503.555.0142", "5035550142", nil}, {"+1 (503) 555-0142", "5035550142", nil}, {"011 1 503 555 0142", "5035550142", nil},
	{"tel:+1-503-555-0142", "5035550142", nil}, {"Tel. 503-555-0142", "5035550142", nil}, {"Phone: 503.555.0142 (cell)", "5035550142", nil},
	{"o: 503 555 0142", "5035550142", nil}, {"Mobile 503-555-0142", "5035550142", nil}, {"503-555-0142 - office", "5035550142", nil},
	{"503\u00a0555\u20110142", "5035550142", nil}, {"５０３５５５０１４２", "5035550142", nil}, {" 503-555-0142\n", "5035550142", nil}, {"503–555–0142", "5035550142", nil},
	{"5 0 3 5 5 5 0 1 4 2", "5035550142", nil}, {"call Maya 503 555 0142", "5035550142", nil},
	{"212-736-5000", "2127365000", nil}, {"907-555-0142", "9075550142", nil}, {"808-555-0142", "8085550142", nil}, {"202-456-1111", "2024561111", nil},
	{"800-555-0199", "8005550199", nil}, {"1-800-FLOWERS", "8003569377", nil}, {"888-555-0142", "8885550142", nil}, {"628-555-0142", "6285550142", nil},
	// With what is not sent.
	{"503-555-0142 x12", "5035550142", []Kind{ExtensionStays}}, {"+1 503 555 0142 ext. 5", "5035550142", []Kind{ExtensionStays}},
	{"503-555-0142 extension 204", "5035550142", []Kind{ExtensionStays}}, {"1 503 555 0142 #4", "5035550142", []Kind{ExtensionStays}},
	// Elsewhere in the plan.
	{"604-555-0142", "6045550142", []Kind{PhoneAbroad}}, {"416-555-0142", "4165550142", []Kind{PhoneAbroad}}, {"(787) 555-0142", "7875550142", []Kind{PhoneAbroad}},
	{"671-555-0142", "6715550142", []Kind{PhoneAbroad}}, {"876-555-0142", "8765550142", []Kind{PhoneAbroad}},
	{"604-555-0142 x3", "6045550142", []Kind{PhoneAbroad, ExtensionStays}},
	// Given to nobody.
	{"999-555-0142", "9995550142", []Kind{UnlikelyPhone}}, {"710-555-0142", "7105550142", []Kind{UnlikelyPhone}}, {"211-555-0142", "2115550142", []Kind{UnlikelyPhone}},
	{"456-555-0142", "4565550142", []Kind{UnlikelyPhone}},
	// None.
	{"555-0142", "", []Kind{NotPhone}}, {"123-456-7890", "", []Kind{NotPhone}}, {"023-555-0142", "", []Kind{NotPhone}}, {"503-155-0142", "", []Kind{NotPhone}},
	{"503-055-0142", "", []Kind{NotPhone}}, {"911", "", []Kind{NotPhone}}, {"503-555-014", "", []Kind{NotPhone}}, {"503-555-01422", "", []Kind{NotPhone}},
	{"+44 20 7946 0958", "", []Kind{NotPhone}}, {"+52 55 1234 5678", "", []Kind{NotPhone}}, {"(503 555-0142", "", []Kind{NotPhone}},
	{"503-555-0142 / 503-555-0143", "", []Kind{NotPhone}}, {"none", "", []Kind{NotPhone}}, {"maya@okafor.example", "", []Kind{NotPhone}},
	{"+15035550142;ext=3", "", []Kind{NotPhone}}, {"84-1234567", "", []Kind{NotPhone}}, {"0000000000", "", []Kind{NotPhone}},
	{"503.555.O142", "", []Kind{NotPhone}}, {"1", "", []Kind{NotPhone}}, {"tel:", "", []Kind{NotPhone}},
	{"503-555-0142 503-555-0142 503-555-0142 503-555-0142 503-555-0142 503-555-0142 503-555-0142", "", []Kind{NotPhone}},
}

func TestPhonesAreReadAsPeopleWriteThem(t *testing.T) {
	if len(phones) < 60 {
		t.Fatalf("%d", len(phones))
	}
	for _, w := range phones {
		if got, ok := ParsePhone(w.typed); got != w.digits || ok != (w.digits != "") {
			t.Errorf("%q is %q, %t", w.typed, got, ok)
		}
		c := &check{}
		c.phone(UserPhone, w.typed, true)
		if !sameKinds(c.found, w.kinds) {
			t.Errorf("%q: %+v instead of %v", w.typed, c.found, w.kinds)
		}
	}
}

func sameKinds(found []Finding, kinds []Kind) bool {
	if len(found) != len(kinds) {
		return false
	}
	for i, f := range found {
		if f.Kind != kinds[i] {
			return false
		}
	}
	return true
}

func TestWhatAPhoneDoubtAsksForDependsOnTheDoubt(t *testing.T) {
	for typed, want := range map[string]Finding{
		"604-555-0142":     {Field: UserPhone, Kind: PhoneAbroad, Level: NeedsReason, Detail: "CA"},
		"999-555-0142":     {Field: UserPhone, Kind: UnlikelyPhone, Level: NeedsReason},
		"503-555-0142 x12": {Field: UserPhone, Kind: ExtensionStays, Level: Hint, Detail: "12"},
		"555-0142":         {Field: UserPhone, Kind: NotPhone, Level: Blocks},
		"":                 {Field: UserPhone, Kind: Missing, Level: Blocks},
	} {
		c := &check{}
		if c.phone(UserPhone, typed, true); len(c.found) != 1 || c.found[0] != want {
			t.Errorf("%q: %+v instead of %+v", typed, c.found, want)
		}
	}
	c := &check{}
	if c.phone(UserPhone, " ", false); len(c.found) != 0 {
		t.Errorf("a phone that is not needed: %+v", c.found)
	}
}

func TestAPhoneIsShownAsPeopleReadIt(t *testing.T) {
	for digits, want := range map[string]string{"5035550142": "(503) 555-0142", "": "", "503555014": "503555014", "50355501x2": "50355501x2"} {
		if got := ShowPhone(digits); got != want {
			t.Errorf("%q is shown as %q", digits, got)
		}
	}
}
