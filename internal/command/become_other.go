//go:build !windows

package command

import (
	"fmt"
	"os"
	"syscall"
)

// become lets this process go on as another program, under the name that it was started by. It returns only an error.
func become(program string, args []string) (code int, err error) {
	err = syscall.Exec(program, append(os.Args[:1:1], args...), os.Environ())
	return 0, fmt.Errorf("%s: %w", program, err)
}
