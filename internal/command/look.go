package command

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/house"
	"crosswalk/internal/words"
)

func (s *session) list() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the linked companies, and how each was when last checked", Args: cobra.NoArgs,
		Long: `List the linked companies of the environment that is in use, and how each was when last checked.

Gusto is not asked and the key store is not opened: 'crosswalk verify' asks. The exit code is 0 whenever the list could
be read.`,
		Example: "  crosswalk list\n  crosswalk list --json | jq -r '.links[] | select(.verdict.cause != \"working\") | .name'",
		RunE: func(c *cobra.Command, _ []string) error {
			return s.with(c.Context(), records, func(_ context.Context, d *desk.Desk) error {
				now := d.Snapshot()
				found := listResult{Format: format("list"), Environment: now.Environment.Name, Links: []linkResult{}}
				owners := ownersOf(now.Clients)
				for _, l := range now.Links {
					one := linkOf(l)
					one.Client = owners[l.Client]
					found.Links = append(found.Links, one)
				}
				return s.told(found, func() { s.listed(now, owners) })
			})
		},
	}
}

func (s *session) listed(now *desk.Snapshot, owners map[string]*ownerResult) {
	if len(now.Links) == 0 {
		s.say("No company is linked in %s yet. 'crosswalk connect' links one.", now.Environment.Label)
		return
	}
	table := tabwriter.NewWriter(s.program.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "COMPANY\tCLIENT\tSTATE\tCHECKED\tGUSTO'S ID")
	for _, l := range now.Links {
		client := "none"
		if owner := owners[l.Client]; owner != nil {
			client = strings.TrimSpace(plain(owner.Number + " " + owner.Name))
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", plain(l.Name), client, words.ForVerdict(l.Verdict).Pill, words.When(l.Verdict.At, time.Now()), plain(l.Company))
	}
	table.Flush()
	if now.NeedYou > 0 {
		s.say("%s: %d of %d need you.", now.Environment.Label, now.NeedYou, len(now.Links))
	}
}

// companies offers the linked companies to a shell that completes a line.
func (s *session) companies(c *cobra.Command, taken []string, begun string) ([]string, cobra.ShellCompDirective) {
	var names []string
	err := s.with(c.Context(), records, func(_ context.Context, d *desk.Desk) error {
		for _, l := range d.Snapshot().Links {
			if !slices.Contains(taken, l.Name) && strings.HasPrefix(strings.ToLower(l.Name), strings.ToLower(begun)) {
				names = append(names, plain(l.Name))
			}
		}
		return nil
	})
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// company is companies for a command that takes one.
func (s *session) company(c *cobra.Command, taken []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(taken) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return s.companies(c, taken, begun)
}

func (s *session) history() *cobra.Command {
	return &cobra.Command{
		Use: "history COMPANY", Short: "Tell what happened to a link, the newest first", Args: cobra.ExactArgs(1),
		Long: `Tell what happened to a link: linked, renewed, verified, broken, reconnected; when, and under which account of this
computer. The history is chained: a line that was changed from outside is found, and the exit code is 1.`,
		Example: "  crosswalk history \"Acme Ltd\"", ValidArgsFunction: s.company,
		RunE: func(c *cobra.Command, args []string) error {
			return s.with(c.Context(), records, func(ctx context.Context, d *desk.Desk) error {
				now := d.Snapshot()
				l, err := find(now.Links, args[0])
				if err != nil {
					return err
				}
				events, err := d.History(ctx, l.ID)
				if err != nil {
					return err
				}
				told := historyResult{Format: format("history"), companyResult: companyOf(l), Client: ownersOf(now.Clients)[l.Client], Events: []eventResult{}}
				for _, e := range events {
					told.Events = append(told.Events, eventResult{At: utc(e.At), What: e.What, Who: e.Who, Cause: e.Cause})
				}
				return s.told(told, func() { s.happened(events) })
			})
		},
	}
}

func (s *session) happened(events []desk.Event) {
	table := tabwriter.NewWriter(s.program.Out, 0, 0, 2, ' ', 0)
	for _, e := range events {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", e.At.Local().Format(time.DateTime), e.What, e.Cause, plain(e.Who))
	}
	table.Flush()
}

func (s *session) explain() *cobra.Command {
	var page bool
	c := &cobra.Command{
		Use: "explain [CODE…]", Short: "Say what a code means, what helps, and who can do it",
		Long: `Say what a code means, what helps and who can do it. Without a code, all are explained. No data is opened.
Where … stands, the message itself says what it is: a name, a file, a permission.
With --html all of them are one page to read in a browser and to search, which needs no network.`,
		Example: "  crosswalk explain needs_reconnecting\n  crosswalk explain | less\n  crosswalk explain --html > codes.html",
		ValidArgsFunction: func(_ *cobra.Command, taken []string, begun string) ([]string, cobra.ShellCompDirective) {
			var codes []string
			for _, c := range desk.Causes() {
				if strings.HasPrefix(string(c), begun) && !slices.Contains(taken, string(c)) {
					codes = append(codes, string(c)+"\t"+words.Person.Always(c).Title)
				}
			}
			return codes, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if page {
				_, err := s.program.Out.Write(words.HelpPage())
				return err
			}
			return s.explainCodes(args)
		},
	}
	c.Flags().BoolVar(&page, "html", false, "print a page that explains every code")
	return c
}

func (s *session) explainCodes(args []string) error {
	wanted := desk.Causes()
	if len(args) > 0 {
		wanted = nil
	}
	for _, code := range args {
		c, err := causeNamed(code)
		if err != nil {
			return err
		}
		wanted = append(wanted, c)
	}
	told := explainResult{Format: format("explain")}
	for _, c := range wanted {
		m := words.Person.Always(c)
		told.Codes = append(told.Codes, codeResult{Code: c, Title: m.Title, Hint: m.Hint, Who: c.Fixer(), Next: m.Step.Label(), Exit: codeOf(c)})
	}
	return s.told(told, func() { s.explained(told.Codes) })
}

func (s *session) explained(codes []codeResult) {
	for i, c := range codes {
		if i > 0 {
			s.line("")
		}
		s.line("%s (exit code %d)\n  %s.\n  %s\n  Whose turn: %s.", c.Code, c.Exit, s.named(c.Title), s.named(c.Hint), words.Person.Turn(c.Code))
	}
}

// causeNamed gives the cause of a code, or says which ones come near.
func causeNamed(code string) (desk.Cause, error) {
	code = strings.ToLower(strings.TrimSpace(code))
	var near []string
	for _, c := range desk.Causes() {
		if string(c) == code {
			return c, nil
		}
		if code != "" && strings.Contains(string(c), code) {
			near = append(near, string(c))
		}
	}
	if len(near) > 0 {
		return "", usagef("there is no code %q; near it are: %s", code, strings.Join(near, ", "))
	}
	return "", usagef("there is no code %q; 'crosswalk explain' lists them all", code)
}

func (s *session) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of this program, and where its data and its log are", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := versionResult{
				Format: format("version"), Version: s.program.Version, Go: runtime.Version(), System: runtime.GOOS, Machine: runtime.GOARCH,
				API: desk.NewestVersion,
			}
			v.Data, v.Log = house.Places()
			return s.told(v, func() {
				s.line("crosswalk %s (%s, %s/%s, Gusto's API of %s)", v.Version, v.Go, v.System, v.Machine, v.API)
				s.line("data in %s\nlog and crash files in %s", firstText(v.Data, "no folder"), firstText(v.Log, "no folder"))
			})
		},
	}
}
