package storage

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// fuzzKeys are the same in every process of a fuzz run.
func fuzzKeys(f *testing.F) *Keys {
	key, err := newDataKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		f.Fatal(err)
	}
	older, err := newDataKey(bytes.Repeat([]byte{8}, 32))
	if err != nil {
		f.Fatal(err)
	}
	return &Keys{store: bytes.Repeat([]byte{9}, 16), present: key, older: []*dataKey{older}, keeper: KindSession}
}

// FuzzSealedBytes: nothing opens that was not sealed, for that place, and every
// refusal is one of the two that somebody decides on.
func FuzzSealedBytes(f *testing.F) {
	keys := fuzzKeys(f)
	sealed := keys.Seal("grant", PairColumn, 1, []byte("pair"))
	f.Add([]byte{}, int64(1))
	f.Add(sealed, int64(1))
	f.Add(sealed, int64(2))
	f.Add(sealed[:headSize], int64(1))
	f.Add(append([]byte{sealVersion}, make([]byte, 80)...), int64(0))
	f.Add(append(bytes.Clone(sealed), 0), int64(1))
	f.Fuzz(func(t *testing.T, text []byte, gen int64) {
		before := bytes.Clone(text)
		plain, err := keys.Open("grant", PairColumn, gen, text)
		if !bytes.Equal(before, text) {
			t.Error("what was to be opened was changed")
		}
		var unknown *UnknownKeyError
		switch {
		case err == nil && (gen != 1 || string(plain) != "pair"): // the nonce is another in every process
			t.Errorf("%x opened at generation %d as %q", text, gen, plain)
		case err != nil && (plain != nil || !errors.Is(err, ErrDamaged) && !errors.As(err, &unknown)):
			t.Errorf("got %q, %v", plain, err)
		}
	})
}

// FuzzKeptKey: what a keeper gives back is a key that reads back as itself, or
// refused without being quoted.
func FuzzKeptKey(f *testing.F) {
	f.Add(encodeKey(fuzzKeys(f).present))
	f.Add([]byte(keyPrefix))
	f.Add([]byte(keyPrefix + "AAAA"))
	f.Add([]byte(keyPrefix + "!"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, kept []byte) {
		key, err := decodeKey(kept)
		if err != nil {
			_, ours := decodeKey([]byte(keyPrefix + "!")) // words that what is kept may hold as well
			if rest, ok := bytes.CutPrefix(kept, []byte(keyPrefix)); ok && len(rest) > 8 && strings.Contains(err.Error(), string(rest)) && !strings.Contains(ours.Error(), string(rest)) {
				t.Errorf("%v quotes what is kept", err)
			}
			return
		}
		again, err := decodeKey(encodeKey(key))
		if err != nil || again.ID() != key.ID() || !bytes.Equal(again.master(), key.master()) {
			t.Errorf("%q reads back as another key, %v", kept, err)
		}
	})
}

// FuzzRecoveryContent: what a recovery file holds, once decrypted, proves itself
// on the store's canary or is a *RecoveryError.
func FuzzRecoveryContent(f *testing.F) {
	keys := fuzzKeys(f)
	store := keyless{id: "09090909090909090909090909090909"}
	rec := KeyRecord{Kind: KindKeyring, KeyID: keys.ID(), Canary: keys.Seal(storeRow, canaryColumn, 1, []byte(keys.ID()))}
	whole := `{"format":"` + recoveryFormat + `","store":"` + store.ID() + `","keys":["` + string(encodeKey(keys.present)) + `"]}`
	f.Add([]byte(whole))
	f.Add([]byte(`{"format":"` + recoveryFormat + `","store":"","keys":[""]}`))
	f.Add([]byte(`{}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`[`))
	f.Add([]byte("recovery file"))
	f.Fuzz(func(t *testing.T, content []byte) {
		held, err := parseRecovery(content)
		var got *Keys
		if err == nil {
			got, err = held.prove(store, &fakeKeeper{}, rec)
		}
		var unhelpful *RecoveryError
		if err == nil && got.ID() != keys.ID() || err != nil && !errors.As(err, &unhelpful) && !errors.Is(err, ErrDamaged) {
			t.Errorf("got %v", err)
		}
		ours := (&RecoveryError{Kind: RecoveryDamaged, Err: errNotRecovery}).Error() // words that a file may hold as well
		if err != nil && len(content) > 8 && strings.Contains(err.Error(), string(content)) && !strings.Contains(ours, string(content)) {
			t.Errorf("%v quotes the file", err)
		}
	})
}

// keyless is a store that is asked for nothing but its id.
type keyless struct {
	KeyStore
	id string
}

func (k keyless) ID() string { return k.id }
