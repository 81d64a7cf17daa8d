//go:build !linux && !darwin && !windows

package reach

import (
	"context"

	"golang.org/x/net/http/httpproxy"
)

// systemProxy knows nothing here; the environment decides.
func systemProxy(context.Context) httpproxy.Config { return httpproxy.Config{} }
