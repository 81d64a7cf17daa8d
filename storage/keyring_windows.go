package storage

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/windows"
)

// unlockKeyring: the Credential Manager is open while the person is signed in.
func unlockKeyring(context.Context) error { return nil }

func keyringKind(_ context.Context, err error) KeyringKind {
	switch {
	case errors.Is(err, windows.ERROR_NO_SUCH_LOGON_SESSION), errors.Is(err, windows.ERROR_NOT_SUPPORTED):
		return KeyringMissing // a network or service sign-in has none
	case errors.Is(err, windows.RPC_X_BAD_STUB_DATA), errors.Is(err, windows.ERROR_NOT_ENOUGH_MEMORY):
		return KeyringTooBig // the entry, or the whole store is full
	}
	return KeyringRefused
}

// mayStillCome: this key store is part of the system and is there from the start.
func mayStillCome(error) time.Duration { return 0 }
