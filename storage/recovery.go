package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// RecoveryKind is why a recovery file does not help.
type RecoveryKind int

// Why a recovery file does not help.
const (
	RecoveryDamaged  RecoveryKind = iota // not a recovery file, cut or changed
	RecoveryForeign                      // made for another store
	RecoveryOutdated                     // the store's key was replaced after it was made
)

// RecoveryError says that a recovery file does not help this store, and why.
// Nothing was changed.
type RecoveryError struct {
	Kind  RecoveryKind
	Store string // the store that the file was made for; "" when it cannot be read
	Err   error  // nil unless Kind is RecoveryDamaged
}

func (e *RecoveryError) Error() string {
	switch e.Kind {
	case RecoveryForeign:
		return "the recovery file was made for another store"
	case RecoveryOutdated:
		return "the recovery file was made before the data key was replaced"
	}
	return "the recovery file is damaged: " + e.Err.Error()
}

func (e *RecoveryError) Unwrap() error { return e.Err }

// recovery is what a recovery file holds, inside age's encryption.
type recovery struct {
	Format string   `json:"format"`
	Store  string   `json:"store"`
	Keys   []string `json:"keys"` // the present one first; older ones open older copies of the store
}

const (
	recoveryFormat = "crosswalk recovery 1"
	recoveryLimit  = 1 << 20 // bytes; a file has under 2,000 with a dozen replaced keys

	// Scrypt's work, as a power of two: a second to make, and no file may ask
	// for more than four times that.
	recoveryWork    = 18
	recoveryMaxWork = 20
)

// ExportRecovery writes a recovery file: the store's data keys, encrypted with a
// passphrase (age's scrypt recipient, as text). Together with a copy of the
// database it opens everything, without the computer's key store. It takes one
// to two seconds on purpose, and nothing is written before all of it is made.
//
// A file serves for as long as [Keys.ID] stays the same; after [Rotate] a new
// one is due. ErrConflict when another window replaced the key (see
// [Keys.Reload]), an error for an empty passphrase, or what w or the store says.
func ExportRecovery(ctx context.Context, store KeyStore, keys *Keys, w io.Writer, passphrase []byte) error {
	return exportRecovery(ctx, store, keys, w, passphrase, recoveryWork)
}

func exportRecovery(ctx context.Context, store KeyStore, keys *Keys, w io.Writer, passphrase []byte, work int) error {
	if len(passphrase) == 0 {
		return errors.New("an empty passphrase protects nothing")
	}
	rec, err := store.KeyRecord(ctx)
	if err != nil {
		return err
	}
	if rec.KeyID != keys.ID() {
		return fmt.Errorf("make a recovery file: %w", ErrConflict)
	}
	if _, err := keys.Open(storeRow, canaryColumn, 1, rec.Canary); err != nil {
		return fmt.Errorf("make a recovery file: prove the data key: %w", err)
	}
	held := recovery{Format: recoveryFormat, Store: store.ID()}
	keys.mu.RLock()
	for _, key := range keys.all() {
		held.Keys = append(held.Keys, string(encodeKey(key)))
	}
	keys.mu.RUnlock()
	plain, err := json.Marshal(held)
	if err != nil {
		return fmt.Errorf("make a recovery file: %w", err)
	}
	var text bytes.Buffer
	armored := armor.NewWriter(&text)
	if err := errors.Join(encryptTo(armored, plain, passphrase, work), armored.Close()); err != nil {
		return fmt.Errorf("make a recovery file: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := w.Write(text.Bytes()); err != nil {
		return fmt.Errorf("write the recovery file: %w", err)
	}
	return nil
}

// encryptTo writes plain to w, encrypted with a passphrase.
func encryptTo(w io.Writer, plain, passphrase []byte, work int) error {
	recipient, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return err
	}
	recipient.SetWorkFactor(work)
	into, err := age.Encrypt(w, recipient)
	if err != nil {
		return err
	}
	if _, err := into.Write(plain); err != nil {
		return err
	}
	return into.Close()
}

