//go:build hello

// Command hello is the least that a window of this toolkit can be: what Crosswalk's start, memory and idling
// are measured against. It imports nothing of ours.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.NewWithID("org.crosswalk.hello").NewWindow("Hello")
	w.SetContent(widget.NewLabel("Hello, world"))
	w.Resize(fyne.NewSize(1280, 800)) // the size that Crosswalk opens with
	w.ShowAndRun()
}
