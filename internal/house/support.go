package house

import (
	"context"
	"time"

	"crosswalk/internal/bundle"
	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/handover"
	"crosswalk/internal/journal"
	"crosswalk/internal/reach"
)

// Support is what helps to find out what is wrong: the doctor and the bundle, over one desk.
type Support struct {
	Version string
	Desk    *desk.Desk
	Journal *journal.Journal
	KeyWait time.Duration // how long the doctor waits for the key store; less than 0 does not ask it
}

// Examine examines this computer and the way to Gusto: see [doctor.Examine]. The desk may be shut; that is told then.
func (s Support) Examine(ctx context.Context, told func(doctor.Finding)) []doctor.Finding {
	client, err := client(s.Version)
	if err != nil { // without the firm's own certificates the rest can still be looked at
		client, _ = reach.New(reach.Options{UserAgent: agent(s.Version)})
	}
	ground, _ := s.Desk.Ground(ctx) // what cannot be read of it is told by the check of the database
	return doctor.Examine(ctx, doctor.Patient{
		Ground: ground, Version: s.Version, Journal: s.Journal.Folder(), Client: client, Now: s.Desk.Now,
		Policy: s.Desk.Policy(), Database: s.database, Keys: s.keys, KeyLimit: s.KeyWait, Look: doctor.System(),
	}, told)
}

func (s Support) database(ctx context.Context) error {
	if now := s.Desk.Snapshot(); now.Stage == desk.Shut && now.Trouble != nil {
		return now.Trouble
	}
	return s.Desk.CheckDatabase(ctx)
}

func (s Support) keys(ctx context.Context) error { return s.Desk.ProbeKeys(ctx) }

// Redirects looks whether one of these addresses for Gusto's answer is free: see [doctor.Redirects].
func (s Support) Redirects(ctx context.Context, addresses []string) doctor.Finding {
	return doctor.Redirects(ctx, addresses)
}

// Gather reads what a bundle is made of: see [bundle.Gather]. It examines this computer first.
func (s Support) Gather(ctx context.Context) (bundle.Material, error) {
	m, err := bundle.Gather(ctx, s.Desk, s.Journal, s.Version)
	if err != nil {
		return m, err
	}
	m.Findings = s.Examine(ctx, nil)
	return m, ctx.Err()
}

// Bundle gathers what a person may show to support, part by part. It examines this computer first.
func (s Support) Bundle(ctx context.Context, o bundle.Options) ([]bundle.Part, error) {
	m, err := s.Gather(ctx)
	if err != nil {
		return nil, err
	}
	return bundle.Parts(m, o), nil
}

// windowKeyWait is how long the doctor of a window waits for the key store: somebody is there to type its password.
const windowKeyWait = time.Minute

// Window is a desk with what helps to find out what is wrong: what a window asks for.
type Window struct {
	*desk.Desk
	Support
	handing
}

// handing is how a setup goes from one computer to another.
type handing struct{ desk *desk.Desk }

// SaveSetupFile writes a setup file: see [handover.Save].
func (h handing) SaveSetupFile(ctx context.Context, path string, w handover.Wish) error {
	return handover.Save(ctx, h.desk, path, w)
}

// UseSetupFile sets Gusto up from one: see [handover.Use].
func (h handing) UseSetupFile(ctx context.Context, path string, passphrase desk.Secret) (handover.Used, error) {
	return handover.Use(ctx, h.desk, path, passphrase)
}

// Erase removes everything: see [desk.Desk.Erase]. The log is closed before its files go.
func (w Window) Erase(ctx context.Context, wish desk.EraseWish, tell func(desk.EraseStep)) (desk.Erased, error) {
	wish.Before = func() { w.Support.Journal.Close() }
	return w.Desk.Erase(ctx, wish, tell)
}

// ForWindow gives a window's desk its support.
func ForWindow(d *desk.Desk, j *journal.Journal, version string) Window {
	return Window{d, Support{Version: version, Desk: d, Journal: j, KeyWait: windowKeyWait}, handing{d}}
}
