package reach

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"golang.org/x/net/http/httpproxy"
)

func TestProxyIsNamedWithWhereItIsSetAndWithoutItsPassword(t *testing.T) {
	system := func(context.Context) httpproxy.Config {
		return httpproxy.Config{HTTPSProxy: "http://sys:pw@system.example:8080", NoProxy: "near.example"}
	}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"} {
		t.Setenv(name, "")
	}
	check := func(address string, want Way) {
		t.Helper()
		got, err := wayTo(t.Context(), address, system)
		if err != nil || got != want {
			t.Errorf("%s: %+v %v, want %+v", address, got, err, want)
		}
	}
	check("https://api.gusto.com", Way{Proxy: "http://system.example:8080"})
	check("https://near.example", Way{})
	check("http://127.0.0.1:1", Way{})
	t.Setenv("https_proxy", "http://me:secret@proxy.example:3128")
	check("https://api.gusto.com", Way{Proxy: "http://proxy.example:3128", From: "https_proxy"})
	t.Setenv("https_proxy", "%zz:secret")
	_, err := wayTo(t.Context(), "https://api.gusto.com", system)
	var e *Error
	if !errors.As(err, &e) || e.Cause != Proxy {
		t.Errorf("a mistyped proxy: %v", err)
	}
}

func TestADeadNameServerIsTold(t *testing.T) {
	dead, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := dead.LocalAddr().String()
	dead.Close()
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", address)
	}}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err = Resolve(ctx, r, "api.gusto.com")
	var e *Error
	if !errors.As(err, &e) || e.Cause != DNS {
		t.Errorf("%v", err)
	}
}

func TestAClosedPortIsTold(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := Connect(t.Context(), &net.Dialer{}, l.Addr().String()); err != nil {
		t.Errorf("an open one: %v", err)
	}
	l.Close()
	var e *Error
	if err := Connect(t.Context(), &net.Dialer{}, l.Addr().String()); !errors.As(err, &e) || e.Cause != ConnectionRefused {
		t.Errorf("%v", err)
	}
}
