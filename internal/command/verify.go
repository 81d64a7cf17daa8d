package command

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"crosswalk/internal/desk"
)

func (s *session) verify() *cobra.Command {
	var all bool
	var limit time.Duration
	c := &cobra.Command{
		Use: "verify [COMPANY…|--all]", Short: "Ask Gusto whether links work",
		Long: `Ask Gusto whether links work, and keep each verdict with its link. Access that is due is renewed on the way.

The exit code is 0 when all of them work, 1 when at least one needs a person, and 2 when none does but at least one could
not be found out (no network, a fault at Gusto, a locked key store).`,
		Example:           "  crosswalk verify \"Acme Ltd\" \"Bolt Supply\"\n  crosswalk verify --all --json",
		ValidArgsFunction: s.companies,
		Args: func(_ *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return usagef("name the companies to verify, or say --all")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return s.with(c.Context(), keys, func(ctx context.Context, d *desk.Desk) error {
				chosen, err := choose(d.Snapshot().Links, args)
				if err != nil {
					return err
				}
				verdicts, err := s.ask(ctx, d, chosen, limit)
				if err != nil {
					return err
				}
				return s.judged(d.Snapshot().Environment, chosen, verdicts)
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "verify every linked company")
	c.Flags().DurationVar(&limit, "timeout", 30*time.Second, "how long to ask for one company")
	return c
}

// choose gives the named links, each once; all of them where none is named.
func choose(links []desk.Link, names []string) ([]desk.Link, error) {
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

const (
	atOnce     = 4 // links that are asked for at the same time: polite, and enough to hide the way to Gusto and back
	pauses     = 3 // how often Gusto may ask one link for a pause
	longestNap = 90 * time.Second
)

// ask verifies the links and gives their verdicts in the same order. What keeps one from being verified is its verdict.
func (s *session) ask(ctx context.Context, d *desk.Desk, links []desk.Link, limit time.Duration) ([]desk.Verdict, error) {
	verdicts := make([]desk.Verdict, len(links))
	progress := meter{s: s, total: len(links), doing: "Asking Gusto"}
	var mu sync.Mutex
	done := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, l := range links {
		group.Go(func() (err error) {
			if verdicts[i], err = askOne(ctx, d, l.ID, limit); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done++
			progress.show(done)
			return nil
		})
	}
	return verdicts, group.Wait()
}

// askOne verifies one link, and waits when Gusto asks for a short pause. An error is that ctx ended.
func askOne(ctx context.Context, d *desk.Desk, id string, limit time.Duration) (v desk.Verdict, err error) {
	for range pauses {
		v, err = verdictWithin(ctx, d, id, limit)
		nap := time.Until(v.Until)
		if err != nil || v.Cause != desk.RateLimited || v.Until.IsZero() || nap > longestNap {
			return v, err
		}
		timer := time.NewTimer(max(nap, 0))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return v, ctx.Err()
		}
	}
	return v, nil
}

func verdictWithin(ctx context.Context, d *desk.Desk, id string, limit time.Duration) (desk.Verdict, error) {
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	v, err := d.Verify(bounded, id)
	var t *desk.Trouble
	switch {
	case err == nil:
		return v, nil
	case ctx.Err() != nil:
		return v, ctx.Err()
	case errors.As(err, &t):
		return desk.Verdict{Cause: t.Cause, At: time.Now(), Detail: t.Detail, RequestID: t.RequestID, Until: t.Until}, nil
	}
	return desk.Verdict{Cause: desk.CauseOf(err), At: time.Now()}, nil
}

// judged tells the verdicts.
func (s *session) judged(env desk.Environment, links []desk.Link, verdicts []desk.Verdict) error {
	r := verifyResult{Format: format("verify"), Environment: env.Name, Links: []verifiedResult{}}
	for i, l := range links {
		code := codeOf(verdicts[i].Cause)
		r.Links = append(r.Links, verifiedResult{companyResult: companyOf(l), Verdict: verdictOf(verdicts[i]), Exit: code})
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
	err := s.told(r, func() {
		for _, l := range r.Links {
			s.line("%s: %s.", plain(l.Name), plain(l.Verdict.Title))
			if l.Exit == ExitFine {
				continue
			}
			s.line("    %s", plain(l.Verdict.Hint))
			s.line("    code %s", l.Verdict.Cause)
			if l.Verdict.RequestID != "" {
				s.line("    Gusto's request id %s", plain(l.Verdict.RequestID))
			}
		}
	})
	if err != nil {
		return err
	}
	s.say("%s: %d fine, %d to see to, %d not found out.", env.Label, r.Fine, r.Attention, r.Unknown)
	return ended(r.Exit)
}
