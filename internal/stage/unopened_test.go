//go:build e2e && linux

package stage

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Where the toolkit cannot open a window it panics, or goes on without one for ever: it must rather say so and end.
func TestAProgramThatCannotOpenAWindowSaysWhyAndEnds(t *testing.T) {
	t.Parallel()
	s, program := New(t, WithoutKeys()), Program(t)
	for env, words := range map[string]string{
		"LIBGL_ALWAYS_INDIRECT=1": "The window needs OpenGL, which was not found.",
		"DISPLAY=:65535":          "There is no screen here for a window.",
		"DISPLAY=":                "There is no screen here for a window.",
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		cmd := exec.CommandContext(ctx, program)
		cmd.Env = append(append([]string{}, s.env...), env)
		out, err := cmd.CombinedOutput()
		cancel()
		text := string(out)
		if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(text, words) || !strings.Contains(text, "'"+filepath.Base(program)+" ") || strings.Contains(text, "panic:") {
			t.Errorf("%s: %v\n%s", env, err, text)
		}
		if !strings.Contains(text, `msg="no window"`) {
			t.Errorf("%s: nothing in the log", env)
		}
	}
}
