package house

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
)

// The practice Gusto's one application. These are no secrets: they open nothing but what this program makes up.
const (
	practiceID     = "practice-client"
	practiceSecret = "practice-secret"
)

var practiceOnce struct {
	sync.Mutex
	address string
}

// practice starts the pretend Gusto on a loopback port, once, with its state in folder; a second window of this
// program uses the one that the first has started.
func practice(ctx context.Context, folder string) (desk.Registration, error) {
	practiceOnce.Lock()
	defer practiceOnce.Unlock()
	if practiceOnce.address == "" {
		address, err := servePractice(ctx, folder)
		if err != nil {
			return desk.Registration{}, err
		}
		practiceOnce.address = address
	}
	env := desk.Practice
	env.BaseURL = practiceOnce.address
	return desk.Registration{
		Environment: env, ClientID: practiceID, Secret: oauth.NewSecret(practiceSecret), Redirects: []string{"http://127.0.0.1/callback"},
	}, nil
}

func servePractice(ctx context.Context, folder string) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	note := filepath.Join(folder, "address")
	if address := answering(ctx, note); address != "" {
		return address, nil
	}
	pretend, err := sandbox.New(sandbox.Options{ClientID: practiceID, ClientSecret: practiceSecret, StateFile: filepath.Join(folder, "gusto.json")})
	if err != nil {
		return "", err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: pretend, ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(l) // ends with the program
	address := "http://" + l.Addr().String()
	return address, os.WriteFile(note, []byte(address), 0o600)
}

// answering gives the noted address when another window's practice Gusto still answers there.
func answering(ctx context.Context, note string) string {
	text, err := os.ReadFile(note)
	if err != nil {
		return ""
	}
	address := strings.TrimSpace(string(text))
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/v1/token_info", nil)
	if err != nil || !strings.HasPrefix(address, "http://127.0.0.1:") {
		return ""
	}
	req.Header.Set("X-Gusto-API-Version", desk.NewestVersion)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized || resp.Header.Get("X-Request-Id") == "" {
		return ""
	}
	return address
}
