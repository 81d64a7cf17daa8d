package storage

import (
	"context"
	"time"
)

// Catalog is what the window shows: links and the grants that reach them.
//
// Every method returns a *FileError when the database itself cannot be read or
// written, and the context's error when it ends first (nothing was changed then).
type Catalog interface {
	// Links lists the links of all environments in this store, by name.
	Links(ctx context.Context) ([]Link, error)
	// Grants lists the grants, the oldest first, whatever their state.
	Grants(ctx context.Context) ([]Grant, error)
	// Hold stores a new grant at generation 1 with its sealed pair. It is held
	// by a consent in progress until the given time. g.ID, when set, is used
	// (the pair is sealed under it); see [NewID]. ErrConflict when that ID exists.
	Hold(ctx context.Context, g Grant, sealed []byte, until time.Time) (Grant, error)
	// Attach links companies to a grant and removes the links named in replace,
	// in one transaction. The grant becomes Active, grants that are left
	// without a link become Ending. IDs, grant, environment and time are filled
	// in by the store. *DuplicateError when a company is linked in this
	// environment already (unless that link is being replaced), ErrNotFound for
	// an unknown grant or replaced link, ErrEnding or ErrNeedsReauth when the
	// grant cannot carry links.
	Attach(ctx context.Context, grantID string, add []Link, replace []string) ([]Link, error)
	// Move lets a newer grant reach the given links. The grant becomes Active,
	// grants that are left without a link become Ending. Errors as for Attach.
	Move(ctx context.Context, linkIDs []string, toGrant string) error
	// Update stores name, trade name, place, verification time and verdict.
	// ErrConflict when l.Rev is not the stored one, ErrNotFound when it is gone.
	Update(ctx context.Context, l Link) (Link, error)
	// Detach removes one link. When it was the grant's last one, the grant is
	// marked Ending in the same transaction and returned, to be revoked.
	Detach(ctx context.Context, linkID string) (ended *Grant, err error)
}

// Clients are the firm's own entries. Whoever reads a client does not read its
// whole EIN: that is sealed. Every method returns a *FileError when the database
// itself cannot be read or written, and the context's error when it ends first.
type Clients interface {
	// Clients lists all clients, by name.
	Clients(ctx context.Context) ([]Client, error)
	// PutClients adds clients (Rev 0) and changes others, all in one transaction.
	// ID, when set, is used for a new one (its EIN is sealed under it); see
	// [NewID]. EIN.Sealed nil keeps the stored one when EIN.LastFour is the
	// stored one too, and removes it when LastFour is empty. *TakenError when
	// another client has that number, ErrConflict by Rev or by EIN.Gen,
	// ErrNotFound when one to be changed is gone. What is not different writes nothing.
	PutClients(ctx context.Context, all []Client) ([]Client, error)
	// RemoveClients removes clients. *InUseError when a link names one of them,
	// in whatever environment; then nothing is removed. What is gone is no error.
	RemoveClients(ctx context.Context, ids []string) error
	// Assign says which client links belong to; "" is none. ErrNotFound for an
	// unknown link or client. Links that belong there already change nothing.
	Assign(ctx context.Context, linkIDs []string, client string) error
}

// Desktop keeps what a person arranged and began: saved views, and the sitting.
type Desktop interface {
	// Views lists the saved views, in the order in which they were first saved.
	Views(ctx context.Context) ([]View, error)
	// PutView saves a view; one of the same name is replaced.
	PutView(ctx context.Context, v View) error
	// DropView removes one; removing what is not there is no error.
	DropView(ctx context.Context, name string) error
	// Sitting reads the sitting of an environment. ErrNotFound.
	Sitting(ctx context.Context, environment string) (Sitting, error)
	// PutSitting begins a sitting (Rev 0, all its Items) or goes on with it: Body
	// is stored, and of Items those at the positions in changed, also new ones at
	// the end. ErrConflict by Rev, or when Rev is 0 and there is a sitting already.
	PutSitting(ctx context.Context, s Sitting, changed ...int) (Sitting, error)
	// DropSitting ends it by Rev: ErrConflict. Ending what is gone is no error.
	DropSitting(ctx context.Context, s Sitting) error
}

