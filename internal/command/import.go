package command

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// columns are the columns that a person names for fields, by header or by number.
type columns struct{ number, name, ein, group, tags, notes string }

func (s *session) imports() *cobra.Command {
	var yes bool
	var named columns
	c := &cobra.Command{
		Use: "import FILE", Short: "Add and update clients from a spreadsheet", Args: cobra.ExactArgs(1),
		Long: `Say what importing clients from FILE would do, row by row, and do it with --yes. FILE is an Excel workbook (.xlsx) or
text with its columns apart by commas, semicolons or tabs; - is standard input.

A row means the client with its number; without a number, or when no client has it, the one with its EIN, then the one
with its name. A row that means a client updates it, and what its cells leave empty stays. Which column is what is
guessed from the headers; --name, --number, --ein, --group, --tags and --notes name a column by its header or its place
(1, 2, …), or none.

The exit code is 1 when a row is left out; the others are imported all the same. EINs are sealed under the data key, so
the key store is opened.`,
		Example: "  crosswalk import clients.xlsx\n  crosswalk import clients.csv --number \"File #\" --yes",
		RunE: func(c *cobra.Command, args []string) error {
			return s.with(c.Context(), keys, func(ctx context.Context, d *desk.Desk) error {
				return s.importFrom(ctx, d, args[0], named, yes)
			})
		},
	}
	flags := c.Flags()
	flags.BoolVarP(&yes, "yes", "y", false, "import")
	for name, to := range map[string]*string{
		"number": &named.number, "name": &named.name, "ein": &named.ein, "group": &named.group, "tags": &named.tags, "notes": &named.notes,
	} {
		flags.StringVar(to, name, "", "the `column` that is the "+name)
	}
	return c
}

func (s *session) importFrom(ctx context.Context, d *desk.Desk, path string, named columns, yes bool) error {
	table, err := s.table(ctx, d, path)
	if err != nil {
		return err
	}
	m, err := mapped(table, named)
	if err != nil {
		return err
	}
	p, err := d.Preview(ctx, table, m)
	if err != nil {
		return err
	}
	if yes {
		if _, err := d.Import(ctx, p); err != nil {
			return err
		}
	}
	if err := s.told(importOf(path, table, m, p, yes), func() { s.previewed(p, yes) }); err != nil {
		return err
	}
	if p.Bad > 0 {
		return exit(ExitAttention)
	}
	return nil
}

func (s *session) table(ctx context.Context, d *desk.Desk, path string) (*desk.Table, error) {
	if path == "-" {
		return d.ReadTableFrom(s.program.In)
	}
	return d.ReadTable(ctx, path)
}

// mapped is the guess, changed by the columns that were named.
func mapped(t *desk.Table, named columns) (desk.Mapping, error) {
	m := t.Mapping
	for _, f := range []struct {
		text string
		to   *int
	}{{named.number, &m.Number}, {named.name, &m.Name}, {named.ein, &m.EIN}, {named.group, &m.Group}, {named.tags, &m.Tags}, {named.notes, &m.Notes}} {
		if f.text == "" {
			continue
		}
		column, err := columnOf(t, f.text)
		if err != nil {
			return m, err
		}
		for _, other := range []*int{&m.Number, &m.Name, &m.EIN, &m.Group, &m.Tags, &m.Notes} {
			if *other == column && column != desk.NotMapped {
				*other = desk.NotMapped // the guess gives way
			}
		}
		*f.to = column
	}
	return m, nil
}

func columnOf(t *desk.Table, text string) (int, error) {
	var headers []string
	for i, c := range t.Columns {
		if c.Header != "" && strings.EqualFold(c.Header, text) {
			return i, nil
		}
		headers = append(headers, c.Header)
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(t.Columns) {
		return n - 1, nil
	}
	if strings.EqualFold(text, "none") {
		return desk.NotMapped, nil
	}
	return 0, usagef("there is no column %q; the columns are: %s", text, strings.Join(headers, ", "))
}

// previewed says what was done, or would be, and names each row that is left out.
func (s *session) previewed(p *desk.Preview, done bool) {
	would := " would be"
	if done {
		would = ""
	}
	s.line("%d%s added, %d%s updated, %d the same, %d left out", p.Adds, would, p.Updates, would, p.Same, p.Bad)
	for _, r := range p.Rows {
		if r.Kind == desk.RowBad {
			s.line("line %d: %s", r.Line, plain(words.ForRow(r)))
		}
	}
	if !done && p.Adds+p.Updates > 0 {
		s.say("Nothing was changed. With --yes it is.")
	}
}

type importResult struct {
	Format   string            `json:"format"`
	File     string            `json:"file"`
	Mapping  map[string]string `json:"mapping"` // field → header, or the column's place
	Adds     int               `json:"adds"`
	Updates  int               `json:"updates"`
	Same     int               `json:"same"`
	Bad      int               `json:"bad"`
	Imported bool              `json:"imported"`
	Rows     []rowResult       `json:"rows"`
}

type rowResult struct {
	Line    int             `json:"line"`
	Kind    string          `json:"kind"`
	Number  string          `json:"number,omitempty"`
	Name    string          `json:"name,omitempty"`
	Client  string          `json:"client,omitempty"`
	Changes []desk.Field    `json:"changes,omitempty"`
	Problem desk.RowProblem `json:"problem,omitempty"`
	Title   string          `json:"title,omitempty"`
}

var rowKinds = map[desk.RowKind]string{desk.RowAdds: "adds", desk.RowUpdates: "updates", desk.RowSame: "same", desk.RowBad: "bad"}

func importOf(path string, t *desk.Table, m desk.Mapping, p *desk.Preview, done bool) importResult {
	r := importResult{
		Format: format("import"), File: path, Mapping: map[string]string{}, Adds: p.Adds, Updates: p.Updates, Same: p.Same, Bad: p.Bad,
		Imported: done, Rows: []rowResult{},
	}
	for field, column := range map[desk.Field]int{
		desk.FieldNumber: m.Number, desk.FieldName: m.Name, desk.FieldEIN: m.EIN, desk.FieldGroup: m.Group, desk.FieldTags: m.Tags, desk.FieldNotes: m.Notes,
	} {
		if column == desk.NotMapped {
			continue
		}
		r.Mapping[string(field)] = strconv.Itoa(column + 1)
		if header := t.Columns[column].Header; header != "" {
			r.Mapping[string(field)] = header
		}
	}
	for _, row := range p.Rows {
		r.Rows = append(r.Rows, rowResult{
			Line: row.Line, Kind: rowKinds[row.Kind], Number: row.Draft.Number, Name: row.Draft.Name, Client: row.Client,
			Changes: row.Changes, Problem: row.Problem, Title: words.ForRow(row),
		})
	}
	return r
}
