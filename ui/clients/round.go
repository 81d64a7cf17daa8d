package clients

import (
	"context"
	"errors"
	"math"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
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
	w.Toast(kit.Neutral, tongue.F("{done} of {companies} verified; the rest was left as it was.", "done", page.Number(r.now.Done), "companies", page.Count(r.now.Total, "company", "companies")))
}

func (r *round) part() float64 { return float64(r.now.Done) / float64(max(1, r.now.Total)) }

func (r *round) progress() string {
	text := tongue.F("Verifying {min} of {total}", "min", page.Number(min(r.now.Done+1, r.now.Total)), "total", page.Number(r.now.Total))
	if r.now.Left > time.Minute {
		text += tongue.F(" · about {minutes} left", "minutes", page.Count(int(math.Ceil(r.now.Left.Minutes())), "minute", "minutes"))
	}
	return text
}

// roundWords is what came of verifying many, as one line.
func roundWords(c desk.Count, total int) (kit.Tone, string) {
	text := tongue.F("{companies} verified. ", "companies", page.Count(total, "company", "companies"))
	switch {
	case c.NeedYou == 1:
		return kit.Attention, tongue.F("{text}One needs you.", "text", text)
	case c.NeedYou > 1:
		return kit.Attention, tongue.F("{text}{needYou} need you.", "text", text, "needYou", page.Number(c.NeedYou))
	case c.Unknown > 0:
		return kit.Attention, tongue.F("{text}Of {unknown} nobody knows: Gusto was not reached.", "text", text, "unknown", page.Number(c.Unknown))
	}
	return kit.Working, tongue.F("{text}None needs you.", "text", text)
}
