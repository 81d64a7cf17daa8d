//go:build e2e && linux

package stage

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// group is the one process group that all processes of a stage belong to. Its first member waits on a pipe
// whose other end is in the test: when the test ends, even by being killed, the pipe closes and the first
// member kills the group.
type group struct {
	dir    string
	leader *exec.Cmd
	leash  io.Closer
}

func newGroup(t testing.TB, dir string) *group {
	t.Helper()
	leader := exec.Command("/bin/sh", "-c", `trap "" HUP INT TERM; read -r _; kill -KILL 0`)
	leader.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	leash, err := leader.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := leader.Start(); err != nil {
		t.Fatal(err)
	}
	g := &group{dir: dir, leader: leader, leash: leash}
	t.Cleanup(g.end)
	return g
}

// join makes cmd a member; its output goes to NAME.log in the stage's folder unless it is set already.
func (g *group) join(cmd *exec.Cmd, name string) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: g.leader.Process.Pid}
	if cmd.Stderr == nil {
		out, err := os.OpenFile(filepath.Join(g.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer out.Close() // the process has its own copy
		cmd.Stderr = out
		if cmd.Stdout == nil {
			cmd.Stdout = out
		}
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() //nolint:errcheck // reaps it; nobody asks how it ended
	return nil
}

// end kills every member and returns when none is left, so that nobody writes into the folder any more.
func (g *group) end() {
	g.leash.Close()
	g.leader.Wait() //nolint:errcheck // it ends by the signal that it sends
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(10 * time.Second)
	for g.lives() {
		syscall.Kill(-g.leader.Process.Pid, syscall.SIGKILL) //nolint:errcheck // asked again until nobody is left
		select {
		case <-tick.C:
		case <-deadline:
			return
		}
	}
}

// lives is whether any member still runs.
func (g *group) lives() bool { return len(g.members()) > 0 }

// members are the numbers of the group's processes. The dead that nobody has buried yet do not count: an
// orphan's last rites are the system's business, and some systems take their time.
func (g *group) members() []string {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	var pids []string
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it ended just now
		}
		// pid (name) state parent group …; the name may have anything in it (proc_pid_stat(5)).
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) > 2 && fields[2] == strconv.Itoa(g.leader.Process.Pid) && fields[0] != "Z" && fields[0] != "X" {
			pids = append(pids, filepath.Base(filepath.Dir(path)))
		}
	}
	return pids
}

func needCommands(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Fatalf("%s is missing on this computer: 'packaging/dev/needs.sh test' installs what the tests need", name)
		}
	}
}

// output runs a short command of the session and gives what it printed.
func (s *Stage) output(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = s.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: s.group.leader.Process.Pid}
	out, err := cmd.Output()
	return string(out), err
}

// commandLines are those of every process of the session: what everybody on this computer can read.
func (s *Stage) commandLines() string {
	var b strings.Builder
	for _, pid := range s.group.members() {
		text, err := os.ReadFile(filepath.Join("/proc", pid, "cmdline"))
		if err != nil {
			continue // it ended just now
		}
		b.Write(bytes.ReplaceAll(text, []byte{0}, []byte(" ")))
		b.WriteByte('\n')
	}
	return b.String()
}
