package storage

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// PairColumn is the column under which a grant's pair is sealed; its row is the
// grant's ID and its generation the pair's.
const PairColumn = "pair"

// KeyRecord is what a store remembers about its data key.
type KeyRecord struct {
	Kind     string // of the keeper that has it; "" when no key was ever made
	KeyID    string
	Canary   []byte            // proves that a key is the right one
	Retired  map[string][]byte // replaced keys by id, each sealed under this one
	Sealed   int               // how many sealed rows there are
	Volatile bool              // the store ends with the process
}

// Reseal turns bytes sealed for a place into bytes sealed under a newer key.
type Reseal func(row, column string, gen int64, sealed []byte) []byte

// KeyStore is what [OpenKeys] and [Rotate] need from a store.
type KeyStore interface {
	ID() string
	// KeyRecord reads it.
	KeyRecord(ctx context.Context) (KeyRecord, error)
	// ReplaceKey stores a new record and passes every sealed row through
	// reseal, in one transaction. ErrConflict when the key is not the one named
	// by was any more, or when reseal is nil and there are sealed rows.
	ReplaceKey(ctx context.Context, was string, now KeyRecord, reseal Reseal) error
}

// The canary's place, and that of retired keys.
const (
	storeRow      = "store"
	canaryColumn  = "canary"
	retiredColumn = "retired key "
)

// OpenKeys fetches a store's data key from its keeper and proves that it is the
// right one. A store without sealed rows gets a new key when the keeper
// certainly has none. It may wait for as long as the keeper does.
//
// Errors: *KeyMissingError when there are sealed rows and the keeper has no key
// (never a new one then), *KeeperError when another kind of keeper was chosen
// for this store, ErrSessionOnly, ErrWrongPassphrase, *KeyringError, ErrDamaged.
func OpenKeys(ctx context.Context, store KeyStore, keeper Keeper) (*Keys, error) {
	const attempts = 3 // one is lost to each other window that makes the first key at the same moment
	for range attempts {
		rec, err := store.KeyRecord(ctx)
		if err != nil {
			return nil, err
		}
		if keeper.Kind() == KindSession && !rec.Volatile {
			return nil, ErrSessionOnly
		}
		keys, err := fetch(ctx, store, keeper, rec)
		if !errors.Is(err, ErrKeyAbsent) {
			return keys, err
		}
		keys, err = found(ctx, store, keeper, rec)
		if !errors.Is(err, ErrConflict) {
			return keys, err
		}
	}
	return nil, fmt.Errorf("make a data key: %w", ErrConflict)
}

// fetch opens the key that the store names. ErrKeyAbsent when a new one may be made.
func fetch(ctx context.Context, store KeyStore, keeper Keeper, rec KeyRecord) (*Keys, error) {
	fresh := rec.Sealed == 0
	if rec.Kind != keeper.Kind() {
		if fresh {
			return nil, ErrKeyAbsent
		}
		return nil, &KeeperError{Pinned: rec.Kind, Given: keeper.Kind()}
	}
	kept, err := keeper.Load(ctx, accountOf(store, rec.KeyID))
	if errors.Is(err, ErrKeyAbsent) && !fresh {
		return nil, &KeyMissingError{Store: store.ID(), Kind: rec.Kind, KeyID: rec.KeyID}
	}
	if err != nil {
		return nil, err
	}
	key, err := decodeKey(kept)
	if err != nil {
		return nil, &KeyringError{Kind: KeyringAltered, Op: "read", Err: err}
	}
	if key.ID() != rec.KeyID {
		return nil, &KeyringError{Kind: KeyringAltered, Op: "read", Err: &UnknownKeyError{KeyID: rec.KeyID}}
	}
	return ring(store, keeper, key, rec)
}

// ring proves the key on the canary and unwraps the keys it replaced.
func ring(store KeyStore, keeper Keeper, key *dataKey, rec KeyRecord) (*Keys, error) {
	id, err := hex.DecodeString(store.ID())
	if err != nil {
		return nil, fmt.Errorf("read the store's id: %w", err)
	}
	keys := &Keys{store: id, present: key, keeper: keeper.Kind()}
	if _, err := keys.Open(storeRow, canaryColumn, 1, rec.Canary); err != nil {
		return nil, fmt.Errorf("prove the data key: %w", err)
	}
	for old, sealed := range rec.Retired {
		// One that does not open costs only the rows that still need it, and
		// opening those says so.
		if master, err := keys.Open(storeRow, retiredColumn+old, 1, sealed); err == nil {
			if key, err := newDataKey(master); err == nil {
				keys.older = append(keys.older, key)
			}
		}
	}
	return keys, nil
}

