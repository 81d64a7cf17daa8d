package doctor

import (
	"context"
	"fmt"
)

// holder asks lsof, which comes with macOS.
func holder(ctx context.Context, look Surroundings, port int) program {
	out, err := look.Run(ctx, "/usr/sbin/lsof", "-nP", fmt.Sprintf("-iTCP:%d", port), "-sTCP:LISTEN", "-Fpc")
	if err != nil {
		return program{}
	}
	return fromLsof(out)
}
