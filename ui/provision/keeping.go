package provision

import (
	"context"
	"errors"
	"time"

	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/page"
)

// keeping saves what is typed as a draft, a moment after the last key.
//
// A save that runs is never given up for a newer one: its answer says under which name and revision the next is saved.
type keeping struct {
	form    *form
	draft   provision.Draft // as it was saved last
	turn    int             // counts the drafts that the form has had
	saving  bool
	dirty   bool   // something has changed since
	failed  string // why the last save did not work
	muted   bool   // what changes was not typed
	stop    func()
	then    []func(id string) // wait for everything to be saved
	late    *provision.Draft  // what was typed during a save into a form that has another draft now
	dropped int               // the turn whose draft was discarded during a save
}

const (
	saveAfter = 800 * time.Millisecond
	taskSave  = "provision-save"
)

func newKeeping(f *form) *keeping { return &keeping{form: f, turn: 1, stop: func() {}} }

// still runs change without taking it for typing.
func (k *keeping) still(change func()) {
	k.muted = true
	change()
	k.muted = false
}

// begin is a draft that was not saved yet.
func (k *keeping) begin() { k.resume(provision.Draft{}) }

// resume goes on with a draft; what was typed into the one before is saved.
func (k *keeping) resume(d provision.Draft) {
	k.stop()
	if k.dirty && k.saving {
		late := k.draft
		late.Form = k.form.typed()
		k.late = &late
	}
	k.save()
	k.turn++
	k.draft, k.dirty, k.failed, k.then = d, false, "", nil
}

// drop forgets what was typed, and gives the name of the draft that is to be discarded; "" for none.
func (k *keeping) drop() (id string) {
	id = k.draft.ID
	if k.saving && id == "" {
		k.dropped = k.turn
	}
	k.dirty, k.late = false, nil
	k.begin()
	return id
}

// later saves after a while, unless something is typed again.
func (k *keeping) later() {
	if k.muted {
		return
	}
	k.stop()
	k.dirty = true
	k.stop = k.form.page.window.After(saveAfter, k.save)
	k.form.foot.draw()
}

// now saves what is not saved yet, and goes on with the draft's name.
func (k *keeping) now(then func(id string)) {
	if !k.dirty && !k.saving && k.draft.ID != "" {
		then(k.draft.ID)
		return
	}
	k.then = append(k.then, then)
	k.dirty = true
	k.save()
}

// flush saves without waiting: the page is left.
func (k *keeping) flush() {
	if k.dirty {
		k.save()
	}
}

func (k *keeping) save() {
	k.stop()
	if k.saving || !k.dirty {
		return
	}
	d := k.draft
	d.Form = k.form.typed()
	if d.ID == "" && k.form.empty() {
		k.dirty = false
		k.form.foot.draw()
		return
	}
	k.dirty = false
	k.store(d, k.turn)
}

// store saves one draft.
func (k *keeping) store(d provision.Draft, turn int) {
	k.saving = true
	k.form.foot.draw()
	page.Run(k.form.page.window, taskSave, page.KeyLimit,
		func(ctx context.Context) (provision.Draft, error) { return k.form.page.registrar.SaveDraft(ctx, d) },
		func(d provision.Draft, err error) {
			k.saving = false
			k.saved(turn, d, err)
			k.form.page.reload()
			k.form.foot.draw()
		})
}

// saved goes on once a draft is on the disk. The form may have another one by now.
func (k *keeping) saved(turn int, d provision.Draft, err error) {
	if err != nil {
		k.notSaved(turn, err)
		return
	}
	late := k.late
	k.late = nil
	switch {
	case turn == k.dropped:
		k.dropped = 0
		k.form.page.discard(d.ID)
	case late != nil:
		late.ID, late.Rev = d.ID, d.Rev
		k.store(*late, turn)
		return
	case turn == k.turn:
		k.draft, k.failed = d, ""
	}
	if k.dirty { // typed on
		k.save()
		return
	}
	then := k.then
	k.then = nil
	for _, f := range then {
		f(k.draft.ID)
	}
}

func (k *keeping) notSaved(turn int, err error) {
	waited := len(k.then) > 0
	k.then, k.late = nil, nil
	if turn == k.turn {
		k.failed, k.dirty = whyNot(err), true
	}
	if (waited || turn != k.turn) && !errors.Is(err, context.Canceled) {
		k.form.page.window.ToastError(err)
	}
}

func whyNot(err error) string {
	m := words.ForError(err)
	return m.Title + "."
}

// words is how the draft stands.
func (k *keeping) words() string {
	switch {
	case k.failed != "":
		return tongue.F("Not saved: {failed}", "failed", k.failed)
	case k.saving || k.dirty:
		return tongue.L("Saving…")
	case k.draft.ID != "":
		return tongue.L("Draft saved on this computer")
	}
	return tongue.L("Nothing is sent before you have reviewed it")
}
