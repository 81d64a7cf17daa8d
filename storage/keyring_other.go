//go:build !windows && !darwin && !linux && !netbsd && !openbsd && !(freebsd && cgo) && !(dragonfly && cgo)

package storage

import "context"

func unlockKeyring(context.Context) error { return nil }

func keyringKind(context.Context, error) KeyringKind { return KeyringRefused }
