package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
)

// removing opens the settings, asks to remove everything, and types the words.
func (w *window) removing(typed string) {
	w.t.Helper()
	w.window.Resize(fyne.NewSize(1280, 3000))
	w.openSettings()
	w.queue.drain()
	w.tap("button", "Remove everything from this computer…")
	test.Type(w.window.Canvas().Focused(), typed)
}

func TestRemovingEverythingWantsItsWords(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	w.removing("remove")
	if e := w.find("button", "Remove everything"); !e.Disabled {
		t.Error("half of the words are enough")
	}
	if !w.said("Until the first file goes you can cancel") || !w.said("the keys in the key store") {
		t.Error("it does not say in full what will happen")
	}
}

func TestRemovingEverythingSaysHowFarItIsAndWhatGustoDoesNotKnow(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working), company(2, desk.Working)))
	var shown []string
	w.desk.erase = func(tell func(desk.EraseStep)) (desk.Erased, error) {
		tell(desk.EraseStep{Stage: desk.Revoking, Done: 1, Total: 2, Name: "Company 2 LLC"})
		w.queue.drain()
		if w.said("1 of 2 sign-ins. Company 2 LLC") {
			shown = append(shown, "revoking")
		}
		w.find("button", "Cancel")
		tell(desk.EraseStep{Stage: desk.Erasing, Done: 2, Total: 2})
		w.queue.drain()
		if _, ok := w.seek("button", "Cancel"); ok {
			t.Error("it can be canceled while files are removed")
		}
		return desk.Erased{Stage: desk.Erasing, Revoked: 1, Owed: []desk.Owed{{Environment: "production", Companies: []string{"Company 2 LLC"}, Cause: desk.ProviderFault}}}, nil
	}
	w.removing("Remove everything")
	w.tap("button", "Remove everything")
	if len(shown) != 1 {
		t.Error("progress is not shown")
	}
	w.find("text", "Everything is removed from this computer")
	for _, text := range []string{"1 sign-in was ended at Gusto.", "Gusto could not be told of 1 sign-in", "Company 2 LLC (Gusto: Gusto has a problem of its own)", "connected apps"} {
		if !w.said(text) {
			t.Errorf("%q is not on screen", text)
		}
	}
	closed := false
	w.window.SetOnClosed(func() { closed = true })
	w.app.Preferences().RemoveValue(prefWidth)
	w.tap("button", "Quit")
	if !closed || w.app.Preferences().Int(prefWidth) != 0 {
		t.Errorf("closed %t, and it has written the size of the window again", closed)
	}
}

func TestACancelThatComesTooLateIsNotCalledOne(t *testing.T) {
	for _, late := range []bool{false, true} {
		w := openWindow(t, open(company(1, desk.Working)))
		w.desk.eraser.erase = nil
		w.removing("remove everything")
		w.desk.eraser.run = func(ctx context.Context, tell func(desk.EraseStep)) (desk.Erased, error) {
			tell(desk.EraseStep{Stage: desk.Revoking, Done: 0, Total: 2, Name: "Company 1 LLC"})
			w.at.(*erasePage).cancel()
			<-ctx.Done()
			if late {
				return desk.Erased{Revoked: 2}, nil
			}
			return desk.Erased{Revoked: 1}, ctx.Err()
		}
		w.tap("button", "Remove everything")
		said := w.said("Nothing was removed from this computer.")
		if said == late || w.erased != late {
			t.Errorf("too late %t: it says that nothing was removed %t, erased %t", late, said, w.erased)
		}
	}
}

func TestWhatIsLeftIsNotCalledRemoved(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	w.desk.erase = func(func(desk.EraseStep)) (desk.Erased, error) {
		return desk.Erased{Left: []string{"crosswalk.db"}}, &desk.Trouble{Cause: desk.EraseLeft, Detail: "crosswalk.db"}
	}
	w.removing("remove everything")
	w.tap("button", "Remove everything")
	if w.said("Everything is removed from this computer") || !w.said("Still there: crosswalk.db") || w.erased {
		t.Error("it claims what was not done")
	}
}

func TestAnInterruptedRemovingIsAskedAboutAtTheStart(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	w.desk.eraser.note = &desk.Erased{Stage: desk.Revoking, Revoked: 3}
	w.askUnfinishedErase()
	w.queue.drain()
	w.find("text", "Go on removing everything?")
	w.tap("button", "Keep what is left")
	if w.desk.keeps != 1 {
		t.Error("it is not kept")
	}
	s := openWindow(t, &desk.Snapshot{Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.EraseUnfinished}})
	s.find("button", "Go on removing everything")
}

// A folder that cannot be looked into says nothing of what was begun there; what keeps it shut is what the person has to see.
func TestNobodyIsAskedToGoOnRemovingWhileNothingCanBeOpened(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.UnusableFolder, Detail: "/file/below"}})
	w.desk.eraser.note = &desk.Erased{Stage: desk.Revoking}
	w.tap("button", "Try again")
	w.queue.drain()
	if w.said("Go on removing everything?") || !w.said("The data folder cannot be used") {
		t.Error("a question stands over what is wrong")
	}
}
