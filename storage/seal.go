package storage

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// The layout of sealed bytes: version, key id, nonce, ciphertext with its tag.
const (
	sealVersion = 1
	keyIDSize   = 4
	headSize    = 1 + keyIDSize + chacha20poly1305.NonceSizeX
	label       = "crosswalk 1"
)

// dataKey is one data key, ready for use. It prints as [redacted].
//
// What is secret is held by functions: fmt follows pointers in somebody else's
// struct under a verb that does not suit them, without asking Format.
type dataKey struct {
	master func() []byte // 32 random bytes; what a keeper keeps
	id     [keyIDSize]byte
	aead   func() cipher.AEAD
}

func newDataKey(master []byte) (*dataKey, error) {
	if len(master) != chacha20poly1305.KeySize {
		return nil, fmt.Errorf("a data key has %d bytes, not %d", chacha20poly1305.KeySize, len(master))
	}
	id, err := hkdf.Key(sha256.New, master, nil, label+" key id", keyIDSize)
	if err != nil {
		return nil, err
	}
	seal, err := hkdf.Key(sha256.New, master, nil, label+" seal", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	// The 192-bit nonce can be random for years without a counter.
	aead, err := chacha20poly1305.NewX(seal)
	if err != nil {
		return nil, err
	}
	return &dataKey{
		master: func() []byte { return master },
		id:     [keyIDSize]byte(id),
		aead:   func() cipher.AEAD { return aead },
	}, nil
}

// ID is derived from the key and tells nothing about it.
func (k *dataKey) ID() string { return hex.EncodeToString(k.id[:]) }

// Format keeps the key out of every printed form.
func (k *dataKey) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// place is what sealed bytes are bound to besides their key: moved to another
// store, row, column or generation they do not open.
func place(store []byte, row, column string, gen int64) []byte {
	var aad []byte
	for _, part := range [][]byte{[]byte(label), store, []byte(row), []byte(column)} {
		aad = binary.BigEndian.AppendUint32(aad, uint32(len(part)))
		aad = append(aad, part...)
	}
	return binary.BigEndian.AppendUint64(aad, uint64(gen))
}

func (k *dataKey) seal(plain, aad []byte) []byte {
	out := make([]byte, 0, headSize+len(plain)+chacha20poly1305.Overhead)
	out = append(out, sealVersion)
	out = append(out, k.id[:]...)
	out = append(out, randomBytes(chacha20poly1305.NonceSizeX)...)
	return k.aead().Seal(out, out[1+keyIDSize:headSize], plain, aad)
}

// sealedUnder reads the key id from sealed bytes. ErrDamaged when they are not
// sealed bytes at all.
func sealedUnder(sealed []byte) (id [keyIDSize]byte, err error) {
	if len(sealed) < headSize+chacha20poly1305.Overhead || sealed[0] != sealVersion {
		return id, ErrDamaged
	}
	return [keyIDSize]byte(sealed[1 : 1+keyIDSize]), nil
}

func (k *dataKey) open(sealed, aad []byte) ([]byte, error) {
	plain, err := k.aead().Open(nil, sealed[1+keyIDSize:headSize], sealed[headSize:], aad)
	if err != nil {
		return nil, ErrDamaged // the cipher's own error says no more
	}
	return plain, nil
}
