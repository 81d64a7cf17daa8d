// Package ui shows, asks and says: the window and its pages.
//
// Rules: it holds no business rule and opens no socket; a handler never waits, whatever may wait goes through
// tasks.go; pages are passive and draw from the desk's snapshot; every error is said by internal/words; nothing opens a
// browser without a click.
package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// Desk is what the window asks for. Every method but Snapshot and Watch may block and is called through tasks.
// Errors are *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Desk interface {
	Opening
	Linking
	Looking
	Recovering
	Close(ctx context.Context) error
}

// Recovering is how the data key outlives this computer.
type Recovering interface {
	SaveRecovery(ctx context.Context, path string, passphrase desk.Secret) error
	UseRecovery(ctx context.Context, path string, passphrase desk.Secret) error
}

// Looking is what is asked without changing anything.
type Looking interface {
	Snapshot() *desk.Snapshot
	Watch(look func())
	History(ctx context.Context, id string) ([]desk.Event, error)
}

// Opening is how an environment comes to be open.
type Opening interface {
	Start(ctx context.Context) error
	StartPractice(ctx context.Context) error
	Enter(ctx context.Context, profile string) error
	SetUp(ctx context.Context, form desk.Setup) error
	Setups(ctx context.Context) ([]desk.Setup, error)
	Unlock(ctx context.Context) error
	KeepKey(ctx context.Context, way desk.KeyWay, passphrase desk.Secret) error
}

// Linking is what is done with companies.
type Linking interface {
	Connect(ctx context.Context, pasted bool) (*desk.Consent, error)
	Read(ctx context.Context, grant string) (desk.Offer, error)
	Link(ctx context.Context, offer desk.Offer, chosen []string) error
	GiveBack(ctx context.Context, offer desk.Offer) error
	Verify(ctx context.Context, id string) (desk.Verdict, error)
	Unlink(ctx context.Context, id string) (desk.Unlinked, error)
	SetOnePerClient(ctx context.Context, one bool) error
}

// How long a task may take before it is given up.
const (
	diskLimit    = 30 * time.Second
	networkLimit = 30 * time.Second
	keyLimit     = 2 * time.Minute
	consentLimit = time.Hour // the consent itself ends sooner, and can be extended
)

// Run opens the window and blocks until it is closed. It must be called on the main goroutine. Each receive from
// calls brings the window to the front.
func Run(ctx context.Context, app fyne.App, d Desk, version string, calls <-chan struct{}) {
	app.Settings().SetTheme(kit.NewTheme(lookOf(app.Preferences().IntWithFallback(prefLook, 0))))
	s := newShell(ctx, app, d, version)
	app.Lifecycle().SetOnStarted(s.start)
	s.tasks.follow(calls, s.window.RequestFocus)
	defer context.AfterFunc(ctx, func() { s.tasks.post(app.Quit) })()
	s.window.ShowAndRun()
}
