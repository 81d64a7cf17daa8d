//go:build bench

package command_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// From the start of the command to its output, for one link, beyond what the provider took; beside the least that a
// program with the same libraries can do, and one that says a word, all started the same way.
func TestNumbersOfOneLink(t *testing.T) {
	p, c := practice(t)
	var mu sync.Mutex
	var provider time.Duration
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		p.gusto.ServeHTTP(w, r)
		mu.Lock()
		defer mu.Unlock()
		provider += time.Since(began)
	}))
	defer front.Close()
	p.at(front.URL)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "key"), []byte("word"), 0o600); err != nil {
		t.Fatal(err)
	}
	programs := []struct {
		what    string
		command []string
		env     []string
	}{
		{"verify of one link", []string{built, "verify", c.UUID, "--json"}, p.env},
		{"list of one link", []string{built, "list", "--json"}, p.env},
		{"verify of one link by the full program", []string{full, "verify", c.UUID, "--json"}, p.env},
		{"the least for one link", []string{program(t, "./testdata/least"), "verify", folder, c.UUID}, []string{"GUSTO=" + front.URL}},
		{"a program that says one word", []string{wordProgram(t)}, []string{}},
	}
	const rounds = 31
	took := make([][]time.Duration, len(programs))
	for range rounds {
		for i, run := range programs {
			mu.Lock()
			provider = 0
			mu.Unlock()
			cmd := exec.Command(run.command[0], run.command[1:]...)
			cmd.Env = run.env
			began := time.Now()
			spoke := speaks(t, cmd)
			mu.Lock()
			took[i] = append(took[i], spoke.Sub(began)-provider)
			mu.Unlock()
		}
	}
	for i, run := range programs {
		slices.Sort(took[i])
		fmt.Printf("%-42s %8.1f ms from start to output, beyond the provider (slowest %.1f)\n", run.what, ms(took[i][rounds/2]), ms(took[i][rounds-1]))
	}
	fmt.Printf("%-42s %8.2f x the least (aim for the first: ≤ 30 ms)\n", programs[0].what, ms(took[0][rounds/2])/ms(took[3][rounds/2]))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// speaks runs a command to its end, which has to be well, and gives the moment of its first output.
func speaks(t *testing.T, cmd *exec.Cmd) (spoke time.Time) {
	t.Helper()
	var words bytes.Buffer
	cmd.Stderr = &words
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	_, silent := io.ReadFull(out, make([]byte, 1))
	spoke = time.Now()
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || silent != nil {
		t.Fatalf("%v: %v, output: %v\n%s", cmd.Args[1:], err, silent, &words)
	}
	return spoke
}

func wordProgram(t *testing.T) string {
	t.Helper()
	source := filepath.Join(t.TempDir(), "word.go")
	if err := os.WriteFile(source, []byte("package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(`word`) }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return program(t, source)
}

// program compiles one without cgo, as the command is.
func program(t *testing.T, source string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "program")
	cmd := exec.Command("go", "build", "-o", path, source)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return path
}
