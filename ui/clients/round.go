package clients

import (
	"context"
	"errors"
	"math"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// round is the verifying of many links: the desk does it, at the pace that Gusto allows.
type round struct {
	picked *picked
	now    desk.Progress
}

const roundTask = "round"

// verify asks Gusto about every ticked link.
func (k *picked) verify() {
	links := k.links()
	if k.batch != nil || len(links) == 0 {
		return
	}
	r := &round{picked: k, now: desk.Progress{Total: len(links)}}
	k.batch = r
	w := k.page.window
	page.Run(w, roundTask, page.RoundLimit, func(ctx context.Context) (desk.Round, error) {
		return k.page.desk.VerifyAll(ctx, desk.RoundWish{Links: links}, func(p desk.Progress) { w.Post(func() { r.tell(p) }) })
	}, func(done desk.Round, err error) {
		r.end()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			w.ToastError(err)
			return
		}
		w.Toast(roundWords(done.Count, len(done.Verdicts)))
	})
	k.draw()
}

func (r *round) tell(p desk.Progress) {
	if r.picked.batch == r {
		r.now = p
		r.picked.draw()
	}
}

func (r *round) end() {
	r.picked.batch = nil
	r.picked.draw()
}

// stop gives up; what was found is kept with its links.
func (r *round) stop() {
	w := r.picked.page.window
	w.Cancel(roundTask)
	r.end()
	w.Toast(kit.Neutral, page.Number(r.now.Done)+" of "+page.Count(r.now.Total, "company", "companies")+" verified; the rest was left as it was.")
}

func (r *round) part() float64 { return float64(r.now.Done) / float64(max(1, r.now.Total)) }

func (r *round) progress() string {
	text := "Verifying " + page.Number(min(r.now.Done+1, r.now.Total)) + " of " + page.Number(r.now.Total)
	if r.now.Left > time.Minute {
		text += " · about " + page.Count(int(math.Ceil(r.now.Left.Minutes())), "minute", "minutes") + " left"
	}
	return text
}

// roundWords is what came of verifying many, as one line.
func roundWords(c desk.Count, total int) (kit.Tone, string) {
	text := page.Count(total, "company", "companies") + " verified. "
	switch {
	case c.NeedYou == 1:
		return kit.Attention, text + "One needs you."
	case c.NeedYou > 1:
		return kit.Attention, text + page.Number(c.NeedYou) + " need you."
	case c.Unknown > 0:
		return kit.Attention, text + "Of " + page.Number(c.Unknown) + " nobody knows: Gusto was not reached."
	}
	return kit.Working, text + "None needs you."
}
