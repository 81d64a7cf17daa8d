package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Removing is how everything goes. See [desk.Desk.Erase].
type Removing interface {
	Erase(ctx context.Context, w desk.EraseWish, tell func(desk.EraseStep)) (desk.Erased, error)
	UnfinishedErase() *desk.Erased
	KeepRest() error
}

const (
	taskErase = "erase"
	// eraseLimit is longer than thousands of sign-ins take; whoever does not want to wait cancels.
	eraseLimit = 12 * time.Hour
)

// eraseWords says in full what will happen.
func eraseWords() string {
	return strings.Join([]string{
		tongue.L("Crosswalk ends each access at Gusto, in every environment that is set up. Then it removes all that it keeps on this computer: links, clients, drafts and what became of new companies, settings, the log, the keys in the key store, and the copies of the database."),
		tongue.L("Until the first file goes you can cancel; what was ended by then stays ended. It cannot be undone: each company would have to be linked again."),
		tongue.L("Files that you have saved elsewhere stay where they are: exports, recovery and setup files, support bundles."),
	}, "\n\n")
}

// askErase says in full what will happen, and asks for the words.
func (s *shell) askErase() {
	kit.ConfirmTyped(s.window.Canvas(), tongue.L("Remove everything from this computer?"), kit.NewParagraph(kit.Body, eraseWords()), tongue.L("remove everything"), tongue.L("Remove everything"), tongue.L("Keep it"), s.openErase)
}

// openErase begins, or goes on where an interrupted one was.
func (s *shell) openErase() {
	p := newErasePage(s)
	s.openForm(p)
	p.run()
}

// askUnfinishedErase tells at the start that removing everything was interrupted before anything was removed here; not
// while nothing can be opened, which is what the person has to see then.
func (s *shell) askUnfinishedErase() {
	run(s.tasks, "erase-read", diskLimit, func(context.Context) (*desk.Erased, error) { return s.desk.UnfinishedErase(), nil }, func(note *desk.Erased, _ error) {
		if note == nil || note.Stage != desk.Revoking || s.desk.Snapshot().Stage == desk.Shut {
			return
		}
		ask := kit.Confirm(s.window.Canvas(), kit.Danger, tongue.L("Go on removing everything?"),
			tongue.F("Crosswalk was ended in the middle of it. {signins} ended at Gusto, and nothing was removed from this computer yet.", "signins", page.Count(note.Revoked, "sign-in was", "sign-ins were")),
			tongue.L("Go on"), tongue.L("Keep what is left"), s.openErase)
		ask.OnCancel = func() {
			s.tasks.do("erase-keep", diskLimit, func(context.Context) error { return s.desk.KeepRest() }, func(err error) {
				if err != nil {
					s.toastError(err)
				}
			})
		}
	})
}

// erasePage shows how far removing everything has come, and what became of it.
type erasePage struct {
	shell *shell
	box   *fyne.Container
	bar   *kit.Progress
	text  *kit.Paragraph
	stop  *kit.Button
	give  context.CancelFunc // gives it up, as long as that is possible: what it has come to is told all the same
}

func newErasePage(s *shell) *erasePage {
	p := &erasePage{shell: s, box: kit.Stack(), bar: kit.NewProgress(), text: kit.NewParagraph(kit.Quiet, tongue.L("Reading what is linked…"))}
	p.bar.SetLabel(tongue.L("Ending access at Gusto"))
	p.stop = kit.NewButton(kit.Outline, tongue.L("Cancel"), p.cancel)
	p.put(tongue.L("Ending each access at Gusto"), p.text, p.bar, kit.Row(8, kit.Spacer(), p.stop))
	return p
}

// put shows one state of the page.
func (p *erasePage) put(title string, parts ...fyne.CanvasObject) {
	column := kit.Column(16, append([]fyne.CanvasObject{kit.NewText(kit.CardTitle, title)}, parts...)...)
	p.box.Objects = []fyne.CanvasObject{kit.Center(kit.Fixed(600, 0, kit.NewCardInset(28, column)))}
	p.box.Refresh()
}