// ImportRecovery puts a store's data key back from a recovery file, after
// *KeyMissingError or when the store moved to another computer: it proves the
// key on the store, keeps it with the keeper into, and makes that the store's
// keeper. Killed at any point it can be done again. It takes seconds on purpose.
//
// Nothing that a keeper holds is overwritten. When the keeper has that key
// already it is used as it is; when something else is in its place (a key file
// whose passphrase was forgotten, what another program wrote), the store goes on
// with a new key, as after [Rotate]: compare [Keys.ID] to notice.
//
// Errors, none of which changed anything: ErrWrongPassphrase, *RecoveryError,
// ErrSessionOnly, ErrDamaged (the store's own record of its key), *KeyringError
// and *FileError (the keeper could not be asked, or could not keep the key).
func ImportRecovery(ctx context.Context, store KeyStore, r io.Reader, passphrase []byte, into Keeper) (*Keys, error) {
	held, err := readRecovery(r, passphrase)
	if err != nil {
		return nil, err
	}
	rec, err := store.KeyRecord(ctx)
	if err != nil {
		return nil, err
	}
	if into.Kind() == KindSession && !rec.Volatile {
		return nil, ErrSessionOnly
	}
	keys, err := held.prove(store, into, rec)
	if err != nil {
		return nil, err
	}
	taken, err := keep(ctx, store, keys, into)
	if err != nil {
		return nil, fmt.Errorf("keep the recovered key: %w", err)
	}
	if taken {
		if err := Rotate(ctx, store, keys, nil, into); err != nil {
			return nil, err
		}
		return keys, nil
	}
	if rec.Kind != into.Kind() {
		rec.Kind = into.Kind()
		same := func(_, _ string, _ int64, sealed []byte) []byte { return sealed }
		if err := store.ReplaceKey(ctx, rec.KeyID, rec, same); err != nil {
			return nil, fmt.Errorf("note where the recovered key is kept: %w", err)
		}
	}
	return keys, nil
}

// keep puts the key into its place unless it is there. taken says that
// something else is.
func keep(ctx context.Context, store KeyStore, keys *Keys, into Keeper) (taken bool, err error) {
	account, value := accountOf(store, keys.ID()), encodeKey(keys.present)
	kept, err := into.Load(ctx, account)
	var file *FileError
	switch {
	case errors.Is(err, ErrKeyAbsent):
		return false, into.Store(ctx, account, value)
	case errors.Is(err, ErrWrongPassphrase), errors.As(err, &file) && file.Kind == FileDamaged:
		return true, nil
	case err != nil:
		return false, err
	}
	return !bytes.Equal(kept, value), nil
}

// readRecovery decrypts a recovery file. ErrWrongPassphrase, *RecoveryError of
// kind RecoveryDamaged, or what r says.
func readRecovery(r io.Reader, passphrase []byte) (*recovery, error) {
	text, err := io.ReadAll(io.LimitReader(r, recoveryLimit))
	if err != nil {
		return nil, fmt.Errorf("read the recovery file: %w", err)
	}
	if len(passphrase) == 0 {
		return nil, ErrWrongPassphrase // none was made with an empty one
	}
	identity, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, fmt.Errorf("read the recovery file: %w", err)
	}
	identity.SetMaxWorkFactor(recoveryMaxWork)
	damaged := func(err error) error { return &RecoveryError{Kind: RecoveryDamaged, Err: err} }
	plain, err := age.Decrypt(armor.NewReader(bytes.NewReader(text)), identity)
	if mismatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &mismatch) && slices.Equal(mismatch.StanzaTypes, []string{"scrypt"}) {
		return nil, ErrWrongPassphrase // or damage in the few bytes that the passphrase opens: the two look alike
	}
	if err != nil {
		return nil, damaged(err)
	}
	content, err := io.ReadAll(plain)
	if err != nil {
		return nil, damaged(err)
	}
	return parseRecovery(content)
}

var errNotRecovery = errors.New("its content is not that of a recovery file")

func parseRecovery(content []byte) (*recovery, error) {
	var held recovery
	// The decoder's own error can quote what it read.
	if err := json.Unmarshal(content, &held); err != nil || held.Format != recoveryFormat || len(held.Keys) == 0 {
		return nil, &RecoveryError{Kind: RecoveryDamaged, Err: errNotRecovery}
	}
	return &held, nil
}

// prove picks the key that the store names and tries it on the canary.
func (h *recovery) prove(store KeyStore, into Keeper, rec KeyRecord) (*Keys, error) {
	if h.Store != store.ID() {
		return nil, &RecoveryError{Kind: RecoveryForeign, Store: h.Store}
	}
	var all []*dataKey
	for _, text := range h.Keys {
		key, err := decodeKey([]byte(text))
		if err != nil {
			return nil, &RecoveryError{Kind: RecoveryDamaged, Store: h.Store, Err: err}
		}
		all = append(all, key)
	}
	named := slices.IndexFunc(all, func(key *dataKey) bool { return key.ID() == rec.KeyID })
	if named < 0 {
		return nil, &RecoveryError{Kind: RecoveryOutdated, Store: h.Store}
	}
	return ring(store, into, all[named], rec)
}
