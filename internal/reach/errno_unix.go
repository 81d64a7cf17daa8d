//go:build !windows

package reach

import "syscall"

var (
	refusedErrnos = []syscall.Errno{syscall.ECONNREFUSED}
	// EPERM and EACCES are what a firewall on this computer answers.
	noRouteErrnos = []syscall.Errno{syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EADDRNOTAVAIL, syscall.EPERM, syscall.EACCES}
	cutErrnos     = []syscall.Errno{syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED}
)
