package oauth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestL1OnlyLoopbackIsListenedOn(t *testing.T) {
	for _, registered := range []string{anyPort, "http://[::1]/callback", "http://localhost:" + freePort(t) + "/callback", "https://firm.example/gusto"} {
		c := newConsent(t, redirects(registered))
		a := c.begin(t)
		for _, s := range a.listener.socks {
			if ip := s.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
				t.Errorf("%s: listens on %v", registered, ip)
			}
		}
		addresses, err := net.InterfaceAddrs()
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range addresses {
			ip := at.(*net.IPNet).IP
			if ip.IsLoopback() || ip.IsLinkLocalUnicast() {
				continue
			}
			if !portClosed(net.JoinHostPort(ip.String(), a.listener.port()))() {
				t.Errorf("%s: answers on %v", registered, ip)
			}
		}
	}
}

func TestThePortIsSettledWhenTheTabThatWaitsLearnsTheEnd(t *testing.T) {
	c := newConsent(t, nil)
	for range 200 {
		a := c.begin(t)
		live := make(chan int, 1)
		go func() {
			<-a.over
			c.mu.Lock()
			defer c.mu.Unlock()
			live <- a.listener.live
		}()
		a.Cancel()
		if n := <-live; n != 0 {
			t.Fatalf("the tab learns the end while its attempt still waits: %d", n)
		}
	}
}

func TestL2ThePortIsFreeAfterTheLandingPage(t *testing.T) {
	port := freePort(t)
	c := newConsent(t, redirects("http://127.0.0.1:"+port+"/callback"))
	a := c.begin(t)
	done := waitFor(t, a, nil)
	b := newBrowser(t)
	if page := b.land(b.start(a), "&code="+canaryCode); page.status != http.StatusOK {
		t.Fatalf("page: status %d", page.status)
	}
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the port is free", portClosed("127.0.0.1:"+port))
	take(t, "127.0.0.1:"+port)
	// A new attempt does without it.
	var busy *PortBusyError
	if _, err := c.Begin(t.Context()); !errors.As(err, &busy) {
		t.Errorf("begin on a taken port: %v", err)
	}
}

func TestL2TheNextAttemptTakesOverAPortThatIsBeingLeft(t *testing.T) {
	port := freePort(t)
	c := newConsent(t, redirects("http://127.0.0.1:"+port+"/callback"))
	for range 3 {
		a := c.begin(t)
		done := waitFor(t, a, nil)
		b := newBrowser(t)
		b.land(b.start(a), "&code="+canaryCode)
		if err := result(t, done); err != nil {
			t.Fatal(err)
		}
	}
}

func TestL4OnlyTheExactHostIsAnswered(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	port := a.listener.port()
	for _, host := range []string{"localhost:" + port, "127.0.0.1", "127.0.0.1:1", "evil.example", "evil.example:" + port, "127.0.0.1:" + port + ".", "[::1]:" + port, "127.1:" + port} {
		s, err := b.try("GET", q.Get("redirect_uri")+"?code=x&state="+q.Get("state"), map[string]string{"Host": host})
		if err != nil || s.status != http.StatusMisdirectedRequest {
			t.Errorf("host %q: status %d, %v", host, s.status, err)
		}
	}
	// As a proxy would be asked.
	for _, line := range []string{"GET http://evil.example/callback HTTP/1.1\r\nHost: evil.example", "GET http://" + a.listener.host + "/callback HTTP/1.1\r\nHost: " + a.listener.host} {
		if got := raw(t, a.listener.host, line+"\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.1 421") {
			t.Errorf("%q: %.40q", line, got)
		}
	}
	stillWaiting(t, a)
}

// raw sends bytes and returns what comes back until the other side closes.
func raw(t *testing.T, address, request string) string {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(8 * time.Second))
	_, _ = io.WriteString(c, request)
	got, _ := io.ReadAll(c)
	return string(got)
}

// way is one way of asking for an address.
type way struct {
	method string
	header map[string]string
}

