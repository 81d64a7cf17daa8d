package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestTheSamePeopleAndCompaniesInEveryRun(t *testing.T) {
	g := open(t, Options{}).gusto
	// These stand in saved practice links: changing one breaks what people have linked.
	for name, want := range map[string]string{
		"Blue Heron Bakery LLC":  "cb1b3ced-a72a-4d5d-a7a8-202632cea400",
		"Juniper Books LLC":      "214edd31-530f-42d0-a4c9-89f4d3090676",
		"Whitfield Holdings LLC": "49ee545b-0fef-49ac-8b83-0aabee142977",
	} {
		c, ok := g.CompanyNamed(Dana, name)
		if !ok || c.UUID != want {
			t.Errorf("%s has the uuid %s, want %s", name, c.UUID, want)
		}
	}
}

func TestThePeopleOneCanBe(t *testing.T) {
	g := open(t, Options{}).gusto
	want := map[string]int{Dana: 12, Tomas: 1, Lena: 0, Morgan: 2000, Robin: 40}
	for _, p := range g.People() {
		if n := len(g.Companies(p.ID)); n != want[p.ID] {
			t.Errorf("%s has %d companies, want %d", p.Name(), n, want[p.ID])
		}
		if p.Admin != (p.ID != Lena) {
			t.Errorf("%s: admin %v", p.Name(), p.Admin)
		}
		delete(want, p.ID)
	}
	if len(want) > 0 {
		t.Errorf("nobody is %v", want)
	}
}

func TestCompaniesAreRealisticAndBelongToNobody(t *testing.T) {
	g := open(t, Options{}).gusto
	ids, names, eins := map[string]bool{}, map[string]bool{}, map[string]bool{}
	nulls := map[string]int{}
	statuses := map[string]int{}
	einForm, zip, phone := regexp.MustCompile(`^\d{2}-\d{7}$`), regexp.MustCompile(`^\d{5}$`), regexp.MustCompile(`^[2-9]\d{2}55501\d{2}$`)
	for _, c := range g.book.all() {
		if id, err := uuid.Parse(c.id); err != nil || id.Version() != 4 || id.Variant() != uuid.RFC4122 || ids[c.id] {
			t.Errorf("%s: uuid %s", c.name, c.id)
		}
		if names[c.name] || eins[c.ein] && c.ein != "" {
			t.Errorf("%s or its EIN %s is there twice", c.name, c.ein)
		}
		ids[c.id], names[c.name], eins[c.ein] = true, true, true
		statuses[c.status]++
		for field, value := range map[string]string{"trade_name": c.trade, "ein": c.ein, "tier": c.tier, "join_date": c.joined} {
			if value == "" {
				nulls[field]++
			}
		}
		if c.ein != "" && (!einForm.MatchString(c.ein) || !slices.Contains(neverIssued, c.ein[:2])) {
			t.Errorf("%s: EIN %s could be somebody's", c.name, c.ein)
		}
		if len(c.places) == 0 || len(c.admins) == 0 || !c.admins[0].authorizes {
			t.Errorf("%s has %d places and %d admins", c.name, len(c.places), len(c.admins))
		}
		for _, p := range c.places {
			if !zip.MatchString(p.zip) || p.street1 == "" || p.phone != "" && !phone.MatchString(p.phone) {
				t.Errorf("%s: place %+v", c.name, p)
			}
		}
		emails := map[string]bool{}
		for _, a := range c.admins {
			if !strings.HasSuffix(a.email, ".example") || emails[a.email] || a.phone != "" && !phone.MatchString(a.phone) {
				t.Errorf("%s: admin %+v", c.name, a)
			}
			emails[a.email] = true
		}
	}
	for _, field := range []string{"trade_name", "ein", "tier", "join_date"} {
		if nulls[field] == 0 || nulls[field] == len(g.book.all()) {
			t.Errorf("%s is null for %d of %d", field, nulls[field], len(g.book.all()))
		}
	}
	if statuses[suspended] < 2 || statuses[notApproved] < 2 || statuses[approved] < 1800 {
		t.Errorf("statuses %v", statuses)
	}
}

func TestEveryCompanyOfDanaHasDanaAmongItsAdmins(t *testing.T) {
	g := open(t, Options{}).gusto
	suspendedOnes := 0
	for _, c := range g.companiesOf(Dana) {
		a, ok := c.adminFor(Dana)
		if !ok || !a.authorizes || a.first != "Dana" || a.last != "Whitfield" {
			t.Errorf("%s: %+v", c.name, c.admins)
		}
		if primary := c.admins[0].person == Dana; primary != (c.name == "Whitfield Holdings LLC") {
			t.Errorf("%s: Dana is primary: %v", c.name, primary)
		}
		if c.status == suspended {
			suspendedOnes++
		}
	}
	if suspendedOnes != 1 {
		t.Errorf("%d suspended companies", suspendedOnes)
	}
}
