//go:build bench

package provision_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"

	"crosswalk/internal/pace"
)

// newMeasured is a bench whose provider takes some time more for each company.
func newMeasured(t *testing.T, slow time.Duration) *bench {
	b := newBenchWith(t, &bench{limits: pace.Limits{Grant: 1 << 20, Overall: 1 << 20}})
	inner := b.server.Config.Handler
	b.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/provision" && slow > 0 {
			<-time.After(slow)
		}
		inner.ServeHTTP(w, r)
	})
	return b
}

// taken is how long the provider's replies took since it was asked last.
func (b *bench) taken() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer func() { b.waited = 0 }()
	return b.waited
}

// From the click on Send to the claim link, with a look at all that is known and two synced writes in between.
func TestNumbersOfSending(t *testing.T) {
	b := newMeasured(t, 0)
	for i := range 500 { // a firm's clients, which the radar looks at
		_, err := b.desk.AddClient(t.Context(), desk.Draft{Name: name(i) + " Holdings", Number: fmt.Sprint(i)})
		b.must(err)
	}
	var beyond []time.Duration
	var provider time.Duration
	for i := range 60 {
		id := b.draft(form(fmt.Sprintf("%s LLC", name(500+i)), "", fmt.Sprintf("x@firm%d.com", i)))
		v, err := b.Review(t.Context(), id)
		b.must(err)
		b.taken()
		begun := time.Now()
		a, err := b.Send(t.Context(), id, keys(v.Likenesses))
		b.must(err)
		_, err = b.ClaimLink(t.Context(), a.ID)
		b.must(err)
		took, theirs := time.Since(begun), b.taken()
		beyond, provider = append(beyond, took-theirs), provider+theirs
	}
	slices.Sort(beyond)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	fmt.Printf("%-42s %8.1f ms beyond the provider's %.1f ms (aim ≤ 30; 95th of 100: %.1f, slowest %.1f; 500 clients, not drawn)\n",
		"Send to the claim link, median of 60", ms(beyond[len(beyond)/2]), ms(provider)/60, ms(beyond[len(beyond)*95/100]), ms(beyond[len(beyond)-1]))
}

// Five hundred rows, one after another, at a provider that takes a tenth of a second for each.
func TestNumbersOfManyAtOnce(t *testing.T) {
	const rows, slow = 500, 100 * time.Millisecond
	b := newMeasured(t, slow)
	text := list(rows)
	begun := time.Now()
	all, err := b.ReadRowsFrom(t.Context(), strings.NewReader(text))
	b.must(err)
	dry := time.Since(begun)
	begun = time.Now()
	_, err = b.Prepare(t.Context(), all)
	b.must(err)
	kept := time.Since(begun)
	b.taken()
	begun = time.Now()
	b.must(b.Run(t.Context(), func(provision.Batch) { b.pass(400 * time.Millisecond) }))
	took, theirs := time.Since(begun), b.taken() // by the real clock; for the limit of requests in a minute, time passes faster
	if now := b.batch(); now.Count.Created != rows {
		t.Fatalf("%+v %+v", now.Count, now.Why)
	}
	fmt.Printf("%-42s %8.1f s, the replies %.1f s: %.1f %% more (aim ≤ 5; dry run %.0f ms, aim < 1000; written down in %.0f ms)\n",
		"500 companies one after another", took.Seconds(), theirs.Seconds(), 100*(took.Seconds()/theirs.Seconds()-1), dry.Seconds()*1000, kept.Seconds()*1000)
}
