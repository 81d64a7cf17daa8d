package oauth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// NoticeKind is something that happened while waiting.
type NoticeKind int

// What can happen while waiting.
const (
	// BrowserStarted: a browser fetched the start address.
	BrowserStarted NoticeKind = iota
	// StrayPage: a page of another or an earlier sign-in came back; still waiting.
	StrayPage
	// OtherBrowser: the answer came through a browser that did not fetch a start
	// address of this attempt. It is exchanged; the person's confirmation in the
	// window says whether it is theirs. See [Attempt.OtherBrowser].
	OtherBrowser
	// Exchanging: the answer is here and its code goes to the token endpoint.
	Exchanging
	// Settling: the token is here; the caller's settle runs.
	Settling
	// ClockOff: this computer's clock differs from the server's by [Notice.Skew].
	ClockOff
)

// Notice tells a screen what happened while waiting.
type Notice struct {
	Kind NoticeKind
	Skew time.Duration // ClockOff: this computer's clock minus the server's
}

// Landing is what the page in the browser says after a consent that went well.
type Landing struct {
	Kind  LandingKind
	Names []string // of the companies that can be reached now
	Lead  *Lead    // where the page leads on to; nil for nowhere
}

// LandingKind is what has become of the companies.
type LandingKind int

// What can have become of them.
const (
	LandedReady   LandingKind = iota // they wait to be confirmed in the window
	LandedAlready                    // they are linked already and nothing has to be confirmed
	LandedLinked                     // they are linked now
	LandedAsks                       // another one than was asked for, or something else that the window asks about
)

// Lead is the next consent of several in a row. Its attempt has begun: its port is
// bound. The page says Name, and leads to a start address of the attempt as long as
// that waits for its answer.
type Lead struct {
	Name    string // what to choose at the authorization server
	Copied  bool   // Name is on the clipboard
	Onward  bool   // the page of what was linked goes on by itself after a few seconds, unless the person stays there
	Attempt *Attempt
}

type phase int

const (
	waiting   phase = iota // for an answer
	answered               // answer in hand, being exchanged and settled
	concluded              // outcome set
)

// Attempt is one consent: it has a state, a PKCE verifier and a redirect URI of
// its own, takes one answer, and ends once. Its methods may be called from
// several goroutines.
type Attempt struct {
	client      *Client
	listener    *listener
	redirectURI string
	issuer      string // as it was when the attempt began (RFC 9700 section 4.4.2)
	secrets     attemptSecrets
	notices     chan Notice
	answered    chan struct{} // closed when reply is set
	over        chan struct{} // closed when outcome is set
	abandoned   context.Context
	abandon     context.CancelFunc

	onward   onward
	progress // guarded by its mutex
}

// progress is what changes while an attempt lives.
type progress struct {
	mu       sync.Mutex
	phase    phase
	deadline time.Time
	expiry   *time.Timer
	reply    reply
	other    bool // the answer did not come from the browser that was started
	claimed  bool // Wait was called
	outcome  outcome
}

// onward is about several consents in a row.
type onward struct {
	denied func(context.Context) *Lead
	start  string // the address that pages lead to this attempt by, once there is one; guarded by the client's mutex
}

// attemptSecrets are what an attempt must not show.
type attemptSecrets struct {
	state, verifier, cookie Secret
	key                     [sha256.Size]byte // of state, to find the attempt by
}

// outcome is how an attempt ended: the error for Wait and the page for the browser.
type outcome struct {
	err  error
	page page
}

// random returns 256 bits from the system's generator, in 43 characters for addresses.
func random() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// Begin starts an attempt: it binds the loopback port of the first registered
// redirect that can be served, and keeps it bound, before any address exists.
// When only an https redirect can be served, the answer comes by [Attempt.Paste]
// alone. ctx bounds Begin, not the attempt. It does not block on the network.
//
// Errors: *PortBusyError when every port is taken; *RedirectError when no
// registered redirect can be used at all; ErrClosed.
func (c *Client) Begin(ctx context.Context) (*Attempt, error) {
	return c.begin(ctx, false)
}

// BeginPaste starts an attempt whose answer comes by [Attempt.Paste] alone, for
// when Begin finds every port taken, or the browser is on another computer.
// Errors: *RedirectError, ErrClosed.
func (c *Client) BeginPaste(ctx context.Context) (*Attempt, error) {
	return c.begin(ctx, true)
}

