package desk

import (
	"context"
	"sync"

	"crosswalk/internal/match"
)

// recognizer says which client a company is. Reading twenty thousand names takes a second, so it is done before a
// browser comes back, and again only when clients have changed.
type recognizer struct {
	mu      sync.Mutex
	clients []clientRev
	index   *match.Index
}

type clientRev struct {
	id  string
	rev int64
}

// ready gives the index of the present clients. It blocks on the disk when they have changed.
func (r *recognizer) ready(ctx context.Context, o *office, a *access, now *Snapshot) (*match.Index, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.index != nil && r.knows(now.Clients) {
		return r.index, nil
	}
	stored, err := o.book.Clients(ctx)
	if err != nil {
		return nil, err
	}
	eins := a.eins(stored)
	clients := make([]match.Client, 0, len(stored))
	revs := make([]clientRev, 0, len(stored))
	for _, c := range stored {
		clients = append(clients, match.Client{ID: c.ID, Name: c.Name, EIN: eins[c.ID]})
		revs = append(revs, clientRev{c.ID, c.Rev})
	}
	r.clients, r.index = revs, match.New(clients)
	return r.index, nil
}

// forget drops the index: tax numbers are in it.
func (r *recognizer) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clients, r.index = nil, nil
}

// at gives the index as it was last needed; nil before. It does not block on the disk.
func (r *recognizer) at() *match.Index {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.index
}

func (r *recognizer) knows(clients []Client) bool {
	if len(clients) != len(r.clients) {
		return false
	}
	for i, c := range clients {
		if r.clients[i] != (clientRev{c.ID, c.Rev}) {
			return false
		}
	}
	return true
}

// recognize says for each company of an offer which link it has already, and else which client it is.
func (d *Desk) recognize(ctx context.Context, o *office, a *access, offer *Offer) error {
	now := d.Snapshot()
	index, err := o.desk.clients.ready(ctx, o, a, now)
	if err != nil {
		return err
	}
	for i := range offer.Companies {
		c := &offer.Companies[i]
		l, linked := now.linked(c.Company)
		if linked {
			c.Linked = l.ID
		}
		if client, ok := now.Client(l.Client); ok {
			c.There = &Proposal{Client: client.ID, Number: client.Number, Name: client.Name, Kind: "linked"}
			continue
		}
		p, ok := index.Best(match.Company{Name: c.Name, TradeName: c.TradeName, EIN: c.ein})
		if client, known := now.Client(p.ID); ok && known {
			c.There = &Proposal{Client: client.ID, Number: client.Number, Name: client.Name, Kind: string(p.Kind)}
		}
	}
	return nil
}
