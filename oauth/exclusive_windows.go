package oauth

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// absentErrnos are the answers to binding an address that this computer lacks.
var absentErrnos = []syscall.Errno{windows.WSAEADDRNOTAVAIL, windows.WSAEAFNOSUPPORT}

// exclusive keeps other programs off the port: on Windows any of them could
// otherwise bind it too, with SO_REUSEADDR, and receive the answer.
func exclusive(_, _ string, c syscall.RawConn) error {
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = windows.SetsockoptInt(windows.Handle(fd), windows.SOL_SOCKET, soExclusiveAddrUse, 1)
	})
	if err != nil {
		return err
	}
	return failed
}

// soExclusiveAddrUse is SO_EXCLUSIVEADDRUSE of winsock2.h: ((int)(~SO_REUSEADDR)).
const soExclusiveAddrUse = ^windows.SO_REUSEADDR
