package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
)

// way examines the way to Gusto, part by part, from here to there. The first part that is at fault is told as a fault,
// and those behind it as not found out.
func (p Patient) way(ctx context.Context, tell func(Finding)) {
	base, err := url.Parse(p.Environment.BaseURL)
	if err != nil || base.Hostname() == "" {
		tell(Finding{Check: Gusto, State: Fault, Cause: desk.BadSetup, Detail: "The address of Gusto is missing"})
		return
	}
	via, first := p.proxy(ctx)
	host, port := hostOf(base, via)
	open := func(f Finding) bool { tell(f); return f.State != Fault }
	if !open(first) {
		return
	}
	if !open(timed(ctx, DNS, networkLimit, func(ctx context.Context) Finding { return p.dns(ctx, host, via.Proxy) })) {
		return
	}
	if !open(timed(ctx, Route, networkLimit, func(ctx context.Context) Finding { return p.route(ctx, host, port, via.Proxy) })) {
		return
	}
	begun := time.Now()
	ctx, cancel := context.WithTimeout(ctx, networkLimit)
	defer cancel()
	for _, f := range p.answer(ctx, base, via) {
		f.Took = time.Since(begun)
		tell(f)
	}
}

// hostOf is where a connection is opened to: Gusto, or the proxy on the way.
func hostOf(base *url.URL, via reach.Way) (host, port string) {
	at := base
	if proxy, err := url.Parse(via.Proxy); err == nil && via.Proxy != "" {
		at = proxy
	}
	port = at.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[at.Scheme]
	}
	return at.Hostname(), port
}

func (p Patient) proxy(ctx context.Context) (reach.Way, Finding) {
	begun := time.Now()
	via, err := reach.WayTo(ctx, p.Environment.BaseURL)
	f := Finding{Check: Proxy, State: Fine, Took: time.Since(begun)}
	switch {
	case err != nil:
		f = lost(err, Proxy)
	case via.Proxy == "":
		f.Facts = "none"
	default:
		f.Facts = named(via)
	}
	f.Check = Proxy
	return via, f
}

// named is which proxy, and where it is set.
func named(via reach.Way) string {
	if via.From == "" {
		return via.Proxy + ", from the system’s settings"
	}
	return via.Proxy + ", from the environment (" + via.From + ")"
}

func (p Patient) dns(ctx context.Context, host, proxy string) Finding {
	if net.ParseIP(host) != nil {
		return Finding{State: Fine, Facts: host + " is an address"}
	}
	resolver := p.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	found, err := reach.Resolve(ctx, resolver, host)
	if err != nil {
		return at(lost(err, DNS), proxy)
	}
	return Finding{State: Fine, Facts: host + ": " + strings.Join(found, ", ")}
}

func (p Patient) route(ctx context.Context, host, port, proxy string) Finding {
	where := net.JoinHostPort(host, port)
	if err := reach.Connect(ctx, &net.Dialer{Resolver: p.Resolver}, where); err != nil {
		return at(lost(err, Route), proxy)
	}
	return Finding{State: Fine, Facts: "connected to " + where}
}

// at turns a fault on the way to a proxy into the proxy's.
func at(f Finding, proxy string) Finding {
	if proxy != "" && f.State == Fault {
		f.Facts, f.Cause, f.Detail = f.Facts+" (the proxy)", desk.ProxyBroken, proxy
	}
	return f
}

// lost is what became of a request that did not arrive, as a finding of one part.
func lost(err error, part Check) Finding {
	t := desk.Explained(err)
	if t == nil {
		return Finding{Check: part, State: Unknown}
	}
	return Finding{Check: part, State: Fault, Cause: t.Cause, Detail: t.Detail, Facts: technical(err)}
}

func technical(err error) string {
	var e *reach.Error
	if errors.As(err, &e) {
		return e.Cause.String()
	}
	return ""
}

// part says which part of the way a failure of the whole request belongs to.
var part = map[reach.Cause]Check{
	reach.DNS: DNS, reach.ConnectionRefused: Route, reach.NoRoute: Route, reach.Proxy: Proxy, reach.ProxyAuth: Proxy,
	reach.TLSIntercepted: TLS, reach.TLSOther: TLS, reach.ClockWrong: Clock, reach.CaptivePortal: Gusto,
}

