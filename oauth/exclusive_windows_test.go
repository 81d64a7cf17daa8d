package oauth

import (
	"net"
	"syscall"
	"testing"

	"golang.org/x/sys/windows"
)

func TestL3OnWindowsNobodyElseCanShareThePort(t *testing.T) {
	l, err := bind(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	thief := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) {
			_ = windows.SetsockoptInt(windows.Handle(fd), windows.SOL_SOCKET, windows.SO_REUSEADDR, 1)
		})
	}}
	if second, err := thief.Listen(t.Context(), "tcp4", l.Addr().String()); err == nil {
		_ = second.Close()
		t.Error("another program can listen on the same port")
	}
}
