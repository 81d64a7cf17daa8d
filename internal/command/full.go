package command

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
)

// full is the annotation of a command that reads or writes workbooks or telephone numbers. The libraries for them make
// large tables at every start; the quick program leaves them out and has the full one, beside it, do these commands:
// see docs/decisions/headless.md.
const full = "full"

// ofFull marks a command as one for the full program.
func ofFull(c *cobra.Command) *cobra.Command {
	c.Annotations = map[string]string{full: ""}
	return c
}

// handOver has the full program do what was typed, where it is a command that this one leaves out. On Unix it comes
// back only when that did not begin.
func (s *session) handOver(root *cobra.Command, args []string) (code int, done bool) {
	if !quick {
		return 0, false
	}
	c, _, err := root.Find(args)
	if err != nil {
		return 0, false
	}
	for at := c; at != nil; at = at.Parent() {
		if _, marked := at.Annotations[full]; !marked {
			continue
		}
		program, err := fullProgram()
		if err == nil {
			code, err = become(program, args)
		}
		if err != nil {
			s.say("%s: '%s' is done by a program that could not be started: %s.\n"+
				"Install Crosswalk's commands again, or put both of their files into one folder.", s.name, c.CommandPath(), err)
			code = ExitUnknown
		}
		return code, true
	}
	return 0, false
}

// fullProgram is where the full program is: beside this one.
func fullProgram() (string, error) {
	own, err := os.Executable()
	if err == nil {
		own, err = filepath.EvalSymlinks(own)
	}
	name := "crosswalk-cli-full"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(filepath.Dir(own), name), err
}
