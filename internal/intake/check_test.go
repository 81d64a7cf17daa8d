package intake

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// okafor is a form with nothing to say about it.
func okafor() Form {
	return Form{
		Person:    Person{First: "Maya", Last: "Okafor", Email: "maya@okafor.com", Phone: "(503) 555-0142"},
		Company:   Company{Legal: "Okafor Ceramics LLC", Trade: "Maya’s Mugs", EIN: "84-1234567", Employees: "6", States: []string{"OR"}},
		Addresses: []Address{{Street1: "118 NE Alder St", City: "Portland", State: "OR", ZIP: "97212", Primary: true}},
	}
}

func TestAGoodFormHasNoFindings(t *testing.T) {
	if found := okafor().Check(Firm{Domains: []string{"whitfieldbooks.com"}}); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	least := Form{Person: okafor().Person, Company: Company{Legal: "Xi"}}
	if found := least.Check(Firm{}); len(found) > 0 {
		t.Errorf("only what is needed: %+v", found)
	}
}

func TestEachFaultIsFoundAtItsField(t *testing.T) {
	second := Address{Street1: "5 Pine St", City: "Salem", State: "OR", ZIP: "97301"}
	for name, c := range map[string]struct {
		spoil func(*Form)
		want  []Finding
	}{
		"no names":       {func(f *Form) { f.Person.First, f.Person.Last = " ", "" }, []Finding{{Field: FirstName, Kind: Missing, Level: Blocks}, {Field: LastName, Kind: Missing, Level: Blocks}}},
		"digits in name": {func(f *Form) { f.Person.Last = "Okafor 2" }, []Finding{{Field: LastName, Kind: OddName}}},
		"e-mail as name": {func(f *Form) { f.Person.First = "maya@okafor.com" }, []Finding{{Field: FirstName, Kind: OddName}}},
		"no legal name":  {func(f *Form) { f.Company.Legal = "\t" }, []Finding{{Field: LegalName, Kind: Missing, Level: Blocks}}},
		"short":          {func(f *Form) { f.Company.Legal = "X" }, []Finding{{Field: LegalName, Kind: TooShort, Level: Blocks}}},
		"one wide rune":  {func(f *Form) { f.Company.Legal = "木" }, []Finding{{Field: LegalName, Kind: TooShort, Level: Blocks}}},
		"too long":       {func(f *Form) { f.Company.Legal = strings.Repeat("é", 256) }, []Finding{{Field: LegalName, Kind: TooLong, Level: Blocks, Detail: "255"}}},
		"as long as may": {func(f *Form) { f.Company.Legal = strings.Repeat("é", 255) }, nil},
		"dba":            {func(f *Form) { f.Company.Legal = "Okafor LLC d/b/a Mugs" }, []Finding{{Field: LegalName, Kind: HasTradeName, Level: NeedsReason}}},
		"DBA":            {func(f *Form) { f.Company.Legal = "Okafor LLC DBA Mugs" }, []Finding{{Field: LegalName, Kind: HasTradeName, Level: NeedsReason}}},
		"doing business": {func(f *Form) { f.Company.Legal = "Okafor LLC doing business as Mugs" }, []Finding{{Field: LegalName, Kind: HasTradeName, Level: NeedsReason}}},
		"no dba":         {func(f *Form) { f.Company.Legal = "Adbar & Dobar-Batumi 3 LLC" }, nil},
		"comma":          {func(f *Form) { f.Company.Legal = "Okafor Ceramics, LLC" }, []Finding{{Field: LegalName, Kind: OddPunctuation, Detail: ","}}},
		"apostrophe":     {func(f *Form) { f.Company.Legal = "Maya’s Mugs LLC" }, []Finding{{Field: LegalName, Kind: OddPunctuation, Detail: "’"}}},
		"same names":     {func(f *Form) { f.Company.Trade = "OKAFOR CERAMICS, LLC" }, []Finding{{Field: TradeName, Kind: SameNames}}},
		"no count":       {func(f *Form) { f.Company.Employees = "six" }, []Finding{{Field: Employees, Kind: NotNumber, Level: Blocks}}},
		"below nothing":  {func(f *Form) { f.Company.Employees = "-6" }, []Finding{{Field: Employees, Kind: NotNumber, Level: Blocks}}},
		"half a person":  {func(f *Form) { f.Company.Employees = "6.5" }, []Finding{{Field: Employees, Kind: NotNumber, Level: Blocks}}},
		"nobody":         {func(f *Form) { f.Company.Employees = "0" }, []Finding{{Field: Employees, Kind: NoEmployees}}},
		"a year":         {func(f *Form) { f.Company.Employees = "1,997" }, []Finding{{Field: Employees, Kind: ManyEmployees, Level: NeedsReason, Detail: "1997"}}},
		"too many":       {func(f *Form) { f.Company.Employees = "99999999999999999999" }, []Finding{{Field: Employees, Kind: NotNumber, Level: Blocks}}},
		"no state":       {func(f *Form) { f.Company.States = []string{"OR", "Ontario"} }, []Finding{{Field: States, Kind: UnknownState, Level: Blocks, Detail: "Ontario"}}},
		"territory":      {func(f *Form) { f.Company.States = []string{"OR", "PR"} }, []Finding{{Field: States, Kind: Territory, Level: Blocks, Detail: "Puerto Rico"}}},
		"not listed":     {func(f *Form) { f.Company.States = []string{"WA"} }, []Finding{{Field: States, Kind: StateMissing, Detail: "Oregon"}}},
		"empty address":  {func(f *Form) { f.Addresses = append(f.Addresses, Address{}) }, []Finding{{Field: AddressField(1, Whole), Kind: EmptyAddress, Level: Blocks}}},
		"half an address": {func(f *Form) { f.Addresses[0] = Address{Street2: "Suite 2", Primary: true} }, []Finding{
			{Field: AddressField(0, Street1), Kind: Missing, Level: Blocks}, {Field: AddressField(0, City), Kind: Missing, Level: Blocks},
			{Field: AddressField(0, State), Kind: Missing, Level: Blocks}, {Field: AddressField(0, ZIP), Kind: Missing, Level: Blocks}}},
		"other state": {func(f *Form) { f.Addresses[0].ZIP = "98101" }, []Finding{{Field: AddressField(0, ZIP), Kind: OtherState, Level: NeedsReason, Detail: "Washington"}}},
		"no number":   {func(f *Form) { f.Addresses[0].Street1 = "Alder St" }, []Finding{{Field: AddressField(0, Street1), Kind: NoHouseNumber}}},
		"spelled":     {func(f *Form) { f.Addresses[0].Street1 = "One Main Plaza" }, nil},
		"box":         {func(f *Form) { f.Addresses[0].Street1 = "PO Box 12" }, []Finding{{Field: AddressField(0, Street1), Kind: POBox, Level: Blocks}}},
		"box beside":  {func(f *Form) { f.Addresses[0].Street2 = "P.O. Box 12" }, []Finding{{Field: AddressField(0, Street1), Kind: POBox, Level: Blocks}}},
		"second box": {func(f *Form) {
			second.Street1 = "PO Box 12"
			f.Addresses = append(f.Addresses, second)
			second.Street1 = "5 Pine St"
		}, []Finding{{Field: AddressField(1, Street1), Kind: POBoxElse}}},
		"bad phone":    {func(f *Form) { f.Addresses[0].Phone = "555" }, []Finding{{Field: AddressField(0, Phone), Kind: NotPhone, Level: Blocks}}},
		"two primary":  {func(f *Form) { f.Addresses = append(f.Addresses, second); f.Addresses[1].Primary = true }, []Finding{{Field: AddressField(1, Primary), Kind: TwoPrimary, Level: Blocks, Detail: "1"}}},
		"none primary": {func(f *Form) { f.Addresses[0].Primary = false }, []Finding{{Field: Addresses, Kind: NoPrimary}}},
		"twice": {func(f *Form) {
			f.Addresses = append(f.Addresses, second, second)
			f.Addresses[2].Street1 = "5 PINE ST."
		}, []Finding{{Field: AddressField(2, Whole), Kind: SameAddress, Detail: "2"}}},
		"own domain":    {func(f *Form) { f.Person.Email = "maya@whitfieldbooks.com" }, []Finding{{Field: Email, Kind: OwnDomain, Level: Blocks, Detail: "whitfieldbooks.com"}}},
		"hidden signs":  {func(f *Form) { f.Company.Legal = "Okafor\u200b \u202eCeramics\u00a0 LLC" }, nil},
		"spelled state": {func(f *Form) { f.Company.States, f.Addresses[0].State = []string{"Oregon", ""}, "Ore." }, nil},
	} {
		f := okafor()
		c.spoil(&f)
		if found := f.Check(Firm{Domains: []string{"whitfieldbooks.com"}}); !slices.Equal(found, c.want) {
			t.Errorf("%s:\n %+v\nnot %+v", name, found, c.want)
		}
	}
}

