package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// schedule is the choice of when all links are verified without being asked to.
type schedule struct {
	shell *shell
	radio *kit.Radio
}

// schedules are the choices, in their order.
var schedules = []desk.Schedule{desk.Never, desk.Daily, desk.OnStart}

func newSchedule(s *shell) *schedule {
	c := &schedule{shell: s}
	c.radio = kit.NewRadio(0, c.set,
		kit.Option{Text: tongue.L("Only when I ask")},
		kit.Option{Text: tongue.L("Once a day"), Hint: tongue.L("A day after the last time, or as soon as this computer is awake again.")},
		kit.Option{Text: tongue.L("Each time Crosswalk starts")})
	return c
}

// draw reads the choice: another program on this computer may have changed it.
func (c *schedule) draw() {
	run(c.shell.tasks, "schedule-read", diskLimit, c.shell.desk.Schedule, func(when desk.Schedule, err error) {
		if err != nil {
			c.shell.toastError(err)
			return
		}
		c.radio.SetSelected(max(0, slices.Index(schedules, when)))
	})
}

func (c *schedule) set(choice int) {
	c.shell.tasks.cancel("schedule-read") // what it reads is what was before
	c.shell.tasks.do("schedule-set", diskLimit, func(ctx context.Context) error { return c.shell.desk.SetSchedule(ctx, schedules[choice]) },
		func(err error) {
			if err != nil {
				c.shell.toastError(err)
				c.draw()
			}
		})
}

// noLimit is for work that lasts as long as the window.
const noLimit = 100 * 365 * 24 * time.Hour

// keepVerifying verifies on schedule as long as the window is there.
func (s *shell) keepVerifying() {
	s.tasks.do("schedule", noLimit, func(ctx context.Context) error {
		return s.desk.KeepVerifying(ctx, func(r desk.Round) { s.tasks.post(func() { s.tellRound(r) }) })
	}, func(error) {})
}

// tellRound says on the desktop what has newly broken, and nothing when nothing has. Names of clients stay in the
// window: a notification shows on a locked screen, too.
func (s *shell) tellRound(r desk.Round) {
	if len(r.Broke) == 0 || s.tasks.ctx.Err() != nil {
		return
	}
	text := tongue.F("{companies} you and did not before. Verify in Crosswalk says which, and who can fix it.", "companies", page.Count(len(r.Broke), "company needs", "companies need"))
	s.app.SendNotification(fyne.NewNotification(tongue.L("Crosswalk"), text))
}
