package desk_test

import (
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func TestAccessIsHandedOutOnlyWhereThatWasAllowedAndIsWrittenDown(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	id := b.id(bakery)
	if _, err := b.desk.HandOut(t.Context(), id); desk.CauseOf(err) != desk.TokensOff {
		t.Fatalf("before it was allowed: %v", err)
	}
	b.must(b.desk.SetHandsOut(t.Context(), true))
	b.clock.add(3 * time.Hour) // what is stored has ended
	h, err := b.desk.HandOut(t.Context(), id)
	b.must(err)
	if !b.gusto.AccessTokenAlive(h.Access.Reveal()) || h.Link.Name != bakery || h.Expires.Sub(b.clock.now()) < time.Hour {
		t.Errorf("handed out: alive %v, until %v", b.gusto.AccessTokenAlive(h.Access.Reveal()), h.Expires)
	}
	events, err := b.desk.History(t.Context(), id)
	b.must(err)
	if events[0].What != desk.WasHanded && events[1].What != desk.WasHanded {
		t.Errorf("history: %+v", events)
	}
	if _, err := b.desk.HandOut(t.Context(), "no such link"); desk.CauseOf(err) != desk.ChangedMeanwhile {
		t.Errorf("%v", err)
	}
	b.must(b.desk.SetHandsOut(t.Context(), false))
	if _, err := b.desk.HandOut(t.Context(), id); desk.CauseOf(err) != desk.TokensOff {
		t.Errorf("after it was stopped: %v", err)
	}
}