// found makes the first key of a store that has sealed nothing yet. Every key
// has an entry of its own in the keeper, so that of two windows doing this at
// once neither overwrites the other's; the store decides whose it is.
func found(ctx context.Context, store KeyStore, keeper Keeper, rec KeyRecord) (*Keys, error) {
	return install(ctx, store, keeper, rec, nil, nil)
}

// Rotate makes a new data key, keeps it with the keeper to (of the same or
// another kind), seals every row again in one transaction, and then removes the
// old key from the keeper from (nil when that is out of reach). Killed at any
// point, the store opens with the key it names; at worst an unused entry stays
// behind in a keeper. keys goes on with the new key.
//
// Another window that still has the old key keeps working: what it seals opens
// with the new one, and what it cannot open any more it can after Reload.
// ErrConflict when another window replaced the key first.
func Rotate(ctx context.Context, store KeyStore, keys *Keys, from, to Keeper) error {
	rec, err := store.KeyRecord(ctx)
	if err != nil {
		return err
	}
	if rec.KeyID != keys.ID() {
		return fmt.Errorf("replace the data key: %w", ErrConflict)
	}
	if to.Kind() == KindSession && !rec.Volatile {
		return ErrSessionOnly
	}
	keys.mu.RLock()
	old := keys.all()
	keys.mu.RUnlock()
	newer, err := install(ctx, store, to, rec, old, func(next *Keys) Reseal {
		return func(row, column string, gen int64, sealed []byte) []byte {
			plain, err := keys.Open(row, column, gen, sealed)
			if err != nil {
				return sealed // damaged or foreign: kept as it is, for a person to decide on
			}
			return next.Seal(row, column, gen, plain)
		}
	})
	if err != nil {
		return fmt.Errorf("replace the data key: %w", err)
	}
	keys.become(newer)
	if from != nil {
		// What stays behind opens nothing new, and the store no longer names it.
		_ = from.Remove(ctx, accountOf(store, rec.KeyID))
	}
	return nil
}

// Reload fetches the present key again, after *UnknownKeyError.
func (k *Keys) Reload(ctx context.Context, store KeyStore, keeper Keeper) error {
	now, err := OpenKeys(ctx, store, keeper)
	if err == nil {
		k.become(now)
	}
	return err
}

// install keeps a new key and makes it the store's.
func install(ctx context.Context, store KeyStore, keeper Keeper, rec KeyRecord, older []*dataKey, reseal func(*Keys) Reseal) (*Keys, error) {
	key, err := newDataKey(randomBytes(32))
	if err != nil {
		return nil, err
	}
	id, err := hex.DecodeString(store.ID())
	if err != nil {
		return nil, fmt.Errorf("read the store's id: %w", err)
	}
	keys := &Keys{store: id, present: key, older: older, keeper: keeper.Kind()}
	now := KeyRecord{Kind: keeper.Kind(), KeyID: key.ID(), Retired: map[string][]byte{},
		Canary: keys.Seal(storeRow, canaryColumn, 1, []byte(key.ID()))}
	for _, old := range older {
		now.Retired[old.ID()] = keys.Seal(storeRow, retiredColumn+old.ID(), 1, old.master())
	}
	account := accountOf(store, key.ID())
	if err := keeper.Store(ctx, account, encodeKey(key)); err != nil {
		return nil, err
	}
	var pass Reseal
	if reseal != nil {
		pass = reseal(keys)
	}
	err = store.ReplaceKey(ctx, rec.KeyID, now, pass)
	if err == nil {
		return keys, nil
	}
	// Only a key that the store certainly does not name may go: a commit can
	// have succeeded although its answer was an error.
	ctx = context.WithoutCancel(ctx)
	if got, readErr := store.KeyRecord(ctx); readErr == nil && got.KeyID != key.ID() {
		_ = keeper.Remove(ctx, account)
	}
	return nil, err
}

// accountOf names one key of one store in a keeper.
func accountOf(store KeyStore, keyID string) string { return store.ID() + "-" + keyID }

const keyPrefix = "crosswalk-key-1:"

func encodeKey(k *dataKey) []byte {
	return []byte(keyPrefix + base64.StdEncoding.EncodeToString(k.master()))
}

func decodeKey(kept []byte) (*dataKey, error) {
	text, ok := strings.CutPrefix(string(kept), keyPrefix)
	if !ok {
		return nil, errors.New("what is kept there is not a data key")
	}
	master, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errors.New("what is kept there is not a whole data key")
	}
	return newDataKey(master)
}
