package intake

// Form is what a person has typed about a new company, as it was typed.
type Form struct {
	Client    string           `json:"client,omitempty"` // id of the client it is for; "" for none
	Person    Person           `json:"person"`
	Company   Company          `json:"company"`
	Addresses []Address        `json:"addresses,omitempty"`
	Reasons   map[Field]string `json:"reasons,omitempty"` // why a doubt about a field is wrong
}

// Person is who will run payroll: the client's own person, to whom Gusto writes.
type Person struct {
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Company is the company itself.
type Company struct {
	Legal     string   `json:"legal,omitempty"` // as in the IRS's record
	Trade     string   `json:"trade,omitempty"`
	EIN       string   `json:"ein,omitempty"`
	Employees string   `json:"employees,omitempty"` // how many
	States    []string `json:"states,omitempty"`    // where people work: codes, or names
}

// Address is a place of the company.
type Address struct {
	Street1 string `json:"street1,omitempty"`
	Street2 string `json:"street2,omitempty"`
	City    string `json:"city,omitempty"`
	State   string `json:"state,omitempty"` // a code, or a name
	ZIP     string `json:"zip,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Primary bool   `json:"primary,omitempty"` // where the company files from
}

// Empty says that nothing was typed about the address.
func (a Address) Empty() bool {
	a.Primary = false
	return a == Address{}
}
