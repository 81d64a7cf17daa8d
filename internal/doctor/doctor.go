// Package doctor examines this computer and the way from it to Gusto, and says which part is at fault.
//
// Rules: each check has a name, looks at one part, ends within its own time, and changes nothing that stays; a fault is
// told by the part that has it, and what lies behind that part counts as not found out. Results are values; the words
// for them are elsewhere. It needs no window, and asks for no access of anybody.
package doctor

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
)

// Check is the name of one check, as a stable word.
type Check string

// The checks, in the order in which they are told.
const (
	Proxy    Check = "proxy"     // what requests go through
	DNS      Check = "dns"       // the name of Gusto, or of the proxy, has an address
	Route    Check = "route"     // a connection to it opens
	TLS      Check = "tls"       // the connection is encrypted, with a certificate that is trusted
	Clock    Check = "clock"     // this computer's clock and Gusto's agree
	Gusto    Check = "gusto"     // it is Gusto that answers, and it speaks this version of its API
	Redirect Check = "redirect"  // the port for Gusto's answer is free
	Browser  Check = "browser"   // web addresses have a program that opens them
	KeyStore Check = "key_store" // the key store takes, gives and forgets
	Database Check = "database"  // every page of the database can be read
	Folder   Check = "folder"    // the data folder is local and private
	Disk     Check = "disk"      // there is room
	Display  Check = "display"   // a window has somewhere to open
	OpenGL   Check = "opengl"    // what draws the window is installed
	Policy   Check = "policy"    // what the organization has decided is understood
	Versions Check = "versions"  // what runs here
)

// Checks lists them in order.
func Checks() []Check {
	return []Check{Proxy, DNS, Route, TLS, Clock, Gusto, Redirect, Browser, KeyStore, Database, Folder, Disk, Display, OpenGL, Policy, Versions}
}

// State is what became of a check.
type State string

// The states.
const (
	Fine    State = "fine"
	Note    State = "note"          // a fact that keeps nothing from working, or only the window
	Fault   State = "fault"         // this part is at fault
	Unknown State = "not_found_out" // something before it is at fault, or it did not end in time
)

// Finding is the result of one check.
type Finding struct {
	Check  Check
	State  State
	Cause  desk.Cause // for a fault and a note that has one: what it is, whose turn it is, what helps
	Detail string     // what goes with the cause: a host, a port, a program, an issuer
	Until  time.Time  // when it ends, or trying again makes sense
	Facts  string     // what was found, in technical words; never a secret
	Took   time.Duration
}

// Patient is what is examined. Every field but Resolver has to be set.
type Patient struct {
	desk.Ground
	Version  string        // of this program
	Journal  string        // the folder of the log; "" for none
	Client   *http.Client  // how requests leave this computer
	Resolver *net.Resolver // nil asks the system's
	Now      func() time.Time
	Database func(ctx context.Context) error // what is wrong with the database, as trouble
	Keys     func(ctx context.Context) error // what is wrong with the key store, as trouble
	KeyLimit time.Duration                   // how long the key store may take
	Policy   policy.Policy
	Look     Surroundings

	free func(folder string) (uint64, error) // how much room there is; nil asks the system
}

// Surroundings is how the computer around is looked at; tests put their own in its place.
type Surroundings struct {
	Getenv func(string) string
	Run    func(ctx context.Context, name string, args ...string) (string, error) // what a program of the system prints
}

// The longest that a check may take.
const (
	networkLimit = 15 * time.Second
	localLimit   = 10 * time.Second
)

// Examine makes every check, those that are independent at once, tells each as it ends, and returns all in order. A
// part that looked fine by itself is told again when the request that goes through it finds it at fault.
// told may be nil; it is called on one goroutine at a time. It blocks for half a minute at most (with KeyLimit beyond
// that, as long as KeyLimit). When ctx ends, what is not found out yet is told as that.
func Examine(ctx context.Context, p Patient, told func(Finding)) []Finding {
	var mu sync.Mutex
	found := map[Check]Finding{}
	tell := func(f Finding) {
		mu.Lock()
		defer mu.Unlock()
		found[f.Check] = f
		if told != nil {
			told(f)
		}
	}
	var all sync.WaitGroup
	all.Go(func() { p.way(ctx, tell) })
	for check, look := range p.local() {
		all.Go(func() {
			limit := localLimit
			if check == KeyStore {
				limit = max(p.KeyLimit, time.Second)
			}
			tell(timed(ctx, check, limit, look))
		})
	}
	all.Wait()
	list := make([]Finding, 0, len(found))
	for _, c := range Checks() {
		f, ok := found[c]
		if !ok {
			f = Finding{Check: c, State: Unknown}
		}
		list = append(list, f)
	}
	return list
}

// local are the checks that do not depend on each other.
func (p Patient) local() map[Check]func(context.Context) Finding {
	return map[Check]func(context.Context) Finding{
		Redirect: p.redirect, Browser: p.browser, KeyStore: p.keyStore, Database: p.database, Folder: p.folder, Disk: p.disk,
		Display: p.display, OpenGL: p.openGL, Policy: p.policy, Versions: p.versions,
	}
}

// timed makes one check within its time. A check that does not end by itself is left behind: a call into the system
// cannot be stopped.
func timed(ctx context.Context, check Check, limit time.Duration, look func(context.Context) Finding) Finding {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	begun := time.Now()
	done := make(chan Finding, 1)
	go func() { done <- look(ctx) }()
	var f Finding
	select {
	case f = <-done:
	case <-ctx.Done():
		select {
		case f = <-done:
		case <-time.After(lastWord):
			f = Finding{State: Unknown, Facts: "no answer in " + limit.String()}
		}
	}
	f.Check, f.Took = check, time.Since(begun)
	return f
}

// lastWord is how long a check that was told to stop may take to say what it found.
const lastWord = 200 * time.Millisecond

// fault is a finding from trouble; the end of the context is no fault of the part.
func fault(err error) Finding {
	var t *desk.Trouble
	switch {
	case err == nil:
		return Finding{State: Fine}
	case errors.Is(err, context.Canceled):
		return Finding{State: Unknown}
	case errors.As(err, &t):
		return Finding{State: Fault, Cause: t.Cause, Detail: t.Detail, Until: t.Until}
	}
	return Finding{State: Fault, Cause: desk.Unforeseen, Detail: err.Error()}
}

// Worst tells whether a part is at fault, and whether something was not found out.
func Worst(all []Finding) (faults, unknown int) {
	for _, f := range all {
		switch f.State {
		case Fault:
			faults++
		case Unknown:
			unknown++
		}
	}
	return faults, unknown
}
