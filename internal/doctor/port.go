package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"

	"crosswalk/internal/desk"
)

// Redirects looks whether one of these addresses for Gusto's answer is free, and which program has one that is not.
// It blocks for some seconds at most.
func Redirects(ctx context.Context, addresses []string) Finding {
	p := Patient{Ground: desk.Ground{Redirects: addresses}, Look: System()}
	return timed(ctx, Redirect, localLimit, p.redirect)
}

// redirect looks whether one of the registered addresses for Gusto's answer is free, by listening there for a moment.
func (p Patient) redirect(ctx context.Context) Finding {
	var busy, free []string
	for _, uri := range p.Redirects {
		u, err := url.Parse(uri)
		if err != nil || u.Scheme != "http" {
			free = append(free, uri+" is not on this computer: the answer is pasted")
			continue
		}
		port := u.Port()
		if port == "" && u.Hostname() == "localhost" {
			port = "80"
		}
		taken := ""
		for _, host := range hosts(u.Hostname()) {
			if taken = p.taken(ctx, host, port); taken != "" {
				break
			}
		}
		if taken != "" {
			busy = append(busy, taken)
		} else {
			free = append(free, u.Host+" is free")
		}
	}
	switch {
	case len(busy) > 0 && len(free) == 0:
		return Finding{State: Fault, Cause: desk.PortBusy, Detail: strings.Join(busy, "; "), Facts: strings.Join(busy, "; ")}
	case len(p.Redirects) == 0:
		return Finding{State: Fine, Facts: "any free port"}
	}
	return Finding{State: Fine, Facts: strings.Join(append(free, busy...), "; ")}
}

// hosts are the addresses behind a host; a name has two families, and browsers try both.
func hosts(name string) []string {
	if name == "localhost" {
		return []string{"127.0.0.1", "::1"}
	}
	return []string{name}
}

// taken says which program has a port; "" when it is free.
func (p Patient) taken(ctx context.Context, host, port string) string {
	if port == "" || port == "0" {
		return ""
	}
	address := net.JoinHostPort(host, port)
	network := "tcp4"
	if strings.Contains(host, ":") {
		network = "tcp6"
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, network, address)
	if err == nil {
		_ = l.Close() // it was free, and is again
		return ""
	}
	if network == "tcp6" && (errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)) {
		return "" // without IPv6 no browser goes there either
	}
	number, convErr := strconv.Atoi(port)
	if convErr != nil {
		return address + " is no address"
	}
	who := holder(ctx, p.Look, number)
	switch {
	case who.process == os.Getpid():
		return address + " is held by this program, for a sign-in that is open"
	case who.process > 0:
		return fmt.Sprintf("%s is held by %s (process %d)", address, firstOf(who.name, "a program"), who.process)
	case errors.Is(err, syscall.EACCES):
		return address + " is reserved by the system"
	}
	return address + " is held by a program that the system does not name"
}

// program is who holds a port; zero where the system does not tell.
type program struct {
	process int
	name    string
}
