package desk_test

import (
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

func TestLinksOfOtherEnvironmentsAreSeenAndWorkedWithOnceTheirsIsOpen(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.link(sandbox.Strict, bakery)
	id := b.id(bakery)
	if now := b.desk.Snapshot(); len(now.Elsewhere) != 0 {
		t.Errorf("elsewhere are %+v", now.Elsewhere)
	}
	form.Environment, form.BaseURL = desk.Demo.Name, ""
	b.must(b.desk.SetUp(t.Context(), form))
	now := b.desk.Snapshot()
	if len(now.Links) != 0 || len(now.Elsewhere) != 1 || now.Elsewhere[0].ID != id || now.Elsewhere[0].Environment != desk.Custom.Name {
		t.Fatalf("here are %+v, elsewhere %+v", now.Links, now.Elsewhere)
	}
	if now.Count != (desk.Count{}) || now.Unchecked != 0 {
		t.Errorf("what is elsewhere is counted: %+v", now.Tally)
	}
	b.must(b.desk.EnterNamed(t.Context(), now.Elsewhere[0].Environment))
	if now = b.desk.Snapshot(); len(now.Elsewhere) != 0 || b.id(bakery) != id || now.Environment.Name != desk.Custom.Name {
		t.Errorf("in %s here are %+v, elsewhere %+v", now.Environment.Name, now.Links, now.Elsewhere)
	}
	v, err := b.desk.Verify(t.Context(), id)
	b.must(err)
	if v.Cause != desk.Working {
		t.Errorf("it says %s", v.Cause)
	}
	if err := b.desk.EnterNamed(t.Context(), desk.Production.Name); desk.CauseOf(err) != desk.BadSetup {
		t.Errorf("an environment that is not set up: %v", err)
	}
	b.practice()
	if now = b.desk.Snapshot(); len(now.Elsewhere) != 0 {
		t.Error("practice shows what is real")
	}
}
