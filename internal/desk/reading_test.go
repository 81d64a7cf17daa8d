package desk

import (
	"context"
	"errors"
	"testing"

	"crosswalk/storage"
)

// counting is a book that counts how often all of it is read.
type counting struct {
	Book
	cursor  string
	changed []string
	reads   int
	clients int
	fails   error
}

func (c *counting) Cursor(context.Context) (string, error) { return c.cursor, nil }

func (c *counting) Changes(context.Context, string) ([]string, string, error) {
	return c.changed, c.cursor, nil
}

func (c *counting) Links(context.Context) ([]storage.Link, error) {
	c.reads++
	return []storage.Link{{ID: c.cursor}}, c.fails
}

func (c *counting) Grants(context.Context) ([]storage.Grant, error) { return nil, nil }

func (c *counting) Clients(context.Context) ([]storage.Client, error) {
	c.clients++
	return []storage.Client{{ID: "client"}}, nil
}

func TestABookThatNobodyChangedIsNotReadAgain(t *testing.T) {
	book, r := &counting{cursor: "0"}, &reading{}
	for _, c := range []struct {
		cursor  string
		changed []string
		reads   int
		clients int
	}{
		{"0", nil, 1, 1}, {"0", nil, 1, 1},
		{"7", []string{"0"}, 2, 1}, // the link that was there: no client has changed
		{"7", nil, 2, 1},
		{"8", []string{"7", "client"}, 3, 2},
		{"9", []string{"a new link"}, 4, 3},
		{"10", make([]string, 1000), 5, 4}, // many, as after an import
	} {
		book.cursor, book.changed = c.cursor, c.changed
		had, err := r.again(t.Context(), book)
		if err != nil || had.links[0].ID != c.cursor || len(had.clients) != 1 || book.reads != c.reads || book.clients != c.clients {
			t.Errorf("at %s: links of %s, %v, read %d times and clients %d, want %d and %d", c.cursor, had.links[0].ID, err, book.reads, book.clients, c.reads, c.clients)
		}
	}
	book.cursor, book.fails = "11", errors.New("the disk is gone")
	if _, err := r.again(t.Context(), book); err == nil {
		t.Error("a failure was not told")
	}
	book.fails = nil
	if had, err := r.again(t.Context(), book); err != nil || had.links[0].ID != "11" {
		t.Errorf("after a failure: %v, %v", had.links, err)
	}
}
