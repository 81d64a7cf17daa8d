//go:build bench

package oauth_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the bare commits beside

	"crosswalk/internal/reach"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
)

// clocked sums up the time that the provider takes.
type clocked struct {
	http.RoundTripper
	spent time.Duration
}

func (c *clocked) RoundTrip(r *http.Request) (*http.Response, error) {
	began := time.Now()
	defer func() { c.spent += time.Since(began) }()
	return c.RoundTripper.RoundTrip(r)
}

// vaultCommits is how many writes a renewal makes durable: lease, intent, new pair, mark.
const vaultCommits = 4

// What renewing and storing one grant takes beyond the provider's replies, beside as many bare commits of the same
// size to a database with the same durability.
func TestNumbersOfOneRenewal(t *testing.T) {
	const rounds = 200
	s := newScene(t, sandbox.Options{}, rounds)
	var beyond, bare []time.Duration
	s.withBook(func(v *bookVault) {
		hc, err := reach.New(reach.Options{})
		if err != nil {
			t.Fatal(err)
		}
		provider := &clocked{RoundTripper: hc.Transport}
		own := *hc
		own.Transport = provider
		use := func(ctx context.Context, token oauth.Token) error {
			return callVersioned(ctx, &own, s.peer.URL+s.peer.Info, token)
		}
		r := oauth.New(s.peer.provider(), &own, oauth.Options{}).NewRenewer(v, use, oauth.RenewerOptions{})
		commit := bareCommits(t, v, s.grants)
		for _, grant := range s.grants {
			began, spent := time.Now(), provider.spent
			if _, err := r.Token(t.Context(), grant); err != nil {
				t.Fatal(err)
			}
			beyond = append(beyond, time.Since(began)-(provider.spent-spent))
			began = time.Now()
			commit(grant)
			bare = append(bare, time.Since(began))
		}
		s.posts.mu.Lock()
		defer s.posts.mu.Unlock()
		if len(s.posts.sent) != rounds {
			t.Errorf("%d tokens were exchanged in %d rounds", len(s.posts.sent), rounds)
		}
	})
	slices.Sort(beyond)
	slices.Sort(bare)
	ms := func(of []time.Duration, percent int) float64 {
		return float64(of[len(of)*percent/100]) / float64(time.Millisecond)
	}
	fmt.Printf("%-42s p50 %.1f ms (aim ≤ 5), p95 %.1f ms, beside %d bare commits: p50 %.1f ms, p95 %.1f ms\n",
		"renewing and storing, beyond the reply", ms(beyond, 50), ms(beyond, 95), vaultCommits, ms(bare, 50), ms(bare, 95))
}

// bareCommits gives what writes a grant's record that often to a database of nothing else.
func bareCommits(t *testing.T, v *bookVault, grants []string) func(grant string) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "bare.sqlite")+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	exec := func(query string, args ...any) {
		if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE TABLE pairs (id TEXT PRIMARY KEY, gen INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID`)
	p, _, err := v.Load(t.Context(), grants[0])
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := v.Seal(grants[0], 1, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, grant := range grants {
		exec(`INSERT INTO pairs VALUES (?, 1, ?)`, grant, sealed)
	}
	return func(grant string) {
		for range vaultCommits {
			exec(`UPDATE pairs SET gen = gen + 1, sealed = ? WHERE id = ?`, sealed, grant)
		}
	}
}
