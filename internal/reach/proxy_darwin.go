package reach

import (
	"context"
	"os/exec"

	"golang.org/x/net/http/httpproxy"
)

// systemProxy asks macOS for the proxy of the network in use.
func systemProxy(ctx context.Context) httpproxy.Config {
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil {
		return httpproxy.Config{}
	}
	return fromScutil(string(out))
}
