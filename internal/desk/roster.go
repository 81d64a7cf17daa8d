package desk

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"crosswalk/storage"
)

// readClients reads clients as the window shows them, without their links. It blocks on the disk.
func readClients(ctx context.Context, book Book) ([]Client, error) {
	stored, err := book.Clients(ctx)
	clients := make([]Client, 0, len(stored))
	for _, c := range stored {
		clients = append(clients, clientOf(c))
	}
	return clients, err
}

// readRoster joins clients with what is read each time: saved views and farewells. It blocks on the disk.
func (d *Desk) readRoster(ctx context.Context, o *office, clients []Client) (r Roster, err error) {
	r.Clients = slices.Clone(clients)
	views, err := o.book.Views(ctx)
	if err != nil {
		return r, err
	}
	for _, v := range views {
		view := View{}
		if json.Unmarshal([]byte(v.Body), &view) == nil { // one of a newer program is left alone
			view.Name = v.Name
			r.Views = append(r.Views, view)
		}
	}
	farewells, err := o.book.Farewells(ctx)
	for _, f := range farewells {
		if f.Environment == o.env.Name {
			r.Farewells = append(r.Farewells, d.farewellOf(f))
		}
	}
	return r, err
}

func clientOf(c storage.Client) Client {
	return Client{ID: c.ID, Number: c.Number, Name: c.Name, LastFour: c.EIN.LastFour, Group: c.Group, Tags: c.Tags, Notes: c.Notes, Rev: c.Rev}
}

// joined tells each client its links.
func (r *Roster) joined(links []Link) {
	at := make(map[string]int, len(r.Clients))
	for i, c := range r.Clients {
		at[c.ID] = i
	}
	for _, l := range links {
		if i, ok := at[l.Client]; ok {
			r.Clients[i].Links = append(r.Clients[i].Links, l.ID)
		}
	}
}

// same says that two rosters show the same. A client that was changed has another revision.
func (r Roster) same(o Roster) bool {
	clients := slices.EqualFunc(r.Clients, o.Clients, func(a, b Client) bool {
		return a.ID == b.ID && a.Rev == b.Rev && slices.Equal(a.Links, b.Links)
	})
	return clients && reflect.DeepEqual(r.Views, o.Views) && reflect.DeepEqual(r.Farewells, o.Farewells)
}

// Person is somebody who gave access, and the links that rest on it.
type Person struct {
	Name  string // as [Link.AuthorizedBy]
	Links []string
}

// People lists who authorized what, by name: for when somebody leaves.
func (s *Snapshot) People() []Person {
	byName := map[string][]string{}
	for _, l := range s.Links {
		byName[l.AuthorizedBy] = append(byName[l.AuthorizedBy], l.ID)
	}
	people := make([]Person, 0, len(byName))
	for name, links := range byName {
		people = append(people, Person{Name: name, Links: links})
	}
	slices.SortFunc(people, func(a, b Person) int {
		return strings.Compare(strings.ToLower(a.Name)+"\x00"+a.Name, strings.ToLower(b.Name)+"\x00"+b.Name)
	})
	return people
}

// PutView saves a view; one of the same name is replaced. Trouble: BadClient without a name, CannotSave.
func (d *Desk) PutView(ctx context.Context, v View) error {
	return d.write(ctx, func(book Book) error {
		v.Name = strings.TrimSpace(v.Name)
		if v.Name == "" {
			return &Trouble{Cause: BadClient, Detail: "The view has no name"}
		}
		body, err := json.Marshal(v)
		if err != nil {
			return err
		}
		return book.PutView(ctx, storage.View{Name: v.Name, Body: string(body)})
	})
}

// DropView forgets a saved view. Trouble: CannotSave.
func (d *Desk) DropView(ctx context.Context, name string) error {
	return d.write(ctx, func(book Book) error { return book.DropView(ctx, name) })
}
