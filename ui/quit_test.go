package ui

import (
	"context"
	"testing"
	"time"
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
	ended := false
	w.tasks.do("verify/link-1", time.Minute, func(ctx context.Context) error { ended = ctx.Err() != nil; return nil }, func(error) {})
	w.tap("button", "Cancel")
	if !ended {
		t.Error("Cancel leaves the task waiting")
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
