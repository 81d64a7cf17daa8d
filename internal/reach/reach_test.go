package reach

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const canary = "canary-query"

func client(t *testing.T, o Options) *http.Client {
	t.Helper()
	clearProxies(t)
	hc, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hc.CloseIdleConnections)
	return hc
}

func clearProxies(t *testing.T) {
	t.Helper()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "XDG_CURRENT_DESKTOP"} {
		t.Setenv(name, "")
	}
}

// dialing returns a client whose connections are made by dial.
func dialing(t *testing.T, dial dialFunc) *http.Client {
	t.Helper()
	clearProxies(t)
	hc, err := build(Options{}, dial, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return hc
}

func quietServer(t *testing.T, h http.Handler, start func(*httptest.Server)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	start(s)
	t.Cleanup(s.Close)
	return s
}

// failure expects an *Error that holds nothing of the address's query.
func failure(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %T %v, want *reach.Error", err, err)
	}
	plain := Explain(fmt.Errorf("outer: %w", err))
	for _, text := range []string{e.Error(), plain.Error(), fmt.Sprintf("%+v %#v", plain, *e)} {
		if strings.Contains(text, canary) {
			t.Fatalf("the query is in the error: %s", text)
		}
	}
	return e
}

func get(hc *http.Client, base string) error {
	resp, err := hc.Get(base + "/x?secret=" + canary)
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
	}
	return err
}

func post(hc *http.Client, base string) error {
	resp, err := hc.Post(base+"/x?secret="+canary, "application/x-www-form-urlencoded", strings.NewReader("a=b"))
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
	}
	return err
}

func TestDialFailuresAreToldApartAndCertainlyNotSent(t *testing.T) {
	op := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for name, c := range map[string]struct {
		err  error
		want Cause
	}{
		"refused":            {op(os.NewSyscallError("connect", refusedErrnos[0])), ConnectionRefused},
		"no network":         {op(os.NewSyscallError("connect", noRouteErrnos[0])), NoRoute},
		"name unknown":       {op(&net.DNSError{Err: "no such host", Name: "api.test", IsNotFound: true}), DNS},
		"name server silent": {op(&net.DNSError{Err: "i/o timeout", Name: "api.test", IsTimeout: true}), DNS},
		"slow":               {op(os.ErrDeadlineExceeded), Timeout},
		"something else":     {op(syscall.Errno(0x7f)), Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			hc := dialing(t, func(context.Context, string, string) (net.Conn, error) { return nil, c.err })
			for _, send := range []func(*http.Client, string) error{get, post} {
				e := failure(t, send(hc, "http://api.test"))
				if e.Cause != c.want || e.Sent || e.Host != "api.test" {
					t.Errorf("got %v sent=%v host=%q, want %v, not sent", e.Cause, e.Sent, e.Host, c.want)
				}
				if !errors.Is(e, c.err) {
					t.Error("the inner error cannot be reached")
				}
			}
		})
	}
}

func TestARealClosedPortIsRefused(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String()
	_ = l.Close()
	if e := failure(t, get(client(t, Options{}), address)); e.Cause != ConnectionRefused || e.Sent {
		t.Errorf("got %v sent=%v", e.Cause, e.Sent)
	}
}

func TestAnswersThatNeverComeOrAreCutCountAsSent(t *testing.T) {
	hijack := func(write string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			c, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(c, write)
			_ = c.Close()
		}
	}
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want Cause
	}{
		"line dropped":   {hijack(""), Cut},
		"headers cut":    {hijack("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"), Cut},
		"body cut":       {hijack("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access"), Cut},
		"chunks cut":     {hijack("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"acc\r\n"), Cut},
		"not HTTP":       {hijack("secret=" + canary + "\r\n\r\n"), Unknown},
		"portal's own":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(511) }, CaptivePortal},
		"headers flood":  {hijack("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("y", headerLimit+10) + "\r\n\r\n"), Unknown},
		"bad chunk size": {hijack("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"), Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			s := quietServer(t, c.h, (*httptest.Server).Start)
			e := failure(t, post(client(t, Options{}), s.URL))
			if e.Cause != c.want || !e.Sent {
				t.Errorf("got %v sent=%v (%v), want %v, sent", e.Cause, e.Sent, e.Err, c.want)
			}
		})
	}
}

