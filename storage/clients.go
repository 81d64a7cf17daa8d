package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// EINColumn is what a client's EIN is sealed for; the row is the client's ID. For that of a linked company, as the
// provider told it, it is the link's: that goes with the link.
const EINColumn = "ein"

const clientColumns = `id, number, name, ein_end, coalesce(sealed, ''), coalesce(gen, 0), grouping, tags, notes, rev`

const clientFrom = ` FROM clients LEFT JOIN secrets ON row = id AND col = '` + EINColumn + `' `

func scanClient(row scanner) (k Client, err error) {
	var tags string
	err = row.Scan(&k.ID, &k.Number, &k.Name, &k.EIN.LastFour, &k.EIN.Sealed, &k.EIN.Gen, &k.Group, &tags, &k.Notes, &k.Rev)
	if err != nil {
		return k, notFound(err)
	}
	if len(k.EIN.Sealed) == 0 {
		k.EIN.Sealed = nil
	}
	if tags == "[]" { // most have none, and a list of 20,000 is read often
		return k, nil
	}
	return k, json.Unmarshal([]byte(tags), &k.Tags)
}

func (c *change) client(ctx context.Context, id string) (Client, error) {
	return scanClient(c.QueryRowContext(ctx, `SELECT `+clientColumns+clientFrom+`WHERE id = ?`, id))
}

// NumberKey is a client number as it is compared: without regard to case, to the
// spaces around it, and to how an accent is written.
func NumberKey(number string) string {
	return cases.Fold().String(norm.NFC.String(strings.TrimSpace(number)))
}

// Clients belongs to [Clients].
func (l *Local) Clients(ctx context.Context) ([]Client, error) {
	const doing = "list clients"
	rows, err := l.db.QueryContext(ctx, `SELECT `+clientColumns+clientFrom+`ORDER BY id`)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	all, err := collect(rows, scanClient)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	return sortClients(all), nil
}

// sortClients orders by name without regard to case, then by number.
func sortClients(all []Client) []Client {
	type key struct {
		name, number string
		at           int
	}
	keys := make([]key, len(all)) // cheaper to move about
	for i, k := range all {
		keys[i] = key{strings.ToLower(k.Name), k.Number, i}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.number, b.number), cmp.Compare(a.at, b.at))
	})
	sorted := make([]Client, len(all))
	for i, k := range keys {
		sorted[i] = all[k.at]
	}
	return sorted
}

