package oauth

import (
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// Provider is one authorization server and how the firm's application is
// registered there. Two environments are two Providers, each with an issuer and
// redirect addresses of its own, so that an answer of one is never taken for an
// answer of the other (RFC 9700 section 4.4).
type Provider struct {
	Name           string // for logs
	Issuer         string // RFC 9207; "" when the server has none
	IssuerRequired bool   // the server promises iss in every answer
	AuthorizeURL   string
	TokenURL       string
	RevokeURL      string
	ClientID       string
	ClientSecret   Secret
	// Redirects are the registered redirect URIs in the order of preference.
	// The first that can be served is used:
	//   - http://127.0.0.1/callback or http://[::1]/callback, without a port or
	//     with port 0: any free port (RFC 8252 section 7.3);
	//   - the same with a port: that port, or the next entry when it is taken;
	//   - http://localhost:port/callback: that port on 127.0.0.1 and ::1;
	//   - an https address: the person pastes where they landed.
	Redirects []string
	// Scopes are asked for; none means that the server decides, as Gusto's
	// documentation has it.
	Scopes []string
}

// Options of a [Client]; the zero value is meant for use.
type Options struct {
	Now      func() time.Time // this computer's clock; time.Now
	Log      *slog.Logger     // never given a secret, an address with a query, or a server's text; none
	Lifetime time.Duration    // of one attempt; 10 minutes, as long as Gusto's code lives
}

const (
	defaultLifetime = 10 * time.Minute
	exchangeTimeout = 30 * time.Second
)

// Client holds consents with one Provider and talks to its token endpoint. Its
// methods may be called from several goroutines.
type Client struct {
	provider Provider
	http     *http.Client // as it was given; see once for how it is used
	now      func() time.Time
	log      *slog.Logger
	lifetime time.Duration
	bind     bindFunc
	patience time.Duration // with a request whose head does not end

	mu        sync.Mutex // before an Attempt's
	listeners map[string]*listener
	closed    bool
	serving   sync.WaitGroup
}

// New returns a client of p. hc carries the requests to the token endpoint; the
// client uses its transport alone: no redirect is followed and no cookie kept,
// whatever hc is set to.
func New(p Provider, hc *http.Client, o Options) *Client {
	p.Redirects, p.Scopes = slices.Clone(p.Redirects), slices.Clone(p.Scopes)
	c := &Client{
		provider: p, http: hc, now: o.Now, log: o.Log, lifetime: o.Lifetime, bind: bind, patience: 5 * time.Second,
		listeners: map[string]*listener{},
	}
	if c.http == nil {
		c.http = http.DefaultClient
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.log = c.log.With("provider", p.Name)
	if c.lifetime <= 0 {
		c.lifetime = defaultLifetime
	}
	return c
}

// closeGrace is how long Close waits for tabs to show how their sign-in ended.
const closeGrace = 2 * time.Second

// Close cancels all attempts and frees their ports. It blocks until browsers
// that were waiting have been told, for two seconds at most.
func (c *Client) Close() {
	c.mu.Lock()
	c.closed = true
	var waiting []*Attempt
	for _, l := range c.listeners {
		waiting = append(waiting, l.attempts...)
	}
	c.mu.Unlock()
	for _, a := range waiting {
		a.Cancel()
	}
	c.mu.Lock()
	for _, l := range c.listeners {
		if l.held == 0 {
			l.end()
		}
	}
	c.mu.Unlock()
	told := make(chan struct{})
	go func() {
		c.serving.Wait()
		close(told)
	}()
	select {
	case <-told:
	case <-time.After(closeGrace):
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.listeners {
		l.end()
	}
}

// config is x/oauth2's view of the provider. The style of authentication is
// stated: left to be found out, x/oauth2 posts twice when the first post fails.
func (c *Client) config(redirectURI string) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     c.provider.ClientID,
		ClientSecret: c.provider.ClientSecret.Reveal(),
		RedirectURL:  redirectURI,
		Scopes:       c.provider.Scopes,
		Endpoint: oauth2.Endpoint{
			AuthURL:   c.provider.AuthorizeURL,
			TokenURL:  c.provider.TokenURL,
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}
