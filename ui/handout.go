package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/policy"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// handsOut is the choice whether the firm's own software gets access from this computer; off until somebody turns it on.
type handsOut struct {
	shell *shell
	view  fyne.CanvasObject
	on    *kit.Check
}

const taskHandOut = "hand-out"

func newHandsOut(s *shell) *handsOut {
	h := &handsOut{shell: s}
	h.on = kit.NewCheck(tongue.L("Hand out access on this computer"), h.set)
	off := policy.Forbids(s.desk.Policy().TokenCommand)
	h.on.SetEnabled(!off)
	h.view = section(tongue.L("Access for your own software"),
		tongue.L("The command ‘crosswalk token’ then prints access that reads a company’s payroll for up to two hours. Each use stands in that company’s history."), h.on, decided(off))
	return h
}

// draw reads the choice: a command may have changed it.
func (h *handsOut) draw() {
	if h.shell.tasks.busy(taskHandOut) {
		return
	}
	run(h.shell.tasks, taskHandOut, diskLimit, h.shell.desk.HandsOut, func(on bool, err error) {
		if err != nil {
			h.shell.toastError(err)
			return
		}
		h.on.SetChecked(on)
	})
}

func (h *handsOut) set(on bool) {
	h.shell.tasks.do(taskHandOut, diskLimit, func(ctx context.Context) error { return h.shell.desk.SetHandsOut(ctx, on) }, func(err error) {
		if err != nil {
			h.shell.toastError(err)
			h.draw()
		}
	})
}
