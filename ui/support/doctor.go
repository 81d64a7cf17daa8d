package support

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Doctor is the page of named checks: what each found, and for what is at fault what helps and who can fix it.
type Doctor struct {
	window page.Window
	help   Examiner
	box    fyne.CanvasObject
	head   doctorHead
	lines  map[doctor.Check]*line
	found  map[doctor.Check]doctor.Finding
	turn   int // the number of this examination: findings of one before are not shown
	runs   bool
}

// doctorHead is what stands above the checks.
type doctorHead struct {
	text        *kit.Text
	again, stop *kit.Button
	bar         *kit.Progress
	running     fyne.CanvasObject
	banner      *kit.Banner
}

// NewDoctor makes the page. It examines nothing before [Doctor.Examine].
func NewDoctor(w page.Window, h Examiner, ways Ways) *Doctor {
	d := &Doctor{window: w, help: h, lines: map[doctor.Check]*line{}, found: map[doctor.Check]doctor.Finding{}}
	d.head = doctorHead{text: kit.NewText(kit.Quiet, tongue.L("Not examined yet")), bar: kit.NewProgress(), banner: kit.NewBanner(kit.Act, "", "")}
	d.head.banner.Hide()
	d.head.again = kit.NewButton(kit.Primary, tongue.L("Examine again"), d.Examine)
	d.head.stop = kit.NewButton(kit.Outline, tongue.L("Cancel"), d.stop)
	d.head.running = kit.Row(14, kit.Fixed(140, 6, d.head.bar), d.head.stop)
	d.head.running.Hide()
	gather := kit.NewButton(kit.Outline, tongue.L("Support bundle…"), ways.Bundle)
	title := kit.Row(12, kit.NewText(kit.Heading, tongue.L("Doctor")), kit.Spacer(), d.head.running, gather, d.head.again)
	about := kit.NewParagraph(kit.Quiet, tongue.L("Looks at this computer and at the way to Gusto, part by part. Nothing is changed, and no access is asked for; the key store is written to and emptied again, which may ask for its password."))
	lines := kit.Column(0)
	for i, c := range doctor.Checks() {
		if i > 0 {
			lines.Add(kit.Line())
		}
		d.lines[c] = newLine(c)
		lines.Add(d.lines[c].view)
	}
	column := kit.Column(14, wayBack(tongue.L("Verify"), ways.Back), kit.Column(6, title, d.head.text, about), d.head.banner, kit.NewCardInset(0, lines))
	d.box = kit.Scroll(kit.Inset(24, 14, 24, 24, kit.MaxWidth(960, column)))
	return d
}

// View is the page itself.
func (d *Doctor) View() fyne.CanvasObject { return d.box }

// Draw does nothing: an examination is of one moment.
func (d *Doctor) Draw(*desk.Snapshot) {}

// Leave lets an examination come to its end.
func (d *Doctor) Leave() {}

// Typed: r examines again.
func (d *Doctor) Typed(r rune) {
	if r == 'r' {
		d.Examine()
	}
}

// Focus puts the keyboard on what is likeliest to be pressed next.
func (d *Doctor) Focus() {
	if d.runs {
		kit.FocusOn(d.head.stop)
	} else {
		kit.FocusOn(d.head.again)
	}
}

// Examine makes every check anew.
func (d *Doctor) Examine() {
	if d.runs {
		return
	}
	d.runs = true
	d.turn++
	turn := d.turn
	d.found = map[doctor.Check]doctor.Finding{}
	for _, l := range d.lines {
		l.wait()
	}
	d.draw()
	page.Run(d.window, examineTask, limit, func(ctx context.Context) ([]doctor.Finding, error) {
		found := d.help.Examine(ctx, func(f doctor.Finding) { d.window.Post(func() { d.tell(turn, f) }) })
		return found, ctx.Err()
	}, func(found []doctor.Finding, err error) {
		waited := d.window.Canvas().Focused() == fyne.Focusable(d.head.stop)
		d.runs = false
		for _, f := range found {
			d.found[f.Check] = f
			d.lines[f.Check].set(f)
		}
		d.draw()
		if waited {
			d.Focus()
		}
		if err != nil {
			d.window.ToastError(err)
		}
	})
}

// tell shows one finding as it comes.
func (d *Doctor) tell(turn int, f doctor.Finding) {
	if !d.runs || turn != d.turn {
		return
	}
	d.found[f.Check] = f
	d.lines[f.Check].set(f)
	d.draw()
}

