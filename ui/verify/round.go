package verify

import (
	"context"
	"math"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// round is the verifying of many links from this page: the desk does it, at the pace that Gusto allows.
type round struct {
	page  *Page
	view  *fyne.Container
	bar   *kit.Progress
	now   desk.Progress
	runs  bool
	turn  int  // the number of this round: progress of one before is not shown
	waits bool // one that was interrupted can be resumed
	asked bool // whether one waits, since the page was opened
}

// The tasks of this page.
const (
	roundTask      = "verify-all"
	unfinishedTask = "verify-unfinished"
)

// barWidth is that of the bar, which stands where the buttons were: nothing else moves when a round begins.
const barWidth = 180

func newRound(p *Page) *round {
	r := &round{page: p, bar: kit.NewProgress()}
	r.view = kit.Row(14, kit.Fixed(barWidth, 6, r.bar), kit.NewButton(kit.Outline, tongue.L("Cancel"), r.stop))
	r.view.Hide()
	return r
}

// begin asks Gusto about all links, about some, or about the rest of an interrupted round.
func (r *round) begin(wish desk.RoundWish) {
	if r.runs {
		return
	}
	total := len(wish.Links)
	if wish.Links == nil && !wish.Resume {
		total = len(r.page.from.Links)
	}
	r.runs, r.now = true, desk.Progress{Total: total}
	r.turn++
	turn, w := r.turn, r.page.window
	page.Run(w, roundTask, page.RoundLimit, func(ctx context.Context) (desk.Round, error) {
		return r.page.desk.VerifyAll(ctx, wish, func(p desk.Progress) { w.Post(func() { r.tell(turn, p) }) })
	}, func(done desk.Round, err error) {
		r.end()
		if err != nil {
			w.ToastError(err)
			return
		}
		w.Toast(roundWords(done))
	})
	w.Redraw()
}

func (r *round) tell(turn int, p desk.Progress) {
	if r.runs && r.turn == turn {
		r.now = p
		r.draw()
	}
}

// end takes the bar away, and asks whether something is left to resume.
func (r *round) end() {
	r.runs, r.asked = false, false
	r.page.window.Redraw()
}

// stop gives up; what was found is kept with its links, and the rest can be resumed.
func (r *round) stop() {
	w := r.page.window
	w.Cancel(roundTask)
	w.Toast(kit.Neutral, tongue.F("{done} of {companies} verified. Resume goes on with the rest.", "done", page.Number(r.now.Done), "companies", page.Count(r.now.Total, "company", "companies")))
	r.end()
}

// askUnfinished asks once whether an interrupted round waits.
func (r *round) askUnfinished() {
	if r.asked || r.runs {
		return
	}
	r.asked = true
	page.Run(r.page.window, unfinishedTask, page.DiskLimit, r.page.desk.Unfinished, func(since time.Time, err error) {
		if err != nil {
			r.page.window.ToastError(err)
			return
		}
		if waits := !since.IsZero(); waits != r.waits {
			r.waits = waits
			r.page.window.Redraw()
		}
	})
}

// draw shows how far it is.
func (r *round) draw() {
	kit.SetVisible(r.view, r.runs)
	if !r.runs {
		return
	}
	r.bar.SetValue(float64(r.now.Done) / float64(max(1, r.now.Total)))
	r.page.head.text.SetText(progressWords(r.now))
	r.bar.SetLabel(progressWords(r.now))
}

func progressWords(p desk.Progress) string {
	if p.Total == 0 {
		return tongue.L("Looking for what is left")
	}
	text := tongue.F("{done} of {total} verified", "done", page.Number(p.Done), "total", page.Number(p.Total))
	if p.NeedYou == 1 {
		text += tongue.L(" · 1 needs you")
	} else if p.NeedYou > 1 {
		text += tongue.F(" · {needYou} need you", "needYou", page.Number(p.NeedYou))
	}
	switch {
	case p.Left >= time.Minute:
		text += tongue.F(" · about {minutes} left", "minutes", page.Count(int(math.Ceil(p.Left.Minutes())), "minute", "minutes"))
	case p.Left > 0:
		text += tongue.L(" · less than a minute left")
	}
	return text
}

// roundWords is what came of it, as one line.
func roundWords(r desk.Round) (kit.Tone, string) {
	text := tongue.F("{fine} fine, {needYou} need you", "fine", page.Number(r.Fine), "needYou", page.Number(r.NeedYou))
	if r.NeedYou == 1 {
		text = tongue.F("{fine} fine, 1 needs you", "fine", page.Number(r.Fine))
	}
	if r.Unknown > 0 {
		return kit.Attention, tongue.F("{text}, {unknown} not found out.", "text", text, "unknown", page.Number(r.Unknown))
	}
	if r.NeedYou > 0 {
		return kit.Attention, text + "."
	}
	return kit.Working, text + "."
}
