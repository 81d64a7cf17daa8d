// Package house chooses the rooms and joins them: for the window, and for the program without one.
//
// Rules: it decides nothing else. It is the one place besides tests that knows the practice Gusto.
package house

import (
	"log/slog"
	"os"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
	"crosswalk/storage"
)

// Folder is where Crosswalk keeps its data on this computer: see [storage.DataDir].
func Folder() (string, error) { return storage.DataDir() }

// Options is what differs between the window and the program without one.
type Options struct {
	Version  string
	Folder   string                     // from [Folder]
	Browser  func(address string) error // opens an address in the person's own browser
	KeyGrace time.Duration              // how long opening waits for a key store that says nothing: see [desk.Options]
	Log      *slog.Logger
}

// Desk builds a desk over the rooms. Nothing is opened and nothing is sent. An error is that of an extra
// certificate file (CROSSWALK_CA_FILE) that cannot be used.
func Desk(o Options) (*desk.Desk, error) {
	client, err := reach.New(reach.Options{UserAgent: "Crosswalk/" + o.Version, ExtraCA: os.Getenv("CROSSWALK_CA_FILE")})
	if err != nil {
		return nil, err
	}
	return desk.New(desk.Options{
		Folder: o.Folder, HTTP: client, Browser: o.Browser, Keeper: storage.KeyringKeeper{}, Log: o.Log,
		Practice: practice, KeyGrace: o.KeyGrace,
	}), nil
}
