package desk

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"crosswalk/internal/sheet"
)

// Format is a kind of file that the crosswalk is written as.
type Format string

// The formats.
const (
	FormatCSV  Format = "csv"
	FormatXLSX Format = "xlsx"
	FormatJSON Format = "json"
)

// FormatOf gives the format that a file's name ends in; CSV where it ends in none, and for text. It is not known where the
// name ends in anything else.
func FormatOf(path string) (as Format, known bool) {
	switch end := Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")); end {
	case FormatCSV, FormatXLSX, FormatJSON:
		return end, true
	case "", "txt":
		return FormatCSV, true
	}
	return "", false
}

// crosswalkColumns are the columns of an export. Other programs know them: they are added to, and never renamed.
var crosswalkColumns = []string{
	"client_number", "client_name", "ein_last_four", "group", "tags", "notes", "environment", "company_uuid", "company_name", "company_trade_name",
	"company_place", "authorized_by", "linked_at", "state", "verified_at",
}

// Export writes the crosswalk of the open environment to a new file: every client with its companies, and companies
// without a client. Nothing in it is secret: of an EIN only the last four digits.
//
// Trouble: SetByOrganization, FileExists (nothing is overwritten), CannotSave.
func (d *Desk) Export(path string, as Format) error {
	if err := d.mayExport(); err != nil {
		return err
	}
	return WriteNew(path, func(to io.Writer) error { return d.WriteCrosswalk(to, as) })
}

// WriteCrosswalk is Export to a stream. docs/schema/crosswalk.json has the form of its JSON.
func (d *Desk) WriteCrosswalk(to io.Writer, as Format) error {
	if err := d.mayExport(); err != nil {
		return err
	}
	now := d.Snapshot()
	if as == FormatJSON {
		return writeJSON(to, crosswalkOf(now))
	}
	return writeRows(to, as, "Crosswalk", crosswalkColumns, crosswalkRows(now))
}

func (d *Desk) mayExport() error { return d.allowed(d.options.Policy.Export, "Exporting") }

func writeRows(to io.Writer, as Format, name string, columns []string, rows [][]string) error {
	if as == FormatXLSX {
		return sheet.WriteWorkbook(to, name, columns, rows)
	}
	return sheet.WriteCSV(to, columns, rows)
}

func writeJSON(to io.Writer, value any) error {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}

// crosswalkRows gives a row for each client with each of its companies.
func crosswalkRows(now *Snapshot) [][]string {
	var rows [][]string
	byID := make(map[string]Link, len(now.Links))
	for _, l := range now.Links {
		byID[l.ID] = l
	}
	for _, c := range now.Clients {
		of := []string{c.Number, c.Name, c.LastFour, c.Group, strings.Join(c.Tags, "; "), c.Notes, now.Environment.Name}
		if len(c.Links) == 0 {
			rows = append(rows, append(of, make([]string, len(crosswalkColumns)-len(of))...))
		}
		for _, id := range c.Links {
			rows = append(rows, append(of[:len(of):len(of)], companyCells(byID[id])...))
			delete(byID, id)
		}
	}
	for _, l := range now.Links {
		if _, free := byID[l.ID]; free {
			rows = append(rows, append([]string{"", "", "", "", "", "", now.Environment.Name}, companyCells(l)...))
		}
	}
	return rows
}

func companyCells(l Link) []string {
	return []string{l.Company, l.Name, l.TradeName, l.Place, l.AuthorizedBy, stamp(l.Since), string(l.Verdict.Cause), stamp(l.Verdict.At)}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// crosswalkFormat names the form of the JSON.
const crosswalkFormat = "crosswalk/crosswalk/1"

type jsonCrosswalk struct {
	Format      string        `json:"format"`
	Environment string        `json:"environment"`
	Clients     []jsonClient  `json:"clients"`
	Companies   []jsonCompany `json:"companies_without_client"`
}

type jsonClient struct {
	ID        string        `json:"id"`
	Number    string        `json:"number"`
	Name      string        `json:"name"`
	LastFour  string        `json:"ein_last_four,omitempty"`
	Group     string        `json:"group,omitempty"`
	Tags      []string      `json:"tags"`
	Notes     string        `json:"notes,omitempty"`
	Companies []jsonCompany `json:"companies"`
}

type jsonCompany struct {
	Link         string     `json:"link"`
	Company      string     `json:"company"`
	Name         string     `json:"name"`
	TradeName    string     `json:"trade_name,omitempty"`
	Place        string     `json:"place,omitempty"`
	AuthorizedBy string     `json:"authorized_by,omitempty"`
	Linked       *time.Time `json:"linked,omitempty"`
	State        Cause      `json:"state"`
	Verified     *time.Time `json:"verified,omitempty"`
}

func crosswalkOf(now *Snapshot) jsonCrosswalk {
	all := jsonCrosswalk{Format: crosswalkFormat, Environment: now.Environment.Name, Clients: []jsonClient{}, Companies: []jsonCompany{}}
	byID := make(map[string]Link, len(now.Links))
	for _, l := range now.Links {
		byID[l.ID] = l
	}
	for _, c := range now.Clients {
		one := jsonClient{
			ID: c.ID, Number: c.Number, Name: c.Name, LastFour: c.LastFour, Group: c.Group, Tags: append([]string{}, c.Tags...), Notes: c.Notes,
			Companies: []jsonCompany{},
		}
		for _, id := range c.Links {
			one.Companies = append(one.Companies, companyOf(byID[id]))
			delete(byID, id)
		}
		all.Clients = append(all.Clients, one)
	}
	for _, l := range now.Links {
		if _, free := byID[l.ID]; free {
			all.Companies = append(all.Companies, companyOf(l))
		}
	}
	return all
}

func companyOf(l Link) jsonCompany {
	return jsonCompany{
		Link: l.ID, Company: l.Company, Name: l.Name, TradeName: l.TradeName, Place: l.Place, AuthorizedBy: l.AuthorizedBy,
		Linked: moment(l.Since), State: l.Verdict.Cause, Verified: moment(l.Verdict.At),
	}
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// historyColumns are the columns of an exported history.
var historyColumns = []string{"subject", "line", "at", "who", "what", "cause", "detail", "hash"}

// ExportHistory writes the history of every link, sign-in and client that is or was here to a new file, each line with
// the hash that binds it to the line before; with links only their own and that of the access that reaches them now. It
// blocks on the disk.
//
// Trouble: Tampered when a line was changed, added or cut: the file is written all the same. FileExists, CannotSave;
// ChangedMeanwhile when a link is gone.
func (d *Desk) ExportHistory(ctx context.Context, path string, as Format, links ...string) error {
	if err := d.mayExport(); err != nil {
		return err
	}
	var tampered error
	err := WriteNew(path, func(to io.Writer) error {
		err := d.WriteHistory(ctx, to, as, links...)
		if CauseOf(err) == Tampered {
			tampered, err = err, nil
		}
		return err
	})
	return errors.Join(err, tampered)
}
