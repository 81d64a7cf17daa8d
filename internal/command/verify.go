package command

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"crosswalk/internal/card"
	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// verifying is one run of verify.
type verifying struct {
	*session
	all, resume, card bool
	pdf               string
	limit             time.Duration
}

func (s *session) verify() *cobra.Command {
	v := &verifying{session: s}
	c := &cobra.Command{
		Use: "verify [COMPANY…|--all]", Short: "Ask Gusto whether links work",
		Long: `Ask Gusto whether links work, and keep each verdict with its link. Access that is due is renewed on the way.

Many are asked for at once, within what Gusto allows: 200 requests a minute for each sign-in, and a polite pace over
all. When it is interrupted, --resume goes on where it was. With --card everything that support wants to know of one
company is told after its verdict; --pdf writes the same as pages. Neither holds an access or a part of one.

The exit code is 0 when all of them work, 1 when at least one needs a person, and 2 when none does but at least one could
not be found out (no network, a fault at Gusto, a locked key store).`,
		Example: "  crosswalk verify \"Acme Ltd\" \"Bolt Supply\"\n  crosswalk verify --all --json\n  crosswalk verify --resume\n" +
			"  crosswalk verify \"Acme Ltd\" --card --pdf acme.pdf",
		ValidArgsFunction: s.companies,
		Args:              func(_ *cobra.Command, args []string) error { return v.understood(args) },
		RunE: func(c *cobra.Command, args []string) error {
			s.brief = len(args) == 1
			return s.with(c.Context(), keys, func(ctx context.Context, d *desk.Desk) error { return v.run(ctx, d, args) })
		},
	}
	c.Flags().BoolVar(&v.all, "all", false, "verify every linked company")
	c.Flags().BoolVar(&v.resume, "resume", false, "go on with what was interrupted")
	c.Flags().BoolVar(&v.card, "card", false, "tell everything about one company: who authorized it, permissions, calls, history")
	c.Flags().StringVar(&v.pdf, "pdf", "", "write the card of one company to this `file` as pages")
	c.Flags().DurationVar(&v.limit, "timeout", 30*time.Second, "how long to ask for one company")
	return c
}

func (v *verifying) understood(args []string) error {
	ways := 0
	for _, way := range []bool{v.all, v.resume, len(args) > 0} {
		if way {
			ways++
		}
	}
	switch {
	case ways != 1:
		return usagef("name the companies to verify, or say --all, or --resume")
	case (v.card || v.pdf != "") && len(args) != 1:
		return usagef("a card is of one company: name it")
	}
	return nil
}

func (v *verifying) run(ctx context.Context, d *desk.Desk, names []string) error {
	wish := desk.RoundWish{Resume: v.resume, Limit: v.limit}
	chosen, err := v.chosen(ctx, d, names)
	if err != nil {
		return err
	}
	if !v.all && !v.resume {
		for _, l := range chosen {
			wish.Links = append(wish.Links, l.ID)
		}
	}
	progress := meter{s: v.session, doing: "Asking Gusto"}
	round, err := d.VerifyAll(ctx, wish, func(p desk.Progress) { progress.show(p.Done, p.Total, p.Left) })
	progress.end()
	v.clock(d.ClockOff())
	var stopped *desk.Trouble
	if err != nil && (!errors.As(err, &stopped) || round.Verdicts == nil) {
		if round.Remaining > 0 && len(wish.Links) != 1 { // one is simply asked for again
			v.say("%d of %d were asked for; 'crosswalk verify --resume' goes on.", len(round.Verdicts), len(round.Verdicts)+round.Remaining)
		}
		return err
	}
	if len(chosen) == 1 && (v.card || v.pdf != "") {
		return v.carded(ctx, d, chosen[0].ID, round, stopped)
	}
	return v.judged(d.Snapshot(), chosen, round, stopped)
}

