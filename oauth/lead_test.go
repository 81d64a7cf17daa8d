package oauth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var leadAddress = regexp.MustCompile(`<a href="(http://127\.0\.0\.1:\d+/start/[A-Za-z0-9_-]{22})" autofocus>`)

// leadOf is the address that a page leads on to; "" for none.
func leadOf(page shown) string {
	if m := leadAddress.FindStringSubmatch(page.body); m != nil {
		return m[1]
	}
	return ""
}

// inARow has two consents, of which the page of the first leads on to the second.
func inARow(t *testing.T, c *consent, first *Attempt, kind LandingKind) (*Attempt, <-chan error) {
	t.Helper()
	next := c.begin(t)
	lead := &Lead{Name: "Sable & Finch CPA", Copied: true, Attempt: next}
	first.OnDenied(func(context.Context) *Lead { return lead })
	return next, waitFor(t, first, func(context.Context, Token) (Landing, error) {
		return Landing{Kind: kind, Names: []string{"Blue Heron Bakery LLC"}, Lead: lead}, nil
	})
}

func TestThePageOfOneConsentLeadsToTheNext(t *testing.T) {
	c := newConsent(t, nil)
	first := c.begin(t)
	next, done := inARow(t, c, first, LandedLinked)
	b := newBrowser(t)
	page := b.land(b.start(first), "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	for _, must := range []string{"Blue Heron Bakery LLC is linked", "Sable &amp; Finch CPA", "on your clipboard"} {
		if !strings.Contains(page.body, must) {
			t.Errorf("the page lacks %q", must)
		}
	}
	for _, secret := range []string{canaryCode, canaryAccess, next.secrets.state.Reveal(), next.secrets.verifier.Reveal(), "script"} {
		if strings.Contains(page.body, secret) {
			t.Errorf("the page holds %q", secret)
		}
	}
	if csp := page.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.HasSuffix(csp, "sandbox allow-scripts") {
		t.Errorf("the policy is %q", csp)
	}
	address := leadOf(page)
	for range 2 { // people click twice
		s := b.get(address)
		u, err := url.Parse(s.header.Get("Location"))
		if s.status != http.StatusFound || err != nil || u.Query().Get("state") != next.secrets.state.Reveal() {
			t.Fatalf("the way on ends with %d at %v", s.status, u)
		}
	}
	last := waitFor(t, next, nil)
	b.land(b.start(next), "&code="+canaryCode)
	if err := result(t, last); err != nil || next.OtherBrowser() {
		t.Errorf("the next consent: %v, another browser %v", err, next.OtherBrowser())
	}
	if s := b.get(address); s.status != http.StatusGone {
		t.Errorf("after the end the way on still leads: %d", s.status)
	}
}

func TestADeniedConsentLeadsOnToo(t *testing.T) {
	c := newConsent(t, nil)
	first := c.begin(t)
	_, done := inARow(t, c, first, LandedLinked)
	b := newBrowser(t)
	page := b.land(b.start(first), "&error=access_denied")
	var denied *DeniedError
	if err := result(t, done); !errors.As(err, &denied) {
		t.Fatal(err)
	}
	if !strings.Contains(page.body, "Nothing was linked") || leadOf(page) == "" {
		t.Error("the page does not say so, or leads nowhere")
	}
}

func TestAPageWhoseNextConsentHasEndedSendsBackToTheWindow(t *testing.T) {
	c := newConsent(t, nil)
	first := c.begin(t)
	next, done := inARow(t, c, first, LandedLinked)
	b := newBrowser(t)
	q := b.start(first)
	s := b.get(q.Get("redirect_uri") + "?state=" + q.Get("state") + "&code=" + canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	next.Cancel()
	page := b.follow(q.Get("redirect_uri"), s)
	if leadOf(page) != "" || !strings.Contains(page.body, "go back to Crosswalk") {
		t.Errorf("the page is %s", page.body)
	}
	if csp := page.header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, "; sandbox") {
		t.Errorf("the policy is %q", csp)
	}
}

func TestAPageThatAsksDoesNotClaimThatAnythingIsLinked(t *testing.T) {
	c := newConsent(t, nil)
	first := c.begin(t)
	done := waitFor(t, first, func(context.Context, Token) (Landing, error) {
		return Landing{Kind: LandedAsks, Names: []string{"Whitfield Holdings LLC"}}, nil
	})
	b := newBrowser(t)
	page := b.land(b.start(first), "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.body, "Whitfield Holdings LLC is not linked yet") || !strings.Contains(page.body, "it asks what to do") || leadOf(page) != "" {
		t.Errorf("the page is %s", page.body)
	}
}

func TestThePageGoesOnByItselfOnlyWhenToldToAndNeverAfterADenial(t *testing.T) {
	for name, c := range map[string]struct {
		onward, deny bool
		want         bool
	}{"told to": {onward: true, want: true}, "not told": {}, "denied": {onward: true, deny: true}} {
		t.Run(name, func(t *testing.T) {
			co := newConsent(t, nil)
			first, next := co.begin(t), co.begin(t)
			lead := &Lead{Name: "Sable & Finch CPA", Onward: c.onward, Attempt: next}
			first.OnDenied(func(context.Context) *Lead { return lead })
			done := waitFor(t, first, func(context.Context, Token) (Landing, error) {
				return Landing{Kind: LandedLinked, Names: []string{"Blue Heron Bakery LLC"}, Lead: lead}, nil
			})
			b := newBrowser(t)
			q, answer := b.start(first), "&code="+canaryCode
			if c.deny {
				answer = "&error=access_denied"
			}
			s := b.get(q.Get("redirect_uri") + "?state=" + q.Get("state") + answer)
			<-done
			at, err := url.Parse(q.Get("redirect_uri"))
			if err != nil {
				t.Fatal(err)
			}
			at.Path = s.header.Get("Location")
			page := b.get(at.String())
			want := ""
			if c.want {
				want = "3; url=" + leadOf(page)
			}
			if got := page.header.Get("Refresh"); got != want || leadOf(page) == "" {
				t.Errorf("Refresh: %q, want %q", got, want)
			}
			at.RawQuery = "stay"
			page = b.get(at.String())
			if page.header.Get("Refresh") != "" || leadOf(page) == "" || strings.Contains(page.body, "by itself") {
				t.Errorf("who stays is led on all the same, or cannot go on: %s", page.body)
			}
		})
	}
}
