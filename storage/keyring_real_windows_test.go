//go:build keyring

package storage

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

// TestTheCredentialManagerKeepsAKey talks to the real Credential Manager of the person who runs it, under a name that
// nothing else uses.
func TestTheCredentialManagerKeepsAKey(t *testing.T) {
	var keeper KeyringKeeper
	account := "test-" + strings.ToLower(t.Name())
	t.Cleanup(func() { keeper.Remove(context.WithoutCancel(t.Context()), account) }) // its own context has ended by then
	if _, err := keeper.Load(t.Context(), account); !errors.Is(err, ErrKeyAbsent) {
		t.Fatalf("before anything is kept: %v", err)
	}
	for _, key := range []string{"first", "second, which replaces it"} {
		if err := keeper.Store(t.Context(), account, []byte(key)); err != nil {
			t.Fatal(err)
		}
		if got, err := keeper.Load(t.Context(), account); err != nil || string(got) != key {
			t.Fatalf("kept %q, read %q, %v", key, got, err)
		}
	}
	var refused *KeyringError
	if err := keeper.Store(t.Context(), account, bytes.Repeat([]byte("x"), 3000)); !errors.As(err, &refused) || refused.Kind != KeyringTooBig {
		t.Errorf("an entry larger than the store takes: %v", err)
	}
	if err := keeper.Remove(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Load(t.Context(), account); !errors.Is(err, ErrKeyAbsent) {
		t.Errorf("after it was removed: %v", err)
	}
}
