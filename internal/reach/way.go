package reach

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// Way is what a request goes through on its way out.
type Way struct {
	Proxy string // scheme, host and port, never a user name or password; "" when requests go out directly
	From  string // where it is set: the name of an environment variable, or "" for the system's own settings
}

// WayTo tells which proxy a request to an address goes through, and where that is set. It blocks for two seconds at
// most, while the system is asked. The error is an *Error with cause Proxy: the setting is not an address.
func WayTo(ctx context.Context, address string) (Way, error) {
	return wayTo(ctx, address, systemProxy)
}

func wayTo(ctx context.Context, address string, system func(context.Context) httpproxy.Config) (Way, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Way{}, &Error{Cause: Unknown, Detail: "not an address"}
	}
	setting := &proxySetting{read: system, now: time.Now}
	via, err := setting.forRequest(req)
	if err != nil || via == nil {
		return Way{}, err
	}
	bare := url.URL{Scheme: via.Scheme, Host: via.Host}
	return Way{Proxy: bare.String(), From: variable(req.URL.Scheme)}, nil
}

// variable names the environment variable that sets the proxy for a scheme, as httpproxy looks them up.
func variable(scheme string) string {
	env := httpproxy.FromEnvironment()
	if env.HTTPProxy == "" && env.HTTPSProxy == "" {
		return ""
	}
	names := []string{"HTTP_PROXY", "http_proxy"}
	if scheme == "https" {
		names = []string{"HTTPS_PROXY", "https_proxy"}
	}
	for _, name := range names {
		if os.Getenv(name) != "" {
			return name
		}
	}
	return ""
}

// Resolve asks for the addresses of a host. The error is an *Error, with cause DNS for a name that has none.
func Resolve(ctx context.Context, r *net.Resolver, host string) ([]string, error) {
	found, err := r.LookupHost(ctx, host)
	if err != nil {
		return nil, place{ctx: ctx, host: host, now: time.Now}.explain(err, false)
	}
	return found, nil
}

// Connect opens a connection to host:port and closes it again: is there a way? The error is an *Error.
func Connect(ctx context.Context, d *net.Dialer, address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return &Error{Cause: Unknown, Detail: "not an address"}
	}
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return place{ctx: ctx, host: host, now: time.Now}.explain(err, false)
	}
	_ = conn.Close() // it has served its purpose
	return nil
}
