//go:build e2e && linux

package stage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Tags are those that the window's program is built with, and the one that adds the list of what is on screen.
var Tags = "migrated_fynedo,no_animations,e2e"

// App is one run of the built program.
type App struct {
	s      *Stage
	cmd    *exec.Cmd
	gone   chan struct{} // closed when the process has ended
	screen *http.Client  // over the program's own socket
	window string        // the X window's id
	log    string
	scale  float32
}

var build = sync.OnceValues(func() (string, error) {
	root, err := repository()
	if err != nil {
		return "", err
	}
	program := filepath.Join(root, "build", "stage", "crosswalk")
	cmd := exec.Command("go", "build", "-tags", Tags, "-o", program, ".")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return program, nil
})

var repository = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
})

// Program builds the program once for all tests of this run and gives its path.
func Program(t testing.TB) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// command is the program with arguments, as this session starts it.
func (s *Stage) command(args ...string) *exec.Cmd {
	s.t.Helper()
	line := slices.Concat(s.under, []string{Program(s.t)}, args)
	return exec.Command(line[0], line[1:]...)
}

// Start runs the program in the session, with more of environment ("FYNE_THEME=dark"), and waits for its window.
func (s *Stage) Start(env ...string) *App {
	s.t.Helper()
	socket := filepath.Join(s.dir, "run", "screen")
	os.Remove(socket) // a killed program leaves it behind
	a := &App{s: s, cmd: s.command(), gone: make(chan struct{}), log: filepath.Join(s.dir, "app.log"), scale: scaleIn(env)}
	a.screen = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", socket)
		},
	}}
	out, err := os.OpenFile(a.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer out.Close()
	a.cmd.Env = append(append(append([]string{}, s.env...), "CROSSWALK_STAGE="+socket), env...)
	a.cmd.Stdout, a.cmd.Stderr = out, out
	a.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: s.group.leader.Process.Pid}
	if err := a.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		a.cmd.Wait() //nolint:errcheck // how it ended is in its process state
		close(a.gone)
	}()
	s.app = a
	s.eventually("the program's window", a.open)
	return a
}

func scaleIn(env []string) float32 {
	scale := float32(1)
	for _, e := range env {
		if value, ok := strings.CutPrefix(e, "FYNE_SCALE="); ok {
			fmt.Sscan(value, &scale) //nolint:errcheck // stays 1
		}
	}
	return scale
}

// open is true when the program shows a window with something in it.
func (a *App) open() (bool, string) {
	if !a.Running() {
		a.s.t.Fatalf("the program ended by itself: %v\n%s", a.cmd.ProcessState, a.words())
	}
	if ids := a.windows(); len(ids) > 0 {
		a.window = ids[0]
	}
	screen, err := a.look()
	return err == nil && a.window != "" && len(screen) > 0, fmt.Sprint("window ", a.window, ", ", len(screen), " elements, ", err)
}

// windows are the ids of the program's windows on screen.
func (a *App) windows() []string {
	out, err := a.s.output("xdotool", "search", "--all", "--onlyvisible", "--pid", fmt.Sprint(a.cmd.Process.Pid), "--name", ".")
	if err != nil {
		return nil
	}
	return strings.Fields(out)
}

// Element is one thing on screen as the program lists it; places are in the toolkit's units.
type Element struct {
	Label, Role, Value string
	X, Y, W, H         float32
	Focused, Disabled  bool
	Layer              int // 0 is the page; a dialog or menu lies over it
}

// look asks the program for what is on its screen now.
func (a *App) look() ([]Element, error) {
	reply, err := a.screen.Get("http://program/map")
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, errors.New(reply.Status)
	}
	var screen []Element
	err = json.NewDecoder(reply.Body).Decode(&screen)
	return screen, err
}

// Map is what is on screen now.
func (a *App) Map() []Element {
	a.s.t.Helper()
	screen, err := a.look()
	if err != nil {
		a.s.t.Fatalf("ask the program what is on screen: %v\n%s", err, a.words())
	}
	return screen
}

// Running is whether the process lives.
func (a *App) Running() bool {
	select {
	case <-a.gone:
		return false
	default:
		return true
	}
}

// Pid is the process's number.
func (a *App) Pid() int { return a.cmd.Process.Pid }

// Kill ends the program without a word, as a power cut does, and returns when it is gone.
func (a *App) Kill() {
	a.s.t.Helper()
	a.cmd.Process.Kill() //nolint:errcheck // it may be gone already
	<-a.gone
}

// Quit closes the window as its close button does and waits for the program to end by itself.
func (a *App) Quit() {
	a.s.t.Helper()
	const again = 6 * time.Second
	pressed := time.Now().Add(-again)
	a.s.eventually("the program to end", func() (bool, string) {
		// A window manager that is about to give the window the keyboard takes its own keys to be nobody's. A window
		// that is still there seconds later is told again, as a person would; one that is gone gets no second chance.
		if a.Running() && time.Since(pressed) >= again && len(a.windows()) > 0 {
			a.Key("alt+F4") // openbox's key for the close button
			pressed = time.Now()
		}
		return !a.Running(), "it still runs"
	})
	if !a.cmd.ProcessState.Success() {
		a.s.t.Errorf("the program ended with %v\n%s", a.cmd.ProcessState, a.words())
	}
}

// labels is what is on screen, for somebody who reads of a failure.
func (a *App) labels() string {
	screen, err := a.look()
	if err != nil {
		return err.Error()
	}
	lines := make([]string, len(screen))
	for i, e := range screen {
		lines[i] = fmt.Sprintf("\t%d %s:%s", e.Layer, e.Role, e.Label)
	}
	return strings.Join(lines, "\n")
}

// stacks ends a program that should have ended by itself with what each of its goroutines does, among its words.
func (a *App) stacks() {
	if !a.Running() {
		return
	}
	a.cmd.Process.Signal(syscall.SIGQUIT) //nolint:errcheck // it may be gone already
	select {
	case <-a.gone:
	case <-time.After(10 * time.Second):
	}
}

// words is what all runs in this session have written to standard output and standard error.
func (a *App) words() string {
	text, err := os.ReadFile(a.log)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Words is what the program has written to standard output and standard error.
func (a *App) Words() string { return a.words() }
