package reach

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// A setting changed in the system's own dialog is noticed within this time.
const proxyMemory = 30 * time.Second

// Asking the system takes a process on two systems; one that hangs must not hold up a request.
const proxyPatience = 2 * time.Second

// proxySetting remembers for a while what the system says.
type proxySetting struct {
	read func(context.Context) httpproxy.Config
	now  func() time.Time

	mu     sync.Mutex
	choose func(*url.URL) (*url.URL, error)
	since  time.Time
}

func (s *proxySetting) forRequest(req *http.Request) (*url.URL, error) {
	if loopback(req.URL.Hostname()) {
		return nil, nil
	}
	via, err := s.chooser(req.Context())(req.URL)
	if err != nil {
		// The setting may hold a password, and the error quotes it.
		return nil, &Error{Cause: Proxy, Host: req.URL.Hostname(), Detail: "the proxy setting is not an address"}
	}
	return via, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (s *proxySetting) chooser(ctx context.Context) func(*url.URL) (*url.URL, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.choose == nil || now.Sub(s.since) > proxyMemory || now.Before(s.since) {
		s.choose, s.since = chooserOf(s.config(ctx)), now
	}
	return s.choose
}

var errProxyAddress = errors.New("not an address")

// chooserOf refuses what httpproxy would pass over in silence: with a mistyped proxy it would go direct.
func chooserOf(c *httpproxy.Config) func(*url.URL) (*url.URL, error) {
	for _, p := range []string{c.HTTPProxy, c.HTTPSProxy} {
		_, whole := url.Parse(p)
		_, bare := url.Parse("http://" + p)
		if whole != nil && bare != nil {
			return func(*url.URL) (*url.URL, error) { return nil, errProxyAddress }
		}
	}
	return c.ProxyFunc()
}

// config prefers the environment: whoever sets it for this program means it.
func (s *proxySetting) config(ctx context.Context) *httpproxy.Config {
	env := httpproxy.FromEnvironment()
	if env.HTTPProxy != "" || env.HTTPSProxy != "" {
		return env
	}
	// The answer is kept for other requests too, so one request's end must not cut the question short.
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), proxyPatience)
	defer stop()
	c := s.read(ctx)
	if env.NoProxy != "" {
		c.NoProxy = env.NoProxy
	}
	return &c
}

// proxyAnswer gives a name to a proxy's refusal of a tunnel, which net/http knows only as text.
func proxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return &Error{Cause: ProxyAuth}
	case http.StatusNetworkAuthenticationRequired:
		return &Error{Cause: CaptivePortal}
	}
	return &Error{Cause: Proxy, Detail: clean("it answered " + resp.Status)}
}

func hostPort(scheme, host, port string) string {
	if host == "" || port == "" || port == "0" {
		return ""
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
