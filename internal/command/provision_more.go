package command

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
)

func (p *provisioning) resume() *cobra.Command {
	c := &cobra.Command{
		Use: "resume", Short: "Go on with companies that were not all sent", Args: cobra.NoArgs,
		Long: "Go on with the companies of a spreadsheet that were not all sent. What was sent is not sent again, whatever became of it; what\nGusto turned away at the door is.",
		RunE: func(c *cobra.Command, _ []string) error {
			return p.run(c, func(ctx context.Context) error {
				r := p.result()
				r.Sent = true
				return p.pass(ctx, r)
			})
		},
	}
	c.Flags().StringVar(&p.results, "results", "", "the `file` for what became of each row (CSV)")
	return c
}

func (p *provisioning) stop() *cobra.Command {
	return &cobra.Command{
		Use: "stop", Short: "Send no more of the companies that wait", Args: cobra.NoArgs,
		Long: "Send no more of the companies of a spreadsheet, in whatever window or program they are being sent. The one that is under way\ncomes to its end.",
		RunE: func(c *cobra.Command, _ []string) error {
			return p.run(c, func(ctx context.Context) error {
				if err := p.registrar.Stop(ctx); err != nil {
					return err
				}
				b, ok, err := p.registrar.Batch(ctx)
				if err != nil {
					return err
				}
				if !ok {
					return &desk.Trouble{Cause: desk.BatchOver}
				}
				r := p.result()
				r.became(b)
				r.Exit = ExitFine
				return p.told(r, func() { p.outcomes(r) })
			})
		},
	}
}

func (p *provisioning) status() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "How far the companies of a spreadsheet have come", Args: cobra.NoArgs,
		Long: "Show how far the companies of a spreadsheet have come, row by row. Nothing is sent. The exit code is 1 when an outcome has to be\nsettled.",
		RunE: func(c *cobra.Command, _ []string) error {
			return p.run(c, func(ctx context.Context) error {
				b, ok, err := p.registrar.Batch(ctx)
				if err != nil {
					return err
				}
				r := p.result()
				if ok {
					r.became(b)
				}
				r.Exit = boolIndex(r.Unknown > 0)
				return firstError(p.told(r, func() { p.outcomes(r) }), ended(r.Exit))
			})
		},
	}
}

func (p *provisioning) list() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Every request to make a company, and what became of it", Args: cobra.NoArgs,
		Long: "List every request to make a company at this Gusto, the newest first, and what became of it. The exit code is 1 when an\noutcome has to be settled.",
		RunE: func(c *cobra.Command, _ []string) error {
			return p.run(c, func(ctx context.Context) error {
				all, err := p.registrar.Attempts(ctx)
				if err != nil {
					return err
				}
				return p.listed(all...)
			})
		},
	}
}

func (p *provisioning) listed(all ...provision.Attempt) error {
	r := attemptsResult{Format: format("attempts"), Environment: p.desk.Snapshot().Environment.Name, Attempts: []attemptResult{}}
	for _, a := range all {
		one := attemptOf(a, p.desk.Now())
		r.Attempts = append(r.Attempts, *one)
		if a.State == provision.Unknown {
			r.Exit = ExitAttention
		}
	}
	err := p.told(r, func() {
		for _, a := range r.Attempts {
			p.line("%s  %s  %s <%s>: %s", a.ID, a.At.Format("2006-01-02 15:04"), plain(a.Company), plain(a.Email), a.State)
			p.attemptLines(a)
		}
	})
	if err != nil {
		return err
	}
	return ended(r.Exit)
}

func (p *provisioning) settle() *cobra.Command {
	var made, notMade bool
	var note string
	c := &cobra.Command{
		Use: "settle ATTEMPT --made|--not-made", Short: "Say whether a company was made whose outcome nobody knew", Args: cobra.ExactArgs(1),
		Long: `Say what you have found out about a request whose outcome is unknown: look for Gusto's message in the inbox of the
client's person, or for the company at Gusto. Until then the same EIN or e-mail address is not sent again. ATTEMPT is
the id that 'crosswalk provision list' shows.`,
		RunE: func(c *cobra.Command, args []string) error {
			if made == notMade {
				return usagef("say either --made or --not-made")
			}
			return p.run(c, func(ctx context.Context) error {
				a, err := p.registrar.Settle(ctx, args[0], made, note)
				if err != nil {
					return err
				}
				return p.listed(a)
			})
		},
	}
	c.Flags().BoolVar(&made, "made", false, "the company is at Gusto")
	c.Flags().BoolVar(&notMade, "not-made", false, "the company is not at Gusto")
	c.Flags().StringVar(&note, "note", "", "how you found out")
	return c
}

func (p *provisioning) claimLink() *cobra.Command {
	return &cobra.Command{
		Use: "claim-link ATTEMPT", Short: "Print where the client claims a company that was made", Args: cobra.ExactArgs(1),
		Long: `Print where the client claims a company that was made. Whoever has this link can claim the account: pass it on to the
client's person and to nobody else. It is printed on standard output and nowhere else, without a word around it.`,
		RunE: func(c *cobra.Command, args []string) error {
			return p.run(c, func(ctx context.Context) error {
				link, err := p.registrar.ClaimLink(ctx, args[0])
				if err != nil {
					return err
				}
				return p.told(claimLinkResult{Format: format("claim-link"), Attempt: args[0], Link: link.Reveal()}, func() { p.line("%s", link.Reveal()) })
			})
		},
	}
}

func (s *session) template() *cobra.Command {
	return &cobra.Command{
		Use: "template FILE", Short: "Make an empty spreadsheet for companies", Args: cobra.ExactArgs(1),
		Long: "Make an empty spreadsheet with the columns that 'crosswalk provision' reads: an Excel workbook where FILE ends in .xlsx, else CSV.",
		RunE: func(_ *cobra.Command, args []string) error {
			kind := intake.CSV
			if strings.EqualFold(filepath.Ext(args[0]), ".xlsx") {
				kind = intake.Workbook
			}
			if err := desk.WriteNew(args[0], func(f io.Writer) error { return intake.Template(f, kind) }); err != nil {
				return err
			}
			s.say("Wrote %s.", args[0])
			return nil
		},
	}
}
