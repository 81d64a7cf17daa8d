package storage

import (
	"errors"
	"testing"
)

func TestHandingOutIsALineOfHistoryAndChangesNothing(t *testing.T) {
	l := openAt(t, t.TempDir(), Options{Actor: "kim"})
	_, linked := holdLinked(t, l, "acme")
	if err := l.HandedOut(t.Context(), linked.ID); err != nil {
		t.Fatal(err)
	}
	entries, err := l.Audit(t.Context(), linked.ID)
	if err != nil || len(entries) != 2 || entries[1].Action != ActHandedOut || entries[1].Actor != "kim" {
		t.Errorf("%v %+v", err, entries)
	}
	links, err := l.Links(t.Context())
	if err != nil || links[0].Rev != linked.Rev {
		t.Errorf("%v: revision %d, was %d", err, links[0].Rev, linked.Rev)
	}
	if err := l.HandedOut(t.Context(), "no such link"); !errors.Is(err, ErrNotFound) {
		t.Errorf("%v", err)
	}
}
