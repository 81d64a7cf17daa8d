package clients

import (
	"testing"

	"crosswalk/internal/desk"
)

func TestACompanyIsOfferedTheOnlyClientOfItsName(t *testing.T) {
	s := &desk.Snapshot{}
	s.Clients = []desk.Client{{ID: "a", Name: "Alder"}, {ID: "g", Name: "Garnet Hill Cafe"}, {ID: "h1", Name: "Hale"}, {ID: "h2", Name: "HALE"}}
	for _, c := range []struct{ name, trade, client, want string }{
		{"Garnet Hill Café", "", "", "g"}, {"GHC LLC", "Garnet Hill Café", "", "g"}, {"Garnet Hill Café", "", "a", "a"},
		{"Alder", "", "", "a"}, {"Eastgate Yoga LLC", "", "", ""}, {"Hale", "", "", ""},
	} {
		l := desk.Link{TradeName: c.trade}
		l.Name, l.Client = c.name, c.client
		if got := likely(s, l); got != c.want {
			t.Errorf("%+v is offered %q", c, got)
		}
	}
}
