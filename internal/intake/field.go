package intake

import (
	"fmt"
	"strconv"
	"strings"
)

// Field is a field of the form, in the words of Gusto's description: "user.first_name", "company.addresses[1].zip".
type Field string

// The fields that are there once. Those of an address are made by [AddressField].
const (
	FirstName Field = "user.first_name"
	LastName  Field = "user.last_name"
	Email     Field = "user.email"
	UserPhone Field = "user.phone"
	LegalName Field = "company.name"
	TradeName Field = "company.trade_name"
	TaxNumber Field = "company.ein"
	Employees Field = "company.number_employees"
	States    Field = "company.states"
	Addresses Field = "company.addresses" // all of them
)

// Part is a field of an address; [Whole] is all of one.
type Part string

// The parts of an address.
const (
	Whole   Part = ""
	Street1 Part = "street_1"
	Street2 Part = "street_2"
	City    Part = "city"
	State   Part = "state"
	ZIP     Part = "zip"
	Phone   Part = "phone"
	Primary Part = "is_primary"
)

// AddressField is the field of an address, counted from 0.
func AddressField(index int, part Part) Field {
	if part == Whole {
		return Field(fmt.Sprintf("company.addresses[%d]", index))
	}
	return Field(fmt.Sprintf("company.addresses[%d].%s", index, part))
}

// Address gives which address a field is of, counted from 0, and which part; false for the other fields.
func (f Field) Address() (index int, part Part, ok bool) {
	rest, found := strings.CutPrefix(string(f), "company.addresses[")
	number, rest, closed := strings.Cut(rest, "]")
	index, err := strconv.Atoi(number)
	if !found || !closed || err != nil || index < 0 || rest != "" && !strings.HasPrefix(rest, ".") {
		return 0, Whole, false
	}
	return index, Part(strings.TrimPrefix(rest, ".")), true
}
