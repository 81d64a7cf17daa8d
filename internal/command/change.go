package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
)

func (s *session) unlink() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use: "unlink COMPANY --yes", Short: "Forget a link, and end its access at Gusto", Args: cobra.ExactArgs(1),
		Long: `Forget a link, and end its access at Gusto when no other link needs it. It cannot be undone: to link the company
again, an admin of it signs in again.

Without --yes it asks, where there is a terminal to ask on. The exit code is 1 when the link is gone but Gusto could not
be told yet; the access is never used again, and Gusto is told at the next start.`,
		Example: "  crosswalk unlink \"Acme Ltd\" --yes", ValidArgsFunction: s.company,
		RunE: func(c *cobra.Command, args []string) error {
			if !yes && !terminal(s.program.In) {
				return usagef("unlinking cannot be undone: say --yes, where there is no terminal to ask on")
			}
			return s.with(c.Context(), keys, func(ctx context.Context, d *desk.Desk) error {
				l, err := find(d.Snapshot().Links, args[0])
				if err != nil {
					return err
				}
				if !yes {
					lines := s.read(ctx)
					agreed, err := s.agree(ctx, lines, "Unlink %s (%s)?", plain(l.Name), plain(l.Company))
					if err != nil || !agreed {
						s.say("Nothing was changed.")
						return firstError(err, exit(ExitAttention))
					}
				}
				return s.forget(ctx, d, l)
			})
		},
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return c
}

func (s *session) forget(ctx context.Context, d *desk.Desk, l desk.Link) error {
	done, err := d.Unlink(ctx, l.ID)
	if err != nil {
		return err
	}
	r := unlinkResult{Format: format("unlink"), companyResult: companyOf(l), Stays: append([]string{}, done.Stays...)}
	if t := done.Owed; t != nil {
		owed := verdictOf(desk.Verdict{Cause: t.Cause, Detail: t.Detail, RequestID: t.RequestID, Until: t.Until})
		r.Owed = &owed
	}
	if err := s.told(r, func() { s.line("Unlinked %s (%s).", plain(l.Name), plain(l.Company)) }); err != nil {
		return err
	}
	if len(r.Stays) > 0 {
		s.say("The same sign-in still reaches %s.", plain(strings.Join(r.Stays, ", ")))
	}
	if r.Owed != nil {
		s.say("Gusto could not be told yet (%s). The access is never used again, and Gusto is told at the next start.", r.Owed.Cause)
		return exit(ExitAttention)
	}
	return nil
}

func (s *session) environments() *cobra.Command {
	return &cobra.Command{
		Use: "environments", Short: "List the Gustos that can be worked with", Args: cobra.NoArgs,
		Long: "List the Gustos that can be worked with: practice, and those that were set up. The one in use has a star.",
		RunE: func(c *cobra.Command, _ []string) error {
			return s.with(c.Context(), anyState, func(ctx context.Context, d *desk.Desk) error {
				all, err := known(ctx, d)
				if err != nil {
					return err
				}
				return s.told(environmentsResult{Format: format("environments"), Environments: all}, func() {
					for _, e := range all {
						mark := " "
						if e.Selected {
							mark = "*"
						}
						s.line("%s %s", mark, strings.TrimRight(e.ID+"  "+e.Label+"  "+plain(e.Address), " "))
					}
				})
			})
		},
	}
}

// known lists practice and every Gusto that was set up.
func known(ctx context.Context, d *desk.Desk) ([]environmentResult, error) {
	setups, err := d.Setups(ctx)
	if err != nil {
		return nil, err
	}
	now := d.Snapshot()
	open := now.Stage == desk.Open
	all := []environmentResult{{
		ID: desk.Practice.Name, Name: desk.Practice.Name, Label: desk.Practice.Label,
		Selected: open && now.Environment.Name == desk.Practice.Name,
	}}
	for _, setup := range setups {
		label, address := setup.Names()
		all = append(all, environmentResult{
			ID: setup.ID, Name: setup.Environment, Label: label, Address: address, Selected: open && now.Environment.Profile == setup.ID,
		})
	}
	return all, nil
}

func (s *session) use() *cobra.Command {
	return &cobra.Command{
		Use: "use ENVIRONMENT", Short: "Choose the Gusto that commands work with", Args: cobra.ExactArgs(1),
		Long: `Choose the Gusto that commands, and the window from its next start on, work with: practice, demo, production, or an
id that 'crosswalk environments' lists. A window that is open stays where it is.`,
		Example: "  crosswalk use practice\n  crosswalk use production",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{desk.Practice.Name, desk.Demo.Name, desk.Production.Name}, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			return s.with(c.Context(), anyState, func(ctx context.Context, d *desk.Desk) error {
				all, err := known(ctx, d)
				if err != nil {
					return err
				}
				chosen, err := pick(all, args[0])
				if err != nil {
					return err
				}
				if chosen.Name == desk.Practice.Name {
					err = d.StartPractice(ctx)
				} else {
					err = d.Enter(ctx, chosen.ID)
				}
				if err != nil {
					return err
				}
				chosen.Selected = true
				return s.told(useResult{Format: format("use"), Environment: chosen}, func() { s.line("Working with %s.", plain(chosen.Label)) })
			})
		},
	}
}

// pick finds an environment by id, or by a name that only one has.
func pick(all []environmentResult, text string) (environmentResult, error) {
	var named []environmentResult
	var ids []string
	for _, e := range all {
		if e.ID == text {
			return e, nil
		}
		if strings.EqualFold(e.Name, text) {
			named = append(named, e)
			ids = append(ids, e.ID)
		}
	}
	switch len(named) {
	case 0:
		return environmentResult{}, usagef("%q is not set up; 'crosswalk environments' lists what is", text)
	case 1:
		return named[0], nil
	}
	return environmentResult{}, usagef("several are called %q; name one by its id: %s", text, strings.Join(ids, ", "))
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
