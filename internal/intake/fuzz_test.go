package intake

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"crosswalk/internal/sheet"
)

func FuzzParse(f *testing.F) {
	for _, w := range eins {
		f.Add(w.typed)
	}
	for _, w := range phones {
		f.Add(w.typed)
	}
	for _, p := range pasted {
		f.Add(p.text)
	}
	f.Add("Maya <maya@okafor.com>")
	f.Add("https://www.whitfieldbooks.com/")
	f.Fuzz(func(t *testing.T, text string) {
		if ein, ok := ParseEIN(text); ok && (len(ein) != 9 || strings.Trim(string(ein), "0123456789") != "") {
			t.Errorf("EIN %q", ein)
		}
		if digits, ok := ParsePhone(text); ok {
			if again, ok := ParsePhone(ShowPhone(digits)); len(digits) != 10 || !ok || again != digits {
				t.Errorf("phone %q, %q", digits, again)
			}
		}
		if zip, ok := ParseZIP(text); ok && len(zip) != 5 && len(zip) != 10 {
			t.Errorf("ZIP code %q", zip)
		}
		if email, ok := ParseEmail(text); ok {
			if again, ok := ParseEmail(email); !ok || again != email || strings.ContainsAny(email, "\r\n\x00 ") {
				t.Errorf("e-mail %q, %q", email, again)
			}
		}
		if domain, ok := ParseDomain(text); ok {
			if again, ok := ParseDomain(domain); !ok || again != domain {
				t.Errorf("domain %q, %q", domain, again)
			}
		}
		if a, ok := ParseAddress(text); ok && (a.Street1 == "" || a.City == "" || a.State == "" && a.ZIP == "" || strings.ContainsAny(a.Street1+a.Street2+a.City, "\n\r")) {
			t.Errorf("address %+v", a)
		}
		if anyState(text) != "" && StateName(anyState(text)) == "" {
			t.Errorf("state %q", anyState(text))
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("Maya", "maya@okafor.com", "Okafor LLC", "84-1234567", "6", "OR", "118 NE Alder St", "97212")
	f.Add("", "", "X", "518-32-9911", "0", "PR", "PO Box 1", "00000")
	f.Fuzz(func(t *testing.T, name, email, legal, ein, count, state, street, zip string) {
		form := Form{
			Person:    Person{First: name, Last: name, Email: email, Phone: "503-555-0142"},
			Company:   Company{Legal: legal, Trade: name, EIN: ein, Employees: count, States: []string{state}},
			Addresses: []Address{{Street1: street, Street2: name, City: name, State: state, ZIP: zip, Primary: true}},
		}
		kinds := map[Kind]bool{}
		for _, k := range Kinds() {
			kinds[k] = true
		}
		found := form.Check(Firm{Domains: []string{"whitfieldbooks.com"}})
		for _, x := range found {
			if !kinds[x.Kind] {
				t.Errorf("%s is not among the kinds", x.Kind)
			}
		}
		if form.Reasons = reasons(found); Stopped(form.Check(Firm{})) {
			return
		}
		a, _ := form.Ready(Firm{})
		// What is sent is in order already: read once more, it stays as it is.
		again := Form{Person: a.Person, Company: Company{Legal: a.Legal, Trade: a.Trade, EIN: a.EIN, States: a.States}, Addresses: a.Addresses}
		if a.Employees > 0 {
			again.Company.Employees = strconv.Itoa(a.Employees)
		}
		if b := again.application(); !reflect.DeepEqual(a, b) {
			t.Errorf("%+v\nbecomes %+v", a, b)
		}
		for _, l := range a.Lines() {
			if l.Value == "" || tidy(l.Value) != l.Value || !utf8.ValidString(l.Value) {
				t.Errorf("%s is sent as %q", l.Field, l.Value)
			}
		}
		Radar(form, []Known{{Kind: KnownClient, ID: "1", Name: legal, EIN: ein, Email: email}})
	})
}

// reasons gives one for each doubt.
func reasons(found []Finding) map[Field]string {
	all := map[Field]string{}
	for _, f := range found {
		all[f.Field] = "It is right."
	}
	return all
}

func FuzzReadTable(f *testing.F) {
	f.Add(head + ",Maya,Okafor,maya@okafor.com,503-555-0142,Okafor LLC,,84-1234567,OR,6,118 NE Alder St,,Portland,OR,97212,,\n")
	f.Add("First,Last,Email,Phone,Company,City 2\na,b,c,d,e,f\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := sheet.Text(text)
		if err != nil {
			return
		}
		l, err := readTable(table, Firm{})
		if err == nil && len(l.Rows) == 0 {
			t.Error("neither rows nor an error")
		}
		for _, r := range l.Rows {
			for _, x := range r.Findings {
				if x.Column == "" || x.Field == "" {
					t.Errorf("line %d: %+v", r.Line, x)
				}
			}
		}
	})
}
