package storage

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

// unlockKeyring: the Keychain asks by itself.
func unlockKeyring(context.Context) error { return nil }

// keyringKind reads the exit status of /usr/bin/security: the lowest byte of
// the system's status (errSecInteractionNotAllowed -25308, errSecAuthFailed
// -25293, userCanceledErr -128, errSecNotAvailable -25291, errSecNoDefaultKeychain -25307).
func keyringKind(_ context.Context, err error) KeyringKind {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		switch exit.ExitCode() {
		case 36:
			return KeyringLocked
		case 53, 37:
			return KeyringMissing
		}
		return KeyringRefused
	}
	if errors.Is(err, exec.ErrNotFound) {
		return KeyringMissing
	}
	return KeyringRefused
}

// mayStillCome: this key store is part of the system and is there from the start.
func mayStillCome(error) time.Duration { return 0 }
