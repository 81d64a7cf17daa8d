package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"crosswalk/internal/reach"
)

// run takes one attempt from the start address to its end with the right answer.
func (c *consent) run(t *testing.T) (Token, shown, error) {
	t.Helper()
	a := c.begin(t)
	var got Token
	done := waitFor(t, a, func(_ context.Context, tok Token) (Landing, error) { got = tok; return Landing{}, nil })
	b := newBrowser(t)
	page := b.land(b.start(a), "&code="+canaryCode)
	return got, page, result(t, done)
}

func TestOneCodeIsPostedOnceWhateverTheEndpointAnswers(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer elsewhere.Close()
	drop := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}
	redirect := func(code int, to string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(code)
		}
	}
	for name, answer := range map[string]http.HandlerFunc{
		"500": status(500), "502": status(502), "503": status(503), "504": status(504), "429": status(429), "408": status(408), "425": status(425),
		"400": status(400), "401": status(401), "404": status(404), "204": status(204), "200 with nothing": status(200),
		"dropped line": drop, "307 to itself": redirect(307, "/oauth/token"), "308 elsewhere": redirect(308, elsewhere.URL), "302 to a page": redirect(302, "/login"),
		"303": redirect(303, "/login"), "301": redirect(301, "/oauth/token"), "307 elsewhere": redirect(307, elsewhere.URL),
		"invalid_client": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(401)
			_, _ = io.WriteString(w, `{"error":"invalid_client"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newConsent(t, nil)
			c.server.answers(answer)
			_, page, err := c.run(t)
			if err == nil {
				t.Error("no error")
			}
			posts := c.server.posted()
			if len(posts) != 1 || posts[0].Get("code") != canaryCode {
				t.Errorf("%d posts", len(posts))
			}
			c.server.mu.Lock()
			defer c.server.mu.Unlock()
			if c.server.elsewhere != 0 {
				t.Errorf("%d requests elsewhere", c.server.elsewhere)
			}
			if !strings.Contains(page.body, "Nothing was linked") {
				t.Errorf("page %q", page.body)
			}
		})
	}
}

func TestOneCodeIsPostedOnceThroughTheProgramsOwnTransport(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"dropped line": func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				_ = conn.Close()
			}
		},
		"cut answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			_, _ = io.WriteString(w, `{"access_token":"`)
		},
	} {
		c := newConsent(t, nil)
		hc, err := reach.New(reach.Options{UserAgent: "test"})
		if err != nil {
			t.Fatal(err)
		}
		c.http = hc
		c.server.answers(answer)
		_, _, got := c.run(t)
		var ambiguous *AmbiguousError
		var re *reach.Error
		if !errors.As(got, &ambiguous) || !errors.As(got, &re) || !re.Sent {
			t.Errorf("%s: %v, want an *AmbiguousError around a *reach.Error that was sent", name, got)
		}
		if n := len(c.server.posted()); n != 1 {
			t.Errorf("%s: %d posts", name, n)
		}
	}
}

