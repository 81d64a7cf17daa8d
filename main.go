// Crosswalk says which Gusto company belongs to which of a firm's clients, and keeps the access to it alive.
//
// This file opens the window, or does what was typed; the rooms are joined in internal/house.
package main

import (
	"context"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fyne.io/fyne/v2/app"
	"github.com/pkg/browser"

	"crosswalk/internal/command"
	"crosswalk/internal/house"
	"crosswalk/ui"
)

var version = "dev" // set when a release is built

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	if typed := os.Args[1:]; len(typed) > 0 {
		os.Exit(command.Run(ctx, command.Program{Version: version, Browser: browser.OpenURL, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, typed))
	}
	folder := must(house.Folder())
	first, calls, err := single(ctx, folder)
	if err == nil && !first { // a folder that cannot be used is told in the window
		return
	}
	d := must(house.Desk(house.Options{
		Version: version, Folder: folder, Browser: browser.OpenURL, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}))
	ui.Run(ctx, app.NewWithID("org.crosswalk.desktop"), d, version, calls)
	closing, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	must(0, d.Close(closing))
}

// must ends the program with the reason when it cannot begin, or could not end well.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
