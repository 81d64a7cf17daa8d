// Package house chooses the rooms and joins them: for the window, and for the program without one.
//
// Rules: it decides nothing else. It is the one place besides tests that knows the practice Gusto.
package house

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/handover"
	"crosswalk/internal/journal"
	"crosswalk/internal/policy"
	"crosswalk/internal/provision"
	"crosswalk/internal/reach"
	"crosswalk/internal/update"
	"crosswalk/storage"
)

// Folder is where Crosswalk keeps its data on this computer, made for this account alone: see [storage.DataDir] and
// [storage.PrepareFolder]. It blocks on the disk.
func Folder() (string, error) {
	dir, err := storage.DataDir()
	if err != nil {
		return "", err
	}
	return storage.PrepareFolder(dir)
}

// SetupFile gives the setup file that the program was started with, as the system does for a double click: its whole
// path; "" for anything else that was typed.
func SetupFile(typed []string) string {
	if len(typed) != 1 || !handover.IsFile(typed[0]) {
		return ""
	}
	path, err := filepath.Abs(typed[0])
	if err != nil {
		return ""
	}
	return path
}

// Options is what differs between the window and the program without one.
type Options struct {
	Version   string
	Browser   func(address string) error // opens an address in the person's own browser
	KeyGrace  time.Duration              // how long opening waits for a key store that says nothing: see [desk.Options]
	RestAfter time.Duration              // how long the first rows of a long list come alone: see [desk.Options]
	Brief     bool                       // the program ends in a moment: it may count on another one that plays Gusto
	Journal   *journal.Journal           // from [Journal]

	Repository string // OWNER/NAME where this build is released; "" for none
}

// Desk builds a desk over the rooms. Nothing is opened and nothing is sent. No data folder (see [storage.DataDir]), or
// an extra certificate file (CROSSWALK_CA_FILE) that cannot be used, is said by the desk when it starts.
func Desk(o Options) *desk.Desk {
	folder, lost := storage.DataDir()
	client, refused := client(o.Version)
	decided := policy.Read()
	for _, problem := range decided.Problems {
		o.Journal.Log().Warn("the policy of this computer", "where", decided.Where, "problem", problem.String())
	}
	pretend := practice
	if o.Brief {
		pretend = practiceNearby
	}
	return desk.New(desk.Options{
		Folder: folder, HTTP: client, Browser: o.Browser, Keeper: storage.KeyringKeeper{}, Log: o.Journal.Log(),
		Practice: pretend, KeyGrace: o.KeyGrace, RestAfter: o.RestAfter, Policy: decided, Obstacle: errors.Join(lost, refused),
	})
}

// Registrar has companies made at the Gusto that a desk has open.
func Registrar(d *desk.Desk, o Options) *provision.Registrar {
	p := provision.Options{Browser: o.Browser, Now: d.Now}
	if o.Journal != nil {
		p.Log = o.Journal.Log()
	}
	return provision.New(d, p)
}

// Updates asks for newer versions, with a desk's policy: see [update.Checker]. Nothing is sent.
func Updates(d *desk.Desk, o Options) *update.Checker {
	client, _ := client(o.Version) // without the firm's own certificates nobody is asked; the desk says what is wrong with them
	return update.New(update.Options{
		HTTP: client, API: update.API, Repository: o.Repository, Version: o.Version, Forbidden: policy.Forbids(d.Policy().UpdateCheck), Browser: o.Browser,
	})
}

// client is how this program's requests leave the computer. The error is that of the file of extra certificates.
func client(version string) (*http.Client, error) {
	return reach.New(reach.Options{UserAgent: agent(version), ExtraCA: os.Getenv("CROSSWALK_CA_FILE")})
}

func agent(version string) string { return "Crosswalk/" + version }
