package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func TestACardTellsWhoGaveTheAccessAndWhatGustoSaid(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	id := b.id(bakery)
	before, err := b.desk.Card(t.Context(), id)
	b.must(err)
	if !before.Seen.At.IsZero() || before.Link.Name != bakery || len(before.History) == 0 || before.Ages.Authorized.IsZero() {
		t.Errorf("before anything was asked: %+v", before)
	}
	b.must(b.desk.SetNeeds(t.Context(), []string{"companies:read", "payrolls:read"}))
	b.gusto.Faults().ClockSkew(-5 * time.Minute)
	_, err = b.desk.Verify(t.Context(), id)
	b.must(err)
	c, err := b.desk.Card(t.Context(), id)
	b.must(err)
	if c.Seen.Owner.Name != "Dana Whitfield" || c.Seen.Owner.Role != desk.Admin || c.Seen.Owner.UUID != b.gusto.AdminUUID(sandbox.Dana, b.company(bakery).UUID) {
		t.Errorf("given by %+v", c.Seen.Owner)
	}
	if c.Seen.Company.Status != "Approved" || !strings.HasPrefix(c.Seen.Company.EIN, "••-•••") || strings.Contains(c.Seen.Company.EIN, b.company(bakery).EIN[:2]) {
		t.Errorf("company: %+v", c.Seen.Company)
	}
	if got := strings.Join(c.Missing, " "); got != "payrolls:read" || c.Link.Verdict.Cause != desk.MissingPermission {
		t.Errorf("missing %q, %s", got, c.Link.Verdict.Cause)
	}
	if len(c.Seen.Calls) != 3 || c.Seen.Calls[0].RequestID == "" || c.Seen.Calls[0].Status != 200 || c.Seen.Skew.Round(time.Minute) != 5*time.Minute {
		t.Errorf("calls: %+v, skew %v", c.Seen.Calls, c.Seen.Skew)
	}
	if c.Ages.Worked.IsZero() || c.Ages.Verified.Before(c.Ages.Worked) {
		t.Errorf("ages: %+v", c.Ages)
	}
	for range 5 {
		_, err = b.desk.Verify(t.Context(), id)
		b.must(err)
	}
	if c, err = b.desk.Card(t.Context(), id); err != nil || len(c.Seen.Calls) != 8 {
		t.Errorf("%d calls remembered, %v", len(c.Seen.Calls), err)
	}
	const own = "Whitfield Holdings LLC"
	b.link(sandbox.Strict, own)
	_, err = b.desk.Verify(t.Context(), b.id(own))
	b.must(err)
	if c, err = b.desk.Card(t.Context(), b.id(own)); err != nil || c.Seen.Owner.Role != desk.Primary {
		t.Errorf("the owner of the company is %+v, %v", c.Seen.Owner, err)
	}
	var gone *desk.Trouble
	if _, err := b.desk.Card(t.Context(), "no such link"); !errors.As(err, &gone) || gone.Cause != desk.ChangedMeanwhile {
		t.Errorf("%v", err)
	}
}
