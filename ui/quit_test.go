package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestALongWaitForTheKeyStoreIsSaidWithAWayOut(t *testing.T) {
	now := open()
	now.KeyWait = morning.Add(59 * time.Second)
	w := openWindow(t, now) // its clock stands a minute after morning
	title := "Waiting for your computer to unlock its key store"
	if _, ok := w.seek("text", title); ok {
		t.Error("said after a second: that only flickers")
	}
	later := *now
	later.KeyWait = morning
	w.change(&later)
	w.find("text", title)
	ended := map[string]bool{}
	for _, task := range []string{"start", "verify/link-1", "provision-load"} {
		w.tasks.do(task, time.Minute, func(ctx context.Context) error { ended[task] = ctx.Err() != nil; return nil }, func(error) {})
	}
	w.tap("button", "Cancel")
	for task, is := range ended {
		if !is {
			t.Errorf("Cancel leaves the task %q waiting", task)
		}
	}
	w.change(open())
	if _, ok := w.seek("text", title); ok {
		t.Error("still said when the key store has answered")
	}
}

func TestQuittingWaitsForTheDeskAndThenCloses(t *testing.T) {
	w := openWindow(t, open())
	closed := false
	w.window.SetOnClosed(func() { closed = true })
	w.close()
	if closed {
		t.Error("closed before the desk had")
	}
	w.queue.drain()
	if w.desk.closed != 1 || !closed {
		t.Errorf("desk closed %d times, window closed: %t", w.desk.closed, closed)
	}
}

// What the toolkit does 100 ms after its preferences were changed must not meet the end of its loop.
func TestAWindowOfAnotherSizeIsNotClosedBeforeTheToolkitHasKeptIt(t *testing.T) {
	w := openWindow(t, open())
	w.window.Resize(fyne.NewSize(1300, 820))
	var closed time.Time
	w.window.SetOnClosed(func() { closed = time.Now() })
	begun := time.Now()
	w.close()
	w.queue.drain()
	if closed.Sub(begun) < keeping || w.app.Preferences().Int(prefWidth) != 1300 {
		t.Errorf("closed after %v, %d wide", closed.Sub(begun), w.app.Preferences().Int(prefWidth))
	}
	if done := w.keepSize(); !done.IsZero() {
		t.Errorf("the same size is kept again, until %v", done)
	}
}

func TestAToolkitThatNeverComesBackDoesNotKeepTheProgramAlive(t *testing.T) {
	w := openWindow(t, open())
	var set []func()
	stopped := 0
	w.tasks.timer = func(_ time.Duration, f func()) func() bool {
		set = append(set, f)
		return func() bool { stopped++; return true }
	}
	ended := 0
	closed, back := w.outlast(func() { ended++ })
	back()
	if len(set) != 0 || stopped != 0 {
		t.Fatal("something is waited for before the window is closed")
	}
	closed()
	closed() // by the person, and by a signal
	if len(set) != 1 {
		t.Fatalf("%d timers", len(set))
	}
	back()
	if stopped != 1 {
		t.Error("a toolkit that has come back is still waited for")
	}
	set[0]()
	if ended != 1 {
		t.Errorf("ended %d times", ended)
	}
}

func TestQuittingWarnsWhenSomethingIsNotSaved(t *testing.T) {
	now := open()
	now.Unsaved = 2
	w := openWindow(t, now)
	w.close()
	w.queue.drain()
	if w.desk.closed != 0 {
		t.Fatal("quit without a warning")
	}
	w.find("text", "Quit with 2 renewed accesses not saved?")
	w.tap("button", "Quit anyway")
	if w.desk.closed != 1 {
		t.Error("a person who insists may quit")
	}
}
