//go:build bench

package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"crosswalk/internal/desk"
)

// What the window's goroutine does for one letter in the search and for one step of the wheel, at 20,000 clients with a
// company each: from the event until the rows are bound again and one frame is asked for. The frame itself is the
// toolkit's. Beside it the toolkit's own list with the toolkit's own parts in its rows does the same.
func TestNumbersOfSearchAndScroll(t *testing.T) {
	const many = 20_000
	kinds := []string{"Bakery", "Dental Group", "Yoga", "Florists", "Roofing", "Brewing", "Landscaping", "Accounting"}
	now := open()
	var names []string
	for i := range many {
		l := company(i, desk.Working)
		l.Name = fmt.Sprintf("%s %05d LLC", kinds[i%len(kinds)], i*7919%many)
		l.Client = fmt.Sprint("client ", i)
		now.Links = append(now.Links, l)
		now.Clients = append(now.Clients, desk.Client{ID: l.Client, Number: fmt.Sprint(10_000 + i), Name: l.Name, Links: []string{l.ID}})
		names = append(names, l.Name)
	}
	began := time.Now()
	w := openWindow(t, now)
	fmt.Printf("%-42s %8.0f ms\n", "20,000 rows: the page for the first time", float64(time.Since(began).Microseconds())/1000)
	w.typed('/')
	entry := w.window.Canvas().Focused()
	ours := typing(func(r rune) { entry.TypedRune(r); w.queue.drain() }, func() {
		w.key(fyne.KeyEscape)
		if rows := len(w.rows()); rows < 10 {
			t.Fatalf("%d rows after the search was cleared", rows)
		}
	})

	bare := newBareList(t, names)
	theirs := typing(bare.typed, bare.clear)
	numbers("20,000 rows: one letter, handler", "p95 ≤ 16 ms", ours, theirs)
	w.list()
	at := fyne.NewPos(500, 500)
	scroll := func(c fyne.Canvas) []time.Duration {
		var took []time.Duration
		for range 240 {
			began := time.Now()
			test.Scroll(c, at, 0, -75)
			took = append(took, time.Since(began))
		}
		return took
	}
	before := w.rows()[0]
	ourSteps := scroll(w.window.Canvas())
	if w.rows()[0] == before {
		t.Fatal("the wheel did not scroll the list")
	}
	numbers("20,000 rows: one step of the wheel, handler", "within a frame", ourSteps, scroll(bare.window.Canvas()))
}

// typing types words letter by letter, as a person does, and times each.
func typing(typed func(rune), clear func()) []time.Duration {
	var took []time.Duration
	for _, word := range []string{"dental", "yoga 0", "19999", "llc", "brewing 1", "zzz", "bakery 00", "o"} {
		for _, r := range word {
			began := time.Now()
			typed(r)
			took = append(took, time.Since(began))
		}
		clear()
	}
	return took
}

func numbers(what, aim string, ours, bare []time.Duration) {
	at := func(of []time.Duration, part float64) float64 {
		of = slices.Sorted(slices.Values(of))
		return float64(of[int(part*float64(len(of)-1))].Microseconds()) / 1000
	}
	fmt.Printf("%-42s p50 %.1f ms, p95 %.1f ms (%s), beside the toolkit's list: p50 %.1f ms, p95 %.1f ms\n", what, at(ours, 0.5), at(ours, 0.95), aim, at(bare, 0.5), at(bare, 0.95))
}

// bareList is the toolkit's list over the same names.
type bareList struct {
	window fyne.Window
	list   *widget.List
	all    []string // lower case
	shown  []string
	words  string
}

func newBareList(t *testing.T, names []string) *bareList {
	b := &bareList{window: test.NewTempWindow(t, nil)}
	for _, name := range names {
		b.all = append(b.all, strings.ToLower(name))
	}
	slices.Sort(b.all)
	b.shown = b.all
	b.list = widget.NewList(func() int { return len(b.shown) },
		func() fyne.CanvasObject {
			words := container.NewGridWithColumns(4, widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel(""))
			return container.NewBorder(nil, nil, widget.NewCheck("", nil), nil, words)
		},
		func(i widget.ListItemID, row fyne.CanvasObject) {
			for _, cell := range row.(*fyne.Container).Objects[0].(*fyne.Container).Objects {
				cell.(*widget.Label).SetText(b.shown[i])
			}
		})
	b.window.SetContent(b.list)
	b.window.Resize(fyne.NewSize(1280, 800))
	return b
}

func (b *bareList) typed(r rune) {
	b.words += string(r)
	b.show()
}

func (b *bareList) clear() {
	b.words = ""
	b.show()
}

func (b *bareList) show() {
	b.shown = nil
	for _, name := range b.all {
		if strings.Contains(name, b.words) {
			b.shown = append(b.shown, name)
		}
	}
	b.list.Refresh()
}