// refuses asks in every way for both addresses of a consent that waits, its answer and its start address, and wants
// the same status each time. Nothing may come of it: the wait goes on, and the start address is not used up.
func refuses(t *testing.T, ways []way, status int, look func(way, shown)) {
	t.Helper()
	a, b, q := newConsent(t, nil).atGusto(t)
	start := a.StartURL()
	for _, w := range ways {
		for _, address := range []string{q.Get("redirect_uri") + "?code=x&state=" + q.Get("state"), start} {
			s, err := b.try(w.method, address, w.header)
			if err != nil || s.status != status {
				t.Errorf("%v: status %d, %v", w, s.status, err)
			}
			look(w, s)
		}
	}
	stillWaiting(t, a)
	// Browsers that send none of the fetch metadata are served.
	if s, err := b.try("GET", start, map[string]string{"Sec-Fetch-Dest": "", "Sec-Fetch-Mode": ""}); err != nil || s.status != http.StatusFound {
		t.Errorf("the start address was used up: %d, %v", s.status, err)
	}
}

func TestL5OnlyGetIsAnsweredAndNothingElseChangesAnything(t *testing.T) {
	var ways []way
	for _, method := range []string{"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"} {
		ways = append(ways, way{method, map[string]string{
			"Origin": "https://evil.example", "Access-Control-Request-Method": "GET",
			"Access-Control-Request-Private-Network": "true", "Access-Control-Request-Local-Network": "true",
		}})
	}
	refuses(t, ways, http.StatusMethodNotAllowed, func(w way, s shown) {
		if s.header.Get("Allow") != "GET" {
			t.Errorf("%s: allow %q", w.method, s.header.Get("Allow"))
		}
		for name := range s.header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s is sent", w.method, name)
			}
		}
	})
}

func TestL6WhatIsNoNavigationOfADocumentIsIgnored(t *testing.T) {
	refuses(t, []way{
		{"GET", map[string]string{"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"}}, {"GET", map[string]string{"Sec-Fetch-Dest": "iframe"}},
		{"GET", map[string]string{"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"}}, {"GET", map[string]string{"Sec-Fetch-Mode": "no-cors"}},
		{"GET", map[string]string{"Sec-Fetch-Dest": "script"}}, {"GET", map[string]string{"Sec-Fetch-Dest": "object"}},
	}, http.StatusForbidden, func(way, shown) {})
}

func TestL7PrefetchConsumesNothing(t *testing.T) {
	refuses(t, []way{
		{"GET", map[string]string{"Sec-Purpose": "prefetch"}}, {"GET", map[string]string{"Sec-Purpose": "prefetch;prerender"}},
		{"GET", map[string]string{"Purpose": "prefetch"}}, {"GET", map[string]string{"X-Purpose": "preview"}}, {"GET", map[string]string{"X-Moz": "prefetch"}},
	}, http.StatusServiceUnavailable, func(w way, s shown) {
		if s.header.Get("Location") != "" {
			t.Errorf("%v: leads on to %s", w, s.header.Get("Location"))
		}
	})
}

func TestL8OnlyExactPathsExist(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	host := "http://" + a.listener.host
	for _, path := range []string{"/", "/callback/", "/Callback", "//callback", "/callback/..", "/x/../callback", "/robots.txt", "/.well-known/x", "/callback;x", "/%63allback"} {
		if s := b.get(host + path + "?code=x&state=" + q.Get("state")); s.status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, s.status)
		}
	}
	s, err := b.try("GET", host+"/favicon.ico", map[string]string{"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"})
	if err != nil || s.status != http.StatusNoContent || s.body != "" {
		t.Errorf("favicon: status %d, %v", s.status, err)
	}
	stillWaiting(t, a)
}

func TestL9RepeatedOversizedAndBrokenParametersAreIgnored(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	state := "state=" + q.Get("state")
	for name, query := range map[string]string{
		"two codes":          state + "&code=a&code=b",
		"two states":         state + "&" + state + "&code=a",
		"two others":         state + "&code=a&scope=x&scope=x",
		"a long code":        state + "&code=" + strings.Repeat("c", maxParameter+1),
		"a long query":       state + "&code=a&" + longQuery(),
		"many parameters":    state + "&code=a" + manyParameters(),
		"a broken escape":    state + "&code=%zz",
		"a semicolon":        state + "&code=a;b=c",
		"code and error":     state + "&code=a&error=access_denied",
		"neither":            state,
		"an empty code":      state + "&code=",
		"nothing at all":     "",
		"a description only": state + "&error_description=x",
	} {
		if s := b.get(q.Get("redirect_uri") + "?" + query); s.status != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, s.status)
		}
	}
	stillWaiting(t, a)
	// The right answer still counts.
	done := waitFor(t, a, nil)
	b.land(q, "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
}

