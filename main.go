// Crosswalk says which Gusto company belongs to which of a firm's clients, and keeps the access to it alive.
//
// This file chooses the rooms and joins them; nothing else is decided here.
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

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
	"crosswalk/storage"
	"crosswalk/ui"
)

var version = "dev" // set when a release is built

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	folder, err := storage.DataDir()
	if err != nil {
		log.Fatal(err)
	}
	first, calls, err := single(ctx, folder)
	if err != nil {
		log.Fatal(err)
	}
	if !first {
		return
	}
	client, err := reach.New(reach.Options{UserAgent: "Crosswalk/" + version, ExtraCA: os.Getenv("CROSSWALK_CA_FILE")})
	if err != nil {
		log.Fatal(err)
	}
	d := desk.New(desk.Options{
		Folder: folder, HTTP: client, Browser: browser.OpenURL, Practice: practice, Keeper: storage.KeyringKeeper{},
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	ui.Run(ctx, app.NewWithID("org.crosswalk.desktop"), d, version, calls)
	closing, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := d.Close(closing); err != nil {
		log.Fatal(err)
	}
}
