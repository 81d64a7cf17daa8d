package desk

import "crosswalk/storage"

// fromStorage knows what can happen on this computer.
var fromStorage = rules{
	when(func(e *storage.FolderError) *Trouble { return &Trouble{Cause: folderCauses[e.Kind], Detail: e.Error()} }),
	is(NewerProgram, storage.ErrTooNew),
	when(func(e *storage.FileError) *Trouble { return &Trouble{Cause: fileCauses[e.Kind], Detail: e.Error()} }),
	when(func(e *storage.TamperError) *Trouble { return &Trouble{Cause: Tampered, Detail: e.Error()} }),
	when(func(e *storage.DuplicateError) *Trouble { return &Trouble{Cause: LinkedAlready, Detail: e.Name} }),
	when(func(e *storage.BusyError) *Trouble {
		return &Trouble{Cause: BusyElsewhere, Detail: e.Holder, Until: e.Until}
	}),
	is(NeedsReconnecting, storage.ErrNeedsReauth),
	is(GrantRefused, storage.ErrEnding),
	is(ChangedMeanwhile, storage.ErrConflict, storage.ErrNotFound),
	fromKeys.tell,
}

var folderCauses = map[storage.FolderKind]Cause{
	storage.FolderSynced: SyncedFolder, storage.FolderNetwork: SyncedFolder, storage.FolderShared: UnusableFolder, storage.FolderUnusable: UnusableFolder,
}

var fileCauses = map[storage.FileKind]Cause{
	storage.FileUnusable: CannotSave, storage.FileDamaged: DatabaseDamaged, storage.FileForeign: DatabaseDamaged, storage.FileReadOnly: UnusableFolder,
	storage.FileFull: CannotSave, storage.FileLocked: CannotSave, storage.FileUnsafe: CannotSave,
}

// fromKeys knows what can happen to the data key.
var fromKeys = rules{
	when(func(e *storage.KeyringError) *Trouble {
		t := &Trouble{Cause: keyringCauses[e.Kind]}
		if e.Kind == storage.KeyringRefused {
			t.Detail = e.Err.Error()
		}
		return t
	}),
	when(func(e *storage.RecoveryError) *Trouble { return &Trouble{Cause: NotRecovery, Detail: e.Error()} }),
	when(func(*storage.KeyMissingError) *Trouble { return &Trouble{Cause: KeyMissing} }),
	when(func(*storage.UnknownKeyError) *Trouble { return &Trouble{Cause: KeyForeign} }),
	when(func(e *storage.KeeperError) *Trouble {
		if e.Pinned == storage.KindPassphrase {
			return &Trouble{Cause: PassphraseNeeded}
		}
		return &Trouble{Cause: KeyStoreRefused, Detail: e.Error()}
	}),
	is(PassphraseWrong, storage.ErrWrongPassphrase),
	is(CannotOpen, storage.ErrDamaged),
	is(DeskLocked, storage.ErrKeysDropped),
}

var keyringCauses = map[storage.KeyringKind]Cause{
	storage.KeyringRefused: KeyStoreRefused, storage.KeyringLocked: KeyStoreLocked, storage.KeyringMissing: KeyStoreMissing,
	storage.KeyringTimedOut: KeyStoreSilent, storage.KeyringTooBig: KeyStoreRefused, storage.KeyringAltered: KeyStoreRefused,
}
