package desk

import (
	"errors"

	"crosswalk/storage"
)

// fromStorage knows what can happen on this computer.
func fromStorage(err error) *Trouble {
	var (
		folder    *storage.FolderError
		file      *storage.FileError
		duplicate *storage.DuplicateError
		busy      *storage.BusyError
		tampered  *storage.TamperError
	)
	switch {
	case errors.As(err, &folder):
		return &Trouble{Cause: SyncedFolder, Detail: folder.Error()}
	case errors.Is(err, storage.ErrTooNew):
		return &Trouble{Cause: NewerProgram}
	case errors.As(err, &file):
		return &Trouble{Cause: fileCauses[file.Kind], Detail: file.Error()}
	case errors.As(err, &tampered):
		return &Trouble{Cause: Tampered, Detail: tampered.Error()}
	case errors.As(err, &duplicate):
		return &Trouble{Cause: LinkedAlready, Detail: duplicate.Name}
	case errors.As(err, &busy):
		return &Trouble{Cause: BusyElsewhere, Detail: busy.Holder, Until: busy.Until}
	case errors.Is(err, storage.ErrNeedsReauth):
		return &Trouble{Cause: NeedsReconnecting}
	case errors.Is(err, storage.ErrEnding):
		return &Trouble{Cause: GrantRefused}
	case errors.Is(err, storage.ErrConflict), errors.Is(err, storage.ErrNotFound):
		return &Trouble{Cause: ChangedMeanwhile}
	}
	return fromKeys(err)
}

var fileCauses = map[storage.FileKind]Cause{
	storage.FileUnusable: CannotSave, storage.FileDamaged: DatabaseDamaged, storage.FileForeign: DatabaseDamaged, storage.FileReadOnly: CannotSave,
	storage.FileFull: CannotSave, storage.FileLocked: CannotSave, storage.FileUnsafe: CannotSave,
}

// fromKeys knows what can happen to the data key.
func fromKeys(err error) *Trouble {
	var (
		store   *storage.KeyringError
		missing *storage.KeyMissingError
		unknown *storage.UnknownKeyError
		keeper  *storage.KeeperError
		file    *storage.RecoveryError
	)
	switch {
	case errors.As(err, &store):
		detail := ""
		if store.Kind == storage.KeyringRefused {
			detail = store.Err.Error()
		}
		return &Trouble{Cause: keyringCauses[store.Kind], Detail: detail}
	case errors.As(err, &file):
		return &Trouble{Cause: NotRecovery, Detail: file.Error()}
	case errors.As(err, &missing):
		return &Trouble{Cause: KeyMissing}
	case errors.As(err, &unknown):
		return &Trouble{Cause: KeyForeign}
	case errors.As(err, &keeper):
		if keeper.Pinned == storage.KindPassphrase {
			return &Trouble{Cause: PassphraseNeeded}
		}
		return &Trouble{Cause: KeyStoreRefused, Detail: keeper.Error()}
	case errors.Is(err, storage.ErrWrongPassphrase):
		return &Trouble{Cause: PassphraseWrong}
	case errors.Is(err, storage.ErrDamaged):
		return &Trouble{Cause: CannotOpen}
	}
	return nil
}

var keyringCauses = map[storage.KeyringKind]Cause{
	storage.KeyringRefused: KeyStoreRefused, storage.KeyringLocked: KeyStoreLocked, storage.KeyringMissing: KeyStoreMissing,
	storage.KeyringTimedOut: KeyStoreSilent, storage.KeyringTooBig: KeyStoreRefused, storage.KeyringAltered: KeyStoreRefused,
}