// PutClients belongs to [Clients].
func (l *Local) PutClients(ctx context.Context, all []Client) (stored []Client, err error) {
	stored = make([]Client, 0, len(all))
	err = l.write(ctx, "store clients", func(c *change) error {
		c.kept = map[string]*sql.Stmt{}
		for _, k := range all {
			k, err := c.putClient(ctx, k)
			if err != nil {
				return err
			}
			stored = append(stored, k)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

func (c *change) putClient(ctx context.Context, k Client) (Client, error) {
	if k.Name == "" {
		return k, errors.New("a client without a name cannot be stored")
	}
	was, err := c.stand(ctx, &k)
	if err != nil {
		return k, err
	}
	if was.Rev > 0 && was.same(k) {
		return was, nil
	}
	if err := c.free(ctx, k); err != nil {
		return k, err
	}
	k.Rev = was.Rev + 1
	tags, err := json.Marshal(append([]string{}, k.Tags...))
	if err != nil {
		return k, err
	}
	var number any // NULL is not unique
	if key := NumberKey(k.Number); key != "" {
		number = key
	}
	if _, err := c.ExecContext(ctx, `
		INSERT INTO clients (id, number, number_key, name, ein_end, grouping, tags, notes, rev, lines) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)
		ON CONFLICT (id) DO UPDATE SET number = ?2, number_key = ?3, name = ?4, ein_end = ?5, grouping = ?6, tags = ?7, notes = ?8, rev = ?9`,
		k.ID, k.Number, number, k.Name, k.EIN.LastFour, k.Group, string(tags), k.Notes, k.Rev); err != nil {
		return k, err
	}
	if k.EIN, err = c.putEIN(ctx, k.ID, was.EIN, k.EIN); err != nil {
		return k, err
	}
	if was.Rev == 0 {
		return k, c.note(ctx, k.ID, ActAdded, k.told(), 0)
	}
	return k, c.note(ctx, k.ID, ActEdited, k.told(), 0)
}

// stand finds what is stored of a client to be put, and refuses what is out of date.
func (c *change) stand(ctx context.Context, k *Client) (was Client, err error) {
	if k.ID == "" {
		k.ID = NewID()
	}
	was, err = c.client(ctx, k.ID)
	switch {
	case err == ErrNotFound && k.Rev == 0:
		var ended bool
		err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM audit WHERE subject = ?)`, k.ID).Scan(&ended)
		if err == nil && ended {
			err = ErrConflict
		}
		return Client{}, err
	case err != nil:
		return was, err
	case was.Rev != k.Rev:
		return was, ErrConflict
	}
	return was, nil
}

// free says whose number it is when it is not free.
func (c *change) free(ctx context.Context, k Client) error {
	key := NumberKey(k.Number)
	if key == "" {
		return nil
	}
	taken := TakenError{Number: k.Number}
	err := c.QueryRowContext(ctx, `SELECT id, name FROM clients WHERE number_key = ? AND id <> ?`, key, k.ID).Scan(&taken.Client, &taken.Name)
	if err == nil {
		return &taken
	}
	if err := notFound(err); err != ErrNotFound {
		return err
	}
	return nil
}

// putEIN stores, keeps or removes a sealed EIN. The row stays behind when it is
// removed, so that a generation is never used twice.
func (c *change) putEIN(ctx context.Context, id string, was, now SealedEIN) (SealedEIN, error) {
	switch {
	case now.LastFour == "" && was.LastFour == "":
		return was, nil
	case now.LastFour == "":
		_, err := c.ExecContext(ctx, `UPDATE secrets SET sealed = NULL WHERE row = ? AND col = ?`, id, EINColumn)
		return SealedEIN{Gen: was.Gen}, err
	case now.Sealed == nil && now.LastFour == was.LastFour:
		return was, nil
	case now.Sealed == nil:
		return now, errors.New("an EIN is stored sealed, with its last four digits")
	case now.Gen == was.Gen && string(now.Sealed) == string(was.Sealed):
		return was, nil
	case now.Gen != was.Gen+1:
		return now, ErrConflict
	}
	_, err := c.ExecContext(ctx, `INSERT OR REPLACE INTO secrets (row, col, gen, sealed) VALUES (?, ?, ?, ?)`, id, EINColumn, now.Gen, now.Sealed)
	return now, err
}

// same says whether storing k would change nothing.
func (was Client) same(k Client) bool {
	ein := was.EIN.LastFour == k.EIN.LastFour && (k.EIN.Sealed == nil || k.EIN.Gen == was.EIN.Gen && string(k.EIN.Sealed) == string(was.EIN.Sealed))
	return ein && was.Number == k.Number && was.Name == k.Name && was.Group == k.Group && slices.Equal(was.Tags, k.Tags) && was.Notes == k.Notes
}

// told is a client in a line of history: nothing of its EIN, nothing of its notes.
func (k Client) told() string {
	if k.Number == "" {
		return k.Name
	}
	return k.Name + ", number " + k.Number
}

// RemoveClients belongs to [Clients].
func (l *Local) RemoveClients(ctx context.Context, ids []string) error {
	return l.write(ctx, "remove clients", func(c *change) error {
		for _, id := range ids {
			if err := c.removeClient(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *change) removeClient(ctx context.Context, id string) error {
	k, err := c.client(ctx, id)
	if err == ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	var used bool
	if err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM links WHERE client_id = ?)`, id).Scan(&used); err != nil {
		return err
	}
	if used {
		return &InUseError{Client: id, Name: k.Name}
	}
	if err := c.note(ctx, id, ActRemoved, k.told(), 0); err != nil {
		return err
	}
	if _, err := c.ExecContext(ctx, `UPDATE secrets SET sealed = NULL WHERE row = ?`, id); err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, `DELETE FROM clients WHERE id = ?`, id)
	return err
}

// Assign belongs to [Clients].
func (l *Local) Assign(ctx context.Context, linkIDs []string, client string) error {
	return l.write(ctx, "say which client a company belongs to", func(c *change) error {
		for _, id := range linkIDs {
			k, err := c.link(ctx, id)
			if err != nil {
				return err
			}
			if _, err := c.assign(ctx, k, client); err != nil {
				return err
			}
		}
		return nil
	})
}

// assign lets a stored link belong to another client, or to none.
func (c *change) assign(ctx context.Context, k Link, client string) (Link, error) {
	if k.Client == client {
		return k, nil
	}
	var to any
	action, detail := ActUnassigned, ""
	if client != "" {
		whose, err := c.client(ctx, client)
		if err != nil {
			return k, err
		}
		to, action, detail = client, ActAssigned, fmt.Sprintf("%s (%s)", whose.told(), client)
	} else if was, err := c.client(ctx, k.Client); err == nil {
		detail = fmt.Sprintf("%s (%s)", was.told(), was.ID)
	}
	k.Client = client
	k.Rev++
	if _, err := c.ExecContext(ctx, `UPDATE links SET client_id = ?, rev = ? WHERE id = ?`, to, k.Rev, k.ID); err != nil {
		return k, err
	}
	return k, c.note(ctx, k.ID, action, detail, 0)
}
