package storage

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func testKeys(t *testing.T) *Keys {
	t.Helper()
	key, err := newDataKey(randomBytes(32))
	if err != nil {
		t.Fatal(err)
	}
	return &Keys{store: randomBytes(16), present: key, keeper: KindSession}
}

func TestSealedBytesOpenOnlyWhereTheyBelong(t *testing.T) {
	keys := testKeys(t)
	plain := []byte("access and refresh")
	sealed := keys.Seal("grant-1", "pair", 7, plain)
	if bytes.Contains(sealed, plain) {
		t.Fatal("it is not sealed")
	}
	if got, err := keys.Open("grant-1", "pair", 7, sealed); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("got %q, %v", got, err)
	}
	elsewhere := &Keys{store: randomBytes(16), present: keys.present}
	for _, c := range []struct {
		name, row, column string
		gen               int64
		keys              *Keys
	}{
		{"another row", "grant-2", "pair", 7, keys},
		{"another column", "grant-1", "pai", 7, keys},
		{"row and column cut elsewhere", "grant-1p", "air", 7, keys},
		{"an older generation put back", "grant-1", "pair", 8, keys},
		{"another store", "grant-1", "pair", 7, elsewhere},
	} {
		if _, err := c.keys.Open(c.row, c.column, c.gen, sealed); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", c.name, err)
		}
	}
}

func TestEverySingleByteCounts(t *testing.T) {
	keys := testKeys(t)
	sealed := keys.Seal("row", "col", 1, []byte("secret"))
	var unknown *UnknownKeyError
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 0x20
		_, err := keys.Open("row", "col", 1, bad)
		if i >= 1 && i < 1+keyIDSize {
			if !errors.As(err, &unknown) {
				t.Errorf("byte %d: got %v, want an *UnknownKeyError", i, err)
			}
		} else if !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d: got %v, want ErrDamaged", i, err)
		}
		if _, err := keys.Open("row", "col", 1, sealed[:i]); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut at %d: got %v, want ErrDamaged", i, err)
		}
	}
}

func TestSameSecretNeverSealsTheSame(t *testing.T) {
	keys := testKeys(t)
	if bytes.Equal(keys.Seal("r", "c", 1, []byte("x")), keys.Seal("r", "c", 1, []byte("x"))) {
		t.Fatal("a nonce was used twice")
	}
}

func TestWrongKeyIsToldFromDamage(t *testing.T) {
	keys, others := testKeys(t), testKeys(t)
	others.store = keys.store
	_, err := others.Open("r", "c", 1, keys.Seal("r", "c", 1, []byte("x")))
	var unknown *UnknownKeyError
	if !errors.As(err, &unknown) || unknown.KeyID != keys.ID() {
		t.Fatalf("got %v, want an *UnknownKeyError with %s", err, keys.ID())
	}
	others.older = append(others.older, keys.present)
	if got, err := others.Open("r", "c", 1, keys.Seal("r", "c", 1, []byte("x"))); err != nil || string(got) != "x" {
		t.Fatalf("with the older key: %q, %v", got, err)
	}
}

func TestKeysNeverShow(t *testing.T) {
	keys := testKeys(t)
	pass, err := NewPassphraseKeeper(t.TempDir(), []byte("correct horse"))
	if err != nil {
		t.Fatal(err)
	}
	memory := &MemoryKeeper{}
	if err := memory.Store(t.Context(), "a", keys.present.master()); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	holder := struct {
		Keys   *Keys
		hidden *Keys
		pass   *PassphraseKeeper
		memory *MemoryKeeper
	}{keys, keys, pass, memory}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{keys, keys.present, pass, memory, holder, &holder, NewSafe(keys, nil)} {
			fmt.Fprintf(&log, verb+"\n", value)
		}
	}
	text, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	log.Write(text)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "keys", keys, "holder", holder)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "keys", keys, "holder", holder)
	master := keys.present.master()
	derived, err := hkdf.Key(sha256.New, master, nil, label+" seal", 32)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{string(master), hex.EncodeToString(derived), strings.Trim(fmt.Sprint(derived), "[]"), hex.EncodeToString(master), strings.ToUpper(hex.EncodeToString(master)),
		base64.StdEncoding.EncodeToString(master), strings.Trim(fmt.Sprint(master), "[]"), "correct horse",
		hex.EncodeToString([]byte("correct horse"))} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q shows", secret)
		}
	}
}

