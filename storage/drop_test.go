package storage

import (
	"bytes"
	"errors"
	"testing"
)

func TestDroppedKeysSealAndOpenNothingWhoeverStillHoldsThem(t *testing.T) {
	store, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	keeper := &MemoryKeeper{}
	keys, err := OpenKeys(t.Context(), store, keeper)
	if err != nil {
		t.Fatal(err)
	}
	safe := NewSafe(keys, store)
	if err := safe.Put(t.Context(), "row", "column", []byte("kept")); err != nil {
		t.Fatal(err)
	}
	master := keys.present.master()
	keys.Drop()
	if _, err := safe.Get(t.Context(), "row", "column"); !errors.Is(err, ErrKeysDropped) {
		t.Errorf("it opens: %v", err)
	}
	if err := safe.Put(t.Context(), "row", "column", []byte("other")); !errors.Is(err, ErrKeysDropped) {
		t.Errorf("it is stored: %v", err)
	}
	if keys.Seal("row", "column", 2, []byte("other")) != nil || keys.ID() != "" {
		t.Error("it seals")
	}
	if !bytes.Equal(master, make([]byte, len(master))) {
		t.Error("the key was not overwritten")
	}
	keys.Drop()
	again, err := OpenKeys(t.Context(), store, keeper)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := NewSafe(again, store).Get(t.Context(), "row", "column"); err != nil || string(got) != "kept" {
		t.Errorf("had again: %q, %v", got, err)
	}
}