func TestATimeLimitAndACancelStayRecognizable(t *testing.T) {
	arrived, release := make(chan struct{}, 4), make(chan struct{})
	s := quietServer(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-release
	}), (*httptest.Server).Start)
	t.Cleanup(func() { close(release) })
	hc := client(t, Options{})

	send := func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/?secret="+canary, strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = hc.Do(req)
		return err
	}
	late, stop := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer stop()
	if e := failure(t, send(late)); e.Cause != Timeout || !e.Sent || !errors.Is(e, context.DeadlineExceeded) || !e.Timeout() {
		t.Errorf("deadline: got %v sent=%v", e.Cause, e.Sent)
	}
	<-arrived
	for name, cause := range map[string]error{"plain": nil, "with a cause of its own": errors.New("window closed")} {
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { <-arrived; cancel(cause) }()
		if e := failure(t, send(ctx)); e.Cause != Canceled || !e.Sent || !errors.Is(e, context.Canceled) {
			t.Errorf("cancel %s: got %v sent=%v", name, e.Cause, e.Sent)
		}
	}
	dead, kill := context.WithCancel(t.Context())
	kill()
	if e := failure(t, send(dead)); e.Cause != Canceled || e.Sent {
		t.Errorf("canceled before: got %v sent=%v, want not sent", e.Cause, e.Sent)
	}
}

