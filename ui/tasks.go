package ui

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// tasks runs whatever may wait away from the window's goroutine and brings the result back to it.
//
// It is the one place in the window with a go statement and with fyne.Do. Its methods are called on the
// window's goroutine; work runs elsewhere and gets a context; done runs on the window's goroutine again.
type tasks struct {
	ctx     context.Context // the window's: everything ends with it
	spawn   func(func())
	post    func(func())
	timer   func(d time.Duration, f func()) (stop func() bool)
	running map[string]*task
	waits   map[string][]func() // what is to be done once a task of this key has ended
	held                        // results that wait behind the lock
}

// held are results that have come while the window is locked: what they show would stand over the lock.
type held struct {
	holds func(key string) bool // nil holds nothing
	parts []func()
}

type task struct {
	cancel context.CancelFunc
	since  time.Time
}

// slowAfter is how long a task may run before the screen says what it waits for: sooner would only flicker.
const slowAfter = 1500 * time.Millisecond

func newTasks(ctx context.Context) *tasks {
	return &tasks{
		ctx:     ctx,
		spawn:   func(work func()) { go work() },
		post:    fyne.Do,
		timer:   func(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop },
		running: map[string]*task{},
	}
}

// run does work under key, which ends a running task of the same key. done gets the result, unless a newer
// task, cancel or the window's end came first: then the result is dropped.
func run[T any](t *tasks, key string, limit time.Duration, work func(context.Context) (T, error), done func(T, error)) {
	t.cancel(key)
	ctx, cancel := context.WithTimeout(t.ctx, limit)
	this := &task{cancel: cancel, since: time.Now()}
	t.running[key] = this
	t.spawn(func() {
		value, err := work(ctx)
		t.post(func() {
			cancel()
			if t.running[key] != this || t.ctx.Err() != nil {
				return
			}
			delete(t.running, key)
			t.finish(key, func() { done(value, err) })
		})
	})
}

// do is run for work without a result.
func (t *tasks) do(key string, limit time.Duration, work func(context.Context) error, done func(error)) {
	run(t, key, limit, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// cancel ends the task of this key, if one runs, and drops its result.
func (t *tasks) cancel(key string) {
	if running, ok := t.running[key]; ok {
		delete(t.running, key)
		running.cancel()
		t.finish(key, func() {})
	}
}

// busy says whether a task of this key runs.
func (t *tasks) busy(key string) bool { return t.running[key] != nil }

// slow says whether a task of this key has run for so long that the screen says so.
func (t *tasks) slow(key string) bool {
	running := t.running[key]
	return running != nil && time.Since(running.since) >= slowAfter
}

// after calls f on the window's goroutine once d has passed; stop prevents it.
func (t *tasks) after(d time.Duration, f func()) (stop func()) {
	var stopped atomic.Bool
	stopTimer := t.timer(d, func() {
		t.post(func() {
			if !stopped.Load() && t.ctx.Err() == nil {
				f()
			}
		})
	})
	return func() { stopped.Store(true); stopTimer() }
}

// every calls f on the window's goroutine each time d has passed, until stop.
func (t *tasks) every(d time.Duration, f func()) (stop func()) {
	var end func()
	var again func()
	again = func() { end = t.after(d, func() { again(); f() }) }
	again()
	return func() { end() }
}

// follow calls f with what is received, on the window's goroutine, until the window ends.
func (t *tasks) follow(calls <-chan string, f func(string)) {
	t.spawn(func() {
		for {
			select {
			case what := <-calls:
				t.post(func() { f(what) })
			case <-t.ctx.Done():
				return
			}
		}
	})
}

// listen gives a function for any goroutine that asks for f soon; many asks before f runs make one call.
func (t *tasks) listen(f func()) func() {
	var asked atomic.Bool
	return func() {
		if asked.Swap(true) {
			return
		}
		t.post(func() {
			asked.Store(false)
			if t.ctx.Err() == nil {
				f()
			}
		})
	}
}

// finish hands a result on, now or once the window is open again, and does what has waited for it.
func (t *tasks) finish(key string, done func()) {
	if t.holds != nil && t.holds(key) {
		t.parts = append(t.parts, done)
	} else {
		done()
	}
	waits := t.waits[key]
	delete(t.waits, key)
	for _, f := range waits {
		f()
	}
}

// then calls f once the task of this key that runs now has come to its end.
func (t *tasks) then(key string, f func()) {
	if t.waits == nil {
		t.waits = map[string][]func(){}
	}
	t.waits[key] = append(t.waits[key], f)
}

// hold keeps the results of these tasks back until release.
func (t *tasks) hold(which func(key string) bool) { t.holds = which }

// release hands on what was kept back, in the order in which it came.
func (t *tasks) release() {
	parts := t.parts
	t.held = held{}
	for _, f := range parts {
		f()
	}
}