// Farewells is how the firm's application leaves a company for everyone: asked
// for, due, claimed by whoever tells the provider, done.
type Farewells interface {
	// Farewells lists those that are not done yet, the earliest due first.
	Farewells(ctx context.Context) ([]Farewell, error)
	// AskFarewell writes down that a company is to be left. Asked again it
	// stays as it is and is returned.
	AskFarewell(ctx context.Context, f Farewell) (Farewell, error)
	// TakeBack forgets it. ErrConflict when it is claimed, ErrNotFound when it
	// is done or was never asked for.
	TakeBack(ctx context.Context, environment, company string) error
	// Claim takes one that is due, until the given time, so that no two tell the
	// provider; from then on nobody takes it back. ErrConflict when it is not
	// due or somebody else has it, ErrNotFound when it is gone.
	Claim(ctx context.Context, environment, company string, until time.Time) error
	// Release gives a claim up: the provider could not be told, and it is due
	// again at next. In doubt, the provider may have heard all the same: then it
	// stays claimed until next, and can never be taken back.
	Release(ctx context.Context, environment, company string, next time.Time, doubt bool) error
	// Leave removes the farewell, and the company's link when there is one, as
	// Detach does: the grant that ended with it is returned, to be revoked.
	Leave(ctx context.Context, environment, company string) (ended *Grant, err error)
}

// Consents is what a consent in progress, or a person, says about a grant.
type Consents interface {
	// Describe stores owner, owner's name and scope. ErrConflict by Rev.
	Describe(ctx context.Context, g Grant) (Grant, error)
	// Extend keeps a held grant for longer; no effect on one that has links.
	Extend(ctx context.Context, grantID string, until time.Time) error
	// Reinstate lets a grant that needs signing in again be tried once more, by
	// a person's own wish: NeedsReauth becomes Active (or Held without links).
	Reinstate(ctx context.Context, grantID string) error
}

// Endings is how a grant is given up without ever being left behind: first
// marked, then revoked at the provider, then forgotten.
type Endings interface {
	// End removes all links of a grant and marks it Ending. It returns the
	// grant and the links that went with it.
	End(ctx context.Context, grantID string) (Grant, []Link, error)
	// Orphans lists the grants to be revoked: Ending, or Held past their time.
	// The latter become Ending by it.
	Orphans(ctx context.Context, now time.Time) ([]Grant, error)
	// Forget removes an Ending grant after its pair of that generation was
	// revoked. ErrStale when a newer pair was stored meanwhile (revoke that
	// one too), *BusyError while a renewal of it is running, ErrConflict when
	// it is not Ending. Forgetting what is gone is no error.
	Forget(ctx context.Context, grantID string, gen int64) error
}

// Tokens is what the refresher needs: sealed pairs, exchanged by one at a time.
//
//	BeginRefresh → guard (Lease.Age) → Intend → one request → CommitRefresh → use → Mark
type Tokens interface {
	// Sealed reads the stored pair and its generation. ErrNotFound.
	Sealed(ctx context.Context, grantID string) (sealed []byte, gen int64, err error)
	// BeginRefresh takes the lease on generation gen. ErrStale when a newer
	// pair is stored (read it and use that), *BusyError while somebody else
	// holds it, ErrNeedsReauth, ErrEnding, ErrNotFound. Called again by the
	// same holder it prolongs the lease.
	BeginRefresh(ctx context.Context, grantID string, gen int64) (Lease, error)
	// Intend rewrites the sealed pair at the same generation while the lease is
	// held: the intent, written down before anything is sent. ErrSuperseded
	// when the lease was lost; then nothing may be sent.
	Intend(ctx context.Context, l Lease, sealed []byte) error
	// CommitRefresh stores the new pair as generation l.Gen+1 and ends the
	// lease. It is taken as long as l.Gen is the stored generation, lease or no
	// lease, also after a refusal. The same bytes again are no error.
	// ErrSuperseded when another pair took that generation, ErrNotFound when
	// the grant is gone: that pair must be revoked.
	CommitRefresh(ctx context.Context, l Lease, sealed []byte) error
	// Mark rewrites the sealed pair at its present generation, when nobody else
	// holds the lease: used, previous pair dropped. ErrSuperseded otherwise
	// (harmless: whoever comes next finds the pair unmarked).
	Mark(ctx context.Context, grantID string, gen int64, sealed []byte) error
	// EndRefresh ends the lease without a new pair. Not rejected: nothing was
	// accepted, the pair stays. Rejected: the provider refused it, the grant
	// becomes NeedsReauth and keeps its pair; ErrSuperseded, and nothing
	// changed, when the lease or the generation has moved on.
	EndRefresh(ctx context.Context, l Lease, rejected bool) error
}

