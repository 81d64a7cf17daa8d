package desk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"crosswalk/storage"
)

// RecoveryName is how a recovery file is called where the person does not say.
const RecoveryName = "Crosswalk recovery.age"

// SaveRecovery writes the data key into a file that opens with a passphrase (age), so that a reinstalled computer
// keeps its links. The file alone is worth nothing; with the passphrase it opens what is kept here. It takes a
// second or two.
//
// Trouble: FileExists (nothing is overwritten), CannotSave, and what keeps the data key away.
func (d *Desk) SaveRecovery(ctx context.Context, path string, passphrase Secret) error {
	o, a, err := d.working(ctx)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &Trouble{Cause: FileExists, Detail: filepath.Base(path), Err: err}
	}
	if err != nil {
		return &Trouble{Cause: CannotSave, Detail: err.Error(), Err: err}
	}
	err = storage.ExportRecovery(ctx, o.book, a.vault.keys, file, []byte(passphrase.Reveal()))
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return explain(errors.Join(err, os.Remove(path)))
	}
	return nil
}

// UseRecovery puts the data key back from a recovery file, for a key store that was reset or a computer that was
// reinstalled, and opens what is kept with it. A key that works is never replaced.
//
// Trouble: PassphraseWrong, NotRecovery (another file, or of another database), KeyStore…
func (d *Desk) UseRecovery(ctx context.Context, path string, passphrase Secret) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return &Trouble{Cause: NotRecovery, Detail: err.Error(), Err: err}
	}
	defer file.Close()
	o.mu.Lock()
	keeper := o.keeper
	o.mu.Unlock()
	if _, err := storage.ImportRecovery(ctx, o.book, file, []byte(passphrase.Reveal()), keeper); err != nil {
		return explain(err)
	}
	return d.openUp(ctx, o, keeper)
}