func (p *erasePage) View() fyne.CanvasObject { return p.box }

func (p *erasePage) Draw(*desk.Snapshot) {}

// Leave lets it go on: only Cancel ends it.
func (p *erasePage) Leave() {}

func (p *erasePage) run() {
	s := p.shell
	s.clearClipboard()
	var asked context.Context
	asked, p.give = context.WithCancel(s.tasks.ctx)
	run(s.tasks, taskErase, eraseLimit, func(ctx context.Context) (desk.Erased, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(asked, cancel)()
		return s.desk.Erase(ctx, desk.EraseWish{}, func(step desk.EraseStep) { s.tasks.post(func() { p.step(step) }) })
	}, p.ended)
}

// step shows progress. Once files are removed there is no way back, and no button for one.
func (p *erasePage) step(step desk.EraseStep) {
	if step.Stage == desk.Erasing {
		p.put(tongue.L("Removing what is kept here"), kit.NewParagraph(kit.Quiet, tongue.L("This takes a few seconds and goes to its end.")))
		return
	}
	p.bar.SetValue(float64(step.Done) / float64(max(1, step.Total)))
	p.text.SetText(tongue.F("{done} of {signins}. {step}", "done", page.Number(step.Done), "signins", page.Count(step.Total, "sign-in", "sign-ins"), "step", step.Name))
	p.box.Refresh()
}

// cancel asks for the end. Whether it came in time is known when the work has ended.
func (p *erasePage) cancel() {
	p.give()
	p.stop.SetEnabled(false)
}

// ended tells what is gone and what is not.
func (p *erasePage) ended(done desk.Erased, err error) {
	s := p.shell
	p.give()
	cause := desk.CauseOf(err)
	switch {
	case errors.Is(err, context.Canceled):
		s.done()
		s.openSettings()
		s.toast(kit.Neutral, tongue.L("Nothing was removed from this computer. What was ended at Gusto by then stays ended."))
		return
	case err != nil && cause != desk.EraseLeft:
		m := words.ForError(err)
		p.put(tongue.L("Not everything was removed"), kit.NewBanner(page.Tone(m.Tone), m.Title, m.Hint), kit.Row(8, kit.NewButton(kit.Primary, tongue.L("Try again"), s.openErase), kit.NewButton(kit.Outline, tongue.L("Back"), s.done)))
		return
	}
	parts := []fyne.CanvasObject{}
	title := tongue.L("Everything is removed from this computer")
	if cause == desk.EraseLeft {
		m := words.ForError(err)
		title = tongue.L("Almost everything is removed")
		parts = append(parts, kit.NewBanner(page.Tone(m.Tone), m.Title, m.Hint, kit.NewButton(kit.Outline, tongue.L("Go on"), s.openErase)))
	} else {
		s.erased = true
	}
	parts = append(parts, kit.NewParagraph(kit.Body, tongue.F("{signins} ended at Gusto.", "signins", page.Count(done.Revoked, "sign-in was", "sign-ins were"))))
	if len(done.Owed) > 0 {
		parts = append(parts, kit.NewBanner(kit.Attention, tongue.F("Gusto could not be told of {signins}", "signins", page.Count(len(done.Owed), "sign-in", "sign-ins")), strings.Join(words.NotRevoked(done.Owed), "\n")+"\n\n"+words.EndAtGusto()))
	}
	p.put(title, append(parts, kit.Row(8, kit.Spacer(), kit.NewButton(kit.Primary, tongue.L("Quit"), s.close)))...)
}

// removePreferences removes what the toolkit has kept of the window, once it has written it for the last time.
func removePreferences(app fyne.App) {
	root := app.Storage().RootURI()
	if root == nil || root.Scheme() != "file" {
		return
	}
	dir := filepath.FromSlash(root.Path())
	os.Remove(filepath.Join(dir, "preferences.json"))
	os.Remove(filepath.Join(dir, "Documents")) // the toolkit makes it; whatever is in it keeps it
	os.Remove(dir)
}
