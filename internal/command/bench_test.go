//go:build bench

package command_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/command"
)

// From the start of the command to its end, for one link, beyond what the provider took; beside a program that says one
// word, started the same way.
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
	word := wordProgram(t)
	const rounds = 31
	var verify, list, bare []time.Duration
	for range rounds {
		provider = 0
		began := time.Now()
		p.want(command.ExitFine, "verify", c.UUID, "--json")
		verify = append(verify, time.Since(began)-provider)
		began = time.Now()
		p.want(command.ExitFine, "list", "--json")
		list = append(list, time.Since(began))
		began = time.Now()
		if out, err := exec.Command(word).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		bare = append(bare, time.Since(began))
	}
	median := func(of []time.Duration) float64 {
		slices.Sort(of)
		return float64(of[len(of)/2].Microseconds()) / 1000
	}
	fmt.Printf("%-42s %8.1f ms beyond the provider (aim ≤ 30; slowest %.1f)\n", "verify of one link, start to output", median(verify), float64(verify[rounds-1].Microseconds())/1000)
	fmt.Printf("%-42s %8.1f ms\n", "list of one link, start to output", median(list))
	fmt.Printf("%-42s %8.1f ms\n", "a program that says one word", median(bare))
}

func wordProgram(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	source, path := filepath.Join(dir, "word.go"), filepath.Join(dir, "word")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() { println(`word`) }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", path, source).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return path
}
