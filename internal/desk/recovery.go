package desk

import (
	"context"
	"io"
	"os"

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
	return WriteNew(path, func(to io.Writer) error {
		return storage.ExportRecovery(ctx, o.book, a.vault.Keys(), to, []byte(passphrase.Reveal()))
	})
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
