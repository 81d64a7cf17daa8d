package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// eraseWord is what a person types to have everything removed.
const eraseWord = "remove everything"

type eraseOwed struct {
	Environment string     `json:"environment"`
	Companies   []string   `json:"companies"`
	Cause       desk.Cause `json:"cause"`
}

type eraseResult struct {
	Format     string      `json:"format"`
	Revoked    int         `json:"revoked"`
	NotRevoked []eraseOwed `json:"not_revoked"`
	Unknown    bool        `json:"unknown"` // what was linked could not be read
	Left       []string    `json:"left"`
	Exit       int         `json:"exit"`
}

func (s *session) erase() *cobra.Command {
	var yes, without bool
	c := &cobra.Command{
		Use: "erase --yes", Short: "Remove everything from this computer, and end every access at Gusto", Args: cobra.NoArgs,
		Long: `End each sign-in at Gusto, in every environment, and then remove everything that Crosswalk keeps for this account:
links, clients, drafts, what was sent, settings, logs, the keys in the key store, and the copies of the database. It cannot
be undone. Files that were saved elsewhere (exports, recovery and setup files, support bundles) are not touched.

Until the first file is removed it can be interrupted: what was ended is ended, all else stays. Killed at any moment, it
goes on where it was when it is typed again. Without --yes it asks for the words "` + eraseWord + `", where there is a
terminal to ask on. Close the window first.

The exit code is 1 when everything is gone here and Gusto could not be told of some sign-ins: those are named, and the
company's admin ends them at Gusto, under the connected apps. It is 1 as well when something here could not be removed.`,
		Example: "  crosswalk erase --yes\n  crosswalk erase --yes --without-gusto",
		RunE: func(c *cobra.Command, _ []string) error {
			if !yes && !terminal(s.program.In) {
				return usagef("removing everything cannot be undone: say --yes, where there is no terminal to ask on")
			}
			if !yes {
				answer, err := s.question(c.Context(), s.read(c.Context()), "Everything that Crosswalk keeps here goes, and every access at Gusto ends. Type “"+eraseWord+"” to go on:")
				if err != nil || !strings.EqualFold(strings.Join(strings.Fields(answer), " "), eraseWord) {
					s.say("Nothing was changed.")
					return firstError(err, exit(ExitAttention))
				}
			}
			return s.eraseAll(c.Context(), without)
		},
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	c.Flags().BoolVar(&without, "without-gusto", false, "end no access at Gusto: for a key or a passphrase that is lost")
	return c
}

// eraseAll opens what can be opened and removes it.
func (s *session) eraseAll(ctx context.Context, without bool) error {
	d, journal := s.desk(keys)
	defer journal.Close()
	err := d.Start(ctx)
	if desk.CauseOf(err) == desk.EraseUnfinished || without {
		err = nil // an earlier one is gone on with; or what cannot be opened is to go, too
	}
	if now := d.Snapshot(); err == nil && now.Keys != nil && !without {
		err = s.passphrase(ctx, d, now.Keys)
	}
	if err != nil {
		return firstError(err, s.close(ctx, d))
	}
	m := meter{s: s, doing: "Ending access at Gusto"}
	done, err := d.Erase(ctx, desk.EraseWish{WithoutGusto: without, Before: func() { journal.Close() }}, func(step desk.EraseStep) {
		if step.Stage == desk.Revoking {
			m.show(step.Done, step.Total, 0)
		}
	})
	m.end()
	if err != nil && desk.CauseOf(err) != desk.EraseLeft {
		return firstError(err, s.close(ctx, d))
	}
	return s.tellErased(done)
}

// tellErased says what is gone, and what is not.
func (s *session) tellErased(done desk.Erased) error {
	r := eraseResult{Format: format("erase"), Revoked: done.Revoked, NotRevoked: []eraseOwed{}, Unknown: done.Lost, Left: append([]string{}, done.Left...), Exit: ExitFine}
	for _, o := range done.Owed {
		r.NotRevoked = append(r.NotRevoked, eraseOwed{Environment: o.Environment, Companies: append([]string{}, o.Companies...), Cause: o.Cause})
	}
	if len(r.NotRevoked)+len(r.Left) > 0 || r.Unknown {
		r.Exit = ExitAttention
	}
	err := s.told(r, func() {
		if len(r.Left) == 0 {
			s.line("Everything is removed from this computer.")
		}
		s.line("Sign-ins ended at Gusto: %d.", r.Revoked)
		for _, line := range words.NotRevoked(done.Owed) {
			s.line("Not ended: %s.", plain(line))
		}
	})
	if err != nil {
		return err
	}
	if len(r.NotRevoked) > 0 || r.Unknown {
		s.say("%s", words.EndAtGusto())
	}
	if len(r.Left) > 0 {
		s.say("Still there: %s. Close other programs that may use it, then type 'crosswalk erase' again.", plain(strings.Join(r.Left, ", ")))
	}
	return ended(r.Exit)
}
