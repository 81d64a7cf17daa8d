//go:build e2e && bench && linux

package stage

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The numbers of docs/benchmarks.md. They are printed, and fail nothing: what a machine does while it is busy
// is not the program's fault. Everything is measured beside a bare window in the same run.

const (
	rounds  = 9
	settle  = 5 * time.Second
	idleFor = 20 * time.Second
)

func TestNumbersBesideABareWindow(t *testing.T) {
	hello, program := helloProgram(t, "hello"), builtProgram(t)
	s := New(t, Bare())
	var starts [2][]time.Duration
	for round := range rounds + 1 {
		for i, path := range []string{hello, program} {
			p, took := s.Launch(path)
			p.End()
			if round > 0 { // the first reads the program from the disk
				starts[i] = append(starts[i], took)
			}
		}
	}
	bare, ours := median(starts[0]), median(starts[1])
	row(t, "start to first frame", "ms", ms(bare), ms(ours), "≤ 1.25")
	var memory [2]float64
	var idle [2]float64
	for i, path := range []string{hello, program} {
		p, _ := s.Launch(path)
		wait(settle)
		began, cpu := time.Now(), p.CPU()
		wait(idleFor)
		idle[i] = 100 * (p.CPU() - cpu).Seconds() / time.Since(began).Seconds()
		memory[i] = float64(p.Memory()) / (1 << 20)
		p.End()
	}
	row(t, "memory at rest (PSS)", "MB", memory[0], memory[1], "≤ 1.25")
	row(t, "processor while idle", "% of a core", idle[0], idle[1], "≤ 1.0")
}

func row(t *testing.T, what, unit string, bare, ours float64, aim string) {
	t.Helper()
	fmt.Printf("%-42s %8.2f× of a bare window (aim %s): %.1f beside %.1f %s\n", what, ours/bare, aim, ours, bare, unit)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(of []time.Duration) time.Duration {
	of = slices.Sorted(slices.Values(of))
	return of[len(of)/2]
}

// wait lets time pass: here it is what is measured.
func wait(d time.Duration) { <-time.After(d) }

// helloProgram builds a window of the toolkit alone: "hello", or "list" below it.
func helloProgram(t *testing.T, name string) string {
	t.Helper()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	room := "./internal/stage/hello"
	if name != "hello" {
		room += "/" + name
	}
	path := filepath.Join(root, "build", "stage", name)
	cmd := exec.Command("go", "build", "-tags", "migrated_fynedo,no_animations,hello", "-o", path, room)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the bare window: %v\n%s", err, out)
	}
	return path
}

// builtProgram is the program as people get it, without the test build's list of the screen.
func builtProgram(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("CROSSWALK_PROGRAM"); path != "" {
		return path
	}
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "build", "crosswalk")
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v: 'make build' makes it", err)
	}
	return path
}
