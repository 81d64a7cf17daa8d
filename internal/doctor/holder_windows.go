package doctor

import (
	"context"
	"fmt"
)

// holder asks netstat and tasklist, which come with Windows.
func holder(ctx context.Context, look Surroundings, port int) program {
	out, err := look.Run(ctx, "netstat", "-ano", "-p", "TCP")
	if err != nil {
		return program{}
	}
	who := program{process: fromNetstat(out, port)}
	if who.process > 0 {
		if out, err = look.Run(ctx, "tasklist", "/FI", fmt.Sprintf("PID eq %d", who.process), "/FO", "CSV", "/NH"); err == nil {
			who.name = fromTasklist(out)
		}
	}
	return who
}
