package words

import (
	"strings"
	"testing"

	"crosswalk/internal/intake"
)

func TestAFieldIsNamedShortBelowTheHeadingOfItsAddress(t *testing.T) {
	for field, want := range map[intake.Field]string{intake.AddressField(1, intake.ZIP): "ZIP code", intake.AddressField(0, intake.Street1): "Street", intake.Email: "E-mail", intake.AddressField(1, intake.Whole): "Address 2"} {
		if got := ShortName(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}

func TestEveryFindingHasItsOwnSentence(t *testing.T) {
	seen := map[string]intake.Kind{}
	for _, k := range intake.Kinds() {
		sentence, hint := ForEntry(intake.Finding{Field: intake.FirstName, Kind: k, Detail: "7"})
		if sentence == "" || strings.HasSuffix(sentence, ".") || !strings.HasSuffix(hint, ".") || strings.ContainsAny(sentence+hint, "{}") {
			t.Errorf("%s: %q, %q", k, sentence, hint)
		}
		if other, taken := seen[sentence]; taken {
			t.Errorf("%s and %s share %q", k, other, sentence)
		}
		seen[sentence] = k
	}
	if len(seen) != len(findingMessages) {
		t.Errorf("%d kinds and %d messages", len(seen), len(findingMessages))
	}
}

func TestAFindingReadsAsOneLineBelowItsField(t *testing.T) {
	for _, c := range []struct {
		found intake.Finding
		want  string
	}{
		{intake.Finding{Field: intake.Email, Kind: intake.OwnDomain}, "This is your own firm’s address. Gusto sends the account to it: use the client’s."},
		{intake.Finding{Field: intake.AddressField(1, intake.City), Kind: intake.Missing}, "City of address 2 is missing. Gusto needs it to open the account."},
		{intake.Finding{Field: intake.Email, Kind: intake.Misspelled, Detail: "maya@gmail.com"}, "Did you mean maya@gmail.com? Gusto sends the account to this address: compare it letter by letter."},
		{intake.Finding{Field: intake.UserPhone, Kind: intake.PhoneAbroad, Detail: "CA"}, "This number is not in the United States. Its area code is of Canada."},
		{intake.Finding{Field: intake.UserPhone, Kind: intake.PhoneAbroad, Detail: "TT"}, "This number is not in the United States. Its area code is of another country (TT)."},
	} {
		if got := Beside(c.found); got != c.want {
			t.Errorf("%q instead of %q", got, c.want)
		}
	}
}

func TestFieldsAreNamedAsTheFormNamesThem(t *testing.T) {
	for field, want := range map[intake.Field]string{
		intake.TaxNumber: "EIN", intake.AddressField(1, intake.ZIP): "ZIP code of address 2", intake.AddressField(0, intake.Whole): "Address 1",
		"company.owner": "company.owner", "company.addresses[0].county": "county of address 1",
	} {
		if got := FieldName(field); got != want {
			t.Errorf("%s is %q instead of %q", field, got, want)
		}
	}
}