// stop gives up; what was found stays.
func (d *Doctor) stop() {
	d.window.Cancel(examineTask)
	d.runs = false
	for c, l := range d.lines {
		if _, ok := d.found[c]; !ok {
			l.set(doctor.Finding{Check: c, State: doctor.Unknown})
		}
	}
	d.draw()
}

// draw says how far it is, and what it came to.
func (d *Doctor) draw() {
	kit.SetVisible(d.head.running, d.runs)
	kit.SetVisible(d.head.again, !d.runs)
	total := len(doctor.Checks())
	var faults []string
	unknown := total - len(d.found)
	for _, c := range doctor.Checks() {
		switch d.found[c].State {
		case doctor.Fault:
			faults = append(faults, words.CheckName(c))
		case doctor.Unknown:
			unknown++
		}
	}
	d.head.bar.SetValue(float64(len(d.found)) / float64(total))
	d.head.bar.SetLabel(tongue.F("{found} of {total} checks made", "found", page.Number(len(d.found)), "total", page.Number(total)))
	switch {
	case d.runs:
		d.head.text.SetText(tongue.F("{found} of {total} checks made", "found", page.Number(len(d.found)), "total", page.Number(total)))
	default:
		d.head.text.SetText(sumWords(len(faults), unknown) + " · " + words.When(d.window.Now(), d.window.Now()))
	}
	kit.SetVisible(d.head.banner, len(faults) > 0 && !d.runs)
	if len(faults) > 0 && !d.runs {
		d.head.banner.Set(kit.Act, tongue.F("At fault: {names}", "names", page.Names(faults)), tongue.L("What helps, and who can fix it, stands beside each part below."))
	}
	d.box.Refresh()
}

// sumWords is what an examination came to.
func sumWords(faults, unknown int) string {
	text := tongue.L("Nothing is at fault")
	if faults > 0 {
		text = page.Count(faults, "part is at fault", "parts are at fault")
	}
	if unknown > 0 {
		text += tongue.F(", {unknown} not found out", "unknown", page.Number(unknown))
	}
	return text
}

// line is one check.
type line struct {
	view *fyne.Container
	pill *kit.Pill
	said *kit.Paragraph
	help *kit.Paragraph
	who  *kit.Paragraph
}

func newLine(c doctor.Check) *line {
	l := &line{pill: kit.NewPill(kit.Neutral, tongue.L("Waiting")), said: kit.NewParagraph(kit.Quiet, ""), help: kit.NewParagraph(kit.Body, ""), who: kit.NewParagraph(kit.Small, "")}
	l.help.Hide()
	l.who.Hide()
	name := kit.Fixed(180, 20, kit.NewText(kit.Strong, words.CheckName(c)))
	state := kit.Fixed(120, 20, kit.Row(0, l.pill, kit.Spacer()))
	l.view = kit.Inset(16, 7, 16, 7, kit.TopRow(12, name, state, kit.Grow(kit.Column(3, l.help, l.said, l.who))))
	return l
}

// wait is a check that has not ended.
func (l *line) wait() {
	l.pill.Set(kit.Neutral, kit.IconDots, tongue.L("Waiting"))
	l.said.SetText("")
	l.help.Hide()
	l.who.Hide()
}

// looks of the states.
var looks = map[doctor.State]struct {
	tone kit.Tone
	icon kit.Icon
}{
	doctor.Fine: {kit.Working, kit.IconCheck}, doctor.Note: {kit.Neutral, kit.IconInfo}, doctor.Fault: {kit.Act, kit.IconExclamation}, doctor.Unknown: {kit.Neutral, kit.IconOffline},
}

func (l *line) set(f doctor.Finding) {
	look := looks[f.State]
	l.pill.Set(look.tone, look.icon, words.StateName(f.State))
	l.said.SetText(words.Facts(f.Facts))
	kit.SetVisible(l.said, f.Facts != "")
	m, told := words.ForFinding(f)
	kit.SetVisible(l.help, told)
	kit.SetVisible(l.who, told)
	if told {
		l.help.SetText(strings.TrimSuffix(m.Title, ".") + ". " + m.Hint)
		l.who.SetText(tongue.F("Who can fix it: {whose} · {cause}", "whose", words.Whose(f.Cause.Fixer()), "cause", string(f.Cause)))
	}
}
