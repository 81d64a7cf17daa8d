package storage

import (
	"context"
	"errors"
)

// Safe keeps small secrets in a cabinet under keys: what [Cabinet] stores,
// sealed on the way in and opened on the way out.
type Safe struct {
	keys    *Keys
	cabinet Cabinet
}

// NewSafe joins keys and cabinet of the same store.
func NewSafe(keys *Keys, cabinet Cabinet) *Safe { return &Safe{keys, cabinet} }

// Put seals and stores a secret. When two windows store the same one at once,
// one after the other is stored. ErrKeysDropped.
func (s *Safe) Put(ctx context.Context, row, column string, plain []byte) error {
	for {
		_, gen, err := s.cabinet.Secret(ctx, row, column)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		sealed := s.keys.Seal(row, column, gen+1, plain)
		if sealed == nil {
			return ErrKeysDropped
		}
		err = s.cabinet.PutSecret(ctx, row, column, gen+1, sealed)
		if !errors.Is(err, ErrConflict) {
			return err
		}
	}
}

// Get reads and opens a secret. ErrNotFound, *UnknownKeyError, ErrDamaged.
func (s *Safe) Get(ctx context.Context, row, column string) ([]byte, error) {
	sealed, gen, err := s.cabinet.Secret(ctx, row, column)
	if err != nil {
		return nil, err
	}
	return s.keys.Open(row, column, gen, sealed)
}

// Delete removes a secret; removing what is not there is no error.
func (s *Safe) Delete(ctx context.Context, row, column string) error {
	return s.cabinet.DeleteSecret(ctx, row, column)
}
