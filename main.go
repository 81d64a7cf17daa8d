// Crosswalk says which Gusto company belongs to which of a firm's clients, and keeps the access to it alive.
//
// This file opens the window, or does what was typed; the rooms are joined in internal/house.
package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2/app"
	"github.com/pkg/browser"

	"crosswalk/internal/command"
	"crosswalk/internal/house"
	"crosswalk/ui"
)

// Set when a release is built: its version, and where it is released (OWNER/NAME at GitHub).
var version, repository = "dev", ""

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	typed := os.Args[1:]
	file := house.SetupFile(typed)
	if len(typed) > 0 && file == "" {
		os.Exit(command.Run(ctx, command.Program{Version: version, Browser: browser.OpenURL, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, typed))
	}
	folder, _ := house.Folder() // the window tells when it cannot be used
	journal := house.Journal(version, folder, os.Stderr, slog.LevelInfo)
	slog.SetDefault(journal.Log())
	defer journal.Close()
	debug.SetGCPercent(50) // open all day beside other programs: rather tidy twice as often than keep twice as much
	first, calls := single(ctx, folder, file)
	if !first {
		return
	}
	o := house.Options{Version: version, Browser: browser.OpenURL, RestAfter: ui.FirstRowsAlone, Journal: journal, Repository: repository}
	d := house.Desk(o)
	end := sync.OnceFunc(func() {
		closing, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := d.Close(closing); err != nil {
			journal.Log().Error("close", "error", err)
			os.Exit(1)
		}
	})
	watchToolkit(journal.Log(), end)
	ui.Run(ctx, app.NewWithID("org.crosswalk.desktop"), house.ForWindow(d, journal, version), house.Registrar(d, o), house.Updates(d, o), version, file, calls,
		func() { end(); os.Exit(0) })
	end()
}
