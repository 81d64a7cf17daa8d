package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
)

const recoveryPass = "correct horse"

// recoveryFile exports with little work, so that the tests are quick.
func recoveryFile(t *testing.T, l KeyStore, keys *Keys) string {
	t.Helper()
	var file bytes.Buffer
	if err := exportRecovery(t.Context(), l, keys, &file, []byte(recoveryPass), 10); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func recoverWith(t *testing.T, l KeyStore, file, passphrase string, into Keeper) (*Keys, error) {
	t.Helper()
	return ImportRecovery(t.Context(), l, strings.NewReader(file), []byte(passphrase), into)
}

// sealedStore is a store with a grant and a secret.
func sealedStore(t *testing.T, keeper Keeper) (l *Local, keys *Keys, grant string) {
	t.Helper()
	l = newStore(t)
	keys, grant = mustOpenKeys(t, l, keeper), NewID()
	_, err := l.Hold(t.Context(), Grant{ID: grant, Environment: "demo"}, keys.Seal(grant, PairColumn, 1, []byte("R1")), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	putSecret(t, keys, l)
	return l, keys, grant
}

// opensEverything reads all that sealedStore sealed.
func opensEverything(t *testing.T, l *Local, keys *Keys, grant string) {
	t.Helper()
	sealed, gen, err := l.Sealed(t.Context(), grant)
	if err != nil {
		t.Fatal(err)
	}
	if pair, err := keys.Open(grant, PairColumn, gen, sealed); err != nil || string(pair) != "R1" {
		t.Errorf("pair: got %q, %v", pair, err)
	}
	if secret, err := NewSafe(keys, l).Get(t.Context(), "profile", "client secret"); err != nil || string(secret) != "hush" {
		t.Errorf("secret: got %q, %v", secret, err)
	}
}

func TestRecoveryFileBringsALostKeyBack(t *testing.T) {
	l, keys, grant := sealedStore(t, &fakeKeeper{})
	file := recoveryFile(t, l, keys)

	reinstalled := &fakeKeeper{}
	var missing *KeyMissingError
	if _, err := OpenKeys(t.Context(), l, reinstalled); !errors.As(err, &missing) {
		t.Fatalf("got %v, want a *KeyMissingError", err)
	}
	got, err := recoverWith(t, l, file, recoveryPass, reinstalled)
	if err != nil {
		t.Fatal(err)
	}
	opensEverything(t, l, got, grant)
	again := mustOpenKeys(t, l, reinstalled)
	opensEverything(t, l, again, grant)
	if again.ID() != keys.ID() || reinstalled.stored != 1 {
		t.Errorf("key %s instead of %s, %d stored", again.ID(), keys.ID(), reinstalled.stored)
	}
	// The file is as good as before.
	if _, err := recoverWith(t, l, file, recoveryPass, &fakeKeeper{}); err != nil {
		t.Error(err)
	}
}

func TestRecoveryPinsTheNewKindOfKeeper(t *testing.T) {
	l, keys, grant := sealedStore(t, &fakeKeeper{})
	into := FileKeeper{Dir: t.TempDir()}
	if _, err := recoverWith(t, l, recoveryFile(t, l, keys), recoveryPass, into); err != nil {
		t.Fatal(err)
	}
	got := mustOpenKeys(t, l, into)
	opensEverything(t, l, got, grant)
	if got.Keeper() != KindFile {
		t.Errorf("the keeper is %s", got.Keeper())
	}
	var other *KeeperError
	if _, err := OpenKeys(t.Context(), l, &fakeKeeper{}); !errors.As(err, &other) || other.Pinned != KindFile {
		t.Errorf("got %v, want a *KeeperError", err)
	}
}

func TestRecoveryFileOpensAnOlderCopyOfTheStore(t *testing.T) {
	keeper := &fakeKeeper{}
	l, keys, grant := sealedStore(t, keeper)
	copied, err := l.Backup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old := keys.ID()
	if err := Rotate(t.Context(), l, keys, keeper, keeper); err != nil {
		t.Fatal(err)
	}
	file := recoveryFile(t, l, keys)
	text, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, FileName), string(text))
	older := openAt(t, dir, Options{})
	got, err := recoverWith(t, older, file, recoveryPass, &fakeKeeper{})
	if err != nil || got.ID() != old {
		t.Fatalf("got key %v, %v, want %s", got, err, old)
	}
	opensEverything(t, older, got, grant)
}