func TestWhatCouldNotBeSentIsNoAmbiguity(t *testing.T) {
	c := newConsent(t, func(p *Provider, _ *Options) { p.TokenURL = "http://127.0.0.1:1/oauth/token" })
	hc, err := reach.New(reach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.http = hc
	_, page, got := c.run(t)
	var re *reach.Error
	var ambiguous *AmbiguousError
	if !errors.As(got, &re) || re.Sent || re.Cause != reach.ConnectionRefused || errors.As(got, &ambiguous) {
		t.Errorf("%v", got)
	}
	if !strings.Contains(page.body, "could not pick it up") {
		t.Errorf("page %q", page.body)
	}
}

func TestEachAnswerOfTheTokenEndpointHasItsOwnError(t *testing.T) {
	type want struct {
		refused   RefusedKind
		isRefused bool
		server    bool
		ambiguous bool
		code      string
	}
	for _, test := range []struct {
		name   string
		status int
		body   string
		want   want
	}{
		{"used code", 400, `{"error":"invalid_grant","error_description":"The provided authorization grant is invalid"}`, want{refused: GrantRefused, isRefused: true, code: "invalid_grant"}},
		{"wrong secret", 401, `{"error":"invalid_client"}`, want{refused: KeysRefused, isRefused: true, code: "invalid_client"}},
		{"unauthorized client", 403, `{"error":"unauthorized_client"}`, want{refused: KeysRefused, isRefused: true, code: "unauthorized_client"}},
		{"missing verifier", 400, `{"error":"invalid_request"}`, want{refused: NotAccepted, isRefused: true, code: "invalid_request"}},
		{"unknown code", 400, `{"error":"strange"}`, want{refused: NotAccepted, isRefused: true, code: "strange"}},
		{"an error under 200", 200, `{"error":"invalid_grant"}`, want{refused: GrantRefused, isRefused: true, code: "invalid_grant"}},
		{"400 without a body", 400, ``, want{refused: NotAccepted, isRefused: true}},
		{"404 page", 404, `<html>not here</html>`, want{refused: NotAccepted, isRefused: true}},
		{"401 page of a proxy", 401, `<html>who are you</html>`, want{refused: NotAccepted, isRefused: true}},
		{"redirect", 307, ``, want{refused: NotAccepted, isRefused: true}},
		{"later", 400, `{"error":"temporarily_unavailable"}`, want{server: true, code: "temporarily_unavailable"}},
		{"429", 429, ``, want{server: true}},
		{"503 page", 503, `<html>maintenance</html>`, want{server: true}},
		{"500 with a code", 500, `{"error":"invalid_grant"}`, want{server: true, code: "invalid_grant"}},
		{"a web page", 200, `<html>sign in to the hotel</html>`, want{ambiguous: true}},
		{"cut JSON", 200, `{"access_token":"` + canaryAccess, want{ambiguous: true}},
		{"no token", 200, `{"token_type":"bearer"}`, want{ambiguous: true}},
		{"null", 200, `null`, want{ambiguous: true}},
		{"a list", 200, `[]`, want{ambiguous: true}},
		{"another type of token", 200, `{"access_token":"` + canaryAccess + `","token_type":"mac"}`, want{ambiguous: true}},
		{"a token with a line break", 200, `{"access_token":"` + canaryAccess + `\r\nX: y"}`, want{ambiguous: true}},
		{"a token of another kind", 200, `{"access_token":7}`, want{ambiguous: true}},
		{"too long", 200, `{"access_token":"` + canaryAccess + `","x":"` + strings.Repeat("x", maxAnswer) + `"}`, want{ambiguous: true}},
		{"empty", 200, ``, want{ambiguous: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newConsent(t, nil)
			c.server.answers(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Request-Id", "req-1, req-1")
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			})
			_, _, err := c.run(t)
			var refused *RefusedError
			var server *ServerError
			var ambiguous *AmbiguousError
			var got want
			id := ""
			switch {
			case errors.As(err, &refused):
				got, id = want{refused: refused.Kind, isRefused: true, code: refused.Code}, refused.RequestID
			case errors.As(err, &server):
				got, id = want{server: true, code: server.Code}, server.RequestID
				if server.RetryAfter != 7*time.Second || server.Untouched() != (test.status == 503 || test.status == 429) {
					t.Errorf("retry after %v, untouched %v", server.RetryAfter, server.Untouched())
				}
			case errors.As(err, &ambiguous):
				got, id = want{ambiguous: true}, ambiguous.RequestID
			}
			if got != test.want {
				t.Errorf("%+v (%v), want %+v", got, err, test.want)
			}
			if id != "req-1" {
				t.Errorf("request id %q", id)
			}
			if s := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(s, canaryAccess) || strings.Contains(s, "hotel") || strings.Contains(s, canaryCode) || strings.Contains(s, "RetrieveError") {
				t.Errorf("the error repeats the answer: %s", s)
			}
		})
	}
}

