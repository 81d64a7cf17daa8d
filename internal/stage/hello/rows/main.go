//go:build hello

// Command rows is the least that a window of this toolkit can do with a long list: what Crosswalk's searching and
// scrolling are measured against. It has a field and, below it, a widget.List of the rows whose words hold what stands
// in the field, with the toolkit's own parts. It imports nothing of ours.
//
// Usage: rows ROWS.json (rows are lists of words, all as long).
package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func main() {
	var rows [][]string
	text, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.Unmarshal(text, &rows)
	}
	if err != nil {
		log.Fatal(err)
	}
	folded := make([]string, len(rows))
	for i, row := range rows {
		folded[i] = strings.ToLower(strings.Join(row[:3], " ")) // as Crosswalk: not the state, not the day
	}
	w := app.NewWithID("org.crosswalk.hello").NewWindow("Hello")
	w.Resize(fyne.NewSize(1280, 800)) // the size that Crosswalk opens with
	shown := holding(folded, "")
	list := widget.NewList(func() int { return len(shown) },
		func() fyne.CanvasObject {
			words := container.NewGridWithColumns(len(rows[0]))
			for range rows[0] {
				words.Add(widget.NewLabel(""))
			}
			return container.NewBorder(nil, nil, widget.NewCheck("", nil), nil, words)
		},
		func(i widget.ListItemID, row fyne.CanvasObject) {
			for col, cell := range row.(*fyne.Container).Objects[0].(*fyne.Container).Objects {
				cell.(*widget.Label).SetText(rows[shown[i]][col])
			}
		})
	search := widget.NewEntry()
	search.OnChanged = func(words string) {
		shown = holding(folded, strings.ToLower(words))
		list.Refresh()
	}
	w.SetContent(container.NewBorder(search, nil, nil, nil, list))
	w.Canvas().Focus(search)
	w.ShowAndRun()
}

// holding are the rows that hold some words.
func holding(folded []string, words string) []int {
	var found []int
	for i, row := range folded {
		if strings.Contains(row, words) {
			found = append(found, i)
		}
	}
	return found
}
