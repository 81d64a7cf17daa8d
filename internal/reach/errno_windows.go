package reach

import (
	"syscall"

	"golang.org/x/sys/windows"
)

var (
	refusedErrnos = []syscall.Errno{windows.WSAECONNREFUSED}
	// WSAEACCES is what a firewall on this computer answers.
	noRouteErrnos = []syscall.Errno{windows.WSAENETUNREACH, windows.WSAEHOSTUNREACH, windows.WSAENETDOWN, windows.WSAEADDRNOTAVAIL, windows.WSAEACCES}
	cutErrnos     = []syscall.Errno{windows.WSAECONNRESET, windows.WSAECONNABORTED, windows.WSAESHUTDOWN, windows.ERROR_NETNAME_DELETED}
)
