package storage

import "time"

// GrantState says what may be done with a grant.
type GrantState string

// The states of a grant.
const (
	// Held: the pair is stored and a consent in progress is using it; no link
	// names it yet. It becomes Active with its first link, or is given up when
	// its time passes.
	Held GrantState = "held"
	// Active: at least one link names it.
	Active GrantState = "active"
	// NeedsReauth: the provider refused its refresh token. The sealed pair is
	// kept, so that a late answer can still heal it, and is never used by itself.
	NeedsReauth GrantState = "needs-reauth"
	// Ending: no link names it any more, or the person revoked it. It waits to
	// be revoked at the provider and is then forgotten.
	Ending GrantState = "ending"
)

// Grant is one consent: who gave it, to which client id, in which environment.
// Its token pair is stored beside it, sealed, and read through [Tokens].
type Grant struct {
	ID          string // made by the store
	Environment string
	ClientID    string
	Owner       string // the person's uuid at the provider; "" until known
	OwnerName   string // "" where the provider does not tell
	RedirectURI string // the one used at consent
	Scope       string
	Gen         int64 // generation of the stored pair, 1 at first; read only
	State       GrantState
	Authorized  time.Time
	Renewed     time.Time // when the stored pair was stored; read only
	Rev         int64     // changes with every change of description or state
}

// Link is one company that the firm works for, reached through a grant.
type Link struct {
	ID          string // made by the store
	Grant       string
	Environment string
	Company     string // the company's uuid at the provider
	Name        string // legal name
	TradeName   string
	Place       string
	Linked      time.Time
	LinkedBy    string // who authorized it, as the person is called on screen
	Client      string // the client that the company belongs to; "" while nobody said
	Finding
	Rev int64
}

// Finding is how the last verification of a link ended.
type Finding struct {
	Verified time.Time
	Verdict  string // what was found, in the caller's own notation
}

// Client is an entry of the firm's own system. Clients belong to the store, not
// to one environment.
type Client struct {
	ID     string // made by the store
	Number string // unique without regard to case; "" when it has none
	Name   string
	EIN    SealedEIN
	Group  string
	Tags   []string // each once, in the order in which they were given
	Notes  string
	Rev    int64
}

// SealedEIN is an employer's tax number as the store sees it: never whole in clear.
type SealedEIN struct {
	LastFour string // "" when there is none
	Sealed   []byte // the whole number, sealed for the client's ID and [EINColumn] in generation Gen
	Gen      int64  // 0 when none was ever stored; the next one is sealed under Gen+1
}

// View is a saved way to look at the list.
type View struct {
	Name string // unique without regard to case
	Body string // in the caller's own notation
}

// Sitting is many consents in a row, as they were left. One per environment.
type Sitting struct {
	ID          string // made by the store
	Environment string
	Body        string // in the caller's own notation
	Items       []string
	Begun       time.Time
	Rev         int64
}

// Farewell is a company that the firm's application is to leave for everyone.
// The provider is not told before Due.
type Farewell struct {
	Environment string
	Company     string // the company's uuid at the provider
	Name        string
	Asked, Due  time.Time
	Actor       string // who asked: the account on this computer
	Claimed     bool   // somebody is telling the provider now: it cannot be taken back
}

// Front is the beginning of the list, and how long the list is.
type Front struct {
	Clients              []Client
	Links                []Link
	Grants               []Grant // of these links
	AllClients, AllLinks int     // that there are
}

// Profile is how the firm's application is registered at one Gusto. The client
// secret is not part of it: it is sealed in the [Cabinet], row = profile ID.
type Profile struct {
	ID          string // chosen by the caller; made by the store when empty
	Environment string
	Label       string
	BaseURL     string
	APIVersion  string
	ClientID    string
	Redirects   []string // registered redirect URIs, in order of preference
	Scopes      string
	Changed     time.Time
	Rev         int64
}

// Lease is the right to exchange one grant's pair, for a limited time.
type Lease struct {
	Grant   string
	Gen     int64     // the generation that may be exchanged
	Sealed  []byte    // the stored pair, read in the same step that took the lease
	Holder  string    // who holds it: the store handle that began it
	Token   string    // this taking of the lease, told apart from an earlier one of the same holder
	Taken   time.Time // by this computer's clock, with its monotonic reading
	Until   time.Time // when others may take over
	InDoubt bool      // taken over from a holder that never ended it: its request may have been sent
}

// Age is how long ago the lease was taken: the longer of what the wall clock
// and the monotonic clock say, since either can stand still (the monotonic one
// during sleep on Linux and macOS, the wall clock when it is set back). A
// request must not be sent when the age exceeds the caller's limit; waiting for
// the answer to one already sent has no limit here.
func (l Lease) Age(now time.Time) time.Duration {
	return max(now.Sub(l.Taken), now.Round(0).Sub(l.Taken.Round(0)))
}

// Entry is one line of history of one link or grant.
type Entry struct {
	Subject string // link or grant ID
	Seq     int64  // 1, 2, 3 … per subject
	At      time.Time
	Actor   string // who did it: the account on this computer
	Action  Action
	Detail  string // never a secret
	Gen     int64  // the grant's generation after the change; 0 for links
	Hash    []byte // over this line and the one before
}

// Action is what a line of history records.
type Action string

// The actions of the history.
const (
	ActHeld       Action = "held"         // a consent was stored
	ActDescribed  Action = "described"    // who gave it and what for became known
	ActActive     Action = "active"       // the first link named it, or it was reinstated
	ActRenewed    Action = "renewed"      // a new pair was stored
	ActRejected   Action = "rejected"     // the provider refused the refresh token
	ActHealed     Action = "healed"       // a late pair was stored after a refusal
	ActEnding     Action = "ending"       // no link names it any more
	ActForgotten  Action = "forgotten"    // revoked and removed; the last line of a grant
	ActLinked     Action = "linked"       // a company was linked
	ActMoved      Action = "moved"        // another grant reaches the company now
	ActChanged    Action = "changed"      // name, place or verdict changed
	ActUnlinked   Action = "unlinked"     // removed by a person; the last line of a link
	ActReplaced   Action = "replaced"     // another company took its place; the last line of a link
	ActRevokedAll Action = "revoked-with" // removed with its whole sign-in; the last line of a link
	ActLeft       Action = "left"         // the application left the company for everyone; the last line of a link
	ActAssigned   Action = "assigned"     // the link belongs to a client now
	ActUnassigned Action = "unassigned"   // the link belongs to no client now
	ActAdded      Action = "added"        // a client was added
	ActEdited     Action = "edited"       // a client was changed
	ActRemoved    Action = "removed"      // a client was removed; the last line of a client
)