func longQuery() string {
	var s strings.Builder
	for i := range 5 {
		fmt.Fprintf(&s, "p%d=%s&", i, strings.Repeat("x", 4000))
	}
	return s.String()
}

func manyParameters() string {
	var s strings.Builder
	for i := range maxParameters {
		fmt.Fprintf(&s, "&p%d=1", i)
	}
	return s.String()
}

func TestL10UnknownStateNeverEndsTheWait(t *testing.T) {
	c := newConsent(t, nil)
	a, other := c.begin(t), c.begin(t)
	done := waitFor(t, a, nil)
	b := newBrowser(t)
	q := b.start(a)
	for _, query := range []string{
		"code=x&state=wrong", "code=x", "error=access_denied&state=wrong", "error=access_denied", "error=server_error&state=", "state=wrong", "code=x&state=" + q.Get("state") + "x",
		"code=x&state=" + strings.ToUpper(q.Get("state")),
	} {
		s := b.get(q.Get("redirect_uri") + "?" + query)
		if s.status != http.StatusBadRequest || !strings.Contains(s.body, "This page belongs to another sign-in") {
			t.Errorf("%s: status %d", query, s.status)
		}
		stillWaiting(t, a)
		for _, waiting := range []*Attempt{a, other} {
			eventually(t, "the screen is told", func() bool {
				select {
				case n := <-waiting.Notices():
					return n.Kind == StrayPage
				default:
					return false
				}
			})
		}
	}
	b.land(q, "&code="+canaryCode)
	if err := result(t, done); err != nil {
		t.Errorf("the right answer after the wrong ones: %v", err)
	}
	if n := len(c.server.posted()); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestL11DuplicatesShowTheSameOutcomeAndExchangeOnce(t *testing.T) {
	c := newConsent(t, nil)
	arrived, hold := c.server.holds(tokenAnswer(`{"access_token":"a","token_type":"bearer"}`))
	a, b, q := c.atGusto(t)
	c.begin(t) // keeps the port open for the reload at the end
	done := waitFor(t, a, nil)
	pages := make(chan shown, 8)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { pages <- b.land(q, "&code="+canaryCode) })
	}
	<-arrived
	eventually(t, "eight tabs are held", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return a.listener.held == 8
	})
	select {
	case s := <-pages:
		t.Fatalf("a page came before the exchange was over: %d", s.status)
	default:
	}
	close(hold)
	all.Wait()
	close(pages)
	for s := range pages {
		if !strings.Contains(s.body, "Blue Heron Bakery LLC is ready to link") {
			t.Errorf("page %q", s.body)
		}
	}
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	if s := b.land(q, "&code="+canaryCode); !strings.Contains(s.body, "Blue Heron Bakery LLC is ready to link") {
		t.Errorf("reloaded: page %q", s.body)
	}
	if n := len(c.server.posted()); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestL12ThePageComesAfterExchangeAndSettleAndAClosedTabStopsNeither(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	settling, finish := make(chan struct{}), make(chan struct{})
	done := waitFor(t, a, func(context.Context, Token) (Landing, error) {
		close(settling)
		<-finish
		return Landing{}, nil
	})
	b := newBrowser(t)
	q := b.start(a)
	ctx, closeTab := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", q.Get("redirect_uri")+"?code="+canaryCode+"&state="+q.Get("state"), nil)
	if err != nil {
		t.Fatal(err)
	}
	tab := make(chan error, 1)
	go func() {
		resp, err := b.c.Do(r)
		if err == nil {
			_ = resp.Body.Close()
		}
		tab <- err
	}()
	<-settling
	select {
	case err := <-tab:
		t.Fatalf("the page came while the token was being stored: %v", err)
	default:
	}
	closeTab()
	if err := <-tab; !errors.Is(err, context.Canceled) {
		t.Fatalf("closed tab: %v", err)
	}
	eventually(t, "the tab is let go", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return a.listener.held == 0
	})
	close(finish)
	if err := result(t, done); err != nil {
		t.Errorf("after the tab was closed: %v", err)
	}
}