func certificate(t *testing.T, from, to time.Time, names ...string) (tls.Certificate, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shape := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, DNSNames: names,
		Subject: pkix.Name{Organization: []string{"Harbor\x1b[31m Antivirus"}}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if len(names) == 0 {
		shape.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	der, err := x509.CreateCertificate(rand.Reader, shape, shape, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func tlsServer(t *testing.T, c tls.Certificate, change ...func(*tls.Config)) *httptest.Server {
	t.Helper()
	return quietServer(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), func(s *httptest.Server) {
		s.TLS = &tls.Config{Certificates: []tls.Certificate{c}}
		for _, f := range change {
			f(s.TLS)
		}
		s.StartTLS()
	})
}

func caFile(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCertificatesAreCheckedAndFaultsNamed(t *testing.T) {
	now := time.Now()
	good, goodPEM := certificate(t, now.Add(-time.Hour), now.Add(time.Hour))
	early, earlyPEM := certificate(t, now.Add(48*time.Hour), now.Add(72*time.Hour))
	over, overPEM := certificate(t, now.Add(-72*time.Hour), now.Add(-48*time.Hour))
	other, otherPEM := certificate(t, now.Add(-time.Hour), now.Add(time.Hour), "elsewhere.test")
	for name, c := range map[string]struct {
		cert   tls.Certificate
		trust  []byte
		change func(*tls.Config)
		want   Cause
		detail string
	}{
		"unknown authority is named": {good, nil, func(*tls.Config) {}, TLSIntercepted, "Harbor [31m Antivirus"},
		"not valid yet":              {early, earlyPEM, func(*tls.Config) {}, ClockWrong, now.Add(48 * time.Hour).UTC().Format(time.DateOnly)},
		"over":                       {over, overPEM, func(*tls.Config) {}, TLSOther, "ended on " + now.Add(-48*time.Hour).UTC().Format(time.DateOnly) + "; the date here is " + now.UTC().Format(time.DateOnly)},
		"for another name":           {other, otherPEM, func(*tls.Config) {}, TLSOther, "another name"},
		"TLS 1.1 only":               {good, goodPEM, func(c *tls.Config) { c.MaxVersion = tls.VersionTLS11; c.MinVersion = tls.VersionTLS10 }, TLSOther, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{}
			if c.trust != nil {
				o.ExtraCA = caFile(t, c.trust)
			}
			e := failure(t, post(client(t, o), tlsServer(t, c.cert, c.change).URL))
			if e.Cause != c.want || e.Sent || !strings.Contains(e.Detail, c.detail) {
				t.Errorf("got %v sent=%v detail=%q (%v), want %v, not sent, %q", e.Cause, e.Sent, e.Detail, e.Err, c.want, c.detail)
			}
		})
	}
	plain := quietServer(t, http.NotFoundHandler(), (*httptest.Server).Start)
	if e := failure(t, get(client(t, Options{}), strings.Replace(plain.URL, "http:", "https:", 1))); e.Cause != TLSOther || e.Sent {
		t.Errorf("an unencrypted server: got %v sent=%v", e.Cause, e.Sent)
	}
	if err := get(client(t, Options{ExtraCA: caFile(t, goodPEM)}), tlsServer(t, good).URL); err != nil {
		t.Errorf("an authority in the extra file is not trusted: %v", err)
	}
}

func TestABadAuthorityFileIsNamed(t *testing.T) {
	for name, path := range map[string]string{"absent": filepath.Join(t.TempDir(), "none.pem"), "no certificate": caFile(t, []byte("hello"))} {
		_, err := New(Options{ExtraCA: path})
		var bad *CAFileError
		if !errors.As(err, &bad) || bad.Path != path || bad.Err == nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	_, err := New(Options{ExtraCA: filepath.Join(t.TempDir(), "none.pem")})
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an absent file is not recognizable: %v", err)
	}
}

func TestNoRequestThatChangesSomethingIsSentTwice(t *testing.T) {
	var posts atomic.Int32
	s := quietServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			return
		}
		posts.Add(1)
		switch r.URL.Path {
		case "/307":
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		case "/500":
			w.WriteHeader(http.StatusInternalServerError)
		default:
			c, _, _ := http.NewResponseController(w).Hijack()
			_ = c.Close()
		}
	}), (*httptest.Server).Start)
	hc := client(t, Options{})
	if err := get(hc, s.URL); err != nil { // leaves a connection that could be reused
		t.Fatal(err)
	}
	for _, path := range []string{"/307", "/500", "/dropped"} {
		posts.Store(0)
		resp, err := hc.Post(s.URL+path, "text/plain", bytes.NewReader([]byte("once")))
		if err == nil {
			_ = resp.Body.Close()
		}
		if n := posts.Load(); n != 1 {
			t.Errorf("%s: the server saw %d posts", path, n)
		}
	}
}

func TestAPostNeverUsesAnOldConnection(t *testing.T) {
	var dials atomic.Int32
	s := quietServer(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), (*httptest.Server).Start)
	hc := dialing(t, func(ctx context.Context, network, address string) (net.Conn, error) {
		dials.Add(1)
		return new(net.Dialer).DialContext(ctx, network, address)
	})
	defer hc.CloseIdleConnections()
	for _, send := range []func(*http.Client, string) error{get, get, post, post, get} {
		if err := send(hc, s.URL); err != nil {
			t.Fatal(err)
		}
	}
	if n := dials.Load(); n != 3 {
		t.Errorf("%d connections for three reads and two posts, want one shared by the reads and one for each post", n)
	}
}

func TestRedirectsComeBackAndCookiesAreForgotten(t *testing.T) {
	var cookies, agents []string
	s := quietServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookies, agents = append(cookies, r.Header.Get("Cookie")), append(agents, r.UserAgent())
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		http.Redirect(w, r, "/next", http.StatusFound)
	}), (*httptest.Server).Start)
	hc := client(t, Options{UserAgent: "Crosswalk/9 (test)"})
	for range 2 {
		resp, err := hc.Get(s.URL)
		if err != nil || resp.StatusCode != http.StatusFound {
			t.Fatalf("%v %v", resp, err)
		}
		_ = resp.Body.Close()
	}
	if len(cookies) != 2 || cookies[1] != "" || agents[0] != "Crosswalk/9 (test)" {
		t.Errorf("cookies %q, agents %q", cookies, agents)
	}
	if hc.Timeout != 0 || hc.Jar != nil {
		t.Error("the client has a time limit or a cookie jar")
	}
}

