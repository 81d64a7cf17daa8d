//go:build bench

package desk

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/internal/pace"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// always is access that is fresh and a Gusto that knows every company, so that what is measured is the desk.
type always struct{}

func (*always) Token(_ context.Context, grant string) (oauth.Token, error) {
	return oauth.Token{Access: oauth.NewSecret(grant), Expiry: time.Now().Add(time.Hour)}, nil
}
func (a *always) Refused(ctx context.Context, grant string, _ oauth.Token) (oauth.Token, error) {
	return a.Token(ctx, grant)
}
func (*always) Resume()                     {}
func (*always) Close(context.Context) error { return nil }

func (*always) TokenInfo(context.Context, string) (gusto.TokenInfo, error) {
	return gusto.TokenInfo{Scopes: []string{"public", "companies:read"}}, nil
}
func (*always) Me(context.Context, string) (gusto.Me, error) { return gusto.Me{}, nil }
func (*always) Company(_ context.Context, _, company string) (gusto.Company, error) {
	return gusto.Company{UUID: company, Status: "Approved"}, nil
}
func (*always) DisconnectApp(context.Context, string, string) error           { return nil }
func (*always) Admins(context.Context, string, string) ([]gusto.Admin, error) { return nil, nil }

// Memory while 20,000 links are verified, beside before.
func TestNumbersOfTwentyThousand(t *testing.T) {
	const grants, each = 2000, 10
	folder := t.TempDir()
	d := New(Options{
		Folder: folder, HTTP: http.DefaultClient, Keeper: storage.FileKeeper{Dir: filepath.Join(folder, "keys")}, Limits: pace.Limits{Grant: 1 << 20, Overall: 1 << 20},
		Practice: func(context.Context, string) (Registration, error) {
			env := Practice
			env.BaseURL = "http://127.0.0.1:9"
			return Registration{Environment: env, ClientID: "firm", Secret: oauth.NewSecret("secret")}, nil
		},
	})
	if err := d.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.StartPractice(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer d.Close(context.WithoutCancel(t.Context()))
	o := d.office
	for n := range grants {
		g, err := o.book.Hold(t.Context(), storage.Grant{Environment: o.env.Name, Scope: "public companies:read"}, []byte("sealed"), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		var links []storage.Link
		for i := range each {
			links = append(links, storage.Link{Company: storage.NewID(), Name: fmt.Sprintf("Company %d of %d LLC", i, n), Place: "Portland, OR"})
		}
		if _, err := o.book.Attach(t.Context(), g.ID, links, nil); err != nil {
			t.Fatal(err)
		}
	}
	a, err := d.unlock(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	fake := &always{}
	a.grants, a.payroll = fake, fake
	if err := d.refresh(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	before, peak := rss(t), int64(0)
	begun := time.Now()
	r, err := d.VerifyAll(t.Context(), RoundWish{}, func(Progress) { peak = max(peak, rss(t)) })
	if err != nil || r.Fine != grants*each {
		t.Fatalf("%v %+v", err, r.Count)
	}
	t.Logf("%d links in %v: %d MB before, %d MB at most: %.2f times (aim 1.5)", grants*each, time.Since(begun).Round(time.Second), before>>20, peak>>20, float64(peak)/float64(before))
}

func rss(t *testing.T) int64 {
	text, err := os.ReadFile("/proc/self/statm") // proc_pid_statm(5): pages
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