// fakeKeeper is a keeper that answers as it is told to.
type fakeKeeper struct {
	MemoryKeeper
	load, store error
	stored      int
}

func (k *fakeKeeper) Kind() string { return KindKeyring }

func (k *fakeKeeper) Load(ctx context.Context, account string) ([]byte, error) {
	if k.load != nil {
		return nil, k.load
	}
	return k.MemoryKeeper.Load(ctx, account)
}

func (k *fakeKeeper) Store(ctx context.Context, account string, key []byte) error {
	if k.store != nil {
		return k.store
	}
	k.stored++
	return k.MemoryKeeper.Store(ctx, account, key)
}

// putSecret seals something, so that the store is no longer without sealed rows.
func putSecret(t *testing.T, keys *Keys, l *Local) {
	t.Helper()
	if err := NewSafe(keys, l).Put(t.Context(), "profile", "client secret", []byte("hush")); err != nil {
		t.Fatal(err)
	}
}

func mustOpenKeys(t *testing.T, l KeyStore, keeper Keeper) *Keys {
	t.Helper()
	keys, err := OpenKeys(t.Context(), l, keeper)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestKeyIsMadeOnceAndFoundAgain(t *testing.T) {
	l, keeper := newStore(t), &fakeKeeper{}
	keys := mustOpenKeys(t, l, keeper)
	putSecret(t, keys, l)
	again := mustOpenKeys(t, l, keeper)
	if again.ID() != keys.ID() || keeper.stored != 1 {
		t.Fatalf("keys %s and %s, %d stored", keys.ID(), again.ID(), keeper.stored)
	}
	if secret, err := NewSafe(again, l).Get(t.Context(), "profile", "client secret"); err != nil || string(secret) != "hush" {
		t.Fatalf("got %q, %v", secret, err)
	}
}

func TestMissingKeyIsNeverReplacedWhileSomethingIsSealed(t *testing.T) {
	l, keeper := newStore(t), &fakeKeeper{}
	putSecret(t, mustOpenKeys(t, l, keeper), l)
	id := mustOpenKeys(t, l, keeper).ID()
	other := &fakeKeeper{}
	_, err := OpenKeys(t.Context(), l, other)
	var missing *KeyMissingError
	if !errors.As(err, &missing) || *missing != (KeyMissingError{Store: l.ID(), Kind: KindKeyring, KeyID: id}) {
		t.Fatalf("got %v, want a *KeyMissingError", err)
	}
	if other.stored != 0 {
		t.Fatal("a new key was made")
	}
	if err := NewSafe(testKeys(t), l).Delete(t.Context(), "profile", "client secret"); err != nil {
		t.Fatal(err)
	}
	if keys := mustOpenKeys(t, l, other); keys.ID() == id {
		t.Fatal("with nothing sealed, a new key was expected")
	}
}

func TestNoTroubleOfAKeeperEverMakesAKey(t *testing.T) {
	for _, kind := range []KeyringKind{KeyringRefused, KeyringLocked, KeyringMissing, KeyringTimedOut, KeyringTooBig, KeyringAltered} {
		l := newStore(t)
		first := &fakeKeeper{}
		before := mustOpenKeys(t, l, first).ID() // nothing sealed yet
		trouble := &fakeKeeper{load: &KeyringError{Kind: kind, Op: "read", Err: errors.New("trouble")}}
		_, err := OpenKeys(t.Context(), l, trouble)
		var keyring *KeyringError
		if !errors.As(err, &keyring) || keyring.Kind != kind {
			t.Errorf("kind %d: got %v", kind, err)
		}
		if trouble.stored != 0 || mustOpenKeys(t, l, first).ID() != before {
			t.Errorf("kind %d: a new key was made", kind)
		}
	}
}

func TestAKeyThatCannotBeKeptIsNotUsed(t *testing.T) {
	l := newStore(t)
	if _, err := OpenKeys(t.Context(), l, &fakeKeeper{store: &KeyringError{Kind: KeyringRefused, Op: "write", Err: errors.New("no")}}); err == nil {
		t.Fatal("it went on without a kept key")
	}
	rec, err := l.KeyRecord(t.Context())
	if err != nil || rec.KeyID != "" {
		t.Fatalf("got %+v, %v", rec, err)
	}
}

func TestAHiccupDoesNotChangeWhereTheKeyIsKept(t *testing.T) {
	dir := t.TempDir()
	l, keeper := newStore(t), &fakeKeeper{}
	keys := mustOpenKeys(t, l, keeper)
	putSecret(t, keys, l)
	_, err := OpenKeys(t.Context(), l, FileKeeper{Dir: dir})
	var other *KeeperError
	if !errors.As(err, &other) || *other != (KeeperError{Pinned: KindKeyring, Given: KindFile}) {
		t.Fatalf("got %v, want a *KeeperError", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Fatal("a key was put there all the same")
	}
}

func TestForeignKeyIsFoundOutBeforeAnythingIsOpened(t *testing.T) {
	l, keeper := newStore(t), &fakeKeeper{}
	keys := mustOpenKeys(t, l, keeper)
	putSecret(t, keys, l)
	account := accountOf(l, keys.ID())
	for name, value := range map[string][]byte{
		"another key": encodeKey(testKeys(t).present), "garbage": []byte("hello"), "a cut key": encodeKey(keys.present)[:40], "nothing": nil,
	} {
		if err := keeper.MemoryKeeper.Store(t.Context(), account, value); err != nil {
			t.Fatal(err)
		}
		_, err := OpenKeys(t.Context(), l, keeper)
		var altered *KeyringError
		if !errors.As(err, &altered) || altered.Kind != KeyringAltered {
			t.Errorf("%s: got %v, want a *KeyringError of kind KeyringAltered", name, err)
		}
	}
	execRaw(t, l.Path(), "UPDATE store SET value = zeroblob(80) WHERE key = 'canary'")
	if err := keeper.MemoryKeeper.Store(t.Context(), account, encodeKey(keys.present)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKeys(t.Context(), l, keeper); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged canary: got %v", err)
	}
}

func TestManyWindowsAgreeOnTheFirstKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	keeper := FileKeeper{Dir: dir}
	const windows = 3 // as many as OpenKeys has attempts
	ids := make([]string, windows)
	errs := make([]error, windows)
	stores := make([]*Local, windows)
	for i := range windows {
		stores[i] = openAt(t, dir, Options{})
	}
	var done sync.WaitGroup
	for i, l := range stores {
		done.Go(func() {
			keys, err := OpenKeys(t.Context(), l, keeper)
			if errs[i] = err; err == nil {
				ids[i] = keys.ID()
				errs[i] = NewSafe(keys, l).Put(t.Context(), fmt.Sprint(i), "c", []byte("hush"))
			}
		})
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	keys := mustOpenKeys(t, stores[0], keeper)
	for i, id := range ids {
		if id != keys.ID() {
			t.Errorf("window %d has key %s, the store %s", i, id, keys.ID())
		}
		if _, err := NewSafe(keys, stores[0]).Get(t.Context(), fmt.Sprint(i), "c"); err != nil {
			t.Errorf("window %d: %v", i, err)
		}
	}
	kept, err := filepath.Glob(filepath.Join(dir, "key-*"))
	if err != nil || len(kept) != 1 {
		t.Errorf("keys left behind: %v, %v", kept, err)
	}
}

func TestSessionKeyNeedsAStoreInMemory(t *testing.T) {
	if _, err := OpenKeys(t.Context(), newStore(t), &MemoryKeeper{}); !errors.Is(err, ErrSessionOnly) {
		t.Fatalf("got %v, want ErrSessionOnly", err)
	}
	l, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	putSecret(t, mustOpenKeys(t, l, &MemoryKeeper{}), l)
}

func TestRotationSealsEverythingAgainAndKeepsOldCiphertextReadable(t *testing.T) {
	l := newStore(t)
	from, to := &fakeKeeper{}, FileKeeper{Dir: t.TempDir()} // and moves to another keeper
	keys := mustOpenKeys(t, l, from)
	window := mustOpenKeys(t, l, from) // another window with the old key
	putSecret(t, keys, l)
	id := NewID()
	if _, err := l.Hold(t.Context(), Grant{ID: id}, keys.Seal(id, PairColumn, 1, []byte("R1")), time.Now()); err != nil {
		t.Fatal(err)
	}
	execRaw(t, l.Path(), "INSERT INTO secrets VALUES ('broken', 'c', 1, x'0102')")
	old := keys.ID()
	if err := Rotate(t.Context(), l, keys, from, to); err != nil {
		t.Fatal(err)
	}
	if keys.ID() == old || keys.Keeper() != KindFile {
		t.Fatalf("still %s at the %s", keys.ID(), keys.Keeper())
	}
	if _, err := from.MemoryKeeper.Load(t.Context(), accountOf(l, old)); !errors.Is(err, ErrKeyAbsent) {
		t.Errorf("the old key is still kept: %v", err)
	}
	if broken, _, err := l.Secret(t.Context(), "broken", "c"); err != nil || !bytes.Equal(broken, []byte{1, 2}) {
		t.Errorf("what does not open was changed to %x, %v", broken, err)
	}
	sealed, _, err := l.Sealed(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if under, err := sealedUnder(sealed); err != nil || hex.EncodeToString(under[:]) != keys.ID() {
		t.Errorf("the pair is sealed under %x, %v", under, err)
	}
	var unknown *UnknownKeyError
	if _, err := window.Open(id, PairColumn, 1, sealed); !errors.As(err, &unknown) {
		t.Errorf("the other window: got %v, want an *UnknownKeyError", err)
	}
	// The other window seals under the old key before it notices.
	lease, err := l.BeginRefresh(t.Context(), id, 1)
	if err == nil {
		err = l.CommitRefresh(t.Context(), lease, window.Seal(id, PairColumn, 2, []byte("R2")))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := window.Reload(t.Context(), l, to); err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]*Keys{"this window": keys, "the other": window, "the next start": mustOpenKeys(t, l, to)} {
		sealed, gen, err := l.Sealed(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if pair, err := k.Open(id, PairColumn, gen, sealed); err != nil || string(pair) != "R2" {
			t.Errorf("%s: got %q, %v", name, pair, err)
		}
		if secret, err := NewSafe(k, l).Get(t.Context(), "profile", "client secret"); err != nil || string(secret) != "hush" {
			t.Errorf("%s: got %q, %v", name, secret, err)
		}
	}
	if err := Rotate(t.Context(), l, keys, to, to); err != nil {
		t.Fatal(err)
	}
	if err := Rotate(t.Context(), l, window, to, to); !errors.Is(err, ErrConflict) {
		t.Errorf("replaced by another window meanwhile: got %v, want ErrConflict", err)
	}
}

func TestRotationThatCannotKeepItsKeyChangesNothing(t *testing.T) {
	l, keeper := newStore(t), &fakeKeeper{}
	keys := mustOpenKeys(t, l, keeper)
	putSecret(t, keys, l)
	old := keys.ID()
	refusing := &fakeKeeper{store: &KeyringError{Kind: KeyringRefused, Op: "write", Err: errors.New("no")}}
	if err := Rotate(t.Context(), l, keys, keeper, refusing); err == nil {
		t.Fatal("it went on without a kept key")
	}
	if keys.ID() != old || mustOpenKeys(t, l, keeper).ID() != old {
		t.Fatal("the key was changed")
	}
}

func TestPassphrase(t *testing.T) {
	dir := t.TempDir()
	l := newStore(t)
	if _, err := NewPassphraseKeeper(dir, nil); err == nil {
		t.Error("an empty passphrase was taken")
	}
	keeper := func(passphrase string) *PassphraseKeeper {
		k, err := NewPassphraseKeeper(dir, []byte(passphrase))
		if err != nil {
			t.Fatal(err)
		}
		k.work = 10 // quick
		return k
	}
	keys := mustOpenKeys(t, l, keeper("correct horse"))
	putSecret(t, keys, l)
	if got := mustOpenKeys(t, l, keeper("correct horse")); got.ID() != keys.ID() {
		t.Error("the right passphrase opens another key")
	}
	if _, err := OpenKeys(t.Context(), l, keeper("battery staple")); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("got %v, want ErrWrongPassphrase", err)
	}
	path := keeper("x").path(accountOf(l, keys.ID()))
	whole, err := os.ReadFile(path)
	if err != nil || bytes.Contains(whole, keys.present.master()) {
		t.Fatal("the file is not sealed", err)
	}
	var file *FileError
	for name, text := range map[string][]byte{"cut": whole[:len(whole)-5], "another file": []byte("Dear client,"), "emptied": nil} {
		write(t, path, string(text))
		if _, err := OpenKeys(t.Context(), l, keeper("correct horse")); !errors.As(err, &file) || file.Kind != FileDamaged || file.Path != path {
			t.Errorf("%s: got %v, want a *FileError of kind FileDamaged", name, err)
		}
	}
	write(t, path, string(whole))
	// A new passphrase is a rotation.
	if err := Rotate(t.Context(), l, keys, keeper("correct horse"), keeper("battery staple")); err != nil {
		t.Fatal(err)
	}
	if got := mustOpenKeys(t, l, keeper("battery staple")); got.ID() != keys.ID() {
		t.Error("the new passphrase does not open the new key")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestProbe(t *testing.T) {
	dir := t.TempDir()
	if err := Probe(t.Context(), FileKeeper{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	var keyring *KeyringError
	if err := Probe(t.Context(), &fakeKeeper{load: &KeyringError{Kind: KeyringLocked, Op: "read", Err: errors.New("x")}}); !errors.As(err, &keyring) || keyring.Kind != KeyringLocked {
		t.Errorf("got %v", err)
	}
	if err := Probe(t.Context(), &forgetfulKeeper{}); !errors.Is(err, ErrKeyAbsent) {
		t.Errorf("a keeper that keeps nothing: got %v", err)
	}
	if err := Probe(t.Context(), &stubbornKeeper{}); !errors.As(err, &keyring) || keyring.Kind != KeyringAltered {
		t.Errorf("a keeper that removes nothing: got %v", err)
	}
}

type forgetfulKeeper struct{ MemoryKeeper }

func (*forgetfulKeeper) Store(context.Context, string, []byte) error { return nil }

type stubbornKeeper struct{ MemoryKeeper }

func (*stubbornKeeper) Remove(context.Context, string) error { return nil }

func TestSafePutsOneAfterTheOther(t *testing.T) {
	l := newStore(t)
	keys := mustOpenKeys(t, l, &fakeKeeper{})
	safe := NewSafe(keys, l)
	var done sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		done.Go(func() { errs[i] = safe.Put(t.Context(), "draft", "c", fmt.Appendf(nil, "%d", i)) })
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if _, gen, err := l.Secret(t.Context(), "draft", "c"); err != nil || gen != int64(len(errs)) {
		t.Fatalf("generation %d, %v", gen, err)
	}
	if _, err := safe.Get(t.Context(), "draft", "c"); err != nil {
		t.Fatal(err)
	}
	if err := safe.Delete(t.Context(), "draft", "c"); err != nil {
		t.Fatal(err)
	}
	if _, err := safe.Get(t.Context(), "draft", "c"); !errors.Is(err, ErrNotFound) {
		t.Fatalf("got %v", err)
	}
}