func TestProxyFailuresAreTheProxys(t *testing.T) {
	answering := func(code int) string {
		return quietServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }), (*httptest.Server).Start).URL
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String()
	_ = l.Close()
	for name, c := range map[string]struct {
		proxy, target string
		want          Cause
	}{
		"wants a password, tunnel": {answering(407), "https://api.test", ProxyAuth},
		"wants a password, plain":  {answering(407), "http://api.test", ProxyAuth},
		"refuses the tunnel":       {answering(403), "https://api.test", Proxy},
		"wants a sign-in":          {answering(511), "https://api.test", CaptivePortal},
		"is not there":             {closed, "https://api.test", Proxy},
		"is no address":            {"http://user:" + canary + "@%zz:1", "https://api.test", Proxy},
		"is not there, socks":      {strings.Replace(closed, "http:", "socks5:", 1), "https://api.test", Proxy},
	} {
		t.Run(name, func(t *testing.T) {
			hc := client(t, Options{})
			t.Setenv("HTTPS_PROXY", c.proxy)
			t.Setenv("HTTP_PROXY", c.proxy)
			e := failure(t, post(hc, c.target))
			if e.Cause != c.want || e.Sent || e.Host != "api.test" {
				t.Errorf("got %v sent=%v host=%q (%v)", e.Cause, e.Sent, e.Host, e.Err)
			}
		})
	}
}

func TestThisComputerIsNeverAskedThroughAProxy(t *testing.T) {
	s := &proxySetting{now: time.Now, read: func(context.Context) httpproxy.Config {
		return httpproxy.Config{HTTPProxy: "http://proxy.test:1", HTTPSProxy: "http://proxy.test:1"}
	}}
	clearProxies(t)
	for address, direct := range map[string]bool{
		"http://127.0.0.1:4000": true, "http://localhost:1": true, "http://[::1]:1": true, "http://127.9.9.9": true,
		"https://api.gusto.com": false, "http://api.test": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		via, err := s.forRequest(&http.Request{URL: u})
		if err != nil || (via == nil) != direct {
			t.Errorf("%s goes via %v (%v)", address, via, err)
		}
	}
}

func TestTheSystemsProxyIsAskedAgainAfterAWhileAndTheEnvironmentWins(t *testing.T) {
	clearProxies(t)
	now, asked, host := time.Unix(1e9, 0), 0, "one.test:8080"
	s := &proxySetting{now: func() time.Time { return now }, read: func(context.Context) httpproxy.Config {
		asked++
		return httpproxy.Config{HTTPSProxy: host, NoProxy: "direct.test"}
	}}
	via := func(address string) string {
		u, _ := url.Parse(address)
		p, err := s.forRequest(&http.Request{URL: u})
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			return ""
		}
		return p.Host
	}
	if got := via("https://api.test") + " " + via("https://direct.test"); got != "one.test:8080 " || asked != 1 {
		t.Fatalf("got %q after asking %d times", got, asked)
	}
	host = "two.test:8080"
	now = now.Add(proxyMemory + time.Second)
	if got := via("https://api.test"); got != "two.test:8080" || asked != 2 {
		t.Fatalf("got %q after asking %d times", got, asked)
	}
	t.Setenv("HTTPS_PROXY", "http://env.test:3128")
	now = now.Add(proxyMemory + time.Second)
	if got := via("https://api.test"); got != "env.test:3128" || asked != 2 {
		t.Fatalf("got %q after asking %d times", got, asked)
	}
}

