package desk_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/storage"
)

func TestALongListOpensWithItsFirstRows(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.must(b.desk.Close(context.Background()))
	const many = 230
	l, err := storage.OpenLocal(t.Context(), filepath.Join(b.folder, desk.Practice.Name), storage.Options{})
	b.must(err)
	g, err := l.Hold(t.Context(), storage.Grant{Environment: desk.Practice.Name}, []byte("sealed"), time.Now().Add(time.Hour))
	b.must(err)
	var links []storage.Link
	for i := range many {
		links = append(links, storage.Link{Company: fmt.Sprint("company ", i), Name: fmt.Sprintf("Acme %03d", many-1-i)})
	}
	_, err = l.Attach(t.Context(), g.ID, links, nil)
	b.must(err)
	b.must(l.Close())

	o := b.options()
	o.RestAfter = time.Millisecond
	d := desk.New(o)
	t.Cleanup(func() { d.Close(context.Background()) })
	var mu sync.Mutex
	var seen []*desk.Snapshot
	d.Watch(func() {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, d.Snapshot())
	})
	b.must(d.Start(t.Context()))
	if s := d.Snapshot(); len(s.Links) != many || s.Unread != nil {
		t.Errorf("after the start %d links, unread %v", len(s.Links), s.Unread)
	}
	mu.Lock()
	defer mu.Unlock()
	first := seen[0]
	for i := 0; first.Stage != desk.Open; i++ {
		first = seen[i]
	}
	if len(first.Links) == 0 || len(first.Links) >= many || first.Unread == nil || first.Unread.Links != many-len(first.Links) {
		t.Fatalf("it opened with %d links, unread %+v", len(first.Links), first.Unread)
	}
	for i, l := range first.Links {
		if want := fmt.Sprintf("Acme %03d", i); l.Name != want {
			t.Fatalf("row %d is %s, want %s", i, l.Name, want)
		}
	}
}
