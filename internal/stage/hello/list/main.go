//go:build hello

// Command list is the least that a window of this toolkit can do with an answer from a browser: what Crosswalk's way
// from the callback to the companies is measured against. It shows a label; when the browser comes to /callback, it
// sends the browser on to a page and shows rows in a widget.List, with the toolkit's own parts. It imports nothing of
// ours.
//
// Usage: list ROWS.json PAGE.html (rows are lists of words, all as long). It prints the address that it listens at; /again
// takes the rows away.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func main() {
	var rows [][]string
	page := must(os.ReadFile(os.Args[2]))
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &rows); err != nil {
		log.Fatal(err)
	}
	w := app.NewWithID("org.crosswalk.hello").NewWindow("Hello")
	w.Resize(fyne.NewSize(1280, 800)) // the size that Crosswalk opens with
	waiting := widget.NewLabel("Waiting")
	w.SetContent(waiting)
	http.HandleFunc("/callback", func(out http.ResponseWriter, r *http.Request) {
		fyne.Do(func() { w.SetContent(list(rows)) })
		http.Redirect(out, r, "/done", http.StatusSeeOther)
	})
	http.HandleFunc("/done", func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html; charset=utf-8")
		out.Write(page) //nolint:errcheck // the browser has gone
	})
	http.HandleFunc("/again", func(http.ResponseWriter, *http.Request) { fyne.DoAndWait(func() { w.SetContent(waiting) }) })
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	fmt.Println("http://" + l.Addr().String())
	go http.Serve(l, nil) //nolint:errcheck,gosec // it ends with the program
	w.ShowAndRun()
}

func list(rows [][]string) fyne.CanvasObject {
	return widget.NewList(func() int { return len(rows) },
		func() fyne.CanvasObject {
			words := container.NewGridWithColumns(len(rows[0]))
			for range rows[0] {
				words.Add(widget.NewLabel(""))
			}
			return container.NewBorder(nil, nil, widget.NewCheck("", nil), nil, words)
		},
		func(i widget.ListItemID, row fyne.CanvasObject) {
			for col, cell := range row.(*fyne.Container).Objects[0].(*fyne.Container).Objects {
				cell.(*widget.Label).SetText(rows[i][col])
			}
		})
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
