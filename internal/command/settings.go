package command

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
)

// setting is one setting that can be typed.
type setting struct {
	name, about string
	values      []string // nil for anything
	read        func(ctx context.Context, d *desk.Desk) (string, error)
	write       func(ctx context.Context, d *desk.Desk, value string) error
}

var onOff = []string{"on", "off"}

func settings() []setting {
	return []setting{
		{
			"verify", "when all links are verified while the window is open", []string{string(desk.Never), string(desk.Daily), string(desk.OnStart)},
			func(ctx context.Context, d *desk.Desk) (string, error) {
				s, err := d.Schedule(ctx)
				return string(s), err
			},
			func(ctx context.Context, d *desk.Desk, v string) error { return d.SetSchedule(ctx, desk.Schedule(v)) },
		},
		{
			"needed-permissions", "what every access has to hold, with spaces between; '' for nothing", nil,
			func(ctx context.Context, d *desk.Desk) (string, error) {
				needs, err := d.Needs(ctx)
				return strings.Join(needs, " "), err
			},
			func(ctx context.Context, d *desk.Desk, v string) error { return d.SetNeeds(ctx, strings.Fields(v)) },
		},
		{
			"hand-out-access", "whether 'crosswalk token' works on this computer", onOff,
			func(ctx context.Context, d *desk.Desk) (string, error) {
				on, err := d.HandsOut(ctx)
				return onOff[boolIndex(!on)], err
			},
			func(ctx context.Context, d *desk.Desk, v string) error { return d.SetHandsOut(ctx, v == "on") },
		},
		{
			"new-companies", "whether companies can be made at Gusto from this computer", onOff,
			func(ctx context.Context, d *desk.Desk) (string, error) {
				on, err := d.Provisions(ctx)
				return onOff[boolIndex(!on)], err
			},
			func(ctx context.Context, d *desk.Desk, v string) error { return d.SetProvisions(ctx, v == "on") },
		},
		{
			"firm-domains", "the domains of your firm's own e-mail addresses, with spaces between; '' for none", nil,
			func(ctx context.Context, d *desk.Desk) (string, error) {
				domains, err := d.FirmDomains(ctx)
				return strings.Join(domains, " "), err
			},
			func(ctx context.Context, d *desk.Desk, v string) error {
				return d.SetFirmDomains(ctx, strings.Fields(v))
			},
		},
	}
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *session) settings() *cobra.Command {
	var about strings.Builder
	for _, one := range settings() {
		about.WriteString("\n  " + one.name + ": " + one.about)
		if one.values != nil {
			about.WriteString(" (" + strings.Join(one.values, ", ") + ")")
		}
	}
	return &cobra.Command{
		Use: "settings [NAME [VALUE]]", Short: "Show the settings, or change one", Args: cobra.MaximumNArgs(2),
		Long:    "Show the settings, or change one:\n" + about.String(),
		Example: "  crosswalk settings\n  crosswalk settings verify daily\n  crosswalk settings needed-permissions 'companies:read payrolls:read'",
		ValidArgsFunction: func(_ *cobra.Command, taken []string, _ string) ([]string, cobra.ShellCompDirective) {
			var offered []string
			for _, one := range settings() {
				if len(taken) == 0 {
					offered = append(offered, one.name+"\t"+one.about)
				} else if len(taken) == 1 && taken[0] == one.name {
					offered = one.values
				}
			}
			return offered, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			wanted := settings()
			if len(args) > 0 {
				one, err := settingNamed(args)
				if err != nil {
					return err
				}
				wanted = []setting{one}
			}
			return s.with(c.Context(), records, func(ctx context.Context, d *desk.Desk) error {
				if len(args) == 2 {
					if err := wanted[0].write(ctx, d, args[1]); err != nil {
						return err
					}
				}
				return s.showSettings(ctx, d, wanted)
			})
		},
	}
}

// settingNamed finds a setting, and holds a value against what it takes.
func settingNamed(args []string) (setting, error) {
	all := settings()
	i := slices.IndexFunc(all, func(one setting) bool { return one.name == args[0] })
	if i < 0 {
		return setting{}, usagef("there is no setting %q; 'crosswalk settings' lists them", args[0])
	}
	if one := all[i]; len(args) == 2 && one.values != nil && !slices.Contains(one.values, args[1]) {
		return setting{}, usagef("%s is one of: %s", one.name, strings.Join(one.values, ", "))
	}
	return all[i], nil
}

func (s *session) showSettings(ctx context.Context, d *desk.Desk, wanted []setting) error {
	r := settingsResult{Format: format("settings"), Settings: map[string]string{}}
	for _, one := range wanted {
		value, err := one.read(ctx, d)
		if err != nil {
			return err
		}
		r.Settings[one.name] = value
	}
	return s.told(r, func() {
		for _, one := range wanted {
			s.line("%-20s %s", one.name, r.Settings[one.name])
		}
	})
}

func (s *session) token() *cobra.Command {
	return &cobra.Command{
		Use: "token COMPANY", Short: "Print fresh access to a company, for your firm's own software", Args: cobra.ExactArgs(1),
		Long: `Print fresh access to a company, for your firm's own software, and write that down in the company's history.

It is off until somebody turns it on for this computer ('crosswalk settings hand-out-access on', or Settings in the
window). Whoever sees what it prints can read the company's payroll for up to two hours: pass it on through a pipe, not
through a screen, a file or a chat. The access is printed on standard output and nowhere else, without a word around it.`,
		Example: "  crosswalk token \"Acme Ltd\" | our-payroll-import\n  crosswalk token \"Acme Ltd\" --json", ValidArgsFunction: s.company,
		RunE: func(c *cobra.Command, args []string) error {
			s.brief = true // and the address that it tells is of a program that goes on
			return s.with(c.Context(), keys, func(ctx context.Context, d *desk.Desk) error {
				l, err := find(d.Snapshot().Links, args[0])
				if err != nil {
					return err
				}
				h, err := d.HandOut(ctx, l.ID)
				if err != nil {
					return err
				}
				env := d.Snapshot().Environment
				r := tokenResult{
					Format: format("token"), companyResult: companyOf(l), Access: h.Access.Reveal(), Expires: utc(h.Expires), Address: env.BaseURL, Version: env.APIVersion,
				}
				return s.told(r, func() { s.line("%s", h.Access.Reveal()) })
			})
		},
	}
}
