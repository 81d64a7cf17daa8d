package desk

import (
	"context"
	"maps"
	"slices"
	"sync"

	"crosswalk/internal/gusto"
	"crosswalk/storage"
)

// learned are the tax numbers of linked companies, nine digits each, by link: as Gusto told them, sealed in the book.
type learned struct {
	mu    sync.Mutex
	eins  map[string]string
	whole bool // all that are kept were read
}

// all gives every one that is kept. One that cannot be opened is left out: Gusto tells it again.
func (l *learned) all(ctx context.Context, book Book, keys *storage.Keys) (map[string]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.whole {
		return maps.Clone(l.eins), nil
	}
	rows, err := book.SecretRows(ctx, storage.EINColumn)
	if err != nil {
		return nil, err
	}
	var links []storage.Link
	if len(rows) > 0 {
		if links, err = book.Links(ctx); err != nil {
			return nil, err
		}
	}
	safe := storage.NewSafe(keys, book)
	for _, k := range links {
		if _, kept := slices.BinarySearch(rows, k.ID); kept && l.eins[k.ID] == "" {
			if ein, err := safe.Get(ctx, k.ID, storage.EINColumn); err == nil {
				l.put(k.ID, string(ein))
			}
		}
	}
	l.whole = ctx.Err() == nil
	return maps.Clone(l.eins), ctx.Err()
}

// forget drops all of them.
func (l *learned) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.eins, l.whole = nil, false
}

func (l *learned) put(link, ein string) {
	if l.eins == nil {
		l.eins = map[string]string{}
	}
	l.eins[link] = ein
}

// learn keeps the tax number of a linked company, when it is news. That it cannot be kept keeps nobody from anything.
func (d *Desk) learn(ctx context.Context, o *office, a *access, link string, told gusto.EIN) {
	ein := digitsOf(string(told))
	if len(ein) != 9 {
		return
	}
	l := &a.learned
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.eins[link] == ein {
		return
	}
	safe := storage.NewSafe(a.vault.Keys(), o.book)
	if kept, err := safe.Get(ctx, link, storage.EINColumn); err != nil || string(kept) != ein {
		if err := safe.Put(ctx, link, storage.EINColumn, []byte(ein)); err != nil {
			d.options.Log.Warn("keep the tax number of a linked company", "error", err)
			return
		}
	}
	l.put(link, ein)
}
