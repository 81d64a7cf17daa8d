// Package provision is where a new company is typed, reviewed, sent to Gusto once, and followed until it is claimed and
// linked; alone, or many from a spreadsheet.
//
// Rules: nothing is sent without a page before it that shows all of what is sent; while something is being sent there is
// nothing to click that would send it again; what nobody knows the outcome of is said until a person has settled it; a
// claim link is shown nowhere, and leaves the clipboard again.
package provision

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Page shows one of: the form, the review, what became of one attempt, all attempts, many at once.
type Page struct {
	window    page.Window
	registrar Registrar
	box       *fyne.Container
	form      *form
	attempts  *attempts
	many      *many
	at        view
	known     known
	from      *desk.Snapshot
	away      bool // another page is shown
}

// known is what was read of drafts, attempts and the list that is being sent.
type known struct {
	drafts    []provision.Draft
	attempts  []provision.Attempt
	proposals []provision.Proposal
	batch     provision.Batch
	isBatch   bool
	read      bool
}

// view is one face of the page.
type view interface {
	object() fyne.CanvasObject
	draw()
}

const taskLoad = "provision-load"

// New makes the page, with an empty form or the draft that was typed last.
func New(w page.Window, r Registrar) *Page {
	p := &Page{window: w, registrar: r, box: kit.Stack(), from: &desk.Snapshot{}, away: true}
	p.form = newForm(p)
	p.attempts = newAttempts(p)
	p.many = newMany(p)
	p.show(newFormView(p))
	p.reload()
	return p
}

// View is the page itself.
func (p *Page) View() fyne.CanvasObject { return p.box }

// Leave keeps what was typed.
func (p *Page) Leave() {
	p.away = true
	p.form.keep.flush()
}

// Draw shows a snapshot.
func (p *Page) Draw(s *desk.Snapshot) {
	linked, unlocked := len(s.Links) != len(p.from.Links), p.from.Keys != nil && s.Keys == nil
	p.from, p.away = s, false
	p.at.draw()
	if linked && p.known.read || unlocked {
		p.reload() // one of them may have been created here
	}
}

// Home goes back to the form from what has come to its end, and reads what could not be read before.
func (p *Page) Home() {
	if !p.known.read && !p.window.Busy(taskLoad) {
		p.reload()
	}
	switch p.at.(type) {
	case *result, *attempts:
		p.openForm()
	}
}

// Focus puts the keyboard where one begins.
func (p *Page) Focus() {
	if _, ok := p.at.(*formView); ok {
		p.form.person.first.field.Focus()
	}
}

// Changed is called when the registrar has something new.
func (p *Page) Changed() { p.reload() }

// Waiting counts what needs a person: attempts of which nobody knows the outcome, and companies that nobody has claimed
// for days.
func (p *Page) Waiting() (unknown, unclaimed int) { return len(p.unknown()), len(p.due()) }

func (p *Page) unknown() []provision.Attempt {
	return slices.DeleteFunc(slices.Clone(p.known.attempts), func(a provision.Attempt) bool { return a.State != provision.Unknown })
}

// reload reads drafts, attempts and the list again.
func (p *Page) reload() {
	page.Run(p.window, taskLoad, page.KeyLimit, p.load, func(k known, err error) {
		if err != nil {
			if !p.away && p.registrar.Availability().Trouble == nil { // else the notice says it
				p.window.ToastError(err)
			}
			return
		}
		first := !p.known.read
		p.known = k
		if first && p.form.keep.draft.ID == "" && p.form.empty() && len(k.drafts) > 0 {
			p.resume(newest(k.drafts))
		}
		p.at.draw()
		p.window.Redraw()
		if first {
			p.tellUnknown()
		}
	})
}

func (p *Page) load(ctx context.Context) (k known, err error) {
	if k.attempts, err = p.registrar.Attempts(ctx); err != nil {
		return k, err
	}
	if k.drafts, err = p.registrar.Drafts(ctx); err != nil {
		return k, err
	}
	if k.proposals, err = p.registrar.Proposals(ctx); err != nil {
		return k, err
	}
	k.batch, k.isBatch, err = p.registrar.Batch(ctx)
	k.read = true
	return k, err
}

