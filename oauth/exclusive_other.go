//go:build !windows

package oauth

import "syscall"

// absentErrnos are the answers to binding an address that this computer lacks.
var absentErrnos = []syscall.Errno{syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT}

// exclusive has nothing to do: outside Windows a listening port is not shared
// with another program that did not ask for it together with us.
func exclusive(string, string, syscall.RawConn) error { return nil }
