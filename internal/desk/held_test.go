package desk_test

import (
	"testing"
	"time"

	"crosswalk/internal/sandbox"
)

func TestAnOfferWaitsForAsLongAsThePersonThinks(t *testing.T) {
	b := newBench(t)
	b.practice()
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	b.must(err)
	for range 3 {
		b.clock.add(90 * time.Minute)
		b.desk.LookAfterHeld(t)
	}
	b.must(b.desk.Link(t.Context(), offer, uuids(offer, bakery)))
	if n := len(b.gusto.Grants()); n != 1 || len(b.linked()) != 1 {
		t.Errorf("%d grants, links %v", n, b.linked())
	}
}

func TestAnOfferOfAProgramThatWasKilledIsGivenBackByTheNextWithoutARestart(t *testing.T) {
	b := newBench(t)
	b.practice()
	_, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	b.must(err)
	b.open() // the desk before is not closed, and does nothing any more
	b.desk.LookAfterHeld(t)
	if n := len(b.gusto.Grants()); n != 1 {
		t.Fatalf("%d grants: another program may still be asking", n)
	}
	b.clock.add(21 * time.Minute)
	b.desk.LookAfterHeld(t)
	if n := len(b.gusto.Grants()); n != 0 {
		t.Errorf("%d grants that nobody waits for", n)
	}
}

func TestGivingBackLeavesWhatIsLinked(t *testing.T) {
	b := newBench(t)
	b.practice()
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	b.must(err)
	b.must(b.desk.Link(t.Context(), offer, uuids(offer, bakery)))
	b.must(b.desk.GiveBack(t.Context(), offer))
	if n := len(b.gusto.Grants()); n != 1 || len(b.linked()) != 1 {
		t.Errorf("%d grants, links %v", n, b.linked())
	}
}
