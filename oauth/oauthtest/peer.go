package oauthtest

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Tool finds the first of these programs, or says that it is missing.
func Tool(t *testing.T, names ...string) string {
	t.Helper()
	var last error
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err == nil {
			return path
		}
		last = err
	}
	Missing(t, names[0], last)
	return ""
}

// Doorkeeper starts Doorkeeper from the system's packages with what stands in dir, lenient or strict about a pair that
// was replaced (rotation), and gives its address.
func Doorkeeper(t *testing.T, dir, secret, rotation string) string {
	t.Helper()
	ruby := Tool(t, "ruby")
	if out, err := exec.Command(ruby, "-e", `%w[railties doorkeeper sqlite3 puma sprockets].each { |n| gem n }`).CombinedOutput(); err != nil {
		Missing(t, "Doorkeeper (ruby-doorkeeper ruby-railties ruby-activerecord ruby-actionpack ruby-sqlite3 puma ruby-sprockets-rails)",
			fmt.Errorf("%w: %.300s", err, out))
	}
	return Start(t, dir, secret, []string{"PEER_ROTATION=" + rotation}, ruby, "doorkeeper.rb")
}

// Start runs an authorization server of others until the test ends, and gives its address, which it tells on the
// first line of its output. It ends when its input closes.
func Start(t *testing.T, dir, secret string, env []string, command string, args ...string) string {
	t.Helper()
	cmd := exec.Command(command, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append(env, "PEER_SECRET="+secret, "TMPDIR="+t.TempDir())...)
	stderr := &Buffer{}
	cmd.Stderr = stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		Missing(t, command, err)
	}
	lines := bufio.NewReader(stdout)
	address := make(chan string, 1)
	ended := make(chan struct{})
	go func() {
		line, _ := lines.ReadString('\n')
		address <- strings.TrimSpace(line)
		_, _ = io.Copy(io.Discard, lines)
		_ = cmd.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s said: %.2000s", command, stderr.String())
		}
		_ = stdin.Close()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
	})
	select {
	case a := <-address:
		if _, err := url.Parse(a); err != nil || !strings.HasPrefix(a, "http://localhost:") {
			Missing(t, command+" and its packages", fmt.Errorf("it said %q and %.600s", a, stderr.String()))
		}
		return a
	case <-time.After(60 * time.Second):
		t.Fatalf("%s did not start: %.600s", command, stderr.String())
		return ""
	}
}
