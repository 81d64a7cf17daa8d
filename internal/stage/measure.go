//go:build e2e && linux

package stage

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Frame watches the session's screen memory from outside, so that any program is measured alike and none
// does any work for it.
type Frame struct {
	memory []byte // the X server's own, mapped: a file in the format of XWDFile.h
	pixels int    // where they begin
	line   int    // bytes in one line
	height int
}

// Frame maps the screen's memory. The session must have been opened by New.
func (s *Stage) Frame() *Frame {
	s.t.Helper()
	file, err := os.Open(filepath.Join(s.dir, "screen", "Xvfb_screen0"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		s.t.Fatal(err)
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		s.t.Fatalf("map the screen: %v", err)
	}
	s.t.Cleanup(func() { syscall.Munmap(memory) }) //nolint:errcheck // the process ends anyway
	word := func(i int) int { return int(binary.BigEndian.Uint32(memory[4*i:])) }
	// Words 0, 5, 12 and 19 of the header: its size, the height, bytes per line, the number of colors.
	return &Frame{memory: memory, pixels: word(0) + 12*word(19), line: word(12), height: word(5)}
}

// Drawn is whether something with at least three colors is on the screen: a window's first frame, not its
// bare background.
func (f *Frame) Drawn() bool {
	var seen [3]uint32
	n := 0
	for y := 0; y < f.height; y += 2 {
		row := f.memory[f.pixels+y*f.line : f.pixels+(y+1)*f.line]
		for x := 0; x+4 <= len(row); x += 8 {
			c := binary.LittleEndian.Uint32(row[x:]) & 0xFFFFFF
			known := false
			for _, k := range seen[:n] {
				known = known || k == c
			}
			if known {
				continue
			}
			if n == 2 {
				return true
			}
			seen[n] = c
			n++
		}
	}
	return false
}

// Process is a program under measurement.
type Process struct {
	s    *Stage
	cmd  *exec.Cmd
	gone chan struct{}
}

// Launch starts a program in the session and gives the time until its first frame.
func (s *Stage) Launch(f *Frame, program string, env ...string) (*Process, time.Duration) {
	s.t.Helper()
	s.eventually("an empty screen", func() (bool, string) { return !f.Drawn(), "something is drawn on it" })
	p := &Process{s: s, cmd: exec.Command(program), gone: make(chan struct{})}
	p.cmd.Env = append(append([]string{}, s.env...), env...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: s.group.leader.Process.Pid}
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
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
	for !f.Drawn() {
		select {
		case <-ctx.Done():
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
