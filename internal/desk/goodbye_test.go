package desk_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

// until waits for a condition, looking whenever the desk has changed.
func (b *bench) until(what string, so func(*desk.Snapshot) bool) {
	b.t.Helper()
	changed := make(chan struct{}, 1)
	b.desk.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	limit := time.After(20 * time.Second)
	for !so(b.desk.Snapshot()) {
		select {
		case <-changed:
		case <-limit:
			b.t.Fatalf("%s: never; farewells %+v, links %v", what, b.desk.Snapshot().Farewells, b.linked())
		}
	}
}

// pass lets time pass, and has the desk look at the clock.
func (b *bench) pass(d time.Duration) {
	b.t.Helper()
	b.clock.add(d)
	b.desk.TellDue(b.t)
}

func (b *bench) told() int {
	b.t.Helper()
	return b.gusto.Count(http.MethodPost, "/v1/companies/"+b.company(bakery).UUID+"/disconnect_app_integration")
}

func TestGustoIsToldOnlyAfterTheUndoWindow(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.link(sandbox.Strict, books)
	f, err := b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
	b.must(err)
	if f.Name != bakery || !f.Until.Equal(b.clock.now().UTC().Add(desk.UndoWindow).Truncate(time.Millisecond)) || f.Telling {
		t.Errorf("%+v", f)
	}
	b.pass(desk.UndoWindow - time.Second)
	if b.told() > 0 || len(b.linked()) != 2 {
		t.Fatal("Gusto was told too early")
	}
	b.pass(2 * time.Second)
	b.until("left", func(s *desk.Snapshot) bool { return len(s.Farewells) == 0 && len(s.Links) == 1 })
	if b.told() != 1 || b.linked()[0] != books {
		t.Errorf("told %d times, still linked %v", b.told(), b.linked())
	}
	b.wants(b.desk.TakeBack(t.Context(), b.company(bakery).UUID), desk.TooLate)
}

func TestWhatIsTakenBackIsNeverTold(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	_, err := b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
	b.must(err)
	if len(b.desk.Snapshot().Farewells) != 1 {
		t.Fatal("nothing to take back")
	}
	b.must(b.desk.TakeBack(t.Context(), b.company(bakery).UUID))
	b.pass(time.Hour)
	if b.told() != 0 || len(b.linked()) != 1 || len(b.desk.Snapshot().Farewells) != 0 {
		t.Errorf("told %d times, linked %v", b.told(), b.linked())
	}
	if v, err := b.desk.Verify(t.Context(), b.id(bakery)); err != nil || v.Cause != desk.Working {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAFarewellSurvivesARestart(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	_, err := b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
	b.must(err)
	b.desk.Close(context.Background())
	b.open()
	if got := b.desk.Snapshot().Farewells; len(got) != 1 || b.told() > 0 {
		t.Fatalf("%+v, told %d times", got, b.told())
	}
	b.desk.Close(context.Background())
	b.clock.add(time.Hour)
	b.open()
	b.until("left", func(s *desk.Snapshot) bool { return len(s.Farewells) == 0 && len(s.Links) == 0 })
	if b.told() != 1 {
		t.Errorf("told %d times", b.told())
	}
}

func TestAProgramWithoutTheDataKeyTellsNothing(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	_, err := b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
	b.must(err)
	b.desk.Close(context.Background())
	b.clock.add(time.Hour)
	o := b.options()
	o.KeyGrace = -1
	b.desk = desk.New(o)
	b.must(b.desk.Start(t.Context()))
	b.must(b.desk.PutView(t.Context(), desk.View{Name: "a reason to look"}))
	b.must(b.desk.Close(context.Background()))
	if b.told() != 0 {
		t.Error("it told Gusto")
	}
}

func TestWhatGustoCouldNotBeToldIsOwedAndToldLater(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.gusto.Faults().WithoutScopes("companies:disconnect_app_integration")
	_, err := b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
	b.must(err)
	b.pass(desk.UndoWindow + time.Second)
	b.until("owed", func(s *desk.Snapshot) bool { return len(s.Farewells) == 1 && s.Farewells[0].Owed != nil })
	f := b.desk.Snapshot().Farewells[0]
	if f.Owed.Cause != desk.MissingPermission || len(b.linked()) != 1 || f.Telling {
		t.Errorf("%+v, linked %v", f, b.linked())
	}
	b.gusto.Faults().WithoutScopes()
	b.pass(6 * time.Minute)
	b.until("left", func(s *desk.Snapshot) bool { return len(s.Farewells) == 0 && len(s.Links) == 0 })
}

// What never reached Gusto can still be taken back; what may have reached it cannot.
func TestAFarewellThatNeverLeftThisComputerCanBeTakenBack(t *testing.T) {
	for name, c := range map[string]struct {
		fail func(b *bench)
		back bool
	}{
		"no network": {func(b *bench) { b.server.Close() }, true},
		"no token to ask with": {func(b *bench) {
			b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 500, Path: "/oauth/token", GrantType: "system_access"})
		}, true},
		"an answer lost": {func(b *bench) {
			b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, Path: "/v1/companies/*/disconnect_app_integration", After: true})
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.practice()
			b.link(sandbox.Strict, bakery)
			company := b.company(bakery).UUID
			_, err := b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
			b.must(err)
			c.fail(b)
			b.pass(desk.UndoWindow + time.Second)
			b.until("owed", func(s *desk.Snapshot) bool { return len(s.Farewells) == 1 && s.Farewells[0].Owed != nil })
			if err := b.desk.TakeBack(t.Context(), company); (err == nil) != c.back {
				t.Errorf("taken back: %v", err)
			}
		})
	}
}

