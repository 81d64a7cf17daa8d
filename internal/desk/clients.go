package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crosswalk/storage"
)

// The limits of a client's fields, in characters.
const (
	MaxNumber = 100
	MaxName   = 200
	MaxGroup  = 100
	MaxTag    = 50
	MaxTags   = 50
	MaxNotes  = 4000
)

// AddClient adds a client. It blocks on the disk, and on the key store when there is an EIN.
//
// Trouble: BadClient (Detail says what is missing or too long), NumberTaken (Detail is who has it), CannotSave, and
// what keeps the data key away.
func (d *Desk) AddClient(ctx context.Context, draft Draft) (Client, error) {
	return d.putClient(ctx, storage.Client{ID: storage.NewID()}, draft)
}

// EditClient changes a client that was read at this revision. Trouble as for AddClient, and ChangedMeanwhile.
func (d *Desk) EditClient(ctx context.Context, id string, rev int64, draft Draft) (Client, error) {
	o, err := d.atWork()
	if err != nil {
		return Client{}, err
	}
	all, err := o.book.Clients(ctx)
	if err != nil {
		return Client{}, explain(err)
	}
	i := slices.IndexFunc(all, func(c storage.Client) bool { return c.ID == id })
	if i < 0 || all[i].Rev != rev {
		return Client{}, &Trouble{Cause: ChangedMeanwhile}
	}
	return d.putClient(ctx, all[i], draft)
}

func (d *Desk) putClient(ctx context.Context, was storage.Client, draft Draft) (Client, error) {
	o, err := d.atWork()
	if err != nil {
		return Client{}, err
	}
	draft = draft.trimmed()
	if problem := draft.Check(); problem != "" {
		return Client{}, &Trouble{Cause: BadClient, Detail: problem.say()}
	}
	var keys *storage.Keys
	if draft.EIN != "" {
		a, err := d.unlock(ctx, o)
		if err != nil {
			return Client{}, err
		}
		keys = a.vault.Keys()
	}
	now := draft.over(was, keys)
	if dropped(keys) {
		return Client{}, &Trouble{Cause: DeskLocked}
	}
	stored, err := o.book.PutClients(ctx, []storage.Client{now})
	if err != nil {
		return Client{}, explain(err)
	}
	return clientOf(stored[0]), d.refresh(ctx, o)
}

// trimmed is the draft without the spaces and the punctuation that mean nothing.
func (f Draft) trimmed() Draft {
	f.Number, f.Name, f.Group, f.Notes = oneLine(f.Number), oneLine(f.Name), oneLine(f.Group), strings.TrimSpace(f.Notes)
	if ein := digitsOf(f.EIN); len(ein) == 9 && strings.Trim(f.EIN, "0123456789- \u00a0\u2010\u2011\u2013") == "" {
		f.EIN = ein
	} else {
		f.EIN = strings.TrimSpace(f.EIN)
	}
	var tags []string
	for _, tag := range f.Tags {
		if tag = oneLine(tag); tag != "" && !slices.ContainsFunc(tags, func(t string) bool { return strings.EqualFold(t, tag) }) {
			tags = append(tags, tag)
		}
	}
	f.Tags = tags
	return f
}

// oneLine joins what was broken over lines or padded.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// Check says what keeps a draft from being a client, before anything is stored; "" for nothing.
func (f Draft) Check() RowProblem {
	f = f.trimmed()
	long := func(text string, limit int) bool { return utf8.RuneCountInString(text) > limit }
	switch {
	case f.Name == "":
		return NameMissing
	case long(f.Name, MaxName):
		return NameTooLong
	case long(f.Number, MaxNumber):
		return NumberTooLong
	case f.EIN != "" && (len(f.EIN) != 9 || digitsOf(f.EIN) != f.EIN):
		return NotAnEIN
	case long(f.Group, MaxGroup):
		return GroupTooLong
	case len(f.Tags) > MaxTags || slices.ContainsFunc(f.Tags, func(tag string) bool { return long(tag, MaxTag) }):
		return TagsTooLong
	case long(f.Notes, MaxNotes):
		return NotesTooLong
	}
	return ""
}