// answer asks Gusto about a token that it has never given: it says 401, and with it that it is Gusto, what its clock
// says and whether it speaks this version. Nothing is sent that anybody must not see.
func (p Patient) answer(ctx context.Context, base *url.URL, via reach.Way) []Finding {
	reached := Gusto
	if base.Scheme == "https" {
		reached = TLS
		if via.Proxy != "" {
			reached = Proxy
		}
	}
	var at atomic.Value // the part that has the request: a proxy opens the way, then Gusto agrees on encryption, then it answers
	at.Store(reached)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeStart: func() { at.Store(TLS) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err == nil {
				at.Store(Gusto)
			}
		},
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Environment.BaseURL+"/v1/token_info", nil)
	if err != nil {
		return []Finding{{Check: Gusto, State: Fault, Cause: desk.BadSetup, Detail: "The address of Gusto is no address"}}
	}
	req.Header.Set("X-Gusto-API-Version", p.Environment.APIVersion)
	req.Header.Set("Accept", "application/json")
	resp, err := p.Client.Do(req)
	if err != nil {
		return []Finding{silent(reach.Explain(err), at.Load().(Check), via)}
	}
	now := p.Now()
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
	return []Finding{p.encryption(resp, base), p.clock(resp, now), p.gusto(resp)}
}

// silent is what became of a request without an answer: its cause says which part failed, or else the part that had it.
func silent(err error, at Check, via reach.Way) Finding {
	var e *reach.Error
	if errors.As(err, &e) {
		if named, ok := part[e.Cause]; ok {
			at = named
		}
	}
	f := lost(err, at)
	if at == Proxy && f.State == Fault {
		if f.Cause != desk.ProxySignIn {
			f.Cause = desk.ProxyBroken
		}
		f.Facts += ": " + named(via)
		f.Detail = firstOf(via.Proxy, f.Detail)
	}
	return f
}

func (p Patient) encryption(resp *http.Response, base *url.URL) Finding {
	f := Finding{Check: TLS, State: Fine}
	if resp.TLS == nil || len(resp.TLS.PeerCertificates) == 0 {
		f.Facts = "not encrypted: " + base.Host + " is on this computer"
		return f
	}
	shown := resp.TLS.PeerCertificates[0]
	f.Facts = fmt.Sprintf("certificate of %s, good until %s", issuer(shown), shown.NotAfter.UTC().Format(time.DateOnly))
	return f
}

func issuer(c *x509.Certificate) string {
	if len(c.Issuer.Organization) > 0 {
		return reach.Clean(c.Issuer.Organization[0], 100)
	}
	return reach.Clean(c.Issuer.CommonName, 100)
}

// skewLimit is how far clocks may be apart: access is renewed minutes early, and a second or two means nothing.
const skewLimit = 90 * time.Second

func (p Patient) clock(resp *http.Response, now time.Time) Finding {
	skew, ok := reach.Skew(resp.Header, now)
	switch {
	case !ok:
		return Finding{Check: Clock, State: Unknown, Facts: "Gusto sent no date"}
	case skew.Abs() > skewLimit:
		return Finding{Check: Clock, State: Fault, Cause: desk.ClockSkewed, Detail: desk.Roughly(skew), Facts: desk.Apart(skew)}
	}
	return Finding{Check: Clock, State: Fine, Facts: desk.Apart(skew)}
}

// gusto tells Gusto's own answer from that of something in between.
func (p Patient) gusto(resp *http.Response) Finding {
	id, _, _ := strings.Cut(resp.Header.Get("X-Request-Id"), ",")
	id = reach.Clean(id, 100)
	f := Finding{Check: Gusto, Facts: fmt.Sprintf("answered %d, request %s", resp.StatusCode, firstOf(id, "without an id"))}
	ours := id != "" || strings.Contains(resp.Header.Get("Content-Type"), "json")
	switch {
	case resp.StatusCode == http.StatusNotAcceptable && ours:
		f.State, f.Cause, f.Detail = Fault, desk.VersionRefused, p.Environment.APIVersion
	case resp.StatusCode >= 500:
		f.State, f.Cause, f.Detail = Fault, desk.ProviderFault, id
	case resp.StatusCode == http.StatusUnauthorized, resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusNotFound && ours:
		f.State = Fine
		p.retiring(resp, &f)
	default:
		f.State, f.Cause = Fault, desk.CaptivePortal
		if ours {
			f.Cause = desk.Garbled
		}
	}
	return f
}

// retiring notes that this version of the API is on its way out (RFC 9745, RFC 8594).
func (p Patient) retiring(resp *http.Response, f *Finding) {
	ends, err := http.ParseTime(resp.Header.Get("Sunset"))
	if resp.Header.Get("Deprecation") == "" && err != nil {
		return
	}
	f.State, f.Cause = Note, desk.VersionRetiring
	if err == nil {
		f.Until = ends
		f.Facts += ", version " + p.Environment.APIVersion + " ends on " + ends.Format(time.DateOnly)
	}
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
