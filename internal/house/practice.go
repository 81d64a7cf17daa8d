package house

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
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

var doors struct {
	sync.Mutex
	open map[string]*door // by folder
}

// practice gives the pretend Gusto whose state is in folder, at an address that is good as long as this program runs.
func practice(ctx context.Context, folder string) (desk.Registration, error) {
	doors.Lock()
	defer doors.Unlock()
	d := doors.open[folder]
	if d == nil {
		var err error
		if d, err = openDoor(ctx, folder); err != nil {
			return desk.Registration{}, err
		}
		if doors.open == nil {
			doors.open = map[string]*door{}
		}
		doors.open[folder] = d
	}
	return registeredAt(d.address), nil
}

// practiceNearby is practice for a program that ends in a moment: where another one plays Gusto, it is asked straight,
// without a door that would outlive it.
func practiceNearby(ctx context.Context, folder string) (desk.Registration, error) {
	if _, elsewhere := (&door{folder: folder}).noted(ctx); elsewhere != nil {
		return registeredAt(elsewhere.String()), nil
	}
	return practice(ctx, folder)
}

func registeredAt(address string) desk.Registration {
	env := desk.Practice
	env.BaseURL = address
	return desk.Registration{
		Environment: env, ClientID: practiceID, Secret: oauth.NewSecret(practiceSecret), Redirects: []string{"http://127.0.0.1/callback"},
	}
}

// door is this program's own address of the pretend Gusto. Of all programs on one folder a single one plays Gusto, so
// that its state is in one place, and a note in the folder says which; the doors of the others pass on what they are
// asked. A program may end at any time: the next door that finds it gone plays Gusto from there on.
type door struct {
	folder, address string
	server          *http.Server

	mu      sync.Mutex
	pretend http.Handler // while this program plays Gusto
	known   string       // another program's address that was seen to be a pretend Gusto
}

// openDoor opens the door, and sees that somebody plays Gusto behind it.
func openDoor(ctx context.Context, folder string) (*door, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := &door{folder: folder, address: "http://" + l.Addr().String()}
	if _, _, err := d.playing(ctx); err != nil {
		l.Close()
		return nil, err
	}
	d.server = &http.Server{Handler: d, ReadHeaderTimeout: 5 * time.Second}
	go d.server.Serve(l) // ends with the program
	return d, nil
}

// ServeHTTP answers as Gusto, or passes on to the program that does.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pretend, elsewhere, err := d.playing(r.Context())
	switch {
	case err != nil:
		http.Error(w, "practice: "+err.Error(), http.StatusServiceUnavailable)
	case pretend != nil:
		pretend.ServeHTTP(w, r)
	default:
		d.passOn(elsewhere).ServeHTTP(w, r)
	}
}

// passOn sends each request over a connection of its own: a kept one may lead to a program that has ended. Nothing is
// sent twice; whoever asked sees a cut line where there is one.
func (d *door) passOn(to *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
		Transport:    &http.Transport{DisableKeepAlives: true},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		ModifyResponse: func(resp *http.Response) error {
			if resp.Header.Get("X-Request-Id") == "" { // another program may have got the port meanwhile: look again
				d.mu.Lock()
				defer d.mu.Unlock()
				d.known = ""
			}
			return nil
		},
	}
}

// playing finds who plays Gusto: this program, which it becomes when nobody does, or the one at elsewhere.
func (d *door) playing(ctx context.Context) (pretend http.Handler, elsewhere *url.URL, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if pretend, elsewhere = d.noted(ctx); pretend != nil || elsewhere != nil {
			return pretend, elsewhere, nil
		}
		if err := ctx.Err(); err != nil { // whoever asked has given up: that says nothing about the other program
			return nil, nil, err
		}
		release, err := d.claim()
		if err != nil {
			return nil, nil, err
		}
		if release != nil {
			defer release()
			pretend, elsewhere = d.noted(ctx)
			if err = ctx.Err(); pretend == nil && elsewhere == nil && err == nil { // nobody was faster
				pretend, err = d.play()
			}
			return pretend, elsewhere, err
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-again.C:
		}
	}
}

// noted follows the note. Both results are nil when it leads to nobody.
func (d *door) noted(ctx context.Context) (pretend http.Handler, elsewhere *url.URL) {
	text, err := os.ReadFile(d.note())
	address := strings.TrimSpace(string(text))
	if err == nil && address == d.address {
		return d.pretend, nil
	}
	at, bad := url.Parse(address)
	if err != nil || bad != nil || at.Scheme != "http" || at.Hostname() != "127.0.0.1" || !d.alive(ctx, at) {
		return nil, nil
	}
	d.pretend = nil // another program has taken over; what this one has answered is in the state file
	return nil, at
}

func (d *door) note() string { return filepath.Join(d.folder, "address") }

// probeTime is how long a program that plays Gusto may take to show that it lives.
const probeTime = 5 * time.Second

// alive says whether a pretend Gusto answers there. One that is known is only seen to listen.
func (d *door) alive(ctx context.Context, at *url.URL) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	if d.known == at.String() {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", at.Host)
		if err != nil {
			return false
		}
		return conn.Close() == nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String()+"/v1/token_info", nil)
	if err != nil {
		return false
	}
	req.Header.Set("X-Gusto-API-Version", desk.NewestVersion)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized || resp.Header.Get("X-Request-Id") == "" {
		return false
	}
	d.known = at.String()
	return true
}

// staleClaim is after which time a claim was left by a program that died in the middle.
const staleClaim = 10 * time.Second

// claim gives the right to begin playing Gusto to one program at a time; release is nil while another has it.
func (d *door) claim() (release func(), err error) {
	path := filepath.Join(d.folder, "taking-over")
	if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > staleClaim {
		os.Remove(path)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return func() { os.Remove(path) }, f.Close()
}

// play begins to play Gusto from the state that the one before has left.
func (d *door) play() (http.Handler, error) {
	pretend, err := sandbox.New(sandbox.Options{ClientID: practiceID, ClientSecret: practiceSecret, StateFile: filepath.Join(d.folder, "gusto.json")})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(d.note(), []byte(d.address), 0o600); err != nil {
		return nil, err
	}
	d.pretend = pretend
	return pretend, nil
}
