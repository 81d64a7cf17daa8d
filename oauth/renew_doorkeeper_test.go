//go:build conformance

package oauth_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"crosswalk/oauth"
	"crosswalk/oauth/oauthtest"
)

// Renewal in processes that die, and in four at once, against an authorization server that nobody here wrote: the same
// Doorkeeper that the folder conformance starts for its browser.

// doorkeeper starts one that is lenient or strict, behind a ledger. For want of it the test is skipped, or fails where
// nothing may be missing.
func doorkeeper(t *testing.T, rotation string) *scene {
	t.Helper()
	address, err := url.Parse(oauthtest.Doorkeeper(t, "conformance/testdata/doorkeeper", practiceSecret, rotation))
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(address); r.SetXForwarded() }}
	s := stage(t, proxy, peer{ID: "client0", Secret: practiceSecret, Info: "/oauth/token/info"})
	s.consent = func() oauth.Token { return s.consentAtDoorkeeper() }
	return s
}

var hidden = regexp.MustCompile(`<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"`)

// consentAtDoorkeeper presses Authorize on the page that a browser would show.
func (s *scene) consentAtDoorkeeper() oauth.Token {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	hc := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := hc.Get(s.askingForConsent())
	if err != nil {
		s.t.Fatal(err)
	}
	page, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		s.t.Fatal(err)
	}
	if to, err := resp.Location(); err == nil && to.Query().Has("code") {
		return s.exchange(resp) // the same person again
	}
	form, _, _ := strings.Cut(string(page), "</form>")
	values := url.Values{}
	for _, field := range hidden.FindAllStringSubmatch(form, -1) {
		values.Set(field[1], html.UnescapeString(field[2]))
	}
	if resp, err = hc.PostForm(s.peer.URL+"/oauth/authorize", values); err != nil {
		s.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return s.exchange(resp)
}

func TestDoorkeeperAKillAtEveryPointOfARenewal(t *testing.T) {
	for _, rotation := range []string{"lenient", "strict"} {
		t.Run(rotation, func(t *testing.T) {
			s := doorkeeper(t, rotation)
			for i, point := range crashPoints {
				t.Run(fmt.Sprintf("%d %s", i+1, point.name), func(t *testing.T) {
					one := *s
					one.t, one.dir, one.grants = t, t.TempDir(), nil
					one.fill(1)
					one.diesAt(point.name, point.lost && rotation == "strict")
				})
			}
		})
	}
}

func TestDoorkeeperFourProcessesThatWantTheSameAtOnceRenewItOnce(t *testing.T) {
	for _, rotation := range []string{"lenient", "strict"} {
		t.Run(rotation, func(t *testing.T) {
			s := doorkeeper(t, rotation)
			s.fill(6)
			s.racesFor(4, 2)
		})
	}
}