func TestTheSystemsOwnWordsForAProxyAreUnderstood(t *testing.T) {
	gnome := `org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '*.firm.test']
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy.http enabled false
org.gnome.system.proxy.http host 'plain.test'
org.gnome.system.proxy.http port 8080
org.gnome.system.proxy.https host 'secure.test'
org.gnome.system.proxy.https port 8443
org.gnome.system.proxy.socks host ''
org.gnome.system.proxy.socks port 0
`
	mac := `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  HTTPEnable : 0
  HTTPProxy : plain.test
  HTTPPort : 8080
  HTTPSEnable : 1
  HTTPSPort : 8443
  HTTPSProxy : secure.test
  SOCKSEnable : 1
  SOCKSPort : 1080
  SOCKSProxy : socks.test
}
`
	for name, c := range map[string]struct{ got, want httpproxy.Config }{
		"GNOME manual": {fromGSettings(gnome), httpproxy.Config{HTTPProxy: "http://plain.test:8080", HTTPSProxy: "http://secure.test:8443", NoProxy: "localhost,127.0.0.0/8,*.firm.test"}},
		"GNOME none":   {fromGSettings(strings.Replace(gnome, "'manual'", "'none'", 1)), httpproxy.Config{}},
		"GNOME socks":  {fromGSettings("org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.socks host 's.test'\norg.gnome.system.proxy.socks port 1080\n"), httpproxy.Config{HTTPProxy: "socks5://s.test:1080", HTTPSProxy: "socks5://s.test:1080"}},
		"macOS":        {fromScutil(mac), httpproxy.Config{HTTPProxy: "socks5://socks.test:1080", HTTPSProxy: "http://secure.test:8443", NoProxy: "*.local,169.254/16"}},
		"macOS none":   {fromScutil("<dictionary> {\n}\n"), httpproxy.Config{}},
		"Windows one":  {fromWinINET("proxy.test:8080", "*.firm.test;<local>;10.*"), httpproxy.Config{HTTPProxy: "http://proxy.test:8080", HTTPSProxy: "http://proxy.test:8080", NoProxy: "*.firm.test,10.*"}},
		"Windows each": {fromWinINET("http=a.test:1;https=b.test:2;socks=c.test:3", ""), httpproxy.Config{HTTPProxy: "http://a.test:1", HTTPSProxy: "http://b.test:2"}},
		"Windows none": {fromWinINET("", ""), httpproxy.Config{}},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, c.got, c.want)
		}
	}
}

func TestSkewComparesTheDateHeader(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	h := http.Header{"Date": {at.Format(http.TimeFormat)}}
	if d, ok := Skew(h, at.Add(2*time.Hour)); !ok || d != 2*time.Hour {
		t.Errorf("ahead: %v %v", d, ok)
	}
	if d, ok := Skew(h, at.Add(-7*time.Minute)); !ok || d != -7*time.Minute {
		t.Errorf("behind: %v %v", d, ok)
	}
	for _, bad := range []http.Header{{}, {"Date": {"yesterday"}}} {
		if _, ok := Skew(bad, at); ok {
			t.Errorf("%v counts as a date", bad)
		}
	}
}

func TestExplainServesOtherClientsToo(t *testing.T) {
	if Explain(nil) != nil {
		t.Error("nothing became an error")
	}
	ours := errors.New("parse reply")
	if Explain(ours) != ours {
		t.Error("an error that is not the transport's was changed")
	}
	_, err := (&http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, os.NewSyscallError("connect", refusedErrnos[0])
	}}}).Get("http://api.test/?secret=" + canary)
	if e := failure(t, Explain(err)); e.Cause != ConnectionRefused || e.Host != "api.test" || !e.Sent {
		t.Errorf("got %v host=%q sent=%v", e.Cause, e.Host, e.Sent)
	}
}

func TestEveryCauseHasItsWords(t *testing.T) {
	seen := map[string]Cause{}
	for c := Unknown; c <= Cut; c++ {
		if other, twice := seen[c.String()]; twice || c.String() == "" {
			t.Errorf("%d and %d share the words %q", c, other, c)
		}
		seen[c.String()] = c
	}
}
