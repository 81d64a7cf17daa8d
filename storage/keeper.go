package storage

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"filippo.io/age"
)

// The kinds of keepers, as they are pinned in a store.
const (
	KindKeyring    = "keyring"    // the computer's key store
	KindPassphrase = "passphrase" // a key file that a passphrase opens
	KindFile       = "file"       // an open key file, for practice data only
	KindSession    = "session"    // memory, until the program ends
)

// Keeper keeps data keys outside the database, each under an account name.
type Keeper interface {
	Kind() string
	// Load reads a key. ErrKeyAbsent only when the keeper answered and has no
	// such key.
	Load(ctx context.Context, account string) ([]byte, error)
	// Store keeps a key under a new name, durably, and has read it back when it
	// returns nil.
	Store(ctx context.Context, account string, key []byte) error
	// Remove forgets a key; removing what is not there is no error.
	Remove(ctx context.Context, account string) error
}

// Probe shows that a keeper works, by a write, a read and a removal under a
// name of its own. To be done before a keeper is trusted, and for diagnostics.
func Probe(ctx context.Context, keeper Keeper) error {
	account := "probe-" + hex.EncodeToString(randomBytes(8))
	value := []byte(hex.EncodeToString(randomBytes(32)))
	if err := keeper.Store(ctx, account, value); err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	got, err := keeper.Load(ctx, account)
	if err == nil && !bytes.Equal(got, value) {
		err = &KeyringError{Kind: KeyringAltered, Op: "read", Err: errors.New("it gave back something else")}
	}
	if removeErr := keeper.Remove(ctx, account); err == nil {
		err = removeErr
	}
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	if _, err := keeper.Load(ctx, account); !errors.Is(err, ErrKeyAbsent) {
		return fmt.Errorf("probe: %w", &KeyringError{Kind: KeyringAltered, Op: "remove", Err: errors.New("it kept what was removed")})
	}
	return nil
}

// FileKeeper keeps keys readable in a folder. It protects nothing and is for
// practice data, whose companies are made up; the real key store is never
// touched for those.
type FileKeeper struct{ Dir string }

// Kind belongs to [Keeper].
func (FileKeeper) Kind() string { return KindFile }

func (k FileKeeper) path(account string) string { return filepath.Join(k.Dir, "key-"+account) }

// Load belongs to [Keeper].
func (k FileKeeper) Load(_ context.Context, account string) ([]byte, error) {
	return readKeyFile(k.path(account))
}

// Store belongs to [Keeper].
func (k FileKeeper) Store(_ context.Context, account string, key []byte) error {
	return writeKeyFile(k.path(account), key)
}

// Remove belongs to [Keeper].
func (k FileKeeper) Remove(_ context.Context, account string) error {
	return removeKeyFile(k.path(account))
}

// PassphraseKeeper keeps keys in files that age encrypts with a passphrase
// (scrypt). Load and Store take one to two seconds on purpose.
type PassphraseKeeper struct {
	dir        string
	passphrase func() []byte
	work       int // scrypt's work factor, as a power of two
}

// NewPassphraseKeeper keeps keys in dir. The passphrase must not be empty.
func NewPassphraseKeeper(dir string, passphrase []byte) (*PassphraseKeeper, error) {
	if len(passphrase) == 0 {
		return nil, errors.New("an empty passphrase protects nothing")
	}
	const oneSecond = 18
	passphrase = bytes.Clone(passphrase)
	// A function, because fmt looks into other people's structs.
	return &PassphraseKeeper{dir: dir, passphrase: func() []byte { return passphrase }, work: oneSecond}, nil
}

// Kind belongs to [Keeper].
func (*PassphraseKeeper) Kind() string { return KindPassphrase }

// Format keeps the passphrase out of every printed form.
func (*PassphraseKeeper) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

func (k *PassphraseKeeper) path(account string) string {
	return filepath.Join(k.dir, "key-"+account+".age")
}

// Load belongs to [Keeper]. ErrWrongPassphrase, or a *FileError for a damaged file.
func (k *PassphraseKeeper) Load(_ context.Context, account string) ([]byte, error) {
	wrapped, err := readKeyFile(k.path(account))
	if err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(string(k.passphrase()))
	if err != nil {
		return nil, err
	}
	damaged := func(err error) error {
		return &FileError{Path: k.path(account), Kind: FileDamaged, Err: err}
	}
	plain, err := age.Decrypt(bytes.NewReader(wrapped), identity)
	if mismatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &mismatch) {
		return nil, ErrWrongPassphrase
	}
	if err != nil {
		return nil, damaged(err)
	}
	key, err := io.ReadAll(plain)
	if err != nil {
		return nil, damaged(err)
	}
	return key, nil
}

// Store belongs to [Keeper].
func (k *PassphraseKeeper) Store(_ context.Context, account string, key []byte) error {
	var wrapped bytes.Buffer
	if err := encryptTo(&wrapped, key, k.passphrase(), k.work); err != nil {
		return fmt.Errorf("encrypt the key file: %w", err)
	}
	return writeKeyFile(k.path(account), wrapped.Bytes())
}

// Remove belongs to [Keeper].
func (k *PassphraseKeeper) Remove(_ context.Context, account string) error {
	return removeKeyFile(k.path(account))
}

// MemoryKeeper keeps keys until the program ends. It goes with [OpenMemory]:
// rows on disk could not be opened again.
type MemoryKeeper struct {
	mu   sync.Mutex
	keys map[string]func() []byte // functions, because fmt looks into other people's structs
}

// Kind belongs to [Keeper].
func (*MemoryKeeper) Kind() string { return KindSession }

// Format keeps the keys out of every printed form.
func (*MemoryKeeper) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Load belongs to [Keeper].
func (k *MemoryKeeper) Load(_ context.Context, account string) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.keys[account]; ok {
		return bytes.Clone(key()), nil
	}
	return nil, ErrKeyAbsent
}

// Store belongs to [Keeper].
func (k *MemoryKeeper) Store(_ context.Context, account string, key []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys == nil {
		k.keys = map[string]func() []byte{}
	}
	key = bytes.Clone(key)
	k.keys[account] = func() []byte { return key }
	return nil
}

// Remove belongs to [Keeper].
func (k *MemoryKeeper) Remove(_ context.Context, account string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.keys, account)
	return nil
}

func readKeyFile(path string) ([]byte, error) {
	if err := narrow(path); err != nil {
		return nil, systemError(path, err)
	}
	kept, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrKeyAbsent
	}
	if err != nil {
		return nil, systemError(path, err)
	}
	return kept, nil
}

// writeKeyFile never replaces a file before the new one is whole and on the disk.
func writeKeyFile(path string, value []byte) error {
	if err := func() error {
		dir := filepath.Dir(path)
		if err := makeFolder(dir); err != nil {
			return err
		}
		part, err := os.CreateTemp(dir, "part-*") // 0600
		if err != nil {
			return err
		}
		defer os.Remove(part.Name())
		if _, err := part.Write(value); err != nil {
			return errors.Join(err, part.Close())
		}
		if err := errors.Join(part.Sync(), part.Close()); err != nil {
			return err
		}
		if err := os.Rename(part.Name(), path); err != nil {
			return err
		}
		return syncDir(dir)
	}(); err != nil {
		return systemError(path, err)
	}
	back, err := readKeyFile(path)
	if err == nil && !bytes.Equal(back, value) {
		err = &FileError{Path: path, Kind: FileDamaged, Err: errors.New("it did not read back as written")}
	}
	return err
}

func removeKeyFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return systemError(path, err)
	}
	return nil
}
