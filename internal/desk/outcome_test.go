package desk_test

import (
	"errors"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/internal/words"
	"crosswalk/storage"
)

func TestTheListCountsWhoNeedsAPersonAsARoundDoes(t *testing.T) {
	for _, want := range replies(t) {
		if want.Cause == desk.KeysRefused || want.Cause == desk.RateLimited { // the one ends a round, which waits for the other
			continue
		}
		t.Run(want.Name, func(t *testing.T) {
			b := newBench(t)
			f := &front{gusto: b.gusto, company: b.company(bakery), now: b.clock.now}
			b.server.Config.Handler = f
			b.practice()
			b.link(sandbox.Strict, bakery)
			f.answer(&want)
			if want.At == "token" {
				b.clock.add(3 * time.Hour)
			}
			r, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil)
			b.must(err)
			if now := b.desk.Snapshot(); now.Count != r.Count || now.Unchecked != 0 {
				t.Errorf("the list counts %+v, the round %+v", now.Tally, r.Count)
			}
		})
	}
}

func TestWhatNeedsAPersonIsMendedByAnotherConsentWhereItsButtonSaysSo(t *testing.T) {
	for _, c := range desk.Causes() {
		v := desk.Verdict{Cause: c}
		if button := words.ForVerdict(v).Step == words.Reconnect; button != c.Reconnects() {
			t.Errorf("%s: the button is Reconnect: %t, the queue takes it: %t", c, button, c.Reconnects())
		}
		if c.Reconnects() && !v.NeedsYou() {
			t.Errorf("%s: another consent mends it, and nobody has to see to it", c)
		}
	}
}

// That a folder may not be written to is no lack of room, and has another cure.
func TestADatabaseThatMayNotBeWrittenToIsToldAsTheFoldersFault(t *testing.T) {
	err := &storage.FileError{Path: "crosswalk.db", Kind: storage.FileReadOnly, Err: errors.New("read only")}
	if got := desk.CauseOf(err); got != desk.UnusableFolder {
		t.Errorf("%s", got)
	}
}