func TestL13TheBrowserIsSentToACleanAddress(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	c.begin(t)
	done := waitFor(t, a, nil)
	s := b.get(q.Get("redirect_uri") + "?code=" + canaryCode + "&state=" + q.Get("state"))
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	to := s.header.Get("Location")
	if s.status != http.StatusSeeOther || !strings.HasPrefix(to, "/done/") || len(to) < 40 || s.body != "" {
		t.Errorf("status %d to %q", s.status, to)
	}
	page := b.follow(q.Get("redirect_uri"), s)
	for _, secret := range []string{canaryCode, q.Get("state"), canaryAccess} {
		if strings.Contains(to, secret) || strings.Contains(page.body, secret) {
			t.Errorf("%q is in the address or on the page", secret)
		}
	}
	again := b.follow(q.Get("redirect_uri"), s)
	if again.body != page.body {
		t.Error("a reload of the page shows something else")
	}
	if s := b.get("http://" + a.listener.host + "/done/guess"); s.status != http.StatusNotFound {
		t.Errorf("a guess: %d", s.status)
	}
}

func TestL14EveryAnswerIsHardened(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	c.begin(t)
	done := waitFor(t, a, nil)
	host := "http://" + a.listener.host
	refused, _ := b.try("POST", host+"/callback", nil)
	answers := map[string]shown{
		"start": b.get(a.StartURL()), "stray": b.get(q.Get("redirect_uri") + "?code=x&state=x"), "404": b.get(host + "/x"), "405": refused,
		"favicon": b.get(host + "/favicon.ico"), "callback": b.get(q.Get("redirect_uri") + "?code=" + canaryCode + "&state=" + q.Get("state")),
	}
	answers["done"] = b.follow(q.Get("redirect_uri"), answers["callback"])
	if err := result(t, done); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	}
	directives := []string{"default-src 'none'", "style-src 'unsafe-inline'", "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'", "sandbox"}
	for name, s := range answers {
		for header, value := range want {
			if s.header.Get(header) != value {
				t.Errorf("%s: %s is %q", name, header, s.header.Get(header))
			}
		}
		policy := strings.Split(s.header.Get("Content-Security-Policy"), "; ")
		for _, d := range directives {
			if !slices.Contains(policy, d) {
				t.Errorf("%s: the policy %q lacks %q", name, policy, d)
			}
		}
		for header := range s.header {
			if strings.HasPrefix(header, "Access-Control-") || header == "Server" || header == "Set-Cookie" && name != "start" && name != "callback" {
				t.Errorf("%s: sends %s", name, header)
			}
		}
		for _, foreign := range []string{"http://", "https://", "<script", "src=", "url(", "@import"} {
			if strings.Contains(s.body, foreign) {
				t.Errorf("%s: the page has %q in it", name, foreign)
			}
		}
		if strings.Contains(s.body, "<html") && !strings.Contains(s.body, `<link rel="icon" href="data:,">`) {
			t.Errorf("%s: the page asks for an icon", name)
		}
	}
}

func TestL15NothingOfARequestIsEchoed(t *testing.T) {
	c := newConsent(t, nil)
	a, b, q := c.atGusto(t)
	c.begin(t)
	done := waitFor(t, a, nil)
	attack := url.QueryEscape("<script>alert(1)</script>\x1b[31m\r\nSet-Cookie: a=b\u202e" + strings.Repeat("long ", 200))
	host := "http://" + a.listener.host
	for _, address := range []string{
		host + "/<script>alert(1)</script>", host + "/callback?state=x&error=" + attack + "&error_description=" + attack,
		host + "/callback?" + attack, host + "/done/<script>", host + "/start/<script>?<script>",
	} {
		if s := b.get(address); strings.Contains(s.body, "script") || strings.Contains(fmt.Sprint(s.header), "script") {
			t.Errorf("%.40s: echoed", address)
		}
	}
	page := b.land(q, "&error="+attack+"&error_description="+attack)
	if strings.Contains(page.body, "script") || strings.Contains(page.body, "alert") {
		t.Error("the page repeats the error")
	}
	var answer *AnswerError
	if err := result(t, done); !errors.As(err, &answer) {
		t.Fatalf("%v", err)
	}
	for _, s := range []string{answer.Code, answer.Description} {
		if strings.ContainsAny(s, "\x1b\r\n\u202e") || len([]rune(s)) > 240 {
			t.Errorf("%q is not cleaned", s)
		}
	}
	if !strings.Contains(answer.Description, "alert(1)") {
		t.Errorf("the window does not learn what the server said: %q", answer.Description)
	}
}