func TestRecoveryFileThatDoesNotHelpChangesNothing(t *testing.T) {
	keeper := &fakeKeeper{}
	l, keys, _ := sealedStore(t, keeper)
	other, otherKeys, _ := sealedStore(t, &fakeKeeper{})
	foreign := recoveryFile(t, other, otherKeys)
	outdated := recoveryFile(t, l, keys)
	if err := Rotate(t.Context(), l, keys, keeper, keeper); err != nil {
		t.Fatal(err)
	}
	file := recoveryFile(t, l, keys)
	pretender := fmt.Sprintf(`{"format":%q,"store":%q,"keys":[%q]}`, recoveryFormat, l.ID(), encodeKey(otherKeys.present))
	for _, c := range []struct {
		name, file, passphrase string
		kind                   RecoveryKind
		store                  string
	}{
		{"another store's", foreign, recoveryPass, RecoveryForeign, other.ID()},
		{"outdated", outdated, recoveryPass, RecoveryOutdated, l.ID()},
		{"cut", file[:len(file)/2], recoveryPass, RecoveryDamaged, ""},
		{"emptied", "", recoveryPass, RecoveryDamaged, ""},
		{"another file", "Dear client,", recoveryPass, RecoveryDamaged, ""},
		{"other content", ageText(t, "{}"), recoveryPass, RecoveryDamaged, ""},
		{"no keys", ageText(t, `{"format":"`+recoveryFormat+`","store":"`+l.ID()+`"}`), recoveryPass, RecoveryDamaged, ""},
		{"half a key", ageText(t, `{"format":"`+recoveryFormat+`","store":"`+l.ID()+`","keys":["crosswalk-key-1:AAAA"]}`), recoveryPass, RecoveryDamaged, l.ID()},
		{"a key of another name", ageText(t, pretender), recoveryPass, RecoveryOutdated, l.ID()},
	} {
		into := &fakeKeeper{}
		_, err := recoverWith(t, l, c.file, c.passphrase, into)
		var unhelpful *RecoveryError
		if !errors.As(err, &unhelpful) || unhelpful.Kind != c.kind || unhelpful.Store != c.store {
			t.Errorf("%s: got %v, want a *RecoveryError of kind %d", c.name, err, c.kind)
		}
		unchanged(t, c.name, l, keys, into)
	}
	for _, wrong := range []string{"battery staple", ""} {
		into := &fakeKeeper{}
		if _, err := recoverWith(t, l, file, wrong, into); !errors.Is(err, ErrWrongPassphrase) {
			t.Errorf("passphrase %q: got %v, want ErrWrongPassphrase", wrong, err)
		}
		unchanged(t, "wrong passphrase", l, keys, into)
	}
	if _, err := recoverWith(t, l, file, recoveryPass, &MemoryKeeper{}); !errors.Is(err, ErrSessionOnly) {
		t.Errorf("got %v, want ErrSessionOnly", err)
	}
}

