//go:build e2e && linux

package stage

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a program under measurement.
type Process struct {
	s    *Stage
	cmd  *exec.Cmd
	gone chan struct{}
}

// Launch starts a program in the session and gives the time until its first frame.
func (s *Stage) Launch(program string, env ...string) (*Process, time.Duration) {
	s.t.Helper()
	s.eventually("an empty screen", func() (bool, string) { return !s.screen.drawn(), "something is drawn on it" })
	p := &Process{s: s, cmd: exec.Command(program), gone: make(chan struct{})}
	p.cmd.Env = append(append([]string{}, s.env...), env...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: s.group.leader.Process.Pid}
	end := time.NewTimer(Patience)
	defer end.Stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		p.cmd.Wait() //nolint:errcheck // it is killed in the end
		close(p.gone)
	}()
	for !s.screen.drawn() {
		select {
		case <-end.C:
			s.t.Fatalf("%s drew nothing within %s", program, Patience)
		case <-p.gone:
			s.t.Fatalf("%s ended by itself: %v", program, p.cmd.ProcessState)
		case <-tick.C:
		}
	}
	return p, time.Since(began)
}

// End kills the program and returns when it is gone.
func (p *Process) End() {
	p.cmd.Process.Kill() //nolint:errcheck // it may be gone already
	<-p.gone
}

// Memory is the program's proportional share of memory, in bytes (Pss of proc_pid_smaps(5)).
func (p *Process) Memory() int64 {
	p.s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.cmd.Process.Pid))
	if err != nil {
		p.s.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kib, err := strconv.ParseInt(f[1], 10, 64)
			if err != nil {
				p.s.t.Fatal(err)
			}
			return kib * 1024
		}
	}
	p.s.t.Fatal("no Pss in smaps_rollup")
	return 0
}

// CPU is the processor time that the program has used, with what the kernel did for it, in nanoseconds
// (the first number of /proc/PID/schedstat, of all its threads).
func (p *Process) CPU() time.Duration {
	p.s.t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid))
	if err != nil {
		p.s.t.Fatal(err)
	}
	var sum time.Duration
	for _, path := range threads {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // a thread that ended just now
		}
		if f := strings.Fields(string(text)); len(f) > 0 {
			ns, err := strconv.ParseInt(f[0], 10, 64)
			if err != nil {
				p.s.t.Fatal(err)
			}
			sum += time.Duration(ns)
		}
	}
	return sum
}