func TestAFarewellPreviewsWhoIsAffected(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Classic, bakery, books)
	c := b.add(desk.Draft{Name: "Blue Heron"})
	b.must(b.desk.Assign(t.Context(), []string{b.id(bakery)}, c.ID))
	a, err := b.desk.Affected(b.id(bakery))
	b.must(err)
	if a.Name != bakery || a.Client != "Blue Heron" || a.Person != "Dana Whitfield" || len(a.Stays) != 1 || a.Stays[0] != books {
		t.Errorf("%+v", a)
	}
	// The sign-in goes on for the other company.
	_, err = b.desk.DisconnectForEveryone(t.Context(), b.id(bakery))
	b.must(err)
	b.pass(time.Minute)
	b.until("left", func(s *desk.Snapshot) bool { return len(s.Links) == 1 })
	if v, err := b.desk.Verify(t.Context(), b.id(books)); err != nil || v.Cause != desk.Working {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestWhenSomebodyLeavesAllThatTheyAuthorizedEnds(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.link(sandbox.Strict, books)
	people := b.desk.Snapshot().People()
	if len(people) != 1 || people[0].Name != "Dana Whitfield" || len(people[0].Links) != 2 {
		t.Fatalf("%+v", people)
	}
	done, err := b.desk.RevokeAllOf(t.Context(), "Dana Whitfield")
	if err != nil || len(done) != 2 || len(b.linked()) != 0 {
		t.Errorf("%+v, %v, linked %v", done, err, b.linked())
	}
	b.must(b.desk.Close(context.Background()))
	book, err := storage.OpenLocal(t.Context(), b.folder+"/practice", storage.Options{})
	b.must(err)
	defer book.Close()
	if grants, err := book.Grants(t.Context()); err != nil || len(grants) != 0 {
		t.Errorf("sign-ins are left: %+v, %v", grants, err)
	}
}

func TestWhatSomebodyAuthorizedEndsHereAlsoWithoutANetwork(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.link(sandbox.Classic, books, yoga)
	if done, err := b.desk.RevokeAllOf(t.Context(), "Nobody"); done != nil || err != nil {
		t.Errorf("%+v, %v", done, err)
	}
	b.server.Close()
	done, err := b.desk.RevokeAllOf(t.Context(), "Dana Whitfield")
	if err != nil || len(done) != 3 || len(b.linked()) != 0 {
		t.Fatalf("%+v, %v, linked %v", done, err, b.linked())
	}
	owed := 0
	for _, u := range done {
		if u.Owed != nil {
			owed++
		}
	}
	if owed != 2 {
		t.Errorf("two sign-ins are owed, not %d", owed)
	}
}