func newest(drafts []provision.Draft) provision.Draft {
	return slices.MaxFunc(drafts, func(a, b provision.Draft) int { return a.Changed.Compare(b.Changed) })
}

// tellUnknown says after a start that nobody knows what became of an attempt.
func (p *Page) tellUnknown() {
	open := p.unknown()
	if len(open) == 0 {
		return
	}
	title, text := tongue.F("Was {company} created?", "company", open[0].Company), unknownText(open[0])
	verb, look := tongue.L("Look at it"), func() { p.openAttempt(open[0].ID) }
	if n := len(open); n > 1 {
		title = tongue.F("Were {n} companies created?", "n", page.Number(n))
		text = tongue.L("Crosswalk asked Gusto to create them, and no answer came. None of them is sent again before you have said what became of it.")
		verb, look = tongue.L("Look at them"), p.openAttempts
	}
	kit.Confirm(p.window.Canvas(), kit.Primary, title, text, verb, tongue.L("Later"), func() {
		p.window.OpenProvision("")
		look()
	})
}

// show turns to one face of the page.
func (p *Page) show(v view) {
	if !p.away {
		p.window.Canvas().Unfocus() // a key goes to nothing that has gone
	}
	p.at = v
	p.box.Objects = []fyne.CanvasObject{v.object()}
	v.draw()
	p.lay()
}

func (p *Page) lay() { p.box.Refresh() }

// FillFrom begins a form that is filled in from one of the firm's clients.
func (p *Page) FillFrom(client string) {
	p.openForm()
	p.form.fillFrom(client)
}

// openForm turns to the form.
func (p *Page) openForm() {
	if _, ok := p.at.(*formView); !ok {
		p.show(newFormView(p))
	}
}

// resume goes on with a draft.
func (p *Page) resume(d provision.Draft) {
	p.form.keep.resume(d)
	p.form.fill(d.Form)
	p.form.foot.draw()
	p.openForm()
}

// another begins an empty form; the draft before stays in the list of drafts.
func (p *Page) another() {
	p.form.keep.begin()
	p.form.fill(emptyForm)
	p.form.foot.draw()
	p.openForm()
	p.Focus()
}

// openAttempts turns to what was sent.
func (p *Page) openAttempts() {
	p.show(p.attempts)
	p.attempts.list.Focus()
}

// openAttempt turns to what was sent, with one of it.
func (p *Page) openAttempt(id string) {
	p.openAttempts()
	p.attempts.choose(id)
}

// openMany turns to many at once.
func (p *Page) openMany() {
	p.show(p.many)
	p.many.focus()
}

// attempt gives one attempt as it was read last.
func (p *Page) attempt(id string) (provision.Attempt, bool) {
	i := slices.IndexFunc(p.known.attempts, func(a provision.Attempt) bool { return a.ID == id })
	if i < 0 {
		return provision.Attempt{}, false
	}
	return p.known.attempts[i], true
}

// note keeps what has just become of an attempt, before everything is read again.
func (p *Page) note(a provision.Attempt) {
	if i := slices.IndexFunc(p.known.attempts, func(b provision.Attempt) bool { return a.ID == b.ID }); i >= 0 {
		p.known.attempts[i] = a
	} else {
		p.known.attempts = append([]provision.Attempt{a}, p.known.attempts...)
	}
	p.reload()
}

// wayTo leads to what is known; "" where there is nothing to look at.
func (p *Page) wayTo(k intake.Known) (words string, act func()) {
	switch k.Kind {
	case intake.KnownClient, intake.KnownLinked:
		return tongue.L("Look at it"), func() { p.window.OpenClient(k.ID) }
	case intake.KnownAttempt:
		return tongue.L("Look at it"), func() { p.openAttempt(k.ID) }
	case intake.KnownDraft:
		i := slices.IndexFunc(p.known.drafts, func(d provision.Draft) bool { return d.ID == k.ID })
		if i >= 0 {
			return tongue.L("Go on with it"), func() { p.resume(p.known.drafts[i]) }
		}
	}
	return "", func() {}
}

// Pressed: Escape goes back to the form, where nothing is under way.
func (p *Page) Pressed(key fyne.KeyName) {
	if back, ok := p.at.(interface{ back() }); ok && key == fyne.KeyEscape {
		back.back()
	}
}