func TestL16IdleAndBrokenConnectionsBlockNobody(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	for range 64 { // browsers connect ahead and say nothing
		idle, err := net.Dial("tcp", a.listener.host)
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
	}
	if conn, err := tls.Dial("tcp", a.listener.host, &tls.Config{ServerName: "127.0.0.1"}); err == nil {
		_ = conn.Close()
		t.Error("TLS was spoken on a plain port")
	}
	if got := raw(t, a.listener.host, "garbage\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.1 400") {
		t.Errorf("garbage: %.40q", got)
	}
	if got := raw(t, a.listener.host, "GET /x HTTP/1.1\r\nHost: "+a.listener.host+"\r\n\r\n"); !strings.Contains(got, "Connection: close\r\n") {
		t.Errorf("connections are kept alive: %q", got)
	}
	huge := "GET /callback HTTP/1.1\r\nHost: " + a.listener.host + "\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"
	if got := raw(t, a.listener.host, huge); got != "" && !strings.HasPrefix(got, "HTTP/1.1 431") {
		t.Errorf("huge header: %.40q", got)
	}
	done := waitFor(t, a, nil)
	b := newBrowser(t)
	s := b.land(b.start(a), "&code="+canaryCode)
	if err := result(t, done); err != nil || s.status != http.StatusOK {
		t.Errorf("status %d, %v", s.status, err)
	}
}

func TestL16ARequestWithoutAnEndIsDropped(t *testing.T) {
	if patience := newConsent(t, nil).patience; patience != 5*time.Second {
		t.Errorf("a request may take %v to be told", patience)
	}
	c := newConsent(t, nil)
	c.patience = 30 * time.Millisecond
	a := c.begin(t)
	begun := time.Now()
	raw(t, a.listener.host, "GET /callback HTTP/1.1\r\nX: ") // returns when it is dropped
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("dropped after %v", took)
	}
	stillWaiting(t, a)
}

func TestL17SeveralAttemptsShareOnePort(t *testing.T) {
	port := freePort(t)
	c := newConsent(t, redirects("http://127.0.0.1:"+port+"/callback"))
	var attempts []*Attempt
	var done []<-chan error
	var asked []url.Values
	b := newBrowser(t)
	for i := range 5 {
		a := c.begin(t)
		attempts = append(attempts, a)
		done = append(done, waitFor(t, a, func(context.Context, Token) (Landing, error) {
			return Landing{Names: []string{fmt.Sprintf("Company %d", i)}}, nil
		}))
		asked = append(asked, b.start(a))
	}
	for _, i := range []int{3, 0, 4, 2, 1} {
		if s := b.land(asked[i], "&code=code"+fmt.Sprint(i)); !strings.Contains(s.body, fmt.Sprintf("Company %d is ready", i)) {
			t.Errorf("attempt %d: page %q", i, s.body)
		}
		if err := result(t, done[i]); err != nil {
			t.Errorf("attempt %d: %v", i, err)
		}
		if attempts[i].RedirectURI() != attempts[0].RedirectURI() {
			t.Errorf("attempt %d returns to %s", i, attempts[i].RedirectURI())
		}
		if attempts[i].OtherBrowser() {
			t.Errorf("attempt %d: its cookie was lost", i)
		}
	}
	if n := len(c.server.posted()); n != 5 {
		t.Errorf("%d posts", n)
	}
}

