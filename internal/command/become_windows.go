package command

import (
	"errors"
	"os"
	"os/exec"
)

// become has another program do it and gives its exit code: a process of Windows cannot go on as another one. Ctrl+C
// reaches both, and that program is the one that ends.
func become(program string, args []string) (code int, err error) {
	c := exec.Command(program, args...)
	c.Args[0] = os.Args[0]
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = c.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), nil
	}
	return 0, err
}
