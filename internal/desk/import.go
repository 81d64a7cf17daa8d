package desk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crosswalk/internal/sheet"
	"crosswalk/storage"
)

// ReadTable reads a spreadsheet or a text file with clients; nothing is imported. It blocks on the disk, and reads
// from places that may be slow.
//
// Trouble: TableUnreadable, TableTooLarge.
func (d *Desk) ReadTable(ctx context.Context, path string) (*Table, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, NotOpened(err)
	}
	defer file.Close()
	defer context.AfterFunc(ctx, func() { file.Close() })() // a share that does not answer
	t, err := d.ReadTableFrom(file)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	t.Name = strings.TrimSuffix(filepath.Base(path)+", "+t.Name, ", ")
	return t, nil
}

// NotOpened is the trouble of a list that a person named and os.Open could not open: a TableUnreadable that says why, and
// the file's name when there is none.
func NotOpened(err error) *Trouble {
	why, at := err, &fs.PathError{}
	if errors.As(err, &at) {
		why = at.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return &Trouble{Cause: TableUnreadable, Detail: "There is no file " + filepath.Base(at.Path), Err: err}
	}
	return &Trouble{Cause: TableUnreadable, Detail: "It cannot be opened (" + why.Error() + ")", Err: err}
}

// ReadTableFrom is ReadTable for what is not a file.
func (d *Desk) ReadTableFrom(from io.Reader) (*Table, error) {
	read, err := sheet.Read(from)
	if err != nil {
		return nil, fromSheet(err)
	}
	return tableOf(read), nil
}

// PasteTable reads clients from pasted text: columns as a spreadsheet copies them, CSV, or one name on each line.
// Trouble as for ReadTable.
func (d *Desk) PasteTable(text string) (*Table, error) {
	read, err := sheet.Text(text)
	if err != nil {
		return nil, fromSheet(err)
	}
	return tableOf(read), nil
}

func fromSheet(err error) error {
	var large *sheet.LimitError
	if errors.As(err, &large) {
		return &Trouble{Cause: TableTooLarge, Detail: large.Error(), Err: err}
	}
	detail := err.Error()
	return &Trouble{Cause: TableUnreadable, Detail: strings.ToUpper(detail[:1]) + detail[1:], Err: err}
}

// samples is how many cells of a column are shown while mapping.
const samples = 3

func tableOf(read sheet.Table) *Table {
	t := &Table{Name: read.Name, Mapping: sheet.Guess(read), Rows: len(read.Rows), rows: read.Rows}
	for column := range read.Width {
		c := TableColumn{Header: sheet.Row{Cells: read.Header}.Cell(column)}
		for _, r := range read.Rows {
			if cell := r.Cell(column); cell != "" && len(c.Samples) < samples {
				c.Samples = append(c.Samples, cell)
			}
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

// Preview says what importing a table would do, row by row, and does nothing of it. A row means the client with its
// number; without a number, or when no client has it, the one with its EIN, then the one with its name, unless that
// has another number. A field whose column is not mapped, or whose cell is empty, stays as it is.
//
// It blocks on the disk, and on the key store when a column is mapped to the EIN and there are EINs. Trouble:
// TableUnreadable when no column is the name, CannotSave, and what keeps the data key away.
func (d *Desk) Preview(ctx context.Context, t *Table, m Mapping) (*Preview, error) {
	o, err := d.atWork()
	if err != nil {
		return nil, err
	}
	if m.Name == NotMapped && m.Number == NotMapped && m.EIN == NotMapped {
		return nil, &Trouble{Cause: TableUnreadable, Detail: "No column is the name, the number or the EIN"}
	}
	known, err := d.known(ctx, o, t, m)
	if err != nil {
		return nil, err
	}
	p := &Preview{basis: known.basis()}
	for _, row := range t.rows {
		r := known.judge(row, m)
		p.Rows = append(p.Rows, r)
		switch r.Kind {
		case RowAdds:
			p.Adds++
		case RowUpdates:
			p.Updates++
		case RowSame:
			p.Same++
		case RowBad:
			p.Bad++
		}
	}
	return p, nil
}

// known reads the clients that rows can mean.
func (d *Desk) known(ctx context.Context, o *office, t *Table, m Mapping) (*knownClients, error) {
	all, err := o.book.Clients(ctx)
	if err != nil {
		return nil, explain(err)
	}
	var eins map[string]string
	if m.EIN != NotMapped && slices.ContainsFunc(t.rows, func(r sheet.Row) bool { return r.Cell(m.EIN) != "" }) {
		a, err := d.unlock(ctx, o)
		if err != nil {
			return nil, err
		}
		eins = a.eins(all)
	}
	return newKnown(all, eins), nil
}

// Import does what a preview said, in one transaction, and leaves its bad rows out. It blocks on the disk.
//
// Trouble: ChangedMeanwhile when clients were changed since the preview was made (make it again), NumberTaken,
// CannotSave, and what keeps the data key away; nothing was imported then.
func (d *Desk) Import(ctx context.Context, p *Preview) (Imported, error) {
	o, err := d.atWork()
	if err != nil {
		return Imported{}, err
	}
	all, err := o.book.Clients(ctx)
	if err != nil {
		return Imported{}, explain(err)
	}
	if newKnown(all, nil).basis() != p.basis {
		return Imported{}, &Trouble{Cause: ChangedMeanwhile, Detail: "Clients were changed since this was looked at"}
	}
	keys, err := d.keysFor(ctx, o, p)
	if err != nil {
		return Imported{}, err
	}
	byID := make(map[string]storage.Client, len(all))
	for _, c := range all {
		byID[c.ID] = c
	}
	var done Imported
	var put []storage.Client
	for _, r := range p.Rows {
		switch r.Kind {
		case RowAdds:
			put = append(put, r.Draft.over(storage.Client{ID: storage.NewID()}, keys))
			done.Added++
		case RowUpdates:
			put = append(put, r.Draft.over(byID[r.Client], keys))
			done.Updated++
		}
	}
	if dropped(keys) {
		return Imported{}, &Trouble{Cause: DeskLocked}
	}
	if _, err := o.book.PutClients(ctx, put); err != nil {
		return Imported{}, explain(err)
	}
	return done, d.refresh(ctx, o)
}

// keysFor gives the data key when an EIN is to be sealed.
func (d *Desk) keysFor(ctx context.Context, o *office, p *Preview) (*storage.Keys, error) {
	if !slices.ContainsFunc(p.Rows, func(r PreviewRow) bool { return r.Draft.EIN != "" && r.Kind != RowBad }) {
		return nil, nil
	}
	a, err := d.unlock(ctx, o)
	if err != nil {
		return nil, err
	}
	return a.vault.Keys(), nil
}

// draftOf reads a row as a client.
func draftOf(row sheet.Row, m Mapping) Draft {
	f := Draft{
		Number: row.Cell(m.Number), Name: row.Cell(m.Name), EIN: row.Cell(m.EIN), Group: row.Cell(m.Group), Notes: row.Cell(m.Notes),
	}
	if digits := f.EIN; len(digits) == 8 && digitsOf(digits) == digits && row.Number(m.EIN) && digits[0] >= '1' && digits[0] <= '6' {
		f.EIN = "0" + digits // 01 to 06 are New England's, and a spreadsheet that takes an EIN for a number drops the zero
	}
	if tags := row.Cell(m.Tags); tags != "" {
		f.Tags, f.Tagged = strings.FieldsFunc(tags, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }), true
	}
	return f.trimmed()
}
