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
	"crosswalk/internal/doctor"
	"crosswalk/internal/policy"
	"crosswalk/ui/clients"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
	"crosswalk/ui/provision"
	"crosswalk/ui/queue"
	"crosswalk/ui/support"
	"crosswalk/ui/verify"
)

// Desk is what the window asks for. Every method but Policy, RedirectsOf, Snapshot and Watch may block and is called through tasks.
// Errors are *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Desk interface {
	Opening
	Linking
	Looking
	Keeping
	clients.Desk
	queue.Desk
	verify.Desk
}

// Keeping is what lasts longer than one page, and the end of it all.
type Keeping interface {
	Recovering
	Scheduling
	Needing
	HandingOver
	Locking
	Removing
	Close(ctx context.Context) error
}

// Scheduling is when all links are verified without being asked to.
type Scheduling interface {
	Schedule(ctx context.Context) (desk.Schedule, error)
	SetSchedule(ctx context.Context, when desk.Schedule) error
	KeepVerifying(ctx context.Context, tell func(desk.Round)) error // until ctx ends
}

// Needing is what the firm needs of every access, and whether its own software gets it from this computer.
type Needing interface {
	Needs(ctx context.Context) ([]string, error)
	SetNeeds(ctx context.Context, scopes []string) error
	HandsOut(ctx context.Context) (bool, error)
	SetHandsOut(ctx context.Context, on bool) error
}

// Recovering is how the data key outlives this computer.
type Recovering interface {
	SaveRecovery(ctx context.Context, path string, passphrase desk.Secret) error
	UseRecovery(ctx context.Context, path string, passphrase desk.Secret) error
}

// Looking is what is asked without changing anything.
type Looking interface {
	support.Examiner
	Trying
	Policy() policy.Policy
	Snapshot() *desk.Snapshot
	Watch(look func())
}

// Trying is what is tried out before a setup is kept.
type Trying interface {
	TestKeys(ctx context.Context, form desk.Setup) error
	Redirects(ctx context.Context, addresses []string) doctor.Finding // whether one is free
	RedirectsOf(registered []string) []string                         // what the organization leaves of them; does not block
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
	LinkTo(ctx context.Context, offer desk.Offer, chosen []desk.Choice) error
	GiveBack(ctx context.Context, offer desk.Offer) error
	SetOnePerClient(ctx context.Context, one bool) error
}

// How long a task may take before it is given up.
const (
	diskLimit    = page.DiskLimit
	networkLimit = page.NetworkLimit
	keyLimit     = page.KeyLimit
	consentLimit = time.Hour // the consent itself ends sooner, and can be extended
)

// FirstRowsAlone is how long a window takes until it stands with its first rows: nothing else should want the processor.
const FirstRowsAlone = 500 * time.Millisecond

// Run opens the window and blocks until it is closed. It must be called on the main goroutine. Each receive from
// calls brings the window to the front, and opens the setup file of that path; file is one to begin with. "" is none.
//
// Without a registrar (nil) no company is made from this window; without an updater (nil) nobody is asked for newer versions. stuck ends the program when the toolkit does not come back
// though its window is closed; it is called on a goroutine of its own.
func Run(ctx context.Context, app fyne.App, d Desk, r provision.Registrar, u Updater, version, file string, calls <-chan string, stuck func()) {
	speak(app.Preferences().String(prefLanguage))
	app.Settings().SetTheme(kit.NewTheme(lookOf(app.Preferences().IntWithFallback(prefLook, 0))))
	s := newShell(ctx, app, d, version)
	s.provide(r)
	s.followReleases(u)
	s.start() // the disk is read while the window is being made
	s.tasks.follow(calls, s.takeFile)
	if file != "" {
		s.tasks.post(func() { s.takeFile(file) })
	}
	closed, back := s.outlast(stuck)
	defer back()
	s.window.SetOnClosed(closed)
	defer context.AfterFunc(ctx, func() { s.tasks.post(func() { closed(); app.Quit() }) })()
	s.window.ShowAndRun()
	if s.erased {
		removePreferences(app)
	}
}
