package command

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"crosswalk/internal/bundle"
	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/house"
	"crosswalk/internal/words"
)

func (s *session) doctor() *cobra.Command {
	var offline bool
	c := &cobra.Command{
		Use: "doctor", Short: "Examine this computer and the way to Gusto", Args: cobra.NoArgs,
		Long: `Examine this computer and the way from it to Gusto, and say which part is at fault and who can mend it: the proxy,
the name and the way to Gusto, the certificate (and who signs it, when something on the way does), the clock, the port
for Gusto's answer (and which program has it), the browser, the key store, the database, the folder, the disk, the screen.

It needs no window and no set-up, changes nothing that stays, and asks for no access. The key store is written to, read
from and emptied again, which may ask for its password; --no-keys leaves it alone.

The exit code is 0 when no part is at fault, 1 when one is, and 2 when something could not be found out.`,
		Example: "  crosswalk doctor\n  crosswalk doctor --json | jq -r '.findings[] | select(.state == \"fault\") | .cause'",
		RunE: func(c *cobra.Command, _ []string) error {
			return s.helped(c.Context(), func(ctx context.Context, help house.Support) error {
				if offline {
					help.KeyWait = -1
				}
				found := help.Examine(ctx, nil)
				if ctx.Err() != nil {
					return ctx.Err()
				}
				return s.examined(help, found)
			})
		},
	}
	c.Flags().BoolVar(&offline, "no-keys", false, "leave the key store alone")
	return c
}

// helped opens the desk as far as it can be opened, and does the work over it.
func (s *session) helped(ctx context.Context, work func(ctx context.Context, help house.Support) error) error {
	d, journal := s.desk(records)
	defer journal.Close()
	_ = d.Start(ctx) // what keeps it shut is among what is told
	err := work(ctx, house.Support{Version: s.program.Version, Desk: d, Journal: journal, KeyWait: s.flags.keyWait})
	if shut := s.close(ctx, d); err == nil && d.Snapshot().Stage != desk.Shut {
		err = shut
	}
	return err
}

// examined tells what was found.
func (s *session) examined(help house.Support, found []doctor.Finding) error {
	r := doctorResult{Format: format("doctor"), Environment: help.Desk.Snapshot().Environment.Name, Log: help.Journal.Folder(), Findings: []findingResult{}}
	for _, f := range found {
		one := findingResult{Check: f.Check, State: f.State, Facts: f.Facts, Took: f.Took.Round(time.Millisecond).Seconds()}
		if m, ok := words.ForFinding(f); ok {
			one.Cause, one.Title, one.Hint, one.Who, one.Detail, one.Until = f.Cause, m.Title, m.Hint, f.Cause.Fixer(), f.Detail, utc(f.Until)
		}
		r.Findings = append(r.Findings, one)
	}
	var unknown int
	r.Faults, unknown = doctor.Worst(found)
	switch {
	case r.Faults > 0:
		r.Exit = ExitAttention
	case unknown > 0:
		r.Exit = ExitUnknown
	}
	if err := s.told(r, func() { s.findings(r) }); err != nil {
		return err
	}
	s.say("%d at fault, %d not found out. The log is in %s.", r.Faults, unknown, firstText(r.Log, "no folder: nothing is written"))
	return ended(r.Exit)
}

func (s *session) findings(r doctorResult) {
	for _, f := range r.Findings {
		s.line("%-13s  %s: %s", words.StateName(f.State), words.CheckName(f.Check), plain(f.Facts))
		if f.Title != "" {
			s.line("    %s.\n    %s\n    code %s; whose turn: %s", plain(f.Title), plain(f.Hint), f.Cause, words.Whose(f.Who))
		}
	}
}

func (s *session) bundle() *cobra.Command {
	var preview bool
	var out string
	var o bundle.Options
	c := &cobra.Command{
		Use: "bundle --preview|--out FILE", Short: "Gather what support may see, to read before it leaves", Args: cobra.NoArgs,
		Long: `Gather what may be shown to support: verdicts, what the doctor found, the newest lines of the log and of crashes,
settings and versions. It holds no access to a company, no secret, no EIN and no e-mail address.

--preview prints every part for you to read; --out writes the same parts as a zip file. Nothing is sent anywhere.
With --pseudonyms names of companies, people, clients and this computer become numbers, the same one for the same name.`,
		Example: "  crosswalk bundle --preview | less\n  crosswalk bundle --out crosswalk-support.zip --pseudonyms",
		RunE: func(c *cobra.Command, _ []string) error {
			if preview == (out != "") {
				return usagef("say --preview to read it, or --out with a file's name to write it")
			}
			return s.helped(c.Context(), func(ctx context.Context, help house.Support) error {
				parts, err := help.Bundle(ctx, o)
				if err != nil {
					return err
				}
				return s.gathered(parts, out, help.Desk.Now())
			})
		},
	}
	c.Flags().BoolVar(&preview, "preview", false, "print every part")
	c.Flags().StringVar(&out, "out", "", "write a zip `file`")
	c.Flags().BoolVar(&o.Pseudonyms, "pseudonyms", false, "replace names by numbers")
	return c
}

// gathered prints the parts, or writes them.
func (s *session) gathered(parts []bundle.Part, out string, at time.Time) error {
	r := bundleResult{Format: format("bundle"), File: out, Parts: []partResult{}}
	for _, p := range parts {
		one := partResult{Name: p.Name, Bytes: len(p.Text)}
		if out == "" {
			one.Text = p.Text
		}
		r.Parts = append(r.Parts, one)
	}
	if out != "" {
		if err := desk.WriteNew(out, func(f io.Writer) error { return bundle.Zip(f, parts, at) }); err != nil {
			return err
		}
	}
	err := s.told(r, func() {
		for _, p := range parts {
			if out == "" {
				s.line("===== %s\n%s", p.Name, p.Text)
			} else {
				s.line("%-32s %6d bytes", p.Name, len(p.Text))
			}
		}
	})
	if err == nil && out != "" {
		s.say("Wrote %s. Read it before you send it: 'crosswalk bundle --preview' prints the same.", out)
	}
	return err
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
