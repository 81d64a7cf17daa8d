package reach

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"os"
	"slices"
	"syscall"
	"time"
)

// explain finds the cause of a transport's error. Order matters: the caller's own wish first, then
// the proxy (whose inner errors would read as the host's), then from the specific to the general.
func (p place) explain(err error, sent bool) error {
	var known *Error
	if errors.As(err, &known) { // from the CONNECT hook or the proxy setting
		e := *known
		if e.Host == "" {
			e.Host = p.host
		}
		return &e
	}
	e := &Error{Host: p.host, Sent: sent, Err: err}
	switch cause, detail := p.cause(err); {
	case p.ended(context.Canceled, err):
		e.Cause, e.Err = Canceled, context.Canceled
	case p.ended(context.DeadlineExceeded, err):
		e.Cause, e.Err = Timeout, context.DeadlineExceeded
	default:
		e.Cause, e.Detail = cause, detail
	}
	return e
}

// ended also looks at the context itself: a cause given to it replaces its error in what net/http returns.
func (p place) ended(how, err error) bool {
	return errors.Is(err, how) || p.ctx != nil && errors.Is(p.ctx.Err(), how)
}

func (p place) cause(err error) (Cause, string) {
	if op := proxyStep(err); op != nil {
		return Proxy, clean(op.Err.Error())
	}
	if c, detail, ok := p.tlsCause(err); ok {
		return c, detail
	}
	var name *net.DNSError
	if errors.As(err, &name) {
		return DNS, clean(name.Err)
	}
	var limit net.Error
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &limit) && limit.Timeout():
		return Timeout, ""
	case is(err, refusedErrnos):
		return ConnectionRefused, ""
	case is(err, noRouteErrnos):
		return NoRoute, errnoText(err)
	case is(err, cutErrnos), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return Cut, ""
	}
	if p.handshake {
		return TLSOther, clean(err.Error())
	}
	return Unknown, unknownText(err)
}

func proxyStep(err error) *net.OpError {
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "proxyconnect" || op.Op == "socks connect") {
		return op
	}
	return nil
}

func (p place) tlsCause(err error) (Cause, string, bool) {
	var (
		unknown x509.UnknownAuthorityError
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		check   *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		alert   *net.OpError
	)
	switch {
	case errors.As(err, &unknown):
		return TLSIntercepted, issuer(err, unknown.Cert), true
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		if p.now().Before(invalid.Cert.NotBefore) {
			return ClockWrong, "valid from " + invalid.Cert.NotBefore.UTC().Format(time.DateOnly), true
		}
		// Seen from here a clock that is ahead looks the same, so both dates are told.
		return TLSOther, "certificate ended on " + invalid.Cert.NotAfter.UTC().Format(time.DateOnly) +
			"; the date here is " + p.now().UTC().Format(time.DateOnly), true
	case errors.As(err, &host):
		return TLSOther, "certificate is for another name", true
	case errors.As(err, &check):
		return TLSOther, clean(check.Err.Error()), true
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return TLSOther, "answered without encryption", true
	case errors.As(err, &alert) && (alert.Op == "remote error" || alert.Op == "local error"): // crypto/tls's words for an alert
		return TLSOther, clean(alert.Err.Error()), true
	}
	return Unknown, "", false
}

// issuer names who signed the certificate that was shown, which is how a person recognizes the firm's own
// inspection or an antivirus program.
func issuer(err error, cert *x509.Certificate) string {
	var check *tls.CertificateVerificationError
	if errors.As(err, &check) && len(check.UnverifiedCertificates) > 0 {
		cert = check.UnverifiedCertificates[0]
	}
	switch {
	case cert == nil:
		return ""
	case len(cert.Issuer.Organization) > 0:
		return clean(cert.Issuer.Organization[0])
	default:
		return clean(cert.Issuer.CommonName)
	}
}

func is(err error, list []syscall.Errno) bool {
	var no syscall.Errno
	return errors.As(err, &no) && slices.Contains(list, no)
}

func errnoText(err error) string {
	var no syscall.Errno
	if errors.As(err, &no) {
		return clean(no.Error())
	}
	return ""
}

// unknownText keeps what a peer wrote out of the text: net/http quotes a malformed status line in its
// error, and that may be anything, the request's own first line included.
func unknownText(err error) string {
	var no syscall.Errno
	var op *net.OpError
	switch {
	case errors.As(err, &no):
		return clean(no.Error())
	case errors.As(err, &op):
		return clean(op.Op)
	}
	return "answer not in HTTP form"
}

// WebPage says whether an answer is a page for people. Where a program's answer is due, something between here and
// the host gave it: a network that wants a sign-in first, or a filter.
func WebPage(h http.Header) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return kind == "text/html" || kind == "application/xhtml+xml"
}

// Skew compares the Date header of an answer with this computer's clock at the time the answer came. A
// positive result means that this clock is ahead. The header counts whole seconds, so a second or two
// means nothing. ok is false when the header is absent or no date.
func Skew(h http.Header, local time.Time) (d time.Duration, ok bool) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0, false
	}
	return local.Round(0).Sub(at), true
}