func TestPostOfficeBoxesAreRecognizedAndStreetsAreNot(t *testing.T) {
	for street, want := range map[string]bool{
		"PO Box 12": true, "P.O. Box 12": true, "P. O. Box 12": true, "p o box 12": true, "POBox 12": true, "P.O.Box 12": true, "Post Office Box 12": true, "POB 12": true,
		"P.O.B. 12": true, "Box 12": true, "PO Bx 12": true, "P.O. 12": true, "PO Drawer 5": true, "Drawer 5": true, "Postal Box 7": true, "Caller Box 500": true, "General Delivery": true,
		"118 Alder St, PO Box 12": true, "PO BOX A": true,
		"118 NE Alder St": false, "12 Box Elder Ct": false, "5 Boxwood Ln": false, "RR 2 Box 30": false, "HC 1 Box 4": false, "100 Depot Boxcar Way": false, "14 Post Rd": false,
		"1 Poe Box St": false, "200 Post Office Rd": false, "3 Drawer Hill Rd": false, "500 Pobletts Way": false, "PMB 12": false,
	} {
		if got := isBox(Address{Street1: street}); got != want {
			t.Errorf("%q: %t", street, got)
		}
		if got := isBox(Address{Street1: "118 NE Alder St", Street2: street}); got != want {
			t.Errorf("%q beside a street: %t", street, got)
		}
	}
}

