//go:build e2e

package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os"

	"fyne.io/fyne/v2"

	"crosswalk/ui/kit"
)

// In a build for the end-to-end tests, whoever holds the socket named by CROSSWALK_STAGE can read which elements
// are on screen and where, and then uses the mouse and the keyboard as a person does. No other build has this.
func init() {
	address := os.Getenv("CROSSWALK_STAGE")
	if address == "" {
		return
	}
	l, err := net.Listen("unix", address)
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/map", serveMap)
	http.HandleFunc("/stick", func(http.ResponseWriter, *http.Request) {
		fyne.DoAndWait(func() { fyne.CurrentApp().Lifecycle().SetOnStopped(func() { select {} }) })
	})
	go http.Serve(l, nil)
}

func serveMap(w http.ResponseWriter, _ *http.Request) {
	elements := []kit.Element{}
	app := fyne.CurrentApp()
	if app != nil && len(app.Driver().AllWindows()) > 0 {
		fyne.DoAndWait(func() {
			elements = append(elements, kit.Map(app.Driver().AllWindows()[0].Canvas())...)
		})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(elements)
}
