//go:build hello

// Command button is the least that a window of this toolkit can do with a click that asks something of a server: a
// button, and the next page when the answer is there. It is what Crosswalk's way from Send to the claim link is measured
// against. It imports nothing of ours.
//
// Usage: button ADDRESS (each click gets it twice, one after the other, as a company takes two requests).
package main

import (
	"io"
	"net/http"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.NewWithID("org.crosswalk.hello").NewWindow("Hello")
	w.Resize(fyne.NewSize(1280, 800)) // the size that Crosswalk opens with
	var first, second fyne.CanvasObject
	first = container.NewCenter(widget.NewButton("Send", func() {
		go func() {
			ask()
			ask()
			fyne.Do(func() { w.SetContent(second) })
		}()
	}))
	second = container.NewCenter(container.NewVBox(widget.NewLabel("It is sent, and this is what came of it."),
		widget.NewButton("Again", func() { w.SetContent(first) })))
	w.SetContent(first)
	w.ShowAndRun()
}

func ask() {
	if reply, err := http.Get(os.Args[1]); err == nil {
		io.Copy(io.Discard, reply.Body) //nolint:errcheck // the time is all that is asked for
		reply.Body.Close()
	}
}
