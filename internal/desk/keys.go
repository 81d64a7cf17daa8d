package desk

import (
	"context"
	"path/filepath"

	"crosswalk/oauth"
	"crosswalk/storage"
)

// Secret is something that the person typed and that must never be shown or logged.
type Secret = oauth.Secret

// NewSecret takes it out of sight.
func NewSecret(text string) Secret { return oauth.NewSecret(text) }

// KeyWay is where the data key lives.
type KeyWay int

// The ways to keep the data key. There is none in clear.
const (
	KeyStore    KeyWay = iota // the system's own key store
	Passphrase                // a file that opens with a passphrase
	SessionOnly               // memory: nothing survives the program's end
)

// The words of [Snapshot.Kept].
const (
	KeptInKeyStore   = storage.KindKeyring
	KeptByPassphrase = storage.KindPassphrase
	KeptInFile       = storage.KindFile
	KeptInMemory     = storage.KindSession
)

// KeepKey chooses where the data key lives, for a computer without a key store, and opens what is kept with it.
// The choice stays with the database once something was sealed. SessionOnly begins an empty database in memory.
// It blocks for a second or two: a passphrase is meant to be slow to try.
//
// Trouble: PassphraseWrong, KeyStore…, KeyMissing, CannotSave.
func (d *Desk) KeepKey(ctx context.Context, way KeyWay, passphrase Secret) error {
	keeper, err := d.keeperFor(ctx, way, passphrase)
	if err != nil {
		return explain(err)
	}
	d.mu.Lock()
	d.keeper = keeper
	o, home := d.office, d.home
	d.mu.Unlock()
	if o == nil || o.env.Name == Practice.Name {
		keys, err := storage.OpenKeys(ctx, home, keeper)
		if err == nil {
			keys.Drop()
		}
		return explain(err)
	}
	return d.openUp(ctx, o, keeper)
}

func (d *Desk) keeperFor(ctx context.Context, way KeyWay, passphrase Secret) (storage.Keeper, error) {
	switch way {
	case Passphrase:
		return storage.NewPassphraseKeeper(filepath.Join(d.options.Folder, "keys"), []byte(passphrase.Reveal()))
	case SessionOnly:
		home, err := storage.OpenMemory(ctx, storage.Options{Now: d.options.Now})
		if err != nil {
			return nil, err
		}
		d.mu.Lock()
		before := d.home
		if d.office != nil {
			d.office.unwatch()
		}
		d.home, d.office = home, nil
		d.mu.Unlock()
		d.change(func(s *Snapshot) { s.Stage, s.Links, s.Keys = NotSetUp, nil, nil })
		return &storage.MemoryKeeper{}, before.Close()
	}
	return d.options.Keeper, nil
}

// homeKeys gets the data key of the real store, for one wish: whoever asks drops it. It blocks on the key store.
// Trouble: DeskLocked, KeyStore…, Key…, Passphrase…
func (d *Desk) homeKeys(ctx context.Context) (*storage.Keys, error) {
	d.mu.Lock()
	keeper, home, locked := d.keeper, d.home, d.lock.closed()
	d.mu.Unlock()
	if locked {
		return nil, &Trouble{Cause: DeskLocked}
	}
	keys, err := storage.OpenKeys(ctx, home, keeper)
	if err != nil {
		d.options.Log.Warn("the data key could not be had", "error", err)
		return nil, explain(err)
	}
	return keys, nil
}
