package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"crosswalk/internal/desk"
	"crosswalk/internal/handover"
)

type setupFileMade struct {
	Format       string            `json:"format"`
	File         string            `json:"file"`
	Environment  environmentResult `json:"environment"`
	Days         int               `json:"days"`
	Provisioning bool              `json:"provisioning"`
}

type setupFileOpened struct {
	Format       string `json:"format"`
	Label        string `json:"label"`
	Address      string `json:"address"`
	Provisioning bool   `json:"provisioning"`
}

// setupFile is how a setup goes to a colleague's computer, and comes from one.
func (s *session) setupFile() *cobra.Command {
	c := &cobra.Command{
		Use: "setup-file", Short: "Make a setup file for a colleague's computer, or open one", Args: cobra.NoArgs,
		Long: `Make a setup file (.crosswalk) for a colleague's computer, or open one: it holds the keys of your firm's Gusto
application, encrypted under a passphrase, and can be used for a limited time.

The passphrase is typed where there is a terminal, and does not show. Elsewhere --setup-passphrase-file names a file
whose first line it is; - is standard input, and /dev/fd/3 what the calling program has opened as its third file. It is
never typed on the command line, where others on this computer could see it.`,
		Example: "  crosswalk setup-file make Whitfield.crosswalk --days 30\n  crosswalk setup-file open Whitfield.crosswalk",
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	phrase := c.PersistentFlags().String("setup-passphrase-file", "", "the `file` whose first line is the setup file's passphrase; - is standard input")
	c.AddCommand(s.makeSetupFile(phrase), s.openSetupFile(phrase))
	return c
}

func (s *session) makeSetupFile(phrase *string) *cobra.Command {
	var of string
	w := handover.Wish{}
	c := &cobra.Command{
		Use: "make FILE", Short: "Make a setup file", Args: cobra.ExactArgs(1),
		Long: `Make a setup file of the Gusto that is in use, or of the one that --of names. A file that is there already is never
overwritten. Tell the passphrase in another way than you send the file; it has at least 12 characters, and four unrelated
words are better than one with signs.`,
		Example: "  crosswalk setup-file make Whitfield.crosswalk\n  crosswalk setup-file make demo.crosswalk --of demo --days 1 --new-companies",
		RunE: func(c *cobra.Command, args []string) error {
			if w.Days < 1 || w.Days > handover.MostDays {
				return usagef("a setup file can be used for 1 to %d days", handover.MostDays)
			}
			return s.unsealed(c.Context(), func(ctx context.Context, d *desk.Desk) error {
				if err := d.MayExport(); err != nil { // before anybody thinks of a passphrase
					return err
				}
				env, err := handedOver(ctx, d, of)
				if err != nil {
					return err
				}
				if w.Profile = env.ID; w.Passphrase.IsZero() {
					if w.Passphrase, err = s.phrase(ctx, *phrase, true); err != nil {
						return err
					}
				}
				path := args[0]
				if !handover.IsFile(path) {
					path += handover.Extension
				}
				if err := handover.Save(ctx, d, path, w); err != nil {
					return err
				}
				r := setupFileMade{Format: format("setup-file-make"), File: path, Environment: env, Days: w.Days, Provisioning: w.Provisioning}
				return s.told(r, func() {
					s.line("%s is made from %s. It can be used for %d days; tell its passphrase in another way.", path, plain(env.Label), w.Days)
				})
			})
		},
	}
	c.Flags().StringVar(&of, "of", "", "the `environment` whose keys it holds: demo, production, custom, or an id as the command environments lists it")
	c.Flags().IntVar(&w.Days, "days", handover.DefaultDays, "for how many `days` it can be used")
	c.Flags().BoolVar(&w.Provisioning, "new-companies", false, "whoever opens it may have companies made at Gusto")
	return c
}

// handedOver is the environment that is meant: the one that is named, in use, or the only one that has keys.
func handedOver(ctx context.Context, d *desk.Desk, of string) (environmentResult, error) {
	all, err := known(ctx, d)
	if err != nil {
		return environmentResult{}, err
	}
	var keyed []environmentResult
	for _, e := range all {
		if e.Name == desk.Practice.Name {
			continue
		}
		if e.Selected && of == "" {
			return e, nil
		}
		keyed = append(keyed, e)
	}
	switch {
	case len(keyed) == 0:
		return environmentResult{}, &desk.Trouble{Cause: desk.BadSetup, Detail: "No Gusto is set up yet, and practice has no keys to hand over"}
	case of != "":
		return pick(keyed, of)
	case len(keyed) > 1:
		return environmentResult{}, usagef("several Gustos are set up: say which with --of; 'crosswalk environments' lists them")
	}
	return keyed[0], nil
}

func (s *session) openSetupFile(phrase *string) *cobra.Command {
	return &cobra.Command{
		Use: "open FILE", Short: "Set Gusto up from a setup file, and use it", Args: cobra.ExactArgs(1),
		Long: `Set Gusto up from a setup file that whoever looks after your firm's Gusto application has made, and use it from now on.
The keys go into this computer's key store and are not shown; where there is none, under the passphrase of your own that
--passphrase-file names. The file is not needed any more: delete it.`,
		Example: "  crosswalk setup-file open Whitfield.crosswalk\n  crosswalk setup-file open Whitfield.crosswalk --setup-passphrase-file - < passphrase",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{strings.TrimPrefix(handover.Extension, ".")}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(c *cobra.Command, args []string) error {
			var typed desk.Secret
			return s.unsealed(c.Context(), func(ctx context.Context, d *desk.Desk) (err error) {
				if typed.IsZero() {
					if typed, err = s.phrase(ctx, *phrase, false); err != nil {
						return err
					}
				}
				used, err := handover.Use(ctx, d, args[0], typed)
				if err != nil {
					return err
				}
				r := setupFileOpened{Format: format("setup-file-open"), Label: used.Label, Address: used.Address, Provisioning: used.Provisioning}
				return s.told(r, func() {
					s.line("%s is set up (%s).", plain(used.Label), plain(used.Address))
					if !used.Provisioning {
						s.line("New companies are not made from this computer.")
					}
					s.line("The file is not needed any more: delete it.")
				})
			})
		},
	}
}

// unsealed does work that needs the data key, whether or not an environment is open. Where none is, nobody knows before
// the work that the key is kept under a passphrase: it is begun once more after that was given.
func (s *session) unsealed(ctx context.Context, work func(ctx context.Context, d *desk.Desk) error) error {
	d, journal := s.desk(keys)
	defer journal.Close()
	err := s.start(ctx, d, anyState)
	if now := d.Snapshot(); err == nil && now.Keys != nil {
		err = s.passphrase(ctx, d, now.Keys)
	}
	if err == nil {
		err = work(ctx, d)
	}
	if cause := desk.CauseOf(err); cause == desk.PassphraseNeeded || cause == desk.KeyStoreMissing && s.flags.passphraseFile != "" {
		if err = s.keepUnder(ctx, d, desk.Explained(err)); err == nil {
			err = work(ctx, d)
		}
	}
	return firstError(err, s.close(ctx, d))
}

// keepUnder has the data key under the person's own passphrase: as it is already, or from now on where there is no key store.
func (s *session) keepUnder(ctx context.Context, d *desk.Desk, shut *desk.Trouble) error {
	if shut.Cause == desk.PassphraseNeeded {
		return s.passphrase(ctx, d, shut)
	}
	own, err := phraseIn(s.flags.passphraseFile)
	if err != nil {
		return err
	}
	return d.KeepKey(ctx, desk.Passphrase, own)
}

// phrase reads the passphrase of a setup file: from where it was said to be, else from the person, twice for a new one.
func (s *session) phrase(ctx context.Context, path string, twice bool) (desk.Secret, error) {
	switch {
	case path == "-":
		return firstLine(s.program.In, "standard input")
	case path != "":
		return phraseIn(path)
	case !terminal(s.program.In):
		return desk.Secret{}, usagef("say where the passphrase is with --setup-passphrase-file: there is no terminal to ask on")
	}
	typed, err := s.unseen(ctx, "Passphrase of the setup file: ")
	if err != nil || !twice {
		return typed, err
	}
	again, err := s.unseen(ctx, "Once more: ")
	if err == nil && typed.Reveal() != again.Reveal() {
		err = usagef("the two are not the same")
	}
	return typed, err
}

// unseen asks at the terminal for what is not to show there. It waits for the person, or for ctx to end, and leaves the
// terminal as it was.
func (s *session) unseen(ctx context.Context, question string) (desk.Secret, error) {
	fd := int(s.program.In.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return desk.Secret{}, usagef("read the passphrase: %v", err)
	}
	fmt.Fprint(s.program.Err, question)
	type answer struct {
		text []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		typed <- answer{text, err}
	}()
	select {
	case a := <-typed:
		s.say("")
		if a.err != nil {
			return desk.Secret{}, usagef("read the passphrase: %v", a.err)
		}
		return desk.NewSecret(string(a.text)), nil
	case <-ctx.Done():
		s.say("")
		return desk.Secret{}, firstError(term.Restore(fd, before), ctx.Err())
	}
}