// chosen gives the named links, each once; all of them where none is named. Nothing interrupted is nothing to do.
func (v *verifying) chosen(ctx context.Context, d *desk.Desk, names []string) ([]desk.Link, error) {
	if v.resume {
		since, err := d.Unfinished(ctx)
		if err != nil {
			return nil, err
		}
		if since.IsZero() {
			return nil, usagef("nothing was interrupted; 'crosswalk verify --all' begins")
		}
	}
	links := d.Snapshot().Links
	if len(names) == 0 {
		return links, nil
	}
	var chosen []desk.Link
	seen := map[string]bool{}
	for _, name := range names {
		l, err := find(links, name)
		if err != nil {
			return nil, err
		}
		if !seen[l.ID] {
			seen[l.ID] = true
			chosen = append(chosen, l)
		}
	}
	return chosen, nil
}

// verdictIn is a link's verdict; what ended the round is that of each link that was not asked for.
func verdictIn(round desk.Round, id string, stopped *desk.Trouble) (desk.Verdict, bool) {
	if v, ok := round.Verdicts[id]; ok {
		return v, true
	}
	if stopped == nil {
		return desk.Verdict{}, false
	}
	return desk.Verdict{Cause: stopped.Cause, Detail: stopped.Detail, RequestID: stopped.RequestID, Until: stopped.Until}, true
}

// judged tells the verdicts.
func (v *verifying) judged(now *desk.Snapshot, links []desk.Link, round desk.Round, stopped *desk.Trouble) error {
	r := verifyResult{Format: format("verify"), Environment: now.Environment.Name, Links: []verifiedResult{}}
	for _, l := range links {
		verdict, asked := verdictIn(round, l.ID, stopped)
		if !asked {
			continue
		}
		code := codeOf(verdict.Cause)
		r.Links = append(r.Links, verifiedResult{companyResult: companyOf(l), Verdict: verdictOf(verdict), Exit: code})
		r.Exit = worst(r.Exit, code)
		switch code {
		case ExitFine:
			r.Fine++
		case ExitAttention:
			r.Attention++
		default:
			r.Unknown++
		}
	}
	err := v.told(r, func() {
		for _, l := range r.Links {
			v.verdict(l)
		}
	})
	if err != nil {
		return err
	}
	v.say("%s: %d fine, %d to see to, %d not found out.", now.Environment.Label, r.Fine, r.Attention, r.Unknown)
	return ended(r.Exit)
}

func (s *session) verdict(l verifiedResult) {
	s.line("%s: %s.", plain(l.Name), plain(l.Verdict.Title))
	if l.Exit == ExitFine {
		return
	}
	s.line("    %s", plain(l.Verdict.Hint))
	s.line("    code %s; whose turn: %s", l.Verdict.Cause, words.Whose(l.Verdict.Who))
	if l.Verdict.RequestID != "" {
		s.line("    Gusto's request id %s", plain(l.Verdict.RequestID))
	}
}

// carded tells one company's card, and writes its pages where that was asked for.
func (v *verifying) carded(ctx context.Context, d *desk.Desk, id string, round desk.Round, stopped *desk.Trouble) error {
	c, err := d.Card(ctx, id)
	if err != nil {
		return err
	}
	if verdict, ok := verdictIn(round, id, stopped); ok {
		c.Link.Verdict = verdict
	}
	if v.pdf != "" {
		if err := desk.WriteNew(v.pdf, func(f io.Writer) error { return card.PDF(f, c) }); err != nil {
			return err
		}
		v.say("Wrote %s.", v.pdf)
	}
	r := cardOf(c)
	if v.card || v.flags.json {
		err = v.told(r, func() { v.line("%s", card.Text(c)) })
	} else {
		err = v.told(r, func() { v.verdict(verifiedResult{companyResult: companyOf(c.Link), Verdict: r.Verdict, Exit: r.Exit}) })
	}
	if err != nil {
		return err
	}
	return ended(r.Exit)
}

// clock warns of a clock that is off, which is no failure and no part of the result.
func (s *session) clock(off time.Duration) {
	if off == 0 {
		return
	}
	m := words.For(&desk.Trouble{Cause: desk.ClockSkewed, Detail: desk.Roughly(off)})
	s.say("%s. %s", plain(m.Title), plain(m.Hint))
}
