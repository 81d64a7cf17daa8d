package oauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	startPath = "/start/"
	donePath  = "/done/"
	iconPath  = "/favicon.ico"

	maxStarts = 32  // start addresses of one attempt that work at the same time
	maxEnded  = 256 // ended attempts that late answers can still be told from strangers

	// pageGrace is how long a browser has to fetch the page that it was sent to;
	// lingering, how long a double click or a reload still finds it.
	pageGrace = 5 * time.Second
	lingering = time.Second
)

// listener is one bound loopback port, shared by all attempts that return to it.
// Its maps are guarded by the client's mutex.
type listener struct {
	client   *Client
	key      string // of Client.listeners
	host     string // the only Host header that is answered
	path     string // the callback's; "" when only start addresses are served
	socks    []net.Listener
	attempts []*Attempt
	starts   map[string]start
	landings map[string]*landing
	live     int         // attempts that wait
	held     int         // tabs that wait for their page
	timer    *time.Timer // to the end
	gone     chan struct{}
}

// start is a start address that leads somewhere. One that lasts works until its
// attempt is answered.
type start struct {
	attempt *Attempt
	lasts   bool
}

// landing is a page that a browser was sent to.
type landing struct {
	page    page
	fetched bool
}

// serve returns a listener for the first registered redirect that can be served,
// an open one before a new one, and the redirect URI that goes with it. The
// client's mutex is held.
func (c *Client) serve(ctx context.Context, paste bool) (*listener, string, error) {
	var busy *PortBusyError
	var unusable error
	for _, registered := range c.candidates(paste) {
		r, err := parseRedirect(registered)
		if err != nil {
			unusable = err
			continue
		}
		if paste && !r.pasteOnly() {
			r = redirect{registered: registered, url: r.url, port: r.port}
		}
		l, err := c.open(ctx, r)
		if err == nil {
			return l, r.at(l.port()), nil
		}
		if ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		if busy == nil {
			busy = &PortBusyError{}
		}
		busy.Addresses, busy.Err = append(busy.Addresses, r.addresses()...), err
	}
	switch {
	case busy != nil:
		return nil, "", busy
	case unusable != nil:
		return nil, "", unusable
	}
	return nil, "", &RedirectError{Problem: "none is registered"}
}

// candidates are the redirects in the order to try. When nothing is to be
// listened to, the firm's own page comes first: at a port of this computer the
// answer would go to whoever has it.
func (c *Client) candidates(paste bool) []string {
	list := slices.Clone(c.provider.Redirects)
	if paste {
		slices.SortStableFunc(list, func(a, b string) int {
			return boolInt(!strings.HasPrefix(a, "https:")) - boolInt(!strings.HasPrefix(b, "https:"))
		})
	}
	return list
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *Client) open(ctx context.Context, r redirect) (*listener, error) {
	key := r.host + " " + r.registered
	if l := c.listeners[key]; l != nil {
		return l, nil
	}
	socks, err := r.listen(ctx, c.bind)
	if err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(socks[0].Addr().String())
	l := &listener{
		client: c, key: key, host: net.JoinHostPort("127.0.0.1", port), socks: socks,
		starts: map[string]start{}, landings: map[string]*landing{}, gone: make(chan struct{}),
	}
	if !r.pasteOnly() {
		l.host, l.path = net.JoinHostPort(r.host, port), r.path
	}
	l.host = strings.TrimSuffix(l.host, ":80") // browsers leave out http's own port
	c.listeners[key] = l
	l.start(context.WithoutCancel(ctx))
	return l, nil
}

// start serves until the end. Nothing that a connection does, or fails to do,
// keeps another from being served.
func (l *listener) start(ctx context.Context) {
	srv := &http.Server{
		Handler:           http.HandlerFunc(l.handle),
		ReadHeaderTimeout: l.client.patience,
		// No ReadTimeout: when it runs out, net/http takes a tab that waits for its
		// page for one that was closed.
		MaxHeaderBytes: maxQuery + 16<<10,
		ErrorLog:       log.New(io.Discard, "", 0), // its lines can hold addresses
	}
	srv.SetKeepAlivesEnabled(false)
	for _, s := range l.socks {
		l.client.serving.Go(func() { _ = srv.Serve(s) })
	}
	l.client.serving.Go(func() {
		<-l.gone
		ctx, cancel := context.WithTimeout(ctx, lingering)
		defer cancel()
		if srv.Shutdown(ctx) != nil {
			_ = srv.Close()
		}
	})
}

func (l *listener) port() string {
	_, port, err := net.SplitHostPort(l.host)
	if err != nil {
		return "80"
	}
	return port
}

// join adds an attempt. The client's mutex is held.
func (l *listener) join(a *Attempt) {
	if len(l.attempts) >= maxEnded {
		l.attempts = slices.DeleteFunc(l.attempts, func(old *Attempt) bool {
			select {
			case <-old.over:
				return true
			default:
				return false
			}
		})
	}
	l.attempts = append(l.attempts, a)
	l.live++
	l.settle()
}

// leave says that a has ended: its start addresses lead nowhere any more.
func (l *listener) leave(a *Attempt) {
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	maps.DeleteFunc(l.starts, func(_ string, s start) bool { return s.attempt == a })
	l.live--
	l.settle()
}

// hold counts a tab that waits for its page; release says that it has it, or left.
func (l *listener) hold() {
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	l.held++
	l.settle()
}

func (l *listener) release() {
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	switch l.held--; {
	case l.held > 0 || l.live > 0:
	case l.client.closed:
		l.end()
	default:
		l.endIn(lingering)
	}
}

// settle decides when the port is freed: at once when nobody waits for anything,
// else when the last page is fetched. The client's mutex is held.
func (l *listener) settle() {
	switch {
	case l.live > 0:
		if l.timer != nil {
			l.timer.Stop()
		}
	case l.held > 0:
		l.endIn(pageGrace)
	default:
		l.end()
	}
}

func (l *listener) endIn(d time.Duration) {
	if l.timer != nil {
		l.timer.Stop()
	}
	l.timer = time.AfterFunc(d, func() {
		l.client.mu.Lock()
		defer l.client.mu.Unlock()
		if l.live == 0 {
			l.end()
		}
	})
}

// end frees the port, before it returns. The client's mutex is held.
func (l *listener) end() {
	if l.client.listeners[l.key] != l {
		return
	}
	delete(l.client.listeners, l.key)
	for _, s := range l.socks {
		_ = s.Close()
	}
	close(l.gone)
}

// find returns the attempt of a state, ended ones included, or nil. It looks the
// state up by its hash and compares in constant time.
func (l *listener) find(state Secret) *Attempt {
	if state.IsZero() {
		return nil
	}
	key := sha256.Sum256([]byte(state.Reveal()))
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	var found *Attempt
	for _, a := range l.attempts {
		if subtle.ConstantTimeCompare(a.secrets.key[:], key[:]) == 1 && a.secrets.state.Equal(state) {
			found = a
		}
	}
	return found
}

// stray tells every waiting screen that a page of another attempt came back.
func (l *listener) stray() {
	l.client.mu.Lock()
	waiting := slices.Clone(l.attempts)
	l.client.mu.Unlock()
	for _, a := range waiting {
		a.notify(Notice{Kind: StrayPage})
	}
}
