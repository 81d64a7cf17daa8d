package intake

import (
	"strconv"
	"strings"
)

// Application is what will be sent, exactly: digits only, state codes, nothing around it.
type Application struct {
	Person    Person // the phone as ten digits
	Legal     string
	Trade     string    // "" for none
	EIN       string    // nine digits; "" when not known
	Employees int       // 0 when not known: it is not sent then
	States    []string  // codes, in the order of [StateCodes]
	Addresses []Address // codes of states, ZIP codes with the dash of the longer form, phones as ten digits
}

// Line is one field of what will be sent, and its value.
type Line struct {
	Field Field
	Value string
}

// Lines gives each field that will be sent, in the order of Gusto's description. What is not there is not sent.
func (a Application) Lines() []Line {
	var all []Line
	add := func(f Field, value string) {
		if value != "" {
			all = append(all, Line{f, value})
		}
	}
	add(FirstName, a.Person.First)
	add(LastName, a.Person.Last)
	add(Email, a.Person.Email)
	add(UserPhone, a.Person.Phone)
	add(LegalName, a.Legal)
	add(TradeName, a.Trade)
	add(TaxNumber, a.EIN)
	add(States, strings.Join(a.States, ", "))
	if a.Employees > 0 {
		add(Employees, strconv.Itoa(a.Employees))
	}
	for i, place := range a.Addresses {
		add(AddressField(i, Street1), place.Street1)
		add(AddressField(i, Street2), place.Street2)
		add(AddressField(i, City), place.City)
		add(AddressField(i, State), place.State)
		add(AddressField(i, ZIP), place.ZIP)
		add(AddressField(i, Phone), place.Phone)
		add(AddressField(i, Primary), strconv.FormatBool(place.Primary))
	}
	return all
}

// Ready brings the form into what will be sent. When one of the findings stops it, there is no application yet: the
// zero one is given.
func (f Form) Ready(firm Firm) (Application, []Finding) {
	found := f.Check(firm)
	if Stopped(found) {
		return Application{}, found
	}
	return f.application(), found
}

// application brings what can be read into the form that is sent; what cannot is left out.
func (f Form) application() Application {
	a := Application{Person: Person{First: tidy(f.Person.First), Last: tidy(f.Person.Last)}, Legal: tidy(f.Company.Legal), Trade: tidy(f.Company.Trade)}
	a.Person.Email, _ = ParseEmail(f.Person.Email)
	a.Person.Phone, _ = ParsePhone(f.Person.Phone)
	ein, _ := ParseEIN(f.Company.EIN)
	a.EIN = string(ein)
	a.Employees, _ = parseCount(f.Company.Employees)
	chosen := map[string]bool{}
	for _, text := range f.Company.States {
		code, _ := ParseState(text)
		chosen[code] = true
	}
	for _, code := range StateCodes() {
		if chosen[code] {
			a.States = append(a.States, code)
		}
	}
	for _, typed := range f.Addresses {
		place := Address{Street1: tidy(typed.Street1), Street2: tidy(typed.Street2), City: tidy(typed.City), Primary: typed.Primary}
		place.State, _ = ParseState(typed.State)
		place.ZIP, _ = ParseZIP(typed.ZIP)
		place.Phone, _ = ParsePhone(typed.Phone)
		a.Addresses = append(a.Addresses, place)
	}
	return a
}
