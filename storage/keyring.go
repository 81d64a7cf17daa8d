package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// KeyringService is the name under which the computer's key store shows the
// entries of this program.
const KeyringService = "Crosswalk"

// KeyringKeeper keeps keys in the computer's own key store: Credential Manager,
// Keychain, or a Secret Service on Linux.
//
// Any program that runs as the same person can read an unlocked key store. It
// protects what is on the disk, in a backup or in a synchronized copy; it does
// not protect from such a program.
type KeyringKeeper struct{}

// Kind belongs to [Keeper].
func (KeyringKeeper) Kind() string { return KindKeyring }

// Load belongs to [Keeper]. It may wait for a person to unlock the key store,
// for as long as ctx allows. *KeyringError.
func (KeyringKeeper) Load(ctx context.Context, account string) ([]byte, error) {
	var value string
	err := onKeyring(ctx, "read", func() (err error) {
		value, err = keyring.Get(KeyringService, account)
		return err
	})
	if err != nil {
		return nil, err
	}
	return []byte(value), nil
}

// Store belongs to [Keeper]. *KeyringError.
func (k KeyringKeeper) Store(ctx context.Context, account string, key []byte) error {
	err := onKeyring(ctx, "write", func() error {
		return keyring.Set(KeyringService, account, string(key))
	})
	if err != nil {
		return err
	}
	// On macOS the tool that writes does not say whether it did.
	back, err := k.Load(ctx, account)
	if errors.Is(err, ErrKeyAbsent) || err == nil && !bytes.Equal(back, key) {
		return &KeyringError{Kind: KeyringAltered, Op: "write", Err: errors.New("what was written did not read back")}
	}
	return err
}

// Remove belongs to [Keeper]. *KeyringError.
func (KeyringKeeper) Remove(ctx context.Context, account string) error {
	err := onKeyring(ctx, "remove", func() error {
		return keyring.Delete(KeyringService, account)
	})
	if errors.Is(err, ErrKeyAbsent) {
		return nil
	}
	return err
}

// beforeKeyring is a variable for tests on a key store in memory.
var beforeKeyring = unlockKeyring

// keyringQueue hands calls to the one goroutine that talks to the key store.
// Key stores and the tools in front of them do not take concurrent writes well
// (macOS answers 45, duplicate item), and one prompt at a time is enough.
var keyringQueue = sync.OnceValue(func() chan<- func() {
	queue := make(chan func())
	go func() {
		for call := range queue {
			call()
		}
	}()
	return queue
})

// onKeyring makes one call and waits for it as long as ctx allows. The system's
// own call cannot be stopped: when the caller gives up, it goes on in its
// goroutine, later calls queue behind it, and what it answers is dropped.
//
// A key store that is only just starting is asked again for a few seconds: a
// call may be made twice, so it must be one that can be.
func onKeyring(ctx context.Context, op string, call func() error) error {
	return keyringError(ctx, op, patiently(ctx, func() error {
		// A locked store is unlocked first, where that can be given up on.
		if err := beforeKeyring(ctx); err != nil {
			return err
		}
		return queued(ctx, call)
	}))
}

func queued(ctx context.Context, call func() error) error {
	done := make(chan error, 1)
	select {
	case keyringQueue() <- func() {
		if ctx.Err() == nil {
			done <- call()
		}
	}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

const (
	firstPause   = 50 * time.Millisecond
	longestPause = 400 * time.Millisecond
)

// patiently tries again while the key store may only be on its way, for as long
// as [mayStillCome] allows for the answer that it gave last.
func patiently(ctx context.Context, try func() error) error {
	var waited time.Duration
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := try()
		if waited += pause; err == nil || waited > mayStillCome(err) {
			return err
		}
		pauseKeyring(ctx, pause)
		switch {
		case errors.Is(ctx.Err(), context.Canceled):
			return ctx.Err()
		case ctx.Err() != nil:
			return err // says more than that the time is up
		}
	}
}

// pauseKeyring blocks for d or until ctx ends; a variable for tests that have a key store come meanwhile.
var pauseKeyring = func(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// keyringError tells apart what a person can do something about. Only the
// library's own ErrNotFound means that there is no such entry.
func keyringError(ctx context.Context, op string, err error) error {
	var known *KeyringError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrKeyAbsent
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s key store: %w", op, err)
	case errors.As(err, &known):
		known.Op = op
		return known
	case errors.Is(err, context.DeadlineExceeded):
		return &KeyringError{Kind: KeyringTimedOut, Op: op, Err: err}
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return &KeyringError{Kind: KeyringTooBig, Op: op, Err: err}
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return &KeyringError{Kind: KeyringMissing, Op: op, Err: err}
	}
	kind := keyringKind(ctx, err)
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("%s key store: %w", op, ctx.Err())
	}
	return &KeyringError{Kind: kind, Op: op, Err: err}
}
