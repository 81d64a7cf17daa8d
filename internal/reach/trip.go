package reach

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// tripper sends requests and explains failures. It is what makes every user of the client, golang.org/x/oauth2
// included, receive an *Error.
type tripper struct {
	kept  *http.Transport // reads: connections are reused
	fresh *http.Transport // everything else: one connection, one request
	agent string
	now   func() time.Time
}

func (t *tripper) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent, badHandshake atomic.Bool
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		// net/http asks for another connection only after one on which nothing was written, or for a read.
		GetConn:          func(string) { sent.Store(false) },
		WroteHeaders:     func() { sent.Store(true) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { badHandshake.Store(err != nil) },
	})
	out := req.Clone(ctx)
	if out.Header.Get("User-Agent") == "" && t.agent != "" {
		out.Header.Set("User-Agent", t.agent)
	}
	via := t.fresh
	if req.Method == http.MethodGet || req.Method == http.MethodHead || req.Method == "" {
		via = t.kept
	}
	resp, err := via.RoundTrip(out)
	at := place{ctx: req.Context(), host: req.URL.Hostname(), now: t.now}
	if err != nil {
		at.handshake = badHandshake.Load()
		return nil, at.explain(err, sent.Load())
	}
	if e := refusedOnTheWay(resp, at.host); e != nil {
		_ = resp.Body.Close()
		return nil, e
	}
	resp.Body = &answer{ReadCloser: resp.Body, at: at}
	return resp, nil
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the transports.
func (t *tripper) CloseIdleConnections() {
	t.kept.CloseIdleConnections()
	t.fresh.CloseIdleConnections()
}

// refusedOnTheWay recognizes the two answers that only something between here and the host gives.
func refusedOnTheWay(resp *http.Response, host string) *Error {
	switch resp.StatusCode {
	case http.StatusProxyAuthRequired:
		return &Error{Cause: ProxyAuth, Host: host}
	case http.StatusNetworkAuthenticationRequired: // RFC 6585 section 6
		return &Error{Cause: CaptivePortal, Host: host, Sent: true}
	}
	return nil
}

// answer is a response body whose read errors are explained.
type answer struct {
	io.ReadCloser
	at place
}

func (a *answer) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = a.at.explain(err, true)
	}
	return n, err
}

// Explain turns what http.Client.Do or a body returned into an *Error and drops the request's address, which
// net/http puts into its own error, query included. An error that is none of the transport's
// comes back unchanged, and nil stays nil. A failure that did not come through a client
// of this package counts as sent, because nothing is known.
func Explain(err error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		if e != nil {
			return e
		}
		return nil
	}
	var at *url.Error
	if !errors.As(err, &at) {
		return err
	}
	p := place{ctx: nil, now: time.Now}
	if u, bad := url.Parse(at.URL); bad == nil {
		p.host = u.Hostname()
	}
	return p.explain(at.Err, true)
}

// place is where a failure happened.
type place struct {
	ctx       context.Context
	host      string
	now       func() time.Time
	handshake bool // while agreeing on TLS
}
