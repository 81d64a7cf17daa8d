package storage

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestAShortMomentBetweenTwoWritesOfAnotherProcessIsMet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const writes, rests = 490 * time.Millisecond, 10 * time.Millisecond
		begun := time.Now()
		err := takeTurn(t.Context(), "", lockWait, func() error {
			if time.Since(begun)%(writes+rests) < writes {
				return &FileError{Kind: FileLocked, Err: errors.New("in use")}
			}
			return nil
		})
		if waited := time.Since(begun); err != nil || waited > writes+rests {
			t.Fatalf("got %v after %v: its turn came after %v", err, waited, writes)
		}
	})
}
