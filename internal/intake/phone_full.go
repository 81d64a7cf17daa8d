//go:build !quick

package intake

import "github.com/nyaruka/phonenumbers"

// parsePhone takes a number with the country code 1 apart; false when it is none.
func parsePhone(text string) (telephone, bool) {
	n, err := phonenumbers.Parse(text, "US")
	if err != nil || n.GetCountryCode() != 1 {
		return telephone{}, false
	}
	t := telephone{digits: phonenumbers.GetNationalSignificantNumber(n), extension: n.GetExtension()}
	if phonenumbers.IsValidNumber(n) {
		t.country = phonenumbers.GetRegionCodeForNumber(n)
	}
	return t, true
}
