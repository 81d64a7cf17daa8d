// Package reach knows how a request leaves this computer, and why one did not arrive.
//
// Rules:
//   - Certificates are always checked, by the system's own judgment; a firm's own authority is added
//     to the system's, never put in its place, and there is no way to skip the check.
//   - Nothing here repeats a request that changes something. Such a request travels on a connection of
//     its own: one that died while the laptop slept would turn "never left" into "may have arrived".
//   - HTTP/1.1 on purpose: an HTTP/2 transport sends a POST again by itself when a stream is refused.
//   - Redirects are handed back, cookies are not kept, and there is no overall time limit: the
//     context of each request decides.
//   - Every failure of the transport, while sending or while reading the answer, is an *Error. No error
//     of this package holds a request's address, query, header or body.
package reach

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

const (
	dialLimit      = 15 * time.Second
	handshakeLimit = 15 * time.Second
	idleLimit      = 30 * time.Second
	// A system on the way that writes headers without end must not fill the memory.
	headerLimit = 64 << 10
)

// Options says how this program names itself and whom it trusts besides the system's authorities.
type Options struct {
	UserAgent string // sent with requests that carry none of their own
	ExtraCA   string // path of a PEM file whose certificates are trusted in addition; empty for none
}

// CAFileError says that the file of additional authorities could not be used.
type CAFileError struct {
	Path string
	Err  error
}

func (e *CAFileError) Error() string {
	return fmt.Sprintf("read authorities from %s: %v", e.Path, e.Err)
}

// Unwrap returns what went wrong with the file.
func (e *CAFileError) Unwrap() error { return e.Err }

var errNoCertificate = errors.New("no certificate in PEM form in it")

// New builds the program's HTTP client. It honors the proxy of the environment (HTTPS_PROXY,
// HTTP_PROXY, NO_PROXY) and, where none is set there, the one kept by Windows, macOS or GNOME; addresses of
// this computer never go through a proxy. Proxy scripts (PAC) are not evaluated: a person behind one
// sets HTTPS_PROXY. The error is a *CAFileError.
func New(o Options) (*http.Client, error) {
	return build(o, (&net.Dialer{Timeout: dialLimit, KeepAlive: 15 * time.Second}).DialContext, time.Now)
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

func build(o Options, dial dialFunc, now func() time.Time) (*http.Client, error) {
	trust, err := trusted(o.ExtraCA)
	if err != nil {
		return nil, err
	}
	proxy := &proxySetting{read: systemProxy, now: now}
	var http1 http.Protocols
	http1.SetHTTP1(true)
	kept := &http.Transport{
		Proxy:                  proxy.forRequest,
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: trust, Time: now, ClientSessionCache: tls.NewLRUClientSessionCache(8)},
		TLSHandshakeTimeout:    handshakeLimit,
		IdleConnTimeout:        idleLimit,
		MaxIdleConnsPerHost:    4,
		MaxResponseHeaderBytes: headerLimit,
		Protocols:              &http1,
		OnProxyConnectResponse: proxyAnswer,
	}
	fresh := kept.Clone()
	fresh.DisableKeepAlives = true
	return &http.Client{
		Transport:     &tripper{kept: kept, fresh: fresh, agent: o.UserAgent, now: now},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// trusted returns nil, which means the system's own judgment, when no file is named.
func trusted(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		var in *os.PathError
		if errors.As(err, &in) {
			err = in.Err
		}
		return nil, &CAFileError{Path: path, Err: err}
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, &CAFileError{Path: path, Err: errNoCertificate}
	}
	return pool, nil
}