// over is the client as it is stored, changed to what the draft says. keys seals an EIN; without one it may be nil.
func (f Draft) over(was storage.Client, keys *storage.Keys) storage.Client {
	now := was
	now.Number, now.Name, now.Group, now.Notes = f.Number, f.Name, f.Group, f.Notes
	if f.Tagged {
		now.Tags = f.Tags
	}
	switch {
	case f.EIN != "":
		now.EIN = storage.SealedEIN{LastFour: f.EIN[5:], Gen: was.EIN.Gen + 1}
		now.EIN.Sealed = keys.Seal(was.ID, storage.EINColumn, now.EIN.Gen, []byte(f.EIN))
	case f.NoEIN:
		now.EIN = storage.SealedEIN{Gen: was.EIN.Gen}
	}
	return now
}

// RemoveClients removes clients for good. Trouble: ClientLinked when a company is linked to one of them, in whatever
// environment; then none is removed. CannotSave.
func (d *Desk) RemoveClients(ctx context.Context, ids []string) error {
	return d.write(ctx, func(book Book) error { return book.RemoveClients(ctx, ids) })
}

// Regrouping is one change to many clients.
type Regrouping struct {
	Group    *string // nil leaves the groups as they are; "" takes the clients out of theirs
	AddTags  []string
	DropTags []string // without regard to case
}

// Regroup changes group and tags of many clients at once. Trouble: BadClient, ChangedMeanwhile, CannotSave.
func (d *Desk) Regroup(ctx context.Context, ids []string, to Regrouping) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	all, err := o.book.Clients(ctx)
	if err != nil {
		return explain(err)
	}
	var changed []storage.Client
	for _, c := range all {
		if !slices.Contains(ids, c.ID) {
			continue
		}
		f := Draft{Number: c.Number, Name: c.Name, Group: c.Group, Notes: c.Notes, Tagged: true}
		if to.Group != nil {
			f.Group = *to.Group
		}
		for _, tag := range slices.Concat(c.Tags, to.AddTags) {
			if !slices.ContainsFunc(to.DropTags, func(t string) bool { return strings.EqualFold(t, tag) }) {
				f.Tags = append(f.Tags, tag)
			}
		}
		f = f.trimmed()
		if problem := f.Check(); problem != "" {
			return &Trouble{Cause: BadClient, Detail: fmt.Sprintf("%s: %s", c.Name, problem.say())}
		}
		changed = append(changed, f.over(c, nil))
	}
	if _, err := o.book.PutClients(ctx, changed); err != nil {
		return explain(err)
	}
	return d.refresh(ctx, o)
}

// EIN gives a client's whole EIN, nine digits, for a person who asked to see it; "" when there is none. It blocks on
// the key store. Trouble: ChangedMeanwhile when the client is gone, CannotOpen, and what keeps the data key away.
func (d *Desk) EIN(ctx context.Context, client string) (string, error) {
	o, a, err := d.working(ctx)
	if err != nil {
		return "", err
	}
	all, err := o.book.Clients(ctx)
	if err != nil {
		return "", explain(err)
	}
	i := slices.IndexFunc(all, func(c storage.Client) bool { return c.ID == client })
	if i < 0 {
		return "", &Trouble{Cause: ChangedMeanwhile}
	}
	ein, err := a.ein(all[i])
	return ein, explain(err)
}

// ein opens one EIN; "" when there is none.
func (a *access) ein(c storage.Client) (string, error) {
	if c.EIN.Sealed == nil {
		return "", nil
	}
	plain, err := a.vault.Keys().Open(c.ID, storage.EINColumn, c.EIN.Gen, c.EIN.Sealed)
	return string(plain), err
}

// eins opens the EINs of all clients, by client. One that cannot be opened is left out: it can still be typed anew.
func (a *access) eins(clients []storage.Client) map[string]string {
	found := make(map[string]string, len(clients))
	for _, c := range clients {
		if ein, err := a.ein(c); err == nil && ein != "" {
			found[c.ID] = ein
		}
	}
	return found
}

// fromClients knows what can happen to clients in the book.
func fromClients(err error) *Trouble {
	var (
		taken *storage.TakenError
		used  *storage.InUseError
	)
	switch {
	case errors.As(err, &taken):
		return &Trouble{Cause: NumberTaken, Detail: taken.Name}
	case errors.As(err, &used):
		return &Trouble{Cause: ClientLinked, Detail: used.Name}
	}
	return nil
}

// dropped says that what was just sealed with keys may be nothing. nil keys seal nothing.
func dropped(keys *storage.Keys) bool { return keys != nil && keys.ID() == "" }