func TestE12ExpiryIsLocalTimeAtTheAnswerPlusExpiresIn(t *testing.T) {
	now := time.Now() // with a monotonic reading
	for _, test := range []struct {
		body string
		want time.Duration // 0: not stated
	}{
		{`7200`, 7200 * time.Second}, {`"7200"`, 7200 * time.Second}, {`7200.0`, 7200 * time.Second}, {`1.5`, 1500 * time.Millisecond}, {`7.2e3`, 7200 * time.Second},
		{`0`, 0}, {`-1`, 0}, {`null`, 0}, {`""`, 0}, {`"soon"`, 0}, {`{}`, 0}, {`[1]`, 0}, {`true`, 0}, {`"NaN"`, 0},
		{`1e30`, maxExpiry}, {`99999999999999999999999`, maxExpiry}, {`"Inf"`, maxExpiry}, {`9223372036854775807`, maxExpiry},
	} {
		c := newConsent(t, func(_ *Provider, o *Options) { o.Now = func() time.Time { return now } })
		c.server.answers(tokenAnswer(`{"access_token":"` + canaryAccess + `","token_type":"Bearer","created_at":1,"expires_in":` + test.body + `}`))
		got, _, err := c.run(t)
		if err != nil {
			t.Errorf("%s: a good token was thrown away: %v", test.body, err)
			continue
		}
		want := time.Time{}
		if test.want != 0 {
			want = now.Round(0).Add(test.want)
		}
		if !got.Expiry.Equal(want) || got.Expiry != got.Expiry.Round(0) {
			t.Errorf("%s: expiry %v, want %v without a monotonic reading", test.body, got.Expiry, want)
		}
	}
	c := newConsent(t, nil)
	c.server.answers(tokenAnswer(`{"access_token":"` + canaryAccess + `"}`))
	if got, _, err := c.run(t); err != nil || !got.Expiry.IsZero() || !got.Refresh.IsZero() {
		t.Errorf("an answer with a token alone: %v, %v", got, err)
	}
}

func TestE12AClockThatIsOffIsTold(t *testing.T) {
	for _, off := range []time.Duration{0, 4 * time.Minute, 2 * time.Hour, -2 * time.Hour} {
		c := newConsent(t, nil)
		c.server.answers(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(-off).UTC().Format(http.TimeFormat))
			tokenAnswer(`{"access_token":"a"}`)(w, r)
		})
		a := c.begin(t)
		done := waitFor(t, a, nil)
		b := newBrowser(t)
		b.land(b.start(a), "&code="+canaryCode)
		if err := result(t, done); err != nil {
			t.Errorf("a clock %v off ends the consent: %v", off, err)
		}
		told := time.Duration(0)
		for n := range a.Notices() {
			if n.Kind == ClockOff {
				told = n.Skew
			}
		}
		if off.Abs() <= maxSkew && told != 0 || off.Abs() > maxSkew && (told-off).Abs() > time.Minute {
			t.Errorf("%v off: told %v", off, told)
		}
	}
}

func TestE13TheTokenRequestCarriesWhatItShould(t *testing.T) {
	c := newConsent(t, nil)
	jar := newBrowser(t).c.Jar
	c.http.Jar = jar
	c.http.CheckRedirect = nil // follows, if it were asked
	c.server.answers(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "x", Path: "/"})
		tokenAnswer(`{"access_token":"a"}`)(w, r)
	})
	for range 2 {
		if _, _, err := c.run(t); err != nil {
			t.Fatal(err)
		}
	}
	for i, h := range c.server.headers {
		if h.Get("Accept") != "application/json" || h.Get("Cookie") != "" || h.Get("Referer") != "" || !strings.HasPrefix(h.Get("Content-Type"), "application/x-www-form-urlencoded") {
			t.Errorf("request %d: %v", i, h)
		}
	}
}

func TestE13AnExchangeHasAnEnd(t *testing.T) {
	c := newConsent(t, nil)
	var limit atomic.Int64
	c.http = &http.Client{Transport: tripFunc(func(r *http.Request) (*http.Response, error) {
		if end, ok := r.Context().Deadline(); ok {
			limit.Store(int64(time.Until(end)))
		}
		if r.GetBody != nil {
			t.Error("the body can be sent again by a lower layer")
		}
		return nil, context.DeadlineExceeded
	})}
	_, _, err := c.run(t)
	var ambiguous *AmbiguousError
	if !errors.As(err, &ambiguous) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if d := time.Duration(limit.Load()); d <= 20*time.Second || d > 30*time.Second {
		t.Errorf("the exchange may take %v", d)
	}
}

