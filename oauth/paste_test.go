package oauth

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestE6E8APastedAddressIsCheckedLikeOneThatCame(t *testing.T) {
	c := newConsent(t, nil)
	a, other := c.begin(t), c.begin(t)
	b := newBrowser(t)
	q, q2 := b.start(a), b.start(other)
	back := q.Get("redirect_uri")
	state := q.Get("state")
	for name, test := range map[string]struct {
		text string
		want PasteKind
	}{
		"nothing":                       {"", PasteNoAddress},
		"words":                         {"I pressed Authorize", PasteNoAddress},
		"a code alone":                  {"4f9a0c", PasteNoAddress},
		"an endless text":               {"http://127.0.0.1/" + strings.Repeat("x", 40000), PasteNoAddress},
		"another site":                  {"https://example.com/callback?code=x&state=" + state, PasteOtherAddress},
		"another port":                  {"http://127.0.0.1:1/callback?code=x&state=" + state, PasteOtherAddress},
		"another path":                  {"http://" + a.listener.host + "/other?code=x&state=" + state, PasteOtherAddress},
		"https instead":                 {strings.Replace(back, "http:", "https:", 1) + "?code=x&state=" + state, PasteOtherAddress},
		"a user name in front":          {strings.Replace(back, "://", "://me@", 1) + "?code=x&state=" + state, PasteOtherAddress},
		"the server's own page":         {c.provider.AuthorizeURL + "?" + q.Encode(), PasteStillThere},
		"another page there":            {c.server.URL + "/login", PasteStillThere},
		"the start link":                {a.StartURL(), PasteStillThere},
		"a landing page":                {"http://" + a.listener.host + "/done/x", PasteOver},
		"without the end":               {back, PasteNoAnswer},
		"cut before the state":          {back + "?code=x", PasteNoAnswer},
		"a state alone":                 {back + "?state=" + state, PasteNoAnswer},
		"two codes":                     {back + "?code=x&code=y&state=" + state, PasteNoAnswer},
		"a wrong state":                 {back + "?code=x&state=wrong", PasteOtherAttempt},
		"an old answer to another port": {"http://127.0.0.1:1/callback?code=x&state=" + q2.Get("state"), PasteOtherAttempt},
		"another attempt's answer":      {back + "?code=x&state=" + q2.Get("state"), PasteOtherAttempt},
	} {
		var refused *PasteError
		if err := a.Paste(test.text); !errors.As(err, &refused) || refused.Kind != test.want {
			t.Errorf("%s: %v, want kind %d", name, err, test.want)
		} else if strings.Contains(err.Error(), "code=") {
			t.Errorf("%s: the error repeats the address", name)
		}
		stillWaiting(t, a)
	}
	done := waitFor(t, a, nil)
	good := back + "?code=" + canaryCode + "&state=" + state
	if err := a.Paste(good); err != nil {
		t.Fatal(err)
	}
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	if a.OtherBrowser() {
		t.Error("what the person pasted is told as another browser's")
	}
	var refused *PasteError
	if err := a.Paste(good + "x"); !errors.As(err, &refused) || refused.Kind != PasteOver && refused.Kind != PasteOtherAttempt {
		t.Errorf("after the end: %v", err)
	}
}

func TestE8APastedAddressMayBeRoughlyCopied(t *testing.T) {
	for name, rough := range map[string]func(string) string{
		"with spaces around": func(s string) string { return "  " + s + " \n" },
		"in brackets":        func(s string) string { return "<" + s + ">" },
		"in quotes":          func(s string) string { return "“" + s + "”" },
		"broken into lines":  func(s string) string { return s[:40] + "\r\n   " + s[40:] },
		"without the scheme": func(s string) string { return strings.TrimPrefix(s, "http://") },
		"with a fragment":    func(s string) string { return s + "#top" },
		"with a slash more":  func(s string) string { return strings.Replace(s, "/callback?", "/callback/?", 1) },
		"shouted":            func(s string) string { return strings.Replace(s, "http://", "HTTP://", 1) },
	} {
		c := newConsent(t, nil)
		a := c.begin(t)
		q := newBrowser(t).start(a)
		done := waitFor(t, a, nil)
		if err := a.Paste(rough(q.Get("redirect_uri") + "?code=" + canaryCode + "&state=" + q.Get("state"))); err != nil {
			t.Errorf("%s: %v", name, err)
			a.Cancel()
		}
		if err := result(t, done); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPasteCarriesADenialAndTheIssuerToo(t *testing.T) {
	c := newConsent(t, func(p *Provider, _ *Options) { p.Issuer, p.IssuerRequired = "https://as.example", true })
	a := c.begin(t)
	q := newBrowser(t).start(a)
	done := waitFor(t, a, nil)
	iss := "&iss=" + url.QueryEscape("https://as.example")
	if err := a.Paste(q.Get("redirect_uri") + "?error=access_denied&state=" + q.Get("state") + iss); err != nil {
		t.Fatal(err)
	}
	var denied *DeniedError
	if err := result(t, done); !errors.As(err, &denied) {
		t.Errorf("%v", err)
	}
	a = c.begin(t)
	q = newBrowser(t).start(a)
	done = waitFor(t, a, nil)
	if err := a.Paste(q.Get("redirect_uri") + "?code=x&state=" + q.Get("state")); err != nil {
		t.Fatal(err)
	}
	var wrong *IssuerError
	if err := result(t, done); !errors.As(err, &wrong) || len(c.server.posted()) != 0 {
		t.Errorf("%v", err)
	}
}

func TestAPageOfTheFirmsOwnIsAnsweredByPasteAlone(t *testing.T) {
	const own = "https://firm.example/gusto/callback"
	c := newConsent(t, redirects(own))
	a, b, q := c.atGusto(t)
	if q.Get("redirect_uri") != own || a.RedirectURI() != own {
		t.Fatalf("redirect %q and %q", q.Get("redirect_uri"), a.RedirectURI())
	}
	if s := b.get("http://" + a.listener.host + "/gusto/callback?code=x&state=" + q.Get("state")); s.status != 404 {
		t.Errorf("the port takes an answer: %d", s.status)
	}
	done := waitFor(t, a, nil)
	if err := a.Paste(own + "?code=" + canaryCode + "&state=" + q.Get("state")); err != nil {
		t.Fatal(err)
	}
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	if got := c.server.posted()[0].Get("redirect_uri"); got != own {
		t.Errorf("exchanged with %q", got)
	}
}

func TestE7AFixedPortCanBeForwarded(t *testing.T) {
	port := freePort(t)
	c := newConsent(t, redirects("http://127.0.0.1:"+port+"/callback", anyPort))
	if a := c.begin(t); a.RedirectURI() != "http://127.0.0.1:"+port+"/callback" {
		t.Errorf("redirect %q", a.RedirectURI())
	}
}
