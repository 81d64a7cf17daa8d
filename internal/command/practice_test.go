package command_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Two commands over one data folder, with the practice Gusto of their own: the first that starts plays it.
func TestPracticeOutlivesTheCommandThatStartedIt(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	p := &place{t: t, folder: folder, env: []string{
		"CROSSWALK_DATA=" + folder, "HOME=" + folder, "PATH=", "DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(folder, "no-bus"),
	}}
	p.want(0, "use", "practice")
	first, _ := p.waiting()
	_, start := p.waiting()
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.Wait() //nolint:errcheck // it was killed
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	resp, err := browser.Get(start)
	if err != nil {
		t.Fatalf("the practice Gusto of the second command is gone with the first: %v", err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(page), "page-signin") {
		t.Errorf("status %d, %v: %.300s", resp.StatusCode, err, page)
	}
}

// waiting starts a consent that waits for the browser, and gives the address to open. It is killed with the test.
func (p *place) waiting() (cmd *exec.Cmd, start string) {
	p.t.Helper()
	cmd = p.command("connect", "--no-browser", "--yes")
	if _, err := cmd.StdinPipe(); err != nil { // stays open: an answer may still be pasted
		p.t.Fatal(err)
	}
	words, err := cmd.StderrPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() }) //nolint:errcheck // it may have ended already
	if start = addressIn(words); start == "" {
		p.t.Fatal("no address was printed")
	}
	return cmd, start
}
