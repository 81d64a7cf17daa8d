// Package vault keeps the pairs of the renewal protocol sealed in the book: what [oauth.Vault] asks for, done with what
// storage gives.
//
// Rules: it decides nothing; the book's own error stays within each that it returns.
package vault

import (
	"context"
	"errors"
	"fmt"

	"crosswalk/oauth"
	"crosswalk/storage"
)

// Vault is where the renewal protocol keeps pairs: sealed, in the book. It is an [oauth.Vault]; each of its calls may
// block on the disk.
type Vault struct {
	book storage.Tokens
	keys *storage.Keys
}

var _ oauth.Vault = (*Vault)(nil)

// New keeps pairs in a book, under these keys.
func New(book storage.Tokens, keys *storage.Keys) *Vault { return &Vault{book: book, keys: keys} }

// Keys are what it seals with.
func (v *Vault) Keys() *storage.Keys { return v.keys }

// Seal gives a pair as it is stored at a generation. Its error is [storage.ErrKeysDropped].
func (v *Vault) Seal(grant string, gen int64, p oauth.Pair) ([]byte, error) {
	if sealed := v.keys.Seal(grant, storage.PairColumn, gen, p.Encode()); sealed != nil {
		return sealed, nil
	}
	return nil, fmt.Errorf("seal access: %w", storage.ErrKeysDropped)
}

func (v *Vault) open(grant string, gen int64, sealed []byte) (oauth.Pair, error) {
	plain, err := v.keys.Open(grant, storage.PairColumn, gen, sealed)
	if err != nil {
		return oauth.Pair{}, fmt.Errorf("open access: %w", err)
	}
	return oauth.DecodePair(plain)
}

// Load reads the stored pair and its generation.
func (v *Vault) Load(ctx context.Context, grant string) (oauth.Pair, int64, error) {
	sealed, gen, err := v.book.Sealed(ctx, grant)
	if err != nil {
		return oauth.Pair{}, 0, translated(err)
	}
	p, err := v.open(grant, gen, sealed)
	return p, gen, err
}

// Begin takes the lease on a generation.
func (v *Vault) Begin(ctx context.Context, grant string, gen int64) (oauth.Lease, error) {
	l, err := v.book.BeginRefresh(ctx, grant, gen)
	if err != nil {
		return oauth.Lease{}, translated(err)
	}
	return oauth.Lease{Grant: grant, Gen: gen, InDoubt: l.InDoubt, Handle: l}, nil
}

// Intend writes down that a request is about to be sent.
func (v *Vault) Intend(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	sealed, err := v.Seal(l.Grant, l.Gen, p)
	if err != nil {
		return err
	}
	return translated(v.book.Intend(ctx, leaseOf(l), sealed))
}

// Commit stores a new pair as the next generation.
func (v *Vault) Commit(ctx context.Context, l oauth.Lease, p oauth.Pair) error {
	sealed, err := v.Seal(l.Grant, l.Gen+1, p)
	if err != nil {
		return err
	}
	return translated(v.book.CommitRefresh(ctx, leaseOf(l), sealed))
}

// Mark rewrites the pair at its present generation.
func (v *Vault) Mark(ctx context.Context, grant string, gen int64, p oauth.Pair) error {
	sealed, err := v.Seal(grant, gen, p)
	if err != nil {
		return err
	}
	return translated(v.book.Mark(ctx, grant, gen, sealed))
}

// End gives the lease back without a new pair.
func (v *Vault) End(ctx context.Context, l oauth.Lease, rejected bool) error {
	return translated(v.book.EndRefresh(ctx, leaseOf(l), rejected))
}

func leaseOf(l oauth.Lease) storage.Lease {
	held, _ := l.Handle.(storage.Lease) // Begin put it there
	return held
}

// translated says in the renewal protocol's words what the book answered, and keeps the book's own error.
func translated(err error) error {
	var busy *storage.BusyError
	switch {
	case errors.As(err, &busy):
		return &oauth.BusyError{Holder: busy.Holder, Until: busy.Until, InDoubt: busy.InDoubt}
	case errors.Is(err, storage.ErrStale):
		return errors.Join(oauth.ErrStale, err)
	case errors.Is(err, storage.ErrSuperseded):
		return errors.Join(oauth.ErrSuperseded, err)
	case errors.Is(err, storage.ErrNeedsReauth):
		return errors.Join(oauth.ErrQuarantined, err)
	case errors.Is(err, storage.ErrNotFound), errors.Is(err, storage.ErrEnding):
		return errors.Join(oauth.ErrGone, err)
	}
	return err
}