func TestADoubtStopsUntilAReasonIsGivenAndAFaultAlways(t *testing.T) {
	f := okafor()
	f.Company.EIN = "07-1234567"
	a, found := f.Ready(Firm{})
	if !Stopped(found) || !reflect.DeepEqual(a, Application{}) {
		t.Errorf("a doubt without a reason: %+v, %+v", a, found)
	}
	f.Reasons = map[Field]string{TaxNumber: "  "}
	if _, found = f.Ready(Firm{}); !Stopped(found) {
		t.Error("spaces are taken for a reason")
	}
	f.Reasons[TaxNumber] = " I have the\nletter. "
	if a, found = f.Ready(Firm{}); Stopped(found) || a.EIN != "071234567" || found[0].Reason != "I have the letter." {
		t.Errorf("with a reason: %+v, %+v", a, found)
	}
	f.Company.EIN = "7"
	if _, found = f.Ready(Firm{}); !Stopped(found) {
		t.Error("a fault is overridden with a reason")
	}
	f = okafor()
	f.Company.Legal = "Okafor, LLC"
	if _, found = f.Ready(Firm{}); len(found) != 1 || Stopped(found) {
		t.Errorf("a hint: %+v", found)
	}
}

func TestWhatIsSentIsNormalized(t *testing.T) {
	f := Form{
		Person: Person{First: " Maya  ", Last: "O’Kafor\u00a0Ruiz", Email: "Maya <maya@Okafor.com>", Phone: "+1 503.555.0142 x5"},
		Company: Company{Legal: "Okafor  Ceramics LLC\n", EIN: "EIN 84-1234567", Employees: "1,200.0",
			States: []string{"Washington", "or", "OR", ""}},
		Addresses: []Address{
			{Street1: "118  NE Alder St", Street2: "Suite 2", City: " Portland", State: "Oregon", ZIP: "972121234", Phone: "503 555 0143", Primary: true},
			{Street1: "5 Pine St", City: "Seattle", State: "wa", ZIP: "98101"},
		},
		Reasons: map[Field]string{Employees: "They have."},
	}
	a, found := f.Ready(Firm{})
	want := Application{
		Person: Person{First: "Maya", Last: "O’Kafor Ruiz", Email: "maya@okafor.com", Phone: "5035550142"}, Legal: "Okafor Ceramics LLC", EIN: "841234567", Employees: 1200,
		States: []string{"OR", "WA"},
		Addresses: []Address{
			{Street1: "118 NE Alder St", Street2: "Suite 2", City: "Portland", State: "OR", ZIP: "97212-1234", Phone: "5035550143", Primary: true},
			{Street1: "5 Pine St", City: "Seattle", State: "WA", ZIP: "98101"},
		},
	}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("%+v\nnot %+v\n%+v", a, want, found)
	}
	lines := []Line{
		{FirstName, "Maya"}, {LastName, "O’Kafor Ruiz"}, {Email, "maya@okafor.com"}, {UserPhone, "5035550142"}, {LegalName, "Okafor Ceramics LLC"}, {TaxNumber, "841234567"},
		{States, "OR, WA"}, {Employees, "1200"},
		{"company.addresses[0].street_1", "118 NE Alder St"}, {"company.addresses[0].street_2", "Suite 2"}, {"company.addresses[0].city", "Portland"},
		{"company.addresses[0].state", "OR"}, {"company.addresses[0].zip", "97212-1234"}, {"company.addresses[0].phone", "5035550143"}, {"company.addresses[0].is_primary", "true"},
		{"company.addresses[1].street_1", "5 Pine St"}, {"company.addresses[1].city", "Seattle"}, {"company.addresses[1].state", "WA"}, {"company.addresses[1].zip", "98101"},
		{"company.addresses[1].is_primary", "false"},
	}
	if got := a.Lines(); !slices.Equal(got, lines) {
		t.Errorf("%v\nnot %v", got, lines)
	}
}

