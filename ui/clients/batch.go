package clients

import (
	"context"
	"errors"

	"crosswalk/internal/tongue"
	"crosswalk/ui/page"
)

// batch does one thing with many links, a few at a time, and can be stopped in between. It lives on the toolkit's
// goroutine; the work of each link is a task of its own.
type batch struct {
	window  page.Window
	verb    string // "Verifying"
	waiting []string
	running map[string]bool
	total   int
	ended   int
	failed  []error
	work    func(ctx context.Context, id string) error
	changed func()
	over    func(b *batch)
}

// together is how many links are worked on at a time: one renews while another reads, and Gusto is not pressed.
const together = 4

// start begins; changed is called after each link, over once at the end, also after stop.
func (b *batch) start() {
	b.total, b.running = len(b.waiting), map[string]bool{}
	b.next()
}

func (b *batch) next() {
	for len(b.running) < together && len(b.waiting) > 0 {
		id := b.waiting[0]
		b.waiting = b.waiting[1:]
		b.running[id] = true
		b.window.Do("batch/"+id, page.NetworkLimit, func(ctx context.Context) error { return b.work(ctx, id) }, func(err error) { b.done(id, err) })
	}
}

func (b *batch) done(id string, err error) {
	delete(b.running, id)
	b.ended++
	if err != nil && !errors.Is(err, context.Canceled) {
		b.failed = append(b.failed, err)
	}
	b.next()
	b.changed()
	if len(b.running) == 0 {
		b.over(b)
	}
}

// stop leaves what waits undone and gives up what runs.
func (b *batch) stop() {
	b.waiting = nil
	for id := range b.running {
		b.window.Cancel("batch/" + id)
	}
	clear(b.running)
	b.over(b)
}

// part is how much is done, from 0 to 1.
func (b *batch) part() float64 { return float64(b.ended) / float64(max(1, b.total)) }

// progress is what is going on, in words.
func (b *batch) progress() string {
	return tongue.F("{verb} {min} of {total}", "verb", b.verb, "min", page.Number(min(b.ended+1, b.total)), "total", page.Number(b.total))
}
