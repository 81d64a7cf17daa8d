package doctor

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// run asks a program of the system, and lets go of one that leaves children behind.
func run(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	return string(out), err
}

// handlerOf finds in macOS's LSHandlers which program opens a scheme: a list of entries in braces, each with
// LSHandlerURLScheme and LSHandlerRoleAll.
func handlerOf(out, scheme string) string {
	for entry := range strings.SplitSeq(out, "}") {
		if valueOf(entry, "LSHandlerURLScheme") == scheme {
			if who := valueOf(entry, "LSHandlerRoleAll"); who != "" {
				return who
			}
		}
	}
	return ""
}

func valueOf(entry, key string) string {
	for line := range strings.Lines(entry) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if ok && name == key {
			return strings.Trim(value, `";`)
		}
	}
	return ""
}