func TestAFieldOfAnAddressSaysWhichOne(t *testing.T) {
	for field, want := range map[Field]struct {
		index int
		part  Part
		ok    bool
	}{
		"company.addresses[1].zip": {1, ZIP, true}, "company.addresses[12]": {12, Whole, true}, "company.addresses": {}, "company.ein": {}, "company.addresses[x].zip": {},
		"company.addresses[-1].zip": {}, "company.addresses[1": {}, "company.addresses[1]zip": {}, "": {},
	} {
		index, part, ok := field.Address()
		if index != want.index || part != want.part || ok != want.ok {
			t.Errorf("%s: %d, %s, %t", field, index, part, ok)
		}
		if ok && AddressField(index, part) != field {
			t.Errorf("%s comes back as %s", field, AddressField(index, part))
		}
	}
}

func TestReasonsStayWithTheirAddressWhenAnotherIsTakenAway(t *testing.T) {
	f := okafor()
	f.Addresses = []Address{{City: "A"}, {City: "B"}, {City: "C"}}
	f.Reasons = map[Field]string{TaxNumber: "ein", AddressField(0, ZIP): "a", AddressField(1, ZIP): "b", AddressField(2, ZIP): "c"}
	got := f.WithoutAddress(1)
	want := map[Field]string{TaxNumber: "ein", AddressField(0, ZIP): "a", AddressField(1, ZIP): "c"}
	if !reflect.DeepEqual(got.Reasons, want) || !slices.Equal(got.Addresses, []Address{{City: "A"}, {City: "C"}}) {
		t.Errorf("%+v, %v", got.Addresses, got.Reasons)
	}
	if len(f.Addresses) != 3 || f.Addresses[1].City != "B" || len(f.Reasons) != 4 {
		t.Error("the form itself was changed")
	}
	if again := f.WithoutAddress(3); len(again.Addresses) != 3 {
		t.Error("an address that is not there was taken away")
	}
}
