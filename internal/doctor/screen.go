package doctor

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"

	"crosswalk/internal/desk"
)

// System looks at this computer itself.
func System() Surroundings { return Surroundings{Getenv: os.Getenv, Run: run} }

// socketOfDisplay is where the display that the environment names can be talked to, and how it is called.
func socketOfDisplay(getenv func(string) string) (network, address, name string) {
	if w := getenv("WAYLAND_DISPLAY"); w != "" {
		if !filepath.IsAbs(w) {
			w = filepath.Join(getenv("XDG_RUNTIME_DIR"), w)
		}
		return "unix", w, "Wayland " + filepath.Base(w)
	}
	x := getenv("DISPLAY")
	host, number, ok := strings.Cut(x, ":")
	if !ok {
		return "", "", ""
	}
	number, _, _ = strings.Cut(number, ".")
	if host == "" || host == "unix" {
		return "unix", "/tmp/.X11-unix/X" + number, "X11 " + x
	}
	return "tcp", net.JoinHostPort(host, portOfDisplay(number)), "X11 " + x
}

// answers says whether something listens there.
func answers(ctx context.Context, network, address string) bool {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return false
	}
	_ = conn.Close() // it has answered
	return true
}

func noDisplay(facts string) Finding {
	return Finding{State: Note, Cause: desk.NoDisplay, Facts: facts}
}