func (c *Client) begin(ctx context.Context, paste bool) (*Attempt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, ErrClosed
	}
	l, redirectURI, err := c.serve(ctx, paste)
	if err != nil {
		return nil, err
	}
	a := &Attempt{
		client: c, listener: l, redirectURI: redirectURI, issuer: c.provider.Issuer,
		secrets: attemptSecrets{
			state: NewSecret(random()), verifier: NewSecret(oauth2.GenerateVerifier()), cookie: NewSecret(random()),
		},
		notices: make(chan Notice, 32), answered: make(chan struct{}), over: make(chan struct{}),
	}
	a.secrets.key = sha256.Sum256([]byte(a.secrets.state.Reveal()))
	a.abandoned, a.abandon = context.WithCancel(context.WithoutCancel(ctx))
	a.mu.Lock()
	a.deadline = c.now().Round(0).Add(c.lifetime)
	a.expiry = time.AfterFunc(a.remaining(), a.expire)
	a.mu.Unlock()
	l.join(a)
	c.log.Info("consent begins", "redirect", redirectURI, slog.Bool("paste only", l.path == ""))
	return a, nil
}

// RedirectURI is the exact redirect URI of this attempt, to be kept with the
// grant: Gusto's older versions ask for it with every refresh.
func (a *Attempt) RedirectURI() string { return a.redirectURI }

// Notices delivers what happens while waiting and is closed when the attempt
// ends. A reader that falls behind misses the newest.
func (a *Attempt) Notices() <-chan Notice { return a.notices }

// OtherBrowser says that the answer did not come from a browser that was started
// with this attempt's start address (see the decision on consent requirements,
// row A13). It is known once [Attempt.Wait] settles.
func (a *Attempt) OtherBrowser() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.other
}

// Deadline is when the wait for the browser ends, by this computer's clock.
func (a *Attempt) Deadline() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.deadline
}

// Extend starts the attempt's time again. It does nothing once an answer is here.
func (a *Attempt) Extend() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.phase == waiting {
		a.deadline = a.client.now().Round(0).Add(a.client.lifetime)
		a.expiry.Reset(a.remaining())
	}
}

// recheck is how often the deadline is compared with the clock: a timer stands
// still while a computer sleeps, the deadline does not.
const recheck = 15 * time.Second

// remaining is the time to the next look at the deadline.
func (a *Attempt) remaining() time.Duration {
	return min(max(a.deadline.Sub(a.client.now().Round(0)), time.Millisecond), recheck)
}

func (a *Attempt) expire() {
	a.mu.Lock()
	due := a.phase == waiting && !a.client.now().Round(0).Before(a.deadline)
	if a.phase == waiting && !due {
		a.expiry.Reset(a.remaining())
	}
	a.mu.Unlock()
	if due {
		a.conclude(outcome{err: ErrTimedOut, page: page{kind: pageExpired}})
	}
}

// Cancel ends the attempt; Wait returns context.Canceled. While the caller's
// settle runs, its context is canceled and its result stands. A token that
// arrives after Cancel is revoked.
func (a *Attempt) Cancel() {
	a.abandon()
	a.mu.Lock()
	mine := a.phase == waiting || !a.claimed
	a.mu.Unlock()
	if mine {
		a.conclude(outcome{err: context.Canceled, page: page{kind: pageCanceled}})
	}
}

// conclude sets the outcome, once, and lets go of the port: first that, since the tab that waits for the end fetches
// its page at once, and would else find the port gone.
func (a *Attempt) conclude(o outcome) {
	a.mu.Lock()
	if a.phase == concluded {
		a.mu.Unlock()
		return
	}
	a.phase, a.outcome = concluded, o
	a.expiry.Stop()
	close(a.notices)
	a.mu.Unlock()
	a.abandon()
	a.client.log.Info("consent ends", "how", o.page.kind.String())
	a.listener.leave(a)
	close(a.over)
}

// notify tells the screen, or drops the notice when nobody listens.
func (a *Attempt) notify(n Notice) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.phase == concluded {
		return
	}
	select {
	case a.notices <- n:
	default:
	}
}
