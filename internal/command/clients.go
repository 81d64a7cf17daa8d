package command

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/roll"
	"crosswalk/internal/words"
)

func (s *session) clients() *cobra.Command {
	var view desk.View
	var open bool
	c := &cobra.Command{
		Use: "clients", Short: "List your firm's clients, and which companies belong to them", Args: cobra.NoArgs,
		Long: `List your firm's clients by name, each with the companies that are linked to it in the environment that is in use. What
--search takes is looked for in numbers, names, groups, tags, the last four digits of the EIN, and who authorized.

Gusto is not asked and the key store is not opened. The exit code is 0 whenever the list could be read.`,
		Example: "  crosswalk clients\n  crosswalk clients --not-linked --json | jq -r '.clients[].number'",
		RunE: func(c *cobra.Command, _ []string) error {
			if open {
				view.Show = desk.ShowNotLinked
			}
			return s.with(c.Context(), records, func(_ context.Context, d *desk.Desk) error {
				now := d.Snapshot()
				rows := roll.New(nil, now).Show(view)
				return s.told(clientsOf(now, rows), func() { s.clientele(now, rows) })
			})
		},
	}
	c.Flags().StringVar(&view.Search, "search", "", "only clients with these `words`")
	c.Flags().StringSliceVar(&view.Groups, "group", nil, "only clients of this `group`")
	c.Flags().StringSliceVar(&view.Tags, "tag", nil, "only clients with this `tag`")
	c.Flags().BoolVar(&open, "not-linked", false, "only clients without a company")
	return c
}