// ageText encrypts what no export makes.
func ageText(t *testing.T, content string) string {
	t.Helper()
	var text bytes.Buffer
	w := armor.NewWriter(&text)
	if err := errors.Join(encryptTo(w, []byte(content), []byte(recoveryPass), 10), w.Close()); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func unchanged(t *testing.T, name string, l *Local, keys *Keys, into *fakeKeeper) {
	t.Helper()
	rec, err := l.KeyRecord(t.Context())
	if err != nil || rec.KeyID != keys.ID() || rec.Kind != KindKeyring {
		t.Errorf("%s: the store names key %s of the %s, %v", name, rec.KeyID, rec.Kind, err)
	}
	if into.stored != 0 {
		t.Errorf("%s: the keeper was written to", name)
	}
}

func TestRecoveryFileIsProvedOnTheCanary(t *testing.T) {
	l, keys, _ := sealedStore(t, &fakeKeeper{})
	file := recoveryFile(t, l, keys)
	execRaw(t, l.Path(), "UPDATE store SET value = zeroblob(80) WHERE key = 'canary'")
	into := &fakeKeeper{}
	if _, err := recoverWith(t, l, file, recoveryPass, into); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
	unchanged(t, "a canary of another key", l, keys, into)
}

func TestEveryChangedByteOfARecoveryFileIsNoticed(t *testing.T) {
	l, keys, _ := sealedStore(t, &fakeKeeper{})
	file := recoveryFile(t, l, keys)
	lines := strings.SplitAfter(file, "\n")
	for at := range lines {
		bad := strings.Split(file, "\n")
		if bad[at] == "" {
			continue
		}
		middle := len(bad[at]) / 2
		old := bad[at][middle]
		bad[at] = bad[at][:middle] + string(rune('A'+(old+1)%26)) + bad[at][middle+1:]
		if bad[at][middle] == old {
			t.Fatal("nothing was changed")
		}
		into := &fakeKeeper{}
		_, err := recoverWith(t, l, strings.Join(bad, "\n"), recoveryPass, into)
		var damaged *RecoveryError
		if !errors.Is(err, ErrWrongPassphrase) && (!errors.As(err, &damaged) || damaged.Kind != RecoveryDamaged) {
			t.Errorf("line %d: got %v", at+1, err)
		}
		unchanged(t, "changed", l, keys, into)
	}
}

func TestRecoveryFileMayNotAskForEndlessWork(t *testing.T) {
	l, keys, _ := sealedStore(t, &fakeKeeper{})
	bomb := "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n0123456789abcdef"
	var text bytes.Buffer
	w := armor.NewWriter(&text)
	if _, err := w.Write([]byte(bomb)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var damaged *RecoveryError
	if _, err := recoverWith(t, l, text.String(), recoveryPass, &fakeKeeper{}); !errors.As(err, &damaged) || !strings.Contains(err.Error(), "work factor") {
		t.Errorf("got %v, want a *RecoveryError about the work factor", err)
	}
	unchanged(t, "endless work", l, keys, &fakeKeeper{})
}

func TestFileForAnAgeKeyIsNotTakenForAWrongPassphrase(t *testing.T) {
	l, _, _ := sealedStore(t, &fakeKeeper{})
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	armored := armor.NewWriter(&text)
	w, err := age.Encrypt(armored, identity.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), armored.Close()); err != nil {
		t.Fatal(err)
	}
	var damaged *RecoveryError
	if _, err := recoverWith(t, l, text.String(), recoveryPass, &fakeKeeper{}); !errors.As(err, &damaged) {
		t.Errorf("got %v, want a *RecoveryError", err)
	}
}

func TestRecoveryNeverOverwritesAKey(t *testing.T) {
	keeper := &fakeKeeper{}
	l, keys, grant := sealedStore(t, keeper)
	file := recoveryFile(t, l, keys)
	if got, err := recoverWith(t, l, file, recoveryPass, keeper); err != nil || got.ID() != keys.ID() {
		t.Fatalf("with a working key in place: %v, %v", got, err)
	}
	if keeper.stored != 1 {
		t.Error("a working key was written over")
	}
	account := accountOf(l, keys.ID())
	if err := keeper.MemoryKeeper.Store(t.Context(), account, []byte("somebody else's")); err != nil {
		t.Fatal(err)
	}
	got, err := recoverWith(t, l, file, recoveryPass, keeper)
	if err != nil || got.ID() == keys.ID() {
		t.Fatalf("with something else in its place: key %v, %v, want a new one", got, err)
	}
	opensEverything(t, l, mustOpenKeys(t, l, keeper), grant)
	if kept, err := keeper.Load(t.Context(), account); err != nil || string(kept) != "somebody else's" {
		t.Errorf("it was written over: %q, %v", kept, err)
	}
}

func TestRecoveryAfterAForgottenPassphraseKeepsTheOldKeyFile(t *testing.T) {
	dir := t.TempDir()
	keeper := func(passphrase string) *PassphraseKeeper {
		k, err := NewPassphraseKeeper(dir, []byte(passphrase))
		if err != nil {
			t.Fatal(err)
		}
		k.work = 10
		return k
	}
	l, keys, grant := sealedStore(t, keeper("forgotten"))
	path := keeper("x").path(accountOf(l, keys.ID()))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := recoverWith(t, l, recoveryFile(t, l, keys), recoveryPass, keeper("written down")); err != nil {
		t.Fatal(err)
	}
	opensEverything(t, l, mustOpenKeys(t, l, keeper("written down")), grant)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("the old key file was changed", err)
	}
}

