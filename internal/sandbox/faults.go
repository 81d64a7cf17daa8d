package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Kind is what goes wrong. The package comment tells what each does.
type Kind int

const (
	Delay Kind = iota + 1
	TooMany
	Status
	Drop
	Cut
	HTML
	Malformed
	Redirect
	MissingScope
)

var kindNames = map[Kind]string{Delay: "delay", TooMany: "429", Status: "status", Drop: "drop", Cut: "cut",
	HTML: "html", Malformed: "malformed", Redirect: "redirect", MissingScope: "missing scope"}

func (k Kind) String() string { return kindNames[k] }

// Fault is one thing that goes wrong with the requests that it matches.
type Fault struct {
	Kind       Kind
	Path       string        // a pattern of path.Match; empty: every path
	Method     string        // empty: every method
	GrantType  string        // of a post to the token endpoint; empty: any
	Skip       int           // this many matching requests pass unharmed first
	Times      int           // then this many meet the fault; 0: until removed
	After      bool          // when the request has been processed: what it changed stays changed
	Status     int           // for Status
	Delay      time.Duration // for Delay; with a Gate, the longest wait (0: no limit)
	RetryAfter time.Duration // for TooMany (0: one second); with Status, added when not 0
	Gate       *Gate         // for Delay
	Value      string        // for Redirect the address, for MissingScope the scope, for Status the error in OAuth's shape
}

// Gate holds requests until a test lets them go, so that no test has to sleep.
type Gate struct {
	reached chan struct{}
	open    chan struct{}
	once    sync.Once
}

// NewGate gives a closed gate.
func NewGate() *Gate { return &Gate{reached: make(chan struct{}, 1024), open: make(chan struct{})} }

// Reached receives once for every request that has come to the gate.
func (t *Gate) Reached() <-chan struct{} { return t.reached }

// Open lets all requests through, now and later.
func (t *Gate) Open() { t.once.Do(func() { close(t.open) }) }

func (t *Gate) arrive() {
	select {
	case t.reached <- struct{}{}:
	default:
	}
}

// habit is a switch between two ways in which versions of Gusto differ.
type habit int

const (
	omitRefreshToken habit = iota
	hideTokenInfo
	emptyUnauthorized
	doubleRequestID
	refuseRepeats
)

// Faults are the knobs of a pretend Gusto.
type Faults struct {
	gusto  *Gusto
	mu     sync.Mutex
	list   []*armed
	habits map[habit]bool
	ahead  time.Duration
	lost   map[string]bool // scopes taken away
	secret string
	edit   func(map[string]any)
	auto   *AutoConsent
}

type armed struct {
	Fault
	skipped, hits int
}

func newFaults(g *Gusto) *Faults {
	return &Faults{gusto: g, habits: map[habit]bool{}, lost: map[string]bool{}, secret: g.opt.ClientSecret}
}

// Add arms a fault and gives the function that removes it. Several may match one request; they apply in the order in which they were added,
// and the first that answers in Gusto's place ends it.
func (f *Faults) Add(fault Fault) (remove func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := &armed{Fault: fault}
	f.list = append(f.list, a)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.list = slices.DeleteFunc(f.list, func(other *armed) bool { return other == a })
	}
}

// Clear removes every armed fault. Conditions and habits stay.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// match gives the faults that this request meets, and counts them as met.
func (f *Faults) match(r *http.Request, c *call) (before, after []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.list {
		if !a.matches(r, c) || a.Times > 0 && a.hits >= a.Times {
			continue
		}
		if a.skipped < a.Skip {
			a.skipped++
			continue
		}
		a.hits++
		if a.After || a.Kind == Cut || a.Kind == Malformed {
			after = append(after, a.Fault)
		} else {
			before = append(before, a.Fault)
		}
	}
	return before, after
}

func (a *armed) matches(r *http.Request, c *call) bool {
	if a.Method != "" && a.Method != r.Method || a.GrantType != "" && a.GrantType != c.params.Get("grant_type") {
		return false
	}
	if a.Path == "" {
		return true
	}
	ok, err := path.Match(a.Path, r.URL.Path)
	return err == nil && ok
}

// apply lets faults happen, and tells whether one of them has answered.
func (f *Faults) apply(list []Fault, w http.ResponseWriter, r *http.Request, p *reply) bool {
	for _, one := range list {
		if p.fault != "" {
			p.fault += "+"
		}
		p.fault += one.Kind.String()
		if one.After {
			p.fault += " after"
		}
		switch one.Kind {
		case Delay:
			if !one.wait(r) {
				p.status = 0
				panic(http.ErrAbortHandler)
			}
		case Drop:
			p.status = 0
			panic(http.ErrAbortHandler)
		case Cut:
			p.cut = true
		default:
			f.answer(one, r, p)
			return true
		}
	}
	return false
}

// answer puts the fault's reply in place of Gusto's.
func (f *Faults) answer(one Fault, r *http.Request, p *reply) {
	was := p.status
	p.reset()
	switch one.Kind {
	case TooMany:
		tooMany(p, max(one.RetryAfter, time.Second))
	case HTML:
		p.replace(http.StatusOK, "text/html; charset=utf-8",
			"<!doctype html><html><head><title>Sign in to Guest Wi-Fi</title></head><body><h1>Welcome</h1></body></html>")
	case Malformed:
		p.replace(max(was, http.StatusOK), "application/json; charset=utf-8", `{"access_token":"`)
	case Redirect:
		to := one.Value
		if to == "" {
			to = f.gusto.base(r) + "/practice/elsewhere"
		}
		p.header.Set("Location", to)
		p.replace(http.StatusTemporaryRedirect, "text/html; charset=utf-8", "<html><body>You are being redirected.</body></html>")
	case MissingScope:
		missingScope(p, one.Value)
	case Status:
		status := one.Status
		if status == 0 {
			status = http.StatusInternalServerError
		}
		if one.RetryAfter > 0 {
			p.header.Set("Retry-After", strconv.Itoa(int(one.RetryAfter.Seconds())))
		}
		f.answerStatus(status, one.Value, p)
	}
}

// answerStatus speaks as whoever sends such a status: the OAuth endpoint, the proxy before Gusto, or Gusto.
func (f *Faults) answerStatus(status int, oauth string, p *reply) {
	switch {
	case oauth != "":
		p.replace(status, "application/json; charset=utf-8", `{"error":`+strconv.Quote(oauth)+`,"error_description":"The practice Gusto was told to say so."}`)
	case status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout:
		p.replace(status, "text/html", fmt.Sprintf("<html><head><title>%d %s</title></head><body></body></html>", status, http.StatusText(status)))
	default:
		fail(p, status, apiError{Key: "base", Category: "internal_error", Message: "Something went wrong on our side."})
	}
}

// wait tells whether the request may go on: not when the client has gone.
func (fault Fault) wait(r *http.Request) bool {
	var limit <-chan time.Time
	if fault.Delay > 0 {
		t := time.NewTimer(fault.Delay)
		defer t.Stop()
		limit = t.C
	}
	var open <-chan struct{}
	if fault.Gate != nil {
		fault.Gate.arrive()
		open = fault.Gate.open
	} else if limit == nil {
		return true
	}
	select {
	case <-limit:
	case <-open:
	case <-r.Context().Done():
		return false
	}
	return true
}

func (f *Faults) on(h habit) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.habits[h]
}

func (f *Faults) skew() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ahead
}

func (f *Faults) lostScopes() map[string]bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.lost)
}