func (s *session) clientele(now *desk.Snapshot, rows []roll.Row) {
	table := tabwriter.NewWriter(s.program.Out, 0, 0, 2, ' ', 0)
	some := 0
	for _, r := range rows {
		if r.Client == nil {
			continue // 'crosswalk list' has companies without a client
		}
		if some++; some == 1 {
			fmt.Fprintln(table, "NUMBER\tCLIENT\tCOMPANY\tSTATE\tGROUP")
		}
		company, state := "", "Not linked"
		if r.Link != nil {
			company, state = plain(r.Link.Name), words.ForVerdict(r.Link.Verdict).Pill
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", plain(r.Client.Number), plain(r.Client.Name), company, state, plain(r.Client.Group))
	}
	table.Flush()
	if some == 0 {
		s.say("No client is like that in %s. 'crosswalk import' adds clients from a spreadsheet.", now.Environment.Label)
	}
}

func (s *session) assign() *cobra.Command {
	return &cobra.Command{
		Use: "assign COMPANY CLIENT", Short: "Say which client a linked company belongs to", Args: cobra.ExactArgs(2),
		Long: `Say which client a linked company belongs to. CLIENT is a client's number or name, its id, or none.

Gusto is not asked and the key store is not opened. The exit code is 1 when the settings allow one company for each
client and this one has one already.`,
		Example: "  crosswalk assign \"Blue Heron Bakery LLC\" 1004", ValidArgsFunction: s.company,
		RunE: func(c *cobra.Command, args []string) error {
			return s.with(c.Context(), records, func(ctx context.Context, d *desk.Desk) error {
				now := d.Snapshot()
				l, err := find(now.Links, args[0])
				if err != nil {
					return err
				}
				owner, err := clientNamed(now.Clients, args[1])
				if err != nil {
					return err
				}
				if err := d.Assign(ctx, []string{l.ID}, owner.ID); err != nil {
					return err
				}
				r := assignResult{Format: format("assign"), companyResult: companyOf(l), Client: ownersOf([]desk.Client{owner})[owner.ID]}
				to := "no client"
				if owner.ID == "" {
					r.Client = nil
				} else {
					to = strings.TrimSpace(owner.Number + " " + owner.Name)
				}
				return s.told(r, func() { s.line("%s belongs to %s.", plain(l.Name), plain(to)) })
			})
		},
	}
}

type assignResult struct {
	Format string `json:"format"`
	companyResult
	Client *ownerResult `json:"client,omitempty"`
}

// clientNamed gives the client that a person means; the empty one for "none".
func clientNamed(all []desk.Client, text string) (desk.Client, error) {
	if strings.EqualFold(text, "none") {
		return desk.Client{}, nil
	}
	for _, fits := range []func(desk.Client) bool{
		func(c desk.Client) bool { return c.ID == text },
		func(c desk.Client) bool { return c.Number != "" && strings.EqualFold(c.Number, text) },
		func(c desk.Client) bool { return strings.EqualFold(c.Name, text) },
	} {
		var found []desk.Client
		for _, c := range all {
			if fits(c) {
				found = append(found, c)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return desk.Client{}, usagef("several clients are called %q; name one by its number or id", text)
		}
	}
	return desk.Client{}, usagef("there is no client %q; 'crosswalk clients' shows those that there are", text)
}

func (s *session) export() *cobra.Command {
	var as string
	var history bool
	c := &cobra.Command{
		Use: "export [FILE]", Short: "Write the crosswalk as CSV, Excel or JSON", Args: cobra.MaximumNArgs(1),
		Long: `Write which company belongs to which client: to FILE, in the form that its name ends in (.csv, .xlsx, .json), or to
standard output. No secret is in it, and of an EIN only the last four digits. A file that is there is not overwritten.
The columns of CSV keep their names; docs/schema has the form of the JSON (crosswalk.json, histories.json).

With --history, what happened to every link, sign-in and client is written instead, each line with the hash that binds
it to the one before; the exit code is 1 when a line was changed from outside.`,
		Example: "  crosswalk export crosswalk.xlsx\n  crosswalk export --format json | jq '.clients[].companies[].company'",
		RunE: func(c *cobra.Command, args []string) error {
			format, err := s.formatFor(as, args)
			if err != nil {
				return err
			}
			return s.with(c.Context(), records, func(ctx context.Context, d *desk.Desk) error {
				return s.write(ctx, d, format, history, args)
			})
		},
	}
	c.Flags().StringVar(&as, "format", "", "csv, xlsx or json; without it, what FILE ends in, else csv, or json with --json")
	c.Flags().BoolVar(&history, "history", false, "write the history instead")
	return c
}

// formatFor gives the format that was asked for.
func (s *session) formatFor(as string, args []string) (desk.Format, error) {
	switch f := desk.Format(strings.ToLower(as)); {
	case f == desk.FormatCSV || f == desk.FormatXLSX || f == desk.FormatJSON:
		if len(args) == 0 && f == desk.FormatXLSX && terminal(s.program.Out) {
			return "", usagef("a workbook is not for a terminal: name a file")
		}
		return f, nil
	case as != "":
		return "", usagef("there is no format %q: csv, xlsx and json are known", as)
	case len(args) > 0:
		if f, known := desk.FormatOf(args[0]); known {
			return f, nil
		}
		return "", usagef("no format is known for a name that ends in %s: .csv, .xlsx and .json are, or --format says it", filepath.Ext(args[0]))
	case s.flags.json:
		return desk.FormatJSON, nil
	}
	return desk.FormatCSV, nil
}

func (s *session) write(ctx context.Context, d *desk.Desk, as desk.Format, history bool, args []string) error {
	if len(args) == 0 {
		if history {
			return d.WriteHistory(ctx, s.program.Out, as)
		}
		return d.WriteCrosswalk(s.program.Out, as)
	}
	var err error
	if history {
		err = d.ExportHistory(ctx, args[0], as)
	} else {
		err = d.Export(args[0], as)
	}
	if err != nil {
		return err
	}
	return s.told(exportResult{Format: format("export"), File: args[0], As: as}, func() { s.line("Written: %s", plain(args[0])) })
}

type exportResult struct {
	Format string      `json:"format"`
	File   string      `json:"file"`
	As     desk.Format `json:"as"`
}

type clientResult struct {
	ID        string         `json:"id"`
	Number    string         `json:"number"`
	Name      string         `json:"name"`
	LastFour  string         `json:"ein_last_four,omitempty"`
	Group     string         `json:"group,omitempty"`
	Tags      []string       `json:"tags"`
	Companies []linkedResult `json:"companies"`
}

type linkedResult struct {
	companyResult
	State desk.Cause `json:"state"`
}

type clientsResult struct {
	Format      string         `json:"format"`
	Environment string         `json:"environment"`
	Clients     []clientResult `json:"clients"`
}

// clientsOf puts the rows of one client together.
func clientsOf(now *desk.Snapshot, rows []roll.Row) clientsResult {
	all := clientsResult{Format: format("clients"), Environment: now.Environment.Name, Clients: []clientResult{}}
	at := map[string]int{}
	for _, r := range rows {
		if r.Client == nil {
			continue
		}
		i, ok := at[r.Client.ID]
		if !ok {
			i = len(all.Clients)
			at[r.Client.ID] = i
			all.Clients = append(all.Clients, clientResult{
				ID: r.Client.ID, Number: r.Client.Number, Name: r.Client.Name, LastFour: r.Client.LastFour, Group: r.Client.Group,
				Tags: append([]string{}, r.Client.Tags...), Companies: []linkedResult{},
			})
		}
		if r.Link != nil {
			all.Clients[i].Companies = append(all.Clients[i].Companies, linkedResult{companyOf(*r.Link), r.Link.Verdict.Cause})
		}
	}
	return all
}
