package desk_test

import (
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func TestTheHistorySaysWhichClientALinkWasGivenToAndTakenFrom(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	c, err := b.desk.AddClient(t.Context(), desk.Draft{Number: "1001", Name: "Blue Heron (Bakery)"})
	b.must(err)
	id := b.id(bakery)
	b.must(b.desk.Assign(t.Context(), []string{id}, c.ID))
	b.must(b.desk.Assign(t.Context(), []string{id}, ""))
	events, err := b.desk.History(t.Context(), id)
	b.must(err)
	told := map[desk.Happening]string{}
	for _, e := range events {
		told[e.What] = e.Client
	}
	const name = "Blue Heron (Bakery), number 1001"
	if told[desk.WasGiven] != name || told[desk.WasTaken] != name {
		t.Errorf("given to %q, taken from %q, in %+v", told[desk.WasGiven], told[desk.WasTaken], events)
	}
}
