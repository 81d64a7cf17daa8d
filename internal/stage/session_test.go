//go:build e2e && linux

package stage

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The stage itself, before anything is played on it.

func TestSessionOpensAddressesInARealBrowserAsTheSystemsDefault(t *testing.T) {
	t.Parallel()
	s := New(t)
	visitors := make(chan string, 100)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visitors <- r.UserAgent()
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<title>x</title><h1>At %s</h1><p>Say "when"</p><a href="/next">Go on</a>`, r.URL.Path)
	}))
	defer site.Close()
	open := func(path string) func() {
		return func() {
			cmd := exec.Command("xdg-open", site.URL+path)
			cmd.Env = s.env
			if err := s.group.join(cmd, "xdg-open"); err != nil {
				t.Fatal(err)
			}
		}
	}
	first := s.Opens(open("/first"))
	first.See("At /first")
	first.Click("Go on")
	first.At("/next")
	first.See("At /next")
	second := s.Opens(open("/second"))
	second.See("At /second")
	if pages := s.Pages(); len(pages) != 2 {
		t.Errorf("%d pages are open, want 2: %v", len(pages), pages)
	}
	first.Shot("session-browser")
	if visitor := <-visitors; !strings.Contains(visitor, "Chrome/") {
		t.Errorf("the visitor was %q, want a Chromium", visitor)
	}
}

func TestSessionKeepsSecretsOfItsOwn(t *testing.T) {
	t.Parallel()
	s := New(t)
	keep := exec.Command("secret-tool", "store", "--label=x", "service", "Stage", "username", "somebody")
	keep.Env = s.env
	keep.Stdin = strings.NewReader("kept")
	if out, err := keep.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	kept := strings.Join(s.KeysOf("Stage"), "\n")
	if !strings.Contains(kept, "somebody") || strings.Contains(kept, "= kept") {
		t.Errorf("the key store says %q", kept)
	}
	other := New(t)
	if kept := other.KeysOf("Stage"); len(kept) != 0 {
		t.Errorf("another session sees %v", kept)
	}
}

func TestSessionWithoutKeysHasNoKeyStoreEvenOnDemand(t *testing.T) {
	t.Parallel()
	s := New(t, WithoutKeys())
	keep := exec.Command("timeout", "10", "secret-tool", "store", "--label=x", "service", "Stage", "username", "somebody")
	keep.Env = s.env
	keep.Stdin = strings.NewReader("kept")
	out, err := keep.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "org.freedesktop.secrets") {
		t.Errorf("got %v %s, want to hear that nobody offers org.freedesktop.secrets", err, out)
	}
}

func TestSessionLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	var dir string
	var members *group
	t.Run("a session", func(t *testing.T) {
		s := New(t)
		dir, members = s.dir, s.group
		if !members.lives() {
			t.Error("nothing runs in the session")
		}
	})
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", dir, err)
	}
	if members.lives() {
		t.Error("some process of the session still runs")
	}
}
