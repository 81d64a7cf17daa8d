// Package handover gives a setup of Gusto to a colleague: in a file that opens with a passphrase, for a limited time.
//
// Rules: the file is age's encryption of one JSON object, and says nothing without its passphrase; a secret goes from
// the key store's seal into the file and from the file under the seal again, and is nowhere else; a file is written
// whole or not at all, and none is overwritten; of what cannot be used, nothing is kept. Every error is *desk.Trouble,
// context.Canceled or context.DeadlineExceeded.
package handover

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"crosswalk/internal/desk"
)

// Extension is how the name of a setup file ends.
const Extension = ".crosswalk"

// How long a file may be used, and how long its passphrase has to be: whoever finds it can try passphrases for ever.
const (
	DefaultDays     = 7
	MostDays        = 90
	LeastPassphrase = 12 // characters
)

// IsFile says whether a path is that of a setup file, by its name.
func IsFile(path string) bool { return strings.EqualFold(filepath.Ext(path), Extension) }

// Office is what is needed of the desk: *desk.Desk.
type Office interface {
	// Registered gives a setup with its secrets. It blocks on the key store.
	Registered(ctx context.Context, profile string) (desk.Registration, error)
	Setups(ctx context.Context) ([]desk.Setup, error)
	SetUp(ctx context.Context, s desk.Setup) error
	MayExport() error
	MayHandOn(ctx context.Context, profile string) error // the right to have companies made
	Now() time.Time
}

// Wish is what a file is to be like.
type Wish struct {
	Profile      string // the setup that is handed over
	Passphrase   desk.Secret
	Days         int  // until it expires, 1 to [MostDays]
	Provisioning bool // whoever uses it may have companies made at Gusto
}

// Used is what was set up from a file.
type Used struct {
	Label, Address string
	Provisioning   bool
}

// Save writes a setup file. It takes a second or two on purpose, and blocks on the key store.
//
// Trouble: SetByOrganization, FileExists (nothing is overwritten), CannotSave, BadSetup, and what keeps the data key away.
func Save(ctx context.Context, o Office, path string, w Wish) error {
	if err := o.MayExport(); err != nil {
		return err
	}
	if !IsFile(path) {
		path += Extension
	}
	if len([]rune(w.Passphrase.Reveal())) < LeastPassphrase || w.Days < 1 || w.Days > MostDays {
		return &desk.Trouble{Cause: desk.BadSetup, Detail: "A setup file has a passphrase of at least 12 characters, and expires within 90 days"}
	}
	if w.Provisioning {
		if err := o.MayHandOn(ctx, w.Profile); err != nil {
			return err
		}
	}
	reg, err := o.Registered(ctx, w.Profile)
	if err != nil {
		return err
	}
	text, err := seal(letterOf(reg, w, o.Now()), []byte(w.Passphrase.Reveal()), work)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return trouble(err)
	}
	return desk.WriteNew(path, func(to io.Writer) error {
		_, err := to.Write(text)
		return err
	})
}

func trouble(err error) error {
	if t := desk.Explained(err); t != nil {
		return t
	}
	return err
}

// Use sets Gusto up from a file and opens it: the secrets go under the data key at once. A setup of the same application
// is brought up to date. It takes a second or two on purpose, and blocks on the key store.
//
// Trouble: PassphraseWrong, SetupFileDamaged (no setup file, cut or changed), SetupFileExpired, SetupFileNewer,
// SetupFileOther (the same Gusto is set up here with another application), and what [desk.Desk.SetUp] says.
func Use(ctx context.Context, o Office, path string, passphrase desk.Secret) (Used, error) {
	text, err := read(path)
	if err != nil {
		return Used{}, err
	}
	l, err := open(text, []byte(passphrase.Reveal()))
	if err != nil {
		return Used{}, err
	}
	if !o.Now().Before(l.Expires) {
		return Used{}, &desk.Trouble{Cause: desk.SetupFileExpired, Detail: l.Expires.Local().Format("January 2, 2006")}
	}
	s := l.setup()
	label, address := s.Names()
	known, err := o.Setups(ctx)
	if err != nil {
		return Used{}, err
	}
	for _, k := range known {
		_, at := k.Names()
		switch {
		case k.Environment != s.Environment || at != address:
		case k.ClientID != s.ClientID: // what is linked there cannot be renewed by another application
			return Used{}, &desk.Trouble{Cause: desk.SetupFileOther, Detail: label}
		default:
			s.ID = k.ID
		}
	}
	if err := o.SetUp(ctx, s); err != nil {
		return Used{}, err
	}
	return Used{Label: label, Address: address, Provisioning: l.Provisioning}, nil
}

// mostBytes is how large a setup file may be: one has under 3,000 bytes.
const mostBytes = 64 << 10

func read(path string) ([]byte, error) {
	damaged := func(err error, detail string) error {
		return &desk.Trouble{Cause: desk.SetupFileDamaged, Detail: detail, Err: err}
	}
	info, err := os.Stat(path) // before it is opened: a pipe would wait for somebody
	if err != nil {
		return nil, damaged(err, err.Error())
	}
	if !info.Mode().IsRegular() || info.Size() > mostBytes {
		return nil, damaged(nil, filepath.Base(path)+" is no setup file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, damaged(err, err.Error())
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostBytes))
	if err != nil {
		return nil, damaged(err, err.Error())
	}
	return text, nil
}
