package provision

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"crosswalk/oauth"
)

// leadLimit is how long a browser may take to come.
const leadLimit = time.Minute

// lead gives an address on this computer that leads to a secret one, once, and within a minute.
func lead(ctx context.Context, to oauth.Secret) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("lead the browser to the claim link: %w", err)
	}
	path := "/" + rand.Text()
	came := make(chan struct{})
	var once sync.Once
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method != http.MethodGet || q.URL.Path != path || q.Host != l.Addr().String() {
			http.NotFound(w, q)
			return
		}
		mine := false
		once.Do(func() { mine = true })
		if !mine {
			http.Error(w, "This address has been used.", http.StatusGone)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		http.Redirect(w, q, to.Reveal(), http.StatusSeeOther)
		close(came)
	})}
	go server.Serve(l) // ends with Shutdown below
	go func() {
		limit := time.NewTimer(leadLimit)
		defer limit.Stop()
		select {
		case <-came:
		case <-limit.C:
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(ctx) // what it waited for has come, or never will
	}()
	return "http://" + l.Addr().String() + path, nil
}
