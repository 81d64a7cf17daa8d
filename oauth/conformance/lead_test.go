//go:build conformance

package conformance

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"crosswalk/oauth"
)

// agreeing is an authorization server that consents by itself.
func agreeing(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oauth/authorize", func(w http.ResponseWriter, r *http.Request) {
		q := url.Values{"code": {"abc"}, "state": {r.FormValue("state")}}
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?"+q.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"x","token_type":"bearer","expires_in":7200,"refresh_token":"y"}`))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// A page that goes on by itself does so without a script, and stays for who says so.
func TestThePageGoesOnByItselfUnlessThePersonStays(t *testing.T) {
	for _, stays := range []bool{false, true} {
		server, b := agreeing(t), chromium(t)
		site := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
		c := oauth.New(oauth.Provider{
			Name: "agreeing", AuthorizeURL: site + "/oauth/authorize", TokenURL: server.URL + "/oauth/token", ClientID: "firm",
			ClientSecret: oauth.NewSecret("secret"), Redirects: []string{"http://127.0.0.1/callback"},
		}, nil, oauth.Options{})
		t.Cleanup(c.Close)
		begin := func() *oauth.Attempt {
			a, err := c.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		first, second := begin(), begin()
		done := make(chan error, 2)
		go func() {
			done <- first.Wait(t.Context(), func(context.Context, oauth.Token) (oauth.Landing, error) {
				return oauth.Landing{Kind: oauth.LandedLinked, Names: []string{"Blue Heron Bakery LLC"}, Lead: &oauth.Lead{Name: "Sable & Finch CPA", Onward: true, Attempt: second}}, nil
			})
		}()
		ended := make(chan error, 1)
		go func() {
			ended <- second.Wait(t.Context(), func(context.Context, oauth.Token) (oauth.Landing, error) {
				return oauth.Landing{Kind: oauth.LandedLinked, Names: []string{"Sable & Finch CPA"}}, nil
			})
		}()
		b.open(first.StartURL())
		b.shows("goes on by itself in 3 seconds")
		if stays {
			b.click(".stay")
			b.shows("Enter does it, too.")
			select {
			case err := <-ended:
				t.Fatalf("it has gone on all the same: %v", err)
			case <-time.After(5 * time.Second):
			}
			b.do("press Enter", chromedp.KeyEvent("\r"))
		}
		b.shows("Sable &amp; Finch CPA is linked</h1>")
		b.landed("onward")
		for _, end := range []chan error{done, ended} {
			select {
			case err := <-end:
				if err != nil {
					t.Fatal(err)
				}
			case <-time.After(30 * time.Second):
				t.Fatal("Wait did not return")
			}
		}
	}
}

// The hands of a person who links forty companies stay on the keyboard, in one tab.
func TestEnterGoesOnFromOneConsentToTheNext(t *testing.T) {
	server, b := agreeing(t), chromium(t)
	site := strings.Replace(server.URL, "127.0.0.1", "localhost", 1) // another site than the program's own pages
	c := oauth.New(oauth.Provider{
		Name: "agreeing", AuthorizeURL: site + "/oauth/authorize", TokenURL: server.URL + "/oauth/token", ClientID: "firm",
		ClientSecret: oauth.NewSecret("secret"), Redirects: []string{"http://127.0.0.1/callback"},
	}, nil, oauth.Options{})
	t.Cleanup(c.Close)
	names := []string{"Blue Heron Bakery LLC", "Sable & Finch CPA", "Foxglove Florists"}
	attempt, err := c.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		var next *oauth.Attempt
		done := make(chan error, 1)
		go func() {
			done <- attempt.Wait(t.Context(), func(ctx context.Context, _ oauth.Token) (oauth.Landing, error) {
				landing := oauth.Landing{Kind: oauth.LandedLinked, Names: []string{name}}
				if i+1 < len(names) {
					next, _ = c.Begin(ctx)
					landing.Lead = &oauth.Lead{Name: names[i+1], Copied: true, Attempt: next}
				}
				return landing, nil
			})
		}()
		if i == 0 {
			b.open(attempt.StartURL())
		} else {
			b.do("press Enter", chromedp.KeyEvent("\r"))
		}
		b.shows(strings.ReplaceAll(name, "&", "&amp;") + " is linked</h1>")
		b.landed("lead-" + string(rune('a'+i)))
		select {
		case err := <-done:
			if err != nil || attempt.OtherBrowser() {
				t.Fatalf("%s: %v, another browser %v", name, err, attempt.OtherBrowser())
			}
		case <-time.After(30 * time.Second):
			t.Fatal("Wait did not return")
		}
		attempt = next
	}
	if len(b.history()) > 1+2*len(names) {
		t.Errorf("the history has %d entries", len(b.history()))
	}
}