func TestL18ABusyPortGivesWayToTheNextAndAllBusyIsSaid(t *testing.T) {
	one, two := freePort(t), freePort(t)
	take(t, "127.0.0.1:"+one)
	c := newConsent(t, redirects("http://127.0.0.1:"+one+"/callback", "http://127.0.0.1:"+two+"/callback"))
	a := c.begin(t)
	if !strings.Contains(a.RedirectURI(), two) {
		t.Errorf("redirect %q", a.RedirectURI())
	}
	a.Cancel()
	take(t, "127.0.0.1:"+two)
	var busy *PortBusyError
	if _, err := c.Begin(t.Context()); !errors.As(err, &busy) || !slices.Equal(busy.Addresses, []string{"127.0.0.1:" + one, "127.0.0.1:" + two}) {
		t.Fatalf("all busy: %v", err)
	}
	// What remains is to paste.
	a, err := c.BeginPaste(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done := waitFor(t, a, nil)
	q := newBrowser(t).start(a)
	if q.Get("redirect_uri") != "http://127.0.0.1:"+one+"/callback" {
		t.Errorf("redirect %q", q.Get("redirect_uri"))
	}
	if err := a.Paste(q.Get("redirect_uri") + "?code=" + canaryCode + "&state=" + q.Get("state")); err != nil {
		t.Fatal(err)
	}
	if err := result(t, done); err != nil {
		t.Error(err)
	}
	if got := c.server.posted()[0].Get("redirect_uri"); got != q.Get("redirect_uri") {
		t.Errorf("exchanged with %q", got)
	}
}

func TestL18AnHTTPSPageComesAfterBusyPorts(t *testing.T) {
	one := freePort(t)
	take(t, "127.0.0.1:"+one)
	c := newConsent(t, redirects("http://127.0.0.1:"+one+"/callback", "https://firm.example/gusto"))
	if a := c.begin(t); a.RedirectURI() != "https://firm.example/gusto" {
		t.Errorf("redirect %q", a.RedirectURI())
	}
}

func TestL19CancelTimeoutAndCloseFreeThePort(t *testing.T) {
	for name, end := range map[string]struct {
		lifetime time.Duration
		end      func(*consent, *Attempt, context.CancelFunc)
		want     error
	}{
		"cancel":  {0, func(_ *consent, a *Attempt, _ context.CancelFunc) { a.Cancel() }, context.Canceled},
		"caller":  {0, func(_ *consent, _ *Attempt, cancel context.CancelFunc) { cancel() }, context.Canceled},
		"close":   {0, func(c *consent, _ *Attempt, _ context.CancelFunc) { c.Close() }, context.Canceled},
		"timeout": {30 * time.Millisecond, func(*consent, *Attempt, context.CancelFunc) {}, ErrTimedOut},
	} {
		t.Run(name, func(t *testing.T) {
			c := newConsent(t, func(_ *Provider, o *Options) { o.Lifetime = end.lifetime })
			a := c.begin(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := make(chan error, 1)
			go func() {
				done <- a.Wait(ctx, func(context.Context, Token) (Landing, error) { t.Error("settled"); return Landing{}, nil })
			}()
			end.end(c, a, cancel)
			if err := result(t, done); !errors.Is(err, end.want) {
				t.Errorf("%v, want %v", err, end.want)
			}
			eventually(t, "the port is free", portClosed(a.listener.host))
			if _, open := <-a.Notices(); open {
				t.Error("a notice after the end")
			}
		})
	}
}

func TestL19WithoutWaitAnAttemptEndsToo(t *testing.T) {
	c := newConsent(t, func(_ *Provider, o *Options) { o.Lifetime = 20 * time.Millisecond })
	a := c.begin(t)
	eventually(t, "the port is free", portClosed(a.listener.host))
	if err := a.Wait(t.Context(), nil); !errors.Is(err, ErrTimedOut) {
		t.Errorf("%v", err)
	}
	c = newConsent(t, nil)
	a = c.begin(t)
	b := newBrowser(t)
	q := b.start(a)
	page := make(chan shown, 1)
	go func() { page <- b.land(q, "&code="+canaryCode) }()
	<-a.answered
	a.Cancel()
	if s := <-page; !strings.Contains(s.body, "was canceled in Crosswalk") {
		t.Errorf("page %q", s.body)
	}
	if err := a.Wait(t.Context(), nil); !errors.Is(err, context.Canceled) || len(c.server.posted()) != 0 {
		t.Errorf("%v, %d posts", err, len(c.server.posted()))
	}
}

func TestL19ALateAnswerGetsAnHonestPage(t *testing.T) {
	c := newConsent(t, nil)
	early, waits := c.begin(t), c.begin(t)
	b := newBrowser(t)
	q := b.start(early)
	early.Cancel()
	if s := b.land(q, "&code="+canaryCode); !strings.Contains(s.body, "This sign-in was canceled in Crosswalk") {
		t.Errorf("after cancel: %q", s.body)
	}
	c.lifetime = 20 * time.Millisecond
	late := c.begin(t)
	q = b.start(late)
	<-late.over
	if s := b.land(q, "&code="+canaryCode); !strings.Contains(s.body, "Crosswalk stopped waiting") {
		t.Errorf("after the deadline: %q", s.body)
	}
	stillWaiting(t, waits)
	if n := len(c.server.posted()); n != 0 {
		t.Errorf("%d posts", n)
	}
}

func TestL19TheDeadlineIsVisibleAndCanBeExtended(t *testing.T) {
	var mu sync.Mutex
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	c := newConsent(t, func(_ *Provider, o *Options) { o.Now = clock })
	a := c.begin(t)
	if want := now.Add(10 * time.Minute); !a.Deadline().Equal(want) {
		t.Errorf("deadline %v, want %v", a.Deadline(), want)
	}
	mu.Lock()
	now = now.Add(9 * time.Minute)
	mu.Unlock()
	a.Extend()
	if want := now.Add(10 * time.Minute); !a.Deadline().Equal(want) {
		t.Errorf("extended to %v, want %v", a.Deadline(), want)
	}
	// A computer that slept past the deadline: the timer looks at the clock.
	mu.Lock()
	now = now.Add(2 * time.Hour)
	mu.Unlock()
	a.expire()
	if err := a.Wait(t.Context(), nil); !errors.Is(err, ErrTimedOut) {
		t.Errorf("%v", err)
	}
	a.Extend() // does nothing any more
}

func TestL19CloseTellsATabThatIsHeld(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	settling := make(chan struct{})
	done := waitFor(t, a, func(ctx context.Context, _ Token) (Landing, error) {
		close(settling)
		<-ctx.Done()
		return Landing{}, ctx.Err()
	})
	b := newBrowser(t)
	q := b.start(a)
	page := make(chan shown, 1)
	go func() { page <- b.land(q, "&code="+canaryCode) }()
	<-settling
	c.Close()
	if s := <-page; !strings.Contains(s.body, "was canceled in Crosswalk") {
		t.Errorf("page %q", s.body)
	}
	if err := result(t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if !portClosed(a.listener.host)() {
		t.Error("the port is open after Close")
	}
	if _, err := c.Begin(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("begin after close: %v", err)
	}
}

func TestL20DeniedIsCalmAndOtherErrorsSayWhatTheServerSaid(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	done := waitFor(t, a, nil)
	b := newBrowser(t)
	s := b.land(b.start(a), "&error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request.")
	if !strings.Contains(s.body, "Nothing was linked") || !strings.Contains(s.body, "You chose not to give access") || !strings.Contains(s.body, `"mark neutral"`) {
		t.Errorf("page %q", s.body)
	}
	var denied *DeniedError
	if err := result(t, done); !errors.As(err, &denied) || !strings.HasPrefix(denied.Description, "The resource owner") {
		t.Errorf("%v", err)
	}
	for _, code := range []string{"server_error", "temporarily_unavailable", "invalid_scope", "unauthorized_client", "something_new"} {
		a := c.begin(t)
		done := waitFor(t, a, nil)
		if s := b.land(b.start(a), "&error="+code+"&error_description=Why+not"); !strings.Contains(s.body, "The sign-in was not accepted") {
			t.Errorf("%s: page %q", code, s.body)
		}
		var answer *AnswerError
		if err := result(t, done); !errors.As(err, &answer) || answer.Code != code || answer.Description != "Why not" {
			t.Errorf("%s: %v", code, err)
		}
	}
	if n := len(c.server.posted()); n != 0 {
		t.Errorf("%d posts", n)
	}
}

func TestL22NothingOnThePortRedirectsElsewhere(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	b := newBrowser(t)
	host := "http://" + a.listener.host
	for _, address := range []string{
		a.StartURL() + "?to=https://evil.example", host + "/start/?u=https://evil.example", host + "/start/https://evil.example",
		host + "/callback?redirect_uri=https://evil.example&state=x&code=y", host + "/done/https://evil.example", host + "//evil.example",
	} {
		if s := b.get(address); s.header.Get("Location") != "" {
			t.Errorf("%s leads to %s", address, s.header.Get("Location"))
		}
	}
	s := b.get(a.StartURL())
	if u, err := url.Parse(s.header.Get("Location")); err != nil || u.Scheme+"://"+u.Host+u.Path != c.provider.AuthorizeURL {
		t.Errorf("the start address leads to %s, %v", s.header.Get("Location"), err)
	}
}

func TestL3ABoundPortIsNotSharedWithinThisSystem(t *testing.T) {
	c := newConsent(t, nil)
	a := c.begin(t)
	if l, err := net.Listen("tcp4", a.listener.host); err == nil {
		_ = l.Close()
		t.Error("the port can be listened on twice")
	}
}
