package intake

import (
	"strconv"
	"strings"

	"crosswalk/internal/pattern"
)

// postOfficeBox finds a box at a post office, in all that people write for it. "RR 2 Box 30" is a house on a rural
// route, and none.
var postOfficeBox = pattern.Of(`(?i)\bp\s?\.?\s?o\s?\.?\s?(?:box|bx|drawer)\b|\bpost(?:al)?\s(?:office\s)?(?:box|drawer)\b|\bpobox\b|\bpob\s?#?[0-9]|` +
	`\bp\.?\s?o\.?\s?b\.\s?#?[0-9]|\bp\s?\.\s?o\s?\.\s?#?[0-9]|^(?:box|drawer|bx)\s?#?\s?[0-9]|\b(?:caller|lock)\s(?:box|service)\b|\bgeneral delivery\b`)

func isBox(a Address) bool {
	return postOfficeBox().MatchString(tidy(a.Street1)) || postOfficeBox().MatchString(tidy(a.Street2))
}

// spelledNumber begins the addresses of towers: "One Main Plaza".
var spelledNumber = pattern.Of(`(?i)^(?:one|two|three|four|five|six|seven|eight|nine|ten)\b`)

// addresses checks them all. states are those where people work; none when they were not told.
func (c *check) addresses(all []Address, states map[string]bool) {
	primary := -1
	told := map[string]bool{}
	for i, a := range all {
		state := c.address(i, a)
		if a.Primary && primary >= 0 {
			c.add(AddressField(i, Primary), TwoPrimary, Blocks, strconv.Itoa(primary+1))
		} else if a.Primary {
			primary = i
		}
		if same := sameBefore(all, i); same >= 0 {
			c.add(AddressField(i, Whole), SameAddress, Hint, strconv.Itoa(same+1))
		}
		if state != "" && territories[state] == "" && len(states) > 0 && !states[state] && !told[state] {
			told[state] = true
			c.add(States, StateMissing, Hint, StateName(state))
		}
	}
	if len(all) > 0 && primary < 0 {
		c.add(Addresses, NoPrimary, Hint, "")
	}
}

// sameBefore gives the first address before the i-th that is the same place; -1 for none.
func sameBefore(all []Address, i int) int {
	place := func(a Address) string {
		zip, _, _ := strings.Cut(a.ZIP, "-")
		return foldName(a.Street1) + "|" + foldName(a.Street2) + "|" + strings.TrimSpace(zip)
	}
	for j := range i {
		if !all[i].Empty() && place(all[j]) == place(all[i]) {
			return j
		}
	}
	return -1
}

// address checks one of them, and gives the code of its state.
func (c *check) address(i int, a Address) (state string) {
	if a.Empty() {
		c.add(AddressField(i, Whole), EmptyAddress, Blocks, "")
		return ""
	}
	street := AddressField(i, Street1)
	switch written := c.text(street, a.Street1, true); {
	case isBox(a) && a.Primary:
		c.add(street, POBox, Blocks, "")
	case isBox(a):
		c.add(street, POBoxElse, Hint, "")
	case written && !strings.ContainsAny(a.Street1, "0123456789") && !spelledNumber().MatchString(tidy(a.Street1)):
		c.add(street, NoHouseNumber, Hint, "")
	}
	c.text(AddressField(i, Street2), a.Street2, false)
	c.text(AddressField(i, City), a.City, true)
	state = c.state(AddressField(i, State), a.State)
	c.zip(AddressField(i, ZIP), a.ZIP, state)
	c.phone(AddressField(i, Phone), a.Phone, false)
	return state
}

// WithoutAddress gives the form without one of its addresses; the reasons for those behind it move along.
func (f Form) WithoutAddress(index int) Form {
	if index < 0 || index >= len(f.Addresses) {
		return f
	}
	left := make([]Address, 0, len(f.Addresses)-1)
	f.Addresses = append(append(left, f.Addresses[:index]...), f.Addresses[index+1:]...)
	reasons := map[Field]string{}
	for field, why := range f.Reasons {
		i, part, ok := field.Address()
		switch {
		case !ok || i < index:
			reasons[field] = why
		case i > index:
			reasons[AddressField(i-1, part)] = why
		}
	}
	f.Reasons = reasons
	return f
}
