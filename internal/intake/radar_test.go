package intake

import (
	"fmt"
	"slices"
	"testing"
)

var known = []Known{
	{Kind: KnownLinked, ID: "l1", Name: "Okafor Ceramics LLC", EIN: "84-1234567", Email: "MAYA@okafor.com", Phone: "5035550142"},
	{Kind: KnownClient, ID: "c1", Number: "1052", Name: "Okafor Ceramics", EIN: ""},
	{Kind: KnownAttempt, ID: "a1", Name: "Rivera Roofing Inc", EIN: "91-7654321", Email: "maya@okafor.com"},
	{Kind: KnownDraft, ID: "d1", Name: "Northside Dental PC", Phone: "+1 503-555-0142"},
	{Kind: KnownClient, ID: "c2", Name: "Okafor Ceramics LLC", EIN: "22-2222223"},
	{Kind: KnownClient, ID: "c3", Name: "Okafr Ceramics LLC", EIN: "22-2222224"},
	{Kind: KnownClient, ID: "c4", Name: "Lena Ortiz", Trade: "Okafor Ceramics"},
	{Kind: KnownClient, ID: "c5", Name: "Petersen Electric"},
	{Kind: KnownAttempt, ID: "a2"},
}

func keys(all []Likeness) []string {
	var keys []string
	for _, l := range all {
		keys = append(keys, fmt.Sprintf("%s%v%t", l.Key(), l.On, l.OtherEIN))
	}
	return keys
}

func TestTheRadarFindsWhatTheNewCompanyMayBe(t *testing.T) {
	got := keys(Radar(okafor(), known))
	want := []string{
		"linked/l1[ein email phone name]false",
		"attempt/a1[email]true",
		"draft/d1[phone]false",
		"client/c1[name]false", "client/c2[name]true", "client/c4[name]false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nnot %q", got, want)
	}
}

func TestTheRadarFindsANearNameUnlessTheEINSpeaksAgainstIt(t *testing.T) {
	near := []Known{{Kind: KnownClient, ID: "1", Name: "Petersen Johnson"}, {Kind: KnownClient, ID: "2", Name: "Petersen Johnson", EIN: "84-7654321"}}
	f := Form{Company: Company{Legal: "Petersen & Johnson Roofing LLC", EIN: "84-1234567"}}
	if got := keys(Radar(f, near)); !slices.Equal(got, []string{"client/1[near-name]false"}) {
		t.Errorf("%q", got)
	}
}

func TestTheRadarLeavesOutTheClientThatTheFormIsFor(t *testing.T) {
	f := okafor()
	f.Client = "c1"
	for _, l := range Radar(f, known) {
		if l.Key() == "client/c1" {
			t.Error("the client is like itself")
		}
	}
	if !slices.ContainsFunc(Radar(f, []Known{{Kind: KnownDraft, ID: "c1", Name: "Okafor Ceramics LLC"}}), func(l Likeness) bool { return l.Key() == "draft/c1" }) {
		t.Error("a draft with the same id is left out")
	}
}

func TestTheRadarSaysNothingAboutAnEmptyForm(t *testing.T) {
	if got := Radar(Form{}, known); len(got) > 0 {
		t.Errorf("%q", keys(got))
	}
	if got := Radar(okafor(), nil); len(got) > 0 {
		t.Errorf("%q", keys(got))
	}
}

func TestAFingerprintIsTheSameHoweverItWasTyped(t *testing.T) {
	other := Form{Person: Person{Email: "MAYA@Okafor.com", Phone: "+1 503 555 0142 x9"}, Company: Company{Legal: "OKAFOR-CERAMICS, L.L.C.", EIN: "841234567"}}
	a, _ := okafor().Ready(Firm{})
	if got, want := other.Fingerprint(), a.Fingerprint(); got != want || want.Name != "okaforceramicsllc" || want.Email == "" || want.Phone == "" || want.EIN == "" {
		t.Errorf("%+v, %+v", got, want)
	}
	if on := a.Fingerprint().Shares(Fingerprint{Email: "maya@okafor.com", Phone: "5035550143"}); !slices.Equal(on, []Trait{SharesEmail}) {
		t.Errorf("%v", on)
	}
	if on := (Fingerprint{}).Shares(Fingerprint{}); len(on) > 0 {
		t.Errorf("two that are unknown share %v", on)
	}
}
