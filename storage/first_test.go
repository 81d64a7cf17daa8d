package storage

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// listed is a store with links named by number, in the wrong order, of which every third belongs to a client.
func listed(t *testing.T, links int) *Local {
	t.Helper()
	l, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	for i := links - 1; i >= 0; i-- {
		g, err := l.Hold(t.Context(), Grant{Environment: "demo"}, []byte("pair"), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		k := Link{Company: fmt.Sprint("company ", i), Name: fmt.Sprintf("acme %02d", i)}
		if i%2 == 0 {
			k.Name = fmt.Sprintf("Acme %02d", i)
		}
		if i%3 == 0 {
			added, err := l.PutClients(t.Context(), []Client{{Number: fmt.Sprint(i), Name: fmt.Sprintf("Client %02d", i)}})
			if err != nil {
				t.Fatal(err)
			}
			k.Client = added[0].ID
		}
		if _, err := l.Attach(t.Context(), g.ID, []Link{k}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func names(links []Link) (all []string) {
	for _, k := range links {
		all = append(all, k.Name)
	}
	return all
}

func TestTheFirstRowsAreTheClientsWithTheirLinksAndThenTheFreeLinks(t *testing.T) {
	l := listed(t, 12)
	for _, c := range []struct {
		most, clients int
		links         []string
	}{
		{2, 2, []string{"Acme 00", "acme 03"}},
		{6, 4, []string{"Acme 00", "acme 01", "Acme 02", "acme 03", "Acme 06", "acme 09"}},
		{100, 4, []string{"Acme 00", "acme 01", "Acme 02", "acme 03", "Acme 04", "acme 05", "Acme 06", "acme 07", "Acme 08", "acme 09", "Acme 10", "acme 11"}},
	} {
		f, err := l.First(t.Context(), "demo", c.most)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Clients) != c.clients || f.AllClients != 4 || f.AllLinks != 12 {
			t.Errorf("most %d: %d of %d clients and %d links in all", c.most, len(f.Clients), f.AllClients, f.AllLinks)
		}
		if got := names(f.Links); !slices.Equal(got, c.links) {
			t.Errorf("most %d: links %q, want %q", c.most, got, c.links)
		}
		for _, k := range f.Links {
			if !slices.ContainsFunc(f.Grants, func(g Grant) bool { return g.ID == k.Grant && g.State == Active }) {
				t.Errorf("most %d: the grant of %s is missing", c.most, k.Name)
			}
		}
		if len(f.Grants) != len(f.Links) {
			t.Errorf("most %d: %d grants for %d links", c.most, len(f.Grants), len(f.Links))
		}
	}
	if f, err := l.First(t.Context(), "production", 6); err != nil || len(f.Links) != 0 || f.AllLinks != 0 {
		t.Errorf("another environment: %v, %d of %d links", err, len(f.Links), f.AllLinks)
	}
}

func TestTheCursorOfThisMomentComesAfterWhatWasChanged(t *testing.T) {
	l := listed(t, 2)
	cursor, err := l.Cursor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ids, _, err := l.Changes(t.Context(), cursor); err != nil || len(ids) != 0 {
		t.Errorf("changed since now: %v, %v", ids, err)
	}
	links, err := l.Links(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	links[0].Place = "Portland, OR"
	if _, err := l.Update(t.Context(), links[0]); err != nil {
		t.Fatal(err)
	}
	if ids, next, err := l.Changes(t.Context(), cursor); err != nil || !slices.Equal(ids, []string{links[0].ID}) {
		t.Errorf("changed since then: %v, %v", ids, err)
	} else if now, err := l.Cursor(t.Context()); err != nil || now != next || now == cursor {
		t.Errorf("the cursor is %s, %v; the feed's is %s", now, err, next)
	}
}

func TestOneLinkIsReadAlone(t *testing.T) {
	l := listed(t, 3)
	links, err := l.Links(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range links {
		if got, err := l.Link(t.Context(), want.ID); err != nil || got != want {
			t.Errorf("%+v %v, want %+v", got, err, want)
		}
	}
	if _, err := l.Link(t.Context(), "nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("%v, want ErrNotFound", err)
	}
}
