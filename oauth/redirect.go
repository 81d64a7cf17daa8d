package oauth

import (
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// redirect is one registered redirect URI, understood.
type redirect struct {
	registered string
	url        *url.URL
	host       string // 127.0.0.1, ::1 or localhost; "" for an https address
	port       string // "" for any free port
	path       string // as a browser asks for it
}

// CheckRedirect says what stands against registering uri: *RedirectError, or nil.
func CheckRedirect(uri string) error {
	_, err := parseRedirect(uri)
	return err
}

func parseRedirect(uri string) (redirect, error) {
	bad := func(problem string) (redirect, error) { return redirect{}, &RedirectError{URI: uri, Problem: problem} }
	u, err := url.Parse(uri)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return redirect{}, &RedirectError{Problem: "not an address like http://127.0.0.1/callback"}
	case strings.Contains(uri, "#"):
		return bad("must not have a # part") // RFC 6749 section 3.1.2
	case u.User != nil:
		return redirect{}, &RedirectError{Problem: "must not have a user name in it"}
	}
	r := redirect{registered: uri, url: u, path: u.EscapedPath()}
	if r.path == "" {
		r.path = "/"
	}
	switch {
	case u.Scheme == "https":
		return r, nil
	case u.Scheme != "http":
		return bad("must begin with http:// or https://")
	case !slices.Contains([]string{"127.0.0.1", "::1", "localhost"}, u.Hostname()):
		return bad("plain http is for this computer alone: 127.0.0.1, [::1] or localhost")
	case strings.HasPrefix(r.path, startPath), strings.HasPrefix(r.path, donePath), r.path == iconPath:
		return bad("the path " + r.path + " is used for pages of this program")
	}
	r.host, r.port = u.Hostname(), u.Port()
	if r.host == "localhost" && r.port == "" {
		// No server ignores the port of a name, so none given means http's own.
		r.port = "80"
	}
	if r.port == "0" {
		r.port = ""
	}
	if n, err := strconv.Atoi(r.port); r.port != "" && (err != nil || n < 1 || n > 65535) {
		return bad("the port must be between 1 and 65535")
	}
	return r, nil
}

// pasteOnly says that the answer cannot reach this computer by itself.
func (r redirect) pasteOnly() bool { return r.host == "" }

// at is the redirect URI to send when listening on port: the registered text,
// untouched except for a port that was left open.
func (r redirect) at(port string) string {
	if r.pasteOnly() || r.port != "" {
		return r.registered
	}
	u := *r.url
	u.Host = net.JoinHostPort(r.host, port)
	return u.String()
}

// listen binds the redirect's port on every address that a browser may try for
// its host. A name needs both families: browsers try ::1 first, and a stranger
// there would get the answer. Any error leaves nothing bound.
func (r redirect) listen(ctx context.Context, bind bindFunc) ([]net.Listener, error) {
	port := r.port
	if port == "" {
		port = "0"
	}
	host := r.host
	if r.pasteOnly() {
		host, port = "127.0.0.1", "0" // only the start address is served
	}
	if host != "localhost" {
		l, err := bind(ctx, net.JoinHostPort(host, port))
		if err != nil {
			return nil, err
		}
		return []net.Listener{l}, nil
	}
	v4, err := bind(ctx, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	v6, err := bind(ctx, net.JoinHostPort("::1", port))
	switch {
	case err == nil:
		return []net.Listener{v4, v6}, nil
	case noSuchAddress(err):
		// Without IPv6 on this computer no browser can go there either.
		return []net.Listener{v4}, nil
	default:
		_ = v4.Close()
		return nil, err
	}
}

// addresses names what listen binds, for [PortBusyError].
func (r redirect) addresses() []string {
	host, port := r.host, r.port
	if r.pasteOnly() {
		host, port = "127.0.0.1", ""
	}
	if port == "" {
		port = "0"
	}
	if host == "localhost" {
		return []string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port)}
	}
	return []string{net.JoinHostPort(host, port)}
}

// bindFunc is [bind], or a test's.
type bindFunc func(ctx context.Context, address string) (net.Listener, error)

// bind listens on one loopback address, alone.
func bind(ctx context.Context, address string) (net.Listener, error) {
	network := "tcp4"
	if strings.HasPrefix(address, "[") {
		network = "tcp6"
	}
	config := net.ListenConfig{Control: exclusive}
	l, err := config.Listen(ctx, network, address)
	if err != nil {
		// net's error says "listen tcp4 …" again; callers name the address.
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err
		}
		return nil, &bindError{address: address, err: err}
	}
	return l, nil
}

type bindError struct {
	address string
	err     error
}

func (e *bindError) Error() string { return e.address + ": " + e.err.Error() }
func (e *bindError) Unwrap() error { return e.err }

// noSuchAddress says that this computer has no such address or no such family.
func noSuchAddress(err error) bool {
	return slices.ContainsFunc(absentErrnos, func(e syscall.Errno) bool { return errors.Is(err, e) })
}