func TestRecoveryStopsAtAKeeperInTrouble(t *testing.T) {
	l, keys, _ := sealedStore(t, &fakeKeeper{})
	file := recoveryFile(t, l, keys)
	locked := &KeyringError{Kind: KeyringLocked, Op: "read", Err: errors.New("locked")}
	for name, into := range map[string]*fakeKeeper{"locked": {load: locked}, "refusing": {store: locked}} {
		var keyring *KeyringError
		if _, err := recoverWith(t, l, file, recoveryPass, into); !errors.As(err, &keyring) || keyring.Kind != KeyringLocked {
			t.Errorf("%s: got %v, want the *KeyringError", name, err)
		}
		unchanged(t, name, l, keys, into)
	}
}

func TestExportRefusesWhatWouldNotHelp(t *testing.T) {
	keeper := &fakeKeeper{}
	l, keys, _ := sealedStore(t, keeper)
	window := mustOpenKeys(t, l, keeper)
	if err := Rotate(t.Context(), l, keys, keeper, keeper); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name       string
		ctx        context.Context
		keys       *Keys
		passphrase string
		want       error
	}{
		{"no passphrase", t.Context(), keys, "", nil},
		{"a key that was replaced", t.Context(), window, recoveryPass, ErrConflict},
		{"another store's key", t.Context(), testKeys(t), recoveryPass, ErrConflict},
		{"a canceled export", ended, keys, recoveryPass, context.Canceled},
	} {
		var file bytes.Buffer
		err := exportRecovery(c.ctx, l, c.keys, &file, []byte(c.passphrase), 10)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if file.Len() > 0 {
			t.Errorf("%s: a file was begun", c.name)
		}
	}
}

func TestRecoveryFileShowsNothing(t *testing.T) {
	l, keys, _ := sealedStore(t, &fakeKeeper{})
	var file bytes.Buffer
	if err := ExportRecovery(t.Context(), l, keys, &file, []byte(recoveryPass)); err != nil {
		t.Fatal(err)
	}
	for _, secret := range [][]byte{keys.present.master(), encodeKey(keys.present)[len(keyPrefix):], []byte(l.ID()), []byte(recoveryPass)} {
		if bytes.Contains(file.Bytes(), secret) {
			t.Error("a secret shows in the file")
		}
	}
	if !strings.HasPrefix(file.String(), "-----BEGIN AGE ENCRYPTED FILE-----\n") {
		t.Error("it is not text that age reads")
	}
	if _, err := recoverWith(t, l, file.String(), recoveryPass, &fakeKeeper{}); err != nil {
		t.Error("as strong as a person gets it:", err)
	}
}
