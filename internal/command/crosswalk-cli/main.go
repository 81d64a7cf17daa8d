// Command crosswalk-cli is Crosswalk's commands in a program that needs no window system to start: docs/decisions/headless.md.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/pkg/browser"

	"crosswalk/internal/command"
)

var version = "dev" // set when a release is built

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	code := command.Run(ctx, command.Program{
		Version: version, Browser: browser.OpenURL, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
	}, os.Args[1:])
	stop()
	os.Exit(code)
}
