package desk_test

import (
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

func TestWhatAnotherProgramChangesIsSeen(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.link(sandbox.Strict, bakery)
	gone := make(chan struct{}, 1)
	b.desk.Watch(func() {
		if len(b.desk.Snapshot().Links) == 0 {
			select {
			case gone <- struct{}{}:
			default:
			}
		}
	})
	other, err := storage.OpenLocal(t.Context(), b.folder, storage.Options{})
	b.must(err)
	defer other.Close()
	if _, err := other.Detach(t.Context(), b.id(bakery)); err != nil {
		t.Fatal(err)
	}
	select {
	case <-gone:
	case <-t.Context().Done():
		t.Fatal("the test ended first")
	}
}

func TestALostAnswerIsToldFromARefusal(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	for _, g := range b.gusto.Grants() {
		if _, err := b.gusto.RevokeGrant(g.ID); err != nil {
			t.Fatal(err)
		}
	}
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.NeedsReconnecting {
		t.Errorf("revoked at Gusto: %+v", v)
	}
	again, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if again.Cause != desk.NeedsReconnecting {
		t.Errorf("asked once more: %+v", again)
	}
}
