package ui

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"
)

// backlog holds what tasks want to run, so that a test decides when it runs, on its own goroutine. Timers post from
// goroutines of their own.
type backlog struct {
	mu   sync.Mutex
	list []func()
}

func (q *backlog) add(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, f)
}

func (q *backlog) take() []func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.list
	q.list = nil
	return list
}

func (q *backlog) drain() {
	for list := q.take(); len(list) > 0; list = q.take() {
		for _, f := range list {
			f()
		}
	}
}

// wait waits until something is to be run.
func (q *backlog) wait(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; runtime.Gosched() {
		q.mu.Lock()
		n := len(q.list)
		q.mu.Unlock()
		if n > 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("nothing comes")
		}
	}
}

func queued(t *testing.T) (*tasks, *backlog) {
	q := &backlog{}
	return &tasks{
		ctx: t.Context(), running: map[string]*task{},
		spawn: q.add,
		post:  q.add,
		timer: func(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop },
	}, q
}

func TestANewerTaskOfTheSameKeyDropsTheOneBefore(t *testing.T) {
	ts, q := queued(t)
	var got []string
	start := func(name string) {
		run(ts, "key", time.Minute, func(context.Context) (string, error) { return name, nil }, func(s string, _ error) { got = append(got, s) })
	}
	start("first")
	start("second")
	q.drain()
	if len(got) != 1 || got[0] != "second" {
		t.Errorf("results: %v", got)
	}
}

func TestACanceledTaskEndsItsWorkAndDropsItsResult(t *testing.T) {
	ts, q := queued(t)
	var worked error
	called := false
	ts.do("key", time.Minute, func(ctx context.Context) error { worked = ctx.Err(); return worked }, func(error) { called = true })
	ts.cancel("key")
	q.drain()
	if !errors.Is(worked, context.Canceled) || called {
		t.Errorf("work saw %v, result delivered: %t", worked, called)
	}
}

func TestTasksOfDifferentKeysDoNotDisturbEachOther(t *testing.T) {
	ts, q := queued(t)
	n := 0
	for _, key := range []string{"a", "b"} {
		ts.do(key, time.Minute, func(context.Context) error { return nil }, func(error) { n++ })
	}
	if !ts.busy("a") || !ts.busy("b") {
		t.Error("not busy while it runs")
	}
	q.drain()
	if n != 2 || ts.busy("a") {
		t.Errorf("%d results, still busy: %t", n, ts.busy("a"))
	}
}

func TestNothingIsDeliveredToAClosedWindow(t *testing.T) {
	ts, q := queued(t)
	ctx, close := context.WithCancel(t.Context())
	ts.ctx = ctx
	called := false
	ts.do("key", time.Minute, func(context.Context) error { return nil }, func(error) { called = true })
	close()
	q.drain()
	if called {
		t.Error("a result came after the window had closed")
	}
}

func TestManyAsksMakeOneCall(t *testing.T) {
	ts, q := queued(t)
	n := 0
	ask := ts.listen(func() { n++ })
	for range 5 {
		ask()
	}
	q.drain()
	ask()
	q.drain()
	if n != 2 {
		t.Errorf("%d calls for five asks at once and one later", n)
	}
}
