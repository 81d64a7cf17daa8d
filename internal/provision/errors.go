package provision

import (
	"slices"
	"strconv"
	"strings"

	"crosswalk/internal/gusto"
	"crosswalk/internal/intake"
	"crosswalk/internal/pattern"
)

// fieldErrors puts everything that Gusto said beside the fields that it is about; what is about none of them stands at
// the top, in Gusto's words. places is how many addresses were sent.
func fieldErrors(e *gusto.Error, places int) []FieldError {
	var all []FieldError
	for _, d := range e.Leaves() {
		message := d.Message
		if message == "" {
			message = strings.TrimSpace(strings.ReplaceAll(d.Category, "_", " "))
		}
		one := FieldError{Field: fieldOf(d.Key, message, places), Message: message}
		if message != "" && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// The names that Gusto has for what a form has, with those that Rails makes of them.
var (
	userFields = map[string]intake.Field{
		"first_name": intake.FirstName, "firstname": intake.FirstName, "last_name": intake.LastName, "lastname": intake.LastName,
		"email": intake.Email, "email_address": intake.Email, "phone": intake.UserPhone, "phone_number": intake.UserPhone,
	}
	companyFields = map[string]intake.Field{
		"name": intake.LegalName, "legal_name": intake.LegalName, "trade_name": intake.TradeName, "ein": intake.TaxNumber, "fein": intake.TaxNumber,
		"states": intake.States, "number_employees": intake.Employees, "number_of_employees": intake.Employees,
		"addresses": intake.Addresses, "address": intake.Addresses, "addresses_attributes": intake.Addresses, "locations": intake.Addresses,
	}
	addressParts = map[string]intake.Part{
		"street_1": intake.Street1, "street1": intake.Street1, "street_2": intake.Street2, "street2": intake.Street2, "city": intake.City,
		"state": intake.State, "zip": intake.ZIP, "zip_code": intake.ZIP, "phone": intake.Phone, "phone_number": intake.Phone, "is_primary": intake.Primary,
	}
)

// fieldOf finds the field of the form that a key like "company.addresses[1].zip" means; "" for none. Where Gusto names
// the request as a whole, and its sentence names an e-mail address or an EIN, it is that field.
func fieldOf(key, message string, places int) intake.Field {
	words := keyWords(key)
	for len(words) > 0 && (words[0] == "base" || words[0] == "data" || words[0] == "provision") {
		words = words[1:]
	}
	if len(words) == 0 {
		return aboutWhole(message)
	}
	switch first, rest := words[0], words[1:]; first {
	case "user", "admin", "primary_admin":
		if len(rest) == 0 || rest[0] == "base" {
			return aboutWhole(message)
		}
		return userFields[rest[0]]
	case "company":
		if len(rest) == 0 || rest[0] == "base" {
			return aboutWhole(message)
		}
		return companyField(rest, places)
	default:
		if f, ok := userFields[first]; ok {
			return f
		}
		return companyField(words, places)
	}
}

func companyField(words []string, places int) intake.Field {
	f := companyFields[words[0]]
	if f != intake.Addresses {
		return f
	}
	index, part := -1, intake.Whole
	for _, w := range words[1:] {
		if n, err := strconv.Atoi(w); err == nil {
			index = n
		} else if p, ok := addressParts[w]; ok {
			part = p
		}
	}
	if index < 0 && places == 1 {
		index = 0
	}
	if index < 0 || index >= places {
		return f
	}
	return intake.AddressField(index, part)
}

// keyWords parts a key at dots, brackets and slashes.
func keyWords(key string) []string {
	return strings.FieldsFunc(strings.ToLower(key), func(r rune) bool { return strings.ContainsRune("./[]() :", r) })
}

// What a sentence about the whole request names, in Gusto's known answers.
var (
	namesEmail = pattern.Of(`(?i)\be-?mail\b`)
	namesEIN   = pattern.Of(`(?i)\b(f?ein|employer identification number)\b`)
)

func aboutWhole(message string) intake.Field {
	email, ein := namesEmail().MatchString(message), namesEIN().MatchString(message)
	switch {
	case email && !ein:
		return intake.Email
	case ein && !email:
		return intake.TaxNumber
	}
	return ""
}