type tripFunc func(*http.Request) (*http.Response, error)

func (f tripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestE13ASecondPostIsStopped(t *testing.T) {
	c := newConsent(t, nil)
	hc, _ := c.once()
	for i, want := range []bool{true, false} {
		resp, err := hc.Post(c.provider.TokenURL, "application/x-www-form-urlencoded", strings.NewReader("x=y"))
		if err == nil {
			_ = resp.Body.Close()
		}
		if (err == nil) != want {
			t.Errorf("post %d: %v", i+1, err)
		}
	}
	if n := len(c.server.posted()); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestE14TheSecretIsInTheBodyAndNowhereElse(t *testing.T) {
	c := newConsent(t, nil)
	var where []string
	base := c.http.Transport
	c.http = &http.Client{Transport: tripFunc(func(r *http.Request) (*http.Response, error) {
		where = append(where, r.URL.String(), fmt.Sprint(r.Header))
		return base.RoundTrip(r)
	})}
	if _, _, err := c.run(t); err != nil {
		t.Fatal(err)
	}
	for _, s := range where {
		if strings.Contains(s, canarySecret) || strings.Contains(s, canaryCode) || strings.Contains(s, "Authorization") {
			t.Errorf("%s", s)
		}
	}
	form := c.server.posted()[0]
	if form.Get("client_secret") != canarySecret || form.Get("client_id") != "client0" || form.Get("grant_type") != "authorization_code" || len(form["client_secret"]) != 1 {
		t.Errorf("%d fields posted", len(form))
	}
	// A public client sends none.
	c = newConsent(t, func(p *Provider, _ *Options) { p.ClientSecret = Secret{} })
	if _, _, err := c.run(t); err != nil || c.server.posted()[0].Has("client_secret") {
		t.Errorf("public client: %v", err)
	}
}

func TestCancelDuringTheExchangeReturnsAtOnceAndTheTokenIsRevoked(t *testing.T) {
	c := newConsent(t, nil)
	arrived, hold := c.server.holds(tokenAnswer(`{"access_token":"` + canaryAccess + `","refresh_token":"` + canaryFresh + `"}`))
	a := c.begin(t)
	done := waitFor(t, a, func(context.Context, Token) (Landing, error) { t.Error("settled"); return Landing{}, nil })
	b := newBrowser(t)
	q := b.start(a)
	page := make(chan shown, 1)
	go func() { page <- b.land(q, "&code="+canaryCode) }()
	<-arrived
	a.Cancel()
	if err := result(t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if s := <-page; !strings.Contains(s.body, "was canceled in Crosswalk") {
		t.Errorf("page %q", s.body)
	}
	close(hold)
	eventually(t, "both tokens are revoked", func() bool {
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		return len(c.server.revoked) == 2 && c.server.revoked[0] == canaryFresh && c.server.revoked[1] == canaryAccess
	})
}

func TestCancelWhileSettlingEndsItsContextAndItsResultStands(t *testing.T) {
	for name, stored := range map[string]bool{"given up": false, "stored all the same": true} {
		c := newConsent(t, nil)
		a := c.begin(t)
		settling := make(chan struct{})
		done := waitFor(t, a, func(ctx context.Context, _ Token) (Landing, error) {
			close(settling)
			<-ctx.Done()
			if stored {
				return Landing{}, nil
			}
			return Landing{}, fmt.Errorf("store: %w", ctx.Err())
		})
		b := newBrowser(t)
		q := b.start(a)
		page := make(chan shown, 1)
		go func() { page <- b.land(q, "&code="+canaryCode) }()
		<-settling
		a.Cancel()
		err := result(t, done)
		s := <-page
		if stored && (err != nil || !strings.Contains(s.body, "You are signed in")) || !stored && (!errors.Is(err, context.Canceled) || !strings.Contains(s.body, "canceled")) {
			t.Errorf("%s: %v, page %q", name, err, s.body)
		}
	}
}