// Feed tells what others changed.
type Feed interface {
	// Wake sends (without ever blocking the sender) when something may have
	// changed, here or in another process: a hint, coalesced, within about a
	// second. The first one comes by itself. The channel is closed when ctx ends or the store is closed.
	Wake(ctx context.Context) <-chan struct{}
	// Changes lists the links and grants that changed after the cursor, each
	// once, oldest change first, and the next cursor. "" is the beginning. Ids
	// of removed links and grants are among them.
	Changes(ctx context.Context, since string) (ids []string, next string, err error)
	// Cursor is the cursor of this moment: what changes from now on is after it.
	Cursor(ctx context.Context) (string, error)
}

// Glance reads a part where all there is would take long. Errors as for [Catalog].
type Glance interface {
	// Link reads one link: ErrNotFound when it is gone.
	Link(ctx context.Context, id string) (Link, error)
	// First reads the first clients by name with their links in an environment, or, when those are fewer than most,
	// also the first links that belong to no client; with the grants of these links. The order is that of SQLite, which
	// knows the case of ASCII letters alone.
	First(ctx context.Context, environment string, most int) (Front, error)
}

// Auditor reads the history.
type Auditor interface {
	// Audit lists the history of one link or grant, also after it is gone, and
	// verifies its chain: *TamperError when a line was changed, added or cut.
	// What it cannot notice: that whoever owns the database file rewrote the
	// whole chain together with the row it belongs to.
	Audit(ctx context.Context, subject string) ([]Entry, error)
	// AuditAll lists the history of every link, grant and client that is or was
	// here, subject by subject, and verifies each chain: a *TamperError comes
	// with all lines, and names the first subject that does not fit together.
	AuditAll(ctx context.Context) ([]Entry, error)
}

// Cabinet keeps small sealed things by row and column, and plain settings.
// [Safe] seals and opens them.
type Cabinet interface {
	// PutSecret stores sealed bytes as generation gen, which must be one more
	// than the stored one (1 for a new one), else ErrConflict.
	PutSecret(ctx context.Context, row, column string, gen int64, sealed []byte) error
	// Secret reads them. ErrNotFound, with the generation that the next
	// PutSecret must exceed by one.
	Secret(ctx context.Context, row, column string) (sealed []byte, gen int64, err error)
	// DeleteSecret removes them; removing what is not there is no error.
	DeleteSecret(ctx context.Context, row, column string) error
	// SecretRows lists the rows that hold something under a column, in order.
	SecretRows(ctx context.Context, column string) ([]string, error)
	// Setting reads a plain setting; ok says whether it was ever put.
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
	// PutSetting stores a plain setting. Never a secret.
	PutSetting(ctx context.Context, key, value string) error
}

// Registrations keeps how the firm's application is registered.
type Registrations interface {
	// Profiles lists them by label.
	Profiles(ctx context.Context) ([]Profile, error)
	// PutProfile creates (Rev 0) or changes a profile; ErrConflict by Rev.
	PutProfile(ctx context.Context, p Profile) (Profile, error)
	// DeleteProfile removes a profile and the secrets of its row.
	DeleteProfile(ctx context.Context, id string) error
}
