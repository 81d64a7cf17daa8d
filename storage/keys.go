package storage

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync"
)

// Keys seals and opens what one store keeps. It holds the present data key and
// those it replaced, prints as [redacted], and is safe for concurrent use.
type Keys struct {
	store []byte // the store's id

	mu      sync.RWMutex
	present *dataKey
	older   []*dataKey
	keeper  string // kind of the keeper that has the present key
}

// Seal encrypts plain for one place: row, column and generation. Only the same
// place of the same store opens it again. It gives nil once the keys were
// dropped, and never fails otherwise.
func (k *Keys) Seal(row, column string, gen int64, plain []byte) []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.present == nil {
		return nil
	}
	return k.present.seal(plain, place(k.store, row, column, gen))
}

// Open decrypts what Seal made for the same place. *UnknownKeyError when it is
// sealed under a key that is not here (another window may have replaced the
// key: open the keys again), ErrDamaged when it was changed, cut or moved,
// ErrKeysDropped after Drop.
func (k *Keys) Open(row, column string, gen int64, sealed []byte) ([]byte, error) {
	id, err := sealedUnder(sealed)
	if err != nil {
		return nil, err
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.present == nil {
		return nil, ErrKeysDropped
	}
	// Different keys can share the four bytes of an id, so each is tried.
	known := false
	for _, key := range k.all() {
		if key.id != id {
			continue
		}
		known = true
		if plain, err := key.open(sealed, place(k.store, row, column, gen)); err == nil {
			return plain, nil
		}
	}
	if known {
		return nil, ErrDamaged
	}
	return nil, &UnknownKeyError{KeyID: hex.EncodeToString(id[:])}
}

// all lists the keys, the present one first; the lock is held.
func (k *Keys) all() []*dataKey {
	if k.present == nil {
		return nil
	}
	return append([]*dataKey{k.present}, k.older...)
}

// ID names the present key, in hexadecimal; "" after Drop.
func (k *Keys) ID() string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.present == nil {
		return ""
	}
	return k.present.ID()
}

// Drop forgets the keys for good: nothing is sealed or opened with them any
// more, wherever they are still held. The key itself is overwritten; what the
// cipher made of it is left to the garbage collector.
func (k *Keys) Drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, key := range k.all() {
		clear(key.master())
	}
	k.present, k.older = nil, nil
}

// Keeper is the kind of place where the present key is kept.
func (k *Keys) Keeper() string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.keeper
}

// Format keeps the keys out of every printed form.
func (k *Keys) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// MarshalJSON keeps the keys out of JSON and structured logs.
func (k *Keys) MarshalJSON() ([]byte, error) { return []byte(`"[redacted]"`), nil }

// become takes over another ring of the same store, and keeps what it had.
func (k *Keys) become(o *Keys) {
	k.mu.Lock()
	defer k.mu.Unlock()
	had := k.all()
	k.present, k.older, k.keeper = o.present, o.older, o.keeper
	for _, key := range had {
		if !slices.ContainsFunc(k.all(), func(o *dataKey) bool { return o.id == key.id }) {
			k.older = append(k.older, key)
		}
	}
}
